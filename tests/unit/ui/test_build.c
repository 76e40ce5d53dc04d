/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fake_text.h"

/* One of everything. */
static void build_all(struct fake_build *fake, bool is_rtl)
{
    struct ui_build *build = &fake->build;
    fake_begin(fake, is_rtl);
    struct ui_rect rest = build_window(build);
    const struct ui_rect bar = take_bottom(&rest, 160, 0);
    (void)add_surface(build, bar, UI_SURFACE_BAR);
    for (int i = 0; i < 5; i++) {
        const char id[] = {'a', (char)('1' + i), '\0'};
        (void)add_face(build, id, grid_cell(rest, 5, 2, 24, i), i + 1, i == 2, words("Goed"));
    }
    (void)add_text(build, "text", (struct ui_rect){70, 500, 500, 60}, UI_ROLE_TEXT, UI_STYLE_BODY,
                   UI_INK, UI_ALIGN_START, words("tekst"));
    (void)add_badge(build, "badge", (struct ui_rect){700, 500, 300, 60}, UI_ROLE_STATUS,
                    words("nog 1"));
    (void)add_tile(build, "tile", (struct ui_rect){60, 600, 500, 200}, "bin", false, words("Bak"));
    (void)add_picture(build, "picture", (struct ui_rect){900, 600, 90, 90}, "check", UI_LEAF,
                      words(""));
    (void)add_line(build, (struct ui_rect){60, 820, 900, 3}, UI_HAIR);
    (void)add_button(build, "tool.back", (struct ui_rect){60, 860, 300, 100}, UI_SURFACE_SECONDARY,
                     UI_PICTURE_START, "arrow", words("Terug"));
    build_end(build);
}

static void every_node_is_mirrored_in_a_right_to_left_scene(void **state)
{
    static struct fake_build left;
    static struct fake_build right;
    (void)state;
    build_all(&left, false);
    build_all(&right, true);
    assert_int_equal(left.scene.count, right.scene.count);
    for (size_t i = 0; i < left.scene.count; i++) {
        const struct ui_rect a = left.scene.nodes[i].rect;
        const struct ui_rect b = right.scene.nodes[i].rect;
        assert_int_equal(b.x, left.scene.width - a.x - a.w);
        assert_int_equal(b.y, a.y);
        assert_int_equal(b.w, a.w);
        assert_int_equal(b.h, a.h);
    }
}

static void values_stay_with_their_words_when_mirrored(void **state)
{
    static struct fake_build right;
    (void)state;
    build_all(&right, true);
    assert_int_equal(fake_node(&right, "a1")->face, 1);
    assert_true(fake_node(&right, "a1")->rect.x > fake_node(&right, "a5")->rect.x);
}

static void order_of_nodes_is_order_of_reading_in_both_directions(void **state)
{
    static struct fake_build left;
    static struct fake_build right;
    (void)state;
    build_all(&left, false);
    build_all(&right, true);
    for (size_t i = 0; i < left.scene.count; i++) {
        assert_string_equal(left.scene.nodes[i].id, right.scene.nodes[i].id);
    }
}

static void label_is_spoken_where_nothing_else_is_given(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_tile(&fake.build, "x", (struct ui_rect){0, 0, 400, 100}, NULL, false, words("Bak"));
    (void)add_tile(&fake.build, "y", (struct ui_rect){0, 120, 400, 100}, NULL, false,
                   (struct ui_words){"06", "nul zes", "nl"});
    assert_string_equal(fake_node(&fake, "x")->speech, "Bak");
    assert_string_equal(fake_node(&fake, "x")->lang, "nl");
    assert_string_equal(fake_node(&fake, "y")->speech, "nul zes");
}

static void language_of_words_may_differ_from_the_screens(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_button(&fake.build, "lang.ar", (struct ui_rect){0, 0, 400, 100}, UI_SURFACE_SECONDARY,
                     UI_TEXT_ONLY, NULL, (struct ui_words){"العربية", NULL, "ar"});
    assert_string_equal(fake_node(&fake, "lang.ar")->lang, "ar");
    assert_string_equal(fake.scene.lang, "nl");
}

static void chosen_answer_is_marked_chosen_and_others_are_not(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_all(&fake, false);
    assert_int_equal(fake_node(&fake, "a3")->states, UI_STATE_CHOSEN);
    assert_int_equal(fake_node(&fake, "a2")->states, 0);
}

static void height_of_a_text_is_its_lines_times_the_line_height(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    /* 40 px letters are 20 wide: 9 on a line of 190. */
    assert_int_equal(text_height(&fake.build, UI_STYLE_BODY, 190, "vier en vijf", NULL), 2 * 50);
    assert_int_equal(text_height(&fake.build, UI_STYLE_BODY, 300, "vier en vijf", NULL), 50);
    assert_int_equal(text_height(&fake.build, UI_STYLE_BODY, 300, "", NULL), 0);
    assert_int_equal(text_width(&fake.build, UI_STYLE_BODY, "vier", NULL), 80);
}

static void largest_style_that_fits_is_taken(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    /* 10 letters: 400 wide at 80 px, 300 at 60, 240 at 48. */
    assert_int_equal(style_that_fits(&fake.build, UI_STYLE_QUESTION, 400, 100, "abcdefghij"),
                     UI_STYLE_QUESTION);
    assert_int_equal(style_that_fits(&fake.build, UI_STYLE_QUESTION, 399, 100, "abcdefghij"),
                     UI_STYLE_TITLE);
    assert_int_equal(style_that_fits(&fake.build, UI_STYLE_TITLE, 1000, 100, "abcdefghij"),
                     UI_STYLE_TITLE);
    assert_int_equal(style_that_fits(&fake.build, UI_STYLE_QUESTION, 100, 100, "abcdefghij"),
                     UI_STYLE_ANSWER);
}

static void button_is_never_narrower_than_a_finger_needs(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    fake.theme.target_min = 200;
    assert_int_equal(button_width(&fake.build, false, "A"), 200);
    assert_true(button_width(&fake.build, true, "Lees voor") >
                button_width(&fake.build, false, "Lees voor"));
}

static void button_of_its_own_width_fits(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    const int width = button_width(&fake.build, true, "Lees voor");
    const struct ui_rect rect = {0, 0, width, 80};
    (void)add_button(&fake.build, "x", rect, UI_SURFACE_SECONDARY, UI_PICTURE_START, "speaker",
                     words("Lees voor"));
    const struct ui_rect low = {0, 200, badge_width(&fake.build, "nog 1"),
                                badge_height(&fake.build)};
    (void)add_badge(&fake.build, "y", low, UI_ROLE_STATUS, words("nog 1"));
    build_end(&fake.build);
    assert_true(fake_node(&fake, "x")->fits);
    assert_int_equal(fake_node(&fake, "x")->style, UI_STYLE_ANSWER);
    assert_true(fake_node(&fake, "y")->fits);
}

static void text_that_is_too_high_does_not_fit(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_text(&fake.build, "a", (struct ui_rect){0, 0, 200, 100}, UI_ROLE_TEXT, UI_STYLE_BODY,
                   UI_INK, UI_ALIGN_START, words("een twee drie"));
    (void)add_text(&fake.build, "b", (struct ui_rect){0, 0, 200, 99}, UI_ROLE_TEXT, UI_STYLE_BODY,
                   UI_INK, UI_ALIGN_START, words("een twee drie"));
    (void)add_text(&fake.build, "c", (struct ui_rect){0, 0, 79, 100}, UI_ROLE_TEXT, UI_STYLE_BODY,
                   UI_INK, UI_ALIGN_START, words("twee"));
    build_end(&fake.build);
    assert_true(fake_node(&fake, "a")->fits);
    assert_false(fake_node(&fake, "b")->fits);
    assert_false(fake_node(&fake, "c")->fits);
}

/* K10 */
static void lowered_everything_is_in_the_lowest_300_mm(void **state)
{
    static struct fake_build fake;
    const struct ui_display high = {1080, 1920, 270, 480, 800, 600};
    (void)state;
    fake.theme = fake_theme();
    build_begin(&fake.build, &fake.scene, &fake.theme, &fake_text, &high, "question", "nl", false,
                "large reach");
    const struct ui_rect window = build_window(&fake.build);
    assert_int_equal(window.h, 300 * 4);
    assert_int_equal(window.y + window.h, 1920);
    assert_true(build_is_reach(&fake.build));
    assert_true(build_is_large(&fake.build));
}

/* K05 K10 */
static void lowered_nothing_is_above_1200_mm(void **state)
{
    static struct fake_build fake;
    const struct ui_display high = {1080, 1920, 270, 480, 1000, 600};
    (void)state;
    fake.theme = fake_theme();
    build_begin(&fake.build, &fake.scene, &fake.theme, &fake_text, &high, "question", "nl", false,
                "reach");
    assert_int_equal(build_window(&fake.build).h, 200 * 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_is_mirrored_in_a_right_to_left_scene),
        cmocka_unit_test(values_stay_with_their_words_when_mirrored),
        cmocka_unit_test(order_of_nodes_is_order_of_reading_in_both_directions),
        cmocka_unit_test(label_is_spoken_where_nothing_else_is_given),
        cmocka_unit_test(language_of_words_may_differ_from_the_screens),
        cmocka_unit_test(chosen_answer_is_marked_chosen_and_others_are_not),
        cmocka_unit_test(height_of_a_text_is_its_lines_times_the_line_height),
        cmocka_unit_test(largest_style_that_fits_is_taken),
        cmocka_unit_test(button_is_never_narrower_than_a_finger_needs),
        cmocka_unit_test(button_of_its_own_width_fits),
        cmocka_unit_test(text_that_is_too_high_does_not_fit),
        cmocka_unit_test(lowered_everything_is_in_the_lowest_300_mm),
        cmocka_unit_test(lowered_nothing_is_above_1200_mm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
