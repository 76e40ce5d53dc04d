/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_WORK_H
#define DESK_WORK_H

/*
 * What the worker's thread does for the connector's desk (review/desk.h): one order in, one answer out; and what falls due by
 * itself: words that cannot be taken back any more, and words that the municipality lets go after so many days. held.db is open
 * only while something is done to it. Every call blocks for some disk syncs.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/bundle.h>
#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/held.h>
#include <buurtstem/outbox.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

#include "desk.h"

/* So many words at most are released by their days in one call; the rest follows with the next. */
#define DESK_WORK_LET_GO_MAX 16

/* A day counts for waiting words only this long after the last one that counted, by the clock that nobody can set. Less than a
 * day, so that none is left out where the wall clock is corrected or summer begins. */
#define DESK_DAY_LEAST_MS (20 * 60 * 60 * 1000LL)

/* An effect of the desk, and for DESK_ASK_WHO whom it may be. Secret: who has one wipes it. */
struct desk_order {
    struct desk_effect effect;
    unsigned number; /* the answer has it too */
    uint8_t salt[BS_PIN_SALT_SIZE];
    size_t connector_count;
    struct {
        char id[BS_SLUG_TEXT];
        char pin[BS_HASH_TEXT], badge[BS_HASH_TEXT]; /* "": she has none */
    } connectors[BS_CONNECTORS_MAX];
};

/* Copies whom a bundle knows into an order. */
void desk_order_know(struct desk_order *order, const struct bs_bundle *bundle);

/* What the desk hears of it. Words of residents are in it: desk_answer_destroy wipes them. */
struct desk_answer {
    enum desk_intent_kind kind; /* DESK_LET_IN … DESK_NOT_KEPT; DESK_TICK: nothing, nobody waits */
    unsigned number;            /* of the order; of the log on a stick there is none */
    size_t index;               /* DESK_NOT_KEPT: an enum desk_trouble */
    bool is_stick;              /* it is of the log on a stick: nothing for another screen */
    char who[BS_SLUG_TEXT];     /* DESK_LET_IN */
    struct desk_queue queue;    /* DESK_LISTED */
    struct bs_held_comment comment; /* DESK_READ */
    bool has_submission;            /* DESK_READ: what was answered in that visit is still here */
    struct bs_submission submission;
};
void desk_answer_destroy(struct desk_answer *answer); /* NULL is fine */

struct desk_work {
    const char *state_dir; /* borrowed */
    struct bs_clock clock;
    struct bs_random *random; /* borrowed */
    enum bs_words_policy policy;
    int words_days;
    bool is_loaded;         /* `decided` holds what was decided before this start */
    bool has_waiting;       /* records are left for the log */
    struct bs_date counted; /* the day that was counted last; year 0: none in this run */
    int64_t counted_ms;     /* when, by `clock`'s monotonic time */
    size_t decided_count;
    struct {
        struct bs_uuid id;
        int64_t due_ms; /* by `clock`'s monotonic time */
    } decided[BS_HELD_COMMENTS_MAX];
};

void desk_work_init(struct desk_work *work, const char *state_dir, const struct bs_clock *clock,
                    struct bs_random *random);

/* What the newest bundle says of words that nobody read. */
void desk_work_set_policy(struct desk_work *work, const struct bs_bundle *bundle);

/* How the door was left: wrong tries in a row, and the programme of now ("": none). 0 and "" where held.db cannot be read. */
void desk_work_door(const struct desk_work *work, int *tries, char programme[BS_SLUG_TEXT],
                    int64_t *until_ms);

/*
 * Carries out an order but DESK_EXPORT_LOG. The answer is the caller's. `outbox` NULL: the log cannot be written now; what is
 * decided waits for it in held.db, a note is not kept. *is_log_broken: the log failed, close it and open it again. For
 * DESK_ASK_WHO it computes for a tenth of a second.
 */
struct desk_answer *desk_work_do(struct desk_work *work, const struct desk_order *order,
                                 struct bs_outbox *outbox, bool *is_log_broken);

/* Does what is due. Call it once a minute: what failed is tried again then. BS_BROKEN: the log failed, as above. */
enum bs_err desk_work_chores(struct desk_work *work, struct bs_outbox *outbox,
                             struct bs_error *err);

#endif
