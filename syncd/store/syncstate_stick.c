/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What came of the last question for an export on a stick. */

#include <buurtstem/syncstate.h>

#include "cell.h"
#include "syncstate_p.h"

enum bs_err bs_syncstate_set_stick(struct bs_syncstate *state,
                                   const struct bs_stick_outcome *outcome, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_SET_STICK, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_text(statement, 1, outcome->id);
    cell_bind_int(statement, 2, outcome->outcome);
    cell_bind_int(statement, 3, (int64_t)outcome->written);
    cell_bind_int(statement, 4, (int64_t)outcome->confirmed);
    cell_bind_int(statement, 5, (int64_t)outcome->spoilt);
    cell_bind_int(statement, 6, outcome->has_more ? 1 : 0);
    cell_bind_int(statement, 7, outcome->at_ms);
    return syncstate_run_alone(state, statement, err);
}

static enum bs_err read_outcome(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                                struct bs_stick_outcome *out, struct bs_error *err)
{
    struct bs_uuid id;
    int64_t outcome = cell_int(statement, 1);
    struct bs_stick_outcome read = {.written = (uint64_t)cell_int(statement, 2),
                                    .confirmed = (uint64_t)cell_int(statement, 3),
                                    .spoilt = (uint64_t)cell_int(statement, 4),
                                    .has_more = cell_int(statement, 5) != 0,
                                    .at_ms = cell_int(statement, 6)};

    if (!cell_text(statement, 0, sizeof read.id, read.id) || !bs_uuid_parse(read.id, &id) ||
        outcome < 0 || outcome >= BS_STICK_COUNT) {
        return syncstate_damaged(state, "stick", err);
    }
    read.outcome = (enum bs_stick)outcome;
    *out = read;
    return BS_OK;
}

enum bs_err bs_syncstate_stick(struct bs_syncstate *state, struct bs_stick_outcome *out,
                               struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_GET_STICK, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    rc = bs_db_row(&state->db, statement, err);
    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? bs_fail(err, rc, "nobody asked for an export yet") : rc;
    }
    rc = read_outcome(state, statement, out, err);
    cell_done(statement);
    return rc;
}
