/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates and times, against fixed points and against the C library. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <buurtstem/clock.h>

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)

static struct bs_date date(const char *text)
{
    struct bs_date out = {0};

    assert_true(bs_date_parse(text, &out));
    return out;
}

static int64_t instant(const char *text)
{
    int64_t out = 0;

    assert_true(bs_time_parse_utc(text, &out));
    return out;
}

static void assert_date(struct bs_date actual, const char *expected)
{
    char text[11];

    bs_date_format(actual, text);
    assert_string_equal(text, expected);
}

static void existing_dates_parse(void **state)
{
    static const char *const good[] = {"2000-01-01", "2000-02-29", "2024-02-29", "2026-11-22",
                                       "2026-12-31", "2199-12-31", "2100-02-28"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_date(date(good[i]), good[i]);
    }
}

static void other_texts_are_no_dates(void **state)
{
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-1-01",
                                      "2026-01-1",
                                      "2026-01-011",
                                      "26-01-01",
                                      "2026/01/01",
                                      "2026-01-00",
                                      "2026-01-32",
                                      "2026-00-01",
                                      "2026-13-01",
                                      "2026-02-29",
                                      "2100-02-29",
                                      "2026-04-31",
                                      "2026-06-31",
                                      "2026-09-31",
                                      "2026-11-31",
                                      "1999-12-31",
                                      "2200-01-01",
                                      " 2026-01-01",
                                      "2026-01-01 ",
                                      "+026-01-01",
                                      "2026-0a-01",
                                      "-026-01-01",
                                      "２０26-01-01"};
    struct bs_date out = {1, 2, 3};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (bs_date_parse(bad[i], &out)) {
            fail_msg("%s", bad[i]);
        }
    }
    assert_int_equal(out.year, 1);
    assert_int_equal(out.day, 3);
}

static void dates_compare_by_year_month_and_day(void **state)
{
    (void)state;
    assert_true(bs_date_compare(date("2026-12-31"), date("2027-01-01")) < 0);
    assert_true(bs_date_compare(date("2026-03-31"), date("2026-04-01")) < 0);
    assert_true(bs_date_compare(date("2026-03-30"), date("2026-03-31")) < 0);
    assert_true(bs_date_compare(date("2027-01-01"), date("2026-12-31")) > 0);
    assert_true(bs_date_compare(date("2026-04-01"), date("2026-03-31")) > 0);
    assert_true(bs_date_compare(date("2026-03-31"), date("2026-03-30")) > 0);
    assert_int_equal(bs_date_compare(date("2026-03-31"), date("2026-03-31")), 0);
}

static void days_are_added_over_months_and_leap_years(void **state)
{
    (void)state;
    assert_date(bs_date_add_days(date("2026-12-31"), 1), "2027-01-01");
    assert_date(bs_date_add_days(date("2027-01-01"), -1), "2026-12-31");
    assert_date(bs_date_add_days(date("2028-02-28"), 1), "2028-02-29");
    assert_date(bs_date_add_days(date("2028-02-28"), 2), "2028-03-01");
    assert_date(bs_date_add_days(date("2026-02-28"), 1), "2026-03-01");
    assert_date(bs_date_add_days(date("2100-02-28"), 1), "2100-03-01");
    assert_date(bs_date_add_days(date("2026-05-05"), 0), "2026-05-05");
    assert_date(bs_date_add_days(date("2026-05-05"), 365), "2027-05-05");
}

static void days_past_the_last_year_stay_at_the_border(void **state)
{
    (void)state;
    assert_date(bs_date_add_days(date("2026-01-01"), INT32_MAX), "9999-12-31");
    assert_date(bs_date_add_days(date("2026-01-01"), INT32_MIN), "0001-01-01");
}

static void days_between_are_signed(void **state)
{
    (void)state;
    assert_int_equal(bs_date_days_between(date("2026-03-28"), date("2026-03-30")), 2);
    assert_int_equal(bs_date_days_between(date("2026-03-30"), date("2026-03-28")), -2);
    assert_int_equal(bs_date_days_between(date("2024-01-01"), date("2025-01-01")), 366);
    assert_int_equal(bs_date_days_between(date("2025-01-01"), date("2026-01-01")), 365);
}

static void every_day_of_two_centuries_agrees_with_the_c_library(void **state)
{
    struct bs_date first = date("2000-01-01");
    struct bs_date day = first;

    (void)state;
    for (int i = 0; day.year < 2200; i++) {
        time_t seconds = (time_t)946684800 + (time_t)i * 86400;
        struct tm parts;
        struct bs_date again;
        char text[11];

        gmtime_r(&seconds, &parts);
        bs_date_format(day, text);
        if (parts.tm_year + 1900 != day.year || parts.tm_mon + 1 != day.month ||
            parts.tm_mday != day.day || bs_date_days_between(first, day) != i ||
            !bs_date_parse(text, &again) || bs_date_compare(again, day) != 0) {
            fail_msg("%s", text);
        }
        day = bs_date_add_days(day, 1);
    }
}

static void assert_amsterdam(const char *utc, const char *expected_date, int hour, int minute)
{
    int64_t wall_ms = instant(utc);

    assert_date(bs_date_in_amsterdam(wall_ms), expected_date);
    assert_int_equal(bs_minute_in_amsterdam(wall_ms), hour * 60 + minute);
}

static void winter_in_amsterdam_is_one_hour_ahead(void **state)
{
    (void)state;
    assert_amsterdam("2026-01-15T12:00:00Z", "2026-01-15", 13, 0);
    assert_amsterdam("2026-01-15T22:59:59Z", "2026-01-15", 23, 59);
    assert_amsterdam("2026-01-15T23:00:00Z", "2026-01-16", 0, 0);
    assert_amsterdam("2026-12-31T23:30:00Z", "2027-01-01", 0, 30);
}

static void summer_in_amsterdam_is_two_hours_ahead(void **state)
{
    (void)state;
    assert_amsterdam("2026-07-15T12:00:00Z", "2026-07-15", 14, 0);
    assert_amsterdam("2026-07-15T21:59:59Z", "2026-07-15", 23, 59);
    assert_amsterdam("2026-07-15T22:00:00Z", "2026-07-16", 0, 0);
}

static void in_march_2026_the_hour_after_two_is_skipped(void **state)
{
    (void)state;
    assert_amsterdam("2026-03-28T23:30:00Z", "2026-03-29", 0, 30);
    assert_amsterdam("2026-03-29T00:59:59Z", "2026-03-29", 1, 59);
    assert_amsterdam("2026-03-29T01:00:00Z", "2026-03-29", 3, 0);
    assert_amsterdam("2026-03-29T21:59:59Z", "2026-03-29", 23, 59);
    assert_amsterdam("2026-03-29T22:00:00Z", "2026-03-30", 0, 0);
}

static void in_october_2026_the_hour_after_two_comes_twice(void **state)
{
    (void)state;
    assert_amsterdam("2026-10-24T22:00:00Z", "2026-10-25", 0, 0);
    assert_amsterdam("2026-10-25T00:59:59Z", "2026-10-25", 2, 59);
    assert_amsterdam("2026-10-25T01:00:00Z", "2026-10-25", 2, 0);
    assert_amsterdam("2026-10-25T02:00:00Z", "2026-10-25", 3, 0);
    assert_amsterdam("2026-10-25T22:59:59Z", "2026-10-25", 23, 59);
    assert_amsterdam("2026-10-25T23:00:00Z", "2026-10-26", 0, 0);
}

/* The rule itself as a POSIX TZ string, so that the test needs no zone files either. */
static void every_half_hour_agrees_with_the_c_library(void **state)
{
    int64_t end = instant("2062-01-01T00:00:00Z");

    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    for (int64_t ms = instant("2020-01-01T00:00:00Z"); ms < end; ms += HOUR / 2) {
        time_t seconds = (time_t)(ms / 1000);
        struct bs_date day = bs_date_in_amsterdam(ms);
        struct tm parts;

        localtime_r(&seconds, &parts);
        if (parts.tm_year + 1900 != day.year || parts.tm_mon + 1 != day.month ||
            parts.tm_mday != day.day ||
            parts.tm_hour * 60 + parts.tm_min != bs_minute_in_amsterdam(ms)) {
            fail_msg("%lld", (long long)ms);
        }
    }
}

static void times_are_written_in_utc(void **state)
{
    char text[25];

    (void)state;
    bs_time_format_utc(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    bs_time_format_utc(999, text);
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    bs_time_format_utc(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
    bs_time_format_utc(INT64_C(1795321686000), text);
    assert_string_equal(text, "2026-11-22T04:28:06Z");
}

static void impossible_times_are_held_at_the_border(void **state)
{
    char text[25];

    (void)state;
    bs_time_format_utc(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
    bs_time_format_utc(INT64_MIN, text);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    assert_date(bs_date_in_amsterdam(INT64_MIN), "0001-01-01");
    assert_in_range(bs_minute_in_amsterdam(INT64_MAX), 0, 1439);
    bs_date_in_amsterdam(INT64_MAX);
}

static void times_survive_writing_and_reading(void **state)
{
    (void)state;
    for (int64_t ms = -100 * 365 * DAY; ms < 200 * 365 * DAY; ms += 7 * DAY + 3 * HOUR + 61000) {
        char text[25];

        bs_time_format_utc(ms, text);
        assert_int_equal(instant(text), ms);
    }
}

static void first_and_last_day_of_every_year_survive(void **state)
{
    (void)state;
    for (int year = 1; year < 9999; year++) {
        char last[25] = "0000-12-31T23:59:59Z";
        char first[25];

        last[0] = (char)('0' + year / 1000);
        last[1] = (char)('0' + year / 100 % 10);
        last[2] = (char)('0' + year / 10 % 10);
        last[3] = (char)('0' + year % 10);
        bs_time_format_utc(instant(last), first);
        assert_string_equal(first, last);
        bs_time_format_utc(instant(last) + 1000, first);
        assert_string_equal(first + 4, "-01-01T00:00:00Z");
        assert_int_equal(strtol(first, NULL, 10), year + 1);
    }
}

static void other_texts_are_no_times(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-11-22",
        "2026-11-22T04:28:06",
        "2026-11-22T04:28:06z",
        "2026-11-22t04:28:06Z",
        "2026-11-22 04:28:06Z",
        "2026-11-22T04:28:06+00:00",
        "2026-11-22T04:28:06.5Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T04:60:06Z",
        "2026-11-22T04:28:60Z",
        "2026-02-29T04:28:06Z",
        "0000-01-01T00:00:00Z",
        "2026-11-22T04:28:06ZZ",
        "2026-11-22T4:28:06Z",
        "2026-11-22T-4:28:06Z",
    };
    int64_t out = 42;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (bs_time_parse_utc(bad[i], &out)) {
            fail_msg("%s", bad[i]);
        }
    }
    assert_int_equal(out, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(existing_dates_parse),
        cmocka_unit_test(other_texts_are_no_dates),
        cmocka_unit_test(dates_compare_by_year_month_and_day),
        cmocka_unit_test(days_are_added_over_months_and_leap_years),
        cmocka_unit_test(days_past_the_last_year_stay_at_the_border),
        cmocka_unit_test(days_between_are_signed),
        cmocka_unit_test(every_day_of_two_centuries_agrees_with_the_c_library),
        cmocka_unit_test(winter_in_amsterdam_is_one_hour_ahead),
        cmocka_unit_test(summer_in_amsterdam_is_two_hours_ahead),
        cmocka_unit_test(in_march_2026_the_hour_after_two_is_skipped),
        cmocka_unit_test(in_october_2026_the_hour_after_two_comes_twice),
        cmocka_unit_test(every_half_hour_agrees_with_the_c_library),
        cmocka_unit_test(times_are_written_in_utc),
        cmocka_unit_test(impossible_times_are_held_at_the_border),
        cmocka_unit_test(times_survive_writing_and_reading),
        cmocka_unit_test(first_and_last_day_of_every_year_survive),
        cmocka_unit_test(other_texts_are_no_times),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
