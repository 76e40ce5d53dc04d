/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Waiting times for those who guess. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "throttle.h"

enum { START = 1000000 };

static int make(void **state)
{
    *state = throttle_create();
    return 0;
}

static int drop(void **state)
{
    throttle_destroy(*state);
    return 0;
}

static void three_tries_are_free(void **state)
{
    for (int i = 0; i < THROTTLE_FREE; i++) {
        assert_int_equal(throttle_try(*state, "code", "a", START), 0);
    }
    assert_true(throttle_try(*state, "code", "a", START) > 0);
}

/* Tries as soon as it may; returns the time at which the n-th try was let through. */
static int64_t nth(struct throttle *throttle, int n)
{
    int64_t now = START;

    for (int i = 0; i < n; i++) {
        int64_t wait = throttle_try(throttle, "code", "a", now);

        if (wait > 0) {
            now += wait;
            assert_int_equal(throttle_try(throttle, "code", "a", now), 0);
        }
    }
    return now;
}

static void each_wait_is_twice_the_one_before(void **state)
{
    assert_int_equal(nth(*state, THROTTLE_FREE + 1) - START, 1000);
    throttle_forgive(*state, "code", "a");
    assert_int_equal(nth(*state, THROTTLE_FREE + 4) - START, 1000 + 2000 + 4000 + 8000);
}

static void after_ten_the_key_is_shut_for_minutes(void **state)
{
    int64_t now = nth(*state, THROTTLE_SHUT_AFTER);

    assert_int_equal(throttle_try(*state, "code", "a", now), THROTTLE_SHUT_MS);
    assert_int_equal(throttle_try(*state, "code", "a", now + THROTTLE_SHUT_MS - 1), 1);
    assert_int_equal(throttle_try(*state, "code", "a", now + THROTTLE_SHUT_MS), 0);
    assert_int_equal(throttle_try(*state, "code", "a", now + THROTTLE_SHUT_MS), THROTTLE_SHUT_MS);
}

static void a_refused_try_costs_nothing(void **state)
{
    int64_t now = nth(*state, THROTTLE_FREE);

    for (int i = 0; i < 100; i++) {
        assert_int_equal(throttle_try(*state, "code", "a", now), 1000);
    }
    assert_int_equal(throttle_try(*state, "code", "a", now + 1000), 0);
}

static void success_forgives(void **state)
{
    (void)nth(*state, 5);
    throttle_forgive(*state, "code", "a");
    assert_int_equal(throttle_try(*state, "code", "a", START), 0);
}

static void an_hour_forgets(void **state)
{
    int64_t now = nth(*state, THROTTLE_SHUT_AFTER);

    for (int i = 0; i < THROTTLE_FREE; i++) {
        assert_int_equal(throttle_try(*state, "code", "a", now + THROTTLE_FORGET_MS + 1), 0);
    }
}

static void keys_and_kinds_are_apart(void **state)
{
    (void)nth(*state, THROTTLE_FREE);
    assert_int_equal(throttle_try(*state, "code", "b", START), 0);
    assert_int_equal(throttle_try(*state, "account", "a", START), 0);
    assert_true(throttle_try(*state, "code", "a", START) > 0);
}

static void a_full_table_makes_room_for_new_keys_and_keeps_the_latest(void **state)
{
    char key[16];

    for (int i = 0; i < THROTTLE_KEYS_MAX; i++) {
        (void)snprintf(key, sizeof(key), "key%d", i);
        assert_int_equal(throttle_try(*state, "code", key, START + i), 0);
    }
    for (int i = 0; i < THROTTLE_FREE; i++) {
        assert_int_equal(throttle_try(*state, "code", "guest", START + THROTTLE_KEYS_MAX), 0);
    }
    assert_true(throttle_try(*state, "code", "guest", START + THROTTLE_KEYS_MAX) > 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(three_tries_are_free),
        CASE(each_wait_is_twice_the_one_before),
        CASE(after_ten_the_key_is_shut_for_minutes),
        CASE(a_refused_try_costs_nothing),
        CASE(success_forgives),
        CASE(an_hour_forgets),
        CASE(keys_and_kinds_are_apart),
        CASE(a_full_table_makes_room_for_new_keys_and_keeps_the_latest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
