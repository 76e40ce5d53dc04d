/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Quick visits in a row (kiosk-ux K77). */

#include "every_kind.h"

static struct burst burst;

static int make(void **state)
{
    (void)state;
    burst = (struct burst){0};
    empty_house();
    add_question(add_programme("p"), "q", BS_KIND_YES_NO, 2, 1);
    open_house();
    return 0;
}

/* K77 */
static void the_third_quick_visit_in_a_row_is_a_burst(void **state)
{
    (void)state;
    assert_false(burst_note(&burst, 1000, 2000));
    assert_false(burst_note(&burst, 3000, 4000));
    assert_true(burst_note(&burst, 5000, 6000));
    assert_true(burst_note(&burst, 7000, 8000));
}

/* K77 */
static void five_seconds_are_not_quick(void **state)
{
    (void)state;
    for (int64_t at = 0; at < 100000; at += 10000) {
        assert_false(burst_note(&burst, at, at + BURST_QUICK_MS));
    }
    for (int64_t at = 100000; at < 120000; at += 10000) {
        assert_false(burst_note(&burst, at, at + BURST_QUICK_MS - 1));
    }
    assert_true(burst_note(&burst, 120000, 120000 + BURST_QUICK_MS - 1));
}

static void a_longer_visit_ends_the_row(void **state)
{
    (void)state;
    burst_note(&burst, 0, 1000);
    burst_note(&burst, 2000, 3000);
    assert_false(burst_note(&burst, 4000, 20000));
    assert_false(burst_note(&burst, 21000, 22000));
    assert_false(burst_note(&burst, 23000, 24000));
    assert_true(burst_note(&burst, 25000, 26000));
}

static void a_pause_of_more_than_a_minute_begins_another_row(void **state)
{
    (void)state;
    burst_note(&burst, 0, 0);
    burst_note(&burst, BURST_PAUSE_MS, BURST_PAUSE_MS);
    assert_true(burst_note(&burst, 2 * BURST_PAUSE_MS, 2 * BURST_PAUSE_MS));
    assert_false(burst_note(&burst, 3 * BURST_PAUSE_MS + 1, 3 * BURST_PAUSE_MS + 1));
}

static void visit(bool is_burst)
{
    house.now += 2000;
    choose(0);
    assert_effect(SESSION_SAVE);
    assert_int_equal(house.effect.submission.is_burst, is_burst);
    apply(SESSION_SAVED, 0);
}

/* K77 */
static void a_burst_is_marked_and_never_blocked(void **state)
{
    (void)state;
    for (int i = 0; i < 6; i++) {
        visit(i >= 2);
        assert_screen(SESSION_THANKS);
        apply(SESSION_STOP, 0);
    }
}

static void a_correction_of_a_marked_answer_is_marked_too(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        apply(SESSION_STOP, 0);
        visit(i >= 2);
    }
    apply(SESSION_CHANGE, 0);
    house.now += 9000;
    choose(1);
    assert_effect(SESSION_SAVE_CORRECTION);
    assert_true(house.effect.submission.is_burst);
}

static void who_takes_the_answers_back_is_not_counted(void **state)
{
    (void)state;
    add_question(&house.programmes[0], "last", BS_KIND_YES_NO, 2, 1);
    for (int i = 0; i < 5; i++) {
        house.now += 2000;
        choose(0);
        apply(SESSION_STOP, 0);
    }
    assert_int_equal(house.session.burst.quick, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_third_quick_visit_in_a_row_is_a_burst),
        TEST(five_seconds_are_not_quick),
        TEST(a_longer_visit_ends_the_row),
        TEST(a_pause_of_more_than_a_minute_begins_another_row),
        TEST(a_burst_is_marked_and_never_blocked),
        TEST(a_correction_of_a_marked_answer_is_marked_too),
        TEST(who_takes_the_answers_back_is_not_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
