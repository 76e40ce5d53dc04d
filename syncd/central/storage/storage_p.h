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
    char path[STORAGE_PATH_MAX];
    struct storage_counters counters;
    struct shelf shelf; /* programmes by version, parsed */
};

enum storage_sql {
    SQL_PUT_SETTING,
    SQL_CHANGE_SETTING,
    SQL_SETTING,
    SQL_PUT_TENANT,
    SQL_TENANT,
    SQL_TENANTS,
    SQL_PUT_PLACE,
    SQL_PLACE,
    SQL_PLACES,
    SQL_PUT_PROGRAMME,
    SQL_PROGRAMME,
    SQL_PROGRAMME_NEWEST,
    SQL_PROGRAMMES,
    SQL_PROGRAMME_OF_CODE,
    SQL_PROGRAMME_CODES,
    SQL_PROGRAMME_VERSIONS,
    SQL_PROGRAMME_DIGESTS,
    SQL_PUT_OUTCOME,
    SQL_OUTCOME,
    SQL_OUTCOME_NEWEST,
    SQL_OUTCOMES_NEWEST,
    SQL_OUTCOME_DIGESTS,
    SQL_REGISTER,
    SQL_PUT_KIOSK,
    SQL_KIOSK,
    SQL_KIOSK_BY_TOKEN,
    SQL_KIOSK_BY_CODE,
    SQL_KIOSKS,
    SQL_KIOSK_BY_NEXT_TOKEN,
    SQL_KIOSK_ENROL,
    SQL_TOKEN_TAKEN,
    SQL_PUT_NEXT_TOKEN,
    SQL_USE_NEXT_TOKEN,
    SQL_PAST_TOKEN,
    SQL_ASK_NEW_TOKEN,
    SQL_KIOSK_STATE,
    SQL_KIOSK_WAS_USED,
    SQL_KIOSK_SEEN,
    SQL_KIOSK_NOTE_BUNDLE,
    SQL_KIOSK_KEEP_BUNDLE,
    SQL_KIOSK_BUNDLE,
    SQL_FORGET_BUNDLES,
    SQL_PUT_HEARTBEAT,
    SQL_HEARTBEAT,
    SQL_FLEET,
    SQL_HEARTBEATS,
    SQL_PUT_LOG,
    SQL_LOG,
    SQL_LOGS,
    SQL_LOG_MOVE,
    SQL_LOG_FORKED,
    SQL_LOG_BACKED_UP,
    SQL_LOGS_BACKED_UP,
    SQL_PUT_RECORD,
    SQL_PUT_RECORDS,
    SQL_RECORD_HASH,
    SQL_RECORD_LINE,
    SQL_RECORD_BY_ID,
    SQL_RECORD_BY_ROW,
    SQL_RECORD_UNDERSTOOD,
    SQL_RECORD_WHY,
    SQL_PUT_CARRIED,
    SQL_RECORD_CORRECTS,
    SQL_RECORDS_SET_ASIDE,
    SQL_RECORDS_PENDING,
    SQL_RECORDS_OF_LOG,
    SQL_RECORDS_OF_KIOSK,
    SQL_RECORDS_ASIDE_OF,
    SQL_ENDINGS,
    SQL_FORKS,
    SQL_RECORDS_AFTER,
    SQL_VOLUME_ADD,
    SQL_VOLUMES,
    SQL_RECORDS_ORPHANED,
    SQL_LOGS_OVERSTATED,
    SQL_CARRIED_LINES,
    SQL_LINES_BESIDE,
    SQL_CORRECTED,
    SQL_CORRECTION_LAST,
    SQL_CORRECTIONS_OF,
    SQL_CORRECTIONS_WAITING,
    SQL_CORRECTIONS_ANY_WAITS,
    SQL_COMPLETENESS,
    SQL_EPOCHS,
    SQL_PUT_FORK,
    SQL_PUT_QUARANTINE,
    SQL_QUARANTINED,
    SQL_QUARANTINES,
    SQL_QUARANTINE_BYTES,
    SQL_QUARANTINE_LINES,
    SQL_QUARANTINE_EPOCHS,
    SQL_QUARANTINE_NEXT,
    SQL_QUARANTINE_LEAVE,
    SQL_QUARANTINE_DROP,
    SQL_TALLY_ADD,
    SQL_TALLY_DROP,
    SQL_TALLIES,
    SQL_TOTALS,
    SQL_LEFT,
    SQL_SUMS,
    SQL_COUNTS,
    SQL_COUNTS_BY_PLACE,
    SQL_COUNTS_BY_LANGUAGE,
    SQL_COUNTS_BY_CHANNEL,
    SQL_COUNTS_BY_DAY,
    SQL_SO_FAR,
    SQL_SHOWN,
    SQL_PUT_SHOWN,
    SQL_PUT_STAFF,
    SQL_STAFF,
    SQL_PUT_SESSION,
    SQL_SESSION,
    SQL_TOUCH_SESSION,
    SQL_END_SESSION,
    SQL_END_SESSIONS_OF,
    SQL_END_OLD_SESSIONS,
    SQL_END_ALL_SESSIONS,
    SQL_PUT_NOTICE,
    SQL_END_NOTICE,
    SQL_NOTICES,
    SQL_PUT_PART,
    SQL_PART,
    SQL_INTEGRITY,
    SQL_COUNT
};

extern const struct bs_db_plan storage_plan;

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

/* The Amsterdam day on which a record counts: by its own clock where that can be true, else by when it came in. */
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
