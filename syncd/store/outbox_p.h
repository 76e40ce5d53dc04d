/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_OUTBOX_P_H
#define STORE_OUTBOX_P_H

/* What writing (outbox.c) and reading (outbox_read.c) kiosk.db share. */

#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/db.h>
#include <buurtstem/outbox.h>

enum outbox_statement {
    OUTBOX_INSERT_EPOCH,
    OUTBOX_NEWEST_EPOCH,
    OUTBOX_EPOCH_AT,
    OUTBOX_EPOCH_NAMED,
    OUTBOX_LAST_RECORD,
    OUTBOX_FIND_ID,
    OUTBOX_INSERT_RECORD,
    OUTBOX_HASH_AT,
    OUTBOX_WALL_AT,
    OUTBOX_RECORDS_FROM,
    OUTBOX_VERSION,
    OUTBOX_SET_VERSION,
    OUTBOX_ERASABLE_EPOCH,
    OUTBOX_AGES,
    OUTBOX_NEXT_SYNCED,
    OUTBOX_MOVED_ON,
    OUTBOX_HEADS,
    OUTBOX_REMOVE,
    OUTBOX_INSERT_HEAD,
    OUTBOX_ERASED_TO,
    OUTBOX_STATEMENT_COUNT
};

extern const struct bs_db_plan outbox_plan; /* outbox_statements.c */

struct bs_outbox {
    struct bs_db db;
    int lock;          /* -1 for a reader */
    bool is_wal_clean; /* nothing that was erased can stand in the WAL any more */
};

/* One epoch as stored, and where it ends. */
struct outbox_epoch {
    int64_t n; /* its number in this file */
    struct bs_outbox_tip tip;
    char start_hash[BS_HASH_TEXT];
};

/* The newest epoch with its end, inside the caller's transaction. BS_NOTFOUND: there is none. */
enum bs_err outbox_newest(struct bs_outbox *outbox, struct outbox_epoch *out, struct bs_error *err);

/*
 * Proves one stored record: `line` is its line without line end, `stored` the hash kept with it, `hash` the chain before
 * it, which moves on. BS_BROKEN names epoch and seq.
 */
enum bs_err outbox_prove(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                         struct bs_bytes line, const char *stored, char hash[BS_HASH_TEXT],
                         struct bs_error *err);

/* BS_BROKEN: a row that we cannot have written. */
enum bs_err outbox_damaged(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                           struct bs_error *err);

#endif
