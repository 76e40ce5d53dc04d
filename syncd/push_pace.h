/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUSH_PACE_H
#define PUSH_PACE_H

/*
 * How many records the next batch may hold: what the line moves in about half a minute, at least one, at most what the
 * protocol allows. A full batch that arrived within PACE_QUICK_MS doubles it, one that took over PACE_SLOW_MS halves it,
 * and so does one that did not arrive because of its size or the line's speed. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_QUICK_MS 5000
#define PACE_SLOW_MS  30000

/* `most` was allowed and `sent` of them went; took_ms: from the first byte to the answer, on the boot clock. */
size_t pace_after_receipt(size_t most, size_t sent, int64_t took_ms);

/* Half of what went. */
size_t pace_after_refusal(size_t sent);

#endif
