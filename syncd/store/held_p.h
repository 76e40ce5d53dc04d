/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_HELD_P_H
#define STORE_HELD_P_H

/* What keeping (held.c), what a connector does with words (held_words.c) and the rest of her door (held_door.c) share. */

#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/db.h>
#include <buurtstem/held.h>

enum held_statement {
    HELD_INSERT_COMMENT,
    HELD_HAS_COMMENT,
    HELD_COUNT_COMMENTS,
    HELD_INSERT_RECORD,
    HELD_HAS_RECORD,
    HELD_COUNT_RECORDS,
    HELD_DUE_RECORDS,
    HELD_GET_RECORD,
    HELD_DELETE_RECORD,
    HELD_MAKE_ASIDE,
    HELD_PUT_ASIDE,
    HELD_CLEAR_RECORDS,
    HELD_PUT_BACK,
    HELD_CLEAR_ASIDE,
    HELD_COUNT_QUEUE,
    HELD_QUEUE,
    HELD_GET_COMMENT,
    HELD_GET_STATE,
    HELD_SET_STATE,
    HELD_DECIDED_COMMENTS,
    HELD_DELETE_COMMENT,
    HELD_COUNT_DAY,
    HELD_OLDEST,
    HELD_COUNT_OUTGOING,
    HELD_INSERT_OUTGOING,
    HELD_DROP_RELEASED,
    HELD_MAKE_DUE,
    HELD_NEXT_DUE,
    HELD_DELETE_OUTGOING,
    HELD_GET_TRIES,
    HELD_SET_TRIES,
    HELD_GET_NOW,
    HELD_SET_NOW,
    HELD_CLEAR_NOW,
    HELD_STATEMENT_COUNT
};

extern const struct bs_db_plan held_plan; /* held_statements.c */

struct bs_held {
    struct bs_db db;
    int lock;
};

/* A statement that counts and takes nothing. */
enum bs_err held_count(struct bs_held *held, enum held_statement which, int64_t *out,
                       struct bs_error *err);

/* One row of a statement, or all that one changes; of NULL, which bs_db_statement gave, why it did. */
enum bs_err held_row(struct bs_held *held, struct sqlite3_stmt *statement, struct bs_error *err);
enum bs_err held_run(struct bs_held *held, struct sqlite3_stmt *statement, struct bs_error *err);

/* BS_BROKEN: the file holds `what`, which we cannot have written. */
enum bs_err held_not_ours(struct bs_held *held, const char *what, struct bs_error *err);

/* BS_LIMIT: the log does not take as much; BS_BAD: it is no text. */
enum bs_err held_check_record(const char *kind, struct bs_bytes body, struct bs_error *err);

/* From a row, whose cell `first` is the kind and the next the body. BS_BROKEN: neither is as we wrote it. */
enum bs_err held_copy_record(struct bs_held *held, struct sqlite3_stmt *statement, int first,
                             char *kind, struct bs_buf *body, struct bs_error *err);

/* Year, month and day as one number, which grows with them. */
int64_t held_day_number(struct bs_date day);

#endif
