/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How often a PIN may be tried. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "signin.h"

static void a_finger_may_slip_twice(void **state)
{
    struct signin signin;
    (void)state;
    signin_start(&signin, 0, 5000);
    assert_int_equal(signin_wait_ms(&signin, 5000), 0);
    for (int i = 0; i < SIGNIN_FREE; i++) {
        assert_int_equal(signin_wrong(&signin, 5000), SIGNIN_WRONG);
        assert_int_equal(signin_wait_ms(&signin, 5000), 0);
    }
}

static void each_further_try_waits_twice_as_long_and_then_the_door_is_locked(void **state)
{
    struct signin signin;
    int64_t now = 0, wait = SIGNIN_WAIT_MS;
    (void)state;
    signin_start(&signin, SIGNIN_FREE, now);
    for (int wrong = SIGNIN_FREE + 1; wrong < SIGNIN_TRIES; wrong++) {
        assert_int_equal(signin_wrong(&signin, now), SIGNIN_WRONG);
        assert_int_equal(signin_wait_ms(&signin, now), wait);
        assert_int_equal(signin_wait_ms(&signin, now + wait - 1), 1);
        assert_int_equal(signin_wait_ms(&signin, now + wait), 0);
        now += wait;
        wait *= 2;
    }
    assert_int_equal(signin_wrong(&signin, now), SIGNIN_LOCKED);
    assert_int_equal(signin_wait_ms(&signin, now), SIGNIN_LOCK_MS);
    now += SIGNIN_LOCK_MS;
    assert_int_equal(signin_wait_ms(&signin, now), 0);
    assert_int_equal(signin_wrong(&signin, now), SIGNIN_WRONG);
    assert_true(signin_wait_ms(&signin, now) > 0);
}

static void pulling_the_plug_saves_no_time(void **state)
{
    struct signin signin;
    (void)state;
    signin_start(&signin, SIGNIN_TRIES, 0);
    assert_int_equal(signin_wait_ms(&signin, 0), SIGNIN_LOCK_MS);
    signin_start(&signin, SIGNIN_TRIES - 1, 777);
    assert_true(signin_wait_ms(&signin, 777) > 0);
}

static void who_comes_in_begins_anew(void **state)
{
    struct signin signin;
    (void)state;
    signin_start(&signin, SIGNIN_TRIES - 1, 0);
    signin_right(&signin);
    assert_int_equal(signin_wait_ms(&signin, 0), 0);
    assert_int_equal(signin_wrong(&signin, 0), SIGNIN_WRONG);
    assert_int_equal(signin_wait_ms(&signin, 0), 0);
}

/* However often: never without end, never below nothing. In a day of guessing without a pause fewer than six hundred tries. */
static void a_day_of_guessing_is_a_few_hundred_tries(void **state)
{
    struct signin signin;
    int64_t now = 0;
    int tries = 0;
    (void)state;
    signin_start(&signin, 0, now);
    while (now < INT64_C(24) * 3600 * 1000) {
        (void)signin_wrong(&signin, now);
        tries++;
        assert_in_range(signin_wait_ms(&signin, now), 0, SIGNIN_LOCK_MS);
        now += signin_wait_ms(&signin, now);
    }
    assert_in_range(tries, 100, 600);
    signin_start(&signin, INT32_MAX, 0);
    assert_in_range(signin_wait_ms(&signin, 0), 1, SIGNIN_LOCK_MS);
    (void)signin_wrong(&signin, 0);
    assert_int_equal(signin.wrong, INT32_MAX);
    signin_start(&signin, -5, 0);
    assert_int_equal(signin.wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finger_may_slip_twice),
        cmocka_unit_test(each_further_try_waits_twice_as_long_and_then_the_door_is_locked),
        cmocka_unit_test(pulling_the_plug_saves_no_time),
        cmocka_unit_test(who_comes_in_begins_anew),
        cmocka_unit_test(a_day_of_guessing_is_a_few_hundred_tries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
