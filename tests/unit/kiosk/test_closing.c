/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* When what waits for closing time may go. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "closing.h"

#define NINE  (9 * 60)
#define FIVE  (17 * 60)
#define LATER (20 * 60)

static const struct bs_date SUNDAY = {2026, 11, 22}, MONDAY = {2026, 11, 23},
                            TUESDAY = {2026, 11, 24};

/* Open on Monday and Tuesday from nine to five. */
static struct bs_place a_place(void)
{
    struct bs_place place = {.id = "prinsenhof"};
    place.hours[0] = place.hours[1] = (struct bs_hours){NINE, FIVE};
    return place;
}

static void assert_day(struct bs_date day, struct bs_date expected)
{
    assert_int_equal(bs_date_compare(day, expected), 0);
}

static void at_the_start_what_earlier_days_left_is_due_at_once(void **state)
{
    const struct bs_place place = a_place();
    struct closing closing = {0};
    struct bs_date day;
    (void)state;
    assert_true(closing_is_due(&closing, &place, MONDAY, 0, NINE + 1, &day));
    assert_day(day, SUNDAY);
}

static void what_is_left_today_waits_until_the_place_closes(void **state)
{
    const struct bs_place place = a_place();
    struct closing closing = {0};
    struct bs_date day;
    (void)state;
    assert_true(closing_is_due(&closing, &place, MONDAY, 0, NINE, &day));
    assert_false(closing_is_due(&closing, &place, MONDAY, 0, FIVE - 1, &day));
    assert_true(closing_is_due(&closing, &place, MONDAY, 0, FIVE, &day));
    assert_day(day, MONDAY);
}

static void it_is_due_once_a_day(void **state)
{
    const struct bs_place place = a_place();
    struct closing closing = {0};
    struct bs_date day;
    (void)state;
    assert_true(closing_is_due(&closing, &place, MONDAY, 0, LATER, &day));
    assert_false(closing_is_due(&closing, &place, MONDAY, 0, LATER + 1, &day));
    assert_false(closing_is_due(&closing, &place, TUESDAY, 1, 0, &day));
    assert_true(closing_is_due(&closing, &place, TUESDAY, 1, FIVE, &day));
    assert_day(day, TUESDAY);
}

static void on_a_day_without_hours_it_waits_until_the_day_is_over(void **state)
{
    const struct bs_place place = a_place();
    struct closing closing = {.released = {2026, 11, 21}};
    struct bs_date day;
    (void)state;
    assert_false(closing_is_due(&closing, &place, SUNDAY, 6, LATER, &day));
    assert_true(closing_is_due(&closing, &place, MONDAY, 0, 0, &day));
    assert_day(day, SUNDAY);
}

static void without_a_place_it_is_the_day_that_counts(void **state)
{
    struct closing closing = {0};
    struct bs_date day;
    (void)state;
    assert_true(closing_is_due(&closing, NULL, MONDAY, 0, LATER, &day));
    assert_day(day, SUNDAY);
    assert_false(closing_is_due(&closing, NULL, MONDAY, 0, LATER, &day));
    assert_true(closing_is_due(&closing, NULL, TUESDAY, 1, 0, &day));
    assert_day(day, MONDAY);
}

static void a_clock_that_goes_back_hands_nothing_on_early(void **state)
{
    const struct bs_place place = a_place();
    struct closing closing = {0};
    struct bs_date day;
    (void)state;
    assert_true(closing_is_due(&closing, &place, TUESDAY, 1, LATER, &day));
    assert_false(closing_is_due(&closing, &place, MONDAY, 0, NINE, &day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_start_what_earlier_days_left_is_due_at_once),
        cmocka_unit_test(what_is_left_today_waits_until_the_place_closes),
        cmocka_unit_test(it_is_due_once_a_day),
        cmocka_unit_test(on_a_day_without_hours_it_waits_until_the_day_is_over),
        cmocka_unit_test(without_a_place_it_is_the_day_that_counts),
        cmocka_unit_test(a_clock_that_goes_back_hands_nothing_on_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
