/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SCREEN_H
#define SCREEN_H

/*
 * From a visit to a scene, and from a control's id to an intent. A screen draws and names what may be pressed; what
 * follows is decided in survey/session. Pure: words, time and text metrics are passed in.
 */

#include <buurtstem/bundle.h>

#include "build.h"
#include "desk.h"
#include "desk_status.h"
#include "keyboard.h"
#include "languages.h"
#include "session.h"

/* Translation: the Dutch sentence is the key. Borrowed results, valid for ever. */
struct screen_words {
    const char *(*get)(void *self, const char *lang, const char *dutch);
    const char *(*plural)(void *self, const char *lang, const char *one, const char *many, long n);
    void *self;
};

struct screen_view {
    const struct session *session;
    const struct desk
        *desk; /* the connector's, in Dutch; NULL or DESK_SHUT: residents have the screen */
    const struct desk_status *desk_status; /* NULL: not known yet */
    const char *desk_answers; /* what was answered with the comment in hand; NULL: not known */
    const struct ui_theme *theme;
    const struct ui_display *display;
    const struct ui_text_ops *text;
    const struct screen_words *words;
    const struct languages *languages;
    const struct keyboards *keyboards;
    struct bs_date today; /* in Europe/Amsterdam */
    int minute;           /* of that day */
    int weekday;          /* 0: Monday */
    int64_t now_ms;       /* monotonic, the session's clock */
    int64_t wall_ms;      /* wall clock, for notices that end */
    unsigned modes;       /* enum ui_mode: as which `theme` was made */
    bool
        is_silence_told; /* the speaking control was pressed where nothing can be heard: it says so for a while */
    bool has_sound; /* a sound card was found; else speaking controls say that there is none */
};

/* Builds what is to be seen now. */
void screen_build(const struct screen_view *view, struct ui_scene *scene);

/* What pressing a control means; false if this id means nothing on the current screen. */
bool screen_intent(const struct screen_view *view, const char *id, struct session_intent *intent);

/* What pressing a control means to the desk: on its own screens, and the way to its door on the help of a visit. False: the
 * id is none of its; the ways of seeing and of speech (tool.larger …) are the session's there too, and a sign that somebody
 * is there. */
bool screen_desk_intent(const struct screen_view *view, const char *id, struct desk_intent *intent);

/* Changes whenever another screen, question, page or language is shown, but not with its states: what the dead time is counted
 * from. With the language, since another one stands where the finger still is. */
void screen_name(const struct screen_view *view, char out[24]);

#endif
