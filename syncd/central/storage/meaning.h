/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEANING_H
#define MEANING_H

/*
 * What a record says and whether it may count, by the same rules wherever that is asked: when it comes in, when a programme or
 * a place came after it, and by verify. A body is what somebody sent, so what central knows better is not taken from it.
 */

#include <buurtstem/carried.h>
#include <buurtstem/review.h>

#include "leaving.h"
#include "storage_p.h"
#include "storage_proof.h"

enum meaning_what {
    MEANING_NOTHING,
    MEANING_SUBMISSION,
    MEANING_CORRECTION, /* correction.h knows whether it fits */
    MEANING_LEAVING,
    MEANING_CARRIED,
    MEANING_COMMENT,
    MEANING_DECISION,
    MEANING_NOTE
};

/* How a record is counted otherwise than it says, kept in record.why of a record that counts. */
enum {
    MEANING_AS_TRIAL =
        1, /* of a kiosk that was never put in use here: not counted among the rest */
    MEANING_AREA_UNSAID = 2, /* a neighbourhood that the place does not offer */
    MEANING_NOTES = 3
};

struct meaning {
    enum meaning_what what;
    enum storage_aside why; /* of NOTHING, and of what does not fit */
    unsigned notes;
    union {
        struct bs_submission body; /* of SUBMISSION and CORRECTION */
        struct leaving leaving;
        struct bs_carried carried;
        struct bs_comment comment;
        struct bs_decision decision;
        struct bs_note note;
    };
};

/* By the bytes alone. Pure. */
void meaning_read(const struct bs_record *record, struct meaning *out);

/*
 * Whether it may count: its programme version is here and it fits it, and its place is one of the tenant's (any of them: a
 * kiosk may have been moved while it was offline). Adds the notes. False: `why` says why not; a failure of the database is in
 * *rc. Not for CORRECTION.
 */
bool meaning_fits(struct shelf *shelf, const char *tenant, bool kiosk_was_used,
                  struct meaning *meaning, enum bs_err *rc, struct bs_error *err);

/* Whether a COMMENT or DECISION that fits may count too: its comment has room for it (review_rows.h). Of others true. False:
 * `why` says why not; a failure of the database is in *rc. With all before it in the table. */
bool meaning_has_room(struct bs_db *db, const char *tenant, struct meaning *meaning,
                      enum bs_err *rc, struct bs_error *err);

/* Changes what it says to what it is counted as. */
void meaning_apply(struct meaning *meaning, unsigned notes);

/* Counts a SUBMISSION or LEAVING on that day. */
void meaning_count(struct tally *tally, const char *tenant, const char *day,
                   const struct meaning *meaning);

/* Where a record stands. */
struct meaning_at {
    const char *tenant;
    int64_t log;
    int64_t received_ms;
    const struct bs_record *record;
};
/* Keeps what is no count (CARRIED, COMMENT, DECISION, NOTE) where staff's pages find it; of others nothing. Inside the caller's
 * transaction. */
enum bs_err meaning_keep(struct bs_db *db, const struct meaning_at *at,
                         const struct meaning *meaning, struct bs_error *err);
/* Whether a row of COMMENT, DECISION or NOTE is as it says. BS_NOTFOUND: it is not. */
enum bs_err meaning_is_kept(struct bs_db *db, const struct meaning_at *at,
                            const struct meaning *meaning, struct bs_error *err);

#endif
