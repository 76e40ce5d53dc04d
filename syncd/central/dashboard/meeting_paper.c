/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From what was asked to what is owed; how it was counted stands last and small. */

#include "meeting_paper.h"

#include <string.h>

#include "dutch.h"
#include "meeting_question.h"
#include "page_frame.h"
#include "word_marks.h"
#include "wording.h"

struct view {
    const struct html *html;
    const struct meeting *meeting;
    const struct results_request *request;
    enum meeting_layout layout;
};

/* --- the head --- */

static void write_where(const struct view *view, const char *tenant)
{
    const struct meeting *meeting = view->meeting;
    const char *place = view->request->place;
    char text[DUTCH_TEXT];
    html_markup(view->html, "<p class=\"where\">");
    if (place[0] == '\0') {
        html_textf(view->html, "%s, alle plekken samen", tenant);
    } else {
        const char *neighbourhood = place_names_neighbourhood(&meeting->names, place);
        html_textf(view->html, "%s%s%s", place_names_of(&meeting->names, place),
                   neighbourhood[0] == '\0' ? "" : ", ", neighbourhood);
    }
    if (meeting->first.year != 0 && meeting->last.year != 0) {
        html_textf(view->html, " · %s", dutch_period(meeting->first, meeting->last, text));
    }
    html_markup(view->html, "</p>\n");
}

static void write_head(const struct view *view, const char *tenant)
{
    html_markup(view->html, "<header>\n<p class=\"from\"><span>");
    html_text(view->html, tenant);
    html_markup(view->html, "</span> <span>Buurtstem</span></p>\n<h2 id=\"blad\">");
    page_words(view->html, &view->meeting->results.programme->title);
    html_markup(view->html, "</h2>\n");
    write_where(view, tenant);
    html_markup(view->html, "</header>\n");
}

static void write_sum(const struct html *html, const char *name, int64_t count)
{
    char number[DUTCH_TEXT];
    html_markup(html, "<div><dt>");
    html_text(html, name);
    html_markup(html, "</dt><dd>");
    html_text(html, dutch_number(count, number));
    html_markup(html, "</dd></div>\n");
}

static void write_sums(const struct view *view)
{
    static const char *const ways[MEETING_CHANNELS] = {[BS_CHANNEL_KIOSK] = "zelf op de kiosk",
                                                       [BS_CHANNEL_ASSISTED] = "samen ingevuld",
                                                       [BS_CHANNEL_PAPER] = "op papier"};
    html_markup(view->html, "<dl class=\"sums\">\n");
    write_sum(view->html, "keer ingevuld", view->meeting->results.totals.submissions);
    for (size_t i = 0; i < MEETING_CHANNELS; i++) {
        write_sum(view->html, ways[i], view->meeting->channels[i]);
    }
    html_markup(view->html, "</dl>\n");
}

/* --- what was said --- */

static void write_missing(const struct view *view)
{
    html_markup(
        view->html,
        "<section class=\"missing\" aria-labelledby=\"blad-mist\">\n<h3 id=\"blad-mist\">Wat nog "
        "ontbreekt</h3>\n");
    html_markup(view->html, "<ul>\n");
    for (size_t i = 0; i < view->meeting->missing.count; i++) {
        html_markup(view->html, "<li>");
        html_text(view->html, view->meeting->missing.in[i]);
        html_markup(view->html, "</li>\n");
    }
    html_markup(view->html, "</ul>\n");
    html_markup(view->html, "</section>\n");
}

static void write_questions(const struct view *view)
{
    const struct results *results = &view->meeting->results;
    const bool is_dense = view->layout >= MEETING_DENSE;
    html_markup(view->html, "<div class=\"asked\">\n");
    for (size_t i = 0; i < results->question_count; i++) {
        meeting_question_write(view->html, results, i, !is_dense);
    }
    if (meeting_fills_room(view->meeting, view->layout)) {
        write_missing(view);
    }
    html_markup(view->html, "</div>\n");
}

static void write_none(const struct view *view)
{
    html_markup(view->html, "<section class=\"empty\" aria-labelledby=\"blad-leeg\">\n<h3 "
                            "id=\"blad-leeg\">");
    html_text(view->html, view->meeting->results.is_narrowed ? "Geen antwoorden in dit deel"
                                                             : "Nog geen antwoorden");
    html_markup(view->html, "</h3>\n<p>Dit vragen we:</p>\n<ul>\n");
    for (size_t i = 0; i < view->meeting->results.question_count; i++) {
        html_markup(view->html, "<li>");
        page_words(view->html, &view->meeting->results.questions[i].question->text);
        html_markup(view->html, "</li>\n");
    }
    html_markup(view->html, "</ul>\n</section>\n");
}

/* Where and how it was said, as far as the head does not tell. Never when: few write on one day. */
static void write_caption(const struct view *view, const struct bs_comment *said)
{
    char text[DUTCH_TEXT];
    const char *parts[3];
    size_t count = 0;
    if (view->request->place[0] == '\0') {
        parts[count++] = place_names_of(&view->meeting->names, said->at.place);
    }
    if (said->at.channel != BS_CHANNEL_KIOSK) {
        parts[count++] = dutch_channel(bs_channel_name(said->at.channel));
    }
    if (strcmp(said->at.lang, "nl") != 0) {
        parts[count++] = dutch_language(said->at.lang, text);
    }
    if (count == 0) {
        return;
    }
    html_markup(view->html, "<figcaption>");
    for (size_t i = 0; i < count; i++) {
        html_textf(view->html, "%s%s", i == 0 ? "" : " · ", parts[i]);
    }
    html_markup(view->html, "</figcaption>\n");
}

static void write_quotes(const struct view *view)
{
    const struct meeting *meeting = view->meeting;
    if (meeting->quote_count == 0) {
        return;
    }
    html_markup(view->html, "<section aria-labelledby=\"blad-woorden\">\n<h3 "
                            "id=\"blad-woorden\">Wat mensen schreven</h3>\n"
                            "<div class=\"quotes\">\n");
    for (size_t i = 0; i < meeting->quote_count; i++) {
        const char *lang = meeting->quotes[i].comment.at.lang;
        html_markup(view->html, "<figure");
        html_attr(view->html, "dir", wording_is_rtl(lang) ? "rtl" : "ltr");
        html_markup(view->html, ">\n<blockquote>\n");
        word_marks_text(view->html, &meeting->quotes[i].comment);
        html_markup(view->html, "</blockquote>\n");
        write_caption(view, &meeting->quotes[i].comment);
        html_markup(view->html, "</figure>\n");
    }
    html_markup(view->html, "</div>\n</section>\n");
}

/* --- what explains it --- */

/* The newest that fit, the oldest of them first. */
static void write_notes(const struct view *view)
{
    const struct results_notes *notes = &view->meeting->notes;
    const size_t from = notes->count > MEETING_NOTES ? notes->count - MEETING_NOTES : 0;
    char text[DUTCH_TEXT];
    if (notes->count == 0) {
        return;
    }
    html_markup(view->html, "<section aria-labelledby=\"blad-weten\">\n<h3 "
                            "id=\"blad-weten\">Goed om te weten</h3>\n<ul class=\"known\">\n");
    for (size_t i = from; i < notes->count; i++) {
        const struct bs_note *note = &notes->in[i].note;
        html_markup(view->html, "<li><b>");
        html_text(view->html, dutch_day(note->day, text));
        html_markup(view->html, "</b>: <span");
        wording_attrs(view->html, note->lang, "nl");
        html_markup(view->html, ">");
        html_text(view->html, note->text);
        html_markup(view->html, "</span>");
        if (view->request->place[0] == '\0') {
            html_textf(view->html, " (%s)", notes->in[i].place);
        }
        html_markup(view->html, "</li>\n");
    }
    html_markup(view->html, "</ul>\n");
    if (from > 0 || notes->is_cut) {
        html_markup(view->html, "<p class=\"under\">Er was eerder ook meer te weten.</p>\n");
    }
    html_markup(view->html, "</section>\n");
}

/* --- what is owed --- */

static void write_fact(const struct html *html, const char *name, const struct bs_text *text)
{
    html_markup(html, "<div><dt>");
    html_text(html, name);
    html_markup(html, "</dt><dd>");
    page_words(html, text);
    html_markup(html, "</dd></div>\n");
}

static void write_contact(const struct html *html, const struct bs_programme *programme)
{
    html_markup(html, "<div><dt>Meer weten</dt><dd>");
    page_words(html, &programme->contact);
    if (programme->contact_is_example) {
        page_example_mark(html);
    }
    html_markup(html, "</dd></div>\n");
}

static void write_due(const struct view *view)
{
    const struct bs_programme *programme = view->meeting->results.programme;
    const struct promise_due *due = &view->meeting->due;
    char text[DUTCH_TEXT];
    html_markup(view->html, "<div><dt>Uiterlijk</dt><dd><b>");
    html_text(view->html, dutch_date(due->date, text));
    html_markup(view->html, "</b> ");
    promise_due_write(view->html, due);
    if (programme->answer_due.is_example) {
        page_example_mark(view->html);
    }
    html_markup(view->html, "</dd></div>\n");
}

static void write_answer(const struct view *view)
{
    const struct bs_outcome *outcome = view->meeting->results.answer.outcome;
    if (outcome == NULL) {
        return;
    }
    write_fact(view->html, "U zei", &outcome->heard);
    write_fact(view->html, "Wij doen", &outcome->will);
    if (outcome->wont.count > 0) {
        write_fact(view->html, "Wij doen niet", &outcome->wont);
    }
}

static void write_promise(const struct view *view)
{
    const struct bs_programme *programme = view->meeting->results.programme;
    const struct bs_outcome *outcome = view->meeting->results.answer.outcome;
    html_markup(
        view->html,
        "<section class=\"promise\" aria-labelledby=\"blad-beloofd\">\n<h3 id=\"blad-beloofd\">");
    html_text(view->html, outcome == NULL ? "Wat is beloofd" : "Wat is beloofd en geantwoord");
    html_markup(view->html, "</h3>\n<p>");
    page_words(view->html, &programme->open);
    html_markup(view->html, " ");
    page_words(view->html, &programme->decides);
    html_markup(view->html, "</p>\n<dl>\n<div><dt>Van</dt><dd>");
    html_text(view->html, programme->owner);
    html_markup(view->html, "</dd></div>\n");
    write_due(view);
    write_answer(view);
    write_contact(view->html, programme);
    html_markup(view->html, "</dl>\n</section>\n");
}

/* --- the foot --- */

static void say_bursts(const struct view *view)
{
    char number[DUTCH_TEXT];
    if (view->meeting->results.bursts > 0) {
        html_textf(view->html, "Snelle tikken op een rij (%s): %s. ",
                   dutch_number(view->meeting->results.bursts, number),
                   view->request->without_bursts ? "weggelaten" : "tellen mee");
    }
}

/* Words that nobody released went out by themselves when the municipality's days were over. */
static void say_masked(const struct view *view)
{
    size_t unread = 0;
    for (size_t i = 0; i < view->meeting->quote_count; i++) {
        unread += view->meeting->quotes[i].comment.by[0] == '\0';
    }
    if (view->meeting->quote_count == 0) {
        return;
    }
    html_text(view->html, "De citaten zijn gekozen, niet geteld. ");
    if (unread < view->meeting->quote_count) {
        html_text(view->html, "Een buurtverbinder las ze eerst en dekte namen en nummers af. ");
    }
    if (unread > 0) {
        html_textf(view->html,
                   "Bij %zu was de termijn om: daar is vanzelf afgedekt wat op een naam of nummer "
                   "lijkt. ",
                   unread);
    }
}

static void write_foot(const struct view *view)
{
    char text[DUTCH_TEXT];
    char code[BS_RECEIPT_CODE_TEXT];
    html_markup(view->html, "<footer>\n<p><b>Zo is geteld.</b> ");
    html_text(view->html, "“Weet ik niet” zit niet in de percentages; die zijn afgerond. "
                          "Wie een antwoord verbetert, telt één keer. "
                          "Wat op proef was, telt niet mee. "
                          "Wat minder dan 10 mensen zeiden, staat niet apart. "
                          "Iedereen mag vaker antwoorden: dit zijn reacties, geen stemmen. ");
    say_bursts(view);
    say_masked(view);
    html_markup(view->html, "</p>\n<p class=\"from\"><span>");
    html_textf(view->html, "Afgedrukt op %s", dutch_date(view->meeting->today, text));
    html_markup(view->html, "</span> <span>");
    if (bs_receipt_code_make(view->meeting->results.programme->code, code)) {
        html_textf(view->html, "Wat ermee gebeurt: code %s op elke kiosk", code);
    }
    html_markup(view->html, "</span></p>\n</footer>\n");
}

void meeting_paper_write(const struct html *html, const struct meeting *meeting,
                         const struct results_request *request, const char *tenant)
{
    static const char *const layouts[] = {[MEETING_LARGE] = "paper large",
                                          [MEETING_ROOMY] = "paper",
                                          [MEETING_DENSE] = "paper dense",
                                          [MEETING_TIGHT] = "paper dense tight"};
    const struct view view = {html, meeting, request, meeting_layout(meeting)};
    html_markup(html, "<article");
    html_attr(html, "class", layouts[view.layout]);
    html_markup(html, " aria-labelledby=\"blad\">\n");
    write_head(&view, tenant);
    write_sums(&view);
    if (meeting->results.totals.submissions == 0) {
        write_none(&view);
    } else {
        write_questions(&view);
    }
    write_notes(&view);
    write_quotes(&view);
    html_markup(html, "<div");
    html_attr(html, "class", meeting_promise_is_wide(meeting, view.layout) ? "wide" : "two");
    html_markup(html, ">\n");
    write_promise(&view);
    if (!meeting_fills_room(meeting, view.layout)) {
        write_missing(&view);
    }
    html_markup(html, "</div>\n");
    write_foot(&view);
    html_markup(html, "</article>\n");
}
