/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How SQLite answers each statement: what is asked while kiosks wait may not go through all records, and
 * what waits is found nevertheless. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "storage_p.h"
#include "storage_stage.h"

/* Those of `verify`, which reads everything on a connection of its own. */
static bool reads_all(size_t index)
{
    return index == SQL_RECORDS_ORPHANED || index == SQL_TALLIES;
}

/* A line of a plan in which every record, or every one of a tenant, is visited. */
static bool goes_through_records(const char *line)
{
    return strcmp(line, "SCAN record") == 0 ||
           strstr(line, "SCAN record USING COVERING INDEX") != NULL ||
           strcmp(line, "SEARCH record USING INDEX record_id (tenant=?)") == 0 ||
           strncmp(line, "SCAN tally", strlen("SCAN tally")) == 0;
}

static size_t look_at(sqlite3 *db, size_t index, const char *sql)
{
    sqlite3_stmt *plan = NULL;
    char text[2048];
    size_t found = 0;

    assert_true((size_t)snprintf(text, sizeof(text), "EXPLAIN QUERY PLAN %s", sql) < sizeof(text));
    if (sqlite3_prepare_v2(db, text, -1, &plan, NULL) != SQLITE_OK) {
        fail_msg("statement %zu: %s", index, sqlite3_errmsg(db));
    }
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(plan, 3);

        if (!reads_all(index) && goes_through_records(line)) {
            fail_msg("%s: %s", sql, line);
        }
        found++;
    }
    sqlite3_finalize(plan);
    return found;
}

static void no_statement_goes_through_all_records_but_those_of_verify(void **state)
{
    struct storage_stage *stage = *state;
    sqlite3 *db = NULL;
    size_t lines = 0;

    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    for (size_t i = 0; i < storage_plan.statement_count; i++) {
        if (strncmp(storage_plan.statements[i], "PRAGMA", strlen("PRAGMA")) != 0) {
            lines += look_at(db, i, storage_plan.statements[i]);
        }
    }
    assert_true(lines >= SQL_COUNT / 2);
    sqlite3_close(db);
}

/* Rows leave the index while it is read. */
static void of_many_that_wait_none_is_passed_over(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    for (int i = 0; i < 600; i++) {
        stage_log_add(log, &(struct stage_visit){.face = "good", .version = 2 + i % 3 / 2});
    }
    assert_int_equal(stage_send(stage, log, 1, log->count).rc, BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 0);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 400);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 3, "AAAAA"), BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 600);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_statement_goes_through_all_records_but_those_of_verify,
                                        stage_setup, stage_teardown),
        cmocka_unit_test_setup_teardown(of_many_that_wait_none_is_passed_over, stage_setup,
                                        stage_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
