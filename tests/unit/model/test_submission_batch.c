/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The name of the batch of paper forms that a submission was typed over from. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

#define SALT        "00112233445566778899aabbccddeeff"
#define FORTY       "0123456789012345678901234567890123456789"
#define PICTURE     "\xf0\x9f\x8f\xa0" /* four bytes, one character */
#define TEN(text)   text text text text text text text text text text
#define NO_LINE     "$.batch: expected one line of 1 to 40 characters"
#define NOT_OF_THIS "$.batch: expected none unless the channel is paper"

#define BODY(channel)                                                                              \
    "{\"salt\":\"" SALT "\",\"v\":1,\"programme\":\"straat\",\"version\":1,\"place\":\"hof\","     \
    "\"channel\":" channel ",\"lang\":\"nl\",\"trial\":false,\"partial\":false,\"seconds\":23,"    \
    "\"answers\":[{\"q\":\"mood\",\"kind\":\"faces\",\"values\":[\"bad\"]}]}"

/* Bytes 00 11 22 … ff. */
static void fill_plainly(struct bs_random *self, void *out, size_t size)
{
    (void)self;
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)out)[i] = (uint8_t)(i * 0x11);
    }
}

static struct bs_submission form(const char *batch)
{
    struct bs_submission form = {
        .programme = "straat",
        .version = 1,
        .place = "hof",
        .lang = "nl",
        .channel = BS_CHANNEL_PAPER,
        .seconds = 23,
        .answer_count = 1,
        .answers = {
            {.question = "mood", .kind = BS_KIND_FACES, .value_count = 1, .values = {"bad"}}}};

    assert_true(strlen(batch) < sizeof form.batch);
    (void)strcpy(form.batch, batch);
    return form;
}

static enum bs_err encode(const struct bs_submission *submission, struct bs_buf *out,
                          struct bs_error *err)
{
    struct bs_random random = {.fill = fill_plainly};

    bs_buf_init(out, BS_SUBMISSION_MAX);
    return bs_submission_encode(submission, &random, out, err);
}

static void assert_encode_says(const struct bs_submission *submission, const char *sentence)
{
    struct bs_error err = {0};
    struct bs_buf out;

    assert_int_equal(encode(submission, &out, &err), BS_BAD);
    assert_string_equal(err.text, sentence);
    bs_buf_finish(&out);
}

static void assert_decode_says(const char *body, const char *sentence)
{
    struct bs_submission out = {.version = 77};
    struct bs_error err = {0};

    assert_int_equal(bs_submission_decode(bs_bytes_of(body), &out, &err), BS_BAD);
    assert_string_equal(err.text, sentence);
    assert_int_equal(out.version, 77);
}

static void assert_comes_back(const char *batch)
{
    struct bs_submission before = form(batch);
    struct bs_submission after;
    struct bs_buf out;

    assert_int_equal(encode(&before, &out, NULL), BS_OK);
    assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
    assert_string_equal(after.batch, batch);
    assert_int_equal(after.channel, BS_CHANNEL_PAPER);
    bs_buf_finish(&out);
}

static void a_batch_stands_behind_the_channel(void **state)
{
    struct bs_submission submission = form("Markt 3");
    struct bs_buf out;

    (void)state;
    assert_int_equal(encode(&submission, &out, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&out), BODY("\"paper\",\"batch\":\"Markt 3\""));
    bs_buf_finish(&out);
}

static void forms_without_a_name_have_no_batch(void **state)
{
    struct bs_submission submission = form("");
    struct bs_submission after;
    struct bs_buf out;

    (void)state;
    assert_int_equal(encode(&submission, &out, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&out), BODY("\"paper\""));
    bs_buf_finish(&out);
    memset(&after, 'x', sizeof after);
    assert_int_equal(bs_submission_decode(bs_bytes_of(BODY("\"paper\"")), &after, NULL), BS_OK);
    assert_string_equal(after.batch, "");
}

static void every_sign_that_people_write_comes_back(void **state)
{
    (void)state;
    assert_comes_back("Café \"Noord\" \\ 2");
    assert_comes_back("استمارات السوق");
    assert_comes_back("\\");
}

static void a_batch_written_in_another_way_is_read_too(void **state)
{
    struct bs_submission after;

    (void)state;
    assert_int_equal(
        bs_submission_decode(
            bs_bytes_of(BODY("\"paper\",\"batch\":\"\\u0043af\\u00e9 \\ud83c\\udfe0 \\/\"")),
            &after, NULL),
        BS_OK);
    assert_string_equal(after.batch, "Café " PICTURE " /");
}

static void forty_characters_are_a_batch_and_one_more_are_not(void **state)
{
    struct bs_submission longer = form(FORTY "0");

    (void)state;
    assert_comes_back(FORTY);
    assert_comes_back(TEN(PICTURE PICTURE PICTURE PICTURE));
    assert_encode_says(&longer, NO_LINE);
    assert_decode_says(BODY("\"paper\",\"batch\":\"" FORTY "0\""), NO_LINE);
    assert_decode_says(BODY("\"paper\",\"batch\":\"" TEN(PICTURE PICTURE PICTURE PICTURE) "0\""),
                       "$.batch: expected a string of at most 160 bytes, found 161");
}

static void only_paper_forms_have_a_batch(void **state)
{
    struct bs_submission submission = form("Markt");

    (void)state;
    submission.channel = BS_CHANNEL_KIOSK;
    assert_encode_says(&submission, NOT_OF_THIS);
    submission.channel = BS_CHANNEL_ASSISTED;
    assert_encode_says(&submission, NOT_OF_THIS);
    assert_decode_says(BODY("\"kiosk\",\"batch\":\"Markt\""), NOT_OF_THIS);
    assert_decode_says(BODY("\"assisted\",\"batch\":\"Markt\""), NOT_OF_THIS);
}

static void a_batch_that_is_no_line_is_neither_written_nor_read(void **state)
{
    static const char *const written[] = {" ",    "a\tb", "a\nb", "a\xe2\x81\xa6", "a\xe2\x80\xae",
                                          "a\xff"};
    static const char *const read[] = {" ", "a\\tb", "a\\nb", "a\\u2066", "a\xe2\x80\xae"};

    (void)state;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct bs_submission submission = form(written[i]);

        assert_encode_says(&submission, NO_LINE);
    }
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        char body[512];

        (void)snprintf(body, sizeof body, BODY("\"paper\",\"batch\":\"%s\""), read[i]);
        assert_decode_says(body, NO_LINE);
    }
}

static void a_batch_that_is_there_is_a_string_with_something_in_it(void **state)
{
    (void)state;
    assert_decode_says(BODY("\"paper\",\"batch\":\"\""),
                       "$.batch: expected a string, found an empty one");
    assert_decode_says(BODY("\"paper\",\"batch\":3"),
                       "$.batch: expected a string, found a whole number");
    assert_decode_says(BODY("\"paper\",\"batch\":null"), "$.batch: expected a string, found null");
}

static void a_correction_has_its_batch_too(void **state)
{
    struct bs_submission before = form("Markt 3");
    struct bs_submission after;
    struct bs_buf out;

    (void)state;
    (void)strcpy(before.corrects, "019342ab-0000-7000-8000-000000000001");
    assert_int_equal(encode(&before, &out, NULL), BS_OK);
    assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
    assert_string_equal(after.corrects, before.corrects);
    assert_string_equal(after.batch, "Markt 3");
    bs_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_stands_behind_the_channel),
        cmocka_unit_test(forms_without_a_name_have_no_batch),
        cmocka_unit_test(every_sign_that_people_write_comes_back),
        cmocka_unit_test(a_batch_written_in_another_way_is_read_too),
        cmocka_unit_test(forty_characters_are_a_batch_and_one_more_are_not),
        cmocka_unit_test(only_paper_forms_have_a_batch),
        cmocka_unit_test(a_batch_that_is_no_line_is_neither_written_nor_read),
        cmocka_unit_test(a_batch_that_is_there_is_a_string_with_something_in_it),
        cmocka_unit_test(a_correction_has_its_batch_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
