/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Help: how it works, what is kept, how long a pause may last; in the same place on every screen. */

#include <stdio.h>

#include "column.h"

#define N_(text) text

static void add_column(struct frame *frame, struct ui_rect area, const char *const *ids,
                       const char *const *lines, size_t count)
{
    const struct ui_theme *theme = frame->view->theme;
    struct column column = {0};
    for (size_t i = 0; i < count; i++) {
        struct paragraph *paragraph =
            column_add(&column, ids[i], i == 0 ? UI_ROLE_HEADING : UI_ROLE_TEXT,
                       i == 0 ? UI_STYLE_TITLE : UI_STYLE_BODY, UI_INK, words(lines[i]));
        paragraph->gap = 2;
    }
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect inner = ui_rect_inset(area, theme->gap * 5 / 4);
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, false);
}

static void add_how(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    char seconds[12], pause[UI_LABEL_TEXT];
    snprintf(seconds, sizeof seconds, "%d", view->session->bundle->idle_warn_s);
    fill(view, pause, sizeof pause,
         tr_plural(view, "Doet u {seconds} seconde niets? Dan vragen we of u er nog bent.",
                   "Doet u {seconds} seconden niets? Dan vragen we of u er nog bent.",
                   view->session->bundle->idle_warn_s),
         "seconds", seconds, NULL);
    const struct contact contact = contact_of(view, NULL);
    static const char *const IDS[] = {"how.title", "how.1", "how.2", "how.3", "how.example"};
    const char *lines[] = {tr(view, "Hoe werkt het?"),
                           tr(view, "Tik op uw antwoord. Er is geen goed of fout."), pause,
                           contact.words.label, tr(view, "De naam is een voorbeeld.")};
    add_column(frame, area, IDS, lines, contact.is_example ? 5 : 4);
}

static void add_kept(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    static const char *const IDS[] = {"kept.title", "kept.1", "kept.2", "kept.3", "kept.4"};
    const char *lines[] = {tr(view, "Wat bewaren we?"),
                           tr(view, "Wel: uw antwoorden, de taal, de plek en de tijd."),
                           tr(view, "Niet: uw naam. Er is geen camera."),
                           tr(view, "Drukt u op Stop? Dan bewaren we niets."),
                           tr(view, "Loopt u weg? Dan bewaren we wat u al koos.")};
    add_column(frame, area, IDS, lines, 5);
}

void help_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "help");
    const struct ui_theme *theme = view->theme;
    frame_top_visit(&frame, "title", words(tr(view, "Hulp")), NULL);
    enum session_screen behind = view->session->behind_help;
    bool has_subject = behind == SESSION_ATTRACT || behind == SESSION_QUESTION ||
                       behind == SESSION_THANKS; /* elsewhere there is none, or another one */
    struct ui_rect actions = {0};
    if (has_subject) {
        actions = frame_actions(&frame);
    }
    struct ui_rect how = take_start(&frame.content, (frame.content.w - theme->gap) / 2, theme->gap);
    add_how(&frame, how);
    add_kept(&frame, frame.content);
    if (has_subject) {
        struct ui_rect about = take_end(&actions, (actions.w - 2 * theme->gap) * 2 / 5, theme->gap);
        frame_tool(&frame, about, UI_SURFACE_SECONDARY, "tool.about", "list",
                   N_("Over dit onderwerp"));
    }
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
