/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Agreement: five steps in words, each with a thumb that points up or down, filled where somebody is sure. */

#include "ask_look.h"

#include <string.h>

static const char *icon_of(const char *value)
{
    static const struct {
        const char *value, *icon;
    } STEPS[] = {{"strongly_disagree", "agree-1"},
                 {"disagree", "agree-2"},
                 {"agree", "agree-4"},
                 {"strongly_agree", "agree-5"}};
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        if (strcmp(value, STEPS[i].value) == 0) {
            return STEPS[i].icon;
        }
    }
    return "agree-3";
}

void ask_agree(struct frame *frame, struct ui_rect area)
{
    const struct bs_question *question = session_question(frame->view->session);
    struct ask_grid grid = ask_scale_grid(frame, area, question->choice_count);
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        ask_add_tile(frame, ask_cell(frame, area, grid, i), grid, icon_of(at.choice->value), &at);
    }
}
