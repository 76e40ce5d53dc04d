/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* What is known of the subject: each fact with its source and that source's date. */

#include "column.h"

#define N_(text) text

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

/* Facts first; the sources under them, each named once. Where there is no room for all, two sources stay, then facts. */
static void add_facts(struct frame *frame, struct ui_rect area)
{
    static const char *const FACT_IDS[] = {"fact.1", "fact.2", "fact.3",
                                           "fact.4", "fact.5", "fact.6"};
    static const char *const SOURCE_IDS[] = {"source.1", "source.2", "source.3",
                                             "source.4", "source.5", "source.6"};
    const struct screen_view *view = frame->view;
    const struct bs_programme *programme = session_programme(view->session);
    struct column column = {0};
    column_add(&column, "about.title", UI_ROLE_HEADING, UI_STYLE_TITLE, UI_INK,
               content_words(view, &programme->title))
        ->gap = 2;
    for (size_t i = 0; i < programme->fact_count; i++) {
        char *line = column_text(&column);
        struct paragraph *fact =
            column_add(&column, FACT_IDS[i], UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                       fact_words(view, programme, &programme->facts[i], line));
        fact->is_optional = i > 0;
        fact->gap = 2;
    }
    for (size_t i = 0; i < programme->source_count; i++) {
        char *line = column_text(&column);
        source_words(view, &programme->sources[i], line);
        column_add(&column, SOURCE_IDS[i], UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT, words(line))
            ->is_optional = i > 1;
    }
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect inner = ui_rect_inset(area, view->theme->gap * 5 / 4);
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, false);
}

void about_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "about");
    frame_top_visit(&frame, "title", words(tr(view, "Over dit onderwerp")), NULL, true);
    add_facts(&frame, frame.content);
    struct ui_rect bar = frame_bar(&frame);
    struct ui_rect close = take_start(&bar, (bar.w - 2 * view->theme->gap) / 3, view->theme->gap);
    frame_tool(&frame, close, UI_SURFACE_PRIMARY, "tool.back", "arrow", N_("Terug"));
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
