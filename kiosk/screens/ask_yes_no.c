/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Yes and no: two large cards with a check and a cross. */

#include "ask_look.h"

#include <string.h>

void ask_yes_no(struct frame *frame, struct ui_rect area)
{
    const struct bs_question *question = session_question(frame->view->session);
    struct ask_grid grid = ask_scale_grid(frame, area, question->choice_count);
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        struct ui_rect cell = ask_cell(frame, area, grid, i);
        const char *icon = strcmp(at.choice->value, "yes") == 0 ? "check" : "close";
        ask_add_tile(frame, cell, grid, icon, &at);
    }
}
