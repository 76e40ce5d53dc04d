/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Batches travel packed, and unpacked to a server that cannot undo that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/crypto.h>

#include "syncd_stage.h"

static bool is_packed(const struct stage *stage)
{
    const char *coding = stage_header(stage, "Content-Encoding");
    return coding != NULL && strcmp(coding, "zstd") == 0;
}

static enum push_outcome refuse_coding(struct stage *stage, struct trouble *trouble)
{
    struct transport_reply reply = stage_reply(415, BS_PROBLEM_MEDIA_TYPE, "{}");
    return stage_answer(stage, &reply, trouble);
}

static void a_batch_is_packed_and_its_digest_is_over_what_travels(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 100);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_true(is_packed(stage));
    assert_true(
        bs_content_digest_matches(stage_header(stage, BS_DIGEST_HEADER), stage->request.body));
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.count, 100);
    bs_batch_finish(&batch);
}

static void a_receipt_for_the_unpacked_bytes_moves_the_position(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 100);
    stage_next(stage);
    assert_true(is_packed(stage));
    struct bs_receipt receipt =
        stage_receipt(stage); /* its batch_hash is over the unpacked bytes */
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_MOVED);
    assert_int_equal(stage_position(stage).complete_to, 100);
}

static void a_receipt_for_the_packed_bytes_changes_nothing(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 100);
    stage_next(stage);
    struct bs_receipt receipt = stage_receipt(stage);
    bs_sha256_hex(&stage->request.body, 1, receipt.batch_hash);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_FAILED);
    assert_int_equal(stage_position(stage).complete_to, 0);
}

static void a_server_that_cannot_unpack_gets_the_same_batch_as_it_is(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    struct bs_batch batch;
    stage_append(stage, 100);
    stage_next(stage);
    assert_int_equal(refuse_coding(stage, &trouble), PUSH_RESEND);
    assert_int_equal(trouble.kind, BS_TROUBLE_NONE);
    assert_int_equal(stage_position(stage).complete_to, 0);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_false(is_packed(stage));
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 1);
    assert_int_equal(batch.header.count, 100);
    bs_batch_finish(&batch);
}

static void a_gateway_that_calls_packed_bytes_bad_gets_the_batch_as_it_is(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    struct transport_reply reply = stage_reply(400, BS_PROBLEM_MEDIA_TYPE, "{}");
    stage_append(stage, 100);
    stage_next(stage);
    assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_RESEND);
    assert_int_equal(trouble.kind, BS_TROUBLE_NONE);
    assert_int_equal(stage_position(stage).complete_to, 0);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_false(is_packed(stage));
    reply = stage_reply(400, BS_PROBLEM_MEDIA_TYPE, "{}");
    assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_RESEND);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->push.parcel.last_seq,
                     50); /* it is not the packing, so half of it is tried */
}

static void it_stays_unpacked_in_later_rounds(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 100);
    stage_next(stage);
    refuse_coding(stage, NULL);
    stage_acknowledge_all(stage);
    stage_append(stage, 100);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_false(is_packed(stage));
}

static void another_server_gets_it_packed(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 100);
    stage_next(stage);
    refuse_coding(stage, NULL);
    strcpy(stage->identity.server, "https://other.example");
    assert_int_equal(stage_next(stage), BS_OK);
    assert_true(is_packed(stage));
}

static void a_server_that_takes_neither_ends_the_round(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    stage_append(stage, 100);
    stage_next(stage);
    refuse_coding(stage, NULL);
    stage_next(stage);
    assert_int_equal(refuse_coding(stage, &trouble), PUSH_FAILED);
    assert_int_equal(trouble.kind, BS_TROUBLE_SERVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(a_batch_is_packed_and_its_digest_is_over_what_travels),
        ON_STAGE(a_receipt_for_the_unpacked_bytes_moves_the_position),
        ON_STAGE(a_receipt_for_the_packed_bytes_changes_nothing),
        ON_STAGE(a_server_that_cannot_unpack_gets_the_same_batch_as_it_is),
        ON_STAGE(a_gateway_that_calls_packed_bytes_bad_gets_the_batch_as_it_is),
        ON_STAGE(it_stays_unpacked_in_later_rounds),
        ON_STAGE(another_server_gets_it_packed),
        ON_STAGE(a_server_that_takes_neither_ends_the_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
