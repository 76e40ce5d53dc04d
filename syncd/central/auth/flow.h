/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FLOW_H
#define FLOW_H

/*
 * How much one kiosk may send, so that a stolen token cannot fill the disk or keep others waiting. A kiosk that was offline for
 * years comes with a million records and is not held up: so many are free, and then they come back by the minute, more of them than
 * people can tap. What a kiosk sends a few times an hour is measured apart. Bounded memory: when the table is full, the kiosk that
 * was quiet for longest makes room. Thread-safe.
 */

#include <stddef.h>
#include <stdint.h>

#define FLOW_KIOSKS_MAX     4096
#define FLOW_BATCHES        30000 /* at once */
#define FLOW_BATCHES_MINUTE 3000  /* come back */
#define FLOW_RECORDS        2000000
#define FLOW_RECORDS_MINUTE 1500
#define FLOW_BYTES          (INT64_C(4) << 30) /* of records: 2 KiB each, which few have */
#define FLOW_BYTES_MINUTE   (INT64_C(4) << 20)
#define FLOW_NOTES          200 /* heartbeats, and batches for the quarantine */
#define FLOW_NOTES_MINUTE   60
#define FLOW_LOOKS          300 /* questions for the bundle */
#define FLOW_LOOKS_MINUTE   60
#define FLOW_TOKENS         100 /* new tokens */
#define FLOW_TOKENS_MINUTE  6

struct flow;

struct flow *flow_create(void);
void flow_destroy(struct flow *flow); /* NULL is fine */

struct flow_amount {
    size_t batches, records, bytes, notes, tokens, looks;
};

/* Takes that much at `now_ms` (monotonic). 0: go ahead; else nothing was taken, and the milliseconds until it can be. */
int64_t flow_take(struct flow *flow, const char *kiosk, const struct flow_amount *amount,
                  int64_t now_ms);

#endif
