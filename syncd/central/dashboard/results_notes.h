/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_NOTES_H
#define RESULTS_NOTES_H

/* What connectors noted that explains the numbers of a day ("evenement vanavond"): gathered, and numbered beside a chart. Notes of
 * other kinds are of other pages. */

#include <buurtstem/review.h>

#include "chart.h"
#include "html.h"
#include "results.h"

#define RESULTS_NOTES_MAX   20 /* the newest; that there are others is told */
#define RESULTS_NOTES_ASKED 2

struct results_note {
    struct bs_note note;
    char place[RESULTS_NAME]; /* its name */
    size_t part;              /* after results_notes_beside: in which part of results->times */
};
struct results_notes {
    size_t count;
    bool is_cut;             /* there are older ones */
    struct results_note *in; /* owned; the oldest first: the first has number 1 */
};

/*
 * Those about the programme or about none, of the place that was asked for, on the days from `from` to `to` (zero years: open);
 * of kiosks on trial only where trials were asked for. RESULTS_NOTES_ASKED questions to storage.
 */
enum bs_err results_notes_gather(struct storage *storage, const char *tenant, const char *programme,
                                 const struct results_request *request, struct bs_date from,
                                 struct bs_date to, struct results_notes *out,
                                 struct bs_error *err);
void results_notes_finish(struct results_notes *notes); /* a zeroed one is fine */

/* Those of the parts of a period, each told in which it is; without parts nothing is asked and there are none. */
enum bs_err results_notes_beside(struct storage *storage, const char *tenant,
                                 const struct results *results,
                                 const struct results_request *request, struct results_notes *out,
                                 struct bs_error *err);

/* The marks above a chart of so many parts: notes whose marks would touch share one. Returns how many. Wants the notes in their
 * parts. Pure. */
size_t results_notes_marks(const struct results_notes *notes, size_t parts,
                           struct chart_mark marks[RESULTS_NOTES_MAX]);

/* The numbers of the notes in one part: first to last; false: it has none. Pure. */
bool results_notes_in(const struct results_notes *notes, size_t part, size_t *first, size_t *last);

/* The numbered list. With their places unless one was asked for. */
void results_notes_write(const struct html *html, const struct results_notes *notes,
                         const struct results_request *request);

#endif
