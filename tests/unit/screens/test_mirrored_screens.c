/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every screen from right to left is the mirror of the same screen from left to right. */

#include "screens_stage.h"

#include <string.h>

/* "English" and its Arabic counterpart have the same number of letters, so that all widths are the same. */
static const struct stage_options OPTIONS = {.languages = "[\"en\",\"ar\"]"};

struct pair {
    struct stage left, right;
};

static void go(struct pair *pair, const struct stage_look *look)
{
    stage_go(&pair->left, &OPTIONS, "en", look);
    stage_go(&pair->right, &OPTIONS, "ar", look);
    assert_false(pair->left.scene.is_rtl);
    assert_true(pair->right.scene.is_rtl);
    assert_int_equal(pair->left.scene.count, pair->right.scene.count);
}

static void drop(struct pair *pair)
{
    stage_drop(&pair->left);
    stage_drop(&pair->right);
}

static void assert_mirrored(const struct stage_look *look, const struct ui_node *left,
                            const struct ui_node *right, int width)
{
    struct ui_rect a = left->rect, b = right->rect;
    if (b.x != width - a.x - a.w || b.y != a.y || b.w != a.w || b.h != a.h) {
        fail_msg("%s: %s at %d,%d %dx%d is mirrored to %d,%d %dx%d", look->name, left->id, a.x, a.y,
                 a.w, a.h, b.x, b.y, b.w, b.h);
    }
}

/* A code is written from left to right in every language, and so are its keys. */
static bool is_of_a_code(const struct ui_node *node)
{
    return strncmp(node->id, "sign.", 5) == 0 || strncmp(node->id, "typed.", 6) == 0 ||
           strcmp(node->id, "tool.erase") == 0 || node->surface == UI_SURFACE_SLOT;
}

static void every_rectangle_of_every_screen_is_mirrored(void **state)
{
    static struct pair pair;
    (void)state;
    for (size_t i = 0; i < stage_look_count; i++) {
        go(&pair, &stage_looks[i]);
        for (size_t k = 0; k < pair.left.scene.count; k++) {
            if (!is_of_a_code(&pair.left.scene.nodes[k])) {
                assert_mirrored(&stage_looks[i], &pair.left.scene.nodes[k],
                                &pair.right.scene.nodes[k], pair.left.scene.width);
            }
        }
        drop(&pair);
    }
}

static bool is_language(const struct ui_node *node)
{
    return strncmp(node->id, "lang.", 5) == 0;
}

static void the_same_things_are_on_a_mirrored_screen_in_the_same_order(void **state)
{
    static struct pair pair;
    (void)state;
    for (size_t i = 0; i < stage_look_count; i++) {
        go(&pair, &stage_looks[i]);
        for (size_t k = 0; k < pair.left.scene.count; k++) {
            const struct ui_node *left = &pair.left.scene.nodes[k];
            const struct ui_node *right = &pair.right.scene.nodes[k];
            assert_int_equal(left->role, right->role);
            assert_true(is_language(left) || strcmp(left->id, right->id) == 0);
            assert_true(is_language(left) || left->states == right->states);
            assert_string_equal(left->icon, right->icon);
            assert_int_equal(left->face, right->face);
            assert_int_equal(left->picture_px, right->picture_px);
        }
        drop(&pair);
    }
}

static void the_keys_of_a_code_stay_where_they_are(void **state)
{
    static struct pair pair;
    const struct stage_look code = {"code", "tool.code sign.W sign.3", 0, -1, NULL, NULL};
    (void)state;
    go(&pair, &code);
    for (size_t k = 0; k < pair.left.scene.count; k++) {
        const struct ui_node *left = &pair.left.scene.nodes[k];
        if (strncmp(left->id, "sign.", 5) == 0) {
            assert_int_equal(left->rect.x, scene_find(&pair.right.scene, left->id)->rect.x);
        }
    }
    assert_true(scene_find(&pair.right.scene, "typed.1")->rect.x <
                scene_find(&pair.right.scene, "typed.2")->rect.x);
    drop(&pair);
}

static void the_worst_answer_stays_at_the_starting_side(void **state)
{
    static struct pair pair;
    (void)state;
    go(&pair, &stage_looks[0]);
    const struct ui_scene *left = &pair.left.scene, *right = &pair.right.scene;
    assert_true(scene_find(left, "answer.very_bad")->rect.x <
                scene_find(left, "answer.very_good")->rect.x);
    assert_true(scene_find(right, "answer.very_bad")->rect.x >
                scene_find(right, "answer.very_good")->rect.x);
    drop(&pair);
}

/* What the finger hits is named by value and never by place. */
static void a_mirrored_card_means_the_same_answer(void **state)
{
    static struct stage stage;
    (void)state;
    stage_go(&stage, &OPTIONS, "ar", &stage_looks[0]);
    struct ui_rect rect = scene_find(&stage.scene, "answer.bad")->rect;
    const struct ui_node *hit =
        scene_hit(&stage.scene, (struct ui_point){rect.x + rect.w / 2, rect.y + rect.h / 2});
    assert_string_equal(hit->id, "answer.bad");
    stage_tap(&stage, hit->id);
    assert_true(answers_slot_has(&stage.session.answers.slot[0], 1));
    stage_drop(&stage);
}

static void nothing_is_beyond_the_edge_of_a_mirrored_screen(void **state)
{
    static struct stage stage;
    (void)state;
    for (size_t i = 0; i < stage_look_count; i++) {
        stage_go(&stage, &OPTIONS, "ar", &stage_looks[i]);
        for (size_t k = 0; k < stage.scene.count; k++) {
            const struct ui_node *node = &stage.scene.nodes[k];
            if (node->rect.x < 0 || node->rect.x + node->rect.w > stage.scene.width) {
                fail_msg("%s: %s from %d, %d wide", stage_looks[i].name, node->id, node->rect.x,
                         node->rect.w);
            }
        }
        stage_drop(&stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rectangle_of_every_screen_is_mirrored),
        cmocka_unit_test(the_same_things_are_on_a_mirrored_screen_in_the_same_order),
        cmocka_unit_test(the_keys_of_a_code_stay_where_they_are),
        cmocka_unit_test(the_worst_answer_stays_at_the_starting_side),
        cmocka_unit_test(a_mirrored_card_means_the_same_answer),
        cmocka_unit_test(nothing_is_beyond_the_edge_of_a_mirrored_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
