/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The connector's desk: its door, its time, what she decides, and that nothing of it is left. */

#include "desk_stage.h"

static void assert_shut(void)
{
    static const struct bs_held_comment nothing;
    assert_int_equal(stage.effect.kind, DESK_CLOSE);
    assert_int_equal(stage.desk.screen, DESK_SHUT);
    assert_null(desk_who(&stage.desk));
    assert_memory_equal(&stage.desk.comment, &nothing, sizeof nothing);
    assert_int_equal(stage.desk.masks.count, 0);
    assert_int_equal(stage.desk.words.len, 0);
    assert_string_equal(stage.desk.pin, "");
}

/* ---- the door ---- */

static void the_door_opens_for_a_pin(void **state)
{
    (void)state;
    assert_false(act(DESK_DIGIT, 1));
    assert_true(act(DESK_OPEN, 0));
    assert_int_equal(stage.desk.screen, DESK_DOOR);
    type_pin("13579");
    assert_false(act(DESK_KNOCK, 0));
    type_pin("0");
    assert_true(act(DESK_KNOCK, 0));
    assert_string_equal(stage.effect.text, "135790");
    assert_false(stage.effect.is_badge);
    assert_string_equal(stage.desk.pin, "");
    assert_false(act(DESK_DIGIT, 1)); /* one try at a time */
    assert_true(tell(DESK_LET_IN, "c-samira"));
    assert_string_equal(desk_who(&stage.desk)->name, "Samira");
    assert_int_equal(stage.effect.kind, DESK_LIST);
}

static void a_pin_has_a_most_and_can_be_rubbed_out(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    type_pin("123456789012");
    assert_false(act(DESK_DIGIT, 3));
    assert_false(act(DESK_DIGIT, 10));
    for (int i = 0; i < DESK_PIN_MOST; i++) {
        assert_true(act(DESK_RUB_OUT, 0));
    }
    assert_false(act(DESK_RUB_OUT, 0));
    assert_string_equal(stage.desk.pin, "");
}

static void a_badge_is_a_line_on_the_door_alone(void **state)
{
    (void)state;
    assert_false(tell(DESK_BADGE, "0012345678"));
    assert_true(act(DESK_OPEN, 0));
    assert_false(tell(DESK_BADGE, ""));
    assert_true(tell(DESK_BADGE, "0012345678"));
    assert_true(stage.effect.is_badge);
    assert_string_equal(stage.effect.text, "0012345678");
}

static void who_is_wrong_waits_and_it_is_noted(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    for (int wrong = 1; wrong <= SIGNIN_TRIES; wrong++) {
        type_pin("111111");
        assert_true(act(DESK_KNOCK, 0));
        assert_true(act(DESK_TURNED_AWAY, 0));
        assert_int_equal(stage.effect.kind, DESK_NOTE_TRIES);
        assert_int_equal(stage.effect.tries, wrong);
        assert_int_equal(stage.effect.is_locked, wrong == SIGNIN_TRIES);
        assert_true(stage.desk.was_wrong);
        if (desk_seconds_left(&stage.desk, stage.now_ms) > 0) {
            assert_false(act(DESK_DIGIT, 1));
            assert_false(tell(DESK_BADGE, "0012345678"));
            stage.now_ms += signin_wait_ms(&stage.desk.signin, stage.now_ms);
            stage.desk.last_tap_ms = stage.now_ms;
        }
    }
}

static void leaving_the_door_does_not_forget_wrong_tries(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    for (int wrong = 1; wrong <= SIGNIN_FREE + 1; wrong++) {
        type_pin("111111");
        assert_true(act(DESK_KNOCK, 0));
        assert_true(act(DESK_TURNED_AWAY, 0));
    }
    assert_true(act(DESK_BACK, 0));
    assert_shut();
    assert_true(act(DESK_OPEN, 0));
    assert_false(act(DESK_DIGIT, 1));
    assert_true(desk_seconds_left(&stage.desk, stage.now_ms) > 0);
}

static void who_was_taken_out_of_the_bundle_does_not_come_in(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    type_pin("135790");
    assert_true(act(DESK_KNOCK, 0));
    desk_set_bundle(&stage.desk, &stage.other, &stage.effect);
    assert_true(tell(DESK_LET_IN, "c-samira"));
    assert_int_equal(stage.desk.screen, DESK_DOOR);
    assert_null(desk_who(&stage.desk));
}

static void a_bundle_without_her_signs_her_out(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    desk_set_bundle(&stage.desk, &stage.other, &stage.effect);
    assert_shut();
    desk_stage_set_up(NULL);
    let_in("c-joost");
    desk_set_bundle(&stage.desk, &stage.other, &stage.effect);
    assert_int_equal(stage.effect.kind, DESK_NO_EFFECT);
    assert_string_equal(desk_who(&stage.desk)->name, "Joost");
}

/* ---- time ---- */

static void after_a_minute_it_asks_and_then_it_closes(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    assert_int_equal(desk_deadline(&stage.desk, stage.now_ms), stage.now_ms + DESK_WARN_MS);
    stage.now_ms += DESK_WARN_MS - 1;
    assert_false(act(DESK_TICK, 0));
    stage.now_ms += 1;
    assert_true(act(DESK_TICK, 0));
    assert_true(stage.desk.is_warning);
    assert_int_equal(desk_seconds_left(&stage.desk, stage.now_ms), DESK_WIPE_MS / 1000);
    stage.now_ms += DESK_WIPE_MS;
    assert_true(act(DESK_TICK, 0));
    assert_shut();
    assert_int_equal(desk_deadline(&stage.desk, stage.now_ms), -1);
}

static void a_touch_answers_the_question_and_nothing_else(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    stage.now_ms += DESK_WARN_MS;
    assert_true(act(DESK_RELEASE, 0));
    assert_int_equal(stage.effect.kind, DESK_NO_EFFECT);
    assert_false(stage.desk.is_warning);
    stage.now_ms += DESK_WARN_MS - 1;
    assert_false(act(DESK_TICK, 0));
}

static void what_a_machine_tells_is_no_touch(void **state)
{
    (void)state;
    let_in("c-samira");
    stage.now_ms += DESK_WARN_MS - 1;
    fill_queue(3);
    stage.now_ms += 1;
    assert_true(act(DESK_TICK, 0));
    assert_true(stage.desk.is_warning);
}

static void the_screen_is_deaf_while_it_is_cleaned(void **state)
{
    (void)state;
    let_in("c-samira");
    assert_true(act(DESK_GO, DESK_CLEAN));
    assert_int_equal(desk_seconds_left(&stage.desk, stage.now_ms), DESK_CLEAN_MS / 1000);
    assert_false(act(DESK_BACK, 0));
    assert_false(act(DESK_GO, DESK_QUEUE));
    stage.now_ms += DESK_CLEAN_MS;
    assert_true(act(DESK_TICK, 0));
    assert_int_equal(stage.desk.screen, DESK_HOME);
}

static void signing_out_leaves_nothing(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    assert_true(act(DESK_LEAVE, 0));
    assert_shut();
    assert_false(act(DESK_LEAVE, 0));
}

/* ---- words ---- */

static void released_words_are_masked_and_signed(void **state)
{
    (void)state;
    go_to_words("Bel 06 12345678 of vraag Fatima");
    assert_true(act(DESK_TAP_WORD, 5));
    assert_true(act(DESK_RELEASE, 0));
    assert_int_equal(stage.effect.kind, DESK_DECIDE);
    assert_string_equal(stage.effect.comment.text, "Bel " BS_MASK_SIGN " of vraag " BS_MASK_SIGN);
    assert_int_equal(stage.effect.comment.mask_count, 2);
    assert_string_equal(stage.effect.comment.by, "c-samira");
    assert_string_equal(stage.effect.comment.at.programme, "speelplein");
    assert_string_equal(stage.effect.comment.at.lang, "ar");
    assert_int_equal(stage.effect.comment.written.day, 1);
    assert_int_equal(stage.effect.decision.ruling, BS_RULING_RELEASE);
    assert_int_equal(stage.effect.decision.mask_count, 2);
    assert_string_equal(stage.effect.decision.id, stage.effect.comment.id);
    assert_false(act(DESK_RELEASE, 0)); /* once */
    assert_true(act(DESK_KEPT, 0));
    assert_int_equal(stage.desk.screen, DESK_QUEUE);
    assert_int_equal(stage.desk.masks.count, 0);
    assert_int_equal(stage.effect.kind, DESK_LIST);
}

static void what_could_not_be_kept_can_be_tried_again(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    assert_true(act(DESK_TAP_WORD, 2));
    assert_true(act(DESK_RELEASE, 0));
    assert_true(act(DESK_NOT_KEPT, 0));
    assert_int_equal(stage.desk.screen, DESK_WORDS);
    assert_true(act(DESK_RELEASE, 0));
    assert_int_equal(stage.effect.comment.mask_count, 1);
}

static void words_of_which_nothing_is_left_are_not_released(void **state)
{
    (void)state;
    go_to_words("Fatima");
    assert_true(act(DESK_TAP_WORD, 0));
    assert_false(act(DESK_RELEASE, 0));
    assert_true(act(DESK_GO, DESK_HIDE));
    assert_false(act(DESK_CHOOSE, BS_HIDE_REASONS));
    assert_true(act(DESK_CHOOSE, BS_HIDE_PERSON));
    assert_int_equal(stage.effect.kind, DESK_DECIDE);
    assert_int_equal(stage.effect.decision.ruling, BS_RULING_HIDE);
    assert_string_equal(stage.effect.comment.text, "");
}

static void words_can_be_passed_on(void **state)
{
    (void)state;
    go_to_words("مرحبا");
    assert_true(act(DESK_GO, DESK_PASS));
    assert_true(act(DESK_BACK, 0));
    assert_int_equal(stage.desk.screen, DESK_WORDS);
    assert_true(act(DESK_GO, DESK_PASS));
    assert_true(act(DESK_CHOOSE, BS_PASS_READER));
    assert_int_equal(stage.effect.kind, DESK_PASS_ON);
    assert_int_equal(stage.effect.decision.to, BS_PASS_READER);
    assert_true(act(DESK_KEPT, 0));
    assert_int_equal(stage.desk.screen, DESK_QUEUE);
}

static void a_decision_can_be_taken_back_from_the_queue(void **state)
{
    (void)state;
    let_in("c-samira");
    fill_queue(2);
    assert_true(act(DESK_GO, DESK_QUEUE));
    stage.queue.entries[1].state = BS_HELD_DECIDED;
    fill_queue(2);
    assert_false(act(DESK_LOOK, 1));
    assert_false(act(DESK_UNDO, 0));
    assert_true(act(DESK_UNDO, 1));
    assert_int_equal(stage.effect.kind, DESK_TAKE_BACK);
    assert_int_equal(stage.effect.decision.ruling, BS_RULING_TAKE_BACK);
    assert_memory_equal(&stage.effect.id, &stage.queue.entries[1].id, sizeof stage.effect.id);
}

static void the_queue_has_pages_and_a_filter(void **state)
{
    (void)state;
    let_in("c-samira");
    fill_queue(8);
    assert_true(act(DESK_GO, DESK_QUEUE));
    fill_queue(8);
    assert_false(act(DESK_LOOK, DESK_ROWS));
    assert_true(act(DESK_MORE, 0));
    assert_int_equal(stage.effect.skip, DESK_ROWS);
    stage.queue.skip = DESK_ROWS;
    fill_queue(8);
    assert_true(act(DESK_MORE, 0));
    assert_int_equal(stage.effect.skip, 0);
    fill_queue(8);
    assert_true(act(DESK_FILTER, 1));
    assert_string_equal(stage.effect.programme, "speelplein");
    fill_queue(1);
    assert_false(act(DESK_FILTER, 3));
    assert_true(act(DESK_FILTER, 2));
    assert_string_equal(stage.effect.programme, "");
}

static void words_that_are_gone_lead_back_to_the_queue(void **state)
{
    (void)state;
    let_in("c-samira");
    fill_queue(1);
    assert_true(act(DESK_GO, DESK_QUEUE));
    fill_queue(1);
    assert_true(act(DESK_LOOK, 0));
    assert_true(act(DESK_GONE, 0));
    assert_int_equal(stage.effect.kind, DESK_LIST);
    assert_int_equal(stage.desk.screen, DESK_QUEUE);
}

/* ---- notes ---- */

static void a_treasure_asks_for_consent_first(void **state)
{
    (void)state;
    go_to(DESK_NOTE);
    assert_true(act(DESK_CHOOSE, BS_NOTE_TREASURE));
    assert_int_equal(stage.desk.screen, DESK_CONSENT);
    assert_true(act(DESK_CHOOSE, 0));
    assert_int_equal(stage.desk.screen, DESK_NOTE);
    assert_true(act(DESK_CHOOSE, BS_NOTE_TREASURE));
    assert_true(act(DESK_CHOOSE, 1));
    assert_false(act(DESK_SEND, 0));
    assert_true(tell(DESK_KEY, "K"));
    assert_true(tell(DESK_KEY, "o"));
    assert_true(act(DESK_SEND, 0));
    assert_int_equal(stage.effect.kind, DESK_KEEP_NOTE);
    assert_true(stage.effect.note.has_consent);
    assert_string_equal(stage.effect.note.text, "Ko");
    assert_string_equal(stage.effect.note.by, "c-samira");
    assert_int_equal(stage.effect.note.day.day, 2);
    assert_true(act(DESK_NOT_KEPT, 0));
    assert_int_equal(stage.desk.screen, DESK_WRITE);
    assert_true(act(DESK_SEND, 0));
    assert_true(act(DESK_KEPT, 0));
    assert_int_equal(stage.desk.screen, DESK_DONE);
    assert_int_equal(stage.desk.words.len, 0);
}

/* ---- helping ---- */

static void one_resident_is_helped_and_the_desk_is_shut_behind_her(void **state)
{
    (void)state;
    go_to(DESK_HELP);
    assert_true(act(DESK_CHOOSE, 0));
    assert_int_equal(stage.effect.kind, DESK_HELP_VISIT);
    assert_int_equal(stage.desk.screen, DESK_SHUT);
    assert_int_equal(desk_channel(&stage.desk), BS_CHANNEL_ASSISTED);
    stage.now_ms += 10 * (int64_t)DESK_WARN_MS;
    assert_false(act(DESK_TICK, 0));
    assert_true(act(DESK_VISIT_OVER, 0));
    assert_int_equal(stage.effect.kind, DESK_CLOSE);
    assert_int_equal(stage.desk.screen, DESK_SHUT);
    assert_int_equal(desk_channel(&stage.desk), BS_CHANNEL_KIOSK);
    assert_null(desk_who(&stage.desk));
}

static void a_group_goes_on_until_she_stops_it(void **state)
{
    (void)state;
    go_to(DESK_HELP);
    assert_true(act(DESK_CHOOSE, 1));
    assert_true(act(DESK_CHOOSE, 1));
    assert_string_equal(stage.effect.programme, "speelplein");
    assert_true(act(DESK_VISIT_OVER, 0));
    assert_int_equal(stage.desk.screen, DESK_BETWEEN);
    stage.now_ms += DESK_NEXT_MS;
    assert_true(act(DESK_TICK, 0));
    assert_int_equal(stage.effect.kind, DESK_HELP_VISIT);
    assert_int_equal(stage.effect.helping, DESK_HELPS_GROUP);
    assert_true(act(DESK_VISIT_OVER, 0));
    assert_true(act(DESK_CHOOSE, 0));
    assert_int_equal(stage.effect.kind, DESK_CLOSE);
    assert_false(act(DESK_VISIT_OVER, 0));
}

static void a_group_that_walked_away_leaves_nothing_open(void **state)
{
    (void)state;
    go_to(DESK_HELP);
    assert_true(act(DESK_CHOOSE, 1));
    assert_true(act(DESK_CHOOSE, 1));
    assert_true(act(DESK_VISIT_OVER, 1));
    assert_int_equal(stage.effect.kind, DESK_CLOSE);
    assert_null(desk_who(&stage.desk));
}

static void paper_forms_have_a_name(void **state)
{
    (void)state;
    go_to(DESK_HELP);
    assert_true(act(DESK_CHOOSE, 2));
    assert_int_equal(stage.desk.screen, DESK_WRITE);
    assert_true(tell(DESK_KEY, "m"));
    assert_true(act(DESK_SEND, 0));
    assert_int_equal(stage.desk.screen, DESK_SUBJECT);
    assert_true(act(DESK_CHOOSE, 0));
    assert_string_equal(stage.effect.batch, "m");
    assert_int_equal(desk_channel(&stage.desk), BS_CHANNEL_PAPER);
    assert_true(act(DESK_VISIT_OVER, 0));
    assert_true(
        act(DESK_CHOOSE,
            0)); /* who stands there now is asked anew: a visit lasts longer than the desk */
    assert_int_equal(stage.desk.screen, DESK_DOOR);
    assert_null(desk_who(&stage.desk));
    assert_int_equal(stage.desk.helping, DESK_HELPS_NOBODY);
}

static void a_programme_is_of_now_until_a_time(void **state)
{
    (void)state;
    go_to(DESK_SUBJECT);
    assert_false(act(DESK_CHOOSE, 2));
    assert_true(act(DESK_CHOOSE, 0));
    assert_int_equal(stage.desk.screen, DESK_UNTIL);
    assert_false(act(DESK_CHOOSE, DESK_UNTILS));
    assert_true(act(DESK_CHOOSE, 2));
    assert_int_equal(stage.effect.kind, DESK_PIN_SUBJECT);
    assert_string_equal(stage.effect.programme, "schone-straat");
    assert_int_equal(stage.effect.until_ms, DESK_STAGE_WALL + INT64_C(13) * 3600000); /* midnight */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(the_door_opens_for_a_pin),
        ON_STAGE(a_pin_has_a_most_and_can_be_rubbed_out),
        ON_STAGE(a_badge_is_a_line_on_the_door_alone),
        ON_STAGE(who_is_wrong_waits_and_it_is_noted),
        ON_STAGE(leaving_the_door_does_not_forget_wrong_tries),
        ON_STAGE(who_was_taken_out_of_the_bundle_does_not_come_in),
        ON_STAGE(a_bundle_without_her_signs_her_out),
        ON_STAGE(after_a_minute_it_asks_and_then_it_closes),
        ON_STAGE(a_touch_answers_the_question_and_nothing_else),
        ON_STAGE(what_a_machine_tells_is_no_touch),
        ON_STAGE(the_screen_is_deaf_while_it_is_cleaned),
        ON_STAGE(signing_out_leaves_nothing),
        ON_STAGE(released_words_are_masked_and_signed),
        ON_STAGE(what_could_not_be_kept_can_be_tried_again),
        ON_STAGE(words_of_which_nothing_is_left_are_not_released),
        ON_STAGE(words_can_be_passed_on),
        ON_STAGE(a_decision_can_be_taken_back_from_the_queue),
        ON_STAGE(the_queue_has_pages_and_a_filter),
        ON_STAGE(words_that_are_gone_lead_back_to_the_queue),
        ON_STAGE(a_treasure_asks_for_consent_first),
        ON_STAGE(one_resident_is_helped_and_the_desk_is_shut_behind_her),
        ON_STAGE(a_group_that_walked_away_leaves_nothing_open),
        ON_STAGE(a_group_goes_on_until_she_stops_it),
        ON_STAGE(paper_forms_have_a_name),
        ON_STAGE(a_programme_is_of_now_until_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
