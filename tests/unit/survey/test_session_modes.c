/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How a visit is shown and heard, and what that does to its time. */

#include "every_kind.h"

static int make(void **state)
{
    (void)state;
    empty_house();
    add_question(add_programme("p"), "q", BS_KIND_YES_NO, 2, 1);
    add_question(&house.programmes[0], "last", BS_KIND_YES_NO, 2, 1);
    open_house();
    return 0;
}

static const enum session_mode MODES[] = {SESSION_LARGE, SESSION_CONTRAST, SESSION_REACH,
                                          SESSION_SPEECH};

static void every_mode_is_on_after_one_tap_and_off_after_another(void **state)
{
    (void)state;
    choose(0);
    for (size_t i = 0; i < 4; i++) {
        assert_true(apply(SESSION_TOGGLE, MODES[i]));
        assert_int_equal(house.session.modes, MODES[i]);
        assert_true(apply(SESSION_TOGGLE, MODES[i]));
        assert_int_equal(house.session.modes, 0);
    }
}

static void a_mode_that_is_none_changes_nothing(void **state)
{
    static const size_t NONE[] = {0, 3, 16, (size_t)-1};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_false(apply(SESSION_TOGGLE, NONE[i]));
    }
    assert_int_equal(house.session.modes, 0);
    assert_false(house.session.is_active);
}

/* K62 */
static void modes_go_together_and_keep_the_answers(void **state)
{
    (void)state;
    choose(1);
    for (size_t i = 0; i < 4; i++) {
        apply(SESSION_TOGGLE, MODES[i]);
    }
    assert_int_equal(house.session.modes, 15);
    assert_screen(SESSION_QUESTION);
    assert_int_equal(house.session.question, 1);
    assert_true(answers_slot_has(&house.session.answers.slot[0], 1));
}

/* K65 */
static void a_mode_on_attract_is_of_somebody_and_goes_when_nobody_is_there(void **state)
{
    (void)state;
    assert_true(apply(SESSION_TOGGLE, SESSION_CONTRAST));
    assert_true(house.session.is_active);
    assert_screen(SESSION_ATTRACT);
    pass(75000);
    assert_false(house.session.is_active);
    assert_int_equal(house.session.modes, 0);
}

/* K50 K65 */
static void modes_volume_and_pace_end_with_the_visit(void **state)
{
    (void)state;
    choose(0);
    apply(SESSION_TOGGLE, SESSION_LARGE);
    apply(SESSION_LOUDER, 0);
    apply(SESSION_SLOWER, 0);
    apply(SESSION_STOP, 0);
    assert_int_equal(house.session.modes, 0);
    assert_int_equal(house.session.volume, SESSION_VOLUME_START);
    assert_false(house.session.is_slow);
}

static void another_subject_keeps_them_for_the_same_person(void **state)
{
    (void)state;
    apply(SESSION_TOGGLE, SESSION_LARGE);
    apply(SESSION_LOUDER, 0);
    apply(SESSION_SLOWER, 0);
    choose(0);
    choose(0);
    apply(SESSION_SAVED, 0);
    assert_true(apply(SESSION_ANOTHER, 0));
    assert_int_equal(house.session.modes, SESSION_LARGE);
    assert_int_equal(house.session.volume, SESSION_VOLUME_START + 1);
    assert_true(house.session.is_slow);
}

/* K49 */
static void volume_has_four_steps_and_ends(void **state)
{
    (void)state;
    for (int i = SESSION_VOLUME_START; i < SESSION_VOLUME_STEPS - 1; i++) {
        assert_true(apply(SESSION_LOUDER, 0));
    }
    assert_false(apply(SESSION_LOUDER, 0));
    assert_int_equal(house.session.volume, SESSION_VOLUME_STEPS - 1);
    for (int i = 0; i < SESSION_VOLUME_STEPS - 1; i++) {
        assert_true(apply(SESSION_SOFTER, 0));
    }
    assert_false(apply(SESSION_SOFTER, 0));
    assert_int_equal(house.session.volume, 0);
}

static void where_nobody_can_be_nothing_is_set(void **state)
{
    (void)state;
    apply(SESSION_STORE_BROKEN, 0);
    assert_screen(SESSION_OUT_OF_ORDER);
    assert_false(apply(SESSION_TOGGLE, SESSION_LARGE));
    assert_false(apply(SESSION_LOUDER, 0));
    assert_int_equal(house.session.modes, 0);
}

static void a_mode_can_be_set_while_the_answer_is_in_sight(void **state)
{
    (void)state;
    apply(SESSION_CHOOSE, 0);
    assert_true(apply(SESSION_TOGGLE, SESSION_LARGE));
    pass(SESSION_CONFIRM_MS);
    assert_int_equal(house.session.question, 1);
}

/* ---- time ---- */

static void assert_warned_after(int64_t ms)
{
    house.session.last_tap_ms = house.now;
    pass(ms - 1);
    assert_false(house.session.is_warning);
    pass(1);
    assert_true(house.session.is_warning);
}

/* K64 */
static void in_speech_and_in_large_text_everything_takes_twice_as_long(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        bool is_slow = MODES[i] == SESSION_LARGE || MODES[i] == SESSION_SPEECH;
        int factor = is_slow ? 2 : 1;
        make(NULL);
        choose(0);
        apply(SESSION_TOGGLE, MODES[i]);
        assert_int_equal(session_warn_seconds(&house.session), 45 * factor);
        assert_int_equal(session_wipe_seconds(&house.session), 30 * factor);
        assert_warned_after(45000 * factor);
        assert_int_equal(session_seconds_left(&house.session, house.now), 30 * factor);
        pass(30000 * factor - 1);
        assert_true(house.session.is_active);
        pass(1);
        assert_false(house.session.is_active);
    }
}

/* K64 */
static void both_modes_together_do_not_take_four_times_as_long(void **state)
{
    (void)state;
    choose(0);
    apply(SESSION_TOGGLE, SESSION_LARGE);
    apply(SESSION_TOGGLE, SESSION_SPEECH);
    assert_warned_after(90000);
}

/* K64 */
static void the_thanks_stay_twice_as_long_too(void **state)
{
    (void)state;
    apply(SESSION_TOGGLE, SESSION_SPEECH);
    choose(0);
    choose(0);
    apply(SESSION_SAVED, 0);
    assert_screen(SESSION_THANKS);
    pass(2 * SESSION_THANKS_MS - 1);
    assert_screen(SESSION_THANKS);
    pass(1);
    assert_screen(SESSION_ATTRACT);
}

/* K60 */
static void the_warning_can_be_extended_without_a_limit(void **state)
{
    (void)state;
    apply(SESSION_TOGGLE, SESSION_LARGE);
    choose(0);
    for (int i = 0; i < 100; i++) {
        assert_warned_after(90000);
        pass(59999);
        assert_true(house.session.is_active);
        assert_true(apply(SESSION_STAY, 0));
        assert_false(house.session.is_warning);
    }
    assert_true(answers_slot_has(&house.session.answers.slot[0], 0));
}

/* K62 */
static void after_i_am_here_everything_is_as_it_was(void **state)
{
    struct session before;
    (void)state;
    choose(0);
    before = house.session;
    pass(60000);
    apply(SESSION_STAY, 0);
    before.last_tap_ms = before.touched_ms = house.now;
    assert_memory_equal(&before, &house.session, sizeof before);
}

/* K64 */
static void time_does_not_run_while_something_is_spoken(void **state)
{
    (void)state;
    choose(0);
    house.session.last_tap_ms = house.now;
    pass(40000);
    session_set_speaking(&house.session, true, house.now);
    wait_for(300000);
    assert_false(house.session.is_warning);
    assert_true(house.session.is_active);
    session_set_speaking(&house.session, false, house.now);
    pass(4999);
    assert_false(house.session.is_warning);
    pass(1);
    assert_true(house.session.is_warning);
}

static void the_seconds_of_the_warning_stand_still_while_it_is_spoken(void **state)
{
    (void)state;
    choose(0);
    house.session.last_tap_ms = house.now;
    pass(50000);
    assert_int_equal(session_seconds_left(&house.session, house.now), 25);
    session_set_speaking(&house.session, true, house.now);
    house.now += 700;
    assert_int_equal(session_seconds_left(&house.session, house.now), 25);
    wait_for(20000);
    assert_true(house.session.is_warning);
    assert_int_equal(session_seconds_left(&house.session, house.now), 25);
    session_set_speaking(&house.session, false, house.now);
    wait_for(24999);
    assert_true(house.session.is_active);
    wait_for(1);
    assert_false(house.session.is_active);
}

static void the_thanks_wait_for_what_is_spoken(void **state)
{
    (void)state;
    choose(0);
    choose(0);
    apply(SESSION_SAVED, 0);
    session_set_speaking(&house.session, true, house.now);
    wait_for(60000);
    assert_screen(SESSION_THANKS);
    session_set_speaking(&house.session, false, house.now);
    wait_for(SESSION_THANKS_MS - 1);
    assert_screen(SESSION_THANKS);
    wait_for(1);
    assert_screen(SESSION_ATTRACT);
}

static void a_silent_disk_is_not_waited_for_longer_because_something_is_spoken(void **state)
{
    (void)state;
    choose(0);
    choose(0);
    assert_screen(SESSION_SAVING);
    session_set_speaking(&house.session, true, house.now);
    wait_for(SESSION_SAVING_MS);
    assert_screen(SESSION_NOT_SAVED);
}

static void a_voice_that_nobody_told_the_beginning_of_takes_no_time_away(void **state)
{
    (void)state;
    choose(0);
    house.session.is_speaking = true;
    wait_for(500000);
    assert_true(house.session.is_active);
    assert_true(house.session.last_tap_ms <= house.now);
}

static void while_something_is_spoken_time_is_looked_at_every_second(void **state)
{
    (void)state;
    choose(0);
    session_set_speaking(&house.session, true, house.now);
    assert_int_equal(session_deadline(&house.session, house.now), house.now + 1000);
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_mode_is_on_after_one_tap_and_off_after_another),
        TEST(a_mode_that_is_none_changes_nothing),
        TEST(modes_go_together_and_keep_the_answers),
        TEST(a_mode_on_attract_is_of_somebody_and_goes_when_nobody_is_there),
        TEST(modes_volume_and_pace_end_with_the_visit),
        TEST(another_subject_keeps_them_for_the_same_person),
        TEST(volume_has_four_steps_and_ends),
        TEST(where_nobody_can_be_nothing_is_set),
        TEST(a_mode_can_be_set_while_the_answer_is_in_sight),
        TEST(in_speech_and_in_large_text_everything_takes_twice_as_long),
        TEST(both_modes_together_do_not_take_four_times_as_long),
        TEST(the_thanks_stay_twice_as_long_too),
        TEST(the_warning_can_be_extended_without_a_limit),
        TEST(after_i_am_here_everything_is_as_it_was),
        TEST(time_does_not_run_while_something_is_spoken),
        TEST(the_seconds_of_the_warning_stand_still_while_it_is_spoken),
        TEST(the_thanks_wait_for_what_is_spoken),
        TEST(a_silent_disk_is_not_waited_for_longer_because_something_is_spoken),
        TEST(a_voice_that_nobody_told_the_beginning_of_takes_no_time_away),
        TEST(while_something_is_spoken_time_is_looked_at_every_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
