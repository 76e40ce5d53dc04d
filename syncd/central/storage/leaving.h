/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef LEAVING_H
#define LEAVING_H

/*
 * What people leave after the thanks, as it is counted: in the tallies, under questions that no programme can have. Who
 * took part is counted by age and by neighbourhood apart, so that no row tells of one person. Of a wish to be called there
 * is a count only: what is sealed stays in its record.
 */

#include <buurtstem/afterwards.h>
#include <buurtstem/record.h>

#include "shelf.h"
#include "tally.h"

#define LEAVING_MARK       '@' /* first sign of each of these questions */
#define LEAVING_AGE        "@age"
#define LEAVING_AREA       "@area"
#define LEAVING_UNDERSTOOD "@understood"
#define LEAVING_RIGHT      "@right"
#define LEAVING_WISH       "@wish"

struct leaving {
    struct bs_left_at at;
    size_t mark_count;
    struct {
        const char *question; /* one of the above */
        char value[BS_AREA_TEXT];
    } marks[2];
};

/* False: the record is nothing of the kind, or cannot be read. */
bool leaving_read(const struct bs_record *record, struct leaving *out);

/* Whether what was left there may be counted: its programme version is known. A failure of the database is in *rc. */
bool leaving_fits(struct shelf *shelf, const char *tenant, const struct bs_left_at *at,
                  enum bs_err *rc, struct bs_error *err);

void leaving_count(struct tally *tally, const char *tenant, const char *day,
                   const struct leaving *leaving);

#endif
