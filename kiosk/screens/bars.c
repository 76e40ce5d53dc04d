/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The top line and the tool bar: in the same places on every screen. */

#include <stdio.h>
#include <string.h>

#include "frame.h"

#define N_(text)   text
#define TOOL_MM    52 /* a tool that is narrower has no room for its word: then there are two rows */
#define HIGHEST_MM 1200 /* above the floor: kiosk-ux K05 */

/* ---- the tool bar ---- */

static bool has_reach(const struct screen_view *view)
{
    return view->display->bottom_mm + view->display->height_mm > HIGHEST_MM;
}

static int tool_columns(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    const int wanted = has_reach(frame->view) ? 6 : 5;
    const int width = build_window(&frame->build).w - 2 * theme->margin;
    const bool is_wide = (width - (wanted - 1) * theme->gap) / wanted >= theme_px(theme, TOOL_MM);
    return is_wide ? wanted : 3;
}

static int tool_rows(const struct frame *frame)
{
    return tool_columns(frame) > 3 ? 1 : 2;
}

static int tool_height(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    return theme->bar_height - 2 * theme->gap;
}

int frame_bar_height(const struct frame *frame)
{
    const int rows = tool_rows(frame), gap = frame->view->theme->gap;
    return rows * tool_height(frame) + (rows + 1) * gap;
}

struct ui_rect frame_raise_bar(struct frame *frame, int rows)
{
    const struct ui_theme *theme = frame->view->theme;
    const int height = rows * theme->target_min + (rows - 1) * theme->gap;
    const int more = height + theme->gap;
    take_bottom(&frame->content, more, 0);
    frame->bar.y -= more;
    frame->bar.h += more;
    return (struct ui_rect){frame->bar.x, frame->bar.y + theme->gap, frame->bar.w, height};
}

struct tool {
    const char *id, *icon, *dutch;
    const char *on, *off; /* of a mode: shown and said while it is on; said while it is off */
    unsigned mode;
};

static const struct tool TOOLS[] = {
    {"tool.back", "arrow", N_("Terug"), NULL, NULL, 0},
    {"tool.speak", "speaker", N_("Lees voor"), N_("Lees voor: aan"), NULL, UI_MODE_SPEECH},
    {"tool.larger", "larger", N_("Groter"), N_("Groter: aan"), N_("Groter: uit"), UI_MODE_LARGE},
    {"tool.contrast", "contrast", N_("Contrast"), N_("Contrast: aan"), N_("Contrast: uit"),
     UI_MODE_CONTRAST},
    {"tool.help", "help", N_("Hulp"), NULL, NULL, 0},
    {"tool.reach", "reach", N_("Omlaag"), N_("Omlaag: aan"), N_("Omlaag: uit"), UI_MODE_REACH},
};
/* In the place of help, where the desk is open. */
static const struct tool LEAVE = {"tool.leave", "close", N_("Sluiten"), NULL, NULL, 0};
#define TOOL_BACK  0
#define TOOL_SPEAK 1
#define TOOL_HELP  4
#define TOOL_REACH 5

static void add_tool(struct frame *frame, size_t index, struct ui_rect place)
{
    const struct screen_view *view = frame->view;
    const struct tool *tool = index == TOOL_HELP && view_is_desk(view) ? &LEAVE : &TOOLS[index];
    const bool is_on = tool->mode != 0 && (view->modes & tool->mode) != 0;
    const bool is_silent = index == TOOL_SPEAK && view->is_silence_told;
    struct ui_words label = words(tr(view, is_silent ? N_("Geen geluid")
                                           : is_on   ? tool->on
                                                     : tool->dutch));
    if (!is_on && tool->off != NULL) {
        label.speech = tr(view, tool->off);
    }
    struct ui_node *node =
        add_button(&frame->build, tool->id, place,
                   index == TOOL_SPEAK ? UI_SURFACE_PRIMARY : UI_SURFACE_SECONDARY,
                   UI_PICTURE_START, is_silent ? "silent" : tool->icon, label);
    node->states |= is_on && index != TOOL_SPEAK ? UI_STATE_CHOSEN : 0;
    node->is_tool = true;
}

/* ---- the top line ---- */

/* What words on a button of the top line need. */
static int top_width(const struct frame *frame, bool has_icon, const char *label, const char *lang)
{
    const struct ui_theme *theme = frame->view->theme;
    int width = text_width(&frame->build, UI_STYLE_ANSWER_SMALL, label, lang) + 2 * theme->gap;
    if (has_icon) {
        width += theme->font[UI_STYLE_ANSWER_SMALL].px * 6 / 5 + theme->gap * 5 / 8;
    }
    return width < theme->target_min ? theme->target_min : width;
}

static void top_button(struct frame *frame, struct ui_rect *rest, const char *id, const char *icon,
                       const char *label, const char *lang)
{
    const struct ui_theme *theme = frame->view->theme;
    const int width = top_width(frame, icon != NULL, label, lang);
    struct ui_node *node =
        add_button(&frame->build, id, take_start(rest, width, theme->gap), UI_SURFACE_SECONDARY,
                   UI_PICTURE_START, icon, (struct ui_words){.label = label, .lang = lang});
    node->is_small = true;
}

static bool is_spoken(const struct screen_view *view, const char *lang)
{
    return strcmp(lang, view->session->lang) == 0;
}

/* What the other languages up to `count` of the bundle's take, each with a gap behind it. */
static int languages_width(const struct frame *frame, size_t count)
{
    const struct screen_view *view = frame->view;
    int width = 0;
    for (size_t i = 0; i < count; i++) {
        const char *lang = view->session->bundle->languages[i];
        if (!is_spoken(view, lang)) {
            width += top_width(frame, false, language_name(view, lang), lang) + view->theme->gap;
        }
    }
    return width;
}

static int all_width(const struct frame *frame)
{
    return top_width(frame, true, tr(frame->view, "Taal"), NULL) + frame->view->theme->gap;
}

static int stop_width(const struct frame *frame)
{
    return top_width(frame, true, tr(frame->view, "Stop"), NULL);
}

/* The bundle's languages up to which the others have room; all of them, or so many beside the way to all. */
static size_t languages_that_fit(const struct frame *frame, int room)
{
    size_t count = frame->view->session->bundle->language_count;
    if (languages_width(frame, count) <= room) {
        return count;
    }
    while (count > 0 && languages_width(frame, count) + all_width(frame) > room) {
        count--;
    }
    return count;
}

/* Words of the top line: as large as the mode has them, or smaller where they do not fit. */
static void add_top_words(struct frame *frame, const char *id, struct ui_rect place,
                          struct ui_words label)
{
    const bool fits =
        text_width(&frame->build, UI_STYLE_SMALL, label.label, label.lang) <= place.w &&
        text_height(&frame->build, UI_STYLE_SMALL, INT32_MAX, label.label, label.lang) <= place.h;
    struct ui_node *node =
        add_text(&frame->build, id, place, UI_ROLE_TEXT,
                 fits ? UI_STYLE_SMALL : UI_STYLE_ANSWER_SMALL, UI_SOFT, UI_ALIGN_START, label);
    node->centre_vertically = true;
}

void frame_top_visit(struct frame *frame, const char *start_id, struct ui_words start,
                     const char *start_short)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    const bool is_choosing = view->session->screen == SESSION_LANGUAGES;
    struct ui_rect row = take_top(&frame->content, view->theme->top_height, gap);
    const struct ui_words shortest = start_short != NULL ? words(start_short) : start;
    const int least = text_width(&frame->build, UI_STYLE_SMALL, shortest.label, shortest.lang) + 2;
    const int stop = stop_width(frame);
    const int all = languages_width(frame, view->session->bundle->language_count);
    int used = stop;
    if (!is_choosing) {
        /* Words keep a third, so that a long title does not push the languages away; in a narrow window, where most of
         * these are one step away anyway, or without shorter words, half. */
        const struct ui_rect window = build_window(&frame->build);
        const bool is_wide = window.w > window.h && start_short != NULL;
        const int most = is_wide ? row.w / 3 : row.w / 2;
        const int words_room = least < most ? least : most;
        const int room = row.w - words_room - gap - stop;
        const size_t count = languages_that_fit(frame, room);
        const int direct = languages_width(frame, count);
        used += direct < all ? direct + all_width(frame) : direct;
    }
    frame->top = take_end(&row, used, gap);
    const bool fits = text_width(&frame->build, UI_STYLE_SMALL, start.label, start.lang) <= row.w;
    add_top_words(frame, start_id, row, fits ? start : shortest);
}

static void add_top_buttons(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct bs_bundle *bundle = view->session->bundle;
    const int room = frame->top.w - stop_width(frame);
    const bool is_choosing = view->session->screen == SESSION_LANGUAGES;
    const size_t count = is_choosing ? 0 : languages_that_fit(frame, room);
    struct ui_rect rest = frame->top;
    for (size_t i = 0; i < count; i++) {
        const char *lang = bundle->languages[i];
        if (!is_spoken(view, lang)) {
            char id[UI_ID_TEXT];
            snprintf(id, sizeof id, "lang.%s", lang);
            top_button(frame, &rest, id, NULL, language_name(view, lang), lang);
        }
    }
    if (!is_choosing &&
        languages_width(frame, count) < languages_width(frame, bundle->language_count)) {
        top_button(frame, &rest, "tool.languages", "language", tr(view, "Taal"), NULL);
    }
    top_button(frame, &rest, "tool.stop", "close", tr(view, "Stop"), NULL);
}

void frame_top_place(struct frame *frame, const char *end)
{
    const struct screen_view *view = frame->view;
    const struct bs_place *place = &view->session->bundle->place;
    const int gap = view->theme->gap;
    int height = text_height(&frame->build, UI_STYLE_SMALL_STRONG, frame->content.w, "A", NULL);
    struct ui_rect row = take_top(&frame->content, height, gap);
    int end_width = text_width(&frame->build, UI_STYLE_SMALL, end, NULL) + 2;
    char where[UI_LABEL_TEXT];
    fill(view, where, sizeof where, "{place} · {area}", "place", place->name, "area",
         place->neighbourhood, NULL);
    /* Whoever stands there knows the neighbourhood; when it closes is told where there is room for that. */
    if (text_width(&frame->build, UI_STYLE_SMALL_STRONG, where, NULL) > row.w - end_width - gap) {
        fill(view, where, sizeof where, "{place}", "place", place->name, NULL);
    }
    if (end[0] != '\0' &&
        text_width(&frame->build, UI_STYLE_SMALL_STRONG, where, NULL) <= row.w - end_width - gap) {
        add_text(&frame->build, "hours", take_end(&row, end_width, gap), UI_ROLE_TEXT,
                 UI_STYLE_SMALL, UI_SOFT, UI_ALIGN_END, words(end));
    }
    add_text(&frame->build, "place", row, UI_ROLE_TEXT, UI_STYLE_SMALL_STRONG, UI_INK,
             UI_ALIGN_START, words(where));
}

/* ---- both ---- */

void frame_tools(struct frame *frame, bool has_back)
{
    const struct ui_theme *theme = frame->view->theme;
    const int columns = tool_columns(frame), rows = tool_rows(frame);
    struct ui_rect whole = frame->bar;
    whole.x = build_window(&frame->build).x;
    whole.w = build_window(&frame->build).w;
    add_surface(&frame->build, whole, UI_SURFACE_BAR);
    struct ui_rect area = frame->bar;
    take_bottom(&area, theme->gap, 0);
    area = take_bottom(&area, frame_bar_height(frame) - 2 * theme->gap, 0);
    for (size_t i = 0; i < sizeof TOOLS / sizeof TOOLS[0]; i++) {
        const bool is_lost =
            !view_is_desk(frame->view) &&
            frame->view->session->screen == SESSION_NOT_SAVED; /* it says itself whom to ask */
        if ((i == TOOL_BACK && !has_back) || (i == TOOL_HELP && is_lost) ||
            (i == TOOL_REACH && !has_reach(frame->view))) {
            continue;
        }
        add_tool(frame, i, grid_cell(area, columns, rows, theme->gap, (int)i));
    }
    if (frame->top.h > 0) {
        add_top_buttons(frame);
    }
}
