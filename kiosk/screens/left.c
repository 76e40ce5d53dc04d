/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What became of what was left behind: kept, or not, and then what to do. */

#include "column.h"

#define N_(text) text

static const char *next_words(const struct screen_view *view)
{
    switch (view->session->extra) {
    case SESSION_EXTRA_WORDS:
        return tr(view, "Iemand van het buurthuis leest het eerst.");
    case SESSION_EXTRA_WISH:
        return tr(view, "Vanavond sturen we uw telefoonnummer naar de gemeente.");
    case SESSION_EXTRA_ABOUT_YOU:
        break;
    }
    return tr(view, "Zo zien we welke groepen meedoen. Niet wie u bent.");
}

static void fill_left(const struct screen_view *view, bool is_kept, struct column *column)
{
    column->align = UI_ALIGN_CENTRE;
    column_add(
        column, "left", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
        words(is_kept ? tr(view, "Bewaard. Dank u wel.") : tr(view, "Dit is niet bewaard.")));
    column_add(
        column, "left.next", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
        words(is_kept ? next_words(view) : tr(view, "Dat ligt aan dit scherm, niet aan u.")));
    if (!is_kept) {
        column_add(column, "left.help", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                   words(tr(view, "Vraag iemand van het buurthuis om hulp.")));
    }
}

static void add_sign(struct frame *frame, bool is_kept)
{
    const struct ui_theme *theme = frame->view->theme;
    const int size = theme->font[UI_STYLE_QUESTION].px * 2;
    struct ui_rect place = take_top(&frame->content, size, theme->gap);
    place.x += (place.w - size) / 2;
    place.w = size;
    if (is_kept) {
        add_surface(&frame->build, place, UI_SURFACE_DISC);
        add_picture(&frame->build, "", ui_rect_inset(place, size / 5), "check", UI_ON_CANAL,
                    words(""));
    } else {
        add_picture(&frame->build, "", place, "warning", UI_CANAL, words(""));
    }
}

void left_build(const struct screen_view *view, struct ui_scene *scene)
{
    const struct session *session = view->session;
    const bool is_kept = session->extras[session->extra] == SESSION_EXTRA_DONE;
    struct frame frame;
    struct column column = {0};
    frame_begin(&frame, view, scene, "left");
    const struct ui_theme *theme = view->theme;
    frame_top_visit(&frame, "title", words(tr(view, "Dank u wel.")), NULL);
    struct ui_rect row = frame_actions(&frame);
    fill_left(view, is_kept, &column);
    struct ui_rect area = frame.content;
    int sign = theme->font[UI_STYLE_QUESTION].px * 2 + theme->gap;
    struct ui_rect below = area;
    take_top(&below, sign, 0);
    if (column_would_fit(&frame, &column, below, false)) {
        area = below;
    } else {
        sign = 0; /* words come first */
    }
    const int height = sign + column_fit(&frame, &column, area);
    take_top(&frame.content, frame.content.h > height ? (frame.content.h - height) / 2 : 0, 0);
    if (sign > 0) {
        add_sign(&frame, is_kept);
    }
    column_draw(&frame, &column, frame.content, false);
    frame_tool(&frame, take_end(&row, row.w / 2, 0), UI_SURFACE_PRIMARY, "tool.next", NULL,
               N_("Verder"));
    frame_tools(&frame, false);
    if (session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
