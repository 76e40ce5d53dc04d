/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Times, dates and numbers to call in the words of each shipped language. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "figures.h"
#include "messages.h"

static const char *get(void *self, const char *lang, const char *dutch)
{
    (void)self;
    return messages_speech(lang, dutch);
}

static const struct figures figures = {.get = get};

static const char *say(const char *lang, const char *text)
{
    static char out[512];
    figures_say(&figures, lang, text, out, sizeof out);
    return out;
}

static int start(void **state)
{
    static const char *const LANGUAGES[] = {"nl", "en", "tr", "ar", "pl", "uk"};
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(messages_start(MESSAGES, &err), BS_OK);
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        assert_int_equal(messages_warm(LANGUAGES[i], &err), BS_OK);
    }
    return 0;
}

static void dates_are_said_as_a_person_does(void **state)
{
    (void)state;
    assert_string_equal(say("nl", "vóór 1 mei"), "vóór 1 mei");
    assert_string_equal(say("en", "before 1 May 2027"), "before the 1st of May 2027");
    assert_string_equal(say("en", "22 June, 3 July"), "the 22nd of June, the 3rd of July");
    assert_string_equal(say("tr", "1 Mayıs 2027"), "1 Mayıs 2027");
    assert_string_equal(say("pl", "przed dniem 1 maja"), "przed dniem pierwszego maja");
    assert_string_equal(say("pl", "21 stycznia 2027"),
                        "dwudziestego pierwszego stycznia dwa tysiące dwudziestego siódmego roku");
    assert_string_equal(say("uk", "до 1 травня"), "до першого травня");
    assert_string_equal(say("uk", "до 21 січня 2027 року."),
                        "до двадцять першого січня дві тисячі двадцять сьомого року.");
    assert_string_equal(say("ar", "1 مَايُو"), "الْأَوْوَل مِنْ مَايُو");
}

static void times_are_said_as_a_person_does(void **state)
{
    (void)state;
    assert_string_equal(say("nl", "Open tot 17.30 uur"), "Open tot 17 uur 30");
    assert_string_equal(say("en", "Open until 17.00"), "Open until 17 o’clock");
    assert_string_equal(say("en", "Open at 9.05"), "Open at 9 0 5");
    assert_string_equal(say("tr", "Kapanış saati: 17.00"), "Kapanış saati: 17");
    assert_string_equal(say("tr", "saat 9.30–12.00 arasında"), "saat 9 buçuk ile 12 arasında");
    assert_string_equal(say("pl", "do godziny 17.00"), "do godziny siedemnastej");
    assert_string_equal(say("pl", "od 9.30"), "od dziewiątej trzydzieści");
    assert_string_equal(say("uk", "Відчинено до 22.00"), "Відчинено до двадцять другої");
    assert_string_equal(say("ar", "السَّاعَةِ 9.30"), "السَّاعَةِ التَّاسِعَه وَالنِّصْف");
}

static void numbers_to_call_are_digits(void **state)
{
    static const char *const LANGUAGES[] = {"nl", "en", "tr", "ar", "pl", "uk"};
    (void)state;
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        assert_string_equal(say(LANGUAGES[i], "071 516 50 00"), "0 7 1, 5 1 6, 5 0, 0 0");
    }
    assert_string_equal(say("nl", "Is er nu gevaar? Bel 112."), "Is er nu gevaar? Bel 1 1 2.");
    assert_string_equal(say("en", "Call 112."), "Call 1 1 2.");
}

/* A list that lacks a word would leave the figure. */
static void every_day_and_hour_has_a_word(void **state)
{
    static const struct {
        const char *lang, *month;
    } DATES[] = {{"pl", "maja"}, {"uk", "травня"}, {"ar", "مَايُو"}};
    char text[64];
    (void)state;
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++) {
        for (int day = 1; day <= 31; day++) {
            (void)snprintf(text, sizeof text, "%d %s", day, DATES[i].month);
            assert_null(strpbrk(say(DATES[i].lang, text), "0123456789"));
        }
        for (int hour = 0; hour <= 23; hour++) {
            (void)snprintf(text, sizeof text, "%d.00", hour);
            assert_null(strpbrk(say(DATES[i].lang, text), "0123456789"));
        }
    }
    for (int day = 1; day <= 31; day++) {
        (void)snprintf(text, sizeof text, "%d May", day);
        assert_true(strcspn(strpbrk(say("en", text), "0123456789"), "snrt") <= 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_said_as_a_person_does),
        cmocka_unit_test(times_are_said_as_a_person_does),
        cmocka_unit_test(numbers_to_call_are_digits),
        cmocka_unit_test(every_day_and_hour_has_a_word),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
