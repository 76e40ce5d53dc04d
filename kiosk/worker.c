/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The disk's thread: a small queue in, a small queue out, and a poll on both the queue and syncd's file. */

#include "worker.h"

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

#include "keeping.h"
#include "log_keeper.h"
#include "pruning.h"

#define EVENTS_MAX     32
#define EVENTS_OF_JOBS (2 * WORKER_JOBS_MAX)
#define RETRY_MS       5000  /* how often what is broken or missing is tried again */
#define LOOK_MS        60000 /* news is looked for this often even without a sign */

enum job_kind { JOB_APPEND, JOB_KEEP_WORDS, JOB_KEEP_RECORD };

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
    uint8_t body[WORKER_BODY_MAX]; /* JOB_KEEP_WORDS: a struct bs_held_comment */
};

static_assert(sizeof(struct bs_held_comment) <= WORKER_BODY_MAX, "words fit into a job");

enum health { HEALTH_UNKNOWN, HEALTH_READY, HEALTH_BROKEN };

struct worker {
    struct worker_options options;
    pthread_t thread;
    pthread_mutex_t lock; /* guards everything down to `busy` */
    struct job jobs[WORKER_JOBS_MAX];
    size_t job_first, job_count;
    struct worker_event events[EVENTS_MAX];
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
    enum health health;
    int64_t serial; /* of the bundle that was handed on; -1: none */
};

/* What became of a job must be told, so the last places are kept for that; the rest is told at a later look. */
static bool post(struct worker *worker, struct worker_event event)
{
    bool is_answer = event.kind == WORKER_SAVED || event.kind == WORKER_NOT_SAVED ||
                     event.kind == WORKER_EXTRA_KEPT || event.kind == WORKER_EXTRA_NOT_KEPT;
    pthread_mutex_lock(&worker->lock);
    bool fits = worker->event_count < EVENTS_MAX - (is_answer ? 0 : EVENTS_OF_JOBS);
    if (fits) {
        worker->events[(worker->event_first + worker->event_count++) % EVENTS_MAX] = event;
    }
    pthread_mutex_unlock(&worker->lock);
    if (fits) {
        worker->options.wake(worker->options.self);
    } else {
        bs_log(BS_LOG_ERROR, "worker.events-full", "kind=%d", (int)event.kind);
    }
    return fits;
}

static void set_health(struct worker *worker, enum health health, const struct bs_error *why)
{
    if (worker->health == health) {
        return;
    }
    struct worker_event event = {.kind = health == HEALTH_READY ? WORKER_READY : WORKER_BROKEN};
    if (why != NULL) {
        event.error = *why;
        bs_log(BS_LOG_ERROR, "store.broken", "why=\"%s\"", why->text);
    }
    if (post(worker, event)) {
        worker->health = health;
    }
}

/* Anything that the screen has to know of a bundle that cannot be used is in the log; the old one stays. */
static void hand_on_bundle(struct worker *worker, struct bs_syncstate *state)
{
    struct bs_bundle_meta meta;
    struct bs_error err = {0};
    if (bs_catalogue_meta(state, &meta, &err) != BS_OK || meta.serial == worker->serial) {
        return;
    }
    struct bs_buf bytes;
    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    struct bs_bundle *bundle = NULL;
    enum bs_err rc = bs_catalogue_get(state, &meta, &bytes, &err);
    if (rc == BS_OK) {
        rc = bs_bundle_parse(bs_buf_bytes(&bytes), &bundle, &err);
    }
    bs_buf_finish(&bytes);
    if (rc != BS_AGAIN && rc != BS_LATER) {
        worker->serial = meta.serial; /* what can be read later is looked for again */
    }
    if (rc != BS_OK) {
        bs_log(BS_LOG_ERROR, "bundle.unusable", "serial=%lld why=\"%s\"", (long long)meta.serial,
               err.text);
        return;
    }
    bs_log(BS_LOG_INFO, "bundle.new", "serial=%lld", (long long)meta.serial);
    if (!post(worker, (struct worker_event){.kind = WORKER_BUNDLE, .bundle = bundle})) {
        bs_bundle_destroy(bundle);
        worker->serial = -1;
    }
}

static void look_for_news(struct worker *worker)
{
    struct bs_syncstate *state = NULL;
    struct bs_identity identity;
    struct bs_error err = {0};
    enum bs_err rc = bs_syncstate_open_reader(worker->options.sync_dir, &state, &err);
    if (rc == BS_OK) {
        rc = bs_syncstate_identity(state, &identity, &err);
    }
    if (rc == BS_OK) {
        bs_utf8_copy(worker->keeper.kiosk, sizeof worker->keeper.kiosk, identity.kiosk);
        hand_on_bundle(worker, state);
    } else if (rc != BS_NOTFOUND) {
        bs_log(BS_LOG_WARNING, "news.unreadable", "why=\"%s\"", err.text);
    }
    bs_syncstate_close(state);
}

/* Makes the log ready, and tells when that changed. Without a kiosk id there is nothing to be ready for. */
static void ensure_ready(struct worker *worker)
{
    struct bs_error err = {0};
    enum bs_err rc = log_keeper_ready(&worker->keeper, &err);
    if (rc == BS_OK && worker->keeper.kiosk[0] == '\0') {
        return;
    }
    set_health(worker, rc == BS_OK ? HEALTH_READY : HEALTH_BROKEN, rc == BS_OK ? NULL : &err);
}

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
    post(worker, event);
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
static void release(struct worker *worker)
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
        worker->health = HEALTH_READY;
        post(worker, (struct worker_event){.kind = WORKER_SAVED, .id = job->of.id});
        return;
    }
    bs_log(BS_LOG_ERROR, "save.failed", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
    worker->health = HEALTH_BROKEN;
    post(worker, (struct worker_event){.kind = WORKER_NOT_SAVED, .id = job->of.id, .error = err});
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

static void do_jobs(struct worker *worker)
{
    struct job job;
    while (next_job(worker, &job)) {
        if (job.of.what == JOB_APPEND) {
            do_append(worker, &job);
        } else {
            do_keep(worker, &job);
        }
        bs_wipe(&job, sizeof job);
        bs_wipe_stack();
    }
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
    look_for_news(worker);
    ensure_ready(worker);
    release(worker);
    worker->may_prune = true;
    worker->may_prove = true;
    worker->looked_ms = worker->timer.mono_ms(worker->timer.self);
}

static int look_left_ms(const struct worker *worker)
{
    int64_t since = worker->timer.mono_ms(worker->timer.self) - worker->looked_ms;
    bool is_well = worker->health != HEALTH_BROKEN && worker->is_watching;
    int64_t left = (is_well ? LOOK_MS : RETRY_MS) - since;
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
        ensure_ready(worker);
    }
}

static bool is_idle_work(const struct worker *worker)
{
    return worker->may_prune || worker->may_prove;
}

static void *run(void *self)
{
    struct worker *worker = self;
    look(worker);
    do_jobs(worker);
    while (!is_stopping(worker)) {
        struct pollfd fds[] = {{.fd = worker->wake_fd, .events = POLLIN},
                               {.fd = worker->inotify_fd, .events = POLLIN}};
        (void)poll(fds, 2, is_idle_work(worker) ? 0 : look_left_ms(worker));
        if (fds[0].revents != 0) {
            drain(worker->wake_fd);
        }
        bool news = fds[1].revents != 0 && is_news(worker->inotify_fd);
        do_jobs(worker);
        if (is_release_asked(worker)) {
            release(worker);
        }
        if (news || look_left_ms(worker) == 0) {
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
        worker->event_first = (worker->event_first + 1) % EVENTS_MAX;
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
