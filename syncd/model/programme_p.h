/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_PROGRAMME_P_H
#define BUURTSTEM_MODEL_PROGRAMME_P_H

/* What the files of a programme share: programme.c, programme_check.c and those of its questions. */

#include <buurtstem/programme.h>

#include "style.h"

/* How few and how many a question offers and asks for. */
#define PROGRAMME_FACES        5
#define PROGRAMME_FACES_LEAST  4
#define PROGRAMME_PICTURES     4
#define PROGRAMME_POINTS_LEAST 2
#define PROGRAMME_POINTS       5 /* points, and goals over which they go */
#define PROGRAMME_PAIR         3
#define PROGRAMME_TOP_LEAST    2
#define PROGRAMME_TOP          3

/* The names of enum bs_kind, in its order, NULL at the end. */
extern const char *const programme_kinds[];

/* The values of a kind whose values are always the same, worst first, NULL at the end; NULL for the others. A row of four
 * faces has no neutral. */
const char *const *programme_fixed_values(enum bs_kind kind);

/* Reads $.questions; what is readable is kept even if something else is not. False after a complaint. */
bool programme_read_questions(const struct bs_json_at *at, struct bs_programme *out);

/* What only some kinds have: choices or labels, how many of them, a card's body. `at` is the question. */
bool programme_read_kind(const struct bs_json_at *at, struct bs_question *out);
bool programme_read_choices(const struct bs_json_at *at, struct bs_question *out);

/* Where a label stands within the programme: "questions[0].labels.good", "questions[1].choices[0].label". */
void programme_label_path(const struct bs_question *question, size_t index, size_t choice,
                          char out[STYLE_PATH]);

/* Reads `follows` and `after` of every question in the list; all else of them was read, if only in part. */
bool programme_read_branches(const struct bs_json_at *list, struct bs_programme *out);
/* Whether at least one question is asked and at most BS_ASKED_MAX are, whatever is answered. Every question was read. */
bool programme_fits_a_visit(const struct bs_json_at *list, const struct bs_programme *programme);

/* Whether a question that follows another is asked after that value of it. */
bool programme_is_after(const struct bs_question *question, const char *value);

/*
 * Of all the ways through the programme the one whose questions weigh most together, with a weight for each question: which
 * questions are on it, as bits.
 */
unsigned programme_heaviest_path(const struct bs_programme *programme,
                                 const double weights[BS_QUESTIONS_MAX]);

/*
 * bs_programme_check with the path at which the programme stands ("$", "$.programmes[0]"). The programme may be one that
 * was read only in part: what `complaints` already says about a place, or about what holds it, is not said again.
 */
void programme_check_at(const struct bs_programme *programme, const char *where,
                        struct bs_complaints *complaints);

#endif
