/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates by arithmetic alone: no zone files, no locale, no hidden state. Years 1 to 9999; what lies beyond is held at
 * the border. Days are counted from 1 January of year 1 of the Gregorian calendar. */

#include <string.h>

#include <buurtstem/clock.h>

enum {
    EPOCH_DAY = 719162, /* 1 January 1970 */
    LAST_DAY = 3652058, /* 31 December 9999 */
    MINUTES_A_DAY = 24 * 60,
    SECONDS_A_DAY = 24 * 60 * 60
};

#define MS_A_DAY (INT64_C(1000) * SECONDS_A_DAY)

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t first_day_of(int year)
{
    int64_t before = year - 1;

    return before * 365 + before / 4 - before / 100 + before / 400;
}

static bool exists(struct bs_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

static int64_t day_of(struct bs_date date)
{
    int64_t day = first_day_of(date.year) + date.day - 1;

    for (int month = 1; month < date.month && month <= 12; month++) {
        day += days_in_month(date.year, month);
    }
    return day;
}

static struct bs_date date_of(int64_t day)
{
    struct bs_date date = {.month = 1};
    int64_t rest = day < 0 ? 0 : day > LAST_DAY ? LAST_DAY : day;

    /* 146097 days are 400 years; the estimate may be a year short, never a year too far. */
    date.year = (int)(rest * 400 / 146097) + 1;
    while (first_day_of(date.year + 1) <= rest) {
        date.year++;
    }
    rest -= first_day_of(date.year);
    while (rest >= days_in_month(date.year, date.month)) {
        rest -= days_in_month(date.year, date.month);
        date.month++;
    }
    date.day = (int)rest + 1;
    return date;
}

/* Exactly `count` digits. */
static bool parse_digits(const char *text, int count, int *out)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (text[i] - '0');
    }
    *out = value;
    return true;
}

static void put_digits(char *out, int count, int value)
{
    unsigned rest = value < 0 ? 0 : (unsigned)value;

    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + rest % 10);
        rest /= 10;
    }
}

/* The ten characters at `text`, which has at least so many. */
static bool parse_date(const char *text, struct bs_date *out)
{
    struct bs_date date;

    if (!parse_digits(text, 4, &date.year) || text[4] != '-' ||
        !parse_digits(text + 5, 2, &date.month) || text[7] != '-' ||
        !parse_digits(text + 8, 2, &date.day) || !exists(date)) {
        return false;
    }
    *out = date;
    return true;
}

bool bs_date_parse(const char *text, struct bs_date *out)
{
    struct bs_date date;

    if (strnlen(text, 11) != 10 || !parse_date(text, &date) || date.year < 2000 ||
        date.year > 2199) {
        return false;
    }
    *out = date;
    return true;
}

void bs_date_format(struct bs_date date, char out[11])
{
    put_digits(out, 4, date.year);
    out[4] = '-';
    put_digits(out + 5, 2, date.month);
    out[7] = '-';
    put_digits(out + 8, 2, date.day);
    out[10] = '\0';
}

int bs_date_compare(struct bs_date a, struct bs_date b)
{
    if (a.year != b.year) {
        return a.year < b.year ? -1 : 1;
    }
    if (a.month != b.month) {
        return a.month < b.month ? -1 : 1;
    }
    return a.day < b.day ? -1 : a.day > b.day;
}

struct bs_date bs_date_add_days(struct bs_date date, int days)
{
    return date_of(day_of(date) + days);
}

int bs_date_days_between(struct bs_date from, struct bs_date to)
{
    return (int)(day_of(to) - day_of(from));
}

/* Milliseconds since the start of year 1, within the years that dates have. */
static int64_t held_ms(int64_t wall_ms)
{
    const int64_t first = -EPOCH_DAY * MS_A_DAY;
    const int64_t last = (LAST_DAY + 1 - EPOCH_DAY) * MS_A_DAY - 1;

    return (wall_ms < first ? first : wall_ms > last ? last : wall_ms) - first;
}

static int64_t last_sunday_of(int year, int month)
{
    struct bs_date last = {year, month, days_in_month(year, month)};
    int64_t day = day_of(last);

    /* Day 0 was a Monday. */
    return day - (day + 1) % 7;
}

/* Milliseconds since the start of year 1 as a clock on a wall in Amsterdam shows them. */
static int64_t amsterdam_ms(int64_t wall_ms)
{
    const int64_t hour = INT64_C(3600000);
    int64_t utc = held_ms(wall_ms);
    int year = date_of(utc / MS_A_DAY).year;
    int64_t starts = last_sunday_of(year, 3) * MS_A_DAY + hour;
    int64_t ends = last_sunday_of(year, 10) * MS_A_DAY + hour;

    return utc + (utc >= starts && utc < ends ? 2 * hour : hour);
}

struct bs_date bs_date_in_amsterdam(int64_t wall_ms)
{
    return date_of(amsterdam_ms(wall_ms) / MS_A_DAY);
}

int bs_minute_in_amsterdam(int64_t wall_ms)
{
    return (int)(amsterdam_ms(wall_ms) / 60000 % MINUTES_A_DAY);
}

void bs_time_format_utc(int64_t wall_ms, char out[25])
{
    int64_t ms = held_ms(wall_ms);
    int second = (int)(ms / 1000 % SECONDS_A_DAY);

    bs_date_format(date_of(ms / MS_A_DAY), out);
    out[10] = 'T';
    put_digits(out + 11, 2, second / 3600);
    out[13] = ':';
    put_digits(out + 14, 2, second / 60 % 60);
    out[16] = ':';
    put_digits(out + 17, 2, second % 60);
    out[19] = 'Z';
    out[20] = '\0';
}

bool bs_time_parse_utc(const char *text, int64_t *wall_ms)
{
    struct bs_date date;
    int hour;
    int minute;
    int second;

    if (strnlen(text, 21) != 20 || !parse_date(text, &date) || text[10] != 'T' ||
        !parse_digits(text + 11, 2, &hour) || text[13] != ':' ||
        !parse_digits(text + 14, 2, &minute) || text[16] != ':' ||
        !parse_digits(text + 17, 2, &second) || text[19] != 'Z' || hour > 23 || minute > 59 ||
        second > 59) {
        return false;
    }
    *wall_ms = (day_of(date) - EPOCH_DAY) * MS_A_DAY +
               INT64_C(1000) * (hour * 3600 + minute * 60 + second);
    return true;
}
