/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WORKER_H
#define WORKER_H

/*
 * The one thread that touches the disk: it appends to the log, keeps what has to wait, and looks for news from syncd. A worn card may take five
 * seconds to sync; the screen does not notice, because it only posts jobs and takes events.
 */

#include <stdbool.h>

#include <buurtstem/bundle.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/held.h>
#include <buurtstem/uuid.h>

#include "desk_status.h"
#include "desk_work.h"

#define WORKER_BODY_MAX (16 * 1024)
#define WORKER_JOBS_MAX 8

struct worker;

struct worker_options {
    const char *state_dir, *sync_dir; /* borrowed for the life of the worker */
    int64_t retention_days;           /* 0 … 3650; see pruning.h */
    struct bs_clock clock;
    void (*wake)(void *self); /* called from the thread when an event is ready */
    void *self;
};

enum worker_event_kind {
    WORKER_SAVED,
    WORKER_NOT_SAVED, /* `error` says why */
    /* The same of what waits in held.db; it says nothing of whether answers can be kept. */
    WORKER_EXTRA_KEPT,
    WORKER_EXTRA_NOT_KEPT,
    WORKER_READY,  /* answers can be kept */
    WORKER_BROKEN, /* they cannot; it keeps trying */
    WORKER_BUNDLE, /* `bundle` is the receiver's */
    WORKER_DESK,   /* `desk`, the receiver's, is what the connector's desk hears of an order */
    WORKER_DOOR,   /* once, after a start: `tries`, `programme` and `until_ms`, as they were left */
    WORKER_STATUS  /* `status`, the receiver's, to be freed */
};

struct worker_event {
    enum worker_event_kind kind;
    struct bs_uuid id; /* of the record that was or was not saved */
    struct bs_bundle *bundle;
    struct desk_answer *desk;
    struct desk_status *status;
    int tries;
    char programme[BS_SLUG_TEXT];
    int64_t until_ms;
    struct bs_error error;
};

/*
 * Opens the log and starts the thread. BS_REFUSED: another kiosk process has it, or a newer version wrote it; BS_BAD: it is
 * another user's, and this is root: say so and exit. Other trouble with the disk is an event (WORKER_BROKEN), not a failure: the screen then says so.
 */
enum bs_err worker_start(const struct worker_options *options, struct worker **out,
                         struct bs_error *err);

/* Finishes what is queued, then closes the log. NULL is fine. Blocks. */
void worker_stop(struct worker *worker);

/* Queues one record, copied; false if the queue is full or the body too long. Does not block. */
bool worker_save(struct worker *worker, const struct bs_uuid *id, const char *kind,
                 struct bs_bytes body);

/* The same for words of a resident, and for a record that waits for closing time: into held.db. */
bool worker_keep_words(struct worker *worker, const struct bs_held_comment *comment);
bool worker_keep_record(struct worker *worker, const struct bs_uuid *id, const char *kind,
                        struct bs_bytes body, struct bs_date day);

/*
 * Queues an order of the connector's desk, copied; WORKER_DESK tells what became of it if anything is to be told. False: the
 * queue is full. Does not block.
 */
bool worker_desk(struct worker *worker, const struct desk_order *order);

/* Asks for what falls due at the desk by itself (desk_work.h), and how the kiosk is doing. False: not now, ask again later. */
bool worker_chores(struct worker *worker);
bool worker_ask_status(struct worker *worker);

/* Hands what waits of that day and before to the log, shuffled, as soon as both can be written; asked for again after a start.
 * No event: nobody waits for it. Does not block. */
void worker_release(struct worker *worker, struct bs_date day);

/* Takes the next event; false if there is none. Does not block. */
bool worker_take(struct worker *worker, struct worker_event *event);

/* True when nothing is queued or being done, and the first look for news is over. */
bool worker_is_idle(struct worker *worker);

#endif
