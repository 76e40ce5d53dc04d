/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Only a receipt that is whole, strict and ours in every part counts. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/wire.h>

#include "wire_samples.h"

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct bs_receipt sample(void)
{
    return (struct bs_receipt){
        .kiosk = SAMPLE_KIOSK,
        .epoch = SAMPLE_EPOCH,
        .batch_hash = HASH_A,
        .complete_to = 412,
        .hash_at_complete_to = HASH_B,
        .backup_complete_to = 398,
        .set_aside_count = 2,
        .set_aside = {409, 411},
        .server_time_ms = 1772442071000,
    };
}

static enum bs_err decode(const char *text, struct bs_receipt *out, struct bs_error *err)
{
    return bs_receipt_decode(bs_bytes_of(text), out, err);
}

static void a_receipt_reads_back_the_same(void **state)
{
    struct bs_receipt receipt = sample(), back = {0};
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_RECEIPT_BYTES_MAX);
    bs_receipt_encode(&receipt, &text);
    assert_int_equal(bs_receipt_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_string_equal(back.kiosk, receipt.kiosk);
    assert_string_equal(back.epoch, receipt.epoch);
    assert_string_equal(back.batch_hash, receipt.batch_hash);
    assert_true(back.complete_to == 412 && back.backup_complete_to == 398);
    assert_string_equal(back.hash_at_complete_to, receipt.hash_at_complete_to);
    assert_int_equal(back.set_aside_count, 2);
    assert_true(back.set_aside[0] == 409 && back.set_aside[1] == 411);
    assert_true(back.server_time_ms == receipt.server_time_ms);
    bs_buf_finish(&text);
}

static void a_receipt_of_64_set_aside_fits_and_65_are_refused(void **state)
{
    struct bs_receipt receipt = sample(), back;
    struct bs_buf text;
    const char *end;

    (void)state;
    receipt.complete_to = BS_NUMBER_MAX;
    receipt.set_aside_count = BS_SET_ASIDE_MAX;
    for (size_t i = 0; i < BS_SET_ASIDE_MAX; i++) {
        receipt.set_aside[i] = BS_NUMBER_MAX - BS_SET_ASIDE_MAX + i;
    }
    bs_buf_init(&text, BS_RECEIPT_BYTES_MAX + 64);
    bs_receipt_encode(&receipt, &text);
    assert_int_equal(bs_receipt_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_int_equal(back.set_aside[BS_SET_ASIDE_MAX - 1], BS_NUMBER_MAX - 1);
    end = strchr(bs_buf_string(&text), ']');
    assert_non_null(end);
    {
        struct bs_buf more;

        bs_buf_init(&more, BS_RECEIPT_BYTES_MAX + 64);
        bs_buf_add(&more, bs_buf_string(&text), (size_t)(end - bs_buf_string(&text)));
        bs_buf_text(&more, ",9007199254740991");
        bs_buf_text(&more, end);
        assert_int_equal(bs_receipt_decode(bs_buf_bytes(&more), &back, NULL), BS_BAD);
        bs_buf_finish(&more);
    }
    bs_buf_finish(&text);
}

static void a_receipt_of_4_kib_is_read_and_one_byte_more_is_not(void **state)
{
    struct bs_receipt receipt = sample(), back;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_RECEIPT_BYTES_MAX + 64);
    bs_receipt_encode(&receipt, &text);
    while (text.len < BS_RECEIPT_BYTES_MAX) {
        bs_buf_text(&text, " ");
    }
    assert_int_equal(bs_receipt_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    bs_buf_text(&text, " ");
    assert_int_equal(bs_receipt_decode(bs_buf_bytes(&text), &back, NULL), BS_LIMIT);
    bs_buf_finish(&text);
}

static void a_receipt_that_is_cut_anywhere_is_refused(void **state)
{
    struct bs_receipt receipt = sample(), back = {.complete_to = 7};
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_RECEIPT_BYTES_MAX);
    bs_receipt_encode(&receipt, &text);
    while (text.len > 0) {
        text.len--;
        assert_int_equal(bs_receipt_decode(bs_buf_bytes(&text), &back, NULL), BS_BAD);
    }
    assert_int_equal(back.complete_to, 7);
    bs_buf_finish(&text);
}

static void what_is_not_exactly_a_receipt_is_refused(void **state)
{
    static const struct {
        const char *from, *to, *named;
    } cases[] = {
        {"\"kiosk\":\"prinsenhof-1\",", "", "$.kiosk"},
        {"\"kiosk\":", "\"Kiosk\":", "$.Kiosk"},
        {"prinsenhof-1", "", "$.kiosk"},
        {"0123456789abcdef", "0123456789ABCDEF", "$.epoch"},
        {HASH_A, "aaaa", "$.batch_hash"},
        {"\"complete_to\":412", "\"complete_to\":\"412\"", "$.complete_to"},
        {"\"complete_to\":412", "\"complete_to\":-1", "$.complete_to"},
        {"\"complete_to\":412", "\"complete_to\":412.0", "$.complete_to"},
        {"\"complete_to\":412", "\"complete_to\":9007199254740992", "$.complete_to"},
        {"\"backup_complete_to\":398", "\"backup_complete_to\":413", "$.backup_complete_to"},
        {"\"backup_complete_to\":398,", "", "$.backup_complete_to"},
        {"[409,411]", "null", "$.set_aside"},
        {"[409,411]", "[409,409]", "$.set_aside[1]"},
        {"[409,411]", "[411,409]", "$.set_aside[1]"},
        {"[409,411]", "[0]", "$.set_aside[0]"},
        {"[409,411]", "[413]", "$.set_aside[0]"},
        {"[409,411]", "[\"409\"]", "$.set_aside[0]"},
        {"\"server_time\":1772442071000", "\"server_time\":\"now\"", "$.server_time"},
        {"\"server_time\":", "\"more\":1,\"server_time\":", "$.more"},
        {"}", "}}", "line 1"},
        {"}", "} {}", "line 1"},
        {"{", "<html>{", "line 1"},
        {"\"epoch\":", "\"kiosk\":\"prinsenhof-1\",\"epoch\":", "line 1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bs_receipt receipt = sample(), back = {.complete_to = 7};
        char spoilt[BS_RECEIPT_BYTES_MAX];
        struct bs_error err = {0};
        struct bs_buf text;
        const char *at;

        bs_buf_init(&text, BS_RECEIPT_BYTES_MAX);
        bs_receipt_encode(&receipt, &text);
        at = strstr(bs_buf_string(&text), cases[i].from);
        assert_non_null(at);
        (void)snprintf(spoilt, sizeof spoilt, "%.*s%s%s", (int)(at - bs_buf_string(&text)),
                       bs_buf_string(&text), cases[i].to, at + strlen(cases[i].from));
        if (decode(spoilt, &back, &err) != BS_BAD || strstr(err.text, cases[i].named) == NULL) {
            fail_msg("case %zu: %s", i, err.text);
        }
        assert_int_equal(back.complete_to, 7);
        bs_buf_finish(&text);
    }
}

static void a_login_page_is_not_a_receipt(void **state)
{
    struct bs_receipt back;

    (void)state;
    assert_int_equal(decode("<!DOCTYPE html><title>Welkom op ons wifi</title>", &back, NULL),
                     BS_BAD);
    assert_int_equal(decode("", &back, NULL), BS_BAD);
    assert_int_equal(decode("null", &back, NULL), BS_BAD);
    assert_int_equal(decode("[]", &back, NULL), BS_BAD);
    assert_int_equal(decode("{}", &back, NULL), BS_BAD);
}

/* ---- acceptance ---- */

struct chain {
    uint64_t asked;
    enum bs_err answer;
};

static enum bs_err chain_at(void *self, uint64_t seq, char out[BS_HASH_TEXT], struct bs_error *err)
{
    struct chain *chain = self;

    chain->asked = seq;
    if (chain->answer != BS_OK) {
        return bs_fail(err, chain->answer, "not to be had");
    }
    memcpy(out, HASH_B, BS_HASH_TEXT);
    return BS_OK;
}

static enum bs_err accept_by(const struct bs_receipt *receipt, uint64_t sent_to,
                             struct chain *chain)
{
    struct bs_receipt_expectation ours = {
        .kiosk = SAMPLE_KIOSK,
        .epoch = SAMPLE_EPOCH,
        .batch_hash = HASH_A,
        .sent_to = sent_to,
        .hash_at = chain_at,
        .self = chain,
    };

    return bs_receipt_accept(receipt, &ours, NULL);
}

static void a_receipt_that_is_ours_in_every_part_is_accepted(void **state)
{
    struct bs_receipt receipt = sample();
    struct chain chain = {0};

    (void)state;
    assert_int_equal(accept_by(&receipt, 412, &chain), BS_OK);
    assert_int_equal(chain.asked, 412);
}

static void a_receipt_that_goes_back_to_nothing_is_accepted(void **state)
{
    struct bs_receipt receipt = sample();
    struct chain chain = {.asked = 99};

    (void)state;
    receipt.complete_to = 0;
    assert_int_equal(accept_by(&receipt, 412, &chain), BS_OK);
    assert_int_equal(chain.asked, 0);
}

static void a_receipt_beyond_what_was_sent_is_refused(void **state)
{
    struct bs_receipt receipt = sample();
    struct chain chain = {0};

    (void)state;
    assert_int_equal(accept_by(&receipt, 411, &chain), BS_BAD);
}

static void a_receipt_for_another_kiosk_epoch_batch_or_chain_is_refused(void **state)
{
    struct bs_receipt receipts[4] = {sample(), sample(), sample(), sample()};
    struct chain chain = {0};

    (void)state;
    receipts[0].kiosk[0] = 'q';
    receipts[1].epoch[0] = 'f';
    receipts[2].batch_hash[63] = 'b';
    receipts[3].hash_at_complete_to[0] = 'a';
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(accept_by(&receipts[i], 412, &chain), BS_BAD);
    }
}

static void a_chain_that_cannot_be_asked_is_not_a_receipts_fault(void **state)
{
    struct bs_receipt receipt = sample();
    struct chain chain = {.answer = BS_LATER};

    (void)state;
    assert_int_equal(accept_by(&receipt, 412, &chain), BS_LATER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt_reads_back_the_same),
        cmocka_unit_test(a_receipt_of_64_set_aside_fits_and_65_are_refused),
        cmocka_unit_test(a_receipt_of_4_kib_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_receipt_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(what_is_not_exactly_a_receipt_is_refused),
        cmocka_unit_test(a_login_page_is_not_a_receipt),
        cmocka_unit_test(a_receipt_that_is_ours_in_every_part_is_accepted),
        cmocka_unit_test(a_receipt_that_goes_back_to_nothing_is_accepted),
        cmocka_unit_test(a_receipt_beyond_what_was_sent_is_refused),
        cmocka_unit_test(a_receipt_for_another_kiosk_epoch_batch_or_chain_is_refused),
        cmocka_unit_test(a_chain_that_cannot_be_asked_is_not_a_receipts_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
