/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Language and direction of words, and which language a reader wants. */

#include "wording.h"

#include <string.h>
#include <strings.h>

enum { RANGES_MAX = 16, WEIGHT_MOST = 1000, SCRIPT_LEN = 4 };

static bool is_one_of(const char *const *list, size_t count, const char *text, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == len && strncmp(list[i], text, len) == 0) {
            return true;
        }
    }
    return false;
}

bool wording_is_rtl(const char *lang)
{
    static const char *const languages[] = {"ar", "fa", "ur", "he", "ckb", "ps", "sd", "ug", "yi"};
    static const char *const scripts[] = {"Arab", "Hebr"};
    size_t len = strcspn(lang, "-");
    if (lang[len] == '-' && strlen(lang + len + 1) == SCRIPT_LEN) {
        return is_one_of(scripts, sizeof scripts / sizeof scripts[0], lang + len + 1, SCRIPT_LEN);
    }
    return is_one_of(languages, sizeof languages / sizeof languages[0], lang, len);
}

void wording_attrs(const struct html *html, const char *lang, const char *page_lang)
{
    if (lang == NULL || strcmp(lang, page_lang) == 0) {
        return;
    }
    html_attr(html, "lang", lang);
    html_attr(html, "dir", wording_is_rtl(lang) ? "rtl" : "ltr");
}

void wording_write(const struct html *html, const struct bs_text *text, const char *lang,
                   const char *page_lang)
{
    const char *used = NULL;
    const char *words = bs_text_in(text, lang, &used);
    if (used == NULL || strcmp(used, page_lang) == 0) {
        html_text(html, words);
        return;
    }
    html_markup(html, "<span");
    wording_attrs(html, used, page_lang);
    html_markup(html, ">");
    html_text(html, words);
    html_markup(html, "</span>");
}

void wording_block(const struct html *html, const struct bs_text *text, const char *lang,
                   const char *page_lang)
{
    const char *used = NULL;
    const char *words = bs_text_in(text, lang, &used);
    wording_attrs(html, used, page_lang);
    html_markup(html, ">");
    html_text(html, words);
}

/* --- Accept-Language --- */

/* "0", "0.8", "1.000" as thousandths; -1: it is no weight. */
static int read_weight(const char *text, size_t len)
{
    int weight = 0;
    int scale = WEIGHT_MOST;
    if (len == 0 || (text[0] != '0' && text[0] != '1') || (len > 1 && text[1] != '.')) {
        return -1;
    }
    weight = (text[0] - '0') * WEIGHT_MOST;
    for (size_t i = 2; i < len; i++) {
        scale /= 10;
        if (text[i] < '0' || text[i] > '9' || scale == 0) {
            return -1;
        }
        weight += (text[i] - '0') * scale;
    }
    return weight <= WEIGHT_MOST ? weight : -1;
}

/* One part between commas: its range at *text with length *len, and its weight. */
static int read_range(const char **text, size_t *len)
{
    static const char blanks[] = " \t";
    size_t all = *len;
    size_t lead = 0;
    while (lead < all && strchr(blanks, (*text)[lead]) != NULL) {
        lead++;
    }
    *text += lead;
    all -= lead;
    *len = 0;
    while (*len < all && (*text)[*len] != ';' && strchr(blanks, (*text)[*len]) == NULL) {
        (*len)++;
    }
    size_t at = *len;
    while (at < all && strchr(" \t;", (*text)[at]) != NULL) {
        at++;
    }
    if (at == all) {
        return WEIGHT_MOST;
    }
    size_t end = all;
    while (end > at && strchr(blanks, (*text)[end - 1]) != NULL) {
        end--;
    }
    if (end - at < 3 || ((*text)[at] != 'q' && (*text)[at] != 'Q') || (*text)[at + 1] != '=') {
        return -1;
    }
    return read_weight(*text + at + 2, end - at - 2);
}

/* "nl" is wanted by "nl", "NL" and "nl-BE": only the language counts, unless the tag has a script of its own. */
static bool is_wanted(const char *range, size_t len, const char *tag)
{
    size_t language = strcspn(tag, "-");
    if (tag[language] != '\0' && strlen(tag) == len && strncasecmp(range, tag, len) == 0) {
        return true;
    }
    return len >= language && strncasecmp(range, tag, language) == 0 &&
           (len == language || range[language] == '-');
}

size_t wording_choose(const char *accept, const char (*languages)[BS_LANG_TEXT], size_t count)
{
    size_t best = count;
    int best_weight = 0;
    for (int i = 0; i < RANGES_MAX && *accept != '\0'; i++) {
        size_t part = strcspn(accept, ",");
        const char *range = accept;
        size_t len = part;
        int weight = read_range(&range, &len);
        for (size_t l = 0; l < count && weight > best_weight && len > 0; l++) {
            if (is_wanted(range, len, languages[l])) {
                best = l;
                best_weight = weight;
            }
        }
        accept += part + (accept[part] == ',' ? 1 : 0);
    }
    return best;
}
