/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef LANGUAGES_H
#define LANGUAGES_H

/* What the kiosk knows of the languages it can show: one folder of files each, assets/languages. Read by resources.c. */

#include <stddef.h>

#define LANGUAGES_MAX 32

struct language {
    char code[12];     /* the folder's name, a BCP 47 tag */
    char name[48];     /* in itself: "Nederlands" */
    char voice[24];    /* of espeak-ng; "" if it has none: then only recordings are heard */
    char keyboard[24]; /* a file in assets/keyboards */
};

struct languages {
    size_t count;
    struct language of[LANGUAGES_MAX];
};

/* The language of a tag, or NULL. */
const struct language *languages_find(const struct languages *languages, const char *code);

#endif
