/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_text.h"

static void add_faces(struct fake_build *fake, struct ui_rect area, const char *first,
                      const char *others)
{
    fake_begin(fake, false);
    for (int i = 0; i < 5; i++) {
        const char id[] = {'a', (char)('1' + i), '\0'};
        (void)add_face(&fake->build, id, grid_cell(area, 5, 1, 24, i), i + 1, false,
                       words(i == 0 ? first : others));
    }
    build_end(&fake->build);
}

static void faces_and_words_stand_on_common_lines_when_one_word_takes_two(void **state)
{
    static struct fake_build fake;
    (void)state;
    add_faces(&fake, (struct ui_rect){0, 0, 1200, 400}, "Heel slecht", "Goed");
    for (int i = 2; i <= 5; i++) {
        const char id[] = {'a', (char)('0' + i), '\0'};
        assert_int_equal(fake_node(&fake, id)->picture_px, fake_node(&fake, "a1")->picture_px);
        assert_int_equal(fake_node(&fake, id)->picture_top, fake_node(&fake, "a1")->picture_top);
        assert_int_equal(fake_node(&fake, id)->text_top, fake_node(&fake, "a1")->text_top);
        assert_true(fake_node(&fake, id)->fits);
    }
}

static void faces_shrink_to_leave_words_their_room(void **state)
{
    static struct fake_build high;
    static struct fake_build low;
    (void)state;
    add_faces(&high, (struct ui_rect){0, 0, 1200, 500}, "Heel slecht", "Goed");
    add_faces(&low, (struct ui_rect){0, 0, 1200, 250}, "Heel slecht", "Goed");
    assert_true(fake_node(&low, "a1")->picture_px < fake_node(&high, "a1")->picture_px);
    assert_true(fake_node(&low, "a1")->fits);
}

static void all_faces_take_smaller_words_when_one_needs_them(void **state)
{
    static struct fake_build fake;
    (void)state;
    /* 9 letters: 216 at 48 px, 180 at 40. */
    add_faces(&fake, (struct ui_rect){0, 0, 1200, 400}, "Abcdefghi", "Goed");
    for (int i = 1; i <= 5; i++) {
        const char id[] = {'a', (char)('0' + i), '\0'};
        assert_int_equal(fake_node(&fake, id)->style, UI_STYLE_ANSWER_SMALL);
        assert_true(fake_node(&fake, id)->fits);
    }
}

static void face_in_a_long_row_has_its_word_beside_it(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_face(&fake.build, "a1", (struct ui_rect){0, 0, 1200, 120}, 1, false,
                   words("Heel slecht"));
    build_end(&fake.build);
    assert_int_equal(fake_node(&fake, "a1")->arrangement, UI_PICTURE_START);
    assert_true(fake_node(&fake, "a1")->fits);
    assert_true(fake_node(&fake, "a1")->picture_px > 60);
}

static void add_tiles(struct fake_build *fake, int width, int height, const char *first)
{
    fake_begin(fake, false);
    for (int i = 0; i < 6; i++) {
        const char id[] = {'t', (char)('1' + i), '\0'};
        const struct ui_rect area = {0, 0, 3 * width + 48, 2 * height + 24};
        (void)add_tile(&fake->build, id, grid_cell(area, 3, 2, 24, i), "bin", false,
                       words(i == 0 ? first : "Bak"));
    }
    build_end(&fake->build);
}

static void low_tiles_have_words_beside_the_icon(void **state)
{
    static struct fake_build fake;
    (void)state;
    add_tiles(&fake, 500, 200, "Te weinig bakken");
    assert_int_equal(fake_node(&fake, "t1")->arrangement, UI_PICTURE_START);
    assert_true(fake_node(&fake, "t1")->fits);
}

static void tall_tiles_have_words_below_the_icon(void **state)
{
    static struct fake_build fake;
    (void)state;
    add_tiles(&fake, 500, 400, "Te weinig bakken");
    assert_int_equal(fake_node(&fake, "t1")->arrangement, UI_PICTURE_ABOVE);
}

static void all_tiles_change_when_one_word_is_too_long_beside_the_icon(void **state)
{
    static struct fake_build fake;
    (void)state;
    /* 14 letters: 336 at 48 px; beside the icon there are about 300. */
    add_tiles(&fake, 430, 220, "Vuilniszakjes1");
    for (int i = 1; i <= 6; i++) {
        const char id[] = {'t', (char)('0' + i), '\0'};
        assert_int_equal(fake_node(&fake, id)->arrangement, UI_PICTURE_ABOVE);
        assert_int_equal(fake_node(&fake, id)->style, UI_STYLE_ANSWER);
        assert_true(fake_node(&fake, id)->fits);
    }
}

static void words_are_broken_only_when_no_other_way_is_left(void **state)
{
    static struct fake_build fake;
    (void)state;
    add_tiles(&fake, 500, 200, "prullen|bakken");
    assert_int_equal(fake_node(&fake, "t1")->style, UI_STYLE_ANSWER);
    add_tiles(&fake, 250, 200, "prullen|bakken");
    assert_true(fake_node(&fake, "t1")->fits);
}

static void word_too_long_for_any_way_is_told(void **state)
{
    static struct fake_build fake;
    (void)state;
    add_tiles(&fake, 250, 200, "abcdefghijklmnopqrstuvw");
    assert_false(fake_node(&fake, "t1")->fits);
    assert_true(fake_node(&fake, "t2")->fits);
}

static void add_row(struct fake_build *fake, int width, const char *first)
{
    fake_begin(fake, false);
    for (int i = 0; i < 3; i++) {
        const char id[] = {'b', (char)('1' + i), '\0'};
        const struct ui_rect area = {0, 800, 3 * width + 48, 100};
        (void)add_button(&fake->build, id, grid_cell(area, 3, 1, 24, i), UI_SURFACE_SECONDARY,
                         UI_PICTURE_START, "help", words(i == 0 ? first : "Hulp"));
    }
    (void)add_button(&fake->build, "other", (struct ui_rect){0, 600, 300, 100}, UI_SURFACE_QUIET,
                     UI_TEXT_ONLY, NULL, words("Weet niet"));
    build_end(&fake->build);
}

static void row_of_buttons_shrinks_together_and_others_keep_their_size(void **state)
{
    static struct fake_build fake;
    (void)state;
    /* 8 letters: 192 at 48 px, 160 at 40; with the icon 265 and 223. */
    add_row(&fake, 250, "Contrast");
    assert_int_equal(fake_node(&fake, "b1")->style, UI_STYLE_ANSWER_SMALL);
    assert_int_equal(fake_node(&fake, "b3")->style, UI_STYLE_ANSWER_SMALL);
    assert_int_equal(fake_node(&fake, "other")->style, UI_STYLE_ANSWER);
    assert_true(fake_node(&fake, "b1")->fits);
}

static void icons_go_before_words_do(void **state)
{
    static struct fake_build fake;
    (void)state;
    add_row(&fake, 200, "Contrast");
    assert_int_equal(fake_node(&fake, "b1")->arrangement, UI_TEXT_ONLY);
    assert_int_equal(fake_node(&fake, "b2")->arrangement, UI_TEXT_ONLY);
    assert_true(fake_node(&fake, "b1")->fits);
}

static void a_tile_gives_its_icon_up_before_its_words(void **state)
{
    static struct fake_build fake;
    (void)state;
    /* 11 letters: 220 at 40 px; beside the icon there is less, and above it none. */
    add_tiles(&fake, 280, 70, "abcdefghijk");
    assert_int_equal(fake_node(&fake, "t1")->arrangement, UI_TEXT_ONLY);
    assert_int_equal(fake_node(&fake, "t2")->arrangement, UI_TEXT_ONLY);
    assert_true(fake_node(&fake, "t1")->fits);
}

static void small_buttons_stay_small_where_there_is_room(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    const struct ui_rect wide = {0, 0, 900, 100}, beside = {900, 0, 900, 100},
                         below = {0, 200, 900, 100};
    add_button(&fake.build, "one", wide, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words("ab"))
        ->is_small = true;
    add_button(&fake.build, "two", beside, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words("ab"));
    add_button(&fake.build, "three", below, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words("ab"));
    build_end(&fake.build);
    assert_int_equal(fake_node(&fake, "one")->style, UI_STYLE_ANSWER_SMALL);
    assert_int_equal(fake_node(&fake, "two")->style, UI_STYLE_ANSWER_SMALL);
    assert_int_equal(fake_node(&fake, "three")->style, UI_STYLE_ANSWER);
}

static void a_button_that_stands_apart_has_letters_of_its_own(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    const struct ui_rect wide = {0, 0, 900, 100}, beside = {900, 0, 900, 100};
    add_button(&fake.build, "one", wide, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words("ab"));
    struct ui_node *two =
        add_button(&fake.build, "two", beside, UI_SURFACE_QUIET, UI_TEXT_ONLY, NULL, words("ab"));
    two->is_small = true;
    two->is_apart = true;
    build_end(&fake.build);
    assert_int_equal(fake_node(&fake, "one")->style, UI_STYLE_ANSWER);
    assert_int_equal(fake_node(&fake, "two")->style, UI_STYLE_ANSWER_SMALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faces_and_words_stand_on_common_lines_when_one_word_takes_two),
        cmocka_unit_test(faces_shrink_to_leave_words_their_room),
        cmocka_unit_test(all_faces_take_smaller_words_when_one_needs_them),
        cmocka_unit_test(face_in_a_long_row_has_its_word_beside_it),
        cmocka_unit_test(low_tiles_have_words_beside_the_icon),
        cmocka_unit_test(tall_tiles_have_words_below_the_icon),
        cmocka_unit_test(all_tiles_change_when_one_word_is_too_long_beside_the_icon),
        cmocka_unit_test(words_are_broken_only_when_no_other_way_is_left),
        cmocka_unit_test(word_too_long_for_any_way_is_told),
        cmocka_unit_test(row_of_buttons_shrinks_together_and_others_keep_their_size),
        cmocka_unit_test(icons_go_before_words_do),
        cmocka_unit_test(small_buttons_stay_small_where_there_is_room),
        cmocka_unit_test(a_button_that_stands_apart_has_letters_of_its_own),
        cmocka_unit_test(a_tile_gives_its_icon_up_before_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
