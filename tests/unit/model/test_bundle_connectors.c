/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles: who may read residents' words at a kiosk, and what becomes of words that nobody read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/bundle.h>

#include "model_sample.h"

#define SALT    "\"connector_salt\":\"000102030405060708090a0b0c0d0e0f\""
#define HASH_A  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HASH_C  "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define SAMIRA  "{\"id\":\"c-7xk2mq\",\"name\":\"Samira\",\"pin\":\"" HASH_A "\"}"
#define FORTY   "0123456789012345678901234567890123456789"
#define NOT_HEX "expected 64 small hexadecimal digits"

/* A bundle with these instead of its empty list; freed by who takes it. */
static char *with(const char *members)
{
    return sample_replace(sample_bundle(), "\"connectors\":[]", members);
}

/* One connector with these members beside her PIN. */
static char *with_one(const char *members)
{
    char text[1024];

    (void)snprintf(text, sizeof text, "\"connectors\":[{%s}]," SALT, members);
    return with(text);
}

/* So many, each with a PIN of her own. */
static char *with_many(int count)
{
    struct bs_buf text;
    char *bundle;

    bs_buf_init(&text, 64 * 1024);
    bs_buf_text(&text, "\"connectors\":[");
    for (int i = 0; i < count; i++) {
        bs_buf_printf(&text, "%s{\"id\":\"c-%d\",\"name\":\"Noor\",\"pin\":\"%064x\"}",
                      i == 0 ? "" : ",", i, (unsigned)i);
    }
    bs_buf_text(&text, "]," SALT);
    bundle = with(bs_buf_string(&text));
    bs_buf_finish(&text);
    return bundle;
}

static void a_bundle_of_an_older_central_has_nobody_and_holds_the_words(void **state)
{
    struct bs_bundle *b = sample_parse(sample_bundle());

    (void)state;
    assert_int_equal(b->connector_count, 0);
    assert_int_equal(b->words_policy, BS_WORDS_HOLD);
    assert_int_equal(b->words_days, 0);
    assert_null(bs_bundle_connector(b, "c-7xk2mq"));
    bs_bundle_destroy(b);
}

static void connectors_come_out_as_they_were_written(void **state)
{
    struct bs_bundle *b = sample_parse(
        with("\"connectors\":[" SAMIRA ",{\"id\":\"wim\",\"name\":\"Wim Bakker\",\"pin\":\"" HASH_B
             "\",\"badge\":\"" HASH_C "\",\"languages\":[\"nl\",\"ar\"]}]," SALT));

    (void)state;
    assert_int_equal(b->connector_count, 2);
    assert_string_equal(b->connectors[0].id, "c-7xk2mq");
    assert_string_equal(b->connectors[0].name, "Samira");
    assert_string_equal(b->connectors[0].pin, HASH_A);
    assert_null(b->connectors[0].badge);
    assert_int_equal(b->connectors[0].language_count, 0);
    assert_string_equal(b->connectors[1].badge, HASH_C);
    assert_int_equal(b->connectors[1].language_count, 2);
    assert_string_equal(b->connectors[1].languages[1], "ar");
    assert_int_equal(b->connector_salt[0], 0);
    assert_int_equal(b->connector_salt[15], 15);
    assert_ptr_equal(bs_bundle_connector(b, "wim"), &b->connectors[1]);
    assert_null(bs_bundle_connector(b, "noor"));
    bs_bundle_destroy(b);
}

static void a_badge_alone_is_enough_and_nothing_is_not(void **state)
{
    struct bs_bundle *b =
        sample_parse(with_one("\"id\":\"wim\",\"name\":\"Wim\",\"badge\":\"" HASH_A "\""));

    (void)state;
    assert_null(b->connectors[0].pin);
    assert_string_equal(b->connectors[0].badge, HASH_A);
    bs_bundle_destroy(b);
    sample_assert_refused(with_one("\"id\":\"wim\",\"name\":\"Wim\""),
                          "$.connectors[0]: expected a PIN or a badge");
}

static void sixteen_are_the_most(void **state)
{
    struct bs_bundle *b = sample_parse(with_many(BS_CONNECTORS_MAX));

    (void)state;
    assert_int_equal(b->connector_count, BS_CONNECTORS_MAX);
    bs_bundle_destroy(b);
    sample_assert_refused(with_many(BS_CONNECTORS_MAX + 1),
                          "$.connectors[16]: is one too many: expected at most 16, found 17");
}

static void what_a_newer_central_says_of_one_is_passed_over(void **state)
{
    struct bs_bundle *b = sample_parse(with_one("\"id\":\"wim\",\"name\":\"Wim\",\"pin\":\"" HASH_A
                                                "\",\"since\":\"2027-01-01\""));

    (void)state;
    assert_int_equal(b->connector_count, 1);
    bs_bundle_destroy(b);
    b = sample_parse(with("\"connectors\":[],\"words\":{\"policy\":\"none\",\"why\":{\"nl\":1}}"));
    assert_int_equal(b->words_policy, BS_WORDS_NONE);
    bs_bundle_destroy(b);
}

static void a_name_is_a_line_of_at_most_forty_characters(void **state)
{
    struct bs_bundle *b =
        sample_parse(with_one("\"id\":\"wim\",\"pin\":\"" HASH_A "\",\"name\":\"" FORTY "\""));

    (void)state;
    bs_bundle_destroy(b);
    sample_assert_refused(with_one("\"id\":\"wim\",\"pin\":\"" HASH_A "\",\"name\":\"" FORTY "1\""),
                          "$.connectors[0].name: expected one line of at most 40 characters");
    sample_assert_refused(
        with_one("\"id\":\"wim\",\"pin\":\"" HASH_A "\",\"name\":\"Wim\\nBakker\""),
        "$.connectors[0].name: expected one line of at most 40 characters");
    assert_true(bs_connector_name_valid("Fatıma Öztürk"));
    assert_true(bs_connector_name_valid("سميرة"));
    assert_false(bs_connector_name_valid(""));
    assert_false(bs_connector_name_valid(" Wim"));
    assert_false(bs_connector_name_valid("Wim "));
    assert_false(bs_connector_name_valid("\u200b"));
    assert_false(bs_connector_name_valid("Wim\u2066"));
}

static void a_hash_is_64_small_digits(void **state)
{
    (void)state;
    sample_assert_refused(with_one("\"id\":\"wim\",\"name\":\"Wim\",\"pin\":\"123456\""),
                          "$.connectors[0].pin: " NOT_HEX);
    sample_assert_refused(
        sample_replace(with_one("\"id\":\"wim\",\"name\":\"Wim\",\"badge\":\"" HASH_A "\""), "aa\"",
                       "aA\""),
        "$.connectors[0].badge: " NOT_HEX);
    sample_assert_refused(with_one("\"id\":\"wim\",\"name\":\"Wim\",\"pin\":\"" HASH_A "a\""),
                          "$.connectors[0].pin: expected a string of at most 64 bytes, found 65");
    sample_assert_refused(with_one("\"id\":\"wim\",\"name\":\"Wim\",\"pin\":7"),
                          "$.connectors[0].pin: expected a string, found a whole number");
}

static void nobody_is_there_twice_and_no_two_have_the_same(void **state)
{
    (void)state;
    sample_assert_refused(with("\"connectors\":[" SAMIRA
                               ",{\"id\":\"c-7xk2mq\",\"name\":\"Wim\",\"pin\":\"" HASH_B
                               "\"}]," SALT),
                          "$.connectors[1]: is there twice");
    sample_assert_refused(with("\"connectors\":[" SAMIRA
                               ",{\"id\":\"wim\",\"name\":\"Wim\",\"pin\":\"" HASH_A "\"}]," SALT),
                          "$.connectors[1].pin: is there twice");
    sample_assert_refused(with("\"connectors\":[" SAMIRA
                               ",{\"id\":\"wim\",\"name\":\"Wim\",\"pin\":\"" HASH_B
                               "\",\"badge\":\"" HASH_A "\"}]," SALT),
                          "$.connectors[1].badge: is there twice");
}

static void an_id_and_languages_are_what_they_are_everywhere(void **state)
{
    (void)state;
    sample_assert_refused(
        with_one("\"id\":\"Samira\",\"name\":\"Samira\",\"pin\":\"" HASH_A "\""),
        "$.connectors[0].id: expected only small letters a-z, digits and inner hyphens");
    sample_assert_refused(with_one("\"name\":\"Samira\",\"pin\":\"" HASH_A "\""),
                          "$.connectors[0].id: expected a string, found nothing");
    sample_assert_refused(
        with_one("\"id\":\"wim\",\"name\":\"Wim\",\"pin\":\"" HASH_A "\",\"languages\":[]"),
        "$.connectors[0].languages: expected at least 1, found 0");
    sample_assert_refused(with("\"connectors\":[7]"), "$.connectors[0]: expected an object in { }");
    sample_assert_refused(with("\"connectors\":{}"), "$.connectors: expected a list in [ ]");
}

static void a_salt_is_32_small_digits_and_there_with_anybody(void **state)
{
    (void)state;
    sample_assert_refused(with("\"connectors\":[" SAMIRA "]"),
                          "$.connector_salt: expected a string, found nothing");
    sample_assert_refused(with("\"connectors\":[" SAMIRA "],\"connector_salt\":\"00\""),
                          "$.connector_salt: expected 32 small hexadecimal digits");
    sample_assert_refused(
        with("\"connectors\":[],\"connector_salt\":\"000102030405060708090A0B0C0D0E0F\""),
        "$.connector_salt: expected 32 small hexadecimal digits");
    bs_bundle_destroy(sample_parse(with("\"connectors\":[]," SALT)));
}

/* ---- words that nobody read ---- */

static void assert_words(const char *words, enum bs_words_policy policy, int days)
{
    char text[256];
    struct bs_bundle *b;

    (void)snprintf(text, sizeof text, "\"connectors\":[],\"words\":%s", words);
    b = sample_parse(with(text));
    assert_int_equal(b->words_policy, policy);
    assert_int_equal(b->words_days, days);
    bs_bundle_destroy(b);
}

static void assert_bad_words(const char *words, const char *sentence)
{
    char text[256];

    (void)snprintf(text, sizeof text, "\"connectors\":[],\"words\":%s", words);
    sample_assert_refused(with(text), sentence);
}

static void each_policy_is_read_with_its_days(void **state)
{
    (void)state;
    assert_words("{\"policy\":\"hold\"}", BS_WORDS_HOLD, 0);
    assert_words("{\"policy\":\"none\"}", BS_WORDS_NONE, 0);
    assert_words("{\"policy\":\"after_days\",\"days\":1}", BS_WORDS_AFTER_DAYS, 1);
    assert_words("{\"policy\":\"after_days\",\"days\":90}", BS_WORDS_AFTER_DAYS, BS_WORDS_DAYS_MAX);
}

static void another_policy_or_other_days_are_refused(void **state)
{
    (void)state;
    assert_bad_words("{\"policy\":\"after_days\",\"days\":0}",
                     "$.words.days: expected a whole number from 1 to 90, found 0");
    assert_bad_words("{\"policy\":\"after_days\",\"days\":91}",
                     "$.words.days: expected a whole number from 1 to 90, found 91");
    assert_bad_words("{\"policy\":\"after_days\"}",
                     "$.words.days: expected a whole number, found nothing");
    assert_bad_words("{\"policy\":\"publish\"}",
                     "$.words.policy: expected one of hold, after_days, none");
    assert_bad_words("{}", "$.words.policy: expected a string, found nothing");
    assert_bad_words("\"hold\"", "$.words: expected an object in { }");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_of_an_older_central_has_nobody_and_holds_the_words),
        cmocka_unit_test(connectors_come_out_as_they_were_written),
        cmocka_unit_test(a_badge_alone_is_enough_and_nothing_is_not),
        cmocka_unit_test(sixteen_are_the_most),
        cmocka_unit_test(what_a_newer_central_says_of_one_is_passed_over),
        cmocka_unit_test(a_name_is_a_line_of_at_most_forty_characters),
        cmocka_unit_test(a_hash_is_64_small_digits),
        cmocka_unit_test(nobody_is_there_twice_and_no_two_have_the_same),
        cmocka_unit_test(an_id_and_languages_are_what_they_are_everywhere),
        cmocka_unit_test(a_salt_is_32_small_digits_and_there_with_anybody),
        cmocka_unit_test(each_policy_is_read_with_its_days),
        cmocka_unit_test(another_policy_or_other_days_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
