/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The programme of now: a connector sets it before all others for a while. */

#include "every_kind.h"

#define LONGEST "programma-met-een-naam-van-veertig-teken"

/* Three programmes of a question each; the first of them is the live one. */
static int make(void **state)
{
    (void)state;
    empty_house();
    add_question(add_programme("een"), "q", BS_KIND_YES_NO, 2, 1);
    add_question(add_programme("twee"), "q", BS_KIND_YES_NO, 2, 1);
    add_question(add_programme("drie"), "pick", BS_KIND_TILES, 6, 1);
    open_house();
    return 0;
}

static void set_now(const char *programme)
{
    session_set_now(&house.session, programme, house.now);
}

/* The programmes by their first letters, in the order in which they are shown. */
static void assert_order(const char *letters)
{
    char shown[8] = "";
    for (size_t i = 0; i < session_open_count(&house.session); i++) {
        shown[i] = house.programmes[session_open_at(&house.session, i)].id[0];
    }
    assert_string_equal(shown, letters);
    assert_int_equal(session_open_at(&house.session, strlen(letters)), SESSION_NONE);
}

static void assert_live(const char *id)
{
    assert_screen(SESSION_ATTRACT);
    assert_string_equal(session_programme(&house.session)->id, id);
}

static void it_is_the_live_question_and_the_others_follow(void **state)
{
    (void)state;
    set_now("drie");
    assert_order("det");
    assert_live("drie");
    set_now("twee");
    assert_order("ted");
    assert_live("twee");
    set_now("een");
    assert_order("etd");
}

static void the_first_tap_answers_it_as_it_is_shown(void **state)
{
    bool is_shown[6] = {false};
    (void)state;
    set_now("drie");
    for (size_t place = 0; place < 6; place++) {
        size_t choice = session_shown(&house.session, place);
        assert_in_range(choice, 0, 5);
        assert_false(is_shown[choice]);
        is_shown[choice] = true;
    }
    choose(4);
    assert_effect(SESSION_SAVE);
    assert_string_equal(house.effect.submission.programme, "drie");
    assert_string_equal(house.effect.submission.answers[0].values[0], "v4");
}

static void without_one_the_order_is_the_places(void **state)
{
    (void)state;
    set_now("drie");
    set_now("");
    assert_order("etd");
    assert_live("een");
}

static void one_that_is_not_here_or_not_open_changes_nothing(void **state)
{
    struct session before;
    (void)state;
    house.programmes[1].ends = (struct bs_date){2026, 1, 2};
    house.session.card = 1;
    before = house.session;
    set_now("vier");
    assert_order("ed");
    set_now("twee");
    assert_order("ed");
    assert_live("een");
    assert_int_equal(house.session.card, 1);
    assert_int_equal(house.session.screen_ms, before.screen_ms);
}

static void a_name_that_is_longer_than_any_is_none(void **state)
{
    (void)state;
    house.programmes[2].id = LONGEST;
    set_now(LONGEST "s");
    assert_live("een");
    set_now(LONGEST);
    assert_live(LONGEST);
    set_now(LONGEST "s");
    assert_live("een");
}

static void it_stays_from_visit_to_visit(void **state)
{
    (void)state;
    set_now("drie");
    for (int i = 0; i < 3; i++) {
        choose(0);
        apply(SESSION_SAVED, 0);
        apply(i == 0 ? SESSION_STOP : SESSION_ANOTHER, 0);
        assert_live("drie");
        apply(SESSION_STOP, 0);
        assert_order("det");
    }
}

static void it_stays_when_a_bundle_comes_wherever_it_stands_in_it(void **state)
{
    (void)state;
    set_now("drie");
    struct bs_programme *last = house.bundle.programmes[2].programme;
    house.bundle.programmes[2].programme = house.bundle.programmes[1].programme;
    house.bundle.programmes[1].programme = last;
    assert_true(session_set_bundle(&house.session, &house.bundle, HOUSE_TODAY, house.now));
    assert_live("drie");
    assert_int_equal(house.session.programme, 1);
    house.bundle.programme_count = 1;
    assert_true(session_set_bundle(&house.session, &house.bundle, HOUSE_TODAY, house.now));
    assert_live("een");
    house.bundle.programme_count = 2;
    assert_true(session_set_bundle(&house.session, &house.bundle, HOUSE_TODAY, house.now));
    assert_live("drie");
}

static void it_is_told_before_there_is_a_bundle(void **state)
{
    (void)state;
    session_start(&house.session, 1);
    set_now("twee");
    assert_screen(SESSION_SETTING_UP);
    apply(SESSION_STORE_READY, 0);
    session_set_bundle(&house.session, &house.bundle, HOUSE_TODAY, house.now);
    assert_live("twee");
}

static void it_counts_on_the_days_on_which_it_is_open(void **state)
{
    struct session_intent day = {.kind = SESSION_TIME, .minute = 600, .today = {2026, 11, 23}};
    (void)state;
    house.programmes[2].starts = day.today;
    set_now("drie");
    assert_live("een");
    session_apply(&house.session, &day, house.now, &house.effect);
    assert_live("drie");
    house.programmes[2].ends = day.today;
    day.today.day++;
    session_apply(&house.session, &day, house.now, &house.effect);
    assert_live("een");
}

static void a_visit_that_goes_on_keeps_its_order(void **state)
{
    (void)state;
    apply(SESSION_OPEN_PROGRAMMES, 0);
    set_now("twee");
    set_now("drie");
    assert_order("etd");
    assert_screen(SESSION_PROGRAMMES);
    apply(SESSION_BACK, 0);
    assert_live("een");
    apply(SESSION_STOP, 0);
    assert_order("det");
    assert_live("drie");
}

static void taken_away_in_a_visit_it_is_gone_after_it(void **state)
{
    (void)state;
    set_now("drie");
    choose(0);
    set_now("");
    assert_order("det");
    apply(SESSION_SAVED, 0);
    apply(SESSION_ANOTHER, 0);
    assert_order("etd");
    assert_live("een");
}

static void a_dark_screen_stays_dark(void **state)
{
    (void)state;
    house.bundle.place.hours[0] = (struct bs_hours){540, 1020};
    set_time(0, 1200);
    wait_for(SESSION_AWAKE_MS);
    assert_screen(SESSION_CLOSED);
    set_now("drie");
    assert_screen(SESSION_CLOSED);
    apply(SESSION_STAY, 0);
    assert_live("drie");
}

static void a_helped_visit_has_it_too(void **state)
{
    (void)state;
    set_now("drie");
    session_help(&house.session, BS_CHANNEL_ASSISTED, "", "", house.now);
    assert_live("drie");
    session_help(&house.session, BS_CHANNEL_ASSISTED, "", "twee", house.now);
    assert_string_equal(session_programme(&house.session)->id, "twee");
    assert_order("det");
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_the_live_question_and_the_others_follow),
        TEST(the_first_tap_answers_it_as_it_is_shown),
        TEST(without_one_the_order_is_the_places),
        TEST(one_that_is_not_here_or_not_open_changes_nothing),
        TEST(a_name_that_is_longer_than_any_is_none),
        TEST(it_stays_from_visit_to_visit),
        TEST(it_stays_when_a_bundle_comes_wherever_it_stands_in_it),
        TEST(it_is_told_before_there_is_a_bundle),
        TEST(it_counts_on_the_days_on_which_it_is_open),
        TEST(a_visit_that_goes_on_keeps_its_order),
        TEST(taken_away_in_a_visit_it_is_gone_after_it),
        TEST(a_dark_screen_stays_dark),
        TEST(a_helped_visit_has_it_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
