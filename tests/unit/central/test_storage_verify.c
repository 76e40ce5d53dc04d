/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* verify, against a file that was changed behind its back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage_stage.h"

enum { RECORDS = 20 };

/* Twenty records, one of them set aside. */
static void fill(struct storage_stage *stage)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_fill(log, RECORDS - 1);
    stage_log_add(log, &(struct stage_visit){.body = "{\"salt\":\"0123\"}"});
    assert_int_equal(stage_send(stage, log, 1, RECORDS).rc, BS_OK);
    stage_log_destroy(log);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
}

static void finds(struct storage_stage *stage, const char *sql, const char *part)
{
    struct stage_findings findings;

    fill(stage);
    stage_mutate(stage, sql);
    findings = stage_verify(stage);
    assert_int_equal(findings.rc, BS_BROKEN);
    assert_true(findings.count > 0);
    if (strstr(findings.first, part) == NULL) {
        fail_msg("expected \"%s\" in: %s", part, findings.first);
    }
}

static void an_untouched_database_has_no_finding(void **state)
{
    fill(*state);
    assert_int_equal(stage_verify(*state).count, 0);
}

static void an_empty_database_has_no_finding(void **state)
{
    assert_int_equal(stage_verify(*state).rc, BS_OK);
}

static void finds_a_changed_answer(void **state)
{
    finds(
        *state,
        "UPDATE record SET line = CAST(replace(CAST(line AS TEXT), '\"good\"', '\"bad\"') AS BLOB) "
        "WHERE seq = 7",
        "record 7");
}

static void finds_a_changed_time(void **state)
{
    finds(*state,
          "UPDATE record SET line = CAST(replace(CAST(line AS TEXT), '1795316400000', "
          "'1795316400001') AS BLOB) WHERE seq = 7",
          "record 7");
}

static void finds_an_erased_body(void **state)
{
    finds(*state,
          "UPDATE record SET line = CAST(substr(CAST(line AS TEXT), 1, instr(CAST(line AS TEXT), "
          "char(123)) - 1) AS BLOB) WHERE seq = 7",
          "");
}

static void finds_a_removed_record(void **state)
{
    finds(*state, "DELETE FROM record WHERE seq = 7", "record 7 is missing");
    finds(stage_renew(state), "DELETE FROM record WHERE seq IN (7, 8)",
          "records 7 to 8 are missing");
}

static void finds_a_removed_first_record(void **state)
{
    finds(*state, "DELETE FROM record WHERE seq = 1", "record 1 is missing");
}

static void finds_a_removed_last_record(void **state)
{
    finds(*state, "DELETE FROM record WHERE seq = 20", "complete to 20");
}

static void finds_a_swapped_pair(void **state)
{
    finds(*state,
          "UPDATE record SET seq = -1 WHERE seq = 7; UPDATE record SET seq = 7 WHERE seq = 8;"
          "UPDATE record SET seq = 8 WHERE seq = -1",
          "record 7");
}

static void finds_swapped_lines(void **state)
{
    finds(*state,
          "CREATE TEMP TABLE t AS SELECT seq, line FROM record WHERE seq IN (7, 8);"
          "UPDATE record SET line = (SELECT line FROM t WHERE t.seq = 15 - record.seq) "
          "WHERE seq IN (7, 8)",
          "record 7");
}

static void finds_a_changed_hash(void **state)
{
    finds(*state, "UPDATE record SET hash = zeroblob(32) WHERE seq = 7", "record 7");
}

static void finds_a_changed_id(void **state)
{
    finds(*state, "UPDATE record SET id = zeroblob(16) WHERE seq = 7", "record 7");
}

static void finds_a_record_moved_to_another_tenant(void **state)
{
    finds(*state, "UPDATE record SET tenant = 'GM0546' WHERE seq = 7", "another municipality");
}

static void finds_a_log_moved_to_another_tenant(void **state)
{
    finds(*state, "UPDATE log SET tenant = 'GM0546'", "another municipality");
}

static void finds_a_moved_position(void **state)
{
    finds(*state, "UPDATE log SET complete_to = 21", "complete to 21");
}

static void finds_a_changed_end(void **state)
{
    finds(*state, "UPDATE log SET hash = zeroblob(32)", "the hash at its end");
}

static void finds_a_renamed_epoch(void **state)
{
    finds(*state, "UPDATE log SET epoch = '00000000000000ff'", "record 1");
}

static void finds_a_record_that_was_hidden_from_the_count(void **state)
{
    finds(*state, "UPDATE record SET state = 1 WHERE seq = 7", "was not counted");
}

static void finds_a_record_that_is_said_to_count(void **state)
{
    finds(*state, "UPDATE record SET state = 0 WHERE seq = 20", "is no valid submission");
}

static void finds_a_changed_tally(void **state)
{
    finds(*state, "UPDATE tally SET count = count + 1 WHERE value = 'good'", "tally of GM1916");
}

static void finds_a_removed_tally(void **state)
{
    finds(*state, "DELETE FROM tally WHERE value = 'good'", "0 is stored");
}

static void finds_a_made_up_tally(void **state)
{
    finds(*state,
          "INSERT INTO tally VALUES ('GM1916', 'plein', 'oordeel', 'very_bad', 'prinsenhof', 'nl', "
          "'kiosk', 0, 0, '2026-11-22', 5)",
          "the records say 0");
}

static void finds_a_changed_programme(void **state)
{
    finds(*state,
          "UPDATE programme SET json = CAST(replace(CAST(json AS TEXT), 'Heel goed', 'Prima') AS "
          "BLOB)",
          "its text was changed");
}

static void finds_a_record_without_a_log(void **state)
{
    finds(*state, "UPDATE record SET log = 99 WHERE seq = 20", "");
}

/* Every byte of a line matters: the line of record 7 with one bit turned, at each place. */
static void finds_any_changed_byte_of_a_line(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    size_t len;

    stage_log_fill(log, 3);
    len = strlen(log->lines[1]);
    assert_int_equal(stage_send(stage, log, 1, 3).rc, BS_OK);
    for (size_t i = 0; i < len; i += 7) {
        char sql[256];

        (void)snprintf(sql, sizeof(sql),
                       "CREATE TEMP TABLE k AS SELECT line FROM record WHERE seq = 2;"
                       "UPDATE record SET line = CAST(substr(line, 1, %zu) || x'7e' || "
                       "substr(line, %zu) AS BLOB) WHERE seq = 2",
                       i, i + 2);
        stage_mutate(stage, sql);
        if (stage_verify(stage).rc != BS_BROKEN) {
            fail_msg("the change of byte %zu was not found", i);
        }
        (void)snprintf(sql, sizeof(sql),
                       "UPDATE record SET line = CAST(substr(line, 1, %zu) || x'%02x' || "
                       "substr(line, %zu) AS BLOB) WHERE seq = 2",
                       i, (unsigned)(unsigned char)log->lines[1][i], i + 2);
        stage_mutate(stage, sql);
        assert_int_equal(stage_verify(stage).rc, BS_OK);
    }
    stage_log_destroy(log);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_untouched_database_has_no_finding),
        CASE(an_empty_database_has_no_finding),
        CASE(finds_a_changed_answer),
        CASE(finds_a_changed_time),
        CASE(finds_an_erased_body),
        CASE(finds_a_removed_record),
        CASE(finds_a_removed_first_record),
        CASE(finds_a_removed_last_record),
        CASE(finds_a_swapped_pair),
        CASE(finds_swapped_lines),
        CASE(finds_a_changed_hash),
        CASE(finds_a_changed_id),
        CASE(finds_a_record_moved_to_another_tenant),
        CASE(finds_a_log_moved_to_another_tenant),
        CASE(finds_a_moved_position),
        CASE(finds_a_changed_end),
        CASE(finds_a_renamed_epoch),
        CASE(finds_a_record_that_was_hidden_from_the_count),
        CASE(finds_a_record_that_is_said_to_count),
        CASE(finds_a_changed_tally),
        CASE(finds_a_removed_tally),
        CASE(finds_a_made_up_tally),
        CASE(finds_a_changed_programme),
        CASE(finds_a_record_without_a_log),
        CASE(finds_any_changed_byte_of_a_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
