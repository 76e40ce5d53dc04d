/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SESSION_H
#define SESSION_H

/*
 * One resident's visit as a state machine: an intent goes in, at most one effect comes out. It cannot read a clock, open
 * a file or draw; the time and what became of an effect come in as intents. Pure.
 *
 * A visit begins with the first tap on the attract screen and ends with the wipe. Its submission is saved when the last
 * question is answered, or as partial when time runs out; Stop keeps nothing. The thanks appear only after the save was
 * reported durable; a disk that stays silent is a save that failed, until it answers.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/bundle.h>
#include <buurtstem/submission.h>

#include "answers.h"
#include "branch.h"

#define SESSION_CONFIRM_MS   400   /* a chosen answer stays in sight before the next screen */
#define SESSION_THANKS_MS    15000 /* thanks go back to attract by themselves */
#define SESSION_SAVING_MS    20000 /* a disk that has not answered by then may never answer */
#define SESSION_NOT_SAVED_MS 60000

enum session_screen {
    SESSION_ATTRACT,
    SESSION_QUESTION,
    SESSION_SAVING, /* only seen when the disk is slow */
    SESSION_THANKS,
    SESSION_NOT_SAVED, /* the disk said no: never a thank-you */
    SESSION_HELP,
    SESSION_ABOUT,        /* what is known of the subject, with source and date; from help */
    SESSION_OUT_OF_ORDER, /* nothing can be kept now: residents are not asked */
    SESSION_SETTING_UP    /* no programmes have arrived yet */
};

enum session_intent_kind {
    SESSION_TICK,   /* time passed; also before each other intent */
    SESSION_CHOOSE, /* choice `index` of the current (or, on attract, live) question */
    SESSION_DONT_KNOW,
    SESSION_NEXT, /* "Verder" of a list */
    SESSION_BACK,
    SESSION_STOP,
    SESSION_OPEN_HELP,
    SESSION_OPEN_ABOUT,
    SESSION_CLOSE_HELP,    /* from about: back to help */
    SESSION_SET_LANGUAGE,  /* `lang` */
    SESSION_SET_PROGRAMME, /* programme `index` of the bundle */
    SESSION_ANOTHER,       /* from the thanks: another subject, same language */
    SESSION_STAY,          /* "Ja, ik ga verder", or another sign that somebody is there */
    SESSION_RETRY,         /* save again */
    SESSION_SAVED,         /* the submission is on disk */
    SESSION_SAVE_FAILED,
    SESSION_STORE_READY, /* the worker can keep answers */
    SESSION_STORE_BROKEN /* it cannot */
};

struct session_intent {
    enum session_intent_kind kind;
    size_t index;
    char lang[BS_LANG_TEXT];
};

enum session_effect_kind {
    SESSION_NO_EFFECT,
    SESSION_SAVE, /* `submission` is to be kept; answer with SESSION_SAVED or SESSION_SAVE_FAILED */
    SESSION_SAVE_AGAIN /* the one that failed, with the same id and bytes */
};

struct session_effect {
    enum session_effect_kind kind;
    struct bs_submission submission;
};

struct session {
    const struct bs_bundle
        *bundle; /* borrowed; NULL: none yet; changed only by session_set_bundle */
    enum session_screen screen;
    enum session_screen behind_help; /* where help was opened */
    bool is_store_ready;
    bool is_active;   /* a visit is going on */
    bool is_warning;  /* "Bent u er nog?" is shown */
    size_t programme; /* index in the bundle */
    size_t question;  /* index in the programme */
    char lang[BS_LANG_TEXT];
    struct answers answers;
    int64_t started_ms;
    int64_t last_tap_ms;      /* idle is counted from here */
    int64_t screen_ms;        /* when this screen was entered */
    int64_t confirm_until_ms; /* 0: no answer is being shown as chosen */
    bool is_saved;            /* a save came back good while the chosen answer was still in sight */
    bool is_save_pending;
    bool hint; /* "Kies eerst een plaatje": Verder was pressed without a choice */
    struct bs_date today;
};

void session_start(struct session *session);

/* Takes another bundle, only between visits. False while one is going on or a save is pending: try again after it. */
bool session_set_bundle(struct session *session, const struct bs_bundle *bundle,
                        struct bs_date today);

/* Applies one intent at a time (monotonic milliseconds). Intents that make no sense on the current screen change
 * nothing. True if the screen has to be drawn again. */
bool session_apply(struct session *session, const struct session_intent *intent, int64_t now_ms,
                   struct session_effect *effect);

/* When the next SESSION_TICK is due at the latest: an absolute time, or -1 for never. During the warning once a second. */
int64_t session_deadline(const struct session *session, int64_t now_ms);

/* What is left of the warning, in whole seconds, 0 if none is shown. */
int session_seconds_left(const struct session *session, int64_t now_ms);

/* The programme asked about: on attract the first that is open. NULL without one. */
const struct bs_programme *session_programme(const struct session *session);
const struct bs_question *session_question(const struct session *session);

#endif
