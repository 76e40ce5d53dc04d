/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A disk that failed and is well again, and folders that come late. */

#include "worker_stage.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define LATE_MS 10000 /* what is missing is looked for every 5 s */

static struct worker_stage stage;

static int make(void **state)
{
    (void)state;
    worker_stage_make(&stage);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    worker_stage_drop(&stage);
    return 0;
}

static void start(void)
{
    struct bs_error err = {0};
    if (worker_stage_start(&stage, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
}

static const char *gone(void)
{
    static char path[TEMP_DIR_PATH + 8];
    snprintf(path, sizeof path, "%s.gone", stage.state.path);
    return path;
}

static void start_without_the_folder(void)
{
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    worker_stage_run(&stage); /* so that the log and its epoch are there */
    worker_stage_stop(&stage);
    assert_int_equal(rename(stage.state.path, gone()), 0);
    start();
    worker_stage_expect(&stage, WORKER_BUNDLE);
    worker_stage_expect(&stage, WORKER_BROKEN);
}

static void trying_again_does_not_wait_for_the_next_look(void **state)
{
    (void)state;
    start_without_the_folder();
    assert_int_equal(rename(gone(), stage.state.path), 0);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void a_log_that_was_taken_away_is_begun_anew_by_who_tries_again(void **state)
{
    char path[TEMP_DIR_PATH];
    (void)state;
    worker_stage_run(&stage);
    assert_int_equal(unlink(temp_dir_file(&stage.state, "kiosk.db", path)), 0);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_NOT_SAVED);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void who_keeps_trying_does_not_keep_the_disk_from_being_looked_at(void **state)
{
    const struct bs_uuid id = worker_stage_id(1);
    const int64_t end = worker_stage_now() + LATE_MS;
    enum worker_event_kind kind = WORKER_NOT_SAVED;
    (void)state;
    worker_stage_run(&stage);
    while (kind == WORKER_NOT_SAVED && worker_stage_now() < end) {
        assert_true(worker_save(stage.worker, &id, "submission", bs_bytes_of("two\nlines")));
        kind = worker_stage_event(&stage).kind;
        usleep(200000);
    }
    assert_int_equal(kind, WORKER_READY);
}

static void news_from_a_folder_that_comes_late_is_seen(void **state)
{
    (void)state;
    assert_int_equal(rmdir(stage.sync.path), 0);
    start();
    worker_stage_silence(&stage, 200);
    assert_int_equal(mkdir(stage.sync.path, 0700), 0);
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    worker_stage_expect(&stage, WORKER_BUNDLE);
    worker_stage_expect(&stage, WORKER_READY);
}

static void a_log_that_is_set_aside_before_its_first_epoch_is_made_anew(void **state)
{
    char log[TEMP_DIR_PATH], aside[TEMP_DIR_PATH];
    (void)state;
    start();
    worker_stage_silence(&stage, 200);
    assert_int_equal(rename(temp_dir_file(&stage.state, "kiosk.db", log),
                            temp_dir_file(&stage.state, "aside.db", aside)),
                     0);
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_expect(&stage, WORKER_BROKEN);
    worker_stage_expect(&stage, WORKER_READY);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(worker_stage_records(&stage), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(trying_again_does_not_wait_for_the_next_look),
        TEST(a_log_that_was_taken_away_is_begun_anew_by_who_tries_again),
        TEST(who_keeps_trying_does_not_keep_the_disk_from_being_looked_at),
        TEST(news_from_a_folder_that_comes_late_is_seen),
        TEST(a_log_that_is_set_aside_before_its_first_epoch_is_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
