/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* sync.db but for the bundle: who we are at central, how far it holds our log, and how it goes. */

#include <buurtstem/syncstate.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#include "cell.h"
#include "db_p.h"
#include "reserve.h"
#include "syncstate_p.h"

static enum bs_err open_as(const char *dir, enum bs_db_mode mode, struct bs_syncstate **out,
                           struct bs_error *err)
{
    struct bs_syncstate *state = bs_xcalloc(1, sizeof *state);
    enum bs_err rc = db_open_locked(dir, "sync.db", "syncd.lock", mode, &sync_plan, NULL,
                                    &state->db, &state->lock, err);

    if (rc != BS_OK) {
        free(state);
        return rc;
    }
    *out = state;
    return BS_OK;
}

enum bs_err bs_syncstate_open(const char *dir, struct bs_syncstate **out, struct bs_error *err)
{
    return open_as(dir, BS_DB_WRITER, out, err);
}

enum bs_err bs_syncstate_open_reader(const char *dir, struct bs_syncstate **out,
                                     struct bs_error *err)
{
    return open_as(dir, BS_DB_READER, out, err);
}

void bs_syncstate_close(struct bs_syncstate *state)
{
    if (state != NULL) {
        bs_db_close(&state->db);
        bs_lock_release(&state->lock);
        free(state);
    }
}

enum bs_err syncstate_damaged(struct bs_syncstate *state, const char *what, struct bs_error *err)
{
    state->db.is_doubtful = true;
    return bs_fail(err, BS_BROKEN, "sync.db is damaged at its %s", what);
}

static enum bs_err run_once(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                            struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&state->db, err);

    if (rc == BS_OK) {
        rc = bs_db_run(&state->db, statement, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("syncstate.written");
        rc = bs_db_commit(&state->db, err);
        BS_STOP_HERE("syncstate.committed");
    }
    bs_db_finish(&state->db);
    return rc;
}

enum bs_err syncstate_run_alone(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                                struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = run_once(state, statement, &why);

    if (rc == BS_LATER && reserve_find_room(&state->db)) {
        bs_error_clear(&why);
        rc = run_once(state, statement, &why);
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    reserve_keep(&state->db);
    return BS_OK;
}

struct sqlite3_stmt *syncstate_ask(struct bs_syncstate *state, enum sync_statement index,
                                   enum bs_err *rc, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&state->db, index, err);

    *rc = statement != NULL ? BS_OK : bs_db_fail(&state->db, "read it", err);
    return statement;
}

/* ---- identity ---- */

static enum bs_err write_identity(struct bs_syncstate *state, const struct bs_identity *identity,
                                  struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_SET_IDENTITY, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_text(statement, 1, identity->kiosk);
    cell_bind_text(statement, 2, identity->tenant);
    cell_bind_text(statement, 3, identity->server);
    cell_bind_blob(statement, 4,
                   (struct bs_bytes){identity->bundle_key, sizeof identity->bundle_key});
    return bs_db_run(&state->db, statement, err);
}

static enum bs_err forget_contacts(struct bs_syncstate *state, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_FORGET_CONTACTS, &rc, err);

    return rc == BS_OK ? bs_db_run(&state->db, statement, err) : rc;
}

enum bs_err bs_syncstate_set_identity(struct bs_syncstate *state,
                                      const struct bs_identity *identity, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&state->db, err);

    if (rc == BS_OK) {
        rc = write_identity(state, identity, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("syncstate.identity.written");
        rc = forget_contacts(state, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("syncstate.identity.forgotten");
        rc = bs_db_commit(&state->db, err);
        BS_STOP_HERE("syncstate.identity.committed");
    }
    bs_db_finish(&state->db);
    return rc;
}

enum bs_err bs_syncstate_identity(struct bs_syncstate *state, struct bs_identity *out,
                                  struct bs_error *err)
{
    struct bs_identity identity = {0};
    struct bs_bytes key;
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_GET_IDENTITY, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    rc = bs_db_row(&state->db, statement, err);
    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? bs_fail(err, rc, "this kiosk is not enrolled yet") : rc;
    }
    key = cell_bytes(statement, 3);
    if (!cell_text(statement, 0, sizeof identity.kiosk, identity.kiosk) ||
        !cell_text(statement, 1, sizeof identity.tenant, identity.tenant) ||
        !cell_text(statement, 2, sizeof identity.server, identity.server) ||
        key.len != sizeof identity.bundle_key) {
        rc = syncstate_damaged(state, "identity", err);
    } else {
        memcpy(identity.bundle_key, key.data, key.len);
        *out = identity;
    }
    cell_done(statement);
    return rc;
}

/* ---- position ---- */

enum bs_err syncstate_read_position(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                                    struct bs_position *out, struct bs_error *err)
{
    struct bs_position position = {.sent_to = (uint64_t)cell_int(statement, 0),
                                   .complete_to = (uint64_t)cell_int(statement, 1),
                                   .backup_complete_to = (uint64_t)cell_int(statement, 3),
                                   .receipt_at_ms = cell_int(statement, 4)};

    if (!cell_text(statement, 2, sizeof position.hash_at_complete_to,
                   position.hash_at_complete_to)) {
        return syncstate_damaged(state, "position", err);
    }
    *out = position;
    return BS_OK;
}

enum bs_err bs_syncstate_position(struct bs_syncstate *state, const char *epoch,
                                  struct bs_position *out, struct bs_error *err)
{
    struct bs_position position = {0};
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_GET_POSITION, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_text(statement, 1, epoch);
    rc = bs_db_row(&state->db, statement, err);
    if (rc == BS_NOTFOUND) {
        *out = position;
        return BS_OK;
    }
    if (rc != BS_OK) {
        return rc;
    }
    rc = syncstate_read_position(state, statement, out, err);
    cell_done(statement);
    return rc;
}

enum bs_err bs_syncstate_note_sent(struct bs_syncstate *state, const char *epoch, uint64_t sent_to,
                                   struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_NOTE_SENT, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_text(statement, 1, epoch);
    cell_bind_int(statement, 2, (int64_t)sent_to);
    return syncstate_run_alone(state, statement, err);
}

static enum bs_err settle_position(struct bs_syncstate *state, const struct bs_receipt *receipt,
                                   int64_t wall_ms, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_SETTLE, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_text(statement, 1, receipt->epoch);
    cell_bind_int(statement, 2, (int64_t)receipt->complete_to);
    cell_bind_text(statement, 3, receipt->hash_at_complete_to);
    cell_bind_int(statement, 4, (int64_t)receipt->backup_complete_to);
    cell_bind_int(statement, 5, wall_ms);
    return bs_db_run(&state->db, statement, err);
}

/* What central no longer holds it will name again when it gets it again. */
static enum bs_err settle_set_aside(struct bs_syncstate *state, const struct bs_receipt *receipt,
                                    int64_t wall_ms, struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_DROP_SET_ASIDE, &rc, err);

    if (rc == BS_OK) {
        cell_bind_text(statement, 1, receipt->epoch);
        cell_bind_int(statement, 2, (int64_t)receipt->complete_to);
        rc = bs_db_run(&state->db, statement, err);
    }
    for (size_t i = 0; i < receipt->set_aside_count && rc == BS_OK; i++) {
        statement = syncstate_ask(state, SYNC_NOTE_SET_ASIDE, &rc, err);
        if (rc == BS_OK) {
            cell_bind_text(statement, 1, receipt->epoch);
            cell_bind_int(statement, 2, (int64_t)receipt->set_aside[i]);
            cell_bind_int(statement, 3, wall_ms);
            rc = bs_db_run(&state->db, statement, err);
        }
    }
    return rc;
}

static enum bs_err settle_once(struct bs_syncstate *state, const struct bs_receipt *receipt,
                               int64_t wall_ms, struct bs_error *err)
{
    enum bs_err rc;

    BS_STOP_HERE("syncstate.settle.start");
    rc = bs_db_begin(&state->db, err);
    if (rc == BS_OK) {
        BS_STOP_HERE("syncstate.settle.begun");
        rc = settle_position(state, receipt, wall_ms, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("syncstate.settle.position");
        rc = settle_set_aside(state, receipt, wall_ms, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("syncstate.settle.written");
        rc = bs_db_commit(&state->db, err);
        BS_STOP_HERE("syncstate.settle.committed");
    }
    bs_db_finish(&state->db);
    return rc;
}

enum bs_err bs_syncstate_settle(struct bs_syncstate *state, const struct bs_receipt *receipt,
                                int64_t wall_ms, struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = settle_once(state, receipt, wall_ms, &why);

    if (rc == BS_LATER && reserve_find_room(&state->db)) {
        bs_error_clear(&why);
        rc = settle_once(state, receipt, wall_ms, &why);
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", why.text);
}

/* ---- status ---- */

const char *bs_trouble_name(enum bs_trouble trouble)
{
    static const char *const names[] = {
        [BS_TROUBLE_NONE] = "none",     [BS_TROUBLE_NETWORK] = "network",
        [BS_TROUBLE_TLS] = "tls",       [BS_TROUBLE_AUTH] = "authorisation",
        [BS_TROUBLE_SERVER] = "server",
    };

    return (size_t)trouble < sizeof names / sizeof names[0] ? names[trouble] : "none";
}

enum bs_err bs_syncstate_set_status(struct bs_syncstate *state, const struct bs_sync_status *status,
                                    struct bs_error *err)
{
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_SET_STATUS, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, status->trouble);
    cell_bind_text(statement, 2, status->sentence);
    cell_bind_int(statement, 3, status->trouble_since_ms);
    cell_bind_int(statement, 4, status->last_receipt_ms);
    cell_bind_int(statement, 5, status->last_try_ms);
    cell_bind_int(statement, 6, status->clock_offset_ms);
    cell_bind_int(statement, 7, status->server_ms);
    return syncstate_run_alone(state, statement, err);
}

enum bs_err bs_syncstate_status(struct bs_syncstate *state, struct bs_sync_status *out,
                                struct bs_error *err)
{
    struct bs_sync_status status = {0};
    int64_t trouble;
    enum bs_err rc;
    struct sqlite3_stmt *statement = syncstate_ask(state, SYNC_GET_STATUS, &rc, err);

    if (rc != BS_OK) {
        return rc;
    }
    rc = bs_db_row(&state->db, statement, err);
    if (rc == BS_NOTFOUND) {
        *out = status;
        return BS_OK;
    }
    if (rc != BS_OK) {
        return rc;
    }
    trouble = cell_int(statement, 0);
    status.trouble_since_ms = cell_int(statement, 2);
    status.last_receipt_ms = cell_int(statement, 3);
    status.last_try_ms = cell_int(statement, 4);
    status.clock_offset_ms = cell_int(statement, 5);
    status.server_ms = cell_int(statement, 6);
    if (trouble < BS_TROUBLE_NONE || trouble > BS_TROUBLE_SERVER ||
        !cell_text(statement, 1, sizeof status.sentence, status.sentence)) {
        rc = syncstate_damaged(state, "status", err);
    } else {
        status.trouble = (enum bs_trouble)trouble;
        *out = status;
    }
    cell_done(statement);
    return rc;
}
