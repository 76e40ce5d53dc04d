/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Whatever column of whatever record is changed behind central's back, verify says so; and what stands beside the log too. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/carried.h>

#include "fault_ledger.h"
#include "review_stage.h"
#include "storage_overview.h"
#include "storage_proof.h"
#include "storage_stage.h"

/* Two have no second source: n, the row's own number, and received_ms, as long as the day on which it counts stays. */
static const struct {
    const char *column, *changed;
} columns[] = {
    {"n", NULL},
    {"tenant", "'GM0546'"},
    {"log", "(SELECT n FROM log WHERE n <> record.log LIMIT 1)"},
    {"seq", "seq + 1000"},
    {"id", "zeroblob(16)"},
    {"state", "(state + 1) % 3"},
    {"same_as", "CASE WHEN same_as IS NULL THEN n END"},
    {"received_ms", NULL},
    {"hash", "zeroblob(32)"},
    {"line", "CAST(replace(CAST(line AS TEXT), '\"salt\":\"', '\"salt\":\"0') AS BLOB)"},
    {"corrects", "CASE WHEN corrects IS NULL THEN zeroblob(16) END"},
    {"why", "why + 1"},
};

/* One of each sort: counted, corrected, set aside, repeated in another epoch, under another's id, of an ended epoch, and
 * what a connector sends. */
static void fill(struct storage_stage *stage)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *next = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    struct bs_random random = bs_random_system();
    const struct bs_carried carried = {.epoch = STAGE_EPOCH,
                                       .why = "damaged",
                                       .from = 1,
                                       .tip = 3,
                                       .kept = 1,
                                       .range_count = 1,
                                       .ranges = {{2, 2}}};
    char first[BS_UUID_TEXT];
    struct bs_buf body;

    stage_log_fill(log, 2);
    stage_log_id(log, 1, first);
    stage_log_add(log, &(struct stage_visit){.face = "bad", .corrects = first});
    stage_log_add(log, &(struct stage_visit){.body = "{\"salt\":\"0123\"}"});
    stage_log_add(log, &(struct stage_visit){.body = "{\"salt\":\"4567\"}", .kind = "unheard"});
    stage_add_released(log, &(struct stage_words){.text = "Meer bomen"});
    stage_add_note(log, BS_NOTE_CONTEXT, "", STAGE_PLACE, "2026-11-20", "Markt");
    assert_int_equal(stage_send(stage, log, 1, log->count).rc, BS_OK);
    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    bs_carried_write(&carried, &random, &body);
    stage_log_add(next, &(struct stage_visit){.body = bs_buf_string(&body),
                                              .kind = BS_KIND_CARRIED,
                                              .id = "018f0000-0000-7000-8000-00000000000c"});
    stage_log_copy(next, log, 2);
    stage_log_add(next, &(struct stage_visit){.face = "good", .id = first});
    assert_int_equal(stage_send(stage, next, 1, next->count).rc, BS_OK);
    bs_buf_finish(&body);
    stage_log_destroy(next);
    stage_log_destroy(log);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
}

static sqlite3 *open_file(const struct storage_stage *stage)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    return db;
}

static int add_name(void *self, int count, char **values, char **names)
{
    (void)count;
    (void)names;
    (void)strncat(self, values[0], 512 - strlen(self) - 1);
    (void)strncat(self, " ", 512 - strlen(self) - 1);
    return 0;
}

/* A new column has to be thought about. */
static void every_column_of_a_record_is_in_the_list(void **state)
{
    struct storage_stage *stage = *state;
    sqlite3 *db = open_file(stage);
    char there[512] = "", listed[512] = "";

    assert_int_equal(sqlite3_exec(db, "SELECT name FROM pragma_table_info('record') ORDER BY cid",
                                  add_name, there, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        char *name = (char *)(uintptr_t)columns[i].column;

        (void)add_name(listed, 1, &name, NULL);
    }
    assert_string_equal(there, listed);
}

/* Foreign keys and uniqueness are in the way of some changes: what does not come about is no case. */
static bool change(struct storage_stage *stage, const char *column, const char *changed, int row)
{
    sqlite3 *db;
    char sql[512];
    bool done;

    stage_close(stage);
    db = open_file(stage);
    (void)snprintf(sql, sizeof(sql), "UPDATE record SET %s = %s WHERE n = %d AND %s IS NOT %s",
                   column, changed, row, column, changed);
    done = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(db) == 1;
    sqlite3_close(db);
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    return done;
}

static void a_change_of_any_column_of_any_record_is_found(void **state)
{
    struct storage_stage *stage = *state;
    size_t planted = 0;

    for (int row = 1; row <= 11; row++) {
        for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
            void *mine = stage;

            if (columns[i].changed == NULL) {
                continue;
            }
            assert_int_equal(stage_teardown(&mine), 0);
            assert_int_equal(stage_setup(&mine), 0);
            *state = stage = mine;
            fill(stage);
            if (!change(stage, columns[i].column, columns[i].changed, row)) {
                continue;
            }
            planted++;
            if (stage_verify(stage).rc != BS_BROKEN) {
                fail_msg("record %d: a change of %s is not found", row, columns[i].column);
            }
        }
    }
    assert_true(planted >= 60);
}

static void finds(void **state, const char *sql, const char *part)
{
    struct stage_findings findings;

    fill(*state);
    stage_mutate(*state, sql);
    findings = stage_verify(*state);
    assert_int_equal(findings.rc, BS_BROKEN);
    assert_non_null(strstr(findings.first, part));
}

static void finds_more_said_to_be_in_a_backup_than_is_here(void **state)
{
    finds(state, "UPDATE log SET backup_complete_to = complete_to + 1", "in a backup");
}

static void finds_a_changed_note_on_an_epoch_that_ended(void **state)
{
    finds(state, "UPDATE carried SET json = CAST(replace(json, '\"tip\":3', '\"tip\":2') AS BLOB)",
          "epoch that ended");
}

static void finds_a_note_on_another_epoch(void **state)
{
    finds(state, "UPDATE carried SET epoch = 'ff'", "epoch that ended");
}

static void finds_a_changed_line_in_quarantine(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", "00000000000000cc");

    stage_log_fill(log, 2);
    assert_int_equal(stage_send_as(stage, &stage->kiosk, log, 1, 2, true).rc, BS_OK);
    stage_log_destroy(log);
    finds(state,
          "UPDATE quarantine SET line = CAST(replace(CAST(line AS TEXT), '\"good\"', '\"bad\"') AS "
          "BLOB)",
          "beside the log");
}

/* --- what staff see of it --- */

static bool note_reason(void *self, const struct storage_line *line, enum storage_aside why)
{
    char *seen = self;

    (void)snprintf(seen + strlen(seen), 128 - strlen(seen), "%s/%d:%d ", line->epoch + 14,
                   (int)line->seq, (int)why);
    return true;
}

static void what_is_set_aside_is_told_with_its_reason(void **state)
{
    struct storage_stage *stage = *state;
    char seen[128] = "";

    fill(stage);
    assert_int_equal(storage_set_aside(stage->storage, "kiosk-1", note_reason, seen, NULL), BS_OK);
    assert_string_equal(seen, "aa/4:2 aa/5:1 bb/3:5 ");
}

static bool note_ending(void *self, const char *kiosk, const char *in_epoch, struct bs_bytes body,
                        int64_t received_ms)
{
    struct bs_carried carried;

    assert_string_equal(kiosk, "kiosk-1");
    assert_string_equal(in_epoch, STAGE_EPOCH_2);
    assert_int_equal(received_ms, STAGE_NOW_MS);
    assert_int_equal(bs_carried_read(body, &carried, NULL), BS_OK);
    assert_string_equal(carried.epoch, STAGE_EPOCH);
    ++*(int *)self;
    return true;
}

static void what_a_kiosk_told_of_an_epoch_that_ended_is_read_back(void **state)
{
    struct storage_stage *stage = *state;
    int endings = 0;

    fill(stage);
    assert_int_equal(storage_endings(stage->storage, STAGE_TENANT, note_ending, &endings, NULL),
                     BS_OK);
    assert_int_equal(endings, 1);
    assert_int_equal(storage_endings(stage->storage, STAGE_OTHER, note_ending, &endings, NULL),
                     BS_OK);
    assert_int_equal(endings, 1);
}

static bool note_fork(void *self, const struct storage_fork *fork)
{
    *(struct storage_fork *)self = *fork;
    return true;
}

/* F67 */
static void a_fork_is_told_with_both_digests(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *ours = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *theirs = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct storage_fork fork = {.seq = 0};
    struct stage_answer answer;

    stage_log_fill(ours, 3);
    stage_log_add(theirs, &(struct stage_visit){.face = "bad"});
    assert_int_equal(stage_send(stage, ours, 1, 3).rc, BS_OK);
    answer = stage_send(stage, theirs, 1, 1);
    assert_int_equal(answer.problem.type, BS_PROBLEM_FORK);
    assert_int_equal(storage_forks(stage->storage, "kiosk-1", note_fork, &fork, NULL), BS_OK);
    assert_int_equal(fork.seq, 1);
    assert_string_equal(fork.epoch, STAGE_EPOCH);
    assert_string_equal(fork.ours, answer.problem.ours);
    assert_string_equal(fork.theirs, answer.problem.theirs);
    assert_int_equal(fork.received_ms, STAGE_NOW_MS);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    fault_struck("F67", "another record under a number that is held", 1);
    stage_log_destroy(theirs);
    stage_log_destroy(ours);
}

/* F56 */
static void a_kiosk_whose_disk_forgot_what_it_had_kept_is_seen(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *before = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *after = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct storage_fork fork = {.seq = 0};
    struct stage_answer answer;

    stage_log_fill(before, 10);
    assert_int_equal(stage_send(stage, before, 1, 10).rc, BS_OK);
    for (size_t seq = 1; seq <= 7; seq++) { /* the last three were never on the disk */
        stage_log_copy(after, before, seq);
    }
    stage_log_add(after, &(struct stage_visit){.face = "bad"});
    answer = stage_send(stage, after, 8, 1);
    assert_int_equal(answer.rc, BS_REFUSED);
    assert_int_equal(answer.problem.type, BS_PROBLEM_FORK);
    assert_int_equal(answer.problem.seq, 8);
    assert_int_equal(storage_forks(stage->storage, "kiosk-1", note_fork, &fork, NULL), BS_OK);
    assert_int_equal(fork.seq, 8);
    assert_string_equal(fork.ours, answer.problem.ours);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 10);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    fault_struck("F56", "a log that lost its acknowledged end and went on", 1);
    stage_log_destroy(after);
    stage_log_destroy(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)
        ON_STAGE(every_column_of_a_record_is_in_the_list),
        ON_STAGE(a_change_of_any_column_of_any_record_is_found),
        ON_STAGE(finds_more_said_to_be_in_a_backup_than_is_here),
        ON_STAGE(finds_a_changed_note_on_an_epoch_that_ended),
        ON_STAGE(finds_a_note_on_another_epoch),
        ON_STAGE(finds_a_changed_line_in_quarantine),
        ON_STAGE(what_is_set_aside_is_told_with_its_reason),
        ON_STAGE(what_a_kiosk_told_of_an_epoch_that_ended_is_read_back),
        ON_STAGE(a_fork_is_told_with_both_digests),
        ON_STAGE(a_kiosk_whose_disk_forgot_what_it_had_kept_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
