/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* UTF-8, against a table of what is malformed and against every character there is. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#define REPLACEMENT 0xFFFDu

/* One malformed character each, at the start. */
static const char *const malformed[] = {
    "\x80",             /* continuation alone */
    "\xBF",             /* the last one */
    "\xC0\x80",         /* overlong NUL */
    "\xC0\xAF",         /* overlong slash */
    "\xC1\xBF",         /* overlong U+007F */
    "\xC2",             /* cut after one of two */
    "\xC2 ",            /* second byte is no continuation */
    "\xC3\xC3",         /* two leads */
    "\xE0\x80\x80",     /* overlong in three */
    "\xE0\x9F\xBF",     /* overlong U+07FF */
    "\xE2\x82",         /* cut after two of three */
    "\xE2\x82(",        /* third byte is no continuation */
    "\xE2(\xA1",        /* second byte is no continuation */
    "\xED\xA0\x80",     /* first surrogate */
    "\xED\xBF\xBF",     /* last surrogate */
    "\xF0\x80\x80\x80", /* overlong in four */
    "\xF0\x8F\xBF\xBF", /* overlong U+FFFF */
    "\xF0\x9F\x98",     /* cut after three of four */
    "\xF0\x9F\x98(",    /* fourth byte is no continuation */
    "\xF4\x90\x80\x80", /* U+110000 */
    "\xF5\x80\x80\x80", /* lead past the range */
    "\xF8\x88\x80\x80\x80",
    "\xFC\x84\x80\x80\x80\x80",
    "\xFE",
    "\xFF",
};

static const struct {
    const char *bytes;
    uint32_t character;
} borders[] = {
    {"\x01", 0x01},
    {"\x7F", 0x7F},
    {"\xC2\x80", 0x80},
    {"\xDF\xBF", 0x7FF},
    {"\xE0\xA0\x80", 0x800},
    {"\xED\x9F\xBF", 0xD7FF},
    {"\xEE\x80\x80", 0xE000},
    {"\xEF\xBF\xBD", 0xFFFD},
    {"\xEF\xBF\xBF", 0xFFFF},
    {"\xF0\x90\x80\x80", 0x10000},
    {"\xF4\x8F\xBF\xBF", 0x10FFFF},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void malformed_bytes_are_not_valid(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(malformed); i++) {
        char around[16];
        int len = snprintf(around, sizeof around, "a%sz", malformed[i]);

        assert_false(bs_utf8_valid(malformed[i], strlen(malformed[i])));
        assert_false(bs_utf8_valid(around, (size_t)len));
        assert_false(bs_utf8_is_text(around, (size_t)len));
    }
}

static void malformed_byte_is_one_replacement(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(malformed); i++) {
        const char *at = malformed[i];

        assert_int_equal(bs_utf8_next(&at, malformed[i] + strlen(malformed[i])), REPLACEMENT);
        assert_ptr_equal(at, malformed[i] + 1);
    }
}

static void characters_at_the_borders_decode(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(borders); i++) {
        size_t len = strlen(borders[i].bytes);
        const char *at = borders[i].bytes;

        assert_true(bs_utf8_valid(borders[i].bytes, len));
        assert_int_equal(bs_utf8_next(&at, borders[i].bytes + len), borders[i].character);
        assert_ptr_equal(at, borders[i].bytes + len);
        assert_int_equal(bs_utf8_length(borders[i].bytes), 1);
    }
}

static void every_character_survives_writing_and_reading(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        char bytes[4];
        const char *at = bytes;
        size_t len = bs_utf8_put(c, bytes);
        uint32_t expected = c >= 0xD800 && c <= 0xDFFF ? REPLACEMENT : c;

        if (!bs_utf8_valid(bytes, len) || bs_utf8_next(&at, bytes + len) != expected ||
            at != bytes + len) {
            fail_msg("U+%04X", (unsigned)c);
        }
    }
}

static void what_is_not_a_character_is_written_as_the_replacement(void **state)
{
    char bytes[4];

    (void)state;
    assert_int_equal(bs_utf8_put(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(bs_utf8_put(0xD800, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(bs_utf8_put(UINT32_MAX, bytes), 3);
}

/* All pairs and triples of bytes: a decoder that looks past the end or accepts two forms of one character fails. */
static void short_byte_strings_are_valid_only_in_their_own_form(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < 1u << 24; number += 1 + (number & 0xFF) / 128 * 3) {
        char bytes[3] = {(char)(number >> 16), (char)(number >> 8), (char)number};
        char again[12];
        const char *at = bytes;
        size_t used = 0;

        while (at < bytes + 3) {
            used += bs_utf8_put(bs_utf8_next(&at, bytes + 3), again + used);
        }
        if (bs_utf8_valid(bytes, 3) != (used == 3 && memcmp(bytes, again, 3) == 0)) {
            fail_msg("%06X", (unsigned)number);
        }
    }
}

static void end_gives_zero_and_stays(void **state)
{
    const char *text = "a";
    const char *at = text + 1;

    (void)state;
    assert_int_equal(bs_utf8_next(&at, text + 1), 0);
    assert_ptr_equal(at, text + 1);
}

/* Longer than what is looked at in one stride, so that it lies at each place of one, and behind the last. */
static void a_malformed_byte_is_found_at_every_place_of_a_long_text(void **state)
{
    char text[40];
    (void)state;
    memset(text, 'a', sizeof text);
    assert_true(bs_utf8_valid(text, sizeof text));
    for (size_t at = 0; at < sizeof text; at++) {
        text[at] = (char)0x80;
        assert_false(bs_utf8_valid(text, sizeof text));
        text[at] = 'a';
    }
}

static void a_character_may_lie_across_any_place_of_a_long_text(void **state)
{
    char text[40];
    (void)state;
    for (size_t at = 0; at + 3 <= sizeof text; at++) {
        memset(text, 'a', sizeof text);
        memcpy(text + at, "€", 3);
        assert_true(bs_utf8_valid(text, sizeof text));
        assert_false(bs_utf8_valid(text, at + 2));
    }
}

static void nothing_is_valid_text(void **state)
{
    (void)state;
    assert_true(bs_utf8_valid("", 0));
    assert_true(bs_utf8_is_text("", 0));
    assert_int_equal(bs_utf8_length(""), 0);
}

static void zero_byte_is_valid_but_not_text(void **state)
{
    (void)state;
    assert_true(bs_utf8_valid("a\0b", 3));
    assert_false(bs_utf8_is_text("a\0b", 3));
}

static void text_has_no_controls_and_no_overrides(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x2FFF; c++) {
        char bytes[4];
        size_t len = bs_utf8_put(c, bytes);
        int control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F);
        int override = c >= 0x202A && c <= 0x202E;

        if (bs_utf8_is_text(bytes, len) != !(control || override)) {
            fail_msg("U+%04X", (unsigned)c);
        }
    }
}

/* So many times the character, behind `before`. */
static const char *text_of(const char *before, uint32_t character, size_t times)
{
    static char text[2048];
    size_t len = strlen(before);

    assert_true(len + 4 * times < sizeof text);
    memcpy(text, before, len);
    for (size_t i = 0; i < times; i++) {
        len += bs_utf8_put(character, text + len);
    }
    text[len] = '\0';
    return text;
}

static void a_line_has_one_character_to_the_most(void **state)
{
    static const uint32_t widths[] = {'a', 0xE9, 0x20AC, 0x1F642};

    (void)state;
    assert_false(bs_utf8_is_line("", 280));
    assert_false(bs_utf8_is_line("a", 0));
    for (size_t i = 0; i < COUNT(widths); i++) {
        assert_true(bs_utf8_is_line(text_of("", widths[i], 1), 1));
        assert_false(bs_utf8_is_line(text_of("", widths[i], 2), 1));
        assert_true(bs_utf8_is_line(text_of("", widths[i], 280), 280));
        assert_false(bs_utf8_is_line(text_of("", widths[i], 281), 280));
    }
}

static bool is_in(uint32_t character, const uint32_t (*ranges)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (character >= ranges[i][0] && character <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

static void a_line_holds_every_character_but_those_that_are_none_of_one(void **state)
{
    static const uint32_t refused[][2] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0x2028, 0x202E},
                                          {0x2066, 0x2069}, {0xD800, 0xDFFF}, {0xE000, 0xF8FF}};

    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        char bytes[6] = "a";
        bool is_right = !is_in(c, refused, COUNT(refused)) || (c >= 0xD800 && c <= 0xDFFF);

        /* No text can hold a surrogate: what is put in its place is a character. */
        bytes[1 + bs_utf8_put(c, bytes + 1)] = '\0';
        if (bs_utf8_is_line(bytes, 2) != is_right) {
            fail_msg("U+%04X", (unsigned)c);
        }
    }
    for (size_t i = 0; i < COUNT(malformed); i++) {
        assert_false(bs_utf8_is_line(malformed[i], 10));
    }
}

static void a_line_of_blanks_alone_is_none(void **state)
{
    static const uint32_t unseen[] = {' ',    0xA0,   0xAD,   0x1680, 0x2000, 0x200B,
                                      0x200E, 0x202F, 0x205F, 0x2060, 0x2800, 0x3000,
                                      0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0020};

    (void)state;
    assert_false(bs_utf8_is_seen(""));
    for (size_t i = 0; i < COUNT(unseen); i++) {
        assert_false(bs_utf8_is_seen(text_of("", unseen[i], 3)));
        assert_false(bs_utf8_is_line(text_of("", unseen[i], 3), 3));
        assert_true(bs_utf8_is_seen(text_of("a", unseen[i], 3)));
        assert_true(bs_utf8_is_line(text_of("a", unseen[i], 3), 4));
    }
    assert_true(bs_utf8_is_line("  \u2588 ", 4));
}

static void a_line_has_at_most_eight_marks_in_a_row(void **state)
{
    static const uint32_t marks[][2] = {
        {0x300, 0x36F}, {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
        {0x6D6, 0x6DC}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};

    (void)state;
    for (uint32_t c = 0xA0; c <= 0xFFFF; c++) {
        bool is_one = bs_utf8_is_line(text_of("a", c, 1), 280);

        if (bs_utf8_is_line(text_of("a", c, 8), 280) != is_one ||
            bs_utf8_is_line(text_of("a", c, 9), 280) !=
                (is_one && !is_in(c, marks, COUNT(marks)))) {
            fail_msg("U+%04X", (unsigned)c);
        }
    }
    assert_false(bs_utf8_is_line(text_of("e\u0300\u0591", 0x64B, 7), 280));
    assert_true(bs_utf8_is_line(text_of("e\u0300\u0301\u0302e", 0x301, 8), 280));
}

static void length_counts_characters(void **state)
{
    (void)state;
    assert_int_equal(bs_utf8_length("Zoeterwoude"), 11);
    assert_int_equal(bs_utf8_length("één €uro 🙂"), 10);
    assert_int_equal(bs_utf8_length("مرحبا"), 5);
    assert_int_equal(bs_utf8_length("a\xFF\xFEz"), 4);
}

static void copy_of_what_fits_is_whole(void **state)
{
    char out[5];

    (void)state;
    assert_true(bs_utf8_copy(out, sizeof out, "abcd"));
    assert_string_equal(out, "abcd");
    assert_true(bs_utf8_copy(out, sizeof out, ""));
    assert_string_equal(out, "");
}

static void copy_cuts_between_characters_at_every_size(void **state)
{
    static const char text[] = "aé€🙂z";
    /* The bytes that fit into a buffer of so many. */
    static const size_t kept[] = {0, 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};

    (void)state;
    for (size_t size = 1; size < COUNT(kept); size++) {
        char out[16];

        memset(out, '#', sizeof out);
        assert_int_equal(bs_utf8_copy(out, size, text), size == COUNT(kept) - 1);
        assert_int_equal(strlen(out), kept[size]);
        assert_memory_equal(out, text, kept[size]);
        assert_int_equal(out[size], '#');
    }
}

static void copy_into_nothing_writes_nothing(void **state)
{
    char out = '#';

    (void)state;
    assert_false(bs_utf8_copy(&out, 0, "a"));
    assert_int_equal(out, '#');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_bytes_are_not_valid),
        cmocka_unit_test(malformed_byte_is_one_replacement),
        cmocka_unit_test(characters_at_the_borders_decode),
        cmocka_unit_test(every_character_survives_writing_and_reading),
        cmocka_unit_test(what_is_not_a_character_is_written_as_the_replacement),
        cmocka_unit_test(short_byte_strings_are_valid_only_in_their_own_form),
        cmocka_unit_test(end_gives_zero_and_stays),
        cmocka_unit_test(a_malformed_byte_is_found_at_every_place_of_a_long_text),
        cmocka_unit_test(a_character_may_lie_across_any_place_of_a_long_text),
        cmocka_unit_test(nothing_is_valid_text),
        cmocka_unit_test(zero_byte_is_valid_but_not_text),
        cmocka_unit_test(text_has_no_controls_and_no_overrides),
        cmocka_unit_test(a_line_has_one_character_to_the_most),
        cmocka_unit_test(a_line_holds_every_character_but_those_that_are_none_of_one),
        cmocka_unit_test(a_line_of_blanks_alone_is_none),
        cmocka_unit_test(a_line_has_at_most_eight_marks_in_a_row),
        cmocka_unit_test(length_counts_characters),
        cmocka_unit_test(copy_of_what_fits_is_whole),
        cmocka_unit_test(copy_cuts_between_characters_at_every_size),
        cmocka_unit_test(copy_into_nothing_writes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
