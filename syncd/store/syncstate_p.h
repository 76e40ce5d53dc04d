/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_SYNCSTATE_P_H
#define STORE_SYNCSTATE_P_H

/* What position and status (syncstate.c) and the bundle (catalogue.c) share of sync.db. */

#include <buurtstem/db.h>
#include <buurtstem/syncstate.h>

enum sync_statement {
    SYNC_SET_IDENTITY,
    SYNC_GET_IDENTITY,
    SYNC_FORGET_CONTACTS,
    SYNC_GET_CONTACT,
    SYNC_PUT_CONTACT,
    SYNC_PROMOTE_CONTACT,
    SYNC_DROP_CONTACT,
    SYNC_GET_POSITION,
    SYNC_NOTE_SENT,
    SYNC_SETTLE,
    SYNC_DROP_SET_ASIDE,
    SYNC_NOTE_SET_ASIDE,
    SYNC_SET_STATUS,
    SYNC_GET_STATUS,
    SYNC_PUT_BUNDLE,
    SYNC_DROP_BUNDLES,
    SYNC_NEWEST_SERIAL,
    SYNC_GET_BUNDLE,
    SYNC_GET_BUNDLE_META,
    SYNC_ALL_POSITIONS,
    SYNC_NOTE_FORK,
    SYNC_GET_FORK,
    SYNC_NOTE_BY_HAND,
    SYNC_LOWER_SERVER_MS,
    SYNC_LOWER_BY_HAND,
    SYNC_GET_BY_HAND,
    SYNC_SET_STICK,
    SYNC_GET_STICK,
    SYNC_STATEMENT_COUNT
};

extern const struct bs_db_plan sync_plan; /* sync_statements.c */

struct bs_syncstate {
    struct bs_db db;
    int lock; /* -1 for a reader */
};

/* The position that the statement stands on, with its columns in the order of SYNC_GET_POSITION. Does not step or reset. */
enum bs_err syncstate_read_position(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                                    struct bs_position *out, struct bs_error *err);

/* One bound statement as a transaction of its own. */
enum bs_err syncstate_run_alone(struct bs_syncstate *state, struct sqlite3_stmt *statement,
                                struct bs_error *err);

/* The bound-to-be statement; NULL and *rc when it cannot be had. */
struct sqlite3_stmt *syncstate_ask(struct bs_syncstate *state, enum sync_statement index,
                                   enum bs_err *rc, struct bs_error *err);

/* BS_BROKEN: a row that we cannot have written. */
enum bs_err syncstate_damaged(struct bs_syncstate *state, const char *what, struct bs_error *err);

#endif
