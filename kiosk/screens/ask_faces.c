/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Faces: one row, worst at the starting side, a word under each. */

#include <stdio.h>
#include <string.h>

#include "frame.h"

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
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const struct bs_question *question = session_question(session);
    for (size_t i = 0; i < question->choice_count; i++) {
        const struct bs_choice *choice = &question->choices[i];
        struct ui_rect cell =
            grid_cell(area, (int)question->choice_count, 1, view->theme->gap, (int)i);
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "answer.%s", choice->value);
        add_face(&frame->build, id, cell, face_of(choice->value),
                 answers_has(&session->answers, session->question, i),
                 content_words(view, &choice->label));
    }
}
