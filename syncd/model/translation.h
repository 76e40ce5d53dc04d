/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TRANSLATION_H
#define TRANSLATION_H

/*
 * A translation of a programme, an outcome or a place: a file of its own for each language, so that who translates needs
 * to touch nothing else. It names each text by its path ("questions.schoon.labels.bad": members joined by a point, items of
 * a list by their id or value, else by their number from 0) and repeats the Dutch that it was made from. Its schema is
 * assets/schema/translation.schema.json. Pure.
 */

#include <stdbool.h>

#include <buurtstem/json.h>

#define TRANSLATION_FORMAT    "buurtstem-translation/1"
#define TRANSLATION_PATH_MAX  160 /* bytes of a text's path */
#define TRANSLATION_TEXTS_MAX 512 /* a programme of every limit has not half as many */

enum translation_of { TRANSLATION_PROGRAMME, TRANSLATION_OUTCOME, TRANSLATION_PLACE };

struct translation {
    enum translation_of of;
    const char *language, *tenant, *id; /* borrowed from the document */
    struct bs_json_at at;               /* of the whole; borrowed */
};

/* Structure and limits; texts are looked at when it is merged. False after a complaint. */
bool translation_read(const struct bs_json_at *at, struct translation *out);

/*
 * Adds the language to each text of `document` and to its list of languages. All or nothing: false after at least one
 * complaint, at the translation's own paths: another tenant or programme, the language is there already, a text that is
 * missing, empty or unknown, Dutch that is no longer the document's. `document` is then as it was. What was borrowed from
 * it stays valid but for its list of languages.
 */
bool translation_merge(const struct translation *translation, struct bs_json *document);

/*
 * The translation to fill in, for the caller to destroy: every text of the document with its Dutch and English, and with
 * what `existing` (may be NULL) has for it where the Dutch is the same; else "". A place does not hold its tenant when it
 * comes from elsewhere than a publish file; then the form lacks it too.
 */
struct bs_json *translation_form(const struct bs_json_at *document, enum translation_of of,
                                 const char *language, const struct translation *existing);

#endif
