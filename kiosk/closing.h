/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CLOSING_H
#define CLOSING_H

/*
 * When what waits for closing time may go to the log: once the place has closed, of that day and before; else of the days that
 * are over. So nobody can tell from the hour of a record who left it. Pure.
 */

#include <stdbool.h>

#include <buurtstem/bundle.h>

struct closing {
    struct bs_date released; /* up to and with this day it was handed on; zeroed: nothing yet */
};

/*
 * True, once a day, when there is something to hand on: *day and before. `place` may be NULL: its hours are unknown. `weekday`
 * is that of today, 0 Monday; `minute` is of the day.
 */
bool closing_is_due(struct closing *closing, const struct bs_place *place, struct bs_date today,
                    int weekday, int minute, struct bs_date *day);

#endif
