/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is remembered of the connectors' door: wrong tries, and the programme of now. */

#include <buurtstem/held.h>

#include <limits.h>
#include <string.h>

#include <buurtstem/stop.h>

#include "cell.h"
#include "db_p.h"
#include "held_p.h"

/* ---- wrong tries ---- */

enum bs_err bs_held_wrong_tries(struct bs_held *held, int *out, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_GET_TRIES, err);
    int64_t tries = 0;
    enum bs_err rc = held_row(held, statement, err);

    if (rc == BS_OK) {
        tries = cell_int(statement, 0);
        cell_done(statement);
    } else if (rc != BS_NOTFOUND) {
        return rc;
    }
    if (tries < 0 || tries > INT_MAX) {
        return held_not_ours(held, "a number of tries", err);
    }
    *out = (int)tries;
    return BS_OK;
}

static enum bs_err set_tries(struct bs_held *held, int tries, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_SET_TRIES, err);

    if (statement != NULL) {
        cell_bind_int(statement, 1, tries);
    }
    return held_run(held, statement, err);
}

enum bs_err bs_held_set_wrong_tries(struct bs_held *held, int tries, struct bs_error *err)
{
    enum bs_err rc;

    if (tries < 0) {
        return bs_fail(err, BS_BAD, "fewer wrong tries than none");
    }
    rc = bs_db_begin(&held->db, err);
    if (rc == BS_OK) {
        rc = set_tries(held, tries, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.tries.set");
        rc = bs_db_commit(&held->db, err);
        BS_STOP_HERE("held.tries.committed");
    }
    bs_db_finish(&held->db);
    return rc;
}

/* ---- the programme of now ---- */

enum bs_err bs_held_now(struct bs_held *held, char programme[BS_SLUG_TEXT], int64_t *until_ms,
                        struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_GET_NOW, err);
    char slug[BS_SLUG_TEXT] = "";
    enum bs_err rc = held_row(held, statement, err);

    if (rc == BS_NOTFOUND) {
        return bs_fail(err, BS_NOTFOUND, "%s: there is no programme of now", held->db.path);
    }
    if (rc != BS_OK) {
        return rc;
    }
    if (cell_text(statement, 0, sizeof slug, slug) && bs_slug_valid(slug)) {
        memcpy(programme, slug, sizeof slug);
        *until_ms = cell_int(statement, 1);
    } else {
        rc = held_not_ours(held, "a programme of now", err);
    }
    cell_done(statement);
    return rc;
}

static enum bs_err set_now(struct bs_held *held, const char *programme, int64_t until_ms,
                           struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_SET_NOW, err);
    enum bs_err rc;

    if (statement != NULL) {
        cell_bind_text(statement, 1, programme);
        cell_bind_int(statement, 2, until_ms);
    }
    rc = held_run(held, statement, err);
    (void)bs_db_statement(&held->db, HELD_SET_NOW, NULL); /* lets go of what was bound */
    return rc;
}

enum bs_err bs_held_set_now(struct bs_held *held, const char *programme, int64_t until_ms,
                            struct bs_error *err)
{
    const bool is_one = programme[0] != '\0';
    enum bs_err rc;

    if (is_one && !bs_slug_valid(programme)) {
        return bs_fail(err, BS_BAD, "the programme of now is not a programme's id");
    }
    rc = bs_db_begin(&held->db, err);
    if (rc == BS_OK) {
        rc = is_one ? set_now(held, programme, until_ms, err)
                    : held_run(held, bs_db_statement(&held->db, HELD_CLEAR_NOW, err), err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.now.set");
        rc = bs_db_commit(&held->db, err);
        BS_STOP_HERE("held.now.committed");
    }
    bs_db_finish(&held->db);
    return rc;
}
