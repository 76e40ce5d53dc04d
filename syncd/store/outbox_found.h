/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_OUTBOX_FOUND_H
#define STORE_OUTBOX_FOUND_H

/*
 * What a damaged kiosk.db still holds: every record whose digest proves its body and whose columns say what its head says, once
 * for each number of an epoch. Where two are found under one number, the chain decides. A head that the chain on both sides
 * of it refutes is not believed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>
#include <buurtstem/outbox.h>

#include "outbox_rows.h"

/* Where something was found, the best first. */
enum found_source { FOUND_FILE, FOUND_WAL, FOUND_REST, FOUND_INDEX };

struct found_record {
    uint64_t seq;
    uint64_t hash;  /* the first half of the stored one's first half: tells two apart */
    uint64_t image; /* of rows_file */
    uint64_t id;    /* told apart by this much of it */
    uint32_t n;     /* of its epoch in that file */
    uint16_t cell;
    uint8_t source;     /* FOUND_INDEX: the number is known and nothing else */
    bool is_erased : 1; /* head and chain, but no body */
    bool is_other : 1;  /* its overflow stands in the other file */
    bool is_chosen : 1; /* the one of its number */
    bool is_linked : 1; /* its hash follows from the one before it */
    bool is_stray : 1;  /* no number leads to it, and to no other copy of it */
    bool
        is_refuted : 1; /* the one before it and the one behind it say that the head is another one's */
};

struct found_epoch {
    uint32_t n;
    bool is_known; /* the name is proven; else it and the kiosk are "" */
    bool
        is_doubtful; /* no record is of it, and its row alone, behind what counts of the WAL, tells of it */
    char epoch[BS_EPOCH_TEXT];
    char kiosk[BS_KIOSK_ID_TEXT];
    bool has_ended;
    uint64_t
        ends_at; /* what is above went on in a later epoch of this file, and a record there says so */
    uint64_t tip;      /* the highest number that is known; 0: none */
    size_t first, end; /* of `records` */
};

struct found {
    struct rows_file file;
    struct found_record *records; /* owned; by epoch and number */
    size_t count, capacity;
    struct found_epoch *epochs; /* owned; in the order in which they began */
    size_t epoch_count;
    bool is_whole;          /* every epoch that the records speak of is known, from the first on */
    struct found_row *rows; /* owned; epochs as they were found */
    size_t row_count;
    struct found_said *said; /* owned; the epochs that records of kind `carried` name */
    size_t said_count;
};

/* Reads everything. BS_OK also when nothing is left; BS_NOTFOUND, BS_BROKEN as of rows_open. */
enum bs_err found_open(const char *path, const char *kiosk, const struct bs_outbox_safe *safe,
                       size_t safe_count, struct found *out, struct bs_error *err);
void found_close(struct found *found);

/* The line of a record, proven anew, without its line end. False: it cannot be read any more. */
bool found_line(struct found *found, const struct found_record *record, struct bs_buf *line);

/*
 * Marks the committed records that would be lost if only numbers counted: that share theirs with the one that was chosen, after
 * an index forgot its end and numbers were given twice; or that went on in a later epoch where they cannot be read any more.
 */
void found_mark_strays(struct found *found);

/* Whether the epoch is another log than the one whose chain had `hash` after `seq`: it ends before that, or goes otherwise. */
bool found_is_other_log(const struct found *found, const struct found_epoch *epoch, uint64_t seq,
                        const char hash[BS_HASH_TEXT]);

/* Whether a record of kind `carried` names this epoch as ended before `from`; 0: at any number. */
bool found_said(const struct found *found, const char *epoch, uint64_t from);

#endif
