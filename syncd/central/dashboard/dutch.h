/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DUTCH_H
#define DUTCH_H

/* How staff pages write numbers, shares, dates and languages. Pure; every text fits its buffer. */

#include <stdint.h>

#include <buurtstem/clock.h>

#define DUTCH_TEXT 64

/* "1.284"; returns out, as all of these do. */
const char *dutch_number(int64_t number, char out[DUTCH_TEXT]);
/* "31 %" with a no-break space, rounded half up; "< 1 %" for more than nothing, "> 99 %" for less than all, "–" of 0. */
const char *dutch_percent(int64_t part, int64_t whole, char out[DUTCH_TEXT]);
/* "21 nov 2026" and "21 nov" (no-break spaces); "nov 2026" or "2026" for a day or a month of zero. Zero year: "". */
const char *dutch_date(struct bs_date date, char out[DUTCH_TEXT]);
const char *dutch_day(struct bs_date date, char out[DUTCH_TEXT]);
/* "nov"; "" for a month of zero. */
const char *dutch_month(struct bs_date date, char out[DUTCH_TEXT]);
/* "1 okt – 21 nov 2026"; the first year only where it differs, one date where both are the same. Zero years: "". */
const char *dutch_period(struct bs_date first, struct bs_date last, char out[DUTCH_TEXT]);
/* How far off a day is: "over 55 dagen", "morgen", "vandaag", "1 dag te laat". */
const char *dutch_days_to(int days, char out[DUTCH_TEXT]);
/* How long something lasts, in the largest unit of which there are two: "3 dagen", "26 uur", "12 minuten", "minder dan een
 * minuut". */
const char *dutch_duration(int64_t ms, char out[DUTCH_TEXT]);
/* How an answer was given: "Kiosk", "Samen ingevuld", "Papier"; another channel by its own name. Borrowed. */
const char *dutch_channel(const char *channel);
/* "Arabisch"; a language that is not in the table is named by its tag, cut to fit. */
const char *dutch_language(const char *tag, char out[DUTCH_TEXT]);

#endif
