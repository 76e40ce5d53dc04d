/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking into the epochs of a log. */

#include "epoch_samples.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store_samples.h"

enum { LINE_MAX_ = BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX + 1 };

bool epoch_sample_record(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                         struct bs_buf *line, struct bs_record *out)
{
    struct bs_outbox_slice slice;
    struct bs_bytes text;

    bs_buf_init(line, LINE_MAX_);
    if (bs_outbox_read(outbox, epoch, seq, 1, LINE_MAX_, line, &slice, NULL) != BS_OK) {
        return false;
    }
    text = bs_buf_bytes(line);
    text.len--;
    return bs_record_parse(text, out, NULL, NULL) == BS_OK;
}

bool epoch_sample_carried(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                          struct bs_carried *out)
{
    struct bs_record record;
    struct bs_buf line;
    bool good = epoch_sample_record(outbox, epoch, seq, &line, &record) &&
                strcmp(record.kind, BS_KIND_CARRIED) == 0 &&
                bs_carried_read(record.body, out, NULL) == BS_OK;

    bs_buf_finish(&line);
    return good;
}

bool epoch_sample_same(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                       const char *other_epoch, uint64_t other_seq)
{
    struct bs_record one, other;
    struct bs_buf lines[2];
    bool same = epoch_sample_record(outbox, epoch, seq, &lines[0], &one) &
                epoch_sample_record(outbox, other_epoch, other_seq, &lines[1], &other);

    if (same) {
        same = one.seq == seq && other.seq == other_seq && strcmp(one.id, other.id) == 0 &&
               strcmp(one.kind, other.kind) == 0 && one.wall_ms == other.wall_ms &&
               one.mono_ms == other.mono_ms && strcmp(one.boot_id, other.boot_id) == 0 &&
               one.synced == other.synced && strcmp(one.digest, other.digest) == 0 &&
               one.body.len == other.body.len &&
               memcmp(one.body.data, other.body.data, one.body.len) == 0;
    }
    bs_buf_finish(&lines[0]);
    bs_buf_finish(&lines[1]);
    return same;
}

size_t epoch_sample_count(struct bs_outbox *outbox, uint64_t n)
{
    struct bs_uuid id = sample_id(n);
    struct bs_outbox_tip tip;
    char text[BS_UUID_TEXT], body[64];
    size_t count = 0;

    bs_uuid_format(&id, text);
    (void)snprintf(body, sizeof body, "{\"n\":%" PRIu64 "}", n);
    if (bs_outbox_tip(outbox, &tip, NULL) != BS_OK) {
        return 0;
    }
    for (uint64_t seq = 1; seq <= tip.seq; seq++) {
        struct bs_record record;
        struct bs_buf line;

        if (epoch_sample_record(outbox, tip.epoch, seq, &line, &record) &&
            strcmp(record.id, text) == 0) {
            count += record.body.len == strlen(body) &&
                             memcmp(record.body.data, body, record.body.len) == 0
                         ? 1
                         : 1000;
        }
        bs_buf_finish(&line);
    }
    return count;
}
