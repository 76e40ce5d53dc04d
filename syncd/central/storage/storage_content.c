/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Tenants, places and programme versions. */

#include "storage_p.h"

#include <inttypes.h>
#include <string.h>

#include "tally.h"

enum bs_err storage_put_tenant(struct storage *storage, const char *tenant, const char *name,
                               struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PUT_TENANT, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, name);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_tenant_name(struct storage *storage, const char *tenant, char out[128],
                                struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_TENANT, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s: no such municipality here", tenant);
        } else if (rc == BS_OK && !storage_copy_text(statement, 0, out, 128)) {
            rc = bs_fail(err, BS_BROKEN, "%s: its name is too long", tenant);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_put_place(struct storage *storage, const struct storage_place *place,
                              struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    shelf_forget_places(&storage->shelf);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = storage_ask(&storage->db, SQL_PUT_PLACE, &statement, err);
    }
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, place->tenant);
        storage_bind_text(statement, 2, place->id);
        storage_bind_text(statement, 3, place->json);
        rc = bs_db_run(&storage->db, statement, err);
    }
    if (rc == BS_OK) { /* records may have come before their place */
        rc = storage_understand_pending(storage, place->tenant, err);
    }
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
    if (rc != BS_OK) {
        shelf_forget_places(&storage->shelf); /* they may hold what was not stored */
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

static enum bs_err read_place(sqlite3_stmt *statement, struct storage_place *out,
                              struct bs_error *err)
{
    struct storage_place place = {0};

    if (!storage_copy_text(statement, 0, place.tenant, sizeof(place.tenant)) ||
        !storage_copy_text(statement, 1, place.id, sizeof(place.id)) ||
        !storage_copy_text(statement, 2, place.json, sizeof(place.json))) {
        return bs_fail(err, BS_BROKEN, "a stored place is too large");
    }
    *out = place;
    return BS_OK;
}

enum bs_err storage_place(struct storage *storage, const char *tenant, const char *id,
                          struct storage_place *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PLACE, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, id);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s: no such place in %s", id, tenant);
        } else if (rc == BS_OK) {
            rc = read_place(statement, out, err);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_places(struct storage *storage, const char *tenant, storage_place_visit *visit,
                           void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;
    bool more = true;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PLACES, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_place place;

            rc = read_place(statement, &place, err);
            if (rc != BS_OK) {
                break;
            }
            more = visit(self, &place);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* --- programmes --- */

enum bs_err storage_compare_version(struct storage *storage, enum storage_sql index,
                                    const char *what, const char *tenant, const char *id,
                                    int version, struct bs_bytes json, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, index, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, id);
    storage_bind_int(statement, 3, version);
    rc = storage_row(&storage->db, statement, err);
    if (rc == BS_OK) {
        struct bs_bytes stored = storage_bytes(statement, 4);

        if (stored.len != json.len || memcmp(stored.data, json.data, json.len) != 0) {
            rc = bs_fail(err, BS_REFUSED,
                         "%s%s version %d is published already with other content: raise its "
                         "version",
                         what, id, version);
        }
    }
    sqlite3_reset(statement);
    return rc;
}

/*
 * A code names one programme among all tenants of this central, and a programme keeps its code in all versions: it stands
 * on receipts that people took home.
 */
static enum bs_err check_code(struct storage *storage, const char *tenant, const char *id,
                              const char *code, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PROGRAMME_CODES, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, code);
    storage_bind_text(statement, 2, tenant);
    storage_bind_text(statement, 3, id);
    rc = storage_row(&storage->db, statement, err);
    if (rc == BS_OK) {
        const char *taken = (const char *)sqlite3_column_text(statement, 0);

        rc =
            sqlite3_column_int(statement, 1) != 0
                ? bs_fail(err, BS_REFUSED, "%s: the code %s belongs to another programme", id, code)
                : bs_fail(err, BS_REFUSED,
                          "%s: its code is %s and stays so, as people took it home", id,
                          taken == NULL ? "another" : taken);
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* Whether it can be counted together with each version that there is. What cannot be read hinders nothing: verify tells. */
static enum bs_err check_versions(struct storage *storage, const char *tenant, const char *id,
                                  const struct bs_programme *added, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PROGRAMME_VERSIONS, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, id);
    while ((rc = storage_row(&storage->db, statement, err)) == BS_OK) {
        struct bs_programme *stored = NULL;

        if (bs_programme_parse(storage_bytes(statement, 0), &stored, NULL, NULL) == BS_OK) {
            rc = bs_programme_keeps(stored, added, err);
        }
        bs_programme_destroy(stored);
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err check_questions(struct storage *storage, const char *tenant, const char *id,
                                   struct bs_bytes json, struct bs_error *err)
{
    struct bs_programme *added = NULL;
    enum bs_err rc = BS_OK;

    if (bs_programme_parse(json, &added, NULL, NULL) == BS_OK) {
        rc = check_versions(storage, tenant, id, added, err);
    }
    bs_programme_destroy(added);
    if (rc == BS_REFUSED) {
        (void)bs_fail_prefix(err, id);
    }
    return rc;
}

static enum bs_err insert_programme(struct storage *storage, const char *tenant, const char *id,
                                    int version, const char *code, struct bs_date published,
                                    struct bs_bytes json, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    char day[11];
    uint8_t digest[32];
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_PROGRAMME, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_date_format(published, day);
    bs_sha256_raw(json, digest);
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, id);
    storage_bind_int(statement, 3, version);
    storage_bind_text(statement, 4, code);
    storage_bind_text(statement, 5, day);
    storage_bind_blob(statement, 6, digest, sizeof(digest));
    storage_bind_blob(statement, 7, json.data, json.len);
    return bs_db_run(&storage->db, statement, err);
}

enum bs_err storage_put_programme(struct storage *storage, const char *tenant, const char *id,
                                  int version, const char *code, struct bs_date published,
                                  struct bs_bytes json, struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_compare_version(storage, SQL_PROGRAMME, "", tenant, id, version, json, err);
    if (rc != BS_NOTFOUND) {
        goto out;
    }
    rc = check_code(storage, tenant, id, code, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = check_questions(storage, tenant, id, json, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = insert_programme(storage, tenant, id, version, code, published, json, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_understand_pending(storage, tenant, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_commit(storage, err);
out:
    if (rc != BS_OK) {
        shelf_finish(&storage->shelf); /* it may hold the version that was not stored */
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

enum bs_err storage_read_programme(sqlite3_stmt *statement, struct storage_programme *out,
                                   struct bs_error *err)
{
    char day[11];

    if (!storage_copy_text(statement, 0, out->tenant, sizeof(out->tenant)) ||
        !storage_copy_text(statement, 1, out->id, sizeof(out->id)) ||
        !storage_copy_text(statement, 3, day, sizeof(day)) ||
        !bs_date_parse(day, &out->published)) {
        return bs_fail(err, BS_BROKEN, "a stored programme cannot be read");
    }
    out->version = sqlite3_column_int(statement, 2);
    out->json = storage_bytes(statement, 4);
    return BS_OK;
}

enum bs_err storage_programmes(struct storage *storage, const char *tenant,
                               storage_programme_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;
    bool more = true;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PROGRAMMES, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_programme programme;

            rc = storage_read_programme(statement, &programme, err);
            if (rc != BS_OK) {
                break;
            }
            more = visit(self, &programme);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* Shows the row of a bound statement and resets it. */
static enum bs_err visit_one(struct storage *storage, sqlite3_stmt *statement,
                             storage_programme_visit *visit, void *self, struct bs_error *err)
{
    struct storage_programme programme;
    enum bs_err rc = storage_row(&storage->db, statement, err);

    if (rc == BS_OK) {
        rc = storage_read_programme(statement, &programme, err);
    }
    if (rc == BS_OK) {
        (void)visit(self, &programme);
    }
    sqlite3_reset(statement);
    return rc;
}

enum bs_err storage_programme(struct storage *storage, const char *tenant, const char *id,
                              int version, storage_programme_visit *visit, void *self,
                              struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, version == 0 ? SQL_PROGRAMME_NEWEST : SQL_PROGRAMME, &statement,
                     err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, id);
        if (version != 0) {
            storage_bind_int(statement, 3, version);
        }
        rc = visit_one(storage, statement, visit, self, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s: no such programme in %s", id, tenant);
        }
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_programme_of_code(struct storage *storage, const char *code,
                                      storage_programme_visit *visit, void *self,
                                      struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PROGRAMME_OF_CODE, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, code);
        rc = visit_one(storage, statement, visit, self, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "no programme here has that code");
        }
    }
    storage_leave(storage);
    return rc;
}
