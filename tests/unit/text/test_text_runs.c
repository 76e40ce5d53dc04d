/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "noto.h"

/* What a line shows from left to right: each run's bytes, those that run to the left in <>, with a bar between. */
static void show(struct text *text, const char *lang, const char *label, char out[400])
{
    const struct text_line line = noto_line(lang, label);
    struct text_run runs[TEXT_RUNS_MAX];
    const size_t count = text_runs(text, &line, runs);
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const int wrote = snprintf(out + len, 400 - len, runs[i].is_rtl ? "%s<%.*s>" : "%s%.*s",
                                   i > 0 ? "|" : "", (int)runs[i].len, label + runs[i].from);
        len += (size_t)wrote;
    }
}

static void dutch_is_one_run(void **state)
{
    char shown[400];
    show(*state, "nl", "Hoe schoon is uw straat? 60 %", shown);
    assert_string_equal(shown, "Hoe schoon is uw straat? 60 %");
}

static void arabic_is_one_run_to_the_left(void **state)
{
    char shown[400];
    show(*state, "ar", "ما مدى نظافة شارعك؟", shown);
    assert_string_equal(shown, "<ما مدى نظافة شارعك؟>");
}

static void number_in_arabic_keeps_the_order_of_its_digits(void **state)
{
    char shown[400];
    show(*state, "ar", "لديك 60 ثانية", shown);
    assert_string_equal(shown, "< ثانية>|60|<لديك >");
}

static void number_in_brackets_stays_between_them(void **state)
{
    char shown[400];
    show(*state, "ar", "وقت (60 ثانية)", shown);
    /* The closing bracket stands leftmost; each bracket is mirrored as it is drawn to the left. */
    assert_string_equal(shown, "<)>|< ثانية>|60|<(>|<وقت >");
}

/* K87 */
static void phone_number_falls_apart_without_an_isolate_and_stays_whole_in_one(void **state)
{
    char shown[400];
    show(*state, "ar", "اتصل 06-12345678", shown);
    assert_string_equal(shown, "12345678|<->|06|<اتصل >");
    show(*state, "ar",
         "اتصل \u2066"
         "06-12345678\u2069",
         shown);
    assert_string_equal(shown, "06-12345678|<اتصل >");
}

/* K87 */
static void date_in_an_isolate_reads_day_first(void **state)
{
    char shown[400];
    show(*state, "ar",
         "يوم \u2066"
         "12-03-2026\u2069 هنا",
         shown);
    assert_string_equal(shown, "< هنا>|12-03-2026|<يوم >");
}

static void first_strong_isolate_takes_the_direction_of_its_words(void **state)
{
    char shown[400];
    show(*state, "ar",
         "في \u2068"
         "De Zijde (noord)\u2069.",
         shown);
    assert_string_equal(shown, "<.>|De Zijde (noord)|<في >");
}

static void arabic_name_in_a_dutch_line_runs_to_the_left_alone(void **state)
{
    char shown[400];
    show(*state, "nl", "Taal: العربية of English", shown);
    assert_string_equal(shown, "Taal: |<العربية>| of English");
}

static void each_part_of_a_mixed_line_has_a_font_that_holds_it(void **state)
{
    const struct text_line line = noto_line("ar", "حي De Zijde");
    struct text_run runs[TEXT_RUNS_MAX];
    assert_int_equal(text_runs(*state, &line, runs), 2);
    assert_false(runs[0].is_arabic);
    assert_true(runs[1].is_arabic);
    assert_int_equal(runs[1].x, runs[0].width);
    assert_int_equal(text_missing_glyphs(*state, "ar", "حي De Zijde (60) ؟"), 0);
}

static void arabic_letters_join(void **state)
{
    struct text *text = *state;
    /* Kept apart by a non-joiner, the same letters stand in their wider forms of the end. */
    const int joined = noto_width(text, "ar", "سييئة");
    const int apart = noto_width(text, "ar", "س\u200Cي\u200Cي\u200Cئ\u200Cة");
    assert_true(joined > 0);
    assert_true(apart > joined * 11 / 10);
}

static void lam_and_alef_become_one_sign(void **state)
{
    struct text *text = *state;
    assert_true(noto_width(text, "ar", "لا") <
                noto_width(text, "ar", "ل") + noto_width(text, "ar", "ا"));
}

static void invisible_characters_take_no_room(void **state)
{
    struct text *text = *state;
    const int plain = noto_width(text, "nl", "vuilniszakken");
    assert_int_equal(noto_width(text, "nl", "vuilnis\u00ADzakken"), plain);
    assert_int_equal(noto_width(text, "nl", "\u2068vuilniszakken\u2069"), plain);
    assert_int_equal(noto_width(text, "nl", "\u200Evuilniszakken\u200F"), plain);
}

/* K33 */
static void characters_that_no_font_has_are_counted(void **state)
{
    assert_int_equal(text_missing_glyphs(*state, "nl", "Goed, İstanbul, Łódź, Україна, ɣḍẓ"), 0);
    assert_int_equal(text_missing_glyphs(*state, "nl", "中文"), 2);
    assert_int_equal(text_missing_glyphs(*state, "nl", "\u2068\u00AD\u200B\u2069"), 0);
}

static void broken_utf_8_is_shown_and_counted_but_never_crashes(void **state)
{
    static const char *const bad[] = {"\xFF\xFE",     "abc\xC3",          "\xE2\x80",
                                      "\xED\xA0\x80", "\xF5\x80\x80\x80", "a\x80z"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_true(noto_width(*state, "nl", bad[i]) > 0);
        assert_true(noto_width(*state, "ar", bad[i]) > 0);
        assert_true(text_missing_glyphs(*state, "nl", bad[i]) > 0);
    }
}

static void empty_and_invisible_texts_have_no_runs(void **state)
{
    const char *const empty[] = {"", "\u2068\u2069", "\n", "\u00AD"};
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        const struct text_line line = noto_line("nl", empty[i]);
        struct text_run runs[TEXT_RUNS_MAX];
        assert_int_equal(text_runs(*state, &line, runs), 0);
    }
}

static void more_runs_than_there_is_room_for_join_the_last(void **state)
{
    char label[TEXT_BYTES_MAX + 100] = "";
    for (size_t i = 0; i < 100; i++) {
        strcat(label, "aب");
    }
    const struct text_line line = noto_line("nl", label);
    struct text_run runs[TEXT_RUNS_MAX];
    assert_int_equal(text_runs(*state, &line, runs), TEXT_RUNS_MAX);
}

static void missing_font_is_named(void **state)
{
    struct text *text = NULL;
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(text_open("/nonexistent", &text, &err), BS_BAD);
    assert_non_null(strstr(err.text, "/nonexistent/NotoSans-Regular.ttf"));
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dutch_is_one_run),
        cmocka_unit_test(arabic_is_one_run_to_the_left),
        cmocka_unit_test(number_in_arabic_keeps_the_order_of_its_digits),
        cmocka_unit_test(number_in_brackets_stays_between_them),
        cmocka_unit_test(phone_number_falls_apart_without_an_isolate_and_stays_whole_in_one),
        cmocka_unit_test(date_in_an_isolate_reads_day_first),
        cmocka_unit_test(first_strong_isolate_takes_the_direction_of_its_words),
        cmocka_unit_test(arabic_name_in_a_dutch_line_runs_to_the_left_alone),
        cmocka_unit_test(each_part_of_a_mixed_line_has_a_font_that_holds_it),
        cmocka_unit_test(arabic_letters_join),
        cmocka_unit_test(lam_and_alef_become_one_sign),
        cmocka_unit_test(invisible_characters_take_no_room),
        cmocka_unit_test(characters_that_no_font_has_are_counted),
        cmocka_unit_test(broken_utf_8_is_shown_and_counted_but_never_crashes),
        cmocka_unit_test(empty_and_invisible_texts_have_no_runs),
        cmocka_unit_test(more_runs_than_there_is_room_for_join_the_last),
        cmocka_unit_test(missing_font_is_named),
    };
    return cmocka_run_group_tests(tests, noto_open, noto_close);
}
