/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a receipt code leads to: the register of programmes in a bundle, and the address of their public pages. */

#include <buurtstem/bundle.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "bundle_p.h"
#include "field.h"

#define PORT_MOST 65535

/* The answer is there as a whole or not at all. */
static bool read_answer(const struct bs_json_at *at, struct bs_registered *out)
{
    static const char *const names[] = {"answered", "heard", "will", NULL};
    bool is_there = false;

    for (size_t i = 0; names[i] != NULL; i++) {
        struct bs_json_at member = bs_json_member(at, names[i]);

        is_there = is_there || bs_json_exists(&member);
    }
    return !is_there || (field_date(at, "answered", &out->answered) &&
                         field_text(at, "heard", BS_CARD_TEXT_MAX, &out->heard) &&
                         field_text(at, "will", BS_CARD_TEXT_MAX, &out->will));
}

static bool read_entry(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at code = bs_json_member(at, "code");
    struct bs_registered *entry = &out->registered[out->register_count];
    const char *text;

    if (!field_is_object(at) || !bs_json_string_here(&code, BS_LINE_MAX, &text)) {
        return false;
    }
    if (!bs_programme_code_valid(text)) {
        bs_json_complain(&code, "expected five of the signs 2-9 and A-Z without I, L and O");
        return false;
    }
    if (bs_bundle_registered(out, text) != NULL) {
        bs_json_complain(&code, "is there twice");
        return false;
    }
    (void)bs_utf8_copy(entry->code, sizeof entry->code, text);
    out->register_count++;
    return field_line(at, "tenant_name", BS_LINE_MAX, &entry->tenant_name) &&
           field_text(at, "title", BS_TITLE_MAX, &entry->title) &&
           field_date(at, "due", &entry->due) &&
           bs_json_bool_or(at, "due_example", false, &entry->due_is_example) &&
           bs_json_bool_or(at, "outcome_example", false, &entry->outcome_is_example) &&
           read_answer(at, entry);
}

static bool read_register(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at list = bs_json_member(at, "register");
    size_t count = 0;
    bool good = true;

    if (!bs_json_exists(&list)) {
        return true;
    }
    if (!field_array(at, "register", 0, BS_REGISTER_MAX, &list, &count)) {
        return false;
    }
    if (count > 0) {
        out->registered = bs_xcalloc(count, sizeof *out->registered);
    }
    for (size_t i = 0; good && i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_entry(&item, out);
    }
    return good;
}

bool bs_public_url_valid(const char *text)
{
    static const char scheme[] = "https://";
    static const char host_signs[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    size_t host;
    long port;

    if (strlen(text) > BS_PUBLIC_URL_MAX || strncmp(text, scheme, strlen(scheme)) != 0) {
        return false;
    }
    text += strlen(scheme);
    host = strspn(text, host_signs);
    if (host == 0 || text[0] == '.' || text[0] == '-' || strstr(text, "..") != NULL) {
        return false;
    }
    text += host;
    if (text[0] == '\0') {
        return true;
    }
    if (text[0] != ':' || strlen(text + 1) > 5 || text[1] < '1' || text[1] > '9' ||
        strspn(text + 1, "0123456789") != strlen(text + 1)) {
        return false;
    }
    port = strtol(text + 1, NULL, 10);
    return port <= PORT_MOST;
}

static bool read_public_url(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at member = bs_json_member(at, "public_url");
    const char *text;

    if (!bs_json_exists(&member)) {
        return true;
    }
    if (!bs_json_string_here(&member, BS_PUBLIC_URL_MAX, &text)) {
        return false;
    }
    if (!bs_public_url_valid(text)) {
        bs_json_complain(&member, "expected https://HOST or https://HOST:PORT");
        return false;
    }
    out->public_url = text;
    return true;
}

bool bundle_read_register(const struct bs_json_at *at, struct bs_bundle *out)
{
    return read_register(at, out) && read_public_url(at, out);
}

const struct bs_registered *bs_bundle_registered(const struct bs_bundle *bundle, const char *code)
{
    for (size_t i = 0; i < bundle->register_count; i++) {
        if (strcmp(bundle->registered[i].code, code) == 0) {
            return &bundle->registered[i];
        }
    }
    return NULL;
}
