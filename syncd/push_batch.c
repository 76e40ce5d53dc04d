/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the records and puts the header before them. */
#include "push_batch.h"

#include <string.h>

#include <buurtstem/wire.h>

#define HEADER_ROOM 512 /* the header line of a batch is shorter */
#define MANY        64  /* records for which room is made at once */

enum bs_err push_batch_fill(const struct push_store *store, const struct bs_outbox_tip *epoch,
                            uint64_t first_seq, size_t records_max, struct bs_buf *batch,
                            size_t *count, struct bs_error *err)
{
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    const uint64_t left = epoch->send_to - first_seq + 1;
    if (left < records_max) {
        records_max = (size_t)left;
    }
    bs_buf_init(&lines, BS_BATCH_BYTES_MAX - HEADER_ROOM);
    if (records_max >= MANY) {
        bs_buf_reserve(&lines, BS_BATCH_BYTES_MAX - HEADER_ROOM);
    }
    enum bs_err rc = store->read(store->self, epoch->epoch, first_seq, records_max,
                                 BS_BATCH_BYTES_MAX - HEADER_ROOM, &lines, &slice, err);
    if (rc == BS_NOTFOUND) {
        /* The epoch's end is behind it, so it should have been there. */
        bs_error_clear(err);
        rc = bs_fail(err, BS_BROKEN, "kiosk.db: a record of epoch %s is missing", epoch->epoch);
    }
    if (rc != BS_OK) {
        goto out;
    }
    struct bs_batch_header header = {
        .version = BS_WIRE_VERSION, .first_seq = first_seq, .count = slice.count};
    memcpy(header.kiosk, epoch->kiosk, sizeof header.kiosk);
    memcpy(header.epoch, epoch->epoch, sizeof header.epoch);
    memcpy(header.prev_hash, slice.prev_hash, sizeof header.prev_hash);
    memcpy(header.last_hash, slice.last_hash, sizeof header.last_hash);
    bs_buf_finish(batch);
    bs_buf_init(batch, BS_BATCH_BYTES_MAX);
    bs_buf_reserve(batch, HEADER_ROOM + lines.len);
    bs_batch_write_header(&header, batch);
    bs_buf_add(batch, lines.data, lines.len);
    rc = bs_buf_check(batch, "a batch", err);
    *count = slice.count;
out:
    bs_buf_finish(&lines);
    return rc;
}
