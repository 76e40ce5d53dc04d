/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Long texts over as many pages as they take: two columns a page, then the list of what is done by whom. */

#include "answer.h"

#include <stdio.h>

#include "column.h"

#define N_(text)     text
#define SECTIONS_MAX 6
/* Of actions: above and below the words together, and between the rows. Nothing in them is tapped. */
#define ROW_PADDING(gap) ((gap)*3 / 4)
#define ROW_GAP(gap)     ((gap)*2 / 3)

/* A title with its text. They are not parted. */
struct section {
    const char *id, *title_id, *title, *icon;
    struct ui_words words;
    enum ui_style style;
    int column; /* 0: what was said; 1: what is done */
};

struct sections {
    size_t count;
    struct section section[SECTIONS_MAX];
};

/* What stands on a page: sections from one index on to another, or actions. */
struct page {
    size_t from, start_end, end_end; /* sections of the first column and of the second */
    size_t action_from, action_end;
};

static void add_section(struct frame *frame, struct sections *sections, const struct section *what,
                        const struct bs_text *text)
{
    if (text->count == 0) {
        return;
    }
    struct section *section = &sections->section[sections->count++];
    *section = *what;
    section->title = tr(frame->view, what->title);
    section->words = content_words(frame->view, text);
}

static void collect(struct frame *frame, const struct bs_outcome *outcome,
                    struct sections *sections)
{
    static const struct section HEARD = {.id = "answer.heard",
                                         .title_id = "heard.title",
                                         .title = N_("U zei"),
                                         .icon = "talk",
                                         .style = UI_STYLE_STRONG,
                                         .column = 0};
    static const struct section MOST = {.id = "answer.most",
                                        .title_id = "most.title",
                                        .title = N_("De meeste mensen"),
                                        .icon = "neighbours",
                                        .style = UI_STYLE_BODY,
                                        .column = 0};
    static const struct section FEWER = {.id = "answer.fewer",
                                         .title_id = "fewer.title",
                                         .title = N_("Minder mensen"),
                                         .icon = "person",
                                         .style = UI_STYLE_BODY,
                                         .column = 0};
    static const struct section WILL = {.id = "answer.will",
                                        .title_id = "will.title",
                                        .title = N_("Dit doen we"),
                                        .icon = "check",
                                        .style = UI_STYLE_STRONG,
                                        .column = 1};
    static const struct section WONT = {.id = "answer.wont",
                                        .title_id = "wont.title",
                                        .title = N_("Dit doen we niet"),
                                        .icon = "close",
                                        .style = UI_STYLE_BODY,
                                        .column = 1};
    static const struct section WHY = {.id = "answer.weighed",
                                       .title_id = "weighed.title",
                                       .title = N_("Waarom?"),
                                       .icon = "question",
                                       .style = UI_STYLE_BODY,
                                       .column = 1};
    add_section(frame, sections, &HEARD, &outcome->heard);
    add_section(frame, sections, &MOST, &outcome->most);
    add_section(frame, sections, &FEWER, &outcome->fewer);
    add_section(frame, sections, &WILL, &outcome->will);
    add_section(frame, sections, &WONT, &outcome->wont);
    add_section(frame, sections, &WHY, &outcome->weighed);
}

/* ---- columns of sections ---- */

static int title_icon(const struct frame *frame)
{
    return frame->view->theme->font[UI_STYLE_SMALL_STRONG].px * 6 / 5;
}

static int section_height(const struct frame *frame, const struct section *section, int width)
{
    const int icon = title_icon(frame) + frame->view->theme->gap * 5 / 8;
    return text_height(&frame->build, UI_STYLE_SMALL_STRONG, width - icon, section->title, NULL) +
           text_height(&frame->build, section->style, width, section->words.label,
                       section->words.lang);
}

static void draw_section(struct frame *frame, const struct section *section, struct ui_rect *rest,
                         int gap)
{
    const int icon = title_icon(frame), beside = frame->view->theme->gap * 5 / 8;
    const int height = text_height(&frame->build, UI_STYLE_SMALL_STRONG, rest->w - icon - beside,
                                   section->title, NULL);
    struct ui_rect head = take_top(rest, height, 0);
    struct ui_rect picture = take_start(&head, icon, beside);
    const int line = text_height(&frame->build, UI_STYLE_SMALL_STRONG, INT32_MAX, "A", NULL);
    picture.y += (line - icon) / 2;
    picture.h = icon;
    add_picture(&frame->build, "", picture, section->icon, UI_CANAL, words(""));
    add_text(&frame->build, section->title_id, head, UI_ROLE_HEADING, UI_STYLE_SMALL_STRONG,
             UI_CANAL, UI_ALIGN_START, words(section->title));
    stack(frame, rest, gap, section->id, UI_ROLE_TEXT, section->style, UI_INK, section->words);
}

/* As many sections of one column as fit, and at least one. */
static size_t fill_column(const struct frame *frame, const struct sections *sections, size_t from,
                          struct ui_rect room)
{
    const int gap = frame->view->theme->gap / 2; /* at least; where there is room it is more */
    size_t at = from;
    int used = 0;
    while (at < sections->count && sections->section[at].column == sections->section[from].column) {
        int height = section_height(frame, &sections->section[at], room.w);
        if (at > from && used + gap + height > room.h) {
            break;
        }
        used += (at > from ? gap : 0) + height;
        at++;
    }
    return at;
}

static struct ui_rect inner_of(const struct frame *frame, struct ui_rect area)
{
    return ui_rect_inset(area, frame->view->theme->gap);
}

static struct ui_rect half(const struct frame *frame, struct ui_rect area, bool is_end)
{
    const int gap = frame->view->theme->gap;
    struct ui_rect start = take_start(&area, (area.w - gap) / 2, gap);
    return is_end ? area : start;
}

/* What is left over after even rooms, shared above and below, would tear sections apart: they stand at the top. */
static void draw_column(struct frame *frame, const struct sections *sections, size_t from,
                        size_t end, struct ui_rect area)
{
    const int gap = frame->view->theme->gap;
    add_surface(&frame->build, area,
                sections->section[from].column == 0 ? UI_SURFACE_PANEL : UI_SURFACE_TINT);
    struct ui_rect rest = inner_of(frame, area);
    int used = 0;
    for (size_t i = from; i < end; i++) {
        used += section_height(frame, &sections->section[i], rest.w);
    }
    int spare = end > from + 1 ? (rest.h - used) / (int)(end - from - 1) : gap;
    for (size_t i = from; i < end; i++) {
        draw_section(frame, &sections->section[i], &rest, spare < 2 * gap ? spare : 2 * gap);
    }
}

/* ---- what is done, by whom and when ---- */

struct action_looks {
    const char *icon, *words;
    enum ui_ink ink;
};

static struct action_looks looks_of(enum bs_action_state state)
{
    switch (state) {
    case BS_ACTION_BUSY:
        return (struct action_looks){"busy", N_("Bezig"), UI_CANAL};
    case BS_ACTION_DONE:
        return (struct action_looks){"check", N_("Klaar"), UI_LEAF};
    case BS_ACTION_DROPPED:
        return (struct action_looks){"close", N_("Gaat niet door"), UI_BRICK};
    case BS_ACTION_PLANNED:
        break;
    }
    return (struct action_looks){"calendar", N_("Gepland"), UI_CANAL};
}

static int state_width(const struct frame *frame, int width)
{
    (void)frame;
    return width * 26 / 100;
}

static void when_words(const struct screen_view *view, const struct bs_bundle_programme *of,
                       const struct bs_action *action, char *out, size_t size)
{
    char month[64];
    month_words(view, bs_action_month(action, of->answered), month, sizeof month);
    fill(view, out, size, "{owner} · {month}", "owner", action->owner, "month", month, NULL);
}

static int action_height(const struct frame *frame, const struct bs_bundle_programme *of,
                         const struct bs_action *action, int width)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    const int room = width - 2 * gap - state_width(frame, width) - gap;
    struct ui_words what = content_words(view, &action->what);
    char when[UI_LABEL_TEXT];
    when_words(view, of, action, when, sizeof when);
    return text_height(&frame->build, UI_STYLE_STRONG, room, what.label, what.lang) +
           text_height(&frame->build, UI_STYLE_SMALL, room, when, NULL) + ROW_PADDING(gap);
}

static void draw_state(struct frame *frame, enum bs_action_state state, const char *id,
                       struct ui_rect place)
{
    const struct action_looks looks = looks_of(state);
    const int icon = frame->view->theme->font[UI_STYLE_STRONG].px * 6 / 5;
    struct ui_rect picture = take_start(&place, icon, frame->view->theme->gap * 5 / 8);
    picture.y += (picture.h - icon) / 2;
    picture.h = icon;
    add_picture(&frame->build, "", picture, looks.icon, looks.ink, words(""));
    add_text(&frame->build, id, place, UI_ROLE_TEXT, UI_STYLE_SMALL_STRONG, looks.ink,
             UI_ALIGN_START, words(tr(frame->view, looks.words)))
        ->centre_vertically = true;
}

static void draw_action(struct frame *frame, const struct bs_bundle_programme *of, size_t index,
                        struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct bs_action *action = &of->outcome->actions[index];
    const int gap = view->theme->gap;
    char id[UI_ID_TEXT], when[UI_LABEL_TEXT];
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect rest = area;
    rest.x += gap;
    rest.w -= 2 * gap;
    struct ui_rect state = take_end(&rest, state_width(frame, area.w), gap);
    when_words(view, of, action, when, sizeof when);
    struct ui_words what = content_words(view, &action->what);
    int height = action_height(frame, of, action, area.w) - ROW_PADDING(gap);
    take_top(&rest, (rest.h - height) / 2, 0);
    snprintf(id, sizeof id, "action.%zu", index + 1);
    stack(frame, &rest, 0, id, UI_ROLE_TEXT, UI_STYLE_STRONG, UI_INK, what);
    snprintf(id, sizeof id, "action.%zu.who", index + 1);
    stack(frame, &rest, 0, id, UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT, words(when));
    snprintf(id, sizeof id, "action.%zu.state", index + 1);
    draw_state(frame, action->state, id, state);
}

static int actions_title_height(const struct frame *frame)
{
    return text_height(&frame->build, UI_STYLE_STRONG, INT32_MAX, "A", NULL) +
           frame->view->theme->gap / 2;
}

static size_t fill_actions(const struct frame *frame, const struct bs_bundle_programme *of,
                           size_t from, struct ui_rect room)
{
    size_t at = from;
    int used = actions_title_height(frame);
    while (at < of->outcome->action_count) {
        int height = action_height(frame, of, &of->outcome->actions[at], room.w);
        if (at > from && used + height > room.h) {
            break;
        }
        used += height + ROW_GAP(frame->view->theme->gap);
        at++;
    }
    return at;
}

static void draw_actions(struct frame *frame, const struct bs_bundle_programme *of,
                         const struct page *page)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    struct ui_rect area = frame->content;
    stack(frame, &area, gap / 2, "actions", UI_ROLE_HEADING, UI_STYLE_STRONG, UI_INK,
          words(tr(view, "Wie doet wat, en wanneer?")));
    int used = 0, count = (int)(page->action_end - page->action_from);
    for (size_t i = page->action_from; i < page->action_end; i++) {
        used += action_height(frame, of, &of->outcome->actions[i], area.w);
    }
    /* Rows grow a little where there is room, so that few of them do not hang together at the top. */
    int spare = count == 0 ? 0 : (area.h - used - (count - 1) * ROW_GAP(gap)) / count;
    int most = gap * 3;
    for (size_t i = page->action_from; i < page->action_end; i++) {
        int height = action_height(frame, of, &of->outcome->actions[i], area.w);
        height += spare < 0 ? 0 : spare < most ? spare : most;
        draw_action(frame, of, i, take_top(&area, height, ROW_GAP(gap)));
    }
}

/* ---- one column, where there is little room ---- */

_Static_assert(2 * SECTIONS_MAX + 1 + 2 * BS_ACTIONS_MAX <= COLUMN_MAX, "a column holds it all");

static void fill_action(const struct screen_view *view, const struct bs_bundle_programme *of,
                        size_t index, struct column *column)
{
    static const char *const IDS[BS_ACTIONS_MAX][2] = {
        {"action.1", "action.1.who"}, {"action.2", "action.2.who"}, {"action.3", "action.3.who"},
        {"action.4", "action.4.who"}, {"action.5", "action.5.who"}, {"action.6", "action.6.who"}};
    const struct bs_action *action = &of->outcome->actions[index];
    char when[UI_LABEL_TEXT / 2];
    when_words(view, of, action, when, sizeof when);
    column_add(column, IDS[index][0], UI_ROLE_TEXT, UI_STYLE_STRONG, UI_INK,
               content_words(view, &action->what));
    char *line = column_text(column);
    fill(view, line, UI_LABEL_TEXT, "{state} · {when}", "state",
         tr(view, looks_of(action->state).words), "when", when, NULL);
    column_add(column, IDS[index][1], UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT, words(line))->gap = 2;
}

/* True if there is another page. */
static bool add_column(struct frame *frame, const struct sections *sections,
                       const struct bs_bundle_programme *of)
{
    const struct screen_view *view = frame->view;
    struct column column = {0};
    for (size_t i = 0; i < sections->count; i++) {
        const struct section *section = &sections->section[i];
        column_add(&column, section->title_id, UI_ROLE_HEADING, UI_STYLE_SMALL_STRONG, UI_CANAL,
                   words(section->title))
            ->icon = section->icon;
        column_add(&column, section->id, UI_ROLE_TEXT, section->style, UI_INK, section->words)
            ->gap = 2;
    }
    if (of->outcome->action_count > 0) {
        column_add(&column, "actions", UI_ROLE_HEADING, UI_STYLE_SMALL_STRONG, UI_CANAL,
                   words(tr(view, "Wie doet wat, en wanneer?")));
    }
    for (size_t i = 0; i < of->outcome->action_count; i++) {
        fill_action(view, of, i, &column);
    }
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    return column_page(frame, &column, ui_rect_inset(frame->content, view->theme->gap),
                       view->session->page);
}

/* ---- pages ---- */

static struct page next_page(const struct frame *frame, const struct sections *sections,
                             const struct bs_bundle_programme *of, const struct page *before)
{
    struct page page = {.from = before->end_end, .action_from = before->action_end};
    page.start_end = page.end_end = page.from;
    page.action_end = page.action_from;
    if (page.from < sections->count) {
        struct ui_rect start = inner_of(frame, half(frame, frame->content, false));
        page.start_end = page.end_end = fill_column(frame, sections, page.from, start);
        if (page.start_end < sections->count) {
            page.end_end = fill_column(frame, sections, page.start_end, start);
        }
    } else {
        page.action_end = fill_actions(frame, of, page.action_from, frame->content);
    }
    return page;
}

static bool is_last(const struct page *page, const struct sections *sections,
                    const struct bs_bundle_programme *of)
{
    return page->end_end == sections->count && page->action_end == of->outcome->action_count;
}

/* Whether each text has room in half the width. Asked of all of them, so that every page is laid out alike. */
static bool fits_two_columns(const struct frame *frame, const struct sections *sections)
{
    const struct ui_rect room = inner_of(frame, half(frame, frame->content, false));
    for (size_t i = 0; i < sections->count; i++) {
        if (section_height(frame, &sections->section[i], room.w) > room.h) {
            return false;
        }
    }
    return true;
}

bool answer_pages(struct frame *frame, const struct bs_bundle_programme *of)
{
    struct sections sections = {0};
    collect(frame, of->outcome, &sections);
    if (frame_is_compact(frame) || !fits_two_columns(frame, &sections)) {
        return add_column(frame, &sections, of);
    }
    struct page page = next_page(frame, &sections, of, &(struct page){0});
    for (size_t i = 0; i < frame->view->session->page && !is_last(&page, &sections, of); i++) {
        page = next_page(frame, &sections, of, &page);
    }
    if (page.end_end == page.from) {
        draw_actions(frame, of, &page);
        return !is_last(&page, &sections, of);
    }
    bool has_end = page.end_end > page.start_end;
    struct ui_rect area = frame->content;
    draw_column(frame, &sections, page.from, page.start_end,
                has_end ? half(frame, area, false) : area);
    if (has_end) {
        draw_column(frame, &sections, page.start_end, page.end_end, half(frame, area, true));
    }
    return !is_last(&page, &sections, of);
}
