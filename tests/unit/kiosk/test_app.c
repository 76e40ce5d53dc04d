/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The whole program without a window: what fingers and keys do to a visit, and what is left in memory after it. */

#include "app_stage.h"
#include "fault_ledger.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "all_zero.h"

static struct worker_stage stage;
static struct app app;

/* ---- the program ---- */

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
    int64_t end = app_now(&app) + ms;
    while (app_now(&app) < end) {
        int64_t deadline = session_deadline(&app.session, app_now(&app));
        int64_t until = deadline >= 0 && deadline < end ? deadline : end;
        virtual_clock_advance(&app.virtual_clock, until - app_now(&app));
        step();
    }
}

static int make(void **state)
{
    (void)state;
    worker_stage_make(&stage);
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    const struct kiosk_config config = app_stage_config(&stage);
    app_stage_start(&app, &config, false);
    pass(UI_DEAD_MS);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    app_finish(&app);
    worker_stage_drop(&stage);
    return 0;
}

/* ---- the resident ---- */

static void touch(struct ui_point at)
{
    app_stage_finger(&app, UI_FINGER_DOWN, at);
    step();
    app_stage_finger(&app, UI_FINGER_UP, at);
    step();
}

static void tap(const char *id)
{
    touch(app_stage_middle(&app, id));
    pass(SESSION_CONFIRM_MS + UI_DEAD_MS);
}

static void press(enum ui_key key)
{
    struct ui_event event = {.kind = UI_KEY_DOWN, .key = key, .time_ms = app_now(&app)};
    app_input(&app, &event);
    step();
    pass(UI_BOUNCE_MS);
}

static void visit_to_the_thanks(void)
{
    tap("programme.twee");
    tap("answer.good");
    tap("choice.p2");
    app_stage_wait_for(&app, SESSION_THANKS);
    pass(UI_DEAD_MS);
}

/* ---- touch ---- */

static void a_language_that_is_tapped_twice_is_taken_once(void **state)
{
    (void)state;
    tap("programme.twee");
    struct ui_point place = app_stage_middle(&app, "lang.en");
    touch(place);
    pass(100);
    const struct ui_node *there = scene_hit(&app.shown, place);
    assert_non_null(there);
    assert_string_equal(there->id, "lang.nl");
    touch(place);
    assert_string_equal(app.session.lang, "en");
}

/* ---- somebody is there ---- */

static void a_touch_beside_the_buttons_puts_the_warning_off(void **state)
{
    (void)state;
    tap("programme.twee");
    pass(40000);
    touch((struct ui_point){2, 2});
    pass(44000);
    assert_false(app.session.is_warning);
    pass(1000);
    assert_true(app.session.is_warning);
}

static void a_key_that_moves_the_focus_puts_the_warning_off(void **state)
{
    (void)state;
    tap("programme.twee");
    for (int i = 0; i < 5; i++) {
        pass(20000);
        press(UI_KEY_NEXT);
    }
    assert_false(app.session.is_warning);
    assert_int_equal(app.session.screen, SESSION_QUESTION);
}

static void a_touch_beside_the_buttons_begins_no_visit(void **state)
{
    (void)state;
    touch((struct ui_point){2, 2});
    press(UI_KEY_OTHER);
    assert_false(app.session.is_active);
}

static void staying_gives_the_focus_back(void **state)
{
    (void)state;
    tap("programme.twee");
    press(UI_KEY_NEXT);
    press(UI_KEY_NEXT);
    struct ui_scene before = app.shown;
    pass(50000);
    assert_true(app.session.is_warning);
    tap("tool.stay");
    assert_true(scene_equal(&before, &app.shown));
}

/* ---- what is left ---- */

static void when_time_runs_out_the_focus_is_gone(void **state)
{
    struct ui_scene fresh = app.shown;
    (void)state;
    tap("lang.en");
    press(UI_KEY_NEXT);
    pass(80000);
    assert_false(app.session.is_active);
    assert_true(scene_equal(&fresh, &app.shown));
    assert_true(is_all_zero(app.focus_behind, sizeof app.focus_behind));
}

static void a_focus_that_nobody_uses_is_gone(void **state)
{
    struct ui_scene fresh = app.shown;
    (void)state;
    press(UI_KEY_NEXT);
    assert_false(scene_equal(&fresh, &app.shown));
    pass(60000);
    assert_true(scene_equal(&fresh, &app.shown));
}

static void after_the_thanks_nothing_of_the_answers_is_left_to_send(void **state)
{
    (void)state;
    visit_to_the_thanks();
    assert_true(is_all_zero(app.effects.body, sizeof app.effects.body));
    assert_true(is_all_zero(&app.effects.id, sizeof app.effects.id));
    assert_int_equal(app.effects.len, 0);
}

static void of_another_subject_nothing_can_be_corrected_by_accident(void **state)
{
    (void)state;
    visit_to_the_thanks();
    assert_string_not_equal(app.effects.first, "");
    for (int page = 0; page < 4 && scene_find(&app.shown, "tool.more") != NULL; page++) {
        tap("tool.more"); /* there is more to read than fits on one page */
    }
    tap("tool.another");
    assert_true(app.session.is_active);
    assert_true(is_all_zero(app.effects.first, sizeof app.effects.first));
}

static void a_correction_is_a_record_behind_the_submission(void **state)
{
    (void)state;
    visit_to_the_thanks();
    tap("tool.change");
    tap("answer.bad");
    tap("tool.next");
    app_stage_wait_for(&app, SESSION_THANKS);
    assert_int_equal(worker_stage_records(&stage), 2);
    assert_string_equal(scene_find(&app.shown, "saved")->label, "Uw antwoord is veranderd.");
}

static void no_sign_of_a_code_stays_in_memory(void **state)
{
    static const char TYPED[] = "sign.";
    (void)state;
    tap("tool.code");
    tap("sign.K");
    tap("sign.7");
    assert_non_null(memmem(&app, sizeof app, TYPED, sizeof TYPED - 1));
    tap("tool.stop");
    assert_null(memmem(&app, sizeof app, TYPED, sizeof TYPED - 1));
    assert_true(is_all_zero(app.session.typed, sizeof app.session.typed));
}

static void a_program_that_is_told_to_end_keeps_what_was_answered(void **state)
{
    (void)state;
    tap("programme.twee");
    tap("answer.good");
    app.quit = true;
    app_finish(&app);
    assert_int_equal(worker_stage_records(&stage), 1);
}

/* The scene file stands for a display that is gone: a frame cannot be shown. */
static void a_program_that_cannot_go_on_keeps_what_was_answered(void **state)
{
    struct bs_error err = {0};
    (void)state;
    tap("programme.twee");
    tap("answer.good");
    app.arguments.scene_file = "/nowhere/scene.json";
    app.is_shown = false;
    assert_int_equal(app_run(&app, &err), BS_BROKEN);
    app_finish(&app);
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void a_program_that_is_told_to_end_keeps_nothing_of_nobody(void **state)
{
    (void)state;
    tap("programme.twee");
    app.quit = true;
    app_finish(&app);
    assert_int_equal(worker_stage_records(&stage), 0);
}

static void a_frame_leaves_nothing_of_a_longer_one_behind(void **state)
{
    (void)state;
    tap("answer.good");
    tap("choice.l1");
    size_t before = app.drawlist.count;
    tap("tool.help");
    tap("tool.stop");
    tap("tool.help");
    assert_true(app.drawlist.count < UI_COMMANDS_MAX && before < UI_COMMANDS_MAX);
    const struct ui_command *rest = &app.drawlist.commands[app.drawlist.count];
    assert_true(is_all_zero(rest, (UI_COMMANDS_MAX - app.drawlist.count) * sizeof *rest));
}

static void what_cannot_be_encoded_is_not_tried_again_as_the_one_before_it(void **state)
{
    struct session_effect effect = {.kind = SESSION_SAVE,
                                    .submission = {.programme = "twee",
                                                   .version = 2,
                                                   .place = "prinsenhof",
                                                   .lang = "nl",
                                                   .answer_count = 1,
                                                   .answers = {{.question = "mood2",
                                                                .kind = BS_KIND_FACES,
                                                                .value_count = 1,
                                                                .values = {"good"}}}}};
    (void)state;
    assert_true(effects_run(&app.effects, &effect));
    strcpy(effect.submission.place, "Not A Slug");
    assert_false(effects_run(&app.effects, &effect));
    effect.kind = SESSION_SAVE_AGAIN;
    assert_false(effects_run(&app.effects, &effect));
}

static void an_icon_that_is_not_there_is_logged(void **state)
{
    char text[4096] = "";
    int ends[2];
    int saved = dup(STDERR_FILENO);
    int64_t until = worker_stage_now() + 20000;
    (void)state;
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    dup2(ends[1], STDERR_FILENO);
    worker_stage_strange_icons(&stage, 2);
    while (strstr(text, "icon.missing programme=twee icon=mouse") == NULL &&
           worker_stage_now() < until) {
        size_t len = strlen(text);
        step();
        ssize_t got = read(ends[0], text + len, sizeof text - 1 - len);
        text[len + (got > 0 ? (size_t)got : 0)] = '\0';
    }
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[0]);
    close(ends[1]);
    assert_true(worker_stage_now() < until);
}

/* ---- a worn card ---- */

/* F54 */
static void while_a_sync_takes_five_seconds_the_screen_stays_alive(void **state)
{
    int64_t longest = 0, begin;
    size_t frames = 0;
    (void)state;
    tap("programme.twee");
    tap("answer.good");
    worker_stage_slow(5000);
    begin = worker_stage_now();
    tap("choice.p2");
    while (app.session.screen != SESSION_THANKS && worker_stage_now() < begin + 60000) {
        int64_t before = worker_stage_now(), took;
        touch((struct ui_point){2, 2});
        took = worker_stage_now() - before;
        longest = took > longest ? took : longest;
        frames++;
        usleep(10000);
    }
    worker_stage_slow(0);
    assert_int_equal(app.session.screen, SESSION_THANKS);
    assert_true(worker_stage_now() - begin >= 5000);
    assert_true(frames > 20);
    assert_true(longest < 1000);
    fault_struck("F54", "each fdatasync takes 5 s", 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_language_that_is_tapped_twice_is_taken_once),
        TEST(a_touch_beside_the_buttons_puts_the_warning_off),
        TEST(a_key_that_moves_the_focus_puts_the_warning_off),
        TEST(a_touch_beside_the_buttons_begins_no_visit),
        TEST(staying_gives_the_focus_back),
        TEST(when_time_runs_out_the_focus_is_gone),
        TEST(a_focus_that_nobody_uses_is_gone),
        TEST(after_the_thanks_nothing_of_the_answers_is_left_to_send),
        TEST(of_another_subject_nothing_can_be_corrected_by_accident),
        TEST(a_correction_is_a_record_behind_the_submission),
        TEST(no_sign_of_a_code_stays_in_memory),
        TEST(a_program_that_is_told_to_end_keeps_what_was_answered),
        TEST(a_program_that_cannot_go_on_keeps_what_was_answered),
        TEST(a_program_that_is_told_to_end_keeps_nothing_of_nobody),
        TEST(a_frame_leaves_nothing_of_a_longer_one_behind),
        TEST(what_cannot_be_encoded_is_not_tried_again_as_the_one_before_it),
        TEST(an_icon_that_is_not_there_is_logged),
        TEST(while_a_sync_takes_five_seconds_the_screen_stays_alive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
