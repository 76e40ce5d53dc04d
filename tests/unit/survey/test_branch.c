/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#include "visit_bundle.h"

#include "branch.h"

static int make(void **state)
{
    *state = visit_bundle();
    return 0;
}

static int drop(void **state)
{
    bs_bundle_destroy(*state);
    return 0;
}

static const struct bs_programme *first(void **state)
{
    return ((struct bs_bundle *)*state)->programmes[0].programme;
}

static void a_bad_face_leads_to_why(void **state)
{
    struct answers answers = {0};
    answers_set(&answers, 0, 1);
    assert_int_equal(branch_next(first(state), &answers, 0), 1);
}

static void a_good_face_passes_why_over(void **state)
{
    struct answers answers = {0};
    answers_set(&answers, 0, 3);
    assert_int_equal(branch_next(first(state), &answers, 0), 2);
    assert_int_equal(branch_previous(first(state), &answers, 2), 0);
}

static void not_knowing_passes_why_over(void **state)
{
    struct answers answers = {0};
    answers_set_dont_know(&answers, 0);
    assert_int_equal(branch_next(first(state), &answers, 0), 2);
}

static void the_total_never_grows_along_the_way(void **state)
{
    struct answers answers = {0};
    assert_int_equal(branch_steps(first(state), &answers), 3);
    answers_set(&answers, 0, 1);
    assert_int_equal(branch_steps(first(state), &answers), 3);
    assert_int_equal(branch_step(first(state), &answers, 2), 3);
    answers_set(&answers, 0, 4);
    assert_int_equal(branch_steps(first(state), &answers), 2);
    assert_int_equal(branch_step(first(state), &answers, 2), 2);
}

static void a_change_of_heart_forgets_the_why(void **state)
{
    struct answers answers = {0};
    answers_set(&answers, 0, 0);
    answers_toggle(&answers, 1, 2, 2);
    answers_set(&answers, 0, 4);
    branch_prune(first(state), &answers);
    assert_false(answers.slot[1].is_given);
    assert_true(answers.slot[0].is_given);
}

static void after_the_last_question_there_is_none(void **state)
{
    struct answers answers = {0};
    assert_int_equal(branch_next(first(state), &answers, 2), BRANCH_NONE);
    assert_int_equal(branch_previous(first(state), &answers, 0), BRANCH_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_bad_face_leads_to_why, make, drop),
        cmocka_unit_test_setup_teardown(a_good_face_passes_why_over, make, drop),
        cmocka_unit_test_setup_teardown(not_knowing_passes_why_over, make, drop),
        cmocka_unit_test_setup_teardown(the_total_never_grows_along_the_way, make, drop),
        cmocka_unit_test_setup_teardown(a_change_of_heart_forgets_the_why, make, drop),
        cmocka_unit_test_setup_teardown(after_the_last_question_there_is_none, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
