/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What happened with a programme: the frame of all its pages, and what there is while the answer is still owed or is told
 * in short by the register. */

#include "answer.h"

#include <stdio.h>

#include "column.h"

#define N_(text) text

/* NULL if what is shown is an entry of the register. */
static const struct bs_bundle_programme *item(const struct screen_view *view)
{
    const struct session *session = view->session;
    return session->answer != SESSION_NONE ? &session->bundle->programmes[session->answer] : NULL;
}

static const struct bs_registered *entry(const struct screen_view *view)
{
    return &view->session->bundle->registered[view->session->registered];
}

static void add_head(struct frame *frame, struct ui_words title, bool is_example)
{
    const struct screen_view *view = frame->view;
    const char *example = tr(view, "Voorbeeld");
    struct ui_rect rest = frame->content, badge = {0};
    if (is_example) {
        badge = take_end(&rest, badge_width(&frame->build, example), view->theme->gap);
    }
    enum ui_style style = UI_STYLE_TITLE;
    int height = text_height(&frame->build, style, rest.w, title.label, title.lang);
    if (height > frame->content.h / 4) { /* what is told below needs the room */
        style = UI_STYLE_ANSWER_SMALL;
        height = text_height(&frame->build, style, rest.w, title.label, title.lang);
    }
    if (is_example && height < badge_height(&frame->build)) {
        height = badge_height(&frame->build);
    }
    struct ui_rect row = take_top(&frame->content, height, view->theme->gap);
    rest.h = row.h;
    add_text(&frame->build, "answer.title", rest, UI_ROLE_HEADING, style, UI_INK, UI_ALIGN_START,
             title);
    if (is_example) {
        badge.y = row.y + (row.h - badge_height(&frame->build)) / 2;
        badge.h = badge_height(&frame->build);
        add_badge(&frame->build, "answer.example", badge, UI_ROLE_TEXT, words(example));
    }
}

/* ---- the answer is still owed ---- */

static void add_owed(const struct screen_view *view, struct column *column, struct bs_date due,
                     bool is_example, int days_late)
{
    char date[64], *line;
    date_words(view, due, date, sizeof date);
    column_add(column, "owed.title", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(tr(view, "Er is nog geen antwoord.")))
        ->gap = 2;
    line = column_text(column);
    if (days_late > 0) {
        late_words(view, NULL, days_late, line);
        struct paragraph *late =
            column_add(column, "owed.late", UI_ROLE_TEXT, UI_STYLE_STRONG, UI_BRICK, words(line));
        late->icon = "warning";
        line = column_text(column);
    }
    fill(view, line, UI_LABEL_TEXT,
         days_late > 0 && is_example ? tr(view, "Beloofd: vóór {date} (voorbeeld).")
         : days_late > 0             ? tr(view, "Beloofd: vóór {date}.")
         : is_example                ? tr(view, "U hoort het vóór {date} (voorbeeld).")
                                     : tr(view, "U hoort het vóór {date}."),
         "date", date, NULL);
    struct paragraph *hear =
        column_add(column, "owed.due", UI_ROLE_TEXT, days_late > 0 ? UI_STYLE_BODY : UI_STYLE_TITLE,
                   UI_INK, words(line));
    hear->icon = "calendar";
    hear->gap = 2;
}

static void fill_owed(const struct screen_view *view, const struct bs_bundle_programme *of,
                      struct column *column)
{
    int days = 0;
    if (!bs_bundle_is_late(of, view->today, &days)) {
        days = 0;
    }
    add_owed(view, column, bs_programme_answer_date(of->programme, of->published),
             of->programme->answer_due.is_example, days);
    struct paragraph *decides = column_add(column, "owed.decides", UI_ROLE_TEXT, UI_STYLE_BODY,
                                           UI_INK, content_words(view, &of->programme->decides));
    decides->icon = decider_icon(of->programme->decider);
    decides->is_optional = true;
}

static void fill_who(const struct screen_view *view, const struct bs_bundle_programme *of,
                     struct column *column)
{
    const struct contact contact = contact_of(view, of->programme);
    column_add(column, "who.title", UI_ROLE_HEADING, UI_STYLE_TITLE, UI_INK,
               words(tr(view, "Wilt u erover praten?")))
        ->gap = 2;
    struct paragraph *who =
        column_add(column, "contact", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK, contact.words);
    who->icon = "person";
    if (contact.is_example) {
        column_add(column, "contact.example", UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT,
                   words(tr(view, "De naam is een voorbeeld.")));
    }
    struct paragraph *open = column_add(column, "owed.open", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                                        content_words(view, &of->programme->open));
    open->icon = "question";
    open->is_optional = true;
}

/* ---- the short answer of the register ---- */

static int days_late(const struct screen_view *view, const struct bs_registered *of)
{
    int days = bs_date_days_between(of->due, view->today);
    return of->answered.year == 0 && days > 0 ? days : 0;
}

static void fill_short(const struct screen_view *view, struct column *column, bool is_heard)
{
    const struct bs_registered *of = entry(view);
    struct paragraph *title = column_add(
        column, is_heard ? "heard.title" : "will.title", UI_ROLE_HEADING, UI_STYLE_STRONG, UI_CANAL,
        words(is_heard ? tr(view, "Bewoners zeiden") : tr(view, "Dit doen we")));
    title->icon = is_heard ? "talk" : "check";
    column_add(column, is_heard ? "answer.heard" : "answer.will", UI_ROLE_TEXT, UI_STYLE_TITLE,
               UI_INK, content_words(view, is_heard ? &of->heard : &of->will))
        ->gap = 3;
}

static void fill_registered(const struct screen_view *view, struct column *start,
                            struct column *end)
{
    const struct bs_registered *of = entry(view);
    if (of->answered.year != 0) {
        fill_short(view, start, true);
        fill_short(view, end, false);
    } else {
        add_owed(view, start, of->due, of->due_is_example, days_late(view, of));
    }
    char *line = column_text(end);
    fill(view, line, UI_LABEL_TEXT, tr(view, "Deze code hoort bij {tenant}."), "tenant",
         of->tenant_name, NULL);
    column_add(end, "tenant", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK, words(line))->icon = "pin";
    column_add(end, "tenant.short", UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT,
               words(tr(view, "Hier staat alleen het korte antwoord.")));
}

/* ---- the frame ---- */

static void add_panel(struct frame *frame, struct column *column, struct ui_rect area,
                      enum ui_surface surface, bool in_the_middle)
{
    const struct ui_rect inner = ui_rect_inset(area, frame->view->theme->gap);
    add_surface(&frame->build, area, surface);
    column_fit(frame, column, inner);
    column_draw(frame, column, inner, in_the_middle);
}

/* Beside each other, or below each other in a portrait window; where they do not fit so, on pages. True if there is more. */
static bool add_two(struct frame *frame, struct column *start, struct column *end,
                    bool in_the_middle)
{
    struct ui_rect rest = frame->content;
    const int gap = frame->view->theme->gap;
    struct ui_rect first = build_is_portrait(&frame->build)
                               ? take_top(&rest, (rest.h - gap) / 2, gap)
                               : take_start(&rest, (rest.w - gap) / 2, gap);
    if (!build_is_large(&frame->build) &&
        column_would_fit(frame, start, ui_rect_inset(first, gap), false) &&
        column_would_fit(frame, end, ui_rect_inset(rest, gap), false)) {
        add_panel(frame, start, first, UI_SURFACE_PANEL, in_the_middle);
        add_panel(frame, end, rest, UI_SURFACE_TINT, in_the_middle);
        return false;
    }
    for (size_t i = 0; i < end->count; i++) {
        start->paragraph[start->count++] = end->paragraph[i];
    }
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    return column_page(frame, start, ui_rect_inset(frame->content, gap),
                       frame->view->session->page);
}

/* The programme's own words, while its answer is owed. */
static bool add_promised(struct frame *frame, const struct bs_bundle_programme *of)
{
    struct column start = {0}, end = {0};
    add_head(frame, content_words(frame->view, &of->programme->title), false);
    fill_owed(frame->view, of, &start);
    fill_who(frame->view, of, &end);
    return add_two(frame, &start, &end, true);
}

/* Of another municipality, or of a place elsewhere: what the register tells. */
static bool add_registered(struct frame *frame)
{
    const struct bs_registered *of = entry(frame->view);
    const bool is_answered = of->answered.year != 0;
    struct column start = {0}, end = {0};
    add_head(frame, content_words(frame->view, &of->title), is_answered && of->outcome_is_example);
    fill_registered(frame->view, &start, &end);
    return add_two(frame, &start, &end, !is_answered);
}

/* ---- what can be done now ---- */

/* Two questions, one after the other; then thanks. */
static const char *verdict_words(const struct screen_view *view)
{
    return view->session->verdict_step == 0   ? tr(view, "Snapt u waarom?")
           : view->session->verdict_step == 1 ? tr(view, "Klopt dit?")
                                              : tr(view, "Dank u wel.");
}

static void add_verdict(struct frame *frame, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap, width = view->theme->target_min * 7 / 4;
    struct ui_rect no = {0}, yes = {0};
    const bool is_asked = view->session->verdict_step < 2;
    if (is_asked) {
        no = take_end(&row, width, gap);
        yes = take_end(&row, width, gap);
    }
    const char *line = verdict_words(view);
    const bool fits = text_width(&frame->build, UI_STYLE_STRONG, line, NULL) <= row.w &&
                      text_height(&frame->build, UI_STYLE_STRONG, INT32_MAX, line, NULL) <= row.h;
    add_text(&frame->build, "verdict", row, UI_ROLE_STATUS,
             fits ? UI_STYLE_STRONG : UI_STYLE_ANSWER_SMALL, UI_INK, UI_ALIGN_END, words(line))
        ->centre_vertically = true;
    if (is_asked) {
        frame_tool(frame, yes, UI_SURFACE_SECONDARY, "verdict.yes", NULL, N_("Ja"));
        frame_tool(frame, no, UI_SURFACE_SECONDARY, "verdict.no", NULL, N_("Nee"));
    }
}

static int join_width(const struct frame *frame, int most)
{
    const int width = button_width(&frame->build, false, tr(frame->view, "Doe mee"));
    return width < most ? width : most;
}

static void add_actions(struct frame *frame, struct ui_rect row, bool is_more)
{
    const struct screen_view *view = frame->view;
    const struct bs_bundle_programme *of = item(view);
    const int gap = view->theme->gap;
    if (of != NULL && bs_programme_is_open(of->programme, view->session->today)) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "programme.%s", of->programme->id);
        frame_tool(frame, take_start(&row, join_width(frame, (row.w - 2 * gap) / 3), gap),
                   UI_SURFACE_SECONDARY, id, NULL, N_("Doe mee"));
    }
    if (is_more) {
        frame_more(frame, &row);
    } else if (of != NULL && of->outcome != NULL) {
        add_verdict(frame, row);
    }
}

void answer_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    bool is_more = false;
    const struct bs_bundle_programme *of = item(view);
    frame_begin(&frame, view, scene, "answer");
    frame_top_visit(&frame, "title", words(tr(view, "Wat is er gebeurd met …")),
                    tr(view, "Antwoord"));
    struct ui_rect actions = frame_actions(&frame);
    if (of == NULL) {
        is_more = add_registered(&frame);
    } else if (of->outcome != NULL) {
        add_head(&frame, content_words(view, &of->programme->title), of->outcome->is_example);
        is_more = answer_pages(&frame, of);
    } else {
        is_more = add_promised(&frame, of);
    }
    add_actions(&frame, actions, is_more);
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
