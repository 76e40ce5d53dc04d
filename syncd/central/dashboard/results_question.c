/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Faces and steps in words become one divided bar, choices become a list of bars; each has its numbers beside it or below it. */

#include "results_question.h"

#include <inttypes.h>
#include <string.h>

#include "breakdown.h"
#include "chart.h"
#include "dutch.h"
#include "page_frame.h"
#include "results_kinds.h"

/* The smallest part of the wide bar that still holds its own label, in percent. */
enum { WIDE_LABEL_FROM = 6 };

static void say_after(const struct html *html, const struct results *results,
                      const struct bs_question *question)
{
    const struct bs_question *before = bs_programme_question(results->programme, question->follows);
    html_text(html, " Alleen gevraagd na: ");
    if (question->after_count == 0 && before != NULL) {
        page_words(html, &before->text);
    }
    for (size_t i = 0; i < question->after_count; i++) {
        const struct bs_choice *choice =
            before == NULL ? NULL : bs_question_choice(before, question->after[i]);
        html_text(html, i == 0 ? "" : i + 1 == question->after_count ? " of " : ", ");
        if (choice != NULL) {
            page_words(html, &choice->label);
        } else {
            html_text(html, question->after[i]);
        }
    }
    html_text(html, ".");
}

static void say_counts(const struct html *html, const struct results *results,
                       const struct results_question *question)
{
    char said[DUTCH_TEXT];
    char dont_know[DUTCH_TEXT];
    html_markup(html, "<p class=\"soft\">");
    html_textf(html, "%s %s een antwoord", dutch_number(results_said(&question->all), said),
               results_said(&question->all) == 1 ? "bezoek gaf" : "bezoeken gaven");
    html_textf(html, ", %s keer “weet ik niet”.", dutch_number(question->all.dont_know, dont_know));
    if (question->question->follows != NULL &&
        (question->question->kind != BS_KIND_WHY || question->question->after_count > 0)) {
        say_after(html, results, question->question);
    }
    html_markup(html, "</p>\n");
}

/* --- faces --- */

static void write_face_heads(const struct html *html, const struct bs_question *question,
                             bool has_older)
{
    html_markup(html, "<thead>\n<tr><td></td>");
    for (size_t i = 0; i < question->choice_count; i++) {
        html_markup(html, "<th scope=\"col\">");
        if (question->kind == BS_KIND_FACES) { /* a step in words may have a face's name */
            chart_face(html, question->choices[i].value);
        }
        page_words(html, &question->choices[i].label);
        html_markup(html, "</th>");
    }
    if (has_older) {
        html_markup(html, "<th scope=\"col\">");
        html_text(html, RESULTS_OLDER);
        html_markup(html, "</th>");
    }
    html_markup(html, "<th scope=\"col\" class=\"apart\">Weet ik niet</th></tr>\n</thead>\n");
}

static void write_face_numbers(const struct html *html, const struct results_question *question,
                               const struct chart_part *parts, size_t count)
{
    const struct results_group *all = &question->all;
    char number[DUTCH_TEXT];
    html_markup(html, "<tbody>\n<tr><th scope=\"row\">Deel</th>");
    for (size_t i = 0; i < count; i++) {
        html_markup(html, "<td class=\"strong\">");
        html_text(html, dutch_percent(parts[i].count, results_said(all), number));
        html_markup(html, "</td>");
    }
    html_markup(html, "<td class=\"apart\">apart</td></tr>\n<tr><th scope=\"row\">Aantal</th>");
    for (size_t i = 0; i < count; i++) {
        html_markup(html, "<td>");
        html_text(html, dutch_number(parts[i].count, number));
        html_markup(html, "</td>");
    }
    html_markup(html, "<td class=\"apart\">");
    html_text(html, dutch_number(all->dont_know, number));
    html_markup(html, "</td></tr>\n</tbody>\n");
}

static void write_faces(const struct html *html, const struct results_question *question,
                        size_t index)
{
    struct chart_part parts[RESULTS_PARTS_MAX];
    size_t count = results_parts(question->question, &question->all, parts);
    html_markup(html, "<div class=\"total\">\n");
    chart_stacked(html, parts, count, WIDE_LABEL_FROM);
    html_markup(html, "\n</div>\n<section class=\"scroll\" tabindex=\"0\"");
    html_attrf(html, "aria-label", "Tabel vraag %zu", index + 1);
    html_markup(html, ">\n<table class=\"legend\">\n"
                      "<caption class=\"unseen\">Antwoorden op deze vraag</caption>\n");
    write_face_heads(html, question->question, count > question->question->choice_count);
    write_face_numbers(html, question, parts, count);
    html_markup(html, "</table>\n</section>\n");
}

/* --- choices --- */

static void write_choice_row(const struct html *html, const struct bs_text *label,
                             const char *words, int64_t count, int64_t said)
{
    html_markup(html, "<tr><th scope=\"row\">");
    if (label != NULL) {
        page_words(html, label);
    } else {
        html_text(html, words);
    }
    html_markup(html, "</th>");
    chart_share_cells(html, count, said);
    html_markup(html, "</tr>\n");
}

static void write_choices(const struct html *html, const struct results_question *question)
{
    const struct results_group *all = &question->all;
    size_t order[BS_CHOICES_MAX] = {0};
    char number[DUTCH_TEXT];
    results_order(all->counts, question->question->choice_count, order);
    html_markup(
        html,
        "<table class=\"choices\">\n<caption class=\"unseen\">Antwoorden op deze vraag</caption>\n"
        "<thead class=\"unseen\"><tr><th scope=\"col\">Keuze</th><td></td><th "
        "scope=\"col\">Deel</th>"
        "<th scope=\"col\">Aantal</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < question->question->choice_count; i++) {
        write_choice_row(html, &question->question->choices[order[i]].label, NULL,
                         all->counts[order[i]], results_said(all));
    }
    if (all->older > 0) {
        write_choice_row(html, NULL, RESULTS_OLDER, all->older, results_said(all));
    }
    html_markup(html, "</tbody>\n<tfoot>\n<tr><th scope=\"row\">Weet ik niet</th><td "
                      "class=\"chart\">apart geteld</td>"
                      "<td></td><td>");
    html_text(html, dutch_number(all->dont_know, number));
    html_markup(html, "</td></tr>\n</tfoot>\n</table>\n");
    if (question->question->most > 1) {
        html_markup(html, "<p class=\"soft\">");
        html_textf(html,
                   "Mensen kozen er hoogstens %zu. De percentages zijn van wie antwoord gaf. Samen "
                   "kunnen ze boven "
                   "de 100\u00A0%% komen.",
                   question->question->most);
        html_markup(html, "</p>\n");
    }
}

/* --- the whole --- */

static void write_kind(const struct html *html, const struct results_question *question,
                       size_t index)
{
    switch (question->question->kind) {
    case BS_KIND_FACES:
    case BS_KIND_AGREE:
        write_faces(html, question, index);
        break;
    case BS_KIND_POINTS:
        results_points_write(html, question, index);
        break;
    case BS_KIND_PAIR:
        results_pair_write(html, question, index);
        break;
    case BS_KIND_TOP:
        results_top_write(html, question, index);
        break;
    default:
        write_choices(html, question);
        break;
    }
}

static void write_all(const struct html *html, const struct results_question *question,
                      size_t index)
{
    if (question->all.is_hidden) {
        html_markup(html, "<p class=\"notice\">Dit deel is te klein om te tonen. Zo blijft "
                          "verborgen wat een enkel "
                          "iemand vond. Kies meer plekken, talen of dagen.</p>\n");
    } else {
        write_kind(html, question, index);
    }
}

static void say_few(const struct html *html, const struct results_question *question)
{
    if (results_said(&question->all) < RESULTS_SMALL && !question->all.is_hidden) {
        html_markup(
            html,
            "<p class=\"notice\">Nog weinig antwoorden: trek hier nog geen conclusie uit.</p>\n");
    }
}

void results_question_write(const struct html *html, const struct results *results, size_t index,
                            const struct results_request *request)
{
    const struct results_question *question = &results->questions[index];
    html_markup(html, "<section");
    html_attr(html, "class",
              results_is_scale(question->question->kind) ? "question faces" : "question");
    html_attrf(html, "aria-labelledby", "vraag-%zu", index + 1);
    html_markup(html, ">\n<h2");
    html_attrf(html, "id", "vraag-%zu", index + 1);
    html_markup(html, ">");
    page_words(html, &question->question->text);
    html_markup(html, "</h2>\n");
    if (question->all.answered == 0) {
        html_markup(html, "<p class=\"soft\">Nog geen antwoorden op deze vraag.</p>\n</section>\n");
        return;
    }
    if (!question->all.is_hidden) {
        say_counts(html, results, question);
    }
    say_few(html, question);
    write_all(html, question, index);
    if (request->place[0] == '\0') {
        breakdown_write(html, question, BREAKDOWN_PLACES, index);
    }
    if (request->lang[0] == '\0') {
        breakdown_write(html, question, BREAKDOWN_LANGUAGES, index);
    }
    if (request->channel[0] == '\0') {
        breakdown_write(html, question, BREAKDOWN_CHANNELS, index);
    }
    html_markup(html, "</section>\n");
}
