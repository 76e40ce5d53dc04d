/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles: the urgent message, the offer to be called, the colours, the results so far, and a place's card. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/bundle.h>

#include "model_sample.h"

#define NOTICE                                                                                     \
    "{\"id\":\"drinkwater\",\"title\":{\"nl\":\"Kook het water\"},\"text\":{\"nl\":\"Kook "        \
    "kraanwater drie minuten.\",\"en\":\"Boil tap water.\"},\"until\":\"2026-12-01T12:00:00Z\","   \
    "\"example\":true}"
#define WISH                                                                                       \
    "{\"who\":{\"nl\":\"De gemeente\"},\"why\":{\"nl\":\"Om u te bellen over uw straat.\"},"       \
    "\"keep_days\":30,\"key\":\"KEY\"}"
#define SO_FAR                                                                                     \
    "{\"question\":\"mood\",\"total\":12,\"counted\":\"2026-11-22\",\"choices\":{\"very_bad\":"    \
    "2,\"good\":9}}"

enum { MODULUS_LEAST = 342, MODULUS_MOST = 683 };

/* A bundle with `member` ("\"wish\":{…},") before its programmes. */
static char *with(const char *member)
{
    char to[4096];

    (void)snprintf(to, sizeof to, "%s\"programmes\":[", member);
    return sample_replace(sample_bundle(), "\"programmes\":[", to);
}

static char *with_notices(const char *list)
{
    return sample_replace(sample_bundle(), "\"notices\":[]", list);
}

static char *with_so_far(const char *so_far)
{
    char to[1024];

    (void)snprintf(to, sizeof to, "{\"so_far\":%s,\"published\":\"2026-11-22\",", so_far);
    return sample_replace(sample_bundle(), "{\"published\":\"2026-11-22\",", to);
}

/* An object of a key as text inside text, with `length` signs of modulus that begin with `first`. */
static char *with_key(size_t length, char first, const char *rest)
{
    char modulus[MODULUS_MOST + 8];
    char member[4096];
    char key[2048];

    memset(modulus, 'x', length);
    modulus[0] = first;
    modulus[length] = '\0';
    (void)snprintf(key, sizeof key, "{\\\"kty\\\":\\\"RSA\\\",\\\"n\\\":\\\"%s\\\",%s}", modulus,
                   rest);
    (void)snprintf(member, sizeof member,
                   "\"wish\":{\"who\":{\"nl\":\"De gemeente\"},\"why\":{\"nl\":\"Om u te bellen "
                   "over uw straat.\"},\"keep_days\":30,\"key\":\"%s\"},",
                   key);
    return with(member);
}

#define EXPONENT "\\\"e\\\":\\\"AQAB\\\""

static void a_bundle_of_an_older_central_has_none_of_them(void **state)
{
    struct bs_bundle *b = sample_parse(sample_bundle());

    (void)state;
    assert_null(b->notice.id);
    assert_int_equal(b->wish.who.count, 0);
    assert_null(b->wish.key);
    assert_int_equal(b->house_count, 0);
    assert_int_equal(b->programmes[0].so_far.total, 0);
    assert_int_equal(b->place.area_count, 0);
    assert_int_equal(b->place.here_count, 0);
    bs_bundle_destroy(b);
}

/* ---- the urgent message ---- */

static void the_first_notice_is_the_one_to_show(void **state)
{
    struct bs_bundle *b = sample_parse(with_notices("\"notices\":[" NOTICE ",{\"any\":1}]"));

    (void)state;
    assert_string_equal(b->notice.id, "drinkwater");
    assert_string_equal(bs_text_in(&b->notice.title, "nl", NULL), "Kook het water");
    assert_string_equal(bs_text_in(&b->notice.text, "en", NULL), "Boil tap water.");
    assert_true(b->notice.until_ms == INT64_C(1796126400000));
    assert_true(b->notice.is_example);
    bs_bundle_destroy(b);
}

static void a_notice_without_an_end_stays_until_it_is_taken_back(void **state)
{
    char *text = with_notices("\"notices\":[" NOTICE "]");
    struct bs_bundle *b =
        sample_parse(sample_replace(text, "\"until\":\"2026-12-01T12:00:00Z\",", ""));

    (void)state;
    assert_true(b->notice.until_ms == 0);
    bs_bundle_destroy(b);
}

static void a_notice_with_one_thing_wrong_is_refused(void **state)
{
    (void)state;
    sample_assert_refused(with_notices("\"notices\":[{}]"),
                          "$.notices[0].id: expected a string, found nothing");
    sample_assert_refused(
        sample_replace(with_notices("\"notices\":[" NOTICE "]"), "12:00:00Z", "12:00"),
        "$.notices[0].until: expected a time like 2026-11-22T04:28:06Z");
    sample_assert_refused(
        sample_replace(with_notices("\"notices\":[" NOTICE "]"), "\"Kook het water\"", "1"),
        "$.notices[0].title.nl: expected a string, found a whole number");
}

/* ---- the offer to be called ---- */

static void a_wish_offer_comes_out_with_its_key_as_text(void **state)
{
    struct bs_bundle *b = sample_parse(with_key(MODULUS_LEAST, 'x', EXPONENT));

    (void)state;
    assert_string_equal(bs_text_in(&b->wish.who, "nl", NULL), "De gemeente");
    assert_string_equal(bs_text_in(&b->wish.why, "nl", NULL), "Om u te bellen over uw straat.");
    assert_int_equal(b->wish.keep_days, 30);
    assert_memory_equal(b->wish.key, "{\"kty\":\"RSA\",", 13);
    bs_bundle_destroy(b);
}

static void a_key_has_2048_to_4096_bits(void **state)
{
    (void)state;
    bs_bundle_destroy(sample_parse(with_key(MODULUS_LEAST, 'g', EXPONENT)));
    bs_bundle_destroy(sample_parse(with_key(MODULUS_MOST, 'x', EXPONENT)));
    sample_assert_refused(with_key(MODULUS_LEAST, 'f', EXPONENT),
                          "$.wish.key.n: expected a key of 2048 to 4096 bits");
    sample_assert_refused(with_key(MODULUS_LEAST - 2, 'x', EXPONENT),
                          "$.wish.key.n: expected a key of 2048 to 4096 bits");
    sample_assert_refused(with_key(MODULUS_MOST + 3, 'x', EXPONENT),
                          "$.wish.key.n: expected a key of 2048 to 4096 bits");
}

static void a_private_key_is_refused_as_such(void **state)
{
    static const char *const names[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char rest[64];

        (void)snprintf(rest, sizeof rest, EXPONENT ",\\\"%s\\\":\\\"x\\\"", names[i]);
        sample_assert_refused(
            with_key(MODULUS_LEAST, 'x', rest),
            "$.wish.key: this is a private key; publish the public half alone, and make a "
            "new key if others have seen this one");
    }
}

static void a_key_that_is_none_is_refused(void **state)
{
    (void)state;
    sample_assert_refused(with("\"wish\":" WISH ","), "$.wish.key: expected a public key as a JWK");
    sample_assert_refused(sample_replace(with_key(MODULUS_LEAST, 'x', EXPONENT), "RSA", "EC"),
                          "$.wish.key: expected an RSA key: \"kty\": \"RSA\"");
    sample_assert_refused(sample_replace(with_key(MODULUS_LEAST, 'x', EXPONENT), "xx", "+/"),
                          "$.wish.key.n: expected a number in base64url without padding");
    sample_assert_refused(with_key(MODULUS_LEAST, 'A', EXPONENT),
                          "$.wish.key.n: expected a key of 2048 to 4096 bits");
    sample_assert_refused(with_key(MODULUS_LEAST, 'x', "\\\"e\\\":\\\"Q\\\""),
                          "$.wish.key.e: expected a number in base64url without padding");
    sample_assert_refused(with_key(MODULUS_LEAST, 'x', EXPONENT ",\\\"x5c\\\":[]"),
                          "$.wish.key.x5c: is not a known name");
}

static void wishes_are_kept_a_day_to_a_year(void **state)
{
    (void)state;
    bs_bundle_destroy(sample_parse(
        sample_replace(with_key(MODULUS_LEAST, 'x', EXPONENT), "_days\":30", "_days\":365")));
    sample_assert_refused(
        sample_replace(with_key(MODULUS_LEAST, 'x', EXPONENT), "_days\":30", "_days\":366"),
        "$.wish.keep_days: expected a whole number from 1 to 365, found 366");
    sample_assert_refused(
        sample_replace(with_key(MODULUS_LEAST, 'x', EXPONENT), "_days\":30", "_days\":0"),
        "$.wish.keep_days: expected a whole number from 1 to 365, found 0");
}

/* ---- colours ---- */

static void colours_come_out_by_their_token(void **state)
{
    struct bs_bundle *b =
        sample_parse(with("\"house\":{\"canal\":\"#0a4f58\",\"on_canal\":\"#FFFFFF\"},"));

    (void)state;
    assert_int_equal(b->house_count, 2);
    assert_string_equal(b->house[0].token, "canal");
    assert_int_equal(b->house[0].rgb, 0x0A4F58);
    assert_int_equal(b->house[1].rgb, 0xFFFFFF);
    bs_bundle_destroy(b);
}

static void a_colour_that_is_none_is_refused(void **state)
{
    (void)state;
    sample_assert_refused(with("\"house\":{\"canal\":\"blue\"},"),
                          "$.house.canal: expected a colour like #0a4f58");
    sample_assert_refused(with("\"house\":{\"canal\":\"#0a4f5\"},"),
                          "$.house.canal: expected a colour like #0a4f58");
    sample_assert_refused(with("\"house\":{\"Canal\":\"#0a4f58\"},"),
                          "$.house.Canal: is not the name of a colour");
    sample_assert_refused(with("\"house\":[],"), "$.house: expected an object in { }");
}

static void ten_colours_are_read_and_eleven_are_not(void **state)
{
    char member[512] = "\"house\":{\"a\":\"#000000\"";

    (void)state;
    for (int i = 1; i < BS_HOUSE_COLOURS; i++) {
        size_t len = strlen(member);

        (void)snprintf(member + len, sizeof member - len, ",\"%c\":\"#000000\"", 'a' + i);
    }
    (void)strcat(member, "},");
    bs_bundle_destroy(sample_parse(with(member)));
    sample_assert_refused(sample_replace(with(member), "{\"a\":", "{\"z\":\"#000000\",\"a\":"),
                          "$.house: expected at most 10 colours, found 11");
}

/* ---- results so far ---- */

static void results_so_far_come_out_with_the_choices_values(void **state)
{
    struct bs_bundle *b = sample_parse(with_so_far(SO_FAR));
    const struct bs_so_far *so_far = &b->programmes[0].so_far;

    (void)state;
    assert_string_equal(so_far->question, "mood");
    assert_int_equal(so_far->total, 12);
    assert_int_equal(so_far->counted.day, 22);
    assert_int_equal(so_far->count, 2);
    assert_string_equal(so_far->choice[1].value, "good");
    assert_int_equal(so_far->choice[1].times, 9);
    bs_bundle_destroy(b);
}

static void fewer_than_ten_answers_are_no_results(void **state)
{
    (void)state;
    bs_bundle_destroy(sample_parse(sample_replace(
        sample_replace(with_so_far(SO_FAR), "\"total\":12", "\"total\":10"), "9}", "8}")));
    sample_assert_refused(
        sample_replace(with_so_far(SO_FAR), "\"total\":12", "\"total\":9"),
        "$.programmes[0].so_far.total: expected a whole number from 10 to 1000000000, "
        "found 9");
}

static void results_that_cannot_be_are_refused(void **state)
{
    (void)state;
    sample_assert_refused(sample_replace(with_so_far(SO_FAR), "\"good\":9", "\"good\":11"),
                          "$.programmes[0].so_far.choices: are more than the total");
    sample_assert_refused(sample_replace(with_so_far(SO_FAR), "\"good\":9", "\"fine\":9"),
                          "$.programmes[0].so_far.choices.fine: is not a choice of that question");
    sample_assert_refused(
        sample_replace(with_so_far(SO_FAR), "{\"question\":\"mood\"", "{\"question\":\"nergens\""),
        "$.programmes[0].so_far: is not of a question where one is chosen");
    sample_assert_refused(sample_replace(with_so_far(SO_FAR), "\"good\":9", "\"good\":-1"),
                          "$.programmes[0].so_far.choices.good: expected a whole number from 0 to "
                          "1000000000, found -1");
}

/* ---- a place's card ---- */

#define AREAS                                                                                      \
    "\"areas\":[{\"code\":\"WK191601\",\"name\":\"Noord\"},{\"code\":\"BU19160203\",\"name\":"     \
    "\"Zuid\"}],"
#define HERE                                                                                       \
    "\"here\":[{\"title\":{\"nl\":\"Koffie\"},\"text\":{\"nl\":\"Elke dag om tien uur.\"}}],"      \
    "\"here_example\":true,"

static char *with_place(const char *members)
{
    char to[4096];

    (void)snprintf(to, sizeof to, "\"place\":{%s\"id\":", members);
    return sample_replace(sample_bundle(), "\"place\":{\"id\":", to);
}

static void areas_and_what_is_on_here_come_out_in_order(void **state)
{
    struct bs_bundle *b = sample_parse(with_place(AREAS HERE));

    (void)state;
    assert_int_equal(b->place.area_count, 2);
    assert_string_equal(b->place.areas[0].name, "Noord");
    assert_string_equal(b->place.areas[1].code, "BU19160203");
    assert_int_equal(b->place.here_count, 1);
    assert_string_equal(bs_text_in(&b->place.here[0].title, "nl", NULL), "Koffie");
    assert_true(b->place.here_is_example);
    bs_bundle_destroy(b);
}

static void areas_that_cannot_be_are_refused(void **state)
{
    (void)state;
    sample_assert_refused(with_place("\"areas\":[{\"code\":\"WK191601\",\"name\":\"Noord\"}],"),
                          "$.place.areas: expected at least 2, found 1");
    sample_assert_refused(sample_replace(with_place(AREAS), "BU19160203", "WK191601"),
                          "$.place.areas[1]: is there twice");
    sample_assert_refused(sample_replace(with_place(AREAS), "BU19160203", "WK1916"),
                          "$.place.areas[1].code: expected a CBS code like WK191601 or BU19160103");
    sample_assert_refused(with_place("\"here\":[],"), "$.place.here: expected at least 1, found 0");
}

/* So many areas and lines. */
static char *with_many(int areas, int lines)
{
    char members[4096] = "\"areas\":[";

    for (int i = 0; i < areas; i++) {
        size_t len = strlen(members);

        (void)snprintf(members + len, sizeof members - len,
                       "%s{\"code\":\"WK19160%d\",\"name\":\"Wijk\"}", i == 0 ? "" : ",", i);
    }
    (void)strcat(members, "],\"here\":[");
    for (int i = 0; i < lines; i++) {
        (void)strcat(members, i == 0 ? "" : ",");
        (void)strcat(members, "{\"title\":{\"nl\":\"a\"},\"text\":{\"nl\":\"b\"}}");
    }
    (void)strcat(members, "],");
    return with_place(members);
}

static void eight_areas_and_six_lines_are_read_and_one_more_is_not(void **state)
{
    (void)state;
    bs_bundle_destroy(sample_parse(with_many(BS_AREAS_MAX, BS_HERE_MAX)));
    sample_assert_refused(with_many(BS_AREAS_MAX + 1, 1),
                          "$.place.areas[8]: is one too many: expected at most 8, found 9");
    sample_assert_refused(with_many(2, BS_HERE_MAX + 1),
                          "$.place.here[6]: is one too many: expected at most 6, found 7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_of_an_older_central_has_none_of_them),
        cmocka_unit_test(the_first_notice_is_the_one_to_show),
        cmocka_unit_test(a_notice_without_an_end_stays_until_it_is_taken_back),
        cmocka_unit_test(a_notice_with_one_thing_wrong_is_refused),
        cmocka_unit_test(a_wish_offer_comes_out_with_its_key_as_text),
        cmocka_unit_test(a_key_has_2048_to_4096_bits),
        cmocka_unit_test(a_private_key_is_refused_as_such),
        cmocka_unit_test(a_key_that_is_none_is_refused),
        cmocka_unit_test(wishes_are_kept_a_day_to_a_year),
        cmocka_unit_test(colours_come_out_by_their_token),
        cmocka_unit_test(a_colour_that_is_none_is_refused),
        cmocka_unit_test(ten_colours_are_read_and_eleven_are_not),
        cmocka_unit_test(results_so_far_come_out_with_the_choices_values),
        cmocka_unit_test(fewer_than_ten_answers_are_no_results),
        cmocka_unit_test(results_that_cannot_be_are_refused),
        cmocka_unit_test(areas_and_what_is_on_here_come_out_in_order),
        cmocka_unit_test(areas_that_cannot_be_are_refused),
        cmocka_unit_test(eight_areas_and_six_lines_are_read_and_one_more_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
