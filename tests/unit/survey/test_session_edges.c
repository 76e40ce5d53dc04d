/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Visits that do not go straight: a list on attract, a store that breaks or stays silent, midnight, the end of a subject. */

#include "visit_bundle.h"

#include <string.h>

#include "session.h"

struct edge {
    struct bs_bundle *bundle;
    struct session session;
    struct session_effect effect;
    int64_t now;
};

static struct edge edge;

static bool apply(enum session_intent_kind kind, size_t index)
{
    struct session_intent intent = {.kind = kind, .index = index};
    return session_apply(&edge.session, &intent, edge.now, &edge.effect);
}

static bool speak(const char *lang)
{
    struct session_intent intent = {.kind = SESSION_SET_LANGUAGE};
    strncpy(intent.lang, lang, sizeof intent.lang - 1);
    return session_apply(&edge.session, &intent, edge.now, &edge.effect);
}

/* Lets time pass as the program does: never past a deadline in one step. Tells how many steps it took. */
static int pass(int64_t ms)
{
    const int64_t end = edge.now + ms;
    int steps = 0;
    while (edge.now < end) {
        int64_t deadline = session_deadline(&edge.session, edge.now);
        edge.now = deadline >= 0 && deadline < end ? deadline : end;
        apply(SESSION_TICK, 0);
        steps++;
        if (steps > 1000) {
            fail_msg("time stands still on screen %d", (int)edge.session.screen);
        }
    }
    return steps;
}

static void answer(size_t index)
{
    apply(SESSION_CHOOSE, index);
    pass(SESSION_CONFIRM_MS);
}

/* Everything answered; the last answer is being saved. */
static void finish_answering(void)
{
    apply(SESSION_SET_PROGRAMME, 1);
    answer(4);
    answer(1);
}

static int make(void **state)
{
    (void)state;
    edge = (struct edge){.bundle = visit_bundle(), .now = 1000000};
    session_start(&edge.session, 1);
    apply(SESSION_STORE_READY, 0);
    assert_true(
        session_set_bundle(&edge.session, edge.bundle, (struct bs_date){2026, 11, 22}, 1000000));
    return 0;
}

static int drop(void **state)
{
    (void)state;
    bs_bundle_destroy(edge.bundle);
    return 0;
}

/* A subject that begins with a list: its questions without the faces. */
static void begin_with_a_list(void)
{
    struct bs_programme *programme = edge.bundle->programmes[0].programme;
    programme->questions[0] = programme->questions[2];
    programme->question_count = 1;
}

/* ---- a list on attract ---- */

static void a_list_on_attract_goes_on_where_more_can_be_chosen(void **state)
{
    (void)state;
    begin_with_a_list();
    apply(SESSION_CHOOSE, 1);
    assert_int_equal(edge.session.screen, SESSION_QUESTION);
    assert_true(answers_slot_has(&edge.session.answers.slot[0], 1));
    apply(SESSION_CHOOSE, 2);
    apply(SESSION_NEXT, 0);
    assert_int_equal(edge.effect.kind, SESSION_SAVE);
    assert_int_equal(edge.effect.submission.answers[0].value_count, 2);
}

static void a_list_begun_on_attract_is_kept_when_time_runs_out(void **state)
{
    (void)state;
    begin_with_a_list();
    apply(SESSION_CHOOSE, 1);
    edge.now += 75000;
    apply(SESSION_TICK, 0);
    assert_int_equal(edge.effect.kind, SESSION_SAVE);
    assert_true(edge.effect.submission.is_partial);
}

/* ---- a store that breaks ---- */

static void a_store_that_breaks_during_a_visit_does_not_end_it(void **state)
{
    (void)state;
    answer(3);
    apply(SESSION_STORE_BROKEN, 0);
    assert_int_equal(edge.session.screen, SESSION_QUESTION);
    apply(SESSION_STOP, 0);
    assert_int_equal(edge.session.screen, SESSION_OUT_OF_ORDER);
}

static void after_the_thanks_a_broken_store_asks_nothing_more(void **state)
{
    (void)state;
    finish_answering();
    apply(SESSION_SAVED, 0);
    apply(SESSION_STORE_BROKEN, 0);
    assert_true(apply(SESSION_ANOTHER, 0));
    assert_int_equal(edge.session.screen, SESSION_OUT_OF_ORDER);
    assert_false(edge.session.is_active);
    apply(SESSION_STORE_READY, 0);
    assert_int_equal(edge.session.screen, SESSION_ATTRACT);
}

static void a_notice_has_no_languages_to_begin_a_visit_with(void **state)
{
    (void)state;
    apply(SESSION_STORE_BROKEN, 0);
    assert_false(speak("en"));
    assert_false(edge.session.is_active);
    assert_string_equal(edge.session.lang, "nl");
}

static void a_save_that_succeeds_shows_that_the_store_works(void **state)
{
    (void)state;
    finish_answering();
    apply(SESSION_SAVE_FAILED, 0);
    apply(SESSION_RETRY, 0);
    apply(SESSION_SAVED, 0);
    assert_int_equal(edge.session.screen, SESSION_THANKS);
    apply(SESSION_STOP, 0);
    assert_int_equal(edge.session.screen, SESSION_ATTRACT);
}

/* ---- a disk that stays silent ---- */

static void a_disk_that_stays_silent_is_not_waited_for_without_end(void **state)
{
    (void)state;
    finish_answering();
    assert_int_equal(edge.session.screen, SESSION_SAVING);
    pass(SESSION_SAVING_MS - 1);
    assert_int_equal(edge.session.screen, SESSION_SAVING);
    pass(1);
    assert_int_equal(edge.session.screen, SESSION_NOT_SAVED);
    pass(SESSION_NOT_SAVED_MS);
    assert_int_equal(edge.session.screen, SESSION_OUT_OF_ORDER);
}

static void a_disk_that_answers_late_is_thanked_for(void **state)
{
    (void)state;
    finish_answering();
    pass(SESSION_SAVING_MS);
    apply(SESSION_SAVED, 0);
    assert_int_equal(edge.session.screen, SESSION_THANKS);
}

static void trying_again_on_a_silent_disk_saves_nothing_twice(void **state)
{
    (void)state;
    finish_answering();
    pass(SESSION_SAVING_MS);
    assert_true(apply(SESSION_RETRY, 0));
    assert_int_equal(edge.effect.kind, SESSION_NO_EFFECT);
    assert_int_equal(edge.session.screen, SESSION_SAVING);
    apply(SESSION_SAVED, 0);
    assert_int_equal(edge.session.screen, SESSION_THANKS);
}

/* ---- days and subjects ---- */

static void midnight_during_a_visit_changes_nothing_until_it_ends(void **state)
{
    (void)state;
    answer(3);
    assert_false(
        session_set_bundle(&edge.session, edge.bundle, (struct bs_date){2027, 1, 1}, 1000000));
    apply(SESSION_CHOOSE, 0);
    apply(SESSION_NEXT, 0);
    assert_int_equal(edge.effect.kind, SESSION_SAVE);
    assert_string_equal(edge.effect.submission.programme, "een");
    pass(SESSION_CONFIRM_MS);
    apply(SESSION_SAVED, 0);
    apply(SESSION_STOP, 0);
    assert_true(
        session_set_bundle(&edge.session, edge.bundle, (struct bs_date){2027, 1, 1}, 1000000));
    assert_int_equal(edge.session.screen, SESSION_SETTING_UP);
}

/* ---- signs of somebody ---- */

static void nobody_becomes_a_visit_by_staying(void **state)
{
    struct session before = edge.session;
    (void)state;
    assert_false(apply(SESSION_STAY, 0));
    assert_memory_equal(&edge.session, &before, sizeof before);
}

static void staying_before_the_warning_puts_it_off(void **state)
{
    (void)state;
    answer(3);
    pass(40000);
    assert_true(apply(SESSION_STAY, 0));
    pass(44999);
    assert_false(edge.session.is_warning);
    pass(1);
    assert_true(edge.session.is_warning);
}

/* ---- deadlines ---- */

static void a_whole_visit_left_alone_takes_few_steps(void **state)
{
    (void)state;
    answer(3);
    int steps = pass(200000);
    assert_int_equal(edge.session.screen, SESSION_ATTRACT);
    assert_in_range(steps, 30, 40); /* the seconds of the warning */
    assert_int_equal(session_deadline(&edge.session, edge.now),
                     edge.session.touched_ms + SESSION_DIM_MS);
}

static void a_deadline_that_was_slept_through_is_met_at_once(void **state)
{
    (void)state;
    answer(3);
    edge.now += 3600000;
    assert_true(session_deadline(&edge.session, edge.now) <= edge.now);
    assert_true(apply(SESSION_TICK, 0));
    assert_int_equal(edge.session.screen, SESSION_ATTRACT);
    assert_int_equal(edge.effect.kind, SESSION_SAVE);
}

#define EDGE(test) cmocka_unit_test_setup_teardown(test, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EDGE(a_list_on_attract_goes_on_where_more_can_be_chosen),
        EDGE(a_list_begun_on_attract_is_kept_when_time_runs_out),
        EDGE(a_store_that_breaks_during_a_visit_does_not_end_it),
        EDGE(after_the_thanks_a_broken_store_asks_nothing_more),
        EDGE(a_notice_has_no_languages_to_begin_a_visit_with),
        EDGE(a_save_that_succeeds_shows_that_the_store_works),
        EDGE(a_disk_that_stays_silent_is_not_waited_for_without_end),
        EDGE(a_disk_that_answers_late_is_thanked_for),
        EDGE(trying_again_on_a_silent_disk_saves_nothing_twice),
        EDGE(midnight_during_a_visit_changes_nothing_until_it_ends),
        EDGE(nobody_becomes_a_visit_by_staying),
        EDGE(staying_before_the_warning_puts_it_off),
        EDGE(a_whole_visit_left_alone_takes_few_steps),
        EDGE(a_deadline_that_was_slept_through_is_met_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
