/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements, transactions, and what SQLite's results mean to a caller. */

#include <buurtstem/db.h>

#include <assert.h>
#include <string.h>
#include <sys/statvfs.h>

#include <sqlite3.h>

#include "db_p.h"

static const char sql_begin[] = "BEGIN IMMEDIATE";
static const char sql_begin_read[] = "BEGIN";
static const char sql_commit[] = "COMMIT";
static const char sql_rollback[] = "ROLLBACK";
/* The copy that it makes on the way is as large as the file: not in memory. */
static const char sql_rewrite[] = "PRAGMA temp_store=FILE; VACUUM;";
static const char sql_rewritten[] = "PRAGMA temp_store=MEMORY;";

/* ---- errors ---- */

/*
 * SQLite calls a quota and a file size limit I/O errors; to us they are a full disk. What the disk did not take may be
 * tried again; what it took and then could not keep may not: after a sync that failed the system forgets what was not
 * written, and the next sync says that all is well.
 */
static bool is_full_disk(int result, int system_errno)
{
    return bs_err_of_write(system_errno) == BS_LATER && result != SQLITE_IOERR_FSYNC &&
           result != SQLITE_IOERR_DIR_FSYNC && result != SQLITE_IOERR_CLOSE;
}

/* A file that cannot be made is tried read-only next, and why it could not is forgotten. */
static bool takes_no_more_files(const struct bs_db *db)
{
    struct statvfs disk;

    return statvfs(db->path, &disk) == 0 &&
           (disk.f_bavail == 0 || (disk.f_files > 0 && disk.f_favail == 0));
}

static enum bs_err code_of(const struct bs_db *db, int result, int system_errno)
{
    switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
        return BS_LATER;
    case SQLITE_IOERR:
        return result == SQLITE_IOERR_NOMEM || is_full_disk(result, system_errno) ? BS_LATER
                                                                                  : BS_BROKEN;
    case SQLITE_CANTOPEN:
        return db->is_reader || takes_no_more_files(db) ? BS_LATER : bs_err_of_write(system_errno);
    case SQLITE_READONLY:
        return db->is_reader ? BS_LATER
                             : BS_BROKEN; /* a reader's: the writer has still to recover PATH-shm */
    case SQLITE_CONSTRAINT:
        return BS_REFUSED;
    case SQLITE_TOOBIG:
        return BS_LIMIT;
    case SQLITE_INTERRUPT:
        return BS_AGAIN;
    default:
        return BS_BROKEN;
    }
}

/* What the system said: SQLite's own note is gone when it tidied up meanwhile; its files remember longer. */
static int errno_of(const struct bs_db *db)
{
    sqlite3_file *wal = NULL;
    int number = sqlite3_system_errno(db->handle);

    if (number == 0) {
        (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
        if (wal != NULL && wal->pMethods != NULL) {
            (void)wal->pMethods->xFileControl(wal, SQLITE_FCNTL_LAST_ERRNO, &number);
        }
    }
    if (number == 0) {
        (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_LAST_ERRNO, &number);
    }
    return number;
}

enum bs_err bs_db_fail(struct bs_db *db, const char *what, struct bs_error *err)
{
    const char *sentence;
    int result, number;
    enum bs_err rc;

    if (db->handle == NULL) {
        return bs_fail(err, BS_LATER, "%s: cannot %s: out of memory", db->path, what);
    }
    result = sqlite3_extended_errcode(db->handle);
    sentence = sqlite3_errmsg(db->handle);
    number =
        (result & 0xff) == SQLITE_IOERR || (result & 0xff) == SQLITE_CANTOPEN ? errno_of(db) : 0;
    rc = code_of(db, result, number);
    if (rc == BS_BROKEN) {
        db->is_doubtful = true;
        db->broken_by = result;
    }
    if (number != 0) {
        return bs_fail(err, rc, "%s: cannot %s: %s (%d): %s", db->path, what, sentence, result,
                       strerror(number));
    }
    return bs_fail(err, rc, "%s: cannot %s: %s (%d)", db->path, what, sentence, result);
}

/* ---- statements ---- */

struct sqlite3_stmt *bs_db_statement(struct bs_db *db, size_t index, struct bs_error *err)
{
    assert(index < db->plan->statement_count);
    if (db->prepared[index] == NULL) {
        if (sqlite3_prepare_v3(db->handle, db->plan->statements[index], -1,
                               SQLITE_PREPARE_PERSISTENT, &db->prepared[index],
                               NULL) != SQLITE_OK) {
            (void)bs_db_fail(db, "prepare a statement", err);
            return NULL;
        }
        return db->prepared[index];
    }
    (void)sqlite3_reset(db->prepared[index]);
    (void)sqlite3_clear_bindings(db->prepared[index]);
    return db->prepared[index];
}

enum bs_err bs_db_run(struct bs_db *db, struct sqlite3_stmt *statement, struct bs_error *err)
{
    int result = sqlite3_step(statement);
    enum bs_err rc = BS_OK;

    assert(result != SQLITE_ROW);
    if (result != SQLITE_DONE) {
        rc = bs_db_fail(db, "write", err);
    }
    (void)sqlite3_reset(statement);
    return rc;
}

enum bs_err bs_db_row(struct bs_db *db, struct sqlite3_stmt *statement, struct bs_error *err)
{
    int result = sqlite3_step(statement);
    enum bs_err rc = BS_NOTFOUND;

    if (result == SQLITE_ROW) {
        return BS_OK;
    }
    if (result != SQLITE_DONE) {
        rc = bs_db_fail(db, "read", err);
    }
    (void)sqlite3_reset(statement);
    return rc;
}

/* ---- transactions ---- */

static enum bs_err begin(struct bs_db *db, const char *sql, struct bs_error *err)
{
    assert(!db->in_transaction);
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK) {
        return bs_db_fail(db, "begin", err);
    }
    db->in_transaction = true;
    return BS_OK;
}

enum bs_err bs_db_begin(struct bs_db *db, struct bs_error *err)
{
    return begin(db, sql_begin, err);
}

enum bs_err bs_db_begin_read(struct bs_db *db, struct bs_error *err)
{
    return begin(db, sql_begin_read, err);
}

enum bs_err bs_db_commit(struct bs_db *db, struct bs_error *err)
{
    assert(db->in_transaction);
    if (!db->is_reader && !db_is_in_place(db)) { /* closing still brings the WAL into the file */
        return bs_fail(err, BS_BROKEN, "%s: was removed, moved or replaced while it was open",
                       db->path);
    }
    if (sqlite3_exec(db->handle, sql_commit, NULL, NULL, NULL) != SQLITE_OK) {
        return bs_db_fail(db, "commit", err);
    }
    db->in_transaction = false;
    return BS_OK;
}

void bs_db_finish(struct bs_db *db)
{
    if (!db->in_transaction) {
        return;
    }
    db->in_transaction = false;
    for (size_t i = 0; i < db->plan->statement_count; i++) {
        (void)sqlite3_reset(db->prepared[i]); /* NULL is fine */
    }
    if (!sqlite3_get_autocommit(db->handle) &&
        sqlite3_exec(db->handle, sql_rollback, NULL, NULL, NULL) != SQLITE_OK) {
        db->is_doubtful = true;
    }
}

/* ---- the whole file ---- */

enum bs_err bs_db_rewrite(struct bs_db *db, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    assert(!db->is_reader && !db->in_transaction);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 1); /* it attaches its copy */
    if (sqlite3_exec(db->handle, sql_rewrite, NULL, NULL, NULL) != SQLITE_OK) {
        rc = bs_db_fail(db, "be written anew", err);
    }
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_exec(db->handle, sql_rewritten, NULL, NULL, NULL);
    return rc;
}
