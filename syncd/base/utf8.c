/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* UTF-8 by RFC 3629. One decoder serves all functions, so that they agree on what is malformed. */

#include <buurtstem/utf8.h>

#include <string.h>

enum { REPLACEMENT = 0xFFFD, MARKS_MAX = 8 };

struct range {
    uint32_t first, last;
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* Length of the well-formed character at `at`, 0 if there is none; its value in *out. */
static size_t decode(const uint8_t *at, size_t len, uint32_t *out)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size;
    uint32_t value;

    if (len == 0) {
        return 0;
    }
    if (at[0] < 0x80) {
        *out = at[0];
        return 1;
    }
    if (at[0] >= 0xC2 && at[0] <= 0xDF) {
        size = 2;
        value = at[0] & 0x1Fu;
    } else if (at[0] >= 0xE0 && at[0] <= 0xEF) {
        size = 3;
        value = at[0] & 0x0Fu;
    } else if (at[0] >= 0xF0 && at[0] <= 0xF4) {
        size = 4;
        value = at[0] & 0x07u;
    } else {
        return 0;
    }
    if (len < size) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (at[i] & 0x3Fu);
    }
    if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *out = value;
    return size;
}

/* Bytes of ASCII, which is what most of every record is: so many from here on, by thirty-two and by eight. */
static size_t skip_ascii(const uint8_t *at, size_t len)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t words[4];
    size_t done = 0;

    for (; len - done >= sizeof words; done += sizeof words) {
        memcpy(words, at + done, sizeof words);
        if (((words[0] | words[1] | words[2] | words[3]) & high) != 0) {
            break;
        }
    }
    for (; len - done >= sizeof words[0]; done += sizeof words[0]) {
        memcpy(words, at + done, sizeof words[0]);
        if ((words[0] & high) != 0) {
            break;
        }
    }
    return done;
}

bool bs_utf8_valid(const void *data, size_t len)
{
    const uint8_t *bytes = data;
    size_t at = skip_ascii(bytes, len);

    while (at < len) {
        uint32_t character;
        size_t size = decode(bytes + at, len - at, &character);

        if (size == 0) {
            return false;
        }
        at += size;
        at += skip_ascii(bytes + at, len - at);
    }
    return true;
}

static bool is_text_character(uint32_t c)
{
    if (c < 0x20) {
        return c == '\t' || c == '\n';
    }
    return !(c >= 0x7F && c <= 0x9F) && !(c >= 0x202A && c <= 0x202E);
}

static bool is_within(const struct range *ranges, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

bool bs_utf8_is_text(const char *text, size_t len)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t at = 0;

    while (at < len) {
        uint32_t character;
        size_t size = decode(bytes + at, len - at, &character);

        if (size == 0 || !is_text_character(character)) {
            return false;
        }
        at += size;
    }
    return true;
}

/* Blanks, and what shows nothing by itself: hyphens and joiners that are not seen, direction marks, fillers, tags. */
bool bs_utf8_is_seen(const char *text)
{
    static const struct range unseen[] = {
        {' ', ' '},       {0xA0, 0xA0},     {0xAD, 0xAD},     {0x34F, 0x34F},    {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F},  {0x2000, 0x200F},
        {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000},  {0x3164, 0x3164},
        {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xE0000, 0xE0FFF}};
    const char *end = text + strlen(text);

    while (text < end) {
        if (!is_within(unseen, COUNT(unseen), bs_utf8_next(&text, end))) {
            return true;
        }
    }
    return false;
}

/* Marks that stand on the character before them (general categories Mn and Me), of the blocks that people write with here:
 * Latin, Cyrillic, Hebrew, Arabic, and those made to combine with anything. Not every one that there is. */
static bool is_mark(uint32_t c)
{
    static const struct range marks[] = {
        {0x300, 0x36F}, {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
        {0x6D6, 0x6DC}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};

    return is_within(marks, COUNT(marks), c);
}

/* Line ends, isolates, and what every font draws as it likes. */
static bool is_line_character(uint32_t c)
{
    static const struct range refused[] = {
        {'\t', '\t'}, {'\n', '\n'}, {0x2028, 0x2029}, {0x2066, 0x2069}, {0xE000, 0xF8FF}};

    return !is_within(refused, COUNT(refused), c);
}

bool bs_utf8_is_line(const char *text, size_t characters_max)
{
    const char *at = text;
    const char *end = text + strlen(text);
    size_t count = 0, marks = 0;

    if (!bs_utf8_is_text(text, strlen(text)) || !bs_utf8_is_seen(text)) {
        return false;
    }
    while (at < end) {
        uint32_t character = bs_utf8_next(&at, end);

        count++;
        marks = is_mark(character) ? marks + 1 : 0;
        if (count > characters_max || marks > MARKS_MAX || !is_line_character(character)) {
            return false;
        }
    }
    return true;
}

uint32_t bs_utf8_next(const char **at, const char *end)
{
    uint32_t character;
    size_t size;

    if (*at >= end) {
        return 0;
    }
    size = decode((const uint8_t *)*at, (size_t)(end - *at), &character);
    if (size == 0) {
        *at += 1;
        return REPLACEMENT;
    }
    *at += size;
    return character;
}

size_t bs_utf8_put(uint32_t character, char out[4])
{
    static const uint8_t lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t size;

    if (character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)) {
        character = REPLACEMENT;
    }
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    out[0] = (char)(lead[size] | character);
    return size;
}

size_t bs_utf8_length(const char *text)
{
    const char *at = text;
    const char *end = text + strlen(text);
    size_t count = 0;

    while (at < end) {
        bs_utf8_next(&at, end);
        count++;
    }
    return count;
}

bool bs_utf8_copy(char *out, size_t size, const char *text)
{
    const char *at = text;
    const char *end = text + strlen(text);
    size_t fits = 0;

    if (size == 0) {
        return false;
    }
    while (at < end) {
        bs_utf8_next(&at, end);
        if ((size_t)(at - text) > size - 1) {
            break;
        }
        fits = (size_t)(at - text);
    }
    memcpy(out, text, fits);
    out[fits] = '\0';
    return text + fits == end;
}
