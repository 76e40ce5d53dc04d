/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The interface's words in several languages at once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"

static int start(void **state)
{
    struct bs_error err = {0};
    (void)state;
    return messages_start(MESSAGES, &err) == BS_OK && messages_warm("en", &err) == BS_OK &&
                   messages_warm("pl", &err) == BS_OK
               ? 0
               : -1;
}

static void the_locale_is_the_one_that_every_system_has(void **state)
{
    (void)state;
    assert_string_equal(setlocale(LC_ALL, NULL), "C.UTF-8");
}

static void numbers_are_written_with_a_point_in_every_locale(void **state)
{
    (void)state;
    assert_string_equal(localeconv()->decimal_point, ".");
}

static void dutch_is_the_key_itself(void **state)
{
    (void)state;
    assert_string_equal(messages_get("nl", "Hulp"), "Hulp");
}

static void english_comes_from_its_catalogue(void **state)
{
    (void)state;
    assert_string_equal(messages_get("en", "Hulp"), "Help");
}

static void several_languages_are_there_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_string_equal(messages_get("pl", "Hulp"), "Pomóc");
        assert_string_equal(messages_get("en", "Hulp"), "Help");
        assert_string_equal(messages_get("nl", "Hulp"), "Hulp");
    }
}

static void a_sentence_that_is_not_translated_is_dutch(void **state)
{
    (void)state;
    assert_string_equal(messages_get("pl", "Dank u wel."), "Dank u wel.");
}

static void a_language_without_a_catalogue_is_dutch(void **state)
{
    (void)state;
    assert_string_equal(messages_get("ar", "Hulp"), "Hulp");
    assert_string_equal(messages_plural("ar", "{n} dag", "{n} dagen", 2), "{n} dagen");
}

static void a_missing_catalogue_is_named(void **state)
{
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(messages_warm("ar", &err), BS_NOTFOUND);
    assert_non_null(strstr(err.text, "kiosk-ar.mo"));
}

static void dutch_needs_no_catalogue(void **state)
{
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(messages_warm("nl", &err), BS_OK);
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(messages_start("/nowhere/at/all", &err), BS_BAD);
    assert_non_null(strstr(err.text, "/nowhere/at/all"));
}

static void a_folder_with_a_name_that_is_too_long_is_refused(void **state)
{
    static char name[1024];
    struct bs_error err = {0};
    (void)state;
    memset(name, '/', sizeof name - 1); /* all of them the root, which can be read */
    assert_int_equal(messages_start(name, &err), BS_BAD);
    assert_int_equal(start(state), 0);
}

static void what_the_environment_asks_for_does_not_count(void **state)
{
    (void)state;
    setenv("LANG", "pl_PL.UTF-8", 1);
    setenv("LC_ALL", "pl_PL.UTF-8", 1);
    assert_int_equal(start(state), 0);
    assert_string_equal(messages_get("en", "Hulp"), "Help");
    assert_string_equal(messages_get("nl", "Hulp"), "Hulp");
}

static void the_longest_tag_of_a_language_is_harmless(void **state)
{
    (void)state;
    assert_string_equal(messages_get("zgh-Tfng-MA-and-much-more", "Hulp"), "Hulp");
}

static void dutch_has_one_and_many(void **state)
{
    (void)state;
    assert_string_equal(messages_plural("nl", "{n} dag", "{n} dagen", 0), "{n} dagen");
    assert_string_equal(messages_plural("nl", "{n} dag", "{n} dagen", 1), "{n} dag");
    assert_string_equal(messages_plural("nl", "{n} dag", "{n} dagen", 2), "{n} dagen");
}

static void english_has_one_and_many(void **state)
{
    const char *one = "Over {seconds} seconde begint het scherm opnieuw.";
    const char *many = "Over {seconds} seconden begint het scherm opnieuw.";
    (void)state;
    assert_non_null(strstr(messages_plural("en", one, many, 1), "second."));
    assert_non_null(strstr(messages_plural("en", one, many, 30), "seconds."));
}

static void polish_has_three(void **state)
{
    static const struct {
        long n;
        const char *words;
    } CASES[] = {{1, "{n} dzień"},        {2, "{n} dni (kilka)"},  {4, "{n} dni (kilka)"},
                 {5, "{n} dni (wiele)"},  {12, "{n} dni (wiele)"}, {22, "{n} dni (kilka)"},
                 {25, "{n} dni (wiele)"}, {0, "{n} dni (wiele)"}};
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_string_equal(messages_plural("pl", "{n} dag", "{n} dagen", CASES[i].n),
                            CASES[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_locale_is_the_one_that_every_system_has),
        cmocka_unit_test(numbers_are_written_with_a_point_in_every_locale),
        cmocka_unit_test(dutch_is_the_key_itself),
        cmocka_unit_test(english_comes_from_its_catalogue),
        cmocka_unit_test(several_languages_are_there_at_once),
        cmocka_unit_test(a_sentence_that_is_not_translated_is_dutch),
        cmocka_unit_test(a_language_without_a_catalogue_is_dutch),
        cmocka_unit_test(a_missing_catalogue_is_named),
        cmocka_unit_test(dutch_needs_no_catalogue),
        cmocka_unit_test(a_folder_that_is_not_there_is_named),
        cmocka_unit_test(a_folder_with_a_name_that_is_too_long_is_refused),
        cmocka_unit_test(what_the_environment_asks_for_does_not_count),
        cmocka_unit_test(the_longest_tag_of_a_language_is_harmless),
        cmocka_unit_test(dutch_has_one_and_many),
        cmocka_unit_test(english_has_one_and_many),
        cmocka_unit_test(polish_has_three),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
