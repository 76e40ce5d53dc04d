/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TIMELINE_H
#define TIMELINE_H

/* A period cut into days, weeks, months or years, as few as fit in one picture. Pure. */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/clock.h>

#include "dutch.h"

enum timeline_step { TIMELINE_DAY, TIMELINE_WEEK, TIMELINE_MONTH, TIMELINE_YEAR };

#define TIMELINE_DAYS_MOST   42 /* six weeks */
#define TIMELINE_WEEKS_MOST  60 /* a year and a bit */
#define TIMELINE_MONTHS_MOST 60
#define TIMELINE_PARTS_MOST  200 /* years: every date that bs_date_parse takes */

/* The finest step in which that period has no more parts than fit. */
enum timeline_step timeline_step(struct bs_date first, struct bs_date last);

/* The first day of the part that a day is in (weeks begin on Monday), and the first day of the part after it. */
struct bs_date timeline_start(struct bs_date day, enum timeline_step step);
struct bs_date timeline_next(struct bs_date start, enum timeline_step step);

/* How many parts from the one with `first` to the one with `last`, both included. */
size_t timeline_parts(struct bs_date first, struct bs_date last, enum timeline_step step);

/* "21 nov 2026", "16 nov – 22 nov 2026", "nov 2026", "2026"; returns out. */
const char *timeline_name(struct bs_date start, enum timeline_step step, char out[DUTCH_TEXT]);
/* The same for an axis: "21 nov", "16 nov", "nov ’26", "2026". */
const char *timeline_tick(struct bs_date start, enum timeline_step step, char out[DUTCH_TEXT]);

/* "dag", "week", "maand", "jaar". */
const char *timeline_step_name(enum timeline_step step);

#endif
