/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a municipality says on all of its kiosks: urgent notices, who may call people back, its colours. */

#include "storage_notices.h"

#include "storage_p.h"

static const char *const part_names[] = {"wish", "house", "central", "words"};

enum bs_err storage_put_notice(struct storage *storage, const char *tenant, const char *id,
                               int64_t until_ms, struct bs_bytes json, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PUT_NOTICE, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, id);
        storage_bind_int(statement, 3, until_ms);
        storage_bind_blob(statement, 4, json.data, json.len);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_end_notice(struct storage *storage, const char *tenant, const char *id,
                               struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_END_NOTICE, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, id);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            /* There is one row; behind it is what the disk says. */
            enum bs_err end = storage_row(&storage->db, statement, err);

            rc = end == BS_NOTFOUND ? BS_OK : end;
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "%s: no such notice of %s", id, tenant) : rc;
}

enum bs_err storage_notices(struct storage *storage, const char *tenant, int64_t now_ms,
                            storage_notice_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_NOTICES, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_int(statement, 2, now_ms);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            const struct storage_notice notice = {sqlite3_column_int64(statement, 0),
                                                  storage_bytes(statement, 1)};

            more = visit(self, &notice);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_put_part(struct storage *storage, const char *tenant, enum storage_part part,
                             struct bs_bytes json, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PUT_PART, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, part_names[part]);
        storage_bind_blob(statement, 3, json.data, json.len);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_part(struct storage *storage, const char *tenant, enum storage_part part,
                         struct bs_buf *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PART, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, part_names[part]);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            struct bs_bytes json = storage_bytes(statement, 0);

            bs_buf_add(out, json.data, json.len);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
