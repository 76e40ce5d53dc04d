/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SCREENS_STAGE_H
#define SCREENS_STAGE_H

/*
 * A visit on screens without fonts: every character is half an em wide, isolates and soft hyphens have no width. The
 * theme is the shipped one on the reference display. Two programmes: "een" asks faces, why after bad ones, a list of at
 * most three; "twee" asks faces and tiles. Controls are pressed by id, through what the screen says they mean.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frame.h"

struct stage_options {
    const char *languages; /* as JSON: "[\"nl\",\"en\"]"; NULL for that */
    const char *words;     /* titles and questions, in Dutch and English alike; NULL for "Tekst" */
    const char *paragraph; /* promise, contact and facts; NULL for "Zin" */
    const char *place;     /* name and neighbourhood; NULL for "Buurthuis" */
    const char *icon;      /* NULL for "house" */
    bool is_on_trial;
    bool is_closed;         /* every day */
    bool is_one;            /* only the first programme is open */
    int published_day;      /* of November 2026; 0 for the 1st */
    const char *published;  /* a whole day instead: "2026-01-01" */
    const char *due;        /* members of the answer's day; NULL for 60 days after publication */
    const char *tail;       /* more members of the bundle, each behind a comma */
    const char *heard;      /* "twee" has an answer, with these words in it */
    const char *until;      /* of the facts */
    int more;               /* programmes "m1", "m2" … that ask one question each */
    bool is_answer_decided; /* the answer is no example */
    bool has_place_contact; /* the place has somebody to go to, and the programmes nobody */
    const char *json;       /* a whole bundle instead of all that; NULL for none */
    const struct ui_display *display;    /* NULL for the reference cabinet */
    unsigned modes;                      /* enum ui_mode, from the first screen on */
    const struct ui_text_ops *text;      /* NULL for text without fonts */
    const struct screen_words *words_of; /* the interface's sentences; NULL for Dutch */
};

struct stage {
    struct bs_bundle *bundle; /* owned */
    struct session session;
    struct session_effect effect;          /* of the last intent */
    struct ui_theme base, contrast, theme; /* shipped both; as the modes want it */
    unsigned modes;
    struct ui_display display;
    struct screen_words words;
    struct keyboards keyboards; /* the shipped ones */
    struct screen_view view;
    struct ui_scene scene;
    int64_t now;
};

/* Fails the test if the bundle or the theme is not taken. The attract screen is built. */
void stage_make(struct stage *stage, const struct stage_options *options);
void stage_drop(struct stage *stage);

/* Another display. */
void stage_display(struct stage *stage, const struct ui_display *display);

/* Builds the scene anew, as the session stands. */
void stage_build(struct stage *stage);

/* Presses a control that must be on the screen and mean something, lets a chosen answer pass, and builds. */
void stage_tap(struct stage *stage, const char *id);
/* The same without letting time pass: a chosen answer is still in sight. */
void stage_press(struct stage *stage, const char *id);
/* Several, separated by blanks. */
void stage_taps(struct stage *stage, const char *ids);

/* Applies an intent that comes from elsewhere (the worker), and builds. */
void stage_apply(struct stage *stage, enum session_intent_kind kind);
/* Lets time pass in steps of a second, and builds. */
void stage_wait(struct stage *stage, int seconds);

/* A node that must be there, and its label. */
const struct ui_node *stage_node(const struct stage *stage, const char *id);
const char *stage_label(const struct stage *stage, const char *id);
bool stage_has(const struct stage *stage, const char *id);

/* Each look of each screen. */
struct stage_look {
    const char *name, *taps; /* what is tapped on the way, NULL for nothing */
    int wait_s;
    int then;          /* an intent, or -1 */
    const char *later; /* what is tapped after that, NULL for nothing */
    const char *last;  /* at last, where it is there at all; NULL for nothing */
};
extern const struct stage_look stage_looks[];
extern const size_t stage_look_count;
/* Goes there in a fresh stage, in a language. */
void stage_go(struct stage *stage, const struct stage_options *options, const char *lang,
              const struct stage_look *look);

#endif
