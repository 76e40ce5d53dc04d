/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may read residents' words at a kiosk, and what becomes of words that nobody read. As in the bundle itself, members that
 * are not known here are passed over. */

#include <buurtstem/bundle.h>

#include <stddef.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "bundle_p.h"
#include "field.h"

#define UTF8_BYTES 4
#define SALT_TEXT  (2 * BS_PIN_SALT_SIZE)

static const char *const policies[] = {"hold", "after_days", "none", NULL};

const char *bs_words_policy_name(enum bs_words_policy policy)
{
    return policies[policy];
}

bool bs_connector_name_valid(const char *text)
{
    return bs_utf8_is_line(text, BS_CONNECTOR_NAME_MAX) && text[0] != ' ' &&
           text[strlen(text) - 1] != ' ';
}

/* ---- one of them ---- */

static bool read_name(const struct bs_json_at *at, const char **out)
{
    struct bs_json_at member = bs_json_member(at, "name");
    const char *text;

    if (!bs_json_string_here(&member, BS_CONNECTOR_NAME_MAX * UTF8_BYTES, &text)) {
        return false;
    }
    if (!bs_connector_name_valid(text)) {
        bs_json_complain(&member, "expected one line of at most %d characters",
                         BS_CONNECTOR_NAME_MAX);
        return false;
    }
    *out = text;
    return true;
}

static bool is_taken(const struct bs_bundle *bundle, const char *hash)
{
    for (size_t i = 0; i < bundle->connector_count; i++) {
        const struct bs_connector *other = &bundle->connectors[i];

        if ((other->pin != NULL && strcmp(other->pin, hash) == 0) ||
            (other->badge != NULL && strcmp(other->badge, hash) == 0)) {
            return true;
        }
    }
    return false;
}

/* Of two with the same nobody could tell who it was. */
static bool read_hash(const struct bs_json_at *at, const char *key, const struct bs_bundle *bundle,
                      const char **out)
{
    struct bs_json_at member = bs_json_member(at, key);
    const char *text;

    if (!bs_json_exists(&member)) {
        return true;
    }
    if (!bs_json_string_here(&member, BS_HASH_TEXT - 1, &text)) {
        return false;
    }
    if (!bs_hash_text_valid(text)) {
        bs_json_complain(&member, "expected 64 small hexadecimal digits");
        return false;
    }
    if (is_taken(bundle, text)) {
        bs_json_complain(&member, "is there twice");
        return false;
    }
    *out = text;
    return true;
}

static bool read_languages(const struct bs_json_at *at, struct bs_connector *out)
{
    struct bs_json_at member = bs_json_member(at, "languages");

    return !bs_json_exists(&member) ||
           field_languages(at, "languages", out->languages, &out->language_count);
}

static bool read_connector(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_connector *slot = &out->connectors[out->connector_count];

    if (!field_is_object(at) || !field_slug(at, "id", &slot->id) || !read_name(at, &slot->name) ||
        !read_hash(at, "pin", out, &slot->pin) || !read_hash(at, "badge", out, &slot->badge) ||
        !read_languages(at, slot)) {
        return false;
    }
    if (bs_bundle_connector(out, slot->id) != NULL) {
        bs_json_complain(at, "is there twice");
        return false;
    }
    if (slot->pin == NULL && slot->badge == NULL) {
        bs_json_complain(at, "expected a PIN or a badge");
        return false;
    }
    out->connector_count++;
    return true;
}

/* ---- all of them ---- */

static bool read_salt(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at member = bs_json_member(at, "connector_salt");
    const char *text;

    if (!bs_json_exists(&member) && out->connector_count == 0) {
        return true;
    }
    if (!bs_json_string_here(&member, SALT_TEXT, &text)) {
        return false;
    }
    if (!bs_hex_parse(text, out->connector_salt, sizeof out->connector_salt)) {
        bs_json_complain(&member, "expected %d small hexadecimal digits", SALT_TEXT);
        return false;
    }
    return true;
}

static bool read_all(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "connectors", 0, BS_CONNECTORS_MAX, &list, &count);

    for (size_t i = 0; good && i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_connector(&item, out);
    }
    return good;
}

/* ---- what nobody read ---- */

static bool read_words(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at words = bs_json_member(at, "words");
    int policy = BS_WORDS_HOLD;
    int64_t days = 0;

    if (!bs_json_exists(&words)) {
        return true;
    }
    if (!field_is_object(&words) || !field_name(&words, "policy", policies, &policy)) {
        return false;
    }
    if (policy == BS_WORDS_AFTER_DAYS &&
        !bs_json_int(&words, "days", 1, BS_WORDS_DAYS_MAX, &days)) {
        return false;
    }
    out->words_policy = (enum bs_words_policy)policy;
    out->words_days = (int)days;
    return true;
}

bool bundle_read_connectors(const struct bs_json_at *at, struct bs_bundle *out)
{
    return read_all(at, out) && read_salt(at, out) && read_words(at, out);
}

const struct bs_connector *bs_bundle_connector(const struct bs_bundle *bundle, const char *id)
{
    for (size_t i = 0; i < bundle->connector_count; i++) {
        if (strcmp(bundle->connectors[i].id, id) == 0) {
            return &bundle->connectors[i];
        }
    }
    return NULL;
}
