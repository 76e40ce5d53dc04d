/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers with a test of their own: the citizen service number and the bank account. */

#include "personal_data_p.h"

#define BSN_LEAST 8
#define BSN_MOST  9

/* ---- citizen service number ---- */

/* The weights are 9 … 2 and -1; one of eight digits has a zero before it. */
static bool passes_eleven(const int *digit, size_t count)
{
    int sum = -digit[count - 1], any = digit[count - 1];
    for (size_t i = 0; i + 1 < count; i++) {
        sum += digit[i] * (int)(count - i);
        any |= digit[i];
    }
    return any != 0 && sum % 11 == 0;
}

/* "2024-00123456" is one number, of a file. */
static bool is_in_reference(const struct personal_text *text, size_t at)
{
    size_t from;
    uint32_t c = personal_before(text, at, &from);
    return (c == '-' || c == '/') && personal_data_digit(personal_before(text, from, &from)) >= 0;
}

size_t personal_bsn(const struct personal_text *text, size_t at)
{
    struct personal_digits digits;
    personal_read_digits(text, at, &digits);
    if (is_in_reference(text, at) || personal_count_date(&digits) > 0 ||
        personal_is_span(&digits) || personal_is_service(&digits)) {
        return 0;
    }
    for (size_t count = BSN_MOST; count >= BSN_LEAST; count--) {
        if (digits.count >= count && digits.is_last_of_group[count - 1] &&
            passes_eleven(digits.digit, count)) {
            return digits.end[count - 1] - at;
        }
    }
    return 0;
}

/* ---- bank account ---- */

/* A letter counts as 10 … 35; -1 for what stands in no account number. */
static int value_of(uint32_t character)
{
    int digit = personal_data_digit(character), letter = personal_latin(character);
    return digit >= 0 ? digit : letter >= 0 ? letter + 10 : -1;
}

static int add_value(int rest, int value)
{
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
}

/* How long an account number of a country is; 0: it has none. (The registry of ISO 13616.) */
static size_t length_of(const int head[2])
{
    static const struct {
        char country[3];
        uint8_t length;
    } LENGTHS[] = {
        {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16},
        {"BG", 22}, {"BH", 22}, {"BI", 27}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22},
        {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DJ", 27}, {"DK", 18}, {"DO", 28}, {"EE", 20},
        {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22},
        {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HN", 28}, {"HR", 21},
        {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30},
        {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20},
        {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MN", 20},
        {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NI", 28}, {"NL", 18}, {"NO", 15}, {"OM", 23},
        {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22},
        {"RU", 33}, {"SA", 24}, {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24},
        {"SM", 27}, {"SO", 23}, {"ST", 25}, {"SV", 28}, {"TL", 23}, {"TN", 24}, {"TR", 26},
        {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}, {"YE", 30}, {"MA", 28}, {"DZ", 26},
        {"SN", 28}, {"CI", 28}};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        if (LENGTHS[i].country[0] - 'A' + 10 == head[0] &&
            LENGTHS[i].country[1] - 'A' + 10 == head[1]) {
            return LENGTHS[i].length;
        }
    }
    return 0;
}

struct iban {
    int head[4]; /* country and check digits, which count behind the others */
    int rest;    /* of the others, modulo 97 */
    size_t length, count, letters;
    bool is_first_letters; /* four, as a Dutch bank has */
};

static bool passes(const struct iban *iban)
{
    int rest = iban->rest;
    for (int i = 0; i < 4; i++) {
        rest = add_value(rest, iban->head[i]);
    }
    return rest == 1;
}

static bool begins_iban(const struct personal_text *text, size_t at, struct iban *out, size_t *next)
{
    for (int i = 0; i < 4; i++) {
        at = i > 0 ? personal_skip(text, at, 1) : at;
        out->head[i] = value_of(personal_at(text, at, &at));
        bool is_right = i < 2 ? out->head[i] > 9 : out->head[i] >= 0 && out->head[i] <= 9;
        if (!is_right) {
            return false;
        }
    }
    *next = at;
    out->length = length_of(out->head);
    return out->length > 0;
}

/* As many signs as an account number of the country has; where they end, or 0. No digit may follow. */
static size_t read_iban(const struct personal_text *text, size_t at, struct iban *out)
{
    size_t next;
    *out = (struct iban){.count = 4};
    if (!begins_iban(text, at, out, &at)) {
        return 0;
    }
    for (; out->count < out->length; out->count++) {
        int value = value_of(personal_at(text, personal_skip(text, at, 3), &next));
        if (value < 0) {
            return 0;
        }
        out->rest = add_value(out->rest, value);
        out->letters += value > 9 ? 1 : 0;
        out->is_first_letters = out->count == 7 ? out->letters == 4 : out->is_first_letters;
        at = next;
    }
    return personal_digit_at(text, at, &next) < 0 ? at : 0;
}

size_t personal_iban(const struct personal_text *text, size_t at)
{
    struct iban iban;
    size_t end = read_iban(text, at, &iban);
    return end > 0 && passes(&iban) ? end - at : 0;
}

/* Dutch by its shape: two letters, two digits, four letters and digits alone. */
size_t personal_false_iban(const struct personal_text *text, size_t at)
{
    struct iban iban;
    size_t end = read_iban(text, at, &iban);
    return end > 0 && iban.length == 18 && iban.letters == 4 && iban.is_first_letters ? end - at
                                                                                      : 0;
}
