/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The live question: its first tap is the first answer. Beside it the promise, below it other subjects and languages. */

#include <stdio.h>
#include <string.h>

#include "frame.h"

#define N_(text)    text
#define BAR_COLUMNS 5 /* as on the other screens, so that help keeps its place */

static void hours_words(const struct screen_view *view, char *out, size_t size)
{
    const struct bs_hours *hours = &view->session->bundle->place.hours[view->weekday];
    out[0] = '\0';
    if (hours->opens == hours->closes || view->minute < hours->opens ||
        view->minute >= hours->closes) {
        return;
    }
    char time[32];
    snprintf(time, sizeof time, "%d.%02d", hours->closes / 60, hours->closes % 60);
    fill(view, out, size, tr(view, "Open tot {time} uur"), "time", time, NULL);
}

static void add_top(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    char end[128];
    if (view->session->bundle->is_in_use) {
        hours_words(view, end, sizeof end);
    } else {
        fill(view, end, sizeof end, "{words}", "words", tr(view, "Proef: dit telt nog niet mee"),
             NULL);
    }
    frame_top_place(frame, end);
}

static void add_answers(struct frame *frame)
{
    const struct bs_question *question = session_question(frame->view->session);
    if (question->kind == BS_KIND_FACES) {
        ask_faces(frame, frame->content);
    } else {
        ask_tiles(frame, frame->content);
    }
}

/* Whether there is another subject than the live one. */
static bool is_other(const struct screen_view *view, size_t index)
{
    const struct session *session = view->session;
    return index != session->programme &&
           bs_programme_is_open(session->bundle->programmes[index].programme, view->today);
}

static size_t others(const struct screen_view *view)
{
    size_t count = 0;
    for (size_t i = 0; i < view->session->bundle->programme_count; i++) {
        count += is_other(view, i) ? 1 : 0;
    }
    return count;
}

static void add_programmes(struct frame *frame, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct bs_bundle *bundle = view->session->bundle;
    const char *lead = tr(view, "Of kies:");
    int width = text_width(&frame->build, UI_STYLE_BODY, lead, NULL) + 2;
    struct ui_node *node =
        add_text(&frame->build, "others", take_start(&row, width, theme->gap), UI_ROLE_TEXT,
                 UI_STYLE_BODY, UI_SOFT, UI_ALIGN_START, words(lead));
    node->centre_vertically = true;
    for (size_t i = 0; i < bundle->programme_count; i++) {
        const struct bs_programme *programme = bundle->programmes[i].programme;
        struct ui_words tile = content_words(view, &programme->tile);
        int need = text_width(&frame->build, UI_STYLE_SMALL_STRONG, tile.label, tile.lang) +
                   theme->gap * 2 + theme->font[UI_STYLE_ANSWER].px + theme->gap;
        if (!is_other(view, i) || need > row.w) {
            continue;
        }
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "programme.%s", programme->id);
        node = add_button(&frame->build, id, take_start(&row, need, theme->gap),
                          UI_SURFACE_SECONDARY, UI_PICTURE_START, programme->icon, tile);
        node->style = UI_STYLE_SMALL_STRONG;
    }
}

/* Languages and help share the tool bar; for more of them than one row holds it grows upwards. */
static int bar_rows(const struct screen_view *view)
{
    return ((int)view->session->bundle->language_count + BAR_COLUMNS) / BAR_COLUMNS;
}

static void raise_bar(struct frame *frame)
{
    int more = (bar_rows(frame->view) - 1) * (frame->bar.h - frame->view->theme->gap);
    take_bottom(&frame->content, more, 0);
    frame->bar.y -= more;
    frame->bar.h += more;
}

static void add_languages(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct bs_bundle *bundle = view->session->bundle;
    const int gap = view->theme->gap;
    const int rows = bar_rows(view);
    struct ui_rect bar = frame_bar(frame);
    int width = (bar.w - (BAR_COLUMNS - 1) * gap) / BAR_COLUMNS;
    int height = (bar.h - (rows - 1) * gap) / rows;
    struct ui_rect below = bar, row = {0};
    struct ui_rect last = take_bottom(&below, height, 0);
    struct ui_rect help = take_end(&last, width, gap);
    for (size_t i = 0; i < bundle->language_count; i++) {
        row = i % BAR_COLUMNS == 0 ? take_top(&bar, height, gap) : row;
        struct ui_rect cell =
            (i + 1) % BAR_COLUMNS == 0 ? take_end(&row, width, 0) : take_start(&row, width, gap);
        const char *lang = bundle->languages[i];
        bool is_current = strcmp(lang, view->session->lang) == 0;
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "lang.%s", lang);
        struct ui_node *node = add_button(
            &frame->build, id, cell, is_current ? UI_SURFACE_PRIMARY : UI_SURFACE_SECONDARY,
            UI_TEXT_ONLY, NULL, (struct ui_words){.label = language_name(lang), .lang = lang});
        node->states |= is_current ? UI_STATE_CHOSEN : 0;
    }
    frame_tool(frame, help, UI_SURFACE_SECONDARY, "tool.help", "help", N_("Hulp"));
}

static void add_question(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct bs_question *question = session_question(view->session);
    stack(frame, &frame->content, view->theme->gap / 2, "question", UI_ROLE_QUESTION,
          UI_STYLE_QUESTION, UI_INK, content_words(view, &question->text));
    const char *line = question->kind == BS_KIND_FACES
                           ? tr(view, "Tik op een gezicht. 1 minuut, geen naam nodig.")
                           : tr(view, "Tik op een plaatje. 1 minuut, geen naam nodig.");
    stack(frame, &frame->content, view->theme->gap, "invite", UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT,
          words(line));
}

void attract_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "attract");
    raise_bar(&frame);
    add_top(&frame);
    struct ui_rect panel =
        take_end(&frame.content, frame.content.w * 31 / 100, view->theme->gap * 2);
    add_question(&frame);
    size_t other_count = others(view);
    struct ui_rect programmes = {0};
    if (other_count > 0) {
        programmes = take_bottom(&frame.content, view->theme->target_min, view->theme->gap);
    }
    add_answers(&frame);
    promise_panel(&frame, panel);
    if (other_count > 0) {
        add_programmes(&frame, programmes);
    }
    add_languages(&frame);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
