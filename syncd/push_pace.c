/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Batches as large as the line bears. */
#include "push_pace.h"

#include <buurtstem/wire.h>

size_t pace_after_receipt(size_t most, size_t sent, int64_t took_ms)
{
    if (took_ms > PACE_SLOW_MS) {
        return pace_after_refusal(sent);
    }
    /* A batch that was not full says nothing of how fast a full one goes. */
    if (took_ms >= PACE_QUICK_MS || sent < most) {
        return most;
    }
    return most >= BS_BATCH_RECORDS_MAX / 2 ? BS_BATCH_RECORDS_MAX : most * 2;
}

size_t pace_after_refusal(size_t sent)
{
    return sent > 1 ? sent / 2 : 1;
}
