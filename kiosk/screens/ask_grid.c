/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Where answers stand: in how many columns and rows. */

#include "ask_look.h"

#include <stdio.h>
#include <string.h>

#include "arrange.h"

#define GAP_MM  5 /* kiosk-ux K04 */
#define HIGH_MM 45

struct ask_choice ask_choice_of(const struct frame *frame, size_t index)
{
    const struct session *session = frame->view->session;
    const struct bs_question *question = session_question(session);
    struct ask_choice out = {.choice = &question->choices[index], .index = index};
    out.is_chosen = session_is_chosen(session, index);
    snprintf(out.id, sizeof out.id, "choice.%s", out.choice->value);
    out.words = content_words(frame->view, &out.choice->label);
    return out;
}

struct ask_choice ask_choice_at(const struct frame *frame, size_t place)
{
    return ask_choice_of(frame, session_shown(frame->view->session, place));
}

bool ask_is_stacked(const struct frame *frame)
{
    return build_is_portrait(&frame->build) || build_is_large(&frame->build);
}

/* A finger's least room between rows: with large text every millimetre is the letters'. */
static int row_gap(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    const int least = theme_px(theme, GAP_MM);
    return build_is_large(&frame->build) && least < theme->gap ? least : theme->gap;
}

static int row_height(const struct frame *frame, struct ui_rect area, int rows)
{
    return (area.h - (rows - 1) * frame->view->theme->gap) / rows;
}

static int rows_of(int count, int columns)
{
    return (count + columns - 1) / columns;
}

/* Rows that are too low for a finger become fewer, wider rows. */
static struct ask_grid grid_of(const struct frame *frame, struct ui_rect area, int count,
                               int columns)
{
    while (columns < count &&
           row_height(frame, area, rows_of(count, columns)) < frame->view->theme->target_min) {
        columns++;
    }
    return (struct ask_grid){columns, rows_of(count, columns)};
}

static int landscape_columns(int count)
{
    if (count <= 3) {
        return count;
    }
    return count == 4 ? 2 : count <= 6 ? 3 : 4;
}

/* Whether a label fits without breaking a word. */
static bool holds(const struct frame *frame, enum ui_style style, int width, int height,
                  struct ui_words label)
{
    const struct ui_build *build = &frame->build;
    struct ui_line lines[UI_LINES_MAX];
    size_t count = 0;
    bool is_whole = build->text->wrap(build->text->self, build->theme->font[style],
                                      label.lang != NULL ? label.lang : build->lang, label.label,
                                      width, UI_LINES_MAX, lines, &count);
    for (size_t i = 0; i < count; i++) {
        is_whole = is_whole && !lines[i].hyphen;
    }
    return is_whole && text_height(build, style, width, label.label, label.lang) <= height;
}

/* Whether every label fits into a cell beside a picture. */
static bool holds_labels(const struct frame *frame, struct ui_rect cell, enum ui_style style)
{
    const struct screen_view *view = frame->view;
    const struct bs_question *question = session_question(view->session);
    const struct ui_room room = arrange_padding(view->theme, UI_SURFACE_CARD, UI_PICTURE_START);
    const int picture = (cell.h < cell.w / 5 ? cell.h : cell.w / 5) + view->theme->gap;
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ui_words label = content_words(view, &question->choices[i].label);
        if (!holds(frame, style, cell.w - 2 * room.x - picture, cell.h - 2 * room.y, label)) {
            return false;
        }
    }
    return true;
}

/* Whether every label fits into a cell without a picture. */
static bool holds_words(const struct frame *frame, struct ui_rect cell)
{
    const struct bs_question *question = session_question(frame->view->session);
    const struct ui_theme *theme = frame->view->theme;
    const int beside = arrange_padding(theme, UI_SURFACE_CARD, UI_TEXT_ONLY).x;
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ui_words label = content_words(frame->view, &question->choices[i].label);
        if (!holds(frame, UI_STYLE_ANSWER_SMALL, cell.w - 2 * beside,
                   cell.h - 2 * theme->border_chosen, label)) {
            return false;
        }
    }
    return true;
}

/* Fewer columns where words need the room, as long as rows are high enough. */
static struct ask_grid fewer_columns(const struct frame *frame, struct ui_rect area, int count,
                                     struct ask_grid usual)
{
    struct ask_grid grid = usual;
    while (grid.columns > 1 && !holds_words(frame, ask_cell(frame, area, grid, 0))) {
        grid.columns--;
        grid.rows = rows_of(count, grid.columns);
    }
    const bool is_high = row_height(frame, area, grid.rows) >= frame->view->theme->target_min;
    return is_high && holds_words(frame, ask_cell(frame, area, grid, 0)) ? grid : usual;
}

/* Three columns; two, where pictures would have to go for the words; fewer, where words would be cut. */
static struct ask_grid landscape_grid(const struct frame *frame, struct ui_rect area, int count)
{
    const int usual = landscape_columns(count);
    const bool is_asked = (int)session_question(frame->view->session)->choice_count == count;
    const struct ask_grid wide = {2, rows_of(count, 2)};
    struct ask_grid grid = grid_of(frame, area, count, usual);
    if (is_asked && usual == 3 && grid.rows > 1 &&
        !holds_labels(frame, ask_cell(frame, area, grid, 0), UI_STYLE_ANSWER_SMALL) &&
        row_height(frame, area, wide.rows) >= frame->view->theme->target_min &&
        holds_labels(frame, ask_cell(frame, area, wide, 0), UI_STYLE_ANSWER_SMALL)) {
        return wide;
    }
    return is_asked ? fewer_columns(frame, area, count, grid) : grid;
}

/* With large text: the fewest columns in which the large letters have room beside pictures, or smaller ones; else the usual
 * columns. */
static struct ask_grid large_grid(const struct frame *frame, struct ui_rect area, int count)
{
    static const enum ui_style STYLES[] = {UI_STYLE_ANSWER, UI_STYLE_ANSWER_MIDDLE,
                                           UI_STYLE_ANSWER_SMALL};
    const int usual = landscape_columns(count);
    for (int i = 0; i < 3 * usual; i++) {
        const int columns = i % usual + 1;
        struct ask_grid grid = {columns, rows_of(count, columns)};
        if (row_height(frame, area, grid.rows) >= frame->view->theme->target_min &&
            holds_labels(frame, ask_cell(frame, area, grid, 0), STYLES[i / usual])) {
            return grid;
        }
    }
    return fewer_columns(frame, area, count, grid_of(frame, area, count, usual));
}

struct ask_grid ask_tile_grid(const struct frame *frame, struct ui_rect area, size_t count)
{
    const int most = (int)count;
    if (build_is_large(&frame->build)) {
        return large_grid(frame, area, most);
    }
    if (build_is_portrait(&frame->build)) {
        return grid_of(frame, area, most, most <= 3 ? 1 : 2);
    }
    return landscape_grid(frame, area, most);
}

/* Whether every label fits under a picture in a column. */
static bool holds_columns(const struct frame *frame, struct ui_rect cell)
{
    const struct screen_view *view = frame->view;
    const struct bs_question *question = session_question(view->session);
    const struct ui_room room = arrange_padding(view->theme, UI_SURFACE_CARD, UI_PICTURE_ABOVE);
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ui_words label = content_words(view, &question->choices[i].label);
        if (!ask_fits(frame, UI_STYLE_ANSWER_MIDDLE, cell.w - 2 * room.x, cell.h * 2 / 3, label)) {
            return false;
        }
    }
    return true;
}

/* Below each other in portrait and with large text, wherever rows hold letters that are not the small ones; and where columns do
 * not hold the words. */
struct ask_grid ask_scale_grid(const struct frame *frame, struct ui_rect area, size_t count)
{
    const struct ask_grid rows = {1, (int)count}, row = {(int)count, 1};
    const struct ui_rect low = ask_cell(frame, area, rows, 0);
    const bool is_row_possible = low.h >= frame->view->theme->target_min;
    const bool is_liked = ask_is_stacked(frame) && holds_labels(frame, low, UI_STYLE_ANSWER_MIDDLE);
    const bool is_needed = !holds_columns(frame, ask_cell(frame, area, row, 0));
    return is_row_possible && (is_liked || is_needed) ? rows : row;
}

struct ui_rect ask_cell(const struct frame *frame, struct ui_rect area, struct ask_grid grid,
                        size_t place)
{
    const int gap = grid.columns == 1 ? row_gap(frame) : frame->view->theme->gap;
    return grid_cell(area, grid.columns, grid.rows, gap, (int)place);
}

/* In a high card, or where there are many columns, the picture stands above the words. */
struct ui_node *ask_add_tile(struct frame *frame, struct ui_rect cell, struct ask_grid grid,
                             const char *icon, const struct ask_choice *at)
{
    struct ui_node *node = add_tile(&frame->build, at->id, cell, icon, at->is_chosen, at->words);
    const bool is_high = cell.h >= theme_px(frame->view->theme, HIGH_MM) && cell.w < 4 * cell.h;
    if (node->icon[0] != '\0' &&
        (grid.columns == 4 || (is_high && (grid.rows == 1 || grid.columns == 1)))) {
        node->arrangement = UI_PICTURE_ABOVE;
    }
    return node;
}

bool ask_fits(const struct frame *frame, enum ui_style style, int width, int height,
              struct ui_words words)
{
    return frame_breaks(frame, style, width, UI_LINES_MAX, words) &&
           text_height(&frame->build, style, width, words.label, words.lang) <= height;
}

int ask_longest_word(const struct frame *frame, enum ui_style style, struct ui_words words)
{
    char word[UI_LABEL_TEXT];
    int longest = 0;
    for (const char *at = words.label; *at != '\0';) {
        const size_t len = strcspn(at, " ");
        snprintf(word, sizeof word, "%.*s", (int)len, at);
        const int width = text_width(&frame->build, style, word, words.lang);
        longest = width > longest ? width : longest;
        at += len + (at[len] == ' ' ? 1 : 0);
    }
    return longest;
}
