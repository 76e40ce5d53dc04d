/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything that is asked here today: a tile each, on as many pages as it takes. */

#include <stdio.h>

#include "frame.h"

#define N_(text) text

static void add_head(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    size_t pages = session_programme_pages(session);
    struct ui_rect head = frame->content;
    struct ui_rect end = {0};
    char line[UI_LABEL_TEXT] = "", page[24], most[24];
    if (pages > 1) {
        snprintf(page, sizeof page, "%zu", session->page + 1);
        snprintf(most, sizeof most, "%zu", pages);
        fill(view, line, sizeof line, tr(view, "Bladzijde {page} van {pages}"), "page", page,
             "pages", most, NULL);
        end = take_end(&head, badge_width(&frame->build, line), view->theme->gap);
    }
    const char *title = tr(view, "Kies een onderwerp");
    const int row = text_height(&frame->build, UI_STYLE_QUESTION, INT32_MAX, "A", NULL);
    enum ui_style style = style_that_fits(&frame->build, UI_STYLE_QUESTION, head.w, row, title);
    int height = text_height(&frame->build, style, head.w, title, NULL);
    height = height > badge_height(&frame->build) ? height : badge_height(&frame->build);
    head.h = height;
    end.h = height;
    take_top(&frame->content, height, view->theme->gap);
    struct ui_node *node = add_text(&frame->build, "programmes", head, UI_ROLE_HEADING, style,
                                    UI_INK, UI_ALIGN_START, words(title));
    node->centre_vertically = true;
    if (pages > 1) {
        end.y += (end.h - badge_height(&frame->build)) / 2;
        end.h = badge_height(&frame->build);
        add_badge(&frame->build, "page", end, UI_ROLE_STATUS, words(line));
    }
}

static int columns_for(size_t count)
{
    return count <= 3 ? (int)count : count == 4 ? 2 : count <= 6 ? 3 : 4;
}

static const struct bs_programme *nth_open(const struct screen_view *view, size_t number)
{
    const struct session *session = view->session;
    return session->bundle->programmes[session_open_at(session, number)].programme;
}

/* Rows of the fullest page, so that tiles are equally large on all. */
static int rows_for(const struct screen_view *view, int columns)
{
    size_t first = 0;
    const int most = (int)session_programme_page(view->session, 0, &first);
    return (most + columns - 1) / columns;
}

/* Whether the words of a tile break into a column of that width. */
static bool breaks(const struct frame *frame, struct ui_words label, int width)
{
    const int border = frame->view->theme->border_chosen + 1;
    return frame_breaks(frame, UI_STYLE_ANSWER_SMALL, width - 2 * border, UI_LINES_MAX, label);
}

/* Whether every tile's words break into so many columns. */
static bool columns_hold(const struct frame *frame, struct ui_rect area, int columns)
{
    const int gap = frame->view->theme->gap, width = (area.w - (columns - 1) * gap) / columns;
    for (size_t i = 0; i < session_open_count(frame->view->session); i++) {
        if (!breaks(frame, content_words(frame->view, &nth_open(frame->view, i)->tile), width)) {
            return false;
        }
    }
    return true;
}

/* As many beside each other as hold the words; the same on all pages. */
static int columns_that_fit(const struct frame *frame, struct ui_rect area)
{
    size_t first = 0;
    const size_t most = session_programme_page(frame->view->session, 0, &first);
    int columns = build_is_portrait(&frame->build) && most > 3 ? 2 : columns_for(most);
    while (columns > 2 && !columns_hold(frame, area, columns)) {
        columns--;
    }
    return columns;
}

static void add_tiles(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    size_t first = 0, count = session_programme_page(view->session, view->session->page, &first);
    if (count == 0) {
        return;
    }
    const int columns = columns_that_fit(frame, area), rows = rows_for(view, columns);
    for (size_t i = 0; i < count; i++) {
        const struct bs_programme *programme = nth_open(view, first + i);
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "programme.%s", programme->id);
        struct ui_node *node =
            add_tile(&frame->build, id, grid_cell(area, columns, rows, view->theme->gap, (int)i),
                     programme->icon, false, content_words(view, &programme->tile));
        node->arrangement =
            rows < 3 || build_is_portrait(&frame->build) ? UI_PICTURE_ABOVE : UI_PICTURE_START;
    }
}

static bool has_more(const struct session *session)
{
    return session->page + 1 < session_programme_pages(session);
}

void programmes_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "programmes");
    char count[12], line[UI_LABEL_TEXT];
    size_t open = session_open_count(view->session);
    snprintf(count, sizeof count, "%zu", open);
    fill(view, line, sizeof line,
         tr_plural(view, "{count} onderwerp", "{count} onderwerpen", (long)open), "count", count,
         NULL);
    frame_top_visit(&frame, "title", words(line), NULL);
    add_head(&frame);
    struct ui_rect actions = {0};
    if (session_programme_pages(view->session) > 1) {
        actions = frame_actions(&frame);
    }
    add_tiles(&frame, frame.content);
    if (has_more(view->session)) {
        frame_tool(&frame, take_end(&actions, actions.w / 3, 0), UI_SURFACE_PRIMARY, "tool.more",
                   "arrow", N_("Meer"))
            ->arrangement = UI_PICTURE_END;
    }
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
