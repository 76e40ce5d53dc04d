/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef APP_STAGE_H
#define APP_STAGE_H

/*
 * The whole program without a window, on the folders of a worker_stage: a 15.6" display, the shipped assets, and a virtual
 * clock that stands at 22 November 2026 until the test moves it. Time passes by app_step(), which each test calls its own
 * way: test_app a step at a time, test_app_speech until the program has nothing more to do.
 */

#include "app.h"
#include "worker_stage.h"

/* For the test to add to. */
struct kiosk_config app_stage_config(const struct worker_stage *stage);

/* Starts and waits for the attract screen; end it with app_finish(). Fails the test on a complaint. */
void app_stage_start(struct app *app, const struct kiosk_config *config, bool is_silent);

/* Steps until that screen is shown; fails the test after 20 seconds. */
void app_stage_wait_for(struct app *app, enum session_screen screen);

/* The middle of a control of the screen that is shown; fails the test if it is not there. */
struct ui_point app_stage_middle(const struct app *app, const char *id);

/* A finger goes down there, or is lifted. */
void app_stage_finger(struct app *app, enum ui_event_kind kind, struct ui_point at);

#endif
