/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Comments, decisions and notes: exact form, names, strict reading. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "review_sample.h"

/* ---- exact form ---- */

static void assert_comment(const struct bs_comment *comment, const char *expected)
{
    struct bs_random random = review_plain();
    struct bs_buf body;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_int_equal(bs_comment_encode(comment, &random, &body, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&body), expected);
    bs_buf_finish(&body);
}

static void a_comment_has_this_exact_form(void **state)
{
    struct bs_comment comment = review_masked();

    (void)state;
    assert_comment(&comment, MASKED);
    comment.by[0] = '\0';
    comment.mask_count = 0;
    (void)strcpy(comment.text, "Meer licht.");
    assert_comment(&comment, PLAIN);
}

static void a_decision_has_this_exact_form_by_its_ruling(void **state)
{
    static const char *const expected[BS_RULINGS] = {BACK, RELEASE, PASS_ON, HIDE};

    (void)state;
    for (int i = 0; i < BS_RULINGS; i++) {
        const struct bs_decision decision = review_ruled((enum bs_ruling)i);
        struct bs_random random = review_plain();
        struct bs_buf body;

        bs_buf_init(&body, BS_SUBMISSION_MAX);
        assert_int_equal(bs_decision_encode(&decision, &random, &body, NULL), BS_OK);
        assert_string_equal(bs_buf_string(&body), expected[i]);
        bs_buf_finish(&body);
    }
}

static void a_note_has_this_exact_form_by_its_kind(void **state)
{
    static const char *const expected[] = {CONTEXT, TREASURE};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct bs_note n = review_note((enum bs_note_kind)i);
        struct bs_random random = review_plain();
        struct bs_buf body;

        (void)strcpy(n.programme, i == BS_NOTE_TREASURE ? "schone-straat" : "");
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        assert_int_equal(bs_note_encode(&n, &random, &body, NULL), BS_OK);
        assert_string_equal(bs_buf_string(&body), expected[i]);
        bs_buf_finish(&body);
    }
}

/* ---- reading back ---- */

static void assert_at(const struct bs_left_at *found)
{
    assert_string_equal(found->programme, "schone-straat");
    assert_int_equal(found->version, 2);
    assert_string_equal(found->place, "prinsenhof");
    assert_string_equal(found->lang, "ar");
    assert_int_equal(found->channel, BS_CHANNEL_KIOSK);
    assert_false(found->is_trial);
}

static void a_comment_is_read_back(void **state)
{
    const struct bs_comment expected = review_masked();
    struct bs_comment found;

    (void)state;
    assert_int_equal(bs_comment_decode(bs_bytes_of(MASKED), &found, NULL), BS_OK);
    assert_at(&found.at);
    assert_string_equal(found.id, ID);
    assert_string_equal(found.submission, VISIT);
    assert_int_equal(bs_date_compare(found.written, expected.written), 0);
    assert_string_equal(found.by, "v-7k2m");
    assert_int_equal(found.mask_count, 2);
    assert_int_equal(found.masks[0], BS_MASK_NAME);
    assert_int_equal(found.masks[1], BS_MASK_PHONE);
    assert_string_equal(found.text, expected.text);
    assert_int_equal(bs_comment_decode(bs_bytes_of(PLAIN), &found, NULL), BS_OK);
    assert_string_equal(found.by, "");
    assert_int_equal(found.mask_count, 0);
    assert_string_equal(found.text, "Meer licht.");
}

static void a_decision_is_read_back_without_what_is_not_of_its_ruling(void **state)
{
    static const char *const bodies[BS_RULINGS] = {BACK, RELEASE, PASS_ON, HIDE};

    (void)state;
    for (int i = 0; i < BS_RULINGS; i++) {
        struct bs_decision found;

        assert_int_equal(bs_decision_decode(bs_bytes_of(bodies[i]), &found, NULL), BS_OK);
        assert_at(&found.at);
        assert_string_equal(found.id, ID);
        assert_string_equal(found.by, "v-7k2m");
        assert_int_equal(found.ruling, i);
        assert_int_equal(found.mask_count, i == BS_RULING_RELEASE ? 2 : 0);
        assert_int_equal(found.reason, i == BS_RULING_HIDE ? BS_HIDE_THREAT : 0);
        assert_int_equal(found.to, i == BS_RULING_PASS_ON ? BS_PASS_READER : 0);
    }
}

static void a_note_is_read_back(void **state)
{
    struct bs_note found;

    (void)state;
    assert_int_equal(bs_note_decode(bs_bytes_of(TREASURE), &found, NULL), BS_OK);
    assert_int_equal(found.kind, BS_NOTE_TREASURE);
    assert_string_equal(found.place, "prinsenhof");
    assert_string_equal(found.programme, "schone-straat");
    assert_string_equal(found.lang, "nl");
    assert_true(found.is_trial);
    assert_string_equal(found.by, "v-7k2m");
    assert_int_equal(bs_date_compare(found.day, (struct bs_date){2026, 3, 2}), 0);
    assert_true(found.has_consent);
    assert_string_equal(found.text, "Feest.");
    assert_int_equal(bs_note_decode(bs_bytes_of(CONTEXT), &found, NULL), BS_OK);
    assert_int_equal(found.kind, BS_NOTE_CONTEXT);
    assert_string_equal(found.programme, "");
    assert_false(found.has_consent);
}

/* ---- names ---- */

static void every_name_is_this_and_is_read(void **state)
{
    static const char *const masks[BS_MASKS] = {"email",    "phone", "iban", "bsn",
                                                "postcode", "name",  "other"};
    static const char *const rulings[BS_RULINGS] = {"take_back", "release", "pass_on", "hide"};
    static const char *const reasons[BS_HIDE_REASONS] = {"person", "insult",  "threat",
                                                         "advert", "nothing", "other"};
    static const char *const passes[BS_PASSES] = {"contact", "reader"};
    static const char *const notes[BS_NOTES] = {"context", "treasure", "urgent"};

    (void)state;
    for (int i = 0; i < BS_MASKS; i++) {
        assert_string_equal(bs_mask_name((enum bs_mask)i), masks[i]);
        review_assert_reads(review_decode_comment, MASKED, "name", masks[i]);
    }
    for (int i = 0; i < BS_RULINGS; i++) {
        assert_string_equal(bs_ruling_name((enum bs_ruling)i), rulings[i]);
    }
    for (int i = 0; i < BS_HIDE_REASONS; i++) {
        assert_string_equal(bs_hide_reason_name((enum bs_hide_reason)i), reasons[i]);
        review_assert_reads(review_decode_decision, HIDE, "threat", reasons[i]);
    }
    for (int i = 0; i < BS_PASSES; i++) {
        assert_string_equal(bs_pass_to_name((enum bs_pass_to)i), passes[i]);
        review_assert_reads(review_decode_decision, PASS_ON, "reader", passes[i]);
    }
    for (int i = 0; i < BS_NOTES; i++) {
        assert_string_equal(bs_note_kind_name((enum bs_note_kind)i), notes[i]);
    }
    review_assert_reads(review_decode_note, CONTEXT, "context", "urgent");
}

/* ---- strict reading ---- */

static void a_comment_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    static const struct {
        const char *from, *to, *sentence;
    } wrong[] = {
        {"00112233", "x0112233", "$.salt: expected 32 small hex digits"},
        {"\"v\":1", "\"v\":2", "$.v: expected a whole number from 1 to 1, found 2"},
        {"schone-straat", "Straat",
         "$.programme: expected only small letters a-z, digits and inner hyphens"},
        {"\"version\":2", "\"version\":0",
         "$.version: expected a whole number from 1 to 999999, found 0"},
        {"\"place\":\"prinsenhof\",", "", "$.place: expected a string, found nothing"},
        {"kiosk", "phone", "$.channel: expected one of kiosk, assisted, paper"},
        {"\"ar\"", "\"arabic\"", "$.lang: is not a language tag"},
        {"\"trial\":false,", "", "$.trial: is missing"},
        {ID, "4", "$.comment: is not an id"},
        {"\"comment\":\"" ID "\",", "", "$.comment: expected a string, found nothing"},
        {VISIT, "019CADDA-541c-7f07-b2c8-6a5b4c3d2e1f", "$.submission: is not an id"},
        {"\"submission\":\"" VISIT "\",", "", "$.submission: expected a string, found nothing"},
        {"2026-03-02", "2026-02-29", "$.written: expected an existing date like 2026-11-30"},
        {"\"written\":\"2026-03-02\",", "", "$.written: expected a string, found nothing"},
        {"v-7k2m", "Samira", "$.by: expected only small letters a-z, digits and inner hyphens"},
        {"\"v-7k2m\"", "\"\"", "$.by: expected a string, found an empty one"},
        {"\"v-7k2m\"", "null", "$.by: expected a string, found null"},
        {"\"name\"", "\"iris\"", "$.masks[0]: is not a mask"},
        {"\"phone\"", "5", "$.masks[1]: expected a string, found a whole number"},
        {"[\"name\",\"phone\"]", "[]", "$.masks: expected at least 1, found 0"},
        {"[\"name\",\"phone\"]", "2", "$.masks: expected a list in [ ]"},
        {"\"text\":", "\"words\":\"x\",\"text\":", "$.words: is not a known name"},
        {"\"text\":", "\"ruling\":\"release\",\"text\":", "$.ruling: is not a known name"},
        {"Bel", "Bel\\n", "$.text: expected one line of 1 to 280 characters"},
        {"Bel", "Bel\\t", "$.text: expected one line of 1 to 280 characters"},
        {"Bel", "Bel\\u2067", "$.text: expected one line of 1 to 280 characters"},
        {"\"text\":", "\"consent\":true,\"text\":", "$.consent: is not a known name"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        review_assert_says(review_decode_comment, MASKED, wrong[i].from, wrong[i].to,
                           wrong[i].sentence);
    }
    review_assert_says(review_decode_comment, PLAIN, "Meer licht.", "",
                       "$.text: expected a string, found an empty one");
    review_assert_says(review_decode_comment, PLAIN, "Meer licht.", " \u00a0 ",
                       "$.text: expected one line of 1 to 280 characters");
    review_assert_says(review_decode_comment, PLAIN, ",\"text\":\"Meer licht.\"", "",
                       "$.text: expected a string, found nothing");
    review_assert_says(review_decode_comment, "[]", "[]", "[]", "$: expected an object in { }");
}

static void a_decision_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    static const struct {
        const char *body, *from, *to, *sentence;
    } wrong[] = {
        {HIDE, "00112233", "x0112233", "$.salt: expected 32 small hex digits"},
        {HIDE, "\"ar\"", "\"arabic\"", "$.lang: is not a language tag"},
        {HIDE, ID, "4", "$.comment: is not an id"},
        {HIDE, "hide", "erase", "$.ruling: expected one of take_back, release, pass_on, hide"},
        {HIDE, "\"ruling\":\"hide\",", "", "$.ruling: expected a string, found nothing"},
        {HIDE, "v-7k2m", "Samira",
         "$.by: expected only small letters a-z, digits and inner hyphens"},
        {HIDE, "\"by\":\"v-7k2m\",", "", "$.by: is not a pseudonym"},
        {PASS_ON, "\"by\":\"v-7k2m\",", "", "$.by: is not a pseudonym"},
        {BACK, "\"by\":\"v-7k2m\",", "", "$.by: is not a pseudonym"},
        {HIDE, "threat", "boring",
         "$.reason: expected one of person, insult, threat, advert, nothing, other"},
        {HIDE, ",\"reason\":\"threat\"", "", "$.reason: expected a string, found nothing"},
        {HIDE, "}", ",\"masks\":0}", "$.masks: is not a known name"},
        {HIDE, "}", ",\"to\":\"reader\"}", "$.to: is not a known name"},
        {HIDE, "}", ",\"text\":\"x\"}", "$.text: is not a known name"},
        {PASS_ON, "reader", "mayor", "$.to: expected one of contact, reader"},
        {PASS_ON, ",\"to\":\"reader\"", "", "$.to: expected a string, found nothing"},
        {PASS_ON, "}", ",\"masks\":0}", "$.masks: is not a known name"},
        {PASS_ON, "}", ",\"reason\":\"other\"}", "$.reason: is not a known name"},
        {BACK, "}", ",\"masks\":0}", "$.masks: is not a known name"},
        {BACK, "}", ",\"to\":\"reader\"}", "$.to: is not a known name"},
        {BACK, "}", ",\"reason\":\"other\"}", "$.reason: is not a known name"},
        {RELEASE, "}", ",\"to\":\"reader\"}", "$.to: is not a known name"},
        {RELEASE, "}", ",\"reason\":\"other\"}", "$.reason: is not a known name"},
        {RELEASE, ",\"masks\":2", "", "$.masks: expected a whole number, found nothing"},
        {RELEASE, "\"masks\":2", "\"masks\":-1",
         "$.masks: expected a whole number from 0 to 32, found -1"},
        {RELEASE, "\"masks\":2", "\"masks\":33",
         "$.masks: expected a whole number from 0 to 32, found 33"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        review_assert_says(review_decode_decision, wrong[i].body, wrong[i].from, wrong[i].to,
                           wrong[i].sentence);
    }
    review_assert_reads(review_decode_decision, RELEASE, "\"by\":\"v-7k2m\",", "");
    review_assert_reads(review_decode_decision, RELEASE, "\"masks\":2", "\"masks\":0");
    review_assert_reads(review_decode_decision, RELEASE, "\"masks\":2", "\"masks\":32");
    review_assert_says(review_decode_decision, "[]", "[]", "[]", "$: expected an object in { }");
}

static void a_note_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    static const struct {
        const char *body, *from, *to, *sentence;
    } wrong[] = {
        {TREASURE, "00112233", "x0112233", "$.salt: expected 32 small hex digits"},
        {TREASURE, "\"v\":1", "\"v\":0", "$.v: expected a whole number from 1 to 1, found 0"},
        {TREASURE, "treasure", "gossip", "$.note: expected one of context, treasure, urgent"},
        {TREASURE, "\"note\":\"treasure\",", "", "$.note: expected a string, found nothing"},
        {TREASURE, "prinsenhof", "Prinsen hof",
         "$.place: expected only small letters a-z, digits and inner hyphens"},
        {TREASURE, "schone-straat", "-",
         "$.programme: expected only small letters a-z, digits and inner hyphens"},
        {TREASURE, "\"nl\"", "\"NL\"", "$.lang: is not a language tag"},
        {TREASURE, "\"trial\":true,", "", "$.trial: is missing"},
        {TREASURE, "\"by\":\"v-7k2m\",", "", "$.by: expected a string, found nothing"},
        {TREASURE, "2026-03-02", "vandaag", "$.day: expected an existing date like 2026-11-30"},
        {TREASURE, "\"consent\":true,", "", "$.consent: is missing"},
        {TREASURE, "\"consent\":true", "\"consent\":false", "$.consent: a treasure needs it"},
        {CONTEXT, "}", ",\"consent\":true}", "$.consent: is not a known name"},
        {CONTEXT, "}", ",\"version\":1}", "$.version: is not a known name"},
        {CONTEXT, "}", ",\"masks\":[]}", "$.masks: is not a known name"},
        {CONTEXT, "Feest.", "\\u202e", "$.text: expected one line of 1 to 280 characters"},
        {CONTEXT, ",\"text\":\"Feest.\"", "", "$.text: expected a string, found nothing"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        review_assert_says(review_decode_note, wrong[i].body, wrong[i].from, wrong[i].to,
                           wrong[i].sentence);
    }
    review_assert_says(review_decode_note, "[]", "[]", "[]", "$: expected an object in { }");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comment_has_this_exact_form),
        cmocka_unit_test(a_decision_has_this_exact_form_by_its_ruling),
        cmocka_unit_test(a_note_has_this_exact_form_by_its_kind),
        cmocka_unit_test(a_comment_is_read_back),
        cmocka_unit_test(a_decision_is_read_back_without_what_is_not_of_its_ruling),
        cmocka_unit_test(a_note_is_read_back),
        cmocka_unit_test(every_name_is_this_and_is_read),
        cmocka_unit_test(a_comment_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(a_decision_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(a_note_with_one_thing_wrong_is_refused_with_its_path),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
