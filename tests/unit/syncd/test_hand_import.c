/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Receipts that came back by hand count if they are ours in every part, and nothing else changes anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/hand.h>
#include <buurtstem/mem.h>

#include "hand_import.h"
#include "syncd_stage.h"

#define MADE_MS INT64_C(1772442000000)
#define NOW_MS  INT64_C(1772443000000)

/* One receipt for the newest epoch, right in every part. */
static struct bs_hand_receipts *right_receipts(struct stage *stage, uint64_t complete_to)
{
    struct bs_hand_receipts *out = bs_xcalloc(1, sizeof *out);
    struct bs_receipt *receipt = &out->receipts[0];
    struct bs_outbox_tip tip;
    assert_int_equal(bs_outbox_tip(stage->reader, &tip, NULL), BS_OK);
    snprintf(out->kiosk, sizeof out->kiosk, "%s", STAGE_KIOSK);
    out->made_ms = MADE_MS;
    out->count = 1;
    memcpy(receipt->kiosk, out->kiosk, sizeof receipt->kiosk);
    memcpy(receipt->epoch, tip.epoch, sizeof receipt->epoch);
    memset(receipt->batch_hash, 'a', BS_HASH_TEXT - 1);
    receipt->complete_to = complete_to;
    stage_hash_at(stage, complete_to, receipt->hash_at_complete_to);
    receipt->server_time_ms = MADE_MS;
    return out;
}

static enum bs_err settle_bytes(struct stage *stage, struct bs_bytes file, struct hand_settled *out,
                                struct bs_error *err)
{
    return hand_settle(stage->reader, stage->state, file, true, NOW_MS, out, err);
}

/* Signs, settles and frees. */
static enum bs_err settle(struct stage *stage, struct bs_hand_receipts *receipts,
                          struct hand_settled *out)
{
    struct bs_buf file;
    enum bs_err rc;
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(receipts, stage->secret_key, &file);
    rc = settle_bytes(stage, bs_buf_bytes(&file), out, NULL);
    bs_buf_finish(&file);
    free(receipts);
    return rc;
}

static void receipts_count_as_those_of_the_network_do(void **state)
{
    struct stage *stage = *state;
    struct hand_settled done = {0};
    struct bs_sync_status status;
    int64_t made_ms;
    stage_append(stage, 5);
    struct bs_hand_receipts *receipts = right_receipts(stage, 4);
    receipts->receipts[0].backup_complete_to = 2;
    assert_int_equal(settle(stage, receipts, &done), BS_OK);
    assert_true(done.counted == 1 && done.refused == 0);
    struct bs_position position = stage_position(stage);
    assert_true(position.complete_to == 4 && position.backup_complete_to == 2);
    assert_true(position.receipt_at_ms == NOW_MS);
    assert_int_equal(bs_syncstate_by_hand(stage->state, &made_ms, NULL), BS_OK);
    assert_true(made_ms == MADE_MS);
    /* Certificates are not held against the time on a stick. */
    assert_int_equal(bs_syncstate_status(stage->state, &status, NULL), BS_OK);
    assert_true(status.server_ms == 0);
}

static void only_what_was_not_confirmed_before_is_counted(void **state)
{
    struct stage *stage = *state;
    struct hand_settled done = {0};
    stage_append(stage, 5);
    assert_int_equal(settle(stage, right_receipts(stage, 2), &done), BS_OK);
    assert_true(done.records == 2);
    assert_int_equal(settle(stage, right_receipts(stage, 5), &done), BS_OK);
    assert_true(done.records == 3);
    assert_int_equal(settle(stage, right_receipts(stage, 5), &done), BS_OK);
    assert_true(done.records == 0);
    /* Central was put back. */
    assert_int_equal(settle(stage, right_receipts(stage, 4), &done), BS_OK);
    assert_true(done.records == 0);
}

static void receipts_from_before_the_last_of_the_network_change_nothing(void **state)
{
    struct stage *stage = *state;
    struct hand_settled done;
    const struct bs_sync_status status = {.server_ms = MADE_MS + 1};
    stage_append(stage, 5);
    assert_int_equal(bs_syncstate_set_status(stage->state, &status, NULL), BS_OK);
    assert_int_equal(settle(stage, right_receipts(stage, 5), &done), BS_REFUSED);
    assert_true(stage_position(stage).complete_to == 0);
}

static void older_receipts_change_nothing(void **state)
{
    struct stage *stage = *state;
    struct hand_settled done;
    stage_append(stage, 5);
    assert_int_equal(settle(stage, right_receipts(stage, 5), &done), BS_OK);
    struct bs_hand_receipts *older = right_receipts(stage, 2);
    older->made_ms = MADE_MS - 1;
    assert_int_equal(settle(stage, older, &done), BS_REFUSED);
    assert_true(stage_position(stage).complete_to == 5);
    /* The same once more is fine. */
    assert_int_equal(settle(stage, right_receipts(stage, 5), &done), BS_OK);
    assert_true(stage_position(stage).complete_to == 5);
}

static void newer_receipts_may_say_less_since_central_was_put_back(void **state)
{
    struct stage *stage = *state;
    struct hand_settled done;
    stage_append(stage, 5);
    assert_int_equal(settle(stage, right_receipts(stage, 5), &done), BS_OK);
    struct bs_hand_receipts *newer = right_receipts(stage, 2);
    newer->made_ms = MADE_MS + 1;
    assert_int_equal(settle(stage, newer, &done), BS_OK);
    assert_true(stage_position(stage).complete_to == 2);
}

static void change_digit(char *digit)
{
    *digit = *digit == '0' ? '1' : '0';
}

static void a_receipt_that_is_not_ours_in_every_part_does_not_count(void **state)
{
    struct stage *stage = *state;
    stage_append(stage, 5);
    for (int spoilt = 0; spoilt < 3; spoilt++) {
        struct bs_hand_receipts *receipts = right_receipts(stage, 4);
        struct hand_settled done = {0};
        switch (spoilt) {
        case 0:
            change_digit(&receipts->receipts[0].hash_at_complete_to[0]);
            break;
        case 1:
            receipts->receipts[0].complete_to = 6;
            break;
        default:
            change_digit(&receipts->receipts[0].epoch[0]);
            break;
        }
        assert_int_equal(settle(stage, receipts, &done), BS_OK);
        assert_true(done.counted == 0 && done.refused == 1 && done.why[0] != '\0');
        assert_true(stage_position(stage).complete_to == 0);
    }
}

static void receipts_for_another_kiosk_are_refused(void **state)
{
    struct stage *stage = *state;
    struct hand_settled done;
    stage_append(stage, 5);
    struct bs_hand_receipts *receipts = right_receipts(stage, 4);
    snprintf(receipts->kiosk, sizeof receipts->kiosk, "bibliotheek-2");
    snprintf(receipts->receipts[0].kiosk, sizeof receipts->kiosk, "bibliotheek-2");
    assert_int_equal(settle(stage, receipts, &done), BS_REFUSED);
    assert_true(stage_position(stage).complete_to == 0);
}

static void a_change_of_any_byte_or_a_cut_changes_nothing(void **state)
{
    struct stage *stage = *state;
    struct bs_hand_receipts *receipts;
    struct hand_settled done;
    struct bs_buf file;
    stage_append(stage, 3);
    receipts = right_receipts(stage, 3);
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(receipts, stage->secret_key, &file);
    for (size_t i = 0; i < file.len; i++) {
        const struct bs_bytes cut = {file.data, i};
        file.data[i] ^= (uint8_t)(1U << (i % 8));
        if (settle_bytes(stage, bs_buf_bytes(&file), &done, NULL) != BS_BAD) {
            fail_msg("byte %zu of %zu, now 0x%02x", i, file.len, file.data[i]);
        }
        file.data[i] ^= (uint8_t)(1U << (i % 8));
        assert_int_equal(settle_bytes(stage, cut, &done, NULL), BS_BAD);
    }
    assert_true(stage_position(stage).complete_to == 0);
    assert_int_equal(settle_bytes(stage, bs_buf_bytes(&file), &done, NULL), BS_OK);
    assert_true(stage_position(stage).complete_to == 3);
    bs_buf_finish(&file);
    free(receipts);
}

static void looking_alone_settles_nothing(void **state)
{
    struct stage *stage = *state;
    struct hand_settled done;
    struct bs_buf file;
    stage_append(stage, 3);
    struct bs_hand_receipts *receipts = right_receipts(stage, 3);
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(receipts, stage->secret_key, &file);
    assert_int_equal(
        hand_settle(stage->reader, stage->state, bs_buf_bytes(&file), false, NOW_MS, &done, NULL),
        BS_OK);
    assert_int_equal(done.counted, 1);
    assert_true(stage_position(stage).complete_to == 0);
    bs_buf_finish(&file);
    free(receipts);
}

/* ---- what waits for the daemon ---- */

static void config_of(struct stage *stage, struct daemon_config *config)
{
    memset(config, 0, sizeof *config);
    snprintf(config->state_dir, sizeof config->state_dir, "%s", stage->dir.path);
    snprintf(config->kiosk_dir, sizeof config->kiosk_dir, "%s", stage->dir.path);
}

static void leave_waiting(struct stage *stage, uint64_t complete_to, char path[TEMP_DIR_PATH])
{
    struct bs_hand_receipts *receipts = right_receipts(stage, complete_to);
    struct bs_buf file;
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(receipts, stage->secret_key, &file);
    temp_dir_file(&stage->dir, HAND_WAITING, path);
    assert_int_equal(bs_file_replace(path, bs_buf_bytes(&file), 0600, NULL), BS_OK);
    bs_buf_finish(&file);
    free(receipts);
}

static void what_waits_is_settled_and_gone(void **state)
{
    struct stage *stage = *state;
    struct daemon_config config;
    struct hand_settled done = {0};
    char path[TEMP_DIR_PATH];
    config_of(stage, &config);
    assert_int_equal(hand_take_waiting(&config, stage->state, NOW_MS, &done, NULL), BS_NOTFOUND);
    stage_append(stage, 3);
    leave_waiting(stage, 3, path);
    assert_int_equal(hand_take_waiting(&config, stage->state, NOW_MS, &done, NULL), BS_OK);
    assert_int_equal(done.counted, 1);
    assert_true(stage_position(stage).complete_to == 3);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(hand_take_waiting(&config, stage->state, NOW_MS, &done, NULL), BS_NOTFOUND);
}

static void what_waits_and_is_no_good_is_gone_too(void **state)
{
    struct stage *stage = *state;
    struct daemon_config config;
    struct hand_settled done;
    struct bs_error err = {0};
    char path[TEMP_DIR_PATH];
    config_of(stage, &config);
    stage_append(stage, 3);
    temp_dir_file(&stage->dir, HAND_WAITING, path);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("nothing of the kind"), 0600, NULL), BS_OK);
    assert_int_equal(hand_take_waiting(&config, stage->state, NOW_MS, &done, &err), BS_BAD);
    assert_true(err.text[0] != '\0');
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_daemon_that_does_not_come_to_it_is_told(void **state)
{
    struct stage *stage = *state;
    struct bs_clock clock = bs_clock_system();
    struct daemon_config config;
    struct hand_settled done;
    struct bs_error err = {0};
    char waiting[TEMP_DIR_PATH], file[TEMP_DIR_PATH];
    config_of(stage, &config);
    stage_append(stage, 3);
    leave_waiting(stage, 3, waiting);
    temp_dir_file(&stage->dir, "stick.receipts", file);
    assert_int_equal(rename(waiting, file), 0);
    /* The stage holds sync.db as the daemon does. */
    assert_int_equal(hand_import(&config, file, &clock, 60, &done, &err), BS_LATER);
    assert_non_null(strstr(err.text, "--status"));
    assert_int_equal(access(waiting, F_OK), 0);
    assert_int_equal(hand_take_waiting(&config, stage->state, NOW_MS, &done, NULL), BS_OK);
    assert_true(stage_position(stage).complete_to == 3);
}

static void a_file_that_is_no_good_is_not_given_to_the_daemon(void **state)
{
    struct stage *stage = *state;
    struct bs_clock clock = bs_clock_system();
    struct daemon_config config;
    struct hand_settled done;
    char waiting[TEMP_DIR_PATH], file[TEMP_DIR_PATH];
    config_of(stage, &config);
    temp_dir_file(&stage->dir, HAND_WAITING, waiting);
    temp_dir_file(&stage->dir, "stick.receipts", file);
    assert_int_equal(bs_file_replace(file, bs_bytes_of("nothing of the kind"), 0600, NULL), BS_OK);
    assert_int_equal(hand_import(&config, file, &clock, 60, &done, NULL), BS_BAD);
    assert_int_not_equal(access(waiting, F_OK), 0);
}

static void assert_said_of(const struct daemon_config *config, const char *file, const char *said)
{
    struct bs_clock clock = bs_clock_system();
    struct bs_error err = {0};
    struct hand_settled done;
    char text[2 * BS_ERROR_TEXT];
    snprintf(text, sizeof text, "%s: %s", file, said);
    assert_int_equal(hand_import(config, file, &clock, 60, &done, &err), BS_BAD);
    assert_string_equal(err.text, text);
}

static void a_file_that_is_no_good_is_named_and_an_export_is_called_that(void **state)
{
    struct stage *stage = *state;
    struct daemon_config config;
    char file[TEMP_DIR_PATH];
    config_of(stage, &config);
    temp_dir_file(&stage->dir, "answers", file);
    assert_int_equal(bs_file_replace(file, bs_bytes_of("nothing of the kind"), 0600, NULL), BS_OK);
    assert_said_of(&config, file, "this is not a whole file of receipts");
    assert_int_equal(bs_file_replace(file, bs_bytes_of("buurtstem export 1"), 0600, NULL), BS_OK);
    assert_said_of(&config, file, "this is not a whole file of receipts");
    assert_int_equal(bs_file_replace(file, bs_bytes_of("buurtstem export 1\n..."), 0600, NULL),
                     BS_OK);
    assert_said_of(&config, file,
                   "this is the export itself; the receipts are in answers.receipts");
}

static void a_kiosk_that_was_never_enrolled_keeps_no_empty_file(void **state)
{
    struct bs_clock clock = bs_clock_system();
    struct daemon_config config = {.poll_seconds = 300};
    struct hand_settled done;
    struct temp_dir dir;
    (void)state;
    temp_dir_make(&dir);
    snprintf(config.state_dir, sizeof config.state_dir, "%s", dir.path);
    snprintf(config.kiosk_dir, sizeof config.kiosk_dir, "%s", dir.path);
    assert_int_equal(hand_import(&config, "any.receipts", &clock, 0, &done, NULL), BS_REFUSED);
    assert_int_equal(temp_dir_count(&dir), 0);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(receipts_count_as_those_of_the_network_do),
        ON_STAGE(only_what_was_not_confirmed_before_is_counted),
        ON_STAGE(receipts_from_before_the_last_of_the_network_change_nothing),
        ON_STAGE(older_receipts_change_nothing),
        ON_STAGE(newer_receipts_may_say_less_since_central_was_put_back),
        ON_STAGE(a_receipt_that_is_not_ours_in_every_part_does_not_count),
        ON_STAGE(receipts_for_another_kiosk_are_refused),
        ON_STAGE(a_change_of_any_byte_or_a_cut_changes_nothing),
        ON_STAGE(looking_alone_settles_nothing),
        ON_STAGE(what_waits_is_settled_and_gone),
        ON_STAGE(what_waits_and_is_no_good_is_gone_too),
        ON_STAGE(a_daemon_that_does_not_come_to_it_is_told),
        ON_STAGE(a_file_that_is_no_good_is_not_given_to_the_daemon),
        ON_STAGE(a_file_that_is_no_good_is_named_and_an_export_is_called_that),
        cmocka_unit_test(a_kiosk_that_was_never_enrolled_keeps_no_empty_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
