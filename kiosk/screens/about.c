/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* What is known of the subject, on as many pages as it takes: each fact with its source and that source's date. */

#include "column.h"

#define N_(text) text
#define LINE_EMS 34 /* a longer line has more than 80 characters: kiosk-ux K31 */

_Static_assert(COLUMN_MAX >= 1 + BS_FACTS_MAX + BS_SOURCES_MAX, "a column holds all there is");

static void source_words(const struct screen_view *view, const struct bs_source *source, char *out)
{
    char date[64];
    known_date_words(view, source->date, date, sizeof date);
    fill(view, out, UI_LABEL_TEXT, tr(view, "Bron: {title}, {date}"), "title", source->title,
         "date", date, NULL);
}

/* What was only said for a time that is over stands with the date of its source. */
static struct ui_words fact_words(const struct screen_view *view, const struct bs_programme *of,
                                  const struct bs_fact *fact, char *out)
{
    struct ui_words fact_itself = content_words(view, &fact->text);
    if (!bs_fact_is_past(fact, view->today)) {
        return fact_itself;
    }
    struct bs_date date = of->sources[fact->source].date;
    char then[64];
    date.day = 0;
    known_date_words(view, date, then, sizeof then);
    fill(view, out, UI_LABEL_TEXT, tr(view, "{fact} Stand van {date}."), "fact", fact_itself.label,
         "date", then, NULL);
    return (struct ui_words){.label = out, .lang = fact_itself.lang};
}

/* Whether a source stands on the page of some facts: where one of them was said, or on the last page if none was. */
static bool is_source_of(const struct bs_programme *programme, size_t source, size_t from,
                         size_t end)
{
    bool is_used = false;
    for (size_t i = 0; i < programme->fact_count; i++) {
        if (programme->facts[i].source == source) {
            is_used = true;
            if (i >= from && i < end) {
                return true;
            }
        }
    }
    return !is_used && end == programme->fact_count;
}

/* Facts from one index on to another; under them their sources, each named once. */
static void fill_page(const struct screen_view *view, size_t from, size_t end,
                      struct column *column)
{
    static const char *const FACT_IDS[] = {"fact.1", "fact.2", "fact.3",
                                           "fact.4", "fact.5", "fact.6"};
    static const char *const SOURCE_IDS[] = {"source.1", "source.2", "source.3",
                                             "source.4", "source.5", "source.6"};
    const struct bs_programme *programme = session_programme(view->session);
    column_add(column, "about.title", UI_ROLE_HEADING, UI_STYLE_TITLE, UI_INK,
               content_words(view, &programme->title))
        ->gap = 2;
    for (size_t i = from; i < end; i++) {
        char *line = column_text(column);
        column_add(column, FACT_IDS[i], UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                   fact_words(view, programme, &programme->facts[i], line))
            ->gap = 2;
    }
    for (size_t i = 0; i < programme->source_count; i++) {
        if (is_source_of(programme, i, from, end)) {
            char *line = column_text(column);
            source_words(view, &programme->sources[i], line);
            column_add(column, SOURCE_IDS[i], UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT, words(line));
        }
    }
}

static bool page_fits(const struct frame *frame, size_t from, size_t end, struct ui_rect area)
{
    struct column trial = {0};
    fill_page(frame->view, from, end, &trial);
    return column_would_fit(frame, &trial, area, false);
}

/* As many facts as fit with their sources, and at least one. */
static size_t page_end(const struct frame *frame, size_t from, struct ui_rect area)
{
    const size_t count = session_programme(frame->view->session)->fact_count;
    size_t end = from < count ? from + 1 : count;
    while (end < count && page_fits(frame, from, end + 1, area)) {
        end++;
    }
    return end;
}

/* Each fact with its source behind it, on pages as they come. */
static bool add_flowing(struct frame *frame)
{
    static const char *const FACT_IDS[] = {"fact.1", "fact.2", "fact.3",
                                           "fact.4", "fact.5", "fact.6"};
    static const char *const SOURCE_IDS[] = {"source.1", "source.2", "source.3",
                                             "source.4", "source.5", "source.6"};
    const struct screen_view *view = frame->view;
    const struct bs_programme *of = session_programme(view->session);
    struct column column = {0};
    for (size_t i = 0; i < of->fact_count; i++) {
        char *line = column_text(&column);
        column_add(&column, FACT_IDS[i], UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                   fact_words(view, of, &of->facts[i], line));
        if (i + 1 == of->fact_count || of->facts[i + 1].source != of->facts[i].source) {
            line = column_text(&column);
            source_words(view, &of->sources[of->facts[i].source], line);
            column_add(&column, SOURCE_IDS[i], UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT, words(line));
        }
    }
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    return column.count > 0 &&
           column_page(frame, &column, ui_rect_inset(frame->content, view->theme->gap),
                       view->session->about_page);
}

/* Adds the page that is wanted, or the last; tells whether there is more. */
static bool add_facts(struct frame *frame)
{
    if (frame_is_compact(frame)) {
        return add_flowing(frame);
    }
    const struct session *session = frame->view->session;
    const size_t count = session_programme(session)->fact_count;
    struct ui_rect inner = ui_rect_inset(frame->content, frame->view->theme->gap * 5 / 4);
    const int most = frame->view->theme->font[UI_STYLE_BODY].px * LINE_EMS;
    inner.w = inner.w < most ? inner.w : most;
    size_t from = 0, end = page_end(frame, from, inner);
    for (size_t i = 0; i < session->about_page && end < count; i++) {
        from = end;
        end = page_end(frame, from, inner);
    }
    struct column column = {0};
    fill_page(frame->view, from, end, &column);
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, false);
    return end < count;
}

void about_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "about");
    frame_top_visit(&frame, "title", words(tr(view, "Over dit onderwerp")), tr(view, "Onderwerp"));
    struct ui_rect actions = frame_actions(&frame);
    if (add_facts(&frame)) {
        frame_more(&frame, &actions);
    }
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
