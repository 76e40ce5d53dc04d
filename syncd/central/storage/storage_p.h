/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_P_H
#define STORAGE_P_H

/* What the files of the SQLite storage share: the handle, the statements by index, and binding. */

#include <pthread.h>
#include <sqlite3.h>

#include <buurtstem/db.h>

#include "shelf.h"
#include "storage.h"
#include "storage_overview.h"
#include "storage_sql.h"
#include "tally.h"

#define STORAGE_PATH_MAX  512
#define STORAGE_HASH_SIZE 32

/*
 * One writing connection, used by one thread at a time. The mutex is recursive, so that a visitor may ask storage
 * something else while it looks at a row.
 */
struct storage {
    struct bs_db db;
    pthread_mutex_t mutex;
    int lock_fd;
    bool
        is_lost; /* a commit said BS_BROKEN: the disk failed, or the file is no longer the one at its path */
    bool owes_checkpoint; /* words that were destroyed may still stand in the write-ahead log */
    char path[STORAGE_PATH_MAX];
    struct storage_counters counters;
    struct shelf shelf; /* programmes by version, parsed */
};

/* How a record in the log was understood. */
enum storage_record_state {
    /* A submission that fits its programme, or a correction of one; the visit is in the tallies once. */
    STORAGE_RECORD_COUNTED,
    STORAGE_RECORD_ASIDE, /* stored, not understood; shown to staff */
    STORAGE_RECORD_SAME   /* the same record as one that came in another epoch; never counted */
};

void storage_enter(struct storage *storage);
void storage_leave(struct storage *storage);

/* bs_db_commit that remembers a broken one, for storage_ping. */
enum bs_err storage_commit(struct storage *storage, struct bs_error *err);

/* Notes, in the caller's transaction, that something was destroyed of which copies may stand between the rows of the file.
 * Errors as of bs_db_run. */
enum bs_err storage_owe_rewrite(struct storage *storage, struct bs_error *err);
/* Writes the file anew if that is owed, and empties the write-ahead log. False: it stays owed, why is logged; storage_ping tells
 * of a disk that failed. Blocks for some seconds a gigabyte, holding the mutex. */
bool storage_pay_rewrite(struct storage *storage);

/* The statement, ready for binding; else why not. */
enum bs_err storage_ask(struct bs_db *db, enum storage_sql index, sqlite3_stmt **out,
                        struct bs_error *err);

/* bs_db_row that leaves err alone when there is no row, so that the caller may say what is missing. */
enum bs_err storage_row(struct bs_db *db, sqlite3_stmt *statement, struct bs_error *err);

/* Binding cannot fail but for a wrong index, which is our own mistake. Text is borrowed until the statement is reset. */
void storage_bind_text(sqlite3_stmt *statement, int at, const char *text);
void storage_bind_int(sqlite3_stmt *statement, int at, int64_t value);
void storage_bind_blob(sqlite3_stmt *statement, int at, const void *data, size_t size);

/* Copies a text column; false if it does not fit. A NULL column is "". */
bool storage_copy_text(sqlite3_stmt *statement, int column, char *out, size_t size);
struct bs_bytes storage_bytes(sqlite3_stmt *statement, int column);

/* A hash as it is kept, and as it is shown. Zeros for what is not a hash. */
void storage_hash_raw(const char *hex, uint8_t out[STORAGE_HASH_SIZE]);
void storage_hash_text(struct bs_bytes raw, char out[BS_HASH_TEXT]);

/* A number under a name, in the table of settings; 0 if it is not there. put: a transaction of its own unless one is open. */
enum bs_err storage_number(struct bs_db *db, const char *name, int64_t *out, struct bs_error *err);
enum bs_err storage_put_number(struct bs_db *db, const char *name, int64_t value,
                               struct bs_error *err);

/* What is published under that version, from SQL_PROGRAMME or SQL_OUTCOME: BS_OK, the same bytes; BS_NOTFOUND, nothing yet;
 * BS_REFUSED, other bytes. `what` stands before the id in that sentence. */
enum bs_err storage_compare_version(struct storage *storage, enum storage_sql index,
                                    const char *what, const char *tenant, const char *id,
                                    int version, struct bs_bytes json, struct bs_error *err);

/* From the columns tenant, id, version, published, json. */
enum bs_err storage_read_programme(sqlite3_stmt *statement, struct storage_programme *out,
                                   struct bs_error *err);

/* Adds what was gathered to the table, inside the caller's transaction. */
enum bs_err storage_add_tally(struct bs_db *db, const struct tally *tally, struct bs_error *err);

/* When a record was made: by its own clock where that can be true, else when it came in. */
int64_t storage_time_of(const struct bs_record *record, int64_t received_ms);

/* The Amsterdam day on which a record counts: that of storage_time_of. */
void storage_day_of(const struct bs_record *record, int64_t received_ms, char out[11]);

/* Looks again at what was set aside in a tenant, now that a programme came; inside the caller's transaction. */
enum bs_err storage_understand_pending(struct storage *storage, const char *tenant,
                                       struct bs_error *err);

/* The same in every tenant, once after each upgrade to a central that understands more. */
enum bs_err storage_understand_more(struct storage *storage, struct bs_error *err);

/* From set aside to counted, for the row of a record, with the notes of meaning.h. */
enum bs_err storage_mark_understood(struct storage *storage, int64_t row, unsigned notes,
                                    struct bs_error *err);

/* Keeps the lines of a revoked kiosk outside the log. BS_LIMIT: there are enough of them. */
enum bs_err storage_put_quarantine(struct storage *storage, const struct storage_kiosk *kiosk,
                                   const struct bs_batch *batch, int64_t now_ms,
                                   struct bs_error *err);

/* storage_verify of the database at `path`. */
enum bs_err storage_verify_file(const char *path, storage_finding *found, void *self,
                                struct bs_error *err);

/* What a record is by its bytes alone, without the database; then *out holds its body. */
enum storage_reading { STORAGE_READS_NOTHING, STORAGE_READS_SUBMISSION, STORAGE_READS_CORRECTION };
enum storage_reading storage_read_body(const struct bs_record *record, struct bs_submission *out);
/* Whether its answers fit its programme version. A database failure is in *rc. */
bool storage_submission_fits(struct shelf *shelf, const char *tenant,
                             const struct bs_submission *submission, enum bs_err *rc,
                             struct bs_error *err);

#endif
