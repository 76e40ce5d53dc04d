/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* "Snapt u waarom? Klopt dit?": two taps under an outcome. */

#include "every_kind.h"

/* Programme 0 asks; programme 1 has an outcome. */
static int make(void **state)
{
    (void)state;
    empty_house();
    add_question(add_programme("asks"), "q", BS_KIND_YES_NO, 2, 1);
    add_question(&house.programmes[0], "last", BS_KIND_YES_NO, 2, 1);
    add_question(add_programme("answered"), "q", BS_KIND_YES_NO, 2, 1);
    house.outcome = (struct bs_outcome){.version = 7};
    house.bundle.programmes[1].outcome = &house.outcome;
    open_house();
    assert_true(apply(SESSION_OPEN_ANSWER, 1));
    return 0;
}

static void assert_verdict(bool understood, bool has_right, bool is_right)
{
    const struct bs_verdict *verdict = &house.effect.verdict;
    assert_effect(SESSION_SAVE_VERDICT);
    assert_int_equal(verdict->understood, understood);
    assert_int_equal(verdict->has_right, has_right);
    assert_int_equal(verdict->is_right, is_right);
    assert_int_equal(verdict->outcome_version, 7);
    assert_string_equal(verdict->at.programme, "answered");
    assert_int_equal(verdict->at.version, 3);
    assert_string_equal(verdict->at.place, "prinsenhof");
    assert_string_equal(verdict->at.lang, "nl");
    assert_memory_equal(&verdict->at, &house.effect.at, sizeof verdict->at);
}

static void two_taps_are_one_verdict(void **state)
{
    (void)state;
    for (size_t understood = 0; understood < 2; understood++) {
        for (size_t right = 0; right < 2; right++) {
            make(NULL);
            assert_true(apply(SESSION_VERDICT, understood));
            assert_effect(SESSION_NO_EFFECT);
            assert_int_equal(house.session.verdict_step, 1);
            assert_true(apply(SESSION_VERDICT, right));
            assert_verdict(understood == 1, true, right == 1);
            assert_int_equal(house.session.verdict_step, 2);
        }
    }
}

static void after_it_nothing_more_is_asked_in_this_visit(void **state)
{
    (void)state;
    apply(SESSION_VERDICT, 1);
    apply(SESSION_VERDICT, 1);
    assert_false(apply(SESSION_VERDICT, 1));
    assert_effect(SESSION_NO_EFFECT);
    apply(SESSION_BACK, 0);
    assert_effect(SESSION_NO_EFFECT);
    assert_true(apply(SESSION_OPEN_ANSWER, 1));
    assert_int_equal(house.session.verdict_step, 2);
    assert_false(apply(SESSION_VERDICT, 0));
}

static void the_next_visit_may_judge_again(void **state)
{
    (void)state;
    apply(SESSION_VERDICT, 1);
    apply(SESSION_VERDICT, 1);
    apply(SESSION_STOP, 0);
    apply(SESSION_OPEN_ANSWER, 1);
    assert_int_equal(house.session.verdict_step, 0);
    assert_true(apply(SESSION_VERDICT, 0));
}

static void one_tap_alone_is_kept_when_the_page_is_left(void **state)
{
    static const enum session_intent_kind WAYS[] = {SESSION_BACK, SESSION_STOP,
                                                    SESSION_SET_PROGRAMME, SESSION_QUIT};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        make(NULL);
        apply(SESSION_VERDICT, 1);
        assert_true(apply(WAYS[i], 0));
        assert_verdict(true, false, false);
    }
}

static void one_tap_alone_is_kept_when_time_runs_out(void **state)
{
    (void)state;
    apply(SESSION_VERDICT, 0);
    pass(75000);
    assert_verdict(false, false, false);
    assert_screen(SESSION_ATTRACT);
    assert_false(house.session.is_active);
}

static void one_tap_alone_is_kept_when_time_runs_out_in_help(void **state)
{
    (void)state;
    apply(SESSION_VERDICT, 1);
    apply(SESSION_OPEN_HELP, 0);
    assert_effect(SESSION_NO_EFFECT);
    pass(75000);
    assert_verdict(true, false, false);
}

static void the_next_page_and_help_do_not_leave_it(void **state)
{
    (void)state;
    apply(SESSION_VERDICT, 1);
    apply(SESSION_MORE, 0);
    assert_effect(SESSION_NO_EFFECT);
    apply(SESSION_BACK, 0);
    assert_effect(SESSION_NO_EFFECT);
    apply(SESSION_OPEN_HELP, 0);
    apply(SESSION_CLOSE_HELP, 0);
    assert_int_equal(house.session.verdict_step, 1);
    apply(SESSION_VERDICT, 0);
    assert_verdict(true, true, false);
}

static void without_a_tap_nothing_is_kept(void **state)
{
    (void)state;
    apply(SESSION_BACK, 0);
    assert_effect(SESSION_NO_EFFECT);
    apply(SESSION_OPEN_ANSWER, 1);
    pass(75000);
    assert_effect(SESSION_NO_EFFECT);
}

static void only_an_outcome_is_judged(void **state)
{
    (void)state;
    apply(SESSION_STOP, 0);
    assert_true(apply(SESSION_OPEN_ANSWER, 0));
    assert_false(apply(SESSION_VERDICT, 1));
    apply(SESSION_STOP, 0);
    assert_false(apply(SESSION_VERDICT, 1));
    apply(SESSION_SET_PROGRAMME, 0);
    assert_false(apply(SESSION_VERDICT, 1));
}

static void yes_and_no_are_all_there_is(void **state)
{
    (void)state;
    assert_false(apply(SESSION_VERDICT, 2));
    assert_int_equal(house.session.verdict_step, 0);
}

static void on_trial_a_verdict_says_so(void **state)
{
    (void)state;
    house.bundle.is_in_use = false;
    apply(SESSION_VERDICT, 1);
    apply(SESSION_VERDICT, 1);
    assert_true(house.effect.verdict.at.is_trial);
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_taps_are_one_verdict),
        TEST(after_it_nothing_more_is_asked_in_this_visit),
        TEST(the_next_visit_may_judge_again),
        TEST(one_tap_alone_is_kept_when_the_page_is_left),
        TEST(one_tap_alone_is_kept_when_time_runs_out),
        TEST(one_tap_alone_is_kept_when_time_runs_out_in_help),
        TEST(the_next_page_and_help_do_not_leave_it),
        TEST(without_a_tap_nothing_is_kept),
        TEST(only_an_outcome_is_judged),
        TEST(yes_and_no_are_all_there_is),
        TEST(on_trial_a_verdict_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
