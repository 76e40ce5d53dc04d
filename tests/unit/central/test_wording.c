/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which language a reader gets, and how words are marked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "wording.h"

static const char offered[][BS_LANG_TEXT] = {"nl", "en", "ar", "zgh-Tfng"};
enum { OFFERED = sizeof offered / sizeof offered[0] };

static size_t choose(const char *accept)
{
    return wording_choose(accept, offered, OFFERED);
}

static void first_of_equals_is_taken(void **state)
{
    (void)state;
    assert_int_equal(choose("en,nl"), 1);
    assert_int_equal(choose("nl-NL,nl;q=0.9,en;q=0.8"), 0);
}

static void heaviest_is_taken_wherever_it_stands(void **state)
{
    (void)state;
    assert_int_equal(choose("nl;q=0.1, en;q=0.2 ,ar;q=0.999"), 2);
    assert_int_equal(choose("tr, pl;q=0.9, en ; q=0.3"), 1);
}

static void case_and_region_do_not_matter(void **state)
{
    (void)state;
    assert_int_equal(choose("EN-gb"), 1);
    assert_int_equal(choose("ar-MA"), 2);
    assert_int_equal(choose("zgh-Tfng"), 3);
    assert_int_equal(choose("arz"), OFFERED);
}

static void what_is_not_wanted_is_not_taken(void **state)
{
    (void)state;
    assert_int_equal(choose(""), OFFERED);
    assert_int_equal(choose("*"), OFFERED);
    assert_int_equal(choose("nl;q=0"), OFFERED);
    assert_int_equal(choose("nl;q=0.000,en;q=0.001"), 1);
}

static void malformed_parts_are_passed_over(void **state)
{
    static const char *const odd[] = {
        ",,,;;;",  "nl;q=", "nl;q=2",     "nl;q=1.001", "nl;q=0.1234", "nl;x=1",  "nl;q=a",
        "nl;q=-1", ";q=1",  "nl;q=1;q=1", "\t ",        "nl;",         "n;q=0.5",
    };
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "%s,en;q=0.001", odd[i]);
        size_t found = choose(text);
        if (found != 1 && strcmp(odd[i], "nl;") != 0) {
            fail_msg("%s gives %zu", odd[i], found);
        }
    }
}

static void sixteen_parts_are_read_and_the_seventeenth_is_not(void **state)
{
    char text[256] = "";
    (void)state;
    for (int i = 0; i < 15; i++) {
        strcat(text, "xx,");
    }
    strcat(text, "en");
    assert_int_equal(choose(text), 1);
    memmove(text + 3, text, strlen(text) + 1);
    memcpy(text, "xx,", 3);
    assert_int_equal(choose(text), OFFERED);
}

static void direction_follows_the_script_and_then_the_language(void **state)
{
    (void)state;
    assert_true(wording_is_rtl("ar"));
    assert_true(wording_is_rtl("fa"));
    assert_true(wording_is_rtl("ku-Arab"));
    assert_false(wording_is_rtl("ar-Latn"));
    assert_false(wording_is_rtl("nl"));
    assert_false(wording_is_rtl("arn"));
}

static void words_in_another_language_are_marked_and_in_the_pages_own_are_not(void **state)
{
    struct bs_buf buf;
    const struct html html = {.out = &buf};
    const struct bs_text text = {
        .count = 2, .in = {{.lang = "nl", .text = "Hoi <b>"}, {.lang = "ar", .text = "مرحبا"}}};
    (void)state;
    bs_buf_init(&buf, 1000);
    wording_write(&html, &text, "nl", "nl");
    assert_string_equal(bs_buf_string(&buf), "Hoi &lt;b&gt;");
    bs_buf_reset(&buf);
    wording_write(&html, &text, "ar", "nl");
    assert_string_equal(bs_buf_string(&buf), "<span lang=\"ar\" dir=\"rtl\">مرحبا</span>");
    bs_buf_reset(&buf);
    wording_block(&html, &text, "en", "en");
    assert_string_equal(bs_buf_string(&buf), " lang=\"nl\" dir=\"ltr\">Hoi &lt;b&gt;");
    bs_buf_reset(&buf);
    wording_block(&html, &text, "nl", "nl");
    assert_string_equal(bs_buf_string(&buf), ">Hoi &lt;b&gt;");
    bs_buf_finish(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_of_equals_is_taken),
        cmocka_unit_test(heaviest_is_taken_wherever_it_stands),
        cmocka_unit_test(case_and_region_do_not_matter),
        cmocka_unit_test(what_is_not_wanted_is_not_taken),
        cmocka_unit_test(malformed_parts_are_passed_over),
        cmocka_unit_test(sixteen_parts_are_read_and_the_seventeenth_is_not),
        cmocka_unit_test(direction_follows_the_script_and_then_the_language),
        cmocka_unit_test(words_in_another_language_are_marked_and_in_the_pages_own_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
