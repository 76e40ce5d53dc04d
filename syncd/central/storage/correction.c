/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One visit, one count: what a correction takes back and what it adds. */

#include "correction.h"

#include <string.h>

#include "meaning.h"

void correction_inherit(const struct bs_submission *first, struct bs_submission *body)
{
    memcpy(body->place, first->place, sizeof(body->place));
    body->channel = first->channel;
    body->is_trial = first->is_trial;
    body->is_burst = first->is_burst;
}

/* The row of a submission that counts and is the kiosk's own. */
static bool read_first(sqlite3_stmt *row, struct correction *correction)
{
    struct bs_record record;
    char kiosk[BS_KIOSK_ID_TEXT];

    if (sqlite3_column_int(row, 0) != STORAGE_RECORD_COUNTED ||
        !storage_copy_text(row, 3, kiosk, sizeof(kiosk)) || strcmp(kiosk, correction->kiosk) != 0 ||
        bs_record_parse(storage_bytes(row, 2), &record, NULL, NULL) != BS_OK ||
        storage_read_body(&record, &correction->first) != STORAGE_READS_SUBMISSION) {
        return false;
    }
    storage_day_of(&record, sqlite3_column_int64(row, 1), correction->day);
    if (((unsigned)sqlite3_column_int(row, 4) & MEANING_AS_TRIAL) != 0) {
        correction->first.is_trial = true;
    }
    return true;
}

bool correction_find(struct shelf *shelf, struct correction *correction, enum bs_err *rc,
                     struct bs_error *err)
{
    const struct bs_submission *body = correction->body;
    sqlite3_stmt *row = NULL;
    bool found = false;

    if (!bs_uuid_parse(body->corrects, &correction->first_id)) {
        *rc = BS_OK;
        return false;
    }
    *rc = storage_ask(shelf->db, SQL_CORRECTED, &row, err);
    if (*rc != BS_OK) {
        return false;
    }
    storage_bind_text(row, 1, correction->tenant);
    storage_bind_blob(row, 2, correction->first_id.bytes, sizeof(correction->first_id.bytes));
    *rc = storage_row(shelf->db, row, err);
    found = *rc == BS_OK && read_first(row, correction);
    sqlite3_reset(row);
    *rc = *rc == BS_NOTFOUND ? BS_OK : *rc;
    return found && strcmp(correction->first.programme, body->programme) == 0 &&
           correction->first.version == body->version &&
           storage_submission_fits(shelf, correction->tenant, body, rc, err);
}

/* What counts of the visit but for ours, in *out: its last correction, or the submission. *is_later: it comes after ours. */
static enum bs_err find_counted(struct bs_db *db, const struct correction *correction,
                                struct bs_submission *out, bool *is_later, struct bs_error *err)
{
    struct bs_record record;
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(db, SQL_CORRECTION_LAST, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, correction->tenant);
    storage_bind_blob(row, 2, correction->first_id.bytes, sizeof(correction->first_id.bytes));
    storage_bind_int(row, 3, correction->log);
    storage_bind_int(row, 4, (int64_t)correction->seq);
    rc = storage_row(db, row, err);
    *is_later = false;
    if (rc == BS_NOTFOUND) {
        *out = correction->first;
        rc = BS_OK;
    } else if (rc == BS_OK) {
        int64_t log = sqlite3_column_int64(row, 0);

        *is_later =
            log > correction->log ||
            (log == correction->log && (uint64_t)sqlite3_column_int64(row, 1) > correction->seq);
        if (bs_record_parse(storage_bytes(row, 2), &record, NULL, NULL) != BS_OK ||
            storage_read_body(&record, out) != STORAGE_READS_CORRECTION) {
            rc = bs_fail(err, BS_BROKEN, "a correction of %s that counts cannot be read",
                         correction->body->corrects);
        }
    }
    sqlite3_reset(row);
    return rc;
}

enum bs_err correction_count(struct bs_db *db, struct correction *correction, struct tally *tally,
                             struct bs_error *err)
{
    struct bs_submission counted;
    bool is_later;
    enum bs_err rc = find_counted(db, correction, &counted, &is_later, err);

    if (rc == BS_OK && !is_later) {
        correction_inherit(&correction->first, &counted);
        correction_inherit(&correction->first, correction->body);
        tally_submission(tally, correction->tenant, correction->day, &counted, -1);
        tally_submission(tally, correction->tenant, correction->day, correction->body, 1);
    }
    return rc;
}

enum bs_err correction_any_waits(struct bs_db *db, const char *tenant, bool *out,
                                 struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(db, SQL_CORRECTIONS_ANY_WAITS, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, tenant);
    rc = storage_row(db, row, err);
    sqlite3_reset(row);
    if (rc == BS_OK || rc == BS_NOTFOUND) {
        *out = rc == BS_OK;
        rc = BS_OK;
    }
    return rc;
}

enum bs_err correction_retry(struct storage *storage, int64_t row, struct correction *correction,
                             struct tally *tally, struct bs_error *err)
{
    enum bs_err rc;

    if (!correction_find(&storage->shelf, correction, &rc, err)) {
        return rc;
    }
    rc = correction_count(&storage->db, correction, tally, err);
    return rc == BS_OK ? storage_mark_understood(storage, row, 0, err) : rc;
}

enum bs_err correction_wake(struct storage *storage, const char *tenant, const struct bs_uuid *id,
                            struct tally *tally, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_CORRECTIONS_WAITING, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, tenant);
    storage_bind_blob(row, 2, id->bytes, sizeof(id->bytes));
    while ((rc = storage_row(&storage->db, row, err)) == BS_OK) {
        struct bs_submission body;
        struct bs_record record;
        char kiosk[BS_KIOSK_ID_TEXT];
        struct correction correction = {.tenant = tenant,
                                        .kiosk = kiosk,
                                        .log = sqlite3_column_int64(row, 1),
                                        .seq = (uint64_t)sqlite3_column_int64(row, 2),
                                        .body = &body};

        if (storage_copy_text(row, 4, kiosk, sizeof(kiosk)) &&
            bs_record_parse(storage_bytes(row, 3), &record, NULL, NULL) == BS_OK &&
            storage_read_body(&record, &body) == STORAGE_READS_CORRECTION) {
            rc = correction_retry(storage, sqlite3_column_int64(row, 0), &correction, tally, err);
        }
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
