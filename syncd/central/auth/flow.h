/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FLOW_H
#define FLOW_H

/*
 * How much one kiosk may send, so that a stolen token cannot fill the disk or keep others waiting. A kiosk that was offline for
 * years comes with a million records and is not held up: so many are free, and then they come back by the minute, more of them than
 * people can tap. Bounded memory: when the table is full, the kiosk that was quiet for longest makes room. Thread-safe.
 */

#include <stddef.h>
#include <stdint.h>

#define FLOW_KIOSKS_MAX     4096
#define FLOW_BATCHES        30000 /* at once */
#define FLOW_BATCHES_MINUTE 3000  /* come back */
#define FLOW_RECORDS        2000000
#define FLOW_RECORDS_MINUTE 1500

struct flow;

struct flow *flow_create(void);
void flow_destroy(struct flow *flow); /* NULL is fine */

/* Takes that much at `now_ms` (monotonic). 0: go ahead; else nothing was taken, and the milliseconds until it can be. */
int64_t flow_take(struct flow *flow, const char *kiosk, size_t batches, size_t records,
                  int64_t now_ms);

#endif
