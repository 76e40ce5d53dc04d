/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts per language and the forms of names. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/programme.h>

struct parsed {
    struct bs_json *json;
    struct bs_complaints complaints;
    struct bs_text text;
    bool good;
};

static void read(const char *document, size_t max, struct parsed *out)
{
    struct bs_json_at root;

    memset(out, 0, sizeof *out);
    assert_int_equal(bs_json_parse(bs_bytes_of(document), &out->json, NULL), BS_OK);
    root = bs_json_root(out->json, &out->complaints);
    out->good = bs_text_read(&root, "t", max, &out->text);
}

static void the_language_asked_for_is_used(void **state)
{
    struct parsed p;
    const char *used = NULL;

    (void)state;
    read("{\"t\":{\"nl\":\"Goed\",\"en\":\"Good\"}}", 10, &p);
    assert_true(p.good);
    assert_string_equal(bs_text_in(&p.text, "en", &used), "Good");
    assert_string_equal(used, "en");
    assert_true(bs_text_has(&p.text, "en"));
    assert_false(bs_text_has(&p.text, "tr"));
    bs_json_destroy(p.json);
}

static void an_absent_language_falls_back_to_dutch_and_then_to_the_first(void **state)
{
    struct parsed p;
    const char *used = NULL;

    (void)state;
    read("{\"t\":{\"en\":\"Good\",\"nl\":\"Goed\"}}", 10, &p);
    assert_string_equal(bs_text_in(&p.text, "tr", &used), "Goed");
    assert_string_equal(used, "nl");
    bs_json_destroy(p.json);
    read("{\"t\":{\"en\":\"Good\",\"de\":\"Gut\"}}", 10, &p);
    assert_string_equal(bs_text_in(&p.text, "tr", &used), "Good");
    assert_string_equal(used, "en");
    bs_json_destroy(p.json);
}

static void no_text_at_all_is_an_empty_string(void **state)
{
    const struct bs_text none = {0};
    const char *used = NULL;

    (void)state;
    assert_string_equal(bs_text_in(&none, "nl", &used), "");
    assert_non_null(used);
    assert_string_equal(bs_text_speech(&none, "nl", NULL), "");
}

static void speech_is_the_text_unless_given(void **state)
{
    struct parsed p;

    (void)state;
    read("{\"t\":{\"nl\":{\"text\":\"10 m\",\"speech\":\"tien meter\"},\"en\":{\"text\":\"Ten\"}}}",
         10, &p);
    assert_true(p.good);
    assert_string_equal(bs_text_in(&p.text, "nl", NULL), "10 m");
    assert_string_equal(bs_text_speech(&p.text, "nl", NULL), "tien meter");
    assert_string_equal(bs_text_speech(&p.text, "en", NULL), "Ten");
    bs_json_destroy(p.json);
}

static void a_text_of_max_characters_is_read_and_one_more_is_not(void **state)
{
    struct parsed p;

    (void)state;
    read("{\"t\":{\"nl\":\"\xc3\xa9\xc3\xa9\xc3\xa9\"}}", 3, &p); /* characters, not bytes */
    assert_true(p.good);
    bs_json_destroy(p.json);
    read("{\"t\":{\"nl\":\"aaaa\"}}", 3, &p);
    assert_false(p.good);
    assert_string_equal(p.complaints.text[0], "$.t.nl: expected at most 3 characters, found 4");
    bs_json_destroy(p.json);
}

static void speech_may_be_three_times_as_long_and_no_more(void **state)
{
    struct parsed p;

    (void)state;
    read("{\"t\":{\"nl\":{\"text\":\"a\",\"speech\":\"aaa\"}}}", 1, &p);
    assert_true(p.good);
    bs_json_destroy(p.json);
    read("{\"t\":{\"nl\":{\"text\":\"a\",\"speech\":\"aaaa\"}}}", 1, &p);
    assert_false(p.good);
    bs_json_destroy(p.json);
}

static void twelve_languages_are_read_and_thirteen_are_not(void **state)
{
    static const char twelve[] =
        "{\"t\":{\"aa\":\"x\",\"ab\":\"x\",\"ac\":\"x\",\"ad\":\"x\",\"ae\":\"x\",\"af\":\"x\","
        "\"ag\":\"x\",\"ah\":\"x\",\"ai\":\"x\",\"aj\":\"x\",\"ak\":\"x\",\"al\":\"x\"}}";
    static const char thirteen[] =
        "{\"t\":{\"aa\":\"x\",\"ab\":\"x\",\"ac\":\"x\",\"ad\":\"x\",\"ae\":\"x\",\"af\":\"x\","
        "\"ag\":\"x\",\"ah\":\"x\",\"ai\":\"x\",\"aj\":\"x\",\"ak\":\"x\",\"al\":\"x\",\"am\":"
        "\"x\"}}";
    struct parsed p;

    (void)state;
    read(twelve, 1, &p);
    assert_true(p.good);
    assert_int_equal(p.text.count, 12);
    bs_json_destroy(p.json);
    read(thirteen, 1, &p);
    assert_false(p.good);
    bs_json_destroy(p.json);
}

static void a_failed_read_leaves_the_text_as_it_was(void **state)
{
    struct bs_text text = {.count = 1, .in = {{.lang = "nl", .text = "Goed"}}};
    struct bs_json *json = NULL;
    struct bs_json_at root;

    (void)state;
    assert_int_equal(bs_json_parse(bs_bytes_of("{\"t\":{\"nl\":\"x\",\"en\":7}}"), &json, NULL),
                     BS_OK);
    root = bs_json_root(json, NULL);
    assert_false(bs_text_read(&root, "t", 10, &text));
    assert_int_equal(text.count, 1);
    assert_string_equal(text.in[0].text, "Goed");
    bs_json_destroy(json);
}

static void all_that_is_wrong_with_a_text_is_told_at_once(void **state)
{
    struct parsed p;

    (void)state;
    read("{\"t\":{\"nl\":7,\"EN\":\"x\",\"tr\":{\"text\":\"x\",\"sound\":\"x\"},\"de\":\"\"}}", 10,
         &p);
    assert_false(p.good);
    assert_int_equal(p.complaints.count, 4);
    assert_string_equal(p.complaints.text[0], "$.t.nl: expected a string, found a whole number");
    assert_string_equal(p.complaints.text[1], "$.t.EN: is not a language tag like nl, en or ar");
    assert_string_equal(p.complaints.text[2], "$.t.tr.sound: is not a known name");
    assert_string_equal(p.complaints.text[3], "$.t.de: expected a string, found an empty one");
    bs_json_destroy(p.json);
}

static void a_slug_has_one_to_forty_small_letters_digits_and_inner_hyphens(void **state)
{
    (void)state;
    assert_true(bs_slug_valid("a"));
    assert_true(bs_slug_valid("prinsenhof-2"));
    assert_true(bs_slug_valid("2e-verdieping"));
    assert_true(bs_slug_valid("abcdefghijabcdefghijabcdefghijabcdefghij"));
    assert_false(bs_slug_valid("abcdefghijabcdefghijabcdefghijabcdefghijk"));
    assert_false(bs_slug_valid(""));
    assert_false(bs_slug_valid("-a"));
    assert_false(bs_slug_valid("a-"));
    assert_false(bs_slug_valid("-"));
    assert_false(bs_slug_valid("A"));
    assert_false(bs_slug_valid("a_b"));
    assert_false(bs_slug_valid("a b"));
    assert_false(bs_slug_valid("\xc3\xa9"));
}

static void a_language_is_two_or_three_letters_and_perhaps_a_script(void **state)
{
    (void)state;
    assert_true(bs_language_valid("nl"));
    assert_true(bs_language_valid("zgh"));
    assert_true(bs_language_valid("sr-Latn"));
    assert_true(bs_language_valid("zgh-Tfng"));
    assert_false(bs_language_valid(""));
    assert_false(bs_language_valid("n"));
    assert_false(bs_language_valid("nlds"));
    assert_false(bs_language_valid("NL"));
    assert_false(bs_language_valid("nl-"));
    assert_false(bs_language_valid("nl-NL"));
    assert_false(bs_language_valid("sr-latn"));
    assert_false(bs_language_valid("sr-Lat"));
    assert_false(bs_language_valid("sr-Latnx"));
    assert_false(bs_language_valid("sr-Latn-RS"));
}

static void a_tenant_is_gm_and_four_digits(void **state)
{
    (void)state;
    assert_true(bs_tenant_valid("GM1916"));
    assert_true(bs_tenant_valid("GM0000"));
    assert_false(bs_tenant_valid(""));
    assert_false(bs_tenant_valid("GM191"));
    assert_false(bs_tenant_valid("GM19160"));
    assert_false(bs_tenant_valid("gm1916"));
    assert_false(bs_tenant_valid("WK1916"));
    assert_false(bs_tenant_valid("GM19a6"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_language_asked_for_is_used),
        cmocka_unit_test(an_absent_language_falls_back_to_dutch_and_then_to_the_first),
        cmocka_unit_test(no_text_at_all_is_an_empty_string),
        cmocka_unit_test(speech_is_the_text_unless_given),
        cmocka_unit_test(a_text_of_max_characters_is_read_and_one_more_is_not),
        cmocka_unit_test(speech_may_be_three_times_as_long_and_no_more),
        cmocka_unit_test(twelve_languages_are_read_and_thirteen_are_not),
        cmocka_unit_test(a_failed_read_leaves_the_text_as_it_was),
        cmocka_unit_test(all_that_is_wrong_with_a_text_is_told_at_once),
        cmocka_unit_test(a_slug_has_one_to_forty_small_letters_digits_and_inner_hyphens),
        cmocka_unit_test(a_language_is_two_or_three_letters_and_perhaps_a_script),
        cmocka_unit_test(a_tenant_is_gm_and_four_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
