/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the heartbeat says, to whom, and what its answer means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "beat.h"
#include "fake_clock.h"
#include "syncd_stage.h"

static struct bs_heartbeat gather(struct stage *stage)
{
    struct bs_heartbeat heartbeat;
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_error err = {0};
    if (beat_gather(stage->dir.path, stage->state, &clock, &heartbeat, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_true(heartbeat.sent_ms == clock.wall_ms(clock.self));
    return heartbeat;
}

static void it_says_what_is_stored_and_what_of_it_is_safe(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 5);
    stage_acknowledge_all(stage);
    stage_append(stage, 3);
    struct bs_heartbeat heartbeat = gather(stage);
    struct bs_outbox_tip tip;
    int64_t oldest_ms;
    assert_int_equal(bs_outbox_tip(stage->kiosk, &tip, NULL), BS_OK);
    assert_int_equal(bs_outbox_wall_at(stage->kiosk, tip.epoch, 6, &oldest_ms, NULL), BS_OK);
    assert_string_equal(heartbeat.epoch, tip.epoch);
    assert_int_equal(heartbeat.stored, 8);
    assert_int_equal(heartbeat.acknowledged, 5);
    assert_true(heartbeat.oldest_unsent_ms == oldest_ms);
    assert_true(heartbeat.last_receipt_ms > 0);
}

static void it_counts_over_all_epochs(void **state)
{
    struct stage *stage = *state;
    struct bs_outbox_tip tip;
    stage_append(stage, 2);
    stage_acknowledge_all(stage);
    stage_begin_epoch(stage);
    stage_append(stage, 4);
    struct bs_heartbeat heartbeat = gather(stage);
    assert_int_equal(bs_outbox_tip(stage->kiosk, &tip, NULL), BS_OK);
    assert_string_equal(heartbeat.epoch, tip.epoch);
    assert_int_equal(heartbeat.stored, 6);
    assert_int_equal(heartbeat.acknowledged, 2);
}

static void nothing_waits_when_everything_arrived(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 5);
    stage_acknowledge_all(stage);
    struct bs_heartbeat heartbeat = gather(stage);
    assert_int_equal(heartbeat.acknowledged, 5);
    assert_true(heartbeat.oldest_unsent_ms == 0);
}

static void it_says_which_programs_run_and_how_much_room_there_is(void **state)
{
    struct stage *stage = *state;
    struct bs_heartbeat heartbeat = gather(stage);
    assert_string_equal(heartbeat.kiosk_version, "");
    assert_string_equal(heartbeat.syncd_version, BS_VERSION);
    assert_true(heartbeat.disk_total > 0 && heartbeat.disk_free <= heartbeat.disk_total);
    assert_int_equal(bs_outbox_note_version(stage->kiosk, "9.8.7", NULL), BS_OK);
    heartbeat = gather(stage);
    assert_string_equal(heartbeat.kiosk_version, "9.8.7");
}

static void it_says_what_sync_db_knows(void **state)
{
    struct stage *stage = *state;
    const struct bs_sync_status status = {.trouble = BS_TROUBLE_TLS,
                                          .sentence = "Het certificaat is verlopen.",
                                          .last_receipt_ms = INT64_C(1795000000000),
                                          .clock_offset_ms = -1200};
    const struct bs_bundle_meta meta = {.serial = 77};
    assert_int_equal(bs_syncstate_set_status(stage->state, &status, NULL), BS_OK);
    assert_int_equal(bs_catalogue_put(stage->state, &meta, bs_bytes_of("{}"), NULL), BS_OK);
    struct bs_heartbeat heartbeat = gather(stage);
    assert_string_equal(heartbeat.trouble, "tls");
    assert_true(heartbeat.clock_offset_ms == -1200);
    assert_true(heartbeat.last_receipt_ms == INT64_C(1795000000000));
    assert_true(heartbeat.bundle_serial == 77);
}

static void a_serial_that_no_number_on_the_wire_holds_is_cut(void **state)
{
    struct stage *stage = *state;
    const struct bs_bundle_meta meta = {.serial = INT64_MAX};
    assert_int_equal(bs_catalogue_put(stage->state, &meta, bs_bytes_of("{}"), NULL), BS_OK);
    assert_true(gather(stage).bundle_serial == BS_NUMBER_MAX);
}

static void a_kiosk_that_never_wrote_has_an_empty_log(void **state)
{
    struct stage *stage = *state;
    struct bs_heartbeat heartbeat;
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct temp_dir empty;
    temp_dir_make(&empty);
    assert_int_equal(beat_gather(empty.path, stage->state, &clock, &heartbeat, NULL), BS_OK);
    assert_string_equal(heartbeat.epoch, "");
    assert_int_equal(heartbeat.stored, 0);
    assert_string_equal(heartbeat.trouble, "none");
    temp_dir_remove(&empty);
}

static void every_class_of_trouble_can_be_said(void **state)
{
    (void)state;
    for (int i = BS_TROUBLE_NONE; i <= BS_TROUBLE_SERVER; i++) {
        struct bs_heartbeat heartbeat = {.syncd_version = BS_VERSION};
        struct bs_buf text;
        assert_in_range(strlen(bs_trouble_name((enum bs_trouble)i)), 1,
                        sizeof heartbeat.trouble - 1);
        strcpy(heartbeat.trouble, bs_trouble_name((enum bs_trouble)i));
        bs_buf_init(&text, BS_HEARTBEAT_BYTES_MAX);
        bs_heartbeat_encode(&heartbeat, &text);
        assert_int_equal(bs_heartbeat_decode(bs_buf_bytes(&text), &heartbeat, NULL), BS_OK);
        bs_buf_finish(&text);
    }
}

static void it_goes_to_its_own_page_and_can_be_read_there(void **state)
{
    struct stage *stage = *state;
    struct bs_heartbeat heartbeat = gather(stage), back;
    struct bs_buf body;
    bs_buf_init(&body, BS_HEARTBEAT_BYTES_MAX);
    assert_int_equal(
        beat_request(&heartbeat, &stage->identity, STAGE_TOKEN, &body, &stage->request, NULL),
        BS_OK);
    assert_int_equal(stage->request.method, TRANSPORT_PUT);
    assert_string_equal(stage->request.url, STAGE_SERVER "/v1/kiosks/" STAGE_KIOSK "/heartbeat");
    assert_string_equal(stage_header(stage, "Content-Type"), "application/json");
    assert_string_equal(stage_header(stage, "Authorization"), "Bearer " STAGE_TOKEN);
    assert_int_equal(bs_heartbeat_decode(stage->request.body, &back, NULL), BS_OK);
    assert_memory_equal(back.syncd_version, heartbeat.syncd_version, sizeof BS_VERSION);
    transport_request_wipe(&stage->request);
    bs_buf_finish(&body);
}

static enum beat_outcome answer(int status, struct trouble *trouble)
{
    struct transport_reply reply = stage_reply(status, "", "");
    enum beat_outcome outcome = beat_answer(&reply, trouble);
    transport_reply_finish(&reply);
    return outcome;
}

static void only_204_says_that_it_was_heard(void **state)
{
    struct trouble trouble;
    (void)state;
    assert_int_equal(answer(204, &trouble), BEAT_HEARD);
    assert_int_equal(trouble.kind, BS_TROUBLE_NONE);
    assert_int_equal(answer(200, &trouble), BEAT_FAILED);
    assert_int_equal(answer(201, &trouble), BEAT_FAILED);
    assert_int_equal(answer(302, &trouble), BEAT_FAILED);
    assert_int_equal(answer(500, &trouble), BEAT_FAILED);
    assert_int_equal(trouble.kind, BS_TROUBLE_SERVER);
}

static void an_older_central_that_does_not_know_it_is_no_trouble(void **state)
{
    struct trouble trouble;
    (void)state;
    assert_int_equal(answer(404, &trouble), BEAT_UNKNOWN);
    assert_int_equal(trouble.kind, BS_TROUBLE_NONE);
    assert_int_equal(answer(405, &trouble), BEAT_UNKNOWN);
    assert_int_equal(trouble.kind, BS_TROUBLE_NONE);
}

static void a_refused_kiosk_waits_before_the_next_one(void **state)
{
    struct trouble trouble;
    (void)state;
    assert_int_equal(answer(401, &trouble), BEAT_FAILED);
    assert_true(trouble.is_refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(it_says_what_is_stored_and_what_of_it_is_safe),
        ON_STAGE(it_counts_over_all_epochs),
        ON_STAGE(nothing_waits_when_everything_arrived),
        ON_STAGE(it_says_which_programs_run_and_how_much_room_there_is),
        ON_STAGE(it_says_what_sync_db_knows),
        ON_STAGE(a_serial_that_no_number_on_the_wire_holds_is_cut),
        ON_STAGE(a_kiosk_that_never_wrote_has_an_empty_log),
        cmocka_unit_test(every_class_of_trouble_can_be_said),
        ON_STAGE(it_goes_to_its_own_page_and_can_be_read_there),
        cmocka_unit_test(only_204_says_that_it_was_heard),
        cmocka_unit_test(an_older_central_that_does_not_know_it_is_no_trouble),
        cmocka_unit_test(a_refused_kiosk_waits_before_the_next_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
