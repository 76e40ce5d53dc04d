/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a stored record means: which submission it is, on which day it counts, and what that adds to the tallies. */

#include "storage_p.h"

#include <string.h>

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

bool storage_read_submission(const struct bs_record *record, struct bs_submission *out)
{
    return strcmp(record->kind, BS_KIND_SUBMISSION) == 0 && record->body.len > 0 &&
           bs_submission_decode(record->body, out, NULL) == BS_OK;
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

bool storage_understand(struct shelf *shelf, const char *tenant, const struct bs_record *record,
                        struct bs_submission *out, enum bs_err *rc, struct bs_error *err)
{
    *rc = BS_OK;
    return storage_read_submission(record, out) &&
           storage_submission_fits(shelf, tenant, out, rc, err);
}

enum bs_err storage_add_tally(struct bs_db *db, const struct tally *tally, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < tally->count; i++) {
        const struct tally_key *key = &tally->entries[i].key;
        const char *const texts[] = {key->tenant, key->programme, key->question, key->value,
                                     key->place,  key->lang,      key->channel};
        sqlite3_stmt *statement = NULL;

        rc = storage_ask(db, SQL_TALLY_ADD, &statement, err);
        if (rc == BS_OK) {
            for (int t = 0; t < 7; t++) {
                storage_bind_text(statement, t + 1, texts[t]);
            }
            storage_bind_int(statement, 8, key->trial);
            storage_bind_text(statement, 9, key->day);
            storage_bind_int(statement, 10, tally->entries[i].count);
            rc = bs_db_run(db, statement, err);
        }
    }
    return rc;
}

static enum bs_err understand_one(struct storage *storage, const char *tenant,
                                  sqlite3_stmt *pending, struct tally *tally, struct bs_error *err)
{
    int64_t row = sqlite3_column_int64(pending, 0);
    int64_t received_ms = sqlite3_column_int64(pending, 1);
    struct bs_record record;
    struct bs_submission submission;
    sqlite3_stmt *statement = NULL;
    char day[11];
    enum bs_err rc;

    if (bs_record_parse(storage_bytes(pending, 2), &record, NULL, NULL) != BS_OK) {
        return BS_OK; /* damage is for verify to find */
    }
    if (!storage_understand(&storage->shelf, tenant, &record, &submission, &rc, err)) {
        return rc;
    }
    storage_day_of(&record, received_ms, day);
    tally_submission(tally, tenant, day, &submission);
    rc = storage_ask(&storage->db, SQL_RECORD_UNDERSTOOD, &statement, err);
    if (rc == BS_OK) {
        storage_bind_int(statement, 1, row);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

enum bs_err storage_understand_pending(struct storage *storage, const char *tenant,
                                       struct bs_error *err)
{
    struct tally tally = {.count = 0};
    sqlite3_stmt *pending = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_RECORDS_PENDING, &pending, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(pending, 1, tenant);
    while ((rc = storage_row(&storage->db, pending, err)) == BS_OK) {
        rc = understand_one(storage, tenant, pending, &tally, err);
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(pending);
    if (rc == BS_NOTFOUND) {
        rc = storage_add_tally(&storage->db, &tally, err);
    }
    tally_finish(&tally);
    return rc;
}
