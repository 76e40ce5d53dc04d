/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CORRECTION_H
#define CORRECTION_H

/*
 * Corrections: records that take the place of a submission of the same kiosk. A visit counts once, by the last of its
 * corrections in the order of the log (log, then seq), whichever came in first. Day, place, channel and whether it is a
 * trial or in a burst are those of the submission; the language is the one in which the correction was answered.
 */

#include "storage_p.h"

struct correction {
    const char *tenant, *kiosk; /* of its own record */
    int64_t log;                /* its place in the order of the log */
    uint64_t seq;
    struct bs_submission *body; /* borrowed; takes over what is the submission's */
    /* The submission, once it is found. */
    struct bs_uuid first_id;
    struct bs_submission first;
    char day[11];
};

/*
 * Finds what is corrected and whether that may be: the submission is here and counts, and it is of the same kiosk,
 * programme and version, whose questions the correction fits. False: it is to wait, set aside; a failure of the database
 * is in *rc.
 */
bool correction_find(struct shelf *shelf, struct correction *correction, enum bs_err *rc,
                     struct bs_error *err);

/* Takes back what was counted of the visit and counts the correction, unless a later one counts. After correction_find. */
enum bs_err correction_count(struct bs_db *db, struct correction *correction, struct tally *tally,
                             struct bs_error *err);

/* Gives `body` the place, channel, trial and burst of the submission that it corrects. Pure. */
void correction_inherit(const struct bs_submission *first, struct bs_submission *body);

/* Whether any correction of a tenant waits. */
enum bs_err correction_any_waits(struct bs_db *db, const char *tenant, bool *out,
                                 struct bs_error *err);

/* Counts those that waited for this submission, which counts now. */
enum bs_err correction_wake(struct storage *storage, const char *tenant, const struct bs_uuid *id,
                            struct tally *tally, struct bs_error *err);

/* One that is set aside at that row: counts it if it can be found now. */
enum bs_err correction_retry(struct storage *storage, int64_t row, struct correction *correction,
                             struct tally *tally, struct bs_error *err);

#endif
