/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PERSONAL_DATA_P_H
#define PERSONAL_DATA_P_H

/* What the files that look for personal data share. Each finder is asked at a place where something may begin, looks no further
 * than it needs, and returns how many bytes it found, or 0. */

#include <stdbool.h>

#include "personal_data.h"

struct personal_text {
    const char *text;
    size_t len;
};

/* The character at a place, and in *next where the following one begins; 0 at the end, U+FFFD for what is not UTF-8. */
uint32_t personal_at(const struct personal_text *text, size_t at, size_t *next);
/* The character that ends at a place, and in *from where it begins; 0 at the beginning. */
uint32_t personal_before(const struct personal_text *text, size_t at, size_t *from);
bool personal_is_letter(uint32_t character); /* of any script */
bool personal_is_blank(uint32_t character);
/* What stands between the digits of one number: a blank, a point, a hyphen, a stroke, a bracket, a mark that is not seen. */
bool personal_is_separator(uint32_t character);
/* Behind at most `most` blanks, or separators. */
size_t personal_skip_blanks(const struct personal_text *text, size_t at, int most);
size_t personal_skip(const struct personal_text *text, size_t at, int most);
int personal_digit_at(const struct personal_text *text, size_t at, size_t *next);
/* A Latin letter counts as 0 … 25, as does one of another script that looks like it in capitals; -1: none. */
int personal_latin(uint32_t character);

/* ---- the finders ---- */

size_t personal_email(const struct personal_text *text, size_t at);
bool personal_is_local(uint32_t character); /* of an e-mail address */
size_t personal_phone(const struct personal_text *text, size_t at);
size_t personal_iban(const struct personal_text *text, size_t at);
size_t personal_bsn(const struct personal_text *text, size_t at);
size_t personal_postcode(const struct personal_text *text, size_t at);
/* Asked at a word: *from is where the name begins, at it or behind it. */
size_t personal_name(const struct personal_text *text, size_t at, size_t *from);
/* Of nobody, but a row of digits that no number begins within: a date; an account number with a wrong digit. */
size_t personal_date(const struct personal_text *text, size_t at);
size_t personal_false_iban(const struct personal_text *text, size_t at);

/* ---- rows of digits ---- */

#define PERSONAL_DIGITS 15 /* of a telephone number (E.164) */

struct personal_digits {
    size_t count;
    int digit[PERSONAL_DIGITS + 1];
    size_t end[PERSONAL_DIGITS + 1]; /* where each ends */
    bool is_last_of_group[PERSONAL_DIGITS + 1];
    uint32_t mark[PERSONAL_DIGITS + 1]; /* the separator behind it, rather than a blank */
};

/* As many as a telephone number has, and one more. */
void personal_read_digits(const struct personal_text *text, size_t at, struct personal_digits *out);
/* How many of the digits are a date, "12-05-2024" or "2024-05-12"; 0: none. */
size_t personal_count_date(const struct personal_digits *digits);
/* Two years, or two times: "2024-2025", "13.30 - 15.00". */
bool personal_is_span(const struct personal_digits *digits);
/* The same, but for a number that may be written in pairs: only with points and a hyphen where times have them. */
bool personal_is_hours(const struct personal_digits *digits);
/* Numbers that anybody may call: 0800, 0900, 0906 and 0909. */
bool personal_is_service(const struct personal_digits *digits);
/* In how many groups the first `count` are written. */
size_t personal_count_groups(const struct personal_digits *digits, size_t count);

#endif
