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

/* ---- signing in ---- */

static const char *address_of(int number)
{
    static char out[46];

    (void)snprintf(out, sizeof(out), "192.0.2.%d", number);
    return out;
}

/* Guesses until then, each time as soon as it may, from so many addresses in turn; how often. */
static int guesses(struct throttle *throttle, const char *account, int addresses, int64_t from,
                   int64_t end)
{
    int count = 0;

    for (int64_t now = from; now < end;) {
        int64_t wait = throttle_sign_in(throttle, account, address_of(count % addresses), now);

        count += wait == 0 ? 1 : 0;
        now += wait;
    }
    return count;
}

static void many_addresses_guess_so_many_passwords_of_an_account_a_day(void **state)
{
    const int64_t day_ms = 24 * 60 * 60 * INT64_C(1000);

    /* On the second day one each THROTTLE_SLOW_MS. */
    assert_int_equal(guesses(*state, "jan", 100, START, START + 2 * day_ms),
                     THROTTLE_GUESSES_A_DAY + day_ms / THROTTLE_SLOW_MS);
}

static void where_its_owner_signed_in_297_are_guessed_a_day(void **state)
{
    const int64_t day_ms = 24 * 60 * 60 * INT64_C(1000);

    assert_int_equal(throttle_sign_in(*state, "jan", address_of(0), START), 0);
    throttle_signed_in(*state, "jan", address_of(0));
    assert_int_equal(guesses(*state, "jan", 1, START, START + day_ms), 297);
}

static void guessing_from_one_address_makes_the_others_wait_for_seconds(void **state)
{
    int64_t now = START + 60 * INT64_C(1000);

    assert_int_equal(guesses(*state, "jan", 1, START, now), 8);
    assert_in_range(throttle_sign_in(*state, "jan", address_of(1), now), 0, THROTTLE_SLOW_MS);
    now += THROTTLE_SHUT_MS;
    (void)guesses(*state, "jan", 1, START, now);
    assert_true(throttle_sign_in(*state, "jan", address_of(0), now) > THROTTLE_SLOW_MS);
    assert_true(throttle_sign_in(*state, "piet", address_of(0), now) > THROTTLE_SLOW_MS);
    assert_in_range(throttle_sign_in(*state, "jan", address_of(1), now), 0, THROTTLE_SLOW_MS);
}

static void an_account_of_her_own_opens_no_other_to_who_guesses(void **state)
{
    int64_t now = START;
    int failures = 0;

    while (failures < THROTTLE_SHUT_AFTER) {
        now += THROTTLE_SLOW_MS;
        assert_int_equal(throttle_sign_in(*state, "eigen", address_of(0), now), 0);
        throttle_signed_in(*state, "eigen", address_of(0));
        failures += throttle_sign_in(*state, "jan", address_of(0), now) == 0 ? 1 : 0;
    }
    throttle_signed_in(*state, "eigen", address_of(0));
    assert_true(throttle_sign_in(*state, "jan", address_of(0), now + THROTTLE_SLOW_MS) >
                THROTTLE_SLOW_MS);
}

static void a_sign_in_is_no_guess_and_forgives_none_of_others(void **state)
{
    for (int i = 0; i < THROTTLE_FREE; i++) {
        assert_int_equal(throttle_sign_in(*state, "jan", address_of(i), START), 0);
    }
    for (int i = 10; i < 20; i++) { /* a second after the last guess, each from another place */
        assert_int_equal(throttle_sign_in(*state, "jan", address_of(i), START + 1000), 0);
        throttle_signed_in(*state, "jan", address_of(i));
    }
    assert_int_equal(throttle_sign_in(*state, "jan", address_of(1), START + 1000), 0);
    assert_int_equal(throttle_sign_in(*state, "jan", address_of(2), START + 1000), 2000);
    assert_int_equal(throttle_sign_in(*state, "jan", address_of(10), START + 1000), 0);
}

static void a_table_that_is_full_forgets_no_account(void **state)
{
    char name[16];

    assert_int_equal(throttle_sign_in(*state, "home", address_of(1), START), 0);
    throttle_signed_in(*state, "home", address_of(1));
    (void)guesses(*state, "jan", 100, START, START + 60 * INT64_C(1000));
    (void)guesses(*state, "home", 100, START, START + 60 * INT64_C(1000));
    for (int i = 0; i <= THROTTLE_KEYS_MAX / 2;
         i++) { /* each is an address, and an account there */
        (void)snprintf(name, sizeof(name), "key%d", i);
        assert_in_range(throttle_sign_in(*state, name, name, START + 60 * INT64_C(1000)), 0,
                        THROTTLE_SLOW_MS);
    }
    (void)guesses(*state, "jan", 1, START + 60 * INT64_C(1000), START + 70 * INT64_C(1000));
    assert_true(throttle_sign_in(*state, "jan", "elders", START + 70 * INT64_C(1000)) > 0);
    assert_int_equal(throttle_sign_in(*state, "home", address_of(1), START + 60 * INT64_C(1000)),
                     0); /* where she signed in is known */
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
        CASE(many_addresses_guess_so_many_passwords_of_an_account_a_day),
        CASE(where_its_owner_signed_in_297_are_guessed_a_day),
        CASE(guessing_from_one_address_makes_the_others_wait_for_seconds),
        CASE(an_account_of_her_own_opens_no_other_to_who_guesses),
        CASE(a_sign_in_is_no_guess_and_forgives_none_of_others),
        CASE(a_table_that_is_full_forgets_no_account),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
