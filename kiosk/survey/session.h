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
 *
 * From the thanks the answers can be changed, any number of times. A correction that is finished is saved as a record of
 * its own; one that is left, that runs out of time or cannot be saved leaves the answers as they were saved before.
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
#define SESSION_SCAN_MS      45000 /* the same where there is a QR code to be scanned by a phone */
#define SESSION_SAVING_MS    20000 /* a disk that has not answered by then may never answer */
#define SESSION_NOT_SAVED_MS 60000
#define SESSION_CARD_MS                                                                            \
    20000 /* a card of the attract screen: to read slowly; never less than 8 s (kiosk-ux K29) */

#define SESSION_TILES 8  /* programmes on one page, at most */
#define SESSION_PAGES 32 /* of an answer, of what is known: more than the longest one takes */
/* The signs of a receipt code, in the order of the keys, and how many a whole code has. */
#define SESSION_SIGNS      "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#define SESSION_CODE_SIGNS 6
#define SESSION_NONE       ((size_t)-1)

enum session_screen {
    SESSION_ATTRACT,
    SESSION_QUESTION,
    SESSION_SAVING, /* only seen when the disk is slow */
    SESSION_THANKS,
    SESSION_NOT_SAVED, /* the disk said no: never a thank-you */
    SESSION_HELP,
    SESSION_ABOUT,        /* what is known of the subject, with source and date; from help */
    SESSION_PROGRAMMES,   /* all that is asked here today */
    SESSION_CODE,         /* a receipt code is being typed */
    SESSION_ANSWER,       /* what happened with a programme */
    SESSION_OUT_OF_ORDER, /* nothing can be kept now: residents are not asked */
    SESSION_SETTING_UP    /* no programmes have arrived yet */
};

enum session_intent_kind {
    SESSION_TICK,   /* time passed; also before each other intent */
    SESSION_CHOOSE, /* choice `index` of the current (or, on attract, live) question */
    SESSION_DONT_KNOW,
    SESSION_NEXT, /* "Verder" of a list; of any question while answers are being changed */
    SESSION_BACK,
    SESSION_STOP,
    SESSION_OPEN_HELP,
    SESSION_OPEN_ABOUT,
    SESSION_CLOSE_HELP,    /* from about: the page before, or back to help */
    SESSION_SET_LANGUAGE,  /* `lang` */
    SESSION_SET_PROGRAMME, /* programme `index` of the bundle */
    SESSION_OPEN_PROGRAMMES,
    SESSION_OPEN_ANSWER, /* of programme `index` of the bundle */
    SESSION_OPEN_CODE,
    SESSION_TYPE,    /* sign `index` of SESSION_SIGNS */
    SESSION_ERASE,   /* the sign that was typed last */
    SESSION_MORE,    /* the next page */
    SESSION_CHANGE,  /* from the thanks: change the answers */
    SESSION_ANOTHER, /* from the thanks: another subject, same language */
    SESSION_STAY,    /* "Ja, ik ga verder", or another sign that somebody is there */
    SESSION_RETRY,   /* save again */
    SESSION_SAVED,   /* the submission is on disk */
    SESSION_SAVE_FAILED,
    SESSION_STORE_READY,  /* the worker can keep answers */
    SESSION_STORE_BROKEN, /* it cannot */
    SESSION_QUIT          /* the program is told to end: as if time ran out */
};

/* What the thanks say of the answers. */
enum session_kept { SESSION_KEPT_NEW, SESSION_KEPT_CHANGED, SESSION_KEPT_AS_BEFORE };

/* The promise of the live question; what was done with what people said; an answer that is late. */
enum session_card { SESSION_CARD_PROMISE, SESSION_CARD_ANSWER, SESSION_CARD_LATE };

enum session_code { SESSION_CODE_TYPING, SESSION_CODE_WRONG, SESSION_CODE_UNKNOWN };

struct session_intent {
    enum session_intent_kind kind;
    size_t index;
    char lang[BS_LANG_TEXT];
};

enum session_effect_kind {
    SESSION_NO_EFFECT,
    SESSION_SAVE, /* `submission` is to be kept; answer with SESSION_SAVED or SESSION_SAVE_FAILED */
    /* The same, as a correction of the submission that this visit saved first; `corrects` is filled in by who knows its id. */
    SESSION_SAVE_CORRECTION,
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
    enum session_screen behind_help;   /* where help was opened */
    enum session_screen behind_answer; /* where an answer was opened */
    bool is_store_ready;
    bool is_active;   /* a visit is going on */
    bool is_warning;  /* "Bent u er nog?" is shown */
    size_t programme; /* index in the bundle */
    size_t question;  /* index in the programme */
    char lang[BS_LANG_TEXT];
    struct answers answers;
    int64_t started_ms;
    int64_t last_tap_ms;      /* idle is counted from here */
    int64_t screen_ms;        /* when this screen was entered, or its card turned */
    int64_t confirm_until_ms; /* 0: no answer is being shown as chosen */
    bool is_saved;            /* a save came back good while the chosen answer was still in sight */
    bool is_save_pending;
    bool hint;             /* "Kies eerst een plaatje": Verder was pressed without a choice */
    bool is_correcting;    /* from "Veranderen" until the thanks are back */
    struct answers before; /* the answers as they were saved last, while they are being changed */
    enum session_kept kept;
    size_t card;       /* on attract: 0 the promise, then what else there is to tell */
    size_t page;       /* of the programmes, of an answer */
    size_t about_page; /* of what is known: help, and it, may be opened over another page */
    size_t answer;     /* whose answer is shown: a programme of the bundle, or SESSION_NONE: */
    size_t registered; /* an entry of the bundle's register */
    enum session_code code;
    char typed[SESSION_CODE_SIGNS + 1];
    struct bs_date today;
};

void session_start(struct session *session);

/* Takes another bundle, only between visits. False while one is going on or a save is pending: try again after it. */
bool session_set_bundle(struct session *session, const struct bs_bundle *bundle,
                        struct bs_date today, int64_t now_ms);

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

/* The programmes that ask today, in the place's order: how many, and the index in the bundle of one of them. */
size_t session_open_count(const struct session *session);
size_t session_open_at(const struct session *session, size_t number);
/* On how many pages they are, and which of them are on one: from *first on, as many as is returned. About equally many
 * on each page. */
size_t session_programme_pages(const struct session *session);
size_t session_programme_page(const struct session *session, size_t page, size_t *first);

/* What is on the card of the attract screen, and of which programme of the bundle. */
enum session_card session_card(const struct session *session, size_t *programme);
/* The programme whose answer has been owed longest, with the days that it is late; SESSION_NONE if none is late. */
size_t session_latest(const struct session *session, int *days);

#endif
