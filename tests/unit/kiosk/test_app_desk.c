/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The connector's desk in the whole program: the visit beside it, the worker behind it, and what comes at a bad moment. */

#include "app_stage.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/utf8.h>

#include "all_zero.h"
#include "visit_bundle.h"

#define BADGE "9180273645"

static struct worker_stage stage;
static struct app app;
static char badge_hash[BS_HASH_TEXT];

static void step(void)
{
    struct bs_error err = {0};
    if (app_step(&app, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
}

/* Lets time pass as app_run does: with a step at each deadline. */
static void pass(int64_t ms)
{
    const int64_t end = app_now(&app) + ms;
    while (app_now(&app) < end) {
        const int64_t deadline = app_deadline(&app), now = app_now(&app);
        const int64_t until = deadline > now && deadline < end ? deadline : end;
        virtual_clock_advance(&app.virtual_clock, until - now);
        step();
    }
}

/* A bundle of our place, with a connector or without. */
static struct bs_bundle *make_bundle(bool has_connector)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};
    assert_int_equal(bs_bundle_parse(bs_bytes_of(VISIT_JSON), &bundle, &err), BS_OK);
    bundle->connector_count = has_connector ? 1 : 0;
    bundle->connectors[0] =
        (struct bs_connector){.id = "merel-7", .name = "Samira", .badge = badge_hash};
    return bundle;
}

static void give(struct bs_bundle *bundle)
{
    bs_bundle_destroy(app.next_bundle);
    app.next_bundle = bundle;
    app_desk_take_next_bundle(&app);
}

static int make(void **state)
{
    const uint8_t salt[BS_PIN_SALT_SIZE] = {0};
    struct bs_error err = {0};
    (void)state;
    worker_stage_make(&stage);
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    assert_int_equal(bs_pin_hash(BADGE, salt, badge_hash, &err), BS_OK);
    const struct kiosk_config config = app_stage_config(&stage);
    app_stage_start(&app, &config, true);
    give(make_bundle(true));
    step();
    assert_null(app.next_bundle);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    worker_stage_slow(0);
    app_finish(&app);
    worker_stage_drop(&stage);
    return 0;
}

/* ---- the connector ---- */

static void press(const char *id)
{
    (void)app_desk_activates(&app, id);
    step();
}

static void open_door(void)
{
    app_apply(&app, &(struct session_intent){.kind = SESSION_OPEN_HELP});
    press("tool.staff");
    assert_int_equal(app.desk.desk.screen, DESK_DOOR);
}

static void show_badge(const char *line)
{
    for (; *line != '\0'; line++) {
        const struct ui_event event = {
            .kind = UI_TYPED, .sign = *line, .time_ms = app_now(&app), .is_typing = true};
        app_input(&app, &event);
    }
    const struct ui_event end = {
        .kind = UI_KEY_DOWN, .key = UI_KEY_CHOOSE, .time_ms = app_now(&app)};
    app_input(&app, &end);
}

static void until(enum desk_screen screen)
{
    const int64_t end = worker_stage_now() + 20000;
    do {
        step();
    } while ((app.desk.desk.screen != screen || app.desk.desk.is_waiting) &&
             worker_stage_now() < end);
    assert_int_equal(app.desk.desk.screen, screen);
    assert_false(app.desk.desk.is_waiting);
}

static void sign_in(void)
{
    open_door();
    show_badge(BADGE);
    until(DESK_HOME);
}

/* From now on nothing more can be asked of the worker. */
static void fill_queue(void)
{
    worker_stage_slow(1500);
    stage.worker = app.worker;
    assert_true(worker_stage_save(&stage, 0));
    const int64_t taken =
        worker_stage_now() + 300; /* until then the thread has the first in hand */
    while (worker_stage_now() < taken) {
    }
    for (int i = 1; worker_stage_save(&stage, i); i++) {
    }
    stage.worker = NULL;
    assert_false(worker_chores(app.worker));
}

/* ---- a full queue ---- */

static void where_the_queue_is_full_she_is_told_and_can_go_on(void **state)
{
    (void)state;
    sign_in();
    fill_queue();
    press("desk.queue");
    assert_int_equal(app.desk.desk.screen, DESK_QUEUE);
    assert_false(app.desk.desk.is_waiting);
    assert_int_equal(app.desk.desk.trouble, DESK_TROUBLE_DISK);
    worker_stage_slow(0);
    press("tool.back");
    until(DESK_HOME);
}

static void where_the_queue_is_full_the_door_takes_another_try(void **state)
{
    (void)state;
    open_door();
    fill_queue();
    show_badge(BADGE);
    assert_int_equal(app.desk.desk.screen, DESK_DOOR);
    assert_false(app.desk.desk.is_waiting);
    assert_int_equal(app.desk.desk.signin.wrong, 0);
    worker_stage_slow(0);
    while (!worker_is_idle(app.worker)) {
        step();
    }
    show_badge(BADGE);
    until(DESK_HOME);
}

/* ---- opening ---- */

static void a_key_that_is_nobodys_opens_nothing(void **state)
{
    (void)state;
    assert_false(app_desk_activates(&app, "desk.queue"));
    assert_false(app_desk_activates(&app, "tool.staff"));
    assert_false(app_desk_is_open(&app));
    sign_in();
    press("no.such.control");
    assert_int_equal(app.desk.desk.screen, DESK_HOME);
}

static void the_door_sets_the_visit_aside_and_nothing_of_it_is_left(void **state)
{
    (void)state;
    app_apply(&app, &(struct session_intent){.kind = SESSION_OPEN_HELP});
    (void)bs_utf8_copy(app.effects.first, sizeof app.effects.first, "a submission");
    step();
    (void)app_desk_activates(&app, "tool.staff");
    assert_int_equal(app.desk.desk.screen, DESK_DOOR);
    assert_false(app.session.is_active);
    assert_true(is_all_zero(app.effects.first, sizeof app.effects.first));
    assert_true(app.is_left); /* what was drawn and measured goes before the next frame */
}

/* ---- how it is seen ---- */

static void a_mode_that_is_set_at_the_desk_stays_and_goes_with_it(void **state)
{
    (void)state;
    sign_in();
    press("tool.contrast");
    assert_true((app.session.modes & SESSION_CONTRAST) != 0);
    pass(DESK_WARN_MS + DESK_WIPE_MS - 2000);
    assert_true(app_is_warning(&app));
    assert_true((app.session.modes & SESSION_CONTRAST) != 0);
    press("tool.stay");
    assert_false(app_is_warning(&app));
    assert_true((app.session.modes & SESSION_CONTRAST) != 0);
    press("tool.leave");
    assert_false(app_desk_is_open(&app));
    assert_int_equal(app.session.modes, 0);
}

static void staying_at_the_desk_gives_the_focus_back(void **state)
{
    char before[UI_ID_TEXT];
    (void)state;
    sign_in();
    pass(UI_DEAD_MS);
    for (int i = 0; i < 3; i++) {
        const struct ui_event next = {
            .kind = UI_KEY_DOWN, .key = UI_KEY_NEXT, .time_ms = app_now(&app)};
        app_input(&app, &next);
        pass(UI_BOUNCE_MS);
    }
    (void)bs_utf8_copy(before, sizeof before, app.ui.focus);
    assert_string_not_equal(before, "");
    pass(DESK_WARN_MS + 1000);
    assert_true(app_is_warning(&app));
    press("tool.stay");
    assert_string_equal(app.ui.focus, before);
}

/* ---- the status ---- */

static void somebody_who_looks_at_the_status_sees_it_anew(void **state)
{
    const int64_t end = worker_stage_now() + 20000;
    (void)state;
    sign_in();
    press("desk.status");
    while (!app.desk.has_status && worker_stage_now() < end) {
        step();
    }
    const int64_t before = app.desk.status_ms;
    assert_true(app.desk.has_status);
    assert_int_not_equal(before, 0);
    pass(APP_DESK_STATUS_MS);
    assert_true(app.desk.status_ms >= before + APP_DESK_STATUS_MS);
}

/* ---- a visit that cannot be made ---- */

static void forms_that_nobody_can_type_in_leave_no_desk_open(void **state)
{
    (void)state;
    sign_in();
    app_apply(&app, &(struct session_intent){.kind = SESSION_STORE_BROKEN});
    press("desk.help");
    press("help.group");
    press("programme.een");
    pass(2 * DESK_NEXT_MS);
    assert_int_equal(app.desk.desk.screen, DESK_SHUT);
    assert_string_equal(app.desk.desk.who, "");
}

/* ---- another bundle ---- */

static void who_is_not_in_the_next_bundle_is_not_let_in(void **state)
{
    (void)state;
    app_apply(&app, &(struct session_intent){.kind = SESSION_TOGGLE, .index = SESSION_CONTRAST});
    open_door();
    assert_true(app.session.is_active);
    give(make_bundle(false));
    step();
    assert_non_null(app.next_bundle); /* it waits for the visit's end */
    show_badge(BADGE);
    until(DESK_DOOR);
    assert_string_equal(app.desk.desk.who, "");
}

static void who_is_taken_out_while_her_badge_is_looked_at_is_not_let_in(void **state)
{
    struct desk_answer answer = {.kind = DESK_LET_IN, .who = "merel-7"};
    (void)state;
    app_apply(&app, &(struct session_intent){.kind = SESSION_TOGGLE, .index = SESSION_CONTRAST});
    open_door();
    app.desk.desk.is_waiting = true;
    give(make_bundle(false));
    app_desk_take(&app, &answer);
    assert_string_equal(app.desk.desk.who, "");
}

static void a_bundle_that_comes_while_a_time_is_chosen_asks_for_the_subject_again(void **state)
{
    (void)state;
    sign_in();
    press("desk.subject");
    press("programme.twee");
    assert_int_equal(app.desk.desk.screen, DESK_UNTIL);
    struct bs_bundle *bundle = make_bundle(true);
    bundle->programmes[1].programme->id = "drie";
    give(bundle);
    step();
    assert_null(app.next_bundle);
    press("until.0");
    assert_string_equal(app.desk.now, "");
    assert_true(app_desk_is_open(&app));
}

static void a_bundle_with_the_same_subjects_changes_nothing_that_was_chosen(void **state)
{
    (void)state;
    sign_in();
    press("desk.subject");
    press("programme.twee");
    struct bs_bundle *bundle = make_bundle(true);
    const struct bs_bundle_programme first = bundle->programmes[0];
    bundle->programmes[0] = bundle->programmes[1];
    bundle->programmes[1] = first;
    give(bundle);
    step();
    press("until.0");
    assert_string_equal(app.desk.now, "twee");
}

/* ---- an answer that comes late ---- */

static void begin_note(void)
{
    press("desk.note");
    press("note.context");
    press("key.0");
    assert_int_equal(app.desk.desk.screen, DESK_WRITE);
    press("tool.send");
    assert_true(app.desk.desk.is_waiting);
}

static void what_became_of_one_note_is_not_told_of_the_next_one(void **state)
{
    struct desk_answer late = {.kind = DESK_KEPT};
    (void)state;
    sign_in();
    worker_stage_slow(1000);
    begin_note();
    late.number = app.desk.asked;
    press("tool.back");
    begin_note();
    app_desk_take(&app, &late);
    assert_int_equal(app.desk.desk.screen, DESK_WRITE);
    assert_true(app.desk.desk.is_waiting);
    until(DESK_DONE);
    assert_int_equal(worker_stage_records(&stage), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(where_the_queue_is_full_she_is_told_and_can_go_on, make,
                                        drop),
        cmocka_unit_test_setup_teardown(where_the_queue_is_full_the_door_takes_another_try, make,
                                        drop),
        cmocka_unit_test_setup_teardown(a_key_that_is_nobodys_opens_nothing, make, drop),
        cmocka_unit_test_setup_teardown(the_door_sets_the_visit_aside_and_nothing_of_it_is_left,
                                        make, drop),
        cmocka_unit_test_setup_teardown(a_mode_that_is_set_at_the_desk_stays_and_goes_with_it, make,
                                        drop),
        cmocka_unit_test_setup_teardown(staying_at_the_desk_gives_the_focus_back, make, drop),
        cmocka_unit_test_setup_teardown(somebody_who_looks_at_the_status_sees_it_anew, make, drop),
        cmocka_unit_test_setup_teardown(forms_that_nobody_can_type_in_leave_no_desk_open, make,
                                        drop),
        cmocka_unit_test_setup_teardown(who_is_not_in_the_next_bundle_is_not_let_in, make, drop),
        cmocka_unit_test_setup_teardown(who_is_taken_out_while_her_badge_is_looked_at_is_not_let_in,
                                        make, drop),
        cmocka_unit_test_setup_teardown(
            a_bundle_that_comes_while_a_time_is_chosen_asks_for_the_subject_again, make, drop),
        cmocka_unit_test_setup_teardown(
            a_bundle_with_the_same_subjects_changes_nothing_that_was_chosen, make, drop),
        cmocka_unit_test_setup_teardown(what_became_of_one_note_is_not_told_of_the_next_one, make,
                                        drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
