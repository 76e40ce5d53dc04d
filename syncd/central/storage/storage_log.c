/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the log back: lines as they arrived, and how far each epoch is complete. */

#include "storage_p.h"

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
            struct storage_completeness row = {
                .complete_to = (uint64_t)sqlite3_column_int64(statement, 1),
                .forks = (uint64_t)sqlite3_column_int64(statement, 3),
                .last_received_ms = sqlite3_column_int64(statement, 4),
                .set_aside = (uint64_t)sqlite3_column_int64(statement, 5),
            };

            (void)storage_copy_text(statement, 0, row.epoch, sizeof(row.epoch));
            storage_hash_text(storage_bytes(statement, 2), row.hash);
            more = visit(self, &row);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
