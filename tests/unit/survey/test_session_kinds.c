/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A visit through questions of every kind, and what it saves. */

#include "every_kind.h"

static struct bs_programme *programme;

static int make(void **state)
{
    (void)state;
    empty_house();
    programme = add_programme("p");
    return 0;
}

static const struct bs_answer *saved(size_t index)
{
    assert_effect(SESSION_SAVE);
    assert_true(index < house.effect.submission.answer_count);
    assert_int_equal(bs_submission_fits(&house.effect.submission, programme, NULL), BS_OK);
    return &house.effect.submission.answers[index];
}

/* ---- single ---- */

static void one_tap_goes_on_in_every_kind_where_one_is_chosen(void **state)
{
    (void)state;
    add_question(programme, "yes", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "picture", BS_KIND_PICTURE, 4, 1);
    add_question(programme, "agree", BS_KIND_AGREE, 5, 1);
    open_house();
    choose(1);
    choose(2);
    choose(4);
    assert_int_equal(house.effect.submission.answer_count, 3);
    assert_string_equal(saved(0)->values[0], "no");
    assert_string_equal(saved(1)->values[0], "v2");
    assert_string_equal(saved(2)->values[0], "strongly_agree");
    assert_int_equal(saved(2)->kind, BS_KIND_AGREE);
}

/* K69 */
static void nothing_is_chosen_before_somebody_chooses(void **state)
{
    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        empty_house();
        programme = add_programme("p");
        add_question(programme, "q", (enum bs_kind)kind, kind == BS_KIND_CARD ? 0 : 3, 3);
        open_house();
        for (size_t choice = 0; choice < 3; choice++) {
            assert_false(session_is_chosen(&house.session, choice));
            assert_int_equal(session_points(&house.session, choice), 0);
            assert_int_equal(session_rank(&house.session, choice), 0);
        }
    }
}

/* K68 */
static void not_knowing_is_one_tap_in_every_kind_that_asks(void **state)
{
    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        empty_house();
        programme = add_programme("p");
        add_question(programme, "q", (enum bs_kind)kind, 3, 3);
        open_house();
        bool asks = bs_kind_is_asked((enum bs_kind)kind);
        assert_int_equal(apply(SESSION_DONT_KNOW, 0), asks);
        if (asks) {
            assert_true(saved(0)->dont_know);
            assert_int_equal(saved(0)->value_count, 0);
        }
    }
}

/* ---- points ---- */

static void points_are_saved_together_in_the_order_of_the_programme(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_POINTS, 5, 5);
    open_house();
    apply(SESSION_CHOOSE, 4);
    assert_screen(SESSION_QUESTION);
    apply(SESSION_CHOOSE, 1);
    apply(SESSION_CHOOSE, 4);
    apply(SESSION_CHOOSE, 0);
    apply(SESSION_GOAL_LESS, 1);
    assert_int_equal(session_left(&house.session), 2);
    apply(SESSION_NEXT, 0);
    assert_int_equal(saved(0)->value_count, 3);
    assert_string_equal(saved(0)->values[0], "v0");
    assert_string_equal(saved(0)->values[1], "v4");
    assert_string_equal(saved(0)->values[2], "v4");
}

static void without_points_left_it_is_said_until_one_is_taken_back(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_POINTS, 3, 2);
    open_house();
    apply(SESSION_CHOOSE, 0);
    apply(SESSION_CHOOSE, 0);
    assert_false(house.session.hint);
    assert_true(apply(SESSION_CHOOSE, 1));
    assert_true(house.session.hint);
    assert_true(apply(SESSION_GOAL_LESS, 0));
    assert_false(house.session.hint);
    assert_true(apply(SESSION_CHOOSE, 1));
    assert_int_equal(session_points(&house.session, 1), 1);
}

static void going_on_without_a_point_says_what_to_do(void **state)
{
    (void)state;
    add_question(programme, "first", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "q", BS_KIND_POINTS, 3, 2);
    open_house();
    choose(0);
    assert_true(apply(SESSION_NEXT, 0));
    assert_true(house.session.hint);
    assert_effect(SESSION_NO_EFFECT);
    assert_false(apply(SESSION_GOAL_LESS, 0));
}

static void a_locked_goal_is_no_tap(void **state)
{
    struct bs_question *question = add_question(programme, "q", BS_KIND_POINTS, 3, 2);
    (void)state;
    question->choices[2].is_locked = true;
    open_house();
    assert_false(apply(SESSION_CHOOSE, 2));
    assert_false(house.session.is_active);
}

/* ---- top ---- */

static void a_top_is_saved_with_the_most_important_first(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_TOP, 6, 3);
    open_house();
    apply(SESSION_CHOOSE, 5);
    apply(SESSION_CHOOSE, 1);
    apply(SESSION_CHOOSE, 3);
    apply(SESSION_CHOOSE, 5);
    apply(SESSION_CHOOSE, 0);
    apply(SESSION_NEXT, 0);
    assert_int_equal(saved(0)->value_count, 3);
    assert_string_equal(saved(0)->values[0], "v1");
    assert_string_equal(saved(0)->values[1], "v3");
    assert_string_equal(saved(0)->values[2], "v0");
}

/* ---- pair ---- */

/* Plays the round that is shown for the choice with the smaller or the larger number. */
static void play(bool for_larger)
{
    size_t first, second;
    session_pair(&house.session, &first, &second);
    choose((first > second) == for_larger ? first : second);
}

static void a_pair_is_saved_by_what_won_whatever_the_order_of_rounds(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    for (uint64_t seed = 0; seed < 64; seed++) {
        open_with_seed(seed);
        play(true);
        assert_screen(SESSION_QUESTION);
        assert_effect(SESSION_NO_EFFECT);
        play(true);
        play(true);
        assert_string_equal(saved(0)->values[0], "v1"); /* of v0 and v1 */
        assert_string_equal(saved(0)->values[1], "v2"); /* of v0 and v2 */
        assert_string_equal(saved(0)->values[2], "v2"); /* of v1 and v2 */
        assert_int_equal(saved(0)->value_count, BS_PAIR_ROUNDS);
    }
}

static void rounds_and_sides_of_a_pair_change_from_visit_to_visit(void **state)
{
    bool first_rounds[3] = {false}, sides[2] = {false};
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    for (uint64_t seed = 0; seed < 64; seed++) {
        size_t first, second;
        open_with_seed(seed);
        session_pair(&house.session, &first, &second);
        first_rounds[first + second - 1] = true;
        sides[first > second] = true;
        assert_int_equal(session_shown(&house.session, 0), first);
        assert_int_equal(session_shown(&house.session, 1), second);
        assert_int_equal(session_shown(&house.session, 2), SESSION_NONE);
    }
    assert_true(first_rounds[0] && first_rounds[1] && first_rounds[2]);
    assert_true(sides[0] && sides[1]);
}

static void each_pair_is_shown_once_in_a_visit(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    for (uint64_t seed = 0; seed < 64; seed++) {
        bool seen[3] = {false};
        open_with_seed(seed);
        for (size_t round = 0; round < BS_PAIR_ROUNDS; round++) {
            size_t first, second;
            session_pair(&house.session, &first, &second);
            assert_false(seen[first + second - 1]);
            seen[first + second - 1] = true;
            choose(first);
        }
    }
}

/* K70 */
static void back_in_a_pair_goes_back_a_round_and_shows_what_won(void **state)
{
    size_t first, second, again, other;
    (void)state;
    add_question(programme, "first", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    open_house();
    choose(0);
    session_pair(&house.session, &first, &second);
    choose(second);
    assert_true(session_has_back(&house.session));
    assert_true(apply(SESSION_BACK, 0));
    session_pair(&house.session, &again, &other);
    assert_int_equal(again, first);
    assert_true(session_is_chosen(&house.session, second));
    assert_false(session_is_chosen(&house.session, first));
    assert_true(apply(SESSION_BACK, 0));
    assert_int_equal(house.session.question, 0);
}

static void back_from_behind_a_pair_shows_its_last_round(void **state)
{
    size_t first, second, again, other;
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    add_question(programme, "last", BS_KIND_YES_NO, 2, 1);
    open_house();
    play(true);
    play(true);
    session_pair(&house.session, &first, &second);
    play(false);
    assert_int_equal(house.session.question, 1);
    assert_true(apply(SESSION_BACK, 0));
    session_pair(&house.session, &again, &other);
    assert_int_equal(again, first);
    assert_true(session_is_chosen(&house.session, first < second ? first : second));
}

static void the_third_of_a_pair_cannot_be_tapped(void **state)
{
    size_t first, second;
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    open_house();
    session_pair(&house.session, &first, &second);
    assert_false(apply(SESSION_CHOOSE, 3 - first - second));
    assert_false(house.session.is_active);
}

static void not_knowing_in_any_round_answers_the_whole_pair(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    open_house();
    play(true);
    apply(SESSION_DONT_KNOW, 0);
    assert_true(saved(0)->dont_know);
}

static void a_pair_that_was_not_finished_is_not_kept(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    open_house();
    play(true);
    play(true);
    pass(75000);
    assert_effect(SESSION_NO_EFFECT);
    assert_screen(SESSION_ATTRACT);
}

static void changing_one_round_of_a_pair_saves_a_correction(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    open_house();
    play(true);
    play(true);
    play(true);
    apply(SESSION_SAVED, 0);
    assert_screen(SESSION_THANKS);
    apply(SESSION_CHANGE, 0);
    act_and_wait(SESSION_NEXT, 0);
    play(false);
    act_and_wait(SESSION_NEXT, 0);
    assert_effect(SESSION_SAVE_CORRECTION);
    assert_int_equal(house.effect.submission.answers[0].value_count, BS_PAIR_ROUNDS);
}

/* ---- cards and words ---- */

static void a_card_is_shown_and_is_neither_saved_nor_counted(void **state)
{
    (void)state;
    add_question(programme, "first", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    add_question(programme, "last", BS_KIND_TILES, 3, 1);
    open_house();
    choose(0);
    assert_int_equal(house.session.question, 1);
    assert_false(apply(SESSION_CHOOSE, 0));
    assert_false(apply(SESSION_DONT_KNOW, 0));
    assert_int_equal(branch_steps(programme, &house.session.answers), 2);
    assert_true(apply(SESSION_NEXT, 0));
    assert_int_equal(house.session.question, 2);
    assert_int_equal(branch_step(programme, &house.session.answers, 2), 2);
    choose(2);
    assert_int_equal(house.effect.submission.answer_count, 2);
    assert_string_equal(saved(1)->question, "last");
}

static void a_card_behind_the_last_question_saves_when_it_was_read(void **state)
{
    (void)state;
    add_question(programme, "first", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    open_house();
    choose(0);
    assert_effect(SESSION_NO_EFFECT);
    act_and_wait(SESSION_NEXT, 0);
    assert_false(house.effect.submission.is_partial);
    assert_int_equal(saved(0)->kind, BS_KIND_YES_NO);
    assert_screen(SESSION_SAVING);
}

static void who_leaves_at_a_card_behind_the_last_question_has_answered_it_all(void **state)
{
    (void)state;
    programme->keeps_partial = false;
    add_question(programme, "first", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    open_house();
    choose(0);
    pass(75000);
    assert_false(house.effect.submission.is_partial);
    assert_int_equal(saved(0)->kind, BS_KIND_YES_NO);
}

static void a_card_before_the_first_question_leads_to_it_from_attract(void **state)
{
    (void)state;
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    add_question(programme, "q", BS_KIND_YES_NO, 2, 1);
    open_house();
    assert_screen(SESSION_ATTRACT);
    assert_true(apply(SESSION_NEXT, 0));
    assert_screen(SESSION_QUESTION);
    assert_int_equal(house.session.question, 1);
    assert_true(house.session.is_active);
}

static void cards_alone_save_nothing(void **state)
{
    (void)state;
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    open_house();
    act_and_wait(SESSION_NEXT, 0);
    assert_effect(SESSION_NO_EFFECT);
    assert_screen(SESSION_ATTRACT);
    assert_false(house.session.is_active);
}

static void words_are_never_on_the_path(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "words", BS_KIND_TEXT, 0, 0);
    open_house();
    choose(0);
    assert_int_equal(saved(0)->kind, BS_KIND_YES_NO);
    assert_int_equal(house.effect.submission.answer_count, 1);
    assert_int_equal(branch_steps(programme, &house.session.answers), 1);
}

/* ---- branches ---- */

static void an_answer_that_is_no_longer_asked_is_not_saved(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_TILES, 3, 1);
    follow(add_question(programme, "more", BS_KIND_LIST, 3, 2), "q", "v1");
    add_question(programme, "last", BS_KIND_YES_NO, 2, 1);
    open_house();
    choose(1);
    apply(SESSION_CHOOSE, 0);
    act_and_wait(SESSION_NEXT, 0);
    assert_int_equal(house.session.question, 2);
    apply(SESSION_BACK, 0);
    apply(SESSION_BACK, 0);
    choose(0);
    assert_int_equal(house.session.question, 2);
    choose(0);
    assert_int_equal(house.effect.submission.answer_count, 2);
    assert_string_equal(saved(1)->question, "last");
}

static void what_a_change_of_heart_took_off_the_path_is_not_saved_when_time_runs_out(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_LIST, 3, 2);
    follow(add_question(programme, "more", BS_KIND_YES_NO, 2, 1), "q", "v1");
    add_question(programme, "last", BS_KIND_YES_NO, 2, 1);
    open_house();
    apply(SESSION_CHOOSE, 1);
    apply(SESSION_CHOOSE, 0);
    act_and_wait(SESSION_NEXT, 0);
    choose(0);
    apply(SESSION_BACK, 0);
    apply(SESSION_BACK, 0);
    apply(SESSION_CHOOSE, 1); /* off again, and nothing after it */
    pass(75000);
    assert_int_equal(house.effect.submission.answer_count, 1);
    assert_string_equal(saved(0)->values[0], "v0");
}

/* A submission without an answer could not be encoded, and the kiosk would take that for a broken disk. */
static void where_nothing_is_left_on_the_path_nothing_is_saved_when_time_runs_out(void **state)
{
    static const enum session_intent_kind ENDS[] = {SESSION_TICK, SESSION_QUIT};
    (void)state;
    add_question(programme, "q", BS_KIND_POINTS, 3, 2);
    follow(add_question(programme, "more", BS_KIND_YES_NO, 2, 1), "q", NULL);
    add_question(programme, "last", BS_KIND_YES_NO, 2, 1);
    for (size_t i = 0; i < 2; i++) {
        open_house();
        apply(SESSION_CHOOSE, 1);
        act_and_wait(SESSION_NEXT, 0);
        choose(0);
        apply(SESSION_BACK, 0);
        apply(SESSION_BACK, 0);
        apply(SESSION_GOAL_LESS, 1);
        house.now += 75000;
        apply(ENDS[i], 0);
        assert_effect(SESSION_NO_EFFECT);
        assert_screen(SESSION_ATTRACT);
    }
}

/* ---- time ---- */

static void a_programme_that_drops_what_is_not_finished_keeps_nothing_of_it(void **state)
{
    (void)state;
    programme->keeps_partial = false;
    add_question(programme, "q", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "last", BS_KIND_YES_NO, 2, 1);
    open_house();
    choose(0);
    pass(75000);
    assert_effect(SESSION_NO_EFFECT);
    assert_screen(SESSION_ATTRACT);
}

static void what_is_not_finished_lasted_until_the_last_tap(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "last", BS_KIND_LIST, 3, 2);
    open_house();
    choose(0);
    house.now += 7000;
    apply(SESSION_CHOOSE, 0);
    pass(75000);
    assert_true(house.effect.submission.is_partial);
    assert_int_equal(house.effect.submission.seconds, 7);
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_tap_goes_on_in_every_kind_where_one_is_chosen),
        TEST(nothing_is_chosen_before_somebody_chooses),
        TEST(not_knowing_is_one_tap_in_every_kind_that_asks),
        TEST(points_are_saved_together_in_the_order_of_the_programme),
        TEST(without_points_left_it_is_said_until_one_is_taken_back),
        TEST(going_on_without_a_point_says_what_to_do),
        TEST(a_locked_goal_is_no_tap),
        TEST(a_top_is_saved_with_the_most_important_first),
        TEST(a_pair_is_saved_by_what_won_whatever_the_order_of_rounds),
        TEST(rounds_and_sides_of_a_pair_change_from_visit_to_visit),
        TEST(each_pair_is_shown_once_in_a_visit),
        TEST(back_in_a_pair_goes_back_a_round_and_shows_what_won),
        TEST(back_from_behind_a_pair_shows_its_last_round),
        TEST(the_third_of_a_pair_cannot_be_tapped),
        TEST(not_knowing_in_any_round_answers_the_whole_pair),
        TEST(a_pair_that_was_not_finished_is_not_kept),
        TEST(changing_one_round_of_a_pair_saves_a_correction),
        TEST(a_card_is_shown_and_is_neither_saved_nor_counted),
        TEST(a_card_behind_the_last_question_saves_when_it_was_read),
        TEST(who_leaves_at_a_card_behind_the_last_question_has_answered_it_all),
        TEST(a_card_before_the_first_question_leads_to_it_from_attract),
        TEST(cards_alone_save_nothing),
        TEST(words_are_never_on_the_path),
        TEST(an_answer_that_is_no_longer_asked_is_not_saved),
        TEST(what_a_change_of_heart_took_off_the_path_is_not_saved_when_time_runs_out),
        TEST(where_nothing_is_left_on_the_path_nothing_is_saved_when_time_runs_out),
        TEST(a_programme_that_drops_what_is_not_finished_keeps_nothing_of_it),
        TEST(what_is_not_finished_lasted_until_the_last_tap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
