/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Points over goals. They are kept sorted by goal, so that the same division is the same answer whatever the order of taps. */

#include "kind_p.h"

size_t kind_points(const struct answer_slot *slot, size_t choice)
{
    size_t points = 0;
    for (size_t i = 0; i < slot->count; i++) {
        points += slot->choice[i] == choice ? 1 : 0;
    }
    return points;
}

enum kind_tap kind_points_choose(struct answer_slot *slot, const struct bs_question *question,
                                 size_t choice)
{
    if (question->choices[choice].is_locked) {
        return KIND_REFUSED;
    }
    if (slot->count >= question->most || slot->count >= BS_CHOICES_MAX) {
        return KIND_HINTED;
    }
    size_t at = slot->count;
    for (; at > 0 && slot->choice[at - 1] > choice; at--) {
        slot->choice[at] = slot->choice[at - 1];
    }
    slot->choice[at] = choice;
    slot->count++;
    slot->is_given = true;
    slot->dont_know = false;
    return KIND_CHANGED;
}

bool kind_take_back(struct answer_slot *slot, const struct bs_question *question, size_t choice)
{
    if (question->kind != BS_KIND_POINTS || kind_points(slot, choice) == 0) {
        return false;
    }
    answers_slot_take_off(slot, kind_rank(slot, choice) - 1);
    return true;
}
