/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_LEFT_H
#define RESULTS_LEFT_H

/* What people left after the thanks, as the results page shows it: who took part, what they thought of the outcome, how many
 * want to be called. Of all answers together: who took part cannot be narrowed, so that no difference tells of a few. */

#include "html.h"
#include "results.h"

/* One question to storage, and the places' for the names of neighbourhoods. */
enum bs_err results_left_gather(struct storage *storage, const char *tenant, const char *programme,
                                bool trials, struct results_left *out, struct bs_error *err);
void results_left_finish(struct results_left *left); /* a zeroed one is fine */

/* "18 tot 30" of a bs_age_name; what is none is itself. Borrowed. */
const char *results_left_age(const char *age);

/* "Wie deed mee": nothing when nobody said anything. */
void results_left_write(const struct html *html, const struct results_left *left);
/* "Snapt u waarom? Klopt dit?" below an outcome of that version; taps are counted over all of its versions. */
void results_left_verdict(const struct html *html, const struct results_left *left, int version);

#endif
