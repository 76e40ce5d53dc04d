/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Help: how it works, what is kept, how long a pause may last; in the same place on every screen. */

#include <stdio.h>

#include "frame.h"

#define N_(text) text

static void add_column(struct frame *frame, struct ui_rect area, const char *id, const char *title,
                       const char *const *lines, size_t count)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect rest = ui_rect_inset(area, theme->gap * 5 / 4);
    char node_id[UI_ID_TEXT];
    snprintf(node_id, sizeof node_id, "%s.title", id);
    stack(frame, &rest, theme->gap / 2, node_id, UI_ROLE_HEADING, UI_STYLE_TITLE, UI_INK,
          words(title));
    for (size_t i = 0; i < count; i++) {
        snprintf(node_id, sizeof node_id, "%s.%zu", id, i + 1);
        stack(frame, &rest, theme->gap / 2, node_id, UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
              words(lines[i]));
    }
}

static void add_how(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    char seconds[12], pause[UI_LABEL_TEXT];
    snprintf(seconds, sizeof seconds, "%d", view->session->bundle->idle_warn_s);
    fill(view, pause, sizeof pause,
         tr(view, "Doet u {seconds} seconden niets? Dan vragen we of u er nog bent."), "seconds",
         seconds, NULL);
    const char *lines[] = {tr(view, "Tik op uw antwoord. Er is geen goed of fout."), pause,
                           tr(view, "Hulp nodig? Vraag iemand van het buurthuis.")};
    add_column(frame, area, "how", tr(view, "Hoe werkt het?"), lines, 3);
}

static void add_kept(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const char *lines[] = {tr(view, "Wel: uw antwoorden, de taal, de plek en de tijd."),
                           tr(view, "Niet: uw naam. Er is geen camera."),
                           tr(view, "Drukt u op Stop? Dan bewaren we niets."),
                           tr(view, "Loopt u weg? Dan bewaren we wat u al koos.")};
    add_column(frame, area, "kept", tr(view, "Wat bewaren we?"), lines, 4);
}

void help_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "help");
    const struct ui_theme *theme = view->theme;
    frame_top_visit(&frame, "title", words(tr(view, "Hulp")), true);
    struct ui_rect how = take_start(&frame.content, (frame.content.w - theme->gap) / 2, theme->gap);
    add_how(&frame, how);
    add_kept(&frame, frame.content);
    struct ui_rect bar = frame_bar(&frame);
    struct ui_rect close = take_start(&bar, (bar.w - 2 * theme->gap) / 3, theme->gap);
    frame_tool(&frame, close, UI_SURFACE_PRIMARY, "tool.back", "arrow", N_("Terug"));
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
