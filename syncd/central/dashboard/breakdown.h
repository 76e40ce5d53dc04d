/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BREAKDOWN_H
#define BREAKDOWN_H

/* One question by place or by language: the largest groups in sight, the others a tap away, the too small ones named. */

#include <stddef.h>

#include "html.h"
#include "results.h"

enum breakdown_by { BREAKDOWN_PLACES, BREAKDOWN_LANGUAGES };

/* Faces as divided bars followed by their table; choices as a table with a bar in every cell. */
void breakdown_write(const struct html *html, const struct results_question *question,
                     enum breakdown_by by, size_t index);

#endif
