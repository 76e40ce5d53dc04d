/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A year of many kiosks in seconds: the daemon's schedule, its decisions about sending and the wire are the real ones. What is
 * held at the far end is compared with what was said on each kiosk. BS_FAULTS_LONG=1: a thousand kiosks instead of some;
 * BS_SIM_KIOSKS=N: so many.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault_ledger.h"
#include "sim_world.h"

#define SHORT_KIOSKS 40
#define LONG_KIOSKS  1000
#define WORST_MAX    64 /* different complaints that are printed */

static size_t kiosks(void)
{
    const char *count = getenv("BS_SIM_KIOSKS");
    if (count != NULL) {
        return strtoul(count, NULL, 10);
    }
    return getenv("BS_FAULTS_LONG") != NULL ? LONG_KIOSKS : SHORT_KIOSKS;
}

struct verdict {
    uint64_t said, gone, lost, changed, unknown, twice, unproved, unsettled, talking;
    int complaints;
};

static void complain(struct verdict *verdict, const struct device *device, const char *what,
                     const char *epoch, uint64_t seq)
{
    if (verdict->complaints++ < WORST_MAX) {
        fprintf(stderr, "device %zu (%s): %s, epoch %s, %" PRIu64 "\n", device->maker,
                device->identity.kiosk, what, epoch, seq);
    }
}

/* All that stands on this kiosk is held, with the bytes that it had. */
static void compare_log(const struct sim_world *world, const struct device *device,
                        struct verdict *verdict)
{
    for (size_t i = 0; i < device->log.epoch_count; i++) {
        const struct sim_epoch *epoch = &device->log.epochs[i];
        for (size_t k = 0; k < epoch->count; k++) {
            char digest[BS_HASH_TEXT];
            const struct far_held *held = far_end_record(&world->far, epoch->records[k].uid);
            sim_digest(epoch->records[k].uid, digest);
            if (held == NULL) {
                verdict->lost++;
                complain(verdict, device, "lost", epoch->epoch, k + 1);
            } else if (strcmp(held->digest, digest) != 0) {
                verdict->changed++;
            }
        }
    }
}

/* Each epoch that goes on has a receipt for its end and the chain is the same at both ends; nothing is complained of. */
static void compare_chains(struct sim_world *world, struct device *device, struct verdict *verdict)
{
    for (size_t i = 0; i < device->log.epoch_count; i++) {
        const struct sim_epoch *epoch = &device->log.epochs[i];
        const struct far_epoch *far = far_end_epoch(&world->far, epoch->epoch);
        const uint64_t end = sim_epoch_send_to(epoch);
        const struct sim_known *known = sim_state_find(&device->state, epoch->epoch);
        if (end == 0) {
            continue;
        }
        if (known->position.complete_to < end) {
            verdict->unsettled++;
            complain(verdict, device, "no receipt", epoch->epoch, known->position.complete_to + 1);
        }
        if (far == NULL || far->count < end ||
            strcmp(far->hashes[end - 1], epoch->records[end - 1].hash) != 0) {
            verdict->unproved++;
            complain(verdict, device, "another chain", epoch->epoch, end);
        }
    }
    if (push_refusal(&device->push) != NULL) {
        verdict->talking++;
        complain(verdict, device, push_refusal(&device->push), "", 0);
    }
}

/* Every record that was ever made is held once, or was on a disk that somebody put a copy over; and nothing else is held. */
static void compare_counts(const struct sim_world *world, struct verdict *verdict)
{
    uint64_t held = 0, missing = 0;
    for (size_t i = 0; i < world->count; i++) {
        const struct device *device = &world->devices[i];
        verdict->said += device->made;
        for (uint32_t n = 0; n < device->made; n++) {
            missing += far_end_record(&world->far, SIM_UID(device->maker, n)) == NULL;
        }
    }
    for (size_t i = 0; i < world->gone_count; i++) {
        bool is_first = true;
        for (size_t k = 0; k < i && is_first; k++) {
            is_first = world->gone[k] != world->gone[i];
        }
        verdict->gone += is_first && far_end_record(&world->far, world->gone[i]) == NULL;
    }
    for (size_t m = 0; m < world->far.maker_count; m++) {
        for (size_t n = 0; n < world->far.makers[m].room; n++) {
            held += world->far.makers[m].held[n].times > 0;
            verdict->twice += world->far.makers[m].held[n].times > 1;
        }
    }
    verdict->lost += missing > verdict->gone ? missing - verdict->gone : 0;
    verdict->unknown = held + missing - verdict->said;
}

static struct verdict judge(struct sim_world *world)
{
    struct verdict verdict = {0};
    for (size_t i = 0; i < world->count; i++) {
        compare_log(world, &world->devices[i], &verdict);
        compare_chains(world, &world->devices[i], &verdict);
    }
    compare_counts(world, &verdict);
    return verdict;
}

static void print_year(const struct sim_world *world, const struct verdict *verdict)
{
    printf("%zu kiosks, %" PRId64 " days, seed %" PRIu64 ": %" PRIu64 " records, %" PRIu64
           " requests, %" PRIu64 " batches at the far end\n",
           world->count, world->settings.days, world->settings.seed, verdict->said, world->requests,
           world->far.requests);
    printf("struck: no route %" PRIu64 ", refused %" PRIu64 ", swallowed %" PRIu64
           ", login pages %" PRIu64 ", slow %" PRIu64 ", flapping %" PRIu64 ", 413 %" PRIu64
           ", one record refused %" PRIu64 ", 503 %" PRIu64 ", asleep %" PRIu64 ", revoked %" PRIu64
           "\n",
           world->hits[SPELL_NO_ROUTE], world->hits[SPELL_REFUSED], world->hits[SPELL_SWALLOWED],
           world->hits[SPELL_LOGIN], world->hits[SPELL_SLOW], world->hits[SPELL_FLAP],
           world->hits[SPELL_BOX], world->hits[SPELL_POISON], world->hits[SPELL_BUSY],
           world->hits[SPELL_ASLEEP], world->hits[SPELL_REVOKED]);
    printf("answers lost %" PRIu64 ", requests sent twice %" PRIu64 ", steps of a clock %" PRIu64
           ", clones %" PRIu64 ", disks put back %" PRIu64 ", centrals put back %" PRIu64
           " (%" PRIu64 " records lost there and sent again)\n",
           world->lost_answers, world->twice, world->done[EVENT_STEP], world->done[EVENT_CLONE],
           world->done[EVENT_PUT_BACK_LOG] + world->done[EVENT_PUT_BACK_ALL],
           world->done[EVENT_RESTORE], world->far.lost_by_restore);
    printf("forks %" PRIu64 ", bad chains %" PRIu64 ", gaps %" PRIu64
           ", epochs carried over %" PRIu64 ", gone with a disk %" PRIu64 "\n",
           world->far.forks, world->far.chains, world->far.gaps, world->carried, verdict->gone);
    printf("lost %" PRIu64 ", double 0 (%" PRIu64 " known under two numbers), changed %" PRIu64
           ", not proved %" PRIu64 "; storms %" PRIu64 ", bursts %" PRIu64 ", stalls %" PRIu64 "\n",
           verdict->lost, verdict->twice, verdict->changed, verdict->unproved, world->storms,
           world->bursts, world->stalls);
}

static void note_hits(const struct sim_world *world)
{
    fault_struck("F01", "simulated year: no route for months", world->hits[SPELL_NO_ROUTE]);
    fault_struck("F02", "simulated year: nobody listens", world->hits[SPELL_REFUSED]);
    fault_struck("F11", "simulated year: seven of ten requests break off", world->hits[SPELL_FLAP]);
    fault_struck("F33", "simulated year: a gateway that takes little", world->hits[SPELL_BOX]);
    fault_struck("F34", "simulated year: a gateway that refuses a record",
                 world->hits[SPELL_POISON]);
    fault_struck("F47", "simulated year: the clock steps", world->done[EVENT_STEP]);
    fault_struck("F48", "simulated year: asleep for days", world->hits[SPELL_ASLEEP]);
}

/* F01 F02 F11 F33 F34 F47 F48 */
static void after_a_year_of_trouble_every_record_is_at_the_far_end_once(void **state)
{
    static struct sim_world world;
    const struct sim_settings settings = {.kiosks = kiosks(),
                                          .days = 365,
                                          .poll_ms = 12 * SIM_HOUR_MS,
                                          .beat_ms = 12 * SIM_HOUR_MS,
                                          .quiet_days = 5,
                                          .seed = 5};
    (void)state;
    sim_world_init(&world, &settings);
    sim_add_a_year_of_trouble(&world);
    sim_run(&world);
    const struct verdict verdict = judge(&world);
    print_year(&world, &verdict);
    assert_int_equal(verdict.lost, 0);
    assert_int_equal(verdict.changed, 0);
    assert_int_equal(verdict.unknown, 0);
    assert_int_equal(verdict.unproved, 0);
    assert_int_equal(verdict.unsettled, 0);
    assert_int_equal(verdict.talking, 0);
    assert_false(world.far.other_bytes);
    assert_int_equal(world.storms, 0);
    assert_int_equal(world.bursts, 0);
    assert_int_equal(world.stalls, 0);
    assert_true(world.far.lost_by_restore > 0 && world.carried > 0 && world.lost_answers > 0);
    note_hits(&world);
    sim_world_finish(&world);
}

/* ---- the herd ---- */

#define OUTAGE_FROM (2 * (int64_t)SIM_HOUR_MS)
#define OUTAGE_TO   (10 * (int64_t)SIM_HOUR_MS)
#define WATCHED_S   7200

static int by_size(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* F45 */
static void after_an_outage_of_central_the_kiosks_come_back_one_by_one(void **state)
{
    static struct sim_world world;
    static uint32_t arrivals[WATCHED_S];
    const struct sim_settings settings = {.kiosks = getenv("BS_FAULTS_LONG") != NULL ? 1000 : 400,
                                          .days = 1,
                                          .poll_ms = 300000,
                                          .beat_ms = 900000,
                                          .seed = 45};
    uint64_t sum = 0, waiting = 0;
    (void)state;
    sim_world_init(&world, &settings);
    world.end_ms = OUTAGE_TO + (int64_t)WATCHED_S * 1000;
    world.watch_from_ms = OUTAGE_TO;
    world.watch_s = WATCHED_S;
    world.arrivals = arrivals;
    sim_add_spell(&world, SIZE_MAX, (struct spell){SPELL_REFUSED, OUTAGE_FROM, OUTAGE_TO, 0});
    sim_run(&world);
    for (size_t i = 0; i < world.count; i++) {
        const struct sim_epoch *epoch = &world.devices[i].log.epochs[0];
        waiting += sim_state_find(&world.devices[i].state, epoch->epoch)->position.complete_to <
                   epoch->count;
    }
    qsort(arrivals, WATCHED_S, sizeof arrivals[0], by_size);
    for (size_t i = 0; i < WATCHED_S; i++) {
        sum += arrivals[i];
    }
    printf("%zu kiosks after 8 hours without central: %" PRIu64
           " requests in two hours; a second had "
           "%u at most, p99 %u, p50 %u; %" PRIu64 " kiosks still wait\n",
           world.count, sum, arrivals[WATCHED_S - 1], arrivals[WATCHED_S * 99 / 100],
           arrivals[WATCHED_S / 2], waiting);
    assert_true(arrivals[WATCHED_S - 1] <= 10 + world.count / 100);
    assert_true(arrivals[WATCHED_S * 99 / 100] <= 6 + world.count / 150);
    assert_true(waiting <= world.count / 100); /* those who said something just now */
    assert_int_equal(world.storms, 0);
    fault_struck("F45", "simulated kiosks that found nobody for 8 hours",
                 world.hits[SPELL_REFUSED]);
    sim_world_finish(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_a_year_of_trouble_every_record_is_at_the_far_end_once),
        cmocka_unit_test(after_an_outage_of_central_the_kiosks_come_back_one_by_one),
    };
    if (bs_crypto_start(NULL) != BS_OK) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
