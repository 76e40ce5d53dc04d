/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sound records and batches for tests to spoil. */

#include "wire_samples.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/mem.h>

struct bs_record sample_record(uint64_t seq, const char *body)
{
    struct bs_record record = {
        .seq = seq,
        .kind = "submission",
        .wall_ms = 1772442000000 + (int64_t)seq * 1000,
        .mono_ms = 3600000 + (int64_t)seq * 1000,
        .boot_id = "5f1d2c3b-0000-4000-8000-000000000001",
        .synced = true,
        .body = bs_bytes_of(body),
    };

    (void)snprintf(record.id, sizeof record.id, "019cadb2-0000-7000-8000-%012llx",
                   (unsigned long long)seq);
    bs_record_digest(&record);
    return record;
}

struct bs_batch_header sample_header(uint64_t first_seq, size_t count, const char *prev_hash,
                                     const char *last_hash)
{
    struct bs_batch_header header = {
        .version = BS_WIRE_VERSION,
        .kiosk = SAMPLE_KIOSK,
        .epoch = SAMPLE_EPOCH,
        .first_seq = first_seq,
        .count = count,
    };

    memcpy(header.prev_hash, prev_hash, BS_HASH_TEXT);
    memcpy(header.last_hash, last_hash, BS_HASH_TEXT);
    return header;
}

static void step(uint64_t seq, const char *body, char hash[BS_HASH_TEXT])
{
    struct bs_record record = sample_record(seq, body);
    struct bs_buf head;

    bs_buf_init(&head, BS_RECORD_HEAD_MAX);
    bs_record_write_head(&record, &head);
    bs_chain_step(hash, bs_buf_bytes(&head));
    bs_buf_finish(&head);
}

void sample_batch(uint64_t first_seq, size_t count, const char *body, struct bs_buf *out)
{
    char prev[BS_HASH_TEXT], last[BS_HASH_TEXT];
    struct bs_batch_header header;

    bs_chain_start(SAMPLE_KIOSK, SAMPLE_EPOCH, prev);
    for (uint64_t seq = 1; seq < first_seq; seq++) {
        step(seq, body, prev);
    }
    memcpy(last, prev, sizeof last);
    for (size_t i = 0; i < count; i++) {
        step(first_seq + i, body, last);
    }
    header = sample_header(first_seq, count, prev, last);
    bs_batch_write_header(&header, out);
    for (size_t i = 0; i < count; i++) {
        struct bs_record record = sample_record(first_seq + i, body);

        bs_record_write_line(&record, out);
        bs_buf_text(out, "\n");
    }
}

char *sample_text(char letter, size_t count)
{
    char *text = bs_xcalloc(count + 1, 1);

    memset(text, letter, count);
    return text;
}
