/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One pass over the words; what begins where is asked of a finder for each kind. */

#include "personal_data_p.h"

#include <string.h>

#include <buurtstem/utf8.h>

#define MALFORMED 0xFFFD

static bool is_in(uint32_t character, uint32_t first, uint32_t last)
{
    return character >= first && character <= last;
}

uint32_t personal_at(const struct personal_text *text, size_t at, size_t *next)
{
    const char *from = text->text + at;
    uint32_t character = bs_utf8_next(&from, text->text + text->len);
    *next = (size_t)(from - text->text);
    return character;
}

/* A character has at most four bytes; what is none is taken byte by byte, as forwards. */
uint32_t personal_before(const struct personal_text *text, size_t at, size_t *from)
{
    size_t least = at > 4 ? at - 4 : 0, next;
    for (size_t start = at; start > least; start--) {
        uint32_t character = personal_at(text, start - 1, &next);
        if (next == at && character != MALFORMED) {
            *from = start - 1;
            return character;
        }
    }
    *from = at > 0 ? at - 1 : 0;
    return at > 0 ? MALFORMED : 0;
}

int personal_data_digit(uint32_t character)
{
    static const uint32_t ZEROS[] = {'0', 0x660, 0x6F0, 0xFF10};
    for (size_t i = 0; i < sizeof ZEROS / sizeof ZEROS[0]; i++) {
        if (is_in(character, ZEROS[i], ZEROS[i] + 9)) {
            return (int)(character - ZEROS[i]);
        }
    }
    return -1;
}

bool personal_is_blank(uint32_t character)
{
    return character == ' ' || character == '\t' || character == '\n' || character == 0xA0 ||
           is_in(character, 0x2000, 0x200A) || character == 0x202F || character == 0x3000;
}

static bool is_unseen(uint32_t character)
{
    return character == 0xAD || is_in(character, 0x200B, 0x200F) ||
           is_in(character, 0x202A, 0x202E) || is_in(character, 0x2060, 0x2069) ||
           character == 0xFEFF;
}

bool personal_is_separator(uint32_t character)
{
    return personal_is_blank(character) || is_unseen(character) ||
           is_in(character, 0x2010, 0x2015) || character == 0x2212 || character == 0xB7 ||
           character == 0x2022 || is_in(character, 0xFF08, 0xFF09) ||
           is_in(character, 0xFF0D, 0xFF0F) ||
           (character != 0 && character < 0x80 && strchr(".-/()_", (int)character) != NULL);
}

size_t personal_skip_blanks(const struct personal_text *text, size_t at, int most)
{
    size_t next;
    for (int i = 0; i < most && personal_is_blank(personal_at(text, at, &next)); i++) {
        at = next;
    }
    return at;
}

size_t personal_skip(const struct personal_text *text, size_t at, int most)
{
    size_t next;
    for (int i = 0; i < most && personal_is_separator(personal_at(text, at, &next)); i++) {
        at = next;
    }
    return at;
}

int personal_digit_at(const struct personal_text *text, size_t at, size_t *next)
{
    return personal_data_digit(personal_at(text, at, next));
}

int personal_latin(uint32_t character)
{
    static const struct {
        uint32_t capital, small;
        char latin;
    } ALIKE[] = {{0x410, 0x430, 'a'}, {0x412, 0x432, 'b'}, {0x421, 0x441, 'c'}, {0x415, 0x435, 'e'},
                 {0x41D, 0x43D, 'h'}, {0x406, 0x456, 'i'}, {0x408, 0x458, 'j'}, {0x41A, 0x43A, 'k'},
                 {0x41C, 0x43C, 'm'}, {0x41E, 0x43E, 'o'}, {0x420, 0x440, 'p'}, {0x405, 0x455, 's'},
                 {0x422, 0x442, 't'}, {0x425, 0x445, 'x'}, {0x423, 0x443, 'y'}};
    if (is_in(character, 0xFF21, 0xFF3A) || is_in(character, 0xFF41, 0xFF5A)) {
        character -= 0xFF21 - 'A';
    }
    if (character < 0x80) {
        return is_in(character | 0x20, 'a', 'z') ? (int)(character | 0x20) - 'a' : -1;
    }
    for (size_t i = 0; i < sizeof ALIKE / sizeof ALIKE[0]; i++) {
        if (character == ALIKE[i].capital || character == ALIKE[i].small) {
            return ALIKE[i].latin - 'a';
        }
    }
    return -1;
}

/* Beyond ASCII everything that is no known punctuation. */
bool personal_is_letter(uint32_t character)
{
    if (character < 0x80) {
        return is_in(character | 0x20, 'a', 'z');
    }
    return !is_in(character, 0x80, 0xBF) && character != 0xD7 && character != 0xF7 &&
           character != 0x60C && character != 0x61B && character != 0x61F && character != 0x6D4 &&
           !is_in(character, 0x66A, 0x66D) && !is_in(character, 0x2000, 0x206F) &&
           !is_in(character, 0x3000, 0x303F) && !is_in(character, 0xFF00, 0xFF20) &&
           character != MALFORMED && personal_data_digit(character) < 0;
}

/* ---- the pass ---- */

/* Whether something may begin behind the character before it. */
static size_t find_here(const struct personal_text *text, size_t at, uint32_t before,
                        struct personal_data *out)
{
    static const struct {
        enum personal_kind kind;
        size_t (*find)(const struct personal_text *text, size_t at);
        bool is_number; /* also right behind a letter */
    } FINDERS[] = {
        {PERSONAL_IBAN, personal_iban, false},
        {PERSONAL_PHONE, personal_phone, true},
        {PERSONAL_POSTCODE, personal_postcode, false},
        {PERSONAL_BSN, personal_bsn, true},
    };
    bool was_digit = personal_data_digit(before) >= 0;
    bool was_word = was_digit || personal_is_letter(before);
    size_t len = personal_is_local(before) ? 0 : personal_email(text, at);
    out->kind = PERSONAL_EMAIL;
    out->from = at;
    for (size_t i = 0; len == 0 && i < sizeof FINDERS / sizeof FINDERS[0]; i++) {
        bool may_begin = FINDERS[i].is_number ? !was_digit : !was_word;
        len = may_begin ? FINDERS[i].find(text, at) : 0;
        out->kind = FINDERS[i].kind;
    }
    if (len == 0 && !was_word) {
        len = personal_name(text, at, &out->from);
        out->kind = PERSONAL_NAME;
    }
    out->len = len;
    return len;
}

static size_t len_of_nobody(const struct personal_text *text, size_t at, uint32_t before)
{
    bool was_digit = personal_data_digit(before) >= 0;
    size_t date = was_digit ? 0 : personal_date(text, at);
    return date > 0 || was_digit || personal_is_letter(before) ? date
                                                               : personal_false_iban(text, at);
}

size_t personal_data_find(const char *text, struct personal_data found[PERSONAL_DATA_MAX])
{
    const struct personal_text all = {text, strlen(text)};
    size_t count = 0, at = 0;
    uint32_t before = 0;
    while (at < all.len && count < PERSONAL_DATA_MAX) {
        struct personal_data here = {0};
        size_t next;
        if (find_here(&all, at, before, &here) > 0) {
            found[count++] = here;
            at = here.from + here.len;
            before = 0;
        } else {
            size_t skipped = len_of_nobody(&all, at, before);
            before = personal_at(&all, at, &next);
            before = skipped > 0 ? '0' : before; /* they end with a digit */
            at = skipped > 0 ? at + skipped : next;
        }
    }
    return count;
}
