/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_PROGRAMME_P_H
#define BUURTSTEM_MODEL_PROGRAMME_P_H

/* What programme.c, programme_question.c and programme_check.c share. */

#include <buurtstem/programme.h>

/* The values of the faces, worst first, NULL at the end; a row of four has no neutral. */
#define PROGRAMME_FACES 5
extern const char *const programme_faces[PROGRAMME_FACES + 1];

/* The names of enum bs_kind, in its order, NULL at the end. */
extern const char *const programme_kinds[];

/* Reads $.questions; what is readable is kept even if something else is not. False after a complaint. */
bool programme_read_questions(const struct bs_json_at *at, struct bs_programme *out);

/* Whether this why question is asked after that face. */
bool programme_why_follows(const struct bs_question *why, const char *face);

/*
 * bs_programme_check with the path at which the programme stands ("$", "$.programmes[0]"). The programme may be one that
 * was read only in part: what `complaints` already says about a place, or about what holds it, is not said again.
 */
void programme_check_at(const struct bs_programme *programme, const char *where,
                        struct bs_complaints *complaints);

#endif
