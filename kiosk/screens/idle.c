/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* "Bent u er nog?": the screen stays visible behind it, and the big button is to go on. */

#include <stdio.h>

#include "frame.h"

static struct ui_rect centred(struct ui_rect in, int width, int height)
{
    return (struct ui_rect){in.x + (in.w - width) / 2, in.y + (in.h - height) / 2, width, height};
}

void idle_overlay(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    struct ui_rect window = build_window(&frame->build);
    snprintf(frame->build.scene->screen, sizeof frame->build.scene->screen, "idle");

    char seconds[12], line[UI_LABEL_TEXT];
    const bool is_desk = view_is_desk(view);
    const int left = is_desk ? desk_seconds_left(view->desk, view->now_ms)
                             : session_seconds_left(view->session, view->now_ms);
    snprintf(seconds, sizeof seconds, "%d", left);
    fill(view, line, sizeof line,
         tr_plural(view, "Over {seconds} seconde begint het scherm opnieuw.",
                   "Over {seconds} seconden begint het scherm opnieuw.", left),
         "seconds", seconds, NULL);

    const bool is_wide = build_is_large(&frame->build) || build_is_portrait(&frame->build) ||
                         build_is_reach(&frame->build);
    int width = window.w * (is_wide ? 90 : 57) / 100;
    int inner = width - 4 * theme->gap;
    const char *title = tr(view, "Bent u er nog?");
    const char *saved = view->session->is_correcting && !is_desk
                            ? tr(view, "Uw vorige antwoord is bewaard en blijft staan.")
                            : NULL;
    int button = theme_px(theme, 36);
    int height = text_height(&frame->build, UI_STYLE_QUESTION, inner, title, NULL) +
                 text_height(&frame->build, UI_STYLE_ANSWER, inner, line, NULL) + button +
                 6 * theme->gap;
    if (saved != NULL) {
        height += text_height(&frame->build, UI_STYLE_BODY, inner, saved, NULL) + theme->gap;
    }
    add_surface(&frame->build, build_whole(&frame->build), UI_SURFACE_DIM);
    struct ui_rect box = centred(window, width, height);
    add_surface(&frame->build, box, UI_SURFACE_PANEL);
    struct ui_rect rest = ui_rect_inset(box, 2 * theme->gap);
    stack(frame, &rest, theme->gap, "idle.title", UI_ROLE_DIALOG, UI_STYLE_QUESTION, UI_INK,
          words(title))
        ->align = UI_ALIGN_CENTRE;
    stack(frame, &rest, theme->gap, "idle.seconds", UI_ROLE_STATUS, UI_STYLE_ANSWER, UI_INK,
          words(line))
        ->align = UI_ALIGN_CENTRE;
    if (saved != NULL) {
        stack(frame, &rest, theme->gap, "idle.saved", UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT,
              words(saved))
            ->align = UI_ALIGN_CENTRE;
    }
    struct ui_rect row = take_bottom(&rest, button, 0);
    struct ui_rect stop = take_end(&row, row.w / 3, theme->gap);
    add_button(&frame->build, "tool.stay", row, UI_SURFACE_PRIMARY, UI_TEXT_ONLY, NULL,
               words(tr(view, "Ja, ik ga verder")));
    add_button(&frame->build, is_desk ? "tool.leave" : "tool.stop", stop, UI_SURFACE_SECONDARY,
               UI_TEXT_ONLY, NULL, words(is_desk ? tr(view, "Sluiten") : tr(view, "Stop")));
}
