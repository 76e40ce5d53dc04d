/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Kiosks: invitation, enrolment by a one-time code, state. */

#include "storage_p.h"

#include <string.h>

#include <buurtstem/stop.h>

#include "storage_token.h"

static enum bs_err read_kiosk(sqlite3_stmt *statement, struct storage_kiosk *out,
                              struct bs_error *err)
{
    struct storage_kiosk kiosk = {.state = STORAGE_KIOSK_TRIAL};
    int state = sqlite3_column_int(statement, 4);

    if (!storage_copy_text(statement, 0, kiosk.id, sizeof(kiosk.id)) ||
        !storage_copy_text(statement, 1, kiosk.tenant, sizeof(kiosk.tenant)) ||
        !storage_copy_text(statement, 2, kiosk.place, sizeof(kiosk.place)) ||
        !storage_copy_text(statement, 3, kiosk.languages, sizeof(kiosk.languages)) ||
        !storage_copy_text(statement, 8, kiosk.bundle_hash, sizeof(kiosk.bundle_hash)) ||
        !storage_copy_text(statement, 9, kiosk.bundle_key, sizeof(kiosk.bundle_key)) ||
        state < STORAGE_KIOSK_TRIAL || state > STORAGE_KIOSK_REVOKED) {
        return bs_fail(err, BS_BROKEN, "a stored kiosk cannot be read");
    }
    kiosk.state = (enum storage_kiosk_state)state;
    kiosk.is_enrolled = sqlite3_column_int(statement, 5) != 0;
    kiosk.last_seen_ms = sqlite3_column_int64(statement, 6);
    kiosk.bundle_serial = sqlite3_column_int64(statement, 7);
    kiosk.generation = sqlite3_column_int64(statement, 10);
    kiosk.token_generation = sqlite3_column_int64(statement, 11);
    kiosk.code_until_ms = sqlite3_column_int64(statement, 12);
    *out = kiosk;
    return BS_OK;
}

/* The one kiosk that a bound statement finds. */
static enum bs_err one_kiosk(struct storage *storage, sqlite3_stmt *statement,
                             struct storage_kiosk *out, struct bs_error *err)
{
    enum bs_err rc = storage_row(&storage->db, statement, err);

    if (rc == BS_OK) {
        rc = read_kiosk(statement, out, err);
    }
    sqlite3_reset(statement);
    return rc;
}

static enum bs_err kiosk_by(struct storage *storage, enum storage_sql index, const char *key,
                            struct storage_kiosk *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, index, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, key);
        rc = one_kiosk(storage, statement, out, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_kiosk(struct storage *storage, const char *id, struct storage_kiosk *out,
                          struct bs_error *err)
{
    enum bs_err rc = kiosk_by(storage, SQL_KIOSK, id, out, err);

    return rc == BS_NOTFOUND ? bs_fail(err, rc, "%s: no such kiosk", id) : rc;
}

enum bs_err storage_kiosk_by_token(struct storage *storage, const char *token_hash,
                                   struct storage_kiosk *out, struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage); /* over all of it: another request may be the first with a new token */
    rc = kiosk_by(storage, SQL_KIOSK_BY_TOKEN, token_hash, out, err);
    if (rc == BS_NOTFOUND) {
        rc = kiosk_by(storage, SQL_KIOSK_BY_NEXT_TOKEN, token_hash, out, err);
        if (rc == BS_OK) {
            rc = storage_use_next_token(storage, token_hash, err);
        }
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "the token is not known") : rc;
}

static enum bs_err put_kiosk(struct storage *storage, const struct storage_kiosk *kiosk,
                             const char *code_hash, int64_t expires_ms, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_KIOSK, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, kiosk->id);
    storage_bind_text(statement, 2, kiosk->tenant);
    storage_bind_text(statement, 3, kiosk->place);
    storage_bind_text(statement, 4, kiosk->languages);
    storage_bind_text(statement, 5, code_hash);
    storage_bind_int(statement, 6, expires_ms);
    return bs_db_run(&storage->db, statement, err);
}

enum bs_err storage_invite_kiosk(struct storage *storage, const struct storage_kiosk *kiosk,
                                 const char *code_hash, int64_t expires_ms, struct bs_error *err)
{
    struct storage_kiosk known;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = kiosk_by(storage, SQL_KIOSK, kiosk->id, &known, err);
    if (rc == BS_OK && strcmp(known.tenant, kiosk->tenant) != 0) {
        rc = bs_fail(err, BS_REFUSED, "%s: this name is taken by another municipality", kiosk->id);
        goto out;
    }
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        goto out;
    }
    rc = put_kiosk(storage, kiosk, code_hash, expires_ms, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_commit(storage, err);
out:
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

static enum bs_err find_by_code(struct storage *storage, const char *code_hash,
                                const char *token_hash, int64_t now_ms, struct storage_kiosk *out,
                                struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_KIOSK_BY_CODE, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, code_hash);
    storage_bind_int(statement, 2, now_ms);
    storage_bind_text(statement, 3, token_hash);
    return one_kiosk(storage, statement, out, err);
}

enum bs_err storage_enrol(struct storage *storage, const char *code_hash, const char *token_hash,
                          int64_t now_ms, struct storage_kiosk *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    struct storage_kiosk kiosk, holder;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = find_by_code(storage, code_hash, token_hash, now_ms, &kiosk, err);
    if (rc == BS_OK) {
        enum bs_err taken = kiosk_by(storage, SQL_KIOSK_BY_TOKEN, token_hash, &holder, err);

        if (taken == BS_OK && strcmp(holder.id, kiosk.id) != 0) {
            rc = BS_NOTFOUND; /* one secret for two kiosks: a copied disk */
        } else if (taken != BS_OK && taken != BS_NOTFOUND) {
            rc = taken;
        }
    }
    if (rc != BS_OK) {
        rc = rc == BS_NOTFOUND ? bs_fail(err, rc, "the code is wrong, used, replaced or too old")
                               : rc;
        goto out;
    }
    rc = storage_ask(&storage->db, SQL_KIOSK_ENROL, &statement, err);
    if (rc != BS_OK) {
        goto out;
    }
    storage_bind_text(statement, 1, kiosk.id);
    storage_bind_text(statement, 2, token_hash);
    rc = bs_db_run(&storage->db, statement, err);
    if (rc != BS_OK) {
        goto out;
    }
    BS_STOP_HERE("storage.enrol");
    rc = storage_commit(storage, err);
out:
    bs_db_finish(&storage->db);
    storage_leave(storage);
    if (rc == BS_OK) {
        kiosk.is_enrolled = true;
        *out = kiosk;
    }
    return rc;
}

enum bs_err storage_set_kiosk_state(struct storage *storage, const char *id,
                                    enum storage_kiosk_state state, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    struct storage_kiosk kiosk;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_kiosk(storage, id, &kiosk, err);
    if (rc == BS_OK) {
        rc = storage_ask(&storage->db, SQL_KIOSK_STATE, &statement, err);
    }
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, id);
        storage_bind_int(statement, 2, state);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_kiosk_seen(struct storage *storage, const char *id, int64_t now_ms,
                               struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_KIOSK_SEEN, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, id);
        storage_bind_int(statement, 2, now_ms);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_kiosks(struct storage *storage, const char *tenant, storage_kiosk_visit *visit,
                           void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;
    bool more = true;

    storage_enter(storage);
    rc = storage_ask(&storage->db, tenant == NULL ? SQL_ALL_KIOSKS : SQL_KIOSKS, &statement, err);
    if (rc == BS_OK) {
        if (tenant != NULL) {
            storage_bind_text(statement, 1, tenant);
        }
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_kiosk kiosk;

            rc = read_kiosk(statement, &kiosk, err);
            if (rc != BS_OK) {
                break;
            }
            more = visit(self, &kiosk);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
