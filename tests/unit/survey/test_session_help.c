/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Visits that a connector helps: beside a resident, or with a form on paper; and what opening her door does to a visit. */

#include "every_kind.h"

#define BATCH "Markt 3"
#define FORTY "0123456789012345678901234567890123456789"

/* Three programmes, of which the last has ended. */
static int make(void **state)
{
    (void)state;
    empty_house();
    add_question(add_programme("een"), "q", BS_KIND_YES_NO, 2, 1);
    add_question(&house.programmes[0], "last", BS_KIND_YES_NO, 2, 1);
    add_question(add_programme("twee"), "mood", BS_KIND_FACES, 5, 1);
    add_question(&house.programmes[1], "words", BS_KIND_TEXT, 0, 0);
    add_question(add_programme("oud"), "q", BS_KIND_YES_NO, 2, 1);
    house.programmes[2].ends = (struct bs_date){2026, 1, 2};
    house.bundle.place.area_count = 1;
    house.bundle.place.areas[0].code = "WK191600";
    house.bundle.wish = (struct bs_wish_offer){.who = nl("Wie"), .keep_days = 30, .key = "{}"};
    open_house();
    return 0;
}

static void help(enum bs_channel channel, const char *batch, const char *programme)
{
    session_help(&house.session, channel, batch, programme, house.now);
}

/* Answers the only question of "twee", and it is kept. */
static void answer(void)
{
    choose(3);
    apply(SESSION_SAVED, 0);
    assert_screen(SESSION_THANKS);
}

static void assert_nobody(void)
{
    assert_false(house.session.is_active);
    assert_screen(SESSION_ATTRACT);
    assert_int_equal(house.session.channel, BS_CHANNEL_KIOSK);
    assert_string_equal(house.session.batch, "");
}

/* ---- where it begins ---- */

static void a_helped_visit_begins_at_the_first_question_of_its_programme(void **state)
{
    (void)state;
    help(BS_CHANNEL_ASSISTED, "", "twee");
    assert_true(house.session.is_active);
    assert_screen(SESSION_QUESTION);
    assert_string_equal(session_programme(&house.session)->id, "twee");
    assert_int_equal(house.session.question, 0);
    assert_int_equal(house.session.started_ms, house.now);
}

static void without_a_programme_it_begins_where_one_is_chosen(void **state)
{
    static const char *const NOT_OPEN[] = {"", "oud", "drie", "twe"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        help(BS_CHANNEL_PAPER, BATCH, NOT_OPEN[i]);
        assert_true(house.session.is_active);
        assert_screen(SESSION_ATTRACT);
        assert_int_equal(house.session.programme, 0);
        assert_int_equal(house.session.channel, BS_CHANNEL_PAPER);
        assert_string_equal(house.session.batch, BATCH);
    }
}

static void the_visit_before_it_is_wiped_and_its_way_of_seeing_and_hearing_stays(void **state)
{
    (void)state;
    apply(SESSION_TOGGLE, SESSION_LARGE);
    apply(SESSION_LOUDER, 0);
    apply(SESSION_SLOWER, 0);
    choose(1);
    strcpy(house.session.lang, "en");
    help(BS_CHANNEL_ASSISTED, "", "een");
    assert_false(answers_any(&house.session.answers));
    assert_string_equal(house.session.lang, "nl");
    assert_int_equal(house.session.modes, SESSION_LARGE);
    assert_int_equal(house.session.volume, SESSION_VOLUME_START + 1);
    assert_true(house.session.is_slow);
}

static void no_visit_begins_where_nothing_can_be_asked(void **state)
{
    struct session session;
    (void)state;
    apply(SESSION_STORE_BROKEN, 0);
    help(BS_CHANNEL_PAPER, BATCH, "twee");
    assert_false(house.session.is_active);
    assert_screen(SESSION_OUT_OF_ORDER);
    assert_int_equal(house.session.channel, BS_CHANNEL_KIOSK);
    assert_string_equal(house.session.batch, "");
    session_start(&session, 1);
    session_help(&session, BS_CHANNEL_ASSISTED, "", "twee", 5);
    assert_false(session.is_active);
    assert_int_equal(session.screen, SESSION_SETTING_UP);
}

static void outside_opening_hours_the_screen_is_lit_for_it(void **state)
{
    (void)state;
    house.bundle.place.hours[0] = (struct bs_hours){540, 1020};
    set_time(0, 1200);
    wait_for(SESSION_AWAKE_MS);
    assert_screen(SESSION_CLOSED);
    help(BS_CHANNEL_ASSISTED, "", "twee");
    assert_screen(SESSION_QUESTION);
    make(NULL);
    house.bundle.place.hours[0] = (struct bs_hours){540, 1020};
    set_time(0, 1200);
    wait_for(SESSION_AWAKE_MS);
    session_set_aside(&house.session, house.now);
    assert_screen(SESSION_ATTRACT);
}

/* ---- what it saves ---- */

static void what_is_saved_says_that_somebody_helped(void **state)
{
    (void)state;
    help(BS_CHANNEL_ASSISTED, BATCH, "twee");
    choose(3);
    assert_effect(SESSION_SAVE);
    assert_int_equal(house.effect.submission.channel, BS_CHANNEL_ASSISTED);
    assert_string_equal(house.effect.submission.batch, ""); /* that is paper's */
}

static void a_form_says_its_batch_also_when_it_is_changed(void **state)
{
    (void)state;
    help(BS_CHANNEL_PAPER, BATCH, "twee");
    choose(3);
    assert_int_equal(house.effect.submission.channel, BS_CHANNEL_PAPER);
    assert_string_equal(house.effect.submission.batch, BATCH);
    apply(SESSION_SAVED, 0);
    apply(SESSION_CHANGE, 0);
    choose(0);
    assert_effect(SESSION_SAVE_CORRECTION);
    assert_int_equal(house.effect.submission.channel, BS_CHANNEL_PAPER);
    assert_string_equal(house.effect.submission.batch, BATCH);
}

static void who_was_helped_half_way_is_kept_with_the_channel(void **state)
{
    (void)state;
    help(BS_CHANNEL_PAPER, BATCH, "een");
    choose(0);
    pass(4 * 75000);
    assert_effect(SESSION_SAVE);
    assert_true(house.effect.submission.is_partial);
    assert_int_equal(house.effect.submission.channel, BS_CHANNEL_PAPER);
    assert_string_equal(house.effect.submission.batch, BATCH);
}

static void a_name_that_no_submission_takes_is_left_out(void **state)
{
    static const char *const NAMES[] = {FORTY "0", "a\tb", " ", "\xFF"};
    (void)state;
    help(BS_CHANNEL_PAPER, FORTY, "twee");
    assert_string_equal(house.session.batch, FORTY);
    for (size_t i = 0; i < 4; i++) {
        help(BS_CHANNEL_PAPER, NAMES[i], "twee");
        assert_int_equal(house.session.channel, BS_CHANNEL_PAPER);
        assert_string_equal(house.session.batch, "");
    }
}

static void what_is_left_behind_says_the_channel(void **state)
{
    (void)state;
    help(BS_CHANNEL_PAPER, BATCH, "twee");
    answer();
    apply(SESSION_OPEN_WORDS, 0);
    type_words("Meer bankjes");
    act_and_wait(SESSION_SEND, 0);
    assert_effect(SESSION_KEEP_WORDS);
    assert_int_equal(house.effect.at.channel, BS_CHANNEL_PAPER);
    apply(SESSION_EXTRA_KEPT, 0);
    apply(SESSION_NEXT, 0);
    apply(SESSION_OPEN_ABOUT_YOU, 0);
    act_and_wait(SESSION_PICK, 2);
    act_and_wait(SESSION_PICK, 0);
    assert_effect(SESSION_KEEP_ABOUT_YOU);
    assert_int_equal(house.effect.about_you.at.channel, BS_CHANNEL_PAPER);
}

static void a_verdict_says_the_channel(void **state)
{
    (void)state;
    house.outcome = (struct bs_outcome){.version = 1};
    house.bundle.programmes[1].outcome = &house.outcome;
    help(BS_CHANNEL_ASSISTED, "", "");
    apply(SESSION_OPEN_ANSWER, 1);
    apply(SESSION_VERDICT, 1);
    apply(SESSION_VERDICT, 0);
    assert_effect(SESSION_SAVE_VERDICT);
    assert_int_equal(house.effect.verdict.at.channel, BS_CHANNEL_ASSISTED);
}

static void forms_that_are_typed_quickly_are_no_burst(void **state)
{
    (void)state;
    for (int i = 0; i < 6; i++) {
        help(BS_CHANNEL_PAPER, BATCH, "twee");
        house.now += 1000;
        choose(1);
        assert_effect(SESSION_SAVE);
        assert_false(house.effect.submission.is_burst);
        assert_int_equal(house.session.burst.quick, 0);
        apply(SESSION_SAVED, 0);
    }
}

/* The row of those who tap by themselves goes on behind it as if nothing had been between. */
static void a_helped_visit_neither_feeds_nor_ends_a_row(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        bool is_helped = i == 2;
        apply(SESSION_STOP, 0);
        if (is_helped) {
            help(BS_CHANNEL_ASSISTED, "", "twee");
            house.now += BURST_QUICK_MS;
        }
        apply(SESSION_SET_PROGRAMME, 1);
        choose(1);
        assert_effect(SESSION_SAVE);
        assert_int_equal(house.effect.submission.is_burst, i == 3);
        apply(SESSION_SAVED, 0);
    }
}

/* ---- time ---- */

static void every_time_out_is_four_times_as_long(void **state)
{
    static const unsigned MODES[] = {0, SESSION_LARGE, SESSION_LARGE | SESSION_SPEECH};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        make(NULL);
        house.session.modes = MODES[i];
        help(BS_CHANNEL_ASSISTED, "", "een");
        assert_int_equal(session_warn_seconds(&house.session), 180);
        assert_int_equal(session_wipe_seconds(&house.session), 120);
        pass(180000 - 1);
        assert_false(house.session.is_warning);
        pass(1);
        assert_true(house.session.is_warning);
        assert_int_equal(session_seconds_left(&house.session, house.now), 120);
        pass(120000 - 1);
        assert_true(house.session.is_active);
        pass(1);
        assert_false(house.session.is_active);
    }
}

static void the_thanks_stay_four_times_as_long_too(void **state)
{
    (void)state;
    help(BS_CHANNEL_PAPER, BATCH, "twee");
    answer();
    pass(4 * SESSION_THANKS_MS - 1);
    assert_screen(SESSION_THANKS);
    pass(1);
    assert_nobody();
}

/* ---- how it ends ---- */

static void another_subject_is_helped_as_the_one_before(void **state)
{
    (void)state;
    help(BS_CHANNEL_PAPER, BATCH, "twee");
    answer();
    assert_true(apply(SESSION_ANOTHER, 0));
    assert_true(house.session.is_active);
    assert_int_equal(house.session.channel, BS_CHANNEL_PAPER);
    assert_string_equal(house.session.batch, BATCH);
}

static void whoever_comes_next_is_not_helped(void **state)
{
    (void)state;
    help(BS_CHANNEL_PAPER, BATCH, "een");
    apply(SESSION_STOP, 0);
    assert_nobody();
    help(BS_CHANNEL_PAPER, BATCH, "een");
    pass(4 * 75000);
    assert_nobody();
    help(BS_CHANNEL_PAPER, BATCH, "een");
    help(BS_CHANNEL_ASSISTED, "", "een");
    assert_string_equal(house.session.batch, "");
    session_set_aside(&house.session, house.now);
    assert_nobody();
    assert_int_equal(session_warn_seconds(&house.session), 45);
}

static void a_visit_that_nobody_goes_on_with_was_left(void **state)
{
    (void)state;
    assert_false(session_was_left(&house.session));
    help(BS_CHANNEL_ASSISTED, "", "een");
    choose(0);
    pass(4 * 75000 - SESSION_CONFIRM_MS - 1);
    assert_false(session_was_left(&house.session));
    pass(1);
    assert_nobody();
    assert_true(session_was_left(&house.session));
}

static void a_visit_whose_answers_could_not_be_kept_was_left_too(void **state)
{
    (void)state;
    help(BS_CHANNEL_ASSISTED, "", "twee");
    choose(0);
    apply(SESSION_SAVE_FAILED, 0);
    assert_screen(SESSION_NOT_SAVED);
    pass(4 * SESSION_NOT_SAVED_MS - 1);
    assert_true(house.session.is_active);
    pass(1);
    assert_false(house.session.is_active);
    assert_true(session_was_left(&house.session));
}

static void who_stops_or_is_thanked_has_not_left_the_kiosk_alone(void **state)
{
    (void)state;
    help(BS_CHANNEL_ASSISTED, "", "een");
    choose(0);
    apply(SESSION_STOP, 0);
    assert_false(session_was_left(&house.session));
    help(BS_CHANNEL_ASSISTED, "", "twee");
    answer();
    pass(4 * SESSION_THANKS_MS);
    assert_nobody();
    assert_false(session_was_left(&house.session));
    help(BS_CHANNEL_ASSISTED, "", "een");
    choose(0);
    apply(SESSION_QUIT, 0);
    assert_false(session_was_left(&house.session));
}

static void leave(void)
{
    help(BS_CHANNEL_ASSISTED, "", "een");
    pass(4 * 75000);
    assert_true(session_was_left(&house.session));
}

static void that_it_was_left_is_told_until_somebody_comes(void **state)
{
    (void)state;
    leave();
    assert_true(session_set_bundle(&house.session, &house.bundle, HOUSE_TODAY, house.now));
    apply(SESSION_STORE_BROKEN, 0);
    apply(SESSION_STORE_READY, 0);
    assert_true(session_was_left(&house.session));
    apply(SESSION_OPEN_HELP, 0);
    assert_false(session_was_left(&house.session));
    leave();
    help(BS_CHANNEL_ASSISTED, "", "een");
    assert_false(session_was_left(&house.session));
    leave();
    session_set_aside(&house.session, house.now);
    assert_false(session_was_left(&house.session));
}

/* ---- the door ---- */

static void opening_the_door_ends_the_visit_and_keeps_nothing_of_it(void **state)
{
    (void)state;
    choose(0);
    strcpy(house.session.lang, "en");
    apply(SESSION_LOUDER, 0);
    session_set_aside(&house.session, house.now);
    assert_nobody();
    assert_false(answers_any(&house.session.answers));
    assert_string_equal(house.session.lang, "nl");
    assert_int_equal(house.session.volume, SESSION_VOLUME_START);
    pass(300000);
    assert_effect(SESSION_NO_EFFECT);
}

static void how_it_is_shown_and_heard_stays_for_who_opens_the_door(void **state)
{
    (void)state;
    apply(SESSION_TOGGLE, SESSION_CONTRAST);
    apply(SESSION_SOFTER, 0);
    apply(SESSION_SLOWER, 0);
    choose(0);
    session_set_aside(&house.session, house.now);
    assert_screen(SESSION_ATTRACT);
    assert_true(house.session.is_active);
    assert_false(answers_any(&house.session.answers));
    assert_int_equal(house.session.modes, SESSION_CONTRAST);
    assert_int_equal(house.session.volume, SESSION_VOLUME_START - 1);
    assert_true(house.session.is_slow);
    pass(75000);
    assert_nobody();
    assert_int_equal(house.session.modes, 0);
}

static void answers_that_are_being_kept_are_kept_behind_the_door(void **state)
{
    (void)state;
    apply(SESSION_SET_PROGRAMME, 1);
    choose(3);
    assert_effect(SESSION_SAVE);
    session_set_aside(&house.session, house.now);
    assert_nobody();
    apply(SESSION_SAVED, 0);
    assert_nobody();
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_helped_visit_begins_at_the_first_question_of_its_programme),
        TEST(without_a_programme_it_begins_where_one_is_chosen),
        TEST(the_visit_before_it_is_wiped_and_its_way_of_seeing_and_hearing_stays),
        TEST(no_visit_begins_where_nothing_can_be_asked),
        TEST(outside_opening_hours_the_screen_is_lit_for_it),
        TEST(what_is_saved_says_that_somebody_helped),
        TEST(a_form_says_its_batch_also_when_it_is_changed),
        TEST(who_was_helped_half_way_is_kept_with_the_channel),
        TEST(a_name_that_no_submission_takes_is_left_out),
        TEST(what_is_left_behind_says_the_channel),
        TEST(a_verdict_says_the_channel),
        TEST(forms_that_are_typed_quickly_are_no_burst),
        TEST(a_helped_visit_neither_feeds_nor_ends_a_row),
        TEST(every_time_out_is_four_times_as_long),
        TEST(the_thanks_stay_four_times_as_long_too),
        TEST(another_subject_is_helped_as_the_one_before),
        TEST(whoever_comes_next_is_not_helped),
        TEST(a_visit_that_nobody_goes_on_with_was_left),
        TEST(a_visit_whose_answers_could_not_be_kept_was_left_too),
        TEST(who_stops_or_is_thanked_has_not_left_the_kiosk_alone),
        TEST(that_it_was_left_is_told_until_somebody_comes),
        TEST(opening_the_door_ends_the_visit_and_keeps_nothing_of_it),
        TEST(how_it_is_shown_and_heard_stays_for_who_opens_the_door),
        TEST(answers_that_are_being_kept_are_kept_behind_the_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
