/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A postcode with a house number: 1234 AB 56, or 56, 1234 AB. */

#include <string.h>

#include "personal_words.h"

#define HOUSE_DIGITS 5
#define ADDITION     4 /* letters: "12bis" */

/* Behind a row of `least` to `most` digits that ends there; 0 if it is longer or shorter. */
static size_t after_row(const struct personal_text *text, size_t at, size_t least, size_t most)
{
    size_t next, count = 0;
    while (count <= most && personal_digit_at(text, at, &next) >= 0) {
        at = next;
        count++;
    }
    return count >= least && count <= most ? at : 0;
}

/* ---- the postcode ---- */

struct postcode {
    size_t end;
    char letters[4]; /* in small letters, between blanks */
    bool is_small, is_year, is_round, is_apart;
};

static bool read_digits(const struct personal_text *text, size_t at, struct postcode *out,
                        size_t *letters)
{
    int digit[4];
    for (int i = 0; i < 4; i++) {
        digit[i] = personal_digit_at(text, at, &at);
        if (digit[i] < 0 || digit[0] == 0) {
            return false;
        }
    }
    out->is_year = (digit[0] == 1 && digit[1] == 9) || (digit[0] == 2 && digit[1] == 0);
    out->is_round = digit[3] == 0 && (digit[2] == 0 || digit[2] == 5);
    *letters = personal_skip_blanks(text, at, 2);
    *letters = *letters == at && text->text[at] == '-' ? at + 1 : *letters;
    out->is_apart = *letters > at;
    return true;
}

/* Two letters, Latin or Cyrillic capitals, and whether they are small. */
static bool read_letters(const struct personal_text *text, size_t at, struct postcode *out)
{
    size_t next;
    out->letters[0] = out->letters[3] = ' ';
    for (int i = 1; i < 3; i++) {
        uint32_t c = personal_at(text, at, &at);
        int latin = personal_latin(c);
        bool is_cyrillic = c >= 0x400 && c <= 0x42F;
        if (latin < 0 && !is_cyrillic) {
            return false;
        }
        out->is_small = out->is_small || (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x45F) ||
                        (c >= 0xFF41 && c <= 0xFF5A);
        out->letters[i] = (char)(latin >= 0 ? 'a' + latin : '?');
    }
    out->end = at;
    return !personal_is_letter(personal_at(text, at, &next));
}

static bool is_among(const struct postcode *code, enum personal_role role)
{
    char key[5] = {0};
    memcpy(key, code->letters, 4);
    return strstr(personal_words(role), key) != NULL;
}

/* In a line that is all in capitals they tell no more than small ones. */
static bool is_shouted_on(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    size_t next;
    at = personal_skip_blanks(text, at, 2);
    while (personal_digit_at(text, at, &next) >= 0) {
        at = next;
    }
    return personal_read_word(text, personal_skip_blanks(text, at, 2), &word) && word.is_shouted;
}

/* "22 en 2025" is no postcode, nor is "1500 km 2" or, behind a year, "2019 de 3". */
static bool is_word(const struct personal_text *text, const struct postcode *code)
{
    bool is_two =
        is_among(code, PERSONAL_TWO) || (code->is_year && is_among(code, PERSONAL_TWO_OF_YEARS));
    bool is_unit = code->is_round && is_among(code, PERSONAL_UNIT);
    return code->is_apart &&
           (is_unit || (is_two && (code->is_small || is_shouted_on(text, code->end))));
}

/* A Turkish ending behind the letters, "2803 PG'de". */
static size_t skip_ending(const struct personal_text *text, size_t at)
{
    size_t next, end;
    uint32_t c = personal_at(text, at, &next);
    if (c != '\'' && c != 0x2019) {
        return at;
    }
    end = next;
    for (int i = 0; i < 6 && personal_is_letter(personal_at(text, end, &next)); i++) {
        end = next;
    }
    return end;
}

static bool read_postcode(const struct personal_text *text, size_t at, struct postcode *out)
{
    size_t letters;
    *out = (struct postcode){0};
    if (!read_digits(text, at, out, &letters) || !read_letters(text, letters, out) ||
        is_word(text, out)) {
        return false;
    }
    out->end = skip_ending(text, out->end);
    return true;
}

/* ---- the house number ---- */

/* Letters that stand alone behind a blank: " hs", " bis", " III", " A", " a". */
static bool is_loose_addition(const struct personal_word *word)
{
    static const char ADDITIONS[] = " hs huis bis rd zw boven beneden ii iii iv ";
    char key[PERSONAL_WORD + 3] = " ";
    strcat(strcat(key, word->folded), " ");
    return (word->letters == 1 &&
            (word->has_capital || (word->first >= 'a' && word->first <= 'h'))) ||
           (word->letters <= 6 && strstr(ADDITIONS, key) != NULL);
}

/* Behind "a", "bis", "-2", "/3", "-III", " hs"; `at` itself if there is nothing. */
static size_t after_addition(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    size_t next, part = at;
    uint32_t c = personal_at(text, at, &next);
    if (personal_read_word(text, at, &word) && word.letters <= ADDITION) {
        return after_row(text, word.end, 1, 2) > 0 ? after_row(text, word.end, 1, 2) : word.end;
    }
    part = c == '-' || c == '/' || (c >= 0x2010 && c <= 0x2015) ? next : at;
    if (part == at) {
        part = personal_skip_blanks(text, at, 1);
        bool is_blank = part > at;
        at = personal_read_word(text, part, &word) && is_blank && is_loose_addition(&word)
                 ? word.end
                 : at;
        return at;
    }
    size_t row = after_row(text, part, 1, 4);
    part = row > 0 ? row : part;
    if (personal_read_word(text, part, &word) && word.letters <= ADDITION + 1) {
        return word.end;
    }
    return row > 0 ? row : at;
}

/* What a number of houses has not behind it: "14.30", "15%", "3 keer". */
static bool is_of_other(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    size_t next, end;
    uint32_t c = personal_at(text, at, &next);
    bool is_time = (c == '.' || c == ':') && after_row(text, next, 1, 3) > 0;
    end = personal_skip_blanks(text, at, 1);
    uint32_t sign = personal_at(text, end, &next);
    return is_time || sign == '%' || sign == 0x20AC || sign == 0x66A ||
           (personal_read_word(text, end, &word) && personal_is(&word, PERSONAL_COUNTED));
}

static bool is_joint(uint32_t c)
{
    return personal_is_separator(c) || c == ',' || c == ':' || c == '#' || c == '+' || c == '|' ||
           c == 0x60C || c == 0x2116 || c == ';' || c == 0xBA || c == 0xB0;
}

/* Behind separators; *has_stop: one of them ends a sentence. */
static size_t skip_joints(const struct personal_text *text, size_t at, bool *has_stop)
{
    size_t next, end = at;
    uint32_t before = 0;
    *has_stop = false;
    for (int i = 0; i < 4; i++) {
        uint32_t c = personal_at(text, end, &next);
        if (!is_joint(c)) {
            break;
        }
        *has_stop = *has_stop || (before == '.' && personal_is_blank(c)) || c == ';';
        before = c;
        end = next;
    }
    return end;
}

/* Behind " m. 3", ", flat 3"; `at` itself if there is nothing. */
static size_t after_flat(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    bool has_stop;
    size_t end, start = skip_joints(text, at, &has_stop);
    if (start == at || has_stop || !personal_read_word(text, start, &word) ||
        !personal_is(&word, PERSONAL_HOUSE)) {
        return at;
    }
    end = after_row(text, skip_joints(text, word.end, &has_stop), 1, 4);
    return end > 0 ? end : at;
}

/* The end of the house number that begins at a place; 0: none does. */
static size_t after_house(const struct personal_text *text, size_t at)
{
    size_t next, end = after_row(text, at, 1, HOUSE_DIGITS);
    if (end == 0 || personal_digit_at(text, at, &next) == 0 || personal_date(text, at) > 0 ||
        is_of_other(text, end)) {
        return 0;
    }
    end = after_addition(text, end);
    end = personal_digit_at(text, end, &next) < 0 ? after_addition(text, end) : end;
    return after_flat(text, end);
}

static bool is_street(const struct personal_word *word)
{
    static const char *const ENDS[] = {"straat", "laan", "weg",    "plein", "kade", "gracht",
                                       "hof",    "dijk", "singel", "steeg", "park", "pad"};
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        if (personal_ends_with(word, ENDS[i])) {
            return true;
        }
    }
    return false;
}

/* Between a postcode and its number: ", ", " nr. ", " huisnummer ", " op nr ", " Lindelaan ". */
static size_t skip_to_house(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    bool has_stop, may_end = true;
    size_t here = skip_joints(text, at, &has_stop);
    may_end = !has_stop;
    for (int i = 0; i < 3 && personal_read_word(text, here, &word); i++) {
        bool is_house = personal_is(&word, PERSONAL_HOUSE) || is_street(&word);
        if (!is_house && !personal_is(&word, PERSONAL_HOUSE_JOINS)) {
            return 0;
        }
        may_end = is_house;
        here = skip_joints(text, word.end, &has_stop);
    }
    return may_end ? here : 0;
}

static size_t after_postcode_and_house(const struct personal_text *text, size_t at)
{
    struct postcode code;
    size_t house = read_postcode(text, at, &code) ? skip_to_house(text, code.end) : 0;
    return house > 0 && personal_phone(text, house) == 0 ? after_house(text, house) : 0;
}

/* Between a number and the postcode behind it: ", ", " postcode ", " numara ". */
static size_t skip_to_postcode(const struct personal_text *text, size_t at, bool is_told)
{
    struct personal_word word;
    bool has_stop;
    size_t here = skip_joints(text, at, &has_stop);
    for (int i = 0; i < 3 && here > at && personal_read_word(text, here, &word); i++) {
        if (!personal_is(&word, PERSONAL_CODE) &&
            !(is_told && personal_is(&word, PERSONAL_HOUSE_JOINS))) {
            break;
        }
        here = skip_joints(text, word.end, &has_stop);
    }
    return here > at ? here : 0;
}

/* As in an address: "Dorpsstraat 12a, 2262 AB". A postcode that has its own number behind it leaves this one alone. */
static size_t find_reversed(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    struct postcode code;
    size_t house = after_house(text, at);
    bool is_told = personal_word_before(text, at, &word) &&
                   (personal_is(&word, PERSONAL_HOUSE) || is_street(&word));
    size_t start = house > 0 ? skip_to_postcode(text, house, is_told) : 0;
    return start > 0 && read_postcode(text, start, &code) &&
                   after_postcode_and_house(text, start) == 0
               ? code.end
               : 0;
}

size_t personal_postcode(const struct personal_text *text, size_t at)
{
    struct personal_word word;
    size_t next, end;
    bool has_stop;
    if (personal_digit_at(text, at, &next) >= 0) {
        end = after_postcode_and_house(text, at);
        end = end > 0 ? end : find_reversed(text, at);
    } else if (personal_read_word(text, at, &word) && personal_is(&word, PERSONAL_HOUSE)) {
        end = find_reversed(text, skip_joints(text, word.end, &has_stop));
    } else {
        return 0;
    }
    return end > at ? end - at : 0;
}
