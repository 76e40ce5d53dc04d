/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the records and puts the header before them. */
#include "push_batch.h"

#include <string.h>

#include <buurtstem/wire.h>

#define HEADER_ROOM 512 /* the header line of a batch is shorter */
#define MANY        64  /* records for which room is made at once */

/* Puts the header into the room that was left before the records. */
static enum bs_err put_header(const struct bs_batch_header *header, struct bs_buf *batch,
                              struct bs_error *err)
{
    struct bs_buf line;
    bs_buf_init(&line, HEADER_ROOM);
    bs_batch_write_header(header, &line);
    enum bs_err rc = bs_buf_check(&line, "the header of a batch", err);
    if (rc == BS_OK) {
        const size_t records = batch->len - HEADER_ROOM;
        memmove(batch->data + line.len, batch->data + HEADER_ROOM, records);
        memcpy(batch->data, line.data, line.len);
        bs_buf_cut(batch, line.len + records);
    }
    bs_buf_finish(&line);
    return rc;
}

enum bs_err push_batch_fill(const struct push_store *store, const struct bs_outbox_tip *epoch,
                            uint64_t first_seq, size_t records_max, struct bs_buf *batch,
                            size_t *count, struct bs_error *err)
{
    static const char room[HEADER_ROOM] = {0};
    struct bs_outbox_slice slice;
    const uint64_t left = epoch->send_to - first_seq + 1;
    if (left < records_max) {
        records_max = (size_t)left;
    }
    bs_buf_reset(batch);
    batch->limit = BS_BATCH_BYTES_MAX;
    if (records_max >= MANY) {
        bs_buf_reserve(batch, BS_BATCH_BYTES_MAX);
    }
    bs_buf_add(batch, room, sizeof room);
    enum bs_err rc = store->read(store->self, epoch->epoch, first_seq, records_max,
                                 BS_BATCH_BYTES_MAX - HEADER_ROOM, batch, &slice, err);
    if (rc == BS_NOTFOUND) {
        /* The epoch's end is behind it, so it should have been there. */
        bs_error_clear(err);
        rc = bs_fail(err, BS_BROKEN, "kiosk.db: a record of epoch %s is missing", epoch->epoch);
    }
    if (rc == BS_OK) {
        struct bs_batch_header header = {
            .version = BS_WIRE_VERSION, .first_seq = first_seq, .count = slice.count};
        memcpy(header.kiosk, epoch->kiosk, sizeof header.kiosk);
        memcpy(header.epoch, epoch->epoch, sizeof header.epoch);
        memcpy(header.prev_hash, slice.prev_hash, sizeof header.prev_hash);
        memcpy(header.last_hash, slice.last_hash, sizeof header.last_hash);
        *count = slice.count;
        rc = put_header(&header, batch, err);
    }
    if (rc != BS_OK) {
        bs_buf_reset(batch);
    }
    return rc;
}
