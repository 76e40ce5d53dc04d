/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SESSION_SCREEN_H
#define SESSION_SCREEN_H

/* The screens of a visit and how long they stay, and what is told of them (session.h). */

#include <stddef.h>

#define SESSION_CONFIRM_MS   400   /* a chosen answer stays in sight before the next screen */
#define SESSION_THANKS_MS    15000 /* thanks go back to attract by themselves */
#define SESSION_SCAN_MS      45000 /* the same where there is a QR code to be scanned by a phone */
#define SESSION_SAVING_MS    20000 /* a disk that has not answered by then may never answer */
#define SESSION_NOT_SAVED_MS 60000
#define SESSION_LEFT_MS      8000 /* "het is bewaard" goes on by itself */
/* A card of the attract screen, to read slowly: never less than 8 s (kiosk-ux K29). */
#define SESSION_CARD_MS 20000

#define SESSION_TILES 8  /* programmes on one page, at most */
#define SESSION_PAGES 32 /* of an answer, of what is known: more than the longest one takes */
/* The signs of a receipt code, in the order of the keys, and how many a whole code has. */
#define SESSION_SIGNS      "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#define SESSION_CODE_SIGNS 6
#define SESSION_NONE       ((size_t)-1)

#define SESSION_DIM_MS       600000 /* attract without a touch for so long is dimmed */
#define SESSION_AWAKE_MS     120000 /* a touch outside opening hours lights the screen for so long */
#define SESSION_SLOW_FACTOR  2 /* every time-out is so much longer in speech and in large text */
#define SESSION_HELP_FACTOR  4 /* and where a connector helps, instead */
#define SESSION_VOLUME_STEPS 4 /* 0 softest; -18, -12, -6, 0 dB (EN 301 549 8.2.1) */
#define SESSION_VOLUME_START 1

enum session_screen {
    SESSION_ATTRACT,
    SESSION_QUESTION,
    SESSION_SAVING, /* only seen when the disk is slow */
    SESSION_THANKS,
    SESSION_NOT_SAVED, /* the disk said no: never a thank-you */
    SESSION_HELP,
    SESSION_ABOUT,      /* what is known of the subject, with source and date; from help */
    SESSION_PROGRAMMES, /* all that is asked here today */
    SESSION_CODE,       /* a receipt code is being typed */
    SESSION_ANSWER,     /* what happened with a programme */
    SESSION_SO_FAR,     /* what others answered, after one's own answer; from the thanks */
    SESSION_HERE,       /* what is on at this place, who can help */
    SESSION_LANGUAGES,  /* all languages, where the top line has no room for them */
    SESSION_AFTERWARDS, /* from the thanks: what may be left behind, each optional */
    SESSION_WORDS,      /* a few words, with the keyboard on the screen */
    SESSION_PERSONAL, /* the words seem to hold personal data: change them, or leave them so; shown once in a visit */
    SESSION_AGE,  /* in bands */
    SESSION_AREA, /* neighbourhood, from a short list */
    SESSION_WISH, /* "mogen we u bellen?": who asks, why, how long it is kept */
    SESSION_WISH_NAME,
    SESSION_WISH_PHONE,
    SESSION_LEFT, /* what was left behind is kept, or could not be; then back to SESSION_AFTERWARDS */
    SESSION_CLOSED,       /* outside opening hours: black, and when it opens */
    SESSION_OUT_OF_ORDER, /* nothing can be kept now: residents are not asked */
    SESSION_SETTING_UP    /* no programmes have arrived yet */
};

/* What the thanks say of the answers. */
enum session_kept { SESSION_KEPT_NEW, SESSION_KEPT_CHANGED, SESSION_KEPT_AS_BEFORE };

/* The promise of the live question; what was done with what people said; an answer that is late. */
enum session_card { SESSION_CARD_PROMISE, SESSION_CARD_ANSWER, SESSION_CARD_LATE };

enum session_code { SESSION_CODE_TYPING, SESSION_CODE_WRONG, SESSION_CODE_UNKNOWN };

/* How a visit is shown and heard. All off when it ends, and volume and pace back. */
enum session_mode {
    SESSION_LARGE = 1,
    SESSION_CONTRAST = 2,
    SESSION_REACH = 4, /* all targets in the lowest 300 mm */
    SESSION_SPEECH = 8 /* everything is spoken; begun by headset, keypad or the ear control */
};

/* What may be left behind after the thanks. */
enum session_extra { SESSION_EXTRA_WORDS, SESSION_EXTRA_ABOUT_YOU, SESSION_EXTRA_WISH };
#define SESSION_EXTRAS 3
enum session_extra_state { SESSION_EXTRA_OFFERED, SESSION_EXTRA_DONE, SESSION_EXTRA_NOT_KEPT };

#endif
