/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What ends the daemon's sleep, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/stick.h>

#include "temp_dir.h"
#include "wake.h"

struct bed {
    struct temp_dir dir;
    struct wake wake;
};

static int set_up(void **state)
{
    static struct bed bed;
    temp_dir_make(&bed.dir);
    if (wake_open(&bed.wake, bed.dir.path, NULL) != BS_OK) {
        return -1;
    }
    *state = &bed;
    return 0;
}

static int tear_down(void **state)
{
    struct bed *bed = *state;
    wake_close(&bed->wake);
    temp_dir_remove(&bed->dir);
    return 0;
}

/* How many descriptors became ready within the time; *reasons what they said. */
static int sleep_for(struct bed *bed, int ms, unsigned *reasons)
{
    struct pollfd fds[WAKE_FDS_MAX];
    size_t count = wake_fds(&bed->wake, fds);
    int ready = poll(fds, count, ms);
    *reasons = wake_read(&bed->wake, fds, count);
    return ready;
}

static void nothing_wakes_a_quiet_kiosk(void **state)
{
    unsigned reasons;
    assert_int_equal(sleep_for(*state, 50, &reasons), 0);
    assert_int_equal(reasons, 0);
}

static void the_timer_wakes_without_a_reason_and_once(void **state)
{
    struct bed *bed = *state;
    unsigned reasons;
    struct bs_clock clock = bs_clock_system();
    wake_at(&bed->wake, clock.mono_ms(clock.self) + 20);
    assert_int_equal(sleep_for(bed, 2000, &reasons), 1);
    assert_int_equal(reasons, 0);
    assert_int_equal(sleep_for(bed, 50, &reasons), 0);
}

static void a_time_that_has_passed_wakes_at_once(void **state)
{
    struct bed *bed = *state;
    unsigned reasons;
    wake_at(&bed->wake, 0);
    assert_int_equal(sleep_for(bed, 1000, &reasons), 1);
    wake_at(&bed->wake, -5);
    assert_int_equal(sleep_for(bed, 1000, &reasons), 1);
}

static void writes_to_the_kiosks_database_wake(void **state)
{
    struct bed *bed = *state;
    unsigned reasons;
    temp_dir_write(&bed->dir, "kiosk.db-wal", "x");
    assert_int_equal(sleep_for(bed, 1000, &reasons), 1);
    assert_int_equal(reasons, WAKE_RECORD);
    temp_dir_write(&bed->dir, "kiosk.db", "x");
    sleep_for(bed, 1000, &reasons);
    assert_int_equal(reasons, WAKE_RECORD);
}

static void other_files_are_no_reason(void **state)
{
    struct bed *bed = *state;
    unsigned reasons;
    temp_dir_write(&bed->dir, "sync.db-wal", "x");
    temp_dir_write(&bed->dir, "kiosk.db-shm", "x");
    sleep_for(bed, 100, &reasons);
    assert_int_equal(reasons, 0);
}

static void a_folder_that_appears_later_is_watched_from_the_next_ring_on(void **state)
{
    (void)state;
    struct bed bed;
    unsigned reasons;
    temp_dir_make(&bed.dir);
    struct temp_dir late = bed.dir;
    temp_dir_remove(&bed.dir);
    assert_int_equal(wake_open(&bed.wake, late.path, NULL), BS_OK);
    assert_true(wake_is_blind(&bed.wake));
    temp_dir_make(&bed.dir);
    bed.wake.kiosk_dir = bed.dir.path;
    wake_at(&bed.wake, 0);
    sleep_for(&bed, 1000, &reasons);
    assert_int_equal(reasons, WAKE_STICK | WAKE_RECORD); /* they may have come before */
    assert_false(wake_is_blind(&bed.wake));
    temp_dir_write(&bed.dir, "kiosk.db-wal", "x");
    sleep_for(&bed, 1000, &reasons);
    assert_int_equal(reasons, WAKE_RECORD);
    wake_close(&bed.wake);
    temp_dir_remove(&bed.dir);
}

static void signals_are_told_apart(void **state)
{
    struct bed *bed = *state;
    unsigned reasons;
    kill(getpid(), SIGUSR1);
    sleep_for(bed, 1000, &reasons);
    assert_int_equal(reasons, WAKE_ASKED);
    kill(getpid(), SIGTERM);
    sleep_for(bed, 1000, &reasons);
    assert_int_equal(reasons, WAKE_STOP);
    kill(getpid(), SIGINT);
    sleep_for(bed, 1000, &reasons);
    assert_int_equal(reasons, WAKE_STOP);
}

static void receipts_by_hand_wake_also_in_the_kiosks_own_folder(void **state)
{
    struct bed *bed = *state;
    char from[TEMP_DIR_PATH], to[TEMP_DIR_PATH];
    unsigned reasons;
    wake_watch_state(&bed->wake, bed->dir.path);
    temp_dir_write(&bed->dir, "made", "receipts");
    (void)sleep_for(bed, 2000, &reasons);
    assert_int_equal(reasons & WAKE_BY_HAND, 0);
    assert_int_equal(rename(temp_dir_file(&bed->dir, "made", from),
                            temp_dir_file(&bed->dir, "by-hand.receipts", to)),
                     0);
    assert_int_equal(sleep_for(bed, 2000, &reasons), 1);
    assert_int_equal(reasons, WAKE_BY_HAND);
    /* What else stands there is still seen. */
    temp_dir_write(&bed->dir, "kiosk.db", "record");
    assert_int_equal(sleep_for(bed, 2000, &reasons), 1);
    assert_int_equal(reasons, WAKE_RECORD);
}

static void a_question_of_the_kiosk_wakes_once_it_stands_there(void **state)
{
    struct bed *bed = *state;
    struct bs_random random = bs_random_system();
    char id[BS_UUID_TEXT];
    unsigned reasons;
    temp_dir_write(&bed->dir, BS_STICK_FILE ".0123456789abcdef.new", "x");
    (void)sleep_for(bed, 200, &reasons);
    assert_int_equal(reasons, 0);
    assert_int_equal(bs_crypto_start(NULL), BS_OK);
    assert_int_equal(bs_stick_ask(bed->dir.path, &random, id, NULL), BS_OK);
    assert_int_equal(sleep_for(bed, 2000, &reasons), 1);
    assert_int_equal(reasons, WAKE_STICK);
}

#define IN_BED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BED(nothing_wakes_a_quiet_kiosk),
        IN_BED(the_timer_wakes_without_a_reason_and_once),
        IN_BED(a_time_that_has_passed_wakes_at_once),
        IN_BED(writes_to_the_kiosks_database_wake),
        IN_BED(other_files_are_no_reason),
        IN_BED(receipts_by_hand_wake_also_in_the_kiosks_own_folder),
        IN_BED(a_question_of_the_kiosk_wakes_once_it_stands_there),
        cmocka_unit_test(a_folder_that_appears_later_is_watched_from_the_next_ring_on),
        IN_BED(signals_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
