/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The worker's folders, syncd's part in them, and a disk that can be slow. */

#include "worker_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "visit_bundle.h"

#define EVENT_WAIT_MS 20000

/* ---- the disk ---- */

static _Atomic int sync_ms;

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

int fdatasync(int fd)
{
    pause_ms(atomic_load(&sync_ms));
    return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    pause_ms(atomic_load(&sync_ms));
    return (int)syscall(SYS_fsync, fd);
}

void worker_stage_slow(int ms)
{
    atomic_store(&sync_ms, ms);
}

int64_t worker_stage_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- syncd's part ---- */

static void must(enum bs_err rc, const struct bs_error *err)
{
    if (rc != BS_OK) {
        fail_msg("%s", err->text);
    }
}

/*
 * In a process of its own, as syncd is: in one process SQLite shares a file's WAL index between its handles, and the
 * worker's may only read it.
 */
static void put(const struct worker_stage *stage, const char *serial, const char *text)
{
    char command[1024];
    snprintf(command, sizeof command, "%s/tests/ui/put_bundle %s %s GM1916 %s", BS_BINARY_DIR,
             stage->sync.path, stage->kiosk, serial);
    FILE *child = popen(command, "w");
    assert_non_null(child);
    assert_true(fputs(text, child) >= 0);
    assert_int_equal(pclose(child), 0);
}

static void put_bytes(const struct worker_stage *stage, int64_t serial, const char *text)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)serial);
    put(stage, number, text);
}

void worker_stage_enrol(struct worker_stage *stage, const char *kiosk)
{
    bs_utf8_copy(stage->kiosk, sizeof stage->kiosk, kiosk);
    put(stage, "", "");
}

void worker_stage_bundle(struct worker_stage *stage, int64_t serial)
{
    put_bytes(stage, serial, VISIT_JSON);
}

void worker_stage_strange_icons(struct worker_stage *stage, int64_t serial)
{
    static const char KNOWN[] = "house", STRANGE[] = "mouse";
    char *text = bs_xstrdup(VISIT_JSON);
    for (char *at = strstr(text, KNOWN); at != NULL; at = strstr(at, KNOWN)) {
        memcpy(at, STRANGE, strlen(STRANGE));
    }
    put_bytes(stage, serial, text);
    free(text);
}

void worker_stage_damage(struct worker_stage *stage, int64_t serial)
{
    put_bytes(stage, serial, "<!doctype html><title>Log in</title>");
}

/* ---- the worker ---- */

static void wake(void *self)
{
    atomic_fetch_add(&((struct worker_stage *)self)->wakes, 1);
}

void worker_stage_make(struct worker_stage *stage)
{
    struct bs_error err = {0};
    *stage = (struct worker_stage){0};
    must(bs_crypto_start(&err), &err);
    temp_dir_make(&stage->state);
    temp_dir_make(&stage->sync);
    stage->clock = fake_clock_make(&stage->fake);
    worker_stage_slow(0);
}

void worker_stage_stop(struct worker_stage *stage)
{
    worker_stop(stage->worker);
    stage->worker = NULL;
}

void worker_stage_drop(struct worker_stage *stage)
{
    worker_stage_slow(0);
    worker_stage_stop(stage);
    temp_dir_remove(&stage->state);
    temp_dir_remove(&stage->sync);
}

enum bs_err worker_stage_start(struct worker_stage *stage, struct bs_error *err)
{
    struct worker_options options = {.state_dir = stage->state.path,
                                     .sync_dir = stage->sync.path,
                                     .clock = stage->clock,
                                     .wake = wake,
                                     .self = stage};
    return worker_start(&options, &stage->worker, err);
}

void worker_stage_run(struct worker_stage *stage)
{
    struct bs_error err = {0};
    worker_stage_enrol(stage, STAGE_KIOSK);
    worker_stage_bundle(stage, 1);
    must(worker_stage_start(stage, &err), &err);
    worker_stage_expect(stage, WORKER_BUNDLE);
    worker_stage_expect(stage, WORKER_READY);
}

/* How the door was left is told once at each start, and is nothing to these tests. */
static bool take(struct worker_stage *stage, struct worker_event *event, int wait_ms)
{
    int64_t end = worker_stage_now() + wait_ms;
    while (!worker_take(stage->worker, event) || event->kind == WORKER_DOOR) {
        if (worker_stage_now() >= end) {
            return false;
        }
        pause_ms(1);
    }
    bs_bundle_destroy(event->bundle);
    event->bundle = NULL;
    return true;
}

struct worker_event worker_stage_event(struct worker_stage *stage)
{
    struct worker_event event = {.kind = WORKER_BROKEN};
    if (!take(stage, &event, EVENT_WAIT_MS)) {
        fail_msg("no event came");
    }
    return event;
}

void worker_stage_expect(struct worker_stage *stage, enum worker_event_kind kind)
{
    struct worker_event event = worker_stage_event(stage);
    if (event.kind != kind) {
        fail_msg("event %d came, expected %d: %s", (int)event.kind, (int)kind, event.error.text);
    }
}

void worker_stage_silence(struct worker_stage *stage, int ms)
{
    struct worker_event event;
    if (take(stage, &event, ms)) {
        fail_msg("event %d came: %s", (int)event.kind, event.error.text);
    }
}

struct bs_uuid worker_stage_id(int number)
{
    char text[BS_UUID_TEXT];
    struct bs_uuid id = {{0}};
    snprintf(text, sizeof text, "019a0000-0000-7000-8000-%012d", number);
    assert_true(bs_uuid_parse(text, &id));
    return id;
}

bool worker_stage_save(struct worker_stage *stage, int number)
{
    char body[64];
    struct bs_uuid id = worker_stage_id(number);
    snprintf(body, sizeof body, "{\"number\":%d}", number);
    return worker_save(stage->worker, &id, "submission", bs_bytes_of(body));
}

struct session_effect worker_stage_answer(void)
{
    return (struct session_effect){.kind = SESSION_SAVE,
                                   .submission = {.programme = "een",
                                                  .version = 2,
                                                  .place = "prinsenhof",
                                                  .lang = "nl",
                                                  .seconds = 30,
                                                  .answer_count = 1,
                                                  .answers = {{.question = "mood",
                                                               .kind = BS_KIND_FACES,
                                                               .value_count = 1,
                                                               .values = {"good"}}}}};
}

size_t worker_stage_records(const struct worker_stage *stage)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip = {.seq = 0};
    struct bs_error err = {0};
    must(bs_outbox_open_reader(stage->state.path, &outbox, &err), &err);
    enum bs_err rc = bs_outbox_tip(outbox, &tip, &err);
    bs_outbox_close(outbox);
    return rc == BS_OK ? (size_t)tip.seq : 0;
}
