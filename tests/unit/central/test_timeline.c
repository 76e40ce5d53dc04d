/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Cutting a period into parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "timeline.h"

static char text[DUTCH_TEXT];

static void six_weeks_are_days_and_one_day_more_is_weeks(void **state)
{
    const struct bs_date first = {2026, 10, 1};
    (void)state;
    assert_int_equal(timeline_step(first, bs_date_add_days(first, 41)), TIMELINE_DAY);
    assert_int_equal(timeline_step(first, bs_date_add_days(first, 42)), TIMELINE_WEEK);
}

static void sixty_weeks_are_weeks_and_one_more_is_months(void **state)
{
    const struct bs_date monday = {2026, 1, 5};
    (void)state;
    assert_int_equal(timeline_step(monday, bs_date_add_days(monday, 60 * 7 - 1)), TIMELINE_WEEK);
    assert_int_equal(timeline_step(monday, bs_date_add_days(monday, 60 * 7)), TIMELINE_MONTH);
}

static void sixty_months_are_months_and_one_more_is_years(void **state)
{
    const struct bs_date first = {2026, 1, 31};
    (void)state;
    assert_int_equal(timeline_step(first, (struct bs_date){2030, 12, 1}), TIMELINE_MONTH);
    assert_int_equal(timeline_step(first, (struct bs_date){2031, 1, 1}), TIMELINE_YEAR);
}

static void every_period_that_can_be_fits(void **state)
{
    (void)state;
    assert_int_equal(
        timeline_parts((struct bs_date){2000, 1, 1}, (struct bs_date){2199, 12, 31}, TIMELINE_YEAR),
        TIMELINE_PARTS_MOST);
}

static void week_begins_on_monday_also_before_the_year(void **state)
{
    const struct bs_date sunday = {2026, 11, 22};
    (void)state;
    struct bs_date start = timeline_start(sunday, TIMELINE_WEEK);
    assert_int_equal(bs_date_compare(start, (struct bs_date){2026, 11, 16}), 0);
    start = timeline_start((struct bs_date){2026, 11, 16}, TIMELINE_WEEK);
    assert_int_equal(bs_date_compare(start, (struct bs_date){2026, 11, 16}), 0);
    start = timeline_start((struct bs_date){2027, 1, 1}, TIMELINE_WEEK);
    assert_int_equal(bs_date_compare(start, (struct bs_date){2026, 12, 28}), 0);
    start = timeline_start((struct bs_date){2000, 1, 1}, TIMELINE_WEEK);
    assert_int_equal(bs_date_compare(start, (struct bs_date){1999, 12, 27}), 0);
}

/* Walking from part to part meets each part once, and every day belongs to the part that it is counted in. */
static void parts_follow_each_other_without_gap_or_overlap(void **state)
{
    const struct bs_date first = {2025, 10, 29};
    (void)state;
    for (int step = TIMELINE_DAY; step <= TIMELINE_YEAR; step++) {
        struct bs_date start = timeline_start(first, (enum timeline_step)step);
        size_t parts = 1;
        for (int i = 0; i < 800; i++) {
            struct bs_date day = bs_date_add_days(first, i);
            if (bs_date_compare(timeline_next(start, (enum timeline_step)step), day) <= 0) {
                start = timeline_next(start, (enum timeline_step)step);
                parts++;
            }
            assert_int_equal(bs_date_compare(timeline_start(day, (enum timeline_step)step), start),
                             0);
            assert_int_equal(timeline_parts(first, day, (enum timeline_step)step), parts);
        }
    }
}

static void parts_of_a_period_that_runs_backwards_are_none(void **state)
{
    (void)state;
    assert_int_equal(
        timeline_parts((struct bs_date){2026, 11, 22}, (struct bs_date){2026, 11, 1}, TIMELINE_DAY),
        0);
}

static void parts_are_named_in_dutch(void **state)
{
    const struct bs_date day = {2026, 11, 16};
    (void)state;
    assert_string_equal(timeline_name(day, TIMELINE_DAY, text), "16\u00A0nov\u00A02026");
    assert_string_equal(timeline_name(day, TIMELINE_WEEK, text),
                        "16\u00A0nov – 22\u00A0nov\u00A02026");
    assert_string_equal(timeline_name(day, TIMELINE_MONTH, text), "nov\u00A02026");
    assert_string_equal(timeline_name(day, TIMELINE_YEAR, text), "2026");
    assert_string_equal(timeline_tick(day, TIMELINE_DAY, text), "16\u00A0nov");
    assert_string_equal(timeline_tick(day, TIMELINE_WEEK, text), "16\u00A0nov");
    assert_string_equal(timeline_tick(day, TIMELINE_MONTH, text), "nov\u00A0’26");
    assert_string_equal(timeline_tick(day, TIMELINE_YEAR, text), "2026");
    assert_string_equal(timeline_step_name(TIMELINE_WEEK), "week");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_weeks_are_days_and_one_day_more_is_weeks),
        cmocka_unit_test(sixty_weeks_are_weeks_and_one_more_is_months),
        cmocka_unit_test(sixty_months_are_months_and_one_more_is_years),
        cmocka_unit_test(every_period_that_can_be_fits),
        cmocka_unit_test(week_begins_on_monday_also_before_the_year),
        cmocka_unit_test(parts_follow_each_other_without_gap_or_overlap),
        cmocka_unit_test(parts_of_a_period_that_runs_backwards_are_none),
        cmocka_unit_test(parts_are_named_in_dutch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
