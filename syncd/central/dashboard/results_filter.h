/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_FILTER_H
#define RESULTS_FILTER_H

/* What a reader of the results narrows them to: a GET form, so an address is a view that can be kept and passed on. */

#include <stdbool.h>

#include "html.h"
#include "request.h"
#include "results.h"

/*
 * Reads plek, taal, manier, van, tot, reeksen and proef from the query; empty means all. False: something in it cannot be, and `problem`
 * then says what in one sentence for the reader (borrowed, static); what was right is filled all the same.
 */
bool results_filter_read(const struct request *request, struct results_request *out,
                         const char **problem);

/* The form, with every place and language that has answers, and what is chosen now. */
void results_filter_form(const struct html *html, const struct results *results,
                         const struct results_request *chosen, const char *problem);

/* "laat weg": the same choice without rows of quick visits. */
void results_filter_calm_link(const struct html *html, const struct results *results,
                              const struct results_request *chosen);

/* The two fields for the first and the last day. */
void results_filter_days(const struct html *html, const struct results_request *chosen);

/* "blad voor een bijeenkomst": the same place and days on paper. */
void results_filter_paper_link(const struct html *html, const struct results *results,
                               const struct results_request *chosen);

/* "U ziet alleen …", when something is chosen. */
void results_filter_say(const struct html *html, const struct results *results,
                        const struct results_request *chosen);

#endif
