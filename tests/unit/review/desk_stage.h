/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_STAGE_H
#define DESK_STAGE_H

/*
 * The connector's desk without screens: a bundle with two programmes and two connectors, a queue and a comment in memory, and
 * what a connector does there. Asserts with cmocka.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

#define DESK_STAGE_WALL INT64_C(1772445600000) /* 2 March 2026, 11:00 in Amsterdam */

extern struct desk_stage {
    struct desk desk;
    struct desk_effect effect; /* of the last intent */
    struct bs_programme programmes[2];
    struct bs_bundle bundle, other; /* the other one is without Samira */
    struct desk_queue queue;
    struct bs_held_comment comment;
    int64_t now_ms, wall_ms;
} stage;

/* Setup of each test: shut, with the bundle, at DESK_STAGE_WALL. */
int desk_stage_set_up(void **state);
#define ON_STAGE(test) cmocka_unit_test_setup(test, desk_stage_set_up)

/* Applies an intent; whether the desk took it. */
bool say(struct desk_intent intent);
bool act(enum desk_intent_kind kind, size_t index);
bool tell(enum desk_intent_kind kind, const char *text);

void type_pin(const char *pin);
/* From a desk that is shut to home. */
void let_in(const char *who);
/* The store answers: so many comments wait. */
void fill_queue(size_t total);
/* Samira comes in where nothing waits, and goes to a screen. */
void go_to(enum desk_screen screen);
/* She comes in where one comment waits, and reads it. */
void go_to_words(const char *words);

#endif
