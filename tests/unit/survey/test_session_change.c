/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Changing answers that are saved already, and the program that is told to end. */

#include <string.h>

#include "session.h"
#include "visit_bundle.h"

static struct bs_bundle *bundle;
static struct session session;
static struct session_effect effect;
static int64_t now;

static bool apply(enum session_intent_kind kind, size_t index)
{
    struct session_intent intent = {.kind = kind, .index = index};
    return session_apply(&session, &intent, now, &effect);
}

static void pass(int64_t ms)
{
    now += ms;
    apply(SESSION_TICK, 0);
}

/* A tap or "Verder", and the moment in which the answer stays in sight; `effect` is what the tap led to. */
static void answer_by(enum session_intent_kind kind, size_t index)
{
    apply(kind, index);
    struct session_effect led_to = effect;
    pass(SESSION_CONFIRM_MS);
    effect = led_to;
}

/* The thanks for faces 3 (d) and tile 1 (p2) of programme "twee". */
static int make(void **state)
{
    (void)state;
    bundle = visit_bundle();
    now = 1000000;
    session_start(&session, 1);
    apply(SESSION_STORE_READY, 0);
    assert_true(session_set_bundle(&session, bundle, (struct bs_date){2026, 11, 22}, now));
    apply(SESSION_SET_PROGRAMME, 1);
    answer_by(SESSION_CHOOSE, 3);
    answer_by(SESSION_CHOOSE, 1);
    assert_int_equal(effect.kind, SESSION_SAVE);
    apply(SESSION_SAVED, 0);
    assert_int_equal(session.screen, SESSION_THANKS);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    bs_bundle_destroy(bundle);
    return 0;
}

static void assert_as_saved(void)
{
    assert_int_equal(session.screen, SESSION_THANKS);
    assert_int_equal(session.kept, SESSION_KEPT_AS_BEFORE);
    assert_true(answers_slot_has(&session.answers.slot[0], 3));
    assert_true(answers_slot_has(&session.answers.slot[1], 1));
    assert_int_equal(effect.kind, SESSION_NO_EFFECT);
}

static void change_the_face(size_t face)
{
    assert_true(apply(SESSION_CHANGE, 0));
    answer_by(SESSION_CHOOSE, face);
    answer_by(SESSION_NEXT, 0);
}

static void a_change_begins_at_the_first_question_with_the_answers_as_they_were(void **state)
{
    (void)state;
    assert_true(apply(SESSION_CHANGE, 0));
    assert_int_equal(session.screen, SESSION_QUESTION);
    assert_int_equal(session.question, 0);
    assert_true(answers_slot_has(&session.answers.slot[0], 3));
    assert_true(answers_slot_has(&session.answers.slot[1], 1));
}

static void next_keeps_an_answer(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_NEXT, 0);
    assert_int_equal(session.question, 1);
    answer_by(SESSION_CHOOSE, 0);
    assert_int_equal(effect.kind, SESSION_SAVE_CORRECTION);
    assert_string_equal(effect.submission.answers[0].values[0], "good");
    assert_string_equal(effect.submission.answers[1].values[0], "p1");
}

static void a_correction_is_whole_and_has_no_id_yet(void **state)
{
    (void)state;
    change_the_face(0);
    assert_int_equal(effect.kind, SESSION_SAVE_CORRECTION);
    assert_false(effect.submission.is_partial);
    assert_string_equal(effect.submission.corrects, "");
    assert_string_equal(effect.submission.programme, "twee");
    assert_int_equal(effect.submission.answer_count, 2);
    assert_string_equal(effect.submission.answers[0].values[0], "very_bad");
}

static void the_thanks_say_that_it_is_changed_only_after_the_save(void **state)
{
    (void)state;
    change_the_face(0);
    assert_int_equal(session.screen, SESSION_SAVING);
    apply(SESSION_SAVED, 0);
    assert_int_equal(session.screen, SESSION_THANKS);
    assert_int_equal(session.kept, SESSION_KEPT_CHANGED);
    assert_false(session.is_correcting);
}

static void a_fast_save_leaves_the_last_answer_in_sight(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 0);
    apply(SESSION_NEXT, 0);
    apply(SESSION_SAVED, 0);
    assert_int_equal(session.screen, SESSION_QUESTION);
    pass(SESSION_CONFIRM_MS);
    assert_int_equal(session.screen, SESSION_THANKS);
    assert_int_equal(session.kept, SESSION_KEPT_CHANGED);
}

static void answers_can_be_changed_again_and_again(void **state)
{
    (void)state;
    for (size_t face = 0; face < 3; face++) {
        change_the_face(face);
        assert_int_equal(effect.kind, SESSION_SAVE_CORRECTION);
        apply(SESSION_SAVED, 0);
        assert_int_equal(session.kept, SESSION_KEPT_CHANGED);
    }
    assert_true(answers_slot_has(&session.answers.slot[0], 2));
}

static void who_changes_nothing_saves_nothing(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_NEXT, 0);
    answer_by(SESSION_NEXT, 0);
    assert_as_saved();
}

static void who_chooses_the_same_again_saves_nothing(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 3);
    answer_by(SESSION_CHOOSE, 1);
    assert_as_saved();
}

static void back_on_the_first_question_goes_to_the_thanks_as_they_were(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 0);
    apply(SESSION_BACK, 0);
    assert_int_equal(session.screen, SESSION_QUESTION);
    assert_true(apply(SESSION_BACK, 0));
    assert_as_saved();
}

static void stop_leaves_the_answers_as_they_were(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 0);
    assert_true(apply(SESSION_STOP, 0));
    assert_as_saved();
    assert_true(session.is_active);
}

static void stop_in_the_warning_leaves_the_answers_as_they_were(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 0);
    pass(50000);
    assert_true(session.is_warning);
    apply(SESSION_STOP, 0);
    assert_as_saved();
    assert_false(session.is_warning);
}

static void time_that_runs_out_saves_nothing_more_and_wipes(void **state)
{
    (void)state;
    struct session fresh;
    session_start(&fresh, 1);
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 0);
    pass(75000);
    assert_int_equal(effect.kind, SESSION_NO_EFFECT);
    assert_int_equal(session.screen, SESSION_ATTRACT);
    assert_false(session.is_active);
    assert_memory_equal(&session.answers, &fresh.answers, sizeof fresh.answers);
    assert_memory_equal(&session.before, &fresh.before, sizeof fresh.before);
}

static void time_that_runs_out_in_help_saves_nothing_more(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 0);
    apply(SESSION_OPEN_HELP, 0);
    pass(75000);
    assert_int_equal(effect.kind, SESSION_NO_EFFECT);
    assert_int_equal(session.screen, SESSION_ATTRACT);
}

static void a_correction_that_cannot_be_saved_is_never_told_as_saved(void **state)
{
    (void)state;
    change_the_face(0);
    apply(SESSION_SAVE_FAILED, 0);
    assert_int_equal(session.screen, SESSION_NOT_SAVED);
    assert_true(session.is_correcting);
    apply(SESSION_STOP, 0);
    assert_as_saved();
}

static void a_correction_that_failed_can_be_tried_again(void **state)
{
    (void)state;
    change_the_face(0);
    apply(SESSION_SAVE_FAILED, 0);
    apply(SESSION_RETRY, 0);
    assert_int_equal(effect.kind, SESSION_SAVE_AGAIN);
    apply(SESSION_SAVED, 0);
    assert_int_equal(session.kept, SESSION_KEPT_CHANGED);
}

static void on_a_silent_disk_nobody_is_told_what_became_of_a_correction(void **state)
{
    (void)state;
    change_the_face(0);
    pass(SESSION_SAVING_MS);
    assert_int_equal(session.screen, SESSION_NOT_SAVED);
    apply(SESSION_STOP, 0);
    assert_int_equal(session.screen, SESSION_OUT_OF_ORDER);
}

static void only_what_is_saved_can_be_changed(void **state)
{
    (void)state;
    apply(SESSION_STOP, 0);
    assert_false(apply(SESSION_CHANGE, 0));
    apply(SESSION_SET_PROGRAMME, 1);
    assert_false(apply(SESSION_CHANGE, 0));
}

static void a_new_visit_saves_a_submission_again(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    apply(SESSION_BACK, 0);
    apply(SESSION_ANOTHER, 0);
    assert_int_equal(session.kept, SESSION_KEPT_NEW);
    apply(SESSION_SET_PROGRAMME, 1);
    answer_by(SESSION_CHOOSE, 0);
    answer_by(SESSION_CHOOSE, 0);
    assert_int_equal(effect.kind, SESSION_SAVE);
}

/* ---- the program is told to end ---- */

static void what_was_answered_when_the_program_ends_is_kept_as_partial(void **state)
{
    (void)state;
    apply(SESSION_STOP, 0);
    apply(SESSION_SET_PROGRAMME, 1);
    answer_by(SESSION_CHOOSE, 2);
    apply(SESSION_QUIT, 0);
    assert_int_equal(effect.kind, SESSION_SAVE);
    assert_true(effect.submission.is_partial);
    assert_int_equal(effect.submission.answer_count, 1);
    assert_false(session.is_active);
}

static void an_answer_that_is_still_in_sight_on_attract_is_kept_too(void **state)
{
    (void)state;
    apply(SESSION_STOP, 0);
    apply(SESSION_CHOOSE, 2);
    assert_int_equal(session.screen, SESSION_ATTRACT);
    apply(SESSION_QUIT, 0);
    assert_int_equal(effect.kind, SESSION_SAVE);
    assert_true(effect.submission.is_partial);
    assert_int_equal(effect.submission.answer_count, 1);
}

static void what_the_disk_refused_is_not_kept_again_as_partial(void **state)
{
    (void)state;
    apply(SESSION_STOP, 0);
    apply(SESSION_SET_PROGRAMME, 1);
    answer_by(SESSION_CHOOSE, 4);
    answer_by(SESSION_CHOOSE, 1);
    apply(SESSION_SAVE_FAILED, 0);
    assert_int_equal(session.screen, SESSION_NOT_SAVED);
    apply(SESSION_QUIT, 0);
    assert_int_equal(effect.kind, SESSION_NO_EFFECT);
}

static void a_program_that_ends_keeps_nothing_twice(void **state)
{
    (void)state;
    apply(SESSION_QUIT, 0);
    assert_int_equal(effect.kind, SESSION_NO_EFFECT);
    apply(SESSION_QUIT, 0);
    assert_int_equal(effect.kind, SESSION_NO_EFFECT);
}

static void a_program_that_ends_leaves_answers_being_changed_as_they_were(void **state)
{
    (void)state;
    apply(SESSION_CHANGE, 0);
    answer_by(SESSION_CHOOSE, 0);
    apply(SESSION_QUIT, 0);
    assert_int_equal(effect.kind, SESSION_NO_EFFECT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_begins_at_the_first_question_with_the_answers_as_they_were),
        TEST(next_keeps_an_answer),
        TEST(a_correction_is_whole_and_has_no_id_yet),
        TEST(the_thanks_say_that_it_is_changed_only_after_the_save),
        TEST(a_fast_save_leaves_the_last_answer_in_sight),
        TEST(answers_can_be_changed_again_and_again),
        TEST(who_changes_nothing_saves_nothing),
        TEST(who_chooses_the_same_again_saves_nothing),
        TEST(back_on_the_first_question_goes_to_the_thanks_as_they_were),
        TEST(stop_leaves_the_answers_as_they_were),
        TEST(stop_in_the_warning_leaves_the_answers_as_they_were),
        TEST(time_that_runs_out_saves_nothing_more_and_wipes),
        TEST(time_that_runs_out_in_help_saves_nothing_more),
        TEST(a_correction_that_cannot_be_saved_is_never_told_as_saved),
        TEST(a_correction_that_failed_can_be_tried_again),
        TEST(on_a_silent_disk_nobody_is_told_what_became_of_a_correction),
        TEST(only_what_is_saved_can_be_changed),
        TEST(a_new_visit_saves_a_submission_again),
        TEST(what_was_answered_when_the_program_ends_is_kept_as_partial),
        TEST(an_answer_that_is_still_in_sight_on_attract_is_kept_too),
        TEST(what_the_disk_refused_is_not_kept_again_as_partial),
        TEST(a_program_that_ends_keeps_nothing_twice),
        TEST(a_program_that_ends_leaves_answers_being_changed_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
