/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The log on a stick, where there is no network. */

#include "desk_p.h"

bool desk_at_export(struct desk_step *step)
{
    struct desk *desk = step->desk;
    const enum desk_intent_kind kind = step->intent->kind;

    if (desk->screen != DESK_EXPORT) {
        return false;
    }
    if (!desk->is_waiting && kind == DESK_SEND) {
        desk_ask(step, DESK_EXPORT_LOG);
        return true;
    }
    if (!desk->is_waiting || (kind != DESK_KEPT && kind != DESK_NOT_KEPT)) {
        return false;
    }
    desk->was_kept = kind == DESK_KEPT;
    desk->was_nothing = desk->was_kept && step->intent->index == 1;
    desk->is_waiting = false;
    if (desk->was_kept) {
        desk_show(step, DESK_DONE);
    }
    return true;
}
