/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#include "visit_bundle.h"

#include <string.h>

#include "session.h"

struct visit {
    struct bs_bundle *bundle;
    struct session session;
    struct session_effect effect;
    int64_t now;
};

static struct visit *of(void **state)
{
    return *state;
}

static bool apply(struct visit *visit, enum session_intent_kind kind, size_t index)
{
    struct session_intent intent = {.kind = kind, .index = index};
    return session_apply(&visit->session, &intent, visit->now, &visit->effect);
}

static void pass(struct visit *visit, int64_t ms)
{
    visit->now += ms;
    apply(visit, SESSION_TICK, 0);
}

/* A tap, and the moment in which the chosen answer stays in sight. */
static void answer(struct visit *visit, size_t index)
{
    apply(visit, SESSION_CHOOSE, index);
    struct session_effect effect = visit->effect;
    pass(visit, SESSION_CONFIRM_MS);
    visit->effect = effect;
}

static int make(void **state)
{
    static struct visit visit;
    visit = (struct visit){.bundle = visit_bundle(), .now = 1000000};
    session_start(&visit.session, 1);
    apply(&visit, SESSION_STORE_READY, 0);
    assert_true(
        session_set_bundle(&visit.session, visit.bundle, (struct bs_date){2026, 11, 22}, 1000000));
    *state = &visit;
    return 0;
}

static int drop(void **state)
{
    bs_bundle_destroy(of(state)->bundle);
    return 0;
}

static void without_a_bundle_the_screen_is_being_set_up(void **state)
{
    (void)state;
    struct session session;
    session_start(&session, 1);
    assert_int_equal(session.screen, SESSION_SETTING_UP);
}

static void the_first_tap_on_attract_is_the_first_answer(void **state)
{
    struct visit *visit = of(state);
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
    answer(visit, 3);
    assert_int_equal(visit->session.screen, SESSION_QUESTION);
    assert_int_equal(visit->session.question, 2);
    assert_true(answers_slot_has(&visit->session.answers.slot[0], 3));
}

static void a_second_tap_while_the_answer_is_in_sight_does_nothing(void **state)
{
    struct visit *visit = of(state);
    apply(visit, SESSION_CHOOSE, 3);
    assert_false(apply(visit, SESSION_CHOOSE, 0));
    assert_true(answers_slot_has(&visit->session.answers.slot[0], 3));
}

static void the_thanks_come_only_after_the_save_is_durable(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    answer(visit, 0);
    apply(visit, SESSION_NEXT, 0);
    assert_int_equal(visit->effect.kind, SESSION_SAVE);
    pass(visit, SESSION_CONFIRM_MS);
    assert_int_equal(visit->session.screen, SESSION_SAVING);
    pass(visit, 5000);
    assert_int_equal(visit->session.screen, SESSION_SAVING);
    apply(visit, SESSION_SAVED, 0);
    assert_int_equal(visit->session.screen, SESSION_THANKS);
}

static void a_fast_save_still_leaves_the_answer_in_sight(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    answer(visit, 0);
    apply(visit, SESSION_NEXT, 0);
    apply(visit, SESSION_SAVED, 0);
    assert_int_equal(visit->session.screen, SESSION_QUESTION);
    pass(visit, SESSION_CONFIRM_MS);
    assert_int_equal(visit->session.screen, SESSION_THANKS);
}

static void a_failed_save_never_thanks(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    answer(visit, 0);
    apply(visit, SESSION_NEXT, 0);
    apply(visit, SESSION_SAVE_FAILED, 0);
    assert_int_equal(visit->session.screen, SESSION_NOT_SAVED);
    pass(visit, SESSION_CONFIRM_MS);
    assert_int_equal(visit->session.screen, SESSION_NOT_SAVED);
}

static void trying_again_saves_the_same_submission(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    answer(visit, 0);
    apply(visit, SESSION_NEXT, 0);
    apply(visit, SESSION_SAVE_FAILED, 0);
    apply(visit, SESSION_RETRY, 0);
    assert_int_equal(visit->effect.kind, SESSION_SAVE_AGAIN);
    apply(visit, SESSION_SAVED, 0);
    assert_int_equal(visit->session.screen, SESSION_THANKS);
}

static void after_a_failed_save_nobody_is_asked_until_the_store_is_ready(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    answer(visit, 0);
    apply(visit, SESSION_NEXT, 0);
    apply(visit, SESSION_SAVE_FAILED, 0);
    pass(visit, SESSION_NOT_SAVED_MS);
    assert_int_equal(visit->session.screen, SESSION_OUT_OF_ORDER);
    apply(visit, SESSION_STORE_READY, 0);
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
}

static void the_submission_holds_what_was_answered_and_nothing_of_the_person(void **state)
{
    struct visit *visit = of(state);
    apply(visit, SESSION_SET_PROGRAMME, 1);
    answer(visit, 4);
    visit->now += 7000;
    apply(visit, SESSION_CHOOSE, 1);
    const struct bs_submission *saved = &visit->effect.submission;
    assert_int_equal(visit->effect.kind, SESSION_SAVE);
    assert_string_equal(saved->programme, "twee");
    assert_int_equal(saved->version, 2);
    assert_string_equal(saved->place, "prinsenhof");
    assert_string_equal(saved->lang, "nl");
    assert_int_equal(saved->seconds, 7);
    assert_false(saved->is_partial);
    assert_false(saved->is_trial);
    assert_int_equal(saved->answer_count, 2);
    assert_string_equal(saved->answers[1].values[0], "p2");
}

static void next_without_a_choice_says_what_to_do(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    assert_true(apply(visit, SESSION_NEXT, 0));
    assert_true(visit->session.hint);
    assert_int_equal(visit->session.question, 2);
}

static void dont_know_is_an_answer(void **state)
{
    struct visit *visit = of(state);
    apply(visit, SESSION_DONT_KNOW, 0);
    pass(visit, SESSION_CONFIRM_MS);
    assert_true(visit->session.answers.slot[0].dont_know);
    assert_int_equal(visit->session.question, 2);
}

static void back_shows_the_answer_before_it(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 1);
    assert_int_equal(visit->session.question, 1);
    assert_true(apply(visit, SESSION_BACK, 0));
    assert_int_equal(visit->session.question, 0);
    assert_true(answers_slot_has(&visit->session.answers.slot[0], 1));
}

static void the_warning_comes_at_45_seconds_and_not_before(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    visit->session.last_tap_ms = visit->now;
    pass(visit, 44999);
    assert_false(visit->session.is_warning);
    pass(visit, 1);
    assert_true(visit->session.is_warning);
    assert_int_equal(session_seconds_left(&visit->session, visit->now), 30);
}

static void eleven_extensions_keep_the_same_state(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    for (int i = 0; i < 11; i++) {
        visit->session.last_tap_ms = visit->now;
        pass(visit, 45000);
        assert_true(visit->session.is_warning);
        pass(visit, 29900);
        assert_true(visit->session.is_active);
        apply(visit, SESSION_STAY, 0);
    }
    assert_false(visit->session.is_warning);
    assert_int_equal(visit->session.question, 2);
    assert_true(answers_slot_has(&visit->session.answers.slot[0], 3));
}

static void when_time_runs_out_a_partial_one_is_kept_and_all_is_wiped(void **state)
{
    struct visit *visit = of(state);
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    session_apply(&visit->session, &english, visit->now, &visit->effect);
    answer(visit, 3);
    pass(visit, 75000);
    assert_int_equal(visit->effect.kind, SESSION_SAVE);
    assert_true(visit->effect.submission.is_partial);
    assert_string_equal(visit->effect.submission.lang, "en");
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
    assert_string_equal(visit->session.lang, "nl");
    assert_false(answers_any(&visit->session.answers));
}

/* K65 */
static void after_the_wipe_the_session_is_as_at_the_start(void **state)
{
    struct visit *visit = of(state);
    struct session fresh;
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    session_apply(&visit->session, &english, visit->now, &visit->effect);
    answer(visit, 0);
    answer(visit, 1);
    apply(visit, SESSION_STOP, 0);
    struct session_intent ready = {.kind = SESSION_STORE_READY};
    session_start(&fresh, visit->session.shuffle); /* which is another one than before the visit */
    session_apply(&fresh, &ready, visit->now, &visit->effect);
    session_set_bundle(&fresh, visit->bundle, visit->session.today, visit->now);
    assert_memory_equal(&visit->session, &fresh, sizeof fresh);
}

static void nobody_who_has_not_answered_leaves_a_record(void **state)
{
    struct visit *visit = of(state);
    apply(visit, SESSION_SET_PROGRAMME, 1);
    pass(visit, 75000);
    assert_int_equal(visit->effect.kind, SESSION_NO_EFFECT);
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
}

static void stop_keeps_nothing(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    apply(visit, SESSION_STOP, 0);
    assert_int_equal(visit->effect.kind, SESSION_NO_EFFECT);
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
    assert_false(visit->session.is_active);
}

/* K66 */
static void stop_while_an_answer_is_in_sight_keeps_nothing(void **state)
{
    struct visit *visit = of(state);
    apply(visit, SESSION_CHOOSE, 3);
    assert_true(apply(visit, SESSION_STOP, 0));
    assert_int_equal(visit->effect.kind, SESSION_NO_EFFECT);
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
    assert_false(visit->session.is_active);
}

static void what_is_being_kept_already_is_not_taken_back_by_stop(void **state)
{
    struct visit *visit = of(state);
    apply(visit, SESSION_SET_PROGRAMME, 1);
    answer(visit, 4);
    apply(visit, SESSION_CHOOSE, 1);
    assert_int_equal(visit->effect.kind, SESSION_SAVE);
    assert_false(apply(visit, SESSION_STOP, 0));
    apply(visit, SESSION_SAVED, 0);
    assert_false(apply(visit, SESSION_STOP, 0));
    pass(visit, SESSION_CONFIRM_MS);
    assert_int_equal(visit->session.screen, SESSION_THANKS);
}

static void leaving_on_the_help_screen_keeps_the_partial_one(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    apply(visit, SESSION_OPEN_HELP, 0);
    pass(visit, 75000);
    assert_int_equal(visit->effect.kind, SESSION_SAVE);
    assert_true(visit->effect.submission.is_partial);
}

static void the_thanks_end_by_themselves_and_save_nothing_twice(void **state)
{
    struct visit *visit = of(state);
    apply(visit, SESSION_SET_PROGRAMME, 1);
    answer(visit, 4);
    answer(visit, 1);
    apply(visit, SESSION_SAVED, 0);
    assert_int_equal(visit->session.screen, SESSION_THANKS);
    pass(visit, SESSION_THANKS_MS);
    assert_int_equal(visit->effect.kind, SESSION_NO_EFFECT);
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
}

static void another_subject_keeps_the_language_and_wipes_the_answers(void **state)
{
    struct visit *visit = of(state);
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    session_apply(&visit->session, &english, visit->now, &visit->effect);
    apply(visit, SESSION_SET_PROGRAMME, 1);
    answer(visit, 4);
    answer(visit, 1);
    apply(visit, SESSION_SAVED, 0);
    assert_true(apply(visit, SESSION_ANOTHER, 0));
    assert_int_equal(visit->session.screen, SESSION_ATTRACT);
    pass(visit, 1000);
    assert_string_equal(visit->session.lang, "en");
    assert_false(answers_any(&visit->session.answers));
}

static void about_leads_back_to_help_and_help_to_the_question(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    apply(visit, SESSION_OPEN_HELP, 0);
    assert_true(apply(visit, SESSION_OPEN_ABOUT, 0));
    assert_true(apply(visit, SESSION_CLOSE_HELP, 0));
    assert_int_equal(visit->session.screen, SESSION_HELP);
    assert_true(apply(visit, SESSION_CLOSE_HELP, 0));
    assert_int_equal(visit->session.screen, SESSION_QUESTION);
    assert_int_equal(visit->session.question, 2);
}

static void a_bundle_is_not_taken_in_the_middle_of_a_visit(void **state)
{
    struct visit *visit = of(state);
    answer(visit, 3);
    assert_false(session_set_bundle(&visit->session, visit->bundle, (struct bs_date){2026, 11, 23},
                                    1000000));
    apply(visit, SESSION_STOP, 0);
    assert_true(session_set_bundle(&visit->session, visit->bundle, (struct bs_date){2026, 11, 23},
                                   1000000));
}

static void a_programme_that_has_ended_is_not_asked(void **state)
{
    struct visit *visit = of(state);
    assert_true(
        session_set_bundle(&visit->session, visit->bundle, (struct bs_date){2027, 1, 1}, 1000000));
    assert_int_equal(visit->session.screen, SESSION_SETTING_UP);
    assert_false(apply(visit, SESSION_SET_PROGRAMME, 0));
}

static void an_unknown_language_or_choice_changes_nothing(void **state)
{
    struct visit *visit = of(state);
    struct session_intent klingon = {.kind = SESSION_SET_LANGUAGE, .lang = "tlh"};
    assert_false(session_apply(&visit->session, &klingon, visit->now, &visit->effect));
    assert_false(apply(visit, SESSION_CHOOSE, 5));
    assert_false(visit->session.is_active);
}

/* Every intent in every order: no assertion, no thanks without a save, and the end is always reached. */
static void random_intents_never_thank_without_a_save(void **state)
{
    struct visit *visit = of(state);
    struct bs_random random = bs_random_seeded(7);
    bool saved = false, changed = false;
    for (int i = 0; i < 200000; i++) {
        enum session_intent_kind kind = bs_random_below(&random, SESSION_QUIT + 1);
        bool pending = visit->session.is_save_pending, correcting = visit->session.is_correcting;
        if ((kind == SESSION_SAVED || kind == SESSION_SAVE_FAILED) && !pending) {
            continue; /* the worker answers only what it was asked */
        }
        visit->now += bs_random_below(&random, 4) == 0 ? 20000 : 150;
        apply(visit, kind, bs_random_below(&random, 6));
        saved = kind == SESSION_SAVED ||
                (saved && (visit->session.is_saved || visit->session.is_correcting));
        changed = (kind == SESSION_SAVED && correcting) || (changed && visit->session.is_active);
        if (visit->session.screen == SESSION_THANKS) {
            assert_true(saved);
            assert_true(changed || visit->session.kept != SESSION_KEPT_CHANGED);
        }
        int64_t deadline = session_deadline(&visit->session, visit->now);
        assert_true(!visit->session.is_active || visit->session.screen == SESSION_SAVING ||
                    deadline >= 0);
    }
}

#define VISIT(test) cmocka_unit_test_setup_teardown(test, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_bundle_the_screen_is_being_set_up),
        VISIT(the_first_tap_on_attract_is_the_first_answer),
        VISIT(a_second_tap_while_the_answer_is_in_sight_does_nothing),
        VISIT(the_thanks_come_only_after_the_save_is_durable),
        VISIT(a_fast_save_still_leaves_the_answer_in_sight),
        VISIT(a_failed_save_never_thanks),
        VISIT(trying_again_saves_the_same_submission),
        VISIT(after_a_failed_save_nobody_is_asked_until_the_store_is_ready),
        VISIT(the_submission_holds_what_was_answered_and_nothing_of_the_person),
        VISIT(next_without_a_choice_says_what_to_do),
        VISIT(dont_know_is_an_answer),
        VISIT(back_shows_the_answer_before_it),
        VISIT(the_warning_comes_at_45_seconds_and_not_before),
        VISIT(eleven_extensions_keep_the_same_state),
        VISIT(when_time_runs_out_a_partial_one_is_kept_and_all_is_wiped),
        VISIT(after_the_wipe_the_session_is_as_at_the_start),
        VISIT(nobody_who_has_not_answered_leaves_a_record),
        VISIT(stop_keeps_nothing),
        VISIT(stop_while_an_answer_is_in_sight_keeps_nothing),
        VISIT(what_is_being_kept_already_is_not_taken_back_by_stop),
        VISIT(leaving_on_the_help_screen_keeps_the_partial_one),
        VISIT(the_thanks_end_by_themselves_and_save_nothing_twice),
        VISIT(another_subject_keeps_the_language_and_wipes_the_answers),
        VISIT(about_leads_back_to_help_and_help_to_the_question),
        VISIT(a_bundle_is_not_taken_in_the_middle_of_a_visit),
        VISIT(a_programme_that_has_ended_is_not_asked),
        VISIT(an_unknown_language_or_choice_changes_nothing),
        VISIT(random_intents_never_thank_without_a_save),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
