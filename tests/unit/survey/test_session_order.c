/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* In which order choices are shown. */

#include "every_kind.h"

#define VISITS 600

static struct bs_programme *programme;

static int make(void **state)
{
    (void)state;
    empty_house();
    programme = add_programme("p");
    return 0;
}

static void assert_permutation(size_t count)
{
    bool seen[BS_CHOICES_MAX] = {false};
    for (size_t place = 0; place < count; place++) {
        size_t choice = session_shown(&house.session, place);
        assert_true(choice < count);
        assert_false(seen[choice]);
        seen[choice] = true;
    }
    assert_int_equal(session_shown(&house.session, count), SESSION_NONE);
}

static void every_choice_is_shown_once_in_every_kind_and_number(void **state)
{
    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        for (size_t count = 2; count <= 6 && kind != BS_KIND_PAIR && kind != BS_KIND_CARD;
             count++) {
            if (kind == BS_KIND_TEXT || (count > 5 && !bs_kind_is_shuffled((enum bs_kind)kind)) ||
                (count > 3 && kind == BS_KIND_YES_NO)) {
                continue;
            }
            empty_house();
            add_question(add_programme("p"), "q", (enum bs_kind)kind, count, 2);
            for (uint64_t seed = 0; seed < 20; seed++) {
                open_with_seed(seed);
                assert_permutation(count);
            }
        }
    }
}

static void where_the_order_is_the_meaning_it_never_changes(void **state)
{
    static const enum bs_kind KINDS[] = {BS_KIND_FACES, BS_KIND_AGREE, BS_KIND_YES_NO};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        empty_house();
        add_question(add_programme("p"), "q", KINDS[i], KINDS[i] == BS_KIND_YES_NO ? 2 : 5, 1);
        for (uint64_t seed = 0; seed < 50; seed++) {
            open_with_seed(seed);
            assert_int_equal(session_shown(&house.session, 0), 0);
            assert_int_equal(session_shown(&house.session, 1), 1);
        }
    }
}

static void what_fits_nowhere_else_is_always_last(void **state)
{
    struct bs_question *question = add_question(programme, "q", BS_KIND_LIST, 8, 2);
    bool moved = false;
    (void)state;
    question->choices[2].value = BS_VALUE_OTHER;
    for (uint64_t seed = 0; seed < 50; seed++) {
        open_with_seed(seed);
        assert_permutation(8);
        assert_int_equal(session_shown(&house.session, 7), 2);
        moved = moved || session_shown(&house.session, 0) != 0;
    }
    assert_true(moved);
}

/* Of 600 visits each of four choices is first in 150, give or take; beyond 100 and 200 by chance never. */
static void every_choice_is_first_about_equally_often(void **state)
{
    int first[4] = {0};
    (void)state;
    add_question(programme, "q", BS_KIND_TILES, 4, 1);
    open_house();
    for (int i = 0; i < VISITS; i++) {
        first[session_shown(&house.session, 0)]++;
        apply(SESSION_SET_PROGRAMME, 0);
        apply(SESSION_STOP, 0);
    }
    for (size_t i = 0; i < 4; i++) {
        assert_in_range(first[i], 100, 200);
    }
}

static void the_same_seed_gives_the_same_order(void **state)
{
    struct session one;
    (void)state;
    add_question(programme, "q", BS_KIND_LIST, 8, 2);
    open_with_seed(7);
    one = house.session;
    open_with_seed(7);
    assert_memory_equal(one.order, house.session.order, sizeof one.order);
    open_with_seed(8);
    assert_memory_not_equal(one.order, house.session.order, sizeof one.order);
}

static void attract_shows_the_order_of_the_visit_that_it_starts(void **state)
{
    size_t before[BS_QUESTIONS_MAX][BS_CHOICES_MAX];
    (void)state;
    add_question(programme, "q", BS_KIND_LIST, 8, 2);
    add_question(programme, "next", BS_KIND_TILES, 6, 1);
    open_house();
    memcpy(before, house.session.order, sizeof before);
    apply(SESSION_CHOOSE, 3);
    assert_screen(SESSION_QUESTION);
    assert_memory_equal(before, house.session.order, sizeof before);
    act_and_wait(SESSION_NEXT, 0);
    assert_memory_equal(before, house.session.order, sizeof before);
}

static void the_order_stays_for_a_whole_visit_and_its_corrections(void **state)
{
    size_t before[BS_QUESTIONS_MAX][BS_CHOICES_MAX];
    (void)state;
    add_question(programme, "q", BS_KIND_TILES, 6, 1);
    open_house();
    memcpy(before, house.session.order, sizeof before);
    choose(1);
    apply(SESSION_SAVED, 0);
    apply(SESSION_CHANGE, 0);
    assert_memory_equal(before, house.session.order, sizeof before);
    apply(SESSION_BACK, 0);
    apply(SESSION_ANOTHER, 0);
    assert_memory_not_equal(before, house.session.order, sizeof before);
}

static void another_programme_has_an_order_of_its_own(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_FACES, 5, 1);
    add_question(add_programme("other"), "q", BS_KIND_LIST, 8, 2);
    open_house();
    apply(SESSION_SET_PROGRAMME, 1);
    assert_permutation(8);
}

static void a_tap_is_the_choice_and_not_its_place(void **state)
{
    (void)state;
    add_question(programme, "q", BS_KIND_TILES, 6, 1);
    for (uint64_t seed = 0; seed < 10; seed++) {
        open_with_seed(seed);
        apply(SESSION_CHOOSE, session_shown(&house.session, 0));
        const char *value = programme->questions[0].choices[session_shown(&house.session, 0)].value;
        assert_string_equal(house.effect.submission.answers[0].values[0], value);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_choice_is_shown_once_in_every_kind_and_number),
        TEST(where_the_order_is_the_meaning_it_never_changes),
        TEST(what_fits_nowhere_else_is_always_last),
        TEST(every_choice_is_first_about_equally_often),
        TEST(the_same_seed_gives_the_same_order),
        TEST(attract_shows_the_order_of_the_visit_that_it_starts),
        TEST(the_order_stays_for_a_whole_visit_and_its_corrections),
        TEST(another_programme_has_an_order_of_its_own),
        TEST(a_tap_is_the_choice_and_not_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
