/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What SQLite leaves of erased rows between the others, and that it is gone once the file was written anew. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/db.h>

#include "temp_dir.h"

enum { ROWS = 60, FILES = 40, WORDS_MAX = 1024 };

enum statement { INSERT, CHANGE, COUNT, STATEMENT_COUNT };

static const char *const statements[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO item (n, words) VALUES (?1, ?2)",
    [CHANGE] = "UPDATE item SET words = ?2 WHERE n = ?1",
    [COUNT] = "SELECT count(*) FROM item WHERE ?1 IS NULL",
};
static const char *const migrations[] = {
    "CREATE TABLE item (n INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT;"};
static const struct bs_db_plan plan = {0x54455354, migrations,      1,
                                       statements, STATEMENT_COUNT, false};

static struct stage {
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
    struct bs_db db;
    uint32_t seed;
} stage;

static int set_up(void **state)
{
    (void)state;
    temp_dir_make(&stage.dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bs_db_close(&stage.db);
    temp_dir_remove(&stage.dir);
    return 0;
}

static int dice(int sides)
{
    stage.seed = stage.seed * 1664525 + 1013904223;
    return (int)((stage.seed >> 8) % (uint32_t)sides);
}

static void put(enum statement statement, int n, const char *words)
{
    sqlite3_stmt *row = bs_db_statement(&stage.db, statement, NULL);

    sqlite3_bind_int(row, 1, n);
    sqlite3_bind_text(row, 2, words, -1, SQLITE_STATIC);
    assert_int_equal(bs_db_run(&stage.db, row, NULL), BS_OK);
}

static void write_secret(int n, char out[32])
{
    (void)snprintf(out, 32, "geheim%d ", n + 1000);
}

static void write_words(int n, int len, char out[WORDS_MAX])
{
    write_secret(n, out);
    memset(out + strlen(out), 'a', (size_t)len);
    out[11 + len] = '\0';
}

/* Rows of every size; then half of them grow, so that pages split, and the others are erased. */
static void live(uint32_t seed)
{
    char words[WORDS_MAX], name[16];
    int len[ROWS];

    (void)snprintf(name, sizeof name, "%u.db", seed);
    (void)temp_dir_file(&stage.dir, name, stage.path);
    assert_int_equal(bs_db_open(stage.path, BS_DB_WRITER, &plan, &stage.db, NULL), BS_OK);
    stage.seed = seed;
    for (int n = 0; n < ROWS; n++) {
        len[n] = 10 + dice(390);
        write_words(n, len[n], words);
        put(INSERT, n, words);
    }
    for (int i = 0, n = 1 + 2 * dice(ROWS / 2); i < ROWS / 2; i++, n = (n + 14) % ROWS) {
        write_words(n, len[n] + 1 + dice(300), words);
        put(CHANGE, n, words);
    }
    for (int i = 0, n = 2 * dice(ROWS / 2); i < ROWS / 2; i++, n = (n + 22) % ROWS) {
        put(CHANGE, n, "");
    }
}

static void checkpoint(void)
{
    assert_int_equal(
        sqlite3_wal_checkpoint_v2(stage.db.handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL),
        SQLITE_OK);
}

static int count_left(void)
{
    static char content[1024 * 1024];
    FILE *file = fopen(stage.path, "rb");
    char secret[32];
    int left = 0;

    assert_non_null(file);
    const size_t len = fread(content, 1, sizeof content, file);
    assert_true(len > 0 && len < sizeof content);
    (void)fclose(file);
    for (int n = 0; n < ROWS; n += 2) {
        write_secret(n, secret);
        left += memmem(content, len, secret, strlen(secret)) != NULL;
    }
    return left;
}

static void no_copy_of_an_erased_row_is_left_between_the_others(void **state)
{
    int left = 0;

    (void)state;
    for (uint32_t seed = 1; seed <= FILES; seed++) {
        live(seed);
        checkpoint();
        left += count_left();
        assert_int_equal(bs_db_rewrite(&stage.db, NULL), BS_OK);
        checkpoint();
        assert_int_equal(count_left(), 0);
        bs_db_close(&stage.db);
    }
    assert_true(left > 0); /* else nothing was shown */
}

static void what_is_in_it_stays_and_statements_go_on(void **state)
{
    struct bs_error err = {0};

    (void)state;
    live(1);
    assert_int_equal(bs_db_rewrite(&stage.db, &err), BS_OK);
    put(INSERT, ROWS, "nog een");
    sqlite3_stmt *row = bs_db_statement(&stage.db, COUNT, NULL);
    assert_int_equal(bs_db_row(&stage.db, row, NULL), BS_OK);
    assert_int_equal(sqlite3_column_int(row, 0), ROWS + 1);
    (void)sqlite3_reset(row);
    assert_int_equal(sqlite3_limit(stage.db.handle, SQLITE_LIMIT_ATTACHED, -1), 0);
}

static void while_another_writes_it_is_tried_later(void **state)
{
    sqlite3 *other = NULL;

    (void)state;
    live(1);
    assert_int_equal(sqlite3_open(stage.path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(bs_db_rewrite(&stage.db, NULL), BS_LATER);
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(bs_db_rewrite(&stage.db, NULL), BS_OK);
}

#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(no_copy_of_an_erased_row_is_left_between_the_others),
        ON_STAGE(what_is_in_it_stays_and_statements_go_on),
        ON_STAGE(while_another_writes_it_is_tried_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
