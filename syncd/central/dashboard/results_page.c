/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Figures first, then each question, with the promise beside the first one: a number without it is half a story. */

#include "results_page.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "dutch.h"
#include "fleet.h"
#include "outcome_card.h"
#include "page_frame.h"
#include "pages.h"
#include "promise_card.h"
#include "results.h"
#include "results_filter.h"
#include "results_left.h"
#include "results_notes.h"
#include "results_question.h"
#include "results_times.h"

struct view {
    const struct html *html;
    const struct results *results;
    const struct results_request *request;
    struct results_notes notes; /* owned */
    struct kiosk_fleet fleet;
    struct promise_due due;
    struct bs_date today;
};

/* --- the line under the heading --- */

static void write_state(const struct view *view)
{
    const struct bs_programme *programme = view->results->programme;
    char code[BS_RECEIPT_CODE_TEXT];
    html_markup(view->html, "<p class=\"state soft\">");
    promise_period_write(view->html, programme, view->today);
    html_textf(view->html, " · versie %d", programme->version);
    if (bs_receipt_code_make(programme->code, code)) {
        html_textf(view->html, " · code %s", code);
    }
    html_text(view->html, " · ");
    results_filter_paper_link(view->html, view->results, view->request);
    html_markup(view->html, "</p>\n");
}

/* --- cards --- */

static void open_card(const struct html *html, const char *name)
{
    html_markup(html, "<div><dt>");
    html_text(html, name);
    html_markup(html, "</dt><dd class=\"figure\">");
}

static void next_line(const struct html *html)
{
    html_markup(html, "</dd><dd>");
}

static void close_card(const struct html *html)
{
    html_markup(html, "</dd></div>\n");
}

static bool is_too_small(const struct results *results)
{
    for (size_t i = 0; i < results->question_count; i++) {
        if (results->questions[i].all.is_hidden) {
            return true;
        }
    }
    return false;
}

static void write_answer_card(const struct view *view)
{
    const struct storage_totals *totals = &view->results->totals;
    const char *none = view->results->is_narrowed ? "geen" : "nog geen";
    char text[DUTCH_TEXT];
    open_card(view->html, view->request->trials ? "Antwoorden op proef" : "Antwoorden");
    html_text(view->html, dutch_number(totals->submissions, text));
    next_line(view->html);
    html_text(view->html,
              totals->submissions == 0 ? none : dutch_period(totals->first, totals->last, text));
    close_card(view->html);
}

static void write_share_card(const struct view *view, const char *name, int64_t part, int64_t whole,
                             const char *unit)
{
    char text[DUTCH_TEXT];
    open_card(view->html, name);
    if (is_too_small(view->results)) {
        html_text(view->html, "–");
        next_line(view->html);
        html_text(view->html, "te weinig antwoorden");
    } else if (whole == 0) {
        html_text(view->html, "–");
        next_line(view->html);
        html_text(view->html,
                  view->results->is_narrowed ? "geen antwoorden" : "nog geen antwoorden");
    } else {
        html_text(view->html, dutch_percent(part, whole, text));
        next_line(view->html);
        html_textf(view->html, "%s %s", dutch_number(part, text), unit);
    }
    close_card(view->html);
}

static void link_to_trials(const struct view *view, const char *words)
{
    html_markup(view->html, "<a href=\"/programmas/");
    html_url_part(view->html, view->results->programme->id);
    html_markup(view->html, "?proef=ja\">");
    html_text(view->html, words);
    html_markup(view->html, "</a>");
}

static void write_trial_card(const struct view *view)
{
    char text[DUTCH_TEXT];
    open_card(view->html, "Op proef");
    html_text(view->html, dutch_number(view->results->trials, text));
    next_line(view->html);
    html_text(view->html, "telt niet mee, ");
    link_to_trials(view, "bekijk");
    close_card(view->html);
}

/* Counted, told, and left out by who wants to; never thrown away. */
static void write_burst_card(const struct view *view)
{
    char text[DUTCH_TEXT];
    open_card(view->html, "Snelle tikken");
    html_text(view->html, dutch_number(view->results->bursts, text));
    next_line(view->html);
    if (view->request->without_bursts) {
        html_text(view->html, "weggelaten");
    } else {
        html_text(view->html, "waarvan in een reeks snelle tikken, ");
        results_filter_calm_link(view->html, view->results, view->request);
    }
    close_card(view->html);
}

static void write_due_card(const struct view *view)
{
    char text[DUTCH_TEXT];
    if (view->due.answered.year != 0) {
        open_card(view->html, "Beantwoord");
        html_text(view->html, dutch_day(view->due.answered, text));
        next_line(view->html);
        html_textf(view->html, "%d", view->due.answered.year);
        close_card(view->html);
        return;
    }
    open_card(view->html, "Antwoord beloofd");
    html_text(view->html, dutch_day(view->due.date, text));
    next_line(view->html);
    html_textf(view->html, view->due.days < 0 || view->due.is_answered ? "%d " : "%d · ",
               view->due.date.year);
    promise_due_write(view->html, &view->due);
    close_card(view->html);
}

/* Whether what stands here is all there is. */
static void write_fleet_card(const struct view *view)
{
    const struct kiosk_fleet *fleet = &view->fleet;
    open_card(view->html, "Volledig");
    if (fleet->count == 0) {
        html_text(view->html, "–");
    } else {
        html_textf(view->html, "%zu van %zu", fleet->complete, fleet->count);
    }
    next_line(view->html);
    html_markup(view->html, "<a href=\"/kiosken\">");
    html_text(view->html, fleet->count == 0 ? "nog geen kiosken" : "kiosken");
    html_markup(view->html, "</a>");
    close_card(view->html);
}

static void write_cards(const struct view *view)
{
    const struct results *results = view->results;
    html_markup(view->html, "<dl class=\"cards\">\n");
    write_answer_card(view);
    write_share_card(view, "Weet ik niet", results->dont_know, results->answered, "keer");
    write_share_card(view, "Half af", results->totals.partial, results->totals.submissions,
                     results->totals.partial == 1 ? "bezoek" : "bezoeken");
    if (!view->request->trials && results->trials > 0) {
        write_trial_card(view);
    }
    if (results->bursts > 0) {
        write_burst_card(view);
    }
    write_fleet_card(view);
    write_due_card(view);
    html_markup(view->html, "</dl>\n");
}

/* --- body --- */

static void write_trial_notice(const struct view *view)
{
    html_markup(view->html, "<p class=\"notice\"><b>Dit zijn antwoorden op proef.</b> "
                            "Ze komen van kiosken die nog niet in gebruik zijn. "
                            "Ze tellen nergens mee. <a href=\"/programmas/");
    html_url_part(view->html, view->results->programme->id);
    html_markup(view->html, "\">Naar de echte antwoorden</a></p>\n");
}

static void write_answer(const struct view *view)
{
    const struct owed_answer *answer = &view->results->answer;
    if (answer->outcome == NULL) {
        return;
    }
    html_markup(view->html, "<section class=\"card answer\" aria-labelledby=\"antwoord\">\n<h2 "
                            "id=\"antwoord\">Wat er is geantwoord</h2>\n<p>");
    promise_due_write(view->html, &view->due);
    if (answer->outcome->is_example) {
        page_example_mark(view->html);
    }
    html_markup(view->html, "</p>\n");
    outcome_card_write(view->html, answer, "nl", "nl");
    results_left_verdict(view->html, &view->results->left, answer->outcome->version);
    html_markup(view->html, "</section>\n");
}

static void write_promise(const struct view *view)
{
    promise_card_write(view->html, view->results->programme, &view->due, view->today);
}

/* What people wrote is on a page of its own: somebody reads it first. */
static void write_words(const struct view *view)
{
    if (view->results->words == NULL) {
        return;
    }
    html_markup(view->html, "<section class=\"question\" aria-labelledby=\"woorden\">\n<h2 "
                            "id=\"woorden\">");
    page_words(view->html, &view->results->words->text);
    html_markup(view->html, "</h2>\n<p class=\"soft\">Wat mensen schrijven, leest de verbinder "
                            "eerst. <a href=\"/programmas/");
    html_url_part(view->html, view->results->programme->id);
    html_markup(view->html, "/reacties\">Lees wat is vrijgegeven</a></p>\n</section>\n");
}

/* Questions that need the full width stand below the promise; without breakdowns they all fit beside it. */
static void write_questions(const struct view *view)
{
    const struct results *results = view->results;
    bool is_short = view->request->place[0] != '\0' && view->request->lang[0] != '\0';
    size_t beside = is_short ? results->question_count : 1;
    html_markup(view->html, "<div class=\"body\">\n<div class=\"front\">\n");
    for (size_t i = 0; i < beside; i++) {
        results_question_write(view->html, results, i, view->request);
    }
    html_markup(view->html, "</div>\n<div class=\"beside\">\n");
    write_promise(view);
    html_markup(view->html, "</div>\n");
    write_answer(view);
    results_times_write(view->html, results, &view->notes, view->request);
    for (size_t i = beside; i < results->question_count; i++) {
        results_question_write(view->html, results, i, view->request);
    }
    write_words(view);
    results_left_write(view->html, &results->left);
    html_markup(view->html, "</div>\n");
}

static void say_trials(const struct view *view)
{
    char text[DUTCH_TEXT];
    if (view->results->trials == 0) {
        html_text(view->html,
                  "Wat op een nieuwe kiosk wordt getikt, is op proef en telt nog niet mee.");
        return;
    }
    html_textf(view->html, "Er %s wel %s op proef. ", view->results->trials == 1 ? "is" : "zijn",
               dutch_number(view->results->trials, text));
    link_to_trials(view, "Bekijk ze");
    html_text(view->html, ".");
}

static void write_steps(const struct view *view)
{
    html_markup(view->html, "<section class=\"question\" aria-labelledby=\"leeg\">\n"
                            "<h2 id=\"leeg\">Nog geen antwoorden</h2>\n"
                            "<p>Zodra iemand in een buurthuis antwoord geeft, ziet u het hier. "
                            "Komt er niets? Loop dan dit na.</p>\n<ol class=\"steps\">\n"
                            "<li><b>Staat er een kiosk met dit programma?</b> "
                            "Een kiosk haalt nieuwe programma’s zelf op.</li>\n"
                            "<li><b>Is de kiosk in gebruik genomen?</b> ");
    say_trials(view);
    html_markup(view->html, "</li>\n<li><b>Heeft de kiosk internet?</b> "
                            "Zonder internet bewaart hij alles zelf. "
                            "Er gaat niets verloren; het komt later aan.</li>\n"
                            "</ol>\n</section>\n");
}

static void write_no_match(const struct view *view)
{
    html_markup(view->html, "<section class=\"question\" aria-labelledby=\"leeg\">\n"
                            "<h2 id=\"leeg\">Geen antwoorden in dit deel</h2>\n"
                            "<p>Kies meer plekken, talen of dagen.</p>\n</section>\n");
}

/* What will be asked: so an empty page still tells staff what stands on the screen. */
static void write_planned(const struct view *view)
{
    const struct bs_programme *programme = view->results->programme;
    html_markup(view->html, "<section class=\"question\" aria-labelledby=\"vragen\">\n<h2 "
                            "id=\"vragen\">Dit vragen we</h2>\n"
                            "<ol class=\"planned\">\n");
    for (size_t i = 0; i < programme->question_count; i++) {
        const struct bs_question *question = &programme->questions[i];
        if (question->kind == BS_KIND_CARD) {
            continue;
        }
        html_markup(view->html, "<li><b>");
        page_words(view->html, &question->text);
        html_markup(view->html, "</b><br><span class=\"soft\">");
        for (size_t c = 0; c < question->choice_count; c++) {
            html_text(view->html, c == 0 ? "" : " · ");
            page_words(view->html, &question->choices[c].label);
        }
        html_markup(view->html, "</span></li>\n");
    }
    html_markup(view->html, "</ol>\n</section>\n");
}

static void write_empty(const struct view *view)
{
    html_markup(view->html, "<div class=\"body\">\n<div class=\"front\">\n");
    if (view->results->is_narrowed) {
        write_no_match(view);
    } else {
        write_steps(view);
        write_planned(view);
    }
    html_markup(view->html, "</div>\n<div class=\"beside\">\n");
    write_promise(view);
    html_markup(view->html, "</div>\n");
    write_answer(view);
    html_markup(view->html, "</div>\n");
}

static void say_channels(const struct view *view)
{
    const struct results_groups *channels = &view->results->questions[0].channels;
    if (channels->count == 1) {
        html_markup(view->html, "<li>Alles kwam op één manier binnen: ");
        html_text(view->html, channels->in[0].name);
        html_markup(view->html, ".</li>\n");
    } else {
        html_markup(view->html,
                    "<li>Kiosk: zelf getikt. Samen ingevuld: met iemand van het buurthuis. "
                    "Papier: later overgetypt.</li>\n");
    }
}

static void write_foot(const struct view *view)
{
    char text[DUTCH_TEXT];
    html_markup(view->html,
                "<section class=\"notes\" aria-labelledby=\"telling\">\n"
                "<h2 id=\"telling\">Hoe er is geteld</h2>\n<ul>\n"
                "<li>n is het aantal bezoeken dat een antwoord koos. "
                "“Weet ik niet” staat apart en zit niet in de percentages.</li>\n"
                "<li>Half af: de tijd was om voor de laatste vraag. "
                "Wat wel is beantwoord, telt mee bij die vraag.</li>\n"
                "<li>Een groep met minder dan 10 antwoorden tonen we niet apart. "
                "Soms gaat de kleinste andere groep erbij, "
                "zodat niemand het verschil kan uitrekenen. "
                "Wie vaak kijkt of dagen van elkaar aftrekt, ziet soms toch wat één bezoek zei. "
                "Herken daar niemand aan en deel het niet.</li>\n"
                "<li>Percentages zijn afgerond en kunnen samen 99 of 101 zijn. "
                "Iedereen mag vaker antwoorden: dit zijn reacties, geen stemmen.</li>\n"
                "<li>Wie een antwoord verbetert, telt één keer: met het laatste antwoord.</li>\n");
    if (view->results->bursts > 0) {
        html_markup(view->html,
                    "<li>Snelle tikken: een rij heel korte bezoeken vlak na elkaar op één kiosk. "
                    "Ze tellen mee, tot u ze weglaat.</li>\n");
    }
    say_channels(view);
    if (view->results->elsewhere > 0) {
        html_markup(view->html, "<li>");
        html_textf(view->html,
                   "%s keer is geantwoord op een vraag die in deze versie niet meer staat. "
                   "Die antwoorden zijn bewaard, maar staan niet op deze pagina.",
                   dutch_number(view->results->elsewhere, text));
        html_markup(view->html, "</li>\n");
    }
    html_markup(view->html, "</ul>\n</section>\n");
}

static void write_view(const struct view *view, const char *problem)
{
    const struct results *results = view->results;
    write_state(view);
    if (problem != NULL) {
        results_filter_form(view->html, results, view->request, problem);
        return;
    }
    write_cards(view);
    if (view->request->trials) {
        write_trial_notice(view);
    }
    if (results->totals.submissions == 0 && !results->is_narrowed) {
        write_empty(view);
        return;
    }
    results_filter_form(view->html, results, view->request, NULL);
    results_filter_say(view->html, results, view->request);
    if (results->totals.submissions == 0) {
        write_empty(view);
        return;
    }
    write_questions(view);
    write_foot(view);
}

static enum bs_err gather(struct central *central, const char *tenant, const char *programme,
                          int64_t now_ms, struct results *results, struct view *view,
                          struct bs_error *err)
{
    struct fleet fleet = {.count = 0};
    enum bs_err rc =
        results_gather(central->storage, tenant, programme, view->request, results, err);
    if (rc == BS_OK) {
        rc = results_notes_beside(central->storage, tenant, results, view->request, &view->notes,
                                  err);
    }
    if (rc == BS_OK) {
        rc = fleet_gather(central->storage, tenant, now_ms, &fleet, err);
    }
    if (rc == BS_OK) {
        view->fleet = fleet.sum;
        view->today = bs_date_in_amsterdam(now_ms);
        view->due = promise_due(results->programme, results->published, results->answer.published,
                                view->today);
        fleet_finish(&fleet);
    }
    return rc;
}

void results_page_get(struct central *central, const struct route_caller *caller,
                      const struct request *request, struct reply *reply)
{
    struct results results = {.programme = NULL};
    struct results_request asked;
    struct view view = {.results = &results, .request = &asked};
    struct bs_error err = {.code = BS_OK};
    const char *problem = NULL;
    const char *lang = NULL;
    bool is_right = results_filter_read(request, &asked, &problem);
    if (!bs_slug_valid(request->params[0])) {
        dashboard_problem(central, caller, 404, reply);
        return;
    }
    if (gather(central, caller->tenant, request->params[0],
               central->clock.wall_ms(central->clock.self), &results, &view, &err) != BS_OK) {
        page_fail(central, caller, &err, reply);
    } else {
        const char *title = bs_text_in(&results.programme->title, "nl", &lang);
        struct page_frame frame = {.central = central,
                                   .caller = caller,
                                   .title = title,
                                   .heading = title,
                                   .heading_lang = lang,
                                   .trail = "Resultaten",
                                   .reply = reply};
        struct html html = page_begin(&frame);
        view.html = &html;
        write_view(&view, problem);
        page_end(&frame, &html, is_right ? 200 : 400);
    }
    results_notes_finish(&view.notes);
    results_finish(&results);
}
