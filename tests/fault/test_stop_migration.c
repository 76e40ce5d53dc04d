/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* An upgrade that ends at any step goes on from there at the next start and loses nothing. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/db.h>

#include "fault_ledger.h"
#include "stop_steps.h"
#include "temp_dir.h"

enum statement { INSERT, IS_KEPT, IS_UPGRADED, STATEMENT_COUNT };

static const char *const statements[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO item (n) VALUES (1)",
    [IS_KEPT] = "SELECT 1 FROM item WHERE n = 1",
    [IS_UPGRADED] = ("SELECT 1 FROM item JOIN word ON item.n = word.n"
                     " WHERE item.n = 1 AND colour = 'red' AND word = 'one'"),
};

static const char *const migrations[] = {
    "CREATE TABLE item (n INTEGER PRIMARY KEY) STRICT;",
    "ALTER TABLE item ADD COLUMN colour TEXT; UPDATE item SET colour = 'red';",
    ("CREATE TABLE word (n INTEGER PRIMARY KEY, word TEXT) STRICT;"
     "INSERT INTO word (n, word) SELECT n, 'one' FROM item;"),
};

static const struct bs_db_plan plan_1 = {0x54455354, migrations,      1,
                                         statements, STATEMENT_COUNT, false};
static const struct bs_db_plan plan_3 = {0x54455354, migrations,      3,
                                         statements, STATEMENT_COUNT, false};

static struct temp_dir dir;
static char path[TEMP_DIR_PATH];

static bool run(struct bs_db *db, enum statement index)
{
    struct sqlite3_stmt *statement = bs_db_statement(db, index, NULL);

    return statement != NULL && bs_db_run(db, statement, NULL) == BS_OK;
}

static bool holds(struct bs_db *db, enum statement index)
{
    struct sqlite3_stmt *statement = bs_db_statement(db, index, NULL);

    return statement != NULL && bs_db_row(db, statement, NULL) == BS_OK;
}

static void prepare(void *context)
{
    struct bs_db db;

    (void)context;
    temp_dir_remove(&dir);
    temp_dir_make(&dir);
    (void)temp_dir_file(&dir, "a.db", path);
    assert_int_equal(bs_db_open(path, BS_DB_WRITER, &plan_1, &db, NULL), BS_OK);
    assert_true(run(&db, INSERT));
    bs_db_close(&db);
}

static bool upgrade(void *context)
{
    struct bs_db db;

    (void)context;
    if (bs_db_open(path, BS_DB_WRITER, &plan_3, &db, NULL) != BS_OK) {
        return false;
    }
    bs_db_close(&db);
    return true;
}

static void check(void *context, long step)
{
    struct bs_db db;

    (void)context;
    (void)step;
    for (int again = 0; again < 2; again++) {
        assert_int_equal(bs_db_open(path, BS_DB_WRITER, &plan_3, &db, NULL), BS_OK);
        assert_true(holds(&db, IS_KEPT));
        assert_true(holds(&db, IS_UPGRADED));
        bs_db_close(&db);
    }
}

/* F68 */
static void an_upgrade_goes_on_wherever_it_stopped(void **state)
{
    const struct stop_case stop = {prepare, upgrade, check};

    (void)state;
    long steps = stop_at_every_step(&stop, NULL);

    assert_true(steps >= 3);
    fault_struck("F68", "stop at every step", steps);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_upgrade_goes_on_wherever_it_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
