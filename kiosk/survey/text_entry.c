/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words being written: what may stand in them, and how they shrink. */

#include "text_entry.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#define JOINER     0x200D /* holds letters of some scripts together, and stands behind one */
#define NON_JOINER 0x200C

static bool is_in(uint32_t character, uint32_t first, uint32_t last)
{
    return character >= first && character <= last;
}

/* Controls, formats (what steers direction too), private and unassigned-for-ever characters, line and paragraph ends. */
static bool is_refused(uint32_t character)
{
    if (character == JOINER || character == NON_JOINER) {
        return false;
    }
    return character < 0x20 || is_in(character, 0x7F, 0x9F) || character == 0xAD ||
           is_in(character, 0x600, 0x605) || character == 0x61C || character == 0x6DD ||
           character == 0x70F || character == 0x180E || is_in(character, 0x200B, 0x200F) ||
           is_in(character, 0x2028, 0x202E) || is_in(character, 0x2060, 0x206F) ||
           is_in(character, 0xE000, 0xF8FF) || is_in(character, 0xFDD0, 0xFDEF) ||
           character == 0xFEFF || is_in(character, 0xFFF0, 0xFFFD) ||
           is_in(character, 0x1D173, 0x1D17A) || is_in(character, 0xE0000, 0xE0FFF) ||
           character >= 0xF0000 || (character & 0xFFFE) == 0xFFFE;
}

/* Marks that stand on the letter before them: combining ones, Hebrew points, Arabic vowel signs, joiners. */
static bool is_mark(uint32_t character)
{
    return is_in(character, 0x300, 0x36F) || is_in(character, 0x483, 0x489) ||
           is_in(character, 0x591, 0x5BD) || is_in(character, 0x610, 0x61A) ||
           is_in(character, 0x64B, 0x65F) || character == 0x670 || is_in(character, 0x6D6, 0x6DC) ||
           is_in(character, 0x6DF, 0x6E4) || is_in(character, 0x6E7, 0x6E8) ||
           is_in(character, 0x6EA, 0x6ED) || is_in(character, 0x8D3, 0x8FF) ||
           is_in(character, 0x1AB0, 0x1AFF) || is_in(character, 0x1DC0, 0x1DFF) ||
           is_in(character, 0x20D0, 0x20FF) || is_in(character, 0xFE00, 0xFE0F) ||
           is_in(character, 0xFE20, 0xFE2F) || character == JOINER || character == NON_JOINER;
}

static bool is_blank(uint32_t character)
{
    return character == ' ' || character == 0xA0 || character == 0x1680 ||
           is_in(character, 0x2000, 0x200A) || character == 0x202F || character == 0x205F ||
           character == 0x3000;
}

/* Where the last code point begins. */
static size_t last_start(const struct text_entry *entry)
{
    size_t at = entry->len - 1;
    while (at > 0 && ((unsigned char)entry->text[at] & 0xC0) == 0x80) {
        at--;
    }
    return at;
}

static uint32_t last_of(const struct text_entry *entry)
{
    const char *at = entry->text + last_start(entry);
    return bs_utf8_next(&at, entry->text + entry->len);
}

/* Whether all of it may stand where it would come; *count is how many code points it is. */
static bool is_welcome(const struct text_entry *entry, const char *character, size_t len,
                       size_t *count)
{
    uint32_t before = entry->len > 0 ? last_of(entry) : ' ';
    const char *at = character, *end = character + len;
    *count = 0;
    while (at < end) {
        uint32_t point = bs_utf8_next(&at, end);
        bool needs_letter = is_blank(point) || is_mark(point);
        if (is_refused(point) || (needs_letter && is_blank(before))) {
            return false;
        }
        before = point;
        (*count)++;
    }
    return *count > 0;
}

bool text_entry_put(struct text_entry *entry, const char *character, size_t most)
{
    size_t count = 0, len = strnlen(character, TEXT_ENTRY_CHARACTER);
    if (len >= TEXT_ENTRY_CHARACTER || !bs_utf8_valid(character, len) ||
        !is_welcome(entry, character, len, &count) || entry->characters + count > most ||
        entry->len + len >= sizeof entry->text) {
        return false;
    }
    memcpy(entry->text + entry->len, character, len);
    entry->len += len;
    entry->text[entry->len] = '\0';
    entry->characters += count;
    return true;
}

bool text_entry_rub_out(struct text_entry *entry)
{
    bool was_mark = true;
    if (entry->len == 0) {
        return false;
    }
    while (was_mark && entry->len > 0) {
        size_t start = last_start(entry);
        was_mark = is_mark(last_of(entry));
        bs_wipe(entry->text + start, entry->len - start);
        entry->len = start;
        entry->characters--;
    }
    return true;
}

bool text_entry_any(const struct text_entry *entry)
{
    return bs_utf8_is_seen(entry->text);
}

void text_entry_wipe(struct text_entry *entry)
{
    bs_wipe(entry, sizeof *entry);
}
