/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The answers of one visit: a small table by question, and its way into a submission. */

#include "answers.h"

#include <assert.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

void answers_wipe(struct answers *answers)
{
    bs_wipe(answers, sizeof *answers);
}

bool answers_any(const struct answers *answers)
{
    for (size_t i = 0; i < BS_QUESTIONS_MAX; i++) {
        if (answers->slot[i].is_given) {
            return true;
        }
    }
    return false;
}

static bool slots_equal(const struct answer_slot *a, const struct answer_slot *b)
{
    bool same = a->is_given == b->is_given && a->dont_know == b->dont_know &&
                a->count == b->count && a->played == b->played;
    for (size_t i = 0; same && i < a->count; i++) {
        same = a->choice[i] == b->choice[i];
    }
    return same;
}

bool answers_equal(const struct answers *a, const struct answers *b)
{
    bool same = true;
    for (size_t i = 0; i < BS_QUESTIONS_MAX; i++) {
        same = same && slots_equal(&a->slot[i], &b->slot[i]);
    }
    return same;
}

void answers_set_dont_know(struct answers *answers, size_t question)
{
    assert(question < BS_QUESTIONS_MAX);
    answers->slot[question] = (struct answer_slot){.is_given = true, .dont_know = true};
}

void answers_clear(struct answers *answers, size_t question)
{
    assert(question < BS_QUESTIONS_MAX);
    answers->slot[question] = (struct answer_slot){0};
}

void answers_slot_set(struct answer_slot *slot, size_t choice)
{
    assert(choice < BS_CHOICES_MAX);
    *slot = (struct answer_slot){.is_given = true, .count = 1, .choice = {choice}};
}

bool answers_slot_has(const struct answer_slot *slot, size_t choice)
{
    for (size_t i = 0; i < slot->count; i++) {
        if (slot->choice[i] == choice) {
            return true;
        }
    }
    return false;
}

void answers_slot_take_off(struct answer_slot *slot, size_t at)
{
    assert(at < slot->count);
    for (size_t i = at + 1; i < slot->count; i++) {
        slot->choice[i - 1] = slot->choice[i];
    }
    slot->choice[--slot->count] = 0;
    slot->is_given = slot->count > 0;
}

bool answers_slot_toggle(struct answer_slot *slot, size_t choice, size_t most)
{
    assert(choice < BS_CHOICES_MAX && most <= BS_CHOICES_MAX);
    for (size_t i = 0; i < slot->count; i++) {
        if (slot->choice[i] == choice) {
            answers_slot_take_off(slot, i);
            return true;
        }
    }
    if (slot->count >= most) {
        return false;
    }
    slot->dont_know = false;
    slot->is_given = true;
    slot->choice[slot->count++] = choice;
    return true;
}

void answers_export(const struct answers *answers, const struct bs_programme *programme,
                    struct bs_submission *submission)
{
    submission->answer_count = 0;
    for (size_t i = 0; i < programme->question_count; i++) {
        const struct answer_slot *slot = &answers->slot[i];
        const struct bs_question *question = &programme->questions[i];
        if (!slot->is_given || !bs_kind_is_asked(question->kind) ||
            submission->answer_count >= BS_ASKED_MAX) {
            continue;
        }
        struct bs_answer *out = &submission->answers[submission->answer_count++];
        *out = (struct bs_answer){.kind = question->kind,
                                  .dont_know = slot->dont_know,
                                  .value_count = slot->dont_know ? 0 : slot->count};
        bs_utf8_copy(out->question, sizeof out->question, question->id);
        for (size_t k = 0; k < out->value_count; k++) {
            bs_utf8_copy(out->values[k], sizeof out->values[k],
                         question->choices[slot->choice[k]].value);
        }
    }
}
