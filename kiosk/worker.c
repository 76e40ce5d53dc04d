/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The disk's thread: a small queue in, a small queue out, and a poll on both the queue and syncd's file. */

#include "worker_p.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/utf8.h>

#define RETRY_MS 5000  /* how often what is broken or missing is tried again */
#define LOOK_MS  60000 /* news is looked for this often even without a sign */
/* The sign comes when syncd writes, and what it wrote can be read once it is synced: so it is looked at again. */
#define AGAIN_MS 1500

bool worker_post(struct worker *worker, struct worker_event event)
{
    bool is_answer = event.kind == WORKER_SAVED || event.kind == WORKER_NOT_SAVED ||
                     event.kind == WORKER_EXTRA_KEPT || event.kind == WORKER_EXTRA_NOT_KEPT ||
                     event.kind == WORKER_DESK;
    pthread_mutex_lock(&worker->lock);
    bool fits = worker->event_count < WORKER_EVENTS_MAX - (is_answer ? 0 : WORKER_EVENTS_OF_JOBS);
    if (fits) {
        worker->events[(worker->event_first + worker->event_count++) % WORKER_EVENTS_MAX] = event;
    }
    pthread_mutex_unlock(&worker->lock);
    if (fits) {
        worker->options.wake(worker->options.self);
    } else {
        bs_log(BS_LOG_ERROR, "worker.events-full", "kind=%d", (int)event.kind);
    }
    return fits;
}

void worker_set_health(struct worker *worker, enum worker_health health, const struct bs_error *why)
{
    if (worker->health == health) {
        return;
    }
    struct worker_event event = {.kind =
                                     health == WORKER_HEALTH_READY ? WORKER_READY : WORKER_BROKEN};
    if (why != NULL) {
        event.error = *why;
        bs_log(BS_LOG_ERROR, "store.broken", "why=\"%s\"", why->text);
    }
    if (worker_post(worker, event)) {
        worker->health = health;
    }
}

void worker_ensure_ready(struct worker *worker)
{
    struct bs_error err = {0};
    enum bs_err rc = log_keeper_ready(&worker->keeper, &err);
    if (rc == BS_OK && worker->keeper.kiosk[0] == '\0') {
        return;
    }
    worker_set_health(worker, rc == BS_OK ? WORKER_HEALTH_READY : WORKER_HEALTH_BROKEN,
                      rc == BS_OK ? NULL : &err);
}

static void drain(int fd)
{
    char bytes[4096];
    while (read(fd, bytes, sizeof bytes) > 0) {
    }
}

/* Only syncd's writes are a sign; readers touch the shared-memory file. */
static bool is_news(int inotify_fd)
{
    _Alignas(struct inotify_event) char bytes[4096];
    bool news = false;
    ssize_t got;
    while ((got = read(inotify_fd, bytes, sizeof bytes)) > 0) {
        for (ssize_t at = 0; at < got;) {
            const struct inotify_event *event = (const void *)(bytes + at);
            news = news || (event->len > 0 && (strcmp(event->name, "sync.db") == 0 ||
                                               strcmp(event->name, "sync.db-wal") == 0));
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
    return news;
}

static bool is_stopping(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    bool stopping = worker->stopping && worker->job_count == 0;
    pthread_mutex_unlock(&worker->lock);
    return stopping;
}

/* One that failed before waits for a look. */
static bool is_release_asked(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    bool is_asked = worker->is_release_new;
    pthread_mutex_unlock(&worker->lock);
    return is_asked;
}

/* The folder may come later than the kiosk; watching it again changes nothing. */
static void look(struct worker *worker)
{
    worker->is_watching = inotify_add_watch(worker->inotify_fd, worker->options.sync_dir,
                                            IN_MODIFY | IN_CREATE | IN_MOVED_TO) >= 0;
    worker_look_for_news(worker);
    worker_ensure_ready(worker);
    worker_do_release(worker);
    worker->may_prune = true;
    worker->may_prove = true;
    worker->looked_ms = worker->timer.mono_ms(worker->timer.self);
}

static int look_left_ms(const struct worker *worker)
{
    int64_t since = worker->timer.mono_ms(worker->timer.self) - worker->looked_ms;
    bool is_well =
        worker->health != WORKER_HEALTH_BROKEN && worker->is_watching && !worker->is_unread;
    int64_t left = (worker->is_rung ? AGAIN_MS : is_well ? LOOK_MS : RETRY_MS) - since;
    return left > 0 ? (int)left : 0;
}

/* One step, when nobody waits for the disk. */
static void prune(struct worker *worker)
{
    worker->may_prune = false;
    if (worker->keeper.outbox != NULL &&
        pruning_step(&worker->pruning, worker->keeper.outbox, &worker->may_prune) == BS_BROKEN) {
        log_keeper_close(&worker->keeper);
    }
}

/* The same. What does not prove itself is saved at once. */
static void prove(struct worker *worker)
{
    struct bs_error err = {0};
    if (log_keeper_prove(&worker->keeper, &worker->may_prove, &err) == BS_BROKEN) {
        worker_ensure_ready(worker);
    }
}

static bool is_idle_work(const struct worker *worker)
{
    return worker->may_prune || worker->may_prove;
}

/* Nobody may stand at the door before it is known how often it was tried. */
static void tell_door(struct worker *worker)
{
    struct worker_event event = {.kind = WORKER_DOOR};
    desk_work_door(&worker->desk, &event.tries, event.programme, &event.until_ms);
    (void)worker_post(worker, event);
}

static void *run(void *self)
{
    struct worker *worker = self;
    tell_door(worker);
    look(worker);
    worker_do_jobs(worker);
    while (!is_stopping(worker)) {
        struct pollfd fds[] = {{.fd = worker->wake_fd, .events = POLLIN},
                               {.fd = worker->inotify_fd, .events = POLLIN}};
        (void)poll(fds, 2, is_idle_work(worker) ? 0 : look_left_ms(worker));
        if (fds[0].revents != 0) {
            drain(worker->wake_fd);
        }
        bool news = fds[1].revents != 0 && is_news(worker->inotify_fd);
        worker_do_jobs(worker);
        if (is_release_asked(worker)) {
            worker_do_release(worker);
        }
        if (news || look_left_ms(worker) == 0) {
            worker->is_rung = news;
            look(worker);
        } else if (worker->may_prune) {
            prune(worker);
        } else if (worker->may_prove) {
            prove(worker);
        }
    }
    return NULL;
}

enum bs_err worker_start(const struct worker_options *options, struct worker **out,
                         struct bs_error *err)
{
    struct worker *worker = bs_xcalloc(1, sizeof *worker);
    worker->options = *options;
    pruning_init(&worker->pruning, options->state_dir, options->sync_dir, options->retention_days);
    worker->pruning.clock = options->clock;
    worker->random = bs_random_system();
    worker->timer = bs_clock_system();
    log_keeper_init(&worker->keeper, options->state_dir, options->sync_dir, &options->clock,
                    &worker->random);
    worker->serial = -1;
    desk_work_init(&worker->desk, options->state_dir, &options->clock, &worker->random);
    worker->busy = true;
    pthread_mutex_init(&worker->lock, NULL);
    worker->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    worker->inotify_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    struct bs_error why = {0};
    enum bs_err rc = log_keeper_open(&worker->keeper, &why);
    if (rc == BS_REFUSED || rc == BS_BAD) {
        bs_fail(err, rc, "%s", why.text);
    } else if (worker->wake_fd < 0) {
        rc = bs_fail(err, BS_BROKEN, "cannot make an event descriptor: %s", strerror(errno));
    } else if (pthread_create(&worker->thread, NULL, run, worker) != 0) {
        rc = bs_fail(err, BS_BROKEN, "cannot start the worker thread");
    } else {
        *out = worker;
        return BS_OK;
    }
    log_keeper_close(&worker->keeper);
    close(worker->wake_fd);
    close(worker->inotify_fd);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
    return rc;
}

static void ring(struct worker *worker)
{
    uint64_t one = 1;
    ssize_t written = write(worker->wake_fd, &one, sizeof one);
    (void)written; /* a full counter is a ring too */
}

void worker_stop(struct worker *worker)
{
    if (worker == NULL) {
        return;
    }
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    pthread_mutex_unlock(&worker->lock);
    ring(worker);
    pthread_join(worker->thread, NULL);
    struct worker_event event;
    while (worker_take(worker, &event)) {
        bs_bundle_destroy(event.bundle);
        desk_answer_destroy(event.desk);
        free(event.status);
    }
    log_keeper_close(&worker->keeper);
    close(worker->wake_fd);
    close(worker->inotify_fd);
    pthread_mutex_destroy(&worker->lock);
    bs_wipe(worker, sizeof *worker);
    free(worker);
}

/* Copies what a job is about; false if there is no room for it. */
static bool queue(struct worker *worker, const struct subject *about, const void *body, size_t len)
{
    pthread_mutex_lock(&worker->lock);
    bool fits = worker->job_count < WORKER_JOBS_MAX && len <= WORKER_BODY_MAX;
    if (fits) {
        struct job *job =
            &worker->jobs[(worker->job_first + worker->job_count++) % WORKER_JOBS_MAX];
        job->of = *about;
        job->len = len;
        memcpy(job->body, body, len);
        worker->busy = true;
    }
    pthread_mutex_unlock(&worker->lock);
    if (fits) {
        ring(worker);
    }
    return fits;
}

static bool queue_record(struct worker *worker, enum job_kind what, const struct bs_uuid *id,
                         const char *kind, struct bs_bytes body, struct bs_date day)
{
    struct subject about = {.what = what, .id = *id, .day = day};
    bs_utf8_copy(about.kind, sizeof about.kind, kind);
    return queue(worker, &about, body.data, body.len);
}

bool worker_save(struct worker *worker, const struct bs_uuid *id, const char *kind,
                 struct bs_bytes body)
{
    return queue_record(worker, JOB_APPEND, id, kind, body, (struct bs_date){0});
}

bool worker_keep_record(struct worker *worker, const struct bs_uuid *id, const char *kind,
                        struct bs_bytes body, struct bs_date day)
{
    return queue_record(worker, JOB_KEEP_RECORD, id, kind, body, day);
}

bool worker_keep_words(struct worker *worker, const struct bs_held_comment *comment)
{
    const struct subject about = {.what = JOB_KEEP_WORDS, .id = comment->id, .kind = ""};
    return queue(worker, &about, comment, sizeof *comment);
}

bool worker_desk(struct worker *worker, const struct desk_order *order)
{
    return queue(worker, &(struct subject){.what = JOB_DESK}, order, sizeof *order);
}

bool worker_chores(struct worker *worker)
{
    return queue(worker, &(struct subject){.what = JOB_CHORES}, "", 0);
}

bool worker_ask_status(struct worker *worker)
{
    return queue(worker, &(struct subject){.what = JOB_STATUS}, "", 0);
}

void worker_release(struct worker *worker, struct bs_date day)
{
    pthread_mutex_lock(&worker->lock);
    if (worker->release.year == 0 || bs_date_compare(day, worker->release) > 0) {
        worker->release = day;
        worker->is_release_new = true;
    }
    pthread_mutex_unlock(&worker->lock);
    ring(worker);
}

bool worker_take(struct worker *worker, struct worker_event *event)
{
    pthread_mutex_lock(&worker->lock);
    bool found = worker->event_count > 0;
    if (found) {
        *event = worker->events[worker->event_first];
        worker->event_first = (worker->event_first + 1) % WORKER_EVENTS_MAX;
        worker->event_count--;
    }
    pthread_mutex_unlock(&worker->lock);
    return found;
}

bool worker_is_idle(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    bool idle = !worker->busy && !worker->is_release_new && worker->job_count == 0 &&
                worker->event_count == 0;
    pthread_mutex_unlock(&worker->lock);
    return idle;
}
