/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIND_P_H
#define KIND_P_H

/* The kinds with rules of their own. */

#include "kind.h"

enum kind_tap kind_many_choose(struct answer_slot *slot, size_t choice, size_t most);
enum kind_tap kind_points_choose(struct answer_slot *slot, const struct bs_question *question,
                                 size_t choice);
enum kind_tap kind_pair_choose(struct answer_slot *slot, size_t round, size_t choice);

#endif
