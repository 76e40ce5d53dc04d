/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The file for central: what waits and no more, whole or not there, whatever the stick does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/hand.h>
#include <buurtstem/mem.h>

#include "box_memory.h"
#include "child.h"
#include "credential.h"
#include "hand_export.h"
#include "hand_file.h"
#include "small_disk.h"
#include "syncd_stage.h"

#define MADE_MS 1772442000000

static void config_of(struct stage *stage, struct daemon_config *config)
{
    char path[TEMP_DIR_PATH];
    memset(config, 0, sizeof *config);
    snprintf(config->state_dir, sizeof config->state_dir, "%s", stage->dir.path);
    snprintf(config->kiosk_dir, sizeof config->kiosk_dir, "%s", stage->dir.path);
    temp_dir_file(&stage->dir, "credential", path);
    assert_int_equal(credential_write(path, STAGE_TOKEN, NULL), BS_OK);
}

static enum bs_err export_to(struct stage *stage, const char *name, bool is_all, uint64_t bytes_max,
                             struct hand_exported *out, struct bs_error *err)
{
    struct daemon_config config;
    char path[TEMP_DIR_PATH];
    config_of(stage, &config);
    return hand_export(&config, temp_dir_file(&stage->dir, name, path), is_all, bytes_max, MADE_MS,
                       out, err);
}

/* What central finds in the file. */
static void read_file(struct stage *stage, const char *name, struct bs_hand_walk *walk)
{
    struct bs_box_reader *reader = NULL;
    struct box_memory memory = {.at = 0};
    const struct bs_box_source source = box_memory_source(&memory);
    char path[TEMP_DIR_PATH];
    struct bs_bytes part;
    struct bs_batch batch;
    struct bs_buf file;
    enum bs_err rc;
    memset(walk, 0, sizeof *walk);
    bs_buf_init(&file, 4 * 1024 * 1024);
    assert_int_equal(bs_file_read(temp_dir_file(&stage->dir, name, path), &file, NULL), BS_OK);
    memory.bytes = bs_buf_bytes(&file);
    assert_int_equal(bs_box_read_start(stage->identity.bundle_key, stage->secret_key,
                                       BS_BOX_BYTES_MAX, &source, &reader, NULL),
                     BS_OK);
    while ((rc = bs_box_read_part(reader, &part, NULL)) == BS_OK) {
        assert_int_equal(bs_hand_walk_part(walk, part, &batch, NULL), BS_OK);
        bs_batch_finish(&batch);
    }
    assert_int_equal(rc, BS_NOTFOUND);
    assert_int_equal(bs_hand_walk_end(walk, NULL), BS_OK);
    bs_box_reader_destroy(reader);
    bs_buf_finish(&file);
}

static bool is_there(struct stage *stage, const char *name)
{
    char path[TEMP_DIR_PATH];
    return access(temp_dir_file(&stage->dir, name, path), F_OK) == 0;
}

/* By the network, up to there. */
static void acknowledge(struct stage *stage, uint64_t seq)
{
    struct bs_outbox_tip tip;
    struct bs_receipt receipt = {.complete_to = seq};
    assert_int_equal(bs_outbox_tip(stage->reader, &tip, NULL), BS_OK);
    memcpy(receipt.epoch, tip.epoch, sizeof receipt.epoch);
    stage_hash_at(stage, seq, receipt.hash_at_complete_to);
    assert_int_equal(bs_syncstate_settle(stage->state, &receipt, 1, NULL), BS_OK);
}

static void what_waits_is_in_the_file(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_hand_walk walk;
    struct stat info;
    char path[TEMP_DIR_PATH];
    stage_append(stage, 4);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    assert_true(made.records == 4 && made.stored == 4 && !made.is_cut);
    assert_string_equal(made.kiosk, STAGE_KIOSK);
    read_file(stage, "stick", &walk);
    assert_true(walk.records == 4 && walk.batches == 1);
    assert_string_equal(walk.opening.token, STAGE_TOKEN);
    assert_string_equal(walk.opening.kiosk, STAGE_KIOSK);
    assert_true(walk.opening.made_ms == MADE_MS);
    assert_int_equal(stat(temp_dir_file(&stage->dir, "stick", path), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_false(is_there(stage, "stick.part"));
}

static void only_what_has_no_receipt_goes_along(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_hand_walk walk;
    stage_append(stage, 5);
    acknowledge(stage, 3);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    read_file(stage, "stick", &walk);
    assert_true(made.records == 2 && walk.records == 2 && walk.next_seq == 6);
    assert_int_equal(export_to(stage, "all", true, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    read_file(stage, "all", &walk);
    assert_true(made.records == 5 && walk.records == 5);
}

static void when_nothing_waits_no_file_is_made(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    assert_true(made.records == 0 && made.stored == 0);
    stage_append(stage, 2);
    acknowledge(stage, 2);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    assert_true(made.records == 0 && made.stored == 2);
    assert_false(is_there(stage, "stick"));
}

static void every_epoch_is_in_it_in_its_order(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_hand_walk walk;
    stage_append(stage, 2);
    stage_begin_epoch(stage);
    stage_append(stage, 3);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    read_file(stage, "stick", &walk);
    assert_true(walk.epoch_count == 2 && walk.records == 5);
}

/* What was acknowledged is not what stands here, so central is to see all of it. */
static void a_log_that_was_put_back_goes_whole(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_outbox_tip tip;
    struct bs_receipt receipt = {.complete_to = 4};
    stage_append(stage, 2);
    assert_int_equal(bs_outbox_tip(stage->reader, &tip, NULL), BS_OK);
    memcpy(receipt.epoch, tip.epoch, sizeof receipt.epoch);
    memset(receipt.hash_at_complete_to, 'a', BS_HASH_TEXT - 1);
    assert_int_equal(bs_syncstate_settle(stage->state, &receipt, 1, NULL), BS_OK);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    assert_true(made.records == 2);
}

static void a_file_that_is_there_stays_as_it_is(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_error err = {0};
    struct bs_buf file;
    char path[TEMP_DIR_PATH];
    stage_append(stage, 2);
    temp_dir_file(&stage->dir, "stick", path);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("holiday"), 0600, NULL), BS_OK);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, &err), BS_REFUSED);
    assert_non_null(strstr(err.text, "there already"));
    bs_buf_init(&file, 100);
    assert_int_equal(bs_file_read(path, &file, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&file), "holiday");
    bs_buf_finish(&file);
}

static void what_an_export_that_was_broken_off_left_makes_room(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_hand_walk walk;
    char path[TEMP_DIR_PATH];
    stage_append(stage, 2);
    temp_dir_file(&stage->dir, "stick.part", path);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("half"), 0600, NULL), BS_OK);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    read_file(stage, "stick", &walk);
    assert_false(is_there(stage, "stick.part"));
}

static void a_file_that_is_full_says_that_there_is_more(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made, again;
    struct bs_hand_walk walk;
    struct stat info;
    char path[TEMP_DIR_PATH];
    stage_append(stage, 2);
    stage_begin_epoch(stage);
    stage_append(stage, 3);
    assert_int_equal(export_to(stage, "whole", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    assert_int_equal(stat(temp_dir_file(&stage->dir, "whole", path), &info), 0);
    assert_int_equal(export_to(stage, "fits", false, (uint64_t)info.st_size, &again, NULL), BS_OK);
    assert_true(again.records == 5 && !again.is_cut);
    assert_int_equal(export_to(stage, "stick", false, (uint64_t)info.st_size - 1, &again, NULL),
                     BS_OK);
    assert_true(again.is_cut && again.records == 2);
    read_file(stage, "stick", &walk);
    assert_true(walk.records == again.records);
}

static void a_file_that_holds_not_one_batch_is_not_made(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    stage_append(stage, 2);
    assert_int_equal(export_to(stage, "stick", false, 400, &made, NULL), BS_LIMIT);
    assert_false(is_there(stage, "stick"));
    assert_false(is_there(stage, "stick.part"));
}

static void a_kiosk_without_a_credential_exports_nothing(void **state)
{
    struct stage *stage = *state;
    struct daemon_config config;
    struct hand_exported made;
    struct bs_error err = {0};
    char path[TEMP_DIR_PATH], stick[TEMP_DIR_PATH];
    stage_append(stage, 2);
    config_of(stage, &config);
    assert_int_equal(unlink(temp_dir_file(&stage->dir, "credential", path)), 0);
    assert_int_equal(hand_export(&config, temp_dir_file(&stage->dir, "stick", stick), false,
                                 BS_BOX_BYTES_MAX, MADE_MS, &made, &err),
                     BS_REFUSED);
    assert_true(err.text[0] != '\0');
    assert_false(is_there(stage, "stick"));
    assert_false(is_there(stage, "stick.part"));
}

static void the_log_of_another_kiosk_is_not_exported(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_identity other = stage->identity;
    struct bs_error err = {0};
    stage_append(stage, 2);
    snprintf(other.kiosk, sizeof other.kiosk, "bibliotheek-2");
    assert_int_equal(bs_syncstate_set_identity(stage->state, &other, NULL), BS_OK);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, &err), BS_REFUSED);
    assert_non_null(strstr(err.text, "bibliotheek-2"));
    assert_false(is_there(stage, "stick"));
}

static void what_another_kiosk_left_here_keeps_back_nothing_else(void **state)
{
    struct stage *stage = *state;
    struct hand_exported made;
    struct bs_hand_walk walk;
    struct bs_identity other = stage->identity;
    struct bs_random random = bs_random_system();
    stage_append(stage, 2);
    snprintf(other.kiosk, sizeof other.kiosk, "bibliotheek-2");
    assert_int_equal(bs_syncstate_set_identity(stage->state, &other, NULL), BS_OK);
    assert_int_equal(
        bs_outbox_begin_epoch(stage->kiosk, other.kiosk, "renamed", 2000, &random, NULL), BS_OK);
    stage_append(stage, 3);
    assert_int_equal(export_to(stage, "stick", false, BS_BOX_BYTES_MAX, &made, NULL), BS_OK);
    assert_true(made.records == 3 && made.stored == 5);
    assert_string_equal(made.left_out, STAGE_KIOSK);
    read_file(stage, "stick", &walk);
    assert_true(walk.records == 3 && walk.epoch_count == 1);
    assert_string_equal(walk.opening.kiosk, "bibliotheek-2");
}

/* ---- the stick ---- */

static const uint8_t megabyte[1024 * 1024];

static int fill_a_small_stick(void *self)
{
    const char *path = self;
    struct bs_error err = {0};
    struct hand_file file = {.fd = -1};
    char name[HAND_PATH_TEXT];
    if (!small_disk_enter(path, 65536)) {
        return 3;
    }
    snprintf(name, sizeof name, "%s/answers", path);
    enum bs_err rc = hand_file_begin(&file, name, &err);
    if (rc == BS_OK) {
        rc = hand_file_write(&file, (struct bs_bytes){megabyte, sizeof megabyte}, &err);
    }
    hand_file_drop(&file);
    snprintf(name, sizeof name, "%s/answers.part", path);
    return rc == BS_LATER && strstr(err.text, "no room") != NULL && access(name, F_OK) != 0 &&
                   hand_file_is_full(&file) && !hand_file_is_locked(&file)
               ? 0
               : 1;
}

static void a_full_stick_is_told_and_left_as_it_was(void **state)
{
    struct stage *stage = *state;
    int status = child_run(fill_a_small_stick, stage->dir.path);
    if (status == 3) {
        print_message("no disk of its own can be made here\n");
        skip();
    }
    assert_int_equal(status, 0);
}

static void a_place_where_nothing_can_be_written_is_told(void **state)
{
    struct hand_file file;
    struct bs_error err = {0};
    (void)state;
    assert_int_not_equal(hand_file_begin(&file, "/proc/answers", &err), BS_OK);
    assert_true(err.code == BS_BROKEN || err.code == BS_REFUSED);
    hand_file_drop(&file);
    bs_error_clear(&err);
    assert_int_not_equal(hand_file_begin(&file, "/no/such/folder/answers", &err), BS_OK);
    assert_non_null(strstr(err.text, "/no/such/folder/answers"));
    hand_file_drop(&file);
}

static void a_name_that_is_too_long_is_refused(void **state)
{
    char name[HAND_PATH_TEXT + 1];
    struct hand_file file;
    (void)state;
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(hand_file_begin(&file, name, NULL), BS_BAD);
    assert_int_equal(file.fd, -1);
}

/* Somebody put a file there while ours was written. */
static void a_file_that_came_in_between_stays(void **state)
{
    struct stage *stage = *state;
    struct hand_file file;
    struct bs_buf content;
    char path[TEMP_DIR_PATH];
    temp_dir_file(&stage->dir, "stick", path);
    assert_int_equal(hand_file_begin(&file, path, NULL), BS_OK);
    assert_int_equal(hand_file_write(&file, bs_bytes_of("ours"), NULL), BS_OK);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("theirs"), 0600, NULL), BS_OK);
    assert_int_equal(hand_file_keep(&file, NULL), BS_REFUSED);
    hand_file_drop(&file);
    bs_buf_init(&content, 100);
    assert_int_equal(bs_file_read(path, &content, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&content), "theirs");
    assert_false(is_there(stage, "stick.part"));
    bs_buf_finish(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_waits_is_in_the_file),
        ON_STAGE(only_what_has_no_receipt_goes_along),
        ON_STAGE(when_nothing_waits_no_file_is_made),
        ON_STAGE(every_epoch_is_in_it_in_its_order),
        ON_STAGE(a_log_that_was_put_back_goes_whole),
        ON_STAGE(a_file_that_is_there_stays_as_it_is),
        ON_STAGE(what_an_export_that_was_broken_off_left_makes_room),
        ON_STAGE(a_file_that_is_full_says_that_there_is_more),
        ON_STAGE(a_file_that_holds_not_one_batch_is_not_made),
        ON_STAGE(a_kiosk_without_a_credential_exports_nothing),
        ON_STAGE(the_log_of_another_kiosk_is_not_exported),
        ON_STAGE(what_another_kiosk_left_here_keeps_back_nothing_else),
        ON_STAGE(a_full_stick_is_told_and_left_as_it_was),
        cmocka_unit_test(a_place_where_nothing_can_be_written_is_told),
        cmocka_unit_test(a_name_that_is_too_long_is_refused),
        ON_STAGE(a_file_that_came_in_between_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
