/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A small cache of parsed programmes; the one that was not used for longest makes room. */

#include "shelf.h"

#include <string.h>

#include <buurtstem/utf8.h>

#include "storage_p.h"

void shelf_finish(struct shelf *shelf)
{
    for (size_t i = 0; i < SHELF_SIZE; i++) {
        bs_programme_destroy(shelf->at[i].programme);
        shelf->at[i].programme = NULL;
    }
}

static enum bs_err load(struct shelf *shelf, const char *tenant, const char *id, int version,
                        struct bs_programme **out, struct bs_error *err)
{
    struct bs_complaints complaints = {.count = 0};
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(shelf->db, SQL_PROGRAMME, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, id);
    storage_bind_int(statement, 3, version);
    rc = storage_row(shelf->db, statement, err);
    if (rc == BS_OK &&
        bs_programme_parse(storage_bytes(statement, 4), out, &complaints, NULL) != BS_OK) {
        rc = bs_fail(err, BS_BROKEN, "programme %s version %d: the stored text cannot be read", id,
                     version);
    }
    sqlite3_reset(statement);
    return rc;
}

enum bs_err shelf_find(struct shelf *shelf, const char *tenant, const char *id, int version,
                       const struct bs_programme **out, struct bs_error *err)
{
    struct bs_programme *programme = NULL;
    size_t oldest = 0;
    enum bs_err rc;

    for (size_t i = 0; i < SHELF_SIZE; i++) {
        if (shelf->at[i].programme != NULL && shelf->at[i].version == version &&
            strcmp(shelf->at[i].id, id) == 0 && strcmp(shelf->at[i].tenant, tenant) == 0) {
            shelf->at[i].used = ++shelf->clock;
            *out = shelf->at[i].programme;
            return BS_OK;
        }
        if (shelf->at[i].used < shelf->at[oldest].used) {
            oldest = i;
        }
    }
    rc = load(shelf, tenant, id, version, &programme, err);
    if (rc != BS_OK) {
        return rc;
    }
    bs_programme_destroy(shelf->at[oldest].programme);
    (void)bs_utf8_copy(shelf->at[oldest].tenant, sizeof(shelf->at[oldest].tenant), tenant);
    (void)bs_utf8_copy(shelf->at[oldest].id, sizeof(shelf->at[oldest].id), id);
    shelf->at[oldest].version = version;
    shelf->at[oldest].used = ++shelf->clock;
    shelf->at[oldest].programme = programme;
    *out = programme;
    return BS_OK;
}
