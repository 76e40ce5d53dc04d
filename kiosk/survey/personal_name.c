/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Names, by the word that stands before them: Dutch, English or Polish. */

#include "personal_data_p.h"

#include <string.h>

#define WORD_MOST  24 /* bytes of a word that is compared */
#define NAMES_MOST 5  /* words of one name */

struct word {
    size_t from, end;
    uint32_t first;
    char folded[WORD_MOST + 1]; /* ASCII in small letters; cut */
};

static bool is_in_word(uint32_t character)
{
    return personal_is_letter(character) || character == '\'' || character == 0x2019 ||
           character == '-';
}

static bool read_word(const struct personal_text *text, size_t at, struct word *out)
{
    size_t next, len = 0;
    *out = (struct word){.from = at, .end = at, .first = personal_at(text, at, &next)};
    for (uint32_t c = out->first; is_in_word(c); c = personal_at(text, out->end, &next)) {
        if (len < WORD_MOST) {
            out->folded[len++] = c < 0x80 ? (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c) : '?';
        }
        out->end = next;
    }
    return out->end > at;
}

static bool is_one_of(const struct word *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word->folded, *words) == 0) {
            return true;
        }
    }
    return false;
}

/* Latin letters in pairs: in some rows the even one is the capital (Ğ, Ş), in others the odd one (Ł, Ż). */
static bool is_latin_capital(uint32_t c)
{
    bool is_odd = c % 2 != 0;
    bool is_odd_row = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
           (c >= 0x100 && c <= 0x17E && is_odd == is_odd_row);
}

/* A capital of Latin, Greek or Cyrillic; where there are none any letter. */
static bool is_capital(uint32_t c)
{
    return is_latin_capital(c) || (c >= 0x391 && c <= 0x3AB) || (c >= 0x400 && c <= 0x42F) ||
           c == 0x490 || (c >= 0x590 && personal_is_letter(c));
}

/* Behind a title even a small letter begins a name, unless it is one of the words that often stand there. */
static bool is_title(const struct word *word)
{
    static const char *const TITLES[] = {"mijnheer", "meneer", "mevrouw", "dhr", "mevr",
                                         "mw",       "mvr",    "heer",    NULL};
    return is_one_of(word, TITLES);
}

static bool is_salutation(const struct word *word)
{
    static const char *const OTHERS[] = {
        "buurman", "buurvrouw", "buurjongen", "buurmeisje", "juf",  "juffrouw", "meester", "dokter",
        "zuster",  "broeder",   "tante",      "oom",        "opa",  "oma",      "heet",    "mr",
        "mrs",     "ms",        "miss",       "pan",        "pani", NULL};
    return is_title(word) || is_one_of(word, OTHERS);
}

static bool is_between(const struct word *word)
{
    static const char *const BETWEEN[] = {"van", "de", "der", "den", "ter", "ten", "te", "'t",
                                          "el",  "al", "la",  "le",  "von", "du",  NULL};
    return is_one_of(word, BETWEEN);
}

static bool is_everyday(const struct word *word)
{
    static const char *const WORDS[] = {
        "aan",  "al",    "als",  "bij",  "daar", "dan",  "dat",   "die",   "doet", "dus",
        "een",  "en",    "er",   "gaat", "ging", "had",  "heeft", "het",   "hier", "hij",
        "ik",   "in",    "is",   "je",   "kan",  "komt", "kwam",  "maar",  "mag",  "met",
        "moet", "naar",  "niet", "nog",  "of",   "om",   "omdat", "onder", "ook",  "op",
        "over", "toen",  "u",    "uit",  "voor", "want", "was",   "we",    "werd", "wij",
        "wil",  "wordt", "zegt", "zei",  "ze",   "zij",  "zit",   "zo",    "zou",  NULL};
    return is_one_of(word, WORDS);
}

/* Behind the point of a short form or of an initial, and blanks; `at` itself if no blank is there. */
static size_t skip_gap(const struct personal_text *text, size_t at)
{
    size_t next, end = at;
    bool has_point = personal_at(text, at, &next) == '.';
    at = has_point ? next : at;
    for (int i = 0; i < 2 && personal_is_blank(personal_at(text, at, &next)); i++) {
        at = next;
    }
    return has_point || at > end ? at : end;
}

/* The name that begins at a word; its end, or 0. */
static size_t end_of_name(const struct personal_text *text, size_t at, bool may_be_small)
{
    struct word word;
    size_t end = 0;
    for (int i = 0; i < NAMES_MOST && read_word(text, at, &word); i++) {
        bool is_name = is_capital(word.first) ||
                       (may_be_small && end == 0 && !is_everyday(&word) && word.end > at + 1);
        if (!is_between(&word)) {
            if (!is_name) {
                break;
            }
            end = word.end;
        }
        at = skip_gap(text, word.end);
        if (at == word.end) {
            break;
        }
    }
    return end;
}

size_t personal_name(const struct personal_text *text, size_t at, size_t *from)
{
    struct word word;
    if (!read_word(text, at, &word) || !is_salutation(&word)) {
        return 0;
    }
    size_t start = skip_gap(text, word.end);
    size_t end = start > word.end ? end_of_name(text, start, is_title(&word)) : 0;
    if (end == 0) {
        return 0;
    }
    *from = start;
    return end - start;
}
