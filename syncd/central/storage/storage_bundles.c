/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* All programmes of this central at once, the mark that tells whether any of its content changed, and the bundles made. */

#include "storage_bundles.h"

#include "storage_p.h"

static enum bs_err read_entry(sqlite3_stmt *statement, struct storage_registered *out,
                              struct bs_error *err)
{
    char day[11];
    enum bs_err rc = storage_read_programme(statement, &out->programme, err);

    if (rc != BS_OK) {
        return rc;
    }
    out->is_answered = sqlite3_column_type(statement, 6) != SQLITE_NULL;
    if (!storage_copy_text(statement, 5, out->tenant_name, sizeof(out->tenant_name)) ||
        (out->is_answered && (!storage_copy_text(statement, 6, day, sizeof(day)) ||
                              !bs_date_parse(day, &out->answered)))) {
        return bs_fail(err, BS_BROKEN, "a stored programme cannot be read");
    }
    out->outcome = storage_bytes(statement, 7);
    return BS_OK;
}

enum bs_err storage_register(struct storage *storage, storage_register_visit *visit, void *self,
                             struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_REGISTER, &statement, err);
    if (rc == BS_OK) {
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_registered entry = {.is_answered = false};

            rc = read_entry(statement, &entry, err);
            if (rc != BS_OK) {
                break;
            }
            more = visit(self, &entry);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_content_mark(struct storage *storage, char out[STORAGE_MARK_TEXT],
                                 struct bs_error *err)
{
    enum { MARK_SIZE = (STORAGE_MARK_TEXT - 1) / 2 };
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_SETTING, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, "content");
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            struct bs_bytes mark = storage_bytes(statement, 0);

            if (mark.len == MARK_SIZE) {
                bs_hex_format(mark.data, MARK_SIZE, out);
            } else {
                rc = bs_fail(err, BS_BROKEN, "the mark of the content cannot be read");
            }
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? bs_fail(err, BS_BROKEN, "the content has no mark") : rc;
}

/* --- bundles --- */

enum bs_err storage_note_bundle(struct storage *storage, const char *kiosk, int64_t serial,
                                const char *content_hash, const char *key, struct bs_bytes bytes,
                                struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_KIOSK_NOTE_BUNDLE, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        storage_bind_int(statement, 2, serial);
        storage_bind_text(statement, 3, content_hash);
        storage_bind_text(statement, 4, key);
        storage_bind_blob(statement, 5, bytes.data, bytes.len);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_keep_bundle(struct storage *storage, const char *kiosk,
                                const char *content_hash, const char *key, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_KIOSK_KEEP_BUNDLE, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        storage_bind_text(statement, 2, content_hash);
        storage_bind_text(statement, 3, key);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_bundle(struct storage *storage, const char *kiosk, struct bs_buf *out,
                           struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_KIOSK_BUNDLE, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            struct bs_bytes bytes = storage_bytes(statement, 0);

            bs_buf_add(out, bytes.data, bytes.len);
            rc = bs_buf_check(out, "bundle", err);
        } else if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s: no bundle was made for it yet", kiosk);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}
