/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The schedule under a clock of our own: properties over many seeds, then each rule by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include <buurtstem/random.h>

#include "sched.h"

#define SECOND  INT64_C(1000)
#define MINUTE  (60 * SECOND)
#define HOUR    (60 * MINUTE)
#define SEEDS   300
#define LOG_MAX 20000

/* One kiosk's life: what happens is chosen by the seed, time jumps from event to event. */
struct life {
    struct sched sched;
    struct bs_random random;
    int64_t now;
    size_t fruitless_count; /* requests that brought no good answer */
    int64_t fruitless[LOG_MAX];
    size_t good_count;
};

static void begin_life(struct life *life, uint64_t seed, const struct sched_rules *rules)
{
    life->random = bs_random_seeded(seed);
    life->now = 10 * SECOND;
    life->fruitless_count = 0;
    life->good_count = 0;
    sched_init(&life->sched, rules, life->now, &life->random);
}

static struct sched_rules usual_rules(void)
{
    return sched_rules_make(5000, 2000, 300 * SECOND, 900 * SECOND);
}

static bool chance(struct life *life, uint32_t percent)
{
    return bs_random_below(&life->random, 100) < percent;
}

/* Does everything that is due now, with an outcome of its own each time. */
static void do_due(struct life *life, uint32_t percent_good, uint32_t percent_refused)
{
    for (int i = 0; i < SCHED_TASKS; i++) {
        enum sched_task task = (enum sched_task)i;
        for (int again = 0; again < 100 && sched_is_due(&life->sched, task, life->now); again++) {
            if (task == SCHED_PUSH && chance(life, 30)) {
                sched_idle(&life->sched, task, life->now, &life->random);
                continue;
            }
            sched_begin(&life->sched, life->now);
            int64_t begun = life->now;
            life->now += bs_random_below(&life->random, 3000);
            if (chance(life, percent_good)) {
                sched_succeeded(&life->sched, task, life->now, &life->random);
                life->good_count++;
                continue;
            }
            assert_true(life->fruitless_count < LOG_MAX);
            life->fruitless[life->fruitless_count++] = begun;
            if (chance(life, 10)) {
                continue; /* another place in the log: no good answer, due as before */
            }
            int64_t retry_after = chance(life, 5) ? bs_random_below(&life->random, 7200) : 0;
            sched_failed(&life->sched, task, chance(life, percent_refused), retry_after, life->now,
                         &life->random);
        }
    }
}

static void disturb(struct life *life)
{
    if (chance(life, 60)) {
        sched_new_record(&life->sched, life->now);
    }
    if (chance(life, 20)) {
        sched_changed(&life->sched, life->now, &life->random);
    }
    if (chance(life, 20)) {
        sched_ask(&life->sched, life->now);
    }
}

static void live(struct life *life, int64_t until, uint32_t percent_good, uint32_t percent_refused)
{
    while (life->now < until) {
        do_due(life, percent_good, percent_refused);
        int64_t wake = sched_wake_at(&life->sched, life->now);
        int64_t event = life->now + 1 + bs_random_below(&life->random, 90 * SECOND);
        life->now = wake < event && wake > life->now ? wake : event;
        disturb(life);
    }
}

static void assert_budget_was_kept(const struct life *life, int64_t hour)
{
    for (size_t i = SCHED_TRIES_MAX; i < life->fruitless_count; i++) {
        assert_true(life->fruitless[i] - life->fruitless[i - SCHED_TRIES_MAX] >= hour);
    }
}

static void never_more_than_sixty_fruitless_tries_in_any_hour(void **state)
{
    (void)state;
    struct life *life = malloc(sizeof *life);
    struct sched_rules rules = usual_rules();
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        begin_life(life, seed, &rules);
        live(life, 12 * HOUR, (uint32_t)(seed % 5) * 20, (uint32_t)(seed % 3) * 10);
        assert_budget_was_kept(life, HOUR);
    }
    free(life);
}

static void the_budget_holds_without_any_pause_between_tries(void **state)
{
    (void)state;
    struct life *life = malloc(sizeof *life);
    struct sched_rules rules = usual_rules();
    rules.nagle_ms = 0;
    begin_life(life, 7, &rules);
    for (life->now = 0; life->now < 24 * HOUR; life->now += SECOND) {
        do_due(life, 0, 0);
        sched_ask(&life->sched, life->now);
    }
    assert_budget_was_kept(life, HOUR);
    assert_true(life->fruitless_count >= 2 * SCHED_TRIES_MAX);
    free(life);
}

static void a_dead_network_is_tried_again_at_least_once_an_hour_for_ever(void **state)
{
    (void)state;
    struct life *life = malloc(sizeof *life);
    struct sched_rules rules = usual_rules();
    for (uint64_t seed = 1; seed <= 20; seed++) {
        begin_life(life, seed, &rules);
        int64_t end = life->now + 30 * 24 * HOUR;
        int64_t last = life->now;
        while (life->now < end) {
            int64_t wake = sched_wake_at(&life->sched, life->now);
            assert_true(wake - last <= HOUR);
            life->now = wake;
            for (int i = 0; i < SCHED_TASKS; i++) {
                if (sched_is_due(&life->sched, (enum sched_task)i, life->now)) {
                    sched_begin(&life->sched, life->now);
                    sched_failed(&life->sched, (enum sched_task)i, false, 0, life->now,
                                 &life->random);
                    last = life->now;
                }
            }
        }
    }
    free(life);
}

static bool is_any_due(const struct sched *sched, int64_t now)
{
    bool is_due = false;
    for (int i = 0; i < SCHED_TASKS; i++) {
        is_due = is_due || sched_is_due(sched, (enum sched_task)i, now);
    }
    return is_due;
}

static void the_wake_time_is_when_something_becomes_due_and_not_before(void **state)
{
    (void)state;
    struct life *life = malloc(sizeof *life);
    struct sched_rules rules = usual_rules();
    for (uint64_t seed = 1; seed <= 50; seed++) {
        begin_life(life, seed, &rules);
        for (int step = 0; step < 200; step++) {
            int64_t wake = sched_wake_at(&life->sched, life->now);
            assert_true(wake >= life->now);
            if (wake > life->now) {
                assert_false(is_any_due(&life->sched, wake - 1));
            }
            assert_true(is_any_due(&life->sched, wake));
            life->now = wake;
            do_due(life, 50, 10);
            disturb(life);
        }
    }
    free(life);
}

static int64_t delay_after(unsigned failures, struct sched *sched, struct bs_random *random)
{
    for (unsigned i = 0; i < failures; i++) {
        sched_failed(sched, SCHED_PUSH, false, 0, 0, random);
    }
    return sched->tasks[SCHED_PUSH].due_ms;
}

static void delays_lie_between_floor_and_the_doubling_ceiling(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    for (unsigned failures = 1; failures <= 40; failures++) {
        int64_t ceiling = 5000;
        for (unsigned i = 1; i < failures && ceiling < HOUR; i++) {
            ceiling *= 2;
        }
        ceiling = ceiling < HOUR ? ceiling : HOUR;
        int64_t least = INT64_MAX, most = 0;
        for (uint64_t seed = 1; seed <= 200; seed++) {
            struct sched sched;
            struct bs_random random = bs_random_seeded(seed * 1000 + failures);
            sched_init(&sched, &rules, 0, &random);
            int64_t delay = delay_after(failures, &sched, &random);
            assert_in_range(delay, 1000, ceiling);
            least = delay < least ? delay : least;
            most = delay > most ? delay : most;
        }
        /* The whole range is used: full jitter. */
        assert_true(least < 1000 + ceiling / 10);
        assert_true(most > ceiling - ceiling / 10);
    }
}

static void fresh(struct sched *sched, struct bs_random *random)
{
    struct sched_rules rules = usual_rules();
    *random = bs_random_seeded(1);
    sched_init(sched, &rules, 0, random);
}

static void all_tasks_begin_within_a_second_of_the_start(void **state)
{
    (void)state;
    struct sched_rules rules = usual_rules();
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct sched sched;
        struct bs_random random = bs_random_seeded(seed);
        sched_init(&sched, &rules, 500, &random);
        assert_in_range(sched.tasks[SCHED_PUSH].due_ms, 500, 1500);
        assert_in_range(sched.tasks[SCHED_PULL].due_ms, 500, 1500);
    }
}

static void a_good_answer_resets_the_count_of_failures(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    delay_after(12, &sched, &random);
    sched_begin(&sched, 10 * HOUR);
    sched_succeeded(&sched, SCHED_PUSH, 10 * HOUR, &random);
    sched_failed(&sched, SCHED_PUSH, false, 0, 10 * HOUR, &random);
    assert_in_range(sched.tasks[SCHED_PUSH].due_ms - 10 * HOUR, 1000, 5000);
}

static void finding_nothing_to_do_does_not_reset_the_count(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    delay_after(12, &sched, &random);
    sched_idle(&sched, SCHED_PUSH, HOUR, &random);
    assert_int_equal(sched.tasks[SCHED_PUSH].failures, 12);
}

static void a_long_queue_drains_without_using_the_budget(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    for (int i = 0; i < 1000; i++) {
        assert_true(sched_is_due(&sched, SCHED_PUSH, 2000 + i));
        sched_begin(&sched, 2000 + i);
        sched_succeeded(&sched, SCHED_PUSH, 2000 + i, &random);
    }
    assert_int_equal(sched.try_count, 0);
}

static void a_good_pull_waits_a_poll_give_or_take_a_tenth(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    for (int i = 0; i < 200; i++) {
        sched_begin(&sched, 5000);
        sched_succeeded(&sched, SCHED_PULL, 5000, &random);
        assert_in_range(sched.tasks[SCHED_PULL].due_ms - 5000, 270 * SECOND, 330 * SECOND);
    }
}

static void a_new_record_is_pushed_after_the_pause(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_idle(&sched, SCHED_PUSH, 10 * SECOND, &random);
    sched_new_record(&sched, 20 * SECOND);
    assert_false(sched_is_due(&sched, SCHED_PUSH, 22 * SECOND - 1));
    assert_true(sched_is_due(&sched, SCHED_PUSH, 22 * SECOND));
}

static void more_records_do_not_prolong_the_pause(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_idle(&sched, SCHED_PUSH, 10 * SECOND, &random);
    sched_new_record(&sched, 20 * SECOND);
    sched_new_record(&sched, 21 * SECOND);
    assert_true(sched_is_due(&sched, SCHED_PUSH, 22 * SECOND));
}

static void a_new_record_brings_a_late_retry_forward_but_not_under_the_floor(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched.rules.nagle_ms = 0;
    delay_after(20, &sched, &random);
    sched_failed(&sched, SCHED_PUSH, false, 0, HOUR, &random);
    sched_new_record(&sched, HOUR);
    assert_false(sched_is_due(&sched, SCHED_PUSH, HOUR + 999));
    assert_true(sched_is_due(&sched, SCHED_PUSH, HOUR + 1000));
}

static void new_records_leave_a_third_of_the_budget_to_the_timer(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    int64_t now = 10 * SECOND;
    size_t early = 0;
    for (; early < SCHED_TRIES_MAX; early++) {
        sched.tasks[SCHED_PUSH].due_ms = now + 10 * HOUR;
        sched_new_record(&sched, now);
        now += 10 * SECOND;
        if (!sched_is_due(&sched, SCHED_PUSH, now)) {
            break;
        }
        sched_begin(&sched, now);
        sched_failed(&sched, SCHED_PUSH, false, 0, now, &random);
    }
    assert_int_equal(early, SCHED_EARLY_MAX);
    sched.tasks[SCHED_PUSH].due_ms = now;
    assert_true(sched_is_due(&sched, SCHED_PUSH, now));
}

static void a_refusal_waits_an_hour_from_the_first_time(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_failed(&sched, SCHED_PUSH, true, 0, 0, &random);
    assert_int_equal(sched.tasks[SCHED_PUSH].due_ms, HOUR);
}

static void a_new_record_does_not_shorten_a_refusal(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_failed(&sched, SCHED_PUSH, true, 0, 0, &random);
    sched_new_record(&sched, MINUTE);
    assert_int_equal(sched.tasks[SCHED_PUSH].due_ms, HOUR);
}

static void a_change_of_network_or_clock_brings_what_failed_forward(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_failed(&sched, SCHED_PUSH, true, 0, 0, &random);
    sched_changed(&sched, MINUTE, &random);
    assert_in_range(sched.tasks[SCHED_PUSH].due_ms, MINUTE + 1000, MINUTE + 6000);
}

static void a_change_does_not_touch_what_works(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_idle(&sched, SCHED_PUSH, 0, &random);
    int64_t due = sched.tasks[SCHED_PUSH].due_ms;
    sched_changed(&sched, MINUTE, &random);
    assert_int_equal(sched.tasks[SCHED_PUSH].due_ms, due);
}

static void a_person_who_asks_gets_a_try_at_once(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_failed(&sched, SCHED_PUSH, true, 0, 0, &random);
    sched_failed(&sched, SCHED_PULL, true, 0, 0, &random);
    sched_ask(&sched, MINUTE);
    assert_true(sched_is_due(&sched, SCHED_PUSH, MINUTE));
    assert_true(sched_is_due(&sched, SCHED_PULL, MINUTE));
}

static void retry_after_holds_every_task_and_every_early_try(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_failed(&sched, SCHED_PULL, false, 7200, 0, &random);
    sched_new_record(&sched, MINUTE);
    sched_ask(&sched, MINUTE);
    sched_changed(&sched, MINUTE, &random);
    assert_false(sched_is_due(&sched, SCHED_PUSH, 2 * HOUR - 1));
    assert_false(sched_is_due(&sched, SCHED_PULL, 2 * HOUR - 1));
    assert_true(sched_is_due(&sched, SCHED_PUSH, 2 * HOUR));
    assert_int_equal(sched_wake_at(&sched, MINUTE), 2 * HOUR);
}

static void retry_after_is_obeyed_up_to_a_day(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_failed(&sched, SCHED_PUSH, false, SCHED_RETRY_AFTER_MAX_S + 1, 0, &random);
    assert_int_equal(sched.hold_until_ms, 24 * HOUR);
    sched_failed(&sched, SCHED_PUSH, false, INT64_MAX, 0, &random);
    assert_int_equal(sched.hold_until_ms, 24 * HOUR);
}

static void a_shorter_retry_after_does_not_end_a_longer_one(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    sched_failed(&sched, SCHED_PUSH, false, 600, 0, &random);
    sched_failed(&sched, SCHED_PULL, false, 10, 0, &random);
    assert_int_equal(sched.hold_until_ms, 600 * SECOND);
}

static void a_week_of_sleep_is_followed_by_one_try_a_task(void **state)
{
    (void)state;
    struct sched sched;
    struct bs_random random;
    fresh(&sched, &random);
    int64_t now = 7 * 24 * HOUR;
    size_t tries = 0;
    for (int64_t end = now + 1000; now < end; now += 10) {
        for (int i = 0; i < SCHED_TASKS; i++) {
            if (sched_is_due(&sched, (enum sched_task)i, now)) {
                sched_begin(&sched, now);
                sched_failed(&sched, (enum sched_task)i, false, 0, now, &random);
                tries++;
            }
        }
    }
    assert_int_equal(tries, SCHED_TASKS);
}

static void kiosks_that_failed_together_come_back_spread_out(void **state)
{
    (void)state;
    enum { KIOSKS = 1000, SLOTS = 100 };
    struct sched_rules rules = usual_rules();
    unsigned slots[SLOTS] = {0};
    for (uint64_t seed = 1; seed <= KIOSKS; seed++) {
        struct sched sched;
        struct bs_random random = bs_random_seeded(seed);
        sched_init(&sched, &rules, 0, &random);
        int64_t due = delay_after(20, &sched, &random);
        slots[(due - 1) * SLOTS / HOUR]++;
    }
    for (size_t i = 0; i < SLOTS; i++) {
        assert_in_range(slots[i], 0, 30); /* ten each if it were even */
    }
}

static void a_short_base_for_tests_shrinks_every_time_with_it(void **state)
{
    (void)state;
    struct sched_rules rules = sched_rules_make(50, 10, 5000, 5000);
    assert_int_equal(rules.floor_ms, 10);
    assert_int_equal(rules.cap_ms, 36000);
    assert_int_equal(rules.hour_ms, 36000);
}

static void a_base_of_a_second_keeps_the_real_floor_cap_and_hour(void **state)
{
    (void)state;
    struct sched_rules rules = sched_rules_make(1000, 10, 5000, 5000);
    assert_int_equal(rules.floor_ms, 1000);
    assert_int_equal(rules.cap_ms, HOUR);
    assert_int_equal(rules.hour_ms, HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(never_more_than_sixty_fruitless_tries_in_any_hour),
        cmocka_unit_test(the_budget_holds_without_any_pause_between_tries),
        cmocka_unit_test(a_dead_network_is_tried_again_at_least_once_an_hour_for_ever),
        cmocka_unit_test(the_wake_time_is_when_something_becomes_due_and_not_before),
        cmocka_unit_test(delays_lie_between_floor_and_the_doubling_ceiling),
        cmocka_unit_test(all_tasks_begin_within_a_second_of_the_start),
        cmocka_unit_test(a_good_answer_resets_the_count_of_failures),
        cmocka_unit_test(finding_nothing_to_do_does_not_reset_the_count),
        cmocka_unit_test(a_long_queue_drains_without_using_the_budget),
        cmocka_unit_test(a_good_pull_waits_a_poll_give_or_take_a_tenth),
        cmocka_unit_test(a_new_record_is_pushed_after_the_pause),
        cmocka_unit_test(more_records_do_not_prolong_the_pause),
        cmocka_unit_test(a_new_record_brings_a_late_retry_forward_but_not_under_the_floor),
        cmocka_unit_test(new_records_leave_a_third_of_the_budget_to_the_timer),
        cmocka_unit_test(a_refusal_waits_an_hour_from_the_first_time),
        cmocka_unit_test(a_new_record_does_not_shorten_a_refusal),
        cmocka_unit_test(a_change_of_network_or_clock_brings_what_failed_forward),
        cmocka_unit_test(a_change_does_not_touch_what_works),
        cmocka_unit_test(a_person_who_asks_gets_a_try_at_once),
        cmocka_unit_test(retry_after_holds_every_task_and_every_early_try),
        cmocka_unit_test(retry_after_is_obeyed_up_to_a_day),
        cmocka_unit_test(a_shorter_retry_after_does_not_end_a_longer_one),
        cmocka_unit_test(a_week_of_sleep_is_followed_by_one_try_a_task),
        cmocka_unit_test(kiosks_that_failed_together_come_back_spread_out),
        cmocka_unit_test(a_short_base_for_tests_shrinks_every_time_with_it),
        cmocka_unit_test(a_base_of_a_second_keeps_the_real_floor_cap_and_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
