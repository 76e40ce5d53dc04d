/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* UTF-8 by RFC 3629. One decoder serves all functions, so that they agree on what is malformed. */

#include <buurtstem/utf8.h>

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

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

/* Eight bytes of ASCII, which is what most of every record is. */
static bool is_ascii_word(const uint8_t *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return (word & UINT64_C(0x8080808080808080)) == 0;
}

bool bs_utf8_valid(const void *data, size_t len)
{
    const uint8_t *bytes = data;
    size_t at = 0;

    while (at < len) {
        uint32_t character;
        size_t size = len - at >= 8 && is_ascii_word(bytes + at)
                          ? 8
                          : decode(bytes + at, len - at, &character);

        if (size == 0) {
            return false;
        }
        at += size;
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
