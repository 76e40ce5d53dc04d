/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "noto.h"

struct result {
    bool fits;
    size_t count;
    struct ui_line lines[UI_LINES_MAX];
    char shown[800]; /* lines with " / " between, "~" for a hyphen that is put in */
};

static struct result wrap_to(struct text *text, const char *lang, const char *label, int width,
                             size_t lines_max)
{
    const struct ui_text_ops ops = text_ops(text);
    struct result result = {0};
    size_t len = 0;
    result.fits = ops.wrap(ops.self, noto_regular, lang, label, width, lines_max, result.lines,
                           &result.count);
    for (size_t i = 0; i < result.count; i++) {
        const struct ui_line *line = &result.lines[i];
        len += (size_t)snprintf(result.shown + len, sizeof result.shown - len, "%s%.*s%s",
                                i > 0 ? " / " : "", (int)line->len, label + line->from,
                                line->hyphen ? "~" : "");
    }
    return result;
}

static struct result wrap(struct text *text, const char *label, int width)
{
    return wrap_to(text, "nl", label, width, UI_LINES_MAX);
}

static void short_text_is_one_line(void **state)
{
    const struct result result = wrap(*state, "Goed", 1000);
    assert_true(result.fits);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.lines[0].width, noto_width(*state, "nl", "Goed"));
}

static void text_breaks_at_blanks_which_belong_to_no_line(void **state)
{
    const int width = noto_width(*state, "nl", "Hoe schoon is");
    const struct result result = wrap(*state, "Hoe schoon is  uw straat?", width);
    assert_true(result.fits);
    assert_string_equal(result.shown, "Hoe schoon is / uw straat?");
}

static void one_pixel_less_moves_the_word_down(void **state)
{
    const int width = noto_width(*state, "nl", "Hoe schoon is");
    const struct result result = wrap(*state, "Hoe schoon is uw straat?", width - 1);
    assert_string_equal(result.shown, "Hoe schoon / is uw straat?");
}

static void no_line_is_wider_than_allowed(void **state)
{
    const char *label = "De gemeente vertelt op 15 januari wat zij met uw antwoord doet.";
    for (int width = 200; width < 1400; width += 37) {
        const struct result result = wrap(*state, label, width);
        assert_true(result.fits);
        for (size_t i = 0; i < result.count; i++) {
            assert_true(result.lines[i].width <= width);
        }
    }
}

static void nothing_of_the_text_is_lost(void **state)
{
    const char *label = "De gemeente vertelt op 15 januari wat zij doet.";
    const struct result result = wrap(*state, label, 300);
    size_t at = 0;
    for (size_t i = 0; i < result.count; i++) {
        assert_int_equal(result.lines[i].from, at);
        at = result.lines[i].from + result.lines[i].len + 1;
    }
    assert_int_equal(at, strlen(label) + 1);
}

static void word_wider_than_the_line_stands_alone_and_does_not_fit(void **state)
{
    const struct result result = wrap(*state, "Te veel vuilniszakken hier", 200);
    assert_false(result.fits);
    assert_string_equal(result.shown, "Te veel / vuilniszakken / hier");
}

static void soft_hyphen_breaks_a_word_that_would_not_fit(void **state)
{
    const struct result result = wrap(*state, "vuilnis\u00ADzakken", 200);
    assert_true(result.fits);
    assert_int_equal(result.count, 2);
    assert_true(result.lines[0].hyphen);
    assert_false(result.lines[1].hyphen);
}

static void width_of_a_broken_word_counts_the_hyphen(void **state)
{
    const struct result result = wrap(*state, "vuilnis\u00ADzakken", 200);
    assert_int_equal(result.lines[0].width, noto_width(*state, "nl", "vuilnis-"));
}

static void soft_hyphen_is_not_used_where_a_blank_does_as_well(void **state)
{
    const int width = noto_width(*state, "nl", "prullenbakken");
    const struct result result = wrap(*state, "Te weinig prullen\u00ADbakken", width + 20);
    assert_true(result.fits);
    assert_int_equal(result.count, 2);
    assert_false(result.lines[0].hyphen);
}

static void soft_hyphen_is_used_where_it_saves_a_line(void **state)
{
    const int width = noto_width(*state, "nl", "de prullen-");
    const struct result result = wrap(*state, "de prullen\u00ADbakken", width);
    assert_int_equal(result.count, 2);
    assert_true(result.lines[0].hyphen);
}

static void hyphen_between_letters_ends_a_line_but_not_between_digits(void **state)
{
    const int narrow = noto_width(*state, "nl", "Leidschendam-");
    assert_string_equal(wrap(*state, "Leidschendam-Noord", narrow).shown, "Leidschendam- / Noord");
    assert_int_equal(wrap(*state, "06-12345678", 100).count, 1);
}

static void no_break_space_holds_words_together(void **state)
{
    const int width = noto_width(*state, "nl", "om 10");
    assert_string_equal(wrap(*state, "om 10\u00A0uur", width).shown, "om / 10\u00A0uur");
}

static void line_end_always_breaks(void **state)
{
    assert_string_equal(wrap(*state, "Dank u wel.\nHet is bewaard.", 5000).shown,
                        "Dank u wel. / Het is bewaard.");
    assert_int_equal(wrap(*state, "een\n\ntwee", 5000).count, 3);
}

static void more_lines_than_allowed_do_not_fit(void **state)
{
    const int width = noto_width(*state, "nl", "twee");
    const struct result two = wrap_to(*state, "nl", "een twee drie", width, 2);
    assert_false(two.fits);
    assert_int_equal(two.count, 2);
    const struct result three = wrap_to(*state, "nl", "een twee drie", width, 3);
    assert_true(three.fits);
    assert_int_equal(three.count, 3);
}

static void arabic_lines_break_in_reading_order(void **state)
{
    const char *label = "ما مدى نظافة شارعك؟";
    const int width = noto_width(*state, "ar", "ما مدى نظافة");
    const struct result result = wrap_to(*state, "ar", label, width, UI_LINES_MAX);
    assert_true(result.fits);
    assert_string_equal(result.shown, "ما مدى نظافة / شارعك؟");
}

static void isolate_that_spans_two_lines_keeps_its_direction_on_both(void **state)
{
    struct text *text = *state;
    const char *label = "اتصل \u2066"
                        "06-123 45-678\u2069";
    const int width = noto_width(text, "ar",
                                 "اتصل \u2066"
                                 "06-123\u2069");
    const struct result result = wrap_to(text, "ar", label, width, UI_LINES_MAX);
    assert_int_equal(result.count, 2);
    const struct text_line second = {.font = noto_regular,
                                     .lang = "ar",
                                     .paragraph = label,
                                     .from = result.lines[1].from,
                                     .len = result.lines[1].len};
    struct text_run runs[TEXT_RUNS_MAX];
    assert_int_equal(text_runs(text, &second, runs), 1);
    assert_false(runs[0].is_rtl);
}

static void empty_text_is_no_line_and_fits(void **state)
{
    const struct result empty = wrap(*state, "", 100);
    assert_true(empty.fits);
    assert_int_equal(empty.count, 0);
    assert_int_equal(wrap(*state, "   ", 100).count, 0);
}

static void paragraph_at_the_limit_is_laid_out_and_one_past_does_not_fit(void **state)
{
    char label[TEXT_BYTES_MAX + 2];
    memset(label, 'i', sizeof label);
    label[TEXT_BYTES_MAX] = '\0';
    assert_true(wrap(*state, label, INT32_MAX).fits);
    label[TEXT_BYTES_MAX] = 'i';
    label[TEXT_BYTES_MAX + 1] = '\0';
    assert_false(wrap(*state, label, INT32_MAX).fits);
}

static void extent_leaves_arabic_more_room_than_latin(void **state)
{
    const struct ui_text_ops ops = text_ops(*state);
    int ascent[2];
    int descent[2];
    ops.extent(ops.self, noto_bold, "nl", &ascent[0], &descent[0]);
    ops.extent(ops.self, noto_bold, "ar", &ascent[1], &descent[1]);
    assert_true(ascent[0] > noto_bold.px * 9 / 10 && descent[0] > noto_bold.px / 5);
    assert_true(ascent[0] + descent[0] <= noto_bold.px * 12 / 10);
    assert_true(ascent[1] + descent[1] > ascent[0] + descent[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_text_is_one_line),
        cmocka_unit_test(text_breaks_at_blanks_which_belong_to_no_line),
        cmocka_unit_test(one_pixel_less_moves_the_word_down),
        cmocka_unit_test(no_line_is_wider_than_allowed),
        cmocka_unit_test(nothing_of_the_text_is_lost),
        cmocka_unit_test(word_wider_than_the_line_stands_alone_and_does_not_fit),
        cmocka_unit_test(soft_hyphen_breaks_a_word_that_would_not_fit),
        cmocka_unit_test(width_of_a_broken_word_counts_the_hyphen),
        cmocka_unit_test(soft_hyphen_is_not_used_where_a_blank_does_as_well),
        cmocka_unit_test(soft_hyphen_is_used_where_it_saves_a_line),
        cmocka_unit_test(hyphen_between_letters_ends_a_line_but_not_between_digits),
        cmocka_unit_test(no_break_space_holds_words_together),
        cmocka_unit_test(line_end_always_breaks),
        cmocka_unit_test(more_lines_than_allowed_do_not_fit),
        cmocka_unit_test(arabic_lines_break_in_reading_order),
        cmocka_unit_test(isolate_that_spans_two_lines_keeps_its_direction_on_both),
        cmocka_unit_test(empty_text_is_no_line_and_fits),
        cmocka_unit_test(paragraph_at_the_limit_is_laid_out_and_one_past_does_not_fit),
        cmocka_unit_test(extent_leaves_arabic_more_room_than_latin),
    };
    return cmocka_run_group_tests(tests, noto_open, noto_close);
}
