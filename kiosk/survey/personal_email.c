/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* E-mail addresses, as they should be written and as people spell them. */

#include <string.h>

#include "personal_words.h"

#define TAILS_MOST 3 /* "gmail . com", "kpn punt mail punt nl" */

bool personal_is_local(uint32_t character)
{
    return personal_is_letter(character) || personal_data_digit(character) >= 0 ||
           (character != 0 && character < 0x80 && strchr("._%+-'&", (int)character) != NULL);
}

static bool is_domain(uint32_t character)
{
    return personal_is_letter(character) || personal_data_digit(character) >= 0 ||
           character == '-' || character == '.';
}

struct sign {
    size_t end; /* with the blanks behind it */
    bool has_blank_before, has_blank_behind;
    bool is_weak; /* only with an address of a provider behind it */
};

/* "at" or what another language calls the sign, spelt out between blanks. */
static bool read_spelt(const struct personal_text *text, size_t at, struct sign *out)
{
    struct personal_word word;
    if (!out->has_blank_before || !personal_read_word(text, at, &word) ||
        !personal_is(&word, PERSONAL_AT)) {
        return false;
    }
    out->end = personal_skip_blanks(text, word.end, 2);
    out->has_blank_behind = true;
    out->is_weak = word.letters == 2;
    return out->end > word.end;
}

static bool begins(const struct personal_text *text, size_t at, const char *sign)
{
    size_t len = strlen(sign);
    for (size_t i = 0; i < len; i++) {
        char c = at + i < text->len ? text->text[at + i] : '\0';
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != sign[i]) {
            return false;
        }
    }
    return true;
}

/* Behind a sign for "at", with blanks before and behind it. */
static bool read_sign(const struct personal_text *text, size_t at, struct sign *out)
{
    static const char *const SIGNS[] = {"@", "\xEF\xBC\xA0", "(at)", "[at]", "{at}", "<at>", "(@)"};
    size_t start = personal_skip_blanks(text, at, 2);
    *out = (struct sign){.has_blank_before = start > at};
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        if (begins(text, start, SIGNS[i])) {
            size_t end = start + strlen(SIGNS[i]);
            out->end = personal_skip_blanks(text, end, 2);
            out->has_blank_behind = out->end > end;
            return true;
        }
    }
    return read_spelt(text, start, out);
}

struct domain {
    size_t end; /* 0: none */
    bool has_point, has_known_end, is_spelt;
};

static void read_domain(const struct personal_text *text, size_t at, struct domain *out)
{
    size_t next, count = 0;
    bool has_letter = false, was_point = false;
    *out = (struct domain){0};
    for (uint32_t c = personal_at(text, at, &next); is_domain(c);
         c = personal_at(text, at, &next)) {
        has_letter = has_letter || personal_is_letter(c);
        if (c != '.' && c != '-') {
            out->has_point = out->has_point || (was_point && count > 0);
            out->end = next;
            count++;
        }
        was_point = c == '.';
        at = next;
    }
    out->end = has_letter && count >= 2 ? out->end : 0;
}

/* ". com", ",com", " punt nl", " com": the end of an address that was torn off. */
static size_t after_tail(const struct personal_text *text, struct domain *domain)
{
    struct personal_word word;
    size_t next, at = personal_skip_blanks(text, domain->end, 1);
    uint32_t mark = personal_at(text, at, &next);
    bool has_mark = mark == '.' || (mark == ',' && at == domain->end);
    if (has_mark) {
        at = personal_skip_blanks(text, next, mark == '.' ? 1 : 0);
    } else {
        at = personal_skip(text, domain->end, 2);
        if (at > domain->end && personal_read_word(text, at, &word) &&
            personal_is(&word, PERSONAL_DOT)) {
            domain->is_spelt = true;
            at = personal_skip(text, word.end, 2);
            return personal_read_word(text, at, &word) ? word.end : 0;
        }
        at = personal_skip_blanks(text, domain->end, 1);
    }
    bool may_be = at > domain->end && personal_read_word(text, at, &word) &&
                  personal_is(&word, PERSONAL_DOMAIN);
    return may_be && (has_mark || word.letters == 3) ? word.end : 0;
}

static void read_tails(const struct personal_text *text, struct domain *domain)
{
    for (int i = 0; i < TAILS_MOST && domain->end > 0 && !domain->has_point; i++) {
        size_t end = after_tail(text, domain);
        if (end == 0) {
            return;
        }
        domain->end = end;
        domain->has_known_end = true;
    }
}

static bool ends_as_known(const struct personal_text *text, const struct domain *domain)
{
    struct personal_word word;
    return personal_read_back(text, domain->end, &word) && personal_is(&word, PERSONAL_DOMAIN);
}

static bool is_provider(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    return personal_read_word(text, at, &word) && personal_is(&word, PERSONAL_PROVIDER);
}

/* Loose words round a sign are only an address if there is a point in the second one; one with a blank before the sign alone is
 * the name of somebody on a network, "volg @buurthuis.linde". */
size_t personal_email(const struct personal_text *text, size_t at)
{
    struct domain domain;
    struct sign sign;
    size_t from = at, next;
    while (personal_is_local(personal_at(text, at, &next))) {
        at = next;
    }
    if (at == from || !read_sign(text, at, &sign)) {
        return 0;
    }
    read_domain(text, sign.end, &domain);
    read_tails(text, &domain);
    if (domain.end == 0 || (sign.is_weak && (!is_provider(text, sign.end) ||
                                             (!domain.has_point && !domain.is_spelt)))) {
        return 0;
    }
    bool has_end = domain.has_point || domain.has_known_end;
    bool is_handle = sign.has_blank_before && !sign.has_blank_behind;
    bool is_loose = sign.has_blank_before || sign.has_blank_behind;
    bool is_address = is_handle ? domain.has_known_end || (has_end && ends_as_known(text, &domain))
                                : has_end || !is_loose;
    return is_address ? domain.end - from : 0;
}
