/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The plug, played by a pipe that carries the events of an input device. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <linux/input.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "headset.h"
#include "temp_dir.h"

static struct temp_dir dir;
static char path[TEMP_DIR_PATH];
static struct headset *headset;
static _Atomic int wakes;
static int plug;

static void wake(void *self)
{
    (void)self;
    wakes++;
}

static void start(void)
{
    const struct headset_options options = {.device = path, .wake = wake};
    struct bs_error err = {0};
    assert_int_equal(headset_start(&options, &headset, &err), BS_OK);
}

static int make(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    temp_dir_file(&dir, "event", path);
    wakes = 0;
    plug = -1;
    headset = NULL;
    return 0;
}

static int drop(void **state)
{
    (void)state;
    headset_stop(headset);
    if (plug >= 0) {
        close(plug);
    }
    temp_dir_remove(&dir);
    return 0;
}

static void make_pipe(void)
{
    assert_int_equal(mkfifo(path, 0600), 0);
    plug = open(path, O_RDWR | O_CLOEXEC); /* does not wait for a reader */
    assert_true(plug >= 0);
}

static void send(int type, int code, int value)
{
    const struct input_event event = {
        .type = (uint16_t)type, .code = (uint16_t)code, .value = value};
    assert_int_equal(write(plug, &event, sizeof event), sizeof event);
}

static bool comes_to_be(bool is_in)
{
    for (int i = 0; i < 2000 && headset_is_in(headset) != is_in; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return headset_is_in(headset) == is_in;
}

/* K43 */
static void the_plug_is_seen_going_in_and_out(void **state)
{
    (void)state;
    make_pipe();
    start();
    assert_false(headset_is_in(headset));
    send(EV_SW, SW_HEADPHONE_INSERT, 1);
    assert_true(comes_to_be(true));
    send(EV_SW, SW_HEADPHONE_INSERT, 0);
    assert_true(comes_to_be(false));
    assert_int_equal(wakes, 2);
}

static void other_events_of_the_device_are_nothing(void **state)
{
    (void)state;
    make_pipe();
    start();
    send(EV_SW, SW_LID, 1);
    send(EV_KEY, SW_HEADPHONE_INSERT, 1);
    send(EV_SYN, 0, 0);
    send(EV_SW, SW_HEADPHONE_INSERT, 1);
    assert_true(comes_to_be(true));
    assert_int_equal(wakes, 1);
}

static void a_device_that_goes_away_takes_the_headset_with_it(void **state)
{
    (void)state;
    make_pipe();
    start();
    send(EV_SW, SW_HEADPHONE_INSERT, 1);
    assert_true(comes_to_be(true));
    close(plug);
    plug = -1;
    assert_true(comes_to_be(false));
}

static void a_device_that_is_not_there_means_no_headset(void **state)
{
    (void)state;
    start();
    assert_false(headset_is_in(headset));
    headset_stop(headset);
    headset = NULL;
    assert_false(headset_is_in(headset));
    assert_int_equal(wakes, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_plug_is_seen_going_in_and_out),
        TEST(other_events_of_the_device_are_nothing),
        TEST(a_device_that_goes_away_takes_the_headset_with_it),
        TEST(a_device_that_is_not_there_means_no_headset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
