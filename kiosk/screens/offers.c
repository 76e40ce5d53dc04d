/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What may be left behind after the thanks: a card for each, and one tap to leave none of it. */

#include "ask_look.h"
#include "column.h"

#define N_(text)    text
#define HIGHEST_MM  110 /* a card */
#define REFUSE_PART 2   /* of the width */

static const struct offer {
    const char *id, *icon, *dutch;
} OFFERS[SESSION_EXTRAS] = {
    [SESSION_EXTRA_WORDS] = {"tool.words", "talk", N_("Een paar woorden")},
    [SESSION_EXTRA_ABOUT_YOU] = {"tool.about_you", "person", N_("Iets over uzelf")},
    [SESSION_EXTRA_WISH] = {"tool.wish", "phone", N_("Mogen we u bellen?")},
};

static size_t list_offers(const struct session *session, enum session_extra out[SESSION_EXTRAS])
{
    size_t count = 0;
    for (unsigned extra = 0; extra < SESSION_EXTRAS; extra++) {
        if (session_offers(session, (enum session_extra)extra)) {
            out[count++] = (enum session_extra)extra;
        }
    }
    return count;
}

static void add_cards(struct frame *frame, struct ui_rect area)
{
    const struct ui_theme *theme = frame->view->theme;
    enum session_extra offers[SESSION_EXTRAS];
    const int count = (int)list_offers(frame->view->session, offers);
    const bool is_stacked = ask_is_stacked(frame);
    const int columns = is_stacked ? 1 : count, rows = is_stacked ? count : 1;
    const int highest = theme_px(theme, HIGHEST_MM) * rows;
    if (area.h > highest) {
        take_top(&area, (area.h - highest) / 2, 0);
        area.h = highest;
    }
    for (int i = 0; i < count; i++) {
        const struct offer *offer = &OFFERS[offers[i]];
        struct ui_node *node =
            add_tile(&frame->build, offer->id, grid_cell(area, columns, rows, theme->gap, i),
                     offer->icon, false, words(tr(frame->view, offer->dutch)));
        if (!is_stacked) {
            node->arrangement = UI_PICTURE_ABOVE;
        }
    }
}

void afterwards_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {0};
    frame_begin(&frame, view, scene, "afterwards");
    const struct ui_theme *theme = view->theme;
    frame_top_visit(&frame, "title", words(tr(view, "Dank u wel.")), NULL);
    struct ui_rect row = frame_actions(&frame);
    column_add(&column, "afterwards", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(tr(view, "Wilt u nog iets kwijt?")));
    struct paragraph *free =
        column_add(&column, "afterwards.free", UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT,
                   words(tr(view, "Het hoeft niet. Uw antwoord is al bewaard.")));
    free->is_spare = true;
    /* With large letters the cards stand below each other, and need all that one line does not. */
    struct ui_rect head = frame.content;
    const bool is_low = ask_is_stacked(&frame) && !build_is_portrait(&frame.build);
    free->is_optional = is_low;
    head.h /= is_low ? 4 : 3;
    take_top(&frame.content, column_fit(&frame, &column, head), theme->gap);
    column_draw(&frame, &column, head, false);
    add_cards(&frame, frame.content);
    frame_tool(&frame, take_end(&row, row.w / REFUSE_PART, 0), UI_SURFACE_PRIMARY, "tool.back",
               NULL, N_("Nee, dank u"));
    frame_tools(&frame, false);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
