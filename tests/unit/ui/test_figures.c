/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "figures.h"

/* "nl" says the Dutch; "xx" has words of its own for some. */
static const char *get(void *self, const char *lang, const char *dutch)
{
    static const struct {
        const char *dutch, *said;
    } WORDS[] = {{FIGURES_HOUR, "klok {hour}"},
                 {FIGURES_MINUTES, "klok {hour} en {two}"},
                 {FIGURES_RANGE, "van {from} tot {to} toe"},
                 {FIGURES_DATE, "de {ordinal} van {month}"},
                 {FIGURES_YEAR, "jaar {ordinal} anno"},
                 {FIGURES_HOURS, "nul, een, , drie"},
                 {FIGURES_DAYS, "eerste, tweede, derde"}};
    (void)self;
    for (size_t i = 0; strcmp(lang, "xx") == 0 && i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strcmp(WORDS[i].dutch, dutch) == 0) {
            return WORDS[i].said;
        }
    }
    return dutch;
}

static const struct figures figures = {.get = get};

/* Said in `lang`, and nothing else the second time. */
static void check(const char *lang, const char *text, const char *expected)
{
    char once[512], twice[512];
    figures_say(&figures, lang, text, once, sizeof once);
    assert_string_equal(once, expected);
    figures_say(&figures, lang, once, twice, sizeof twice);
    assert_string_equal(twice, once);
}

static void times_are_hours_and_minutes(void **state)
{
    (void)state;
    check("nl", "Open tot 17.00 uur", "Open tot 17 uur");
    check("nl", "Van 9.30 tot 12:00 uur.", "Van 9 uur 30 tot 12 uur.");
    check("nl", "Om 9.05.", "Om 9 uur 5.");
    check("nl", "23.59, 0.00", "23 uur 59, 0 uur");
    check("xx", "1.00 2.00 3.05 3.45", "klok een klok 2 klok drie en 0 5 klok drie en 45");
}

static void what_is_no_time_stays(void **state)
{
    static const char *const TEXTS[] = {"24.00",         "9.60",           "9.5",
                                        "9.300",         "1.000 woningen", "2,50",
                                        "v1.30",         "1.2.30",         "\xE2\x82\xAC 2.50",
                                        "$2.50",         "2.50 euro",      "1.25 million",
                                        "9.30a",         "12.30.15",       "D66",
                                        "Servicepunt71", "2020/2021",      "35 van de 100"};
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        check("nl", TEXTS[i], TEXTS[i]);
    }
}

static void a_dash_is_from_one_to_another(void **state)
{
    (void)state;
    check("nl", "dinsdag 10–12 uur", "dinsdag 10 tot 12 uur");
    check("nl", "9.30-12.00 uur", "9 uur 30 tot 12 uur");
    check("nl", "9.30 – 12.00 uur", "9 uur 30 tot 12 uur");
    check("nl", "2021–2030", "2021 tot 2030");
    check("xx", "1.00–3.00", "van klok een tot klok drie toe");
    check("xx", "10–12 toe", "van 10 tot 12 toe");
    check("nl", "10-12", "10-12");
    check("nl", "71234–5", "71234–5");
}

static void dates_are_a_day_of_a_month(void **state)
{
    (void)state;
    check("nl", "vóór 1 mei 2027.", "vóór 1 mei 2027.");
    check("xx", "1 mei, 3 juni", "de eerste van mei, de derde van juni");
    check("xx", "4 juni", "de 4 van juni");
    check("xx", "2 maart 2003 anno", "de tweede van maart jaar derde anno");
    check("xx", "2 maart 1999", "de tweede van maart 1999");
    check("xx", "1 meiden", "1 meiden");
    check("xx", "32 mei 0 mei", "32 mei 0 mei");
}

static void a_date_in_figures_is_said_as_one(void **state)
{
    (void)state;
    check("nl", "01-05-2027", "1 mei 2027");
    check("nl", "op 31/12/2026,", "op 31 december 2026,");
    check("xx", "3.6.2001", "de derde van juni jaar eerste anno");
    check("nl", "32-05-2027 10-13-2027", "32-05-2027 10-13-2027");
}

static void numbers_to_call_are_said_digit_by_digit(void **state)
{
    (void)state;
    check("nl", "bel 071 516 50 00.", "bel 0 7 1, 5 1 6, 5 0, 0 0.");
    check("nl", "071-5165000", "0 7 1, 5 1 6, 5 0, 0 0");
    check("nl", "(071) 516 50 00", "0 7 1, 5 1 6, 5 0, 0 0");
    check("nl", "06-12345678", "0 6, 1 2, 3 4, 5 6, 7 8");
    check("nl", "0612345678", "0 6, 1 2, 3 4, 5 6, 7 8");
    check("nl", "+31 71 516 50 00", "+ 3 1, 7 1, 5 1 6, 5 0, 0 0");
    check("nl", "0800-1234", "0 8 0 0, 1 2 3 4");
    check("nl", "14 071, of bel 14 0182 nu", "14, 0 7 1, of bel 14, 0 1 8 2 nu");
    check("nl", "Bel 112 als er brand is", "Bel 1 1 2 als er brand is");
    check("nl", "06 12 34 56 78 op 10 mei", "0 6, 1 2, 3 4, 5 6, 7 8 op 10 mei");
}

static void what_is_no_number_to_call_stays(void **state)
{
    static const char *const TEXTS[] = {
        "0123456", "112 mensen", "bel 12 mensen", "14 050 woningen", "label 112",
        "+ 5",     "(0)",        "10 000 000",    "0 1 2 3"};
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        check("nl", TEXTS[i], TEXTS[i]);
    }
}

static void a_telephone_number_has_eight_to_fifteen_digits(void **state)
{
    (void)state;
    check("nl", "00123456", "0 0, 1 2, 3 4, 5 6");
    check("nl", "+123456789012345", "+ 1 2 3, 4 5, 6 7, 8 9, 0 1, 2 3, 4 5");
    check("nl", "+1234567890123456", "+1234567890123456");
}

static void what_does_not_fit_is_left_out_in_whole_characters(void **state)
{
    char out[8];
    (void)state;
    figures_say(&figures, "nl", "een 9é", out, sizeof out);
    assert_string_equal(out, "een 9é");
    figures_say(&figures, "nl", "eens 9é", out, sizeof out);
    assert_string_equal(out, "eens 9");
    figures_say(&figures, "nl", "om 9.30 uur", out, sizeof out);
    assert_string_equal(out, "om 9 uu");
}

static void without_words_nothing_is_said_otherwise(void **state)
{
    static const struct figures none = {0};
    char out[32];
    (void)state;
    figures_say(&none, "nl", "9.30 uur", out, sizeof out);
    assert_string_equal(out, "9.30 uur");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_hours_and_minutes),
        cmocka_unit_test(what_is_no_time_stays),
        cmocka_unit_test(a_dash_is_from_one_to_another),
        cmocka_unit_test(dates_are_a_day_of_a_month),
        cmocka_unit_test(a_date_in_figures_is_said_as_one),
        cmocka_unit_test(numbers_to_call_are_said_digit_by_digit),
        cmocka_unit_test(what_is_no_number_to_call_stays),
        cmocka_unit_test(a_telephone_number_has_eight_to_fifteen_digits),
        cmocka_unit_test(what_does_not_fit_is_left_out_in_whole_characters),
        cmocka_unit_test(without_words_nothing_is_said_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
