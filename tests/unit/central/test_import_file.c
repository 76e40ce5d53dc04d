/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A file that was carried here: taken whole or not at all, batch by batch as over the network, and answered for. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <buurtstem/box.h>
#include <buurtstem/mem.h>

#include "box_memory.h"
#include "import_file.h"
#include "storage_overview.h"
#include "storage_stage.h"
#include "storage_token.h"

#define TOKEN  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define TOKEN2 "qbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define TOKEN3 "rbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define TOKEN4 "sbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"

enum { FILE_ROOM = 4 * 1024 * 1024 };

struct import_stage {
    struct storage_stage *stage;
    struct central central;
    struct stage_log *log;
    struct import_done *done;
    struct bs_error err;
    char said[2][512]; /* the first sentences */
    size_t said_count;
};

static int64_t now_ms(void *self)
{
    (void)self;
    return STAGE_NOW_MS;
}

static void give_token(struct storage_stage *stage, const struct storage_kiosk *kiosk,
                       const char *token)
{
    struct bs_bytes bytes = bs_bytes_of(token), code = bs_bytes_of(kiosk->id);
    char token_hash[BS_HASH_TEXT], code_hash[BS_HASH_TEXT];
    struct storage_kiosk found;

    bs_sha256_hex(&bytes, 1, token_hash);
    bs_sha256_hex(&code, 1, code_hash);
    assert_int_equal(
        storage_invite_kiosk(stage->storage, kiosk, code_hash, STAGE_NOW_MS + 1000, NULL), BS_OK);
    assert_int_equal(
        storage_enrol(stage->storage, code_hash, token_hash, STAGE_NOW_MS, &found, NULL), BS_OK);
}

static int set_up(void **state)
{
    struct import_stage *test = bs_xcalloc(1, sizeof(*test));
    void *inner = NULL;

    if (bs_crypto_start(NULL) != BS_OK || stage_setup(&inner) != 0) {
        return -1;
    }
    test->stage = inner;
    test->central.storage = test->stage->storage;
    test->central.clock = (struct bs_clock){.wall_ms = now_ms};
    bs_sign_keypair(test->central.public_key, test->central.secret_key);
    give_token(test->stage, &test->stage->kiosk, TOKEN);
    give_token(test->stage, &test->stage->other_kiosk, TOKEN2);
    test->log = stage_log_create("kiosk-1", STAGE_EPOCH);
    test->done = bs_xcalloc(1, sizeof(*test->done));
    *state = test;
    return 0;
}

static int tear_down(void **state)
{
    struct import_stage *test = *state;
    void *inner = test->stage;

    stage_log_destroy(test->log);
    free(test->done);
    free(test);
    return stage_teardown(&inner);
}

/* A range of a log, to be one batch. */
struct range {
    const struct stage_log *log;
    uint64_t first;
    size_t count;
};

static void write_file(struct import_stage *test, const char *kiosk, const char *token,
                       const struct range *ranges, size_t count, struct bs_buf *out)
{
    struct bs_hand_opening opening = {.made_ms = 1};
    struct bs_buf bufs[5];
    struct bs_bytes parts[5];

    assert_true(count < 5);
    (void)snprintf(opening.kiosk, sizeof(opening.kiosk), "%s", kiosk);
    (void)snprintf(opening.token, sizeof(opening.token), "%s", token);
    bs_buf_init(&bufs[0], BS_HAND_OPENING_MAX);
    bs_hand_opening_encode(&opening, &bufs[0]);
    for (size_t i = 0; i < count; i++) {
        bs_buf_init(&bufs[i + 1], BS_BATCH_BYTES_MAX);
        stage_batch(ranges[i].log, ranges[i].first, ranges[i].count, &bufs[i + 1]);
    }
    for (size_t i = 0; i <= count; i++) {
        parts[i] = bs_buf_bytes(&bufs[i]);
    }
    bs_buf_init(out, FILE_ROOM);
    box_memory_write(test->central.public_key, parts, count + 1, out);
    for (size_t i = 0; i <= count; i++) {
        bs_buf_finish(&bufs[i]);
    }
}

static void hear(void *self, const char *sentence)
{
    struct import_stage *test = self;

    if (test->said_count < 2) {
        (void)snprintf(test->said[test->said_count], sizeof(test->said[0]), "%s", sentence);
    }
    test->said_count++;
}

static enum bs_err take(struct import_stage *test, struct bs_bytes bytes, uint64_t bytes_max)
{
    int file = memfd_create("stick", MFD_CLOEXEC);
    enum bs_err rc;

    assert_true(file >= 0 && write(file, bytes.data, bytes.len) == (ssize_t)bytes.len);
    test->said_count = 0;
    bs_error_clear(&test->err);
    rc = import_file(&test->central, file, bytes_max, hear, test, test->done, &test->err);
    close(file);
    return rc;
}

/* Writes a file of kiosk-1 and takes it. */
static enum bs_err take_ranges(struct import_stage *test, const struct range *ranges, size_t count)
{
    struct bs_buf file;
    enum bs_err rc;

    write_file(test, "kiosk-1", TOKEN, ranges, count, &file);
    rc = take(test, bs_buf_bytes(&file), BS_BOX_BYTES_MAX);
    bs_buf_finish(&file);
    return rc;
}

static int64_t stored(struct import_stage *test)
{
    return stage_submissions(test->stage, STAGE_TENANT);
}

static void what_is_in_the_file_is_stored_and_answered_for(void **state)
{
    struct import_stage *test = *state;
    struct stage_log *second = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    const struct range ranges[] = {{test->log, 1, 3}, {test->log, 4, 2}, {second, 1, 1}};

    stage_log_fill(test->log, 5);
    stage_log_fill(second, 1);
    assert_int_equal(take_ranges(test, ranges, 3), BS_OK);
    assert_int_equal(stored(test), 6);
    assert_true(test->done->batches == 3 && test->done->records == 6);
    assert_int_equal(test->done->refused, 0);
    assert_int_equal(test->said_count, 0);
    assert_string_equal(test->done->receipts.kiosk, "kiosk-1");
    assert_true(test->done->receipts.made_ms == STAGE_NOW_MS);
    assert_int_equal(test->done->receipts.count, 2);
    assert_string_equal(test->done->receipts.receipts[0].epoch, STAGE_EPOCH);
    assert_true(test->done->receipts.receipts[0].complete_to == 5);
    assert_string_equal(test->done->receipts.receipts[0].hash_at_complete_to, test->log->hashes[5]);
    assert_true(test->done->receipts.receipts[0].server_time_ms == STAGE_NOW_MS);
    assert_true(test->done->receipts.receipts[1].complete_to == 1);
    stage_log_destroy(second);
}

static void the_same_file_again_counts_nothing_twice_and_is_answered_the_same(void **state)
{
    struct import_stage *test = *state;
    const struct range range = {test->log, 1, 3};

    stage_log_fill(test->log, 3);
    assert_int_equal(take_ranges(test, &range, 1), BS_OK);
    assert_int_equal(take_ranges(test, &range, 1), BS_OK);
    assert_int_equal(stored(test), 3);
    assert_true(test->done->receipts.receipts[0].complete_to == 3);
}

static void what_came_over_the_network_already_is_fine(void **state)
{
    struct import_stage *test = *state;
    const struct range range = {test->log, 3, 2};

    stage_log_fill(test->log, 6);
    assert_int_equal(stage_send(test->stage, test->log, 1, 6).rc, BS_OK);
    assert_int_equal(take_ranges(test, &range, 1), BS_OK);
    assert_int_equal(stored(test), 6);
    assert_true(test->done->receipts.receipts[0].complete_to == 6);
}

static void a_change_of_any_byte_stores_nothing(void **state)
{
    struct import_stage *test = *state;
    const struct range ranges[] = {{test->log, 1, 1}, {test->log, 2, 1}};
    struct bs_buf file;

    stage_log_fill(test->log, 2);
    write_file(test, "kiosk-1", TOKEN, ranges, 2, &file);
    for (size_t i = 0; i < file.len; i++) {
        file.data[i] ^= (uint8_t)(1U << (i % 8));
        if (take(test, bs_buf_bytes(&file), BS_BOX_BYTES_MAX) != BS_BAD ||
            test->done->receipts.count != 0) {
            fail_msg("byte %zu: %s", i, test->err.text);
        }
        file.data[i] ^= (uint8_t)(1U << (i % 8));
    }
    assert_int_equal(stored(test), 0);
    assert_int_equal(take(test, bs_buf_bytes(&file), BS_BOX_BYTES_MAX), BS_OK);
    assert_int_equal(stored(test), 2);
    bs_buf_finish(&file);
}

static void a_file_that_was_cut_anywhere_stores_nothing(void **state)
{
    struct import_stage *test = *state;
    const struct range ranges[] = {{test->log, 1, 1}, {test->log, 2, 1}};
    struct bs_buf file;

    stage_log_fill(test->log, 2);
    write_file(test, "kiosk-1", TOKEN, ranges, 2, &file);
    for (size_t i = 0; i < file.len; i++) {
        const struct bs_bytes cut = {file.data, i};

        if (take(test, cut, BS_BOX_BYTES_MAX) != BS_BAD) {
            fail_msg("%zu bytes", i);
        }
    }
    assert_int_equal(stored(test), 0);
    bs_buf_finish(&file);
}

static void a_file_may_be_as_large_as_allowed_and_no_byte_larger(void **state)
{
    struct import_stage *test = *state;
    const struct range range = {test->log, 1, 2};
    struct bs_buf file;

    stage_log_fill(test->log, 2);
    write_file(test, "kiosk-1", TOKEN, &range, 1, &file);
    assert_int_equal(take(test, bs_buf_bytes(&file), file.len - 1), BS_LIMIT);
    assert_int_equal(stored(test), 0);
    assert_int_equal(take(test, bs_buf_bytes(&file), file.len), BS_OK);
    assert_int_equal(stored(test), 2);
    bs_buf_finish(&file);
}

static void a_token_that_nobody_knows_stores_nothing(void **state)
{
    struct import_stage *test = *state;
    const struct range range = {test->log, 1, 2};
    struct bs_buf file;

    stage_log_fill(test->log, 2);
    write_file(test, "kiosk-1", "zzzdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ", &range, 1, &file);
    assert_int_equal(take(test, bs_buf_bytes(&file), BS_BOX_BYTES_MAX), BS_NOTFOUND);
    assert_non_null(strstr(test->err.text, "export again"));
    assert_null(strstr(test->err.text, "zzzdef"));
    assert_int_equal(stored(test), 0);
    bs_buf_finish(&file);
}

static void the_token_of_another_kiosk_stores_nothing(void **state)
{
    struct import_stage *test = *state;
    const struct range range = {test->log, 1, 2};
    struct bs_buf file;

    stage_log_fill(test->log, 2);
    write_file(test, "kiosk-1", TOKEN2, &range, 1, &file);
    assert_int_equal(take(test, bs_buf_bytes(&file), BS_BOX_BYTES_MAX), BS_REFUSED);
    assert_int_equal(stored(test), 0);
    bs_buf_finish(&file);
}

static void a_gap_is_told_and_the_other_epochs_are_taken(void **state)
{
    struct import_stage *test = *state;
    struct stage_log *second = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    const struct range ranges[] = {{test->log, 3, 1}, {test->log, 4, 1}, {second, 1, 2}};

    stage_log_fill(test->log, 4);
    stage_log_fill(second, 2);
    assert_int_equal(take_ranges(test, ranges, 3), BS_OK);
    assert_int_equal(test->done->refused, 1);
    assert_int_equal(test->said_count, 1);
    assert_non_null(strstr(test->said[0], "held to 0, but the file begins at 3"));
    assert_non_null(strstr(test->said[0], "export --all"));
    assert_int_equal(stored(test), 2);
    assert_int_equal(test->done->receipts.count, 1);
    assert_string_equal(test->done->receipts.receipts[0].epoch, STAGE_EPOCH_2);
    stage_log_destroy(second);
}

static void a_fork_is_told_once_and_both_are_kept(void **state)
{
    struct import_stage *test = *state;
    struct stage_log *copy = stage_log_create("kiosk-1", STAGE_EPOCH);
    const struct stage_visit visit = {.face = "bad"};
    const struct range ranges[] = {{copy, 1, 2}, {copy, 3, 1}};

    stage_log_fill(test->log, 2);
    assert_int_equal(stage_send(test->stage, test->log, 1, 2).rc, BS_OK);
    stage_log_copy(copy, test->log, 1);
    stage_log_add(copy, &visit);
    stage_log_add(copy, &visit);
    assert_int_equal(take_ranges(test, ranges, 2), BS_OK);
    assert_int_equal(test->done->refused, 1);
    assert_int_equal(test->said_count, 1);
    assert_non_null(strstr(test->said[0], "under number 2"));
    assert_int_equal(test->done->receipts.count, 0);
    assert_int_equal(stored(test), 2);
    stage_log_destroy(copy);
}

static void what_a_revoked_kiosk_sends_is_kept_aside_without_a_receipt(void **state)
{
    struct import_stage *test = *state;
    const struct range ranges[] = {{test->log, 1, 2}, {test->log, 3, 2}};

    stage_log_fill(test->log, 4);
    assert_int_equal(
        storage_set_kiosk_state(test->stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL),
        BS_OK);
    assert_int_equal(take_ranges(test, ranges, 2), BS_OK);
    assert_true(test->done->is_revoked);
    assert_int_equal(test->done->refused, 1);
    assert_non_null(strstr(test->said[0], "kept aside"));
    assert_int_equal(test->done->receipts.count, 0);
    assert_int_equal(stored(test), 0);
}

/* A file of kiosk-1 under a token, and what became of it. */
static enum bs_err take_under(struct import_stage *test, const char *token,
                              const struct range *range)
{
    struct bs_buf file;
    enum bs_err rc;

    write_file(test, "kiosk-1", token, range, 1, &file);
    rc = take(test, bs_buf_bytes(&file), BS_BOX_BYTES_MAX);
    bs_buf_finish(&file);
    return rc;
}

static void what_was_written_before_the_kiosk_was_enrolled_anew_comes_in(void **state)
{
    struct import_stage *test = *state;
    const struct range range = {test->log, 1, 3};

    stage_log_fill(test->log, 3);
    give_token(test->stage, &test->stage->kiosk, TOKEN3);
    assert_int_equal(take_under(test, TOKEN, &range), BS_OK);
    assert_int_equal(stored(test), 3);
    assert_int_equal(test->done->refused, 0);
    assert_int_equal(test->done->receipts.count, 1);
    assert_true(test->done->receipts.receipts[0].complete_to == 3);
    assert_int_equal(test->said_count, 1);
    assert_non_null(strstr(test->said[0], "before"));
    give_token(test->stage, &test->stage->kiosk, TOKEN4);
    assert_int_equal(take_under(test, TOKEN, &range), BS_OK);
    assert_int_equal(take_under(test, TOKEN3, &range), BS_OK);
    assert_int_equal(take_under(test, TOKEN4, &range), BS_OK);
    assert_int_equal(test->said_count, 0);
    assert_int_equal(stored(test), 3);
}

static void what_was_written_before_a_new_token_comes_in(void **state)
{
    struct import_stage *test = *state;
    struct storage *storage = test->stage->storage;
    const struct bs_bytes next = bs_bytes_of(TOKEN3);
    const struct range range = {test->log, 1, 2};
    char hash[BS_HASH_TEXT];
    int64_t generation;

    stage_log_fill(test->log, 2);
    bs_sha256_hex(&next, 1, hash);
    assert_int_equal(storage_ask_new_token(storage, "kiosk-1", &generation, NULL), BS_OK);
    assert_int_equal(storage_put_next_token(storage, "kiosk-1", hash, generation, NULL), BS_OK);
    assert_int_equal(storage_use_next_token(storage, hash, NULL), BS_OK);
    assert_int_equal(take_under(test, TOKEN, &range), BS_OK);
    assert_int_equal(stored(test), 2);
}

static void a_token_that_was_handed_over_and_never_used_is_still_that_kiosks(void **state)
{
    struct import_stage *test = *state;
    struct storage *storage = test->stage->storage;
    const struct bs_bytes next = bs_bytes_of(TOKEN3);
    const struct range range = {test->log, 1, 2};
    char hash[BS_HASH_TEXT];
    int64_t generation;

    stage_log_fill(test->log, 2);
    bs_sha256_hex(&next, 1, hash);
    assert_int_equal(storage_ask_new_token(storage, "kiosk-1", &generation, NULL), BS_OK);
    assert_int_equal(storage_put_next_token(storage, "kiosk-1", hash, generation, NULL), BS_OK);
    give_token(test->stage, &test->stage->kiosk, TOKEN4);
    assert_int_equal(take_under(test, TOKEN3, &range), BS_OK);
    assert_int_equal(stored(test), 2);
}

static void a_token_that_ended_opens_nothing_over_the_network(void **state)
{
    struct import_stage *test = *state;
    const struct bs_bytes token = bs_bytes_of(TOKEN);
    struct storage_kiosk found;
    char hash[BS_HASH_TEXT];

    bs_sha256_hex(&token, 1, hash);
    give_token(test->stage, &test->stage->kiosk, TOKEN3);
    assert_int_equal(storage_kiosk_by_token(test->stage->storage, hash, &found, NULL), BS_NOTFOUND);
}

static void a_token_that_ended_is_of_no_other_kiosk(void **state)
{
    struct import_stage *test = *state;
    const struct range range = {test->log, 1, 2};

    stage_log_fill(test->log, 2);
    give_token(test->stage, &test->stage->other_kiosk, TOKEN3);
    assert_int_equal(take_under(test, TOKEN2, &range), BS_NOTFOUND);
    assert_int_equal(stored(test), 0);
}

/* Whoever took it may have the token still; what it was asked to forget is no token of the kiosk that was invited again. */
static void what_bears_a_token_that_was_revoked_is_kept_aside_for_ever(void **state)
{
    struct import_stage *test = *state;
    struct storage *storage = test->stage->storage;
    const struct range range = {test->log, 1, 2};
    uint64_t count = 0;

    stage_log_fill(test->log, 2);
    assert_int_equal(storage_set_kiosk_state(storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL),
                     BS_OK);
    give_token(test->stage, &test->stage->kiosk, TOKEN3);
    assert_int_equal(take_under(test, TOKEN, &range), BS_OK);
    assert_true(test->done->is_revoked);
    assert_int_equal(test->done->refused, 1);
    assert_non_null(strstr(test->said[0], "kept aside"));
    assert_int_equal(test->done->receipts.count, 0);
    assert_int_equal(stored(test), 0);
    assert_int_equal(storage_quarantined(storage, "kiosk-1", &count, NULL), BS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(take_under(test, TOKEN3, &range), BS_OK);
    assert_int_equal(stored(test), 2);
}

static void what_cannot_be_read_twice_is_refused(void **state)
{
    struct import_stage *test = *state;
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(
        import_file(&test->central, ends[0], BS_BOX_BYTES_MAX, hear, test, test->done, &test->err),
        BS_BAD);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_is_in_the_file_is_stored_and_answered_for),
        ON_STAGE(the_same_file_again_counts_nothing_twice_and_is_answered_the_same),
        ON_STAGE(what_came_over_the_network_already_is_fine),
        ON_STAGE(a_change_of_any_byte_stores_nothing),
        ON_STAGE(a_file_that_was_cut_anywhere_stores_nothing),
        ON_STAGE(a_file_may_be_as_large_as_allowed_and_no_byte_larger),
        ON_STAGE(a_token_that_nobody_knows_stores_nothing),
        ON_STAGE(the_token_of_another_kiosk_stores_nothing),
        ON_STAGE(a_gap_is_told_and_the_other_epochs_are_taken),
        ON_STAGE(a_fork_is_told_once_and_both_are_kept),
        ON_STAGE(what_a_revoked_kiosk_sends_is_kept_aside_without_a_receipt),
        ON_STAGE(what_was_written_before_the_kiosk_was_enrolled_anew_comes_in),
        ON_STAGE(what_was_written_before_a_new_token_comes_in),
        ON_STAGE(a_token_that_was_handed_over_and_never_used_is_still_that_kiosks),
        ON_STAGE(a_token_that_ended_opens_nothing_over_the_network),
        ON_STAGE(a_token_that_ended_is_of_no_other_kiosk),
        ON_STAGE(what_bears_a_token_that_was_revoked_is_kept_aside_for_ever),
        ON_STAGE(what_cannot_be_read_twice_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
