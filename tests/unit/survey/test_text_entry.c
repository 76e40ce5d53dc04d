/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words being written. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <buurtstem/random.h>
#include <buurtstem/utf8.h>

#include "text_entry.h"

static struct text_entry entry;

static int make(void **state)
{
    (void)state;
    entry = (struct text_entry){0};
    return 0;
}

static bool put(const char *character)
{
    return text_entry_put(&entry, character, BS_WORDS_MAX);
}

static void put_all(const char *words)
{
    for (; *words != '\0'; words++) {
        assert_true(put((char[]){*words, '\0'}));
    }
}

static void characters_of_every_script_go_to_the_end(void **state)
{
    (void)state;
    assert_true(put("é"));
    assert_true(put("ї"));
    assert_true(put("ش"));
    assert_true(put("لا"));
    assert_true(put("😀"));
    assert_string_equal(entry.text, "éїشلا😀");
    assert_int_equal(entry.characters, 6);
    assert_int_equal(entry.len, strlen(entry.text));
}

static void the_last_character_that_fits_is_taken_and_one_more_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < BS_WORDS_MAX; i++) {
        assert_true(put("😀"));
    }
    assert_int_equal(entry.len, BS_WORDS_MAX * 4);
    assert_false(put("a"));
    assert_int_equal(entry.characters, BS_WORDS_MAX);
    assert_true(text_entry_rub_out(&entry));
    assert_false(put("لا")); /* two of them, and there is room for one */
    assert_true(put("a"));
}

static void a_limit_of_fewer_characters_holds(void **state)
{
    (void)state;
    assert_true(text_entry_put(&entry, "1", 2));
    assert_true(text_entry_put(&entry, "2", 2));
    assert_false(text_entry_put(&entry, "3", 2));
    assert_string_equal(entry.text, "12");
}

static void a_blank_stands_neither_first_nor_behind_another(void **state)
{
    (void)state;
    assert_false(put(" "));
    assert_false(put("\u00A0"));
    put_all("a b");
    assert_true(put(" "));
    assert_false(put(" "));
    assert_false(put("\u00A0"));
    assert_string_equal(entry.text, "a b ");
}

static void what_is_no_utf8_is_refused(void **state)
{
    static const char *const WRONG[] = {
        "\xFF", "\xC3", "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\xC3", ""};
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        assert_false(put(WRONG[i]));
        assert_int_equal(entry.len, 0);
    }
}

static void controls_formats_and_private_characters_are_refused(void **state)
{
    static const char *const WRONG[] = {
        "\n",     "\t",         "\x01",       "\x7F",       "\xC2\x85",  "\u00AD",
        "\u061C", "\u200B",     "\u200E",     "\u200F",     "\u2028",    "\u202A",
        "\u202E", "\u2066",     "\u2069",     "\uFEFF",     "\uFFFD",    "\uFDD0",
        "\uE000", "\U000E0041", "\U000F0000", "\U0001FFFE", "\U0010FFFF"};
    (void)state;
    assert_true(put("a"));
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        assert_false(put(WRONG[i]));
    }
    assert_string_equal(entry.text, "a");
}

static void a_key_that_is_too_long_is_refused_whole(void **state)
{
    const char longest[TEXT_ENTRY_CHARACTER] = "\xF0\x9F\x98\x80\xF0\x9F\x98\x80";
    char unending[TEXT_ENTRY_CHARACTER];
    (void)state;
    assert_true(put(longest));
    memset(unending, 'a', sizeof unending);
    assert_false(put(unending));
    assert_int_equal(entry.characters, 2);
}

static void a_mark_stands_on_a_letter_only(void **state)
{
    (void)state;
    assert_false(put("\u0301"));
    assert_true(put("e"));
    assert_true(put("\u0301"));
    assert_true(put(" "));
    assert_false(put("\u064E"));
    assert_string_equal(entry.text, "e\u0301 ");
}

static void a_letter_goes_with_the_marks_that_stand_on_it(void **state)
{
    (void)state;
    put_all("a");
    assert_true(put("ش"));
    assert_true(put("\u064E"));
    assert_true(put("\u0651"));
    assert_int_equal(entry.characters, 4);
    assert_true(text_entry_rub_out(&entry));
    assert_string_equal(entry.text, "a");
    assert_int_equal(entry.characters, 1);
}

static void rubbing_out_leaves_no_byte_behind(void **state)
{
    static const struct text_entry NOTHING;
    (void)state;
    put_all("geheim");
    assert_true(put("é"));
    while (text_entry_rub_out(&entry)) {
    }
    assert_memory_equal(&entry, &NOTHING, sizeof entry);
    assert_false(text_entry_rub_out(&entry));
}

static void a_wipe_leaves_no_byte_behind(void **state)
{
    static const struct text_entry NOTHING;
    (void)state;
    put_all("geheim");
    text_entry_wipe(&entry);
    assert_memory_equal(&entry, &NOTHING, sizeof entry);
}

static void only_what_can_be_seen_is_anything(void **state)
{
    (void)state;
    assert_false(text_entry_any(&entry));
    put_all("a");
    assert_true(text_entry_any(&entry));
    text_entry_rub_out(&entry);
    assert_false(text_entry_any(&entry));
    assert_true(put("\u3164")); /* a filler: no blank, and nothing to see */
    assert_false(text_entry_any(&entry));
}

/* Whatever is typed: valid UTF-8, counted rightly, within its room. */
static void random_keys_always_leave_good_words(void **state)
{
    struct bs_random random = bs_random_seeded(3);
    (void)state;
    for (int i = 0; i < 100000; i++) {
        char key[TEXT_ENTRY_CHARACTER] = "";
        size_t len = bs_random_below(&random, 5);
        if (bs_random_below(&random, 3) == 0) {
            len = bs_utf8_put(bs_random_below(&random, 0x11000), key);
        } else {
            random.fill(&random, key, len);
        }
        if (bs_random_below(&random, 20) == 0) {
            text_entry_rub_out(&entry);
        }
        (void)put(key);
        assert_true(bs_utf8_is_text(entry.text, entry.len));
        assert_int_equal(strlen(entry.text), entry.len);
        assert_int_equal(bs_utf8_length(entry.text), entry.characters);
        assert_true(entry.characters <= BS_WORDS_MAX);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(characters_of_every_script_go_to_the_end),
        TEST(the_last_character_that_fits_is_taken_and_one_more_is_not),
        TEST(a_limit_of_fewer_characters_holds),
        TEST(a_blank_stands_neither_first_nor_behind_another),
        TEST(what_is_no_utf8_is_refused),
        TEST(controls_formats_and_private_characters_are_refused),
        TEST(a_key_that_is_too_long_is_refused_whole),
        TEST(a_mark_stands_on_a_letter_only),
        TEST(a_letter_goes_with_the_marks_that_stand_on_it),
        TEST(rubbing_out_leaves_no_byte_behind),
        TEST(a_wipe_leaves_no_byte_behind),
        TEST(only_what_can_be_seen_is_anything),
        TEST(random_keys_always_leave_good_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
