/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_QUESTION_H
#define RESULTS_QUESTION_H

/* One question on the results page: a chart of all answers and its numbers, then the same by place and by language. */

#include "html.h"
#include "results.h"

/* `index` counts from 0 and makes the ids on the page. By place only where no place was asked for; languages likewise. */
void results_question_write(const struct html *html, const struct results *results, size_t index,
                            const struct results_request *request);

#endif
