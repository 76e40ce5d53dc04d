/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef OWED_H
#define OWED_H

/* What a municipality owes to those who answered: which answers are there, and which are late. Asks storage. */

#include <stddef.h>

#include <buurtstem/outcome.h>

#include "storage_overview.h"

/* The newest outcome of a programme. Zeroed: the answer is still owed. */
struct owed_answer {
    struct bs_outcome *outcome; /* owned */
    struct bs_date published;
};

/* One question. BS_OK also when there is none yet. BS_LATER, BS_BROKEN from storage. */
enum bs_err owed_answer(struct storage *storage, const char *tenant, const char *programme,
                        struct owed_answer *out, struct bs_error *err);
void owed_answer_finish(struct owed_answer *answer); /* a zeroed one is fine */

/* When each programme of a tenant was answered. */
struct owed_day {
    char programme[BS_SLUG_TEXT];
    struct bs_date published;
};
struct owed_days {
    size_t count, capacity;
    struct owed_day *in; /* owned */
};
/* One question. */
enum bs_err owed_days(struct storage *storage, const char *tenant, struct owed_days *out,
                      struct bs_error *err);
/* Zero year: not yet. */
struct bs_date owed_day_of(const struct owed_days *days, const char *programme);
void owed_days_finish(struct owed_days *days);

/* How many answers of a tenant are late today: two questions. 0 also when storage fails: it is a mark in the menu, and the
 * page itself tells of the failure. */
size_t owed_late(struct storage *storage, const char *tenant, struct bs_date today);

#endif
