/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles and places: what comes out, what is passed over, what is refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/wire.h>

#include "model_sample.h"

static struct bs_bundle *parse(const char *text)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};

    if (bs_bundle_parse(bs_bytes_of(text), &bundle, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    return bundle;
}

static void everything_in_the_bundle_comes_out(void **state)
{
    char *text = sample_bundle();
    struct bs_bundle *b = parse(text);

    (void)state;
    free(text); /* nothing borrows from the bytes */
    assert_string_equal(b->tenant, "GM1916");
    assert_string_equal(b->tenant_name, "Leidschendam-Voorburg");
    assert_string_equal(b->kiosk, "prinsenhof-1");
    assert_int_equal(b->serial, 7);
    assert_true(b->is_in_use);
    assert_string_equal(b->place.id, "prinsenhof");
    assert_string_equal(b->place.name, "Buurthuis Prinsenhof");
    assert_string_equal(b->place.neighbourhood, "Leidschendam-Noord");
    assert_string_equal(b->place.area_code, "WK191601");
    assert_int_equal(b->place.area_year, 2025);
    assert_true(b->place.is_example);
    assert_int_equal(b->language_count, 2);
    assert_string_equal(b->languages[0], "nl");
    assert_int_equal(b->idle_warn_s, 40);
    assert_int_equal(b->idle_wipe_s, 20);
    assert_int_equal(b->programme_count, 1);
    assert_string_equal(b->programmes[0].programme->id, "schone-straat");
    assert_int_equal(b->programmes[0].published.day, 22);
    bs_bundle_destroy(b);
}

static void hours_are_minutes_and_a_closed_day_is_empty(void **state)
{
    char *text = sample_bundle();
    struct bs_bundle *b = parse(text);

    (void)state;
    assert_int_equal(b->place.hours[0].opens, 9 * 60);
    assert_int_equal(b->place.hours[0].closes, 21 * 60 + 30);
    assert_int_equal(b->place.hours[2].opens, 0);
    assert_int_equal(b->place.hours[2].closes, 24 * 60);
    assert_int_equal(b->place.hours[6].opens, b->place.hours[6].closes);
    bs_bundle_destroy(b);
    free(text);
}

static void without_idle_times_there_are_defaults(void **state)
{
    char *text = sample_replace(sample_bundle(), "\"idle\":{\"warn_s\":40,\"wipe_s\":20},", "");
    struct bs_bundle *b = parse(text);

    (void)state;
    assert_int_equal(b->idle_warn_s, 45);
    assert_int_equal(b->idle_wipe_s, 30);
    bs_bundle_destroy(b);
    free(text);
}

static void what_a_newer_bundle_brings_is_passed_over(void **state)
{
    char *text = sample_replace(sample_bundle(), "\"v\":1,", "\"v\":1,\"theme\":{\"x\":[1]},");
    struct bs_bundle *b;

    (void)state;
    text = sample_replace(text, "\"notices\":[]", "\"notices\":[],\"connector_words\":[3]");
    b = parse(text);
    assert_int_equal(b->programme_count, 1);
    bs_bundle_destroy(b);
    free(text);
}

static void a_bundle_without_programmes_is_read(void **state)
{
    struct bs_bundle *b = parse(SAMPLE_BUNDLE_HEAD "\"programmes\":[]," SAMPLE_BUNDLE_TAIL);

    (void)state;
    assert_int_equal(b->programme_count, 0);
    bs_bundle_destroy(b);
}

static void assert_changed_says(const char *from, const char *to, const char *sentence)
{
    sample_assert_refused(sample_replace(sample_bundle(), from, to), sentence);
}

static void a_head_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    (void)state;
    assert_changed_says("\"v\":1", "\"v\":2", "$.v: expected a whole number from 1 to 1, found 2");
    assert_changed_says("GM1916", "GM191",
                        "$.tenant: expected a CBS municipality code like GM1916");
    assert_changed_says("\"Leidschendam-Voorburg\"", "\"\"",
                        "$.tenant_name: expected a string, found an empty one");
    assert_changed_says("prinsenhof-1", "Prinsenhof",
                        "$.kiosk: expected only small letters a-z, digits and inner hyphens");
    assert_changed_says("\"serial\":7", "\"serial\":0",
                        "$.serial: expected a whole number from 1 to 9223372036854775807, found 0");
    assert_changed_says("04:28:06Z", "04:28",
                        "$.issued: expected a time like 2026-11-22T04:28:06Z");
    assert_changed_says("\"in_use\":true,", "", "$.in_use: is missing");
    assert_changed_says("[\"nl\",\"en\"]", "[]", "$.languages: expected at least 1, found 0");
    assert_changed_says("[\"nl\",\"en\"]", "[\"nl\",\"nl\"]", "$.languages[1]: is there twice");
    assert_changed_says("\"notices\":[]", "\"notices\":{}", "$.notices: expected a list in [ ]");
    assert_changed_says("\"outcomes\":[],", "", "$.outcomes: is missing");
}

static void idle_times_are_20_to_600_seconds(void **state)
{
    char *text = sample_replace(sample_bundle(), "\"warn_s\":40,\"wipe_s\":20",
                                "\"warn_s\":600,\"wipe_s\":600");

    (void)state;
    bs_bundle_destroy(parse(text));
    free(text);
    assert_changed_says("\"wipe_s\":20", "\"wipe_s\":19",
                        "$.idle.wipe_s: expected a whole number from 20 to 600, found 19");
    assert_changed_says("\"warn_s\":40", "\"warn_s\":601",
                        "$.idle.warn_s: expected a whole number from 20 to 600, found 601");
}

static void a_place_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    (void)state;
    assert_changed_says("\"name\":\"Buurthuis Prinsenhof\",", "",
                        "$.place.name: expected a string, found nothing");
    assert_changed_says("WK191601", "WK19160",
                        "$.place.area.code: expected a CBS code like WK191601 or BU19160103");
    assert_changed_says("2025", "1994",
                        "$.place.area.year: expected a whole number from 1995 to 2199, found 1994");
    assert_changed_says(",null]", "]", "$.place.hours: expected at least 7, found 6");
    assert_changed_says(",null]", ",null,null]",
                        "$.place.hours[7]: is one too many: expected at most 7, found 8");
    assert_changed_says("\"21:30\"]", "\"9:30\"]",
                        "$.place.hours[0][1]: expected a time like 09:00");
    assert_changed_says("\"21:30\"]", "\"09:60\"]",
                        "$.place.hours[0][1]: expected a time like 09:00");
    assert_changed_says("\"24:00\"]", "\"24:01\"]",
                        "$.place.hours[2][1]: expected a time like 09:00");
    assert_changed_says("\"21:30\"]", "\"09:00\"]", "$.place.hours[0]: closes before it opens");
    assert_changed_says("\"21:30\"]", "\"21:30\",\"x\"]",
                        "$.place.hours[0]: expected [\"09:00\", \"21:30\"], or null for a closed "
                        "day");
    assert_changed_says("\"example\":true}", "\"example\":true,\"phone\":\"070\"}",
                        "$.place.phone: is not a known name");
}

static void a_neighbourhood_code_of_eight_digits_is_read(void **state)
{
    char *text = sample_replace(sample_bundle(), "WK191601", "BU19160103");
    struct bs_bundle *b = parse(text);

    (void)state;
    assert_string_equal(b->place.area_code, "BU19160103");
    bs_bundle_destroy(b);
    free(text);
}

static void a_programme_with_an_error_names_its_place_in_the_bundle(void **state)
{
    (void)state;
    assert_changed_says("\"Clean street\"", "7",
                        "$.programmes[0].programme.title.en: expected a string, found a whole "
                        "number");
    assert_changed_says("\"published\":\"2026-11-22\"", "\"published\":\"2026-11-31\"",
                        "$.programmes[0].published: expected an existing date like 2026-11-30");
}

static void a_programme_of_another_tenant_is_refused(void **state)
{
    (void)state;
    assert_changed_says("\"tenant\": \"GM1916\"", "\"tenant\": \"GM0546\"",
                        "$.programmes[0].programme: is of another tenant");
}

/* So many programmes, each with its own id if `different`. */
static enum bs_err parse_many(int count, bool different, struct bs_error *err)
{
    struct bs_bundle *bundle = NULL;
    struct bs_buf buf;
    enum bs_err rc;

    bs_buf_init(&buf, BS_BUNDLE_BYTES_MAX);
    bs_buf_text(&buf, SAMPLE_BUNDLE_HEAD "\"programmes\":[");
    for (int i = 0; i < count; i++) {
        char id[] = "schone-straax";
        char *programme = sample_read("valid/three-questions");

        id[sizeof id - 2] = (char)(different ? 'a' + i : 'x');
        programme = sample_replace(programme, "schone-straat", id);
        bs_buf_printf(&buf, "%s{\"published\":\"2026-11-22\",\"programme\":%s}", i > 0 ? "," : "",
                      programme);
        free(programme);
    }
    bs_buf_text(&buf, "]," SAMPLE_BUNDLE_TAIL);
    rc = bs_bundle_parse(bs_buf_bytes(&buf), &bundle, err);
    bs_bundle_destroy(bundle);
    bs_buf_finish(&buf);
    return rc;
}

static void twenty_four_programmes_are_read_and_twenty_five_are_not(void **state)
{
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(parse_many(BS_BUNDLE_PROGRAMMES_MAX, true, NULL), BS_OK);
    assert_int_equal(parse_many(BS_BUNDLE_PROGRAMMES_MAX + 1, true, &err), BS_BAD);
    assert_string_equal(err.text,
                        "$.programmes[24]: is one too many: expected at most 24, found 25");
}

static void the_same_programme_twice_is_refused(void **state)
{
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(parse_many(2, false, &err), BS_BAD);
    assert_string_equal(err.text, "$.programmes[1].programme: is there twice");
}

static void a_bundle_of_the_largest_size_is_read_and_one_byte_more_is_not(void **state)
{
    char *text = sample_bundle();
    char *padded = bs_xcalloc(BS_BUNDLE_BYTES_MAX + 1, 1);
    struct bs_bundle *bundle = NULL;

    (void)state;
    memset(padded, ' ', BS_BUNDLE_BYTES_MAX + 1);
    memcpy(padded, text, strlen(text));
    assert_int_equal(bs_bundle_parse((struct bs_bytes){(uint8_t *)padded, BS_BUNDLE_BYTES_MAX + 1},
                                     &bundle, NULL),
                     BS_LIMIT);
    assert_null(bundle);
    assert_int_equal(
        bs_bundle_parse((struct bs_bytes){(uint8_t *)padded, BS_BUNDLE_BYTES_MAX}, &bundle, NULL),
        BS_OK);
    bs_bundle_destroy(bundle);
    free(padded);
    free(text);
}

static void a_place_of_a_publish_file_may_name_its_tenant(void **state)
{
    struct bs_complaints complaints = {0};
    struct bs_place place = {0};
    struct bs_json *json = NULL;
    struct bs_json_at at;

    (void)state;
    assert_int_equal(
        bs_json_parse(bs_bytes_of("{\"tenant\":\"GM1916\",\"id\":\"brug\",\"name\":\"De Brug\","
                                  "\"neighbourhood\":\"Noord\",\"area\":{\"code\":\"WK191601\","
                                  "\"year\":2025},\"hours\":[null,null,null,null,null,null,null]}"),
                      &json, NULL),
        BS_OK);
    at = bs_json_root(json, &complaints);
    assert_true(bs_place_read(&at, &place));
    assert_int_equal(complaints.count, 0);
    assert_string_equal(place.id, "brug");
    assert_false(place.is_example);
    bs_json_destroy(json);
}

static void a_place_that_is_wrong_leaves_the_output_alone_and_says_all(void **state)
{
    struct bs_complaints complaints = {0};
    struct bs_place place = {.area_year = 1};
    struct bs_json *json = NULL;
    struct bs_json_at at;

    (void)state;
    assert_int_equal(bs_json_parse(bs_bytes_of("{\"id\":\"brug\"}"), &json, NULL), BS_OK);
    at = bs_json_root(json, &complaints);
    assert_false(bs_place_read(&at, &place));
    assert_int_equal(complaints.count, 4);
    assert_int_equal(place.area_year, 1);
    bs_json_destroy(json);
}

static void destroying_nothing_is_fine(void **state)
{
    (void)state;
    bs_bundle_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_in_the_bundle_comes_out),
        cmocka_unit_test(hours_are_minutes_and_a_closed_day_is_empty),
        cmocka_unit_test(without_idle_times_there_are_defaults),
        cmocka_unit_test(what_a_newer_bundle_brings_is_passed_over),
        cmocka_unit_test(a_bundle_without_programmes_is_read),
        cmocka_unit_test(a_head_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(idle_times_are_20_to_600_seconds),
        cmocka_unit_test(a_place_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(a_neighbourhood_code_of_eight_digits_is_read),
        cmocka_unit_test(a_programme_with_an_error_names_its_place_in_the_bundle),
        cmocka_unit_test(a_programme_of_another_tenant_is_refused),
        cmocka_unit_test(twenty_four_programmes_are_read_and_twenty_five_are_not),
        cmocka_unit_test(the_same_programme_twice_is_refused),
        cmocka_unit_test(a_bundle_of_the_largest_size_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_place_of_a_publish_file_may_name_its_tenant),
        cmocka_unit_test(a_place_that_is_wrong_leaves_the_output_alone_and_says_all),
        cmocka_unit_test(destroying_nothing_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
