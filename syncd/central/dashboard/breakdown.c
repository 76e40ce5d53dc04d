/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Groups side by side. Ten stand open, since nobody compares forty bars at a glance; the rest opens without script. */

#include "breakdown.h"

#include <stdbool.h>
#include <stdio.h>

#include "chart.h"
#include "dutch.h"
#include "page_frame.h"
#include "results_kinds.h"

enum {
    OPEN_MAX = 10,          /* groups in sight when there are more than OPEN_MAX + OPEN_SLACK */
    OPEN_SLACK = 2,         /* nobody wants to open a box for one or two */
    DENSE_FROM = 6,         /* more choices than this: count below share */
    FEW_MOST = 4,           /* so many choices fit beside the promise */
    NAMED_MAX = 8,          /* hidden groups that are named */
    NARROW_LABEL_FROM = 12, /* percent: the smallest part of a narrow bar that holds its label */
};

struct words {
    const char *heading, *column, *many, *together, *none;
};

static const struct words all_words[] = {
    [BREAKDOWN_PLACES] = {"Per plek", "Plek", "plekken",
                          "Een plek met minder dan 10 antwoorden staat niet apart. Samen: ",
                          "Te weinig antwoorden om plekken apart te tonen: "},
    [BREAKDOWN_LANGUAGES] = {"Per taal", "Taal", "talen",
                             "Een taal met minder dan 10 antwoorden staat niet apart. Samen: ",
                             "Te weinig antwoorden om talen apart te tonen: "},
    [BREAKDOWN_CHANNELS] = {"Per manier van antwoorden", "Manier", "manieren",
                            "Een manier met minder dan 10 antwoorden staat niet apart. Samen: ",
                            "Te weinig antwoorden om manieren apart te tonen: "},
    [BREAKDOWN_TIMES] = {"Door de tijd", "Wanneer", "perioden", "", ""},
};

/* The rows of one breakdown: every group that is shown, then the hidden ones as one. */
struct rows {
    const struct bs_question *question;
    const struct words *words;
    const struct results_notes *notes; /* NULL: none; else the rows are parts of a period */
    size_t index;                      /* of the question */
    bool has_older; /* somebody chose what this version no longer has: it has a column */
    size_t count;
    const struct results_group *in[RESULTS_GROUPS_MAX + 1]; /* borrowed */
};

/* --- bars --- */

static void write_bar(const struct html *html, const struct bs_question *question,
                      const struct results_group *group)
{
    struct chart_part parts[RESULTS_PARTS_MAX];
    size_t count = results_parts(question, group, parts);
    char number[DUTCH_TEXT];
    html_markup(html, "<li><span class=\"group\">");
    html_text(html, group->name);
    html_markup(html, "</span>");
    chart_stacked(html, parts, count, NARROW_LABEL_FROM);
    html_markup(html, "<span class=\"size\">");
    html_textf(html, "n\u00A0%s", dutch_number(results_said(group), number));
    html_markup(html, "</span></li>\n");
}

static void write_bars(const struct html *html, const struct rows *rows, size_t from, size_t to)
{
    html_markup(html, "<ul class=\"stacks\">\n");
    for (size_t i = from; i < to; i++) {
        write_bar(html, rows->question, rows->in[i]);
    }
    html_markup(html, "</ul>\n");
}

/* --- tables --- */

static void write_heads(const struct html *html, const struct rows *rows)
{
    const struct bs_question *question = rows->question;
    html_markup(html, "<thead>\n<tr><th scope=\"col\">");
    html_text(html, rows->words->column);
    html_markup(html, "</th>");
    for (size_t i = 0; i < question->choice_count; i++) {
        html_markup(html, "<th scope=\"col\">");
        page_words(html, &question->choices[i].label);
        html_markup(html, "</th>");
    }
    if (rows->has_older) {
        html_markup(html, "<th scope=\"col\">");
        html_text(html, RESULTS_OLDER);
        html_markup(html, "</th>");
    }
    html_markup(html,
                "<th scope=\"col\">Weet ik niet</th><th scope=\"col\">n</th></tr>\n</thead>\n");
}

static void write_cell(const struct html *html, int64_t count, int64_t said, bool with_bar)
{
    char number[DUTCH_TEXT];
    html_markup(html, "<td>");
    html_text(html, dutch_percent(count, said, number));
    html_markup(html, " <span class=\"count\">");
    html_text(html, dutch_number(count, number));
    html_markup(html, "</span>");
    if (with_bar) {
        chart_share(html, count, said);
    }
    html_markup(html, "</td>");
}

static void write_name(const struct html *html, const struct rows *rows, size_t row)
{
    size_t first = 0;
    size_t last = 0;
    html_markup(html, "<tr><th scope=\"row\">");
    html_text(html, rows->in[row]->name);
    if (rows->notes != NULL && results_notes_in(rows->notes, row, &first, &last)) {
        html_markup(html, " <span class=\"mark\">");
        html_textf(html, first == last ? "notitie\u00A0%zu" : "notitie\u00A0%zu–%zu", first, last);
        html_markup(html, "</span>");
    }
    html_markup(html, "</th>");
}

static void write_row(const struct html *html, const struct rows *rows, size_t row)
{
    const struct bs_question *question = rows->question;
    const struct results_group *group = rows->in[row];
    char number[DUTCH_TEXT];
    write_name(html, rows, row);
    if (group->is_hidden || group->answered == 0) {
        html_markup(html, "<td class=\"none\"");
        html_attrf(html, "colspan", "%zu", question->choice_count + (rows->has_older ? 3 : 2));
        html_markup(html, ">");
        html_text(html, group->is_hidden ? "te weinig om apart te tonen" : "geen antwoorden");
        html_markup(html, "</td></tr>\n");
        return;
    }
    for (size_t i = 0; i < question->choice_count; i++) {
        write_cell(html, results_part(question, group, i), results_whole(question, group),
                   !results_is_scale(question->kind));
    }
    if (rows->has_older) {
        write_cell(html, group->older, results_whole(question, group), false);
    }
    html_markup(html, "<td class=\"plain\">");
    html_text(html, dutch_number(group->dont_know, number));
    html_markup(html, "</td><td class=\"plain strong\">");
    html_text(html, dutch_number(results_said(group), number));
    html_markup(html, "</td></tr>\n");
}

/* A table may be wider than its column: then it scrolls by itself, with the keyboard too. */
static void write_table(const struct html *html, const struct rows *rows, size_t from, size_t to)
{
    html_markup(html, "<section class=\"scroll\" tabindex=\"0\"");
    html_attrf(html, "aria-label", "Tabel vraag %zu, %s%s", rows->index + 1, rows->words->heading,
               from > 0 ? ", vervolg" : "");
    html_markup(html, ">\n<table");
    html_attr(html, "class",
              rows->question->choice_count > DENSE_FROM  ? "figures dense"
              : rows->question->choice_count <= FEW_MOST ? "figures few"
                                                         : "figures");
    html_markup(html, ">\n<caption class=\"unseen\">");
    html_textf(html, "%s: deel en aantal per antwoord", rows->words->heading);
    html_markup(html, "</caption>\n");
    write_heads(html, rows);
    html_markup(html, "<tbody>\n");
    for (size_t i = from; i < to; i++) {
        write_row(html, rows, i);
    }
    html_markup(html, "</tbody>\n</table>\n</section>\n");
}

/* --- the whole --- */

static void add_row(const struct results_group *group, struct rows *rows)
{
    /* Of a place in a top and of a round nothing older is kept. */
    bool is_kept = rows->question->kind != BS_KIND_TOP && rows->question->kind != BS_KIND_PAIR;
    rows->has_older = rows->has_older || (is_kept && !group->is_hidden && group->older > 0);
    rows->in[rows->count++] = group;
}

static void gather(const struct results_groups *groups, struct results_group *together,
                   struct rows *rows)
{
    size_t shown = groups->count - groups->hidden;
    for (size_t i = 0; i < shown; i++) {
        add_row(&groups->in[i], rows);
    }
    if (shown > 0 && groups->hidden > 0) {
        *together = groups->together;
        snprintf(together->name, sizeof together->name, "%zu %s samen", groups->hidden,
                 rows->words->many);
        add_row(together, rows);
    }
}

static void name_hidden(const struct html *html, const struct results_groups *groups,
                        const struct words *words)
{
    size_t shown = groups->count - groups->hidden;
    html_markup(html, "<p class=\"soft\">");
    html_text(html, shown > 0 ? words->together : words->none);
    for (size_t i = 0; i < groups->hidden && i < NAMED_MAX; i++) {
        html_textf(html, "%s%s", i == 0 ? "" : ", ", groups->in[shown + i].name);
    }
    if (groups->hidden > NAMED_MAX) {
        html_textf(html, " en nog %zu", groups->hidden - NAMED_MAX);
    }
    html_markup(html, ".</p>\n");
}

static void write_part(const struct html *html, const struct rows *rows, size_t from, size_t to)
{
    if (results_is_scale(rows->question->kind)) {
        write_bars(html, rows, from, to);
    } else {
        write_table(html, rows, from, to);
    }
}

static void write_rows(const struct html *html, const struct rows *rows)
{
    size_t open = rows->count > OPEN_MAX + OPEN_SLACK ? OPEN_MAX : rows->count;
    write_part(html, rows, 0, open);
    if (open < rows->count) {
        html_markup(html, "<details>\n<summary>");
        html_textf(html, "Nog %zu %s", rows->count - open, rows->words->many);
        html_markup(html, "</summary>\n");
        write_part(html, rows, open, rows->count);
        html_markup(html, "</details>\n");
    }
    if (results_is_scale(rows->question->kind)) {
        html_markup(html, "<details>\n<summary>Zelfde cijfers als tabel</summary>\n");
        write_table(html, rows, 0, rows->count);
        html_markup(html, "</details>\n");
    }
}

void breakdown_write(const struct html *html, const struct results_question *question,
                     enum breakdown_by by, size_t index)
{
    const struct results_groups *groups = by == BREAKDOWN_PLACES      ? &question->places
                                          : by == BREAKDOWN_LANGUAGES ? &question->languages
                                                                      : &question->channels;
    struct rows rows = {.question = question->question, .words = &all_words[by], .index = index};
    struct results_group together;
    if (groups->count == 0 || (by == BREAKDOWN_CHANNELS && groups->count == 1)) {
        return;
    }
    gather(groups, &together, &rows);
    html_markup(html, "<div class=\"breakdown\">\n<h3>");
    html_text(html, rows.words->heading);
    html_markup(html, "</h3>\n");
    if (rows.count > 0) {
        write_rows(html, &rows);
    }
    if (groups->hidden > 0) {
        name_hidden(html, groups, rows.words);
    }
    if (groups->is_cut) {
        html_markup(html, "<p class=\"soft\">Niet alle plekken passen op deze pagina.</p>\n");
    }
    html_markup(html, "</div>\n");
}

void breakdown_table(const struct html *html, const struct results_question *question,
                     const struct results_groups *parts, const struct results_notes *notes,
                     size_t index)
{
    struct rows rows = {.question = question->question,
                        .words = &all_words[BREAKDOWN_TIMES],
                        .notes = notes,
                        .index = index};
    for (size_t i = 0; i < parts->count; i++) {
        add_row(&parts->in[i], &rows);
    }
    write_table(html, &rows, 0, rows.count);
}
