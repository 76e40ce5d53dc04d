/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Time that only a script moves. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "virtual_clock.h"

static void it_begins_at_the_time_that_was_asked_for(void **state)
{
    struct virtual_clock time;
    struct bs_clock clock = virtual_clock_start(&time, 1795341600000);
    (void)state;
    assert_int_equal(clock.wall_ms(clock.self), 1795341600000);
}

static void it_stands_still_by_itself(void **state)
{
    struct virtual_clock time;
    struct bs_clock clock = virtual_clock_start(&time, 5);
    int64_t before = clock.mono_ms(clock.self);
    (void)state;
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    assert_int_equal(clock.wall_ms(clock.self), 5);
    assert_int_equal(clock.mono_ms(clock.self), before);
}

static void both_clocks_move_together(void **state)
{
    struct virtual_clock time;
    struct bs_clock clock = virtual_clock_start(&time, 1000);
    int64_t before = clock.mono_ms(clock.self);
    (void)state;
    virtual_clock_advance(&time, 45000);
    assert_int_equal(clock.wall_ms(clock.self), 46000);
    assert_int_equal(clock.mono_ms(clock.self), before + 45000);
}

static void two_runs_tell_the_same_time_since_boot(void **state)
{
    struct virtual_clock one, two;
    struct bs_clock first = virtual_clock_start(&one, 1), second = virtual_clock_start(&two, 2);
    (void)state;
    assert_int_equal(first.mono_ms(first.self), second.mono_ms(second.self));
    assert_string_equal(first.boot_id, second.boot_id);
    assert_int_equal(strlen(first.boot_id), 36);
}

static void it_follows_a_time_source(void **state)
{
    struct virtual_clock time;
    struct bs_clock clock = virtual_clock_start(&time, 0);
    (void)state;
    assert_true(clock.is_synced(clock.self));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_begins_at_the_time_that_was_asked_for),
        cmocka_unit_test(it_stands_still_by_itself),
        cmocka_unit_test(both_clocks_move_together),
        cmocka_unit_test(two_runs_tell_the_same_time_since_boot),
        cmocka_unit_test(it_follows_a_time_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
