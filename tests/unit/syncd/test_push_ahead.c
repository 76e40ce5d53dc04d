/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The next batch is made while one is on its way, and is the one that would have been made afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "push_pace.h"
#include "syncd_stage.h"

enum { FULL = 4 };

/* Records of which FULL make a batch, and the first of them on its way. */
static void send_first(struct stage *stage, size_t count)
{
    stage_append(stage, count);
    stage->push.records_max = FULL;
    stage->push.has_moved = true;
    assert_int_equal(stage_next(stage), BS_OK);
    stage_prepare(stage);
}

static bool is_prepared(const struct stage *stage)
{
    return stage->push.ahead.body.len != 0;
}

/* A receipt up to there for what is on its way, neither so quick nor so slow that the pace changes. */
static enum push_outcome accept_to(struct stage *stage, uint64_t complete_to)
{
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = complete_to;
    stage_hash_at(stage, complete_to, receipt.hash_at_complete_to);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    stage->now_ms += PACE_QUICK_MS;
    return stage_answer(stage, &reply, NULL);
}

/* The next request has these records, and its bytes are those of a push that never makes anything ahead. */
static void assert_next_is(struct stage *stage, uint64_t first_seq, uint64_t last_seq)
{
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->push.parcel.first_seq, first_seq);
    assert_int_equal(stage->push.parcel.last_seq, last_seq);
    const struct bs_bytes bytes = stage->request.body;
    uint8_t *copy = bs_xcalloc(1, bytes.len);
    const size_t len = bytes.len;
    memcpy(copy, bytes.data, len);
    assert_int_equal(stage_next(stage), BS_OK); /* nothing was prepared, so it is made anew */
    assert_int_equal(stage->request.body.len, len);
    assert_memory_equal(stage->request.body.data, copy, len);
    free(copy);
}

static void what_was_prepared_goes_next_and_is_the_same_bytes(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 3 * FULL);
    assert_true(is_prepared(stage));
    const uint8_t *made = stage->push.ahead.body.data;
    assert_int_equal(accept_to(stage, FULL), PUSH_MOVED);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_ptr_equal(stage->request.body.data, made);
    assert_false(is_prepared(stage));
    assert_next_is(stage, FULL + 1, 2 * FULL);
    assert_int_equal(stage_position(stage).sent_to, 2 * FULL);
}

static void nothing_keeps_the_first_receipt_of_a_round_waiting(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3 * FULL);
    stage->push.records_max = FULL;
    assert_int_equal(stage_next(stage), BS_OK);
    stage_prepare(stage);
    assert_false(is_prepared(stage));
    assert_int_equal(accept_to(stage, FULL), PUSH_MOVED);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_prepare(stage);
    assert_true(is_prepared(stage));
    push_begin(&stage->push);
    assert_false(is_prepared(stage));
    assert_int_equal(stage_next(stage), BS_OK);
    stage_prepare(stage);
    assert_false(is_prepared(stage));
}

static void nothing_is_noted_as_sent_by_preparing(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 3 * FULL);
    assert_int_equal(stage_position(stage).sent_to, FULL);
}

static void a_batch_that_may_yet_grow_is_not_prepared(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 2 * FULL - 1);
    assert_false(is_prepared(stage));
    stage_acknowledge_all(stage);
    assert_int_equal(stage_position(stage).complete_to, 2 * FULL - 1);
}

static void a_receipt_that_ends_elsewhere_has_the_batch_made_anew(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 3 * FULL);
    assert_int_equal(accept_to(stage, FULL - 1), PUSH_MOVED);
    assert_next_is(stage, FULL, 2 * FULL - 1);
}

static void another_pace_has_the_batch_made_anew(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 4 * FULL);
    stage->now_ms -= PACE_QUICK_MS; /* quick, so twice as many go next */
    assert_int_equal(accept_to(stage, FULL), PUSH_MOVED);
    assert_next_is(stage, FULL + 1, 3 * FULL);
}

static void another_server_has_the_batch_made_anew(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 3 * FULL);
    assert_int_equal(accept_to(stage, FULL), PUSH_MOVED);
    const uint8_t *made = stage->push.ahead.body.data;
    snprintf(stage->identity.server, sizeof stage->identity.server, "https://other.example");
    snprintf(stage->push.plain_server, sizeof stage->push.plain_server, "https://other.example");
    assert_int_equal(stage_next(stage), BS_OK);
    assert_ptr_not_equal(stage->request.body.data, made);
    assert_null(stage_header(stage, "Content-Encoding"));
}

static void records_behind_the_end_of_an_epoch_do_not_go(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 3 * FULL);
    stage->has_ended = true;
    stage->ended_at = FULL + 2;
    assert_int_equal(accept_to(stage, FULL), PUSH_MOVED);
    assert_next_is(stage, FULL + 1, FULL + 2);
}

static void nothing_is_kept_when_the_round_ends_badly(void **state)
{
    struct stage *stage = *state;
    send_first(stage, 3 * FULL);
    assert_true(is_prepared(stage));
    struct transport_reply reply = {.fate = TRANSPORT_BROKE_OFF};
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_FAILED);
    assert_false(is_prepared(stage));
    stage_prepare(stage); /* nothing is on its way */
    assert_false(is_prepared(stage));
    assert_next_is(stage, 1, FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_was_prepared_goes_next_and_is_the_same_bytes),
        ON_STAGE(nothing_keeps_the_first_receipt_of_a_round_waiting),
        ON_STAGE(nothing_is_noted_as_sent_by_preparing),
        ON_STAGE(a_batch_that_may_yet_grow_is_not_prepared),
        ON_STAGE(a_receipt_that_ends_elsewhere_has_the_batch_made_anew),
        ON_STAGE(another_pace_has_the_batch_made_anew),
        ON_STAGE(another_server_has_the_batch_made_anew),
        ON_STAGE(records_behind_the_end_of_an_epoch_do_not_go),
        ON_STAGE(nothing_is_kept_when_the_round_ends_badly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
