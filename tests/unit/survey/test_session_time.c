/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening hours, the dimmed and the black screen, the urgent notice. */

#include "every_kind.h"

#define MONDAY   0
#define TUESDAY  1
#define SATURDAY 5
#define SUNDAY   6
#define NINE     (9 * 60)
#define FIVE     (17 * 60)

static struct bs_place *place;

/* Open from nine to five, but not in the weekend. */
static int make(void **state)
{
    (void)state;
    empty_house();
    add_question(add_programme("p"), "q", BS_KIND_YES_NO, 2, 1);
    place = &house.bundle.place;
    for (int day = MONDAY; day < SATURDAY; day++) {
        place->hours[day] = (struct bs_hours){NINE, FIVE};
    }
    open_house();
    return 0;
}

/* ---- hours ---- */

static void a_place_is_open_from_its_first_minute_to_the_one_before_its_last(void **state)
{
    (void)state;
    assert_false(session_is_open(place, MONDAY, NINE - 1));
    assert_true(session_is_open(place, MONDAY, NINE));
    assert_true(session_is_open(place, MONDAY, FIVE - 1));
    assert_false(session_is_open(place, MONDAY, FIVE));
    assert_false(session_is_open(place, SUNDAY, NINE));
}

static void hours_over_midnight_are_none(void **state)
{
    (void)state;
    place->hours[MONDAY] = (struct bs_hours){20 * 60, 2 * 60};
    assert_false(session_is_open(place, MONDAY, 22 * 60));
    assert_false(session_is_open(place, MONDAY, 60));
}

static void assert_opens(int weekday, int minute, int days, int at)
{
    int found_days = -1, found = -1;
    assert_true(session_opens(place, weekday, minute, &found_days, &found));
    assert_int_equal(found_days, days);
    assert_int_equal(found, at);
}

static void it_opens_later_today_tomorrow_or_after_the_weekend(void **state)
{
    (void)state;
    assert_opens(MONDAY, 0, 0, NINE);
    assert_opens(MONDAY, NINE - 1, 0, NINE);
    assert_opens(MONDAY, NINE, 1, NINE);
    assert_opens(MONDAY, FIVE, 1, NINE);
    assert_opens(SATURDAY - 1, FIVE, 3, NINE);
    assert_opens(SUNDAY, 1439, 1, NINE);
}

static void one_that_opens_one_day_a_week_opens_in_a_week(void **state)
{
    (void)state;
    memset(place->hours, 0, sizeof place->hours);
    place->hours[TUESDAY] = (struct bs_hours){600, 660};
    assert_opens(TUESDAY, 660, 7, 600);
    assert_opens(TUESDAY, 599, 0, 600);
}

static void one_that_never_opens_says_so(void **state)
{
    int days, minute;
    (void)state;
    memset(place->hours, 0, sizeof place->hours);
    assert_false(session_opens(place, MONDAY, 0, &days, &minute));
}

/* ---- black ---- */

static void before_the_time_is_told_nothing_is_closed(void **state)
{
    (void)state;
    wait_for(SESSION_DIM_MS * 2);
    assert_screen(SESSION_ATTRACT);
}

static void a_place_without_hours_is_never_black(void **state)
{
    (void)state;
    memset(place->hours, 0, sizeof place->hours);
    set_time(SUNDAY, 180);
    wait_for(SESSION_DIM_MS * 2);
    assert_screen(SESSION_ATTRACT);
}

static void close_the_house(void)
{
    wait_for(SESSION_AWAKE_MS);
    set_time(MONDAY, FIVE);
    assert_screen(SESSION_CLOSED);
}

static void at_closing_time_the_screen_goes_black_and_opens_again(void **state)
{
    (void)state;
    set_time(MONDAY, FIVE - 1);
    close_the_house();
    set_time(TUESDAY, NINE - 1);
    assert_screen(SESSION_CLOSED);
    set_time(TUESDAY, NINE);
    assert_screen(SESSION_ATTRACT);
}

static void who_touched_the_screen_just_before_is_not_left_in_the_dark(void **state)
{
    (void)state;
    wait_for(SESSION_AWAKE_MS);
    apply(SESSION_STAY, 0);
    set_time(MONDAY, FIVE);
    assert_screen(SESSION_ATTRACT);
    wait_for(SESSION_AWAKE_MS - 1);
    assert_screen(SESSION_ATTRACT);
    wait_for(1);
    assert_screen(SESSION_CLOSED);
}

static void a_visit_is_not_cut_off_by_closing_time(void **state)
{
    (void)state;
    choose(0);
    wait_for(40000);
    set_time(MONDAY, FIVE);
    assert_true(house.session.is_active);
    wait_for(200000);
    assert_screen(SESSION_CLOSED);
}

static void a_touch_only_wakes_the_black_screen(void **state)
{
    (void)state;
    close_the_house();
    assert_true(apply(SESSION_CHOOSE, 1));
    assert_screen(SESSION_ATTRACT);
    assert_false(house.session.is_active);
    assert_false(answers_any(&house.session.answers));
    assert_true(apply(SESSION_CHOOSE, 1));
    assert_true(house.session.is_active);
}

static void any_key_or_touch_wakes_it_and_nothing_else_does(void **state)
{
    static const enum session_intent_kind THINGS[] = {SESSION_TICK,        SESSION_SAVED,
                                                      SESSION_SAVE_FAILED, SESSION_STORE_READY,
                                                      SESSION_EXTRA_KEPT,  SESSION_EXTRA_FAILED};
    static const enum session_intent_kind TOUCHES[] = {SESSION_STAY, SESSION_TOGGLE, SESSION_BACK,
                                                       SESSION_LOUDER, SESSION_STOP};
    (void)state;
    close_the_house();
    for (size_t i = 0; i < sizeof THINGS / sizeof THINGS[0]; i++) {
        apply(THINGS[i], 0);
        apply(SESSION_STORE_READY, 0);
        assert_screen(SESSION_CLOSED);
    }
    for (size_t i = 0; i < sizeof TOUCHES / sizeof TOUCHES[0]; i++) {
        assert_true(apply(TOUCHES[i], SESSION_LARGE));
        assert_screen(SESSION_ATTRACT);
        assert_int_equal(house.session.modes, 0);
        wait_for(SESSION_AWAKE_MS);
        assert_screen(SESSION_CLOSED);
    }
}

static void a_black_screen_needs_no_tick(void **state)
{
    (void)state;
    close_the_house();
    assert_int_equal(session_deadline(&house.session, house.now), -1);
}

static void out_of_order_is_black_at_night_too(void **state)
{
    (void)state;
    close_the_house();
    apply(SESSION_STORE_BROKEN, 0);
    assert_screen(SESSION_CLOSED);
    apply(SESSION_STAY, 0);
    assert_screen(SESSION_OUT_OF_ORDER);
}

static void a_time_that_is_none_changes_nothing(void **state)
{
    static const int WRONG[][2] = {{-1, 0}, {7, 0}, {0, -1}, {0, 1440}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        set_time(WRONG[i][0], WRONG[i][1]);
        assert_int_equal(house.session.minute, -1);
    }
    set_time(SUNDAY, 1439);
    assert_int_equal(house.session.minute, 1439);
}

/* ---- days ---- */

static void tell_day(struct bs_date day)
{
    struct session_intent intent = {
        .kind = SESSION_TIME, .weekday = MONDAY, .minute = NINE, .today = day};
    session_apply(&house.session, &intent, house.now, &house.effect);
}

static void a_new_day_ends_what_is_no_longer_asked(void **state)
{
    (void)state;
    tell_day((struct bs_date){2027, 1, 1});
    assert_screen(SESSION_SETTING_UP);
    tell_day(HOUSE_TODAY);
    assert_screen(SESSION_ATTRACT);
}

static void a_visit_stays_on_the_day_on_which_it_began(void **state)
{
    (void)state;
    apply(SESSION_SET_PROGRAMME, 0);
    tell_day((struct bs_date){2027, 1, 1});
    assert_screen(SESSION_QUESTION);
    assert_int_equal(bs_date_compare(house.session.today, HOUSE_TODAY), 0);
    choose(1);
    assert_effect(SESSION_SAVE);
    apply(SESSION_SAVED, 0);
    apply(SESSION_STOP, 0);
    tell_day((struct bs_date){2027, 1, 1});
    assert_screen(SESSION_SETTING_UP);
}

/* ---- dimmed ---- */

static void attract_is_dimmed_after_ten_minutes_without_a_touch(void **state)
{
    (void)state;
    wait_for(SESSION_DIM_MS - 1);
    assert_false(session_is_dimmed(&house.session, house.now));
    assert_int_equal(session_deadline(&house.session, house.now), house.now + 1);
    pass(1);
    assert_true(session_is_dimmed(&house.session, house.now));
}

static void the_first_touch_on_a_dimmed_screen_does_what_it_does(void **state)
{
    (void)state;
    wait_for(SESSION_DIM_MS);
    assert_true(apply(SESSION_CHOOSE, 1));
    assert_false(session_is_dimmed(&house.session, house.now));
    assert_effect(SESSION_SAVE);
}

static void a_touch_beside_everything_lights_it_too(void **state)
{
    (void)state;
    wait_for(SESSION_DIM_MS);
    assert_true(apply(SESSION_STAY, 0));
    assert_false(session_is_dimmed(&house.session, house.now));
    wait_for(SESSION_DIM_MS - 1);
    assert_false(session_is_dimmed(&house.session, house.now));
}

static void nobody_in_the_middle_of_a_visit_is_dimmed(void **state)
{
    (void)state;
    apply(SESSION_TOGGLE, SESSION_LARGE);
    for (int i = 0; i < 20; i++) {
        wait_for(60000);
        apply(SESSION_STAY, 0);
        assert_false(session_is_dimmed(&house.session, house.now));
    }
}

static void an_idle_screen_is_looked_at_only_when_something_changes(void **state)
{
    (void)state;
    set_time(MONDAY, NINE);
    wait_for(SESSION_DIM_MS);
    assert_int_equal(session_deadline(&house.session, house.now), -1);
}

/* ---- notice ---- */

static void an_urgent_notice_is_on_attract_until_its_time(void **state)
{
    (void)state;
    assert_null(session_notice(&house.session, 1000));
    house.bundle.notice = (struct bs_notice){.id = "storing", .until_ms = 5000};
    assert_ptr_equal(session_notice(&house.session, 4999), &house.bundle.notice);
    assert_null(session_notice(&house.session, 5000));
    house.bundle.notice.until_ms = 0;
    assert_non_null(session_notice(&house.session, INT64_MAX));
}

static void a_notice_does_not_stand_over_a_visit(void **state)
{
    (void)state;
    house.bundle.notice = (struct bs_notice){.id = "storing"};
    apply(SESSION_SET_PROGRAMME, 0);
    assert_null(session_notice(&house.session, 1000));
}

static void without_a_bundle_there_is_no_notice(void **state)
{
    struct session fresh;
    (void)state;
    session_start(&fresh, 1);
    assert_null(session_notice(&fresh, 1000));
    assert_false(session_is_dimmed(&fresh, 10));
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_place_is_open_from_its_first_minute_to_the_one_before_its_last),
        TEST(hours_over_midnight_are_none),
        TEST(it_opens_later_today_tomorrow_or_after_the_weekend),
        TEST(one_that_opens_one_day_a_week_opens_in_a_week),
        TEST(one_that_never_opens_says_so),
        TEST(before_the_time_is_told_nothing_is_closed),
        TEST(a_place_without_hours_is_never_black),
        TEST(at_closing_time_the_screen_goes_black_and_opens_again),
        TEST(who_touched_the_screen_just_before_is_not_left_in_the_dark),
        TEST(a_visit_is_not_cut_off_by_closing_time),
        TEST(a_touch_only_wakes_the_black_screen),
        TEST(any_key_or_touch_wakes_it_and_nothing_else_does),
        TEST(a_black_screen_needs_no_tick),
        TEST(out_of_order_is_black_at_night_too),
        TEST(a_time_that_is_none_changes_nothing),
        TEST(a_new_day_ends_what_is_no_longer_asked),
        TEST(a_visit_stays_on_the_day_on_which_it_began),
        TEST(attract_is_dimmed_after_ten_minutes_without_a_touch),
        TEST(the_first_touch_on_a_dimmed_screen_does_what_it_does),
        TEST(a_touch_beside_everything_lights_it_too),
        TEST(nobody_in_the_middle_of_a_visit_is_dimmed),
        TEST(an_idle_screen_is_looked_at_only_when_something_changes),
        TEST(an_urgent_notice_is_on_attract_until_its_time),
        TEST(a_notice_does_not_stand_over_a_visit),
        TEST(without_a_bundle_there_is_no_notice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
