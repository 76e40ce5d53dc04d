/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands on what: a theme is only looked at for pairs of colours that its list names. */

#include "screens_stage.h"

/* What is painted behind a node's own words. */
static enum ui_ink ground_of(const struct ui_node *node)
{
    switch (node->surface) {
    case UI_SURFACE_PRIMARY:
    case UI_SURFACE_DISC_CANAL:
        return UI_CANAL;
    case UI_SURFACE_STORY:
    case UI_SURFACE_CANAL:
        return UI_STORY;
    case UI_SURFACE_TINT:
        return UI_TINT;
    case UI_SURFACE_BADGE:
        return UI_SUN;
    case UI_SURFACE_BAR:
        return UI_BAR;
    case UI_SURFACE_DISC:
        return UI_LEAF;
    case UI_SURFACE_CARD:
        return (node->states & UI_STATE_CHOSEN) != 0 ? UI_TINT : UI_CARD;
    default:
        return UI_CARD;
    }
}

static enum ui_ink ground_behind(const struct ui_scene *scene, size_t index)
{
    const struct ui_rect own = scene->nodes[index].rect;
    const struct ui_point middle = {own.x + own.w / 2, own.y + own.h / 2};
    for (size_t i = index + 1; i > 0; i--) {
        const struct ui_node *node = &scene->nodes[i - 1];
        const bool is_ground = node->surface != UI_SURFACE_NONE &&
                               node->surface != UI_SURFACE_LINE && node->surface != UI_SURFACE_DIM;
        if (is_ground && ui_rect_holds(node->rect, middle)) {
            return ground_of(node);
        }
    }
    return UI_PAPER;
}

static bool is_looked_at(enum ui_ink front, enum ui_ink back, double least)
{
    for (size_t i = 0; i < theme_pair_count; i++) {
        if (theme_pairs[i].front == front && theme_pairs[i].back == back &&
            theme_pairs[i].least >= least) {
            return true;
        }
    }
    return false;
}

/* K22 K23 */
static void whatever_stands_on_a_colour_is_looked_at_in_every_theme(void **state)
{
    static const struct stage_options PLAIN = {0};
    static struct stage stage;
    (void)state;
    for (size_t i = 0; i < stage_look_count; i++) {
        stage_go(&stage, &PLAIN, "nl", &stage_looks[i]);
        for (size_t k = 0; k < stage.scene.count; k++) {
            const struct ui_node *node = &stage.scene.nodes[k];
            const bool has_words = node->label[0] != '\0' && node->arrangement != UI_PICTURE_ONLY;
            const enum ui_ink back = ground_behind(&stage.scene, k);
            if ((has_words || node->icon[0] != '\0') &&
                !is_looked_at(node->ink, back, has_words ? 7 : 3)) {
                fail_msg("%s: %s is ink %d on %d", stage_looks[i].name, node->id, (int)node->ink,
                         (int)back);
            }
        }
        stage_drop(&stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_stands_on_a_colour_is_looked_at_in_every_theme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
