/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening a database: new, old, newer, foreign, damaged, full, busy; as writer and as reader. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/db.h>

#include "child.h"
#include "temp_dir.h"

enum { APPLICATION = 0x54455354 };

enum statement {
    INSERT_ONE,
    HAS_ONE,
    INSERT_TWO,
    HAS_TWO,
    INSERT_MANY,
    READ_ALL,
    LIMIT_PAGES,
    FREE_PAGES,
    ATTACH,
    QUOTES,
    STATEMENT_COUNT
};

static const char *const statements[STATEMENT_COUNT] = {
    [INSERT_ONE] = "INSERT INTO item (n) VALUES (1)",
    [HAS_ONE] = "SELECT n FROM item WHERE n = 1",
    [INSERT_TWO] = "INSERT INTO item (n, word) VALUES (2, 'two')",
    [HAS_TWO] = "SELECT n FROM item WHERE word = 'two'",
    [INSERT_MANY] =
        ("WITH RECURSIVE c (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM c WHERE i < 3000)"
         " INSERT INTO item (n) SELECT i FROM c"),
    [READ_ALL] = "SELECT sum(n) FROM item",
    [LIMIT_PAGES] = "PRAGMA max_page_count = 4",
    [FREE_PAGES] = "PRAGMA max_page_count = 100000",
    [ATTACH] = "ATTACH ':memory:' AS other",
    [QUOTES] = "SELECT n FROM item WHERE n = \"no such column\"",
};

static const char *const migrations[] = {
    "CREATE TABLE item (n INTEGER PRIMARY KEY) STRICT;",
    "ALTER TABLE item ADD COLUMN word TEXT;",
};

static const char *const bad_migrations[] = {
    "CREATE TABLE item (n INTEGER PRIMARY KEY) STRICT;",
    "CREATE TABLE half (n INTEGER) STRICT; CREATE TABLE item (n INTEGER) STRICT;",
};

static const struct bs_db_plan plan_1 = {APPLICATION, migrations,      1,
                                         statements,  STATEMENT_COUNT, false};
static const struct bs_db_plan plan_2 = {APPLICATION, migrations,      2,
                                         statements,  STATEMENT_COUNT, false};
static const struct bs_db_plan plan_bad = {APPLICATION, bad_migrations,  2,
                                           statements,  STATEMENT_COUNT, false};
static const struct bs_db_plan plan_other = {APPLICATION + 1, migrations,      1,
                                             statements,      STATEMENT_COUNT, false};

static struct temp_dir dir;
static char path[TEMP_DIR_PATH];

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    (void)temp_dir_file(&dir, "a.db", path);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static enum bs_err open_writer(const struct bs_db_plan *plan, struct bs_db *db,
                               struct bs_error *err)
{
    return bs_db_open(path, BS_DB_WRITER, plan, db, err);
}

static enum bs_err open_reader(const struct bs_db_plan *plan, struct bs_db *db,
                               struct bs_error *err)
{
    return bs_db_open(path, BS_DB_READER, plan, db, err);
}

static enum bs_err run(struct bs_db *db, enum statement index)
{
    struct sqlite3_stmt *statement = bs_db_statement(db, index, NULL);

    return statement == NULL ? bs_db_fail(db, "prepare", NULL) : bs_db_run(db, statement, NULL);
}

static enum bs_err row(struct bs_db *db, enum statement index)
{
    struct sqlite3_stmt *statement = bs_db_statement(db, index, NULL);
    enum bs_err rc =
        statement == NULL ? bs_db_fail(db, "prepare", NULL) : bs_db_row(db, statement, NULL);

    (void)bs_db_statement(db, index, NULL); /* resets it */
    return rc;
}

static long size_of(const char *name)
{
    char file[TEMP_DIR_PATH];
    struct stat status;

    return stat(temp_dir_file(&dir, name, file), &status) == 0 ? (long)status.st_size : -1;
}

static unsigned mode_of(const char *name)
{
    char file[TEMP_DIR_PATH];
    struct stat status;

    assert_int_equal(stat(temp_dir_file(&dir, name, file), &status), 0);
    return status.st_mode & 0777;
}

/* ---- a writer ---- */

static void what_was_committed_is_there_after_opening_again(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_NOTFOUND);
    assert_int_equal(bs_db_begin(&db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    assert_int_equal(bs_db_commit(&db, NULL), BS_OK);
    bs_db_finish(&db);
    bs_db_close(&db);
    bs_db_close(&db);
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
}

static void what_was_not_committed_is_gone(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(bs_db_begin(&db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_finish(&db);
    assert_int_equal(row(&db, HAS_ONE), BS_NOTFOUND);
    assert_int_equal(bs_db_begin(&db, NULL), BS_OK);
    bs_db_finish(&db);
    bs_db_close(&db);
}

static void the_files_are_for_owner_and_group_whatever_the_umask(void **state)
{
    mode_t was = umask(077);
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    (void)umask(was);
    assert_int_equal(mode_of("a.db"), 0640);
    assert_int_equal(mode_of("a.db-wal"), 0640);
    assert_int_equal(mode_of("a.db-shm"), 0640);
    bs_db_close(&db);
}

static void a_clean_close_leaves_an_empty_wal_for_readers_and_no_mark(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    assert_true(temp_dir_has(&dir, "a.db-open"));
    assert_true(size_of("a.db-wal") > 0);
    bs_db_close(&db);
    assert_int_equal(size_of("a.db-wal"), 0);
    assert_true(temp_dir_has(&dir, "a.db-shm"));
    assert_false(temp_dir_has(&dir, "a.db-open"));
}

static void a_constraint_that_says_no_is_refused(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_REFUSED);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
}

static void attach_and_double_quoted_strings_do_not_work(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    assert_int_not_equal(run(&db, ATTACH), BS_OK);
    assert_null(bs_db_statement(&db, QUOTES, NULL));
    bs_db_close(&db);
}

static void a_full_file_is_for_later_and_the_handle_goes_on(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    assert_int_equal(row(&db, LIMIT_PAGES), BS_OK);
    assert_int_equal(bs_db_begin(&db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_MANY), BS_LATER);
    bs_db_finish(&db);
    assert_int_equal(row(&db, FREE_PAGES), BS_OK);
    assert_int_equal(bs_db_begin(&db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_MANY), BS_OK);
    assert_int_equal(bs_db_commit(&db, NULL), BS_OK);
    bs_db_close(&db);
    assert_false(temp_dir_has(&dir, "a.db-open"));
}

static int hold_the_write_lock(void *context)
{
    int *ends = context;
    struct bs_db db;
    char go;
    bool good = open_writer(&plan_1, &db, NULL) == BS_OK && bs_db_begin(&db, NULL) == BS_OK &&
                write(ends[1], "x", 1) == 1 && read(ends[2], &go, 1) == 0;

    return good ? 0 : 1;
}

static void a_busy_file_is_for_later(void **state)
{
    int held[2], release[2], ends[3];
    struct bs_db db;
    char done;
    pid_t child;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_true(pipe(held) == 0 && pipe(release) == 0);
    child = fork();
    if (child == 0) {
        close(release[1]);
        ends[0] = held[0], ends[1] = held[1], ends[2] = release[0];
        _exit(hold_the_write_lock(ends));
    }
    close(held[1]);
    assert_int_equal(read(held[0], &done, 1), 1);
    assert_int_equal(bs_db_begin(&db, NULL), BS_LATER);
    bs_db_finish(&db);
    close(release[1]);
    close(release[0]);
    assert_int_equal(read(held[0], &done, 1), 0); /* it has ended */
    close(held[0]);
    assert_int_equal(bs_db_begin(&db, NULL), BS_OK);
    bs_db_finish(&db);
    bs_db_close(&db);
}

/* ---- versions ---- */

static void an_older_file_is_migrated_and_keeps_what_it_held(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_close(&db);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(open_writer(&plan_2, &db, NULL), BS_OK);
        assert_int_equal(row(&db, HAS_ONE), BS_OK);
        bs_db_close(&db);
    }
    assert_int_equal(open_writer(&plan_2, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_TWO), BS_OK);
    assert_int_equal(row(&db, HAS_TWO), BS_OK);
    bs_db_close(&db);
}

static void a_migration_that_fails_leaves_the_version_before_it(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_bad, &db, NULL), BS_BROKEN);
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_close(&db);
    assert_int_equal(open_writer(&plan_2, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
}

static void a_newer_file_is_refused_with_its_name_and_both_versions(void **state)
{
    struct bs_db db = {0};

    (void)state;
    assert_int_equal(open_writer(&plan_2, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_close(&db);
    for (int mode = 0; mode < 2; mode++) {
        struct bs_error err = {0};

        assert_int_equal(mode == 0 ? open_writer(&plan_1, &db, &err)
                                   : open_reader(&plan_1, &db, &err),
                         BS_REFUSED);
        assert_non_null(strstr(err.text, path));
        assert_non_null(strstr(err.text, "version 2"));
        assert_non_null(strstr(err.text, "version 1"));
        assert_null(db.handle);
    }
    assert_false(temp_dir_has(&dir, "a.db-open"));
    assert_int_equal(open_reader(&plan_2, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
}

static void another_programs_file_is_refused_and_left_as_it_is(void **state)
{
    struct bs_db db;
    struct bs_error err = {0};
    struct bs_buf before, after;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    bs_db_close(&db);
    bs_buf_init(&before, 1 << 20);
    bs_buf_init(&after, 1 << 20);
    assert_int_equal(bs_file_read(path, &before, NULL), BS_OK);
    assert_int_equal(open_writer(&plan_other, &db, &err), BS_REFUSED);
    assert_int_equal(open_reader(&plan_other, &db, NULL), BS_REFUSED);
    assert_non_null(strstr(err.text, path));
    assert_int_equal(bs_file_read(path, &after, NULL), BS_OK);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.data, after.data, before.len);
    bs_buf_finish(&before);
    bs_buf_finish(&after);
}

/* ---- damage ---- */

static void overwrite(long offset, const char *with, size_t len)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, with, len, offset), (ssize_t)len);
    close(fd);
}

/* A file of many pages with a page in the middle that is none. */
static void make_damaged(void)
{
    static const char rubbish[4096] = "rubbish";
    struct bs_db db;

    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    assert_int_equal(run(&db, INSERT_MANY), BS_OK);
    bs_db_close(&db);
    assert_true(size_of("a.db") > 5 * 4096);
    overwrite(4 * 4096, rubbish, sizeof rubbish);
}

static void after_an_unclean_stop_the_file_is_checked(void **state)
{
    struct bs_error err = {0};
    struct bs_db db;

    (void)state;
    make_damaged();
    temp_dir_write(&dir, "a.db-open", "");
    assert_int_equal(open_writer(&plan_1, &db, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, path));
    assert_true(temp_dir_has(&dir, "a.db-open"));
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_BROKEN);
}

static void after_a_clean_stop_it_is_not(void **state)
{
    struct bs_db db;

    (void)state;
    make_damaged();
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    bs_db_close(&db);
}

static int open_write_and_stop(void *context)
{
    struct bs_db db;

    (void)context;
    return open_writer(&plan_1, &db, NULL) == BS_OK && run(&db, INSERT_ONE) == BS_OK ? 0 : 1;
}

static void an_unclean_stop_leaves_a_mark_and_a_sound_file_passes(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(child_run(open_write_and_stop, NULL), 0);
    assert_true(temp_dir_has(&dir, "a.db-open"));
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
    assert_false(temp_dir_has(&dir, "a.db-open"));
}

static void damage_that_is_met_is_checked_for_at_the_next_opening(void **state)
{
    struct bs_db db;

    (void)state;
    make_damaged();
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, READ_ALL), BS_BROKEN);
    bs_db_close(&db);
    assert_true(temp_dir_has(&dir, "a.db-open"));
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_BROKEN);
}

static void a_file_that_is_no_database_is_broken(void **state)
{
    char text[2048];
    struct bs_db db;

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    temp_dir_write(&dir, "a.db", text);
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_BROKEN);
    assert_int_equal(open_reader(&plan_1, &db, NULL), BS_BROKEN);
}

/* ---- a reader ---- */

static void a_reader_without_a_file_finds_nothing_and_makes_nothing(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_reader(&plan_1, &db, NULL), BS_NOTFOUND);
    assert_int_equal(temp_dir_count(&dir), 0);
}

static void a_reader_of_a_file_that_is_not_migrated_comes_back_later(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    bs_db_close(&db);
    assert_int_equal(open_reader(&plan_2, &db, NULL), BS_LATER);
}

static void a_reader_reads_and_cannot_write(void **state)
{
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_close(&db);
    assert_int_equal(open_reader(&plan_2, &db, NULL), BS_LATER);
    assert_int_equal(open_reader(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    assert_int_not_equal(run(&db, INSERT_MANY), BS_OK);
    assert_int_not_equal(bs_db_begin(&db, NULL), BS_OK);
    bs_db_close(&db);
}

/* As after a copy of the file alone was put back. */
static void a_reader_of_a_file_without_its_companions_waits_for_the_writer(void **state)
{
    char companion[TEMP_DIR_PATH];
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_close(&db);
    assert_int_equal(unlink(temp_dir_file(&dir, "a.db-wal", companion)), 0);
    assert_int_equal(unlink(temp_dir_file(&dir, "a.db-shm", companion)), 0);
    assert_int_equal(open_reader(&plan_1, &db, NULL), BS_LATER);
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    bs_db_close(&db);
    assert_int_equal(open_reader(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
}

static void a_path_with_signs_of_a_uri_in_it_is_read(void **state)
{
    struct bs_db db;

    (void)state;
    (void)temp_dir_file(&dir, "50% ? #1&mode=rwc.db", path);
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_close(&db);
    assert_int_equal(open_reader(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
}

/* What follows two slashes is a host to a URI. */
static void a_path_that_begins_with_two_slashes_is_read(void **state)
{
    char longer[TEMP_DIR_PATH + 1];
    struct bs_db db;

    (void)state;
    assert_int_equal(open_writer(&plan_1, &db, NULL), BS_OK);
    assert_int_equal(run(&db, INSERT_ONE), BS_OK);
    bs_db_close(&db);
    (void)snprintf(longer, sizeof longer, "/%s", path);
    assert_int_equal(bs_db_open(longer, BS_DB_READER, &plan_1, &db, NULL), BS_OK);
    assert_int_equal(row(&db, HAS_ONE), BS_OK);
    bs_db_close(&db);
}

static void a_path_that_is_too_long_is_over_the_limit(void **state)
{
    char *lengthy = calloc(5000, 1);
    struct bs_db db;

    (void)state;
    memset(lengthy, 'x', 4096);
    assert_int_equal(bs_db_open(lengthy, BS_DB_WRITER, &plan_1, &db, NULL), BS_LIMIT);
    assert_int_equal(bs_db_open(lengthy, BS_DB_READER, &plan_1, &db, NULL), BS_LIMIT);
    free(lengthy);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(what_was_committed_is_there_after_opening_again),
        IN_DIR(what_was_not_committed_is_gone),
        IN_DIR(the_files_are_for_owner_and_group_whatever_the_umask),
        IN_DIR(a_clean_close_leaves_an_empty_wal_for_readers_and_no_mark),
        IN_DIR(a_constraint_that_says_no_is_refused),
        IN_DIR(attach_and_double_quoted_strings_do_not_work),
        IN_DIR(a_full_file_is_for_later_and_the_handle_goes_on),
        IN_DIR(a_busy_file_is_for_later),
        IN_DIR(an_older_file_is_migrated_and_keeps_what_it_held),
        IN_DIR(a_migration_that_fails_leaves_the_version_before_it),
        IN_DIR(a_newer_file_is_refused_with_its_name_and_both_versions),
        IN_DIR(another_programs_file_is_refused_and_left_as_it_is),
        IN_DIR(after_an_unclean_stop_the_file_is_checked),
        IN_DIR(after_a_clean_stop_it_is_not),
        IN_DIR(an_unclean_stop_leaves_a_mark_and_a_sound_file_passes),
        IN_DIR(damage_that_is_met_is_checked_for_at_the_next_opening),
        IN_DIR(a_file_that_is_no_database_is_broken),
        IN_DIR(a_reader_without_a_file_finds_nothing_and_makes_nothing),
        IN_DIR(a_reader_of_a_file_that_is_not_migrated_comes_back_later),
        IN_DIR(a_reader_reads_and_cannot_write),
        IN_DIR(a_reader_of_a_file_without_its_companions_waits_for_the_writer),
        IN_DIR(a_path_with_signs_of_a_uri_in_it_is_read),
        IN_DIR(a_path_that_begins_with_two_slashes_is_read),
        IN_DIR(a_path_that_is_too_long_is_over_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
