/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fake_text.h"

static void build_two_buttons(struct fake_build *fake)
{
    fake_begin(fake, false);
    (void)add_surface(&fake->build, (struct ui_rect){0, 0, 1000, 500}, UI_SURFACE_PANEL);
    (void)add_button(&fake->build, "tool.a", (struct ui_rect){100, 100, 200, 100},
                     UI_SURFACE_PRIMARY, UI_TEXT_ONLY, NULL, words("A"));
    (void)add_button(&fake->build, "tool.b", (struct ui_rect){400, 100, 200, 100}, UI_SURFACE_QUIET,
                     UI_TEXT_ONLY, NULL, words("B"));
    (void)add_text(&fake->build, "note", (struct ui_rect){100, 100, 200, 100}, UI_ROLE_TEXT,
                   UI_STYLE_BODY, UI_INK, UI_ALIGN_START, words("over A"));
}

static const char *hit(const struct fake_build *fake, int x, int y)
{
    const struct ui_node *node = scene_hit(&fake->scene, (struct ui_point){x, y});
    return node != NULL ? node->id : "";
}

static void point_in_a_button_hits_it_even_below_a_text(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_two_buttons(&fake);
    build_end(&fake.build);
    assert_string_equal(hit(&fake, 150, 150), "tool.a");
}

static void edges_belong_to_the_button_and_the_pixel_beyond_does_not(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_two_buttons(&fake);
    build_end(&fake.build);
    assert_string_equal(hit(&fake, 100, 100), "tool.a");
    assert_string_equal(hit(&fake, 299, 199), "tool.a");
    assert_string_equal(hit(&fake, 300, 150), "");
    assert_string_equal(hit(&fake, 150, 99), "");
}

static void what_a_dialog_names_anew_is_found_in_the_dialog(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_two_buttons(&fake);
    (void)add_surface(&fake.build, (struct ui_rect){0, 0, 1600, 1000}, UI_SURFACE_DIM);
    (void)add_button(&fake.build, "tool.a", (struct ui_rect){700, 700, 200, 100},
                     UI_SURFACE_PRIMARY, UI_TEXT_ONLY, NULL, words("A"));
    build_end(&fake.build);
    assert_int_equal(scene_find(&fake.scene, "tool.a")->rect.x, 700);
    assert_int_equal(scene_find(&fake.scene, "tool.b")->rect.x, 400);
}

static void surfaces_and_texts_are_never_hit(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_two_buttons(&fake);
    build_end(&fake.build);
    assert_string_equal(hit(&fake, 20, 20), "");
}

static void last_of_two_buttons_on_one_place_is_hit(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_two_buttons(&fake);
    (void)add_button(&fake.build, "tool.c", (struct ui_rect){120, 120, 50, 50}, UI_SURFACE_QUIET,
                     UI_TEXT_ONLY, NULL, words("C"));
    build_end(&fake.build);
    assert_string_equal(hit(&fake, 130, 130), "tool.c");
}

static void scenes_with_another_code_or_foot_differ(void **state)
{
    static struct fake_build fake;
    static struct ui_scene other;
    (void)state;
    build_two_buttons(&fake);
    build_end(&fake.build);
    other = fake.scene;
    assert_true(scene_equal(&other, &fake.scene));
    other.nodes[0].qr[0] = 'x';
    assert_false(scene_equal(&other, &fake.scene));
    other = fake.scene;
    other.nodes[0].foot_px = 1;
    assert_false(scene_equal(&other, &fake.scene));
}

static void nothing_below_a_dim_is_hit(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_two_buttons(&fake);
    (void)add_surface(&fake.build, build_window(&fake.build), UI_SURFACE_DIM);
    (void)add_button(&fake.build, "tool.go_on", (struct ui_rect){400, 300, 200, 100},
                     UI_SURFACE_PRIMARY, UI_TEXT_ONLY, NULL, words("Ja"));
    build_end(&fake.build);
    assert_string_equal(hit(&fake, 150, 150), "");
    assert_string_equal(hit(&fake, 450, 350), "tool.go_on");
}

static void node_is_found_by_id_and_decoration_by_none(void **state)
{
    static struct fake_build fake;
    (void)state;
    build_two_buttons(&fake);
    assert_string_equal(scene_find(&fake.scene, "tool.b")->label, "B");
    assert_null(scene_find(&fake.scene, "tool.x"));
    assert_null(scene_find(&fake.scene, ""));
}

static void equal_scenes_are_equal_and_any_difference_is_seen(void **state)
{
    static struct fake_build one;
    static struct fake_build two;
    (void)state;
    build_two_buttons(&one);
    build_two_buttons(&two);
    assert_true(scene_equal(&one.scene, &two.scene));
    two.scene.nodes[1].states = UI_STATE_CHOSEN;
    assert_false(scene_equal(&one.scene, &two.scene));
    build_two_buttons(&two);
    two.scene.nodes[3].speech[0] = 'X';
    assert_false(scene_equal(&one.scene, &two.scene));
    build_two_buttons(&two);
    two.scene.count--;
    assert_false(scene_equal(&one.scene, &two.scene));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(point_in_a_button_hits_it_even_below_a_text),
        cmocka_unit_test(edges_belong_to_the_button_and_the_pixel_beyond_does_not),
        cmocka_unit_test(what_a_dialog_names_anew_is_found_in_the_dialog),
        cmocka_unit_test(surfaces_and_texts_are_never_hit),
        cmocka_unit_test(last_of_two_buttons_on_one_place_is_hit),
        cmocka_unit_test(scenes_with_another_code_or_foot_differ),
        cmocka_unit_test(nothing_below_a_dim_is_hit),
        cmocka_unit_test(node_is_found_by_id_and_decoration_by_none),
        cmocka_unit_test(equal_scenes_are_equal_and_any_difference_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
