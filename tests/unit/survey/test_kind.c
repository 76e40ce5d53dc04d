/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a tap does to an answer, kind by kind. */

#include "every_kind.h"

#include "kind.h"

static struct bs_programme *programme;
static struct answer_slot slot;

static int make(void **state)
{
    (void)state;
    empty_house();
    programme = add_programme("p");
    slot = (struct answer_slot){0};
    return 0;
}

static const struct bs_question *ask(enum bs_kind kind, size_t choices, size_t most)
{
    return add_question(programme, "q", kind, choices, most);
}

static void where_one_is_chosen_a_tap_is_the_answer_and_the_next_one_replaces_it(void **state)
{
    static const enum bs_kind KINDS[] = {BS_KIND_FACES, BS_KIND_TILES, BS_KIND_YES_NO,
                                         BS_KIND_PICTURE, BS_KIND_AGREE};
    (void)state;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        const struct bs_question *question = ask(KINDS[i], 2, 1);
        slot = (struct answer_slot){0};
        assert_int_equal(kind_choose(&slot, question, 0, 0), KIND_ANSWERED);
        assert_int_equal(kind_choose(&slot, question, 0, 1), KIND_ANSWERED);
        assert_true(slot.is_given);
        assert_false(kind_is_chosen(&slot, question, 0, 0));
        assert_true(kind_is_chosen(&slot, question, 0, 1));
        assert_int_equal(kind_left(&slot, question), 0);
    }
}

static void a_choice_beyond_the_last_is_refused_by_every_kind(void **state)
{
    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        const struct bs_question *question = ask((enum bs_kind)kind, 3, 3);
        programme->question_count = 0;
        assert_int_equal(kind_choose(&slot, question, 0, 3), KIND_REFUSED);
        assert_false(slot.is_given);
    }
}

static void several_are_added_until_there_are_no_more_and_that_is_hinted(void **state)
{
    static const enum bs_kind KINDS[] = {BS_KIND_WHY, BS_KIND_LIST, BS_KIND_TOP};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const struct bs_question *question = ask(KINDS[i], 4, 2);
        slot = (struct answer_slot){0};
        assert_false(kind_is_ready(&slot, question, 0));
        assert_int_equal(kind_left(&slot, question), 2);
        assert_int_equal(kind_choose(&slot, question, 0, 3), KIND_CHANGED);
        assert_true(kind_is_ready(&slot, question, 0));
        assert_int_equal(kind_choose(&slot, question, 0, 1), KIND_CHANGED);
        assert_int_equal(kind_left(&slot, question), 0);
        assert_int_equal(kind_choose(&slot, question, 0, 0), KIND_HINTED);
        assert_false(kind_is_chosen(&slot, question, 0, 0));
        assert_int_equal(kind_choose(&slot, question, 0, 3), KIND_CHANGED);
        assert_int_equal(kind_left(&slot, question), 1);
    }
}

static void who_is_taken_out_of_a_top_moves_the_others_up(void **state)
{
    const struct bs_question *question = ask(BS_KIND_TOP, 5, 3);
    (void)state;
    kind_choose(&slot, question, 0, 4);
    kind_choose(&slot, question, 0, 0);
    kind_choose(&slot, question, 0, 2);
    assert_int_equal(kind_rank(&slot, 4), 1);
    assert_int_equal(kind_rank(&slot, 2), 3);
    kind_choose(&slot, question, 0, 4);
    assert_int_equal(kind_rank(&slot, 4), 0);
    assert_int_equal(kind_rank(&slot, 0), 1);
    assert_int_equal(kind_rank(&slot, 2), 2);
    kind_choose(&slot, question, 0, 4);
    assert_int_equal(kind_rank(&slot, 4), 3);
}

static void points_go_where_they_are_tapped_until_there_are_none(void **state)
{
    const struct bs_question *question = ask(BS_KIND_POINTS, 5, 5);
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(kind_choose(&slot, question, 0, 2), KIND_CHANGED);
    }
    assert_int_equal(kind_choose(&slot, question, 0, 0), KIND_CHANGED);
    assert_int_equal(kind_left(&slot, question), 1);
    assert_int_equal(kind_choose(&slot, question, 0, 4), KIND_CHANGED);
    assert_int_equal(kind_points(&slot, 2), 3);
    assert_int_equal(kind_left(&slot, question), 0);
    assert_int_equal(kind_choose(&slot, question, 0, 2), KIND_HINTED);
    assert_int_equal(kind_points(&slot, 2), 3);
}

static void a_point_can_be_taken_back_where_there_is_one(void **state)
{
    const struct bs_question *question = ask(BS_KIND_POINTS, 3, 5);
    (void)state;
    kind_choose(&slot, question, 0, 1);
    kind_choose(&slot, question, 0, 1);
    assert_false(kind_take_back(&slot, question, 0));
    assert_true(kind_take_back(&slot, question, 1));
    assert_int_equal(kind_points(&slot, 1), 1);
    assert_true(kind_is_ready(&slot, question, 0));
    assert_true(kind_take_back(&slot, question, 1));
    assert_false(kind_is_ready(&slot, question, 0));
    assert_false(kind_take_back(&slot, question, 1));
}

static void only_points_are_taken_back(void **state)
{
    const struct bs_question *question = ask(BS_KIND_LIST, 3, 2);
    (void)state;
    kind_choose(&slot, question, 0, 1);
    assert_false(kind_take_back(&slot, question, 1));
    assert_true(kind_is_chosen(&slot, question, 0, 1));
}

static void a_locked_goal_takes_no_point(void **state)
{
    struct bs_question *question = add_question(programme, "q", BS_KIND_POINTS, 3, 5);
    (void)state;
    question->choices[1].is_locked = true;
    assert_int_equal(kind_choose(&slot, question, 0, 1), KIND_REFUSED);
    assert_false(slot.is_given);
    assert_int_equal(kind_choose(&slot, question, 0, 2), KIND_CHANGED);
}

static void the_same_division_is_the_same_answer_whatever_the_order_of_taps(void **state)
{
    const struct bs_question *question = ask(BS_KIND_POINTS, 5, 5);
    static const size_t ONE[] = {4, 0, 2, 0, 2}, OTHER[] = {2, 2, 0, 4, 0};
    struct answers a = {0}, b = {0};
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        kind_choose(&a.slot[0], question, 0, ONE[i]);
        kind_choose(&b.slot[0], question, 0, OTHER[i]);
    }
    assert_true(answers_equal(&a, &b));
    kind_take_back(&b.slot[0], question, 4);
    assert_false(answers_equal(&a, &b));
}

static void every_choice_of_a_pair_meets_each_other_one(void **state)
{
    bool met[3][3] = {{false}};
    (void)state;
    for (size_t round = 0; round < BS_PAIR_ROUNDS; round++) {
        size_t first, second;
        kind_pair(round, &first, &second);
        assert_true(first < second && second < 3);
        met[first][second] = true;
    }
    assert_true(met[0][1] && met[0][2] && met[1][2]);
}

static void a_pair_is_complete_after_its_third_round_and_not_before(void **state)
{
    const struct bs_question *question = ask(BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    (void)state;
    assert_int_equal(kind_choose(&slot, question, 2, 1), KIND_ANSWERED);
    assert_false(slot.is_given);
    assert_true(kind_is_ready(&slot, question, 2));
    assert_false(kind_is_ready(&slot, question, 0));
    assert_int_equal(kind_choose(&slot, question, 0, 0), KIND_ANSWERED);
    assert_false(slot.is_given);
    assert_int_equal(kind_choose(&slot, question, 1, 2), KIND_ANSWERED);
    assert_true(slot.is_given);
    assert_int_equal(slot.choice[0], 0);
    assert_int_equal(slot.choice[1], 2);
    assert_int_equal(slot.choice[2], 1);
}

static void what_does_not_stand_in_a_round_cannot_win_it(void **state)
{
    const struct bs_question *question = ask(BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    (void)state;
    assert_int_equal(kind_choose(&slot, question, 0, 2), KIND_REFUSED);
    assert_int_equal(kind_choose(&slot, question, 2, 0), KIND_REFUSED);
    assert_int_equal(slot.played, 0);
}

static void a_winner_is_shown_in_its_own_round_only(void **state)
{
    const struct bs_question *question = ask(BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    (void)state;
    kind_choose(&slot, question, 0, 0);
    assert_true(kind_is_chosen(&slot, question, 0, 0));
    assert_false(kind_is_chosen(&slot, question, 1, 0));
}

static void a_choice_takes_the_place_of_not_knowing_in_every_kind(void **state)
{
    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        const struct bs_question *question = ask((enum bs_kind)kind, 3, 3);
        struct answers answers = {0};
        programme->question_count = 0;
        answers_set_dont_know(&answers, 0);
        if (!bs_kind_is_asked(question->kind)) {
            continue;
        }
        assert_true(kind_is_ready(&answers.slot[0], question, 0));
        kind_choose(&answers.slot[0], question, 0, 1);
        assert_false(answers.slot[0].dont_know);
        assert_true(kind_is_chosen(&answers.slot[0], question, 0, 1));
    }
}

static void a_card_needs_nothing_and_takes_nothing(void **state)
{
    const struct bs_question *question = ask(BS_KIND_CARD, 0, 0);
    (void)state;
    assert_true(kind_is_ready(&slot, question, 0));
    assert_int_equal(kind_choose(&slot, question, 0, 0), KIND_REFUSED);
    assert_false(slot.is_given);
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(where_one_is_chosen_a_tap_is_the_answer_and_the_next_one_replaces_it),
        TEST(a_choice_beyond_the_last_is_refused_by_every_kind),
        TEST(several_are_added_until_there_are_no_more_and_that_is_hinted),
        TEST(who_is_taken_out_of_a_top_moves_the_others_up),
        TEST(points_go_where_they_are_tapped_until_there_are_none),
        TEST(a_point_can_be_taken_back_where_there_is_one),
        TEST(only_points_are_taken_back),
        TEST(a_locked_goal_takes_no_point),
        TEST(the_same_division_is_the_same_answer_whatever_the_order_of_taps),
        TEST(every_choice_of_a_pair_meets_each_other_one),
        TEST(a_pair_is_complete_after_its_third_round_and_not_before),
        TEST(what_does_not_stand_in_a_round_cannot_win_it),
        TEST(a_winner_is_shown_in_its_own_round_only),
        TEST(a_choice_takes_the_place_of_not_knowing_in_every_kind),
        TEST(a_card_needs_nothing_and_takes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
