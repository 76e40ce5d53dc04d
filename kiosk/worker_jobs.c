/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the thread is asked to do: records, what waits in held.db, and the connector's desk. */

#include "worker_p.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "keeping.h"
#include "status_look.h"

static_assert(sizeof(struct bs_held_comment) <= WORKER_BODY_MAX, "words fit into a job");
static_assert(sizeof(struct desk_order) <= WORKER_BODY_MAX, "an order fits into a job");

/* A log that was closed after a failure is opened again at once: somebody may be trying again. */
static enum bs_err append(struct worker *worker, const struct job *job, struct bs_error *err)
{
    struct log_keeper *keeper = &worker->keeper;
    bool was_open = keeper->outbox != NULL;
    enum bs_err rc = log_keeper_open(keeper, err);
    if (rc == BS_OK && !was_open) {
        rc = log_keeper_begin(keeper, err); /* the old one may have been taken away */
    }
    if (rc == BS_OK) {
        rc = bs_outbox_append(keeper->outbox, &job->of.id, job->of.kind,
                              (struct bs_bytes){job->body, job->len}, &worker->options.clock, NULL,
                              err);
    }
    if (rc == BS_BROKEN) {
        log_keeper_close(&worker->keeper);
    }
    return rc;
}

static enum bs_err keep_words(const struct worker *worker, const struct job *job,
                              struct bs_error *err)
{
    struct bs_held_comment comment;
    memcpy(&comment, job->body, sizeof comment);
    enum bs_err rc = keeping_words(worker->options.state_dir, &comment, err);
    bs_wipe(&comment, sizeof comment);
    return rc;
}

static void do_keep(struct worker *worker, const struct job *job)
{
    struct bs_error err = {0};
    struct worker_event event = {.kind = WORKER_EXTRA_KEPT, .id = job->of.id};
    enum bs_err rc =
        job->of.what == JOB_KEEP_WORDS
            ? keep_words(worker, job, &err)
            : keeping_record(worker->options.state_dir, &job->of.id, job->of.kind,
                             (struct bs_bytes){job->body, job->len}, job->of.day, &err);
    if (rc != BS_OK) {
        bs_log(BS_LOG_ERROR, "keep.failed", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
        event.kind = WORKER_EXTRA_NOT_KEPT;
        event.error = err;
    }
    worker_post(worker, event);
}

static struct bs_date wanted_release(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    struct bs_date day = worker->release;
    pthread_mutex_unlock(&worker->lock);
    return day;
}

/* What could not be released stays wanted. */
static void note_released(struct worker *worker, struct bs_date day, bool is_done)
{
    pthread_mutex_lock(&worker->lock);
    if (bs_date_compare(worker->release, day) == 0) {
        if (is_done) {
            worker->release = (struct bs_date){0};
        }
        worker->is_release_new = false;
    }
    pthread_mutex_unlock(&worker->lock);
}

/* Without a kiosk id there is no log yet. */
void worker_do_release(struct worker *worker)
{
    struct bs_date day = wanted_release(worker);
    struct bs_error err = {0};
    if (day.year == 0) {
        return;
    }
    enum bs_err rc =
        worker->keeper.kiosk[0] != '\0' ? log_keeper_open(&worker->keeper, &err) : BS_NOTFOUND;
    if (rc == BS_OK) {
        rc = keeping_release(worker->options.state_dir, day, worker->keeper.outbox,
                             &worker->options.clock, &worker->random, &err);
    }
    if (rc == BS_BROKEN) {
        log_keeper_close(&worker->keeper);
    }
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        bs_log(BS_LOG_ERROR, "release.failed", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
    }
    note_released(worker, day, rc == BS_OK);
}

/* The session knows the health from these events too; a change back is told anew. */
static void do_append(struct worker *worker, const struct job *job)
{
    struct bs_error err = {0};
    enum bs_err rc = append(worker, job, &err);
    if (rc == BS_OK) {
        worker->health = WORKER_HEALTH_READY;
        worker_post(worker, (struct worker_event){.kind = WORKER_SAVED, .id = job->of.id});
        return;
    }
    bs_log(BS_LOG_ERROR, "save.failed", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
    worker->health = WORKER_HEALTH_BROKEN;
    worker_post(worker,
                (struct worker_event){.kind = WORKER_NOT_SAVED, .id = job->of.id, .error = err});
}

/* ---- the connector's desk ---- */

/* NULL: nothing can be written to it now. */
static struct bs_outbox *open_log(struct worker *worker)
{
    struct log_keeper *keeper = &worker->keeper;
    struct bs_error none = {0};
    const bool is_there = keeper->kiosk[0] != '\0' && log_keeper_open(keeper, &none) == BS_OK &&
                          log_keeper_begin(keeper, &none) == BS_OK;
    return is_there ? keeper->outbox : NULL;
}

static void do_order(struct worker *worker, const struct job *job)
{
    struct desk_order order;
    bool is_log_broken = false;
    memcpy(&order, job->body, sizeof order);
    if (order.effect.kind == DESK_EXPORT_LOG) {
        worker_ask_stick(worker);
    } else {
        struct desk_answer *answer =
            desk_work_do(&worker->desk, &order, open_log(worker), &is_log_broken);
        if (answer->kind == DESK_TICK ||
            !worker_post(worker, (struct worker_event){.kind = WORKER_DESK, .desk = answer})) {
            desk_answer_destroy(answer);
        }
    }
    bs_wipe(&order, sizeof order);
    if (is_log_broken) {
        log_keeper_close(&worker->keeper);
    }
}

static void do_chores(struct worker *worker)
{
    struct bs_error err = {0};
    enum bs_err rc = desk_work_chores(&worker->desk, open_log(worker), &err);
    if (rc == BS_BROKEN) {
        log_keeper_close(&worker->keeper);
    }
    if (rc != BS_OK) {
        bs_log(BS_LOG_ERROR, "chores.failed", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
    }
}

static void do_status(struct worker *worker)
{
    struct desk_status *status = bs_xcalloc(1, sizeof *status);
    const struct status_look_at at = {.outbox = open_log(worker),
                                      .state_dir = worker->options.state_dir,
                                      .sync_dir = worker->options.sync_dir,
                                      .clock = &worker->options.clock};
    status_look(&at, status);
    if (!worker_post(worker, (struct worker_event){.kind = WORKER_STATUS, .status = status})) {
        free(status);
    }
}

/* True with a copy of the oldest job. */
static bool next_job(struct worker *worker, struct job *out)
{
    pthread_mutex_lock(&worker->lock);
    bool found = worker->job_count > 0;
    if (found) {
        struct job *job = &worker->jobs[worker->job_first];
        *out = *job;
        bs_wipe(job, sizeof *job);
        worker->job_first = (worker->job_first + 1) % WORKER_JOBS_MAX;
        worker->job_count--;
    }
    worker->busy = found;
    pthread_mutex_unlock(&worker->lock);
    return found;
}

static void do_job(struct worker *worker, const struct job *job)
{
    switch (job->of.what) {
    case JOB_APPEND:
        do_append(worker, job);
        break;
    case JOB_KEEP_WORDS:
    case JOB_KEEP_RECORD:
        do_keep(worker, job);
        break;
    case JOB_DESK:
        do_order(worker, job);
        break;
    case JOB_CHORES:
        do_chores(worker);
        break;
    case JOB_STATUS:
        do_status(worker);
        break;
    }
}

void worker_do_jobs(struct worker *worker)
{
    struct job job;
    while (next_job(worker, &job)) {
        do_job(worker, &job);
        bs_wipe(&job, sizeof job);
        bs_wipe_stack();
    }
}
