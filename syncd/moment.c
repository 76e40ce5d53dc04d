/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates as people say them. */
#include "moment.h"

#include <stdio.h>

#include <buurtstem/clock.h>

enum { HOUR_MINUTES = 60 };

static const char *const MONTHS[] = {"januari",   "februari", "maart",    "april",
                                     "mei",       "juni",     "juli",     "augustus",
                                     "september", "oktober",  "november", "december"};

const char *moment_day(int64_t wall_ms, char out[MOMENT_TEXT])
{
    struct bs_date date = bs_date_in_amsterdam(wall_ms);
    snprintf(out, MOMENT_TEXT, "%d %s %d", date.day, MONTHS[(date.month + 11) % 12], date.year);
    return out;
}

const char *moment_minute(int64_t wall_ms, char out[MOMENT_TEXT])
{
    char day[MOMENT_TEXT];
    int minute = bs_minute_in_amsterdam(wall_ms);
    snprintf(out, MOMENT_TEXT, "%.30s, %02d.%02d uur", moment_day(wall_ms, day),
             minute / HOUR_MINUTES, minute % HOUR_MINUTES);
    return out;
}

int64_t moment_built_ms(void)
{
    return (int64_t)BS_BUILT_S * 1000;
}
