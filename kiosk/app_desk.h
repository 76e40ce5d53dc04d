/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef APP_DESK_H
#define APP_DESK_H

/*
 * The connector's desk in the program: what is pressed there becomes intents of review/desk, its effects become orders to the
 * worker or visits that she helps. The desk is shut while residents have the screen.
 */

#include <stdbool.h>
#include <stdint.h>

#include "desk.h"
#include "desk_status.h"
#include "desk_work.h"
#include "session.h"
#include "ui.h"

struct app;

#define APP_DESK_CHORES_MS 60000
#define APP_DESK_STATUS_MS 15000 /* while somebody looks at it */
#define APP_DESK_AGAIN_MS  1000  /* after it could not be asked for */
#define APP_DESK_BADGE_MS  5000  /* what was typed before so long is of another line */
#define APP_DESK_ANSWERS   512   /* bytes of the answers that are shown beside words */

struct app_desk {
    struct desk desk;
    bool is_started; /* it is known how often the door was tried: before that it stays shut */
    bool has_status;
    struct desk_status status;
    char answers[APP_DESK_ANSWERS]; /* beside the comment in hand */
    unsigned asked;                 /* the number of the order that is waited for, or was last */
    /* What a badge has typed so far. */
    char badge[DESK_BADGE_MOST + 1];
    size_t badge_len;
    int64_t badge_ms;
    /* The programme of now; "": none. */
    char now[BS_SLUG_TEXT];
    int64_t now_until_ms;         /* wall clock */
    int64_t chores_ms, status_ms; /* when they were asked for last */
    /* Languages of the bundle that have not all their words. */
    size_t incomplete_count;
    char incomplete[BS_LANGUAGES_MAX][BS_LANG_TEXT];
};

bool app_desk_is_open(const struct app *app);
/* The warning that is shown is the desk's or the visit's. */
bool app_is_warning(const struct app *app);
/* The language of what is shown. */
const char *app_lang(const struct app *app);
/* What is being written on the screen that is shown, NULL: nothing is. */
const struct text_entry *app_desk_written(const struct app *app);

/* A key or sign that belongs to a badge's line: then it is nobody else's. */
bool app_desk_hears(struct app *app, const struct ui_event *event);
/* A control was activated: true if it was the desk's. */
bool app_desk_activates(struct app *app, const char *id);
/* Somebody is there. */
void app_desk_stay(struct app *app);

/* What the worker has to say. */
void app_desk_take(struct app *app, const struct desk_answer *answer);
void app_desk_take_door(struct app *app, int tries, const char *programme, int64_t until_ms);
void app_desk_take_status(struct app *app, const struct desk_status *status);
/* A language that lacks words, NULL for none; is_first: the first of a bundle, those of the one before are forgotten. */
void app_desk_note_language(struct app *app, const char *lang, bool is_first);
/* Another bundle is worked with from now on; and one waits for a visit to end, or none does: who is not in it is signed out. */
void app_desk_take_bundle(struct app *app);
void app_desk_take_next_bundle(struct app *app);

/* A visit has ended. */
void app_desk_visit_over(struct app *app);
/* Lets time pass. */
void app_desk_step(struct app *app);
int64_t app_desk_deadline(const struct app *app);

#endif
