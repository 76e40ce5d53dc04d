/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A cursor over a body as the kiosk writes it. Central reads every visit of every kiosk, and a JSON document for each took
 * two thirds of its time. */

#include "submission_quick.h"

#include <string.h>

#include <buurtstem/utf8.h>

#include "body.h"
#include "programme_p.h"

enum { SALT_DIGITS = 32, SECONDS_DIGITS = 5, VERSION_DIGITS = 6 };

struct cursor {
    const char *at, *end;
};

/* Past `text` if that is what comes. A constant's length is counted when this is compiled. */
#define PASS(cursor, text) pass(cursor, text, sizeof(text) - 1)

static inline bool pass(struct cursor *cursor, const char *text, size_t len)
{
    if ((size_t)(cursor->end - cursor->at) < len || memcmp(cursor->at, text, len) != 0) {
        return false;
    }
    cursor->at += len;
    return true;
}

/* Signs of slugs, languages, ids and the names of our own lists: none of them is ever escaped. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           (c >= 'A' && c <= 'Z');
}

/* 1 to size - 1 plain signs and the quotation mark behind them; before them it was passed. */
static bool read_text(struct cursor *cursor, size_t size, char *out)
{
    const char *from = cursor->at;
    size_t len = 0, room = (size_t)(cursor->end - from);

    while (len < room && len < size && is_plain(from[len])) {
        len++;
    }
    if (len == 0 || len == size || len == room || from[len] != '"') {
        return false;
    }
    memcpy(out, from, len);
    cursor->at += len + 1;
    return true;
}

/* As bs_slug_valid. */
static bool read_slug(struct cursor *cursor, char out[BS_SLUG_TEXT])
{
    const char *from = cursor->at;
    size_t len = 0, room = (size_t)(cursor->end - from);

    while (len < room && len < BS_SLUG_TEXT &&
           ((from[len] >= 'a' && from[len] <= 'z') || from[len] == '-' ||
            (from[len] >= '0' && from[len] <= '9'))) {
        len++;
    }
    if (len == 0 || len == BS_SLUG_TEXT || len == room || from[len] != '"' || from[0] == '-' ||
        from[len - 1] == '-') {
        return false;
    }
    memcpy(out, from, len);
    cursor->at += len + 1;
    return true;
}

/* One of a list of names, as its index. */
static bool read_name(struct cursor *cursor, const char *const *names, int *out)
{
    char text[BS_SLUG_TEXT] = {0};

    if (!read_text(cursor, sizeof text, text)) {
        return false;
    }
    for (int i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], text) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool read_bool(struct cursor *cursor, bool *out)
{
    *out = PASS(cursor, "true");
    return *out || PASS(cursor, "false");
}

static bool read_number(struct cursor *cursor, int most_digits, int least, int most, int *out)
{
    const char *from = cursor->at;
    int value = 0;

    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        if (cursor->at - from == most_digits) {
            return false;
        }
        value = value * 10 + (*cursor->at++ - '0');
    }
    if (cursor->at == from || (*from == '0' && cursor->at - from > 1) || value < least ||
        value > most) {
        return false;
    }
    *out = value;
    return true;
}

static bool skip_salt(struct cursor *cursor)
{
    if (cursor->end - cursor->at < SALT_DIGITS) {
        return false;
    }
    for (int i = 0; i < SALT_DIGITS; i++) {
        char c = *cursor->at++;

        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
            return false;
        }
    }
    return true;
}

static bool read_values(struct cursor *cursor, struct bs_answer *out)
{
    do {
        if (out->value_count == BS_CHOICES_MAX || !PASS(cursor, "\"") ||
            !read_text(cursor, BS_SLUG_TEXT, out->values[out->value_count++])) {
            return false;
        }
    } while (PASS(cursor, ","));
    return PASS(cursor, "]}");
}

static bool read_answer(struct cursor *cursor, struct bs_answer *out)
{
    int kind = 0;

    if (!PASS(cursor, "{\"q\":\"") || !read_slug(cursor, out->question) ||
        !PASS(cursor, ",\"kind\":\"") || !read_name(cursor, programme_kinds, &kind)) {
        return false;
    }
    out->kind = (enum bs_kind)kind;
    if (PASS(cursor, ",\"values\":[")) {
        return read_values(cursor, out);
    }
    out->dont_know = PASS(cursor, ",\"dont_know\":true}");
    return out->dont_know;
}

static bool read_answers(struct cursor *cursor, struct bs_submission *out)
{
    do {
        if (out->answer_count == BS_ASKED_MAX ||
            !read_answer(cursor, &out->answers[out->answer_count++])) {
            return false;
        }
    } while (PASS(cursor, ","));
    return PASS(cursor, "]}");
}

/* 1 to BS_BATCH_TEXT - 1 bytes of a line, in which nothing but " and \ is escaped, and the quotation mark behind them. */
static bool read_line(struct cursor *cursor, char out[BS_BATCH_TEXT])
{
    size_t len = 0;

    while (cursor->at < cursor->end && *cursor->at != '"' && len < BS_BATCH_TEXT - 1) {
        if (*cursor->at == '\\') {
            cursor->at++;
            if (cursor->at == cursor->end || (*cursor->at != '"' && *cursor->at != '\\')) {
                return false;
            }
        }
        out[len++] = *cursor->at++;
    }
    out[len] = '\0';
    return PASS(cursor, "\"") && strlen(out) == len && bs_utf8_is_line(out, BS_BATCH_MAX);
}

static bool read_head(struct cursor *cursor, struct bs_submission *out)
{
    int channel = 0;

    if (!PASS(cursor, "{\"salt\":\"") || !skip_salt(cursor) || !PASS(cursor, "\",\"v\":1") ||
        (PASS(cursor, ",\"corrects\":\"") &&
         !read_text(cursor, sizeof out->corrects, out->corrects)) ||
        !PASS(cursor, ",\"programme\":\"") || !read_slug(cursor, out->programme) ||
        !PASS(cursor, ",\"version\":") ||
        !read_number(cursor, VERSION_DIGITS, 1, BODY_VERSION_MOST, &out->version) ||
        !PASS(cursor, ",\"place\":\"") || !read_slug(cursor, out->place) ||
        !PASS(cursor, ",\"channel\":\"") || !read_name(cursor, body_channels, &channel) ||
        (PASS(cursor, ",\"batch\":\"") && !read_line(cursor, out->batch))) {
        return false;
    }
    out->channel = (enum bs_channel)channel;
    return true;
}

bool submission_read_quick(struct bs_bytes body, struct bs_submission *out)
{
    struct cursor cursor;

    if (body.len == 0 || body.len > BS_SUBMISSION_MAX) {
        return false;
    }
    cursor = (struct cursor){(const char *)body.data, (const char *)body.data + body.len};
    if (!read_head(&cursor, out) || !PASS(&cursor, ",\"lang\":\"") ||
        !read_text(&cursor, sizeof out->lang, out->lang) || !PASS(&cursor, ",\"trial\":") ||
        !read_bool(&cursor, &out->is_trial) || !PASS(&cursor, ",\"partial\":") ||
        !read_bool(&cursor, &out->is_partial)) {
        return false;
    }
    out->is_burst = PASS(&cursor, ",\"burst\":true");
    return PASS(&cursor, ",\"seconds\":") &&
           read_number(&cursor, SECONDS_DIGITS, 0, BODY_SECONDS_MOST, &out->seconds) &&
           PASS(&cursor, ",\"answers\":[") && read_answers(&cursor, out) && cursor.at == cursor.end;
}
