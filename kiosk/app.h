/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef APP_H
#define APP_H

/* All state of the kiosk program, and its loop: one event in, at most one frame out. */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/bundle.h>
#include <buurtstem/err.h>

#include "app_content.h"
#include "app_desk.h"
#include "app_speech.h"
#include "closing.h"
#include "drawlist.h"
#include "effects.h"
#include "kiosk_config.h"
#include "platform.h"
#include "screen.h"
#include "virtual_clock.h"
#include "worker.h"

struct app {
    struct kiosk_arguments arguments;
    struct kiosk_config config;
    struct virtual_clock virtual_clock;
    struct bs_clock clock;
    struct platform *platform;     /* owned */
    struct worker *worker;         /* owned */
    struct bs_bundle *bundle;      /* owned; what the session works with */
    struct bs_bundle *next_bundle; /* owned; waits for the visit to end */
    struct effects effects;
    struct closing closing;
    struct session session;
    struct app_desk desk;
    struct ui ui;
    struct ui_theme base;     /* the theme file's, with the municipality's colours */
    struct ui_theme file;     /* the theme file's */
    struct ui_theme contrast; /* instead of it with high contrast */
    struct ui_theme theme;    /* as of `theme_modes`, made of those */
    unsigned theme_modes;
    struct ui_display display;
    struct screen_words words, spoken_words; /* what is shown, and how it is said */
    struct languages languages;
    struct keyboards keyboards;
    struct ui_scene scene;        /* built last */
    struct ui_scene spoken_scene; /* the same as it is said, in languages where that differs */
    struct ui_scene shown;        /* on the glass */
    struct app_speech speech;
    char recordings_dir[BS_CONFIG_VALUE + sizeof "/languages"];
    struct ui_drawlist drawlist;
    char screen[24];               /* what the dead time is counted from */
    bool is_warned;                /* that screen is the warning */
    char focus_behind[UI_ID_TEXT]; /* the focus on what is behind it */
    unsigned long frame;
    struct session_intent told_time; /* what the session was told last of day and minute */
    bool
        is_left; /* a visit has ended: what is drawn and measured is to be forgotten before the next frame */
    bool is_shown, is_dimmed, quit;
};

/* Opens everything in order; for --check all but the window and the log. On failure what was opened stays for
 * app_finish. Errors as of what is opened. */
enum bs_err app_start(struct app *app, const struct kiosk_arguments *arguments,
                      const struct kiosk_config *config, struct bs_error *err);
void app_finish(struct app *app); /* a zeroed one is fine */

/* Runs until told to quit. BS_BROKEN: the display is gone. */
enum bs_err app_run(struct app *app, struct bs_error *err);

/* The pieces that a script drives too. */
int64_t app_now(const struct app *app);

/* Takes what the worker has to say, lets time pass, and presents a frame if anything changed. */
enum bs_err app_step(struct app *app, struct bs_error *err);

/* Hands one intent to the session, and carries out what follows. */
void app_apply(struct app *app, const struct session_intent *intent);

/* What screens are built from. */
struct screen_view app_view(const struct app *app);
/* The same with the words as they are said. */
struct screen_view app_spoken_view(const struct app *app);

/* When app_step is due at the latest: an absolute time, or -1 for never. */
int64_t app_deadline(const struct app *app);

/* True when neither the disk nor the voice is waited for. */
bool app_is_idle(struct app *app);

/* Hands one touch or key to the current screen. */
void app_input(struct app *app, const struct ui_event *event);

/* Waits for one event of the platform, at most until the next deadline or `most_ms`, and handles it. */
void app_wait(struct app *app, int most_ms);

/* Milliseconds until nothing is under way any more that ends by itself soon: dead time, a chosen answer in sight; 0 then. */
int64_t app_unsettled_ms(const struct app *app);

#endif
