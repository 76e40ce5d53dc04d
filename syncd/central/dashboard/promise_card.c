/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The promise, its day and its contact; then the facts with source and date, as residents saw them. */

#include "promise_card.h"

#include "dutch.h"
#include "page_frame.h"

enum { FAR_DAYS = 10 * 365 };

struct promise_due promise_due(const struct bs_programme *programme, struct bs_date published,
                               struct bs_date answered, struct bs_date today)
{
    struct promise_due due = {.date = bs_programme_answer_date(programme, published),
                              .answered = answered};
    due.days = bs_date_days_between(today, due.date);
    due.is_answered = answered.year != 0;
    return due;
}

void promise_due_write(const struct html *html, const struct promise_due *due)
{
    char text[DUTCH_TEXT];
    if (due->is_answered) {
        html_markup(html, "<span class=\"done\">");
        html_text(html, "beantwoord op ");
        html_text(html, dutch_date(due->answered, text));
        html_markup(html, "</span>");
    } else if (due->days < 0) {
        html_markup(html, "<strong class=\"late\">");
        html_text(html, dutch_days_to(due->days, text));
        html_markup(html, "</strong>");
    } else {
        html_text(html, dutch_days_to(due->days, text));
    }
}

void promise_period_write(const struct html *html, const struct bs_programme *programme,
                          struct bs_date today)
{
    char text[DUTCH_TEXT];
    if (bs_date_compare(today, programme->starts) < 0) {
        html_textf(html, "Begint %s", dutch_date(programme->starts, text));
    } else if (bs_date_compare(today, programme->ends) > 0) {
        html_textf(html, "Gesloten sinds %s",
                   dutch_date(bs_date_add_days(programme->ends, 1), text));
    } else if (bs_date_days_between(today, programme->ends) > FAR_DAYS) {
        html_text(html, "Open, zonder einddatum");
    } else {
        html_textf(html, "Open tot en met %s", dutch_date(programme->ends, text));
    }
}

static void write_promise(const struct html *html, const struct bs_programme *programme,
                          const struct promise_due *due)
{
    char text[DUTCH_TEXT];
    html_markup(html, "<section class=\"card\" aria-labelledby=\"beloofd\">\n<h2 "
                      "id=\"beloofd\">Wat is beloofd?</h2>\n<p>");
    page_words(html, &programme->open);
    html_markup(html, "</p>\n<dl class=\"facts\">\n<div><dt>Wie beslist</dt><dd>");
    page_words(html, &programme->decides);
    html_markup(html, "</dd></div>\n<div><dt>Antwoord uiterlijk</dt><dd>");
    html_textf(html, due->days < 0 || due->is_answered ? "%s " : "%s · ",
               dutch_date(due->date, text));
    promise_due_write(html, due);
    if (programme->answer_due.is_example) {
        page_example_mark(html);
    }
    html_markup(html, "</dd></div>\n<div><dt>Contact</dt><dd>");
    page_words(html, &programme->contact);
    if (programme->contact_is_example) {
        page_example_mark(html);
    }
    html_markup(html, "</dd></div>\n</dl>\n</section>\n");
}

static void write_source(const struct html *html, const struct bs_source *source)
{
    char text[DUTCH_TEXT];
    html_markup(html, " <span class=\"source\">Bron: ");
    html_textf(html, "%s, %s, %s", source->title, source->publisher,
               dutch_date(source->date, text));
    html_markup(html, "</span>");
}

/* Facts that follow each other from one source name it once, after the last of them. */
static void write_fact(const struct html *html, const struct bs_programme *programme, size_t index,
                       struct bs_date today)
{
    char text[DUTCH_TEXT];
    const struct bs_fact *fact = &programme->facts[index];
    bool is_last =
        index + 1 == programme->fact_count || programme->facts[index + 1].source != fact->source;
    html_markup(html, "<li>");
    page_words(html, &fact->text);
    if (bs_fact_is_past(fact, today) && fact->source < programme->source_count) {
        html_markup(html, " <span class=\"mark\">");
        html_textf(html, "stand van %s", dutch_date(programme->sources[fact->source].date, text));
        html_markup(html, "</span>");
    }
    if (is_last && fact->source < programme->source_count) {
        write_source(html, &programme->sources[fact->source]);
    }
    html_markup(html, "</li>\n");
}

static void write_facts(const struct html *html, const struct bs_programme *programme,
                        struct bs_date today)
{
    if (programme->fact_count == 0) {
        return;
    }
    html_markup(html, "<section class=\"card\" aria-labelledby=\"feiten\">\n<h2 id=\"feiten\">Wat "
                      "mensen vooraf lazen</h2>\n"
                      "<ul class=\"sources\">\n");
    for (size_t i = 0; i < programme->fact_count; i++) {
        write_fact(html, programme, i, today);
    }
    html_markup(html, "</ul>\n</section>\n");
}

void promise_card_write(const struct html *html, const struct bs_programme *programme,
                        const struct promise_due *due, struct bs_date today)
{
    write_promise(html, programme, due);
    write_facts(html, programme, today);
}
