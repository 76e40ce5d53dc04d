/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef INSPECTION_H
#define INSPECTION_H

/* What the files of verify share. */

#include "meaning.h"

struct inspection {
    struct bs_db *db;
    struct shelf shelf;
    struct tally tally; /* counted anew */
    storage_finding *found;
    void *self;
    uint64_t findings;
};

void inspection_tell(struct inspection *inspection, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What is wrong with the row of a record of a connector that counts, NULL: nothing. `meaning` NULL: the body was erased. A failure
 * of the database is in *rc. */
const char *verify_review_record(struct inspection *inspection, const struct meaning_at *at,
                                 const struct meaning *meaning, enum bs_err *rc,
                                 struct bs_error *err);
/* Rows that no record says, and words that are shown while no release counts. */
enum bs_err verify_review(struct inspection *inspection, struct bs_error *err);

/* What staff's pages tell of epochs that ended, against the records that say it; and each line beside the log by itself. */
enum bs_err verify_carried(struct inspection *inspection, struct bs_error *err);
enum bs_err verify_beside(struct inspection *inspection, struct bs_error *err);

#endif
