/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Scene to JSON, and an atomic replace that does not sync: a test's file, not a record. */

#include "scene_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/json.h>

static const char *role_name(enum ui_role role)
{
    static const char *const NAMES[] = {"text",  "heading", "question", "button",
                                        "image", "status",  "dialog",   "decoration"};
    return NAMES[role];
}

static struct bs_json *states_of(const struct ui_node *node, bool is_inert)
{
    struct bs_json *states = bs_json_new_array();
    if (node->states & UI_STATE_PRESSED) {
        bs_json_add_string(states, "pressed");
    }
    if (node->states & UI_STATE_CHOSEN) {
        bs_json_add_string(states, "chosen");
    }
    if (node->states & UI_STATE_FOCUSED) {
        bs_json_add_string(states, "focused");
    }
    if (is_inert) {
        bs_json_add_string(states, "inert");
    }
    if (!node->fits) {
        bs_json_add_string(states, "cut");
    }
    return states;
}

static struct bs_json *node_to_json(const struct ui_node *node, const struct ui_theme *theme,
                                    bool is_inert)
{
    struct bs_json *json = bs_json_new_object();
    bs_json_set_string(json, "id", node->id);
    bs_json_set_string(json, "role", role_name(node->role));
    bs_json_set_string(json, "label", node->label);
    bs_json_set_string(json, "speech", node->speech);
    bs_json_set_string(json, "lang", node->lang);
    struct bs_json *rect = bs_json_new_array();
    bs_json_add_int(rect, node->rect.x);
    bs_json_add_int(rect, node->rect.y);
    bs_json_add_int(rect, node->rect.w);
    bs_json_add_int(rect, node->rect.h);
    bs_json_set_take(json, "rect", rect);
    if (node->label[0] != '\0' && node->role != UI_ROLE_IMAGE) {
        bs_json_set_int(json, "px", theme->font[node->style].px);
    }
    if (node->qr[0] != '\0') {
        bs_json_set_string(json, "qr", node->qr);
    }
    bs_json_set_take(json, "states", states_of(node, is_inert));
    return json;
}

/* What a dialog names anew (Stop) is told once: the one that can be reached. */
static bool is_told(const struct ui_scene *scene, size_t index)
{
    const struct ui_node *node = &scene->nodes[index];
    return node->role != UI_ROLE_DECORATION &&
           (node->id[0] == '\0' || scene_find(scene, node->id) == node);
}

static struct bs_json *modes_of(const char *modes)
{
    struct bs_json *list = bs_json_new_array();
    char copy[64], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", modes);
    for (char *mode = strtok_r(copy, " ", &rest); mode != NULL; mode = strtok_r(NULL, " ", &rest)) {
        bs_json_add_string(list, mode);
    }
    return list;
}

void scene_to_json(const struct ui_scene *scene, const struct ui_theme *theme, unsigned long frame,
                   struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();
    bs_json_set_string(json, "screen", scene->screen);
    bs_json_set_string(json, "lang", scene->lang);
    bs_json_set_string(json, "dir", scene->is_rtl ? "rtl" : "ltr");
    bs_json_set_take(json, "modes", modes_of(scene->modes));
    bs_json_set_int(json, "frame", (int64_t)frame);
    struct bs_json *nodes = bs_json_new_array();
    size_t live = scene_first_reachable(scene);
    for (size_t i = 0; i < scene->count; i++) {
        if (is_told(scene, i)) {
            bs_json_add_take(nodes, node_to_json(&scene->nodes[i], theme, i < live));
        }
    }
    bs_json_set_take(json, "nodes", nodes);
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

enum bs_err scene_file_write(const char *path, const struct ui_scene *scene,
                             const struct ui_theme *theme, unsigned long frame,
                             struct bs_error *err)
{
    char fresh[1024];
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh) {
        return bs_fail(err, BS_BROKEN, "%s: the name is too long", path);
    }
    struct bs_buf json;
    bs_buf_init(&json, SCENE_JSON_MAX);
    scene_to_json(scene, theme, frame, &json);
    bs_buf_text(&json, "\n");
    enum bs_err rc = BS_OK;
    FILE *file = fopen(fresh, "w");
    if (file == NULL) {
        rc = bs_fail(err, BS_BROKEN, "%s: %s", fresh, strerror(errno));
    } else {
        bool good = fwrite(json.data, 1, json.len, file) == json.len;
        good = fclose(file) == 0 && good;
        if (!good || rename(fresh, path) != 0) {
            rc = bs_fail(err, BS_BROKEN, "%s: %s", path, strerror(errno));
        }
    }
    bs_buf_finish(&json);
    return rc;
}
