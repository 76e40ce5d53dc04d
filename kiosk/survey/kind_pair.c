/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What weighs more: three rounds, each choice against each other one. The answer is complete when all are played. */

#include "kind_p.h"

void kind_pair(size_t round, size_t *first, size_t *second)
{
    static const size_t PAIRS[BS_PAIR_ROUNDS][2] = {{0, 1}, {0, 2}, {1, 2}};
    *first = PAIRS[round % BS_PAIR_ROUNDS][0];
    *second = PAIRS[round % BS_PAIR_ROUNDS][1];
}

enum kind_tap kind_pair_choose(struct answer_slot *slot, size_t round, size_t choice)
{
    size_t first, second;
    kind_pair(round, &first, &second);
    if (round >= BS_PAIR_ROUNDS || (choice != first && choice != second)) {
        return KIND_REFUSED;
    }
    if (slot->dont_know) {
        *slot = (struct answer_slot){0};
    }
    slot->choice[round] = choice;
    slot->played |= 1U << round;
    if (slot->played == (1U << BS_PAIR_ROUNDS) - 1) {
        slot->is_given = true;
        slot->count = BS_PAIR_ROUNDS;
    }
    return KIND_ANSWERED;
}
