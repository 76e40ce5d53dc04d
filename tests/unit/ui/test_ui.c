/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fake_text.h"
#include "ui.h"

/* Two buttons side by side, with a gap between them, and a clock. */
struct desk {
    struct fake_build fake;
    struct ui ui;
    int64_t now;
    char activated[UI_ID_TEXT];
    bool redraw;
};

static const struct ui_point in_a = {150, 150};
static const struct ui_point in_b = {450, 150};
static const struct ui_point between = {350, 150};

static void set_up(struct desk *desk, bool is_rtl)
{
    fake_begin(&desk->fake, is_rtl);
    (void)add_button(&desk->fake.build, "answer.a", (struct ui_rect){100, 100, 200, 100},
                     UI_SURFACE_CARD, UI_TEXT_ONLY, NULL, words("A"));
    (void)add_button(&desk->fake.build, "answer.b", (struct ui_rect){400, 100, 200, 100},
                     UI_SURFACE_CARD, UI_TEXT_ONLY, NULL, words("B"));
    (void)add_button(&desk->fake.build, "tool.stop", (struct ui_rect){700, 100, 200, 100},
                     UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words("Stop"));
    build_end(&desk->fake.build);
    ui_start(&desk->ui);
    desk->now = 1000000;
}

static bool send(struct desk *desk, struct ui_event event)
{
    event.time_ms = desk->now;
    desk->redraw = false;
    desk->activated[0] = '\0';
    return ui_handle(&desk->ui, &desk->fake.scene, &event, desk->activated, &desk->redraw);
}

static bool finger(struct desk *desk, enum ui_event_kind kind, int64_t id, struct ui_point at)
{
    return send(desk, (struct ui_event){.kind = kind, .finger = id, .at = at});
}

static bool tap(struct desk *desk, struct ui_point at)
{
    (void)finger(desk, UI_FINGER_DOWN, 1, at);
    desk->now += 60;
    return finger(desk, UI_FINGER_UP, 1, at);
}

static bool key(struct desk *desk, enum ui_key key)
{
    return send(desk, (struct ui_event){.kind = UI_KEY_DOWN, .key = key});
}

static unsigned states_of(struct desk *desk, const char *id)
{
    struct ui_scene scene = desk->fake.scene;
    ui_mark(&desk->ui, &scene);
    return scene_find(&scene, id)->states;
}

static void tap_activates_on_release_not_on_touch(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    assert_false(finger(&desk, UI_FINGER_DOWN, 1, in_a));
    assert_true(desk.redraw);
    assert_int_equal(states_of(&desk, "answer.a"), UI_STATE_PRESSED);
    assert_true(finger(&desk, UI_FINGER_UP, 1, in_a));
    assert_string_equal(desk.activated, "answer.a");
    assert_int_equal(states_of(&desk, "answer.a"), 0);
}

static void held_for_three_seconds_is_still_one_tap(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    desk.now += 3000;
    assert_true(finger(&desk, UI_FINGER_UP, 1, in_a));
}

static void sliding_off_gives_nothing(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    (void)finger(&desk, UI_FINGER_MOVE, 1, between);
    assert_true(desk.redraw);
    assert_int_equal(states_of(&desk, "answer.a"), 0);
    assert_false(finger(&desk, UI_FINGER_UP, 1, between));
}

static void down_in_one_and_up_in_another_gives_neither(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    (void)finger(&desk, UI_FINGER_MOVE, 1, in_b);
    assert_int_equal(states_of(&desk, "answer.b"), 0);
    assert_false(finger(&desk, UI_FINGER_UP, 1, in_b));
}

static void sliding_off_and_back_counts(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    (void)finger(&desk, UI_FINGER_MOVE, 1, between);
    (void)finger(&desk, UI_FINGER_MOVE, 1, in_a);
    assert_int_equal(states_of(&desk, "answer.a"), UI_STATE_PRESSED);
    assert_true(finger(&desk, UI_FINGER_UP, 1, in_a));
}

static void touch_beside_and_slide_on_gives_nothing(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, between);
    (void)finger(&desk, UI_FINGER_MOVE, 1, in_a);
    assert_false(finger(&desk, UI_FINGER_UP, 1, in_a));
}

static void second_finger_is_ignored_until_the_first_is_up(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    (void)finger(&desk, UI_FINGER_DOWN, 2, in_b);
    assert_false(finger(&desk, UI_FINGER_UP, 2, in_b));
    assert_true(finger(&desk, UI_FINGER_UP, 1, in_a));
    assert_string_equal(desk.activated, "answer.a");
}

static void cancelled_finger_gives_nothing_and_makes_place(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    (void)finger(&desk, UI_FINGER_CANCEL, 1, in_a);
    assert_true(desk.redraw);
    assert_false(finger(&desk, UI_FINGER_UP, 1, in_a));
    (void)finger(&desk, UI_FINGER_DOWN, 2, in_b);
    assert_true(finger(&desk, UI_FINGER_UP, 2, in_b));
}

static void finger_whose_release_was_lost_does_not_lock_the_screen(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    desk.now += UI_LOST_MS - 1;
    (void)finger(&desk, UI_FINGER_DOWN, 2, in_b);
    assert_false(finger(&desk, UI_FINGER_UP, 2, in_b));
    desk.now += 1;
    (void)finger(&desk, UI_FINGER_DOWN, 3, in_b);
    assert_true(finger(&desk, UI_FINGER_UP, 3, in_b));
    assert_string_equal(desk.activated, "answer.b");
}

static void what_sticks_to_the_glass_and_trembles_does_not_lock_the_screen(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    const int64_t begun = desk.now;
    (void)finger(&desk, UI_FINGER_DOWN, 1, between);
    for (; desk.now < begun + UI_STUCK_MS; desk.now += 500) {
        (void)finger(&desk, UI_FINGER_MOVE, 1, between);
        (void)finger(&desk, UI_FINGER_DOWN, 2, in_b);
        assert_false(finger(&desk, UI_FINGER_UP, 2, in_b));
    }
    (void)finger(&desk, UI_FINGER_DOWN, 3, in_b);
    (void)finger(&desk, UI_FINGER_MOVE, 1, in_a);
    assert_true(finger(&desk, UI_FINGER_UP, 3, in_b));
    assert_string_equal(desk.activated, "answer.b");
}

static void touch_in_the_dead_time_is_ignored_whole(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    ui_screen_changed(&desk.ui, "thanks", desk.now);
    desk.now += UI_DEAD_MS - 1;
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    assert_false(desk.redraw);
    desk.now += 1000;
    assert_false(finger(&desk, UI_FINGER_UP, 1, in_a));
}

static void touch_after_the_dead_time_counts(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    ui_screen_changed(&desk.ui, "thanks", desk.now);
    desk.now += UI_DEAD_MS;
    assert_true(tap(&desk, in_a));
}

static void double_tap_over_a_change_of_screen_answers_once(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    assert_true(tap(&desk, in_a));
    ui_screen_changed(&desk.ui, "question.2", desk.now);
    desk.now += 100;
    assert_false(tap(&desk, in_a));
}

static void double_tap_on_a_toggle_counts_once(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    assert_true(tap(&desk, in_a));
    desk.now += 100;
    assert_false(tap(&desk, in_a));
    desk.now += UI_DEAD_MS;
    assert_true(tap(&desk, in_a));
}

static void quick_tap_on_another_control_counts(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    assert_true(tap(&desk, in_a));
    desk.now += 20;
    assert_true(tap(&desk, in_b));
}

static void finger_down_before_the_change_of_screen_is_forgotten(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)finger(&desk, UI_FINGER_DOWN, 1, in_a);
    ui_screen_changed(&desk.ui, "idle", desk.now);
    desk.now += 1000;
    assert_false(finger(&desk, UI_FINGER_UP, 1, in_a));
}

static void keys_walk_over_all_buttons_and_round_the_end(void **state)
{
    static const char *const order[] = {"answer.a", "answer.b", "tool.stop", "answer.a"};
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    for (size_t i = 0; i < 4; i++) {
        (void)key(&desk, UI_KEY_NEXT);
        assert_true(desk.redraw);
        assert_int_equal(states_of(&desk, order[i]), UI_STATE_FOCUSED);
        desk.now += UI_BOUNCE_MS;
    }
    (void)key(&desk, UI_KEY_PREVIOUS);
    assert_int_equal(states_of(&desk, "tool.stop"), UI_STATE_FOCUSED);
}

static void choose_key_activates_the_focused_button_only(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    assert_false(key(&desk, UI_KEY_CHOOSE));
    desk.now += UI_BOUNCE_MS;
    (void)key(&desk, UI_KEY_NEXT);
    desk.now += UI_BOUNCE_MS;
    assert_true(key(&desk, UI_KEY_CHOOSE));
    assert_string_equal(desk.activated, "answer.a");
}

static void right_key_goes_back_in_a_right_to_left_scene(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, true);
    (void)key(&desk, UI_KEY_LEFT);
    assert_int_equal(states_of(&desk, "answer.a"), UI_STATE_FOCUSED);
    (void)key(&desk, UI_KEY_RIGHT);
    assert_int_equal(states_of(&desk, "tool.stop"), UI_STATE_FOCUSED);
}

static void same_key_within_half_a_second_is_a_bounce(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)key(&desk, UI_KEY_NEXT);
    desk.now += UI_BOUNCE_MS - 1;
    (void)key(&desk, UI_KEY_NEXT);
    assert_int_equal(states_of(&desk, "answer.a"), UI_STATE_FOCUSED);
    desk.now += 1;
    (void)key(&desk, UI_KEY_NEXT);
    assert_int_equal(states_of(&desk, "answer.b"), UI_STATE_FOCUSED);
}

static void bouncing_key_does_not_answer_the_next_screen(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    assert_true(key(&desk, UI_KEY_STOP));
    ui_screen_changed(&desk.ui, "question.2", desk.now);
    desk.now += UI_BOUNCE_MS - 1;
    assert_false(key(&desk, UI_KEY_STOP));
    desk.now += 1;
    assert_true(key(&desk, UI_KEY_STOP));
}

static void repeat_of_a_held_key_does_nothing(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    desk.now += 5000;
    (void)send(&desk,
               (struct ui_event){.kind = UI_KEY_DOWN, .key = UI_KEY_NEXT, .is_repeat = true});
    assert_false(desk.redraw);
    assert_string_equal(desk.ui.focus, "");
}

static void stop_key_presses_stop_where_there_is_one(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    assert_true(key(&desk, UI_KEY_STOP));
    assert_string_equal(desk.activated, "tool.stop");
    assert_false(key(&desk, UI_KEY_HELP));
}

static void keys_do_not_reach_below_a_dialog(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)add_surface(&desk.fake.build, build_window(&desk.fake.build), UI_SURFACE_DIM);
    (void)add_button(&desk.fake.build, "tool.go_on", (struct ui_rect){100, 400, 200, 100},
                     UI_SURFACE_PRIMARY, UI_TEXT_ONLY, NULL, words("Ja"));
    (void)key(&desk, UI_KEY_NEXT);
    assert_int_equal(states_of(&desk, "tool.go_on"), UI_STATE_FOCUSED);
    desk.now += UI_BOUNCE_MS;
    (void)key(&desk, UI_KEY_NEXT);
    assert_int_equal(states_of(&desk, "tool.go_on"), UI_STATE_FOCUSED);
    assert_false(key(&desk, UI_KEY_STOP));
}

static void touch_takes_the_focus_ring_away(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    (void)key(&desk, UI_KEY_NEXT);
    (void)finger(&desk, UI_FINGER_DOWN, 1, between);
    assert_true(desk.redraw);
    assert_int_equal(states_of(&desk, "answer.a"), 0);
}

/* ---- keys begin where the question is ---- */

/* As a question screen is: Stop, a language, the question, two answers. */
static void set_up_question(struct desk *desk)
{
    fake_begin(&desk->fake, false);
    struct ui_build *build = &desk->fake.build;
    static const struct ui_rect place = {100, 100, 200, 100};
    (void)add_button(build, "tool.stop", place, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL,
                     words("Stop"));
    (void)add_button(build, "lang.tr", place, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words("T"));
    (void)add_text(build, "question", place, UI_ROLE_QUESTION, UI_STYLE_QUESTION, UI_INK,
                   UI_ALIGN_START, words("Hoe?"));
    (void)add_button(build, "answer.a", place, UI_SURFACE_CARD, UI_TEXT_ONLY, NULL, words("A"));
    (void)add_button(build, "answer.b", place, UI_SURFACE_CARD, UI_TEXT_ONLY, NULL, words("B"));
    build_end(build);
    ui_start(&desk->ui);
    desk->now = 1000000;
}

static void first_key_goes_to_what_stands_behind_the_question(void **state)
{
    static struct desk desk;
    (void)state;
    set_up_question(&desk);
    (void)key(&desk, UI_KEY_NEXT);
    assert_string_equal(desk.ui.focus, "answer.a");
    set_up_question(&desk);
    (void)key(&desk, UI_KEY_PREVIOUS);
    assert_string_equal(desk.ui.focus, "lang.tr");
}

/* K54 */
static void next_leaves_every_control_and_comes_to_all(void **state)
{
    static struct desk desk;
    static const char *const ORDER[] = {"answer.a", "answer.b", "tool.stop", "lang.tr", "answer.a"};
    (void)state;
    set_up_question(&desk);
    for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++) {
        (void)key(&desk, UI_KEY_NEXT);
        assert_string_equal(desk.ui.focus, ORDER[i]);
        desk.now += UI_BOUNCE_MS;
    }
}

/* ---- what is heard ---- */

static bool hears(struct desk *desk, struct ui_event event)
{
    event.time_ms = desk->now;
    return ui_hears(&desk->ui, &event);
}

/* K56 */
static void a_held_key_and_a_bouncing_key_are_not_heard(void **state)
{
    static struct desk desk;
    const struct ui_event next = {.kind = UI_KEY_DOWN, .key = UI_KEY_NEXT};
    (void)state;
    set_up(&desk, false);
    assert_true(hears(&desk, next));
    assert_false(hears(
        &desk, (struct ui_event){.kind = UI_KEY_DOWN, .key = UI_KEY_NEXT, .is_repeat = true}));
    (void)key(&desk, UI_KEY_NEXT);
    desk.now += UI_BOUNCE_MS - 1;
    assert_false(hears(&desk, next));
    desk.now += 1;
    assert_true(hears(&desk, next));
}

static void the_volume_may_be_pressed_as_fast_as_one_likes(void **state)
{
    static struct desk desk;
    const struct ui_event louder = {.kind = UI_KEY_DOWN, .key = UI_KEY_LOUDER};
    (void)state;
    set_up(&desk, false);
    (void)key(&desk, UI_KEY_LOUDER);
    desk.now += 10;
    assert_true(hears(&desk, louder));
    ui_screen_changed(&desk.ui, "next", desk.now);
    assert_true(hears(&desk, louder));
    assert_false(hears(
        &desk, (struct ui_event){.kind = UI_KEY_DOWN, .key = UI_KEY_LOUDER, .is_repeat = true}));
}

static void what_begins_in_the_dead_time_is_not_heard(void **state)
{
    static struct desk desk;
    (void)state;
    set_up(&desk, false);
    ui_screen_changed(&desk.ui, "next", desk.now);
    assert_false(hears(&desk, (struct ui_event){.kind = UI_FINGER_DOWN}));
    desk.now += UI_DEAD_MS;
    assert_true(hears(&desk, (struct ui_event){.kind = UI_FINGER_DOWN}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_key_goes_to_what_stands_behind_the_question),
        cmocka_unit_test(next_leaves_every_control_and_comes_to_all),
        cmocka_unit_test(a_held_key_and_a_bouncing_key_are_not_heard),
        cmocka_unit_test(the_volume_may_be_pressed_as_fast_as_one_likes),
        cmocka_unit_test(what_begins_in_the_dead_time_is_not_heard),
        cmocka_unit_test(tap_activates_on_release_not_on_touch),
        cmocka_unit_test(held_for_three_seconds_is_still_one_tap),
        cmocka_unit_test(sliding_off_gives_nothing),
        cmocka_unit_test(down_in_one_and_up_in_another_gives_neither),
        cmocka_unit_test(sliding_off_and_back_counts),
        cmocka_unit_test(touch_beside_and_slide_on_gives_nothing),
        cmocka_unit_test(second_finger_is_ignored_until_the_first_is_up),
        cmocka_unit_test(cancelled_finger_gives_nothing_and_makes_place),
        cmocka_unit_test(finger_whose_release_was_lost_does_not_lock_the_screen),
        cmocka_unit_test(what_sticks_to_the_glass_and_trembles_does_not_lock_the_screen),
        cmocka_unit_test(touch_in_the_dead_time_is_ignored_whole),
        cmocka_unit_test(touch_after_the_dead_time_counts),
        cmocka_unit_test(double_tap_over_a_change_of_screen_answers_once),
        cmocka_unit_test(double_tap_on_a_toggle_counts_once),
        cmocka_unit_test(quick_tap_on_another_control_counts),
        cmocka_unit_test(finger_down_before_the_change_of_screen_is_forgotten),
        cmocka_unit_test(keys_walk_over_all_buttons_and_round_the_end),
        cmocka_unit_test(choose_key_activates_the_focused_button_only),
        cmocka_unit_test(right_key_goes_back_in_a_right_to_left_scene),
        cmocka_unit_test(same_key_within_half_a_second_is_a_bounce),
        cmocka_unit_test(bouncing_key_does_not_answer_the_next_screen),
        cmocka_unit_test(repeat_of_a_held_key_does_nothing),
        cmocka_unit_test(stop_key_presses_stop_where_there_is_one),
        cmocka_unit_test(keys_do_not_reach_below_a_dialog),
        cmocka_unit_test(touch_takes_the_focus_ring_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
