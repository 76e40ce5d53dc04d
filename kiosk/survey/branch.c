/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The path through a programme's questions. */

#include "branch.h"

#include <string.h>

static size_t index_of(const struct bs_programme *programme, const char *id)
{
    for (size_t i = 0; i < programme->question_count; i++) {
        if (strcmp(programme->questions[i].id, id) == 0) {
            return i;
        }
    }
    return BRANCH_NONE;
}

static bool names(const struct bs_question *why, const char *value)
{
    for (size_t i = 0; i < why->after_count; i++) {
        if (strcmp(why->after[i], value) == 0) {
            return true;
        }
    }
    return why->after_count == 0;
}

/* What the question that `why` follows leads to: asked, not asked, or open because it has no answer yet. */
enum lead { LEAD_ASKED, LEAD_NOT_ASKED, LEAD_OPEN };

static enum lead lead_to(const struct bs_programme *programme, const struct answers *answers,
                         const struct bs_question *why)
{
    size_t before = why->follows ? index_of(programme, why->follows) : BRANCH_NONE;
    if (before == BRANCH_NONE) {
        return LEAD_NOT_ASKED;
    }
    const struct answer_slot *slot = &answers->slot[before];
    if (!slot->is_given) {
        return LEAD_OPEN;
    }
    if (slot->dont_know || slot->count == 0) {
        return LEAD_NOT_ASKED;
    }
    const char *value = programme->questions[before].choices[slot->choice[0]].value;
    return names(why, value) ? LEAD_ASKED : LEAD_NOT_ASKED;
}

static bool counts(const struct bs_programme *programme, const struct answers *answers,
                   size_t question)
{
    const struct bs_question *asked = &programme->questions[question];
    return asked->kind != BS_KIND_WHY || lead_to(programme, answers, asked) != LEAD_NOT_ASKED;
}

bool branch_asks(const struct bs_programme *programme, const struct answers *answers,
                 size_t question)
{
    const struct bs_question *asked = &programme->questions[question];
    return asked->kind != BS_KIND_WHY || lead_to(programme, answers, asked) == LEAD_ASKED;
}

size_t branch_next(const struct bs_programme *programme, const struct answers *answers,
                   size_t question)
{
    size_t from = question == BRANCH_NONE ? 0 : question + 1;
    for (size_t i = from; i < programme->question_count; i++) {
        if (branch_asks(programme, answers, i)) {
            return i;
        }
    }
    return BRANCH_NONE;
}

size_t branch_previous(const struct bs_programme *programme, const struct answers *answers,
                       size_t question)
{
    for (size_t i = question; i > 0; i--) {
        if (branch_asks(programme, answers, i - 1)) {
            return i - 1;
        }
    }
    return BRANCH_NONE;
}

size_t branch_step(const struct bs_programme *programme, const struct answers *answers,
                   size_t question)
{
    size_t step = 1;
    for (size_t i = 0; i < question; i++) {
        step += counts(programme, answers, i) ? 1 : 0;
    }
    return step;
}

size_t branch_steps(const struct bs_programme *programme, const struct answers *answers)
{
    size_t steps = 0;
    for (size_t i = 0; i < programme->question_count; i++) {
        steps += counts(programme, answers, i) ? 1 : 0;
    }
    return steps;
}

void branch_prune(const struct bs_programme *programme, struct answers *answers)
{
    for (size_t i = 0; i < programme->question_count; i++) {
        if (answers->slot[i].is_given && !branch_asks(programme, answers, i)) {
            answers_clear(answers, i);
        }
    }
}
