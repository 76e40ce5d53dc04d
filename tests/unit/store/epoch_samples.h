/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEST_EPOCH_SAMPLES_H
#define TEST_EPOCH_SAMPLES_H

/* Looking into the epochs of a log. Nothing here asserts with cmocka, so that child processes may use it. */

#include <stdbool.h>

#include <buurtstem/carried.h>
#include <buurtstem/outbox.h>

/* Reads one record; `line` owns what `out` borrows, and is the caller's to finish. */
bool epoch_sample_record(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                         struct bs_buf *line, struct bs_record *out);

/* Whether the record there is of kind `carried` and reads. */
bool epoch_sample_carried(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                          struct bs_carried *out);

/* Whether two records are the same but for their number. */
bool epoch_sample_same(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                       const char *other_epoch, uint64_t other_seq);

/* How often each of sample_append's records stands in the newest epoch: counts[n], below `count`; counts[0] for those beyond.
 * False when there is another record than those and `carried`, or one cannot be read. */
bool epoch_sample_counts(struct bs_outbox *outbox, unsigned *counts, size_t count);

#endif
