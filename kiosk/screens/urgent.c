/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* An urgent notice of the municipality, in the place of attract: its words, when to call 112, and the way on to the questions. */

#include <stdio.h>

#include "column.h"

#define N_(text) text

static void fill_notice(const struct screen_view *view, const struct bs_notice *notice,
                        struct column *column)
{
    struct paragraph *title = column_add(column, "urgent", UI_ROLE_HEADING, UI_STYLE_QUESTION,
                                         UI_INK, content_words(view, &notice->title));
    title->icon = "warning";
    title->gap = 2;
    column_add(column, "urgent.text", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               content_words(view, &notice->text))
        ->gap = 2;
    if (notice->is_example) {
        column_add(column, "urgent.example", UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT,
                   words(tr(view, "(voorbeeld)")));
    }
    struct paragraph *call = column_add(column, "urgent.112", UI_ROLE_TEXT, UI_STYLE_STRONG,
                                        UI_BRICK, words(tr(view, "Is er nu gevaar? Bel 112.")));
    call->icon = "phone";
}

static void add_way_on(struct frame *frame, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    char id[UI_ID_TEXT] = "tool.all";
    if (session_open_count(view->session) == 1) {
        snprintf(id, sizeof id, "programme.%s", session_programme(view->session)->id);
    }
    const int width = build_is_portrait(&frame->build) ? row.w : row.w / 2;
    struct ui_node *node = frame_tool(frame, take_end(&row, width, 0), UI_SURFACE_PRIMARY, id,
                                      "arrow", N_("Naar de vragen"));
    node->arrangement = UI_PICTURE_END;
    node->is_small = frame_is_compact(frame);
}

void urgent_build(const struct screen_view *view, const struct bs_notice *notice,
                  struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {0};
    frame_begin(&frame, view, scene, "urgent");
    struct ui_rect languages = frame_raise_bar(&frame, frame_language_rows(&frame));
    if (!frame_is_compact(&frame)) {
        frame_top_place(&frame, "");
    }
    struct ui_rect row = frame_actions(&frame);
    fill_notice(view, notice, &column);
    add_surface(&frame.build, frame.content, UI_SURFACE_PANEL);
    const int inset = view->theme->gap / (frame_is_compact(&frame) ? 2 : 1);
    struct ui_rect inner = ui_rect_inset(frame.content, inset);
    column_fit(&frame, &column, inner);
    column_draw(&frame, &column, inner, true);
    add_way_on(&frame, row);
    frame_tools(&frame, false);
    frame_languages(&frame, languages);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
