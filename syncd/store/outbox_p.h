/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_OUTBOX_P_H
#define STORE_OUTBOX_P_H

/* What writing (outbox.c) and reading (outbox_read.c) kiosk.db share. */

#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/carried.h>
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
    OUTBOX_RECORD_OF_ID,
    OUTBOX_RECORDS_BEHIND,
    OUTBOX_RECORDS_FROM,
    OUTBOX_RECORDS_ON,
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
    OUTBOX_END_EPOCH,
    OUTBOX_LAST_MOVE,
    OUTBOX_MOVING_SEQS,
    OUTBOX_MOVING_RECORDS,
    OUTBOX_HAS_ID,
    OUTBOX_COUNT_RECORDS,
    OUTBOX_STATEMENT_COUNT
};

extern const struct bs_db_plan outbox_plan; /* outbox_statements.c */

/* What is known of the records of an epoch that were made when the clock was not synchronised; n 0: nothing. */
struct outbox_unsynced {
    int64_t n;
    uint64_t from, to; /* of these, both included, the clock was not */
    bool is_found;     /* of to + 1 it was, at: */
    int64_t wall_ms;
};

struct bs_outbox {
    struct bs_db db;
    int lock;                        /* -1 for a reader */
    struct outbox_unsynced unsynced; /* so that a year of them is read once */
    bool is_wal_clean;               /* nothing that was erased can stand in the WAL any more */
};

/* One epoch as stored, and where it ends. */
struct outbox_epoch {
    int64_t n; /* its number in this file */
    struct bs_outbox_tip tip;
    char start_hash[BS_HASH_TEXT];
};

/* The newest epoch with its end, inside the caller's transaction. BS_NOTFOUND: there is none. */
enum bs_err outbox_newest(struct bs_outbox *outbox, struct outbox_epoch *out, struct bs_error *err);

/* The epoch of that name. BS_NOTFOUND. */
enum bs_err outbox_find_epoch(struct bs_outbox *outbox, const char *name, struct outbox_epoch *out,
                              struct bs_error *err);

/* Steps of the caller's transaction (outbox.c). make_record: with the clock's times; BS_LIMIT, BS_BAD as of bs_outbox_append. */
enum bs_err outbox_insert_epoch(struct bs_outbox *outbox, const char *kiosk, const char *why,
                                int64_t wall_ms, struct bs_random *random, struct bs_error *err);
enum bs_err outbox_make_record(const struct bs_uuid *id, const char *kind, struct bs_bytes body,
                               const struct bs_clock *clock, struct bs_record *out,
                               struct bs_error *err);

/* Puts the record behind the epoch's last, whose `tip` moves on. What central would not accept as a line is refused here. */
enum bs_err outbox_append_record(struct bs_outbox *outbox, struct outbox_epoch *epoch,
                                 struct bs_record *record, struct bs_error *err);

/* The record of kind `carried` that opens what goes on (outbox_carry.c). */
enum bs_err outbox_append_carried(struct bs_outbox *outbox, struct outbox_epoch *epoch,
                                  const struct bs_carried *carried, const struct bs_clock *clock,
                                  struct bs_random *random, struct bs_error *err);

/* Counts `seq`, which is above all before it, among those that come along. */
void outbox_carried_keep(struct bs_carried *carried, uint64_t seq);

/* The file beside which a salvage is under way names what was set aside. */
#define OUTBOX_SALVAGE_MARK "kiosk.db-salvage"

/* BS_BROKEN: a row that we cannot have written. */
enum bs_err outbox_damaged(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                           struct bs_error *err);

#endif
