/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The promise: what is open, who decides, and when people hear. */

#include "frame.h"

static void add_due(struct frame *frame, struct ui_rect *rest, const struct bs_programme *programme)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    char date[64], line[UI_LABEL_TEXT];
    date_words(view,
               bs_programme_answer_date(programme,
                                        session->bundle->programmes[session->programme].published),
               date, sizeof date);
    fill(view, line, sizeof line,
         programme->answer_due.is_example ? tr(view, "U hoort het vóór {date} (voorbeeld).")
                                          : tr(view, "U hoort het vóór {date}."),
         "date", date, NULL);
    stack(frame, rest, 0, "promise.due", UI_ROLE_TEXT, UI_STYLE_BODY, UI_ON_CANAL, words(line));
}

void promise_panel(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct bs_programme *programme = session_programme(view->session);
    add_surface(&frame->build, area, UI_SURFACE_CANAL);
    struct ui_rect rest = ui_rect_inset(area, theme->gap * 3 / 2);

    const char *title = tr(view, "Waarom vragen wij dit?");
    int badge_height = theme->font[UI_STYLE_SMALL_STRONG].px * 3 / 2;
    struct ui_rect badge = take_top(&rest, badge_height, theme->gap);
    int badge_width = text_width(&frame->build, UI_STYLE_SMALL_STRONG, title, NULL) + theme->gap;
    badge = take_start(&badge, badge_width < badge.w ? badge_width : badge.w, 0);
    add_badge(&frame->build, "promise.title", badge, UI_ROLE_HEADING, words(title));

    stack(frame, &rest, theme->gap, "promise.open", UI_ROLE_TEXT, UI_STYLE_TITLE, UI_ON_CANAL,
          content_words(view, &programme->open));
    stack(frame, &rest, theme->gap / 2, "promise.decides", UI_ROLE_TEXT, UI_STYLE_BODY, UI_ON_CANAL,
          content_words(view, &programme->decides));
    add_due(frame, &rest, programme);
}
