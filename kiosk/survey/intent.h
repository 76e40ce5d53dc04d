/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef INTENT_H
#define INTENT_H

/* What goes into a visit and what comes out of it: intents of the screen, the clock and the worker; effects for who can do
 * something. */

#include <stddef.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/submission.h>

#include "text_entry.h"

enum session_intent_kind {
    SESSION_TICK, /* time passed; also before each other intent */
    /* Choice `index` of the current (or, on attract, live) question: by its number in the programme, wherever it is shown. One
     * of several on, or off again; a point for it; of a pair, what weighs more. */
    SESSION_CHOOSE,
    SESSION_GOAL_LESS, /* points: one back from choice `index` */
    SESSION_DONT_KNOW,
    /* "Verder": of a list, points, a top; of a card, also where it is the live question; of any question that has its answer
     * already. Away from SESSION_LEFT. */
    SESSION_NEXT,
    /* The page, round, question or screen before. On what is offered after the thanks: no, thank you. */
    SESSION_BACK,
    SESSION_STOP, /* the visit ends at once; "Klaar" too */
    SESSION_OPEN_HELP,
    SESSION_OPEN_ABOUT,
    SESSION_CLOSE_HELP,   /* from about: the page before, or back to help */
    SESSION_SET_LANGUAGE, /* `lang`; on the languages' own screen it leads back too */
    SESSION_OPEN_LANGUAGES,
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
    SESSION_TOGGLE,  /* mode `index`, an enum session_mode; on attract somebody is there with it */
    SESSION_LOUDER,
    SESSION_SOFTER,
    SESSION_SLOWER,          /* speech at another pace, and back */
    SESSION_OPEN_SO_FAR,     /* from the thanks */
    SESSION_OPEN_HERE,       /* from attract and from the thanks */
    SESSION_OPEN_AFTERWARDS, /* from the thanks, where there is anything to leave */
    SESSION_OPEN_WORDS,
    SESSION_OPEN_ABOUT_YOU,
    SESSION_OPEN_WISH,
    SESSION_WRITE,   /* `text` at the end of what is being written; then layer `index` is shown */
    SESSION_RUB_OUT, /* the last character of it */
    SESSION_LAYER,   /* keyboard layer `index`: capitals, accents, figures */
    SESSION_SEND, /* this page of what may be left behind is ready; of SESSION_WISH: yes, please */
    SESSION_SEND_ANYWAY, /* personal data or not */
    /* Band `index`, an enum bs_age; of SESSION_AREA neighbourhood `index` of the place, behind the last of them elsewhere,
     * and then "zeg ik liever niet". */
    SESSION_PICK,
    SESSION_VERDICT, /* under an outcome: `index` 1 yes, 0 no, to the question that is next */
    SESSION_TIME,    /* `minute` and `weekday` are now these, `today` too: whenever they change */
    SESSION_EXTRA_KEPT, /* what an extra effect asked for is on disk */
    SESSION_EXTRA_FAILED,
    SESSION_SAVED, /* the submission is on disk */
    SESSION_SAVE_FAILED,
    SESSION_STORE_READY,  /* the worker can keep answers */
    SESSION_STORE_BROKEN, /* it cannot */
    SESSION_QUIT          /* the program is told to end: as if time ran out */
};

struct session_intent {
    enum session_intent_kind kind;
    size_t index;
    char lang[BS_LANG_TEXT];
    char text[TEXT_ENTRY_CHARACTER]; /* SESSION_WRITE: one character as UTF-8 */
    struct bs_date today;            /* SESSION_TIME */
    int weekday, minute;             /* SESSION_TIME: 0 Monday; of the day in Europe/Amsterdam */
};

enum session_effect_kind {
    SESSION_NO_EFFECT,
    SESSION_SAVE, /* `submission` is to be kept; answer with SESSION_SAVED or SESSION_SAVE_FAILED */
    /* The same, as a correction of the submission that this visit saved first; `corrects` is filled in by who knows its id. */
    SESSION_SAVE_CORRECTION,
    SESSION_SAVE_AGAIN, /* the one that failed, with the same id and bytes */
    /* Extras: answer with SESSION_EXTRA_KEPT or SESSION_EXTRA_FAILED. */
    SESSION_KEEP_WORDS, /* `words`, for held.db */
    SESSION_KEEP_ABOUT_YOU,
    SESSION_KEEP_WISH, /* name in `words`, number in `phone`: to be sealed before anything touches the disk */
    SESSION_SAVE_VERDICT /* `verdict`; nobody waits for what became of it */
};

/* Never more than one for an intent. The caller wipes it once it is carried out. */
struct session_effect {
    enum session_effect_kind kind;
    struct bs_submission submission;
    struct bs_left_at at; /* of every extra */
    char words[TEXT_ENTRY_BYTES];
    char phone[BS_WISH_PHONE_MAX * 4 + 1];
    struct bs_about_you about_you;
    struct bs_verdict verdict;
};

#endif
