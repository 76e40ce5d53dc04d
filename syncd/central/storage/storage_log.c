/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the log back: lines as they arrived, and how far each epoch is complete; and what stands beside it. */

#include "review_rows.h"

/* A stolen kiosk must not fill the disk: what it sends after this much stays with it. */
static enum bs_err check_quarantine(struct storage *storage, const char *kiosk,
                                    struct bs_error *err)
{
    struct bs_db *db = &storage->db;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_QUARANTINE_BYTES, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, kiosk);
    rc = storage_row(db, statement, err);
    if (rc == BS_OK && sqlite3_column_int64(statement, 0) >= STORAGE_QUARANTINE_BYTES) {
        rc = bs_fail(err, BS_LIMIT, "kiosk %s: its quarantine is full", kiosk);
    }
    sqlite3_reset(statement);
    return rc;
}

enum bs_err storage_put_quarantine(struct storage *storage, const struct storage_kiosk *kiosk,
                                   const struct bs_batch *batch, int64_t now_ms,
                                   struct bs_error *err)
{
    struct bs_db *db = &storage->db;
    enum bs_err rc = check_quarantine(storage, kiosk->id, err);

    for (size_t i = 0; rc == BS_OK && i < batch->header.count; i++) {
        sqlite3_stmt *statement = NULL;
        struct bs_bytes line;
        uint8_t hash[STORAGE_HASH_SIZE];

        rc =
            review_line_to_keep(db, kiosk->tenant, &batch->records[i], batch->lines[i], &line, err);
        if (rc == BS_OK) {
            rc = storage_ask(db, SQL_PUT_QUARANTINE, &statement, err);
        }
        if (rc == BS_OK) {
            storage_hash_raw(batch->hashes[i], hash);
            storage_bind_text(statement, 1, kiosk->tenant);
            storage_bind_text(statement, 2, kiosk->id);
            storage_bind_text(statement, 3, batch->header.epoch);
            storage_bind_int(statement, 4, (int64_t)batch->records[i].seq);
            storage_bind_blob(statement, 5, hash, sizeof(hash));
            storage_bind_blob(statement, 6, line.data, line.len);
            storage_bind_int(statement, 7, now_ms);
            rc = bs_db_run(db, statement, err);
        }
    }
    return rc;
}

enum bs_err storage_quarantined(struct storage *storage, const char *kiosk, uint64_t *count,
                                struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_QUARANTINED, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            *count = (uint64_t)sqlite3_column_int64(statement, 0);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

static enum bs_err visit_lines(struct bs_db *db, const char *kiosk, storage_line_visit *visit,
                               void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc = storage_ask(db, SQL_RECORDS_OF_KIOSK, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, kiosk);
    while (more && (rc = storage_row(db, statement, err)) == BS_OK) {
        struct storage_line line = {.seq = (uint64_t)sqlite3_column_int64(statement, 1)};
        char hash[BS_HASH_TEXT];

        (void)storage_copy_text(statement, 0, line.epoch, sizeof(line.epoch));
        line.line = storage_bytes(statement, 2);
        storage_hash_text(storage_bytes(statement, 3), hash);
        line.hash = hash;
        line.set_aside = sqlite3_column_int(statement, 4) == STORAGE_RECORD_ASIDE;
        more = visit(self, &line);
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_lines(struct storage *storage, const char *kiosk, storage_line_visit *visit,
                          void *self, struct bs_error *err)
{
    struct bs_db reader = {.handle = NULL};
    enum bs_err rc = bs_db_open(storage->path, BS_DB_READER, &storage_plan, &reader, err);

    if (rc == BS_OK) {
        rc = visit_lines(&reader, kiosk, visit, self, err);
    }
    bs_db_close(&reader);
    return rc;
}

static void read_epoch(sqlite3_stmt *statement, struct storage_completeness *out)
{
    *out = (struct storage_completeness){
        .complete_to = (uint64_t)sqlite3_column_int64(statement, 1),
        .forks = (uint64_t)sqlite3_column_int64(statement, 3),
        .last_received_ms = sqlite3_column_int64(statement, 4),
        .set_aside = (uint64_t)sqlite3_column_int64(statement, 5),
    };
    (void)storage_copy_text(statement, 0, out->epoch, sizeof(out->epoch));
    storage_hash_text(storage_bytes(statement, 2), out->hash);
}

enum bs_err storage_completeness(struct storage *storage, const char *kiosk,
                                 storage_completeness_visit *visit, void *self,
                                 struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_COMPLETENESS, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_completeness row;

            read_epoch(statement, &row);
            more = visit(self, &row);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_epochs(struct storage *storage, const char *tenant, storage_epoch_visit *visit,
                           void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_EPOCHS, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_completeness row;
            char kiosk[BS_KIOSK_ID_TEXT] = ""; /* no kiosk's, if it is damaged */

            read_epoch(statement, &row);
            (void)storage_copy_text(statement, 6, kiosk, sizeof(kiosk));
            more = visit(self, kiosk, &row);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_quarantines(struct storage *storage, const char *tenant,
                                storage_quarantine_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_QUARANTINES, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            char kiosk[BS_KIOSK_ID_TEXT] = ""; /* no kiosk's, if it is damaged */

            (void)storage_copy_text(statement, 0, kiosk, sizeof(kiosk));
            more = visit(self, kiosk, (uint64_t)sqlite3_column_int64(statement, 1));
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
