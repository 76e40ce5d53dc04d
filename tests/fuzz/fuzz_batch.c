/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A batch and its records, as central gets them from anybody with a token. */

#include <string.h>

#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "fuzz_target.h"

static void look_at_failure(enum bs_err rc, const struct bs_error *err)
{
    FUZZ_MUST(err->code == rc && err->text[0] != '\0');
    FUZZ_MUST(bs_utf8_is_text(err->text, strlen(err->text)));
}

/* A record has one form only: what was read is written as it was. */
static void look_at_record(const struct bs_record *record, struct bs_bytes line)
{
    struct bs_buf again;

    FUZZ_MUST(record->seq >= 1 && record->seq <= BS_NUMBER_MAX);
    FUZZ_MUST(bs_hash_text_valid(record->digest));
    bs_buf_init(&again, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
    bs_record_write_line(record, &again);
    FUZZ_MUST(again.len == line.len && memcmp(again.data, line.data, line.len) == 0);
    bs_buf_finish(&again);
}

static void look_at_batch(const struct bs_batch *batch, struct bs_bytes raw)
{
    const struct bs_batch_header *header = &batch->header;
    size_t used = 0;

    FUZZ_MUST(header->version == BS_WIRE_VERSION);
    FUZZ_MUST(header->count >= 1 && header->count <= BS_BATCH_RECORDS_MAX);
    FUZZ_MUST(bs_epoch_valid(header->epoch) && bs_hash_text_valid(header->prev_hash));
    for (size_t i = 0; i < header->count; i++) {
        FUZZ_MUST(batch->records[i].seq == header->first_seq + i);
        look_at_record(&batch->records[i], batch->lines[i]);
        used += batch->lines[i].len + 1;
    }
    FUZZ_MUST(used < raw.len);
    FUZZ_MUST(strcmp(batch->hashes[header->count - 1], header->last_hash) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bs_bytes raw = {data, size};
    struct bs_error err = {0}, line_err = {0};
    struct bs_record record;
    struct bs_batch batch;
    enum bs_err rc = bs_batch_decode(raw, &batch, &err);

    if (rc == BS_OK) {
        look_at_batch(&batch, raw);
        bs_batch_finish(&batch);
    } else {
        look_at_failure(rc, &err);
    }
    rc = bs_record_parse(raw, &record, NULL, &line_err);
    if (rc == BS_OK) {
        look_at_record(&record, raw);
    } else {
        look_at_failure(rc, &line_err);
    }
    return 0;
}
