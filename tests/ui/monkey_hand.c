/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Random fingers and keys, and what they reach by the rectangles alone. */

#include "monkey.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

void monkey_start(struct monkey *monkey, uint64_t seed, const struct session *session,
                  const struct ui_scene *scene)
{
    *monkey = (struct monkey){.seed = seed, .session = session, .scene = scene};
    monkey->dice = seed * 0x9E3779B97F4A7C15ULL + 1;
}

size_t monkey_dice(struct monkey *monkey, size_t most)
{
    monkey->dice ^= monkey->dice << 13;
    monkey->dice ^= monkey->dice >> 7;
    monkey->dice ^= monkey->dice << 17;
    return (size_t)((monkey->dice >> 11) % most);
}

bool monkey_chance(struct monkey *monkey, size_t percent)
{
    return monkey_dice(monkey, 100) < percent;
}

void monkey_tell(struct monkey *monkey, const char *format, ...)
{
    char *line = monkey->trace[monkey->event % MONKEY_TRACE];
    size_t len = strlen(line);
    va_list values;
    va_start(values, format);
    vsnprintf(line + len, MONKEY_LINE - len, format, values);
    va_end(values);
}

static void tell_scene(const struct ui_scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        if (node->id[0] != '\0') {
            fprintf(stderr, "  %s %d,%d %dx%d \"%.120s\"\n", node->id, node->rect.x, node->rect.y,
                    node->rect.w, node->rect.h, node->label);
        }
    }
}

void monkey_fail(const struct monkey *monkey, const char *format, ...)
{
    va_list values;
    tell_scene(monkey->scene);
    for (unsigned long i = MONKEY_TRACE - 1; i < MONKEY_TRACE; i--) {
        if (monkey->event > i) {
            fprintf(stderr, "  %lu:%s\n", monkey->event - i,
                    monkey->trace[(monkey->event - i) % MONKEY_TRACE]);
        }
    }
    fprintf(stderr, "monkey: seed %llu, event %lu, screen %s: ", (unsigned long long)monkey->seed,
            monkey->event, monkey->scene->screen);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fprintf(stderr, "\n");
    exit(1);
}

/* ---- what is under a point ---- */

static bool is_inside(struct ui_rect rect, struct ui_point at)
{
    return at.x >= rect.x && at.y >= rect.y && at.x < rect.x + rect.w && at.y < rect.y + rect.h;
}

/* Where the reachable nodes begin: behind the last thing that dims what lies under it. */
static size_t reachable_from(const struct ui_scene *scene)
{
    size_t from = 0;
    for (size_t i = 0; i < scene->count; i++) {
        from = scene->nodes[i].surface == UI_SURFACE_DIM ? i + 1 : from;
    }
    return from;
}

static const char *control_at(const struct ui_scene *scene, struct ui_point at)
{
    for (size_t i = scene->count; i > reachable_from(scene); i--) {
        const struct ui_node *node = &scene->nodes[i - 1];
        if (node->role == UI_ROLE_BUTTON && is_inside(node->rect, at)) {
            return node->id;
        }
    }
    return "";
}

static const char *focused(const struct ui_scene *scene)
{
    for (size_t i = reachable_from(scene); i < scene->count; i++) {
        if (scene->nodes[i].states & UI_STATE_FOCUSED) {
            return scene->nodes[i].id;
        }
    }
    return "";
}

/* ---- fingers ---- */

static struct ui_point anywhere(struct monkey *monkey)
{
    const struct ui_scene *scene = monkey->scene;
    return (struct ui_point){(int)monkey_dice(monkey, (size_t)scene->width),
                             (int)monkey_dice(monkey, (size_t)scene->height)};
}

static bool ends_it(const char *id)
{
    static const char *const ENDS[] = {"tool.stop", "tool.done", "tool.back", "tool.help"};
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        if (strcmp(id, ENDS[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Somewhere on a control. What ends a visit is chosen less often, or nobody would ever see its last screen. */
static struct ui_point on_a_control(struct monkey *monkey)
{
    const struct ui_scene *scene = monkey->scene;
    for (int i = 0; i < 40; i++) {
        const struct ui_node *node = &scene->nodes[monkey_dice(monkey, scene->count)];
        bool is_taken = node->role == UI_ROLE_BUTTON && node->rect.w > 0 && node->rect.h > 0;
        if (is_taken && (!ends_it(node->id) || monkey_chance(monkey, 8))) {
            return (struct ui_point){node->rect.x + (int)monkey_dice(monkey, (size_t)node->rect.w),
                                     node->rect.y + (int)monkey_dice(monkey, (size_t)node->rect.h)};
        }
    }
    return anywhere(monkey);
}

static struct ui_point somewhere(struct monkey *monkey)
{
    return monkey->scene->count > 0 && !monkey_chance(monkey, 15) ? on_a_control(monkey)
                                                                  : anywhere(monkey);
}

static struct ui_event finger_event(struct monkey *monkey, enum ui_event_kind kind, size_t number,
                                    struct ui_point at, int64_t now_ms)
{
    static const char *const NAMES[] = {"down", "move", "up", "cancel"};
    struct monkey_finger *finger = &monkey->fingers[number];
    const char *under = control_at(monkey->scene, at);
    monkey_tell(monkey, " finger %zu %s at %d,%d on %s", number, NAMES[kind], at.x, at.y, under);
    finger->at = at;
    if (kind == UI_FINGER_DOWN) {
        finger->is_down = true;
        bs_utf8_copy(finger->on, sizeof finger->on, under);
    } else if (kind == UI_FINGER_UP || kind == UI_FINGER_CANCEL) {
        bool is_tap = kind == UI_FINGER_UP && finger->is_down && strcmp(finger->on, under) == 0;
        bs_utf8_copy(monkey->reached, sizeof monkey->reached, is_tap ? under : "");
        *finger = (struct monkey_finger){.at = at};
    }
    return (struct ui_event){.kind = kind, .finger = (int64_t)number, .at = at, .time_ms = now_ms};
}

/* ---- keys ---- */

static const char *reached_by(const struct ui_scene *scene, enum ui_key key)
{
    switch (key) {
    case UI_KEY_CHOOSE:
        return focused(scene);
    case UI_KEY_STOP:
        return "tool.stop";
    case UI_KEY_HELP:
        return "tool.help";
    case UI_KEY_REPEAT:
        return "tool.speak";
    default:
        return "";
    }
}

static struct ui_event key_event(struct monkey *monkey, int64_t now_ms)
{
    static const enum ui_key KEYS[] = {
        UI_KEY_NEXT, UI_KEY_NEXT,   UI_KEY_NEXT, UI_KEY_PREVIOUS, UI_KEY_CHOOSE, UI_KEY_CHOOSE,
        UI_KEY_LEFT, UI_KEY_CHOOSE, UI_KEY_STOP, UI_KEY_HELP,     UI_KEY_REPEAT, UI_KEY_OTHER,
        UI_KEY_NEXT, UI_KEY_RIGHT,  UI_KEY_NEXT, UI_KEY_LOUDER,   UI_KEY_SOFTER, UI_KEY_CHOOSE};
    enum ui_key key = KEYS[monkey_dice(monkey, sizeof KEYS / sizeof KEYS[0])];
    bool is_repeat = monkey_chance(monkey, 10);
    bs_utf8_copy(monkey->reached, sizeof monkey->reached,
                 is_repeat ? "" : reached_by(monkey->scene, key));
    monkey_tell(monkey, " key %d%s", (int)key, is_repeat ? " held" : "");
    return (struct ui_event){.kind = UI_KEY_DOWN,
                             .key = key,
                             .is_repeat = is_repeat,
                             .is_keypad = monkey_chance(monkey, 5),
                             .time_ms = now_ms};
}

struct ui_event monkey_event(struct monkey *monkey, int64_t now_ms)
{
    monkey->reached[0] = '\0';
    if (monkey->is_lifting) {
        size_t number = monkey->lifting;
        monkey->is_lifting = false;
        return finger_event(monkey, UI_FINGER_UP, number, monkey->fingers[number].at, now_ms);
    }
    size_t what = monkey_dice(monkey, 100);
    size_t number = monkey_chance(monkey, 85) ? 0 : monkey_dice(monkey, MONKEY_FINGERS);
    if (what < 66) { /* a whole tap */
        monkey->is_lifting = true;
        monkey->lifting = number;
        return finger_event(monkey, UI_FINGER_DOWN, number, somewhere(monkey), now_ms);
    }
    if (what < 84) {
        return key_event(monkey, now_ms);
    }
    enum ui_event_kind kind = what < 88   ? UI_FINGER_DOWN
                              : what < 93 ? UI_FINGER_MOVE
                              : what < 98 ? UI_FINGER_UP
                                          : UI_FINGER_CANCEL;
    return finger_event(monkey, kind, number, somewhere(monkey), now_ms);
}
