/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_TIMES_H
#define RESULTS_TIMES_H

/* The answers to one question through time: gathered, with small parts hidden as small groups are, and drawn. */

#include "html.h"
#include "results.h"
#include "results_notes.h"

/*
 * Fills results->times of the first question with faces, else of the first question; wants totals and questions to be
 * there. Takes the finest step that fits, and a coarser one while most parts are too small to show: one question to
 * storage. Nothing to draw (fewer than two parts): results->times.parts.count stays 0.
 */
enum bs_err results_times_gather(struct storage *storage, const struct storage_filter *filter,
                                 struct results *results, struct bs_error *err);

/* A section with how many answered as bars, their shares below each other as columns, and the same as a table; with marks where
 * there are notes, which stand below it. Wants the notes in their parts. */
void results_times_write(const struct html *html, const struct results *results,
                         const struct results_notes *notes, const struct results_request *request);

#endif
