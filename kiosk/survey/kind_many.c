/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Several of some: a tap adds a choice or takes it off again. The order is the order of the taps, which is the rank in a top. */

#include "kind_p.h"

enum kind_tap kind_many_choose(struct answer_slot *slot, size_t choice, size_t most)
{
    return answers_slot_toggle(slot, choice, most) ? KIND_CHANGED : KIND_HINTED;
}

size_t kind_rank(const struct answer_slot *slot, size_t choice)
{
    for (size_t i = 0; i < slot->count; i++) {
        if (slot->choice[i] == choice) {
            return i + 1;
        }
    }
    return 0;
}
