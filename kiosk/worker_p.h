/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WORKER_P_H
#define WORKER_P_H

/* What the thread (worker.c), what it is asked to do (worker_jobs.c) and what it hears of syncd (worker_news.c) share. */

#include <pthread.h>
#include <stdint.h>

#include <buurtstem/record.h>
#include <buurtstem/syncstate.h>

#include "desk_work.h"
#include "log_keeper.h"
#include "pruning.h"
#include "worker.h"

#define WORKER_EVENTS_MAX     32
#define WORKER_EVENTS_OF_JOBS (2 * WORKER_JOBS_MAX)

enum job_kind {
    JOB_APPEND,
    JOB_KEEP_WORDS,
    JOB_KEEP_RECORD,
    JOB_DESK,
    JOB_CHORES, /* what falls due by itself */
    JOB_STATUS
};

/* What a job is about; its bytes stand beside it. */
struct subject {
    enum job_kind what;
    struct bs_uuid id;
    struct bs_date day; /* JOB_KEEP_RECORD */
    char kind[BS_RECORD_KIND_MAX + 1];
};

struct job {
    struct subject of;
    size_t len;
    /* JOB_KEEP_WORDS: a struct bs_held_comment; JOB_DESK: a struct desk_order */
    uint8_t body[WORKER_BODY_MAX];
};

enum worker_health { WORKER_HEALTH_UNKNOWN, WORKER_HEALTH_READY, WORKER_HEALTH_BROKEN };

struct worker {
    struct worker_options options;
    pthread_t thread;
    pthread_mutex_t lock; /* guards everything down to `busy` */
    struct job jobs[WORKER_JOBS_MAX];
    size_t job_first, job_count;
    struct worker_event events[WORKER_EVENTS_MAX];
    size_t event_first, event_count;
    struct bs_date release; /* of that day and before what waits is to be released; zeroed: none */
    bool stopping, busy, is_release_new;
    int wake_fd, inotify_fd;
    struct log_keeper keeper; /* the thread's from here on */
    struct bs_random random;
    struct bs_clock timer; /* real time, whatever the clock that records are stamped with says */
    int64_t looked_ms;     /* when news and disk were last looked at */
    bool is_watching;      /* syncd's folder is there and rings */
    struct pruning pruning;
    bool may_prune; /* since the last look, or there was more to erase */
    bool may_prove; /* the same of proving */
    enum worker_health health;
    int64_t serial; /* of the bundle that was handed on; -1: none */
    bool is_rung;   /* the last look was because syncd had written */
    bool is_unread; /* there may be news that could not be read now */
    struct desk_work desk;
    char stick_ask
        [BS_UUID_TEXT]; /* syncd was asked for the log on a stick and has not answered; "": nothing is */
    int64_t stick_asked_ms; /* real time */
};

/* What became of a job must be told, so the last places are kept for that; false, and the event stays the caller's: told at a
 * later look. */
bool worker_post(struct worker *worker, struct worker_event event);
void worker_set_health(struct worker *worker, enum worker_health health,
                       const struct bs_error *why);

/* Makes the log ready, and tells when that changed. Without a kiosk id there is nothing to be ready for. */
void worker_ensure_ready(struct worker *worker);

/* worker_jobs.c: everything that is queued; and what waits for closing time. */
void worker_do_jobs(struct worker *worker);
void worker_do_release(struct worker *worker);

/* worker_news.c: a new bundle, who this kiosk is, what became of a stick. */
void worker_look_for_news(struct worker *worker);
/* Asks syncd to put the log on a stick. Its answer is news. */
void worker_ask_stick(struct worker *worker);

#endif
