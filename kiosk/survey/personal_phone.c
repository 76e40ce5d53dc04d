/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Telephone numbers: by their shape if they are Dutch or international, and of any country behind a word that announces one. */

#include "personal_words.h"

#define COUNTRY_LEAST   9  /* digits with the country's, behind + or 00 */
#define NATIONAL        10 /* digits of a Dutch number, with its zero */
#define ANNOUNCED_LEAST 7
#define ANNOUNCED_MOST  13
#define WORDS_BEFORE    4 /* that are looked at for an announcement */

/* Behind +31 or 0031: nine digits, with or without the zero that is not dialled. */
static size_t count_dutch(const struct personal_digits *digits, size_t country)
{
    size_t zero = digits->count > country && digits->digit[country] == 0 ? 1 : 0;
    return country + zero + NATIONAL - 1;
}

/* Of a row that is too long for one number: up to where another begins with its zero, or to the end of a group. */
static size_t cut_row(const struct personal_digits *digits, size_t least)
{
    size_t group = 0;
    if (digits->count <= PERSONAL_DIGITS) {
        return digits->count;
    }
    for (size_t i = least; i <= PERSONAL_DIGITS; i++) {
        if (digits->is_last_of_group[i - 1]) {
            group = i;
            if (i < digits->count && digits->digit[i] == 0) {
                break;
            }
        }
    }
    return group;
}

/* Behind a + or, with `zeros`, behind 00. */
static size_t count_international(const struct personal_digits *digits, size_t zeros)
{
    const int *digit = digits->digit + zeros;
    bool is_dutch = digits->count > zeros + 2 && digit[0] == 3 && digit[1] == 1;
    size_t dutch = is_dutch ? count_dutch(digits, zeros + 2) : 0;
    if (digits->count < zeros + COUNTRY_LEAST || digit[0] == 0) {
        return 0;
    }
    if (is_dutch && dutch <= digits->count) {
        return dutch;
    }
    size_t most = cut_row(digits, zeros + COUNTRY_LEAST);
    return most > 0 || zeros > 0 ? most : PERSONAL_DIGITS;
}

/* Eleven digits, as in Turkey, Germany, Great Britain or Egypt; a Dutch mobile number with one too many is none. */
static size_t count_foreign(const struct personal_digits *digits)
{
    const size_t most = NATIONAL + 1;
    size_t group = 1;
    if (digits->count < most || !digits->is_last_of_group[most - 1] || digits->digit[1] == 6) {
        return 0;
    }
    while (!digits->is_last_of_group[group - 1]) {
        group++;
    }
    return group != 2 ? most : 0;
}

static size_t count_national(const struct personal_digits *digits)
{
    if (digits->count < NATIONAL || digits->digit[0] != 0 || digits->digit[1] == 0 ||
        personal_is_service(digits) || personal_count_date(digits) > 0 ||
        personal_is_hours(digits)) {
        return 0;
    }
    return digits->is_last_of_group[NATIONAL - 1] ? NATIONAL : count_foreign(digits);
}

/* ---- announced ---- */

/* A number after "my number is" has a zero before it or is written in groups; the number of a report has neither. */
static bool looks_dialled(const struct personal_digits *digits, size_t count)
{
    return count >= COUNTRY_LEAST &&
           (digits->digit[0] == 0 || personal_count_groups(digits, count) >= 3);
}

static bool is_own(const struct personal_text *text, const struct personal_word *word)
{
    struct personal_word before;
    return personal_is(word, PERSONAL_SAYS_OWN_NUMBER) ||
           (personal_word_before(text, word->from, &before) && personal_is(&before, PERSONAL_OWN));
}

static bool is_announced(const struct personal_text *text, size_t at,
                         const struct personal_digits *digits, size_t count)
{
    struct personal_word word;
    bool is_found = false;
    int others = 0;
    for (int i = 0; i < WORDS_BEFORE && personal_word_before(text, at, &word); i++) {
        if (personal_is(&word, PERSONAL_SAYS_OTHER)) {
            return false;
        }
        bool is_number = personal_is(&word, PERSONAL_SAYS_NUMBER) ||
                         personal_is(&word, PERSONAL_SAYS_OWN_NUMBER);
        bool is_near = others == 0 || count >= COUNTRY_LEAST;
        is_found = is_found || (is_near && personal_is(&word, PERSONAL_SAYS_PHONE)) ||
                   (is_number && (i == 0 || is_own(text, &word)) && looks_dialled(digits, count));
        others += is_number || personal_is(&word, PERSONAL_JOINS) ? 0 : 1;
        at = word.from;
    }
    return is_found;
}

/* "14 070" reaches a town hall; pairs without a zero before them are hours or ages as well. */
static bool may_be_dialled(const struct personal_digits *digits, size_t count)
{
    bool is_town = digits->count > 3 && digits->digit[0] == 1 && digits->digit[1] == 4 &&
                   digits->is_last_of_group[1] && digits->digit[2] == 0;
    bool has_long_group = false;
    for (size_t i = 0, len = 0; i < count; i++) {
        len = digits->is_last_of_group[i] ? 0 : len + 1;
        has_long_group = has_long_group || len >= 2;
    }
    return !is_town && !personal_is_service(digits) && personal_count_date(digits) == 0 &&
           !personal_is_span(digits) &&
           (has_long_group || digits->digit[0] == 0 || count >= COUNTRY_LEAST);
}

static size_t count_announced(const struct personal_text *text, size_t at,
                              const struct personal_digits *digits)
{
    size_t count = 0;
    for (size_t i = 1; i <= digits->count && i <= ANNOUNCED_MOST; i++) {
        count = digits->is_last_of_group[i - 1] ? i : count;
    }
    return count >= ANNOUNCED_LEAST && may_be_dialled(digits, count) &&
                   is_announced(text, at, digits, count)
               ? count
               : 0;
}

/* In one piece, and the word right before it is that for the number of something else. */
static bool is_of_other(const struct personal_text *text, size_t at,
                        const struct personal_digits *digits, size_t count)
{
    struct personal_word word;
    return digits->digit[1] != 6 && personal_count_groups(digits, count) == 1 &&
           personal_word_before(text, at, &word) && personal_is(&word, PERSONAL_SAYS_OTHER);
}

size_t personal_phone(const struct personal_text *text, size_t at)
{
    struct personal_digits digits;
    size_t from = at, next, count;
    uint32_t first = personal_at(text, at, &next);
    if (first == '(' || first == 0xFF08) {
        at = next;
        first = personal_at(text, at, &next);
    }
    bool has_plus = first == '+' || first == 0xFF0B;
    at = has_plus ? personal_skip(text, next, 2) : at;
    personal_read_digits(text, at, &digits);
    if (digits.count < ANNOUNCED_LEAST) {
        return 0;
    }
    if (has_plus) {
        count = count_international(&digits, 0);
    } else if (digits.digit[0] == 0 && digits.digit[1] == 0) {
        count = count_international(&digits, 2);
    } else {
        count = count_national(&digits);
        count = count > 0 && is_of_other(text, from, &digits, count) ? 0 : count;
    }
    count = count > 0 ? count : count_announced(text, from, &digits);
    return count > 0 ? digits.end[count - 1] - from : 0;
}
