/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the kiosk has to know of its epochs at central: how far each is safe, and which it has to end. */

#include <buurtstem/syncstate.h>

#include <string.h>

#include "cell.h"
#include "syncstate_p.h"

enum bs_err bs_syncstate_positions(struct bs_syncstate *state, bs_position_visit *visit, void *self,
                                   struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_ALL_POSITIONS, err);
    bool goes_on = true;
    enum bs_err rc = BS_OK;

    if (statement == NULL) {
        return bs_db_fail(&state->db, "read it", err);
    }
    while (goes_on && (rc = bs_db_row(&state->db, statement, err)) == BS_OK) {
        char epoch[BS_EPOCH_TEXT];
        struct bs_position position;

        rc = syncstate_read_position(state, statement, &position, err);
        if (rc == BS_OK &&
            (!cell_text(statement, 5, sizeof epoch, epoch) || !bs_epoch_valid(epoch))) {
            rc = syncstate_damaged(state, "position", err);
        }
        if (rc != BS_OK) {
            break;
        }
        goes_on = visit(self, epoch, &position);
    }
    cell_done(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err bs_syncstate_note_fork(struct bs_syncstate *state, const char *epoch,
                                   const struct bs_fork *fork, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_NOTE_FORK, err);

    if (statement == NULL) {
        return bs_db_fail(&state->db, "note a fork", err);
    }
    cell_bind_text(statement, 1, epoch);
    cell_bind_int(statement, 2, (int64_t)fork->from_seq);
    cell_bind_text(statement, 3, fork->why);
    cell_bind_int(statement, 4, fork->found_ms);
    return syncstate_run_alone(state, statement, err);
}

static bool why_valid(const char *why)
{
    return strcmp(why, "forked") == 0 || strcmp(why, "restored") == 0;
}

enum bs_err bs_syncstate_fork(struct bs_syncstate *state, const char *epoch, struct bs_fork *out,
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, SYNC_GET_FORK, err);
    struct bs_fork fork = {.from_seq = 0};
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&state->db, "read it", err);
    }
    cell_bind_text(statement, 1, epoch);
    rc = bs_db_row(&state->db, statement, err);
    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? bs_fail(err, rc, "nothing is against epoch %s", epoch) : rc;
    }
    fork.from_seq = (uint64_t)cell_int(statement, 0);
    fork.found_ms = cell_int(statement, 2);
    if (fork.from_seq == 0 || fork.from_seq > BS_NUMBER_MAX ||
        !cell_text(statement, 1, sizeof fork.why, fork.why) || !why_valid(fork.why)) {
        rc = syncstate_damaged(state, "forks", err);
    } else {
        *out = fork;
    }
    cell_done(statement);
    return rc;
}
