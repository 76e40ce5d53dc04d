/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "stage.h"

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void wait_ends_when_the_time_is_over(void **state)
{
    struct platform *platform = stage_open(true);
    (void)state;
    assert_int_equal(platform_wait(platform, 0).kind, PLATFORM_NOTHING);
    const int64_t from = now_ms();
    assert_int_equal(platform_wait(platform, 120).kind, PLATFORM_NOTHING);
    assert_in_range(now_ms() - from, 119, 1000);
    platform_close(platform);
}

static void pushed_events_come_out_in_order_and_unchanged(void **state)
{
    struct platform *platform = stage_open(true);
    const struct ui_event down = {
        .kind = UI_FINGER_DOWN, .finger = 7, .at = {12, 34}, .time_ms = 99};
    const struct ui_event key = {
        .kind = UI_KEY_DOWN, .key = UI_KEY_HELP, .is_repeat = true, .time_ms = 100};
    (void)state;
    platform_push(platform, &down);
    platform_push(platform, &key);
    const struct platform_event first = platform_wait(platform, 1000);
    assert_int_equal(first.kind, PLATFORM_INPUT);
    assert_int_equal(first.input.kind, UI_FINGER_DOWN);
    assert_int_equal(first.input.finger, 7);
    assert_int_equal(first.input.at.x, 12);
    assert_int_equal(first.input.at.y, 34);
    assert_int_equal(first.input.time_ms, 99);
    const struct platform_event second = platform_wait(platform, 1000);
    assert_int_equal(second.input.key, UI_KEY_HELP);
    assert_true(second.input.is_repeat);
    assert_int_equal(platform_wait(platform, 0).kind, PLATFORM_NOTHING);
    platform_close(platform);
}

static void event_pushed_between_two_looks_is_seen_at_once(void **state)
{
    struct platform *platform = stage_open(true);
    const struct ui_event key = {.kind = UI_KEY_DOWN};
    (void)state;
    for (int i = 0; i < 5; i++) {
        platform_push(platform, &key);
        assert_int_equal(platform_wait(platform, 0).kind, PLATFORM_INPUT);
    }
    platform_close(platform);
}

static void events_that_nobody_took_are_freed_at_close(void **state)
{
    struct platform *platform = stage_open(true);
    const struct ui_event down = {.kind = UI_FINGER_DOWN};
    (void)state;
    platform_push(platform, &down);
    platform_wake(platform);
    platform_push(platform, &down);
    platform_close(platform); /* the leak checker is the judge */
}

static void *wake_soon(void *platform)
{
    (void)usleep(50000);
    platform_wake(platform);
    return NULL;
}

static void wake_from_another_thread_ends_an_endless_wait(void **state)
{
    struct platform *platform = stage_open(true);
    pthread_t thread;
    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, wake_soon, platform), 0);
    assert_int_equal(platform_wait(platform, -1).kind, PLATFORM_WOKEN);
    (void)pthread_join(thread, NULL);
    platform_close(platform);
}

static void many_wakes_are_one(void **state)
{
    struct platform *platform = stage_open(true);
    (void)state;
    for (int i = 0; i < 100; i++) {
        platform_wake(platform);
    }
    assert_int_equal(platform_wait(platform, 0).kind, PLATFORM_WOKEN);
    assert_int_equal(platform_wait(platform, 0).kind, PLATFORM_NOTHING);
    platform_wake(platform);
    assert_int_equal(platform_wait(platform, 0).kind, PLATFORM_WOKEN);
    platform_close(platform);
}

static void signals_to_end_come_as_quit(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct platform *platform = stage_open(true);
        (void)raise(signals[i]);
        assert_int_equal(platform_wait(platform, 2000).kind, PLATFORM_QUIT);
        platform_close(platform);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wait_ends_when_the_time_is_over),
        cmocka_unit_test(pushed_events_come_out_in_order_and_unchanged),
        cmocka_unit_test(event_pushed_between_two_looks_is_seen_at_once),
        cmocka_unit_test(events_that_nobody_took_are_freed_at_close),
        cmocka_unit_test(wake_from_another_thread_ends_an_endless_wait),
        cmocka_unit_test(many_wakes_are_one),
        cmocka_unit_test(signals_to_end_come_as_quit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
