/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUSH_BATCH_H
#define PUSH_BATCH_H

/* Records of the log as one batch of exact bytes: for the network, and for a file that is carried by hand. */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/outbox.h>

#include "push_store.h"

/*
 * Replaces the content of `batch` (a buf or zeroed; the caller finishes it) by the records of that epoch from first_seq on,
 * at most records_max of them, as many as a batch holds, and none beyond send_to, which is not below first_seq; *count says
 * how many. Its memory is used again. There must be a record at first_seq: BS_BROKEN, if not. Else as bs_outbox_read. On
 * failure the batch is empty.
 */
enum bs_err push_batch_fill(const struct push_store *store, const struct bs_outbox_tip *epoch,
                            uint64_t first_seq, size_t records_max, struct bs_buf *batch,
                            size_t *count, struct bs_error *err);

#endif
