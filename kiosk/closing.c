/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Closing time, or the end of the day where there is none. */

#include "closing.h"

static bool has_closed(const struct bs_place *place, int weekday, int minute)
{
    if (place == NULL || weekday < 0 || weekday > 6) {
        return false;
    }
    const struct bs_hours hours = place->hours[weekday];
    return hours.opens < hours.closes && minute >= hours.closes;
}

bool closing_is_due(struct closing *closing, const struct bs_place *place, struct bs_date today,
                    int weekday, int minute, struct bs_date *day)
{
    struct bs_date until = has_closed(place, weekday, minute) ? today : bs_date_add_days(today, -1);
    if (closing->released.year != 0 && bs_date_compare(until, closing->released) <= 0) {
        return false;
    }
    closing->released = until;
    *day = until;
    return true;
}
