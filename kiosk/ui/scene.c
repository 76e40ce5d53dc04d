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

static bool is_title(const struct ui_node *node)
{
    return node->role == UI_ROLE_QUESTION || node->role == UI_ROLE_HEADING ||
           node->role == UI_ROLE_DIALOG;
}

size_t scene_main(const struct ui_scene *scene)
{
    const size_t first = scene_first_reachable(scene);
    size_t main = first;
    bool has_control = false;
    for (size_t i = scene->count; i > first; i--) {
        has_control = has_control || scene->nodes[i - 1].role == UI_ROLE_BUTTON;
        main = has_control && is_title(&scene->nodes[i - 1]) ? i - 1 : main;
    }
    return main;
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
           a->foot_px == b->foot_px && a->foot_up_px == b->foot_up_px && a->end_px == b->end_px &&
           a->is_picture == b->is_picture && strcmp(a->qr, b->qr) == 0 && a->fits == b->fits &&
           a->is_secret == b->is_secret && a->is_private == b->is_private;
}

bool scene_equal(const struct ui_scene *a, const struct ui_scene *b)
{
    if (strcmp(a->screen, b->screen) != 0 || strcmp(a->lang, b->lang) != 0 ||
        a->is_rtl != b->is_rtl || a->is_dark != b->is_dark || strcmp(a->modes, b->modes) != 0 ||
        a->width != b->width || a->height != b->height || a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!node_equal(&a->nodes[i], &b->nodes[i])) {
            return false;
        }
    }
    return true;
}
