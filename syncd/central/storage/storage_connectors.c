/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Connectors, where they are, and the salt of their PINs. */

#include "storage_connectors.h"

#include <string.h>

#include <buurtstem/random.h>

#include "storage_p.h"

/* --- the salt --- */

/* BS_NOTFOUND: there is no such tenant; *has: whether there is a salt, in out. */
static enum bs_err read_salt(struct storage *storage, const char *tenant,
                             uint8_t out[BS_PIN_SALT_SIZE], bool *has, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_SALT, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    rc = storage_row(&storage->db, statement, err);
    if (rc == BS_OK) {
        struct bs_bytes salt = storage_bytes(statement, 0);

        *has = sqlite3_column_type(statement, 0) != SQLITE_NULL;
        if (*has && salt.len == BS_PIN_SALT_SIZE) {
            memcpy(out, salt.data, BS_PIN_SALT_SIZE);
        } else if (*has) {
            rc = bs_fail(err, BS_BROKEN, "%s: the salt of its connectors is damaged", tenant);
        }
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "%s: no such municipality here", tenant) : rc;
}

static enum bs_err make_salt(struct storage *storage, const char *tenant,
                             uint8_t out[BS_PIN_SALT_SIZE], struct bs_error *err)
{
    struct bs_random random = bs_random_system();
    uint8_t salt[BS_PIN_SALT_SIZE];
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_SALT, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    random.fill(&random, salt, sizeof(salt));
    storage_bind_text(statement, 1, tenant);
    storage_bind_blob(statement, 2, salt, sizeof(salt));
    rc = bs_db_run(&storage->db, statement, err);
    if (rc == BS_OK) {
        memcpy(out, salt, sizeof(salt));
    }
    return rc;
}

enum bs_err storage_connector_salt(struct storage *storage, const char *tenant,
                                   uint8_t out[BS_PIN_SALT_SIZE], struct bs_error *err)
{
    bool has = false;
    enum bs_err rc;

    storage_enter(storage);
    rc = read_salt(storage, tenant, out, &has, err);
    if (rc == BS_OK && !has) {
        rc = make_salt(storage, tenant, out, err);
    }
    storage_leave(storage);
    return rc;
}

/* --- reading --- */

static enum bs_err read_connector(sqlite3_stmt *statement, struct storage_connector *out,
                                  struct bs_error *err)
{
    struct storage_connector read = {.is_revoked = sqlite3_column_int(statement, 6) != 0,
                                     .made_ms = sqlite3_column_int64(statement, 7),
                                     .changed_ms = sqlite3_column_int64(statement, 8)};

    if (!storage_copy_text(statement, 0, read.tenant, sizeof(read.tenant)) ||
        !storage_copy_text(statement, 1, read.id, sizeof(read.id)) ||
        !storage_copy_text(statement, 2, read.name, sizeof(read.name)) ||
        !storage_copy_text(statement, 3, read.pin, sizeof(read.pin)) ||
        !storage_copy_text(statement, 4, read.badge, sizeof(read.badge)) ||
        !storage_copy_text(statement, 5, read.languages, sizeof(read.languages)) ||
        !storage_copy_text(statement, 9, read.places, sizeof(read.places))) {
        return bs_fail(err, BS_BROKEN, "a stored connector cannot be read");
    }
    *out = read;
    return BS_OK;
}

enum bs_err storage_connector(struct storage *storage, const char *tenant, const char *id,
                              struct storage_connector *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_CONNECTOR, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, id);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s: no such connector of %s", id, tenant);
        } else if (rc == BS_OK) {
            rc = read_connector(statement, out, err);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_connectors(struct storage *storage, const char *tenant, const char *place,
                               storage_connector_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_CONNECTORS, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, place == NULL ? "" : place);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_connector connector;

            rc = read_connector(statement, &connector, err);
            if (rc != BS_OK) {
                break;
            }
            more = visit(self, &connector);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* --- what may not be --- */

/* BS_REFUSED: a pseudonym is one person's for ever, and who was revoked is so. */
static enum bs_err check_id(struct storage *storage, const struct storage_connector *wanted,
                            struct bs_error *err)
{
    struct storage_connector known;
    struct bs_error why = {.code = BS_OK};
    enum bs_err rc = storage_connector(storage, wanted->tenant, wanted->id, &known, &why);

    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? BS_OK : bs_fail(err, rc, "%s", why.text);
    }
    if (strcmp(known.name, wanted->name) != 0) {
        return bs_fail(err, BS_REFUSED, "%s is somebody else's", wanted->id);
    }
    return known.is_revoked ? bs_fail(err, BS_REFUSED, "%s was revoked", wanted->id) : BS_OK;
}

/* BS_REFUSED: somebody else has that PIN or badge, and nobody could tell them apart. */
static enum bs_err check_free(struct storage *storage, const char *tenant, const char *id,
                              const char *hash, const char *what, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_CONNECTOR_TAKEN, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, id);
    storage_bind_text(statement, 3, hash);
    rc = storage_row(&storage->db, statement, err);
    sqlite3_reset(statement);
    if (rc == BS_OK) {
        return bs_fail(err, BS_REFUSED, "somebody of %s has that %s: take another", tenant, what);
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static bool count_one(void *self, const struct storage_connector *connector)
{
    size_t *count = self;

    (void)connector;
    (*count)++;
    return true;
}

static enum bs_err check_room(struct storage *storage, const char *tenant, const char *place,
                              struct bs_error *err)
{
    size_t count = 0;
    enum bs_err rc = storage_connectors(storage, tenant, place, count_one, &count, err);

    return rc == BS_OK && count > BS_CONNECTORS_MAX
               ? bs_fail(err, BS_LIMIT, "%s: there are %d connectors already", place,
                         BS_CONNECTORS_MAX)
               : rc;
}

/* --- writing --- */

static enum bs_err write_connector(struct storage *storage,
                                   const struct storage_connector *connector, int64_t now_ms,
                                   struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_CONNECTOR, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, connector->tenant);
        storage_bind_text(statement, 2, connector->id);
        storage_bind_text(statement, 3, connector->name);
        storage_bind_text(statement, 4, connector->pin);
        storage_bind_text(statement, 5, connector->languages);
        storage_bind_int(statement, 6, now_ms);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

static enum bs_err add_place(struct storage *storage, const struct storage_connector *connector,
                             const char *place, struct bs_error *err)
{
    struct bs_error why = {.code = BS_OK};
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_CONNECTOR_PLACE, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, connector->tenant);
    storage_bind_text(statement, 2, connector->id);
    storage_bind_text(statement, 3, place);
    rc = bs_db_run(&storage->db, statement, &why);
    if (rc == BS_REFUSED) { /* the tables know which places there are */
        return bs_fail(err, BS_NOTFOUND, "%s: no such place in %s", place, connector->tenant);
    }
    return rc == BS_OK ? check_room(storage, connector->tenant, place, err)
                       : bs_fail(err, rc, "%s", why.text);
}

/* She is at these places and at no others. */
static enum bs_err write_places(struct storage *storage, const struct storage_connector *connector,
                                struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    const char *list = connector->places;
    enum bs_err rc = storage_ask(&storage->db, SQL_LEAVE_PLACES, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, connector->tenant);
        storage_bind_text(statement, 2, connector->id);
        rc = bs_db_run(&storage->db, statement, err);
    }
    while (rc == BS_OK && *list != '\0') {
        char place[BS_SLUG_TEXT];
        size_t len = strcspn(list, " ");

        if (len >= sizeof(place)) {
            return bs_fail(err, BS_NOTFOUND, "that is no place of %s", connector->tenant);
        }
        memcpy(place, list, len);
        place[len] = '\0';
        rc = add_place(storage, connector, place, err);
        list += len + strspn(list + len, " ");
    }
    return rc;
}

enum bs_err storage_put_connector(struct storage *storage,
                                  const struct storage_connector *connector, int64_t now_ms,
                                  struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = check_id(storage, connector, err);
    }
    if (rc == BS_OK) {
        rc = check_free(storage, connector->tenant, connector->id, connector->pin, "PIN", err);
    }
    if (rc == BS_OK) {
        rc = write_connector(storage, connector, now_ms, err);
    }
    if (rc == BS_OK) {
        rc = write_places(storage, connector, err);
    }
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

static enum bs_err write_badge(struct storage *storage, const char *tenant, const char *id,
                               const char *badge, int64_t now_ms, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_CONNECTOR_BADGE, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, id);
        storage_bind_text(statement, 3, badge);
        storage_bind_int(statement, 4, now_ms);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

enum bs_err storage_put_badge(struct storage *storage, const char *tenant, const char *id,
                              const char *badge, int64_t now_ms, struct bs_error *err)
{
    struct storage_connector known;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = storage_connector(storage, tenant, id, &known, err);
    }
    if (rc == BS_OK && known.is_revoked) {
        rc = bs_fail(err, BS_REFUSED, "%s was revoked", id);
    }
    if (rc == BS_OK) {
        rc = check_free(storage, tenant, id, badge, "badge", err);
    }
    if (rc == BS_OK) {
        rc = write_badge(storage, tenant, id, badge, now_ms, err);
    }
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

enum bs_err storage_revoke_connector(struct storage *storage, const char *tenant, const char *id,
                                     int64_t now_ms, struct bs_error *err)
{
    struct storage_connector known;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_connector(storage, tenant, id, &known, err);
    if (rc == BS_OK && !known.is_revoked) {
        rc = storage_ask(&storage->db, SQL_CONNECTOR_REVOKE, &statement, err);
    }
    if (statement != NULL && rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, id);
        storage_bind_int(statement, 3, now_ms);
        rc = bs_db_run(&storage->db, statement, err);
    }
    storage_leave(storage);
    return rc;
}
