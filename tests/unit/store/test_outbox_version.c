/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The version of the program with the screen: noted by the kiosk, read by syncd, also in a log of an older kiosk. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/outbox.h>

#include "store_samples.h"
#include "temp_dir.h"

static struct temp_dir dir;

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static void assert_version_for_syncd(const char *expected)
{
    struct bs_outbox *reader = NULL;
    char version[BS_VERSION_TEXT];

    assert_int_equal(bs_outbox_open_reader(dir.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_outbox_version(reader, version, NULL), BS_OK);
    assert_string_equal(version, expected);
    bs_outbox_close(reader);
}

static void a_log_without_a_version_says_so(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 2);
    char version[BS_VERSION_TEXT] = "before";

    (void)state;
    assert_int_equal(bs_outbox_version(outbox, version, NULL), BS_NOTFOUND);
    assert_string_equal(version, "before");
    bs_outbox_close(outbox);
}

static void the_version_that_was_noted_last_is_read(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 0);

    (void)state;
    assert_int_equal(bs_outbox_note_version(outbox, "0.1.0", NULL), BS_OK);
    assert_version_for_syncd("0.1.0");
    assert_int_equal(bs_outbox_note_version(outbox, "0.2.0~rc1", NULL), BS_OK);
    assert_version_for_syncd("0.2.0~rc1");
    bs_outbox_close(outbox);
}

static void the_same_version_again_writes_nothing(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 0);
    char path[600];
    long before, after;
    FILE *wal;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/kiosk.db-wal", dir.path);
    assert_int_equal(bs_outbox_note_version(outbox, "0.1.0", NULL), BS_OK);
    wal = fopen(path, "rb");
    assert_non_null(wal);
    assert_int_equal(fseek(wal, 0, SEEK_END), 0);
    before = ftell(wal);
    assert_int_equal(bs_outbox_note_version(outbox, "0.1.0", NULL), BS_OK);
    assert_int_equal(fseek(wal, 0, SEEK_END), 0);
    after = ftell(wal);
    assert_int_equal(after, before);
    (void)fclose(wal);
    bs_outbox_close(outbox);
}

static void a_version_of_31_characters_is_noted_and_one_of_32_is_not(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 0);

    (void)state;
    assert_int_equal(bs_outbox_note_version(outbox, "1234567890123456789012345678901", NULL),
                     BS_OK);
    assert_int_equal(bs_outbox_note_version(outbox, "12345678901234567890123456789012", NULL),
                     BS_BAD);
    assert_int_equal(bs_outbox_note_version(outbox, "", NULL), BS_BAD);
    assert_int_equal(bs_outbox_note_version(outbox, "1 2", NULL), BS_BAD);
    assert_version_for_syncd("1234567890123456789012345678901");
    bs_outbox_close(outbox);
}

static void run_sql(const char *sql)
{
    sqlite3 *database = NULL;
    char path[600];

    (void)snprintf(path, sizeof path, "%s/kiosk.db", dir.path);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void a_log_of_the_first_version_is_migrated_and_keeps_every_record(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 5);

    (void)state;
    bs_outbox_close(outbox);
    run_sql("ALTER TABLE epoch DROP COLUMN ends_at; ALTER TABLE epoch DROP COLUMN erased_to;"
            "DROP TABLE program; PRAGMA user_version = 1");
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_true(sample_log_is(outbox, 5));
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_note_version(outbox, "0.2.0", NULL), BS_OK);
    assert_version_for_syncd("0.2.0");
    bs_outbox_close(outbox);
}

static void a_version_that_we_cannot_have_written_is_damage(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 1);
    char version[BS_VERSION_TEXT];

    (void)state;
    bs_outbox_close(outbox);
    run_sql("INSERT INTO program VALUES (1, '<b>')");
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_version(outbox, version, NULL), BS_BROKEN);
    assert_int_equal(bs_outbox_note_version(outbox, "0.1.0", NULL), BS_OK);
    assert_version_for_syncd("0.1.0");
    bs_outbox_close(outbox);
}

#define IN_DIR(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(a_log_without_a_version_says_so),
        IN_DIR(the_version_that_was_noted_last_is_read),
        IN_DIR(the_same_version_again_writes_nothing),
        IN_DIR(a_version_of_31_characters_is_noted_and_one_of_32_is_not),
        IN_DIR(a_log_of_the_first_version_is_migrated_and_keeps_every_record),
        IN_DIR(a_version_that_we_cannot_have_written_is_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
