/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How figures read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dutch.h"

static char text[DUTCH_TEXT];

static void number_has_a_dot_for_thousands(void **state)
{
    (void)state;
    assert_string_equal(dutch_number(0, text), "0");
    assert_string_equal(dutch_number(999, text), "999");
    assert_string_equal(dutch_number(1284, text), "1.284");
    assert_string_equal(dutch_number(1000000, text), "1.000.000");
    assert_string_equal(dutch_number(-1284, text), "-1.284");
    assert_string_equal(dutch_number(-128, text), "-128");
    assert_string_equal(dutch_number(INT64_MAX, text), "9.223.372.036.854.775.807");
}

static void percent_rounds_half_up(void **state)
{
    (void)state;
    assert_string_equal(dutch_percent(1, 8, text), "13\u00A0%");
    assert_string_equal(dutch_percent(124, 1000, text), "12\u00A0%");
    assert_string_equal(dutch_percent(3, 3, text), "100\u00A0%");
    assert_string_equal(dutch_percent(0, 3, text), "0\u00A0%");
}

static void percent_never_rounds_something_to_nothing_or_to_all(void **state)
{
    (void)state;
    assert_string_equal(dutch_percent(1, 1000, text), "<\u00A01\u00A0%");
    assert_string_equal(dutch_percent(999, 1000, text), ">\u00A099\u00A0%");
}

static void percent_of_nothing_is_a_dash(void **state)
{
    (void)state;
    assert_string_equal(dutch_percent(0, 0, text), "–");
}

static void date_names_what_is_known(void **state)
{
    (void)state;
    assert_string_equal(dutch_date((struct bs_date){2026, 11, 21}, text), "21\u00A0nov\u00A02026");
    assert_string_equal(dutch_date((struct bs_date){2020, 3, 0}, text), "mrt\u00A02020");
    assert_string_equal(dutch_date((struct bs_date){2020, 0, 0}, text), "2020");
    assert_string_equal(dutch_date((struct bs_date){0, 0, 0}, text), "");
}

static void period_says_a_year_once(void **state)
{
    (void)state;
    assert_string_equal(
        dutch_period((struct bs_date){2026, 10, 1}, (struct bs_date){2026, 11, 21}, text),
        "1\u00A0okt – 21\u00A0nov\u00A02026");
    assert_string_equal(
        dutch_period((struct bs_date){2025, 12, 31}, (struct bs_date){2026, 1, 1}, text),
        "31\u00A0dec\u00A02025 – 1\u00A0jan\u00A02026");
    assert_string_equal(
        dutch_period((struct bs_date){2026, 5, 5}, (struct bs_date){2026, 5, 5}, text),
        "5\u00A0mei\u00A02026");
    assert_string_equal(dutch_period((struct bs_date){0, 0, 0}, (struct bs_date){0, 0, 0}, text),
                        "");
}

static void days_read_as_people_say_them(void **state)
{
    (void)state;
    assert_string_equal(dutch_days_to(55, text), "over\u00A055\u00A0dagen");
    assert_string_equal(dutch_days_to(1, text), "morgen");
    assert_string_equal(dutch_days_to(0, text), "vandaag");
    assert_string_equal(dutch_days_to(-1, text), "1\u00A0dag te laat");
    assert_string_equal(dutch_days_to(-12, text), "12\u00A0dagen te laat");
}

static void language_that_is_not_known_keeps_its_tag(void **state)
{
    (void)state;
    assert_string_equal(dutch_language("ar", text), "Arabisch");
    assert_string_equal(dutch_language("xx-Latn", text), "xx-Latn");
}

static void duration_is_told_in_the_largest_unit_of_which_there_are_two(void **state)
{
    const int64_t minute = 60000;
    (void)state;
    assert_string_equal(dutch_duration(0, text), "minder dan een minuut");
    assert_string_equal(dutch_duration(minute, text), "1\u00A0minuut");
    assert_string_equal(dutch_duration(119 * minute, text), "119\u00A0minuten");
    assert_string_equal(dutch_duration(120 * minute, text), "2\u00A0uur");
    assert_string_equal(dutch_duration(48 * 60 * minute - 1, text), "47\u00A0uur");
    assert_string_equal(dutch_duration(48 * 60 * minute, text), "2\u00A0dagen");
}

static void channel_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(dutch_channel("kiosk"), "Kiosk");
    assert_string_equal(dutch_channel("assisted"), "Samen ingevuld");
    assert_string_equal(dutch_channel("paper"), "Papier");
    assert_string_equal(dutch_channel("fax"), "fax");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_has_a_dot_for_thousands),
        cmocka_unit_test(percent_rounds_half_up),
        cmocka_unit_test(percent_never_rounds_something_to_nothing_or_to_all),
        cmocka_unit_test(percent_of_nothing_is_a_dash),
        cmocka_unit_test(date_names_what_is_known),
        cmocka_unit_test(period_says_a_year_once),
        cmocka_unit_test(days_read_as_people_say_them),
        cmocka_unit_test(language_that_is_not_known_keeps_its_tag),
        cmocka_unit_test(duration_is_told_in_the_largest_unit_of_which_there_are_two),
        cmocka_unit_test(channel_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
