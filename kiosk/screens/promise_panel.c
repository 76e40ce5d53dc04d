/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The promise: what is open, who decides, and when people hear. */

#include "column.h"

#define N_(text) text

static void add_due(struct frame *frame, struct column *column,
                    const struct bs_programme *programme)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    char date[64], *line = column_text(column);
    date_words(view,
               bs_programme_answer_date(programme,
                                        session->bundle->programmes[session->programme].published),
               date, sizeof date);
    fill(view, line, UI_LABEL_TEXT,
         programme->answer_due.is_example ? tr(view, "U hoort het vóór {date} (voorbeeld).")
                                          : tr(view, "U hoort het vóór {date}."),
         "date", date, NULL);
    column_add(column, "promise.due", UI_ROLE_TEXT, UI_STYLE_BODY, UI_ON_CANAL, words(line));
}

void promise_panel(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct bs_programme *programme = session_programme(view->session);
    struct column column = {0};
    struct paragraph *title =
        column_add(&column, "promise.title", UI_ROLE_HEADING, UI_STYLE_SMALL_STRONG, UI_ON_CANAL,
                   words(tr(view, "Wat is nog open?")));
    title->is_badge = true;
    title->is_optional = true;
    title->gap = 2;
    column_add(&column, "promise.open", UI_ROLE_TEXT, UI_STYLE_TITLE, UI_ON_CANAL,
               content_words(view, &programme->open))
        ->gap = 2;
    column_add(&column, "promise.decides", UI_ROLE_TEXT, UI_STYLE_BODY, UI_ON_CANAL,
               content_words(view, &programme->decides))
        ->is_spare = true;
    add_due(frame, &column, programme);

    add_surface(&frame->build, area, UI_SURFACE_CANAL);
    struct ui_rect inner = ui_rect_inset(area, theme->gap * 5 / 4);
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, false);
}
