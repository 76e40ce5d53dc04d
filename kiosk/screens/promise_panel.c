/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The promise: what is open, who decides, and when people hear. */

#include "column.h"

#define N_(text) text

const char *decider_icon(enum bs_decider decider)
{
    switch (decider) {
    case BS_DECIDER_BOARD:
        return "board";
    case BS_DECIDER_COUNCIL:
        return "council";
    case BS_DECIDER_HOUSING:
        return "key";
    case BS_DECIDER_RESIDENTS:
        break;
    }
    return "neighbours";
}

/* When people hear; said openly when that day has passed. */
static void due_words(const struct screen_view *view, const struct bs_bundle_programme *of,
                      char *out)
{
    char date[64];
    int days = 0;
    if (bs_bundle_is_late(of, view->today, &days)) {
        late_words(view, NULL, days, out);
        return;
    }
    date_words(view, bs_programme_answer_date(of->programme, of->published), date, sizeof date);
    fill(view, out, UI_LABEL_TEXT,
         of->outcome != NULL                    ? tr(view, "Het eerste antwoord is er al.")
         : of->programme->answer_due.is_example ? tr(view, "U hoort het vóór {date} (voorbeeld).")
                                                : tr(view, "U hoort het vóór {date}."),
         "date", date, NULL);
}

void promise_column(struct frame *frame, struct column *column)
{
    const struct screen_view *view = frame->view;
    const struct bs_programme *programme = session_programme(view->session);
    struct paragraph *title =
        column_add(column, "promise.title", UI_ROLE_HEADING, UI_STYLE_SMALL_STRONG, UI_ON_STORY,
                   words(tr(view, "Wat is nog open?")));
    title->is_badge = true;
    title->is_spare = true;
    title->gap = 2;
    column_add(column, "promise.open", UI_ROLE_TEXT, UI_STYLE_TITLE, UI_ON_STORY,
               content_words(view, &programme->open))
        ->gap = 2;
    struct paragraph *decides = column_add(column, "promise.decides", UI_ROLE_TEXT, UI_STYLE_BODY,
                                           UI_ON_STORY, content_words(view, &programme->decides));
    decides->icon = decider_icon(programme->decider);
    decides->is_spare = true;
    decides->gap = 2;
    char *line = column_text(column);
    due_words(view, &view->session->bundle->programmes[view->session->programme], line);
    column_add(column, "promise.due", UI_ROLE_TEXT, UI_STYLE_BODY, UI_ON_STORY, words(line))->icon =
        "calendar";
}

void promise_panel(struct frame *frame, struct ui_rect area)
{
    struct column column = {0};
    promise_column(frame, &column);
    add_surface(&frame->build, area, UI_SURFACE_CANAL);
    struct ui_rect inner = ui_rect_inset(area, frame->view->theme->gap);
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, false);
}
