/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The most important ones: tiles on which a number says which was tapped first. */

#include "ask_look.h"

#include <stdio.h>

/* "Eerste keus: Wonen" */
static const char *spoken(const struct frame *frame, size_t rank, const struct ask_choice *at,
                          char *out)
{
    const struct screen_view *view = frame->view;
    const char *label = at->words.speech != NULL ? at->words.speech : at->words.label;
    const char *pattern = rank == 1   ? tr(view, "Eerste keus: {label}")
                          : rank == 2 ? tr(view, "Tweede keus: {label}")
                                      : tr(view, "Derde keus: {label}");
    fill(view, out, UI_SPEECH_TEXT, pattern, "label", label, NULL);
    return out;
}

/* On the top end corner, where other answers have a tick. */
static void add_rank(struct frame *frame, struct ui_rect cell, size_t rank)
{
    const struct ui_theme *theme = frame->view->theme;
    char number[24];
    snprintf(number, sizeof number, "%zu", rank);
    const int line = text_height(&frame->build, UI_STYLE_ANSWER, INT32_MAX, number, NULL);
    const int size = line > theme->gap * 5 / 2 ? line : theme->gap * 5 / 2;
    const int out = theme->gap * 3 / 5;
    struct ui_rect disc = {cell.x + cell.w + out - size, cell.y - out, size, size};
    add_surface(&frame->build, disc, UI_SURFACE_DISC_CANAL);
    struct ui_node *node = add_text(&frame->build, "", disc, UI_ROLE_DECORATION, UI_STYLE_ANSWER,
                                    UI_ON_CANAL, UI_ALIGN_CENTRE, words(number));
    node->centre_vertically = true;
}

void ask_top(struct frame *frame, struct ui_rect area)
{
    const struct session *session = frame->view->session;
    const struct bs_question *question = session_question(session);
    struct ask_grid grid = ask_tile_grid(frame, area, question->choice_count);
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        struct ui_rect cell = ask_cell(frame, area, grid, i);
        size_t rank = session_rank(session, at.index);
        char speech[UI_SPEECH_TEXT];
        if (rank > 0) {
            at.words.speech = spoken(frame, rank, &at, speech);
        }
        ask_add_tile(frame, cell, grid, at.choice->icon, &at);
        if (rank > 0) {
            add_rank(frame, cell, rank);
        }
    }
}
