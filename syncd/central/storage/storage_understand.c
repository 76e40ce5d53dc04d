/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a stored record means: which submission it is, on which day it counts, and what that adds to the tallies. */

#include "correction.h"

#include <string.h>

#include "leaving.h"

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

void storage_day_of(const struct bs_record *record, int64_t received_ms, char out[11])
{
    bool wrong = record->wall_ms < no_clock_before_ms || record->wall_ms > received_ms + DAY_MS;

    bs_date_format(bs_date_in_amsterdam(wrong ? received_ms : record->wall_ms), out);
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

enum bs_err storage_mark_understood(struct storage *storage, int64_t row, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_RECORD_UNDERSTOOD, &statement, err);

    if (rc == BS_OK) {
        storage_bind_int(statement, 1, row);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

/* --- what was set aside, looked at again --- */

static enum bs_err understand_submission(struct storage *storage, const char *tenant,
                                         sqlite3_stmt *pending, const struct bs_record *record,
                                         const struct bs_submission *body, struct tally *tally,
                                         struct bs_error *err)
{
    char day[11];
    enum bs_err rc;

    if (!storage_submission_fits(&storage->shelf, tenant, body, &rc, err)) {
        return rc;
    }
    storage_day_of(record, sqlite3_column_int64(pending, 1), day);
    tally_submission(tally, tenant, day, body, 1);
    return storage_mark_understood(storage, sqlite3_column_int64(pending, 0), err);
}

static enum bs_err understand_correction(struct storage *storage, const char *tenant,
                                         sqlite3_stmt *pending, struct bs_submission *body,
                                         struct tally *tally, struct bs_error *err)
{
    char kiosk[BS_KIOSK_ID_TEXT];
    struct correction correction = {.tenant = tenant,
                                    .kiosk = kiosk,
                                    .log = sqlite3_column_int64(pending, 3),
                                    .seq = (uint64_t)sqlite3_column_int64(pending, 4),
                                    .body = body};
    int64_t row = sqlite3_column_int64(pending, 0);
    sqlite3_stmt *statement = NULL;
    struct bs_uuid first;
    enum bs_err rc = BS_OK;

    if (!storage_copy_text(pending, 5, kiosk, sizeof(kiosk)) ||
        !bs_uuid_parse(body->corrects, &first)) {
        return BS_OK;
    }
    /* A central that did not know corrections yet stored it without this. */
    if (sqlite3_column_type(pending, 6) == SQLITE_NULL) {
        rc = storage_ask(&storage->db, SQL_RECORD_CORRECTS, &statement, err);
        if (rc == BS_OK) {
            storage_bind_int(statement, 1, row);
            storage_bind_blob(statement, 2, first.bytes, sizeof(first.bytes));
            rc = bs_db_run(&storage->db, statement, err);
        }
    }
    return rc == BS_OK ? correction_retry(storage, row, &correction, tally, err) : rc;
}

static enum bs_err understand_leaving(struct storage *storage, const char *tenant,
                                      sqlite3_stmt *pending, const struct bs_record *record,
                                      const struct leaving *leaving, struct tally *tally,
                                      struct bs_error *err)
{
    char day[11];
    enum bs_err rc;

    if (!leaving_fits(&storage->shelf, tenant, leaving, &rc, err)) {
        return rc;
    }
    storage_day_of(record, sqlite3_column_int64(pending, 1), day);
    leaving_count(tally, tenant, day, leaving);
    return storage_mark_understood(storage, sqlite3_column_int64(pending, 0), err);
}

/* One record of a pass. In that of the submissions, what was left after the thanks is looked at too. */
static enum bs_err understand_one(struct storage *storage, const char *tenant,
                                  enum storage_reading wanted, sqlite3_stmt *pending,
                                  struct tally *tally, struct bs_error *err)
{
    struct bs_record record;
    struct bs_submission body;
    struct leaving leaving;
    enum storage_reading reading;

    if (bs_record_parse(storage_bytes(pending, 2), &record, NULL, NULL) != BS_OK) {
        return BS_OK; /* damage is for verify to find */
    }
    reading = storage_read_body(&record, &body);
    if (reading == STORAGE_READS_NOTHING && wanted == STORAGE_READS_SUBMISSION &&
        leaving_read(&record, &leaving)) {
        return understand_leaving(storage, tenant, pending, &record, &leaving, tally, err);
    }
    if (reading != wanted) {
        return BS_OK;
    }
    return wanted == STORAGE_READS_SUBMISSION
               ? understand_submission(storage, tenant, pending, &record, &body, tally, err)
               : understand_correction(storage, tenant, pending, &body, tally, err);
}

/* One pass over what is set aside in a tenant: the submissions, or the corrections. */
static enum bs_err understand_all(struct storage *storage, const char *tenant,
                                  enum storage_reading wanted, struct tally *tally,
                                  struct bs_error *err)
{
    sqlite3_stmt *pending = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_RECORDS_PENDING, &pending, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(pending, 1, tenant);
    while ((rc = storage_row(&storage->db, pending, err)) == BS_OK) {
        rc = understand_one(storage, tenant, wanted, pending, tally, err);
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
    enum bs_err rc = understand_all(storage, tenant, STORAGE_READS_SUBMISSION, &tally, err);

    if (rc == BS_OK) {
        rc = understand_all(storage, tenant, STORAGE_READS_CORRECTION, &tally, err);
    }
    if (rc == BS_OK) {
        rc = storage_add_tally(&storage->db, &tally, err);
    }
    tally_finish(&tally);
    return rc;
}

/* --- after an upgrade --- */

/* Raised with whatever is understood from then on: 2, corrections; 3, all kinds of questions and what is left after the
 * thanks. */
static const char understands[] = "3";

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
