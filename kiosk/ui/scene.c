/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Questions about a finished scene: a node by name, the button at a point, and whether two scenes are the same. */

#include <string.h>

#include "scene.h"

const struct ui_node *scene_find(const struct ui_scene *scene, const char *id)
{
    if (id == NULL || id[0] == '\0') {
        return NULL;
    }
    for (size_t i = scene->count; i > 0; i--) {
        if (strcmp(scene->nodes[i - 1].id, id) == 0) {
            return &scene->nodes[i - 1];
        }
    }
    return NULL;
}

size_t scene_first_reachable(const struct ui_scene *scene)
{
    size_t first = 0;
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->nodes[i].surface == UI_SURFACE_DIM) {
            first = i + 1;
        }
    }
    return first;
}

const struct ui_node *scene_hit(const struct ui_scene *scene, struct ui_point at)
{
    const size_t first = scene_first_reachable(scene);
    for (size_t i = scene->count; i > first; i--) {
        const struct ui_node *node = &scene->nodes[i - 1];
        if (node->role == UI_ROLE_BUTTON && ui_rect_holds(node->rect, at)) {
            return node;
        }
    }
    return NULL;
}

static bool rect_equal(struct ui_rect a, struct ui_rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool node_equal(const struct ui_node *a, const struct ui_node *b)
{
    return strcmp(a->id, b->id) == 0 && a->role == b->role && strcmp(a->label, b->label) == 0 &&
           strcmp(a->speech, b->speech) == 0 && strcmp(a->lang, b->lang) == 0 &&
           rect_equal(a->rect, b->rect) && a->states == b->states && a->surface == b->surface &&
           a->arrangement == b->arrangement && a->align == b->align &&
           a->centre_vertically == b->centre_vertically && a->style == b->style &&
           a->ink == b->ink && strcmp(a->icon, b->icon) == 0 && a->icon_turns == b->icon_turns &&
           a->face == b->face && a->picture_px == b->picture_px &&
           a->picture_top == b->picture_top && a->text_top == b->text_top &&
           a->foot_px == b->foot_px && strcmp(a->qr, b->qr) == 0 && a->fits == b->fits;
}

bool scene_equal(const struct ui_scene *a, const struct ui_scene *b)
{
    if (strcmp(a->screen, b->screen) != 0 || strcmp(a->lang, b->lang) != 0 ||
        a->is_rtl != b->is_rtl || strcmp(a->modes, b->modes) != 0 || a->width != b->width ||
        a->height != b->height || a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!node_equal(&a->nodes[i], &b->nodes[i])) {
            return false;
        }
    }
    return true;
}
