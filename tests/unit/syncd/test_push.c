/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Batches and the answers to them: which answer moves the position, and that no other does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fake_clock.h"
#include "fault_ledger.h"
#include "syncd_stage.h"

#define OTHER_HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void assert_position(struct stage *stage, uint64_t complete_to)
{
    assert_int_equal(stage_position(stage).complete_to, complete_to);
}

/* ---- what is sent ---- */

static void an_empty_log_sends_nothing(void **state)
{
    assert_int_equal(stage_next(*state), BS_NOTFOUND);
}

static void a_batch_goes_to_this_kiosks_address_with_its_token(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 1);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage->request.method, TRANSPORT_POST);
    assert_string_equal(stage->request.url, STAGE_SERVER "/v1/kiosks/" STAGE_KIOSK "/batches");
    assert_string_equal(stage_header(stage, "Authorization"), "Bearer " STAGE_TOKEN);
    assert_string_equal(stage_header(stage, "Content-Type"), BS_BATCH_MEDIA_TYPE);
    assert_true(
        bs_content_digest_matches(stage_header(stage, BS_DIGEST_HEADER), stage->request.body));
}

static void a_batch_holds_the_log_from_behind_the_position(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 3);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 1);
    assert_int_equal(batch.header.count, 3);
    bs_batch_finish(&batch);
}

/* F49 */
static void records_go_in_the_order_in_which_they_were_made_whatever_the_clock_says(void **state)
{
    static const int64_t STEPS[] = {0, 3600000, -7200000, -1772442000000, 315360000000};
    enum { COUNT = sizeof STEPS / sizeof STEPS[0] };
    struct stage *stage = *state;
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_random random = bs_random_seeded(49);
    struct bs_uuid ids[COUNT];
    struct bs_batch batch;
    const int64_t start_ms = fake.wall_ms;
    for (size_t i = 0; i < COUNT; i++) {
        fake.wall_ms = start_ms + STEPS[i];
        fake.mono_ms += 1000;
        ids[i] = bs_uuid_v7(fake.wall_ms, &random);
        assert_int_equal(bs_outbox_append(stage->kiosk, &ids[i], "submission",
                                          bs_bytes_of("{\"salt\":\"0\"}"), &clock, NULL, NULL),
                         BS_OK);
    }
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        char id[BS_UUID_TEXT];
        bs_uuid_format(&ids[i], id);
        assert_string_equal(batch.records[i].id, id);
        assert_int_equal(batch.records[i].seq, i + 1);
    }
    bs_batch_finish(&batch);
    fault_struck("F49", "a clock that goes forth and back between records", COUNT - 1);
}

static void everything_in_a_batch_is_noted_as_sent_before_it_leaves(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    assert_int_equal(stage_next(stage), BS_OK);
    assert_int_equal(stage_position(stage).sent_to, 3);
    assert_position(stage, 0);
}

static void a_batch_holds_at_most_a_thousand_records(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, BS_BATCH_RECORDS_MAX + 1);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.count, BS_BATCH_RECORDS_MAX);
    bs_batch_finish(&batch);
}

static void records_of_another_kiosk_stay_and_are_spoken_of(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 1);
    strcpy(stage->identity.kiosk, "elders-2");
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    assert_non_null(strstr(push_refusal(&stage->push), STAGE_KIOSK));
    assert_int_equal(stage_position(stage).sent_to, 0);
}

/* ---- the receipt that counts ---- */

static void a_receipt_of_ours_moves_the_position(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    stage_next(stage);
    struct bs_receipt receipt = stage_receipt(stage);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_MOVED);
    assert_position(stage, 3);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
}

static void a_receipt_for_a_part_lets_the_rest_be_sent_again(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 3);
    stage_next(stage);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = 2;
    stage_hash_at(stage, 2, receipt.hash_at_complete_to);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_MOVED);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 3);
    bs_batch_finish(&batch);
}

static void a_receipt_may_move_the_position_back_and_the_records_go_again(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 5);
    stage_acknowledge_all(stage);
    stage_append(stage, 1);
    stage_next(stage);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = 2;
    stage_hash_at(stage, 2, receipt.hash_at_complete_to);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_RESEND);
    assert_position(stage, 2);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 3);
    assert_int_equal(batch.header.count, 4);
    bs_batch_finish(&batch);
}

static void a_receipt_back_to_nothing_is_believed_too(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 2);
    stage_acknowledge_all(stage);
    stage_append(stage, 1);
    stage_next(stage);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = 0;
    stage_hash_at(stage, 0, receipt.hash_at_complete_to);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_RESEND);
    assert_position(stage, 0);
}

static void a_server_that_confirms_nothing_of_what_it_gets_ends_the_round(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    stage_append(stage, 2);
    stage_next(stage);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = 0;
    stage_hash_at(stage, 0, receipt.hash_at_complete_to);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_FAILED);
    assert_int_equal(trouble.kind, BS_TROUBLE_SERVER);
}

/* ---- the matrix: everything else changes nothing ---- */

typedef void spoil(struct bs_receipt *receipt);

static void other_kiosk(struct bs_receipt *receipt)
{
    strcpy(receipt->kiosk, "elders-2");
}

static void other_epoch(struct bs_receipt *receipt)
{
    strcpy(receipt->epoch, "ffffffffffffffff");
}

static void other_batch(struct bs_receipt *receipt)
{
    strcpy(receipt->batch_hash, OTHER_HASH);
}

static void other_chain(struct bs_receipt *receipt)
{
    strcpy(receipt->hash_at_complete_to, OTHER_HASH);
}

static void more_than_sent(struct bs_receipt *receipt)
{
    receipt->complete_to++;
}

static void lower_with_the_hash_of_the_end(struct bs_receipt *receipt)
{
    receipt->complete_to--;
}

static void assert_changes_nothing(struct stage *stage, struct transport_reply *reply,
                                   enum bs_trouble kind)
{
    struct trouble trouble;
    struct bs_position before = stage_position(stage);
    assert_int_equal(stage_answer(stage, reply, &trouble), PUSH_FAILED);
    struct bs_position after = stage_position(stage);
    assert_memory_equal(&before, &after, sizeof before);
    assert_string_equal(bs_trouble_name(trouble.kind), bs_trouble_name(kind));
    assert_true(strlen(trouble.sentence) > 20);
}

/* F36 F37 */
static void a_receipt_that_is_wrong_in_one_part_changes_nothing(void **state)
{
    static spoil *const SPOILS[] = {other_kiosk, other_epoch,    other_batch,
                                    other_chain, more_than_sent, lower_with_the_hash_of_the_end};
    struct stage *stage = *state;
    stage_append(stage, 3);
    for (size_t i = 0; i < sizeof SPOILS / sizeof SPOILS[0]; i++) {
        push_begin(&stage->push);
        assert_int_equal(stage_next(stage), BS_OK);
        struct bs_receipt receipt = stage_receipt(stage);
        SPOILS[i](&receipt);
        struct transport_reply reply = stage_receipt_reply(&receipt);
        assert_changes_nothing(stage, &reply, BS_TROUBLE_SERVER);
    }
    fault_struck("F36", "a receipt with one part changed", sizeof SPOILS / sizeof SPOILS[0]);
    fault_struck("F37", "a receipt for another kiosk or epoch", 2);
}

/* F36 */
static void a_receipt_for_records_that_never_left_moves_nothing_until_they_did(void **state)
{
    struct stage *stage = *state;
    struct bs_batch batch;
    stage_append(stage, 3);
    stage->push.records_max = 2;
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = 3;
    stage_hash_at(stage, 3, receipt.hash_at_complete_to);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_RESEND);
    assert_position(stage, 0);
    assert_int_equal(stage_next(stage), BS_OK);
    stage_batch(stage, &batch);
    assert_int_equal(batch.header.first_seq, 3);
    bs_batch_finish(&batch);
    receipt = stage_receipt(stage);
    reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_MOVED);
    assert_position(stage, 3);
    fault_struck("F36", "a receipt for more than was sent", 1);
}

static void a_right_receipt_under_another_status_changes_nothing(void **state)
{
    static const int STATUSES[] = {200, 202, 204, 206, 301, 302, 406, 409, 500};
    struct stage *stage = *state;
    stage_append(stage, 3);
    for (size_t i = 0; i < sizeof STATUSES / sizeof STATUSES[0]; i++) {
        push_begin(&stage->push);
        assert_int_equal(stage_next(stage), BS_OK);
        struct bs_receipt receipt = stage_receipt(stage);
        struct transport_reply reply = stage_receipt_reply(&receipt);
        reply.status = STATUSES[i];
        assert_changes_nothing(stage, &reply,
                               STATUSES[i] / 100 == 3 ? BS_TROUBLE_NETWORK : BS_TROUBLE_SERVER);
    }
}

static void a_right_receipt_of_another_media_type_changes_nothing(void **state)
{
    static const char *const TYPES[] = {
        "", "application/json", BS_RECEIPT_MEDIA_TYPE "; charset=utf-8",
        "APPLICATION/VND.BUURTSTEM.RECEIPT+JSON", BS_PROBLEM_MEDIA_TYPE};
    struct stage *stage = *state;
    stage_append(stage, 3);
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        push_begin(&stage->push);
        assert_int_equal(stage_next(stage), BS_OK);
        struct bs_receipt receipt = stage_receipt(stage);
        struct transport_reply reply = stage_receipt_reply(&receipt);
        snprintf(reply.media_type, sizeof reply.media_type, "%s", TYPES[i]);
        assert_changes_nothing(stage, &reply, BS_TROUBLE_SERVER);
    }
}

static void a_receipt_cut_at_any_byte_changes_nothing(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_receipt receipt = stage_receipt(stage);
    struct transport_reply whole = stage_receipt_reply(&receipt);
    size_t full = whole.body.len;
    for (size_t length = 0; length < full; length++) {
        struct transport_reply reply = stage_reply(201, BS_RECEIPT_MEDIA_TYPE, "");
        bs_buf_add(&reply.body, whole.body.data, length);
        push_begin(&stage->push);
        assert_int_equal(stage_next(stage), BS_OK);
        assert_changes_nothing(stage, &reply, BS_TROUBLE_SERVER);
    }
    transport_reply_finish(&whole);
}

static void a_receipt_with_something_behind_it_changes_nothing(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_receipt receipt = stage_receipt(stage);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    bs_buf_text(&reply.body, "{}");
    assert_changes_nothing(stage, &reply, BS_TROUBLE_SERVER);
}

/* F37 */
static void the_receipt_of_an_earlier_batch_changes_nothing(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 3);
    stage_next(stage);
    struct bs_receipt old = stage_receipt(stage);
    stage_acknowledge_all(stage);
    stage_append(stage, 1);
    assert_int_equal(stage_next(stage), BS_OK);
    struct transport_reply reply = stage_receipt_reply(&old);
    assert_changes_nothing(stage, &reply, BS_TROUBLE_SERVER);
    fault_struck("F37", "an old answer replayed", 1);
}

static void a_login_page_changes_nothing_and_is_recognised(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    stage_append(stage, 1);
    stage_next(stage);
    struct transport_reply reply =
        stage_reply(200, "text/html; charset=utf-8", "<!doctype html><title>Wifi</title>");
    assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_FAILED);
    assert_int_equal(trouble.kind, BS_TROUBLE_NETWORK);
    assert_non_null(strstr(trouble.sentence, "inlogpagina"));
    assert_position(stage, 0);
}

static void a_login_page_that_says_201_changes_nothing(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 1);
    stage_next(stage);
    struct transport_reply reply = stage_reply(201, "text/html", "<html></html>");
    assert_changes_nothing(stage, &reply, BS_TROUBLE_NETWORK);
}

static void no_fate_but_an_answer_changes_anything(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 1);
    for (int fate = TRANSPORT_ANSWERED + 1; fate <= TRANSPORT_INTERNAL; fate++) {
        struct trouble trouble;
        push_begin(&stage->push);
        assert_int_equal(stage_next(stage), BS_OK);
        struct bs_receipt receipt = stage_receipt(stage);
        struct transport_reply reply = stage_receipt_reply(&receipt);
        reply.fate = (enum transport_fate)fate;
        assert_int_equal(stage_answer(stage, &reply, &trouble), PUSH_FAILED);
        assert_int_not_equal(trouble.kind, BS_TROUBLE_NONE);
        assert_position(stage, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(an_empty_log_sends_nothing),
        ON_STAGE(a_batch_goes_to_this_kiosks_address_with_its_token),
        ON_STAGE(a_batch_holds_the_log_from_behind_the_position),
        ON_STAGE(records_go_in_the_order_in_which_they_were_made_whatever_the_clock_says),
        ON_STAGE(everything_in_a_batch_is_noted_as_sent_before_it_leaves),
        ON_STAGE(a_batch_holds_at_most_a_thousand_records),
        ON_STAGE(records_of_another_kiosk_stay_and_are_spoken_of),
        ON_STAGE(a_receipt_of_ours_moves_the_position),
        ON_STAGE(a_receipt_for_a_part_lets_the_rest_be_sent_again),
        ON_STAGE(a_receipt_may_move_the_position_back_and_the_records_go_again),
        ON_STAGE(a_receipt_back_to_nothing_is_believed_too),
        ON_STAGE(a_server_that_confirms_nothing_of_what_it_gets_ends_the_round),
        ON_STAGE(a_receipt_that_is_wrong_in_one_part_changes_nothing),
        ON_STAGE(a_receipt_for_records_that_never_left_moves_nothing_until_they_did),
        ON_STAGE(a_right_receipt_under_another_status_changes_nothing),
        ON_STAGE(a_right_receipt_of_another_media_type_changes_nothing),
        ON_STAGE(a_receipt_cut_at_any_byte_changes_nothing),
        ON_STAGE(a_receipt_with_something_behind_it_changes_nothing),
        ON_STAGE(the_receipt_of_an_earlier_batch_changes_nothing),
        ON_STAGE(a_login_page_changes_nothing_and_is_recognised),
        ON_STAGE(a_login_page_that_says_201_changes_nothing),
        ON_STAGE(no_fate_but_an_answer_changes_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
