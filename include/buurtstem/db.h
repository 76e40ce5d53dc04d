/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_DB_H
#define BUURTSTEM_DB_H

/*
 * SQLite opened defensively, for the databases of all three programs. Statements stand in one table per database and are
 * used by index; values are always bound. SQLite's own header is included only by the store and by central's storage.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

struct sqlite3;
struct sqlite3_stmt;

enum bs_db_mode {
    BS_DB_WRITER, /* WAL, synchronous FULL, persistent WAL; the only writer and checkpointer of the file */
    BS_DB_READER, /* mode=ro, query_only, never checkpoints */
    /* As a writer, for a file that nobody else reads: mode 0600, and a rollback journal that is truncated when a
     * transaction ends. */
    BS_DB_PRIVATE
};

/* One step forward; step k takes the file from version k to k+1, and changes a table: they tell what the version is. */
struct bs_db_plan {
    uint32_t application_id; /* written into the file: a foreign file is refused */
    const char *const *migrations;
    size_t migration_count;
    const char *const *statements;
    size_t statement_count;
    bool
        shrinks; /* a file made by it can give pages back to the disk: what is removed from it may be much */
};

struct bs_db {
    struct sqlite3 *handle;
    struct sqlite3_stmt **prepared; /* owned; one a statement, made at first use */
    const struct bs_db_plan *plan;  /* borrowed; static */
    char *path;                     /* owned */
    char *marker;                   /* owned; PATH-open of a writer */
    /* device and inode of a writer's PATH and PATH-wal as they were opened; 0: unknown */
    uint64_t place[2][2];
    bool is_reader;
    bool is_private;
    bool in_transaction;
    bool
        is_doubtful; /* the file has to be checked before it is written again: closing leaves PATH-open behind */
    int broken_by; /* SQLite's result when it was BS_BROKEN last; 0: it never was */
};

/* Once per process, before threads and files: SQLite then keeps no account of its memory, which takes a lock for each piece. */
void bs_db_start(void);

/*
 * Opens and, as a writer, makes or migrates the file (each step in a transaction of its own, file mode 0640) and runs a
 * quick check when the last writer did not close it: while a writer has PATH open, PATH-open stands beside it. What that
 * writer left in the WAL is then written and synced again, as nobody knows whether it was.
 * Defensive: no trusted schema, no double-quoted strings, no ATTACH (so no VACUUM INTO), cell size check, no memory map,
 * lowered limits. The caller sees to it that there is one writer (bs_lock_take).
 *
 * A reader needs PATH, PATH-wal and PATH-shm readable and writes none of them; a writer leaves all three in place. Inside
 * one process the writer has to be opened first, since SQLite shares one view of PATH-shm between its connections.
 *
 * BS_NOTFOUND (reader): no file. BS_REFUSED: another program's file, or a newer version: the sentence names the file and
 * both versions. BS_LATER: busy or full; a reader's also: its writer has not prepared or migrated it yet. BS_LIMIT: the
 * path is too long. BS_BROKEN: damaged, unreadable, not a file, or on a disk that allows no WAL. Blocks on the disk; waits
 * for a busy file two seconds at most.
 */
enum bs_err bs_db_open(const char *path, enum bs_db_mode mode, const struct bs_db_plan *plan,
                       struct bs_db *out, struct bs_error *err);
/* A writer brings everything from the WAL into the file first, unless the disk is full or a reader in the way; if the disk
 * fails, PATH-open stays. A zeroed one is fine. */
void bs_db_close(struct bs_db *db);

/* The statement, reset and without bindings, valid until the next call for the same index. NULL after filling err. */
struct sqlite3_stmt *bs_db_statement(struct bs_db *db, size_t index, struct bs_error *err);

/* Runs a statement that returns no row. BS_REFUSED: a constraint of the table says no; else as bs_db_fail. */
enum bs_err bs_db_run(struct bs_db *db, struct sqlite3_stmt *statement, struct bs_error *err);
/* Steps once: BS_OK with a row, BS_NOTFOUND without. Reset it when done with the row. */
enum bs_err bs_db_row(struct bs_db *db, struct sqlite3_stmt *statement, struct bs_error *err);

/* begin takes the write lock at once. finish rolls back unless committed; both accept a failed begin. commit is BS_BROKEN
 * when PATH or PATH-wal was removed, moved or replaced since it was opened: what is written there, nobody finds again. */
enum bs_err bs_db_begin(struct bs_db *db, struct bs_error *err);
enum bs_err bs_db_begin_read(struct bs_db *db, struct bs_error *err);
enum bs_err bs_db_commit(struct bs_db *db, struct bs_error *err);
void bs_db_finish(struct bs_db *db);

/*
 * Writes the whole file anew (VACUUM), so that its pages hold nothing that was removed: a row that is erased is overwritten, but
 * not the copies of it that were left in the room between rows when SQLite moved rows from page to page. By a writer, outside a
 * transaction, with no statement under way; needs room for the file once more in the folder that SQLITE_TMPDIR names (a file
 * that nobody else can open) and once in its WAL. Blocks for some seconds a gigabyte. BS_LATER:
 * too little room, or busy; else as bs_db_fail. What is in the file is the same whether it succeeds or not.
 */
enum bs_err bs_db_rewrite(struct bs_db *db, struct bs_error *err);

/* SQLite's last result as ours, with a sentence that names the file and `what` ("append a record"): full, busy and short
 * memory are BS_LATER, a constraint BS_REFUSED, too large a value BS_LIMIT, damage and I/O errors BS_BROKEN (then close
 * and open again). Never holds a value. */
enum bs_err bs_db_fail(struct bs_db *db, const char *what, struct bs_error *err);

/* An advisory lock on PATH for the life of *fd (O_CLOEXEC), tried for a tenth of a second: BS_REFUSED with the holder's pid if another process, or another
 * holder in this one, has it. BS_BAD: root, in the folder of another user, whose service could not write what root makes
 * there. BS_LATER: no space. BS_BROKEN: cannot be made. The file stays when it is released (*fd is then -1; releasing -1
 * is fine). */
enum bs_err bs_lock_take(const char *path, int *fd, struct bs_error *err);
void bs_lock_release(int *fd);

/* Whether anybody has it. Makes nothing; asks by having it for an instant itself. */
bool bs_lock_is_held(const char *path);
/* Whether this is root and the folder of PATH another user's, so that bs_lock_take says BS_BAD; and who that is, "NAME" if it
 * has none. */
#define BS_LOCK_OWNER_TEXT 64
bool bs_lock_is_for_another(const char *path, char owner[BS_LOCK_OWNER_TEXT]);

#endif
