/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking at kiosk.db from outside, and proving damage: what is set aside must deserve it. */

#include "outbox_look.h"

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
    HEADER = 100,
    WRITE_VERSION = 18,
    USER_VERSION = 63,
    WAL_HEADER = 32,
    VERSION_MOST = 100, /* of this or any later program */
};

bool look_path(const char *dir, const char *name, char out[DB_PATH_SIZE])
{
    int len = snprintf(out, DB_PATH_SIZE, "%s/%s", dir, name);

    return len > 0 && len < DB_PATH_SIZE;
}

/* Its size; -1: it is not there. */
static long long size_of(const char *dir, const char *name)
{
    char path[DB_PATH_SIZE];
    struct stat status;

    return look_path(dir, name, path) && stat(path, &status) == 0 ? (long long)status.st_size : -1;
}

/* Whether the file was written by way of a WAL: such a one keeps it for good. */
static bool had_wal(const char *dir)
{
    char path[DB_PATH_SIZE];
    unsigned char header[HEADER];
    ssize_t got = 0;
    int fd = look_path(dir, "kiosk.db", path) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

    if (fd >= 0) {
        got = pread(fd, header, sizeof header, 0);
        close(fd);
    }
    return got == (ssize_t)sizeof header && memcmp(header, "SQLite format 3", 16) == 0 &&
           header[WRITE_VERSION] == 2 && header[USER_VERSION] > 0;
}

static bool has_text(const uint8_t *page, const char *text)
{
    return memmem(page, ROWS_PAGE, text, strlen(text)) != NULL;
}

static uint32_t number_at(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* A file with our tables that says to be another program's, or of a version that nobody can have made: SQLite proves nothing of
 * these two numbers, and what is refused for them would be refused for ever. */
static bool is_misnamed(const char *dir)
{
    char path[DB_PATH_SIZE];
    uint8_t page[ROWS_PAGE] = {0};
    ssize_t got = 0;
    int fd = look_path(dir, "kiosk.db", path) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

    if (fd >= 0) {
        got = pread(fd, page, sizeof page, 0);
        close(fd);
    }
    return got == (ssize_t)sizeof page && has_text(page, "CREATE TABLE epoch (") &&
           has_text(page, "CREATE TABLE record (") &&
           (number_at(page + 68) != outbox_plan.application_id ||
            number_at(page + 60) > VERSION_MOST);
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

enum bs_err outbox_look(const char *dir, struct bs_error *err)
{
    long long file = size_of(dir, "kiosk.db"), wal = size_of(dir, "kiosk.db-wal");

    if (size_of(dir, OUTBOX_SALVAGE_MARK) >= 0) {
        return bs_fail(err, BS_BROKEN, "%s/kiosk.db: was set aside, and is not saved yet", dir);
    }
    if (file <= 0 && wal > WAL_HEADER) {
        return bs_fail(err, BS_BROKEN, "%s/kiosk.db: is gone, and its WAL is not", dir);
    }
    /* What a WAL still has to bring may be that very page, whole. */
    if (wal <= WAL_HEADER && is_misnamed(dir)) {
        return bs_fail(err, BS_BROKEN, "%s/kiosk.db: its header is damaged", dir);
    }
    if (size_of(dir, "kiosk.db-open") < 0) {
        if (wal < 0 && had_wal(dir)) {
            make_wal(dir);
        }
        return BS_OK;
    }
    if (wal < 0 && had_wal(dir)) {
        return bs_fail(err, BS_BROKEN, "%s/kiosk.db: its WAL is gone", dir);
    }
    if (wal > WAL_HEADER && is_wal_foreign(dir)) {
        return bs_fail(err, BS_BROKEN, "%s/kiosk.db: its WAL is another file's", dir);
    }
    return BS_OK;
}

/* ---- proving damage ---- */

static bool is_damage(int result)
{
    return (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB;
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
    result = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (result == SQLITE_OK) {
        (void)sqlite3_extended_result_codes(handle, 1);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 4 * 1024 * 1024);
        result = sqlite3_prepare_v2(handle, "PRAGMA quick_check(1)", -1, &statement, NULL);
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
    result = sqlite3_errcode(outbox.db.handle);
    if (rc == BS_BROKEN && (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE ||
                            is_damage(result))) {
        *proven = true;
        rc = BS_OK;
    } else if (rc != BS_OK) {
        rc = bs_fail(err, rc, "%s", why.text);
    }
    bs_db_close(&outbox.db);
    return rc;
}

enum bs_err bs_outbox_is_damaged(const char *dir, bool *damaged, struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    bool proven = false;
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
    proven = outbox_look(dir, NULL) == BS_BROKEN;
    if (!proven && size_of(dir, "kiosk.db") < 0) {
        rc = bs_fail(err, BS_NOTFOUND, "%s: there is no log", dir);
    }
    if (rc == BS_OK && !proven) {
        rc = check_file(dir, &proven, err);
    }
    if (rc == BS_OK && !proven) {
        rc = check_log(dir, &proven, err);
    }
    bs_lock_release(&lock);
    if (rc == BS_OK) {
        *damaged = proven;
    }
    return rc;
}
