/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MADE_VISIT_H
#define MADE_VISIT_H

/* Visits as residents make them, for benches and for filling a log: every question that is asked gets an answer. */

#include <buurtstem/programme.h>
#include <buurtstem/submission.h>

/* Reads a programme's file; ends the process with a message if that fails. Destroy it. */
struct bs_programme *made_programme(const char *path);

/* The same random numbers make the same visit. */
void made_visit(const struct bs_programme *programme, const char *place, struct bs_random *random,
                struct bs_submission *out);

#endif
