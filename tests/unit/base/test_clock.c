/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The real clock, and the one that tests drive. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

#include <buurtstem/clock.h>
#include <buurtstem/uuid.h>

#include "fake_clock.h"

static void wall_clock_agrees_with_the_system(void **state)
{
    struct bs_clock clock = bs_clock_system();
    int64_t before = (int64_t)time(NULL) * 1000;
    int64_t now = clock.wall_ms(clock.self);

    (void)state;
    assert_true(now >= before - 1000);
    assert_true(now <= before + 60000);
}

static void mono_clock_does_not_go_back(void **state)
{
    struct bs_clock clock = bs_clock_system();
    int64_t last = clock.mono_ms(clock.self);

    (void)state;
    assert_true(last > 0);
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock.mono_ms(clock.self);

        assert_true(now >= last);
        last = now;
    }
}

static void boot_has_a_name(void **state)
{
    struct bs_clock clock = bs_clock_system();
    struct bs_clock again = bs_clock_system();
    struct bs_uuid ignored;

    (void)state;
    assert_true(strcmp(clock.boot_id, "unknown") == 0 || bs_uuid_parse(clock.boot_id, &ignored));
    assert_string_equal(clock.boot_id, again.boot_id);
}

static void asking_whether_it_is_synced_answers(void **state)
{
    struct bs_clock clock = bs_clock_system();
    bool synced = clock.is_synced(clock.self);

    (void)state;
    assert_true(synced == true || synced == false);
}

static void fake_clock_stands_still_until_it_is_moved(void **state)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    int64_t wall = clock.wall_ms(clock.self);
    int64_t mono = clock.mono_ms(clock.self);
    char text[25];

    (void)state;
    bs_time_format_utc(wall, text);
    assert_string_equal(text, FAKE_CLOCK_START);
    assert_int_equal(clock.wall_ms(clock.self), wall);
    fake_clock_advance(&fake, 45000);
    assert_int_equal(clock.wall_ms(clock.self), wall + 45000);
    assert_int_equal(clock.mono_ms(clock.self), mono + 45000);
    assert_true(clock.is_synced(clock.self));
    fake.synced = false;
    assert_false(clock.is_synced(clock.self));
    assert_string_equal(clock.boot_id, FAKE_CLOCK_BOOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wall_clock_agrees_with_the_system),
        cmocka_unit_test(mono_clock_does_not_go_back),
        cmocka_unit_test(boot_has_a_name),
        cmocka_unit_test(asking_whether_it_is_synced_answers),
        cmocka_unit_test(fake_clock_stands_still_until_it_is_moved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
