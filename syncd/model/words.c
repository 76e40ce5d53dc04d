/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts words, sentences and the room that a label takes. A table of ranges instead of a Unicode library: what is not
 * known to be a blank, a sign or a mark is taken for a letter, so a text is rather counted too long than too short. */

#include "words.h"

#include <stdint.h>
#include <string.h>

#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

enum sort { LETTER, BLANK, SIGN, MARK, HAN, STOP, HAN_STOP, CLOSE };

#define SOFT_HYPHEN 0xAD
#define APOSTROPHE  0x2019

struct range {
    uint32_t first, last;
    enum sort sort;
};

/* Ascending; what lies between is LETTER. */
static const struct range ranges[] = {
    {0x0000, 0x0020, BLANK},    {0x0021, 0x0021, STOP},     {0x0022, 0x0022, CLOSE},
    {0x0023, 0x0026, SIGN},     {0x0027, 0x0027, CLOSE},    {0x0028, 0x0028, SIGN},
    {0x0029, 0x0029, CLOSE},    {0x002A, 0x002D, SIGN},     {0x002E, 0x002E, STOP},
    {0x002F, 0x002F, SIGN},     {0x003A, 0x003E, SIGN},     {0x003F, 0x003F, STOP},
    {0x0040, 0x0040, SIGN},     {0x005B, 0x005C, SIGN},     {0x005D, 0x005D, CLOSE},
    {0x005E, 0x0060, SIGN},     {0x007B, 0x007F, SIGN},     {0x00A0, 0x00A0, BLANK},
    {0x00A1, 0x00A9, SIGN},     {0x00AB, 0x00AC, SIGN},     {0x00AD, 0x00AD, MARK},
    {0x00AE, 0x00B4, SIGN},     {0x00B6, 0x00B9, SIGN},     {0x00BB, 0x00BB, CLOSE},
    {0x00BC, 0x00BF, SIGN},     {0x00D7, 0x00D7, SIGN},     {0x00F7, 0x00F7, SIGN},
    {0x0300, 0x036F, MARK},     {0x0483, 0x0489, MARK},     {0x0591, 0x05BD, MARK},
    {0x060C, 0x060D, SIGN},     {0x0610, 0x061A, MARK},     {0x061B, 0x061B, SIGN},
    {0x061C, 0x061C, MARK},     {0x061F, 0x061F, STOP},     {0x064B, 0x065F, MARK},
    {0x0670, 0x0670, MARK},     {0x06D4, 0x06D4, STOP},     {0x06D6, 0x06DC, MARK},
    {0x06DF, 0x06E4, MARK},     {0x0964, 0x0965, STOP},     {0x1362, 0x1362, STOP},
    {0x1AB0, 0x1AFF, MARK},     {0x2000, 0x200A, BLANK},    {0x200B, 0x200F, MARK},
    {0x2010, 0x2018, SIGN},     {0x2019, 0x2019, CLOSE},    {0x201A, 0x201C, SIGN},
    {0x201D, 0x201D, CLOSE},    {0x201E, 0x2025, SIGN},     {0x2026, 0x2026, STOP},
    {0x2027, 0x2029, SIGN},     {0x202A, 0x202E, MARK},     {0x202F, 0x202F, BLANK},
    {0x2030, 0x205E, SIGN},     {0x205F, 0x205F, BLANK},    {0x2060, 0x206F, MARK},
    {0x20D0, 0x20F0, MARK},     {0x2190, 0x2BFF, SIGN},     {0x3000, 0x3000, BLANK},
    {0x3001, 0x3001, SIGN},     {0x3002, 0x3002, HAN_STOP}, {0x3003, 0x303F, SIGN},
    {0x3040, 0x30FF, HAN},      {0x3400, 0x4DBF, HAN},      {0x4E00, 0x9FFF, HAN},
    {0xFE00, 0xFE0F, MARK},     {0xFE20, 0xFE2F, MARK},     {0xFEFF, 0xFEFF, MARK},
    {0xFF01, 0xFF01, HAN_STOP}, {0xFF02, 0xFF0F, SIGN},     {0xFF1F, 0xFF1F, HAN_STOP},
    {0x1F000, 0x1FAFF, SIGN},   {0x20000, 0x3FFFF, HAN},
};

static enum sort sort_of(uint32_t character)
{
    size_t low = 0;
    size_t high = sizeof ranges / sizeof ranges[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (character > ranges[middle].last) {
            low = middle + 1;
        } else if (character < ranges[middle].first) {
            high = middle;
        } else {
            return ranges[middle].sort;
        }
    }
    return LETTER;
}

/* A word is what stands between blanks and holds a letter or digit. Two characters of a script without blanks are
 * counted as one word. */
static size_t count_words(const char *text, const char *end)
{
    size_t words = 0;
    size_t han = 0;
    bool in_word = false;

    while (text < end) {
        enum sort sort = sort_of(bs_utf8_next(&text, end));

        if (sort == HAN) {
            han++;
            in_word = false;
        } else if (sort == LETTER && !in_word) {
            words++;
            in_word = true;
        } else if (sort == BLANK) {
            in_word = false;
        }
        if (sort != HAN && sort != MARK) {
            words += (han + 1) / 2;
            han = 0;
        }
    }
    return words + (han + 1) / 2;
}

size_t bs_count_words(const char *text)
{
    return count_words(text, text + strlen(text));
}

/* Whether a sentence ends before `next`: "10.30 uur" and "lv.nl" go on. */
static bool is_sentence_end(enum sort sort, const char *next, const char *end)
{
    if (sort == HAN_STOP) {
        return true;
    }
    while (sort == STOP && next < end) {
        enum sort after = sort_of(bs_utf8_next(&next, end));

        if (after != CLOSE && after != STOP) {
            return after == BLANK;
        }
    }
    return sort == STOP;
}

size_t words_longest_sentence(const char *text, size_t *which)
{
    const char *end = text + strlen(text);
    const char *start = text;
    size_t longest = 0;
    size_t number = 0;

    while (text < end) {
        enum sort sort = sort_of(bs_utf8_next(&text, end));
        size_t words;

        if (text < end && !is_sentence_end(sort, text, end)) {
            continue;
        }
        words = count_words(start, text);
        start = text;
        number += words > 0;
        if (words > longest) {
            longest = words;
            if (which != NULL) {
                *which = number;
            }
        }
    }
    return longest;
}

/* Whether a letter comes next, seen from behind an apostrophe. */
static bool goes_on(const char *text, const char *end)
{
    return text < end && sort_of(bs_utf8_next(&text, end)) == LETTER;
}

bool words_next(struct words_walk *walk, struct words_word *out)
{
    struct words_word word = {.letters = 0};

    while (walk->at < walk->end) {
        const char *here = walk->at;
        uint32_t character = bs_utf8_next(&walk->at, walk->end);
        enum sort sort = sort_of(character);
        bool is_inside = sort == LETTER || (word.letters > 0 && sort == MARK) ||
                         (word.letters > 0 && (character == '\'' || character == APOSTROPHE) &&
                          goes_on(walk->at, walk->end));

        if (!is_inside && word.letters > 0) {
            walk->at = here;
            break;
        }
        if (is_inside && word.letters == 0) {
            word.start = here;
            word.opens_sentence = walk->opens;
            walk->opens = false;
        }
        word.letters += sort == LETTER;
        word.bytes = is_inside ? (size_t)(walk->at - word.start) : 0;
        walk->opens = walk->opens || is_sentence_end(sort, walk->at, walk->end);
    }
    if (word.letters == 0) {
        return false;
    }
    *out = word;
    return true;
}

size_t words_visible(const char *text)
{
    const char *end = text + strlen(text);
    size_t visible = 0;

    while (text < end) {
        visible += sort_of(bs_utf8_next(&text, end)) != MARK;
    }
    return visible;
}

/* No line ends at a no-break space (U+00A0, U+202F). */
static bool may_break_at(uint32_t character)
{
    return sort_of(character) == BLANK && character != 0xA0 && character != 0x202F;
}

size_t words_longest_piece(const char *text, size_t width)
{
    const char *end = text + strlen(text);
    size_t longest = 0;
    size_t piece = 0;

    while (text < end) {
        uint32_t character = bs_utf8_next(&text, end);

        if (character == SOFT_HYPHEN && piece == width) {
            piece++; /* the hyphen itself has no room */
        }
        longest = piece > longest ? piece : longest;
        if (character == SOFT_HYPHEN || may_break_at(character)) {
            piece = 0;
        } else {
            piece += sort_of(character) != MARK;
        }
    }
    return piece > longest ? piece : longest;
}

bool words_fit_two_lines(const char *text, size_t width)
{
    const char *end = text + strlen(text);
    const char *second = NULL;
    size_t used = 0;

    if (words_visible(text) <= width) {
        return true;
    }
    while (text < end && used <= width) {
        uint32_t character = bs_utf8_next(&text, end);

        if (may_break_at(character) || (character == SOFT_HYPHEN && used < width)) {
            second = text; /* the later the break, the shorter the rest */
        }
        used += sort_of(character) != MARK;
    }
    return second != NULL && words_visible(second) <= width;
}
