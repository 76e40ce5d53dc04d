/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "drawlist.h"
#include "fake_text.h"

static struct ui_drawlist list;

static void paint(struct fake_build *fake)
{
    build_end(&fake->build);
    paint_scene(&fake->scene, &fake->theme, &fake_text, &list);
}

static size_t count_kind(enum ui_command_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++) {
        count += list.commands[i].kind == kind;
    }
    return count;
}

static const struct ui_command *find_kind(enum ui_command_kind kind)
{
    for (size_t i = 0; i < list.count; i++) {
        if (list.commands[i].kind == kind) {
            return &list.commands[i];
        }
    }
    fail_msg("no command of kind %d", (int)kind);
    return &list.commands[0];
}

static void words_start_at_the_start_side_of_either_direction(void **state)
{
    static struct fake_build fake;
    (void)state;
    for (int is_rtl = 0; is_rtl < 2; is_rtl++) {
        fake_begin(&fake, is_rtl == 1);
        (void)add_text(&fake.build, "t", (struct ui_rect){100, 0, 400, 60}, UI_ROLE_TEXT,
                       UI_STYLE_BODY, UI_INK, UI_ALIGN_START, words("vier"));
        paint(&fake);
        const struct ui_rect rect = fake_node(&fake, "t")->rect;
        const int x = find_kind(UI_DRAW_TEXT)->rect.x;
        assert_int_equal(x, is_rtl == 1 ? rect.x + rect.w - 80 : rect.x);
    }
}

static void each_line_points_into_the_label(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_text(&fake.build, "t", (struct ui_rect){0, 0, 110, 200}, UI_ROLE_TEXT, UI_STYLE_BODY,
                   UI_INK, UI_ALIGN_START, words("een twee"));
    paint(&fake);
    assert_int_equal(count_kind(UI_DRAW_TEXT), 2);
    const struct ui_command *second = &list.commands[list.count - 1];
    assert_ptr_equal(second->paragraph, fake_node(&fake, "t")->label);
    assert_int_equal(second->len, 4);
    assert_memory_equal(second->text, "twee", 4);
}

static bool arrow_is_turned(bool is_rtl, enum ui_arrangement arrangement)
{
    static struct fake_build fake;
    fake_begin(&fake, is_rtl);
    (void)add_button(&fake.build, "b", (struct ui_rect){0, 0, 500, 100}, UI_SURFACE_PRIMARY,
                     arrangement, "arrow", words("Verder"));
    paint(&fake);
    return find_kind(UI_DRAW_ICON)->turned;
}

static void arrow_before_words_points_to_the_start(void **state)
{
    (void)state;
    assert_false(arrow_is_turned(false, UI_PICTURE_START));
    assert_true(arrow_is_turned(true, UI_PICTURE_START));
}

static void arrow_behind_words_points_to_the_end(void **state)
{
    (void)state;
    assert_true(arrow_is_turned(false, UI_PICTURE_END));
    assert_false(arrow_is_turned(true, UI_PICTURE_END));
}

static void other_icons_are_never_turned(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, true);
    (void)add_button(&fake.build, "b", (struct ui_rect){0, 0, 500, 100}, UI_SURFACE_PRIMARY,
                     UI_PICTURE_START, "help", words("Hulp"));
    paint(&fake);
    assert_false(find_kind(UI_DRAW_ICON)->turned);
}

/* K25 */
static void chosen_answer_has_a_tick_and_a_thicker_border(void **state)
{
    static struct fake_build fake;
    int thickness[2];
    (void)state;
    for (int chosen = 0; chosen < 2; chosen++) {
        fake_begin(&fake, false);
        (void)add_face(&fake.build, "a", (struct ui_rect){0, 0, 300, 400}, 3, chosen == 1,
                       words("Goed"));
        paint(&fake);
        thickness[chosen] = find_kind(UI_DRAW_FRAME)->thickness;
        assert_int_equal(count_kind(UI_DRAW_ICON), chosen);
    }
    assert_int_equal(thickness[0], 4);
    assert_int_equal(thickness[1], 10);
}

static void face_and_word_do_not_move_when_chosen(void **state)
{
    static struct fake_build fake;
    struct ui_rect face[2];
    struct ui_rect word[2];
    (void)state;
    for (int chosen = 0; chosen < 2; chosen++) {
        fake_begin(&fake, false);
        (void)add_face(&fake.build, "a", (struct ui_rect){0, 0, 300, 400}, 3, chosen == 1,
                       words("Goed"));
        paint(&fake);
        face[chosen] = find_kind(UI_DRAW_FACE)->rect;
        word[chosen] = find_kind(UI_DRAW_TEXT)->rect;
    }
    assert_memory_equal(&face[0], &face[1], sizeof face[0]);
    assert_memory_equal(&word[0], &word[1], sizeof word[0]);
}

/* K27 */
static void focus_ring_is_two_millimetres_of_two_colours_around(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_button(&fake.build, "b", (struct ui_rect){100, 100, 300, 100}, UI_SURFACE_PRIMARY,
                     UI_TEXT_ONLY, NULL, words("Verder"));
    fake.scene.nodes[0].states = UI_STATE_FOCUSED;
    paint(&fake);
    const struct ui_command *outer = &list.commands[list.count - 1];
    const struct ui_command *inner = &list.commands[list.count - 2];
    assert_int_equal(outer->kind, UI_DRAW_FRAME);
    assert_int_equal(inner->kind, UI_DRAW_FRAME);
    assert_int_equal(outer->rect.x, 100 - 8);
    assert_int_equal(outer->thickness + inner->thickness, 8);
    assert_memory_not_equal(&outer->colour, &inner->colour, sizeof outer->colour);
}

static void pressed_looks_different_on_every_kind_of_button(void **state)
{
    static const enum ui_surface surfaces[] = {UI_SURFACE_PRIMARY, UI_SURFACE_SECONDARY,
                                               UI_SURFACE_QUIET,   UI_SURFACE_CARD,
                                               UI_SURFACE_MASK,    UI_SURFACE_FOUND};
    static struct ui_drawlist rest;
    static struct fake_build fake;
    (void)state;
    for (size_t i = 0; i < sizeof surfaces / sizeof surfaces[0]; i++) {
        fake_begin(&fake, false);
        (void)add_button(&fake.build, "b", (struct ui_rect){0, 0, 300, 100}, surfaces[i],
                         UI_TEXT_ONLY, NULL, words("Verder"));
        paint(&fake);
        rest = list;
        fake.scene.nodes[0].states = UI_STATE_PRESSED;
        paint_scene(&fake.scene, &fake.theme, &fake_text, &list);
        assert_memory_not_equal(&rest.commands[0].colour, &list.commands[0].colour,
                                sizeof list.commands[0].colour);
    }
}

/* Told apart by more than colour: a filled bar, and a border that is thicker than that of any other word. */
static void a_masked_word_is_a_bar_and_one_that_was_found_has_a_thick_border(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_button(&fake.build, "b", (struct ui_rect){0, 0, 300, 100}, UI_SURFACE_MASK,
                     UI_TEXT_ONLY, NULL, words("naam"));
    paint(&fake);
    const struct ui_colour ground = find_kind(UI_DRAW_FILL)->colour;
    assert_memory_equal(&ground, &fake.theme.colour[UI_INK], sizeof ground);
    fake_begin(&fake, false);
    (void)add_button(&fake.build, "b", (struct ui_rect){0, 0, 300, 100}, UI_SURFACE_FOUND,
                     UI_TEXT_ONLY, NULL, words("Fatima"));
    paint(&fake);
    assert_int_equal(find_kind(UI_DRAW_FRAME)->thickness, fake.theme.border_chosen);
}

static void dim_covers_the_window_and_lets_it_shine_through(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_surface(&fake.build, build_window(&fake.build), UI_SURFACE_DIM);
    paint(&fake);
    assert_int_equal(list.commands[0].rect.w, 1600);
    assert_true(list.commands[0].colour.a > 100 && list.commands[0].colour.a < 255);
}

static void dim_is_dark_on_dark_paper_too(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    fake.theme.colour[UI_INK] = (struct ui_colour){255, 255, 0, 255};
    fake.theme.colour[UI_PAPER] = (struct ui_colour){0, 0, 0, 255};
    (void)add_surface(&fake.build, build_window(&fake.build), UI_SURFACE_DIM);
    paint(&fake);
    assert_int_equal(list.commands[0].colour.r, 0);
    assert_true(list.commands[0].colour.a < 255);
}

static void badge_of_the_papers_colour_gets_an_edge(void **state)
{
    static struct fake_build fake;
    (void)state;
    for (int is_same = 0; is_same < 2; is_same++) {
        fake_begin(&fake, false);
        if (is_same == 1) {
            fake.theme.colour[UI_SUN] = fake.theme.colour[UI_PAPER];
        }
        (void)add_badge(&fake.build, "b", (struct ui_rect){0, 0, 400, 60}, UI_ROLE_STATUS,
                        words("nog 1"));
        paint(&fake);
        assert_int_equal(count_kind(UI_DRAW_FRAME), is_same);
    }
}

static void largest_scene_there_can_be_fits_the_list(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    for (int i = 0; i < UI_NODES_MAX; i++) {
        struct ui_node *node =
            add_tile(&fake.build, "x", (struct ui_rect){0, 0, 300, 2000}, "bin", true,
                     words("aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa "
                           "aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa"));
        node->states = UI_STATE_CHOSEN | UI_STATE_FOCUSED | UI_STATE_PRESSED;
    }
    paint(&fake);
    assert_int_equal(count_kind(UI_DRAW_TEXT), (size_t)UI_NODES_MAX * UI_LINES_MAX);
    assert_true(list.count < UI_COMMANDS_MAX);
}

static int light_of(struct ui_colour colour)
{
    return colour.r + colour.g + colour.b;
}

static void a_qr_code_is_dark_on_light_in_every_theme(void **state)
{
    static struct fake_build fake;
    (void)state;
    for (int is_dark = 0; is_dark < 2; is_dark++) {
        fake_begin(&fake, false);
        const struct ui_colour ink = fake.theme.colour[UI_INK], card = fake.theme.colour[UI_CARD];
        fake.theme.colour[UI_INK] =
            is_dark == 1 ? (struct ui_colour){255, 255, 0, 255} : (struct ui_colour){0, 0, 0, 255};
        fake.theme.colour[UI_CARD] = is_dark == 1 ? (struct ui_colour){0, 0, 0, 255}
                                                  : (struct ui_colour){255, 255, 255, 255};
        (void)add_qr(&fake.build, "qr", (struct ui_rect){10, 20, 300, 200}, "https://x.nl",
                     words("QR-code"));
        paint(&fake);
        const struct ui_command *qr = find_kind(UI_DRAW_QR);
        assert_true(light_of(qr->colour) < light_of(qr->second));
        assert_int_equal(qr->rect.w, 200);
        assert_int_equal(qr->rect.x, 60);
        assert_memory_equal(qr->text, "https://x.nl", qr->len);
        fake.theme.colour[UI_INK] = ink;
        fake.theme.colour[UI_CARD] = card;
    }
}

/* White words stand on it as nodes of their own: its ground must not swap under them. */
static void a_panel_that_is_pressed_keeps_its_ground(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    struct ui_node *node = add_button(&fake.build, "p", (struct ui_rect){0, 0, 400, 400},
                                      UI_SURFACE_STORY, UI_TEXT_ONLY, NULL, words("Lees"));
    node->states = UI_STATE_PRESSED;
    paint(&fake);
    const struct ui_colour ground = find_kind(UI_DRAW_FILL)->colour;
    assert_memory_equal(&ground, &fake.theme.colour[UI_STORY], sizeof ground);
    assert_int_equal(count_kind(UI_DRAW_FRAME), 1);
}

static void words_at_the_foot_of_a_panel_stand_below_the_rest(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    add_button(&fake.build, "p", (struct ui_rect){0, 0, 400, 400}, UI_SURFACE_STORY, UI_TEXT_ONLY,
               NULL, words("Lees"))
        ->foot_px = 60;
    paint(&fake);
    assert_true(find_kind(UI_DRAW_TEXT)->rect.y > 330);
    assert_true(fake_node(&fake, "p")->fits);
}

static void draw_picture_on(struct fake_build *fake, uint8_t card)
{
    fake_begin(fake, false);
    fake->theme.colour[UI_CARD] = (struct ui_colour){card, card, card, 255};
    add_picture(&fake->build, "", (struct ui_rect){100, 100, 300, 200}, "park", UI_INK, words(""))
        ->is_picture = true;
    paint(fake);
}

static void a_picture_fills_its_rectangle_in_its_own_colours(void **state)
{
    static struct fake_build fake;
    (void)state;
    draw_picture_on(&fake, 255);
    const struct ui_command *picture = find_kind(UI_DRAW_PICTURE);
    assert_string_equal(picture->icon, "park");
    assert_int_equal(picture->rect.w, 300);
    assert_int_equal(picture->rect.h, 200);
    assert_int_equal(count_kind(UI_DRAW_FRAME), 0);
}

/* K24 */
static void a_picture_in_a_dark_theme_gets_white_paper_and_an_edge_of_a_millimetre(void **state)
{
    static struct fake_build fake;
    (void)state;
    draw_picture_on(&fake, 0);
    assert_int_equal(find_kind(UI_DRAW_FILL)->colour.r, 255);
    assert_int_equal(find_kind(UI_DRAW_FRAME)->thickness, 4);
    assert_int_equal(find_kind(UI_DRAW_PICTURE)->rect.w, 292);
}

static void dimming_lays_one_black_over_everything(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    (void)add_button(&fake.build, "p", (struct ui_rect){0, 0, 400, 400}, UI_SURFACE_PRIMARY,
                     UI_TEXT_ONLY, NULL, words("Ja"));
    paint(&fake);
    const size_t before = list.count;
    paint_dim(&fake.scene, 0, &list);
    assert_int_equal(list.count, before);
    paint_dim(&fake.scene, 60, &list);
    assert_int_equal(list.count, before + 1);
    assert_int_equal(list.dim_percent, 60);
    const struct ui_command *last = &list.commands[list.count - 1];
    assert_int_equal(last->rect.w, fake.scene.width);
    assert_int_equal(last->colour.a, 60 * 255 / 100);
    assert_int_equal(last->colour.r + last->colour.g + last->colour.b, 0);
}

static void a_dark_scene_is_black_in_every_theme(void **state)
{
    static struct fake_build fake;
    (void)state;
    fake_begin(&fake, false);
    fake.scene.is_dark = true;
    paint(&fake);
    assert_int_equal(list.background.r + list.background.g + list.background.b, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_start_at_the_start_side_of_either_direction),
        cmocka_unit_test(each_line_points_into_the_label),
        cmocka_unit_test(arrow_before_words_points_to_the_start),
        cmocka_unit_test(arrow_behind_words_points_to_the_end),
        cmocka_unit_test(other_icons_are_never_turned),
        cmocka_unit_test(chosen_answer_has_a_tick_and_a_thicker_border),
        cmocka_unit_test(face_and_word_do_not_move_when_chosen),
        cmocka_unit_test(focus_ring_is_two_millimetres_of_two_colours_around),
        cmocka_unit_test(pressed_looks_different_on_every_kind_of_button),
        cmocka_unit_test(a_masked_word_is_a_bar_and_one_that_was_found_has_a_thick_border),
        cmocka_unit_test(dim_covers_the_window_and_lets_it_shine_through),
        cmocka_unit_test(dim_is_dark_on_dark_paper_too),
        cmocka_unit_test(badge_of_the_papers_colour_gets_an_edge),
        cmocka_unit_test(largest_scene_there_can_be_fits_the_list),
        cmocka_unit_test(a_qr_code_is_dark_on_light_in_every_theme),
        cmocka_unit_test(a_panel_that_is_pressed_keeps_its_ground),
        cmocka_unit_test(words_at_the_foot_of_a_panel_stand_below_the_rest),
        cmocka_unit_test(a_picture_fills_its_rectangle_in_its_own_colours),
        cmocka_unit_test(a_picture_in_a_dark_theme_gets_white_paper_and_an_edge_of_a_millimetre),
        cmocka_unit_test(dimming_lays_one_black_over_everything),
        cmocka_unit_test(a_dark_scene_is_black_in_every_theme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
