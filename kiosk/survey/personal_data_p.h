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
bool personal_is_letter(uint32_t character); /* of any script */
bool personal_is_blank(uint32_t character);

size_t personal_phone(const struct personal_text *text, size_t at);
size_t personal_iban(const struct personal_text *text, size_t at);
/* Of nobody, but a row of digits that no number begins within. */
size_t personal_date(const struct personal_text *text, size_t at);
size_t personal_bsn(const struct personal_text *text, size_t at);
size_t personal_postcode(const struct personal_text *text, size_t at);
/* Asked at a word: if that is a salutation, *from is where the name behind it begins. */
size_t personal_name(const struct personal_text *text, size_t at, size_t *from);

#endif
