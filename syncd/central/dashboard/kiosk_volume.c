/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A kiosk is compared with itself, weekday with weekday; others only tell whether it was a day like any. */

#include "kiosk_volume.h"

#include <stddef.h>
#include <stdlib.h>

enum {
    WEEK = 7,
    WEEKS = 8,
    BEFORE = WEEK * WEEKS,
    KNOWN_DAYS = 5, /* fewer days with visits tell nothing of a usual one */
    OPEN_WEEKS = 6  /* of the eight: then that weekday is a usual one */
};

static int compare(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

/* Of the days with visits in the eight weeks before day `ago`. */
static int64_t usual_before(const int64_t own[KIOSK_VOLUME_DAYS], int ago)
{
    int64_t days[BEFORE];
    size_t count = 0;
    for (int i = ago + 1; i <= ago + BEFORE && i < KIOSK_VOLUME_DAYS; i++) {
        if (own[i] > 0) {
            days[count++] = own[i];
        }
    }
    if (count < KNOWN_DAYS) {
        return 0;
    }
    qsort(days, count, sizeof days[0], compare);
    return days[count / 2];
}

static int64_t flood_limit(int64_t usual)
{
    int64_t limit = usual == 0 ? KIOSK_FLOOD_MOST : usual * KIOSK_FLOOD_TIMES;
    limit = limit < KIOSK_FLOOD_LEAST ? KIOSK_FLOOD_LEAST : limit;
    return limit > KIOSK_FLOOD_MOST ? KIOSK_FLOOD_MOST : limit;
}

static bool is_usual_day(const int64_t own[KIOSK_VOLUME_DAYS], int ago)
{
    int weeks = 0;
    for (int i = 1; i <= WEEKS; i++) {
        weeks += ago + i * WEEK < KIOSK_VOLUME_DAYS && own[ago + i * WEEK] > 0 ? 1 : 0;
    }
    return weeks >= OPEN_WEEKS;
}

/* Today is not over. A day on which others had nothing either says nothing. */
static int quiet_days(const int64_t own[KIOSK_VOLUME_DAYS], const int64_t others[KIOSK_VOLUME_DAYS])
{
    int quiet = 0;
    if (own[0] > 0) {
        return 0;
    }
    for (int ago = 1; ago <= KIOSK_VOLUME_LOOK && own[ago] == 0; ago++) {
        quiet += is_usual_day(own, ago) && others[ago] > 0 ? 1 : 0;
    }
    return quiet;
}

void kiosk_volume(const int64_t own[KIOSK_VOLUME_DAYS], const int64_t others[KIOSK_VOLUME_DAYS],
                  struct kiosk_volume *out)
{
    *out = (struct kiosk_volume){.usual = usual_before(own, 0)};
    for (int ago = 0; ago < KIOSK_VOLUME_LOOK && !out->is_flood; ago++) {
        int64_t usual = usual_before(own, ago);
        if (own[ago] > flood_limit(usual)) {
            out->is_flood = true;
            out->flood_ago = ago;
            out->flood = own[ago];
            out->usual = usual;
        }
    }
    out->quiet_days = quiet_days(own, others);
    out->is_quiet = out->quiet_days >= KIOSK_QUIET_DAYS && out->usual >= KIOSK_QUIET_USUAL;
}
