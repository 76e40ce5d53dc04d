/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A batch: one JSON header line and the exact record lines behind it. Every limit is checked before anything is kept. */

#include <buurtstem/wire.h>

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/programme.h>

#include "member.h"
#include "versions.h"

enum { HEADER_LINE_MAX = 512 };

void bs_batch_write_header(const struct bs_batch_header *header, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();

    assert(header->first_seq >= 1 && header->first_seq <= BS_NUMBER_MAX);
    bs_json_set_int(json, "v", header->version);
    bs_json_set_string(json, "kiosk", header->kiosk);
    bs_json_set_string(json, "epoch", header->epoch);
    bs_json_set_int(json, "first_seq", (int64_t)header->first_seq);
    bs_json_set_int(json, "count", (int64_t)header->count);
    bs_json_set_string(json, "prev_hash", header->prev_hash);
    bs_json_set_string(json, "last_hash", header->last_hash);
    bs_json_write(json, false, out);
    bs_buf_text(out, "\n");
    bs_json_destroy(json);
}

/* Cuts the next line, without its end, off `rest`. False if there is no line end. */
static bool next_line(struct bs_bytes *rest, struct bs_bytes *line)
{
    const uint8_t *end = rest->len > 0 ? memchr(rest->data, '\n', rest->len) : NULL;

    if (end == NULL) {
        return false;
    }
    *line = (struct bs_bytes){rest->data, (size_t)(end - rest->data)};
    *rest = (struct bs_bytes){end + 1, rest->len - line->len - 1};
    return true;
}

static void read_header_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"v",     "kiosk",     "epoch",     "first_seq",
                                        "count", "prev_hash", "last_hash", NULL};
    struct bs_batch_header *out = self;
    int64_t version = 0, first_seq = 0, count = 0;

    (void)bs_json_only(root, names);
    (void)bs_json_int(root, "v", BS_WIRE_VERSION, BS_WIRE_VERSION, &version);
    (void)member_text(root, "kiosk", sizeof out->kiosk, bs_slug_valid, out->kiosk);
    (void)member_text(root, "epoch", sizeof out->epoch, bs_epoch_valid, out->epoch);
    (void)bs_json_int(root, "first_seq", 1, BS_NUMBER_MAX, &first_seq);
    (void)bs_json_int(root, "count", 1, BS_BATCH_RECORDS_MAX, &count);
    (void)member_text(root, "prev_hash", sizeof out->prev_hash, bs_hash_text_valid, out->prev_hash);
    (void)member_text(root, "last_hash", sizeof out->last_hash, bs_hash_text_valid, out->last_hash);
    out->version = (int)version;
    out->first_seq = (uint64_t)first_seq;
    out->count = (size_t)count;
}

/* Before the first record of an epoch stands what anyone can compute. */
static bool start_is_right(const struct bs_batch_header *header)
{
    char start[BS_HASH_TEXT];

    if (header->first_seq > 1) {
        return true;
    }
    bs_chain_start(header->kiosk, header->epoch, start);
    return strcmp(start, header->prev_hash) == 0;
}

static enum bs_err read_header(struct bs_bytes line, struct bs_batch_header *out,
                               struct bs_error *err)
{
    struct bs_error why = {0};
    int version = 0;
    enum bs_err rc =
        member_read_message(line, HEADER_LINE_MAX, "line 1", read_header_members, out, &why);

    if (rc != BS_OK && versions_is_other(line, &version)) {
        return bs_fail(err, BS_REFUSED, "a batch of version %d; versions 1 to %d are read here",
                       version, BS_WIRE_VERSION);
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    if (!start_is_right(out)) {
        rc = bs_fail(err, BS_BAD,
                     "line 1: $.prev_hash: is not where this epoch of this kiosk starts");
    }
    return rc;
}

/* The i-th record: form, digest, place in the sequence, and one step of the chain. */
static enum bs_err read_record(struct bs_bytes line, size_t i, char hash[BS_HASH_TEXT],
                               struct bs_batch *batch, struct bs_error *err)
{
    struct bs_bytes head;
    enum bs_err rc = bs_record_parse(line, &batch->records[i], &head, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (batch->records[i].seq != batch->header.first_seq + i) {
        return bs_fail(err, BS_BAD, "expected seq %" PRIu64 ", found %" PRIu64,
                       batch->header.first_seq + i, batch->records[i].seq);
    }
    bs_chain_step(hash, head);
    batch->lines[i] = line;
    memcpy(batch->hashes[i], hash, BS_HASH_TEXT);
    return BS_OK;
}

static enum bs_err read_records(struct bs_bytes rest, struct bs_batch *batch, struct bs_error *err)
{
    char hash[BS_HASH_TEXT];
    char where[32];

    memcpy(hash, batch->header.prev_hash, sizeof hash);
    for (size_t i = 0; i < batch->header.count; i++) {
        struct bs_bytes line;
        enum bs_err rc;

        (void)snprintf(where, sizeof where, "line %zu", i + 2);
        if (!next_line(&rest, &line)) {
            return bs_fail(err, BS_BAD, "%s: expected a record and a line end", where);
        }
        rc = read_record(line, i, hash, batch, err);
        if (rc != BS_OK) {
            (void)bs_fail_prefix(err, where);
            return rc;
        }
    }
    if (rest.len != 0) {
        return bs_fail(err, BS_BAD, "line %zu: expected the end", batch->header.count + 2);
    }
    if (strcmp(hash, batch->header.last_hash) != 0) {
        return bs_fail(err, BS_BAD, "line 1: $.last_hash: the chain does not end there");
    }
    return BS_OK;
}

enum bs_err bs_batch_decode(struct bs_bytes raw, struct bs_batch *out, struct bs_error *err)
{
    struct bs_batch batch = {0};
    struct bs_bytes rest = raw, line;
    enum bs_err rc;

    if (raw.len > BS_BATCH_BYTES_MAX) {
        return bs_fail(err, BS_LIMIT, "a batch of %zu bytes; at most %d are allowed", raw.len,
                       BS_BATCH_BYTES_MAX);
    }
    if (!next_line(&rest, &line)) {
        return bs_fail(err, BS_BAD, "line 1: expected a header and a line end");
    }
    rc = read_header(line, &batch.header, err);
    if (rc != BS_OK) {
        return rc;
    }
    batch.records = bs_xcalloc(batch.header.count, sizeof *batch.records);
    batch.lines = bs_xcalloc(batch.header.count, sizeof *batch.lines);
    batch.hashes = bs_xcalloc(batch.header.count, sizeof *batch.hashes);
    rc = read_records(rest, &batch, err);
    if (rc != BS_OK) {
        bs_batch_finish(&batch);
        return rc;
    }
    bs_sha256_hex(&raw, 1, batch.hash);
    *out = batch;
    return BS_OK;
}

void bs_batch_finish(struct bs_batch *batch)
{
    free(batch->records);
    free(batch->lines);
    free(batch->hashes);
    *batch = (struct bs_batch){0};
}
