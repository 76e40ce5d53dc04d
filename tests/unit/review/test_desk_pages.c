/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The connector's desk: pages, the keyboard, the log on a stick, and what went wrong. */

#include "desk_stage.h"

static void the_queue_of_one_subject_is_chosen_on_its_own_screen(void **state)
{
    (void)state;
    let_in("c-samira");
    fill_queue(8);
    assert_true(act(DESK_GO, DESK_QUEUE));
    fill_queue(8);
    assert_false(act(DESK_GO, DESK_STATUS));
    assert_true(act(DESK_GO, DESK_SUBJECT));
    assert_int_equal(stage.desk.screen, DESK_SUBJECT);
    assert_false(act(DESK_CHOOSE, 0));
    assert_false(act(DESK_LOOK, 0));
    assert_false(act(DESK_FILTER, 3));
    assert_true(act(DESK_FILTER, 0));
    assert_int_equal(stage.desk.screen, DESK_QUEUE);
    assert_int_equal(stage.effect.kind, DESK_LIST);
    assert_string_equal(stage.effect.programme, "schone-straat");
    fill_queue(8);
    assert_true(act(DESK_GO, DESK_SUBJECT));
    assert_true(act(DESK_BACK, 0));
    assert_int_equal(stage.desk.screen, DESK_QUEUE);
    fill_queue(8);
    assert_true(act(DESK_BACK, 0));
    assert_true(act(DESK_GO, DESK_SUBJECT));
    assert_false(act(DESK_FILTER, 0));
    assert_true(act(DESK_CHOOSE, 0));
}

static void long_words_have_pages_and_back_leads_to_the_one_before(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    assert_true(act(DESK_MORE, 0));
    assert_int_equal(stage.desk.page, 1);
    assert_true(act(DESK_TAP_WORD, 2));
    assert_true(act(DESK_GO, DESK_HIDE));
    assert_true(act(DESK_BACK, 0));
    assert_int_equal(stage.desk.page, 1);
    assert_true(act(DESK_BACK, 0));
    assert_int_equal(stage.desk.screen, DESK_WORDS);
    assert_int_equal(stage.desk.page, 0);
    assert_true(stage.desk.masks.words[2].is_masked);
    assert_true(act(DESK_BACK, 0));
    assert_int_equal(stage.desk.screen, DESK_QUEUE);
}

static void a_key_leads_to_its_layer(void **state)
{
    (void)state;
    go_to(DESK_NOTE);
    assert_true(act(DESK_CHOOSE, BS_NOTE_CONTEXT));
    assert_true(act(DESK_LAYER, 1));
    assert_int_equal(stage.desk.layer, 1);
    assert_false(act(DESK_LAYER, 1));
    assert_true(tell(DESK_KEY, "A"));
    assert_int_equal(stage.desk.layer, 0);
    assert_true(act(DESK_LAYER, 2));
    assert_true(act(DESK_BACK, 0));
    assert_int_equal(stage.desk.layer, 0);
}

static void the_log_goes_to_a_stick_once_at_a_time(void **state)
{
    (void)state;
    go_to(DESK_EXPORT);
    assert_true(act(DESK_SEND, 0));
    assert_int_equal(stage.effect.kind, DESK_EXPORT_LOG);
    assert_false(act(DESK_SEND, 0));
    assert_true(act(DESK_NOT_KEPT, DESK_TROUBLE_STICK_FULL));
    assert_int_equal(stage.desk.screen, DESK_EXPORT);
    assert_int_equal(stage.desk.trouble, DESK_TROUBLE_STICK_FULL);
    assert_true(act(DESK_SEND, 0));
    assert_int_equal(stage.desk.trouble, DESK_NO_TROUBLE);
    assert_true(act(DESK_KEPT, 0));
    assert_int_equal(stage.desk.screen, DESK_DONE);
    assert_int_equal(stage.desk.done, DESK_EXPORT);
    assert_false(stage.desk.was_nothing);
}

static void where_all_has_arrived_nothing_is_on_the_stick(void **state)
{
    (void)state;
    go_to(DESK_EXPORT);
    assert_true(act(DESK_SEND, 0));
    assert_true(act(DESK_KEPT, 1));
    assert_int_equal(stage.desk.screen, DESK_DONE);
    assert_true(stage.desk.was_nothing);
}

static void trouble_that_nobody_knows_is_the_disk(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    assert_true(act(DESK_RELEASE, 0));
    assert_true(act(DESK_NOT_KEPT, 99));
    assert_int_equal(stage.desk.trouble, DESK_TROUBLE_DISK);
    assert_true(act(DESK_TAP_WORD, 0));
    assert_int_equal(stage.desk.trouble, DESK_NO_TROUBLE);
}

static void back_ends_helping_a_group(void **state)
{
    (void)state;
    go_to(DESK_HELP);
    assert_true(act(DESK_CHOOSE, 1));
    assert_true(act(DESK_CHOOSE, 0));
    assert_true(act(DESK_VISIT_OVER, 0));
    assert_int_equal(stage.desk.screen, DESK_BETWEEN);
    assert_true(act(DESK_BACK, 0));
    assert_int_equal(stage.effect.kind, DESK_CLOSE);
    assert_int_equal(stage.desk.helping, DESK_HELPS_NOBODY);
}

static void who_is_signed_out_by_a_bundle_is_out_at_once(void **state)
{
    (void)state;
    let_in("c-samira");
    assert_true(act(DESK_SIGNED_OUT, 0));
    assert_null(desk_who(&stage.desk));
    assert_int_equal(stage.desk.screen, DESK_DOOR);
    assert_true(stage.desk.was_removed);
    assert_false(act(DESK_SIGNED_OUT, 0));
    assert_true(act(DESK_DIGIT, 4));
    assert_false(stage.desk.was_removed);
}

static void the_next_ones_badge_puts_her_out_before_it_is_looked_at(void **state)
{
    (void)state;
    go_to_words("Vraag het Fatima");
    assert_true(tell(DESK_BADGE, "1234567"));
    assert_int_equal(stage.effect.kind, DESK_ASK_WHO);
    assert_string_equal(stage.effect.text, "1234567");
    assert_null(desk_who(&stage.desk));
    assert_int_equal(stage.desk.screen, DESK_DOOR);
    assert_string_equal(stage.desk.comment.text, "");
    assert_true(act(DESK_TURNED_AWAY, 0));
    assert_int_equal(stage.desk.screen, DESK_DOOR);
    assert_int_equal(stage.desk.signin.wrong, 1);
}

static void a_badge_opens_nothing_while_a_resident_is_helped(void **state)
{
    (void)state;
    go_to(DESK_HELP);
    assert_true(act(DESK_CHOOSE, 0));
    assert_false(tell(DESK_BADGE, "1234567"));
    assert_int_equal(stage.desk.screen, DESK_SHUT);
}

static void midnight_is_right_on_days_of_23_and_25_hours(void **state)
{
    static const struct {
        const char *at, *midnight;
    } DAYS[] = {{"2026-03-28T23:30:00Z", "2026-03-29T22:00:00Z"},
                {"2026-10-24T22:30:00Z", "2026-10-25T23:00:00Z"},
                {"2026-07-01T12:00:00Z", "2026-07-01T22:00:00Z"},
                {"2026-03-29T01:00:00Z", "2026-03-29T22:00:00Z"}};
    (void)state;
    for (size_t i = 0; i < sizeof DAYS / sizeof DAYS[0]; i++) {
        int64_t wanted = 0;
        let_in("c-samira");
        fill_queue(0);
        assert_true(bs_time_parse_utc(DAYS[i].at, &stage.wall_ms));
        assert_true(bs_time_parse_utc(DAYS[i].midnight, &wanted));
        assert_true(act(DESK_GO, DESK_SUBJECT));
        assert_true(act(DESK_CHOOSE, 0));
        assert_true(act(DESK_CHOOSE, 2));
        assert_int_equal(stage.effect.until_ms, wanted);
        assert_true(act(DESK_LEAVE, 0));
    }
}

static void time_stands_still_while_something_is_said_but_not_in_the_warning(void **state)
{
    (void)state;
    let_in("c-samira");
    stage.now_ms += DESK_WARN_MS - 1;
    desk_hold(&stage.desk, stage.now_ms);
    stage.now_ms += DESK_WARN_MS - 1;
    assert_false(act(DESK_TICK, 0));
    stage.now_ms += 1;
    assert_true(act(DESK_TICK, 0));
    assert_true(stage.desk.is_warning);
    desk_hold(&stage.desk, stage.now_ms);
    stage.now_ms += DESK_WIPE_MS;
    assert_true(act(DESK_TICK, 0));
    assert_int_equal(stage.effect.kind, DESK_CLOSE);
}

static void a_wrong_try_counts_also_if_the_door_was_shut_before_the_answer(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    assert_true(tell(DESK_BADGE, "1111111"));
    assert_true(act(DESK_BACK, 0));
    assert_true(act(DESK_TURNED_AWAY, 0));
    assert_int_equal(stage.effect.kind, DESK_NOTE_TRIES);
    assert_int_equal(stage.effect.tries, 1);
    assert_int_equal(stage.desk.screen, DESK_SHUT);
}

static void a_wrong_try_counts_also_if_the_answer_comes_as_her_time_is_over(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    assert_true(tell(DESK_BADGE, "1111111"));
    stage.now_ms += DESK_WARN_MS + DESK_WIPE_MS;
    assert_true(act(DESK_TURNED_AWAY, 0));
    assert_int_equal(stage.effect.kind, DESK_NOTE_TRIES);
    assert_true(act(DESK_TICK, 0));
    assert_int_equal(stage.effect.kind, DESK_CLOSE);
    assert_int_equal(stage.desk.signin.wrong, 1);
}

static void while_a_try_is_looked_at_nobody_tries_another_by_opening_the_door_anew(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    assert_true(tell(DESK_BADGE, "7777777"));
    assert_true(act(DESK_BACK, 0));
    assert_true(act(DESK_OPEN, 0));
    assert_false(tell(DESK_BADGE, "8888888"));
    assert_false(tell(DESK_LET_IN, "c-samira")); /* who asked that has gone */
    assert_null(desk_who(&stage.desk));
    assert_true(tell(DESK_BADGE, "8888888"));
    assert_true(tell(DESK_LET_IN, "c-joost"));
    assert_string_equal(stage.desk.who, "c-joost");
}

static void what_was_asked_before_the_next_ones_badge_does_not_keep_her_out(void **state)
{
    (void)state;
    let_in("c-samira"); /* her queue is being read */
    assert_true(tell(DESK_BADGE, "8888888"));
    assert_false(say((struct desk_intent){.kind = DESK_LISTED, .queue = &stage.queue}));
    assert_true(tell(DESK_LET_IN, "c-joost"));
    assert_string_equal(stage.desk.who, "c-joost");
}

static void a_try_that_could_not_be_asked_leaves_the_door_open_for_the_next(void **state)
{
    (void)state;
    assert_true(act(DESK_OPEN, 0));
    assert_true(tell(DESK_BADGE, "7777777"));
    assert_true(act(DESK_UNASKED, 0));
    assert_int_equal(stage.desk.trouble, DESK_TROUBLE_DISK);
    assert_false(stage.desk.was_wrong);
    assert_int_equal(stage.desk.signin.wrong, 0);
    assert_true(tell(DESK_BADGE, "7777777"));
    assert_int_equal(stage.desk.trouble, DESK_NO_TROUBLE);
    assert_true(act(DESK_BACK, 0));
    assert_false(act(DESK_UNASKED, 0)); /* it comes when nobody stands there any more */
    assert_true(act(DESK_OPEN, 0));
    assert_int_equal(stage.desk.trouble, DESK_NO_TROUBLE);
    assert_true(tell(DESK_BADGE, "7777777"));
}

static void the_next_ones_badge_counts_also_while_it_asks_whether_she_is_there(void **state)
{
    (void)state;
    let_in("c-samira");
    fill_queue(0);
    stage.now_ms += DESK_WARN_MS;
    assert_true(act(DESK_TICK, 0));
    assert_true(tell(DESK_BADGE, "8888888"));
    assert_null(desk_who(&stage.desk));
    assert_int_equal(stage.effect.kind, DESK_ASK_WHO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(the_queue_of_one_subject_is_chosen_on_its_own_screen),
        ON_STAGE(long_words_have_pages_and_back_leads_to_the_one_before),
        ON_STAGE(a_key_leads_to_its_layer),
        ON_STAGE(the_log_goes_to_a_stick_once_at_a_time),
        ON_STAGE(where_all_has_arrived_nothing_is_on_the_stick),
        ON_STAGE(trouble_that_nobody_knows_is_the_disk),
        ON_STAGE(back_ends_helping_a_group),
        ON_STAGE(midnight_is_right_on_days_of_23_and_25_hours),
        ON_STAGE(the_next_ones_badge_puts_her_out_before_it_is_looked_at),
        ON_STAGE(a_wrong_try_counts_also_if_the_door_was_shut_before_the_answer),
        ON_STAGE(a_wrong_try_counts_also_if_the_answer_comes_as_her_time_is_over),
        ON_STAGE(while_a_try_is_looked_at_nobody_tries_another_by_opening_the_door_anew),
        ON_STAGE(what_was_asked_before_the_next_ones_badge_does_not_keep_her_out),
        ON_STAGE(a_try_that_could_not_be_asked_leaves_the_door_open_for_the_next),
        ON_STAGE(the_next_ones_badge_counts_also_while_it_asks_whether_she_is_there),
        ON_STAGE(a_badge_opens_nothing_while_a_resident_is_helped),
        ON_STAGE(who_is_signed_out_by_a_bundle_is_out_at_once),
        ON_STAGE(time_stands_still_while_something_is_said_but_not_in_the_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
