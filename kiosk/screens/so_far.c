/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What others answered: a bar with its word and a whole percentage for each, how many they are, and when they were counted.
 * Where there is no room for bars the same in sentences, on pages. */

#include "column.h"

#include <stdio.h>

#define LINE_EMS 34 /* kiosk-ux K31 */

/* Bars; with smaller letters around them; sentences on pages. */
enum way { WAY_BARS, WAY_TIGHT, WAY_PAGES };

_Static_assert(BS_CHOICES_MAX + 2 <= COLUMN_MAX, "a column holds all choices");

static const struct bs_so_far *so_far_of(const struct screen_view *view)
{
    return &view->session->bundle->programmes[view->session->programme].so_far;
}

static const struct bs_question *question_of(const struct screen_view *view)
{
    return bs_programme_question(session_programme(view->session), so_far_of(view)->question);
}

static int percent_of(const struct bs_so_far *so_far, size_t index)
{
    return (int)((so_far->choice[index].times * 200 + so_far->total) / (2 * so_far->total));
}

static struct ui_words label_of(const struct screen_view *view, size_t index)
{
    const struct bs_choice *choice =
        bs_question_choice(question_of(view), so_far_of(view)->choice[index].value);
    return choice != NULL ? content_words(view, &choice->label) : words("");
}

static void percent_words(const struct screen_view *view, size_t index, char *out, size_t size)
{
    char number[12];
    snprintf(number, sizeof number, "%d", percent_of(so_far_of(view), index));
    fill(view, out, size, tr(view, "{number}\u00a0%"), "number", number, NULL);
}

/* How many, from where, and when. */
static void count_words(const struct screen_view *view, char *out)
{
    const struct bs_so_far *so_far = so_far_of(view);
    char number[24], date[64];
    snprintf(number, sizeof number, "%lld", (long long)so_far->total);
    date_words(view, so_far->counted, date, sizeof date);
    fill(view, out, UI_LABEL_TEXT,
         tr_plural(view, "Zo antwoordde {count} mens, hier en elders. Geteld op {date}.",
                   "Zo antwoordden {count} mensen, hier en elders. Geteld op {date}.",
                   (long)so_far->total),
         "count", number, "date", date, NULL);
}

/* ---- bars ---- */

struct bars {
    enum ui_style style;
    int label, percent; /* widths */
    int row, gap;
};

static void measure(const struct frame *frame, struct bars *bars)
{
    const struct screen_view *view = frame->view;
    bars->label = 0;
    bars->percent = text_width(&frame->build, bars->style, "100\u00a0%", NULL) + 4;
    for (size_t i = 0; i < so_far_of(view)->count; i++) {
        const struct ui_words label = label_of(view, i);
        const int need = text_width(&frame->build, bars->style, label.label, label.lang) + 4;
        bars->label = need > bars->label ? need : bars->label;
    }
    const int most = frame->content.w * 2 / 5;
    bars->label = bars->label < most ? bars->label : most;
}

static void add_bar(struct frame *frame, size_t index, const struct bars *bars, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    char id[UI_ID_TEXT], line[UI_LABEL_TEXT];
    struct ui_rect label = take_start(&row, bars->label, gap);
    struct ui_rect percent = take_end(&row, bars->percent, gap);
    snprintf(id, sizeof id, "so_far.%zu", index + 1);
    add_text(&frame->build, id, label, UI_ROLE_TEXT, bars->style, UI_INK, UI_ALIGN_START,
             label_of(view, index))
        ->centre_vertically = true;
    const int height = row.h / 2;
    row.y += (row.h - height) / 2;
    row.h = height;
    add_line(&frame->build, row, UI_TINT);
    const int width = row.w * percent_of(so_far_of(view), index) / 100;
    if (width > 0) {
        add_line(&frame->build, take_start(&row, width, 0), UI_CANAL);
    }
    percent_words(view, index, line, sizeof line);
    snprintf(id, sizeof id, "so_far.%zu.percent", index + 1);
    add_text(&frame->build, id, percent, UI_ROLE_TEXT, bars->style, UI_INK, UI_ALIGN_END,
             words(line))
        ->centre_vertically = true;
}

static bool bars_fit(const struct frame *frame, const struct bars *bars)
{
    const struct screen_view *view = frame->view;
    for (size_t i = 0; i < so_far_of(view)->count; i++) {
        const struct ui_words label = label_of(view, i);
        if (text_height(&frame->build, bars->style, bars->label, label.label, label.lang) >
            bars->row) {
            return false;
        }
    }
    return true;
}

/* The largest letters in which all have room. */
static bool choose_bars(const struct frame *frame, struct bars *bars)
{
    static const enum ui_style STYLES[] = {UI_STYLE_STRONG, UI_STYLE_ANSWER_MIDDLE,
                                           UI_STYLE_ANSWER_SMALL};
    const struct screen_view *view = frame->view;
    const int count = (int)so_far_of(view)->count, most = view->theme->target_min * 3 / 2;
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        bars->style = STYLES[i];
        bars->gap = i == 0 ? view->theme->gap / 2 : view->theme->gap / 4;
        bars->row = (frame->content.h - (count - 1) * bars->gap) / count;
        bars->row = bars->row < most ? bars->row : most;
        measure(frame, bars);
        if (bars_fit(frame, bars)) {
            return true;
        }
    }
    return false;
}

static bool add_bars(struct frame *frame)
{
    struct bars bars;
    if (!choose_bars(frame, &bars)) {
        return false;
    }
    for (size_t i = 0; i < so_far_of(frame->view)->count; i++) {
        add_bar(frame, i, &bars, take_top(&frame->content, bars.row, bars.gap));
    }
    return true;
}

/* ---- sentences ---- */

static bool add_sentences(struct frame *frame)
{
    static const char *const IDS[] = {"so_far.1", "so_far.2", "so_far.3", "so_far.4",
                                      "so_far.5", "so_far.6", "so_far.7", "so_far.8"};
    const struct screen_view *view = frame->view;
    struct column column = {0};
    for (size_t i = 0; i < so_far_of(view)->count && i < sizeof IDS / sizeof IDS[0]; i++) {
        char *line = column_text(&column), percent[32];
        percent_words(view, i, percent, sizeof percent);
        fill(view, line, UI_LABEL_TEXT, "{answer}: {percent}", "answer", label_of(view, i).label,
             "percent", percent, NULL);
        column_add(&column, IDS[i], UI_ROLE_TEXT, UI_STYLE_STRONG, UI_INK, words(line));
    }
    return column_page(frame, &column, frame->content, view->session->page);
}

/* The question, how many answered it, and between them room for what they said. */
struct around {
    struct ui_words question;
    char count[UI_LABEL_TEXT];
    struct ui_rect foot;
};

static void add_question(struct frame *frame, const struct around *around, bool is_tight)
{
    const struct ui_rect content = frame->content;
    const enum ui_style style = is_tight ? UI_STYLE_ANSWER_MIDDLE
                                         : style_that_fits(&frame->build, UI_STYLE_TITLE, content.w,
                                                           content.h / 3, around->question.label);
    stack(frame, &frame->content, frame->view->theme->gap, "so_far", UI_ROLE_HEADING, style, UI_INK,
          around->question);
}

static void take_foot(struct frame *frame, struct around *around, enum ui_style style)
{
    const struct ui_theme *theme = frame->view->theme;
    const int most = theme->font[style].px * LINE_EMS;
    const int width = frame->content.w < most ? frame->content.w : most;
    const int height = text_height(&frame->build, style, width, around->count, NULL);
    around->foot = take_bottom(&frame->content, height, theme->gap);
    around->foot.w = width;
}

static void build(const struct screen_view *view, struct ui_scene *scene, enum way way, bool *fits)
{
    struct frame frame;
    struct around around = {.question = content_words(view, &question_of(view)->text)};
    struct ui_rect actions = {0};
    const enum ui_style style = way == WAY_TIGHT ? UI_STYLE_ANSWER_SMALL : UI_STYLE_SMALL;
    bool is_more = false;
    frame_begin(&frame, view, scene, "so_far");
    frame_top_visit(&frame, "title", words(tr(view, "Wat zeiden anderen?")), tr(view, "Anderen"));
    add_question(&frame, &around, way == WAY_TIGHT);
    count_words(view, around.count);
    if (way == WAY_PAGES) {
        actions = frame_actions(&frame);
    }
    take_foot(&frame, &around, style);
    if (way == WAY_PAGES) {
        is_more = add_sentences(&frame);
    } else {
        *fits = add_bars(&frame);
    }
    add_text(&frame.build, "so_far.count", around.foot, UI_ROLE_TEXT, style, UI_SOFT,
             UI_ALIGN_START, words(around.count));
    if (is_more) {
        frame_more(&frame, &actions);
    }
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}

void so_far_build(const struct screen_view *view, struct ui_scene *scene)
{
    bool fits = false;
    for (enum way way = WAY_BARS; way <= WAY_PAGES && !fits; way++) {
        build(view, scene, way, &fits);
    }
}
