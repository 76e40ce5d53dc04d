/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_DB_P_H
#define STORE_DB_P_H

/* What opening (db.c, lock.c) and running (db_run.c) share. */

#include <buurtstem/db.h>

enum { DB_PATH_SIZE = 4096 };

/* False if PATH or PATH-wal of a writer is not any more the file that was opened. */
bool db_is_in_place(const struct bs_db *db);

/*
 * Brings everything from the WAL into the file, which lets a file that shrank get smaller, and cuts the WAL to nothing; or
 * keeps the room that the WAL has for what is written next. Outside a transaction. Does not wait: BS_LATER when a reader is
 * in the way or the disk is full.
 */
enum bs_err db_clear_wal(struct bs_db *db, bool keeps_room, struct bs_error *err);

/* Gives up to pages_max free pages of the file back, as a transaction of its own. *given: how many; 0: there are none. */
enum bs_err db_shrink(struct bs_db *db, uint32_t pages_max, uint32_t *given, struct bs_error *err);

/*
 * Whether PATH holds the tables of one of the plan's versions and its header names another version, or another program: who
 * wrote those tables wrote both numbers in the same transaction, and SQLite proves nothing of them. A newer version has tables
 * that no version of the plan has. Reads only. False also when it cannot be told.
 */
bool db_is_misnamed(const char *path, const struct bs_db_plan *plan);

/*
 * Whether the tables are not those of the version that the header names, although that is no newer one than the plan's: a
 * letter changed in what was said to make them, which may be valid still and refuse what it should take. Reads only. False
 * also when it cannot be told.
 */
bool db_is_altered(const char *path, const struct bs_db_plan *plan);

/* Writes both numbers into such a file anew, if SQLite finds nothing else wrong with it; true if it did. For its only writer,
 * before it opens it. */
bool db_name_again(const char *path, const struct bs_db_plan *plan);

/* Looks at a folder before the database in it is opened; what it returns but BS_OK, opening returns. */
typedef enum bs_err db_look(const char *dir, struct bs_error *err);

/*
 * Opens DIR/NAME as bs_db_open does; a writer takes the lock DIR/LOCK first, as bs_lock_take does, keeps it in *fd
 * (a reader: -1), and looks around while it holds it (NULL: it need not, and a header that is misnamed is named again). BS_LIMIT: the folder's name is too long.
 */
enum bs_err db_open_locked(const char *dir, const char *name, const char *lock,
                           enum bs_db_mode mode, const struct bs_db_plan *plan, db_look *look,
                           struct bs_db *out, int *fd, struct bs_error *err);

#endif
