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
    SYNC_STATEMENT_COUNT
};

extern const struct bs_db_plan sync_plan; /* sync_statements.c */

struct bs_syncstate {
    struct bs_db db;
    int lock; /* -1 for a reader */
};

/* BS_BROKEN: a row that we cannot have written. */
enum bs_err syncstate_damaged(struct bs_syncstate *state, const char *what, struct bs_error *err);

#endif
