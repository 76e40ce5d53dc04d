/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendar arithmetic on bs_date. */

#include "timeline.h"

#include <stdio.h>

enum { WEEK = 7, MONTHS = 12, CENTURY = 100 };

static size_t count_days(struct bs_date first, struct bs_date last)
{
    int days = bs_date_days_between(first, last);
    return days < 0 ? 0 : (size_t)days + 1;
}

size_t timeline_parts(struct bs_date first, struct bs_date last, enum timeline_step step)
{
    struct bs_date from = timeline_start(first, step);
    struct bs_date to = timeline_start(last, step);
    if (bs_date_compare(from, to) > 0) {
        return 0;
    }
    switch (step) {
    case TIMELINE_DAY:
        return count_days(from, to);
    case TIMELINE_WEEK:
        return (count_days(from, to) - 1) / WEEK + 1;
    case TIMELINE_MONTH:
        return (size_t)((to.year - from.year) * MONTHS + to.month - from.month) + 1;
    case TIMELINE_YEAR:
        break;
    }
    return (size_t)(to.year - from.year) + 1;
}

enum timeline_step timeline_step(struct bs_date first, struct bs_date last)
{
    if (timeline_parts(first, last, TIMELINE_DAY) <= TIMELINE_DAYS_MOST) {
        return TIMELINE_DAY;
    }
    if (timeline_parts(first, last, TIMELINE_WEEK) <= TIMELINE_WEEKS_MOST) {
        return TIMELINE_WEEK;
    }
    return timeline_parts(first, last, TIMELINE_MONTH) <= TIMELINE_MONTHS_MOST ? TIMELINE_MONTH
                                                                               : TIMELINE_YEAR;
}

struct bs_date timeline_start(struct bs_date day, enum timeline_step step)
{
    static const struct bs_date a_monday = {2000, 1, 3};
    int weekday;
    switch (step) {
    case TIMELINE_DAY:
        break;
    case TIMELINE_WEEK:
        weekday = bs_date_days_between(a_monday, day) % WEEK;
        day = bs_date_add_days(day, weekday < 0 ? -weekday - WEEK : -weekday);
        break;
    case TIMELINE_MONTH:
        day.day = 1;
        break;
    case TIMELINE_YEAR:
        day.day = day.month = 1;
        break;
    }
    return day;
}

struct bs_date timeline_next(struct bs_date start, enum timeline_step step)
{
    switch (step) {
    case TIMELINE_DAY:
        return bs_date_add_days(start, 1);
    case TIMELINE_WEEK:
        return bs_date_add_days(start, WEEK);
    case TIMELINE_MONTH:
        start.month++;
        if (start.month > MONTHS) {
            start.month = 1;
            start.year++;
        }
        return start;
    case TIMELINE_YEAR:
        break;
    }
    start.year++;
    return start;
}

const char *timeline_name(struct bs_date start, enum timeline_step step, char out[DUTCH_TEXT])
{
    switch (step) {
    case TIMELINE_DAY:
        return dutch_date(start, out);
    case TIMELINE_WEEK:
        return dutch_period(start, bs_date_add_days(start, WEEK - 1), out);
    case TIMELINE_MONTH:
        start.day = 0;
        return dutch_date(start, out);
    case TIMELINE_YEAR:
        break;
    }
    start.month = start.day = 0;
    return dutch_date(start, out);
}

const char *timeline_tick(struct bs_date start, enum timeline_step step, char out[DUTCH_TEXT])
{
    char month[DUTCH_TEXT];
    if (step == TIMELINE_YEAR) {
        return timeline_name(start, step, out);
    }
    if (step != TIMELINE_MONTH) {
        return dutch_day(start, out);
    }
    snprintf(out, DUTCH_TEXT, "%.16s\u00A0’%02d", dutch_month(start, month), start.year % CENTURY);
    return out;
}

const char *timeline_step_name(enum timeline_step step)
{
    static const char *const names[] = {"dag", "week", "maand", "jaar"};
    return names[step];
}
