/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The path through a programme's questions. */

#include "branch.h"

#include <string.h>

/* Whether the path leads to a question: yes, no, or not known yet because what it follows has no answer. */
enum lead { LEAD_ASKED, LEAD_NOT_ASKED, LEAD_OPEN };

struct leads {
    enum lead to[BS_QUESTIONS_MAX];
};

static size_t index_of(const struct bs_programme *programme, const char *id)
{
    for (size_t i = 0; i < programme->question_count; i++) {
        if (strcmp(programme->questions[i].id, id) == 0) {
            return i;
        }
    }
    return BRANCH_NONE;
}

static bool names(const struct bs_question *follower, const char *value)
{
    for (size_t i = 0; i < follower->after_count; i++) {
        if (strcmp(follower->after[i], value) == 0) {
            return true;
        }
    }
    return follower->after_count == 0;
}

/* Whether an answer that was given leads to its follower; "weet ik niet" has no value. */
static bool leads(const struct bs_question *question, const struct answer_slot *slot,
                  const struct bs_question *follower)
{
    for (size_t i = 0; i < slot->count; i++) {
        if (names(follower, question->choices[slot->choice[i]].value)) {
            return true;
        }
    }
    return false;
}

/* What a question follows stands before it, so one pass is enough. */
static struct leads find_leads(const struct bs_programme *programme, const struct answers *answers)
{
    struct leads found = {0};
    for (size_t i = 0; i < programme->question_count; i++) {
        const struct bs_question *question = &programme->questions[i];
        if (question->follows == NULL) {
            continue; /* always asked */
        }
        size_t before = index_of(programme, question->follows);
        bool is_lost = before >= i || found.to[before] == LEAD_NOT_ASKED;
        if (!is_lost && (found.to[before] == LEAD_OPEN || !answers->slot[before].is_given)) {
            found.to[i] = LEAD_OPEN;
        } else if (is_lost ||
                   !leads(&programme->questions[before], &answers->slot[before], question)) {
            found.to[i] = LEAD_NOT_ASKED;
        }
    }
    return found;
}

bool branch_leads_to(const struct bs_programme *programme, const struct answers *answers,
                     size_t question)
{
    return find_leads(programme, answers).to[question] == LEAD_ASKED;
}

bool branch_asks(const struct bs_programme *programme, const struct answers *answers,
                 size_t question)
{
    return programme->questions[question].kind != BS_KIND_TEXT &&
           branch_leads_to(programme, answers, question);
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

bool branch_is_complete(const struct bs_programme *programme, const struct answers *answers)
{
    for (size_t i = 0; i < programme->question_count; i++) {
        if (bs_kind_is_asked(programme->questions[i].kind) && !answers->slot[i].is_given &&
            branch_asks(programme, answers, i)) {
            return false;
        }
    }
    return true;
}

size_t branch_step(const struct bs_programme *programme, const struct answers *answers,
                   size_t question)
{
    struct leads found = find_leads(programme, answers);
    size_t step = 1;
    for (size_t i = 0; i < question; i++) {
        bool is_step = bs_kind_is_asked(programme->questions[i].kind);
        step += is_step && found.to[i] == LEAD_ASKED ? 1 : 0;
    }
    return step;
}

/* Steps that one value of a question may lead to at most, or all values together where several may be given. */
static size_t longest_after(const struct bs_programme *programme, size_t question,
                            const size_t longest[BS_QUESTIONS_MAX])
{
    const struct bs_question *before = &programme->questions[question];
    size_t most = 0, all = 0;
    for (size_t value = 0; value < before->choice_count; value++) {
        size_t steps = 0;
        all = 0;
        for (size_t i = question + 1; i < programme->question_count; i++) {
            const struct bs_question *follower = &programme->questions[i];
            if (follower->follows != NULL && strcmp(follower->follows, before->id) == 0) {
                steps += names(follower, before->choices[value].value) ? longest[i] : 0;
                all += longest[i];
            }
        }
        most = steps > most ? steps : most;
    }
    return bs_kind_is_single(before->kind) ? most : all;
}

size_t branch_steps(const struct bs_programme *programme, const struct answers *answers)
{
    struct leads found = find_leads(programme, answers);
    size_t longest[BS_QUESTIONS_MAX] = {0};
    size_t steps = 0;
    for (size_t i = programme->question_count; i > 0; i--) {
        size_t own = bs_kind_is_asked(programme->questions[i - 1].kind) ? 1 : 0;
        longest[i - 1] = own + longest_after(programme, i - 1, longest);
        if (found.to[i - 1] == LEAD_ASKED) {
            steps += answers->slot[i - 1].is_given ? own : longest[i - 1];
        }
    }
    return steps;
}

void branch_prune(const struct bs_programme *programme, struct answers *answers)
{
    struct leads found = find_leads(programme, answers);
    for (size_t i = 0; i < programme->question_count; i++) {
        if (found.to[i] != LEAD_ASKED) {
            answers_clear(answers, i);
        }
    }
}
