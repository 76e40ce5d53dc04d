/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words, sentences and the room that a label takes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/programme.h>

#include "words.h"

#define SHY  "\xc2\xad" /* soft hyphen */
#define NBSP "\xc2\xa0"

static size_t longest(const char *text)
{
    return words_longest_sentence(text, NULL);
}

static void words_stand_between_blanks(void **state)
{
    (void)state;
    assert_int_equal(bs_count_words(""), 0);
    assert_int_equal(bs_count_words("   "), 0);
    assert_int_equal(bs_count_words("Hoe schoon is uw straat?"), 5);
    assert_int_equal(bs_count_words("  twee" NBSP "woorden "), 2);
}

static void signs_alone_are_no_words_and_hyphens_join(void **state)
{
    (void)state;
    assert_int_equal(bs_count_words("Samira \xc2\xb7 10\xe2\x80\x93"
                                    "12 uur"),
                     3);
    assert_int_equal(bs_count_words("- en/of afval-punt"), 2);
    assert_int_equal(bs_count_words("Grof" SHY "vuil" SHY "punt"), 1);
    assert_int_equal(bs_count_words("foto's"), 1);
}

static void words_of_other_scripts_are_counted(void **state)
{
    (void)state;
    /* Arabic with vowel signs; Ukrainian with an apostrophe. */
    assert_int_equal(
        bs_count_words("\xd8\xb4\xd9\x8e\xd8\xa7\xd8\xb1\xd8\xb9 \xd9\x86\xd8\xb8\xd9\x8a\xd9\x81"
                       "\xd8\x9f"),
        2);
    assert_int_equal(
        bs_count_words("\xd0\xbf\xe2\x80\x99\xd1\x8f\xd1\x82\xd1\x8c \xd1\x81\xd1\x96\xd0\xbc"), 2);
}

static void two_chinese_characters_count_as_one_word(void **state)
{
    (void)state;
    assert_int_equal(bs_count_words("\xe8\xa1\x97\xe9\x81\x93"), 1);
    assert_int_equal(bs_count_words("\xe8\xa1\x97\xe9\x81\x93\xe5\xb9\xb2"), 2);
    assert_int_equal(bs_count_words("\xe8\xa1\x97\xe9\x81\x93 2026"), 2);
    assert_int_equal(bs_count_words("\xe8\xa1\x97 \xe9\x81\x93"), 2);
}

static void the_longest_sentence_is_measured_and_named(void **state)
{
    size_t which = 0;

    (void)state;
    assert_int_equal(words_longest_sentence("Een. Twee drie vier! Vijf zes?", &which), 3);
    assert_int_equal(which, 2);
    assert_int_equal(words_longest_sentence("Vijf zes zeven", &which), 3);
    assert_int_equal(which, 1);
}

static void a_point_inside_a_word_or_number_ends_no_sentence(void **state)
{
    (void)state;
    assert_int_equal(longest("Kijk op lv.nl om 10.30 uur."), 6);
    assert_int_equal(longest("Wacht... en kijk."), 2);
    assert_int_equal(longest("\"Ja!\" zei zij."), 2);
    assert_int_equal(longest("(Een twee.) Drie"), 2);
}

static void sentences_end_in_other_scripts_too(void **state)
{
    (void)state;
    assert_int_equal(longest("a b\xd8\x9f c"), 2); /* Arabic question mark */
    assert_int_equal(longest("\xe8\xa1\x97\xe9\x81\x93\xe3\x80\x82\xe8\xa1\x97"), 1);
}

static void signs_that_take_no_room_are_not_counted(void **state)
{
    (void)state;
    assert_int_equal(words_visible("Grof" SHY "vuil"), 8);
    assert_int_equal(words_visible("\xd8\xb4\xd9\x8e\xd8\xa7"), 2);
    assert_int_equal(words_visible("e\xcc\x81"), 1);
    assert_int_equal(words_visible("a\xe2\x81\xa8"
                                   "b\xe2\x81\xa9"),
                     2);
}

static void a_piece_ends_at_a_blank_or_soft_hyphen(void **state)
{
    (void)state;
    assert_int_equal(words_longest_piece("een drie", 16), 4);
    assert_int_equal(words_longest_piece("Grofvuil" SHY "inzamelpunt", 16), 11);
    assert_int_equal(words_longest_piece("Grofvuil-inzamelpunt", 16), 20);
    assert_int_equal(words_longest_piece("aa" NBSP "aa", 16), 5);
}

static void the_hyphen_that_would_appear_needs_room(void **state)
{
    (void)state;
    assert_int_equal(words_longest_piece("1234" SHY "12", 4), 5);
    assert_int_equal(words_longest_piece("123" SHY "12", 4), 3);
    assert_false(words_fit_two_lines("1234" SHY "12", 4));
    assert_true(words_fit_two_lines("123" SHY "12", 4));
}

static void two_full_lines_fit_and_one_character_more_does_not(void **state)
{
    (void)state;
    assert_true(words_fit_two_lines("1234", 4));
    assert_false(words_fit_two_lines("12345", 4));
    assert_true(words_fit_two_lines("1234 1234", 4));
    assert_false(words_fit_two_lines("1234 12345", 4));
    assert_false(words_fit_two_lines("12345 1234", 4));
    assert_true(words_fit_two_lines("123" SHY "1234", 4));
    assert_true(words_fit_two_lines("12" SHY "3" SHY "1234", 4));
    assert_false(words_fit_two_lines("12 34 12 34", 4));
    assert_false(words_fit_two_lines("12" NBSP "34 5", 4));
}

static void an_earlier_break_serves_where_the_later_one_has_no_room(void **state)
{
    (void)state;
    assert_true(words_fit_two_lines("12" SHY "34" SHY "56", 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_between_blanks),
        cmocka_unit_test(signs_alone_are_no_words_and_hyphens_join),
        cmocka_unit_test(words_of_other_scripts_are_counted),
        cmocka_unit_test(two_chinese_characters_count_as_one_word),
        cmocka_unit_test(the_longest_sentence_is_measured_and_named),
        cmocka_unit_test(a_point_inside_a_word_or_number_ends_no_sentence),
        cmocka_unit_test(sentences_end_in_other_scripts_too),
        cmocka_unit_test(signs_that_take_no_room_are_not_counted),
        cmocka_unit_test(a_piece_ends_at_a_blank_or_soft_hyphen),
        cmocka_unit_test(the_hyphen_that_would_appear_needs_room),
        cmocka_unit_test(two_full_lines_fit_and_one_character_more_does_not),
        cmocka_unit_test(an_earlier_break_serves_where_the_later_one_has_no_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
