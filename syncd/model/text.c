/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words in several languages, and the forms that names may have. */

#include <string.h>

#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

#include "field.h"

static const char own_language[] = "nl";

static size_t find_language(const struct bs_text *text, const char *lang)
{
    size_t at = 0;

    while (at < text->count && strcmp(text->in[at].lang, lang) != 0) {
        at++;
    }
    return at;
}

/* The index to use; text->count when there is nothing at all. */
static size_t choose(const struct bs_text *text, const char *lang, const char **used_lang)
{
    size_t at = find_language(text, lang);

    if (at == text->count) {
        at = find_language(text, own_language);
    }
    if (at == text->count) {
        at = 0;
    }
    if (used_lang != NULL) {
        *used_lang = at < text->count ? text->in[at].lang : own_language;
    }
    return at;
}

const char *bs_text_in(const struct bs_text *text, const char *lang, const char **used_lang)
{
    size_t at = choose(text, lang, used_lang);

    return at < text->count ? text->in[at].text : "";
}

const char *bs_text_speech(const struct bs_text *text, const char *lang, const char **used_lang)
{
    size_t at = choose(text, lang, used_lang);

    if (at == text->count) {
        return "";
    }
    return text->in[at].speech != NULL ? text->in[at].speech : text->in[at].text;
}

bool bs_text_has(const struct bs_text *text, const char *lang)
{
    return find_language(text, lang) < text->count;
}

/* {"text": "…", "speech": "…"}, or the text alone. */
static bool read_words(const struct bs_json_at *at, size_t max, const char **text,
                       const char **speech)
{
    static const char *const names[] = {"text", "speech", NULL};
    struct bs_json_at spoken;
    bool good;

    if (!bs_json_is_object(at)) {
        return field_line_here(at, max, text);
    }
    good = bs_json_only(at, names);
    good = field_line(at, "text", max, text) && good;
    spoken = bs_json_member(at, "speech");
    if (bs_json_exists(&spoken)) {
        good = field_line_here(&spoken, max * BS_SPEECH_FACTOR, speech) && good;
    }
    return good;
}

static bool read_language(const struct bs_json_at *at, const char *lang, size_t max,
                          struct bs_text *out)
{
    const char *text = NULL;
    const char *speech = NULL;
    bool good = read_words(at, max, &text, &speech);

    if (text != NULL) {
        (void)bs_utf8_copy(out->in[out->count].lang, BS_LANG_TEXT, lang);
        out->in[out->count].text = text;
        out->in[out->count].speech = speech;
        out->count++;
    }
    return good;
}

bool field_text(const struct bs_json_at *at, const char *key, size_t max, struct bs_text *out)
{
    struct bs_json_at member = bs_json_member(at, key);
    size_t count = bs_json_count(&member);
    struct bs_text text = {0};
    bool good = true;

    if (!bs_json_is_object(&member)) {
        bs_json_complain(&member, bs_json_exists(&member)
                                      ? "expected a text per language, like {\"nl\": \"…\"}"
                                      : "is missing");
        return false;
    }
    if (count < 1 || count > BS_LANGUAGES_MAX) {
        bs_json_complain(&member, "expected 1 to %d languages, found %zu", BS_LANGUAGES_MAX, count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *lang = "";
        struct bs_json_at words = bs_json_nth_member(&member, i, &lang);

        if (!bs_language_valid(lang)) {
            bs_json_complain(&words, "is not a language tag like nl, en or ar");
            good = false;
        } else {
            good = read_language(&words, lang, max, &text) && good;
        }
    }
    *out = text;
    return good;
}

bool bs_text_read(const struct bs_json_at *at, const char *key, size_t max, struct bs_text *out)
{
    struct bs_text text = {0};

    if (!field_text(at, key, max, &text)) {
        return false;
    }
    *out = text;
    return true;
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool bs_slug_valid(const char *text)
{
    size_t len = strlen(text);

    if (len < 1 || len >= BS_SLUG_TEXT || text[0] == '-' || text[len - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (!is_lower(text[i]) && !is_digit(text[i]) && text[i] != '-') {
            return false;
        }
    }
    return true;
}

bool bs_language_valid(const char *text)
{
    size_t len = 0;

    while (len < 3 && is_lower(text[len])) {
        len++;
    }
    if (len < 2) {
        return false;
    }
    if (text[len] == '\0') {
        return true;
    }
    return text[len] == '-' && text[len + 1] >= 'A' && text[len + 1] <= 'Z' &&
           is_lower(text[len + 2]) && is_lower(text[len + 3]) && is_lower(text[len + 4]) &&
           text[len + 5] == '\0';
}

bool bs_tenant_valid(const char *text)
{
    return text[0] == 'G' && text[1] == 'M' && is_digit(text[2]) && is_digit(text[3]) &&
           is_digit(text[4]) && is_digit(text[5]) && text[6] == '\0';
}
