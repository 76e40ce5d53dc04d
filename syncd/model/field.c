/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads of members that programmes, bundles and submissions share. Complaints are for the person who wrote the file. */

#include "field.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#define UTF8_BYTES 4

bool field_is_object(const struct bs_json_at *at)
{
    if (bs_json_is_object(at)) {
        return true;
    }
    bs_json_complain(at, bs_json_exists(at) ? "expected an object in { }" : "is missing");
    return false;
}

bool field_slug_here(const struct bs_json_at *at, const char **out)
{
    const char *text;

    if (!bs_json_string_here(at, BS_SLUG_TEXT - 1, &text)) {
        return false;
    }
    if (!bs_slug_valid(text)) {
        bs_json_complain(at, "expected only small letters a-z, digits and inner hyphens");
        return false;
    }
    *out = text;
    return true;
}

bool field_slug(const struct bs_json_at *at, const char *key, const char **out)
{
    struct bs_json_at member = bs_json_member(at, key);

    return field_slug_here(&member, out);
}

bool field_line_here(const struct bs_json_at *at, size_t max, const char **out)
{
    const char *text;
    size_t bytes;

    if (!bs_json_string_here(at, max * UTF8_BYTES, &text)) {
        return false;
    }
    if (bs_utf8_length(text) > max) {
        bs_json_complain(at, "expected at most %zu characters, found %zu", max,
                         bs_utf8_length(text));
        return false;
    }
    bytes = strlen(text);
    if (!bs_utf8_is_text(text, bytes) || strpbrk(text, "\t\n") != NULL) {
        bs_json_complain(at, "expected one line without control characters");
        return false;
    }
    if (text[0] == ' ' || text[bytes - 1] == ' ') {
        bs_json_complain(at, "expected no blank at the beginning or the end");
        return false;
    }
    if (!bs_utf8_is_seen(text)) {
        bs_json_complain(at, "expected words that can be seen");
        return false;
    }
    *out = text;
    return true;
}

bool field_line(const struct bs_json_at *at, const char *key, size_t max, const char **out)
{
    struct bs_json_at member = bs_json_member(at, key);

    return field_line_here(&member, max, out);
}

bool field_tenant(const struct bs_json_at *at, const char *key, const char **out)
{
    struct bs_json_at member = bs_json_member(at, key);
    const char *text;

    if (!bs_json_string_here(&member, BS_LINE_MAX, &text)) {
        return false;
    }
    if (!bs_tenant_valid(text)) {
        bs_json_complain(&member, "expected a CBS municipality code like GM1916");
        return false;
    }
    *out = text;
    return true;
}

bool field_date(const struct bs_json_at *at, const char *key, struct bs_date *out)
{
    struct bs_json_at member = bs_json_member(at, key);
    const char *text;

    if (!bs_json_string_here(&member, BS_LINE_MAX, &text)) {
        return false;
    }
    if (!bs_date_parse(text, out)) {
        bs_json_complain(&member, "expected an existing date like 2026-11-30");
        return false;
    }
    return true;
}

bool field_bool(const struct bs_json_at *at, const char *key, bool *out)
{
    struct bs_json_at member = bs_json_member(at, key);

    if (!bs_json_exists(&member)) {
        bs_json_complain(&member, "is missing");
        return false;
    }
    return bs_json_bool_or(at, key, false, out);
}

bool field_name(const struct bs_json_at *at, const char *key, const char *const *names, int *out)
{
    struct bs_json_at member = bs_json_member(at, key);
    const char *text;
    char list[128] = "";
    size_t used = 0;

    if (!bs_json_string_here(&member, BS_LINE_MAX, &text)) {
        return false;
    }
    for (int i = 0; names[i] != NULL; i++) {
        int added;

        if (strcmp(names[i], text) == 0) {
            *out = i;
            return true;
        }
        added = snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? ", " : "", names[i]);
        if (added > 0 && (size_t)added < sizeof list - used) {
            used += (size_t)added;
        }
    }
    bs_json_complain(&member, "expected one of %s", list);
    return false;
}

bool field_array(const struct bs_json_at *at, const char *key, size_t least, size_t most,
                 struct bs_json_at *out, size_t *count)
{
    struct bs_json_at member = bs_json_member(at, key);
    size_t found = bs_json_count(&member);
    bool good = true;

    if (!bs_json_is_array(&member)) {
        bs_json_complain(&member,
                         bs_json_exists(&member) ? "expected a list in [ ]" : "is missing");
        return false;
    }
    if (found < least) {
        bs_json_complain(&member, "expected at least %zu, found %zu", least, found);
        good = false;
    }
    if (found > most) {
        struct bs_json_at extra = bs_json_item(&member, most);

        /* At the first one too many, so that complaints about the ones before it are still told. */
        bs_json_complain(&extra, "is one too many: expected at most %zu, found %zu", most, found);
        good = false;
        found = most;
    }
    *out = member;
    *count = found;
    return good;
}

static bool is_among(char (*languages)[BS_LANG_TEXT], size_t count, const char *tag)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(languages[i], tag) == 0) {
            return true;
        }
    }
    return false;
}

bool field_languages(const struct bs_json_at *at, const char *key,
                     char out[BS_LANGUAGES_MAX][BS_LANG_TEXT], size_t *count)
{
    struct bs_json_at list = *at;
    size_t found = 0;
    size_t kept = 0;
    bool good = field_array(at, key, 1, BS_LANGUAGES_MAX, &list, &found);

    for (size_t i = 0; i < found; i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const char *tag;

        if (!bs_json_string_here(&item, BS_LINE_MAX, &tag)) {
            good = false;
        } else if (!bs_language_valid(tag)) {
            bs_json_complain(&item, "expected a language tag like nl, en or ar");
            good = false;
        } else if (is_among(out, kept, tag)) {
            bs_json_complain(&item, "is there twice");
            good = false;
        } else {
            (void)bs_utf8_copy(out[kept], BS_LANG_TEXT, tag);
            kept++;
        }
    }
    *count = kept;
    return good;
}

bool field_contact(const struct bs_json_at *at, struct bs_text *text, bool *is_example)
{
    static const char *const names[] = {"text", "example", NULL};
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = bs_json_bool_or(at, "example", false, is_example) && good;
    return field_text(at, "text", BS_PARAGRAPH_MAX, text) && good;
}

bool field_format(const struct bs_json_at *at, const char *format)
{
    struct bs_json_at member = bs_json_member(at, "format");
    const char *found;

    if (!bs_json_string_here(&member, BS_LINE_MAX, &found)) {
        return false;
    }
    if (strcmp(found, format) != 0) {
        bs_json_complain(&member, "expected \"%s\"", format);
        return false;
    }
    return true;
}

enum bs_err field_document(struct bs_bytes text, size_t limit, const char *what,
                           struct bs_complaints *complaints, struct bs_json **out,
                           struct bs_error *err)
{
    static const uint8_t mark[] = {0xEF, 0xBB, 0xBF}; /* some editors put it before UTF-8 */
    struct bs_error why = {0};
    enum bs_err rc;

    if (text.len > limit) {
        return bs_fail(err, BS_LIMIT, "%s of %zu bytes, at most %zu", what, text.len, limit);
    }
    if (text.len >= sizeof mark && memcmp(text.data, mark, sizeof mark) == 0) {
        text.data += sizeof mark;
        text.len -= sizeof mark;
    }
    rc = bs_json_parse(text, out, &why);
    if (rc != BS_OK) {
        if (complaints != NULL) {
            bs_complain(complaints, NULL, "%s", why.text);
        }
        return bs_fail(err, rc, "%s", why.text);
    }
    return BS_OK;
}

void field_hand_over(const struct bs_complaints *from, struct bs_complaints *to)
{
    if (to == NULL) {
        return;
    }
    for (size_t i = 0; i < from->count; i++) {
        bs_complain(to, NULL, "%s", from->text[i]);
    }
    to->dropped += from->dropped;
}
