/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue: the bundle that counts and the one before it. Checked before it comes here; switched in one step. */

#include <buurtstem/bundle.h>
#include <buurtstem/syncstate.h>

#include <inttypes.h>

#include <buurtstem/stop.h>

#include "cell.h"
#include "syncstate_p.h"

/* An old bundle cannot be played back. The same serial may come again. */
static enum bs_err check_serial(struct bs_syncstate *state, int64_t serial, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_NEWEST_SERIAL, err);
    int64_t newest;
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&state->db, "read it", err);
    }
    rc = bs_db_row(&state->db, statement, err);
    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? BS_OK : rc;
    }
    newest = cell_int(statement, 0);
    cell_done(statement);
    if (serial < newest) {
        return bs_fail(err, BS_REFUSED,
                       "the bundle has the serial %" PRId64 " and we hold %" PRId64, serial,
                       newest);
    }
    return BS_OK;
}

static enum bs_err write_bundle(struct bs_syncstate *state, const struct bs_bundle_meta *meta,
                                struct bs_bytes bundle, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_PUT_BUNDLE, err);

    if (statement == NULL) {
        return bs_db_fail(&state->db, "write it", err);
    }
    cell_bind_int(statement, 1, meta->serial);
    cell_bind_text(statement, 2, meta->etag);
    cell_bind_int(statement, 3, meta->received_ms);
    cell_bind_blob(statement, 4, bundle);
    return bs_db_run(&state->db, statement, err);
}

static enum bs_err drop_old(struct bs_syncstate *state, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_DROP_BUNDLES, err);

    if (statement == NULL) {
        return bs_db_fail(&state->db, "write it", err);
    }
    return bs_db_run(&state->db, statement, err);
}

enum bs_err bs_catalogue_put(struct bs_syncstate *state, const struct bs_bundle_meta *meta,
                             struct bs_bytes bundle, struct bs_error *err)
{
    enum bs_err rc;

    if (bundle.len > BS_BUNDLE_BYTES_MAX) {
        return bs_fail(err, BS_LIMIT, "a bundle of %zu bytes; at most %d are allowed", bundle.len,
                       BS_BUNDLE_BYTES_MAX);
    }
    BS_STOP_HERE("catalogue.start");
    rc = bs_db_begin(&state->db, err);
    if (rc == BS_OK) {
        BS_STOP_HERE("catalogue.begun");
        rc = check_serial(state, meta->serial, err);
    }
    if (rc == BS_OK) {
        rc = write_bundle(state, meta, bundle, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("catalogue.written");
        rc = drop_old(state, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("catalogue.dropped");
        rc = bs_db_commit(&state->db, err);
        BS_STOP_HERE("catalogue.committed");
    }
    bs_db_finish(&state->db);
    return rc;
}

/* Columns 0 to 2 of either statement. */
static enum bs_err read_meta(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                             struct bs_bundle_meta *out, struct bs_error *err)
{
    struct bs_bundle_meta meta = {0};
    enum bs_err rc = bs_db_row(&state->db, statement, err);

    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? bs_fail(err, rc, "there is no bundle yet") : rc;
    }
    meta.serial = cell_int(statement, 0);
    meta.received_ms = cell_int(statement, 2);
    if (!cell_text(statement, 1, sizeof meta.etag, meta.etag)) {
        return syncstate_damaged(state, "bundle", err);
    }
    *out = meta;
    return BS_OK;
}

enum bs_err bs_catalogue_get(struct bs_syncstate *state, struct bs_bundle_meta *meta,
                             struct bs_buf *bundle, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_GET_BUNDLE, err);
    struct bs_bundle_meta found;
    struct bs_bytes content;
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&state->db, "read it", err);
    }
    rc = read_meta(state, statement, &found, err);
    if (rc == BS_OK) {
        content = cell_bytes(statement, 3);
        if (bundle->over || content.len > bundle->limit - bundle->len) {
            rc = bs_fail(err, BS_LIMIT, "the bundle has %zu bytes; there is room for %zu",
                         content.len, bundle->limit - bundle->len);
        } else {
            bs_buf_add(bundle, content.data, content.len);
            *meta = found;
        }
    }
    cell_done(statement);
    return rc;
}

enum bs_err bs_catalogue_meta(struct bs_syncstate *state, struct bs_bundle_meta *meta,
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_GET_BUNDLE_META, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&state->db, "read it", err);
    }
    rc = read_meta(state, statement, meta, err);
    cell_done(statement);
    return rc;
}
