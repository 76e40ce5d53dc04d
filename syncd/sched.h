/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SCHED_H
#define SCHED_H

/*
 * What is due when. Pure: the time of the boot clock and randomness are passed in; nothing here waits, opens or sends.
 *
 * A task that failed is tried again after rand(0, min(cap, base · 2^n)), at least the floor; n counts failures and is
 * reset only by an answer that proves the other side (a receipt, a bundle). Refusals of our credential and of the
 * server's certificate wait the whole cap from the first time on. Retry-After holds every task, up to 24 hours;
 * that of a heartbeat holds heartbeats alone, since no answer may wait for one.
 *
 * One budget covers all tasks: within any hour at most SCHED_TRIES_MAX requests are begun that do not end in such an
 * answer. A request that did is given back, so that a long queue drains at the speed of the line. Tries for a new
 * record may use SCHED_EARLY_MAX of the budget; the timer always keeps the rest. A heartbeat is begun only while less
 * than SCHED_BEAT_MAX of it is spent: what residents said goes first.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/random.h>

#define SCHED_TRIES_MAX         60
#define SCHED_EARLY_MAX         40
#define SCHED_BEAT_MAX          20
#define SCHED_RETRY_AFTER_MAX_S (24 * 3600)
#define SCHED_NEVER             INT64_MAX

/* In the order in which they are begun when more are due. */
enum sched_task { SCHED_PUSH, SCHED_PULL, SCHED_BEAT, SCHED_TASKS };

struct sched_rules {
    int64_t base_ms;  /* first ceiling of the retry delay */
    int64_t floor_ms; /* least retry delay */
    int64_t cap_ms;   /* greatest retry delay */
    int64_t hour_ms;  /* the time that the budget is for */
    int64_t nagle_ms; /* pause after a new record, so that records of one moment share a batch */
    int64_t
        poll_ms; /* between two looks at the bundle (and at the log, should a notice of it have been lost) */
    int64_t beat_ms; /* between two heartbeats */
    int64_t day_ms;  /* before a heartbeat is tried again where nobody knew it */
};

/*
 * The rules for a configuration. base_ms ≥ 1000: floor 1 s, cap and budget 1 h. Below (tests only) floor, cap and hour
 * shrink with it: base/5 and base·720; a day is always 24 hours.
 */
struct sched_rules sched_rules_make(int64_t base_ms, int64_t nagle_ms, int64_t poll_ms,
                                    int64_t beat_ms);

struct sched_state {
    int64_t due_ms;
    unsigned failures;     /* since the last good answer */
    bool is_refused;       /* the last failure waits the whole cap */
    int64_t rest_until_ms; /* one floor after the last failure; a new record does not shorten it */
};

struct sched {
    struct sched_rules rules;
    struct sched_state tasks[SCHED_TASKS];
    int64_t hold_until_ms;          /* Retry-After */
    int64_t hold_beat_ms;           /* Retry-After of a heartbeat */
    int64_t tries[SCHED_TRIES_MAX]; /* when each request of the budget was begun, oldest first */
    size_t try_count;
};

/* Everything is due within one floor from now. */
void sched_init(struct sched *sched, const struct sched_rules *rules, int64_t now_ms,
                struct bs_random *random);

/* Whether the task may be begun now: its time has come, nothing holds it, and the budget allows a request. */
bool sched_is_due(const struct sched *sched, enum sched_task task, int64_t now_ms);

/* From when on it may be begun; not before now_ms. */
int64_t sched_due_at(const struct sched *sched, enum sched_task task, int64_t now_ms);

/* The earliest time at which some task is due; not after now_ms if one is due already. */
int64_t sched_wake_at(const struct sched *sched, int64_t now_ms);

/* A request begins. Call for every request, only when sched_is_due. */
void sched_begin(struct sched *sched, int64_t now_ms);

/* The request that began last brought a good answer. The task is due again at once (push), after a poll (pull) or at the
 * next beat. */
void sched_succeeded(struct sched *sched, enum sched_task task, int64_t now_ms,
                     struct bs_random *random);

/* It failed. `refused`: credential or certificate. retry_after_s: as the server asked, 0 if it did not. */
void sched_failed(struct sched *sched, enum sched_task task, bool refused, int64_t retry_after_s,
                  int64_t now_ms, struct bs_random *random);

/* The other side does not know this: no failure, but once a day is enough. The try stays in the budget. */
void sched_unknown(struct sched *sched, enum sched_task task, int64_t now_ms,
                   struct bs_random *random);

/* There was nothing to do: look again after a poll. */
void sched_idle(struct sched *sched, enum sched_task task, int64_t now_ms,
                struct bs_random *random);

/* A record was appended: push after the pause, however long the retry delay is, unless we are refused. */
void sched_new_record(struct sched *sched, int64_t now_ms);

/* The network or the clock changed: what failed is tried soon, within floor + min(base, 5 s). */
void sched_changed(struct sched *sched, int64_t now_ms, struct bs_random *random);

/* A person asks: everything is due now. Retry-After and the budget still hold. */
void sched_ask(struct sched *sched, int64_t now_ms);

#endif
