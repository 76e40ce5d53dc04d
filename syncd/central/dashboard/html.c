/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Escapes one character at a time. Quotes are escaped everywhere, so one rule serves text and attributes alike. */

#include "html.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

enum { FORMATTED_MAX = 1000 };

/* C0 and C1 controls but tab and newline, embeddings and overrides, isolates, and what is no character in HTML. */
static bool is_forbidden(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static const char *entity_of(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_escaped(const struct html *html, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t c = bs_utf8_next(&text, end);
        const char *entity = entity_of(c);
        char bytes[4];
        if (entity != NULL) {
            bs_buf_text(html->out, entity);
        } else {
            bs_buf_add(html->out, bytes, bs_utf8_put(is_forbidden(c) ? 0xFFFD : c, bytes));
        }
    }
}

void html_put_markup(const struct html *html, const char *literal, size_t len)
{
    bs_buf_add(html->out, literal, len);
}

void html_text(const struct html *html, const char *text)
{
    put_escaped(html, text);
}

__attribute__((format(printf, 2, 0))) static void put_formatted(const struct html *html,
                                                                const char *format, va_list args)
{
    char whole[FORMATTED_MAX * 2];
    char text[FORMATTED_MAX + 1];
    vsnprintf(whole, sizeof whole, format, args);
    bs_utf8_copy(text, sizeof text, whole);
    put_escaped(html, text);
}

void html_textf(const struct html *html, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_formatted(html, format, args);
    va_end(args);
}

static void open_attr(const struct html *html, const char *name)
{
    bs_buf_text(html->out, " ");
    bs_buf_text(html->out, name);
    bs_buf_text(html->out, "=\"");
}

void html_put_attr(const struct html *html, const char *name, const char *value)
{
    open_attr(html, name);
    put_escaped(html, value);
    bs_buf_text(html->out, "\"");
}

void html_put_attrf(const struct html *html, const char *name, const char *format, ...)
{
    va_list args;
    open_attr(html, name);
    va_start(args, format);
    put_formatted(html, format, args);
    va_end(args);
    bs_buf_text(html->out, "\"");
}

void html_url_part(const struct html *html, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != 0; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || strchr("-._~", *at) != NULL;
        if (plain) {
            bs_buf_add(html->out, at, 1);
        } else {
            bs_buf_printf(html->out, "%%%02X", *at);
        }
    }
}
