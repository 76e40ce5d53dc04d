/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WORDING_H
#define WORDING_H

/*
 * Words of content on a page: in the language that was asked for or the next best, marked with the language and direction
 * in which they are, so that they are read aloud and set rightly. Pure.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/programme.h>

#include "html.h"

/* Whether a language runs from right to left: by its script if the tag names one, else by the one it is written in. */
bool wording_is_rtl(const char *lang);

/* ` lang="ar" dir="rtl"` inside an open tag, if `lang` is not the page's. */
void wording_attrs(const struct html *html, const char *lang, const char *page_lang);

/* The text in `lang` or the next best; in a span with its language if that is not the page's. */
void wording_write(const struct html *html, const struct bs_text *text, const char *lang,
                   const char *page_lang);

/* The end of an open tag and the text: `<p` becomes `<p lang="ar" dir="rtl">text`, so that the whole block runs that way. */
void wording_block(const struct html *html, const struct bs_text *text, const char *lang,
                   const char *page_lang);

/*
 * The index of the language that a reader wants most by her browser's Accept-Language ("nl-NL,nl;q=0.9,en;q=0.8"), or
 * `count` if none of them is wanted. A range matches a tag that it begins; "*" matches nothing in particular, so it is
 * left out. Malformed parts are passed over, and what stands behind the sixteenth.
 */
size_t wording_choose(const char *accept, const char (*languages)[BS_LANG_TEXT], size_t count);

#endif
