/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The intake: what is stored, what is refused, and what the receipt says. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage_overview.h"
#include "storage_stage.h"

static bool first_fork(void *self, const struct storage_completeness *row)
{
    *(uint64_t *)self = row->forks;
    return false;
}

static uint64_t forks(struct storage_stage *stage)
{
    uint64_t count = 0;

    assert_int_equal(storage_completeness(stage->storage, "kiosk-1", first_fork, &count, NULL),
                     BS_OK);
    return count;
}

static void a_batch_is_stored_and_the_receipt_says_so(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;
    struct bs_bytes raw;
    struct bs_buf batch;
    char hash[BS_HASH_TEXT];

    stage_log_fill(log, 5);
    answer = stage_send(stage, log, 1, 5);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.complete_to, 5);
    assert_string_equal(answer.receipt.hash_at_complete_to, log->hashes[5]);
    assert_string_equal(answer.receipt.kiosk, "kiosk-1");
    assert_string_equal(answer.receipt.epoch, STAGE_EPOCH);
    assert_int_equal(answer.receipt.set_aside_count, 0);
    assert_int_equal(answer.receipt.backup_complete_to, 0);
    bs_buf_init(&batch, BS_BATCH_BYTES_MAX);
    stage_batch(log, 1, 5, &batch);
    raw = bs_buf_bytes(&batch);
    bs_sha256_hex(&raw, 1, hash);
    assert_string_equal(answer.receipt.batch_hash, hash);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 5);
    bs_buf_finish(&batch);
    stage_log_destroy(log);
}

static void the_same_batch_again_counts_once_and_gets_the_same_receipt(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer first, again;

    stage_log_fill(log, 3);
    first = stage_send(stage, log, 1, 3);
    again = stage_send(stage, log, 1, 3);
    assert_int_equal(again.rc, BS_OK);
    assert_memory_equal(&first.receipt, &again.receipt, sizeof(first.receipt));
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 3);
    assert_int_equal(stage_count(stage, "oordeel", "good"), 3);
    stage_log_destroy(log);
}

static void an_overlapping_batch_adds_only_what_is_new(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_fill(log, 10);
    assert_int_equal(stage_send(stage, log, 1, 6).rc, BS_OK);
    answer = stage_send(stage, log, 4, 7);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.complete_to, 10);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 10);
    stage_log_destroy(log);
}

static void an_older_batch_is_answered_with_all_that_is_held(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_fill(log, 10);
    assert_int_equal(stage_send(stage, log, 1, 10).rc, BS_OK);
    answer = stage_send(stage, log, 2, 3);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.complete_to, 10);
    assert_string_equal(answer.receipt.hash_at_complete_to, log->hashes[10]);
    stage_log_destroy(log);
}

static void a_batch_after_a_gap_is_refused_and_told_where_to_go_on(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_fill(log, 10);
    assert_int_equal(stage_send(stage, log, 1, 4).rc, BS_OK);
    answer = stage_send(stage, log, 6, 2);
    assert_int_equal(answer.rc, BS_REFUSED);
    assert_int_equal(answer.problem.type, BS_PROBLEM_GAP);
    assert_int_equal(answer.problem.status, 409);
    assert_int_equal(answer.problem.complete_to, 4);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 4);
    stage_log_destroy(log);
}

static void an_unknown_epoch_has_to_begin_at_one(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_fill(log, 3);
    answer = stage_send(stage, log, 2, 2);
    assert_int_equal(answer.rc, BS_REFUSED);
    assert_int_equal(answer.problem.type, BS_PROBLEM_GAP);
    assert_int_equal(answer.problem.complete_to, 0);
    stage_log_destroy(log);
}

static void a_batch_on_another_chain_is_refused_and_kept_beside(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *other = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_fill(log, 3);
    stage_log_fill(other, 5); /* salts differ, so do the hashes */
    assert_int_equal(stage_send(stage, log, 1, 3).rc, BS_OK);
    answer = stage_send(stage, other, 4, 2);
    assert_int_equal(answer.rc, BS_REFUSED);
    assert_int_equal(answer.problem.type, BS_PROBLEM_BAD_CHAIN);
    assert_int_equal(answer.problem.complete_to, 3);
    assert_int_equal(forks(stage), 1);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 3);
    stage_log_destroy(log);
    stage_log_destroy(other);
}

static void another_record_under_a_held_number_is_a_fork_and_both_are_kept(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *other = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;
    struct bs_record ours, theirs;

    stage_log_fill(log, 3);
    stage_log_fill(other, 5);
    assert_int_equal(stage_send(stage, log, 1, 3).rc, BS_OK);
    answer = stage_send(stage, other, 1, 5);
    assert_int_equal(answer.rc, BS_REFUSED);
    assert_int_equal(answer.problem.type, BS_PROBLEM_FORK);
    assert_int_equal(answer.problem.seq, 1);
    assert_int_equal(bs_record_parse(bs_bytes_of(log->lines[0]), &ours, NULL, NULL), BS_OK);
    assert_int_equal(bs_record_parse(bs_bytes_of(other->lines[0]), &theirs, NULL, NULL), BS_OK);
    assert_string_equal(answer.problem.ours, ours.digest);
    assert_string_equal(answer.problem.theirs, theirs.digest);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 3);
    assert_int_equal(forks(stage), 1);
    assert_int_equal(stage_send(stage, other, 1, 5).rc, BS_REFUSED);
    assert_int_equal(forks(stage), 1);
    stage_log_destroy(log);
    stage_log_destroy(other);
}

static void a_body_that_is_not_understood_is_stored_and_set_aside(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_fill(log, 1);
    stage_log_add(log, &(struct stage_visit){.body = "{\"salt\":\"x\",\"v\":9}"});
    stage_log_add(log, &(struct stage_visit){.face = "good", .wishes = {"zee", NULL}});
    stage_log_add(log, &(struct stage_visit){.body = "{}", .kind = "wish-of-later"});
    stage_log_fill(log, 1);
    answer = stage_send(stage, log, 1, 5);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.complete_to, 5);
    assert_int_equal(answer.receipt.set_aside_count, 3);
    assert_int_equal(answer.receipt.set_aside[0], 2);
    assert_int_equal(answer.receipt.set_aside[1], 3);
    assert_int_equal(answer.receipt.set_aside[2], 4);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 2);
    stage_log_destroy(log);
}

static void a_receipt_names_at_most_64_that_were_set_aside(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    for (size_t i = 0; i < BS_SET_ASIDE_MAX + 1; i++) {
        stage_log_add(log, &(struct stage_visit){.body = "{}"});
    }
    answer = stage_send(stage, log, 1, BS_SET_ASIDE_MAX + 1);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.set_aside_count, BS_SET_ASIDE_MAX);
    assert_int_equal(answer.receipt.complete_to, BS_SET_ASIDE_MAX + 1);
    stage_log_destroy(log);
}

static void what_was_set_aside_counts_once_its_programme_comes(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_add(log,
                  &(struct stage_visit){.face = "bad", .wishes = {"boom", "water"}, .version = 2});
    stage_log_add(log, &(struct stage_visit){.body = "{}"});
    answer = stage_send(stage, log, 1, 2);
    assert_int_equal(answer.receipt.set_aside_count, 2);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 0);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 1);
    assert_int_equal(stage_count(stage, "wensen", "water"), 1);
    answer = stage_send(stage, log, 1, 2);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    assert_int_equal(answer.receipt.set_aside[0], 2);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_log_destroy(log);
}

static void the_same_record_under_another_epoch_is_stored_but_not_counted(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *later = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    struct bs_record record;
    char copy[BS_RECORD_BODY_MAX];

    stage_log_fill(log, 1);
    assert_int_equal(bs_record_parse(bs_bytes_of(log->lines[0]), &record, NULL, NULL), BS_OK);
    memcpy(copy, record.body.data, record.body.len);
    copy[record.body.len] = '\0';
    stage_log_add(later, &(struct stage_visit){.body = copy, .id = record.id});
    assert_int_equal(stage_send(stage, log, 1, 1).rc, BS_OK);
    assert_int_equal(stage_send(stage, later, 1, 1).receipt.complete_to, 1);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 1);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_log_destroy(log);
    stage_log_destroy(later);
}

static void another_record_with_the_same_id_is_set_aside(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *later = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    struct stage_answer answer;
    struct bs_record record;

    stage_log_fill(log, 1);
    assert_int_equal(bs_record_parse(bs_bytes_of(log->lines[0]), &record, NULL, NULL), BS_OK);
    stage_log_add(later, &(struct stage_visit){.face = "bad", .wishes = {NULL}, .id = record.id});
    assert_int_equal(stage_send(stage, log, 1, 1).rc, BS_OK);
    answer = stage_send(stage, later, 1, 1);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 1);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_log_destroy(log);
    stage_log_destroy(later);
}

static void the_same_id_in_another_tenant_is_another_record(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *other = stage_log_create("kiosk-2", STAGE_EPOCH);
    struct bs_record record;

    assert_int_equal(stage_publish(stage, STAGE_OTHER, 1, "BBBBB"), BS_OK);
    stage_log_fill(log, 1);
    assert_int_equal(bs_record_parse(bs_bytes_of(log->lines[0]), &record, NULL, NULL), BS_OK);
    stage_log_add(other, &(struct stage_visit){.face = "bad", .wishes = {NULL}, .id = record.id});
    assert_int_equal(stage_send(stage, log, 1, 1).rc, BS_OK);
    assert_int_equal(stage_send_as(stage, &stage->other_kiosk, other, 1, 1, false).rc, BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 1);
    assert_int_equal(stage_submissions(stage, STAGE_OTHER), 1);
    stage_log_destroy(log);
    stage_log_destroy(other);
}

static void a_programme_of_another_tenant_is_not_known_here(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *other = stage_log_create("kiosk-2", STAGE_EPOCH);
    struct stage_answer answer;

    stage_log_fill(other, 1);
    answer = stage_send_as(stage, &stage->other_kiosk, other, 1, 1, false);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    assert_int_equal(stage_submissions(stage, STAGE_OTHER), 0);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 0);
    stage_log_destroy(other);
}

static void lines_of_a_revoked_kiosk_go_to_quarantine_once_and_never_to_the_log(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    uint64_t count = 0;

    stage_log_fill(log, 4);
    assert_int_equal(stage_send(stage, log, 1, 1).rc, BS_OK);
    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, 2, 3, true).rc, BS_OK);
    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, 2, 3, true).rc, BS_OK);
    assert_int_equal(storage_quarantined(stage->storage, "kiosk-1", &count, NULL), BS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 1);
    stage_log_destroy(log);
}

static void a_revoked_kiosk_cannot_fill_the_disk(void **state)
{
    enum { LINES = 30, BODY = 16000, ENOUGH = STORAGE_QUARANTINE_BYTES / (LINES * BODY) + 1 };
    struct storage_stage *stage = *state;
    struct stage_answer answer = {.rc = BS_OK};
    char body[BODY + 1], epoch[BS_EPOCH_TEXT];
    uint64_t before = 0, after = 0;
    int sent = 0;

    memset(body, 'a', BODY);
    body[0] = body[BODY - 1] = '"';
    body[BODY] = '\0';
    while (sent <= ENOUGH && answer.rc == BS_OK) {
        struct stage_log *log;

        (void)snprintf(epoch, sizeof(epoch), "%016x", (unsigned)sent);
        log = stage_log_create("kiosk-1", epoch);
        for (size_t i = 0; i < LINES; i++) {
            stage_log_add(log, &(struct stage_visit){.body = body});
        }
        before = after;
        answer = stage_send_as(stage, &stage->kiosk, log, 1, LINES, true);
        assert_int_equal(storage_quarantined(stage->storage, "kiosk-1", &after, NULL), BS_OK);
        stage_log_destroy(log);
        sent++;
    }
    assert_int_equal(answer.rc, BS_LIMIT);
    assert_in_range(sent, ENOUGH - 1, ENOUGH + 1);
    assert_int_equal(before, after);
}

struct lines {
    const struct stage_log *log;
    size_t count;
};

static bool compare_line(void *self, const struct storage_line *line)
{
    struct lines *lines = self;

    assert_int_equal(line->seq, lines->count + 1);
    assert_int_equal(line->line.len, strlen(lines->log->lines[lines->count]));
    assert_memory_equal(line->line.data, lines->log->lines[lines->count], line->line.len);
    assert_string_equal(line->hash, lines->log->hashes[lines->count + 1]);
    lines->count++;
    return true;
}

static void lines_come_back_as_they_arrived(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct lines lines = {.log = log};

    stage_log_fill(log, 2);
    stage_log_add(log, &(struct stage_visit){.body = "{\"w\":\"één\"}"});
    assert_int_equal(stage_send(stage, log, 1, 3).rc, BS_OK);
    assert_int_equal(storage_lines(stage->storage, "kiosk-1", compare_line, &lines, NULL), BS_OK);
    assert_int_equal(lines.count, 3);
    stage_log_destroy(log);
}

static void a_full_batch_of_a_thousand_is_accepted(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_fill(log, BS_BATCH_RECORDS_MAX);
    assert_int_equal(stage_send(stage, log, 1, BS_BATCH_RECORDS_MAX).receipt.complete_to,
                     BS_BATCH_RECORDS_MAX);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), BS_BATCH_RECORDS_MAX);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_log_destroy(log);
}

static void everything_is_still_there_after_opening_again(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_fill(log, 4);
    assert_int_equal(stage_send(stage, log, 1, 2).rc, BS_OK);
    stage_reopen(stage);
    assert_int_equal(stage_send(stage, log, 3, 2).receipt.complete_to, 4);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 4);
    stage_log_destroy(log);
}

static void a_central_that_lost_records_says_so_and_takes_them_again(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char copy[TEMP_DIR_PATH + 32], command[5 * TEMP_DIR_PATH];

    stage_log_fill(log, 6);
    assert_int_equal(stage_send(stage, log, 1, 2).rc, BS_OK);
    stage_reopen(stage); /* the log of SQLite is in the file */
    (void)snprintf(copy, sizeof(copy), "%s.backup", stage->path);
    (void)snprintf(command, sizeof(command), "cp '%s' '%s'", stage->path, copy);
    assert_int_equal(system(command), 0);
    assert_int_equal(stage_send(stage, log, 3, 4).receipt.complete_to, 6);
    stage_close(stage);
    (void)snprintf(command, sizeof(command), "cp '%s' '%s' && rm -f '%s-wal' '%s-shm'", copy,
                   stage->path, stage->path, stage->path);
    assert_int_equal(system(command), 0);
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_int_equal(stage_send(stage, log, 2, 1).receipt.complete_to, 2);
    assert_int_equal(stage_send(stage, log, 3, 4).receipt.complete_to, 6);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 6);
    stage_log_destroy(log);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_batch_is_stored_and_the_receipt_says_so),
        CASE(the_same_batch_again_counts_once_and_gets_the_same_receipt),
        CASE(an_overlapping_batch_adds_only_what_is_new),
        CASE(an_older_batch_is_answered_with_all_that_is_held),
        CASE(a_batch_after_a_gap_is_refused_and_told_where_to_go_on),
        CASE(an_unknown_epoch_has_to_begin_at_one),
        CASE(a_batch_on_another_chain_is_refused_and_kept_beside),
        CASE(another_record_under_a_held_number_is_a_fork_and_both_are_kept),
        CASE(a_body_that_is_not_understood_is_stored_and_set_aside),
        CASE(a_receipt_names_at_most_64_that_were_set_aside),
        CASE(what_was_set_aside_counts_once_its_programme_comes),
        CASE(the_same_record_under_another_epoch_is_stored_but_not_counted),
        CASE(another_record_with_the_same_id_is_set_aside),
        CASE(the_same_id_in_another_tenant_is_another_record),
        CASE(a_programme_of_another_tenant_is_not_known_here),
        CASE(lines_of_a_revoked_kiosk_go_to_quarantine_once_and_never_to_the_log),
        CASE(a_revoked_kiosk_cannot_fill_the_disk),
        CASE(lines_come_back_as_they_arrived),
        CASE(a_full_batch_of_a_thousand_is_accepted),
        CASE(everything_is_still_there_after_opening_again),
        CASE(a_central_that_lost_records_says_so_and_takes_them_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
