/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_KINDS_H
#define RESULTS_KINDS_H

/* The figures of questions whose answers are more than a choice: points, pairs and what matters most. */

#include "chart.h"
#include "html.h"
#include "results.h"

/* Of choices that this version no longer has. */
#define RESULTS_OLDER "Keuzes uit een eerdere versie"

/* Steps from bad to good, drawn as one divided bar: faces, and agreement in words. */
bool results_is_scale(enum bs_kind kind);

/*
 * What a choice has: how often it was chosen; its points; the rounds that it won; of a top what its places are worth
 * together, three points for the first of three, and so on. And what its share is of: the points that were given; of a pair
 * the rounds in which it stood, two in each visit; of a top the points that it would have if everybody put it first; else the
 * visits that chose something. Pure.
 */
int64_t results_part(const struct bs_question *question, const struct results_group *group,
                     size_t choice);
int64_t results_whole(const struct bs_question *question, const struct results_group *group);

/* The indices of so many weights, the largest first; equal ones in the programme's order. Pure. */
void results_order(const int64_t weights[BS_CHOICES_MAX], size_t count,
                   size_t order[BS_CHOICES_MAX]);

/* A scale as the parts of one bar, at most RESULTS_PARTS_MAX: the choices, and as the last what older versions had if any
 * chose it, so that bar and table tell the same. Returns how many. Labels are borrowed. Pure. */
#define RESULTS_PARTS_MAX (BS_CHOICES_MAX + 1)
size_t results_parts(const struct bs_question *question, const struct results_group *group,
                     struct chart_part parts[RESULTS_PARTS_MAX]);

/* The table of such a question, the one at `index` of the page. Not for a hidden group. */
void results_points_write(const struct html *html, const struct results_question *question,
                          size_t index);
void results_pair_write(const struct html *html, const struct results_question *question,
                        size_t index);
void results_top_write(const struct html *html, const struct results_question *question,
                       size_t index);

#endif
