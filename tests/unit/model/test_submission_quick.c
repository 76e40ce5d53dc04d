/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The quick reader of a submission: what it takes, what it leaves to the reader of JSON, and that both agree. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

#include "submission_quick.h"

#define SALT "00112233445566778899aabbccddeeff"
#define HEAD                                                                                       \
    "{\"salt\":\"" SALT "\",\"v\":1,\"programme\":\"straat\",\"version\":12,\"place\":\"hof-2\","  \
    "\"channel\":\"paper\",\"lang\":\"ar\",\"trial\":true,\"partial\":false,"
#define BODY                                                                                       \
    HEAD "\"seconds\":23,\"answers\":[{\"q\":\"mood\",\"kind\":\"faces\",\"values\":[\"very_bad"   \
         "\"]},{\"q\":\"why\",\"kind\":\"why\",\"values\":[\"a\",\"b-2\"]},{\"q\":\"next\","       \
         "\"kind\":\"list\",\"dont_know\":true}]}"

#define BATCH(text)                                                                                \
    "{\"salt\":\"" SALT "\",\"v\":1,\"programme\":\"straat\",\"version\":12,\"place\":\"hof-2\","  \
    "\"channel\":\"paper\",\"batch\":\"" text "\",\"lang\":\"ar\",\"trial\":true,\"partial\":"     \
    "false,\"seconds\":23,\"answers\":[{\"q\":\"next\",\"kind\":\"list\",\"dont_know\":true}]}"

static bool quick(const char *text, struct bs_submission *out)
{
    memset(out, 0, sizeof *out);
    return submission_read_quick(bs_bytes_of(text), out);
}

static void what_the_kiosk_writes_is_read_quickly_and_means_what_it_says(void **state)
{
    struct bs_submission read, slow = {0};

    (void)state;
    assert_true(quick(BODY, &read));
    assert_int_equal(submission_read_json(bs_bytes_of(BODY), &slow, NULL), BS_OK);
    assert_memory_equal(&read, &slow, sizeof read);
    assert_string_equal(read.programme, "straat");
    assert_int_equal(read.version, 12);
    assert_int_equal(read.channel, BS_CHANNEL_PAPER);
    assert_true(read.is_trial);
    assert_int_equal(read.answer_count, 3);
    assert_string_equal(read.answers[1].values[1], "b-2");
    assert_true(read.answers[2].dont_know);
}

static void every_form_that_is_written_is_read_quickly(void **state)
{
    struct bs_random random = bs_random_seeded(7);

    (void)state;
    for (int form = 0; form < 16; form++) {
        struct bs_submission visit = {.programme = "p",
                                      .version = 999999,
                                      .place = "q",
                                      .seconds = 86400,
                                      .answer_count = 1},
                             read;
        struct bs_buf body;

        (void)strcpy(visit.lang, "nl"); /* zeros behind it, as everywhere */
        (void)strcpy(visit.answers[0].question, "mood");
        visit.answers[0].dont_know = (form & 1) != 0;
        visit.answers[0].value_count = (form & 1) != 0 ? 0 : 1;
        (void)strcpy(visit.answers[0].values[0], (form & 1) != 0 ? "" : "good");
        visit.is_burst = (form & 2) != 0;
        if ((form & 4) != 0) {
            (void)strcpy(visit.corrects, "019342ab-0000-7000-8000-000000000001");
        }
        if ((form & 8) != 0) {
            visit.channel = BS_CHANNEL_PAPER;
            (void)strcpy(visit.batch, "\"Café\" \\ 2");
        }
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        assert_int_equal(bs_submission_encode(&visit, &random, &body, NULL), BS_OK);
        assert_true(quick(bs_buf_string(&body), &read));
        assert_memory_equal(&read, &visit, sizeof read);
        bs_buf_finish(&body);
    }
}

static void the_same_written_otherwise_is_left_to_the_other_reader(void **state)
{
    static const char *const others[] = {
        " " BODY,
        BODY " ",
        HEAD
        "\"burst\":false,\"seconds\":2,\"answers\":[{\"q\":\"m\",\"kind\":\"list\",\"values\":["
        "\"a\"]}]}",
        HEAD "\"seconds\":2,\"answers\":[{\"kind\":\"list\",\"q\":\"m\",\"values\":[\"a\"]}]}",
        HEAD
        "\"seconds\":2,\"answers\":[{\"q\":\"m\",\"kind\":\"list\",\"values\":[\"\\u0061\"]}]}",
        HEAD "\"seconds\":2,\"answers\":[{\"q\":\"m\",\"kind\":\"list\",\"dont_know\":false,"
             "\"values\":[\"a\"]}]}",
        BATCH("\\u0041"),
        BATCH("a\\/b"),
    };
    struct bs_submission read;

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(quick(others[i], &read));
        assert_int_equal(bs_submission_decode(bs_bytes_of(others[i]), &read, NULL), BS_OK);
    }
}

/* A sign changed or taken away anywhere: never taken with another meaning than the reader of JSON gives it. */
static void assert_no_changed_sign_differs(const char *body)
{
    static const char signs[] = "\"\\,:{}[]0aZ-_ \x7f\n\xe9";
    const size_t size = strlen(body) + 1;
    char *text = bs_xstrdup(body);
    size_t taken = 0;

    for (size_t at = 0; at < size - 1; at++) {
        for (const char *sign = signs; *sign != '\0'; sign++) {
            struct bs_submission read, slow = {0};

            memcpy(text, body, size);
            text[at] = *sign;
            if (quick(text, &read)) {
                taken++;
                assert_int_equal(submission_read_json(bs_bytes_of(text), &slow, NULL), BS_OK);
                assert_memory_equal(&read, &slow, sizeof read);
            }
        }
        memcpy(text, body, size);
        assert_false(submission_read_quick((struct bs_bytes){(const uint8_t *)text, at},
                                           &(struct bs_submission){0}));
    }
    assert_true(taken > 100); /* a letter of a name, a digit of the salt */
    free(text);
}

static void no_changed_sign_makes_the_readers_differ(void **state)
{
    (void)state;
    assert_no_changed_sign_differs(BODY);
    assert_no_changed_sign_differs(BATCH("Caf\xc3\xa9 \\\"2\\\""));
}

#define FORTY "0123456789012345678901234567890123456789"

static void a_batch_that_is_no_line_is_not_read(void **state)
{
    struct bs_submission read;

    (void)state;
    assert_true(quick(BATCH(FORTY), &read));
    assert_false(quick(BATCH(FORTY "0"), &read));
    assert_false(quick(BATCH(""), &read));
    assert_false(quick(BATCH(" "), &read));
    assert_false(quick(BATCH("a\tb"), &read));
    assert_false(quick(BATCH("a\xff"), &read));
    assert_false(quick(BATCH("a\xe2\x81\xa6"), &read)); /* an isolate */
    assert_false(quick(BATCH(FORTY FORTY FORTY FORTY "0"), &read));
}

static void one_answer_or_value_too_many_is_not_read(void **state)
{
#define ANSWER(q) "{\"q\":\"" q "\",\"kind\":\"list\",\"values\":[\"a\"]}"
    struct bs_submission read;

    (void)state;
    assert_true(
        quick(HEAD "\"seconds\":2,\"answers\":[" ANSWER("a") "," ANSWER("b") "," ANSWER("c") "]}",
              &read));
    assert_false(quick(HEAD "\"seconds\":2,\"answers\":[" ANSWER("a") "," ANSWER("b") "," ANSWER(
                           "c") "," ANSWER("d") "]}",
                       &read));
    assert_true(quick(HEAD "\"seconds\":2,\"answers\":[{\"q\":\"m\",\"kind\":\"list\",\"values\":["
                           "\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\"]}]}",
                      &read));
    assert_false(quick(HEAD "\"seconds\":2,\"answers\":[{\"q\":\"m\",\"kind\":\"list\",\"values\":["
                            "\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\"]}]}",
                       &read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_kiosk_writes_is_read_quickly_and_means_what_it_says),
        cmocka_unit_test(every_form_that_is_written_is_read_quickly),
        cmocka_unit_test(the_same_written_otherwise_is_left_to_the_other_reader),
        cmocka_unit_test(no_changed_sign_makes_the_readers_differ),
        cmocka_unit_test(a_batch_that_is_no_line_is_not_read),
        cmocka_unit_test(one_answer_or_value_too_many_is_not_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
