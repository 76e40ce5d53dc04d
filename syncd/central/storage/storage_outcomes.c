/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The answers that are owed: versions of outcomes beside the programmes that they answer. */

#include "storage_p.h"

static enum bs_err need_programme(struct storage *storage, const char *tenant,
                                  const char *programme, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PROGRAMME_NEWEST, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, programme);
    rc = storage_row(&storage->db, statement, err);
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "%s: no such programme in %s", programme, tenant)
                             : rc;
}

static enum bs_err insert_outcome(struct storage *storage, const char *tenant,
                                  const char *programme, int version, struct bs_date published,
                                  struct bs_bytes json, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    char day[11];
    uint8_t digest[STORAGE_HASH_SIZE];
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_OUTCOME, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_date_format(published, day);
    bs_sha256_raw(json, digest);
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, programme);
    storage_bind_int(statement, 3, version);
    storage_bind_text(statement, 4, day);
    storage_bind_blob(statement, 5, digest, sizeof(digest));
    storage_bind_blob(statement, 6, json.data, json.len);
    return bs_db_run(&storage->db, statement, err);
}

enum bs_err storage_put_outcome(struct storage *storage, const char *tenant, const char *programme,
                                int version, struct bs_date published, struct bs_bytes json,
                                struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = need_programme(storage, tenant, programme, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_compare_version(storage, SQL_OUTCOME, "the outcome of ", tenant, programme,
                                 version, json, err);
    if (rc != BS_NOTFOUND) {
        goto out;
    }
    rc = insert_outcome(storage, tenant, programme, version, published, json, err);
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
out:
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

static enum bs_err read_outcome(sqlite3_stmt *statement, struct storage_outcome *out,
                                struct bs_error *err)
{
    char day[11];

    if (!storage_copy_text(statement, 0, out->tenant, sizeof(out->tenant)) ||
        !storage_copy_text(statement, 1, out->programme, sizeof(out->programme)) ||
        !storage_copy_text(statement, 3, day, sizeof(day)) ||
        !bs_date_parse(day, &out->published)) {
        return bs_fail(err, BS_BROKEN, "a stored outcome cannot be read");
    }
    out->version = sqlite3_column_int(statement, 2);
    out->json = storage_bytes(statement, 4);
    return BS_OK;
}

enum bs_err storage_outcome(struct storage *storage, const char *tenant, const char *programme,
                            storage_outcome_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_OUTCOME_NEWEST, &statement, err);
    if (rc == BS_OK) {
        struct storage_outcome outcome;

        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, programme);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s of %s has no outcome yet", programme, tenant);
        } else if (rc == BS_OK) {
            rc = read_outcome(statement, &outcome, err);
            if (rc == BS_OK) {
                (void)visit(self, &outcome);
            }
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_outcomes(struct storage *storage, const char *tenant,
                             storage_outcome_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_OUTCOMES_NEWEST, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct storage_outcome outcome;

            rc = read_outcome(statement, &outcome, err);
            if (rc != BS_OK) {
                break;
            }
            more = visit(self, &outcome);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
