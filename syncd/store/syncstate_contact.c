/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The way to central as signed bundles tell it: the one in use and the one to be tried. */

#include <buurtstem/syncstate.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#include "cell.h"
#include "syncstate_p.h"

static enum bs_err read_contact(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                                struct bs_contact *out, struct bs_error *err)
{
    struct bs_contact *contact = bs_xcalloc(1, sizeof *contact);
    enum bs_err rc = BS_OK;

    contact->serial = cell_int(statement, 0);
    if (!cell_text(statement, 1, sizeof contact->server, contact->server) ||
        !cell_text(statement, 2, sizeof contact->ca, contact->ca) ||
        !cell_text(statement, 3, sizeof contact->pins, contact->pins)) {
        rc = syncstate_damaged(state, "way to central", err);
    } else {
        *out = *contact;
    }
    free(contact);
    cell_done(statement);
    return rc;
}

enum bs_err bs_syncstate_contact(struct bs_syncstate *state, enum bs_contact_slot slot,
                                 struct bs_contact *out, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_GET_CONTACT, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, slot);
    rc = bs_db_row(&state->db, statement, err);
    if (rc == BS_NOTFOUND) {
        return bs_fail(err, rc, "no bundle said how to reach the server");
    }
    return rc == BS_OK ? read_contact(state, statement, out, err) : rc;
}

/* What stands before `rc` went well: on to the disk. */
static enum bs_err settle(struct bs_syncstate *state, enum bs_err rc, struct bs_error *err)
{
    if (rc == BS_OK) {
        BS_STOP_HERE("contact.written");
        rc = bs_db_commit(&state->db, err);
        BS_STOP_HERE("contact.committed");
    }
    bs_db_finish(&state->db);
    return rc;
}

static enum bs_err write_candidate(struct bs_syncstate *state, const struct bs_contact *contact,
                                   struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_PUT_CONTACT, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, contact->serial);
    cell_bind_text(statement, 2, contact->server);
    cell_bind_text(statement, 3, contact->ca);
    cell_bind_text(statement, 4, contact->pins);
    return bs_db_run(&state->db, statement, err);
}

enum bs_err bs_syncstate_put_candidate(struct bs_syncstate *state, const struct bs_contact *contact,
                                       struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&state->db, err);

    BS_STOP_HERE("contact.put");
    if (rc == BS_OK) {
        rc = write_candidate(state, contact, err);
    }
    return settle(state, rc, err);
}

static enum bs_err run(struct bs_syncstate *state, enum sync_statement index, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, index, &rc, err);

    return rc == BS_OK ? bs_db_run(&state->db, statement, err) : rc;
}

static enum bs_err need_candidate(struct bs_syncstate *state, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_GET_CONTACT, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, BS_CONTACT_NEXT);
    rc = bs_db_row(&state->db, statement, err);
    if (rc == BS_OK) {
        cell_done(statement);
    }
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "no other way to the server is to be tried") : rc;
}

enum bs_err bs_syncstate_promote_candidate(struct bs_syncstate *state, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&state->db, err);

    BS_STOP_HERE("contact.promote");
    if (rc == BS_OK) {
        rc = need_candidate(state, err);
    }
    if (rc == BS_OK) {
        rc = run(state, SYNC_PROMOTE_CONTACT, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("contact.promoted");
        rc = run(state, SYNC_DROP_CONTACT, err);
    }
    return settle(state, rc, err);
}

enum bs_err bs_syncstate_drop_candidate(struct bs_syncstate *state, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&state->db, err);

    BS_STOP_HERE("contact.drop");
    if (rc == BS_OK) {
        rc = run(state, SYNC_DROP_CONTACT, err);
    }
    return settle(state, rc, err);
}
