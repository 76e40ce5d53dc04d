/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* When a heartbeat is due, and that it takes nothing from what residents said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/random.h>

#include "sched.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

static struct sched_rules usual_rules(void)
{
    return sched_rules_make(5000, 2000, 300 * SECOND, 900 * SECOND);
}

static void a_heartbeat_is_due_soon_after_the_start_and_then_every_beat(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    for (uint64_t seed = 1; seed <= 50; seed++) {
        struct bs_random random = bs_random_seeded(seed);
        struct sched sched;
        sched_init(&sched, &rules, 0, &random);
        assert_true(sched_is_due(&sched, SCHED_BEAT, SECOND));
        sched_begin(&sched, SECOND);
        sched_succeeded(&sched, SCHED_BEAT, SECOND, &random);
        assert_in_range(sched.tasks[SCHED_BEAT].due_ms - SECOND, 810 * SECOND, 990 * SECOND);
        assert_int_equal(sched.try_count, 0);
    }
}

static void a_heartbeat_that_nobody_knows_is_tried_again_a_day_later(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    struct bs_random random = bs_random_seeded(3);
    struct sched sched;
    sched_init(&sched, &rules, 0, &random);
    sched_begin(&sched, SECOND);
    sched_unknown(&sched, SCHED_BEAT, SECOND, &random);
    assert_in_range(sched.tasks[SCHED_BEAT].due_ms - SECOND, 24 * HOUR * 9 / 10,
                    24 * HOUR * 11 / 10);
    assert_int_equal(sched.tasks[SCHED_BEAT].failures, 0);
    assert_int_equal(sched.try_count, 1);
}

static void heartbeats_leave_most_of_the_budget_to_what_residents_said(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    struct bs_random random = bs_random_seeded(3);
    struct sched sched;
    sched_init(&sched, &rules, 0, &random);
    for (int64_t i = 0; i < SCHED_BEAT_MAX; i++) {
        assert_true(sched_is_due(&sched, SCHED_BEAT, MINUTE + i));
        sched_begin(&sched, MINUTE + i);
    }
    assert_false(sched_is_due(&sched, SCHED_BEAT, 2 * MINUTE));
    assert_true(sched_is_due(&sched, SCHED_PUSH, 2 * MINUTE));
    assert_int_equal(sched_due_at(&sched, SCHED_BEAT, 2 * MINUTE), MINUTE + HOUR);
    assert_true(sched_is_due(&sched, SCHED_BEAT, MINUTE + HOUR));
}

static void a_heartbeat_that_fails_waits_longer_each_time_and_pushes_do_not(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    struct bs_random random = bs_random_seeded(3);
    struct sched sched;
    sched_init(&sched, &rules, 0, &random);
    for (int i = 0; i < 12; i++) {
        sched_failed(&sched, SCHED_BEAT, false, 0, SECOND, &random);
    }
    assert_int_equal(sched.tasks[SCHED_BEAT].failures, 12);
    assert_int_equal(sched.tasks[SCHED_PUSH].failures, 0);
    assert_true(sched_is_due(&sched, SCHED_PUSH, SECOND));
}

static void retry_after_of_a_heartbeat_holds_heartbeats_alone(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    struct bs_random random = bs_random_seeded(3);
    struct sched sched;
    sched_init(&sched, &rules, 0, &random);
    sched_failed(&sched, SCHED_BEAT, false, 7200, SECOND, &random);
    sched_ask(&sched, MINUTE);
    assert_true(sched_is_due(&sched, SCHED_PUSH, MINUTE));
    assert_true(sched_is_due(&sched, SCHED_PULL, MINUTE));
    assert_false(sched_is_due(&sched, SCHED_BEAT, 2 * HOUR));
    assert_true(sched_is_due(&sched, SCHED_BEAT, 2 * HOUR + SECOND));
}

static void a_moment_that_is_past_is_due_now(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    struct bs_random random = bs_random_seeded(3);
    struct sched sched;
    sched_init(&sched, &rules, 0, &random);
    assert_int_equal(sched_due_at(&sched, SCHED_PUSH, HOUR), HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heartbeat_is_due_soon_after_the_start_and_then_every_beat),
        cmocka_unit_test(a_heartbeat_that_nobody_knows_is_tried_again_a_day_later),
        cmocka_unit_test(heartbeats_leave_most_of_the_budget_to_what_residents_said),
        cmocka_unit_test(a_heartbeat_that_fails_waits_longer_each_time_and_pushes_do_not),
        cmocka_unit_test(retry_after_of_a_heartbeat_holds_heartbeats_alone),
        cmocka_unit_test(a_moment_that_is_past_is_due_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
