/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Faces: one row, worst at the starting side, a word under each; with large text and in portrait a row for each. */

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "ask_look.h"

/* By value and never by position, so that four and five faces look alike. */
static int face_of(const char *value)
{
    static const char *const VALUES[] = {"very_bad", "bad", "neutral", "good", "very_good"};
    for (int i = 0; i < 5; i++) {
        if (strcmp(value, VALUES[i]) == 0) {
            return i + 1;
        }
    }
    return 3;
}

void ask_faces(struct frame *frame, struct ui_rect area)
{
    const struct bs_question *question = session_question(frame->view->session);
    struct ask_grid grid = ask_scale_grid(frame, area, question->choice_count);
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "answer.%s", at.choice->value);
        add_face(&frame->build, id, ask_cell(frame, area, grid, i), face_of(at.choice->value),
                 at.is_chosen, at.words);
    }
}
