/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MONKEY_H
#define MONKEY_H

/*
 * A resident who touches and presses anything at all, from a seed, and what must hold after each event whoever taps what.
 * Its notion of what was tapped is its own: from rectangles of the scene, not from kiosk/ui.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session.h"
#include "ui.h"

#define MONKEY_FINGERS 4
#define MONKEY_TRACE   24 /* events that are told when something does not hold */
#define MONKEY_LINE    160

struct monkey_finger {
    bool is_down;
    struct ui_point at;
    char on[UI_ID_TEXT]; /* the control that it went down on; "" for none */
};

struct monkey {
    uint64_t dice;
    uint64_t seed;
    unsigned long event; /* which one this is, from 1 on */
    const struct session *session;
    const struct ui_scene *scene; /* as it was shown before this event */
    struct monkey_finger fingers[MONKEY_FINGERS];
    bool is_lifting; /* a tap: the next event lifts this finger where it is */
    size_t lifting;
    char reached[UI_ID_TEXT]; /* what this event may activate; "" for nothing */
    char trace[MONKEY_TRACE][MONKEY_LINE];
    /* What this visit has tapped: how often each choice, each "weet ik niet", and signs of the keyboard on the screen. */
    unsigned tapped[BS_BUNDLE_PROGRAMMES_MAX][BS_QUESTIONS_MAX][BS_CHOICES_MAX];
    unsigned passed[BS_BUNDLE_PROGRAMMES_MAX][BS_QUESTIONS_MAX];
    unsigned written;
    /* Counted for the report. */
    unsigned long activations, visits, saves, extras, screens[SESSION_SETTING_UP + 1];
};

void monkey_start(struct monkey *monkey, uint64_t seed, const struct session *session,
                  const struct ui_scene *scene);

/* 0 … most - 1. */
size_t monkey_dice(struct monkey *monkey, size_t most);
bool monkey_chance(struct monkey *monkey, size_t percent);

/* Notes what happened, for the report. */
void monkey_tell(struct monkey *monkey, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Says what does not hold with seed, event and what came before it, and ends the program with status 1. */
void monkey_fail(const struct monkey *monkey, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));
#define MONKEY_MUST(monkey, condition, ...)                                                        \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            monkey_fail(monkey, __VA_ARGS__);                                                      \
        }                                                                                          \
    } while (0)

/* The next touch or key, at time now_ms; sets `reached`. */
struct ui_event monkey_event(struct monkey *monkey, int64_t now_ms);

/* ---- what must hold ---- */

/* A control was activated: it was the one that this event reached. */
void monkey_activated(struct monkey *monkey, const char *id);
/* What the activation means, before it is applied. */
void monkey_meant(struct monkey *monkey, const char *id, const struct session_intent *intent);
/* What came out of an intent: nothing that was not tapped in this visit, nothing without a cause. */
void monkey_effect(struct monkey *monkey, const struct session_intent *intent, bool is_tapped,
                   const struct session_effect *effect);
/* The visit is over: nothing of it is left in the session. */
void monkey_visit_over(struct monkey *monkey);
/* The scene that is shown now. With `fits` also that no text is cut off. */
void monkey_scene(const struct monkey *monkey, const struct ui_scene *scene, bool fits);

#endif
