/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#include "visit_bundle.h"

#include <string.h>

#include "answers.h"

static void toggling_adds_and_takes_off_again(void **state)
{
    (void)state;
    struct answers answers = {0};
    assert_true(answers_slot_toggle(&answers.slot[1], 2, 2));
    assert_true(answers_slot_has(&answers.slot[1], 2));
    assert_true(answers_slot_toggle(&answers.slot[1], 2, 2));
    assert_false(answers_slot_has(&answers.slot[1], 2));
    assert_false(answers_any(&answers));
}

static void one_more_than_the_limit_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    struct answers answers = {0};
    assert_true(answers_slot_toggle(&answers.slot[0], 0, 2));
    assert_true(answers_slot_toggle(&answers.slot[0], 1, 2));
    assert_false(answers_slot_toggle(&answers.slot[0], 2, 2));
    assert_int_equal(answers.slot[0].count, 2);
    assert_false(answers_slot_has(&answers.slot[0], 2));
}

static void taking_off_the_first_keeps_the_order_of_the_rest(void **state)
{
    (void)state;
    struct answers answers = {0};
    for (size_t i = 0; i < 3; i++) {
        assert_true(answers_slot_toggle(&answers.slot[0], i, 3));
    }
    assert_true(answers_slot_toggle(&answers.slot[0], 0, 3));
    assert_int_equal(answers.slot[0].choice[0], 1);
    assert_int_equal(answers.slot[0].choice[1], 2);
}

static void a_choice_takes_the_place_of_dont_know(void **state)
{
    (void)state;
    struct answers answers = {0};
    answers_set_dont_know(&answers, 0);
    assert_true(answers_slot_toggle(&answers.slot[0], 1, 2));
    assert_false(answers.slot[0].dont_know);
    assert_int_equal(answers.slot[0].count, 1);
}

static void a_wipe_leaves_only_zero_bytes(void **state)
{
    (void)state;
    static const struct answers NOTHING;
    struct answers answers = {0};
    answers_slot_set(&answers.slot[2], 3);
    answers_wipe(&answers);
    assert_memory_equal(&answers, &NOTHING, sizeof answers);
}

static void values_are_exported_and_not_positions(void **state)
{
    (void)state;
    struct bs_bundle *bundle = visit_bundle();
    struct answers answers = {0};
    struct bs_submission submission = {0};
    answers_slot_set(&answers.slot[0], 1);
    answers_slot_toggle(&answers.slot[2], 2, 2);
    answers_slot_toggle(&answers.slot[2], 0, 2);
    answers_export(&answers, bundle->programmes[0].programme, &submission);
    assert_int_equal(submission.answer_count, 2);
    assert_string_equal(submission.answers[0].values[0], "bad");
    assert_string_equal(submission.answers[1].question, "list");
    assert_string_equal(submission.answers[1].values[0], "l3");
    assert_string_equal(submission.answers[1].values[1], "l1");
    bs_bundle_destroy(bundle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(toggling_adds_and_takes_off_again),
        cmocka_unit_test(one_more_than_the_limit_is_refused_and_changes_nothing),
        cmocka_unit_test(taking_off_the_first_keeps_the_order_of_the_rest),
        cmocka_unit_test(a_choice_takes_the_place_of_dont_know),
        cmocka_unit_test(a_wipe_leaves_only_zero_bytes),
        cmocka_unit_test(values_are_exported_and_not_positions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
