/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BRANCH_H
#define BRANCH_H

/* Which question comes when: why-tiles are asked only after the faces that they belong to. Pure. */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/programme.h>

#include "answers.h"

/* Whether a question is asked, given the answers before it. */
bool branch_asks(const struct bs_programme *programme, const struct answers *answers,
                 size_t question);

/* The next question after `question` (or the first, for BRANCH_NONE), or BRANCH_NONE. */
#define BRANCH_NONE ((size_t)-1)
size_t branch_next(const struct bs_programme *programme, const struct answers *answers,
                   size_t question);
size_t branch_previous(const struct bs_programme *programme, const struct answers *answers,
                       size_t question);

/* For "Vraag 2 van 3": the place of a question on this path (from 1), and how many the path has at most. A why question
 * counts as long as it may still be asked, so the total never grows. */
size_t branch_step(const struct bs_programme *programme, const struct answers *answers,
                   size_t question);
size_t branch_steps(const struct bs_programme *programme, const struct answers *answers);

/* Forgets answers to questions that are no longer asked after a change of heart. */
void branch_prune(const struct bs_programme *programme, struct answers *answers);

#endif
