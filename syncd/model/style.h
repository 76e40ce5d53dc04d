/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_STYLE_H
#define BUURTSTEM_MODEL_STYLE_H

/*
 * How a text for residents has to be: there in each language, in short sentences, and fitting where it is shown. What a
 * programme and an outcome are both checked for. The content may be read only in part: what the list already says about
 * a place, or about what holds it, is not said again.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/err.h>
#include <buurtstem/programme.h>

#define STYLE_PATH (2 * BS_JSON_PATH)

struct style {
    const char *what;  /* "the programme" */
    const char *where; /* path of the whole: "$", "$.outcomes[0]" */
    size_t language_count;
    const char (*languages)[BS_LANG_TEXT];
    struct bs_complaints *complaints;
    size_t told; /* complaints that were there before the check began */
    bool knows_languages;
};

/* Everything is borrowed. `languages` are those in which the content is offered. */
struct style style_begin(const char *what, const char *where, const char (*languages)[BS_LANG_TEXT],
                         size_t language_count, struct bs_complaints *complaints);

/* Whether reading already complained about this path, about what holds it or, if so asked, about what it holds. */
bool style_is_told(const struct style *style, const char *path, bool with_inside);

/* Complains at a whole path, unless it was told. */
void style_complain(const struct style *style, const char *path, const char *sentence);
void style_complain_missing(const struct style *style, const char *path, const char *sentence);

/* What a text has to fit into, in visible characters; 0: no limit but that of reading. */
struct style_fit {
    size_t most;  /* in all */
    size_t piece; /* of a word, or of a part of it between soft hyphens */
    size_t line;  /* of each of two lines */
};

/* One text in all its languages; `member` is its path within the whole. Without any language: nothing to say. */
void style_text(const struct style *style, const char *member, const struct bs_text *text,
                struct style_fit fit);

/* Complains if the text is in no language at all. */
void style_needed(const struct style *style, const char *member, const struct bs_text *text,
                  const char *sentence);

#endif
