/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUBLIC_FRAME_H
#define PUBLIC_FRAME_H

/* What surrounds a page for everybody: name and municipality, the languages, and the foot. No menu, nobody is signed in. */

#include <stddef.h>

#include <buurtstem/programme.h>

#include "html.h"
#include "reply.h"
#include "request.h"

#define PUBLIC_LANGUAGES_MAX (BS_LANGUAGES_MAX + 2)

struct public_frame {
    struct reply *reply;
    const char *lang;      /* of the content */
    const char *page_lang; /* of our own words: "nl" or "en" */
    const char *tenant;    /* name of the municipality; "": none */
    size_t language_count; /* offered, with `lang` among them */
    char languages[PUBLIC_LANGUAGES_MAX][BS_LANG_TEXT];
};

/* Dutch, English and those of the programme (NULL: none), each once; then the one that the reader asked for by `taal` or
 * by her browser, else Dutch. */
void public_frame_choose(struct public_frame *frame, const struct request *request,
                         const struct bs_programme *programme);

/* Empties the reply's body and writes everything up to the start of the content. `path` is of the language links. */
struct html public_begin(const struct public_frame *frame, const char *title, const char *path);
void public_end(const struct public_frame *frame, const struct html *html, int status);

#endif
