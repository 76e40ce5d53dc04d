/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The loop: sched says what is due, errand does it, wake ends the sleep. */
#include "syncd.h"

#include <string.h>

#include <buurtstem/log.h>

#include "hand_import.h"
#include "notify.h"

#define LOOK_AGAIN_MS        10000 /* for an enrolment */
#define LOOK_AGAIN_BROKEN_MS 60000
#define COMMIT_LASTS_MS      10000 /* a worn card syncs for seconds */
#define LOOK_BLIND_MS        10000 /* for records, where nobody tells of them */

static int64_t boot_ms(const struct syncd *syncd)
{
    const struct bs_clock *clock = &syncd->errand.clock;
    return clock->mono_ms(clock->self);
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void restart_schedule(struct syncd *syncd)
{
    const struct daemon_config *config = syncd->errand.config;
    struct sched_rules rules =
        sched_rules_make(config->retry_base_ms, config->batch_delay_ms, config->poll_seconds * 1000,
                         config->heartbeat_seconds * 1000);
    sched_init(&syncd->sched, &rules, boot_ms(syncd), &syncd->random);
}

/* Our own files failed: says it once, lets go of them, and looks again in a while. */
static void set_aside(struct syncd *syncd, enum bs_err code, const struct bs_error *why)
{
    if (code != syncd->last_code) {
        if (code == BS_NOTFOUND) {
            bs_log(BS_LOG_NOTICE, "waiting", "for=enrolment reason=\"%s\"", why->text);
        } else {
            bs_log(BS_LOG_ERROR, "files", "code=%s reason=\"%s\"", bs_err_name(code), why->text);
        }
        notify_status(code == BS_NOTFOUND ? "waiting for enrolment" : why->text);
    }
    syncd->last_code = code;
    errand_close(&syncd->errand);
    syncd->look_at_ms =
        boot_ms(syncd) +
        (code == BS_NOTFOUND || code == BS_REFUSED ? LOOK_AGAIN_MS : LOOK_AGAIN_BROKEN_MS);
}

/* True if the state is open. */
static bool look(struct syncd *syncd)
{
    struct bs_error why = {0};
    if (syncd->errand.state != NULL) {
        return true;
    }
    if (boot_ms(syncd) < syncd->look_at_ms) {
        return false;
    }
    enum bs_err rc = errand_open(&syncd->errand, &why);
    if (rc != BS_OK) {
        set_aside(syncd, rc, &why);
        return false;
    }
    if (!syncd->is_introduced) {
        bs_log(BS_LOG_NOTICE, "enrolled", "kiosk=%s server=%s", syncd->errand.identity.kiosk,
               syncd->errand.identity.server);
        notify_status("running");
        syncd->is_introduced = true;
    }
    return true;
}

/* What the service manager shows; trouble NULL: none. While answers wait, why they do: a bundle that came is no answer to
 * that, and a heartbeat says nothing about how residents' answers fare. */
static void say_status(struct syncd *syncd, enum sched_task task, const char *trouble)
{
    if (task == SCHED_BEAT || (task == SCHED_PULL && syncd->answers_wait)) {
        return;
    }
    if (task == SCHED_PUSH) {
        syncd->answers_wait = trouble != NULL;
    }
    notify_status(trouble == NULL ? "running" : trouble);
}

/* A failure between begin and end that is not the other side's. A heartbeat's keeps nothing else from going on. */
static void local_failure(struct syncd *syncd, enum sched_task task, enum bs_err code,
                          const struct bs_error *why)
{
    if (code == BS_BROKEN && task != SCHED_BEAT) {
        set_aside(syncd, code, why);
    } else if (code != syncd->last_code) {
        bs_log(BS_LOG_ERROR, "files", "code=%s reason=\"%s\"", bs_err_name(code), why->text);
        syncd->last_code = code;
    }
    say_status(syncd, task, why->text);
    sched_failed(&syncd->sched, task, false, 0, boot_ms(syncd), &syncd->random);
}

/* The folder tells when the kiosk writes, not when its commit is over and can be read: nobody tells that. So what was told
 * of and is not there yet is looked for again, ever later after the last notice. */
static void look_for_commit(struct syncd *syncd, int64_t now)
{
    int64_t since = now - syncd->noticed_ms;
    if (syncd->noticed_ms != 0 && since < COMMIT_LASTS_MS) {
        struct sched_state *push = &syncd->sched.tasks[SCHED_PUSH];
        push->due_ms = sooner(push->due_ms, now + since + 1);
    }
}

static void nothing_to_do(struct syncd *syncd, enum sched_task task, int64_t now)
{
    if (task == SCHED_PUSH && syncd->answers_wait && push_refusal(&syncd->errand.push) == NULL) {
        say_status(syncd, task, NULL);
    }
    sched_idle(&syncd->sched, task, now, &syncd->random);
    if (task == SCHED_PUSH) {
        look_for_commit(syncd, now);
    }
    if (task == SCHED_PUSH && wake_is_blind(&syncd->wake)) {
        struct sched_state *push = &syncd->sched.tasks[SCHED_PUSH];
        push->due_ms = sooner(push->due_ms, now + LOOK_BLIND_MS);
    }
}

static void start_due(struct syncd *syncd)
{
    for (int i = 0; i < SCHED_TASKS; i++) {
        enum sched_task task = (enum sched_task)i;
        struct bs_error why = {0};
        int64_t now = boot_ms(syncd);
        if (!look(syncd) || !sched_is_due(&syncd->sched, task, now)) {
            continue;
        }
        enum bs_err rc = errand_begin(&syncd->errand, task, &why);
        if (rc == BS_OK) {
            sched_begin(&syncd->sched, now);
            return;
        }
        if (rc == BS_NOTFOUND) {
            nothing_to_do(syncd, task, now);
        } else {
            local_failure(syncd, task, rc, &why);
        }
    }
}

static void conclude(struct syncd *syncd)
{
    enum sched_task task = syncd->errand.task;
    enum errand_end end = ERRAND_BAD;
    struct trouble trouble = {0};
    struct bs_error why = {0};
    enum bs_err rc = errand_end(&syncd->errand, &end, &trouble, &why);
    int64_t now = boot_ms(syncd);
    if (rc != BS_OK) {
        local_failure(syncd, task, rc, &why);
        return;
    }
    syncd->last_code = BS_OK;
    switch (end) {
    case ERRAND_GOOD:
        sched_succeeded(&syncd->sched, task, now, &syncd->random);
        say_status(syncd, task, NULL);
        break;
    case ERRAND_UNKNOWN:
        sched_unknown(&syncd->sched, task, now, &syncd->random);
        break;
    case ERRAND_AGAIN: /* due as it was: the budget bounds it */
        break;
    case ERRAND_BAD:
        sched_failed(&syncd->sched, task, trouble.is_refused, trouble.retry_after_s, now,
                     &syncd->random);
        say_status(syncd, task, trouble.sentence);
        break;
    }
}

/* Receipts that somebody brought wait beside sync.db. */
static void take_by_hand(struct syncd *syncd)
{
    struct errand *errand = &syncd->errand;
    struct hand_settled settled = {0};
    struct bs_error why = {0};
    if (!syncd->by_hand_waits || errand->state == NULL) {
        return;
    }
    enum bs_err rc = hand_take_waiting(errand->config, errand->state,
                                       errand->clock.wall_ms(errand->clock.self), &settled, &why);
    syncd->by_hand_waits = rc == BS_LATER;
    if (rc == BS_OK) {
        bs_log(BS_LOG_NOTICE, "by-hand", "receipts=%zu refused=%zu", settled.counted,
               settled.refused);
    } else if (rc != BS_NOTFOUND) {
        bs_log(BS_LOG_WARNING, "by-hand", "code=%s reason=\"%s\"", bs_err_name(rc), why.text);
    }
}

static void heed(struct syncd *syncd, unsigned reasons)
{
    int64_t now = boot_ms(syncd);
    if ((reasons & WAKE_STOP) != 0) {
        syncd->is_stopping = true;
    }
    if ((reasons & WAKE_ASKED) != 0) {
        syncd->look_at_ms = now;
        syncd->by_hand_waits = true;
        stick_job_look(&syncd->stick);
        push_forgive(&syncd->errand.push);
        sched_ask(&syncd->sched, now);
    }
    if ((reasons & WAKE_RECORD) != 0) {
        syncd->noticed_ms = now;
        sched_new_record(&syncd->sched, now);
    }
    if ((reasons & WAKE_BY_HAND) != 0) {
        syncd->by_hand_waits = true;
    }
    if ((reasons & WAKE_STICK) != 0) {
        stick_job_look(&syncd->stick);
    }
    if ((reasons & WAKE_CHANGED) != 0) {
        sched_changed(&syncd->sched, now, &syncd->random);
    }
}

/* A heartbeat on a slow line keeps no answer waiting, nor what is to be asked. */
static bool is_in_the_way(const struct syncd *syncd)
{
    return transport_is_busy(syncd->errand.transport) && syncd->errand.task == SCHED_BEAT;
}

/* When the first of the tasks that go before a heartbeat may be begun. */
static int64_t others_due_at(const struct syncd *syncd, int64_t now)
{
    return sooner(sched_due_at(&syncd->sched, SCHED_PUSH, now),
                  sched_due_at(&syncd->sched, SCHED_PULL, now));
}

static void make_way(struct syncd *syncd)
{
    int64_t now = boot_ms(syncd);
    if (is_in_the_way(syncd) && others_due_at(syncd, now) <= now) {
        errand_drop(&syncd->errand);
        sched_failed(&syncd->sched, SCHED_BEAT, false, 0, now, &syncd->random);
    }
}

/* When the timer has to ring: for the schedule, for the next look, for the watchdog. A request moves by itself. */
static int64_t next_ring(const struct syncd *syncd)
{
    int64_t now = boot_ms(syncd);
    int64_t at = SCHED_NEVER;
    if (syncd->errand.state == NULL) {
        at = syncd->look_at_ms;
    } else if (!transport_is_busy(syncd->errand.transport)) {
        at = sched_wake_at(&syncd->sched, now);
    } else if (is_in_the_way(syncd)) {
        at = others_due_at(syncd, now);
    }
    if (syncd->errand.state != NULL) {
        at = sooner(at, stick_job_due_ms(&syncd->stick));
    }
    return syncd->alive_every_ms == 0 ? at : sooner(at, syncd->alive_at_ms);
}

static void turn(struct syncd *syncd)
{
    struct pollfd fds[WAKE_FDS_MAX + 1];
    int64_t now = boot_ms(syncd);
    if (syncd->alive_every_ms != 0 && now >= syncd->alive_at_ms) {
        notify_alive();
        syncd->alive_at_ms = now + syncd->alive_every_ms;
    }
    make_way(syncd);
    if (!transport_is_busy(syncd->errand.transport)) {
        start_due(syncd);
    }
    take_by_hand(syncd);
    stick_job_turn(&syncd->stick, syncd->errand.state, &syncd->errand.clock);
    int64_t ring = next_ring(syncd);
    if (ring != SCHED_NEVER) {
        wake_at(&syncd->wake, ring);
    }
    size_t count = wake_fds(&syncd->wake, fds);
    errand_meanwhile(&syncd->errand);
    size_t more = stick_job_fds(&syncd->stick, &fds[count]);
    bool is_done = transport_wait(syncd->errand.transport, fds, count + more, -1);
    heed(syncd, wake_read(&syncd->wake, fds, count));
    if (is_done) {
        conclude(syncd);
    }
}

enum bs_err syncd_run(const struct daemon_config *config, struct bs_error *err)
{
    struct syncd syncd = {0};
    syncd.random = bs_random_system();
    enum bs_err rc = wake_open(&syncd.wake, config->kiosk_dir, err);
    if (rc != BS_OK) {
        return rc;
    }
    rc = errand_init(&syncd.errand, config, err);
    if (rc != BS_OK) {
        goto out;
    }
    wake_watch_state(&syncd.wake, config->state_dir);
    if (wake_is_blind(&syncd.wake)) {
        bs_log(BS_LOG_WARNING, "unwatched", "folder=\"%s\" look_s=%d", config->kiosk_dir,
               LOOK_BLIND_MS / 1000);
    }
    syncd.look_at_ms = boot_ms(&syncd);
    syncd.by_hand_waits = true;
    stick_job_init(&syncd.stick, config);
    syncd.alive_every_ms = notify_alive_every_ms();
    restart_schedule(&syncd);
    bs_log(BS_LOG_NOTICE, "start", "version=%s", BS_VERSION);
    notify_ready();
    while (!syncd.is_stopping) {
        turn(&syncd);
    }
    notify_stopping();
    bs_log(BS_LOG_NOTICE, "stop", "reason=signal");
    stick_job_finish(&syncd.stick);
out:
    errand_finish(&syncd.errand);
    wake_close(&syncd.wake);
    return rc;
}

/* Requests of one task until there is nothing to do or it goes wrong. BS_OK: nothing left, *trouble is clear. */
static enum bs_err run_task(struct errand *errand, enum sched_task task, struct trouble *trouble,
                            struct bs_error *err)
{
    trouble_clear(trouble);
    for (;;) {
        struct bs_error why = {0};
        enum errand_end end;
        enum bs_err rc = errand_begin(errand, task, &why);
        if (rc == BS_NOTFOUND) {
            return BS_OK;
        }
        if (rc != BS_OK) {
            return bs_fail(err, rc, "%s", why.text);
        }
        do {
            errand_meanwhile(errand);
        } while (!transport_wait(errand->transport, NULL, 0, -1));
        rc = errand_end(errand, &end, trouble, err);
        if (rc != BS_OK || end == ERRAND_BAD || (task == SCHED_PULL && end == ERRAND_GOOD)) {
            return rc;
        }
    }
}

static enum bs_err result_of(const struct trouble *trouble, struct bs_error *err)
{
    if (trouble->kind == BS_TROUBLE_NONE) {
        return BS_OK;
    }
    return bs_fail(err, trouble->is_final ? BS_REFUSED : BS_LATER, "%s", trouble->sentence);
}

enum bs_err syncd_once(const struct daemon_config *config, struct bs_error *err)
{
    struct errand errand = {0};
    struct trouble push = {0}, pull = {0};
    struct bs_error why = {0};
    enum bs_err rc = errand_init(&errand, config, err);
    if (rc == BS_OK) {
        rc = errand_open(&errand, &why);
        if (rc == BS_NOTFOUND) {
            rc = bs_fail(err, BS_REFUSED,
                         "this kiosk is not enrolled yet; see buurtstem-syncd(8), enrol");
        } else if (rc != BS_OK) {
            bs_fail(err, rc, "%s", why.text);
        }
    }
    if (rc == BS_OK) {
        rc = run_task(&errand, SCHED_PUSH, &push, err);
    }
    /* Without a network the bundle does not come either, and would double the wait. */
    if (rc == BS_OK && push.kind != BS_TROUBLE_NETWORK) {
        rc = run_task(&errand, SCHED_PULL, &pull, err);
    }
    if (rc == BS_OK && push.kind == BS_TROUBLE_NONE && push_refusal(&errand.push) != NULL) {
        trouble_say(&push, BS_TROUBLE_SERVER, "%s", push_refusal(&errand.push));
    }
    if (rc == BS_OK) {
        rc = result_of(&push, err);
    }
    if (rc == BS_OK) {
        rc = result_of(&pull, err);
    }
    errand_finish(&errand);
    return rc;
}
