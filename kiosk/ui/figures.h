/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIGURES_H
#define FIGURES_H

/*
 * Figures as a person says them, where a voice would read a number: times (9.30, 17:00 uur), dates (1 mei 2027, 01-05-2027),
 * telephone numbers digit by digit (071 516 50 00, 14 071, bel 112), and from one to another (10–12). All else stays. Pure.
 */

#include <stddef.h>

/*
 * What a language says instead, found by its Dutch like all sentences; in speech.po, and where it is not there, in the figures
 * of Dutch. {ordinal} and {hour} are a word of a list, or the figure where the list has none.
 */
#define FIGURES_HOUR    "{hour} uur"          /* 9.00; what is behind the hour is not said twice */
#define FIGURES_HALF    "{hour} uur 30"       /* 9.30 */
#define FIGURES_MINUTES "{hour} uur {minute}" /* 9.05: {minute} is "5", {two} is "0 5" */
#define FIGURES_RANGE   "{from} tot {to}"     /* 10–12 */
#define FIGURES_DATE    "{ordinal} {month}"   /* 1 mei */
#define FIGURES_YEAR    "{year}"              /* behind a date; {ordinal}: of 2001 to 2031 alone */
#define FIGURES_CALL    "bel belt bellen"     /* behind such a word a short number is one to call */
#define FIGURES_HOURS                                                                              \
    "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23"
#define FIGURES_DAYS                                                                               \
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, "  \
    "26, 27, 28, 29, 30, 31"

/* Where the words are. Zeroed: nothing is said otherwise. */
struct figures {
    const char *(*get)(void *self, const char *lang, const char *dutch); /* never NULL */
    void *self;
};

/* Writes what is said of a text; what does not fit is left out, whole characters. */
void figures_say(const struct figures *figures, const char *lang, const char *text, char *out,
                 size_t size);

#endif
