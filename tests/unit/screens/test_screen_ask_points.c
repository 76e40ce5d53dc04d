/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Points over goals: what is given is seen, said and taken back; what is locked is no control. */

#include "ask_stage.h"

#include <string.h>

/* How many points of an icon stand inside a card. */
static int dots_on(const struct stage *stage, const char *id, const char *icon)
{
    const struct ui_rect card = stage_node(stage, id)->rect;
    int count = 0;
    for (size_t i = 0; i < stage->scene.count; i++) {
        const struct ui_node *node = &stage->scene.nodes[i];
        const struct ui_point at = {node->rect.x + node->rect.w / 2,
                                    node->rect.y + node->rect.h / 2};
        count += strcmp(node->icon, icon) == 0 && ui_rect_holds(card, at) ? 1 : 0;
    }
    return count;
}

static void a_tap_fills_a_point(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "punten");
    assert_int_equal(dots_on(&stage, "choice.zorg", "point"), 0);
    assert_int_equal(dots_on(&stage, "choice.zorg", "point-open"), 5);
    stage_taps(&stage, "choice.zorg choice.zorg choice.groen");
    assert_int_equal(dots_on(&stage, "choice.zorg", "point"), 2);
    assert_int_equal(dots_on(&stage, "choice.zorg", "point-open"), 3);
    assert_int_equal(dots_on(&stage, "choice.groen", "point"), 1);
    stage_drop(&stage);
}

static void a_minus_is_there_when_there_is_something_to_take_back(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "punten");
    assert_false(stage_has(&stage, "less.zorg"));
    stage_press(&stage, "choice.zorg");
    assert_int_equal(stage_node(&stage, "less.zorg")->role, UI_ROLE_BUTTON);
    assert_false(stage_has(&stage, "less.groen"));
    stage_press(&stage, "less.zorg");
    assert_false(stage_has(&stage, "less.zorg"));
    assert_int_equal(dots_on(&stage, "choice.zorg", "point"), 0);
    stage_drop(&stage);
}

/* K29 */
static void no_goal_moves_when_points_are_given(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_make(&stage, &ask_ways[0], "nl", false);
    ask_stage_go(&stage, 3, "punten");
    const struct ui_rect before = stage_node(&stage, "choice.groen")->rect;
    stage_taps(&stage, "choice.zorg choice.groen choice.groen choice.wonen choice.wonen");
    stage_press(&stage, "choice.veilig");
    assert_memory_equal(&stage_node(&stage, "choice.groen")->rect, &before, sizeof before);
    stage_drop(&stage);
}

/* K47 K57 */
static void a_goal_says_its_points(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "punten");
    assert_string_equal(stage_node(&stage, "choice.zorg")->speech, "Zorg, 0 punten");
    stage_press(&stage, "choice.zorg");
    assert_string_equal(stage_node(&stage, "choice.zorg")->speech, "Zorg, 1 punt");
    stage_press(&stage, "choice.zorg");
    assert_string_equal(stage_node(&stage, "choice.zorg")->speech, "Zorg, 2 punten");
    assert_string_equal(stage_node(&stage, "choice.zorg")->label, "Zorg");
    assert_string_equal(stage_node(&stage, "less.zorg")->speech, "Zorg: een punt minder");
    stage_drop(&stage);
}

static void the_badge_says_how_many_points_are_left(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "punten");
    assert_string_equal(stage_label(&stage, "left"), "Nog 5 punten over");
    stage_taps(&stage, "choice.zorg choice.zorg choice.zorg choice.zorg");
    assert_string_equal(stage_label(&stage, "left"), "Nog 1 punt over");
    stage_press(&stage, "choice.zorg");
    assert_string_equal(stage_label(&stage, "left"), "Klaar? Tik op Verder");
    stage_drop(&stage);
}

static void a_point_too_many_says_what_to_do(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "punten");
    assert_string_equal(stage_label(&stage, "hint"), "Tik op een kaart. Elke tik is een punt.");
    stage_press(&stage, "tool.next");
    assert_string_equal(stage_label(&stage, "hint"), "Geef eerst een punt.");
    stage_taps(&stage, "choice.zorg choice.zorg choice.zorg choice.zorg choice.zorg choice.wonen");
    assert_string_equal(stage_label(&stage, "hint"),
                        "Alle punten zijn op. Haal eerst een punt weg.");
    stage_drop(&stage);
}

static void a_locked_goal_is_seen_and_is_no_control(void **state)
{
    static struct stage stage;
    bool has_lock = false, has_words = false;
    (void)state;
    ask_stage_at(&stage, 3, "punten");
    assert_false(stage_has(&stage, "choice.school"));
    assert_int_equal(stage_node(&stage, "locked.school")->role, UI_ROLE_TEXT);
    for (size_t i = 0; i < stage.scene.count; i++) {
        has_lock = has_lock || strcmp(stage.scene.nodes[i].icon, "lock") == 0;
        has_words = has_words || strcmp(stage.scene.nodes[i].label, "Blijft gelijk") == 0;
    }
    assert_true(has_lock);
    assert_true(has_words);
    const struct ui_rect rect = stage_node(&stage, "locked.school")->rect;
    assert_null(
        scene_hit(&stage.scene, (struct ui_point){rect.x + rect.w / 2, rect.y + rect.h / 2}));
    stage_drop(&stage);
}

/* K86 */
static void points_fill_from_the_starting_side(void **state)
{
    static struct stage stage;
    static const char *const LANGUAGES[] = {"nl", "ar"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        int filled = 0, open = 0;
        ask_stage_make(&stage, &ask_ways[0], LANGUAGES[i], false);
        ask_stage_go(&stage, 3, "punten");
        stage_press(&stage, "choice.zorg");
        const struct ui_rect card = stage_node(&stage, "choice.zorg")->rect;
        for (size_t k = 0; k < stage.scene.count; k++) {
            const struct ui_node *node = &stage.scene.nodes[k];
            if (node->rect.x < card.x || node->rect.x > card.x + card.w) {
                continue;
            }
            filled = strcmp(node->icon, "point") == 0 ? node->rect.x : filled;
            open = strcmp(node->icon, "point-open") == 0 ? node->rect.x : open;
        }
        assert_true(i == 0 ? filled < open : filled > open);
        stage_drop(&stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tap_fills_a_point),
        cmocka_unit_test(a_minus_is_there_when_there_is_something_to_take_back),
        cmocka_unit_test(no_goal_moves_when_points_are_given),
        cmocka_unit_test(a_goal_says_its_points),
        cmocka_unit_test(the_badge_says_how_many_points_are_left),
        cmocka_unit_test(a_point_too_many_says_what_to_do),
        cmocka_unit_test(a_locked_goal_is_seen_and_is_no_control),
        cmocka_unit_test(points_fill_from_the_starting_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
