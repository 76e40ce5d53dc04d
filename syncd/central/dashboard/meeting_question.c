/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every kind of question is drawn alike: what a choice has of what it could have (results_part, results_whole). */

#include "meeting_question.h"

#include "chart.h"
#include "dutch.h"
#include "page_frame.h"
#include "results_kinds.h"

/* The channels that stand beside the whole: those that may be shown apart. */
struct columns {
    size_t count;
    const struct results_group *in[MEETING_CHANNELS]; /* borrowed */
};

static struct columns choose_columns(const struct results_question *question, bool with_channels)
{
    const struct results_groups *channels = &question->channels;
    struct columns columns = {.count = 0};
    for (size_t i = 0; i < channels->count && with_channels && channels->count > 1; i++) {
        if (!channels->in[i].is_hidden && columns.count < MEETING_CHANNELS) {
            columns.in[columns.count++] = &channels->in[i];
        }
    }
    return columns;
}

static const char *unit_of(enum bs_kind kind)
{
    return kind == BS_KIND_POINTS || kind == BS_KIND_TOP ? "Punten"
           : kind == BS_KIND_PAIR                        ? "Keer"
                                                         : "Aantal";
}

static void write_heads(const struct html *html, const struct bs_question *question,
                        const struct columns *columns)
{
    char number[DUTCH_TEXT];
    html_markup(html,
                "<thead><tr><th scope=\"col\"><span class=\"unseen\">Antwoord</span></th><td></td>"
                "<th scope=\"col\">Deel</th><th scope=\"col\">");
    html_text(html, unit_of(question->kind));
    html_markup(html, "</th>");
    for (size_t i = 0; i < columns->count; i++) {
        html_markup(html, "<th scope=\"col\" class=\"way\">");
        html_text(html, columns->in[i]->name);
        html_markup(html, " <span>");
        html_textf(html, "n\u00A0%s", dutch_number(results_said(columns->in[i]), number));
        html_markup(html, "</span></th>");
    }
    html_markup(html, "</tr></thead>\n<tbody>\n");
}

static void write_label(const struct html *html, const struct bs_question *question, size_t choice)
{
    html_markup(html, "<tr><th scope=\"row\">");
    if (question->kind == BS_KIND_FACES) {
        chart_face(html, question->choices[choice].value);
    }
    page_words(html, &question->choices[choice].label);
    html_markup(html, "</th>");
}

static void write_row(const struct html *html, const struct results_question *question,
                      const struct columns *columns, size_t choice)
{
    const struct bs_question *asked = question->question;
    char number[DUTCH_TEXT];
    write_label(html, asked, choice);
    chart_share_cells(html, results_part(asked, &question->all, choice),
                      results_whole(asked, &question->all));
    for (size_t i = 0; i < columns->count; i++) {
        html_markup(html, "<td class=\"way\">");
        html_text(html, dutch_percent(results_part(asked, columns->in[i], choice),
                                      results_whole(asked, columns->in[i]), number));
        html_markup(html, "</td>");
    }
    html_markup(html, "</tr>\n");
}

/* Of a place in a top and of a round nothing older is kept. */
static void write_older(const struct html *html, const struct results_question *question,
                        const struct columns *columns)
{
    const struct bs_question *asked = question->question;
    char number[DUTCH_TEXT];
    if (question->all.older == 0 || asked->kind == BS_KIND_TOP || asked->kind == BS_KIND_PAIR) {
        return;
    }
    html_markup(html, "<tr><th scope=\"row\">");
    html_text(html, RESULTS_OLDER);
    html_markup(html, "</th>");
    chart_share_cells(html, question->all.older, results_whole(asked, &question->all));
    for (size_t i = 0; i < columns->count; i++) {
        html_markup(html, "<td class=\"way\">");
        html_text(html, dutch_percent(columns->in[i]->older, results_whole(asked, columns->in[i]),
                                      number));
        html_markup(html, "</td>");
    }
    html_markup(html, "</tr>\n");
}

/* A scale keeps its order; of all else the most chosen comes first, as on the page. */
static void order_rows(const struct results_question *question, size_t order[BS_CHOICES_MAX])
{
    const struct bs_question *asked = question->question;
    int64_t weights[BS_CHOICES_MAX] = {0};
    for (size_t i = 0; i < asked->choice_count && !results_is_scale(asked->kind); i++) {
        weights[i] = results_part(asked, &question->all, i);
    }
    results_order(weights, asked->choice_count, order);
}

/* Stands beside the heads of the columns, so that it takes no line. */
static void say_counts(const struct html *html, const struct results_group *all)
{
    char said[DUTCH_TEXT];
    char dont_know[DUTCH_TEXT];
    html_textf(html, "%s %s · %s keer “weet ik niet”", dutch_number(results_said(all), said),
               results_said(all) == 1 ? "antwoord" : "antwoorden",
               dutch_number(all->dont_know, dont_know));
}

static void write_table(const struct html *html, const struct results_question *question,
                        bool with_channels)
{
    const struct columns columns = choose_columns(question, with_channels);
    size_t order[BS_CHOICES_MAX] = {0};
    order_rows(question, order);
    html_markup(html, "<table>\n<caption>");
    say_counts(html, &question->all);
    html_markup(html, "</caption>\n");
    write_heads(html, question->question, &columns);
    for (size_t i = 0; i < question->question->choice_count; i++) {
        write_row(html, question, &columns, order[i]);
    }
    write_older(html, question, &columns);
    html_markup(html, "</tbody>\n</table>\n");
}

/* What a bar is a share of, where it is not of those who answered. */
static void say_shares(const struct html *html, const struct bs_question *question)
{
    html_markup(html, "<p class=\"under\">");
    switch (question->kind) {
    case BS_KIND_POINTS:
        html_textf(html, "Hoogstens %zu punten per keer. Deel: van alle punten samen.",
                   question->most);
        break;
    case BS_KIND_PAIR:
        html_text(html, "Steeds twee tegenover elkaar. Bij 50\u00A0%: even vaak gewonnen als "
                        "verloren.");
        break;
    case BS_KIND_TOP:
        html_text(html, question->most == 2 ? "De eerste plek geeft 2 punten, de tweede 1."
                                            : "De eerste plek geeft 3 punten, de tweede 2, de "
                                              "derde 1.");
        html_text(html, " Bij 100\u00A0% zette iedereen dit op de eerste plek.");
        break;
    default:
        html_textf(html, "Hoogstens %zu keuzes per keer: samen kan het meer dan 100\u00A0%% zijn.",
                   question->most);
        break;
    }
    html_markup(html, "</p>\n");
}

void meeting_question_write(const struct html *html, const struct results *results, size_t index,
                            bool with_channels)
{
    const struct results_question *question = &results->questions[index];
    html_markup(html, "<section");
    html_attrf(html, "aria-labelledby", "blad-%zu", index + 1);
    html_markup(html, ">\n<h3");
    html_attrf(html, "id", "blad-%zu", index + 1);
    html_markup(html, ">");
    page_words(html, &question->question->text);
    html_markup(html, "</h3>\n");
    if (!meeting_shows(question)) {
        html_markup(html, "<p class=\"under\">");
        html_text(html, question->all.answered == 0
                            ? "Nog geen antwoorden op deze vraag."
                            : "Te weinig antwoorden om te tonen. Zo blijft verborgen wat een enkel "
                              "iemand vond.");
        html_markup(html, "</p>\n</section>\n");
        return;
    }
    write_table(html, question, with_channels);
    if (question->question->most > 1) {
        say_shares(html, question->question);
    }
    html_markup(html, "</section>\n");
}
