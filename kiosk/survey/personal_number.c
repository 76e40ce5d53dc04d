/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers that point to a person: telephone, bank account, citizen service number, postcode with a house number. */

#include "personal_data_p.h"

#include <string.h>

#define DIGITS_MOST     15 /* of a telephone number (E.164) */
#define DIGITS_LEAST    9
#define SEPARATORS_MOST 3  /* between two digits: "06 - 12" */
#define NATIONAL        10 /* digits of a Dutch number, with its zero */
#define IBAN_LEAST      15
#define IBAN_MOST       34
#define IBAN_NL         18
#define IBAN_DIGITS     8
#define BSN_LEAST       8
#define BSN_MOST        9
#define HOUSE_DIGITS    5

static int digit_at(const struct personal_text *text, size_t at, size_t *next)
{
    return personal_data_digit(personal_at(text, at, next));
}

static bool is_separator(uint32_t character)
{
    return personal_is_blank(character) || (character >= 0x2010 && character <= 0x2015) ||
           (character >= 0x2066 && character <= 0x2069) ||
           (character != 0 && character < 0x80 && strchr(".-/()", (int)character) != NULL);
}

/* Behind at most `most` separators. */
static size_t skip_separators(const struct personal_text *text, size_t at, int most)
{
    size_t next;
    for (int i = 0; i < most && is_separator(personal_at(text, at, &next)); i++) {
        at = next;
    }
    return at;
}

/* ---- a row of digits ---- */

struct digits {
    size_t count;
    int digit[DIGITS_MOST + 1];
    size_t end[DIGITS_MOST + 1]; /* where each ends */
    bool is_last_of_group[DIGITS_MOST + 1];
};

/* As many as a telephone number has, and one more. */
static void read_digits(const struct personal_text *text, size_t at, struct digits *out)
{
    size_t next, from = at;
    out->count = 0;
    for (int digit = digit_at(text, at, &next); digit >= 0 && out->count <= DIGITS_MOST;
         digit = digit_at(text, at, &next)) {
        if (out->count > 0) {
            out->is_last_of_group[out->count - 1] = at != from;
        }
        out->digit[out->count] = digit;
        out->end[out->count] = from = next;
        out->is_last_of_group[out->count] = true;
        out->count++;
        at = skip_separators(text, next, SEPARATORS_MOST);
    }
}

/* ---- dates and times, which are rows of digits too ---- */

#define GROUPS_MOST 4

struct groups {
    size_t count;
    int len[GROUPS_MOST];
    int64_t value[GROUPS_MOST];
};

static void read_groups(const struct digits *digits, struct groups *out)
{
    *out = (struct groups){0};
    for (size_t i = 0; i < digits->count && out->count < GROUPS_MOST; i++) {
        out->len[out->count]++;
        out->value[out->count] = out->value[out->count] * 10 + digits->digit[i];
        out->count += digits->is_last_of_group[i] ? 1 : 0;
    }
}

static bool is_group(const struct groups *groups, size_t at, int len, int64_t least, int64_t most)
{
    return at < groups->count && groups->len[at] <= len && groups->value[at] >= least &&
           groups->value[at] <= most;
}

static bool is_year(const struct groups *groups, size_t at)
{
    return is_group(groups, at, 4, 1900, 2099);
}

/* How many of the digits are a date, "12-05-2024" or "2024-05-12"; 0: none. */
static size_t count_date(const struct digits *digits)
{
    struct groups groups;
    read_groups(digits, &groups);
    bool is_date = is_group(&groups, 1, 2, 1, 12) &&
                   ((is_group(&groups, 0, 2, 1, 31) && is_year(&groups, 2)) ||
                    (is_year(&groups, 0) && is_group(&groups, 2, 2, 1, 31)));
    return is_date ? (size_t)(groups.len[0] + groups.len[1] + groups.len[2]) : 0;
}

size_t personal_date(const struct personal_text *text, size_t at)
{
    struct digits digits;
    read_digits(text, at, &digits);
    size_t count = count_date(&digits);
    return count > 0 ? digits.end[count - 1] - at : 0;
}

/* ---- telephone ---- */

/* Behind +31 or 0031: nine digits, with or without the zero that is not dialled. */
static size_t count_international(const struct digits *digits, size_t country)
{
    size_t zero = digits->count > country && digits->digit[country] == 0 ? 1 : 0;
    return country + zero + NATIONAL - 1;
}

/* How many of the digits are a telephone number; 0: none. */
static size_t count_phone(const struct digits *digits, bool has_plus)
{
    const int *digit = digits->digit;
    if (has_plus) {
        bool is_dutch = digits->count > 2 && digit[0] == 3 && digit[1] == 1;
        size_t most = digits->count > DIGITS_MOST ? DIGITS_MOST : digits->count;
        size_t dutch = is_dutch ? count_international(digits, 2) : most;
        return most < DIGITS_LEAST ? 0 : dutch <= most ? dutch : most;
    }
    if (digits->count > 4 && digit[0] == 0 && digit[1] == 0 && digit[2] == 3 && digit[3] == 1) {
        size_t dutch = count_international(digits, 4);
        return dutch <= digits->count ? dutch : 0;
    }
    bool is_national = digits->count >= NATIONAL && digit[0] == 0 && digit[1] != 0 &&
                       digits->is_last_of_group[NATIONAL - 1] && count_date(digits) == 0;
    return is_national ? NATIONAL : 0;
}

size_t personal_phone(const struct personal_text *text, size_t at)
{
    struct digits digits;
    size_t from = at, next;
    uint32_t first = personal_at(text, at, &next);
    if (first == '(') {
        at = next;
        first = personal_at(text, at, &next);
    }
    bool has_plus = first == '+' || first == 0xFF0B;
    at = has_plus ? skip_separators(text, next, 1) : at;
    read_digits(text, at, &digits);
    size_t count = digits.count > 0 ? count_phone(&digits, has_plus) : 0;
    return count > 0 ? digits.end[count - 1] - from : 0;
}

/* ---- citizen service number ---- */

/* Eight digits that are two years, or two times: "2024-2025", "13.30 - 15.00". */
static bool is_span(const struct digits *digits)
{
    struct groups groups;
    read_groups(digits, &groups);
    return (is_year(&groups, 0) && is_year(&groups, 1)) ||
           (is_group(&groups, 0, 2, 0, 24) && is_group(&groups, 1, 2, 0, 59) &&
            is_group(&groups, 2, 2, 0, 24) && is_group(&groups, 3, 2, 0, 59));
}

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

size_t personal_bsn(const struct personal_text *text, size_t at)
{
    struct digits digits;
    read_digits(text, at, &digits);
    if (count_date(&digits) > 0 || is_span(&digits)) {
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
    int digit = personal_data_digit(character);
    if (digit >= 0) {
        return digit;
    }
    return character < 0x80 && personal_is_letter(character) ? (int)(character | 0x20) - 'a' + 10
                                                             : -1;
}

static int add_value(int rest, int value)
{
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
}

struct iban {
    int head[4]; /* country and check digits, which count behind the others */
    int rest;    /* of the others, modulo 97 */
    size_t count, digits;
};

static bool is_iban(const struct iban *iban)
{
    bool is_dutch = iban->head[0] == 'n' - 'a' + 10 && iban->head[1] == 'l' - 'a' + 10;
    int rest = iban->rest;
    for (int i = 0; i < 4; i++) {
        rest = add_value(rest, iban->head[i]);
    }
    return rest == 1 && iban->digits >= IBAN_DIGITS &&
           (is_dutch ? iban->count == IBAN_NL : iban->count >= IBAN_LEAST);
}

static bool begins_iban(const struct personal_text *text, size_t at, struct iban *out, size_t *next)
{
    for (int i = 0; i < 4; i++) {
        out->head[i] = value_of(personal_at(text, at, &at));
        bool is_right = i < 2 ? out->head[i] > 9 : out->head[i] >= 0 && out->head[i] <= 9;
        if (!is_right) {
            return false;
        }
    }
    *next = at;
    return true;
}

size_t personal_iban(const struct personal_text *text, size_t at)
{
    struct iban iban = {.count = 4};
    size_t from = at, next;
    if (!begins_iban(text, at, &iban, &at)) {
        return 0;
    }
    while (iban.count < IBAN_MOST) {
        size_t start = skip_separators(text, at, 1);
        int value = value_of(personal_at(text, start, &next));
        if (value < 0) {
            return 0;
        }
        iban.rest = add_value(iban.rest, value);
        iban.digits += value <= 9 ? 1 : 0;
        iban.count++;
        at = next;
        bool is_end = value_of(personal_at(text, at, &next)) < 0;
        if (is_end && is_iban(&iban)) {
            return at - from;
        }
    }
    return 0;
}

/* ---- postcode and house number ---- */

/* Behind a row of `least` to `most` digits that ends there; 0 if it is longer or shorter. */
static size_t after_row(const struct personal_text *text, size_t at, size_t least, size_t most)
{
    size_t next, count = 0;
    while (count <= most && digit_at(text, at, &next) >= 0) {
        at = next;
        count++;
    }
    return count >= least && count <= most ? at : 0;
}

/* "22 en 2025" is no postcode; behind a year, of any language, neither is "2024 to 2025". */
static bool is_small_word(const char *letters, bool is_behind_year)
{
    static const char WORDS[] = "en of is op in te om al er we je ze na zo nu";
    static const char BEHIND_YEARS[] = "as at by da de do ga ik it my od on or po so to ve za";
    const char word[] = {letters[0], letters[1], '\0'};
    return strstr(WORDS, word) != NULL || (is_behind_year && strstr(BEHIND_YEARS, word) != NULL);
}

static bool begins_year(const struct personal_text *text, size_t at)
{
    size_t next;
    int first = digit_at(text, at, &next), second = digit_at(text, next, &next);
    return (first == 1 && second == 9) || (first == 2 && second == 0);
}

/* Behind 1234 AB; 0 if that is not there. */
static size_t after_postcode(const struct personal_text *text, size_t at)
{
    size_t next, letters = after_row(text, at, 4, 4);
    if (letters == 0 || digit_at(text, at, &next) == 0) {
        return 0;
    }
    bool has_blank = personal_is_blank(personal_at(text, letters, &next));
    letters = has_blank ? next : letters;
    if (text->len - letters < 2) {
        return 0;
    }
    const char *code = text->text + letters;
    bool are_letters = value_of((unsigned char)code[0]) > 9 && value_of((unsigned char)code[1]) > 9;
    bool goes_on = personal_is_letter(personal_at(text, letters + 2, &next));
    bool is_words = has_blank && are_letters && is_small_word(code, begins_year(text, at));
    return are_letters && !goes_on && !is_words ? letters + 2 : 0;
}

/* Between a postcode and its number: ", ", " nr. ", " huisnummer ". */
static size_t skip_to_number(const struct personal_text *text, size_t at)
{
    static const char *const WORDS[] = {"huisnummer", "nummer", "huisnr", "nr"};
    size_t next;
    bool has_comma = personal_at(text, at, &next) == ',';
    at = skip_separators(text, has_comma ? next : at, 2);
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        size_t len = strlen(WORDS[i]);
        if (text->len - at >= len && memcmp(text->text + at, WORDS[i], len) == 0) {
            return skip_separators(text, at + len, 2);
        }
    }
    return at;
}

/* The number stands behind the postcode, or, as in an address, before it: "Dorpsstraat 12a, 2262 AB". */
size_t personal_postcode(const struct personal_text *text, size_t at)
{
    size_t next, postcode = after_postcode(text, at);
    if (postcode > 0) {
        size_t end = after_row(text, skip_to_number(text, postcode), 1, HOUSE_DIGITS);
        return end > 0 ? end - at : 0;
    }
    size_t house = after_row(text, at, 1, HOUSE_DIGITS);
    if (house == 0) {
        return 0;
    }
    house = personal_is_letter(personal_at(text, house, &next)) ? next : house;
    bool has_comma = personal_at(text, house, &next) == ',';
    size_t start = skip_separators(text, has_comma ? next : house, 2);
    size_t end = start > house ? after_postcode(text, start) : 0;
    return end > 0 ? end - at : 0;
}
