/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is the same for all kinds, and those where one tap is the answer. */

#include "kind_p.h"

size_t kind_rounds(enum bs_kind kind)
{
    return kind == BS_KIND_PAIR ? BS_PAIR_ROUNDS : 1;
}

bool kind_is_many(enum bs_kind kind)
{
    return kind == BS_KIND_WHY || kind == BS_KIND_LIST || kind == BS_KIND_TOP ||
           kind == BS_KIND_POINTS;
}

enum kind_tap kind_choose(struct answer_slot *slot, const struct bs_question *question,
                          size_t round, size_t choice)
{
    if (choice >= question->choice_count || !bs_kind_is_asked(question->kind)) {
        return KIND_REFUSED;
    }
    switch (question->kind) {
    case BS_KIND_WHY:
    case BS_KIND_LIST:
    case BS_KIND_TOP:
        return kind_many_choose(slot, choice, question->most);
    case BS_KIND_POINTS:
        return kind_points_choose(slot, question, choice);
    case BS_KIND_PAIR:
        return kind_pair_choose(slot, round, choice);
    default:
        answers_slot_set(slot, choice);
        return KIND_ANSWERED;
    }
}

bool kind_is_ready(const struct answer_slot *slot, const struct bs_question *question, size_t round)
{
    if (question->kind == BS_KIND_PAIR && !slot->dont_know) {
        return (slot->played >> round & 1) != 0;
    }
    return slot->is_given || question->kind == BS_KIND_CARD;
}

bool kind_is_chosen(const struct answer_slot *slot, const struct bs_question *question,
                    size_t round, size_t choice)
{
    if (question->kind == BS_KIND_PAIR) {
        return (slot->played >> round & 1) != 0 && slot->choice[round] == choice;
    }
    return answers_slot_has(slot, choice);
}

size_t kind_left(const struct answer_slot *slot, const struct bs_question *question)
{
    return kind_is_many(question->kind) && slot->count < question->most
               ? question->most - slot->count
               : 0;
}
