/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the worker does for the connector's desk, on a real disk. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/outbox.h>
#include <buurtstem/utf8.h>

#include "desk_work.h"
#include "fake_clock.h"
#include "temp_dir.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    (24 * 60 * MINUTE_MS)
#define WORDS     "bel mevrouw Jansen op 06 12345678"
#define MASKED    "bel mevrouw " BS_MASK_SIGN " op " BS_MASK_SIGN
#define PIN       "480159"
#define BADGE     ";7741920385516642?"

static struct {
    struct temp_dir dir;
    struct fake_clock fake;
    struct bs_clock clock;
    struct bs_random random;
    struct bs_outbox *outbox;
    struct desk_work work;
    struct desk_order order;
    struct bs_uuid id; /* of the words that wait */
} stage;

static void begin(void)
{
    memset(&stage.work, 0, sizeof stage.work);
    desk_work_init(&stage.work, stage.dir.path, &stage.clock, &stage.random);
}

static int set_up(void **state)
{
    struct bs_error err = {0};
    (void)state;
    memset(&stage, 0, sizeof stage);
    temp_dir_make(&stage.dir);
    stage.clock = fake_clock_make(&stage.fake);
    stage.random = bs_random_system();
    assert_int_equal(bs_outbox_open(stage.dir.path, &stage.outbox, &err), BS_OK);
    assert_int_equal(bs_outbox_begin_epoch(stage.outbox, "k-1", "first", stage.fake.wall_ms,
                                           &stage.random, &err),
                     BS_OK);
    begin();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bs_outbox_close(stage.outbox);
    temp_dir_remove(&stage.dir);
    return 0;
}

static void keep_words(const char *text)
{
    struct bs_held *held = NULL;
    struct bs_error err = {0};
    struct bs_held_comment comment = {.version = 1,
                                      .channel = BS_CHANNEL_ASSISTED,
                                      .programme = "afval",
                                      .place = "prinsenhof",
                                      .lang = "nl",
                                      .submission = "01890000-0000-7000-8000-000000000001",
                                      .wall_ms = stage.fake.wall_ms};
    comment.id = stage.id = bs_uuid_v7(stage.fake.wall_ms, &stage.random);
    (void)bs_utf8_copy(comment.text, sizeof comment.text, text);
    assert_int_equal(bs_held_open(stage.dir.path, &held, &err), BS_OK);
    assert_int_equal(bs_held_keep_comment(held, &comment, &err), BS_OK);
    bs_held_close(held);
}

static struct desk_answer *run_on(struct bs_outbox *outbox)
{
    bool is_broken = true;
    struct desk_answer *answer = desk_work_do(&stage.work, &stage.order, outbox, &is_broken);
    assert_false(is_broken);
    return answer;
}

static void expect_on(struct bs_outbox *outbox, enum desk_intent_kind kind)
{
    struct desk_answer *answer = run_on(outbox);
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

static enum bs_err chores_on(struct bs_outbox *outbox)
{
    struct bs_error err = {0};
    return desk_work_chores(&stage.work, outbox, &err);
}

static void chores(void)
{
    assert_int_equal(chores_on(stage.outbox), BS_OK);
}

/* The kinds in the log, as one text; and the last body of a kind. */
static const char *kinds(void)
{
    static char out[256];
    struct bs_outbox_tip tip;
    struct bs_error err = {0};
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    out[0] = '\0';
    assert_int_equal(bs_outbox_tip(stage.outbox, &tip, &err), BS_OK);
    for (uint64_t seq = 1; seq <= tip.seq; seq++) {
        bs_buf_init(&lines, (2 * BS_RECORD_BODY_MAX));
        assert_int_equal(bs_outbox_read(stage.outbox, tip.epoch, seq, 1, (2 * BS_RECORD_BODY_MAX),
                                        &lines, &slice, &err),
                         BS_OK);
        bs_buf_text(&lines, "");
        char *rest = (char *)lines.data;
        (void)strsep(&rest, "\t");
        (void)strsep(&rest, "\t");
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", seq > 1 ? " " : "",
                 strsep(&rest, "\t"));
        bs_buf_finish(&lines);
    }
    return out;
}

static bool log_holds(const char *text)
{
    struct bs_outbox_tip tip;
    struct bs_error err = {0};
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    bs_buf_init(&lines, 1 << 20);
    assert_int_equal(bs_outbox_tip(stage.outbox, &tip, &err), BS_OK);
    assert_int_equal(bs_outbox_read(stage.outbox, tip.epoch, 1, 100, 1 << 20, &lines, &slice, &err),
                     BS_OK);
    bs_buf_text(&lines, "");
    const bool holds = strstr((const char *)lines.data, text) != NULL;
    bs_buf_finish(&lines);
    return holds;
}

static struct desk_queue listed(void)
{
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.kind = DESK_LIST;
    struct desk_answer *answer = run_on(stage.outbox);
    const struct desk_queue queue = answer->queue;
    desk_answer_destroy(answer);
    return queue;
}

/* How many nobody decided about. */
static size_t waiting(void)
{
    return listed().waiting;
}

/* ---- deciding ---- */

static void released_words_reach_the_log_when_they_cannot_be_taken_back_any_more(void **state)
{
    (void)state;
    keep_words(WORDS);
    order_release("bel mevrouw Jansen");
    expect(DESK_KEPT);
    assert_string_equal(kinds(), "decision");
    fake_clock_advance(&stage.fake, DESK_BACK_MS - 1);
    chores();
    assert_string_equal(kinds(), "decision");
    assert_int_equal(listed().total, 1); /* it can be taken back, and waits for nobody */
    assert_int_equal(waiting(), 0);
    fake_clock_advance(&stage.fake, 1);
    chores();
    assert_string_equal(kinds(), "decision comment");
    assert_int_equal(waiting(), 0);
}

static void after_a_restart_there_are_ten_minutes_again(void **state)
{
    (void)state;
    keep_words(WORDS);
    order_release("bel");
    expect(DESK_KEPT);
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    begin();
    chores();
    assert_string_equal(kinds(), "decision");
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    chores();
    assert_string_equal(kinds(), "decision comment");
}

static void what_is_taken_back_never_reaches_the_log_but_both_decisions_do(void **state)
{
    (void)state;
    keep_words(WORDS);
    order_release("bel mevrouw Jansen");
    expect(DESK_KEPT);
    order_of(DESK_TAKE_BACK, BS_RULING_TAKE_BACK);
    stage.order.effect.decision.at = (struct bs_left_at){0}; /* a row does not tell */
    expect(DESK_KEPT);
    fake_clock_advance(&stage.fake, 2 * DESK_BACK_MS);
    chores();
    assert_string_equal(kinds(), "decision decision");
    assert_true(log_holds("\"channel\":\"assisted\""));
    assert_int_equal(waiting(), 1);
}

static void hidden_words_go_without_a_trace_in_the_log(void **state)
{
    (void)state;
    keep_words(WORDS);
    order_of(DESK_DECIDE, BS_RULING_HIDE);
    expect(DESK_KEPT);
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    chores();
    assert_string_equal(kinds(), "decision");
    assert_false(log_holds("Jansen"));
    assert_int_equal(waiting(), 0);
}

static void what_is_passed_on_waits_on(void **state)
{
    (void)state;
    keep_words(WORDS);
    order_of(DESK_PASS_ON, BS_RULING_PASS_ON);
    expect(DESK_KEPT);
    expect(DESK_NOT_KEPT); /* it is there already */
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    chores();
    assert_string_equal(kinds(), "decision");
    assert_int_equal(waiting(), 1);
}

static void without_a_log_a_decision_waits_for_it(void **state)
{
    (void)state;
    keep_words(WORDS);
    order_release("bel");
    expect_on(NULL, DESK_KEPT);
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    assert_int_equal(chores_on(NULL), BS_OK);
    assert_string_equal(kinds(), "");
    chores();
    assert_string_equal(kinds(), "decision comment");
}

static void what_is_not_there_cannot_be_decided(void **state)
{
    (void)state;
    stage.id = bs_uuid_v7(stage.fake.wall_ms, &stage.random);
    order_release("bel");
    expect(DESK_NOT_KEPT);
    order_of(DESK_FETCH, BS_RULING_HIDE);
    expect(DESK_GONE);
    assert_string_equal(kinds(), "");
}

static void words_are_read_as_they_were_typed(void **state)
{
    (void)state;
    keep_words(WORDS);
    order_of(DESK_FETCH, BS_RULING_HIDE);
    struct desk_answer *answer = run_on(stage.outbox);
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
    assert_string_equal(kinds(), "note");
}

static void without_a_log_a_note_is_not_kept(void **state)
{
    (void)state;
    order_note();
    expect_on(NULL, DESK_NOT_KEPT);
    chores();
    assert_string_equal(kinds(), "");
}

/* ---- what nobody read ---- */

static void set_policy(enum bs_words_policy policy, int days)
{
    const struct bs_bundle bundle = {.words_policy = policy, .words_days = days};
    desk_work_set_policy(&stage.work, &bundle);
}

static void pass_days(int days)
{
    for (int i = 0; i < days; i++) {
        fake_clock_advance(&stage.fake, DAY_MS);
        chores();
    }
}

static void words_that_nobody_read_go_after_their_days_with_proposals_masked(void **state)
{
    (void)state;
    keep_words(WORDS);
    set_policy(BS_WORDS_AFTER_DAYS, 3);
    chores(); /* the day on which they were written is the first */
    pass_days(1);
    assert_string_equal(kinds(), "");
    pass_days(1);
    assert_string_equal(kinds(), "decision");
    assert_false(log_holds("\"by\":\"m"));
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    chores();
    assert_string_equal(kinds(), "decision comment");
    assert_true(log_holds(MASKED));
    assert_false(log_holds("Jansen"));
}

static void a_clock_that_nobody_set_counts_no_days(void **state)
{
    (void)state;
    keep_words(WORDS);
    set_policy(BS_WORDS_AFTER_DAYS, 3);
    stage.fake.synced = false;
    pass_days(5);
    assert_string_equal(kinds(), "");
    stage.fake.synced = true;
    chores(); /* the first day that counts */
    assert_string_equal(kinds(), "");
    pass_days(2);
    assert_string_equal(kinds(), "decision");
}

static void where_words_are_held_none_goes_by_itself(void **state)
{
    (void)state;
    keep_words(WORDS);
    set_policy(BS_WORDS_HOLD, 0);
    pass_days(100);
    assert_string_equal(kinds(), "");
    assert_int_equal(waiting(), 1);
}

static void many_go_in_more_than_one_call(void **state)
{
    (void)state;
    for (int i = 0; i <= DESK_WORK_LET_GO_MAX; i++) {
        keep_words("te donker hier");
    }
    set_policy(BS_WORDS_AFTER_DAYS, 1);
    chores();
    assert_int_equal(stage.work.decided_count, DESK_WORK_LET_GO_MAX);
    chores();
    assert_int_equal(stage.work.decided_count, DESK_WORK_LET_GO_MAX + 1);
}

static void words_that_cannot_be_a_record_keep_nothing_else_back(void **state)
{
    char marks[BS_WORDS_MAX * 4 + 1] = "a";
    (void)state;
    for (int i = 0; i < 20; i++) {
        strcat(marks, "\u0301"); /* no keyboard of ours has it; a line of a record takes fewer */
    }
    keep_words(marks);
    stage.fake.wall_ms += MINUTE_MS;
    keep_words(WORDS);
    stage.fake.wall_ms += MINUTE_MS;
    set_policy(BS_WORDS_AFTER_DAYS, 1);
    chores();
    fake_clock_advance(&stage.fake, DESK_BACK_MS);
    chores();
    assert_string_equal(kinds(), "decision decision comment comment");
    assert_true(log_holds(MASKED));
    assert_int_equal(waiting(), 0);
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
    struct desk_answer *answer = run_on(stage.outbox);
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
    begin();
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
    assert_int_not_equal(chores_on(stage.outbox), BS_OK);
    assert_int_not_equal(chores_on(stage.outbox), BS_BROKEN); /* that would be the log's */
}

#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

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
        ON_STAGE(words_that_nobody_read_go_after_their_days_with_proposals_masked),
        ON_STAGE(a_clock_that_nobody_set_counts_no_days),
        ON_STAGE(where_words_are_held_none_goes_by_itself),
        ON_STAGE(many_go_in_more_than_one_call),
        ON_STAGE(words_that_cannot_be_a_record_keep_nothing_else_back),
        ON_STAGE(a_pin_and_a_badge_are_hers_and_nothing_else_is),
        ON_STAGE(tries_are_kept_until_one_is_right),
        ON_STAGE(the_programme_of_now_is_there_after_a_restart),
        ON_STAGE(a_folder_that_cannot_be_written_is_told_and_loses_nothing),
    };
    struct bs_error err = {0};
    return bs_crypto_start(&err) == BS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
