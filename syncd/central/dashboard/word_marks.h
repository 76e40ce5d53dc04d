/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WORD_MARKS_H
#define WORD_MARKS_H

/* Released words on a page: what is masked as a bar with its kind in words, and the words one by one, to mask more. Pure. */

#include "html.h"
#include "storage_comments.h"

#define WORD_MARKS_PARTS BS_WORDS_MAX /* more words than that no text has */

/* The text in its own language and direction, as a paragraph. */
void word_marks_text(const struct html *html, const struct bs_comment *comment);
/* The same inside a line: as a span. */
void word_marks_line(const struct html *html, const struct bs_comment *comment);

/* "naam", "telefoonnummer" … */
const char *word_marks_name(enum bs_mask mask);

/* One word: what stands between blanks. */
struct word_part {
    size_t from, len; /* in the text, bytes */
    bool is_mask;     /* nothing but signs: there is nothing to mask in it */
};
/* How many there are; as many as WORD_MARKS_PARTS. */
size_t word_marks_split(const char *text, struct word_part out[WORD_MARKS_PARTS]);

/* The text without the words that are ticked, by their number: one sign for each row of them, whose kind is not known. False: more
 * than BS_MASKS_MAX places, or nothing that can be masked was ticked. */
bool word_marks_mask(const struct bs_comment *comment, const bool ticked[WORD_MARKS_PARTS],
                     struct storage_masked *out);

#endif
