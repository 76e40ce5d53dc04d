/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_LEFT_H
#define STORAGE_LEFT_H

/* Counts of what people left after the thanks: who took part, what they thought of an outcome, how many want to be called.
 * Small groups are for the caller to hide. The rest of storage.h holds here too. */

#include "storage.h"

enum storage_left {
    STORAGE_LEFT_AGE,        /* value: bs_age_name */
    STORAGE_LEFT_AREA,       /* a CBS code, BS_AREA_ELSEWHERE or BS_AREA_UNSAID */
    STORAGE_LEFT_UNDERSTOOD, /* "Snapt u waarom?": yes or no; those below too */
    STORAGE_LEFT_RIGHT,      /* "Klopt dit?" */
    STORAGE_LEFT_WISH        /* yes: somebody wants to be called */
};
#define STORAGE_LEFT_KINDS 5

/* `value` is borrowed during the visit; `answered` is how many there are of this sort at all. */
typedef bool storage_left_visit(void *self, enum storage_left what, const char *value,
                                int64_t count, int64_t answered);

/* One row for each value of each sort. There are no bursts among them. */
enum bs_err storage_left(struct storage *storage, const struct storage_filter *filter,
                         storage_left_visit *visit, void *self, struct bs_error *err);

#endif
