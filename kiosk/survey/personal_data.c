/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One pass over the words; what begins where is asked of a finder for each kind. E-mail addresses are found here. */

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
           character == 0x202F;
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

/* ---- e-mail ---- */

static bool is_local(uint32_t character)
{
    return personal_is_letter(character) || personal_data_digit(character) >= 0 ||
           (character != 0 && character < 0x80 && strchr("._%+-'", (int)character) != NULL);
}

static bool is_domain(uint32_t character)
{
    return personal_is_letter(character) || personal_data_digit(character) >= 0 ||
           character == '-' || character == '.';
}

/* Behind a sign for "at", if one is there: @, (at), [at], with a blank before and behind it. */
static size_t after_at_sign(const struct personal_text *text, size_t at, bool *has_blank)
{
    static const char *const SIGNS[] = {"@", "\xEF\xBC\xA0", "(at)", "[at]"};
    size_t next;
    *has_blank = personal_is_blank(personal_at(text, at, &next));
    at = *has_blank ? next : at;
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        size_t len = strlen(SIGNS[i]);
        if (text->len - at >= len && memcmp(text->text + at, SIGNS[i], len) == 0) {
            bool is_blank = personal_is_blank(personal_at(text, at + len, &next));
            *has_blank = *has_blank || is_blank;
            return is_blank ? next : at + len;
        }
    }
    return 0;
}

/* Loose words round a sign are only an address if there is a point in the second one. */
static size_t after_domain(const struct personal_text *text, size_t at, bool needs_point)
{
    size_t next, end = 0, count = 0;
    bool has_point = false, has_letter = false, was_point = false;
    for (uint32_t c = personal_at(text, at, &next); is_domain(c);
         c = personal_at(text, at, &next)) {
        bool is_mark = c == '.' || c == '-';
        has_letter = has_letter || personal_is_letter(c);
        if (!is_mark) {
            has_point = has_point || (was_point && count > 0);
            end = next;
            count++;
        }
        was_point = c == '.';
        at = next;
    }
    return has_letter && count >= 2 && (has_point || !needs_point) ? end : 0;
}

static size_t find_email(const struct personal_text *text, size_t at)
{
    size_t from = at, next;
    bool has_blank;
    while (is_local(personal_at(text, at, &next))) {
        at = next;
    }
    if (at == from) {
        return 0;
    }
    size_t domain = after_at_sign(text, at, &has_blank);
    size_t end = domain > 0 ? after_domain(text, domain, has_blank) : 0;
    return end > 0 ? end - from : 0;
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
    size_t len = is_local(before) ? 0 : find_email(text, at);
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
            size_t date = personal_data_digit(before) < 0 ? personal_date(&all, at) : 0;
            before = personal_at(&all, at, &next);
            at = date > 0 ? at + date : next; /* its first and its last are digits */
        }
    }
    return count;
}
