/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_SCREENS_STAGE_H
#define DESK_SCREENS_STAGE_H

/* The stage of the tests of the desk's screens: which state is opened on it, and what its controls mean to the desk. */

#include "desk_cases.h"

extern struct stage stage;

/* Setup and teardown of each test. */
int desk_screens_set_up(void **state);
int desk_screens_tear_down(void **state);

/* Opens the desk in a state of desk_cases, and builds. */
struct desk *open_desk(const char *name);

/* Fails the test unless the control is there and means this. */
void assert_means(const char *id, enum desk_intent_kind kind, size_t index);
/* Fails the test if such a control, there or not, means something. */
void assert_means_nothing(const char *id);

#endif
