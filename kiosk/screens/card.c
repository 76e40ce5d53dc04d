/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The panel of the attract screen: the promise, or what was done with earlier answers; below it the answer that is late
 * longest. Each opens what can be read of it. */

#include <stdio.h>

#include "column.h"

#define N_(text) text

static const struct bs_bundle_programme *item(const struct screen_view *view, size_t index)
{
    return &view->session->bundle->programmes[index];
}

void late_words(const struct screen_view *view, const char *subject, int days, char *out)
{
    char number[12];
    const char *pattern =
        subject != NULL ? tr_plural(view, "{days} dag te laat: antwoord over {subject}.",
                                    "{days} dagen te laat: antwoord over {subject}.", days)
                        : tr_plural(view, "De gemeente is {days} dag te laat met haar antwoord.",
                                    "De gemeente is {days} dagen te laat met haar antwoord.", days);
    snprintf(number, sizeof number, "%d", days);
    fill(view, out, UI_LABEL_TEXT, pattern, "subject", subject ? subject : "", "days", number,
         NULL);
}

/* ---- what a card says ---- */

static void add_title(const struct screen_view *view, struct column *column, const char *dutch,
                      const struct bs_programme *of)
{
    struct paragraph *title =
        column_add(column, "card.title", UI_ROLE_HEADING, UI_STYLE_SMALL_STRONG, UI_ON_STORY,
                   words(tr(view, dutch)));
    title->is_badge = true;
    title->is_spare = true;
    title->gap = 2;
    struct paragraph *subject = column_add(column, "card.subject", UI_ROLE_TEXT, UI_STYLE_BODY,
                                           UI_ON_STORY, content_words(view, &of->tile));
    subject->icon = of->icon;
    subject->gap = 2;
    subject->is_optional = true;
}

static void fill_answer(const struct screen_view *view, const struct bs_bundle_programme *of,
                        struct column *column)
{
    add_title(view, column, N_("U zei, wij deden"), of->programme);
    struct paragraph *heard = column_add(column, "card.heard", UI_ROLE_TEXT, UI_STYLE_TITLE,
                                         UI_ON_STORY, content_words(view, &of->outcome->heard));
    heard->is_spare = true; /* it can be read behind "Lees meer"; what is done matters more */
    heard->gap = 2;
    column_add(column, "card.will", UI_ROLE_TEXT, UI_STYLE_BODY, UI_ON_STORY,
               content_words(view, &of->outcome->will))
        ->gap = 2;
    if (of->outcome->is_example) {
        column_add(column, "card.example", UI_ROLE_TEXT, UI_STYLE_SMALL, UI_ON_STORY,
                   words(tr(view, "(voorbeeld)")));
    }
}

static void fill_late(const struct screen_view *view, const struct bs_bundle_programme *of,
                      struct column *column)
{
    char date[64], *line;
    int days = 0;
    add_title(view, column, N_("Nog geen antwoord"), of->programme);
    column->paragraph[column->count - 1].is_optional = false; /* its sentence names no subject */
    bs_bundle_is_late(of, view->today, &days);
    line = column_text(column);
    late_words(view, NULL, days, line);
    column_add(column, "card.late", UI_ROLE_TEXT, UI_STYLE_TITLE, UI_ON_STORY, words(line))->gap =
        2;
    line = column_text(column);
    date_words(view, bs_programme_answer_date(of->programme, of->published), date, sizeof date);
    fill(view, line, UI_LABEL_TEXT,
         of->programme->answer_due.is_example ? tr(view, "Beloofd: vóór {date} (voorbeeld).")
                                              : tr(view, "Beloofd: vóór {date}."),
         "date", date, NULL);
    column_add(column, "card.due", UI_ROLE_TEXT, UI_STYLE_BODY, UI_ON_STORY, words(line))->icon =
        "calendar";
}

/* ---- the panel ---- */

/* What stands on it beside its words, from much to little. */
static const struct layout {
    bool has_late, has_more;
} LAYOUTS[] = {{true, true}, {true, false}, {false, true}, {false, false}};
#define LAYOUT_MORE 2 /* "Lees meer" alone */
#define LAYOUT_BARE 3

struct panel {
    enum session_card kind;
    size_t programme, late; /* late: SESSION_NONE for none */
    char late_line[UI_LABEL_TEXT];
    int late_height, more_height;
    struct column column;
};

static void fill_panel(struct frame *frame, struct panel *panel, int width)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    int days = 0;
    panel->kind = session_card(view->session, &panel->programme);
    panel->late = session_latest(view->session, &days);
    if (panel->kind == SESSION_CARD_LATE) {
        fill_late(view, item(view, panel->programme), &panel->column);
    } else if (panel->kind == SESSION_CARD_ANSWER) {
        fill_answer(view, item(view, panel->programme), &panel->column);
    } else {
        promise_column(frame, &panel->column);
    }
    panel->more_height =
        text_height(&frame->build, UI_STYLE_ANSWER, width, tr(view, "Lees meer"), NULL);
    if (panel->late != SESSION_NONE) {
        late_words(view, content_words(view, &item(view, panel->late)->programme->tile).label, days,
                   panel->late_line);
        panel->late_height = text_height(&frame->build, UI_STYLE_ANSWER_SMALL,
                                         width - 2 * theme->gap, panel->late_line, NULL) +
                             theme->gap * 3 / 2;
        if (panel->late_height < theme->target_min) {
            panel->late_height = theme->target_min;
        }
    }
}

/* The room for a card's words. */
static struct ui_rect inner_of(const struct frame *frame, const struct panel *panel,
                               const struct layout *layout, struct ui_rect area)
{
    const int gap = frame->view->theme->gap;
    take_bottom(&area, layout->has_late ? panel->late_height : 0, layout->has_late ? gap : 0);
    struct ui_rect inner = ui_rect_inset(area, gap);
    take_bottom(&inner, layout->has_more ? panel->more_height : 0, layout->has_more ? gap / 2 : 0);
    return inner;
}

/* The richest one in which nothing is left out, and nothing is crammed for what is late; else the one that leads to what is
 * left out. */
static const struct layout *layout_of(const struct frame *frame, const struct panel *panel,
                                      struct ui_rect area)
{
    for (size_t i = 0; i <= LAYOUT_BARE; i++) {
        bool is_possible = !LAYOUTS[i].has_late ||
                           (panel->late != SESSION_NONE && panel->kind != SESSION_CARD_LATE);
        if (is_possible &&
            column_would_fit(frame, &panel->column, inner_of(frame, panel, &LAYOUTS[i], area),
                             LAYOUTS[i].has_late)) {
            return &LAYOUTS[i];
        }
    }
    struct column trial = panel->column;
    struct ui_rect inner = inner_of(frame, panel, &LAYOUTS[LAYOUT_MORE], area);
    return &LAYOUTS[column_fit(frame, &trial, inner) <= inner.h ? LAYOUT_MORE : LAYOUT_BARE];
}

static void add_card(struct frame *frame, const struct panel *panel, bool has_more,
                     struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    char id[UI_ID_TEXT];
    snprintf(id, sizeof id, "outcome.%s", item(view, panel->programme)->programme->id);
    struct ui_node *node = add_button(&frame->build, id, area, UI_SURFACE_STORY, UI_PICTURE_END,
                                      "arrow", words(tr(view, "Lees meer")));
    node->align = UI_ALIGN_START;
    node->foot_px = panel->more_height;
    if (!has_more) { /* said, and not shown */
        node->icon[0] = '\0';
        node->arrangement = UI_PICTURE_ONLY;
        node->picture_px = 0;
    }
}

static void add_late(struct frame *frame, const struct panel *panel, struct ui_rect area)
{
    char id[UI_ID_TEXT];
    snprintf(id, sizeof id, "late.%s", item(frame->view, panel->late)->programme->id);
    add_button(&frame->build, id, area, UI_SURFACE_STORY, UI_TEXT_ONLY, NULL,
               words(panel->late_line))
        ->align = UI_ALIGN_START;
}

void card_panel(struct frame *frame, struct ui_rect area)
{
    struct panel panel = {0};
    fill_panel(frame, &panel, area.w);
    const struct layout *layout = layout_of(frame, &panel, area);
    struct ui_rect inner = inner_of(frame, &panel, layout, area), late = {0};
    if (layout->has_late) {
        late = take_bottom(&area, panel.late_height, frame->view->theme->gap);
    }
    add_card(frame, &panel, layout->has_more, area);
    panel.column.is_told_behind = true;
    column_fit(frame, &panel.column, inner);
    column_draw(frame, &panel.column, inner, false);
    if (layout->has_late) {
        add_late(frame, &panel, late);
    }
}

/* What the panel would tell, in a line. `line` is room for it. */
static const char *short_words(const struct screen_view *view, enum session_card kind,
                               size_t programme, char *line)
{
    int days = 0;
    char number[12];
    if (kind == SESSION_CARD_LATE && bs_bundle_is_late(item(view, programme), view->today, &days)) {
        snprintf(number, sizeof number, "%d", days);
        fill(view, line, UI_LABEL_TEXT,
             tr_plural(view, "{days} dag te laat", "{days} dagen te laat", days), "days", number,
             NULL);
        return line;
    }
    return kind == SESSION_CARD_ANSWER ? tr(view, "U zei, wij deden")
                                       : tr(view, "Wat is nog open?");
}

/* What is done, what is open, or what is late: a sentence or two. */
static const char *long_words(const struct screen_view *view, enum session_card kind,
                              size_t programme, char *line)
{
    const struct bs_bundle_programme *of = item(view, programme);
    int days = 0;
    if (kind == SESSION_CARD_ANSWER) {
        fill(view, line, UI_LABEL_TEXT, "{title}: {text}", "title", tr(view, "U zei, wij deden"),
             "text", content_words(view, &of->outcome->will).label, NULL);
        return line;
    }
    if (kind == SESSION_CARD_LATE && bs_bundle_is_late(of, view->today, &days)) {
        late_words(view, content_words(view, &of->programme->tile).label, days, line);
        return line;
    }
    return content_words(view, &of->programme->open).label;
}

/* What arrow, gaps and edges leave of a row for words. */
static int row_room(const struct frame *frame, int width)
{
    const struct ui_theme *theme = frame->view->theme;
    return width - 3 * theme->gap - theme->font[UI_STYLE_ANSWER_MIDDLE].px * 6 / 5;
}

int card_row_height(const struct frame *frame, int width, int lines)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    char text[UI_LABEL_TEXT];
    size_t programme = 0;
    const enum session_card kind = session_card(view->session, &programme);
    const char *label = short_words(view, kind, programme, text);
    const enum ui_style style = UI_STYLE_ANSWER_SMALL;
    const int least = text_height(&frame->build, style, row_room(frame, width), label, NULL);
    const int wanted = lines * text_height(&frame->build, style, INT32_MAX, label, NULL);
    const int height = (least > wanted ? least : wanted) + theme->gap;
    return height > theme->target_min ? height : theme->target_min;
}

void card_row(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    size_t programme = 0;
    char id[UI_ID_TEXT], text[UI_LABEL_TEXT];
    const enum session_card kind = session_card(view->session, &programme);
    const char *label = long_words(view, kind, programme, text);
    const bool is_long =
        text_height(&frame->build, UI_STYLE_ANSWER_SMALL, row_room(frame, area.w), label, NULL) +
            view->theme->gap <=
        area.h;
    if (!is_long) {
        label = short_words(view, kind, programme, text);
    }
    snprintf(id, sizeof id, "outcome.%s", item(view, programme)->programme->id);
    struct ui_node *node = add_button(&frame->build, id, area, UI_SURFACE_STORY, UI_PICTURE_END,
                                      "arrow", words(label));
    node->is_small = true;
    node->align = is_long ? UI_ALIGN_START : node->align;
}
