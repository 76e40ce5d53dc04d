/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One kiosk: residents, the daemon's loop around its own decisions, and the line to the far end. */
#include "sim_world.h"

#include <stdio.h>
#include <string.h>

#define TOKEN    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define BASE_MS  5000
#define NAGLE_MS 2000
#define STALL_MS                                                                                   \
    (2 * (int64_t)SIM_HOUR_MS) /* the cap of a delay, and a budget that has to fill again */
#define SHAKEN_MAX 21          /* three tasks, each with delays that double from 5 s on */

int64_t sim_between(struct bs_random *random, int64_t least, int64_t most)
{
    uint64_t bits;
    random->fill(random, &bits, sizeof bits);
    return least + (int64_t)(bits % (uint64_t)(most - least + 1));
}

static bool by_chance(struct device *device, int64_t of_a_thousand)
{
    return sim_between(&device->random, 0, 999) < of_a_thousand;
}

const struct spell *device_spell(const struct sim_world *world, const struct device *device,
                                 enum spell_kind kind)
{
    for (size_t i = 0; i < device->spell_count + world->spell_count; i++) {
        const struct spell *spell =
            i < device->spell_count ? &device->spells[i] : &world->spells[i - device->spell_count];
        if (spell->kind == kind && spell->from_ms <= world->now_ms &&
            world->now_ms < spell->to_ms) {
            return spell;
        }
    }
    return NULL;
}

static int64_t wall_ms(const struct sim_world *world, const struct device *device)
{
    return SIM_WALL_0 + world->now_ms + device->offset_ms;
}

void device_restart(struct sim_world *world, struct device *device)
{
    const struct sched_rules rules =
        sched_rules_make(BASE_MS, NAGLE_MS, world->settings.poll_ms, world->settings.beat_ms);
    push_finish(&device->push);
    push_init(&device->push);
    sched_init(&device->sched, &rules, world->now_ms, &device->random);
    device->is_in_round = false;
    device->is_busy = false;
    device->try_count = 0;
    device->expected_ms = INT64_MAX;
}

static void set_up(struct sim_world *world, struct device *device, const char *kiosk)
{
    memset(device, 0, sizeof *device);
    device->maker = (size_t)(device - world->devices) + 1;
    device->random = bs_random_seeded(world->settings.seed * 1000003 + device->maker);
    device->carried_ms = -SIM_DAY_MS;
    device->shaken_ms = -SIM_DAY_MS;
    device->next_record_ms = world->now_ms + sim_between(&device->random, 0, SIM_DAY_MS);
    snprintf(device->identity.kiosk, sizeof device->identity.kiosk, "%s", kiosk);
    snprintf(device->identity.server, sizeof device->identity.server, "https://central.example");
    push_init(&device->push);
    device_restart(world, device);
}

void device_init(struct sim_world *world, struct device *device, const char *kiosk)
{
    set_up(world, device, kiosk);
    sim_log_init(&device->log, kiosk, &device->random);
}

void device_clone(struct sim_world *world, struct device *device, const struct device *from)
{
    set_up(world, device, from->identity.kiosk);
    sim_log_copy(&device->log, &from->log);
    sim_state_copy(&device->state, &from->state);
}

void device_finish(struct device *device)
{
    push_finish(&device->push);
    sim_log_finish(&device->log);
    sim_state_finish(&device->state);
    sim_log_finish(&device->saved_log);
    sim_state_finish(&device->saved_state);
}

/* ---- residents, and the kiosk ---- */

static sim_uid make_uid(struct device *device)
{
    return SIM_UID(device->maker, device->made++);
}

/* A visit or a few, in most of the days; now and then the whole school comes. */
static void residents_come(struct sim_world *world, struct device *device)
{
    const int64_t last_ms = world->end_ms - world->settings.quiet_days * SIM_DAY_MS;
    int64_t visits = sim_between(&device->random, 1, 3);
    if (world->now_ms < device->next_record_ms) {
        return;
    }
    if (by_chance(device, 4)) {
        visits = sim_between(&device->random, 100, 400);
    }
    for (; visits > 0; visits--) {
        sim_log_append(&device->log, make_uid(device), wall_ms(world, device), world->now_ms,
                       false);
    }
    sched_new_record(&device->sched, world->now_ms);
    device->next_record_ms =
        world->now_ms + sim_between(&device->random, SIM_HOUR_MS, 5 * SIM_DAY_MS);
    if (device->next_record_ms >= last_ms) {
        device->next_record_ms = INT64_MAX;
    }
}

/* The kiosk ends what central holds otherwise and goes on in a new epoch, once a day at most. */
static void go_on_elsewhere(struct sim_world *world, struct device *device)
{
    for (size_t i = 0; i < device->state.count; i++) {
        const struct sim_known *known = &device->state.known[i];
        const struct sim_epoch *epoch =
            known->has_fork ? sim_log_find(&device->log, known->epoch) : NULL;
        if (epoch == NULL || (epoch->has_ended && epoch->ended_at < known->fork.from_seq) ||
            world->now_ms - device->carried_ms < SIM_DAY_MS) {
            continue;
        }
        sim_log_carry_over(&device->log, known->epoch, known->fork.from_seq, make_uid(device),
                           wall_ms(world, device), world->now_ms, &device->random);
        device->carried_ms = world->now_ms;
        world->carried++;
        sched_new_record(&device->sched, world->now_ms);
    }
}

/* ---- the line ---- */

static bool holds_poison(struct device *device, sim_uid poison)
{
    const struct sim_epoch *epoch = sim_log_find(&device->log, device->push.epoch.epoch);
    for (uint64_t seq = device->push.first_seq; seq <= device->push.parcel.last_seq; seq++) {
        if (epoch->records[seq - 1].uid == poison) {
            return true;
        }
    }
    return false;
}

/* What will become of the request that begins now, and when. */
static void go_out(struct sim_world *world, struct device *device)
{
    static const enum spell_kind before[] = {SPELL_NO_ROUTE, SPELL_REFUSED, SPELL_SWALLOWED,
                                             SPELL_LOGIN,    SPELL_FLAP,    SPELL_BUSY};
    const bool is_push = device->task == SCHED_PUSH;
    const size_t bytes = is_push ? device->request.body.len + 800 : 900;
    const struct spell *slow = device_spell(world, device, SPELL_SLOW);
    const int64_t rate = slow != NULL ? slow->value : 1000000;
    device->hurt = SPELL_KINDS;
    device->done_ms =
        world->now_ms + sim_between(&device->random, 40, 200) + (int64_t)bytes * 1000 / rate;
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        if (device_spell(world, device, before[i]) != NULL &&
            (before[i] != SPELL_FLAP || by_chance(device, 700))) {
            device->hurt = before[i];
            device->done_ms = world->now_ms + (before[i] == SPELL_SWALLOWED ? 15000 : 100);
            return;
        }
    }
    const struct spell *box = device_spell(world, device, SPELL_BOX);
    const struct spell *poison = device_spell(world, device, SPELL_POISON);
    if (is_push && box != NULL && device->request.body.len > (size_t)box->value) {
        device->hurt = SPELL_BOX;
    } else if (is_push && poison != NULL && holds_poison(device, (sim_uid)poison->value)) {
        device->hurt = SPELL_POISON;
    } else if (slow != NULL) {
        world->hits[SPELL_SLOW]++;
    }
}

static void fail_as(enum transport_fate fate, struct transport_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    reply->fate = fate;
}

/* The request reached central. */
static void arrive(struct sim_world *world, struct device *device, struct transport_reply *reply)
{
    const bool is_revoked = device_spell(world, device, SPELL_REVOKED) != NULL;
    const int64_t second = (world->now_ms - world->watch_from_ms) / 1000;
    if (world->arrivals != NULL && second >= 0 && (size_t)second < world->watch_s) {
        world->arrivals[second]++;
    }
    world->hits[SPELL_REVOKED] += is_revoked;
    if (device->task != SCHED_PUSH) {
        far_end_answer(reply, is_revoked ? 403 : 204, "", "");
        return;
    }
    const int64_t central_ms = SIM_WALL_0 + world->now_ms;
    far_end_post(&world->far, device->identity.kiosk, &device->request, is_revoked, central_ms,
                 reply);
    if (by_chance(device, 5)) { /* the library or a gateway sends it again */
        transport_reply_finish(reply);
        far_end_post(&world->far, device->identity.kiosk, &device->request, is_revoked, central_ms,
                     reply);
        world->twice++;
    }
    if (by_chance(device, 10)) {
        transport_reply_finish(reply);
        fail_as(TRANSPORT_BROKE_OFF, reply);
        world->lost_answers++;
    }
}

static void come_back(struct sim_world *world, struct device *device, struct transport_reply *reply)
{
    if (device->hurt < SPELL_KINDS) {
        world->hits[device->hurt]++;
    }
    switch (device->hurt) {
    case SPELL_NO_ROUTE:
    case SPELL_REFUSED:
        fail_as(TRANSPORT_UNREACHABLE, reply);
        break;
    case SPELL_SWALLOWED:
        fail_as(TRANSPORT_TOO_SLOW, reply);
        break;
    case SPELL_FLAP:
        fail_as(TRANSPORT_BROKE_OFF, reply);
        break;
    case SPELL_LOGIN:
        far_end_answer(reply, 200, "text/html", "<!doctype html><title>Wifi</title>");
        break;
    case SPELL_BOX:
        far_end_answer(reply, 413, "text/html", "<h1>Too large</h1>");
        break;
    case SPELL_POISON:
        far_end_answer(reply, 422, "text/html", "<h1>No</h1>");
        break;
    case SPELL_BUSY:
        far_end_answer(reply, 503, "text/plain", "busy");
        reply->retry_after_s = 600;
        break;
    case SPELL_SLOW:
    case SPELL_ASLEEP:
    case SPELL_REVOKED:
    case SPELL_KINDS:
        arrive(world, device, reply);
        break;
    }
}

/* ---- the daemon's loop ---- */

/* A request that brought nothing: never more than so many in an hour. */
static void count_fruitless(struct sim_world *world, struct device *device)
{
    int64_t *oldest = &device->tries[device->try_count % SIM_TRIES];
    if (device->try_count >= SIM_TRIES && device->begun_ms - *oldest < SIM_HOUR_MS) {
        world->storms++;
    }
    *oldest = device->begun_ms;
    device->try_count++;
    if (device->hurt == SPELL_NO_ROUTE) {
        world->offline_tries++;
    }
}

/* A try that failed and waits for the next: never many in a row soon after a sleep or a step of the clock. */
static void count_failure(struct sim_world *world, struct device *device)
{
    if (device->begun_ms - device->shaken_ms < SIM_MINUTE_MS &&
        ++device->shaken_tries > SHAKEN_MAX) {
        world->bursts++;
    }
}

static void conclude_push(struct sim_world *world, struct device *device,
                          const struct transport_reply *reply)
{
    struct sim_files files = {&device->log, &device->state};
    const struct push_store store = sim_files_store(&files);
    struct trouble trouble;
    enum push_outcome outcome = PUSH_FAILED;
    (void)push_answer(&device->push, &store, reply, wall_ms(world, device), world->now_ms, &outcome,
                      NULL, &trouble, NULL);
    if (outcome == PUSH_MOVED) {
        device->shaken_tries = 0;
        sched_succeeded(&device->sched, SCHED_PUSH, world->now_ms, &device->random);
        return;
    }
    count_fruitless(world, device);
    if (outcome == PUSH_FAILED) {
        device->is_in_round = false;
        count_failure(world, device);
        sched_failed(&device->sched, SCHED_PUSH, trouble.is_refused, trouble.retry_after_s,
                     world->now_ms, &device->random);
        device->expected_ms = world->now_ms + STALL_MS + trouble.retry_after_s * 1000;
    }
}

static void conclude(struct sim_world *world, struct device *device)
{
    struct transport_reply reply;
    struct trouble trouble;
    device->is_busy = false;
    come_back(world, device, &reply);
    if (device->task == SCHED_PUSH) {
        conclude_push(world, device, &reply);
    } else if (reply.fate == TRANSPORT_ANSWERED && reply.status == 204) {
        sched_succeeded(&device->sched, device->task, world->now_ms, &device->random);
    } else {
        count_fruitless(world, device);
        count_failure(world, device);
        trouble_of_reply(&reply, "een bevestiging", &trouble);
        sched_failed(&device->sched, device->task, trouble.is_refused, trouble.retry_after_s,
                     world->now_ms, &device->random);
    }
    transport_reply_finish(&reply);
}

/* True if there is a batch to send. */
static bool begin_push(struct sim_world *world, struct device *device)
{
    struct sim_files files = {&device->log, &device->state};
    const struct push_store store = sim_files_store(&files);
    struct bs_error err = {0};
    if (world->now_ms > device->expected_ms) {
        world->stalls++;
    }
    device->expected_ms = INT64_MAX;
    if (!device->is_in_round) {
        push_begin(&device->push);
        device->is_in_round = true;
    }
    if (push_next(&device->push, &store, &device->identity, TOKEN, wall_ms(world, device),
                  world->now_ms, &device->request, &err) == BS_OK) {
        push_prepare(&device->push, &store);
        return true;
    }
    device->is_in_round = false;
    sched_idle(&device->sched, SCHED_PUSH, world->now_ms, &device->random);
    return false;
}

static void start_due(struct sim_world *world, struct device *device)
{
    for (int i = 0; i < SCHED_TASKS && !device->is_busy; i++) {
        device->task = (enum sched_task)i;
        if (sched_is_due(&device->sched, device->task, world->now_ms) &&
            (device->task != SCHED_PUSH || begin_push(world, device))) {
            sched_begin(&device->sched, world->now_ms);
            device->is_busy = true;
            device->begun_ms = world->now_ms;
            world->requests++;
            go_out(world, device);
        }
    }
}

static void shake(struct sim_world *world, struct device *device)
{
    device->shaken_ms = world->now_ms;
    device->shaken_tries = 0;
    sched_changed(&device->sched, world->now_ms, &device->random);
}

/* When the network comes back or a sleep ends the daemon is told. */
static int64_t heed_spells(struct sim_world *world, struct device *device)
{
    int64_t next_ms = INT64_MAX;
    for (size_t i = 0; i < device->spell_count; i++) {
        const struct spell *spell = &device->spells[i];
        if (spell->to_ms == world->now_ms &&
            (spell->kind == SPELL_NO_ROUTE || spell->kind == SPELL_ASLEEP)) {
            shake(world, device);
        }
        if (spell->to_ms > world->now_ms && spell->to_ms < next_ms) {
            next_ms = spell->to_ms;
        }
    }
    return next_ms;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void device_step(struct sim_world *world, struct device *device)
{
    int64_t next_ms = heed_spells(world, device);
    const struct spell *sleep = device_spell(world, device, SPELL_ASLEEP);
    if (sleep != NULL) {
        world->hits[SPELL_ASLEEP]++;
        device->expected_ms = INT64_MAX;
        device->next_ms = sleep->to_ms;
        return;
    }
    residents_come(world, device);
    if (device->is_busy && device->done_ms <= world->now_ms) {
        conclude(world, device);
        go_on_elsewhere(world, device);
    }
    if (!device->is_busy) {
        start_due(world, device);
    }
    next_ms = sooner(next_ms, device->next_record_ms);
    next_ms = sooner(next_ms, device->is_busy ? device->done_ms
                                              : sched_wake_at(&device->sched, world->now_ms));
    device->next_ms = next_ms > world->now_ms ? next_ms : world->now_ms + 1;
}
