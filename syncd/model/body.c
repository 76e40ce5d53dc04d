/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The bodies of residents' records: what is in front of each, and reading one without leaving copies behind. */

#include "body.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "field.h"

#define BODY_VERSION 1
#define SALT_SIZE    16

const char *const body_channels[] = {"kiosk", "assisted", "paper", NULL};

const char *bs_channel_name(enum bs_channel channel)
{
    return body_channels[channel];
}

const char *body_bool(bool value)
{
    return value ? "true" : "false";
}

void body_open(struct bs_random *random, struct bs_buf *out)
{
    uint8_t salt[SALT_SIZE];
    char text[2 * SALT_SIZE + 1];

    random->fill(random, salt, sizeof salt);
    bs_hex_format(salt, sizeof salt, text);
    bs_buf_printf(out, "{\"salt\":\"%s\",\"v\":%d", text, BODY_VERSION);
}

enum bs_err body_close(struct bs_buf *body, const char *what, struct bs_buf *out,
                       struct bs_error *err)
{
    enum bs_err rc = bs_buf_check(body, what, err);

    if (rc == BS_OK && (out->over || body->len > out->limit - out->len)) {
        rc = bs_fail(err, BS_LIMIT, "%s of %zu bytes does not fit", what, body->len);
    }
    if (rc == BS_OK) {
        bs_buf_add(out, body->data, body->len);
    }
    return rc;
}

enum bs_err body_check_at(const struct bs_left_at *at, struct bs_error *err)
{
    if (!bs_slug_valid(at->programme)) {
        return bs_fail(err, BS_BAD, "$.programme: is not a programme's id");
    }
    if (at->version < 1 || at->version > BODY_VERSION_MOST) {
        return bs_fail(err, BS_BAD, "$.version: expected 1 to %d", BODY_VERSION_MOST);
    }
    if (!bs_slug_valid(at->place)) {
        return bs_fail(err, BS_BAD, "$.place: is not a place's id");
    }
    if (!bs_language_valid(at->lang)) {
        return bs_fail(err, BS_BAD, "$.lang: is not a language tag");
    }
    if ((unsigned)at->channel > BS_CHANNEL_PAPER) {
        return bs_fail(err, BS_BAD, "$.channel: is not a channel");
    }
    return BS_OK;
}

void body_write_at(const struct bs_left_at *at, struct bs_random *random, struct bs_buf *out)
{
    body_open(random, out);
    bs_buf_printf(out,
                  ",\"programme\":\"%s\",\"version\":%d,\"place\":\"%s\",\"channel\":\"%s\","
                  "\"lang\":\"%s\",\"trial\":%s",
                  at->programme, at->version, at->place, bs_channel_name(at->channel), at->lang,
                  body_bool(at->is_trial));
}

void body_write_string(struct bs_buf *out, const char *key, const char *text)
{
    bs_buf_printf(out, ",\"%s\":\"", key);
    while (*text != '\0') {
        size_t plain = strcspn(text, "\"\\");

        bs_buf_add(out, text, plain);
        text += plain;
        if (*text != '\0') {
            bs_buf_add(out, "\\", 1);
            bs_buf_add(out, text, 1);
            text++;
        }
    }
    bs_buf_text(out, "\"");
}

static bool read_salt(const struct bs_json_at *at)
{
    struct bs_json_at member = bs_json_member(at, "salt");
    const char *text;

    if (!bs_json_string_here(&member, 2 * SALT_SIZE, &text)) {
        return false;
    }
    if (strspn(text, "0123456789abcdef") != 2 * SALT_SIZE) {
        bs_json_complain(&member, "expected %d small hex digits", 2 * SALT_SIZE);
        return false;
    }
    return true;
}

bool body_read_head(const struct bs_json_at *at)
{
    int64_t version = 0;

    return read_salt(at) && bs_json_int(at, "v", BODY_VERSION, BODY_VERSION, &version);
}

bool body_read_slug(const struct bs_json_at *at, const char *key, char out[BS_SLUG_TEXT])
{
    const char *text;

    return field_slug(at, key, &text) && bs_utf8_copy(out, BS_SLUG_TEXT, text);
}

bool body_read_version(const struct bs_json_at *at, const char *key, int *out)
{
    int64_t version = 0;

    if (!bs_json_int(at, key, 1, BODY_VERSION_MOST, &version)) {
        return false;
    }
    *out = (int)version;
    return true;
}

bool body_read_channel(const struct bs_json_at *at, enum bs_channel *out)
{
    int channel = BS_CHANNEL_KIOSK;

    if (!field_name(at, "channel", body_channels, &channel)) {
        return false;
    }
    *out = (enum bs_channel)channel;
    return true;
}

bool body_read_lang(const struct bs_json_at *at, char out[BS_LANG_TEXT])
{
    const char *lang;

    return bs_json_string(at, "lang", BS_LANG_TEXT - 1, &lang) &&
           bs_utf8_copy(out, BS_LANG_TEXT, lang);
}

bool body_read_at(const struct bs_json_at *at, const char *const *names, struct bs_left_at *out)
{
    return field_is_object(at) && bs_json_only(at, names) && body_read_head(at) &&
           body_read_slug(at, "programme", out->programme) &&
           body_read_version(at, "version", &out->version) &&
           body_read_slug(at, "place", out->place) && body_read_channel(at, &out->channel) &&
           body_read_lang(at, out->lang) && field_bool(at, "trial", &out->is_trial);
}

static enum bs_err explain(const struct bs_json *json, body_read *read, void *out,
                           struct bs_error *err)
{
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof *complaints);
    struct bs_json_at root = bs_json_root(json, complaints);
    enum bs_err rc;

    (void)read(&root, out);
    rc = bs_fail(err, BS_BAD, "%s", complaints->text[0]);
    free(complaints);
    return rc;
}

enum bs_err body_decode(struct bs_bytes body, const char *what, body_read *read, void *out,
                        size_t size, struct bs_error *err)
{
    struct bs_json *json = NULL;
    struct bs_json_at root;
    enum bs_err rc;

    if (body.len > BS_SUBMISSION_MAX) {
        return bs_fail(err, BS_LIMIT, "%s of %zu bytes, at most %d", what, body.len,
                       BS_SUBMISSION_MAX);
    }
    rc = bs_json_parse(body, &json, err);
    if (rc != BS_OK) {
        goto out;
    }
    root = bs_json_root(json, NULL);
    rc = read(&root, out) ? BS_OK : explain(json, read, out, err);
out:
    bs_json_destroy(json);
    if (rc != BS_OK) {
        bs_wipe(out, size);
    }
    return rc;
}
