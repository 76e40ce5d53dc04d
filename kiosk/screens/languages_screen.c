/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* All languages, each by its own name: as rows on attract, and as a screen where a top line has no room for them. */

#include <stdio.h>
#include <string.h>

#include "frame.h"

#define N_(text)   text
#define COLUMN_MM  70
#define HIGHEST_MM 45
#define IN_ROW     6

static struct ui_node *add_language(struct frame *frame, struct ui_rect cell, const char *lang)
{
    const struct screen_view *view = frame->view;
    const bool is_current = strcmp(lang, view->session->lang) == 0;
    char id[UI_ID_TEXT];
    snprintf(id, sizeof id, "lang.%s", lang);
    struct ui_node *node =
        add_button(&frame->build, id, cell, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL,
                   (struct ui_words){.label = language_name(view, lang), .lang = lang});
    node->states |= is_current ? UI_STATE_CHOSEN : 0;
    return node;
}

/* ---- the row of attract ---- */

/* What each name needs, with the least of air. */
static int name_width(const struct frame *frame, size_t index)
{
    const struct screen_view *view = frame->view;
    const char *lang = view->session->bundle->languages[index];
    const int need =
        text_width(&frame->build, UI_STYLE_ANSWER_SMALL, language_name(view, lang), lang) +
        view->theme->gap;
    return need > view->theme->target_min ? need : view->theme->target_min;
}

/* What one row leaves over when each button is as wide as its name; negative: they do not fit so. */
static int spare_width(const struct frame *frame)
{
    const size_t count = frame->view->session->bundle->language_count;
    int spare = frame->bar.w - ((int)count - 1) * frame->view->theme->gap;
    for (size_t i = 0; i < count; i++) {
        spare -= name_width(frame, i);
    }
    return spare;
}

/* So many beside each other that each name has its room, at most. */
static int most_columns(const struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct bs_bundle *bundle = view->session->bundle;
    const int gap = view->theme->gap;
    int widest = 0;
    for (size_t i = 0; i < bundle->language_count; i++) {
        const int need = name_width(frame, i);
        widest = need > widest ? need : widest;
    }
    const int columns = (frame->bar.w + gap) / (widest + gap);
    return columns < IN_ROW ? columns : IN_ROW;
}

/* Rows of about equal length. */
static int language_columns(const struct frame *frame)
{
    const int count = (int)frame->view->session->bundle->language_count;
    const int columns = most_columns(frame), rows = (count + columns - 1) / columns;
    return (count + rows - 1) / rows;
}

int frame_language_rows(const struct frame *frame)
{
    if (spare_width(frame) >= 0) {
        return 1;
    }
    const int columns = language_columns(frame);
    return ((int)frame->view->session->bundle->language_count + columns - 1) / columns;
}

/* Each as wide as its name, and what is over shared out. */
static void add_names(struct frame *frame, struct ui_rect area, int spare)
{
    const struct bs_bundle *bundle = frame->view->session->bundle;
    const int count = (int)bundle->language_count;
    for (int i = 0; i < count; i++) {
        const int more = spare * (i + 1) / count - spare * i / count;
        const int width = name_width(frame, (size_t)i) + more;
        add_language(frame, take_start(&area, width, frame->view->theme->gap), bundle->languages[i])
            ->is_small = true;
    }
}

void frame_languages(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct bs_bundle *bundle = view->session->bundle;
    const int spare = spare_width(frame);
    if (spare >= 0 && most_columns(frame) < (int)bundle->language_count) {
        add_names(frame, area, spare);
        return;
    }
    const int columns = language_columns(frame), rows = frame_language_rows(frame);
    for (size_t i = 0; i < bundle->language_count; i++) {
        add_language(frame, grid_cell(area, columns, rows, view->theme->gap, (int)i),
                     bundle->languages[i])
            ->is_small = true;
    }
}

void frame_first_languages(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct bs_bundle *bundle = view->session->bundle;
    const int columns = most_columns(frame), gap = view->theme->gap;
    for (int i = 0; i + 1 < columns && i < (int)bundle->language_count; i++) {
        add_language(frame, grid_cell(area, columns, 1, gap, i), bundle->languages[i])->is_small =
            true;
    }
    add_button(&frame->build, "tool.languages", grid_cell(area, columns, 1, gap, columns - 1),
               UI_SURFACE_SECONDARY, UI_PICTURE_START, "language", words(tr(view, "Taal")))
        ->is_small = true;
}

/* ---- the screen ---- */

static void add_languages(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct bs_bundle *bundle = view->session->bundle;
    const int count = (int)bundle->language_count;
    int columns = (frame->content.w + theme->gap) / (theme_px(theme, COLUMN_MM) + theme->gap);
    columns = columns < 1 ? 1 : columns > 4 ? 4 : columns;
    columns = columns > 3 && count <= 6 ? 3 : columns;
    const int rows = (count + columns - 1) / columns;
    const int most = rows * theme_px(theme, HIGHEST_MM) + (rows - 1) * theme->gap;
    struct ui_rect area = frame->content;
    area.h = area.h < most ? area.h : most;
    for (int i = 0; i < count; i++) {
        add_language(frame, grid_cell(area, columns, rows, theme->gap, i), bundle->languages[i]);
    }
}

void languages_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "languages");
    frame_top_visit(&frame, "title", words(tr(view, N_("Taal"))), NULL);
    const char *title = tr(view, "Kies uw taal");
    stack(&frame, &frame.content, view->theme->gap, "languages", UI_ROLE_HEADING,
          style_that_fits(&frame.build, UI_STYLE_QUESTION, frame.content.w, frame.content.h / 4,
                          title),
          UI_INK, words(title));
    add_languages(&frame);
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
