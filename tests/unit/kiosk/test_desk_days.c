/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words that nobody read: which days count for them, and how they go when those are over. */

#include "desk_work_stage.h"

#include <string.h>

#include <buurtstem/crypto.h>

static void set_policy(enum bs_words_policy policy, int days)
{
    const struct bs_bundle bundle = {.words_policy = policy, .words_days = days};
    desk_work_set_policy(&stage.work, &bundle);
}

static void pass_days(int days)
{
    for (int i = 0; i < days; i++) {
        fake_clock_advance(&stage.fake, DAY_MS);
        desk_work_stage_chores();
    }
}

static void words_that_nobody_read_go_after_their_days_with_proposals_masked(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    set_policy(BS_WORDS_AFTER_DAYS, 3);
    desk_work_stage_chores(); /* the day on which they were written is the first */
    pass_days(1);
    assert_string_equal(desk_work_stage_kinds(), "");
    pass_days(1);
    assert_string_equal(desk_work_stage_kinds(), "decision");
    assert_false(desk_work_stage_log_holds("\"by\":\"m"));
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision comment");
    assert_true(desk_work_stage_log_holds(MASKED));
    assert_false(desk_work_stage_log_holds("Jansen"));
}

static void a_clock_that_nobody_set_counts_no_days(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    set_policy(BS_WORDS_AFTER_DAYS, 3);
    stage.fake.synced = false;
    pass_days(5);
    assert_string_equal(desk_work_stage_kinds(), "");
    stage.fake.synced = true;
    desk_work_stage_chores(); /* the first day that counts */
    assert_string_equal(desk_work_stage_kinds(), "");
    pass_days(2);
    assert_string_equal(desk_work_stage_kinds(), "decision");
}

/* What a time server that lies can do in a minute. */
static void step(int64_t wall_ms, int64_t mono_ms)
{
    stage.fake.wall_ms += wall_ms;
    stage.fake.mono_ms += mono_ms;
    desk_work_stage_chores();
}

static void steps_of_the_wall_clock_are_no_days(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    set_policy(BS_WORDS_AFTER_DAYS, 2);
    desk_work_stage_chores(); /* the first */
    for (int i = 0; i < 100; i++) {
        step(DAY_MS, MINUTE_MS);
    }
    assert_string_equal(desk_work_stage_kinds(), "");
    step(-200 * DAY_MS, MINUTE_MS);
    step(0, DESK_DAY_LEAST_MS - 101 * MINUTE_MS - 1);
    step(200 * DAY_MS, 0);
    assert_string_equal(desk_work_stage_kinds(), "");
    step(0, 1);
    assert_string_equal(desk_work_stage_kinds(), "decision");
}

static void a_kiosk_that_is_off_at_night_counts_one_a_day(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    set_policy(BS_WORDS_AFTER_DAYS, 4);
    for (int day = 1; day <= 4; day++) {
        assert_string_equal(desk_work_stage_kinds(), "");
        for (int start = 0; start < 3; start++) { /* and started anew in between */
            desk_work_stage_begin();
            set_policy(BS_WORDS_AFTER_DAYS, 4);
            stage.fake.mono_ms = MINUTE_MS;
            desk_work_stage_chores();
        }
        stage.fake.wall_ms += DAY_MS;
    }
    assert_string_equal(desk_work_stage_kinds(), "decision");
}

static void a_clock_that_was_years_ahead_keeps_words_one_day_longer(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    set_policy(BS_WORDS_AFTER_DAYS, 4);
    desk_work_stage_chores();
    step(1001 * DAY_MS, DAY_MS); /* a day has passed, whatever its date */
    step(-999 * DAY_MS, DAY_MS); /* back: this one counts not */
    pass_days(1);
    assert_string_equal(desk_work_stage_kinds(), "");
    pass_days(1);
    assert_string_equal(desk_work_stage_kinds(), "decision");
}

static void where_words_are_held_none_goes_by_itself(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    set_policy(BS_WORDS_HOLD, 0);
    pass_days(100);
    assert_string_equal(desk_work_stage_kinds(), "");
    assert_int_equal(desk_work_stage_waiting(), 1);
}

static void many_go_in_more_than_one_call(void **state)
{
    (void)state;
    for (int i = 0; i <= DESK_WORK_LET_GO_MAX; i++) {
        desk_work_stage_keep("te donker hier");
    }
    set_policy(BS_WORDS_AFTER_DAYS, 1);
    desk_work_stage_chores();
    assert_int_equal(stage.work.decided_count, DESK_WORK_LET_GO_MAX);
    desk_work_stage_chores();
    assert_int_equal(stage.work.decided_count, DESK_WORK_LET_GO_MAX + 1);
}

static void words_that_cannot_be_a_record_keep_nothing_else_back(void **state)
{
    char marks[BS_WORDS_MAX * 4 + 1] = "a";
    (void)state;
    for (int i = 0; i < 20; i++) {
        strcat(marks, "\u0301"); /* no keyboard of ours has it; a line of a record takes fewer */
    }
    desk_work_stage_keep(marks);
    stage.fake.wall_ms += MINUTE_MS;
    desk_work_stage_keep(WORDS);
    stage.fake.wall_ms += MINUTE_MS;
    set_policy(BS_WORDS_AFTER_DAYS, 1);
    desk_work_stage_chores();
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision decision comment comment");
    assert_true(desk_work_stage_log_holds(MASKED));
    assert_int_equal(desk_work_stage_waiting(), 0);
}

#define ON_STAGE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, desk_work_stage_make, desk_work_stage_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(words_that_nobody_read_go_after_their_days_with_proposals_masked),
        ON_STAGE(a_clock_that_nobody_set_counts_no_days),
        ON_STAGE(steps_of_the_wall_clock_are_no_days),
        ON_STAGE(a_kiosk_that_is_off_at_night_counts_one_a_day),
        ON_STAGE(a_clock_that_was_years_ahead_keeps_words_one_day_longer),
        ON_STAGE(where_words_are_held_none_goes_by_itself),
        ON_STAGE(many_go_in_more_than_one_call),
        ON_STAGE(words_that_cannot_be_a_record_keep_nothing_else_back),
    };
    struct bs_error err = {0};
    return bs_crypto_start(&err) == BS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
