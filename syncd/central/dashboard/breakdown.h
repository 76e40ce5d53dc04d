/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BREAKDOWN_H
#define BREAKDOWN_H

/* One question by place, language or channel: the largest groups in sight, the others a tap away, the too small ones named. */

#include <stddef.h>

#include "html.h"
#include "results.h"
#include "results_notes.h"

enum breakdown_by { BREAKDOWN_PLACES, BREAKDOWN_LANGUAGES, BREAKDOWN_CHANNELS, BREAKDOWN_TIMES };

/* Faces as divided bars followed by their table; choices as a table with a bar in every cell. Channels only where there
 * are two. Not for BREAKDOWN_TIMES. */
void breakdown_write(const struct html *html, const struct results_question *question,
                     enum breakdown_by by, size_t index);

/* The parts of a period as one table, in the order given, with those that are hidden or empty named as such, and with the
 * numbers of the notes that are in them. */
void breakdown_table(const struct html *html, const struct results_question *question,
                     const struct results_groups *parts, const struct results_notes *notes,
                     size_t index);

#endif
