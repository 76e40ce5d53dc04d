/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#include "every_kind.h"
#include "visit_bundle.h"

#include "branch.h"
#include "kind.h"

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
    answers_slot_set(&answers.slot[0], 1);
    assert_int_equal(branch_next(first(state), &answers, 0), 1);
}

static void a_good_face_passes_why_over(void **state)
{
    struct answers answers = {0};
    answers_slot_set(&answers.slot[0], 3);
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
    answers_slot_set(&answers.slot[0], 1);
    assert_int_equal(branch_steps(first(state), &answers), 3);
    assert_int_equal(branch_step(first(state), &answers, 2), 3);
    answers_slot_set(&answers.slot[0], 4);
    assert_int_equal(branch_steps(first(state), &answers), 2);
    assert_int_equal(branch_step(first(state), &answers, 2), 2);
}

static void a_change_of_heart_forgets_the_why(void **state)
{
    struct answers answers = {0};
    answers_slot_set(&answers.slot[0], 0);
    answers_slot_toggle(&answers.slot[1], 2, 2);
    answers_slot_set(&answers.slot[0], 4);
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

/* ---- any kind ---- */

static struct bs_programme *made_up(void)
{
    empty_house();
    return add_programme("p");
}

static void a_question_follows_a_value_of_any_kind_where_one_is_chosen(void **state)
{
    static const enum bs_kind KINDS[] = {BS_KIND_FACES, BS_KIND_TILES, BS_KIND_YES_NO,
                                         BS_KIND_PICTURE, BS_KIND_AGREE};
    (void)state;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        struct bs_programme *programme = made_up();
        struct answers answers = {0};
        add_question(programme, "q", KINDS[i], 2, 1);
        follow(add_question(programme, "more", BS_KIND_LIST, 3, 2), "q",
               programme->questions[0].choices[1].value);
        answers_slot_set(&answers.slot[0], 1);
        assert_true(branch_asks(programme, &answers, 1));
        answers_slot_set(&answers.slot[0], 0);
        assert_false(branch_asks(programme, &answers, 1));
    }
}

static void any_of_several_values_leads(void **state)
{
    static const enum bs_kind KINDS[] = {BS_KIND_LIST, BS_KIND_TOP, BS_KIND_POINTS};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct bs_programme *programme = made_up();
        struct answers answers = {0};
        const struct bs_question *question = add_question(programme, "q", KINDS[i], 4, 3);
        follow(add_question(programme, "more", BS_KIND_YES_NO, 2, 1), "q", "v2");
        kind_choose(&answers.slot[0], question, 0, 0);
        assert_false(branch_asks(programme, &answers, 1));
        kind_choose(&answers.slot[0], question, 0, 2);
        assert_true(branch_asks(programme, &answers, 1));
    }
}

static void what_won_a_pair_leads(void **state)
{
    struct bs_programme *programme = made_up();
    struct answers answers = {0};
    const struct bs_question *question = add_question(programme, "q", BS_KIND_PAIR, 3, 3);
    (void)state;
    follow(add_question(programme, "more", BS_KIND_YES_NO, 2, 1), "q", "v2");
    kind_choose(&answers.slot[0], question, 0, 0);
    kind_choose(&answers.slot[0], question, 1, 2);
    assert_false(branch_asks(programme, &answers, 1)); /* not complete yet */
    kind_choose(&answers.slot[0], question, 2, 1);
    assert_true(branch_asks(programme, &answers, 1));
}

static void not_knowing_leads_nowhere(void **state)
{
    static const char *const AFTER[] = {"v1", NULL};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct bs_programme *programme = made_up();
        struct answers answers = {0};
        add_question(programme, "q", BS_KIND_TILES, 3, 1);
        follow(add_question(programme, "more", BS_KIND_YES_NO, 2, 1), "q", AFTER[i]);
        answers_set_dont_know(&answers, 0);
        assert_int_equal(branch_next(programme, &answers, 0), BRANCH_NONE);
        assert_int_equal(branch_steps(programme, &answers), 1);
    }
}

static void without_values_every_given_one_leads(void **state)
{
    struct bs_programme *programme = made_up();
    struct answers answers = {0};
    (void)state;
    add_question(programme, "q", BS_KIND_TILES, 3, 1);
    follow(add_question(programme, "more", BS_KIND_YES_NO, 2, 1), "q", NULL);
    assert_false(branch_asks(programme, &answers, 1));
    answers_slot_set(&answers.slot[0], 2);
    assert_true(branch_asks(programme, &answers, 1));
}

static void what_follows_a_question_that_is_not_asked_is_not_asked(void **state)
{
    struct bs_programme *programme = made_up();
    struct answers answers = {0};
    (void)state;
    add_question(programme, "a", BS_KIND_TILES, 2, 1);
    follow(add_question(programme, "b", BS_KIND_TILES, 2, 1), "a", "v0");
    follow(add_question(programme, "c", BS_KIND_TILES, 2, 1), "b", "v1");
    answers_slot_set(&answers.slot[0], 0);
    answers_slot_set(&answers.slot[1], 1);
    assert_true(branch_asks(programme, &answers, 2));
    answers_slot_set(&answers.slot[2], 0);
    answers_slot_set(&answers.slot[0], 1);
    assert_false(branch_asks(programme, &answers, 1));
    assert_false(branch_asks(programme, &answers, 2));
    branch_prune(programme, &answers);
    assert_false(answers.slot[1].is_given || answers.slot[2].is_given);
}

/* K71 */
static void the_total_is_that_of_the_longest_way_and_never_grows(void **state)
{
    struct bs_programme *programme = made_up();
    (void)state;
    add_question(programme, "a", BS_KIND_TILES, 3, 1);
    follow(add_question(programme, "b", BS_KIND_TILES, 2, 1), "a", "v0");
    follow(add_question(programme, "c", BS_KIND_TILES, 2, 1), "a", "v1");
    follow(add_question(programme, "d", BS_KIND_TILES, 2, 1), "c", "v1");
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    for (size_t first = 0; first < 3; first++) {
        struct answers answers = {0};
        size_t steps = branch_steps(programme, &answers), at = 0;
        assert_int_equal(steps, 3); /* a, c, d */
        while (at != BRANCH_NONE) {
            if (bs_kind_is_asked(programme->questions[at].kind)) {
                answers_slot_set(&answers.slot[at], at == 0 ? first : 1);
                assert_true(branch_step(programme, &answers, at) <=
                            branch_steps(programme, &answers));
            }
            assert_true(branch_steps(programme, &answers) <= steps);
            steps = branch_steps(programme, &answers);
            at = branch_next(programme, &answers, at);
        }
        assert_int_equal(steps, first == 0 ? 2 : first == 1 ? 3 : 1);
        assert_true(branch_is_complete(programme, &answers));
    }
}

static void a_path_is_complete_when_everything_asked_has_its_answer(void **state)
{
    struct bs_programme *programme = made_up();
    struct answers answers = {0};
    (void)state;
    add_question(programme, "a", BS_KIND_TILES, 3, 1);
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    follow(add_question(programme, "b", BS_KIND_TILES, 2, 1), "a", "v0");
    add_question(programme, "words", BS_KIND_TEXT, 0, 0);
    assert_false(branch_is_complete(programme, &answers));
    answers_slot_set(&answers.slot[0], 0);
    assert_false(branch_is_complete(programme, &answers));
    answers_set_dont_know(&answers, 2);
    assert_true(branch_is_complete(programme, &answers));
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
        cmocka_unit_test(a_question_follows_a_value_of_any_kind_where_one_is_chosen),
        cmocka_unit_test(any_of_several_values_leads),
        cmocka_unit_test(what_won_a_pair_leads),
        cmocka_unit_test(not_knowing_leads_nowhere),
        cmocka_unit_test(without_values_every_given_one_leads),
        cmocka_unit_test(what_follows_a_question_that_is_not_asked_is_not_asked),
        cmocka_unit_test(the_total_is_that_of_the_longest_way_and_never_grows),
        cmocka_unit_test(a_path_is_complete_when_everything_asked_has_its_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
