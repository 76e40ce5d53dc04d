/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BRANCH_H
#define BRANCH_H

/*
 * Which question comes when. A question that follows another one is asked if that was asked itself and has a value, one of
 * those in `after` if it names any; "weet ik niet" leads nowhere. Of a list, a top, points and pairs every value that was given
 * leads. Text is asked after the thanks and is never on the path; a card is on it, but is no step. Pure.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/programme.h>

#include "answers.h"

/* Whether a question is asked, given the answers before it. */
bool branch_asks(const struct bs_programme *programme, const struct answers *answers,
                 size_t question);
/* The same of the text question, which is not on the path. */
bool branch_leads_to(const struct bs_programme *programme, const struct answers *answers,
                     size_t question);

/* The next question after `question` (or the first, for BRANCH_NONE), or BRANCH_NONE. */
#define BRANCH_NONE ((size_t)-1)
size_t branch_next(const struct bs_programme *programme, const struct answers *answers,
                   size_t question);
size_t branch_previous(const struct bs_programme *programme, const struct answers *answers,
                       size_t question);
/* Whether everything that is asked has its answer. */
bool branch_is_complete(const struct bs_programme *programme, const struct answers *answers);

/* For "Vraag 2 van 3": the place of a question on this path (from 1), and how many the longest path from here has in all.
 * Cards are not counted. The total never grows. */
size_t branch_step(const struct bs_programme *programme, const struct answers *answers,
                   size_t question);
size_t branch_steps(const struct bs_programme *programme, const struct answers *answers);

/* Forgets answers to questions that are no longer asked after a change of heart. */
void branch_prune(const struct bs_programme *programme, struct answers *answers);

#endif
