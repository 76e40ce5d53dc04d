/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is left after the thanks: exact form, strict reading, limits. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/mem.h>

#include "model_sample.h"

#define HEAD                                                                                       \
    "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"programme\":\"schone-straat\","      \
    "\"version\":2,\"place\":\"prinsenhof\",\"channel\":\"kiosk\",\"lang\":\"ar\",\"trial\":"      \
    "false,"
#define ABOUT   HEAD "\"age\":\"65_79\",\"area\":\"WK191601\"}"
#define VERDICT HEAD "\"outcome\":3,\"understood\":true,\"right\":false}"
#define WISH    HEAD "\"jwe\":\"eyJh.QUJD.x-_1.eA.dGFn\"}"

static void fill_plainly(struct bs_random *self, void *out, size_t size)
{
    (void)self;
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)out)[i] = (uint8_t)(i * 0x11);
    }
}

static struct bs_left_at at(void)
{
    return (struct bs_left_at){
        .programme = "schone-straat", .version = 2, .place = "prinsenhof", .lang = "ar"};
}

static struct bs_about_you about(void)
{
    return (struct bs_about_you){.at = at(), .age = BS_AGE_65_79, .area = "WK191601"};
}

static struct bs_verdict verdict(void)
{
    return (struct bs_verdict){
        .at = at(), .outcome_version = 3, .understood = true, .has_right = true};
}

static struct bs_contact_wish wish(void)
{
    return (struct bs_contact_wish){.at = at(), .jwe = "eyJh.QUJD.x-_1.eA.dGFn"};
}

static struct bs_random plain = {.fill = fill_plainly};

static void assert_body(enum bs_err rc, struct bs_buf *body, const char *expected)
{
    assert_int_equal(rc, BS_OK);
    assert_string_equal(bs_buf_string(body), expected);
    bs_buf_finish(body);
}

static void the_bodies_have_this_exact_form(void **state)
{
    const struct bs_about_you a = about();
    struct bs_verdict v = verdict();
    const struct bs_contact_wish w = wish();
    struct bs_random random = plain;
    struct bs_buf body;

    (void)state;
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_body(bs_about_you_encode(&a, &random, &body, NULL), &body, ABOUT);
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_body(bs_verdict_encode(&v, &random, &body, NULL), &body, VERDICT);
    v.has_right = false;
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_body(bs_verdict_encode(&v, &random, &body, NULL), &body,
                HEAD "\"outcome\":3,\"understood\":true}");
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_body(bs_contact_wish_encode(&w, &random, &body, NULL), &body, WISH);
}

static void assert_at(const struct bs_left_at *found)
{
    assert_string_equal(found->programme, "schone-straat");
    assert_int_equal(found->version, 2);
    assert_string_equal(found->place, "prinsenhof");
    assert_string_equal(found->lang, "ar");
    assert_int_equal(found->channel, BS_CHANNEL_KIOSK);
    assert_false(found->is_trial);
}

static void what_was_written_is_read_back(void **state)
{
    struct bs_about_you a;
    struct bs_verdict v;
    struct bs_contact_wish w;

    (void)state;
    assert_int_equal(bs_about_you_decode(bs_bytes_of(ABOUT), &a, NULL), BS_OK);
    assert_at(&a.at);
    assert_int_equal(a.age, BS_AGE_65_79);
    assert_string_equal(a.area, "WK191601");
    assert_int_equal(bs_verdict_decode(bs_bytes_of(VERDICT), &v, NULL), BS_OK);
    assert_at(&v.at);
    assert_int_equal(v.outcome_version, 3);
    assert_true(v.understood);
    assert_true(v.has_right);
    assert_false(v.is_right);
    assert_int_equal(
        bs_verdict_decode(bs_bytes_of(HEAD "\"outcome\":3,\"understood\":false}"), &v, NULL),
        BS_OK);
    assert_false(v.understood);
    assert_false(v.has_right);
    assert_int_equal(bs_contact_wish_decode(bs_bytes_of(WISH), &w, NULL), BS_OK);
    assert_at(&w.at);
    assert_string_equal(w.jwe, "eyJh.QUJD.x-_1.eA.dGFn");
}

static void every_age_band_has_a_name_and_is_read_by_it(void **state)
{
    static const char *const names[BS_AGES] = {"under_18", "18_29", "30_44", "45_64",
                                               "65_79",    "80_up", "unsaid"};

    (void)state;
    for (int age = 0; age < BS_AGES; age++) {
        char *text = sample_replace(bs_xstrdup(ABOUT), "65_79", names[age]);
        struct bs_about_you a;

        assert_string_equal(bs_age_name((enum bs_age)age), names[age]);
        assert_int_equal(bs_about_you_decode(bs_bytes_of(text), &a, NULL), BS_OK);
        assert_int_equal(a.age, age);
        free(text);
    }
}

static void assert_area(const char *area, bool is_right)
{
    struct bs_about_you a = about();
    struct bs_random random = plain;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc;

    (void)strcpy(a.area, area);
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    rc = bs_about_you_encode(&a, &random, &body, &err);
    assert_int_equal(rc, is_right ? BS_OK : BS_BAD);
    assert_string_equal(err.text,
                        is_right ? "" : "$.area: is not a wijk or buurt code, elsewhere or unsaid");
    assert_int_equal(body.len == 0, !is_right);
    bs_buf_finish(&body);
}

static void an_area_is_a_code_of_six_or_eight_signs_or_one_of_two_words(void **state)
{
    (void)state;
    assert_area("WK191601", true);
    assert_area("BU19160103", true);
    assert_area("BU0363AD01", true);
    assert_area("WK0363AD", true);
    assert_area("BU036AAD01", false);
    assert_area("BU0363ad01", false);
    assert_area(BS_AREA_ELSEWHERE, true);
    assert_area(BS_AREA_UNSAID, true);
    assert_area("", false);
    assert_area("WK19160", false);
    assert_area("WK1916012", false);
    assert_area("BU1916010", false);
    assert_area("2262AB 14", false);
    assert_area("wk191601", false);
}

typedef enum bs_err decoder(struct bs_bytes body, struct bs_error *err);

static enum bs_err decode_about(struct bs_bytes body, struct bs_error *err)
{
    struct bs_about_you a;

    return bs_about_you_decode(body, &a, err);
}

static enum bs_err decode_verdict(struct bs_bytes body, struct bs_error *err)
{
    struct bs_verdict v;

    return bs_verdict_decode(body, &v, err);
}

static enum bs_err decode_wish(struct bs_bytes body, struct bs_error *err)
{
    struct bs_contact_wish w;

    return bs_contact_wish_decode(body, &w, err);
}

static void assert_says(decoder *decode, const char *body, const char *from, const char *to,
                        const char *sentence)
{
    char *text = sample_replace(bs_xstrdup(body), from, to);
    struct bs_error err = {0};

    assert_int_equal(decode(bs_bytes_of(text), &err), BS_BAD);
    assert_string_equal(err.text, sentence);
    free(text);
}

static void a_body_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    (void)state;
    assert_says(decode_about, ABOUT, "00112233", "x0112233",
                "$.salt: expected 32 small hex digits");
    assert_says(decode_about, ABOUT, "\"v\":1", "\"v\":2",
                "$.v: expected a whole number from 1 to 1, found 2");
    assert_says(decode_about, ABOUT, "\"version\":2", "\"version\":0",
                "$.version: expected a whole number from 1 to 999999, found 0");
    assert_says(decode_about, ABOUT, "\"ar\"", "\"arabic\"", "$.lang: is not a language tag");
    assert_says(decode_about, ABOUT, "kiosk", "phone",
                "$.channel: expected one of kiosk, assisted, paper");
    assert_says(decode_about, ABOUT, "65_79", "71",
                "$.age: expected one of under_18, 18_29, 30_44, 45_64, 65_79, 80_up, unsaid");
    assert_says(decode_about, ABOUT, "WK191601", "Dorpstraat",
                "$.area: is not a wijk or buurt code, elsewhere or unsaid");
    assert_says(decode_about, ABOUT, "\"age\"", "\"name\":\"x\",\"age\"",
                "$.name: is not a known name");
    assert_says(decode_verdict, VERDICT, "\"outcome\":3", "\"outcome\":0",
                "$.outcome: expected a whole number from 1 to 999999, found 0");
    assert_says(decode_verdict, VERDICT, "\"understood\":true,", "", "$.understood: is missing");
    assert_says(decode_verdict, VERDICT, "\"right\":false", "\"right\":null",
                "$.right: expected true or false, found null");
    assert_says(decode_wish, WISH, "\"jwe\"", "\"phone\"", "$.phone: is not a known name");
}

static void a_wish_is_five_sealed_parts_and_nothing_readable(void **state)
{
    static const char wrong[] = "$.jwe: is not a sealed text";

    (void)state;
    assert_says(decode_wish, WISH, ".dGFn", "", wrong);
    assert_says(decode_wish, WISH, "dGFn", "dGFn.x", wrong);
    assert_says(decode_wish, WISH, ".eA.", "..", wrong);
    assert_says(decode_wish, WISH, "eyJh", "Samira 06", wrong);
    assert_says(decode_wish, WISH, "QUJD", "QU=D", wrong);
}

static void assert_wish_of(size_t bytes, bool is_right)
{
    struct bs_buf text;
    struct bs_contact_wish w;
    struct bs_error err = {0};

    bs_buf_init(&text, BS_SUBMISSION_MAX);
    bs_buf_text(&text, HEAD "\"jwe\":\"a.b.c.d.");
    for (size_t i = strlen("a.b.c.d."); i < bytes; i++) {
        bs_buf_text(&text, "e");
    }
    bs_buf_text(&text, "\"}");
    assert_int_equal(bs_contact_wish_decode(bs_buf_bytes(&text), &w, &err),
                     is_right ? BS_OK : BS_BAD);
    if (is_right) {
        assert_int_equal(strlen(w.jwe), bytes);
    }
    bs_buf_finish(&text);
}

static void the_longest_wish_is_read_and_one_byte_more_is_not(void **state)
{
    (void)state;
    assert_wish_of(BS_WISH_JWE_MAX, true);
    assert_wish_of(BS_WISH_JWE_MAX + 1, false);
}

static void a_body_of_the_largest_size_is_read_and_one_byte_more_is_not(void **state)
{
    static decoder *const decoders[] = {decode_about, decode_verdict, decode_wish};
    static const char *const bodies[] = {ABOUT, VERDICT, WISH};
    char padded[BS_SUBMISSION_MAX + 1];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct bs_error err = {0};

        memset(padded, ' ', sizeof padded);
        memcpy(padded, bodies[i], strlen(bodies[i]));
        assert_int_equal(decoders[i]((struct bs_bytes){(uint8_t *)padded, BS_SUBMISSION_MAX}, &err),
                         BS_OK);
        assert_int_equal(
            decoders[i]((struct bs_bytes){(uint8_t *)padded, BS_SUBMISSION_MAX + 1}, &err),
            BS_LIMIT);
    }
}

static void a_buffer_that_is_too_small_is_left_alone(void **state)
{
    const struct bs_about_you a = about();
    struct bs_random random = plain;
    struct bs_buf body;

    (void)state;
    bs_buf_init(&body, strlen(ABOUT) - 1);
    assert_int_equal(bs_about_you_encode(&a, &random, &body, NULL), BS_LIMIT);
    assert_int_equal(body.len, 0);
    bs_buf_finish(&body);
    bs_buf_init(&body, strlen(ABOUT));
    assert_int_equal(bs_about_you_encode(&a, &random, &body, NULL), BS_OK);
    assert_int_equal(body.len, strlen(ABOUT));
    bs_buf_finish(&body);
}

static void names_that_are_none_are_not_written(void **state)
{
    struct bs_verdict v = verdict();
    struct bs_contact_wish w = wish();
    struct bs_random random = plain;
    struct bs_error err = {0};
    struct bs_buf body;

    (void)state;
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    (void)strcpy(v.at.place, "Prinsen hof");
    assert_int_equal(bs_verdict_encode(&v, &random, &body, &err), BS_BAD);
    assert_string_equal(err.text, "$.place: is not a place's id");
    v = verdict();
    err = (struct bs_error){0};
    v.outcome_version = 0;
    assert_int_equal(bs_verdict_encode(&v, &random, &body, &err), BS_BAD);
    assert_string_equal(err.text, "$.outcome: expected 1 to 999999");
    err = (struct bs_error){0};
    (void)strcpy(w.jwe, "\"}");
    assert_int_equal(bs_contact_wish_encode(&w, &random, &body, &err), BS_BAD);
    assert_string_equal(err.text, "$.jwe: is not a sealed text");
    assert_int_equal(body.len, 0);
    bs_buf_finish(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bodies_have_this_exact_form),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(every_age_band_has_a_name_and_is_read_by_it),
        cmocka_unit_test(an_area_is_a_code_of_six_or_eight_signs_or_one_of_two_words),
        cmocka_unit_test(a_body_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(a_wish_is_five_sealed_parts_and_nothing_readable),
        cmocka_unit_test(the_longest_wish_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_body_of_the_largest_size_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_buffer_that_is_too_small_is_left_alone),
        cmocka_unit_test(names_that_are_none_are_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
