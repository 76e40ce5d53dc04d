/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looks things up in a request that is already complete: headers, query, cookies and form fields. */

#include "request.h"

#include <string.h>
#include <strings.h>

#include <buurtstem/utf8.h>

static const struct bs_bytes nothing = {NULL, 0};

const char *request_header(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcasecmp(request->headers[i].name, name) == 0) {
            return request->headers[i].value;
        }
    }
    return NULL;
}

const char *request_query(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->query_count; i++) {
        if (strcmp(request->query[i].name, name) == 0) {
            return request->query[i].value;
        }
    }
    return NULL;
}

static bool copy(struct bs_bytes value, char *out, size_t size)
{
    if (value.len >= size) {
        return false;
    }
    memcpy(out, value.data, value.len);
    out[value.len] = '\0';
    return true;
}

/* Takes the text up to `end` off the front of *rest, and the mark itself. */
static struct bs_bytes cut(struct bs_bytes *rest, char end)
{
    struct bs_bytes part = *rest;
    const uint8_t *mark = rest->len == 0 ? NULL : memchr(rest->data, end, rest->len);

    if (mark == NULL) {
        *rest = nothing;
        return part;
    }
    part.len = (size_t)(mark - part.data);
    rest->data = mark + 1;
    rest->len -= part.len + 1;
    return part;
}

static bool equals(struct bs_bytes bytes, const char *text)
{
    return bytes.len == strlen(text) && memcmp(bytes.data, text, bytes.len) == 0;
}

bool request_cookie(const struct request *request, const char *name, char *out, size_t size)
{
    const char *header = request_header(request, "Cookie");

    if (header == NULL) {
        return false;
    }
    for (struct bs_bytes rest = bs_bytes_of(header); rest.len > 0;) {
        struct bs_bytes value = cut(&rest, ';');

        while (value.len > 0 && value.data[0] == ' ') {
            value.data++;
            value.len--;
        }
        if (memchr(value.data, '=', value.len) == NULL) {
            continue;
        }
        if (equals(cut(&value, '='), name)) {
            return value.len > 0 && copy(value, out, size);
        }
    }
    return false;
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (uint8_t)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool request_decode(struct bs_bytes value, char *out, size_t size)
{
    size_t used = 0;

    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.data[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < value.len ? hex_digit(value.data[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(value.data[i + 2]) : -1;

            if (low < 0) {
                return false;
            }
            c = (uint8_t)(high * 16 + low);
            i += 2;
        }
        if (c == 0 || used + 1 >= size) {
            return false;
        }
        out[used++] = (char)c;
    }
    out[used] = '\0';
    return bs_utf8_valid(out, used);
}

bool request_form(const struct request *request, const char *name, char *out, size_t size)
{
    const char *type = request_header(request, "Content-Type");
    static const char form[] = "application/x-www-form-urlencoded";

    if (size == 0 || type == NULL || strncasecmp(type, form, sizeof(form) - 1) != 0) {
        return false;
    }
    for (struct bs_bytes rest = request->body; rest.len > 0;) {
        struct bs_bytes value = cut(&rest, '&');

        if (value.len > 0 && memchr(value.data, '=', value.len) != NULL &&
            equals(cut(&value, '='), name)) {
            return request_decode(value, out, size);
        }
    }
    return false;
}
