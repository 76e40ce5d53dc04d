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

/* Which of sample_append's records it is; 0: none. */
static uint64_t number_of(const struct bs_record *record)
{
    char text[BS_UUID_TEXT], body[64];
    struct bs_uuid id;
    uint64_t n = 0;

    for (size_t i = 0; i < record->body.len; i++) {
        uint8_t sign = record->body.data[i];

        n = sign >= '0' && sign <= '9' ? 10 * n + (uint64_t)(sign - '0') : n;
    }
    id = sample_id(n);
    bs_uuid_format(&id, text);
    (void)snprintf(body, sizeof body, "{\"n\":%" PRIu64 "}", n);
    return strcmp(text, record->id) == 0 && strcmp(record->kind, "submission") == 0 &&
                   record->body.len == strlen(body) &&
                   memcmp(record->body.data, body, record->body.len) == 0
               ? n
               : 0;
}

bool epoch_sample_counts(struct bs_outbox *outbox, unsigned *counts, size_t count)
{
    struct bs_outbox_tip tip;
    bool good = bs_outbox_tip(outbox, &tip, NULL) == BS_OK;

    memset(counts, 0, count * sizeof *counts);
    for (uint64_t seq = 1; good && seq <= tip.seq; seq++) {
        struct bs_record record;
        struct bs_buf line;

        good = epoch_sample_record(outbox, tip.epoch, seq, &line, &record);
        if (good && strcmp(record.kind, BS_KIND_CARRIED) != 0) {
            uint64_t n = number_of(&record);

            good = n > 0;
            counts[n < count ? n : 0]++;
        }
        bs_buf_finish(&line);
    }
    return good;
}
