/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a revoked kiosk sent is kept apart, can be read, and counts once somebody says so. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#include "storage_overview.h"
#include "storage_proof.h"
#include "storage_stage.h"

enum { BEFORE = 3, AFTER = 60 };

static struct stage_log *revoke_and_send(struct storage_stage *stage)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_fill(log, BEFORE + AFTER);
    assert_int_equal(stage_send(stage, log, 1, BEFORE).rc, BS_OK);
    assert_int_equal(
        storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL), BS_OK);
    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, BEFORE + 1, AFTER, true).rc, BS_OK);
    return log;
}

static void accept(struct storage_stage *stage, uint64_t accepted, uint64_t left)
{
    uint64_t taken = 99, stays = 99;
    struct bs_error err = {.code = BS_OK};

    assert_int_equal(
        storage_accept_quarantine(stage->storage, "kiosk-1", STAGE_NOW_MS, &taken, &stays, &err),
        BS_OK);
    assert_int_equal(taken, accepted);
    assert_int_equal(stays, left);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
}

static void what_is_accepted_counts_once_and_leaves_quarantine(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);

    assert_int_equal(stage_submissions(stage, STAGE_TENANT), BEFORE);
    accept(stage, AFTER, 0);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), BEFORE + AFTER);
    accept(stage, 0, 0);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), BEFORE + AFTER);
    stage_log_destroy(log);
}

static void what_the_kiosk_sends_again_after_that_is_known(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);

    accept(stage, AFTER, 0);
    assert_int_equal(stage_send(stage, log, BEFORE + 1, AFTER).receipt.complete_to, BEFORE + AFTER);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), BEFORE + AFTER);
    stage_log_destroy(log);
}

static void an_epoch_of_which_nothing_is_here_is_taken_from_its_beginning(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);
    struct stage_log *other = stage_log_create("kiosk-1", STAGE_EPOCH_2);

    stage_log_add(other, &(struct stage_visit){.face = "good",
                                               .id = "018f0000-0000-7000-8000-"
                                                     "000000000001"});
    assert_int_equal(stage_send_as(stage, &stage->kiosk, other, 1, 1, true).rc, BS_OK);
    accept(stage, AFTER + 1, 0);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), BEFORE + AFTER + 1);
    stage_log_destroy(other);
    stage_log_destroy(log);
}

static void what_does_not_follow_on_what_is_here_stays(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_fill(log, 10);
    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, 5, 6, true).rc, BS_OK);
    accept(stage, 0, 6);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 0);
    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, 1, 4, true).rc, BS_OK);
    accept(stage, 10, 0);
    stage_log_destroy(log);
}

static bool count_line(void *self, const struct storage_line *line)
{
    assert_true(line->line.len > 0);
    ++*(size_t *)self;
    return true;
}

static void what_lies_there_can_be_read(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);
    size_t lines = 0;

    assert_int_equal(storage_quarantine_lines(stage->storage, "kiosk-1", count_line, &lines, NULL),
                     BS_OK);
    assert_int_equal(lines, AFTER);
    stage_log_destroy(log);
}

static enum bs_err drop(struct storage_stage *stage, uint64_t count, uint64_t stays)
{
    struct bs_error err = {.code = BS_OK};
    uint64_t there = 99;
    enum bs_err rc = storage_drop_quarantine(stage->storage, "kiosk-1", count, &err);

    assert_int_equal(storage_quarantined(stage->storage, "kiosk-1", &there, NULL), BS_OK);
    assert_int_equal(there, stays);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    return rc;
}

static void only_what_somebody_counted_is_dropped(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);

    assert_int_equal(drop(stage, AFTER - 1, AFTER), BS_REFUSED);
    assert_int_equal(drop(stage, AFTER + 1, AFTER), BS_REFUSED);
    assert_int_equal(drop(stage, AFTER, 0), BS_OK);
    assert_int_equal(drop(stage, 0, 0), BS_OK);
    accept(stage, 0, 0);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), BEFORE);
    stage_log_destroy(log);
}

static bool note_count(void *self, const char *kiosk, uint64_t count)
{
    assert_string_equal(kiosk, "kiosk-1");
    *(uint64_t *)self = count;
    return true;
}

static void what_lies_there_is_told_of_a_kiosk_that_is_in_use_again(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);
    uint64_t count = 0;

    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    assert_int_equal(storage_quarantines(stage->storage, STAGE_TENANT, note_count, &count, NULL),
                     BS_OK);
    assert_int_equal(count, AFTER);
    stage_log_destroy(log);
}

/* A kiosk that has said all asks every day whether its last record is still here. */
static void what_is_in_the_log_does_not_come_into_quarantine(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);
    uint64_t there = 99;

    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, BEFORE, 1, true).rc, BS_OK);
    assert_int_equal(storage_quarantined(stage->storage, "kiosk-1", &there, NULL), BS_OK);
    assert_int_equal(there, AFTER);
    stage_log_destroy(log);
}

static void what_came_into_the_log_after_all_is_told_of_no_more(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = revoke_and_send(stage);
    uint64_t count = 99;

    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    assert_int_equal(stage_send(stage, log, BEFORE + 1, AFTER - 1).rc, BS_OK);
    assert_int_equal(storage_quarantines(stage->storage, STAGE_TENANT, note_count, &count, NULL),
                     BS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(stage_send(stage, log, BEFORE + AFTER, 1).rc, BS_OK);
    count = 99;
    assert_int_equal(storage_quarantines(stage->storage, STAGE_TENANT, note_count, &count, NULL),
                     BS_OK);
    assert_int_equal(count, 99);
    stage_log_destroy(log);
}

static void a_kiosk_that_is_not_there_is_not_found(void **state)
{
    struct storage_stage *stage = *state;
    uint64_t accepted, left;

    assert_int_equal(storage_accept_quarantine(stage->storage, "kiosk-none", STAGE_NOW_MS,
                                               &accepted, &left, NULL),
                     BS_NOTFOUND);
}

/* Asks again and again, as requests do. */
struct asker {
    pthread_t thread;
    struct storage *storage;
    atomic_bool is_over;
    atomic_uint answers;
    int64_t longest_ns; /* that one waited */
};

static int64_t now_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void *ask_on(void *self)
{
    struct asker *asker = self;

    while (!atomic_load(&asker->is_over)) {
        const int64_t began_ns = now_ns();
        int64_t took_ns;

        if (storage_ping(asker->storage, NULL) != BS_OK) {
            break;
        }
        took_ns = now_ns() - began_ns;
        asker->longest_ns = took_ns > asker->longest_ns ? took_ns : asker->longest_ns;
        atomic_fetch_add(&asker->answers, 1);
        (void)sched_yield();
    }
    return NULL;
}

static void nobody_waits_until_much_is_taken(void **state)
{
    enum { MUCH = 960, SHARE = 4 };
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct asker asker = {.storage = stage->storage};
    uint64_t accepted = 0, left = 0;
    int64_t took_ns;

    stage_log_fill(log, MUCH);
    assert_int_equal(
        storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL), BS_OK);
    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, 1, MUCH, true).rc, BS_OK);
    assert_int_equal(pthread_create(&asker.thread, NULL, ask_on, &asker), 0);
    while (atomic_load(&asker.answers) == 0) {
        (void)sched_yield();
    }
    took_ns = now_ns();
    assert_int_equal(
        storage_accept_quarantine(stage->storage, "kiosk-1", STAGE_NOW_MS, &accepted, &left, NULL),
        BS_OK);
    took_ns = now_ns() - took_ns;
    atomic_store(&asker.is_over, true);
    (void)pthread_join(asker.thread, NULL);
    assert_true(accepted == MUCH && left == 0);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    print_message("all of it %lld ms, the longest wait %lld ms\n", (long long)took_ns / 1000000,
                  (long long)asker.longest_ns / 1000000);
    assert_true(asker.longest_ns < took_ns / SHARE);
    stage_log_destroy(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)
        ON_STAGE(what_is_accepted_counts_once_and_leaves_quarantine),
        ON_STAGE(what_the_kiosk_sends_again_after_that_is_known),
        ON_STAGE(an_epoch_of_which_nothing_is_here_is_taken_from_its_beginning),
        ON_STAGE(what_does_not_follow_on_what_is_here_stays),
        ON_STAGE(what_lies_there_can_be_read),
        ON_STAGE(only_what_somebody_counted_is_dropped),
        ON_STAGE(what_lies_there_is_told_of_a_kiosk_that_is_in_use_again),
        ON_STAGE(what_is_in_the_log_does_not_come_into_quarantine),
        ON_STAGE(what_came_into_the_log_after_all_is_told_of_no_more),
        ON_STAGE(nobody_waits_until_much_is_taken),
        ON_STAGE(a_kiosk_that_is_not_there_is_not_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
