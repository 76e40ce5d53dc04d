/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What central's conflicts lead to, and in which order epochs go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "syncd_stage.h"

#define OTHER_HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void assert_position(struct stage *stage, uint64_t complete_to)
{
    assert_int_equal(stage_position(stage).complete_to, complete_to);
}

static struct bs_problem conflict(enum bs_problem_type type, uint64_t complete_to)
{
    return (struct bs_problem){
        .type = type, .status = 409, .title = "conflict", .complete_to = complete_to};
}

static void a_gap_sends_again_from_where_central_is_but_moves_no_position(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 5);
    stage_acknowledge_all(stage);
    stage_append(stage, 1);
    stage_next(stage);
    struct bs_problem problem = conflict(BS_PROBLEM_GAP, 2);
    struct transport_reply reply = stage_problem_reply(&problem);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_RESEND);
    assert_position(stage, 5);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 3);
    bs_batch_finish(&batch);
    stage_acknowledge_all(stage);
    assert_position(stage, 6);
}

static void a_gap_that_leads_nowhere_ends_the_round(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 5);
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_problem problem = conflict(BS_PROBLEM_GAP, 7);
    struct transport_reply reply = stage_problem_reply(&problem);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_FAILED);
    assert_position(stage, 0);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    problem = conflict(BS_PROBLEM_GAP, 0);
    reply = stage_problem_reply(&problem);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_FAILED);
    assert_position(stage, 0);
}

static void gaps_without_end_end_the_round(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 20);
    stage_acknowledge_all(stage);
    stage_append(stage, 1);
    enum push_outcome outcome = PUSH_RESEND;
    uint64_t held = 19;
    for (int i = 0; i < PUSH_REWINDS_MAX; i++) {
        assert_int_equal(stage_next(stage), BS_OK);
        struct bs_problem problem = conflict(BS_PROBLEM_GAP, --held);
        struct transport_reply reply = stage_problem_reply(&problem);
        outcome = stage_answer(stage, &reply, NULL);
        assert_int_equal(outcome, PUSH_RESEND);
    }
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_problem problem = conflict(BS_PROBLEM_GAP, --held);
    struct transport_reply reply = stage_problem_reply(&problem);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_FAILED);
    assert_position(stage, 20);
}

static void fork_the_batch(struct stage *stage, enum bs_problem_type type)
{
    struct trouble trouble;
    struct bs_problem problem = conflict(type, 0);
    strcpy(problem.ours, OTHER_HASH);
    strcpy(problem.theirs, OTHER_HASH);
    problem.seq = 1;
    struct transport_reply reply = stage_problem_reply(&problem);
    assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_REFUSED);
    assert_int_equal(trouble.kind, BS_TROUBLE_SERVER);
}

static void a_fork_moves_nothing_and_is_spoken_of(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 2);
    stage_next(stage);
    fork_the_batch(stage, BS_PROBLEM_FORK);
    assert_position(stage, 0);
    assert_non_null(push_refusal(&stage->push));
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

static void a_forked_epoch_does_not_stop_the_one_behind_it(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 2);
    stage_begin_epoch(stage);
    stage_append(stage, 3);
    stage_next(stage);
    fork_the_batch(stage, BS_PROBLEM_BAD_CHAIN);
    stage_acknowledge_all(stage);
    assert_position(stage, 3);
}

static void a_forked_epoch_is_tried_again_when_a_person_asks(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 2);
    stage_next(stage);
    fork_the_batch(stage, BS_PROBLEM_FORK);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    push_forgive(&stage->push);
    push_begin(&stage->push);
    stage_acknowledge_all(stage);
    assert_position(stage, 2);
    assert_null(push_refusal(&stage->push));
}

static void a_forked_epoch_is_tried_again_after_an_hour(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 2);
    stage_next(stage);
    fork_the_batch(stage, BS_PROBLEM_FORK);
    for (int64_t now = 3600000 - 1; now <= 3600000; now++) {
        push_begin(&stage->push);
        enum bs_err rc = stage_next_at(stage, now);
        assert_int_equal(rc, now < 3600000 ? BS_NOTFOUND : BS_OK);
    }
}

/* ---- a log that was put back from a copy ---- */

/* As if central had acknowledged up to there, with that hash, before the log was put back. */
static void acknowledge(struct stage *stage, uint64_t complete_to, const char *hash)
{
    struct bs_receipt receipt = {.complete_to = complete_to};
    struct bs_outbox_tip tip;
    assert_int_equal(bs_outbox_tip(stage->reader, &tip, NULL), BS_OK);
    memcpy(receipt.epoch, tip.epoch, sizeof receipt.epoch);
    memcpy(receipt.hash_at_complete_to, hash, BS_HASH_TEXT);
    assert_int_equal(bs_syncstate_settle(stage->state, &receipt, stage->wall_ms, NULL), BS_OK);
}

static void a_log_that_ends_before_what_was_acknowledged_is_spoken_of(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    acknowledge(stage, 5, OTHER_HASH);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_non_null(push_refusal(&stage->push));
    assert_non_null(strstr(push_refusal(&stage->push), "teruggezet"));
}

static void a_log_that_holds_others_than_were_acknowledged_is_spoken_of(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    acknowledge(stage, 3, OTHER_HASH);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_non_null(push_refusal(&stage->push));
}

static void a_log_that_was_put_back_does_not_stop_the_epoch_behind_it(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 1);
    acknowledge(stage, 2, OTHER_HASH);
    stage_begin_epoch(stage);
    stage_append(stage, 4);
    stage_acknowledge_all(stage);
    assert_position(stage, 4);
}

static void what_was_said_of_a_log_ends_when_it_holds_what_was_acknowledged(void **state)
{
    struct stage *stage = *state;
    char hash[BS_HASH_TEXT];
    stage_append(stage, 3);
    acknowledge(stage, 3, OTHER_HASH);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    stage_hash_at(stage, 3, hash);
    acknowledge(stage, 3, hash);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_null(push_refusal(&stage->push));
}

static void what_was_said_of_a_log_ends_when_it_is_set_aside(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 2);
    stage_next(stage);
    fork_the_batch(stage, BS_PROBLEM_FORK);
    strcpy(stage->push.waits.list[0].epoch, "0123456789abcdef");
    push_begin(&stage->push);
    stage_acknowledge_all(stage);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_null(push_refusal(&stage->push));
}

/* ---- epochs ---- */

static void epochs_are_sent_in_the_order_in_which_they_began(void **state)
{
    struct stage *stage = *state;
    char first[BS_EPOCH_TEXT];
    struct bs_batch batch;
    stage_append(stage, 1);
    stage_next(stage);
    strcpy(first, stage->push.epoch.epoch);
    stage_begin_epoch(stage);
    stage_append(stage, 1);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_string_equal(batch.header.epoch, first);
    bs_batch_finish(&batch);
    stage_acknowledge_all(stage);
    assert_position(stage, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(a_gap_sends_again_from_where_central_is_but_moves_no_position),
        ON_STAGE(a_gap_that_leads_nowhere_ends_the_round),
        ON_STAGE(gaps_without_end_end_the_round),
        ON_STAGE(a_fork_moves_nothing_and_is_spoken_of),
        ON_STAGE(a_forked_epoch_does_not_stop_the_one_behind_it),
        ON_STAGE(a_forked_epoch_is_tried_again_when_a_person_asks),
        ON_STAGE(a_forked_epoch_is_tried_again_after_an_hour),
        ON_STAGE(a_log_that_ends_before_what_was_acknowledged_is_spoken_of),
        ON_STAGE(a_log_that_holds_others_than_were_acknowledged_is_spoken_of),
        ON_STAGE(a_log_that_was_put_back_does_not_stop_the_epoch_behind_it),
        ON_STAGE(what_was_said_of_a_log_ends_when_it_holds_what_was_acknowledged),
        ON_STAGE(what_was_said_of_a_log_ends_when_it_is_set_aside),
        ON_STAGE(epochs_are_sent_in_the_order_in_which_they_began),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
