/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PROMISE_CARD_H
#define PROMISE_CARD_H

/* What a programme owes to the people who answered: when they hear, from whom, and on which facts it stands. */

#include <stdbool.h>

#include <buurtstem/programme.h>

#include "html.h"

struct promise_due {
    struct bs_date date;
    int days;                /* until then; negative: late */
    bool is_answered;        /* there is an outcome: to stop asking is no answer */
    struct bs_date answered; /* zero year: not answered */
};

/* `answered`: when its outcome was published; zero year: it was not. */
struct promise_due promise_due(const struct bs_programme *programme, struct bs_date published,
                               struct bs_date answered, struct bs_date today);

/* "over 55 dagen"; late in a mark of its own; "beantwoord op 2 nov 2026" once it is. */
void promise_due_write(const struct html *html, const struct promise_due *due);

/* "Open tot en met 31 dec 2026", "Begint 1 dec 2026", "Gesloten sinds …"; an end that is years away is none. */
void promise_period_write(const struct html *html, const struct bs_programme *programme,
                          struct bs_date today);

/* The promise and the facts, as two cards. A fact that was said for a time that is over carries its date. */
void promise_card_write(const struct html *html, const struct bs_programme *programme,
                        const struct promise_due *due, struct bs_date today);

#endif
