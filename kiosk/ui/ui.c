/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Follows one finger and the keys over a scene until a control is activated. */

#include <stdio.h>
#include <string.h>

#include "ui.h"

void ui_start(struct ui *ui)
{
    memset(ui, 0, sizeof *ui);
    ui->last_key = UI_KEY_OTHER;
    ui->last_key_ms = INT64_MIN / 2;
    ui->activated_ms = INT64_MIN / 2;
    ui->deaf_until_ms = INT64_MIN / 2;
}

void ui_screen_changed(struct ui *ui, const char *screen, int64_t now_ms)
{
    const enum ui_key last_key = ui->last_key;
    const int64_t last_key_ms = ui->last_key_ms;
    ui_start(ui);
    (void)snprintf(ui->screen, sizeof ui->screen, "%s", screen);
    ui->deaf_until_ms = now_ms + UI_DEAD_MS;
    /* A bouncing key bounces over a change of screen too. */
    ui->last_key = last_key;
    ui->last_key_ms = last_key_ms;
}

static void set_id(char out[UI_ID_TEXT], const char *id)
{
    (void)snprintf(out, UI_ID_TEXT, "%s", id);
}

/* The control under a point, or "". */
static const char *control_at(const struct ui_scene *scene, struct ui_point at)
{
    const struct ui_node *node = scene_hit(scene, at);
    return node != NULL ? node->id : "";
}

static void forget_finger(struct ui *ui, bool *redraw)
{
    if (ui->pressed[0] != '\0') {
        *redraw = true;
    }
    ui->has_finger = false;
    ui->pressed[0] = '\0';
    ui->target[0] = '\0';
}

static void finger_down(struct ui *ui, const struct ui_scene *scene, const struct ui_event *event,
                        bool *redraw)
{
    const bool is_lost = event->finger == ui->finger ||
                         event->time_ms - ui->finger_ms >= UI_LOST_MS ||
                         event->time_ms - ui->down_ms >= UI_STUCK_MS;
    if (ui->has_finger && !is_lost) {
        return;
    }
    forget_finger(ui, redraw);
    if (event->time_ms < ui->deaf_until_ms) {
        return;
    }
    ui->has_finger = true;
    ui->finger = event->finger;
    ui->finger_ms = event->time_ms;
    ui->down_ms = event->time_ms;
    set_id(ui->target, control_at(scene, event->at));
    set_id(ui->pressed, ui->target);
    if (ui->pressed[0] != '\0' || ui->focus[0] != '\0') {
        ui->focus[0] = '\0';
        *redraw = true;
    }
}

static void finger_move(struct ui *ui, const struct ui_scene *scene, const struct ui_event *event,
                        bool *redraw)
{
    const bool is_inside = strcmp(control_at(scene, event->at), ui->target) == 0;
    ui->finger_ms = event->time_ms;
    if (ui->target[0] != '\0' && is_inside != (ui->pressed[0] != '\0')) {
        set_id(ui->pressed, is_inside ? ui->target : "");
        *redraw = true;
    }
}

static bool finger_up(struct ui *ui, const struct ui_scene *scene, const struct ui_event *event,
                      char activated[UI_ID_TEXT], bool *redraw)
{
    char target[UI_ID_TEXT];
    set_id(target, ui->target);
    forget_finger(ui, redraw);
    if (target[0] == '\0' || strcmp(control_at(scene, event->at), target) != 0) {
        return false;
    }
    if (strcmp(ui->activated, target) == 0 && event->time_ms - ui->activated_ms < UI_DEAD_MS) {
        return false; /* a trembling hand taps twice and means once */
    }
    set_id(ui->activated, target);
    ui->activated_ms = event->time_ms;
    set_id(activated, target);
    return true;
}

/* The first button behind the question. */
static const struct ui_node *first_main(const struct ui_scene *scene)
{
    for (size_t i = scene_main(scene); i < scene->count; i++) {
        if (scene->nodes[i].role == UI_ROLE_BUTTON) {
            return &scene->nodes[i];
        }
    }
    return NULL;
}

static bool has_control(const struct ui_scene *scene, const char *id)
{
    const struct ui_node *node = scene_find(scene, id);
    return node != NULL && node->role == UI_ROLE_BUTTON &&
           (size_t)(node - scene->nodes) >= scene_first_reachable(scene);
}

/* The button `step` places on from the focused one, round the end. None is focused: the first behind the question, or the
 * last before it. */
static const struct ui_node *neighbour(const struct ui_scene *scene, const char *focus, int step)
{
    const size_t first = scene_first_reachable(scene);
    const struct ui_node *main = first_main(scene);
    if (main != NULL && !has_control(scene, focus)) {
        if (step > 0) {
            return main;
        }
        focus = main->id;
    }
    const struct ui_node *before = NULL;
    const struct ui_node *after = NULL;
    const struct ui_node *lowest = NULL;
    const struct ui_node *highest = NULL;
    bool is_passed = false;
    for (size_t i = first; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        if (node->role != UI_ROLE_BUTTON) {
            continue;
        }
        lowest = lowest == NULL ? node : lowest;
        highest = node;
        if (focus[0] != '\0' && strcmp(node->id, focus) == 0) {
            is_passed = true;
        } else if (!is_passed) {
            before = node;
        } else if (after == NULL) {
            after = node;
        }
    }
    if (step > 0) {
        return is_passed && after != NULL ? after : lowest;
    }
    return is_passed && before != NULL ? before : highest;
}

static bool activate(const struct ui_scene *scene, const char *id, char activated[UI_ID_TEXT])
{
    const size_t first = scene_first_reachable(scene);
    for (size_t i = first; i < scene->count; i++) {
        if (scene->nodes[i].role == UI_ROLE_BUTTON && id[0] != '\0' &&
            strcmp(scene->nodes[i].id, id) == 0) {
            set_id(activated, id);
            return true;
        }
    }
    return false;
}

static void move_focus(struct ui *ui, const struct ui_scene *scene, int step, bool *redraw)
{
    const struct ui_node *node = neighbour(scene, ui->focus, step);
    if (node != NULL) {
        set_id(ui->focus, node->id);
        *redraw = true;
    }
}

bool ui_hears(const struct ui *ui, const struct ui_event *event)
{
    const bool is_key = event->kind == UI_KEY_DOWN;
    const bool is_volume = is_key && (event->key == UI_KEY_LOUDER || event->key == UI_KEY_SOFTER);
    const bool is_bounce =
        is_key && event->key == ui->last_key && event->time_ms - ui->last_key_ms < UI_BOUNCE_MS;
    const bool is_begun = is_key || event->kind == UI_FINGER_DOWN;
    if (is_volume) {
        return !event->is_repeat;
    }
    return !(is_key && event->is_repeat) && !is_bounce &&
           !(is_begun && event->time_ms < ui->deaf_until_ms);
}

static bool key_down(struct ui *ui, const struct ui_scene *scene, const struct ui_event *event,
                     char activated[UI_ID_TEXT], bool *redraw)
{
    if (!ui_hears(ui, event)) {
        return false;
    }
    ui->last_key = event->key;
    ui->last_key_ms = event->time_ms;
    switch (event->key) {
    case UI_KEY_NEXT:
        move_focus(ui, scene, 1, redraw);
        return false;
    case UI_KEY_PREVIOUS:
        move_focus(ui, scene, -1, redraw);
        return false;
    case UI_KEY_LEFT:
        move_focus(ui, scene, scene->is_rtl ? 1 : -1, redraw);
        return false;
    case UI_KEY_RIGHT:
        move_focus(ui, scene, scene->is_rtl ? -1 : 1, redraw);
        return false;
    case UI_KEY_CHOOSE:
        return activate(scene, ui->focus, activated);
    case UI_KEY_STOP:
        return activate(scene, "tool.stop", activated);
    case UI_KEY_HELP:
        return activate(scene, "tool.help", activated);
    case UI_KEY_REPEAT:
        return activate(scene, "tool.speak", activated);
    case UI_KEY_LOUDER:
    case UI_KEY_SOFTER:
    case UI_KEY_OTHER:
        break;
    }
    return false;
}

bool ui_handle(struct ui *ui, const struct ui_scene *scene, const struct ui_event *event,
               char activated[UI_ID_TEXT], bool *redraw)
{
    const bool is_ours = ui->has_finger && event->finger == ui->finger;
    switch (event->kind) {
    case UI_FINGER_DOWN:
        finger_down(ui, scene, event, redraw);
        return false;
    case UI_FINGER_MOVE:
        if (is_ours) {
            finger_move(ui, scene, event, redraw);
        }
        return false;
    case UI_FINGER_UP:
        return is_ours && finger_up(ui, scene, event, activated, redraw);
    case UI_FINGER_CANCEL:
        if (is_ours) {
            forget_finger(ui, redraw);
        }
        return false;
    case UI_KEY_DOWN:
        return key_down(ui, scene, event, activated, redraw);
    case UI_TYPED:
        break;
    }
    return false;
}

void ui_mark(const struct ui *ui, struct ui_scene *scene)
{
    const size_t first = scene_first_reachable(scene);
    for (size_t i = first; i < scene->count; i++) {
        struct ui_node *node = &scene->nodes[i];
        if (node->role != UI_ROLE_BUTTON || node->id[0] == '\0') {
            continue;
        }
        node->states |= strcmp(node->id, ui->pressed) == 0 ? UI_STATE_PRESSED : 0U;
        node->states |= strcmp(node->id, ui->focus) == 0 ? UI_STATE_FOCUSED : 0U;
    }
}
