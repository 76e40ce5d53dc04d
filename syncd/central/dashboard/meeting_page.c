/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A GET form: the address is the sheet, and can be passed on to a colleague. */

#include "meeting_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "browse.h"
#include "dutch.h"
#include "meeting.h"
#include "meeting_paper.h"
#include "page_frame.h"
#include "results_filter.h"
#include "word_marks.h"

struct view {
    const struct html *html;
    const struct meeting *meeting;
    const struct meeting_asked *asked;
};

/* --- the form --- */

/* Every place that has answers, and the one that is chosen. */
static void write_places(const struct view *view)
{
    const struct results_groups *places = &view->meeting->results.questions[0].places;
    const char *chosen = view->asked->results.place;
    bool is_there = chosen[0] == '\0';
    html_markup(view->html,
                "<div class=\"field wide\">\n<label for=\"plek\">Plek</label>\n"
                "<select id=\"plek\" name=\"plek\">\n<option value=\"\">Alle plekken</option>\n");
    for (size_t i = 0; i < places->count; i++) {
        browse_option(view->html, places->in[i].key, places->in[i].name, chosen);
        is_there = is_there || strcmp(places->in[i].key, chosen) == 0;
    }
    if (!is_there) {
        browse_option(view->html, chosen, place_names_of(&view->meeting->names, chosen), chosen);
    }
    html_markup(view->html, "</select>\n</div>\n");
}

static void write_box(const struct view *view, size_t index)
{
    const struct bs_comment *said = &view->meeting->boxes[index].comment;
    char text[DUTCH_TEXT];
    html_markup(view->html, "<li><label><input type=\"checkbox\" name=\"citaat\"");
    html_attr(view->html, "value", said->id);
    if (index < view->meeting->quote_count) {
        html_markup(view->html, " checked");
    }
    html_markup(view->html, "> ");
    word_marks_line(view->html, said);
    html_markup(view->html, "</label>\n<span class=\"under\">");
    html_text(view->html, dutch_date(said->written, text));
    html_textf(view->html, " · %s", place_names_of(&view->meeting->names, said->at.place));
    html_textf(view->html, " · %s", dutch_language(said->at.lang, text));
    html_markup(view->html, "</span></li>\n");
}

/* Pages of words are buttons of the form, so that what is ticked stays so. */
static void write_more(const struct view *view)
{
    char day[11];
    if (view->meeting->has_more) {
        bs_date_format(view->meeting->last_box.day, day);
        html_markup(view->html, "<button type=\"submit\" class=\"button other\" name=\"na\"");
        html_attrf(view->html, "value", "%s_%lld", day, (long long)view->meeting->last_box.row);
        html_markup(view->html, ">Oudere reacties</button>\n");
    }
    if (view->asked->goes_on) {
        html_markup(view->html, "<button type=\"submit\" class=\"button other\" name=\"na\" "
                                "value=\"\">Naar de nieuwste</button>\n");
    }
}

static void write_words(const struct view *view)
{
    html_markup(view->html, "<fieldset>\n<legend>Wat mensen schreven: kies er hoogstens "
                            "drie</legend>\n");
    if (view->meeting->box_count == 0) {
        html_markup(view->html, "<p class=\"soft\">");
        html_text(view->html, view->meeting->released == 0
                                  ? "Van deze plek is nog niets vrijgegeven."
                                  : "In deze dagen is niets vrijgegeven. Kies andere dagen.");
        html_markup(view->html, "</p>\n</fieldset>\n");
        return;
    }
    html_markup(view->html, "<ul class=\"choose\">\n");
    for (size_t i = 0; i < view->meeting->box_count; i++) {
        write_box(view, i);
    }
    html_markup(view->html, "</ul>\n</fieldset>\n");
}

static void write_form(const struct view *view)
{
    const struct results_request *chosen = &view->asked->results;
    html_markup(view->html, "<form class=\"sheet-form\" method=\"get\" action=\"/programmas/");
    html_url_part(view->html, view->meeting->results.programme->id);
    html_markup(view->html, "/a4\">\n<div class=\"filter\">\n");
    write_places(view);
    results_filter_days(view->html, chosen);
    if (chosen->without_bursts) {
        html_markup(view->html, "<input type=\"hidden\" name=\"reeksen\" value=\"nee\">\n");
    }
    html_markup(view->html, "</div>\n");
    write_words(view);
    html_markup(view->html, "<p class=\"act\"><button type=\"submit\" class=\"button\">Zet op het "
                            "blad</button>\n");
    write_more(view);
    html_markup(view->html, "</p>\n</form>\n");
}

/* --- the page --- */

static void say(const struct html *html, const char *words)
{
    html_markup(html, "<p class=\"notice\" role=\"status\">");
    html_text(html, words);
    html_markup(html, "</p>\n");
}

static void write_lead(const struct view *view)
{
    html_markup(view->html,
                "<p class=\"lead\">Eén vel papier om op te hangen of uit te delen. Druk op "
                "<kbd>Ctrl\u00A0+\u00A0P</kbd> om het af te drukken, op een Mac op "
                "<kbd>⌘\u00A0+\u00A0P</kbd>. Alleen het blad komt op papier.</p>\n"
                "<p class=\"soft\"><a href=\"/programmas/");
    html_url_part(view->html, view->meeting->results.programme->id);
    html_markup(view->html, "\">Naar de antwoorden</a> · <a href=\"/programmas/");
    html_url_part(view->html, view->meeting->results.programme->id);
    html_markup(view->html, "/reacties\">Naar de reacties</a></p>\n");
}

static void write_view(const struct view *view, const char *problem, const char *tenant)
{
    write_lead(view);
    if (problem != NULL) {
        html_markup(view->html, "<div class=\"alert\" role=\"alert\"><p>");
        html_text(view->html, problem);
        html_markup(view->html, "</p></div>\n");
    }
    write_form(view);
    if (view->asked->is_over) {
        say(view->html, "Er passen drie citaten op het blad. De eerste drie staan er.");
    }
    if (view->meeting->is_lost) {
        say(view->html, "Een citaat dat is gekozen, is er niet of hoort niet bij deze plek en "
                        "dagen. Het staat niet op het blad.");
    }
    if (problem == NULL) {
        meeting_paper_write(view->html, view->meeting, &view->asked->results, tenant);
    }
}

static void write_page(struct central *central, const struct route_caller *caller,
                       const struct meeting_asked *asked, const struct meeting *meeting,
                       const char *problem, struct reply *reply)
{
    char title[256], tenant[128] = "";
    const char *words = bs_text_in(&meeting->results.programme->title, "nl", NULL);
    struct page_frame frame = {.central = central,
                               .caller = caller,
                               .title = title,
                               .heading = "Blad voor een bijeenkomst",
                               .trail = words,
                               .is_paper = true,
                               .reply = reply};
    (void)snprintf(title, sizeof title, "%.240s, A4", words);
    if (storage_tenant_name(central->storage, caller->tenant, tenant, NULL) != BS_OK) {
        bs_utf8_copy(tenant, sizeof tenant, caller->tenant);
    }
    struct html html = page_begin(&frame);
    write_view(&(struct view){&html, meeting, asked}, problem, tenant);
    page_end(&frame, &html, problem == NULL ? 200 : 400);
}

void meeting_page_get(struct central *central, const struct route_caller *caller,
                      const struct request *request, struct reply *reply)
{
    struct meeting *meeting = bs_xcalloc(1, sizeof *meeting);
    struct meeting_asked asked;
    struct bs_error err = {.code = BS_OK};
    const char *problem = NULL;
    (void)meeting_read(request, &asked, &problem);
    if (!bs_slug_valid(request->params[0])) {
        dashboard_problem(central, caller, 404, reply);
    } else if (meeting_gather(central->storage, caller->tenant, request->params[0], &asked,
                              central->clock.wall_ms(central->clock.self), meeting,
                              &err) != BS_OK) {
        page_fail(central, caller, &err, reply);
    } else {
        write_page(central, caller, &asked, meeting, problem, reply);
    }
    meeting_finish(meeting);
    free(meeting);
}
