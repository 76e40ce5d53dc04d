/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* "Mogen we u bellen?": who asks, why and how long it is kept come before a name is asked. */

#include <stdio.h>

#include "column.h"
#include "write_page.h"

#define N_(text) text

static void fill_wish(const struct screen_view *view, struct column *column)
{
    const struct bs_wish_offer *wish = &view->session->bundle->wish;
    char days[12];
    column_add(column, "wish", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(tr(view, "Mogen we u bellen?")))
        ->is_optional = true; /* the top line says it too */
    column_add(column, "wish.who", UI_ROLE_TEXT, UI_STYLE_TITLE, UI_INK,
               content_words(view, &wish->who));
    column_add(column, "wish.why", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               content_words(view, &wish->why));
    snprintf(days, sizeof days, "%d", wish->keep_days);
    char *line = column_text(column);
    fill(view, line, UI_LABEL_TEXT,
         tr_plural(view, "We bewaren dit {days} dag, los van uw antwoorden.",
                   "We bewaren dit {days} dagen, los van uw antwoorden.", wish->keep_days),
         "days", days, NULL);
    column_add(column, "wish.kept", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK, words(line));
    column_add(column, "wish.apart", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "Niemand kan zien welk antwoord van u was.")))
        ->is_spare = true;
}

void wish_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {0};
    frame_begin(&frame, view, scene, "wish");
    const struct ui_theme *theme = view->theme;
    frame_top_visit(&frame, "title", words(tr(view, "Mogen we u bellen?")), NULL);
    struct ui_rect row = frame_actions(&frame);
    fill_wish(view, &column);
    column_fit(&frame, &column, frame.content);
    column_draw(&frame, &column, frame.content, true);
    struct ui_rect refuse = take_start(&row, (row.w - theme->gap) / 2, theme->gap);
    frame_tool(&frame, refuse, UI_SURFACE_SECONDARY, "tool.back", NULL, N_("Nee, dank u"));
    frame_tool(&frame, row, UI_SURFACE_PRIMARY, "tool.send", NULL, N_("Ja, bel mij"));
    frame_tools(&frame, false);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}

void wish_name_build(const struct screen_view *view, struct ui_scene *scene)
{
    const bool is_wrong = view->session->hint;
    const struct write_page page = {.screen = "wish_name",
                                    .title = words(tr(view, "Mogen we u bellen?")),
                                    .asked = words(tr(view, "Hoe heet u?")),
                                    .hint = is_wrong ? tr(view, "Schrijf eerst uw naam.")
                                                     : tr(view, "Alleen wie u belt, leest dit."),
                                    .is_wrong = is_wrong,
                                    .entry = &view->session->name,
                                    .is_private = true,
                                    .ready = tr(view, "Verder")};
    write_page_build(view, scene, &page);
}

void wish_phone_build(const struct screen_view *view, struct ui_scene *scene)
{
    const bool is_wrong = view->session->hint;
    char example[UI_LABEL_TEXT];
    fill(view, example, sizeof example, tr(view, "Bijvoorbeeld: {number}"), "number", "0612345678",
         NULL);
    const struct write_page page = {.screen = "wish_phone",
                                    .title = words(tr(view, "Mogen we u bellen?")),
                                    .asked = words(tr(view, "Wat is uw telefoonnummer?")),
                                    .hint = is_wrong ? tr(view, "Een nummer heeft 10 cijfers.")
                                                     : example,
                                    .is_wrong = is_wrong,
                                    .entry = &view->session->phone,
                                    .is_private = true,
                                    .ready = tr(view, "Bewaren")};
    write_page_build(view, scene, &page);
}
