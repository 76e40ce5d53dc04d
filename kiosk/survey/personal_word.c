/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words of a text, forwards and backwards, in the form in which the tables hold them. */

#include <string.h>

#include <buurtstem/utf8.h>

#include "personal_words.h"

#define LETTERS_MOST 64 /* a longer word is cut: it is no name, and the time it takes has an end */
#define BACK_MOST    96 /* bytes */
#define STARS_MOST   3

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2BC || c == 0x2B9 || c == '`';
}

static bool is_in_word(uint32_t c)
{
    return personal_is_letter(c) || is_apostrophe(c) || c == '-' || c == 0x2010 || c == 0x2011;
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x600 && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F) || (c >= 0xFB50 && c <= 0xFDFF);
}

/* ---- capitals and folding ---- */

/* Latin letters in pairs: in some rows the even one is the capital (Ğ, Ş), in others the odd one (Ł, Ż). */
static bool is_latin_capital(uint32_t c)
{
    bool is_odd = c % 2 != 0;
    bool is_odd_row = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
           (c >= 0x100 && c <= 0x17E && is_odd == is_odd_row);
}

static bool is_capital(uint32_t c)
{
    return is_latin_capital(c) || (c >= 0x391 && c <= 0x3AB) || (c >= 0x400 && c <= 0x42F) ||
           c == 0x490;
}

static uint32_t fold_latin(uint32_t c)
{
    static const char HIGH[] = "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo*ouuuuypy";
    static const char EXTENDED[] =
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiyyjjkkkllllllllllnnnnnnnnnoooooooo"
        "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    _Static_assert(sizeof HIGH == 65 && sizeof EXTENDED == 129, "a sign for each letter");
    if (c >= 'A' && c <= 'Z') {
        return c | 0x20;
    }
    return c >= 0xC0 && c <= 0xFF     ? (uint32_t)HIGH[c - 0xC0]
           : c >= 0x100 && c <= 0x17F ? (uint32_t)EXTENDED[c - 0x100]
                                      : c;
}

/* 0: it is left out. */
static uint32_t fold_arabic(uint32_t c)
{
    if ((c >= 0x64B && c <= 0x65F) || c == 0x640 || c == 0x670) {
        return 0;
    }
    switch (c) {
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
        return 0x627;
    case 0x629:
        return 0x647;
    case 0x649:
    case 0x6CC:
        return 0x64A;
    case 0x6A9:
        return 0x643;
    default:
        return c;
    }
}

static uint32_t fold(uint32_t c)
{
    if (is_apostrophe(c)) {
        return '\'';
    }
    if (c >= 0x300 && c <= 0x36F) {
        return 0;
    }
    if (c >= 0x400 && c <= 0x42F) {
        return c + (c < 0x410 ? 0x50 : 0x20);
    }
    return c == 0x490 ? 0x491 : is_arabic(c) ? fold_arabic(c) : fold_latin(c);
}

/* ---- reading ---- */

static void add_folded(struct personal_word *word, size_t *len, uint32_t c)
{
    char bytes[4];
    uint32_t folded = fold(c);
    size_t size = folded == 0 ? 0 : bs_utf8_put(folded, bytes);
    if (*len + size <= PERSONAL_WORD) {
        memcpy(word->folded + *len, bytes, size);
        *len += size;
        word->folded[*len] = '\0';
    }
}

bool personal_read_word(const struct personal_text *text, size_t at, struct personal_word *out)
{
    size_t next, len = 0;
    bool has_small = false;
    *out = (struct personal_word){.from = at, .end = at, .first = personal_at(text, at, &next)};
    bool is_torn = is_apostrophe(out->first) && personal_is_letter(personal_at(text, next, &next));
    if (!personal_is_letter(out->first) && !is_torn) {
        return false;
    }
    out->has_capital = is_capital(out->first);
    out->is_arabic = is_arabic(out->first);
    for (uint32_t c = personal_at(text, at, &next);
         is_in_word(c) && out->letters < LETTERS_MOST && is_arabic(c) == out->is_arabic;
         c = personal_at(text, out->end, &next)) {
        bool is_letter = personal_is_letter(c);
        has_small = has_small || (is_letter && !is_capital(c));
        out->letters += is_letter ? 1 : 0;
        add_folded(out, &len, c);
        out->end = next;
        if (!is_letter && out->end - at > (size_t)LETTERS_MOST * 4) {
            break;
        }
    }
    out->is_shouted = !has_small && out->letters >= 2;
    return true;
}

bool personal_read_back(const struct personal_text *text, size_t at, struct personal_word *out)
{
    size_t from = at, start;
    while (from > 0 && at - from < BACK_MOST && is_in_word(personal_before(text, from, &start))) {
        from = start;
    }
    while (from < at && !personal_read_word(text, from, out)) {
        (void)personal_at(text, from, &from);
    }
    return from < at && out->end == at;
}

bool personal_word_before(const struct personal_text *text, size_t at, struct personal_word *out)
{
    size_t from;
    for (int i = 0; i < 4; i++) {
        uint32_t c = personal_before(text, at, &from);
        bool may_stand =
            personal_is_separator(c) || (c != 0 && c < 0x80 && strchr(":=,+[\"", (int)c) != NULL);
        if (!may_stand || c == '\n') {
            break;
        }
        at = from;
    }
    return personal_read_back(text, at, out);
}

void personal_cut_apostrophe(struct personal_word *word)
{
    char *cut = strchr(word->folded, '\'');
    if (cut != NULL && cut > word->folded) {
        *cut = '\0';
    }
}

/* ---- looking up ---- */

static bool holds(const char *words, const char *word, size_t len, const char *end)
{
    char key[PERSONAL_WORD + 4] = " ";
    memcpy(key + 1, word, len);
    strcpy(key + 1 + len, end);
    return strstr(words, key) != NULL;
}

/* The length without its last character. */
static size_t without_last(const char *word, size_t len)
{
    do {
        len--;
    } while (len > 0 && ((unsigned char)word[len] & 0xC0) == 0x80);
    return len;
}

static bool is_there(const char *words, const char *word)
{
    size_t len = strlen(word);
    if (len == 0) {
        return false;
    }
    bool is_found = holds(words, word, len, " ");
    for (int i = 0; i <= STARS_MOST && len > 0 && !is_found; i++) {
        is_found = holds(words, word, len, "* ");
        len = without_last(word, len);
    }
    return is_found;
}

/* و and ف, then ب, ل or ك may be written to the word behind them; ل takes the first letter of the article. */
static bool is_there_in_arabic(const char *words, const char *word)
{
    static const char *const PREFIXES[] = {"و", "ف", "ب", "ل", "ك"};
    char whole[PERSONAL_WORD + 4];
    for (size_t i = 0; i < sizeof PREFIXES / sizeof PREFIXES[0]; i++) {
        if (strncmp(word, PREFIXES[i], 2) != 0 || strlen(word) < 8) {
            continue;
        }
        if (is_there(words, word + 2)) {
            return true;
        }
        if (i < 2) {
            return is_there_in_arabic(words, word + 2);
        }
        if (strncmp(word, "لل", 4) == 0 && strlen(word) <= PERSONAL_WORD) {
            strcat(strcpy(whole, "ا"), word + 2);
            return is_there(words, whole);
        }
    }
    return false;
}

bool personal_is(const struct personal_word *word, enum personal_role role)
{
    const char *words = personal_words(role);
    return is_there(words, word->folded) ||
           (word->is_arabic && is_there_in_arabic(words, word->folded));
}

bool personal_ends_with(const struct personal_word *word, const char *end)
{
    size_t len = strlen(word->folded), size = strlen(end);
    return len > size && strcmp(word->folded + len - size, end) == 0;
}

bool personal_begins_with(const struct personal_word *word, const char *begin)
{
    return strncmp(word->folded, begin, strlen(begin)) == 0;
}
