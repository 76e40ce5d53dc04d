/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_CLOCK_H
#define BUURTSTEM_CLOCK_H

/* Time is passed in, never taken, so that a test may own it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bs_clock {
    int64_t (*wall_ms)(void *self); /* milliseconds since 1970 UTC; may jump */
    int64_t (*mono_ms)(void *self); /* since boot, counting sleep; never goes back */
    bool (*is_synced)(
        void *self); /* true if the kernel says that the wall clock follows a time source */
    void *self;
    char boot_id[37]; /* names this boot: mono_ms of different boots cannot be compared */
};

/* CLOCK_REALTIME, CLOCK_BOOTTIME, adjtimex and /proc/sys/kernel/random/boot_id ("unknown" where that is missing). */
struct bs_clock bs_clock_system(void);

/* A calendar date. */
struct bs_date {
    int year, month, day; /* 1-based month and day */
};

/* YYYY-MM-DD, strict, years 2000–2199, existing days only. */
bool bs_date_parse(const char *text, struct bs_date *out);
void bs_date_format(struct bs_date date, char out[11]);
int bs_date_compare(struct bs_date a, struct bs_date b); /* <0, 0, >0 */
struct bs_date bs_date_add_days(struct bs_date date, int days);
int bs_date_days_between(struct bs_date from, struct bs_date to);

/* The date in Europe/Amsterdam at an instant, by the EU rule (last Sunday of March and October, 01:00 UTC), so that
 * it needs no zone files; and the minute of that day, 0–1439. */
struct bs_date bs_date_in_amsterdam(int64_t wall_ms);
int bs_minute_in_amsterdam(int64_t wall_ms);

/* RFC 3339 in UTC, "2026-11-22T04:28:06Z"; wants 25 bytes. And back; false if it is not exactly of that form. */
void bs_time_format_utc(int64_t wall_ms, char out[25]);
bool bs_time_parse_utc(const char *text, int64_t *wall_ms);

#endif
