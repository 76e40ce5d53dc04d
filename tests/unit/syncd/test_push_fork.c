/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is noted for the kiosk when central holds other records than ours, and how what ended is finished. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "syncd_stage.h"

#define OTHER_HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DAY_MS     (24 * 3600000)

static enum push_outcome conflict(struct stage *stage, enum bs_problem_type type, uint64_t seq)
{
    struct bs_problem problem = {
        .type = type, .status = 409, .title = "conflict", .seq = seq, .complete_to = seq};
    strcpy(problem.ours, OTHER_HASH);
    strcpy(problem.theirs, OTHER_HASH);
    struct transport_reply reply = stage_problem_reply(&problem);
    return stage_answer(stage, &reply, NULL);
}

static void assert_noted(struct stage *stage, uint64_t from_seq, const char *why)
{
    struct bs_fork fork = stage_fork(stage, NULL);
    assert_int_equal(fork.from_seq, from_seq);
    assert_string_equal(fork.why, why);
}

/* Acknowledges all so far, up to `backup` in a backup, and sends one more. */
static void send_the_sixth(struct stage *stage, uint64_t backup)
{
    stage_append(stage, 5);
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.backup_complete_to = backup;
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_MOVED);
    stage_append(stage, 1);
    assert_int_equal(stage_next(stage), BS_OK);
}

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

static void a_fork_is_noted_from_the_number_that_differs(void **state)
{
    struct stage *stage = *state;
    send_the_sixth(stage, 0);
    assert_int_equal(conflict(stage, BS_PROBLEM_FORK, 6), PUSH_REFUSED);
    assert_noted(stage, 6, "forked");
}

static void nothing_of_an_epoch_that_will_end_stays_owed(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 5);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(conflict(stage, BS_PROBLEM_FORK, 4), PUSH_REFUSED);
    assert_noted(stage, 1, "forked");
}

static void a_fork_at_a_number_that_was_not_sent_is_noted_from_where_a_backup_ends(void **state)
{
    struct stage *stage = *state;
    send_the_sixth(stage, 3);
    assert_int_equal(conflict(stage, BS_PROBLEM_FORK, 9), PUSH_REFUSED);
    assert_noted(stage, 4, "forked");
}

static void a_bad_chain_is_noted_from_where_a_backup_ends(void **state)
{
    struct stage *stage = *state;
    send_the_sixth(stage, 3);
    assert_int_equal(conflict(stage, BS_PROBLEM_BAD_CHAIN, 5), PUSH_REFUSED);
    assert_noted(stage, 4, "forked");
}

static void a_bad_chain_against_a_backup_is_noted_from_the_start(void **state)
{
    struct stage *stage = *state;
    send_the_sixth(stage, 5);
    assert_int_equal(conflict(stage, BS_PROBLEM_BAD_CHAIN, 5), PUSH_REFUSED);
    assert_noted(stage, 1, "forked");
}

static void a_bad_chain_of_a_log_that_was_put_back_says_so(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 6);
    acknowledge(stage, 5, OTHER_HASH);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(conflict(stage, BS_PROBLEM_BAD_CHAIN, 5), PUSH_REFUSED);
    assert_noted(stage, 1, "restored");
}

static void a_log_that_was_put_back_is_noted_from_the_start(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    acknowledge(stage, 5, OTHER_HASH);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_noted(stage, 1, "restored");
}

static void a_log_that_is_sound_has_nothing_noted(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    stage_acknowledge_all(stage);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_int_equal(stage_fork(stage, NULL).from_seq, 0);
}

static void the_sentence_goes_once_the_kiosk_ended_the_epoch_and_the_next_drains(void **state)
{
    struct stage *stage = *state;
    send_the_sixth(stage, 0);
    conflict(stage, BS_PROBLEM_FORK, 6);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_non_null(push_refusal(&stage->push));
    stage->has_ended = true;
    stage->ended_at = 5;
    stage_begin_epoch(stage);
    stage_append(stage, 2);
    push_begin(&stage->push);
    stage_acknowledge_all(stage);
    assert_int_equal(stage_position(stage).complete_to, 2);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_null(push_refusal(&stage->push));
}

static void of_an_epoch_that_ended_nothing_beyond_its_end_is_sent(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 6);
    stage->has_ended = true;
    stage->ended_at = 4;
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.count, 4);
    bs_batch_finish(&batch);
    stage_acknowledge_all(stage);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_int_equal(stage_position(stage).sent_to, 4);
}

/* Central has nine records of this epoch; that it holds them under its own hash is all that such a receipt says. */
static enum push_outcome answered_with_more(struct stage *stage)
{
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = 9;
    strcpy(receipt.hash_at_complete_to, OTHER_HASH);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    return stage_answer(stage, &reply, NULL);
}

/* The log was put back, and what was known of what had arrived was lost with it. */
static void sends_on_until_it_forks(struct stage *stage, size_t records)
{
    stage_append(stage, records);
    stage->push.records_max = 2;
    for (uint64_t first = 1; first < 5; first += 2) {
        assert_int_equal(stage_next(stage), BS_OK);
        assert_int_equal(stage->push.first_seq, first);
        assert_int_equal(answered_with_more(stage), PUSH_RESEND);
    }
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->push.first_seq, 5);
    assert_int_equal(conflict(stage, BS_PROBLEM_FORK, 5), PUSH_REFUSED);
    assert_noted(stage, 1, "forked");
    assert_int_equal(stage_position(stage).complete_to, 0);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

static void a_log_that_is_behind_central_and_has_something_new_finds_its_fork(void **state)
{
    sends_on_until_it_forks(*state, 5);
}

static void a_log_that_went_on_beyond_central_on_its_own_finds_its_fork(void **state)
{
    sends_on_until_it_forks(*state, 12);
}

static void what_central_holds_more_of_is_sent_once_a_round(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 4);
    stage->push.records_max = 2;
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(answered_with_more(stage), PUSH_RESEND);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(answered_with_more(stage), PUSH_FAILED);
    assert_int_equal(stage_position(stage).complete_to, 0);
    assert_int_equal(stage_fork(stage, NULL).from_seq, 0);
    stage_append(stage, 1);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(answered_with_more(stage), PUSH_RESEND);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->push.first_seq, 5);
    assert_int_equal(conflict(stage, BS_PROBLEM_FORK, 5), PUSH_REFUSED);
    assert_noted(stage, 1, "forked");
}

static void an_epoch_that_ended_is_not_held_against_what_was_acknowledged_beyond(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    acknowledge(stage, 5, OTHER_HASH);
    stage->has_ended = true;
    stage->ended_at = 0;
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_null(push_refusal(&stage->push));
    assert_int_equal(stage_fork(stage, NULL).from_seq, 0);
}

/* ---- asking anew ---- */

static void an_old_receipt_is_asked_for_anew_after_a_day(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 3);
    stage_acknowledge_all(stage);
    stage->wall_ms += DAY_MS - 1;
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    stage->wall_ms++;
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 3);
    assert_int_equal(batch.header.count, 1);
    bs_batch_finish(&batch);
    stage_acknowledge_all(stage);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

/* Central was put back to a backup from before the one that its receipt spoke of. */
static void what_was_in_a_newer_backup_is_found_out_and_sent_again(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 3);
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.backup_complete_to = 3;
    struct transport_reply reply = stage_receipt_reply(&receipt);
    stage_answer(stage, &reply, NULL);
    stage->wall_ms += DAY_MS;
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->push.first_seq, 3);
    assert_int_equal(conflict(stage, BS_PROBLEM_GAP, 1), PUSH_RESEND);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 2);
    assert_int_equal(batch.header.count, 2);
    bs_batch_finish(&batch);
    stage_acknowledge_all(stage);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

static void of_an_epoch_that_was_never_acknowledged_nothing_is_asked(void **state)
{
    struct stage *stage = *state;
    stage->wall_ms += 30 * (int64_t)DAY_MS;
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

static void what_is_new_goes_before_what_is_asked(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    stage_acknowledge_all(stage);
    stage_begin_epoch(stage);
    stage_append(stage, 1);
    stage->wall_ms += DAY_MS;
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->push.first_seq, 1);
    stage_acknowledge_all(stage);
}

static void what_a_central_lost_of_an_old_epoch_is_found_out_and_sent_again(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 5);
    stage_acknowledge_all(stage);
    stage->wall_ms += DAY_MS;
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(conflict(stage, BS_PROBLEM_GAP, 2), PUSH_RESEND);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 3);
    assert_int_equal(batch.header.count, 3);
    bs_batch_finish(&batch);
    stage_acknowledge_all(stage);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

static void
a_receipt_about_another_kiosks_records_stops_nothing_of_an_epoch_that_ended(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    stage_append(stage, 5);
    stage_acknowledge_all(stage);
    stage->has_ended = true;
    stage->ended_at = 4;
    stage->wall_ms += DAY_MS;
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = 9;
    strcpy(receipt.hash_at_complete_to, OTHER_HASH);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_REFUSED);
    assert_int_equal(trouble.kind, BS_TROUBLE_NONE);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_null(push_refusal(&stage->push));
    assert_int_equal(stage_position(stage).complete_to, 5);
}

static enum push_outcome refused_by_the_way(struct stage *stage)
{
    struct transport_reply reply = {.fate = TRANSPORT_ANSWERED, .status = 422};
    return stage_answer(stage, &reply, NULL);
}

static void a_question_that_is_refused_is_asked_again_a_day_later(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    stage_acknowledge_all(stage);
    stage->wall_ms += DAY_MS;
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(refused_by_the_way(stage), PUSH_REFUSED);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    push_begin(&stage->push);
    assert_int_equal(stage_next_at(stage, DAY_MS - 1), BS_NOTFOUND);
    assert_null(push_refusal(&stage->push));
    push_begin(&stage->push);
    assert_int_equal(stage_next_at(stage, DAY_MS), BS_OK);
    assert_int_equal(stage->push.first_seq, 3);
    stage_acknowledge_all(stage);
}

static void a_question_that_is_refused_holds_up_nothing_new(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    stage_acknowledge_all(stage);
    stage->wall_ms += DAY_MS;
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(refused_by_the_way(stage), PUSH_REFUSED);
    stage_append(stage, 1);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->push.first_seq, 4);
    stage_acknowledge_all(stage);
    assert_int_equal(stage_position(stage).complete_to, 4);
}

static void a_question_that_is_answered_with_a_fork_is_asked_once_a_round(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    stage_acknowledge_all(stage);
    stage->wall_ms += DAY_MS;
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(conflict(stage, BS_PROBLEM_FORK, 3), PUSH_REFUSED);
    assert_noted(stage, 3, "forked");
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

static void of_an_epoch_that_ended_a_question_that_is_refused_is_asked_again(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 5);
    stage_acknowledge_all(stage);
    stage->has_ended = true;
    stage->ended_at = 4;
    stage->wall_ms += DAY_MS;
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(refused_by_the_way(stage), PUSH_REFUSED);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_null(push_refusal(&stage->push));
    push_begin(&stage->push);
    assert_int_equal(stage_next_at(stage, DAY_MS), BS_OK);
    assert_int_equal(stage->push.first_seq, 4);
    stage_acknowledge_all(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(a_fork_is_noted_from_the_number_that_differs),
        ON_STAGE(nothing_of_an_epoch_that_will_end_stays_owed),
        ON_STAGE(a_fork_at_a_number_that_was_not_sent_is_noted_from_where_a_backup_ends),
        ON_STAGE(a_bad_chain_is_noted_from_where_a_backup_ends),
        ON_STAGE(a_bad_chain_against_a_backup_is_noted_from_the_start),
        ON_STAGE(a_bad_chain_of_a_log_that_was_put_back_says_so),
        ON_STAGE(a_log_that_was_put_back_is_noted_from_the_start),
        ON_STAGE(a_log_that_is_sound_has_nothing_noted),
        ON_STAGE(the_sentence_goes_once_the_kiosk_ended_the_epoch_and_the_next_drains),
        ON_STAGE(of_an_epoch_that_ended_nothing_beyond_its_end_is_sent),
        ON_STAGE(a_log_that_is_behind_central_and_has_something_new_finds_its_fork),
        ON_STAGE(a_log_that_went_on_beyond_central_on_its_own_finds_its_fork),
        ON_STAGE(what_central_holds_more_of_is_sent_once_a_round),
        ON_STAGE(an_epoch_that_ended_is_not_held_against_what_was_acknowledged_beyond),
        ON_STAGE(an_old_receipt_is_asked_for_anew_after_a_day),
        ON_STAGE(what_was_in_a_newer_backup_is_found_out_and_sent_again),
        ON_STAGE(of_an_epoch_that_was_never_acknowledged_nothing_is_asked),
        ON_STAGE(a_question_that_is_refused_is_asked_again_a_day_later),
        ON_STAGE(a_question_that_is_refused_holds_up_nothing_new),
        ON_STAGE(a_question_that_is_answered_with_a_fork_is_asked_once_a_round),
        ON_STAGE(of_an_epoch_that_ended_a_question_that_is_refused_is_asked_again),
        ON_STAGE(what_is_new_goes_before_what_is_asked),
        ON_STAGE(what_a_central_lost_of_an_old_epoch_is_found_out_and_sent_again),
        ON_STAGE(a_receipt_about_another_kiosks_records_stops_nothing_of_an_epoch_that_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
