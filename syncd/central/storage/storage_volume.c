/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How busy each kiosk was on each day, counted behind the log by who looks, so that no batch waits for it. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage_overview.h"
#include "storage_p.h"

static const char row_setting[] = "volume-row";

/* Visits of one kiosk on one day, gathered before they are written: records come in runs of them. */
struct run {
    struct storage *storage;
    char tenant[8], kiosk[BS_KIOSK_ID_TEXT], day[11];
    int64_t visits, last_row, rows;
};

static enum bs_err write_run(struct run *run, struct bs_error *err)
{
    struct bs_db *db = &run->storage->db;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = run->visits == 0 ? BS_OK : storage_ask(db, SQL_VOLUME_ADD, &statement, err);

    if (statement != NULL) {
        storage_bind_text(statement, 1, run->tenant);
        storage_bind_text(statement, 2, run->kiosk);
        storage_bind_text(statement, 3, run->day);
        storage_bind_int(statement, 4, run->visits);
        rc = bs_db_run(db, statement, err);
        run->visits = 0;
    }
    return rc;
}

static enum bs_err take(struct run *run, sqlite3_stmt *row, struct bs_error *err)
{
    struct bs_record record;
    char tenant[8], kiosk[BS_KIOSK_ID_TEXT], day[11];
    enum bs_err rc = BS_OK;

    run->rows++;
    run->last_row = sqlite3_column_int64(row, 0);
    if (sqlite3_column_int(row, 3) == STORAGE_RECORD_SAME ||
        !storage_copy_text(row, 1, tenant, sizeof(tenant)) ||
        !storage_copy_text(row, 2, kiosk, sizeof(kiosk)) ||
        bs_record_parse(storage_bytes(row, 5), &record, NULL, NULL) != BS_OK ||
        strcmp(record.kind, BS_KIND_SUBMISSION) != 0) {
        return rc;
    }
    storage_day_of(&record, sqlite3_column_int64(row, 4), day);
    if (strcmp(tenant, run->tenant) != 0 || strcmp(kiosk, run->kiosk) != 0 ||
        strcmp(day, run->day) != 0) {
        rc = write_run(run, err);
        memcpy(run->tenant, tenant, sizeof(tenant));
        memcpy(run->kiosk, kiosk, sizeof(kiosk));
        memcpy(run->day, day, sizeof(day));
    }
    run->visits++;
    return rc;
}

static enum bs_err count(struct run *run, struct bs_error *err)
{
    struct bs_db *db = &run->storage->db;
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_number(db, row_setting, &run->last_row, err);

    if (rc == BS_OK) {
        rc = storage_ask(db, SQL_RECORDS_AFTER, &row, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_int(row, 1, run->last_row);
    storage_bind_int(row, 2, STORAGE_VOLUME_ROWS);
    while (rc == BS_OK && (rc = storage_row(db, row, err)) == BS_OK) {
        rc = take(run, row, err);
    }
    sqlite3_reset(row);
    if (rc == BS_NOTFOUND) {
        rc = write_run(run, err);
    }
    return rc == BS_OK && run->rows > 0 ? storage_put_number(db, row_setting, run->last_row, err)
                                        : rc;
}

enum bs_err storage_count_volumes(struct storage *storage, bool *more, struct bs_error *err)
{
    struct run run = {.storage = storage};
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = count(&run, err);
    }
    if (rc == BS_OK && run.rows > 0) {
        rc = storage_commit(storage, err);
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    *more = rc == BS_OK && run.rows == STORAGE_VOLUME_ROWS;
    return rc;
}

enum bs_err storage_volumes(struct storage *storage, const char *tenant, struct bs_date from,
                            struct bs_date to, storage_volume_visit *visit, void *self,
                            struct bs_error *err)
{
    char first[11], last[11];
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    bs_date_format(from, first);
    bs_date_format(to, last);
    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_VOLUMES, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, tenant);
        storage_bind_text(row, 2, first);
        storage_bind_text(row, 3, last);
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            char kiosk[BS_KIOSK_ID_TEXT] = "", day[11] = "";
            struct bs_date date;

            (void)storage_copy_text(row, 0, kiosk, sizeof(kiosk));
            (void)storage_copy_text(row, 1, day, sizeof(day));
            if (bs_date_parse(day, &date)) {
                more = visit(self, kiosk, date, sqlite3_column_int64(row, 2));
            }
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_tenants(struct storage *storage, storage_tenant_visit *visit, void *self,
                            struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_TENANTS, &row, err);
    while (rc == BS_OK && more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
        char tenant[8] = "";

        (void)storage_copy_text(row, 0, tenant, sizeof(tenant));
        more = visit(self, tenant);
    }
    sqlite3_reset(row);
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
