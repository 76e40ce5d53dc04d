/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One row a programme, in four questions to storage however many there are. */

#include "programmes_page.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "dutch.h"
#include "owed.h"
#include "page_frame.h"
#include "promise_card.h"
#include "storage_overview.h"

struct row {
    struct bs_programme *programme; /* owned */
    struct bs_date published;
    struct promise_due due;
    struct storage_totals totals;
    int64_t trials;
};

struct list {
    size_t count;
    bool is_cut;
    struct row rows[PROGRAMMES_PAGE_MAX];
    struct bs_complaints complaints;
    enum bs_err rc;
    struct bs_error *err;
};

static bool take_programme(void *self, const struct storage_programme *stored)
{
    struct list *list = self;
    if (list->count == PROGRAMMES_PAGE_MAX) {
        list->is_cut = true;
        return false;
    }
    struct row *row = &list->rows[list->count];
    row->published = stored->published;
    if (bs_programme_parse(stored->json, &row->programme, &list->complaints, list->err) != BS_OK) {
        list->rc = BS_BROKEN; /* it was checked when it was published */
        list->err->code = BS_BROKEN;
        return false;
    }
    list->count++;
    return true;
}

static struct row *row_of(struct list *list, const char *programme)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->rows[i].programme->id, programme) == 0) {
            return &list->rows[i];
        }
    }
    return NULL;
}

static bool take_sum(void *self, const char *programme, const struct storage_totals *totals)
{
    struct row *row = row_of(self, programme);
    if (row != NULL) {
        row->totals = *totals;
    }
    return true;
}

static bool take_trials(void *self, const char *programme, const struct storage_totals *totals)
{
    struct row *row = row_of(self, programme);
    if (row != NULL) {
        row->trials = totals->submissions;
    }
    return true;
}

static enum bs_err gather(struct storage *storage, const char *tenant, struct bs_date today,
                          struct list *list, struct bs_error *err)
{
    struct owed_days answered = {.count = 0};
    list->err = err;
    enum bs_err rc = storage_programmes(storage, tenant, take_programme, list, err);
    if (rc == BS_OK) {
        rc = list->rc;
    }
    if (rc == BS_OK) {
        rc = owed_days(storage, tenant, &answered, err);
    }
    for (size_t i = 0; i < list->count && rc == BS_OK; i++) {
        struct row *row = &list->rows[i];
        row->due = promise_due(row->programme, row->published,
                               owed_day_of(&answered, row->programme->id), today);
    }
    owed_days_finish(&answered);
    if (rc == BS_OK) {
        rc = storage_sums(storage, tenant, false, take_sum, list, err);
    }
    return rc == BS_OK ? storage_sums(storage, tenant, true, take_trials, list, err) : rc;
}

static void destroy(struct list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        bs_programme_destroy(list->rows[i].programme);
    }
    free(list);
}

static void write_name(const struct html *html, const struct row *row, struct bs_date today)
{
    html_markup(html, "<tr><th scope=\"row\"><a href=\"/programmas/");
    html_url_part(html, row->programme->id);
    html_markup(html, "\">");
    page_words(html, &row->programme->title);
    html_markup(html, "</a><span class=\"under\">");
    promise_period_write(html, row->programme, today);
    html_markup(html, "</span></th>");
}

static void write_figures(const struct html *html, const struct row *row)
{
    char text[DUTCH_TEXT];
    html_markup(html, "<td class=\"number\">");
    html_text(html, dutch_number(row->totals.submissions, text));
    html_markup(html, "</td><td>");
    html_text(html, row->totals.submissions == 0
                        ? "nog geen antwoorden"
                        : dutch_period(row->totals.first, row->totals.last, text));
    html_markup(html, "</td>");
}

static void write_promise(const struct html *html, const struct row *row)
{
    char text[DUTCH_TEXT];
    html_markup(html, "<td>");
    html_text(html, dutch_date(row->due.date, text));
    html_markup(html, "<span class=\"under\">");
    promise_due_write(html, &row->due);
    html_markup(html, "</span></td><td class=\"number\">");
    html_text(html, dutch_number(row->trials, text));
    html_markup(html, "</td></tr>\n");
}

static void write_list(const struct html *html, const struct list *list, struct bs_date today)
{
    html_markup(html, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"Lijst\">\n"
                      "<table class=\"programmes\">\n"
                      "<caption class=\"unseen\">Programma’s met hun antwoorden</caption>\n"
                      "<thead>\n<tr><th scope=\"col\">Programma</th>"
                      "<th scope=\"col\" class=\"number\">Antwoorden</th>"
                      "<th scope=\"col\">Periode</th><th scope=\"col\">Antwoord beloofd</th>"
                      "<th scope=\"col\" class=\"number\">Op proef</th></tr>\n</thead>\n<tbody>\n");
    for (size_t i = 0; i < list->count; i++) {
        write_name(html, &list->rows[i], today);
        write_figures(html, &list->rows[i]);
        write_promise(html, &list->rows[i]);
    }
    html_markup(html, "</tbody>\n</table>\n</section>\n"
                      "<p class=\"soft\">Op proef: van kiosken die nog niet in gebruik zijn. "
                      "Die antwoorden tellen niet mee.</p>\n");
    if (list->is_cut) {
        html_markup(html, "<p class=\"soft\">Niet alle programma’s passen op deze pagina.</p>\n");
    }
}

static void write_empty(const struct html *html)
{
    html_markup(html, "<section class=\"card\" aria-labelledby=\"leeg\">\n"
                      "<h2 id=\"leeg\">Nog geen programma’s</h2>\n"
                      "<p>Een programma is waar u bewoners naar vraagt: "
                      "de feiten, de belofte en hoogstens drie vragen.</p>\n<ol class=\"steps\">\n"
                      "<li><b>Schrijf het programma in een bestand.</b> "
                      "De handleiding van Buurtstem wijst de weg.</li>\n"
                      "<li><b>Laat het nakijken.</b> "
                      "Dat doet <code>buurtstem-central programme check BESTAND</code>.</li>\n"
                      "<li><b>Zet het klaar.</b> "
                      "Dat doet <code>buurtstem-central publish BESTAND</code>. "
                      "De kiosken halen het daarna zelf op.</li>\n</ol>\n</section>\n");
}

static void say_sum(const struct html *html, const struct list *list)
{
    char text[DUTCH_TEXT];
    int64_t sum = 0;
    size_t late = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct promise_due *due = &list->rows[i].due;
        sum += list->rows[i].totals.submissions;
        late += !due->is_answered && due->days < 0 ? 1 : 0;
    }
    html_markup(html, "<p class=\"state soft\">");
    html_textf(html, "%zu %s · %s %s", list->count, list->count == 1 ? "programma" : "programma’s",
               dutch_number(sum, text), sum == 1 ? "antwoord" : "antwoorden");
    if (late > 0) {
        html_markup(html, " · <strong class=\"late\">");
        html_textf(html,
                   late == 1 ? "%zu beloofd antwoord te laat" : "%zu beloofde antwoorden te laat",
                   late);
        html_markup(html, "</strong>");
    }
    html_markup(html, "</p>\n");
}

void programmes_page_get(struct central *central, const struct route_caller *caller,
                         const struct request *request, struct reply *reply)
{
    struct list *list = bs_xcalloc(1, sizeof *list);
    struct bs_error err = {.code = BS_OK};
    struct bs_date today = bs_date_in_amsterdam(central->clock.wall_ms(central->clock.self));
    (void)request;
    if (gather(central->storage, caller->tenant, today, list, &err) != BS_OK) {
        page_fail(central, caller, &err, reply);
        destroy(list);
        return;
    }
    struct page_frame frame = {.central = central,
                               .caller = caller,
                               .title = "Programma’s",
                               .heading = "Programma’s",
                               .reply = reply};
    struct html html = page_begin(&frame);
    if (list->count == 0) {
        write_empty(&html);
    } else {
        say_sum(&html, list);
        write_list(&html, list, today);
    }
    page_end(&frame, &html, 200);
    destroy(list);
}
