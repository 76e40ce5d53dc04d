/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts for residents: complete in each language, sentences of at most twelve words, and no larger than their place. */

#include "style.h"

#include <stdio.h>
#include <string.h>

#include "words.h"

#define SENTENCE_WORDS 12

/* Whether the place `inner` is the place `outer` or inside it. `len` is the length of `outer`. */
static bool is_within(const char *inner, const char *outer, size_t len)
{
    return strncmp(inner, outer, len) == 0 &&
           (inner[len] == '\0' || inner[len] == '.' || inner[len] == '[' || inner[len] == ':');
}

bool style_is_told(const struct style *style, const char *path, bool with_inside)
{
    for (size_t i = 0; i < style->told && i < style->complaints->count; i++) {
        const char *text = style->complaints->text[i];
        const char *colon = strstr(text, ": ");
        size_t len = colon == NULL ? 0 : (size_t)(colon - text);

        if (len > strlen(style->where) && is_within(path, text, len)) {
            return true;
        }
        if (with_inside && is_within(text, path, strlen(path))) {
            return true;
        }
    }
    return false;
}

struct style style_begin(const char *what, const char *where, const char (*languages)[BS_LANG_TEXT],
                         size_t language_count, struct bs_complaints *complaints)
{
    struct style style = {what, where, language_count, languages, complaints, complaints->count,
                          false};
    char path[STYLE_PATH];

    (void)snprintf(path, sizeof path, "%s.languages", where);
    style.knows_languages = !style_is_told(&style, path, true);
    return style;
}

void style_complain(const struct style *style, const char *path, const char *sentence)
{
    if (!style_is_told(style, path, false)) {
        bs_complain(style->complaints, path, "%s", sentence);
    }
}

void style_complain_missing(const struct style *style, const char *path, const char *sentence)
{
    if (!style_is_told(style, path, true)) {
        bs_complain(style->complaints, path, "is missing: %s", sentence);
    }
}

static bool is_offered(const struct style *style, const char *lang)
{
    for (size_t i = 0; i < style->language_count; i++) {
        if (strcmp(style->languages[i], lang) == 0) {
            return true;
        }
    }
    return false;
}

static void check_sentences(const struct style *style, const char *path, const char *text)
{
    size_t which = 0;
    size_t words = words_longest_sentence(text, &which);
    char sentence[96];

    if (words > SENTENCE_WORDS) {
        (void)snprintf(sentence, sizeof sentence, "sentence %zu has %zu words, at most %d", which,
                       words, SENTENCE_WORDS);
        style_complain(style, path, sentence);
    }
}

static void check_fit(const struct style *style, const char *path, const char *text,
                      struct style_fit fit)
{
    size_t visible = words_visible(text);
    size_t piece = fit.piece > 0 ? words_longest_piece(text, fit.piece) : 0;
    char sentence[160];

    if (fit.most > 0 && visible > fit.most) {
        (void)snprintf(sentence, sizeof sentence, "has %zu characters, at most %zu", visible,
                       fit.most);
        style_complain(style, path, sentence);
    } else if (piece > fit.piece) {
        (void)snprintf(sentence, sizeof sentence,
                       "has a word of %zu characters, at most %zu on a line: put a soft hyphen "
                       "(\\u00ad) where it may break",
                       piece, fit.piece);
        style_complain(style, path, sentence);
    } else if (fit.line > 0 && !words_fit_two_lines(text, fit.line)) {
        (void)snprintf(sentence, sizeof sentence, "does not fit on two lines of %zu characters",
                       fit.line);
        style_complain(style, path, sentence);
    }
}

void style_text(const struct style *style, const char *member, const struct bs_text *text,
                struct style_fit fit)
{
    char path[STYLE_PATH];
    char sentence[96];

    for (size_t i = 0; text->count > 0 && i < style->language_count; i++) {
        const char *lang = style->languages[i];

        if (!bs_text_has(text, lang)) {
            (void)snprintf(path, sizeof path, "%s.%s.%s", style->where, member, lang);
            (void)snprintf(sentence, sizeof sentence, "%s is offered in this language",
                           style->what);
            style_complain_missing(style, path, sentence);
        }
    }
    for (size_t i = 0; i < text->count; i++) {
        (void)snprintf(path, sizeof path, "%s.%s.%s", style->where, member, text->in[i].lang);
        if (style->knows_languages && !is_offered(style, text->in[i].lang)) {
            (void)snprintf(sentence, sizeof sentence,
                           "is a language that %s does not list in languages", style->what);
            style_complain(style, path, sentence);
        }
        check_sentences(style, path, text->in[i].text);
        check_fit(style, path, text->in[i].text, fit);
    }
}

void style_needed(const struct style *style, const char *member, const struct bs_text *text,
                  const char *sentence)
{
    char path[STYLE_PATH];

    if (text->count == 0) {
        (void)snprintf(path, sizeof path, "%s.%s", style->where, member);
        style_complain_missing(style, path, sentence);
    }
}
