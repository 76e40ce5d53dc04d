/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the worker does for the connector's desk, on a real disk. */

#include "desk_work_stage.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/utf8.h>

#define PIN   "480159"
#define BADGE ";7741920385516642?"

static void expect_on(struct bs_outbox *outbox, enum desk_intent_kind kind)
{
    struct desk_answer *answer = desk_work_stage_run(outbox);
    assert_int_equal(answer->kind, kind);
    desk_answer_destroy(answer);
}

static void expect(enum desk_intent_kind kind)
{
    expect_on(stage.outbox, kind);
}

static void fill_decision(enum bs_ruling ruling)
{
    struct bs_decision *decision = &stage.order.effect.decision;
    struct bs_held_comment of = {
        .version = 1, .programme = "afval", .place = "prinsenhof", .lang = "nl"};
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.id = stage.id;
    decision->ruling = ruling;
    desk_fill_at(&of, &decision->at);
    bs_uuid_format(&stage.id, decision->id);
    (void)bs_utf8_copy(decision->by, sizeof decision->by, "merel-7");
}

static void order_release(const char *text)
{
    struct bs_comment *comment = &stage.order.effect.comment;
    fill_decision(BS_RULING_RELEASE);
    stage.order.effect.kind = DESK_DECIDE;
    comment->at = stage.order.effect.decision.at;
    memcpy(comment->id, stage.order.effect.decision.id, sizeof comment->id);
    memcpy(comment->submission, comment->id, sizeof comment->submission);
    memcpy(comment->by, stage.order.effect.decision.by, sizeof comment->by);
    comment->written = (struct bs_date){2026, 3, 2};
    (void)bs_utf8_copy(comment->text, sizeof comment->text, text);
}

static void order_of(enum desk_effect_kind kind, enum bs_ruling ruling)
{
    fill_decision(ruling);
    stage.order.effect.kind = kind;
}

/* ---- deciding ---- */

static void released_words_reach_the_log_when_they_cannot_be_taken_back_any_more(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    order_release("bel mevrouw Jansen");
    expect(DESK_KEPT);
    assert_string_equal(desk_work_stage_kinds(), "decision");
    fake_clock_advance(&stage.fake, DESK_BACK_MS - 1);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision");
    assert_int_equal(desk_work_stage_listed().total,
                     1); /* it can be taken back, and waits for nobody */
    assert_int_equal(desk_work_stage_waiting(), 0);
    fake_clock_advance(&stage.fake, 1);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision comment");
    assert_int_equal(desk_work_stage_waiting(), 0);
}

static void after_a_restart_there_are_ten_minutes_again(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    order_release("bel");
    expect(DESK_KEPT);
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    desk_work_stage_begin();
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision");
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision comment");
}

static void what_is_taken_back_never_reaches_the_log_but_both_decisions_do(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    order_release("bel mevrouw Jansen");
    expect(DESK_KEPT);
    order_of(DESK_TAKE_BACK, BS_RULING_TAKE_BACK);
    stage.order.effect.decision.at = (struct bs_left_at){0}; /* a row does not tell */
    expect(DESK_KEPT);
    fake_clock_advance(&stage.fake, 2 * DESK_BACK_MS);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision decision");
    assert_true(desk_work_stage_log_holds("\"channel\":\"assisted\""));
    assert_int_equal(desk_work_stage_waiting(), 1);
}

static void hidden_words_go_without_a_trace_in_the_log(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    order_of(DESK_DECIDE, BS_RULING_HIDE);
    expect(DESK_KEPT);
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision");
    assert_false(desk_work_stage_log_holds("Jansen"));
    assert_int_equal(desk_work_stage_waiting(), 0);
}

static void what_is_passed_on_waits_on(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    order_of(DESK_PASS_ON, BS_RULING_PASS_ON);
    expect(DESK_KEPT);
    expect(DESK_NOT_KEPT); /* it is there already */
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision");
    assert_int_equal(desk_work_stage_waiting(), 1);
}

static void without_a_log_a_decision_waits_for_it(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    order_release("bel");
    expect_on(NULL, DESK_KEPT);
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    assert_int_equal(desk_work_stage_chores_on(NULL), BS_OK);
    assert_string_equal(desk_work_stage_kinds(), "");
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "decision comment");
}

static void what_is_not_there_cannot_be_decided(void **state)
{
    (void)state;
    stage.id = bs_uuid_v7(stage.fake.wall_ms, &stage.random);
    order_release("bel");
    expect(DESK_NOT_KEPT);
    order_of(DESK_FETCH, BS_RULING_HIDE);
    expect(DESK_GONE);
    assert_string_equal(desk_work_stage_kinds(), "");
}

static void words_are_read_as_they_were_typed(void **state)
{
    (void)state;
    desk_work_stage_keep(WORDS);
    order_of(DESK_FETCH, BS_RULING_HIDE);
    struct desk_answer *answer = desk_work_stage_run(stage.outbox);
    assert_int_equal(answer->kind, DESK_READ);
    assert_string_equal(answer->comment.text, WORDS);
    assert_false(answer->has_submission); /* the log does not have it */
    desk_answer_destroy(answer);
}

/* ---- notes ---- */

static void order_note(void)
{
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.kind = DESK_KEEP_NOTE;
    stage.order.effect.note = (struct bs_note){.kind = BS_NOTE_CONTEXT,
                                               .place = "prinsenhof",
                                               .lang = "nl",
                                               .by = "merel-7",
                                               .day = {2026, 3, 2},
                                               .text = "buurtfeest"};
}

static void a_note_is_in_the_log_at_once(void **state)
{
    (void)state;
    order_note();
    expect(DESK_KEPT);
    assert_string_equal(desk_work_stage_kinds(), "note");
}

static void without_a_log_a_note_is_not_kept(void **state)
{
    (void)state;
    order_note();
    expect_on(NULL, DESK_NOT_KEPT);
    desk_work_stage_chores();
    assert_string_equal(desk_work_stage_kinds(), "");
}

/* ---- the door ---- */

static void order_who(const char *text, bool is_badge)
{
    struct bs_error err = {0};
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.kind = DESK_ASK_WHO;
    stage.order.effect.is_badge = is_badge;
    (void)bs_utf8_copy(stage.order.effect.text, sizeof stage.order.effect.text, text);
    stage.order.connector_count = 2;
    (void)bs_utf8_copy(stage.order.connectors[0].id, BS_SLUG_TEXT, "uil-3");
    (void)bs_utf8_copy(stage.order.connectors[1].id, BS_SLUG_TEXT, "merel-7");
    assert_int_equal(bs_pin_hash(PIN, stage.order.salt, stage.order.connectors[1].pin, &err),
                     BS_OK);
    assert_int_equal(bs_pin_hash(BADGE, stage.order.salt, stage.order.connectors[1].badge, &err),
                     BS_OK);
}

static void expect_who(const char *text, bool is_badge, const char *who)
{
    order_who(text, is_badge);
    struct desk_answer *answer = desk_work_stage_run(stage.outbox);
    assert_int_equal(answer->kind, who != NULL ? DESK_LET_IN : DESK_TURNED_AWAY);
    assert_string_equal(answer->who, who != NULL ? who : "");
    desk_answer_destroy(answer);
}

static void a_pin_and_a_badge_are_hers_and_nothing_else_is(void **state)
{
    (void)state;
    expect_who(PIN, false, "merel-7");
    expect_who(BADGE, true, "merel-7");
    expect_who(PIN, true, "merel-7"); /* typed on keys */
    expect_who("480158", false, NULL);
    expect_who("", true, NULL);
    expect_who(BADGE, false, NULL);
}

static void tries_are_kept_until_one_is_right(void **state)
{
    char programme[BS_SLUG_TEXT];
    int64_t until = 0;
    int tries = 0;
    (void)state;
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.kind = DESK_NOTE_TRIES;
    stage.order.effect.tries = 7;
    expect(DESK_TICK);
    desk_work_door(&stage.work, &tries, programme, &until);
    assert_int_equal(tries, 7);
    expect_who("480158", false, NULL);
    desk_work_door(&stage.work, &tries, programme, &until);
    assert_int_equal(tries, 8); /* before the desk heard of it: no plug is pulled in between */
    expect_who(PIN, false, "merel-7");
    desk_work_door(&stage.work, &tries, programme, &until);
    assert_int_equal(tries, 0);
}

static void the_programme_of_now_is_there_after_a_restart(void **state)
{
    char programme[BS_SLUG_TEXT];
    int64_t until = 0;
    int tries = 1;
    (void)state;
    desk_work_door(&stage.work, &tries, programme, &until);
    assert_string_equal(programme, "");
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.kind = DESK_PIN_SUBJECT;
    (void)bs_utf8_copy(stage.order.effect.programme, BS_SLUG_TEXT, "afval");
    stage.order.effect.until_ms = 12345;
    expect(DESK_TICK);
    desk_work_stage_begin();
    desk_work_door(&stage.work, &tries, programme, &until);
    assert_string_equal(programme, "afval");
    assert_int_equal(until, 12345);
}

static void a_folder_that_cannot_be_written_is_told_and_loses_nothing(void **state)
{
    (void)state;
    stage.work.state_dir = "/nowhere";
    order_release("bel");
    expect(DESK_NOT_KEPT);
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.kind = DESK_LIST;
    expect(DESK_LISTED);
    order_who(PIN, false);
    expect(DESK_UNASKED); /* that is no wrong try */
    assert_int_not_equal(desk_work_stage_chores_on(stage.outbox), BS_OK);
    assert_int_not_equal(desk_work_stage_chores_on(stage.outbox),
                         BS_BROKEN); /* that would be the log's */
}

#define ON_STAGE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, desk_work_stage_make, desk_work_stage_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(released_words_reach_the_log_when_they_cannot_be_taken_back_any_more),
        ON_STAGE(after_a_restart_there_are_ten_minutes_again),
        ON_STAGE(what_is_taken_back_never_reaches_the_log_but_both_decisions_do),
        ON_STAGE(hidden_words_go_without_a_trace_in_the_log),
        ON_STAGE(what_is_passed_on_waits_on),
        ON_STAGE(without_a_log_a_decision_waits_for_it),
        ON_STAGE(what_is_not_there_cannot_be_decided),
        ON_STAGE(words_are_read_as_they_were_typed),
        ON_STAGE(a_note_is_in_the_log_at_once),
        ON_STAGE(without_a_log_a_note_is_not_kept),
        ON_STAGE(a_pin_and_a_badge_are_hers_and_nothing_else_is),
        ON_STAGE(tries_are_kept_until_one_is_right),
        ON_STAGE(the_programme_of_now_is_there_after_a_restart),
        ON_STAGE(a_folder_that_cannot_be_written_is_told_and_loses_nothing),
    };
    struct bs_error err = {0};
    return bs_crypto_start(&err) == BS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
