/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HTML_H
#define HTML_H

/*
 * The escaping writer: no string reaches a page around it. Markup can only be a literal of ours (the macros paste it to
 * another literal, so anything else does not compile); everything that comes from data is escaped, and characters that
 * HTML forbids or that turn the direction of a page become U+FFFD. Writes into a bs_buf, whose limit is sticky. Pure.
 */

#include <stdint.h>

#include <buurtstem/buf.h>

struct html {
    struct bs_buf *out; /* borrowed */
};

/* Markup of ours, as it stands. */
#define html_markup(html, literal) html_put_markup((html), "" literal "", sizeof("" literal "") - 1)

/* Text between tags. */
void html_text(const struct html *html, const char *text);
void html_textf(const struct html *html, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ` name="value"` inside a tag that html_markup opened; the name is a literal of ours. */
#define html_attr(html, name, value) html_put_attr((html), "" name "", (value))
#define html_attrf(html, name, ...)  html_put_attrf((html), "" name "", __VA_ARGS__)

/* A piece of a URL (path segment, query value): percent-encoded, so it is safe inside a quoted attribute as well. */
void html_url_part(const struct html *html, const char *text);

/* For the macros above. Text from html_put_attrf longer than 1,000 bytes is cut at a character border. */
void html_put_markup(const struct html *html, const char *literal, size_t len);
void html_put_attr(const struct html *html, const char *name, const char *value);
void html_put_attrf(const struct html *html, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
