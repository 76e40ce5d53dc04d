/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a stored record means: which submission it is, on which day it counts, and what that adds to the tallies. */

#include "correction.h"

#include <string.h>

#include "meaning.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

/* 1 January 2026: before the first kiosk was built, so a clock that says so is wrong. */
static const int64_t no_clock_before_ms = INT64_C(1767225600000);

void storage_hash_raw(const char *hex, uint8_t out[STORAGE_HASH_SIZE])
{
    if (!bs_hex_parse(hex, out, STORAGE_HASH_SIZE)) {
        memset(out, 0, STORAGE_HASH_SIZE);
    }
}

void storage_hash_text(struct bs_bytes raw, char out[BS_HASH_TEXT])
{
    uint8_t copy[STORAGE_HASH_SIZE] = {0};

    if (raw.len == STORAGE_HASH_SIZE) {
        memcpy(copy, raw.data, STORAGE_HASH_SIZE);
    }
    bs_hex_format(copy, STORAGE_HASH_SIZE, out);
}

int64_t storage_time_of(const struct bs_record *record, int64_t received_ms)
{
    bool wrong = record->wall_ms < no_clock_before_ms || record->wall_ms > received_ms + DAY_MS;

    return wrong ? received_ms : record->wall_ms;
}

void storage_day_of(const struct bs_record *record, int64_t received_ms, char out[11])
{
    bs_date_format(bs_date_in_amsterdam(storage_time_of(record, received_ms)), out);
}

enum storage_reading storage_read_body(const struct bs_record *record, struct bs_submission *out)
{
    const bool is_submission = strcmp(record->kind, BS_KIND_SUBMISSION) == 0;
    const bool is_correction = strcmp(record->kind, BS_KIND_CORRECTION) == 0;

    if ((!is_submission && !is_correction) || record->body.len == 0 ||
        bs_submission_decode(record->body, out, NULL) != BS_OK ||
        is_correction != (out->corrects[0] != '\0')) {
        return STORAGE_READS_NOTHING;
    }
    return is_correction ? STORAGE_READS_CORRECTION : STORAGE_READS_SUBMISSION;
}

bool storage_submission_fits(struct shelf *shelf, const char *tenant,
                             const struct bs_submission *submission, enum bs_err *rc,
                             struct bs_error *err)
{
    const struct bs_programme *programme = NULL;

    *rc = shelf_find(shelf, tenant, submission->programme, submission->version, &programme, err);
    if (*rc != BS_OK) {
        *rc = *rc == BS_NOTFOUND ? BS_OK : *rc;
        return false;
    }
    return bs_submission_fits(submission, programme, NULL) == BS_OK;
}

static enum bs_err bind_and_run(struct bs_db *db, enum storage_sql index,
                                const struct tally_entry *entry, struct bs_error *err)
{
    const struct tally_key *key = &entry->key;
    const char *const texts[] = {key->tenant, key->programme, key->question, key->value,
                                 key->place,  key->lang,      key->channel};
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, index, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    for (int t = 0; t < 7; t++) {
        storage_bind_text(statement, t + 1, texts[t]);
    }
    storage_bind_int(statement, 8, key->trial);
    storage_bind_int(statement, 9, key->burst);
    storage_bind_text(statement, 10, key->day);
    if (index == SQL_TALLY_ADD) {
        storage_bind_int(statement, 11, entry->count);
    }
    return bs_db_run(db, statement, err);
}

enum bs_err storage_add_tally(struct bs_db *db, const struct tally *tally, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < tally->count; i++) {
        const struct tally_entry *entry = &tally->entries[i];

        if (entry->count != 0) { /* a correction may take back what came in with it */
            rc = bind_and_run(db, SQL_TALLY_ADD, entry, err);
        }
        if (rc == BS_OK && entry->count < 0) {
            rc = bind_and_run(db, SQL_TALLY_DROP, entry, err);
        }
    }
    return rc;
}

static enum bs_err note(struct storage *storage, enum storage_sql index, int64_t row, unsigned why,
                        struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, index, &statement, err);

    if (rc == BS_OK) {
        storage_bind_int(statement, 1, row);
        storage_bind_int(statement, 2, why);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

enum bs_err storage_mark_understood(struct storage *storage, int64_t row, unsigned notes,
                                    struct bs_error *err)
{
    return note(storage, SQL_RECORD_UNDERSTOOD, row, notes, err);
}

/* --- what was set aside, looked at again --- */

/* Columns of SQL_RECORDS_PENDING. */
enum {
    PENDING_ROW,
    PENDING_RECEIVED,
    PENDING_LINE,
    PENDING_LOG,
    PENDING_SEQ,
    PENDING_KIOSK,
    PENDING_CORRECTS,
    PENDING_WHY,
    PENDING_WAS_USED
};

static enum bs_err understand_correction(struct storage *storage, const char *tenant,
                                         sqlite3_stmt *pending, struct bs_submission *body,
                                         struct tally *tally, struct bs_error *err)
{
    char kiosk[BS_KIOSK_ID_TEXT];
    struct correction correction = {.tenant = tenant,
                                    .kiosk = kiosk,
                                    .log = sqlite3_column_int64(pending, PENDING_LOG),
                                    .seq = (uint64_t)sqlite3_column_int64(pending, PENDING_SEQ),
                                    .body = body};
    int64_t row = sqlite3_column_int64(pending, PENDING_ROW);
    sqlite3_stmt *statement = NULL;
    struct bs_uuid first;
    enum bs_err rc = BS_OK;

    if (!storage_copy_text(pending, PENDING_KIOSK, kiosk, sizeof(kiosk)) ||
        !bs_uuid_parse(body->corrects, &first)) {
        return BS_OK;
    }
    /* A central that did not know corrections yet stored it without this. */
    if (sqlite3_column_type(pending, PENDING_CORRECTS) == SQLITE_NULL) {
        rc = storage_ask(&storage->db, SQL_RECORD_CORRECTS, &statement, err);
        if (rc == BS_OK) {
            storage_bind_int(statement, 1, row);
            storage_bind_blob(statement, 2, first.bytes, sizeof(first.bytes));
            rc = bs_db_run(&storage->db, statement, err);
        }
    }
    if (rc == BS_OK && sqlite3_column_int(pending, PENDING_WHY) != STORAGE_ASIDE_WAITS) {
        rc = note(storage, SQL_RECORD_WHY, row, STORAGE_ASIDE_WAITS, err);
    }
    return rc == BS_OK ? correction_retry(storage, row, &correction, tally, err) : rc;
}

/* Whatever is no correction. */
static enum bs_err understand_other(struct storage *storage, const char *tenant,
                                    sqlite3_stmt *pending, const struct bs_record *record,
                                    struct meaning *meaning, struct tally *tally,
                                    struct bs_error *err)
{
    int64_t row = sqlite3_column_int64(pending, PENDING_ROW);
    const struct meaning_at at = {.tenant = tenant,
                                  .log = sqlite3_column_int64(pending, PENDING_LOG),
                                  .received_ms = sqlite3_column_int64(pending, PENDING_RECEIVED),
                                  .record = record};
    char day[11];
    enum bs_err rc;

    if (!meaning_fits(&storage->shelf, tenant, sqlite3_column_int(pending, PENDING_WAS_USED) != 0,
                      meaning, &rc, err) ||
        !meaning_has_room(&storage->db, tenant, meaning, &rc, err)) {
        return rc == BS_OK && sqlite3_column_int(pending, PENDING_WHY) != (int)meaning->why
                   ? note(storage, SQL_RECORD_WHY, row, meaning->why, err)
                   : rc;
    }
    rc = meaning_keep(&storage->db, &at, meaning, err);
    storage_day_of(record, at.received_ms, day);
    meaning_count(tally, tenant, day, meaning);
    return rc == BS_OK ? storage_mark_understood(storage, row, meaning->notes, err) : rc;
}

/* One record of a pass over the corrections, or over all others. */
static enum bs_err understand_one(struct storage *storage, const char *tenant, bool corrections,
                                  sqlite3_stmt *pending, struct tally *tally, struct bs_error *err)
{
    struct bs_record record;
    struct meaning meaning;

    if (bs_record_parse(storage_bytes(pending, PENDING_LINE), &record, NULL, NULL) != BS_OK) {
        return BS_OK; /* damage is for verify to find */
    }
    meaning_read(&record, &meaning);
    if ((meaning.what == MEANING_CORRECTION) != corrections) {
        return BS_OK;
    }
    return corrections ? understand_correction(storage, tenant, pending, &meaning.body, tally, err)
                       : understand_other(storage, tenant, pending, &record, &meaning, tally, err);
}

/* One pass over what is set aside in a tenant: the corrections, or all others. */
static enum bs_err understand_all(struct storage *storage, const char *tenant, bool corrections,
                                  struct tally *tally, struct bs_error *err)
{
    sqlite3_stmt *pending = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_RECORDS_PENDING, &pending, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(pending, 1, tenant);
    while ((rc = storage_row(&storage->db, pending, err)) == BS_OK) {
        rc = understand_one(storage, tenant, corrections, pending, tally, err);
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(pending);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_understand_pending(struct storage *storage, const char *tenant,
                                       struct bs_error *err)
{
    struct tally tally = {.count = 0};
    enum bs_err rc = understand_all(storage, tenant, false, &tally, err);

    if (rc == BS_OK) {
        rc = understand_all(storage, tenant, true, &tally, err);
    }
    if (rc == BS_OK) {
        rc = storage_add_tally(&storage->db, &tally, err);
    }
    tally_finish(&tally);
    return rc;
}

/* --- after an upgrade --- */

/* Raised with whatever is understood from then on: 2, corrections; 3, all kinds of questions and what is left after the
 * thanks; 4, epochs that go on, and why a record is set aside; 5, what connectors send. */
static const char understands[] = "5";

static enum bs_err is_understood(struct storage *storage, bool *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_SETTING, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, "understands");
    rc = storage_row(&storage->db, statement, err);
    if (rc == BS_OK || rc == BS_NOTFOUND) {
        struct bs_bytes stored = {NULL, 0};

        if (rc == BS_OK) {
            stored = storage_bytes(statement, 0);
        }
        *out = stored.len == sizeof(understands) - 1 &&
               memcmp(stored.data, understands, stored.len) == 0;
        rc = BS_OK;
    }
    sqlite3_reset(statement);
    return rc;
}

static enum bs_err understand_tenants(struct storage *storage, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_TENANTS, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(&storage->db, row, err)) == BS_OK) {
        char tenant[8];

        if (storage_copy_text(row, 0, tenant, sizeof(tenant))) {
            rc = storage_understand_pending(storage, tenant, err);
        }
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err note_understood(struct storage *storage, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_CHANGE_SETTING, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, "understands");
        storage_bind_blob(statement, 2, understands, sizeof(understands) - 1);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

enum bs_err storage_understand_more(struct storage *storage, struct bs_error *err)
{
    bool is_done = false;
    enum bs_err rc = is_understood(storage, &is_done, err);

    if (rc != BS_OK || is_done) {
        return rc;
    }
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = understand_tenants(storage, err);
    }
    if (rc == BS_OK) {
        rc = note_understood(storage, err);
    }
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
    bs_db_finish(&storage->db);
    return rc;
}
