/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The time of the newest receipts that somebody brought, so that older ones change nothing, and what ends a wrong one. */

#include <buurtstem/syncstate.h>

#include "cell.h"
#include "syncstate_p.h"

enum bs_err bs_syncstate_note_by_hand(struct bs_syncstate *state, int64_t made_ms,
                                      struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_NOTE_BY_HAND, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, made_ms);
    return syncstate_run_alone(state, statement, err);
}

enum bs_err bs_syncstate_by_hand(struct bs_syncstate *state, int64_t *made_ms, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_GET_BY_HAND, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    rc = bs_db_row(&state->db, statement, err);
    if (rc == BS_OK) {
        *made_ms = cell_int(statement, 0);
        cell_done(statement);
    } else if (rc == BS_NOTFOUND) {
        *made_ms = 0;
        rc = BS_OK;
    }
    return rc;
}

static enum bs_err lower(struct bs_syncstate *state, enum sync_statement index, int64_t server_ms,
                         struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, index, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, server_ms);
    return syncstate_run_alone(state, statement, err);
}

enum bs_err bs_syncstate_not_later(struct bs_syncstate *state, int64_t server_ms,
                                   struct bs_error *err)
{
    enum bs_err rc = lower(state, SYNC_LOWER_SERVER_MS, server_ms, err);

    return rc == BS_OK ? lower(state, SYNC_LOWER_BY_HAND, server_ms, err) : rc;
}
