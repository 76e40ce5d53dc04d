/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_WORDS_H
#define BUURTSTEM_MODEL_WORDS_H

/* Measures of a text as a reader meets it: sentences, visible characters, lines. Pure. bs_count_words is here too. */

#include <stdbool.h>
#include <stddef.h>

/* A walk over the words of a text. Start with {text, text + strlen(text), true}. */
struct words_walk {
    const char *at, *end;
    bool opens; /* whether the next word opens a sentence */
};
struct words_word {
    const char *start; /* borrowed */
    size_t bytes;
    size_t letters; /* soft hyphens and marks on another letter are none */
    bool opens_sentence;
};

/* A word is a run of letters and digits, with soft hyphens and an apostrophe inside ("don't"). False: no more. */
bool words_next(struct words_walk *walk, struct words_word *out);

/* Words of the longest sentence; *which (1-based, may be NULL) tells which one it is. */
size_t words_longest_sentence(const char *text, size_t *which);

/* Characters that take room: soft hyphens, marks on another character and invisible signs do not. */
size_t words_visible(const char *text);

/* Visible characters of the longest piece without a blank or soft hyphen; a hyphen that would appear counts. */
size_t words_longest_piece(const char *text, size_t width);

/* Whether it stands in two lines of at most `width`, broken at a blank or a soft hyphen. */
bool words_fit_two_lines(const char *text, size_t width);

#endif
