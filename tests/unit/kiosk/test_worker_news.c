/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* News from syncd's folder, and whose log it is. */

#include "worker_stage.h"

#include <string.h>

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

static void wait_idle(void)
{
    int64_t end = worker_stage_now() + 20000;
    while (!worker_is_idle(stage.worker) && worker_stage_now() < end) {
        worker_stage_silence(&stage, 0); /* takes how the door was left */
    }
    assert_true(worker_is_idle(stage.worker));
}

static void without_news_nothing_is_told(void **state)
{
    (void)state;
    start();
    wait_idle();
    worker_stage_silence(&stage, 100);
}

static void the_first_news_is_told_without_a_restart(void **state)
{
    (void)state;
    start();
    wait_idle();
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    bool has_bundle = false, is_ready = false;
    while (!has_bundle || !is_ready) {
        enum worker_event_kind kind = worker_stage_event(&stage).kind;
        has_bundle = has_bundle || kind == WORKER_BUNDLE;
        is_ready = is_ready || kind == WORKER_READY;
    }
}

static void a_newer_bundle_is_handed_on(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_bundle(&stage, 2);
    worker_stage_expect(&stage, WORKER_BUNDLE);
}

static void the_same_bundle_is_not_handed_on_again(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_bundle(&stage, 1);
    worker_stage_silence(&stage, 300);
}

static void a_damaged_bundle_is_not_handed_on(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_damage(&stage, 2);
    worker_stage_silence(&stage, 300);
}

static void a_good_bundle_after_a_damaged_one_is_handed_on(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    worker_stage_damage(&stage, 2);
    worker_stage_bundle(&stage, 3);
    worker_stage_expect(&stage, WORKER_BUNDLE);
}

static void saving_goes_on_while_news_comes(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_bundle(&stage, 2);
    assert_true(worker_stage_save(&stage, 2));
    int saved = 0, bundles = 0;
    while (saved < 2 || bundles < 1) {
        enum worker_event_kind kind = worker_stage_event(&stage).kind;
        saved += kind == WORKER_SAVED ? 1 : 0;
        bundles += kind == WORKER_BUNDLE ? 1 : 0;
    }
    assert_int_equal(worker_stage_records(&stage), 2);
}

static struct bs_outbox_tip tip_of(void)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip = {.seq = 0};
    struct bs_error err = {0};
    assert_int_equal(bs_outbox_open_reader(stage.state.path, &outbox, &err), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, &err), BS_OK);
    bs_outbox_close(outbox);
    return tip;
}

static void the_log_begins_in_the_name_of_the_kiosk(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    assert_string_equal(tip_of().kiosk, STAGE_KIOSK);
    assert_int_equal(tip_of().seq, 0);
}

static void a_restart_goes_on_in_the_same_epoch(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    struct bs_outbox_tip before = tip_of();
    worker_stage_stop(&stage);
    start();
    worker_stage_expect(&stage, WORKER_BUNDLE);
    worker_stage_expect(&stage, WORKER_READY);
    assert_true(worker_stage_save(&stage, 2));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_string_equal(tip_of().epoch, before.epoch);
    assert_int_equal(tip_of().seq, 2);
}

static void another_name_begins_another_epoch(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    struct bs_outbox_tip before = tip_of();
    worker_stage_stop(&stage);
    worker_stage_enrol(&stage, "k-2");
    start();
    worker_stage_expect(&stage, WORKER_BUNDLE);
    worker_stage_expect(&stage, WORKER_READY);
    assert_string_equal(tip_of().kiosk, "k-2");
    assert_string_not_equal(tip_of().epoch, before.epoch);
}

static void before_it_has_a_name_nothing_can_be_saved(void **state)
{
    (void)state;
    start();
    wait_idle();
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_NOT_SAVED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_news_nothing_is_told),
        TEST(the_first_news_is_told_without_a_restart),
        TEST(a_newer_bundle_is_handed_on),
        TEST(the_same_bundle_is_not_handed_on_again),
        TEST(a_damaged_bundle_is_not_handed_on),
        TEST(a_good_bundle_after_a_damaged_one_is_handed_on),
        TEST(saving_goes_on_while_news_comes),
        TEST(the_log_begins_in_the_name_of_the_kiosk),
        TEST(a_restart_goes_on_in_the_same_epoch),
        TEST(another_name_begins_another_epoch),
        TEST(before_it_has_a_name_nothing_can_be_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
