/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef INTAKE_H
#define INTAKE_H

/* One batch on its way into the log, inside one transaction: storage_accept.c finds where it begins and what is answered,
 * intake_rows.c stores and counts its records. */

#include "correction.h"
#include "meaning.h"
#include "storage_p.h"

#define INTAKE_ROWS 8 /* records that go into the table by one statement: as many as help */

/* A record that is understood and not in the table yet. */
struct intake_row {
    size_t index;         /* in the batch */
    struct bs_bytes line; /* what of its line may be kept; borrowed from the batch */
    enum storage_record_state state;
    int64_t same_as; /* 0: none */
    struct meaning meaning;
};

struct intake {
    struct storage *storage;
    const struct storage_kiosk *kiosk;
    const struct bs_batch *batch;
    int64_t now_ms;
    int64_t log; /* 0: this epoch is new */
    uint64_t complete_to, backup_complete_to;
    char hash[BS_HASH_TEXT]; /* at complete_to */
    bool any_waits;          /* corrections of this tenant that wait for their submission */
    bool kiosk_was_used;     /* it was put in use at some time */
    struct intake_row rows[INTAKE_ROWS];
    size_t row_count;
    struct correction correction; /* of the row that is one; it stands alone */
    struct tally tally;
    struct storage_counters counters; /* of this batch */
};

/* Stores the records from `next` on and gathers in `tally` what they count. Each is stored, understood or not. */
enum bs_err intake_store(struct intake *in, size_t next, struct bs_error *err);

#endif
