/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Counting quick visits in a row. */

#include "burst.h"

bool burst_note(struct burst *burst, int64_t started_ms, int64_t ended_ms)
{
    bool is_quick = ended_ms - started_ms < BURST_QUICK_MS;
    bool is_in_row = burst->quick > 0 && started_ms - burst->ended_ms <= BURST_PAUSE_MS;
    if (!is_quick) {
        burst->quick = 0;
    } else if (!is_in_row) {
        burst->quick = 1;
    } else if (burst->quick < BURST_LEAST) {
        burst->quick++;
    }
    burst->ended_ms = ended_ms;
    return burst->quick >= BURST_LEAST;
}
