/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Tiles with a pictogram: the looks of one-of-some, why and up-to-n. */

#include "ask_look.h"

void ask_tiles(struct frame *frame, struct ui_rect area)
{
    const struct bs_question *question = session_question(frame->view->session);
    struct ask_grid grid = ask_tile_grid(frame, area, question->choice_count);
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        ask_add_tile(frame, ask_cell(frame, area, grid, i), grid, at.choice->icon, &at);
    }
}
