/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Batches as shipped versions made them: central reads and stores each of them, for ever. A kiosk may be offline for years. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>
#include <zstd.h>

#include "coding.h"
#include "fault_ledger.h"
#include "storage_stage.h"

#define CORPUS      BS_SOURCE_DIR "/tests/data/batches/v1/"
#define CORPUS_SIZE 9 /* lines of its index; it only grows */
#define FILE_MAX    (1024 * 1024)

struct entry {
    char name[64], hash[BS_HASH_TEXT], last_hash[BS_HASH_TEXT];
    uint64_t last_seq;
};

static size_t read_file(const char *name, char *out, size_t room)
{
    char path[512];
    FILE *file;
    size_t len;

    (void)snprintf(path, sizeof path, "%s%s", CORPUS, name);
    file = fopen(path, "rb");
    assert_non_null(file);
    len = fread(out, 1, room - 1, file);
    (void)fclose(file);
    assert_in_range(len, 1, room - 2);
    out[len] = '\0';
    return len;
}

typedef void entry_visit(const struct entry *entry, struct bs_bytes raw, void *self);

/* Every batch of the index, in its order. */
static size_t each(entry_visit *visit, void *self)
{
    static char index[64 * 1024], batch[FILE_MAX];
    size_t count = 0;

    (void)read_file("index.txt", index, sizeof index);
    for (char *line = strtok(index, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        struct entry entry;
        char file[80];

        if (line[0] == '#') {
            continue;
        }
        assert_int_equal(sscanf(line, "%63s %64s %" SCNu64 " %64s", entry.name, entry.hash,
                                &entry.last_seq, entry.last_hash),
                         4);
        (void)snprintf(file, sizeof file, "%s.batch", entry.name);
        visit(&entry, (struct bs_bytes){(const uint8_t *)batch, read_file(file, batch, FILE_MAX)},
              self);
        count++;
    }
    return count;
}

static void decode(const struct entry *entry, struct bs_bytes raw, void *self)
{
    struct bs_error err = {0};
    struct bs_batch batch;

    (void)self;
    if (bs_batch_decode(raw, &batch, &err) != BS_OK) {
        fail_msg("%s: %s", entry->name, err.text);
    }
    assert_int_equal(batch.header.version, 1);
    assert_string_equal(batch.hash, entry->hash);
    assert_int_equal(batch.header.first_seq + batch.header.count - 1, entry->last_seq);
    assert_string_equal(batch.hashes[batch.header.count - 1], entry->last_hash);
    bs_batch_finish(&batch);
}

/* F44 */
static void every_batch_that_was_ever_made_is_read_and_means_what_it_meant(void **state)
{
    size_t count = each(decode, NULL);

    (void)state;
    assert_true(count >= CORPUS_SIZE);
    fault_struck("F44", "a batch of each version ever shipped", count);
}

static void pack_gzip(struct bs_bytes raw, struct bs_buf *out)
{
    static uint8_t room[FILE_MAX];
    z_stream stream = {0};

    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)raw.data;
    stream.avail_in = (uInt)raw.len;
    stream.next_out = room;
    stream.avail_out = sizeof room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    bs_buf_add(out, room, stream.total_out);
    (void)deflateEnd(&stream);
}

static void pack_zstd(struct bs_bytes raw, struct bs_buf *out)
{
    static uint8_t room[FILE_MAX];
    size_t size = ZSTD_compress(room, sizeof room, raw.data, raw.len, 3);

    assert_false(ZSTD_isError(size));
    bs_buf_add(out, room, size);
}

static void unpack(const struct entry *entry, struct bs_bytes raw, void *self)
{
    static const struct {
        const char *name;
        void (*pack)(struct bs_bytes raw, struct bs_buf *out);
    } codings[] = {{"zstd", pack_zstd}, {"gzip", pack_gzip}};

    (void)self;
    for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++) {
        struct bs_buf packed, plain;

        bs_buf_init(&packed, FILE_MAX);
        bs_buf_init(&plain, BS_BATCH_BYTES_MAX);
        codings[i].pack(raw, &packed);
        if (coding_decode(codings[i].name, bs_buf_bytes(&packed), BS_BATCH_BYTES_MAX, &plain,
                          NULL) != BS_OK) {
            fail_msg("%s is not read in %s", entry->name, codings[i].name);
        }
        assert_int_equal(plain.len, raw.len);
        assert_memory_equal(plain.data, raw.data, raw.len);
        bs_buf_finish(&packed);
        bs_buf_finish(&plain);
    }
}

static void each_of_them_is_read_in_every_coding(void **state)
{
    (void)state;
    (void)each(unpack, NULL);
}

static void accept(const struct entry *entry, struct bs_bytes raw, void *self)
{
    struct storage_stage *stage = self;
    struct bs_error err = {0};
    struct bs_batch batch;
    struct bs_problem problem;
    struct bs_receipt receipt;
    enum bs_err rc;

    assert_int_equal(bs_batch_decode(raw, &batch, NULL), BS_OK);
    rc = storage_accept_batch(stage->storage, &stage->kiosk, &batch, STAGE_NOW_MS, false, &receipt,
                              &problem, &err);
    if (batch.header.first_seq > 1000) {
        assert_int_equal(rc, BS_REFUSED); /* the end of all numbers: nothing was sent before it */
        assert_int_equal(problem.type, BS_PROBLEM_GAP);
    } else if (rc != BS_OK) {
        fail_msg("%s: %s", entry->name, err.text);
    } else {
        assert_true(receipt.complete_to >= entry->last_seq); /* in the second round all are held */
        if (receipt.complete_to == entry->last_seq) {
            assert_string_equal(receipt.hash_at_complete_to, entry->last_hash);
        }
    }
    bs_batch_finish(&batch);
}

/* F44 */
static void central_takes_each_of_them_again_and_again(void **state)
{
    size_t count = 0;

    for (int i = 0; i < 2; i++) {
        count += each(accept, *state);
    }
    assert_int_equal(stage_verify(*state).count, 0);
    fault_struck("F44", "a batch of each version ever shipped, taken by today's central", count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_batch_that_was_ever_made_is_read_and_means_what_it_meant),
        cmocka_unit_test(each_of_them_is_read_in_every_coding),
        cmocka_unit_test_setup_teardown(central_takes_each_of_them_again_and_again, stage_setup,
                                        stage_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
