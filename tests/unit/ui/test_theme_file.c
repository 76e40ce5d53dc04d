/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>

#include "theme.h"

/* 21.5 inch, full HD, read from 600 mm: what the shipped theme is meant for. */
static const struct ui_display reference = {1920, 1080, 476, 268, 920, 600};

/* The shipped theme in memory, to be changed and parsed. */
struct sample {
    char text[8192];
    struct ui_theme theme;
    struct ui_theme_error error;
};

static void load_file(struct sample *sample, const char *path)
{
    struct bs_buf file;
    memset(sample, 0, sizeof *sample);
    bs_buf_init(&file, sizeof sample->text - 1);
    assert_int_equal(bs_file_read(path, &file, NULL), BS_OK);
    memcpy(sample->text, file.data, file.len);
    bs_buf_finish(&file);
}

static void load(struct sample *sample)
{
    load_file(sample, BS_SOURCE_DIR "/assets/themes/default.theme");
}

static bool parse(struct sample *sample, const struct ui_display *display)
{
    return theme_parse(sample->text, strlen(sample->text), display, &sample->theme, &sample->error);
}

/* Puts `with` in the place of the line that begins with "key =". */
static void replace(struct sample *sample, const char *key, const char *with)
{
    char start[40];
    (void)snprintf(start, sizeof start, "\n%s = ", key);
    char *line = strstr(sample->text, start);
    assert_non_null(line);
    line++;
    char *end = strchr(line, '\n');
    char rest[8192];
    (void)snprintf(rest, sizeof rest, "%s", end + 1);
    (void)snprintf(line, (size_t)(sample->text + sizeof sample->text - line), "%s\n%s", with, rest);
}

static int line_number(const struct sample *sample, const char *content)
{
    const char *found = strstr(sample->text, content);
    assert_non_null(found);
    int line = 1;
    for (const char *at = sample->text; at < found; at++) {
        line += *at == '\n';
    }
    return line;
}

static void shipped_theme_is_accepted(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    assert_true(parse(&sample, &reference));
    assert_int_equal(sample.theme.colour[UI_CANAL].r, 0x0A);
    assert_int_equal(sample.theme.colour[UI_CANAL].g, 0x4F);
    assert_int_equal(sample.theme.colour[UI_CANAL].b, 0x5A);
    assert_int_equal(sample.theme.colour[UI_CANAL].a, 255);
}

static void shipped_theme_gives_the_pixels_of_the_look(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    assert_true(parse(&sample, &reference));
    assert_int_equal(sample.theme.font[UI_STYLE_QUESTION].px, 68);
    assert_true(sample.theme.font[UI_STYLE_QUESTION].bold);
    assert_int_equal(sample.theme.font[UI_STYLE_SMALL].px, 42);
    assert_false(sample.theme.font[UI_STYLE_SMALL].bold);
    assert_int_equal(sample.theme.margin, 64);
    assert_int_equal(sample.theme.gap, 24);
    assert_int_equal(sample.theme.bar_height, 170);
    assert_int_equal(sample.theme.border, 4);
    assert_int_equal(sample.theme.border_chosen, 10);
}

static void assert_readable(const struct ui_display *display)
{
    struct sample sample;
    load(&sample);
    assert_true(parse(&sample, display));
    const double least_mm = 0.0122 * display->viewing_distance_mm / 0.72;
    for (int i = 0; i < UI_STYLES; i++) {
        const double mm = sample.theme.font[i].px / sample.theme.px_per_mm;
        assert_true(mm >= least_mm - 0.001);
    }
    assert_true(sample.theme.target_min >= 20 * sample.theme.px_per_mm);
    assert_true(sample.theme.gap >= 5 * sample.theme.px_per_mm);
    assert_true(sample.theme.bar_height >= sample.theme.target_min + 2 * sample.theme.gap);
    assert_true(sample.theme.top_height >= sample.theme.target_min);
}

static void text_is_never_below_the_angle_on_any_display(void **state)
{
    const struct ui_display displays[] = {
        {1920, 1080, 476, 268, 920, 600}, {1920, 1080, 476, 268, 920, 700},
        {1280, 800, 331, 207, 920, 600},  {1280, 800, 217, 136, 920, 400},
        {1920, 1080, 344, 194, 920, 600}, {1920, 1080, 598, 336, 900, 700},
        {3840, 2160, 598, 336, 900, 600},
    };
    (void)state;
    for (size_t i = 0; i < sizeof displays / sizeof displays[0]; i++) {
        assert_readable(&displays[i]);
    }
}

static void smaller_display_gets_smaller_headings(void **state)
{
    const struct ui_display small = {1280, 800, 331, 207, 920, 600};
    struct sample sample;
    (void)state;
    load(&sample);
    assert_true(parse(&sample, &small));
    const double mm = sample.theme.font[UI_STYLE_QUESTION].px / sample.theme.px_per_mm;
    assert_true(mm < 14 && mm > 10.2);
}

static void headings_stay_headings_on_a_display_that_stands(void **state)
{
    const struct ui_display standing = {1080, 1920, 299, 531, 650, 600};
    struct sample sample;
    (void)state;
    load(&sample);
    assert_true(parse(&sample, &standing));
    const struct ui_font *font = sample.theme.font;
    assert_true(font[UI_STYLE_QUESTION].px * 3 > font[UI_STYLE_BODY].px * 4);
    assert_true(font[UI_STYLE_TITLE].px > font[UI_STYLE_BODY].px);
}

static void unknown_key_is_named_with_its_line(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    replace(&sample, "hair", "hare = #D9D2C5");
    assert_false(parse(&sample, &reference));
    assert_int_equal(sample.error.line, line_number(&sample, "hare"));
    assert_non_null(strstr(sample.error.text, "hare"));
}

static void missing_key_is_named(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    replace(&sample, "gap", "");
    assert_false(parse(&sample, &reference));
    assert_non_null(strstr(sample.error.text, "gap"));
}

static void key_given_twice_is_refused_at_the_second(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    replace(&sample, "hair", "hair = #D9D2C5\nhair = #D9D2C4");
    assert_false(parse(&sample, &reference));
    assert_int_equal(sample.error.line, line_number(&sample, "#D9D2C4"));
}

static void colours_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {"ink = 16262E",  "ink = #16262", "ink = #16262E0",
                                      "ink = #16262G", "ink = red",    "ink ="};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct sample sample;
        load(&sample);
        replace(&sample, "ink", bad[i]);
        assert_false(parse(&sample, &reference));
        assert_int_equal(sample.error.line, line_number(&sample, bad[i]));
    }
}

static void sizes_are_taken_at_the_limit_and_refused_beyond(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    replace(&sample, "target", "target = 20");
    assert_true(parse(&sample, &reference));
    replace(&sample, "target", "target = 19.9");
    assert_false(parse(&sample, &reference));
    assert_non_null(strstr(sample.error.text, "target"));
    replace(&sample, "target", "target = 60");
    assert_true(parse(&sample, &reference));
    replace(&sample, "target", "target = 60.1");
    assert_false(parse(&sample, &reference));
}

static void numbers_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {"gap = 6,0", "gap = 6.",  "gap = .6",  "gap = 6.0.0",
                                      "gap = -6",  "gap = 6mm", "gap = 1e1", "gap = 000000006"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct sample sample;
        load(&sample);
        replace(&sample, "gap", bad[i]);
        assert_false(parse(&sample, &reference));
    }
}

static void text_below_7_to_1_is_refused_with_both_names(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    replace(&sample, "soft", "soft = #6B7B84");
    assert_false(parse(&sample, &reference));
    assert_non_null(strstr(sample.error.text, "soft on paper"));
}

static void edge_below_3_to_1_is_refused(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    replace(&sample, "edge", "edge = #A0B0B8");
    assert_false(parse(&sample, &reference));
    assert_non_null(strstr(sample.error.text, "edge on "));
}

static void refused_theme_leaves_the_old_one_alone(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    sample.theme.gap = 4711;
    replace(&sample, "ink", "ink = #FFFFFF");
    assert_false(parse(&sample, &reference));
    assert_int_equal(sample.theme.gap, 4711);
}

static void file_beyond_the_limit_is_refused(void **state)
{
    static char text[16386];
    struct ui_theme theme;
    struct ui_theme_error error = {0};
    (void)state;
    memset(text, '\n', sizeof text);
    assert_false(theme_parse(text, 16385, &reference, &theme, &error));
    assert_non_null(strstr(error.text, "16384"));
    assert_false(theme_parse(text, 16384, &reference, &theme, &error));
    assert_non_null(strstr(error.text, "missing"));
}

static void zero_byte_in_a_line_is_refused(void **state)
{
    struct sample sample;
    (void)state;
    load(&sample);
    const size_t len = strlen(sample.text);
    char *line = strstr(sample.text, "ink = ");
    line[5] = '\0';
    assert_false(theme_parse(sample.text, len, &reference, &sample.theme, &sample.error));
}

static void impossible_display_is_refused(void **state)
{
    const struct ui_display displays[] = {{0, 1080, 476, 268, 920, 600},
                                          {1920, 1080, 0, 268, 920, 600},
                                          {1920, 1080, 476, 268, 920, 100}};
    (void)state;
    for (size_t i = 0; i < sizeof displays / sizeof displays[0]; i++) {
        struct sample sample;
        load(&sample);
        assert_false(parse(&sample, &displays[i]));
    }
}

/* ---- how somebody wants to see it ---- */

static struct ui_theme vary(unsigned modes)
{
    static struct sample sample, contrast;
    struct ui_theme out;
    load(&sample);
    assert_true(parse(&sample, &reference));
    load_file(&contrast, BS_SOURCE_DIR "/assets/themes/contrast.theme");
    assert_true(parse(&contrast, &reference));
    theme_vary(&sample.theme, &contrast.theme, modes, &out);
    return out;
}

/* K22 K23 */
static void every_pair_of_the_shipped_theme_is_told_apart(void **state)
{
    (void)state;
    const struct ui_theme theme = vary(0);
    for (size_t i = 0; i < theme_pair_count; i++) {
        assert_true(theme_contrast(theme.colour[theme_pairs[i].front],
                                   theme.colour[theme_pairs[i].back]) >= theme_pairs[i].least);
    }
}

/* K24 */
static void high_contrast_is_15_to_1_everywhere(void **state)
{
    (void)state;
    const struct ui_theme theme = vary(UI_MODE_CONTRAST);
    for (size_t i = 0; i < theme_pair_count; i++) {
        assert_true(theme_contrast(theme.colour[theme_pairs[i].front],
                                   theme.colour[theme_pairs[i].back]) >= 15);
    }
}

/* K24 */
static void high_contrast_has_edges_of_a_millimetre(void **state)
{
    (void)state;
    const struct ui_theme theme = vary(UI_MODE_CONTRAST);
    assert_true(theme.border >= theme.px_per_mm);
    assert_true(theme.border >= 4);
    assert_true(theme.border_chosen >= 2 * theme.border);
}

static void nothing_moves_when_contrast_is_chosen(void **state)
{
    (void)state;
    const struct ui_theme plain = vary(0), contrast = vary(UI_MODE_CONTRAST);
    assert_memory_equal(plain.font, contrast.font, sizeof plain.font);
    assert_int_equal(plain.gap, contrast.gap);
    assert_int_equal(plain.margin, contrast.margin);
    assert_int_equal(plain.bar_height, contrast.bar_height);
}

/* K32 */
static void large_text_is_half_as_large_again(void **state)
{
    (void)state;
    const struct ui_theme plain = vary(0), large = vary(UI_MODE_LARGE);
    assert_int_equal(large.font[UI_STYLE_QUESTION].px, plain.font[UI_STYLE_QUESTION].px * 3 / 2);
    assert_int_equal(large.font[UI_STYLE_BODY].px, (plain.font[UI_STYLE_BODY].px * 3 + 1) / 2);
    assert_int_equal(large.font[UI_STYLE_ANSWER_SMALL].px, plain.font[UI_STYLE_ANSWER_SMALL].px);
    assert_true(large.font[UI_STYLE_ANSWER_MIDDLE].px > plain.font[UI_STYLE_ANSWER_MIDDLE].px);
    assert_true(large.font[UI_STYLE_ANSWER_MIDDLE].px < large.font[UI_STYLE_ANSWER].px);
    assert_int_equal(large.bar_height, plain.bar_height);
}

static void modes_add_up(void **state)
{
    (void)state;
    const struct ui_theme both = vary(UI_MODE_LARGE | UI_MODE_CONTRAST);
    const struct ui_theme contrast = vary(UI_MODE_CONTRAST), large = vary(UI_MODE_LARGE);
    assert_memory_equal(both.colour, contrast.colour, sizeof both.colour);
    assert_memory_equal(both.font, large.font, sizeof both.font);
}

static void a_colour_of_a_house_takes_the_panels_with_it(void **state)
{
    (void)state;
    struct ui_theme theme = vary(0);
    const struct ui_colour green = {0, 80, 40, 255};
    assert_true(theme_recolour(&theme, "canal", green));
    assert_memory_equal(&theme.colour[UI_CANAL], &green, sizeof green);
    assert_memory_equal(&theme.colour[UI_STORY], &green, sizeof green);
    assert_false(theme_recolour(&theme, "no such", green));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_theme_is_accepted),
        cmocka_unit_test(shipped_theme_gives_the_pixels_of_the_look),
        cmocka_unit_test(text_is_never_below_the_angle_on_any_display),
        cmocka_unit_test(smaller_display_gets_smaller_headings),
        cmocka_unit_test(headings_stay_headings_on_a_display_that_stands),
        cmocka_unit_test(unknown_key_is_named_with_its_line),
        cmocka_unit_test(missing_key_is_named),
        cmocka_unit_test(key_given_twice_is_refused_at_the_second),
        cmocka_unit_test(colours_that_are_none_are_refused),
        cmocka_unit_test(sizes_are_taken_at_the_limit_and_refused_beyond),
        cmocka_unit_test(numbers_that_are_none_are_refused),
        cmocka_unit_test(text_below_7_to_1_is_refused_with_both_names),
        cmocka_unit_test(edge_below_3_to_1_is_refused),
        cmocka_unit_test(refused_theme_leaves_the_old_one_alone),
        cmocka_unit_test(file_beyond_the_limit_is_refused),
        cmocka_unit_test(zero_byte_in_a_line_is_refused),
        cmocka_unit_test(impossible_display_is_refused),
        cmocka_unit_test(every_pair_of_the_shipped_theme_is_told_apart),
        cmocka_unit_test(high_contrast_is_15_to_1_everywhere),
        cmocka_unit_test(high_contrast_has_edges_of_a_millimetre),
        cmocka_unit_test(nothing_moves_when_contrast_is_chosen),
        cmocka_unit_test(large_text_is_half_as_large_again),
        cmocka_unit_test(modes_add_up),
        cmocka_unit_test(a_colour_of_a_house_takes_the_panels_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
