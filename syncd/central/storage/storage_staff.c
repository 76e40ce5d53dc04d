/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Staff accounts and their sessions. */

#include "storage_staff.h"

#include "storage_p.h"

/* A session that was made this long before the newest one cannot be open any more. */
static const int64_t session_forgotten_ms = INT64_C(24) * 60 * 60 * 1000;

/* Runs a statement with one text and, if it wants it, one number. */
static enum bs_err run_with(struct storage *storage, enum storage_sql index, const char *text,
                            const int64_t *number, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, index, &statement, err);
    if (rc == BS_OK) {
        int at = 1;

        if (text != NULL) {
            storage_bind_text(statement, at++, text);
        }
        if (number != NULL) {
            storage_bind_int(statement, at, *number);
        }
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_put_staff(struct storage *storage, const struct storage_staff *staff,
                              struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_ask(&storage->db, SQL_PUT_STAFF, &statement, err);
    if (rc != BS_OK) {
        goto out;
    }
    storage_bind_text(statement, 1, staff->name);
    storage_bind_text(statement, 2, staff->tenant);
    storage_bind_text(statement, 3, staff->password_hash);
    rc = bs_db_run(&storage->db, statement, err);
    if (rc != BS_OK) {
        goto out;
    }
    /* A new password shuts out whoever had the old one. */
    rc = run_with(storage, SQL_END_SESSIONS_OF, staff->name, NULL, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_commit(storage, err);
out:
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

enum bs_err storage_staff(struct storage *storage, const char *name, struct storage_staff *out,
                          struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_STAFF, &statement, err);
    if (rc == BS_OK) {
        struct storage_staff staff = {0};

        storage_bind_text(statement, 1, name);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "no such account");
        } else if (rc == BS_OK) {
            if (storage_copy_text(statement, 0, staff.name, sizeof(staff.name)) &&
                storage_copy_text(statement, 1, staff.tenant, sizeof(staff.tenant)) &&
                storage_copy_text(statement, 2, staff.password_hash, sizeof(staff.password_hash))) {
                *out = staff;
            } else {
                rc = bs_fail(err, BS_BROKEN, "a stored account cannot be read");
            }
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_staff_list(struct storage *storage, const char *tenant,
                               storage_staff_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_STAFF_LIST, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant == NULL ? "" : tenant);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_staff staff = {0};

            if (!storage_copy_text(statement, 0, staff.name, sizeof(staff.name)) ||
                !storage_copy_text(statement, 1, staff.tenant, sizeof(staff.tenant))) {
                rc = bs_fail(err, BS_BROKEN, "a stored account cannot be read");
                break;
            }
            more = visit(self, &staff);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_remove_staff(struct storage *storage, const char *name, struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = run_with(storage, SQL_END_SESSIONS_OF, name, NULL, err);
    }
    if (rc == BS_OK) {
        rc = run_with(storage, SQL_REMOVE_STAFF, name, NULL, err);
    }
    if (rc == BS_OK && sqlite3_changes(storage->db.handle) == 0) {
        rc = bs_fail(err, BS_NOTFOUND, "%s: no such account", name);
    }
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

enum bs_err storage_put_session(struct storage *storage, const char *cookie_hash,
                                const struct storage_session *session, struct bs_error *err)
{
    const int64_t forgotten = session->made_ms - session_forgotten_ms;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = run_with(storage, SQL_END_OLD_SESSIONS, NULL, &forgotten, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_ask(&storage->db, SQL_PUT_SESSION, &statement, err);
    if (rc != BS_OK) {
        goto out;
    }
    storage_bind_text(statement, 1, cookie_hash);
    storage_bind_text(statement, 2, session->staff);
    storage_bind_text(statement, 3, session->tenant);
    storage_bind_text(statement, 4, session->form_token);
    storage_bind_int(statement, 5, session->made_ms);
    storage_bind_int(statement, 6, session->used_ms);
    rc = bs_db_run(&storage->db, statement, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_commit(storage, err);
out:
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

enum bs_err storage_session(struct storage *storage, const char *cookie_hash,
                            struct storage_session *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_SESSION, &statement, err);
    if (rc == BS_OK) {
        struct storage_session session;

        storage_bind_text(statement, 1, cookie_hash);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "no such session");
        } else if (rc == BS_OK) {
            session.made_ms = sqlite3_column_int64(statement, 3);
            session.used_ms = sqlite3_column_int64(statement, 4);
            if (storage_copy_text(statement, 0, session.staff, sizeof(session.staff)) &&
                storage_copy_text(statement, 1, session.tenant, sizeof(session.tenant)) &&
                storage_copy_text(statement, 2, session.form_token, sizeof(session.form_token))) {
                *out = session;
            } else {
                rc = bs_fail(err, BS_BROKEN, "a stored session cannot be read");
            }
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_touch_session(struct storage *storage, const char *cookie_hash, int64_t used_ms,
                                  struct bs_error *err)
{
    return run_with(storage, SQL_TOUCH_SESSION, cookie_hash, &used_ms, err);
}

enum bs_err storage_end_session(struct storage *storage, const char *cookie_hash,
                                struct bs_error *err)
{
    return run_with(storage, SQL_END_SESSION, cookie_hash, NULL, err);
}
