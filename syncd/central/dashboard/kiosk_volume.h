/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_VOLUME_H
#define KIOSK_VOLUME_H

/*
 * Whether a kiosk had far more visits on a day than it ever has, or none while it always has some and others do. A busy
 * market day, a holiday, a kiosk that is used once a week and one that is new are no alarm. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#define KIOSK_VOLUME_DAYS 64 /* [0] is today, [1] yesterday … */
#define KIOSK_VOLUME_LOOK                                                                          \
    7 /* so many days an alarm stays, and so far back quiet days are looked for */
#define KIOSK_FLOOD_LEAST 400  /* a market day of a kiosk that is used little */
#define KIOSK_FLOOD_MOST  1500 /* more than people can tap in a day */
#define KIOSK_FLOOD_TIMES 8    /* its usual day */
#define KIOSK_QUIET_DAYS  3
#define KIOSK_QUIET_USUAL 3 /* visits; who has fewer on a usual day has days without any */

struct kiosk_volume {
    bool is_flood, is_quiet;
    int flood_ago; /* days: the newest such day */
    int64_t flood; /* visits on it */
    int64_t
        usual; /* the middle one of the days with visits in the eight weeks before; 0: too few of them to say */
    int quiet_days; /* usual days in a row */
};

/* Visits of a kiosk, and of all others of its tenant together. */
void kiosk_volume(const int64_t own[KIOSK_VOLUME_DAYS], const int64_t others[KIOSK_VOLUME_DAYS],
                  struct kiosk_volume *out);

#endif
