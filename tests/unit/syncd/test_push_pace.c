/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How large batches are, and what becomes of a record that somebody on the way does not take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fault_ledger.h"
#include "push_pace.h"
#include "syncd_stage.h"

#define DAY_MS (24 * 3600000)

/* ---- how large ---- */

static void a_full_batch_that_arrived_quickly_doubles_the_next(void **state)
{
    (void)state;
    assert_int_equal(pace_after_receipt(8, 8, PACE_QUICK_MS - 1), 16);
    assert_int_equal(pace_after_receipt(501, 501, 0), BS_BATCH_RECORDS_MAX);
    assert_int_equal(pace_after_receipt(1000, 1000, 0), BS_BATCH_RECORDS_MAX);
}

static void a_batch_that_took_its_time_keeps_the_size(void **state)
{
    (void)state;
    assert_int_equal(pace_after_receipt(8, 8, PACE_QUICK_MS), 8);
    assert_int_equal(pace_after_receipt(8, 8, PACE_SLOW_MS), 8);
}

static void a_batch_that_took_over_half_a_minute_halves_the_next(void **state)
{
    (void)state;
    assert_int_equal(pace_after_receipt(8, 8, PACE_SLOW_MS + 1), 4);
    assert_int_equal(pace_after_receipt(1, 1, PACE_SLOW_MS + 1), 1);
}

static void a_batch_that_was_not_full_says_nothing_of_the_line(void **state)
{
    (void)state;
    assert_int_equal(pace_after_receipt(8, 1, 0), 8);
}

static size_t batch_count(struct stage *stage)
{
    struct bs_batch batch;
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    size_t count = batch.header.count;
    bs_batch_finish(&batch);
    return count;
}

static enum push_outcome refuse(struct stage *stage, int status)
{
    struct transport_reply reply = stage_reply(status, "text/plain", "no");
    return stage_answer(stage, &reply, NULL);
}

static enum push_outcome accept(struct stage *stage)
{
    struct bs_receipt receipt = stage_receipt(stage);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    return stage_answer(stage, &reply, NULL);
}

/* F33 */
static void batches_halve_from_what_was_sent_when_they_are_too_large(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 10);
    int hits = 0;
    for (size_t expected = 10; expected > 1; expected /= 2) {
        assert_int_equal(batch_count(stage), expected);
        assert_int_equal(refuse(stage, 413), PUSH_RESEND);
        hits++;
    }
    assert_int_equal(batch_count(stage), 1);
    assert_int_equal(accept(stage), PUSH_MOVED);
    assert_int_equal(batch_count(stage), 2);
    fault_struck("F33", "413 to each batch of more than one", hits);
}

static void a_server_that_says_when_is_not_asked_at_once(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 2);
    assert_int_equal(stage_next(stage), BS_OK);
    struct transport_reply reply = stage_reply(413, BS_PROBLEM_MEDIA_TYPE, "{\"status\":413}");
    reply.retry_after_s = 60;
    struct trouble trouble;
    assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_FAILED);
    assert_int_equal(trouble.retry_after_s, 60);
    assert_int_equal(batch_count(stage), 1);
}

static void batches_halve_on_a_slow_line_and_grow_with_receipts(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 4);
    stage->push.records_max = 2;
    batch_count(stage);
    struct transport_reply slow = {.fate = TRANSPORT_TOO_SLOW};
    assert_int_equal(stage_answer(stage, &slow, NULL), PUSH_FAILED);
    assert_int_equal(batch_count(stage), 1);
    accept(stage);
    assert_int_equal(batch_count(stage), 2);
}

static void a_receipt_after_half_a_minute_halves_the_next_batch(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 8);
    stage->push.records_max = 4;
    assert_int_equal(batch_count(stage), 4);
    stage->now_ms += PACE_SLOW_MS + 1;
    assert_int_equal(accept(stage), PUSH_MOVED);
    assert_int_equal(batch_count(stage), 2);
}

/* ---- a record that is refused ---- */

/* Somebody takes everything but one record of the first epoch. How often he said no. */
static int go_round(struct stage *stage, const char *epoch, uint64_t poison, int status)
{
    int refusals = 0;
    push_begin(&stage->push);
    while (stage_next(stage) == BS_OK) {
        const bool is_hit = strcmp(stage->push.epoch.epoch, epoch) == 0 &&
                            stage->push.first_seq <= poison &&
                            stage->push.parcel.last_seq >= poison;
        if (is_hit) {
            refusals++;
            if (refuse(stage, status) == PUSH_FAILED) {
                break; /* the daemon ends a round then */
            }
        } else {
            assert_int_equal(accept(stage), PUSH_MOVED);
        }
        assert_true(refusals < 60);
    }
    return refusals;
}

static struct bs_position position_of(struct stage *stage, const char *epoch)
{
    struct bs_position position;
    assert_int_equal(bs_syncstate_position(stage->state, epoch, &position, NULL), BS_OK);
    return position;
}

static void first_epoch(struct stage *stage, char out[BS_EPOCH_TEXT])
{
    struct bs_outbox_tip tip;
    assert_int_equal(bs_outbox_epoch(stage->reader, 0, &tip, NULL), BS_OK);
    memcpy(out, tip.epoch, BS_EPOCH_TEXT);
}

/* F34 */
static void everything_but_what_is_behind_a_refused_record_arrives(void **state)
{
    static const int STATUSES[] = {400, 413, 422};
    struct stage *stage = *state;
    char epoch[BS_EPOCH_TEXT];
    int hits = 0;
    first_epoch(stage, epoch);
    stage_append(stage, 100);
    stage_begin_epoch(stage);
    stage_append(stage, 7);
    for (size_t i = 0; i < sizeof STATUSES / sizeof STATUSES[0]; i++) {
        stage->now_ms += DAY_MS;
        hits += go_round(stage, epoch, 41, STATUSES[i]);
        assert_int_equal(position_of(stage, epoch).complete_to, 40);
        assert_int_equal(stage_position(stage).complete_to, 7);
        assert_non_null(strstr(push_refusal(&stage->push), "Antwoord 41 "));
    }
    fault_struck("F34", "every status of a refusal for one record", hits);
}

/* F34 */
static void a_refused_record_is_offered_again_alone_and_ever_later_up_to_a_day(void **state)
{
    struct stage *stage = *state;
    char epoch[BS_EPOCH_TEXT];
    int tries = 0;
    first_epoch(stage, epoch);
    stage_append(stage, 10);
    go_round(stage, epoch, 5, 422);
    assert_int_equal(go_round(stage, epoch, 5, 422), 0);
    for (int64_t hour = 0; hour < 20 * 24; hour++) {
        stage->now_ms += 3600000;
        int refused = go_round(stage, epoch, 5, 422);
        assert_in_range(refused, 0, 1);
        tries += refused;
    }
    assert_in_range(tries, 18, 40); /* the first day more often, then daily */
    stage->now_ms += DAY_MS;
    assert_int_equal(go_round(stage, epoch, 0, 422), 0);
    assert_int_equal(position_of(stage, epoch).complete_to, 10);
    assert_null(push_refusal(&stage->push));
    fault_struck("F34", "one record refused for twenty days", tries);
}

/* F34 */
static void a_refused_record_is_offered_again_after_a_restart_and_when_asked(void **state)
{
    struct stage *stage = *state;
    char epoch[BS_EPOCH_TEXT];
    first_epoch(stage, epoch);
    stage_append(stage, 3);
    go_round(stage, epoch, 1, 413);
    assert_int_equal(go_round(stage, epoch, 1, 413), 0);
    push_forgive(&stage->push);
    assert_int_equal(go_round(stage, epoch, 1, 413), 1);
    push_finish(&stage->push);
    push_init(&stage->push); /* an upgrade is a restart */
    int again = go_round(stage, epoch, 1, 413);
    assert_true(again > 0);
    fault_struck("F34", "a record refused after a restart", again);
}

static void what_central_lost_below_a_refused_record_is_sent_at_once(void **state)
{
    struct stage *stage = *state;
    char epoch[BS_EPOCH_TEXT];
    first_epoch(stage, epoch);
    stage_append(stage, 10);
    go_round(stage, epoch, 8, 422);
    struct bs_receipt receipt = {.complete_to = 2};
    memcpy(receipt.epoch, epoch, sizeof receipt.epoch);
    stage_hash_at(stage, 2, receipt.hash_at_complete_to);
    assert_int_equal(bs_syncstate_settle(stage->state, &receipt, stage->wall_ms, NULL), BS_OK);
    assert_int_equal(go_round(stage, epoch, 8, 422), 0);
    assert_int_equal(position_of(stage, epoch).complete_to, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_batch_that_arrived_quickly_doubles_the_next),
        cmocka_unit_test(a_batch_that_took_its_time_keeps_the_size),
        cmocka_unit_test(a_batch_that_took_over_half_a_minute_halves_the_next),
        cmocka_unit_test(a_batch_that_was_not_full_says_nothing_of_the_line),
        ON_STAGE(batches_halve_from_what_was_sent_when_they_are_too_large),
        ON_STAGE(a_server_that_says_when_is_not_asked_at_once),
        ON_STAGE(batches_halve_on_a_slow_line_and_grow_with_receipts),
        ON_STAGE(a_receipt_after_half_a_minute_halves_the_next_batch),
        ON_STAGE(everything_but_what_is_behind_a_refused_record_arrives),
        ON_STAGE(a_refused_record_is_offered_again_alone_and_ever_later_up_to_a_day),
        ON_STAGE(a_refused_record_is_offered_again_after_a_restart_and_when_asked),
        ON_STAGE(what_central_lost_below_a_refused_record_is_sent_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
