/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a file by hand says: an opening, batches that go on where the one before ended, and receipts that central signed. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/hand.h>
#include <buurtstem/mem.h>

#include "wire_samples.h"

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-"
#define OPENING                                                                                    \
    "{\"v\":1,\"kiosk\":\"prinsenhof-1\",\"token\":\"" TOKEN "\",\"made_ms\":1772442071000}"
#define BODY "{\"answer\":\"good\"}"

static uint8_t public_key[BS_PUBLIC_KEY_SIZE], secret_key[BS_SECRET_KEY_SIZE];

static int make_key(void **state)
{
    (void)state;
    if (bs_crypto_start(NULL) != BS_OK) {
        return -1;
    }
    bs_sign_keypair(public_key, secret_key);
    return 0;
}

/* ---- the opening ---- */

static void an_opening_is_written_as_the_protocol_says(void **state)
{
    const struct bs_hand_opening opening = {
        .kiosk = SAMPLE_KIOSK, .token = TOKEN, .made_ms = 1772442071000};
    struct bs_hand_opening back;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_HAND_OPENING_MAX);
    bs_hand_opening_encode(&opening, &text);
    assert_string_equal(bs_buf_string(&text), OPENING);
    assert_int_equal(bs_hand_opening_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_string_equal(back.kiosk, SAMPLE_KIOSK);
    assert_string_equal(back.token, TOKEN);
    assert_true(back.made_ms == 1772442071000);
    bs_buf_finish(&text);
}

static void an_opening_of_another_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "{}",
        "[]",
        "{\"v\":2,\"kiosk\":\"a\",\"token\":\"" TOKEN "\",\"made_ms\":1}",
        "{\"v\":1,\"kiosk\":\"A\",\"token\":\"" TOKEN "\",\"made_ms\":1}",
        "{\"v\":1,\"kiosk\":\"a\",\"token\":\"" TOKEN "x\",\"made_ms\":1}",
        "{\"v\":1,\"kiosk\":\"a\",\"token\":\"short\",\"made_ms\":1}",
        "{\"v\":1,\"kiosk\":\"a\",\"token\":\"" TOKEN "\",\"made_ms\":-1}",
        "{\"v\":1,\"kiosk\":\"a\",\"token\":\"" TOKEN "\"}",
        "{\"v\":1,\"kiosk\":\"a\",\"token\":\"" TOKEN "\",\"made_ms\":1,\"more\":1}",
        OPENING " x",
    };
    struct bs_hand_opening out = {.made_ms = 42};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct bs_error err = {0};

        if (bs_hand_opening_decode(bs_bytes_of(bad[i]), &out, &err) != BS_BAD) {
            fail_msg("%s", bad[i]);
        }
        assert_null(strstr(err.text, TOKEN));
    }
    assert_true(out.made_ms == 42);
}

static void an_opening_has_at_most_512_bytes(void **state)
{
    char text[BS_HAND_OPENING_MAX + 2];
    struct bs_hand_opening out;

    (void)state;
    (void)snprintf(text, sizeof text, "%-*s", BS_HAND_OPENING_MAX, OPENING);
    assert_int_equal(bs_hand_opening_decode(bs_bytes_of(text), &out, NULL), BS_OK);
    (void)snprintf(text, sizeof text, "%-*s", BS_HAND_OPENING_MAX + 1, OPENING);
    assert_int_equal(bs_hand_opening_decode(bs_bytes_of(text), &out, NULL), BS_LIMIT);
}

/* ---- the parts ---- */

static void begin_walk(struct bs_hand_walk *walk)
{
    struct bs_batch batch = {.records = (struct bs_record *)walk};

    memset(walk, 0, sizeof *walk);
    assert_int_equal(bs_hand_walk_part(walk, bs_bytes_of(OPENING), &batch, NULL), BS_OK);
    assert_null(batch.records);
}

static enum bs_err walk_batch(struct bs_hand_walk *walk, struct bs_buf *raw, struct bs_error *err)
{
    struct bs_batch batch = {.records = NULL};
    enum bs_err rc = bs_hand_walk_part(walk, bs_buf_bytes(raw), &batch, err);

    bs_batch_finish(&batch);
    bs_buf_finish(raw);
    return rc;
}

static enum bs_err walk_sample(struct bs_hand_walk *walk, uint64_t first, size_t count,
                               struct bs_error *err)
{
    struct bs_buf raw;

    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    sample_batch(first, count, BODY, &raw);
    return walk_batch(walk, &raw, err);
}

/* An epoch with one record. */
static enum bs_err walk_epoch(struct bs_hand_walk *walk, const char *kiosk, const char *epoch,
                              struct bs_error *err)
{
    struct bs_batch_header header = {.version = 1, .first_seq = 1, .count = 1};
    const struct bs_record record = sample_record(1, BODY);
    struct bs_buf raw, head;

    (void)snprintf(header.kiosk, sizeof header.kiosk, "%s", kiosk);
    (void)snprintf(header.epoch, sizeof header.epoch, "%s", epoch);
    bs_chain_start(kiosk, epoch, header.prev_hash);
    memcpy(header.last_hash, header.prev_hash, sizeof header.last_hash);
    bs_buf_init(&head, BS_RECORD_HEAD_MAX);
    bs_record_write_head(&record, &head);
    bs_chain_step(header.last_hash, bs_buf_bytes(&head));
    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    bs_batch_write_header(&header, &raw);
    bs_record_write_line(&record, &raw);
    bs_buf_text(&raw, "\n");
    bs_buf_finish(&head);
    return walk_batch(walk, &raw, err);
}

static void batches_that_go_on_are_counted(void **state)
{
    struct bs_hand_walk walk;

    (void)state;
    begin_walk(&walk);
    assert_int_equal(bs_hand_walk_end(&walk, NULL), BS_BAD);
    assert_int_equal(walk_sample(&walk, 3, 4, NULL), BS_OK);
    assert_int_equal(walk_sample(&walk, 7, 1, NULL), BS_OK);
    assert_int_equal(walk_epoch(&walk, SAMPLE_KIOSK, "fedcba9876543210", NULL), BS_OK);
    assert_int_equal(bs_hand_walk_end(&walk, NULL), BS_OK);
    assert_true(walk.batches == 3 && walk.records == 6 && walk.epoch_count == 2);
}

static void the_first_part_must_be_the_opening(void **state)
{
    struct bs_hand_walk walk = {.has_opening = false};

    (void)state;
    assert_int_equal(walk_sample(&walk, 1, 1, NULL), BS_BAD);
    assert_false(walk.has_opening);
    assert_int_equal(bs_hand_walk_end(&walk, NULL), BS_BAD);
}

static void a_batch_that_is_left_out_or_there_twice_is_refused(void **state)
{
    struct bs_error err = {0};
    struct bs_hand_walk walk;

    (void)state;
    begin_walk(&walk);
    assert_int_equal(walk_sample(&walk, 1, 2, NULL), BS_OK);
    assert_int_equal(walk_sample(&walk, 4, 1, &err), BS_BAD);
    assert_non_null(strstr(err.text, "part 3"));
    assert_int_equal(walk_sample(&walk, 1, 2, NULL), BS_BAD);
    assert_int_equal(walk_sample(&walk, 3, 1, NULL), BS_OK);
}

static void an_epoch_does_not_come_back(void **state)
{
    struct bs_hand_walk walk;

    (void)state;
    begin_walk(&walk);
    assert_int_equal(walk_sample(&walk, 1, 2, NULL), BS_OK);
    assert_int_equal(walk_epoch(&walk, SAMPLE_KIOSK, "fedcba9876543210", NULL), BS_OK);
    assert_int_equal(walk_sample(&walk, 3, 1, NULL), BS_BAD);
}

static void a_batch_of_another_kiosk_is_refused(void **state)
{
    struct bs_error err = {0};
    struct bs_hand_walk walk;

    (void)state;
    begin_walk(&walk);
    assert_int_equal(walk_epoch(&walk, "bibliotheek-2", SAMPLE_EPOCH, &err), BS_BAD);
    assert_non_null(strstr(err.text, "bibliotheek-2"));
}

static void a_file_holds_64_epochs_and_not_one_more(void **state)
{
    struct bs_hand_walk walk;
    char epoch[32];

    (void)state;
    begin_walk(&walk);
    for (unsigned i = 0; i < BS_HAND_EPOCHS_MAX; i++) {
        (void)snprintf(epoch, sizeof epoch, "%016x", i);
        assert_int_equal(walk_epoch(&walk, SAMPLE_KIOSK, epoch, NULL), BS_OK);
    }
    assert_int_equal(walk_epoch(&walk, SAMPLE_KIOSK, SAMPLE_EPOCH, NULL), BS_LIMIT);
}

/* ---- the receipts ---- */

static struct bs_hand_receipts *sample_receipts(size_t count)
{
    struct bs_hand_receipts *out = bs_xcalloc(1, sizeof *out);

    (void)snprintf(out->kiosk, sizeof out->kiosk, "%s", SAMPLE_KIOSK);
    out->made_ms = 1772442071000;
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        struct bs_receipt *receipt = &out->receipts[i];

        (void)snprintf(receipt->kiosk, sizeof receipt->kiosk, "%s", SAMPLE_KIOSK);
        (void)snprintf(receipt->epoch, sizeof receipt->epoch, "%016zx", i);
        memset(receipt->batch_hash, 'a', BS_HASH_TEXT - 1);
        memset(receipt->hash_at_complete_to, 'b', BS_HASH_TEXT - 1);
        receipt->complete_to = BS_NUMBER_MAX;
        receipt->set_aside_count = BS_SET_ASIDE_MAX;
        for (size_t k = 0; k < BS_SET_ASIDE_MAX; k++) {
            receipt->set_aside[k] = BS_NUMBER_MAX - BS_SET_ASIDE_MAX + k;
        }
    }
    return out;
}

static void write_receipts(size_t count, struct bs_buf *out)
{
    struct bs_hand_receipts *receipts = sample_receipts(count);

    bs_buf_init(out, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(receipts, secret_key, out);
    assert_false(out->over);
    assert_memory_equal(out->data, BS_HAND_RECEIPTS_START, strlen(BS_HAND_RECEIPTS_START));
    free(receipts);
}

static enum bs_err read_receipts(struct bs_bytes file, struct bs_error *err)
{
    struct bs_hand_receipts *out = bs_xcalloc(1, sizeof *out);
    enum bs_err rc;

    out->made_ms = 42;
    rc = bs_hand_receipts_decode(file, public_key, out, err);
    assert_int_equal(rc != BS_OK, out->made_ms == 42);
    free(out);
    return rc;
}

/* Also the largest that there can be, so the limit of the file is no limit of what is in it. */
static void receipts_read_back_the_same(void **state)
{
    struct bs_hand_receipts *out = bs_xcalloc(1, sizeof *out);
    struct bs_buf file;

    (void)state;
    write_receipts(BS_HAND_EPOCHS_MAX, &file);
    assert_int_equal(bs_hand_receipts_decode(bs_buf_bytes(&file), public_key, out, NULL), BS_OK);
    assert_string_equal(out->kiosk, SAMPLE_KIOSK);
    assert_int_equal(out->count, BS_HAND_EPOCHS_MAX);
    assert_string_equal(out->receipts[63].epoch, "000000000000003f");
    assert_true(out->receipts[63].complete_to == BS_NUMBER_MAX);
    assert_int_equal(out->receipts[0].set_aside_count, BS_SET_ASIDE_MAX);
    bs_buf_finish(&file);
    free(out);
}

static void every_byte_of_receipts_that_is_changed_is_found(void **state)
{
    struct bs_buf file;

    (void)state;
    write_receipts(1, &file);
    for (size_t i = 0; i < file.len; i++) {
        file.data[i] ^= 1;
        if (read_receipts(bs_buf_bytes(&file), NULL) != BS_BAD) {
            fail_msg("byte %zu", i);
        }
        file.data[i] ^= 1;
    }
    assert_int_equal(read_receipts(bs_buf_bytes(&file), NULL), BS_OK);
    bs_buf_finish(&file);
}

static void receipts_that_were_cut_anywhere_are_found(void **state)
{
    struct bs_buf file;

    (void)state;
    write_receipts(1, &file);
    for (size_t i = 0; i < file.len; i++) {
        const struct bs_bytes cut = {file.data, i};

        if (read_receipts(cut, NULL) != BS_BAD) {
            fail_msg("%zu bytes", i);
        }
    }
    bs_buf_add(&file, "\n", 1);
    assert_int_equal(read_receipts(bs_buf_bytes(&file), NULL), BS_BAD);
    bs_buf_finish(&file);
}

static void receipts_of_another_central_are_refused(void **state)
{
    uint8_t other_public[BS_PUBLIC_KEY_SIZE], other_secret[BS_SECRET_KEY_SIZE];
    struct bs_hand_receipts *receipts = sample_receipts(1);
    struct bs_error err = {0};
    struct bs_buf file;

    (void)state;
    bs_sign_keypair(other_public, other_secret);
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(receipts, other_secret, &file);
    assert_int_equal(read_receipts(bs_buf_bytes(&file), &err), BS_BAD);
    assert_non_null(strstr(err.text, "signature"));
    bs_buf_finish(&file);
    free(receipts);
}

static void a_file_of_receipts_has_at_most_256_kib(void **state)
{
    uint8_t *bytes = bs_xcalloc(1, BS_HAND_RECEIPTS_MAX + 1);

    (void)state;
    assert_int_equal(read_receipts((struct bs_bytes){bytes, BS_HAND_RECEIPTS_MAX + 1}, NULL),
                     BS_LIMIT);
    assert_int_equal(read_receipts((struct bs_bytes){bytes, BS_HAND_RECEIPTS_MAX}, NULL), BS_BAD);
    free(bytes);
}

static void a_line_of_another_form_is_refused_however_well_it_is_signed(void **state)
{
#define RECEIPT                                                                                    \
    "{\"kiosk\":\"prinsenhof-1\",\"epoch\":\"0123456789abcdef\",\"batch_hash\":"                   \
    "\"abfbad20cfcde20127dda4cc22b0ea8d9a6b0054387cc50f64bdd09ae0e38b71\",\"complete_to\":3,"      \
    "\"hash_at_complete_to\":"                                                                     \
    "\"53aa6852a79b2f5def8d292e8d5be400dea415fd65f9f6edd0f2a67134506c3a\","                        \
    "\"backup_complete_to\":0,\"set_aside\":[],\"server_time\":1772442536200}"
#define BEGIN "{\"v\":1,\"kiosk\":\"prinsenhof-1\",\"made_ms\":1,\"receipts\":["
    static const char *const bad[] = {
        BEGIN "]}",
        BEGIN RECEIPT "," RECEIPT "]}",
        BEGIN "1]}",
        BEGIN "{}]}",
        "{\"v\":1,\"kiosk\":\"bibliotheek-2\",\"made_ms\":1,\"receipts\":[" RECEIPT "]}",
        "{\"v\":2,\"kiosk\":\"prinsenhof-1\",\"made_ms\":1,\"receipts\":[" RECEIPT "]}",
        "{\"v\":1,\"kiosk\":\"prinsenhof-1\",\"made_ms\":1,\"more\":1,\"receipts\":[" RECEIPT "]}",
        "{\"v\":1,\"kiosk\":\"prinsenhof-1\",\"receipts\":[" RECEIPT "]}",
        "{\"v\":1,\"kiosk\":\"prinsenhof-1\",\"made_ms\":1,\"receipts\":" RECEIPT "}",
    };
    struct bs_hand_receipts *out = bs_xcalloc(1, sizeof *out);

    (void)state;
    assert_int_equal(bs_hand_receipts_read(bs_bytes_of(BEGIN RECEIPT "]}"), out, NULL), BS_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (bs_hand_receipts_read(bs_bytes_of(bad[i]), out, NULL) != BS_BAD) {
            fail_msg("%s", bad[i]);
        }
    }
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opening_is_written_as_the_protocol_says),
        cmocka_unit_test(an_opening_of_another_form_is_refused),
        cmocka_unit_test(an_opening_has_at_most_512_bytes),
        cmocka_unit_test(batches_that_go_on_are_counted),
        cmocka_unit_test(the_first_part_must_be_the_opening),
        cmocka_unit_test(a_batch_that_is_left_out_or_there_twice_is_refused),
        cmocka_unit_test(an_epoch_does_not_come_back),
        cmocka_unit_test(a_batch_of_another_kiosk_is_refused),
        cmocka_unit_test(a_file_holds_64_epochs_and_not_one_more),
        cmocka_unit_test(receipts_read_back_the_same),
        cmocka_unit_test(every_byte_of_receipts_that_is_changed_is_found),
        cmocka_unit_test(receipts_that_were_cut_anywhere_are_found),
        cmocka_unit_test(receipts_of_another_central_are_refused),
        cmocka_unit_test(a_file_of_receipts_has_at_most_256_kib),
        cmocka_unit_test(a_line_of_another_form_is_refused_however_well_it_is_signed),
    };

    return cmocka_run_group_tests(tests, make_key, NULL);
}
