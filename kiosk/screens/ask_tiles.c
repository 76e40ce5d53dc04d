/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Tiles with a pictogram: the looks of one-of-some, why and up-to-n. */

#include <stdio.h>

#include "frame.h"

static int columns_for(size_t count)
{
    if (count <= 3) {
        return (int)count;
    }
    return count == 4 ? 2 : count <= 6 ? 3 : 4;
}

void ask_tiles(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const struct bs_question *question = session_question(session);
    int columns = columns_for(question->choice_count);
    int rows = ((int)question->choice_count + columns - 1) / columns;
    for (size_t i = 0; i < question->choice_count; i++) {
        const struct bs_choice *choice = &question->choices[i];
        struct ui_rect cell = grid_cell(area, columns, rows, view->theme->gap, (int)i);
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "choice.%s", choice->value);
        struct ui_node *node = add_tile(&frame->build, id, cell, choice->icon,
                                        answers_has(&session->answers, session->question, i),
                                        content_words(view, &choice->label));
        if (columns == 4 || (rows == 1 && columns <= 2)) {
            node->arrangement = UI_PICTURE_ABOVE;
        }
    }
}
