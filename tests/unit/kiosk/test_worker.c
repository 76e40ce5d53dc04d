/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Saving: what the disk's thread promises to the screen. */

#include "worker_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOW_MS    400
#define AT_ONCE_MS 100 /* far below SLOW_MS, far above what posting a job takes */

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

/* ---- saving ---- */

static void saved_is_told_when_the_record_is_on_disk(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void saved_is_not_told_before_a_slow_disk_has_it(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_slow(SLOW_MS);
    int64_t begin = worker_stage_now();
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_true(worker_stage_now() - begin >= SLOW_MS);
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void an_event_names_the_record(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    for (int number = 1; number <= 3; number++) {
        struct bs_uuid id = worker_stage_id(number);
        assert_true(worker_stage_save(&stage, number));
        struct worker_event event = worker_stage_event(&stage);
        assert_int_equal(event.kind, WORKER_SAVED);
        assert_memory_equal(&event.id, &id, sizeof id);
    }
}

static void records_are_saved_in_the_order_in_which_they_were_posted(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_slow(20);
    for (int number = 1; number <= 5; number++) {
        assert_true(worker_stage_save(&stage, number));
    }
    for (int number = 1; number <= 5; number++) {
        struct bs_uuid id = worker_stage_id(number);
        struct worker_event event = worker_stage_event(&stage);
        assert_memory_equal(&event.id, &id, sizeof id);
    }
    assert_int_equal(worker_stage_records(&stage), 5);
}

static void the_same_record_again_is_saved_and_kept_once(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_stage_save(&stage, 1));
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void a_record_that_the_log_refuses_is_told_with_a_reason(void **state)
{
    struct bs_uuid id = worker_stage_id(1);
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_save(stage.worker, &id, "submission", bs_bytes_of("two\nlines")));
    struct worker_event event = worker_stage_event(&stage);
    assert_int_equal(event.kind, WORKER_NOT_SAVED);
    assert_memory_equal(&event.id, &id, sizeof id);
    assert_true(event.error.text[0] != '\0');
    assert_int_equal(worker_stage_records(&stage), 0);
}

static void bodies_are_taken_up_to_their_limit(void **state)
{
    static char body[WORKER_BODY_MAX + 1];
    struct bs_uuid id = worker_stage_id(1);
    (void)state;
    worker_stage_run(&stage);
    memset(body, 'x', sizeof body);
    assert_false(worker_save(stage.worker, &id, "submission",
                             (struct bs_bytes){(const uint8_t *)body, WORKER_BODY_MAX + 1}));
    worker_stage_silence(&stage, 50);
    assert_true(worker_save(stage.worker, &id, "submission",
                            (struct bs_bytes){(const uint8_t *)body, WORKER_BODY_MAX}));
    (void)worker_stage_event(&stage);
}

/* ---- a slow disk ---- */

static void a_slow_disk_does_not_hold_up_posting(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_slow(SLOW_MS);
    int64_t begin = worker_stage_now();
    assert_true(worker_stage_save(&stage, 1));
    assert_true(worker_stage_save(&stage, 2));
    assert_true(worker_stage_now() - begin < AT_ONCE_MS);
    worker_stage_expect(&stage, WORKER_SAVED);
    worker_stage_expect(&stage, WORKER_SAVED);
}

static void a_slow_disk_does_not_hold_up_asking(void **state)
{
    struct worker_event event;
    (void)state;
    worker_stage_run(&stage);
    worker_stage_slow(SLOW_MS);
    assert_true(worker_stage_save(&stage, 1));
    int64_t begin = worker_stage_now();
    assert_false(worker_take(stage.worker, &event));
    assert_false(worker_is_idle(stage.worker));
    assert_true(worker_stage_now() - begin < AT_ONCE_MS);
    worker_stage_expect(&stage, WORKER_SAVED);
}

static void a_full_queue_is_told_at_once(void **state)
{
    int taken = 0;
    (void)state;
    worker_stage_run(&stage);
    worker_stage_slow(SLOW_MS);
    int64_t begin = worker_stage_now();
    while (taken < 2 * WORKER_JOBS_MAX && worker_stage_save(&stage, taken + 1)) {
        taken++;
    }
    assert_true(worker_stage_now() - begin < AT_ONCE_MS);
    /* One may be under way already. */
    assert_in_range(taken, WORKER_JOBS_MAX, WORKER_JOBS_MAX + 1);
    worker_stage_slow(0);
    for (int i = 0; i < taken; i++) {
        worker_stage_expect(&stage, WORKER_SAVED);
    }
    assert_int_equal(worker_stage_records(&stage), taken);
}

static void stopping_finishes_what_is_queued(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_slow(30);
    for (int number = 1; number <= 4; number++) {
        assert_true(worker_stage_save(&stage, number));
    }
    worker_stage_stop(&stage);
    assert_int_equal(worker_stage_records(&stage), 4);
}

static void it_is_idle_when_everything_is_saved_and_told(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_stage_save(&stage, 1));
    assert_false(worker_is_idle(stage.worker));
    worker_stage_expect(&stage, WORKER_SAVED);
    int64_t end = worker_stage_now() + 5000;
    while (!worker_is_idle(stage.worker) && worker_stage_now() < end) {
    }
    assert_true(worker_is_idle(stage.worker));
}

static void it_rings_for_every_event(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    int before = atomic_load(&stage.wakes);
    assert_true(worker_stage_save(&stage, 1));
    assert_true(worker_stage_save(&stage, 2));
    worker_stage_expect(&stage, WORKER_SAVED);
    worker_stage_expect(&stage, WORKER_SAVED);
    worker_stage_stop(&stage);
    assert_int_equal(atomic_load(&stage.wakes), before + 2);
}

/* ---- opening ---- */

static void root_does_not_run_it_in_the_folder_of_its_user(void **state)
{
    struct bs_error err = {0};
    (void)state;
    if (geteuid() != 0) {
        print_message("skipped: only root can give a folder away\n");
        return;
    }
    worker_stage_enrol(&stage, STAGE_KIOSK);
    assert_int_equal(chown(stage.state.path, 1234, 1234), 0);
    assert_int_equal(worker_stage_start(&stage, &err), BS_BAD);
    assert_non_null(strstr(err.text, "runuser"));
    assert_null(stage.worker);
}

static void a_second_worker_on_the_same_folder_is_refused_and_names_the_first(void **state)
{
    struct bs_error err = {0};
    struct worker *second = NULL;
    char pid[24];
    (void)state;
    worker_stage_run(&stage);
    struct worker *first = stage.worker;
    assert_int_equal(worker_stage_start(&stage, &err), BS_REFUSED);
    second = stage.worker;
    stage.worker = first;
    assert_ptr_equal(second, first);
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    assert_non_null(strstr(err.text, pid));
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
}

static void after_stopping_another_worker_may_have_the_folder(void **state)
{
    struct bs_error err = {0};
    (void)state;
    worker_stage_run(&stage);
    worker_stage_stop(&stage);
    assert_int_equal(worker_stage_start(&stage, &err), BS_OK);
    worker_stage_expect(&stage, WORKER_BUNDLE);
    worker_stage_expect(&stage, WORKER_READY);
}

static void without_its_folder_it_says_that_it_is_broken(void **state)
{
    struct bs_error err = {0};
    (void)state;
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    assert_int_equal(rmdir(stage.state.path), 0);
    assert_int_equal(worker_stage_start(&stage, &err), BS_OK);
    worker_stage_expect(&stage, WORKER_BUNDLE);
    struct worker_event event = worker_stage_event(&stage);
    assert_int_equal(event.kind, WORKER_BROKEN);
    assert_non_null(strstr(event.error.text, stage.state.path));
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_NOT_SAVED);
    worker_stage_stop(&stage);
    stage.state.path[0] = '\0';
}

static void a_folder_that_comes_back_is_used_again(void **state)
{
    struct bs_error err = {0};
    struct temp_dir again;
    char gone[TEMP_DIR_PATH + 8];
    (void)state;
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    again = stage.state;
    snprintf(gone, sizeof gone, "%s.gone", stage.state.path);
    assert_int_equal(rename(stage.state.path, gone), 0);
    assert_int_equal(worker_stage_start(&stage, &err), BS_OK);
    worker_stage_expect(&stage, WORKER_BUNDLE);
    worker_stage_expect(&stage, WORKER_BROKEN);
    assert_int_equal(rename(gone, again.path), 0);
    worker_stage_expect(&stage, WORKER_READY);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
}

static void stopping_nothing_is_fine(void **state)
{
    (void)state;
    worker_stop(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(saved_is_told_when_the_record_is_on_disk),
        TEST(saved_is_not_told_before_a_slow_disk_has_it),
        TEST(an_event_names_the_record),
        TEST(records_are_saved_in_the_order_in_which_they_were_posted),
        TEST(the_same_record_again_is_saved_and_kept_once),
        TEST(a_record_that_the_log_refuses_is_told_with_a_reason),
        TEST(bodies_are_taken_up_to_their_limit),
        TEST(a_slow_disk_does_not_hold_up_posting),
        TEST(a_slow_disk_does_not_hold_up_asking),
        TEST(a_full_queue_is_told_at_once),
        TEST(stopping_finishes_what_is_queued),
        TEST(it_is_idle_when_everything_is_saved_and_told),
        TEST(it_rings_for_every_event),
        TEST(root_does_not_run_it_in_the_folder_of_its_user),
        TEST(a_second_worker_on_the_same_folder_is_refused_and_names_the_first),
        TEST(after_stopping_another_worker_may_have_the_folder),
        TEST(without_its_folder_it_says_that_it_is_broken),
        TEST(a_folder_that_comes_back_is_used_again),
        cmocka_unit_test(stopping_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
