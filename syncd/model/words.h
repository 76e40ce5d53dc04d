/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_WORDS_H
#define BUURTSTEM_MODEL_WORDS_H

/* Measures of a text as a reader meets it: sentences, visible characters, lines. Pure. bs_count_words is here too. */

#include <stdbool.h>
#include <stddef.h>

/* Words of the longest sentence; *which (1-based, may be NULL) tells which one it is. */
size_t words_longest_sentence(const char *text, size_t *which);

/* Characters that take room: soft hyphens, marks on another character and invisible signs do not. */
size_t words_visible(const char *text);

/* Visible characters of the longest piece without a blank or soft hyphen; a hyphen that would appear counts. */
size_t words_longest_piece(const char *text, size_t width);

/* Whether it stands in two lines of at most `width`, broken at a blank or a soft hyphen. */
bool words_fit_two_lines(const char *text, size_t width);

#endif
