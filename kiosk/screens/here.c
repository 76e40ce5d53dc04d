/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is on at this place, who can help, where people meet nearby. */

#include "column.h"

#include <stdio.h>

static const char *const TITLE_IDS[] = {"here.1.title", "here.2.title", "here.3.title",
                                        "here.4.title", "here.5.title", "here.6.title"};
static const char *const TEXT_IDS[] = {"here.1", "here.2", "here.3", "here.4", "here.5", "here.6"};

_Static_assert(sizeof TEXT_IDS / sizeof TEXT_IDS[0] >= BS_HERE_MAX, "every line has a name");
_Static_assert(2 * BS_HERE_MAX <= COLUMN_MAX, "a column holds all lines");

static void fill_line(const struct screen_view *view, size_t index, struct column *column)
{
    const struct bs_place *place = &view->session->bundle->place;
    column_add(column, TITLE_IDS[index], UI_ROLE_HEADING, UI_STYLE_STRONG, UI_CANAL,
               content_words(view, &place->here[index].title))
        ->gap = 0;
    column_add(column, TEXT_IDS[index], UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               content_words(view, &place->here[index].text))
        ->gap = 2;
}

/* A card for each, in two columns or one; false where they do not fit so. */
static bool add_cards(struct frame *frame, bool is_trial)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap, count = (int)view->session->bundle->place.here_count;
    const int columns = build_is_portrait(&frame->build) || count == 1 ? 1 : 2;
    const int rows = (count + columns - 1) / columns;
    for (int i = 0; i < count; i++) {
        struct column column = {0};
        const struct ui_rect cell = grid_cell(frame->content, columns, rows, gap, i);
        const struct ui_rect inner = ui_rect_inset(cell, gap * 3 / 4);
        fill_line(view, (size_t)i, &column);
        if (is_trial && !column_would_fit(frame, &column, inner, false)) {
            return false;
        }
        if (!is_trial) {
            add_surface(&frame->build, cell, UI_SURFACE_PANEL);
            column_fit(frame, &column, inner);
            column_draw(frame, &column, inner, true);
        }
    }
    return true;
}

/* On pages, where cards do not fit. */
static void add_lines(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    struct column column = {0};
    if (!build_is_large(&frame->build) && add_cards(frame, true)) {
        (void)add_cards(frame, false);
        return;
    }
    for (size_t i = 0; i < view->session->bundle->place.here_count; i++) {
        fill_line(view, i, &column);
    }
    struct ui_rect actions = frame_actions(frame);
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    if (column_page(frame, &column, ui_rect_inset(frame->content, view->theme->gap),
                    view->session->page)) {
        frame_more(frame, &actions);
    }
}

static void add_head(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    struct ui_rect rest = frame->content;
    const char *title = tr(view, "Wat is hier te doen?"), *example = tr(view, "Voorbeeld");
    if (view->session->bundle->place.here_is_example) {
        take_end(&rest, badge_width(&frame->build, example), view->theme->gap);
    }
    const enum ui_style style =
        style_that_fits(&frame->build, UI_STYLE_TITLE, rest.w, frame->content.h / 4, title);
    const int height = text_height(&frame->build, style, rest.w, title, NULL);
    struct ui_rect row = take_top(&frame->content, height, view->theme->gap);
    rest.h = row.h;
    add_text(&frame->build, "here", rest, UI_ROLE_HEADING, style, UI_INK, UI_ALIGN_START,
             words(title));
    if (view->session->bundle->place.here_is_example) {
        struct ui_rect badge = take_end(&row, badge_width(&frame->build, example), 0);
        badge.y += (badge.h - badge_height(&frame->build)) / 2;
        badge.h = badge_height(&frame->build);
        add_badge(&frame->build, "here.example", badge, UI_ROLE_TEXT, words(example));
    }
}

void here_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "here");
    frame_top_visit(&frame, "place", words(view->session->bundle->place.name),
                    tr(view, "Hier te doen"));
    add_head(&frame);
    add_lines(&frame);
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
