/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DEMO_VISIT_H
#define DEMO_VISIT_H

/* Made-up residents: what one says to a programme. Pure but for the random numbers. */

#include <buurtstem/programme.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

/* A mood between what is liked least and most; it changes in the course of the weeks, so that a line over time shows it. */
struct demo_mood {
    double at;  /* how far the period has gone, 0 to 1 */
    bool falls; /* from good to bad; else the other way round */
};

/* One visit at that place; programme, version, language, channel, answers; sometimes time runs out on the way. */
void demo_visit(struct bs_random *random, const struct bs_programme *programme, const char *place,
                const struct demo_mood *mood, struct bs_submission *out);

/* The same resident thinks again: other answers to the same questions, as the correction of that record. */
void demo_visit_again(struct bs_random *random, const struct bs_programme *programme,
                      const struct demo_mood *mood, const char *corrects,
                      struct bs_submission *visit);

#endif
