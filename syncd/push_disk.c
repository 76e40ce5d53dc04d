/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Hands what push asks on to the two databases. */
#include "push_disk.h"

static enum bs_err epoch(void *self, size_t index, struct bs_outbox_tip *out, struct bs_error *err)
{
    struct push_disk *disk = self;
    return bs_outbox_epoch(disk->outbox, index, out, err);
}

static enum bs_err read_records(void *self, const char *name, uint64_t first_seq,
                                size_t records_max, size_t bytes_max, struct bs_buf *lines,
                                struct bs_outbox_slice *out, struct bs_error *err)
{
    struct push_disk *disk = self;
    return bs_outbox_read(disk->outbox, name, first_seq, records_max, bytes_max, lines, out, err);
}

static enum bs_err hash_at(void *self, const char *name, uint64_t seq, char out[BS_HASH_TEXT],
                           struct bs_error *err)
{
    struct push_disk *disk = self;
    return bs_outbox_hash_at(disk->outbox, name, seq, out, err);
}

static enum bs_err position(void *self, const char *name, struct bs_position *out,
                            struct bs_error *err)
{
    struct push_disk *disk = self;
    return bs_syncstate_position(disk->state, name, out, err);
}

static enum bs_err note_sent(void *self, const char *name, uint64_t sent_to, struct bs_error *err)
{
    struct push_disk *disk = self;
    return bs_syncstate_note_sent(disk->state, name, sent_to, err);
}

static enum bs_err settle(void *self, const struct bs_receipt *receipt, int64_t wall_ms,
                          struct bs_error *err)
{
    struct push_disk *disk = self;
    return bs_syncstate_settle(disk->state, receipt, wall_ms, err);
}

static enum bs_err note_fork(void *self, const char *name, const struct bs_fork *fork,
                             struct bs_error *err)
{
    struct push_disk *disk = self;
    return bs_syncstate_note_fork(disk->state, name, fork, err);
}

struct push_store push_disk_store(struct push_disk *disk)
{
    return (struct push_store){.self = disk,
                               .epoch = epoch,
                               .read = read_records,
                               .hash_at = hash_at,
                               .position = position,
                               .note_sent = note_sent,
                               .settle = settle,
                               .note_fork = note_fork};
}
