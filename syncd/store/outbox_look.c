/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking at kiosk.db from outside, and proving damage: what is set aside must deserve it. */

#include "outbox_look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/outbox.h>
#include <buurtstem/record.h>

#include "outbox_p.h"
#include "outbox_rows.h"

enum {
    FILE_MODE = 0640,
    WRITE_VERSION = 18,
    READ_VERSION = 19,
    FORMAT = 44,
    FORMAT_MOST = 4,
    VERSION = 60,
    APPLICATION = 68,
    HEADER = 100,
    WAL_HEADER = 32,
    LOOKS = 2, /* that have to say so */
};

enum { MISSING = -1, UNKNOWN = -2 };

static const char sql_write_nothing[] = "PRAGMA query_only=ON";
static const char sql_check[] = "PRAGMA quick_check(1)";

bool look_path(const char *dir, const char *name, char out[DB_PATH_SIZE])
{
    int len = snprintf(out, DB_PATH_SIZE, "%s/%s", dir, name);

    return len > 0 && len < DB_PATH_SIZE;
}

/* Its size; MISSING: it is not there, UNKNOWN: the disk does not tell. */
static long long size_of(const char *dir, const char *name)
{
    char path[DB_PATH_SIZE];
    struct stat status;

    if (!look_path(dir, name, path)) {
        return MISSING;
    }
    if (stat(path, &status) != 0) {
        return errno == ENOENT ? MISSING : UNKNOWN;
    }
    return (long long)status.st_size;
}

static enum bs_err fail_to_look(const char *dir, struct bs_error *err)
{
    return bs_fail(err, BS_BROKEN, "%s/kiosk.db: cannot be looked at: %s", dir, strerror(errno));
}

/* Zeros where the file is shorter, or is not there. */
static enum bs_err read_header(const char *dir, uint8_t out[HEADER], struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    ssize_t got = 0;
    int fd = look_path(dir, "kiosk.db", path) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    enum bs_err rc = BS_OK;

    memset(out, 0, HEADER);
    if (fd >= 0) {
        got = pread(fd, out, HEADER, 0);
        close(fd);
    }
    if ((fd < 0 && errno != ENOENT) || got < 0) {
        rc = fail_to_look(dir, err);
    }
    return rc;
}

static uint32_t number_at(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Whether the file was written by way of a WAL: such a one keeps it for good. */
static bool had_wal(const uint8_t header[HEADER])
{
    return memcmp(header, "SQLite format 3", 16) == 0 && header[WRITE_VERSION] == 2 &&
           number_at(header + VERSION) > 0;
}

/* Whether what is in the WAL and counts has the first page in it, whole. */
static bool brings_header(const char *dir)
{
    struct rows_file file;
    char path[DB_PATH_SIZE];
    bool found = false;

    if (!look_path(dir, "kiosk.db", path) || rows_open(path, &file, NULL) != BS_OK) {
        return false;
    }
    for (uint64_t frame = 0; frame < file.committed; frame++) {
        found = found || file.frame_page[frame] == 1;
    }
    rows_close(&file);
    return found;
}

/* What makes SQLite write nothing into a file, or read nothing: for good, and calling it no damage. */
static bool is_unwritable(const char *dir, const uint8_t header[HEADER])
{
    bool is_odd =
        header[WRITE_VERSION] != header[READ_VERSION] || number_at(header + FORMAT) > FORMAT_MOST;

    return is_odd && memcmp(header, "SQLite format 3", 16) == 0 && !brings_header(dir);
}

/* What SQLite proves nothing of, and what is refused for it would be refused for ever. */
static bool is_misnamed(const char *dir, const uint8_t header[HEADER])
{
    char path[DB_PATH_SIZE];

    return memcmp(header, "SQLite format 3", 16) == 0 &&
           (number_at(header + APPLICATION) != outbox_plan.application_id ||
            number_at(header + VERSION) != outbox_plan.migration_count) &&
           look_path(dir, "kiosk.db", path) && db_is_misnamed(path, &outbox_plan);
}

/* Compares a row of a frame with those of the same page in the file. */
static void compare_row(struct rows_file *file, uint64_t page, int64_t n, int64_t seq,
                        const char *hash, size_t counts[2])
{
    unsigned cells = rows_count(file, page);

    for (unsigned cell = 0; cell < cells; cell++) {
        struct rows_row row;

        if (rows_read(file, page, cell, false, &row) && !row.is_index && row.count == 7 &&
            row.values[0].type == ROWS_INT && row.values[0].number == n &&
            row.values[1].type == ROWS_INT && row.values[1].number == seq &&
            row.values[6].text.len == BS_HASH_TEXT - 1) {
            counts[memcmp(row.values[6].text.data, hash, BS_HASH_TEXT - 1) == 0]++;
        }
    }
}

/* A WAL whose records are other ones wherever the file has any under the same numbers is not this file's. */
static bool is_wal_foreign(const char *dir)
{
    struct rows_file file;
    char path[DB_PATH_SIZE];
    size_t counts[2] = {0, 0};

    if (!look_path(dir, "kiosk.db", path) || rows_open(path, &file, NULL) != BS_OK) {
        return false;
    }
    for (uint64_t frame = 0; frame < file.committed && counts[1] == 0; frame++) {
        uint64_t image = file.pages + frame;
        unsigned cells = rows_count(&file, image);

        for (unsigned cell = 0; cell < cells && counts[1] == 0; cell++) {
            struct rows_row row;
            char hash[BS_HASH_TEXT];

            if (file.frame_page[frame] > 0 && file.frame_page[frame] <= file.pages &&
                rows_read(&file, image, cell, false, &row) && !row.is_index && row.count == 7 &&
                row.values[6].text.len == BS_HASH_TEXT - 1) {
                int64_t n = row.values[0].number, seq = row.values[1].number;

                memcpy(hash, row.values[6].text.data, BS_HASH_TEXT - 1);
                compare_row(&file, file.frame_page[frame] - 1, n, seq, hash, counts);
            }
        }
    }
    rows_close(&file);
    return counts[0] > 0 && counts[1] == 0;
}

/* Of a file that was brought here alone: so that the mark of an open file never stands beside one without a WAL. What fails
 * here fails again when the file is opened. */
static void make_wal(const char *dir)
{
    char path[DB_PATH_SIZE];
    int fd = look_path(dir, "kiosk.db-wal", path)
                 ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE)
                 : -1;

    if (fd >= 0) {
        (void)fchmod(fd, FILE_MODE);
        close(fd);
    }
}

/* What it must have to be opened. *proven: what speaks against it is damage. */
static enum bs_err look(const char *dir, bool *proven, struct bs_error *err)
{
    const long long file = size_of(dir, "kiosk.db"), wal = size_of(dir, "kiosk.db-wal");
    const long long mark = size_of(dir, OUTBOX_SALVAGE_MARK),
                    is_open = size_of(dir, "kiosk.db-open");
    uint8_t header[HEADER];
    const char *what = NULL;
    enum bs_err rc = BS_OK;

    *proven = false;
    if (file == UNKNOWN || wal == UNKNOWN || mark == UNKNOWN || is_open == UNKNOWN) {
        return fail_to_look(dir, err);
    }
    rc = read_header(dir, header, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (mark >= 0) {
        what = "was set aside, and is not saved yet";
    } else if (file <= 0 && wal > WAL_HEADER) {
        what = "is gone, and its WAL is not";
    } else if (is_open >= 0 && wal < 0 && had_wal(header)) {
        what = "its WAL is gone";
    } else if (is_open >= 0 && wal > WAL_HEADER && is_wal_foreign(dir)) {
        what = "its WAL is another file's";
    } else if (is_unwritable(dir, header) || is_misnamed(dir, header)) {
        what = "its header is damaged";
    } else if (is_open < 0 && wal < 0 && had_wal(header)) {
        make_wal(dir);
    }
    *proven = what != NULL;
    return what == NULL ? BS_OK : bs_fail(err, BS_BROKEN, "%s/kiosk.db: %s", dir, what);
}

enum bs_err outbox_look(const char *dir, struct bs_error *err)
{
    bool ignored = false;

    return look(dir, &ignored, err);
}

/* ---- proving damage ---- */

static bool is_damage(int result)
{
    return (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB;
}

/* So that what is looked at again is read from the disk again. */
static void forget_cached(const char *dir)
{
    static const char *const names[] = {"kiosk.db", "kiosk.db-wal"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[DB_PATH_SIZE];
        int fd =
            look_path(dir, names[i], path) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

        if (fd >= 0) {
            (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
            close(fd);
        }
    }
}

/* SQLite's own check, on a handle that writes nothing. *proven: it says that the file is damaged. */
static enum bs_err check_file(const char *dir, bool *proven, struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    int result;
    enum bs_err rc = BS_OK;

    (void)look_path(dir, "kiosk.db", path);
    /* On one that may not write, SQLite looks at less of what was said to make the tables. */
    result = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (result == SQLITE_OK) {
        (void)sqlite3_extended_result_codes(handle, 1);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 4 * 1024 * 1024);
        (void)sqlite3_exec(handle, sql_write_nothing, NULL, NULL, NULL);
        result = sqlite3_prepare_v2(handle, sql_check, -1, &statement, NULL);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    if (result == SQLITE_ROW) {
        *proven = strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0;
    } else if (is_damage(result)) {
        *proven = true;
    } else {
        rc = bs_fail(err, (result & 0xff) == SQLITE_BUSY ? BS_LATER : BS_BROKEN,
                     "%s: cannot be checked: %s (%d)", path, sqlite3_errstr(result), result);
    }
    sqlite3_finalize(statement);
    (void)sqlite3_close(handle);
    return rc;
}

enum bs_err look_at_file(const char *dir, bool *damaged, struct bs_error *err)
{
    bool proven = true;
    enum bs_err rc = BS_OK;

    for (int i = 0; rc == BS_OK && proven && i < LOOKS; i++) {
        forget_cached(dir);
        proven = false;
        rc = check_file(dir, &proven, err);
    }
    if (rc == BS_OK) {
        *damaged = proven;
    }
    return rc;
}

/* And ours: what SQLite holds to be a sound file may hold a log that is not. */
static enum bs_err check_log(const char *dir, bool *proven, struct bs_error *err)
{
    struct bs_outbox outbox = {.lock = -1};
    struct bs_error why = {0};
    char path[DB_PATH_SIZE];
    enum bs_err rc;
    int result;

    (void)look_path(dir, "kiosk.db", path);
    rc = bs_db_open(path, BS_DB_WRITER, &outbox_plan, &outbox.db, err);
    if (rc != BS_OK) {
        return rc;
    }
    rc = bs_outbox_verify(&outbox, &why);
    result = outbox.db.broken_by;
    if (rc == BS_BROKEN && (result == SQLITE_OK || result == SQLITE_ERROR || is_damage(result))) {
        *proven = true; /* an SQLITE_ERROR: a letter changed in what was said to make the tables */
        rc = BS_OK;
    } else if (rc != BS_OK) {
        rc = bs_fail(err, rc, "%s", why.text);
    } else {
        *proven = db_is_altered(path, &outbox_plan);
    }
    bs_db_close(&outbox.db);
    return rc;
}

static enum bs_err prove(const char *dir, bool *proven, struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = look(dir, proven, &why);

    if (*proven) {
        return BS_OK;
    }
    if (rc == BS_OK && size_of(dir, "kiosk.db") == MISSING) {
        rc = bs_fail(&why, BS_NOTFOUND, "%s: there is no log", dir);
    }
    if (rc == BS_OK) {
        rc = check_file(dir, proven, &why);
    }
    if (rc == BS_OK && !*proven) {
        rc = check_log(dir, proven, &why);
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", why.text);
}

enum bs_err bs_outbox_is_damaged(const char *dir, bool *damaged, struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    bool proven = true;
    int lock = -1;
    enum bs_err rc;

    if (strlen(dir) + sizeof "/" OUTBOX_SALVAGE_MARK > DB_PATH_SIZE) {
        return bs_fail(err, BS_LIMIT, "a folder name that is too long");
    }
    (void)look_path(dir, "kiosk.lock", path);
    rc = bs_lock_take(path, &lock, err);
    if (rc != BS_OK) {
        return rc;
    }
    /* What one error that passed makes look like damage does not look so again. */
    for (int i = 0; rc == BS_OK && proven && i < LOOKS; i++) {
        if (i > 0) {
            forget_cached(dir);
        }
        proven = false;
        rc = prove(dir, &proven, err);
    }
    bs_lock_release(&lock);
    if (rc == BS_OK) {
        *damaged = proven;
    }
    return rc;
}
