/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A database that is taken away under its writer, and what another user may put where one should be. */

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

#include <buurtstem/db.h>

#include "temp_dir.h"

enum statement { INSERT_ONE, INSERT_TWO, HAS_ONE, HAS_TWO, STATEMENT_COUNT };

static const char *const statements[STATEMENT_COUNT] = {
    [INSERT_ONE] = "INSERT INTO item (n) VALUES (1)",
    [INSERT_TWO] = "INSERT INTO item (n) VALUES (2)",
    [HAS_ONE] = "SELECT n FROM item WHERE n = 1",
    [HAS_TWO] = "SELECT n FROM item WHERE n = 2",
};
static const char *const migrations[] = {"CREATE TABLE item (n INTEGER PRIMARY KEY) STRICT;"};
static const struct bs_db_plan plan = {0x54455354, migrations,      1,
                                       statements, STATEMENT_COUNT, false};

/* What another user may have put in the place of the table; a view can count for ever before it gives its first row. */
static const char *const view_migrations[] = {"CREATE VIEW item AS SELECT 1 AS n;"};
static const struct bs_db_plan plan_view = {0x54455354, view_migrations, 1,
                                            statements, STATEMENT_COUNT, false};

struct stage {
    struct temp_dir dir;
    char path[TEMP_DIR_PATH], wal[TEMP_DIR_PATH], away[TEMP_DIR_PATH];
    struct bs_db db;
};

static enum bs_err put(struct bs_db *db, enum statement insert, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(db, err);

    if (rc == BS_OK) {
        rc = bs_db_run(db, bs_db_statement(db, insert, err), err);
    }
    if (rc == BS_OK) {
        rc = bs_db_commit(db, err);
    }
    bs_db_finish(db);
    return rc;
}

static bool has(struct bs_db *db, enum statement select)
{
    return bs_db_row(db, bs_db_statement(db, select, NULL), NULL) == BS_OK;
}

/* A writer that committed one row. */
static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);

    temp_dir_make(&stage->dir);
    (void)temp_dir_file(&stage->dir, "a.db", stage->path);
    (void)temp_dir_file(&stage->dir, "a.db-wal", stage->wal);
    (void)temp_dir_file(&stage->dir, "away", stage->away);
    assert_int_equal(bs_db_open(stage->path, BS_DB_WRITER, &plan, &stage->db, NULL), BS_OK);
    assert_int_equal(put(&stage->db, INSERT_ONE, NULL), BS_OK);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;

    bs_db_close(&stage->db);
    temp_dir_remove(&stage->dir);
    free(stage);
    return 0;
}

static void assert_refused(struct stage *stage)
{
    struct bs_error err = {0};

    assert_int_equal(put(&stage->db, INSERT_TWO, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "a.db"));
}

static void open_again(struct stage *stage)
{
    bs_db_close(&stage->db);
    assert_int_equal(bs_db_open(stage->path, BS_DB_WRITER, &plan, &stage->db, NULL), BS_OK);
}

static void a_commit_to_a_file_that_was_removed_is_broken_and_a_new_one_works(void **state)
{
    struct stage *stage = *state;

    assert_int_equal(unlink(stage->path), 0);
    assert_refused(stage);
    open_again(stage);
    assert_false(has(&stage->db, HAS_ONE));
    assert_int_equal(put(&stage->db, INSERT_TWO, NULL), BS_OK);
    open_again(stage);
    assert_true(has(&stage->db, HAS_TWO));
}

static void a_commit_to_a_file_that_was_moved_is_broken_and_leaves_it_whole(void **state)
{
    struct stage *stage = *state;
    struct bs_db moved;

    assert_int_equal(rename(stage->path, stage->away), 0);
    assert_refused(stage);
    open_again(stage);
    assert_int_equal(bs_db_open(stage->away, BS_DB_WRITER, &plan, &moved, NULL), BS_OK);
    assert_true(has(&moved, HAS_ONE));
    assert_false(has(&moved, HAS_TWO));
    bs_db_close(&moved);
}

static void a_commit_to_a_file_that_was_replaced_is_broken(void **state)
{
    struct stage *stage = *state;
    struct bs_db other;

    assert_int_equal(bs_db_open(stage->away, BS_DB_WRITER, &plan, &other, NULL), BS_OK);
    bs_db_close(&other);
    assert_int_equal(rename(stage->away, stage->path), 0);
    assert_refused(stage);
    open_again(stage);
    assert_false(has(&stage->db, HAS_TWO));
}

static void a_commit_whose_wal_was_removed_is_broken_and_keeps_what_was_committed(void **state)
{
    struct stage *stage = *state;

    assert_int_equal(unlink(stage->wal), 0);
    assert_refused(stage);
    open_again(stage);
    assert_true(has(&stage->db, HAS_ONE));
    assert_false(has(&stage->db, HAS_TWO));
}

static void a_pipe_keeps_no_reader_waiting(void **state)
{
    struct stage *stage = *state;
    struct bs_db reader = {.handle = NULL};
    struct bs_error err = {0};

    assert_int_equal(mkfifo(stage->away, 0600), 0);
    (void)alarm(10);
    assert_int_equal(bs_db_open(stage->away, BS_DB_READER, &plan, &reader, &err), BS_BROKEN);
    (void)alarm(0);
    assert_non_null(strstr(err.text, "not a file"));
}

static void a_view_in_place_of_a_table_is_not_asked(void **state)
{
    struct stage *stage = *state;
    struct bs_db db;
    struct sqlite3_stmt *statement;

    assert_int_equal(bs_db_open(stage->away, BS_DB_WRITER, &plan_view, &db, NULL), BS_OK);
    bs_db_close(&db);
    assert_int_equal(bs_db_open(stage->away, BS_DB_READER, &plan, &db, NULL), BS_OK);
    statement = bs_db_statement(&db, HAS_ONE, NULL);
    assert_true(statement == NULL || bs_db_row(&db, statement, NULL) == BS_BROKEN);
    bs_db_close(&db);
}

/* Its writer is another user: what stands beside the file is that one's, too. */
static void a_pipe_beside_the_file_keeps_no_reader_waiting(void **state)
{
    static const char *const ends[] = {"-wal", "-shm"};
    struct stage *stage = *state;

    bs_db_close(&stage->db);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct bs_db reader = {.handle = NULL};
        struct bs_error err = {0};
        char name[TEMP_DIR_PATH + 8];

        (void)snprintf(name, sizeof name, "%s%s", stage->path, ends[i]);
        (void)unlink(name);
        assert_int_equal(mkfifo(name, 0440), 0);
        (void)alarm(10);
        assert_int_equal(bs_db_open(stage->path, BS_DB_READER, &plan, &reader, &err), BS_BROKEN);
        (void)alarm(0);
        assert_non_null(strstr(err.text, "not a file"));
        assert_int_equal(unlink(name), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_commit_to_a_file_that_was_removed_is_broken_and_a_new_one_works, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_commit_to_a_file_that_was_moved_is_broken_and_leaves_it_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commit_to_a_file_that_was_replaced_is_broken, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_commit_whose_wal_was_removed_is_broken_and_keeps_what_was_committed, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(a_pipe_keeps_no_reader_waiting, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_view_in_place_of_a_table_is_not_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_pipe_beside_the_file_keeps_no_reader_waiting, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
