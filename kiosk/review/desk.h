/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_H
#define DESK_H

/*
 * What a connector (buurtverbinder) does at the kiosk, as a state machine beside the resident's visit: an intent goes in, at most
 * one effect comes out. While the desk is open no visit is; while a visit is helped (assisted, group, paper) the desk waits
 * behind it with nothing but who helps. Time, words and what became of an effect come in as intents. Pure.
 *
 * It opens with the door: a PIN or a badge. Who it is, is found by the worker, since a hash takes a tenth of a second. Nothing
 * done for 60 s asks "bent u er nog?", 30 s later the desk is closed and everything in it overwritten. So it is when she signs
 * out, when another badge is shown, when a bundle arrives that she is not in any more, and when she stops helping: then a
 * resident stands at the screen.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/bundle.h>
#include <buurtstem/held_words.h>
#include <buurtstem/review.h>

#include "masks.h"
#include "signin.h"
#include "text_entry.h"

#define DESK_WARN_MS    60000
#define DESK_WIPE_MS    30000
#define DESK_BACK_MS    (10 * 60 * 1000) /* for so long a decision can be taken back */
#define DESK_CLEAN_MS   30000            /* the screen is deaf while it is wiped clean */
#define DESK_NEXT_MS    3000             /* group: "geef door aan de volgende" */
#define DESK_PIN_LEAST  6
#define DESK_PIN_MOST   12
#define DESK_BADGE_MOST 64 /* signs of a badge's line */
#define DESK_BATCH_MAX  40 /* characters */
#define DESK_UNTILS     3  /* an hour, three hours, until midnight */
#define DESK_ROWS       6  /* of the queue on one page */

enum desk_screen {
    DESK_SHUT, /* residents have the screen */
    DESK_DOOR,
    DESK_HOME,
    DESK_QUEUE,
    DESK_WORDS, /* one comment, to be decided */
    DESK_HIDE,  /* why */
    DESK_PASS,  /* to whom */
    DESK_NOTE,  /* which kind; a treasure asks for consent first */
    DESK_CONSENT,
    DESK_WRITE,   /* a note, the name of a batch of paper forms */
    DESK_DONE,    /* what was kept, or could not be */
    DESK_HELP,    /* whom she helps: one resident, a group, paper forms */
    DESK_BETWEEN, /* group, paper forms: the next visit begins, unless she stops here */
    DESK_SUBJECT, /* of a group, of paper forms, of now */
    DESK_UNTIL,   /* how long the programme of now stands */
    DESK_STATUS,
    DESK_CLEAN,
    DESK_EXPORT
};

/* How the next visits are made. */
enum desk_helping { DESK_HELPS_NOBODY, DESK_HELPS_ONE, DESK_HELPS_GROUP, DESK_HELPS_PAPER };

enum desk_intent_kind {
    DESK_TICK,  /* time passed; also before each other intent */
    DESK_OPEN,  /* somebody asks for the door */
    DESK_DIGIT, /* `index`: 0–9 of a PIN */
    DESK_RUB_OUT,
    DESK_KNOCK, /* the PIN is whole */
    DESK_BADGE, /* `text` is a badge's line: at the door, or of the next one, who puts out who is in */
    /* What the worker says of a PIN or badge: `text` is her id; it was wrong; nobody could look at it, which is no try. */
    DESK_LET_IN,
    DESK_TURNED_AWAY,
    DESK_UNASKED,
    DESK_LEAVE, /* signs out */
    DESK_STAY,  /* somebody is there */
    DESK_BACK,
    DESK_GO, /* to screen `index`, where that is one of home's; from the queue to its subjects */
    DESK_FILTER, /* the queue of programme `index` of the bundle, or of all (bs_bundle's programme_count) */
    DESK_MORE,     /* the next page */
    DESK_LISTED,   /* the worker read `queue` */
    DESK_LOOK,     /* at row `index` of the queue */
    DESK_READ,     /* the worker read `comment` */
    DESK_GONE,     /* there are no such words any more */
    DESK_TAP_WORD, /* `index`: mask it, or take the mask off */
    DESK_RELEASE,
    DESK_CHOOSE,   /* reason, kind, subject, how long: `index` of what is shown */
    DESK_UNDO,     /* takes the decision of row `index` back */
    DESK_KEY,      /* `text` at the end of what is being written */
    DESK_LAYER,    /* shows layer `index` of the keyboard; DESK_KEY leads to its `index` too */
    DESK_SEND,     /* what was written is ready; a log is to be exported */
    DESK_KEPT,     /* what an effect asked for is on disk */
    DESK_NOT_KEPT, /* `index`: an enum desk_trouble, if more is known */
    /* The visit that was helped has ended; `index` 1: since nobody did anything any more, and then nobody is here. */
    DESK_VISIT_OVER,
    DESK_SIGNED_OUT /* she is no connector here any more: she is out, and the door says so */
};

/* What went wrong last; a touch forgets it. */
enum desk_trouble {
    DESK_NO_TROUBLE,
    DESK_TROUBLE_DISK, /* it is not kept, for whatever reason */
    DESK_TROUBLE_NO_STICK,
    DESK_TROUBLE_STICK_FULL,
    DESK_TROUBLE_STICK_LOCKED /* it cannot be written on */
};

struct desk_intent {
    enum desk_intent_kind kind;
    size_t index;
    char text[DESK_BADGE_MOST + 1];
    const struct desk_queue *queue;
    const struct bs_held_comment *comment;
};

struct desk_queue {
    size_t count, total, skip;
    size_t waiting; /* of the total; about the others it was decided, which can be taken back */
    struct bs_held_entry entries[BS_HELD_QUEUE_MAX];
};

enum desk_effect_kind {
    DESK_NO_EFFECT,
    DESK_ASK_WHO,     /* whose PIN or badge `text` is; wiped by who carries it out */
    DESK_LIST,        /* the queue from `skip` on, of `programme` ("" all) */
    DESK_FETCH,       /* the words of `id` */
    DESK_DECIDE,      /* `decision`, and `comment` where it is released */
    DESK_TAKE_BACK,   /* `decision` */
    DESK_PASS_ON,     /* `decision` */
    DESK_KEEP_NOTE,   /* `note` */
    DESK_HELP_VISIT,  /* begin a visit as `helping` says, of `programme` ("" any) */
    DESK_PIN_SUBJECT, /* `programme` is the one of now until `until_ms` (wall clock) */
    DESK_EXPORT_LOG,
    DESK_NOTE_TRIES, /* `tries` wrong ones in a row are kept; `is_locked`: the door is locked now */
    DESK_CLOSE       /* everything is overwritten; residents have the screen */
};

struct desk_effect {
    enum desk_effect_kind kind;
    char text[DESK_BADGE_MOST + 1];
    size_t skip;
    char programme[BS_SLUG_TEXT];
    struct bs_uuid id;
    struct bs_decision decision;
    struct bs_comment comment;
    struct bs_note note;
    enum desk_helping helping;
    int64_t until_ms;
    char batch[DESK_BATCH_MAX * 4 + 1]; /* DESK_HELP_VISIT of paper forms */
    bool is_badge;                      /* DESK_ASK_WHO */
    int tries;
    bool is_locked;
};

struct desk {
    const struct bs_bundle *bundle; /* borrowed */
    enum desk_screen screen;
    char who[BS_SLUG_TEXT]; /* the connector's pseudonym; "": nobody signed in */
    struct signin signin;
    int64_t last_tap_ms, screen_ms;
    bool is_warning;
    bool is_waiting; /* for the worker: what was asked for last */
    bool is_listing; /* and that is the queue */
    size_t typed;    /* digits of the PIN */
    char pin[DESK_PIN_MOST + 1];
    bool was_wrong;   /* the last try */
    bool was_removed; /* she is no connector here any more; a touch forgets it */
    size_t filter;
    struct desk_queue queue;
    struct bs_uuid id; /* of the comment in hand */
    struct bs_held_comment comment;
    struct masks masks;
    enum bs_note_kind note;
    struct text_entry words;
    bool is_batch; /* what is written is the name of paper forms, not a note */
    enum desk_helping helping;
    char batch[DESK_BATCH_MAX * 4 + 1]; /* of paper forms: what she calls them */
    enum desk_helping
        plan; /* what a subject is being chosen for; DESK_HELPS_NOBODY: the programme of now */
    size_t subject; /* a programme of the bundle */
    bool was_kept;
    bool was_nothing; /* on the stick: all of it has arrived already */
    enum desk_trouble trouble;
    enum desk_screen done; /* DESK_DONE: the screen on which it was asked for */
    /* DESK_WORDS, DESK_SUBJECT, DESK_STATUS: which page is read. The screen counts them. */
    size_t page;
    size_t layer;      /* of the keyboard */
    bool is_filtering; /* DESK_SUBJECT: of which the queue is to be seen */
};

/* wrong: tries as they were kept on disk. */
void desk_start(struct desk *desk, int wrong, int64_t now_ms);

/* Takes another bundle (borrowed; the one before it is looked at once more). Who is signed in and not in it any more, is signed
 * out: then the effect is DESK_CLOSE. */
void desk_set_bundle(struct desk *desk, const struct bs_bundle *bundle, struct desk_effect *effect);

/* Who is signed in, NULL: nobody. */
const struct bs_connector *desk_who(const struct desk *desk);

/* Applies one intent (monotonic milliseconds, and the wall clock for what is dated). What makes no sense on this screen changes
 * nothing. True if it has to be drawn again. */
bool desk_apply(struct desk *desk, const struct desk_intent *intent, int64_t now_ms,
                int64_t wall_ms, struct desk_effect *effect);

/* Something is being said: until now nobody could be expected to do anything. */
void desk_hold(struct desk *desk, int64_t now_ms);

/* When the next DESK_TICK is due at the latest, an absolute time; -1: never. */
int64_t desk_deadline(const struct desk *desk, int64_t now_ms);

/* What a record about some words says of where they are from. */
void desk_fill_at(const struct bs_held_comment *comment, struct bs_left_at *out);

/* The channel of visits that begin now. */
enum bs_channel desk_channel(const struct desk *desk);

/* What is left of the warning, of cleaning, of the door's waiting, in whole seconds. */
int desk_seconds_left(const struct desk *desk, int64_t now_ms);

#endif
