/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PERSONAL_DATA_H
#define PERSONAL_DATA_H

/*
 * Finds what points to a person in a resident's words: for a friendly warning before they are kept, and for what a connector
 * is shown to mask. Finds too much rather than too little. Pure, in one pass, for text of any language.
 */

#include <stddef.h>
#include <stdint.h>

enum personal_kind {
    PERSONAL_EMAIL,
    PERSONAL_PHONE,    /* Dutch, international, or 7–13 digits behind a word that tells */
    PERSONAL_IBAN,     /* by its mod-97 test and its length (ISO 13616) */
    PERSONAL_BSN,      /* eight or nine digits that pass the 11-test, but no date, years or times */
    PERSONAL_POSTCODE, /* a postcode and a house number: 1234 AB 56 hs */
    PERSONAL_NAME      /* beside "mevrouw", "пані", "Bey" … of six languages */
};

struct personal_data {
    enum personal_kind kind;
    size_t from, len; /* bytes */
};

#define PERSONAL_DATA_MAX 16

/* The places found, from the beginning on, not overlapping; at most PERSONAL_DATA_MAX. `text` is UTF-8 or is treated byte by
 * byte where it is not. */
size_t personal_data_find(const char *text, struct personal_data found[PERSONAL_DATA_MAX]);

/* What a digit is worth, 0–9: European, Arabic-Indic, Persian or full-width; -1: it is none. */
int personal_data_digit(uint32_t character);

#endif
