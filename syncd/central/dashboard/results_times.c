/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers days into parts of a period; the drawing is chart's. */

#include "results_times.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "breakdown.h"
#include "chart.h"
#include "page_frame.h"

enum { PARTS_LEAST = 2 };

struct gathering {
    const struct bs_question *question;
    enum timeline_step step;
    struct bs_date first;
    struct results_groups *parts;
    char day[11]; /* the last that was added to `answered` */
};

/* Rows come in the order of days; all rows of a day carry how many answered on it. */
static bool take_count(void *self, const struct storage_count *row)
{
    struct gathering *gathering = self;
    struct bs_date day;
    if (strcmp(row->question, gathering->question->id) != 0 || !bs_date_parse(row->day, &day)) {
        return true;
    }
    size_t index = timeline_parts(gathering->first, day, gathering->step);
    if (index == 0 || index > gathering->parts->count) {
        return true; /* a day that came in after the totals were read */
    }
    struct results_group *part = &gathering->parts->in[index - 1];
    if (strcmp(gathering->day, row->day) != 0) {
        bs_utf8_copy(gathering->day, sizeof gathering->day, row->day);
        part->answered += row->answered;
    }
    if (row->dont_know) {
        part->dont_know += row->count;
    } else {
        results_count_choice(gathering->question, row, part);
    }
    return true;
}

static void name_parts(const struct gathering *gathering)
{
    struct bs_date start = timeline_start(gathering->first, gathering->step);
    char name[DUTCH_TEXT];
    for (size_t i = 0; i < gathering->parts->count; i++) {
        struct results_group *part = &gathering->parts->in[i];
        bs_date_format(start, part->key);
        bs_utf8_copy(part->name, sizeof part->name, timeline_name(start, gathering->step, name));
        start = timeline_next(start, gathering->step);
    }
}

/* The rule for groups, for the parts in which somebody answered. Returns how many of those there are. */
static size_t hide_small(struct results_groups *parts)
{
    struct results_groups some = {.in = bs_xcalloc(parts->count + 1, sizeof some.in[0])};
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->in[i].answered > 0) {
            some.in[some.count++] = parts->in[i];
        }
    }
    results_sort(&some);
    results_hide_small(&some);
    parts->hidden = some.hidden;
    for (size_t i = some.count - some.hidden; i < some.count; i++) {
        for (size_t p = 0; p < parts->count; p++) {
            parts->in[p].is_hidden =
                parts->in[p].is_hidden || strcmp(parts->in[p].key, some.in[i].key) == 0;
        }
    }
    free(some.in);
    return some.count;
}

static enum bs_err gather(struct storage *storage, const struct storage_filter *filter,
                          struct gathering *gathering, struct bs_error *err)
{
    struct results_groups *parts = gathering->parts;
    parts->hidden = 0;
    gathering->day[0] = '\0';
    memset(parts->in, 0, RESULTS_GROUPS_MAX * sizeof parts->in[0]);
    name_parts(gathering);
    return storage_counts(storage, filter, STORAGE_BY_DAY, take_count, gathering, err);
}

static size_t choose_question(const struct results *results)
{
    for (size_t i = 0; i < results->question_count; i++) {
        if (results->questions[i].question->kind == BS_KIND_FACES) {
            return i;
        }
    }
    return 0;
}

enum bs_err results_times_gather(struct storage *storage, const struct storage_filter *filter,
                                 struct results *results, struct bs_error *err)
{
    struct results_times *times = &results->times;
    struct bs_date first = results->totals.first;
    struct bs_date last = results->totals.last;
    enum bs_err rc = BS_OK;
    bool is_done = false;
    times->question = choose_question(results);
    if (first.year == 0 || results->questions[times->question].all.is_hidden) {
        return BS_OK;
    }
    struct gathering gathering = {results->questions[times->question].question,
                                  timeline_step(first, last), first, &times->parts, ""};
    times->parts.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof times->parts.in[0]);
    while (!is_done) {
        times->parts.count = timeline_parts(first, last, gathering.step);
        if (times->parts.count < PARTS_LEAST || times->parts.count > RESULTS_GROUPS_MAX) {
            times->parts.count = 0;
            break;
        }
        rc = gather(storage, filter, &gathering, err);
        size_t some = rc == BS_OK && !filter->trials ? hide_small(&times->parts) : 0;
        is_done = rc != BS_OK || gathering.step == TIMELINE_YEAR || times->parts.hidden * 2 <= some;
        if (!is_done) {
            gathering.step++;
            times->is_coarse = true;
        }
    }
    times->step = gathering.step;
    return rc;
}

/* --- writing --- */

static void say_parts(const struct html *html, const struct results_times *times)
{
    const char *step = timeline_step_name(times->step);
    html_markup(html, "<p class=\"soft\">");
    html_textf(html, "Per %s", step);
    if (times->is_coarse) {
        html_textf(html, ": korter zou te weinig antwoorden per keer geven");
    }
    html_text(html, ".");
    if (times->parts.hidden > 0) {
        html_textf(html, " Een gestreept blokje: minder dan %d antwoorden, of samen met zo’n %s.",
                   RESULTS_SMALL, step);
    }
    html_markup(html, "</p>\n");
}

static void write_columns(const struct html *html, const struct results_question *question,
                          const struct results_times *times)
{
    html_markup(html, "<h3>");
    html_text(html, "Verdeling");
    html_markup(html, "</h3>\n");
    chart_columns(html, question->question, &times->parts);
    chart_axis(html, &times->parts, times->step);
    html_markup(html, "<p class=\"soft\">Van onder naar boven: ");
    for (size_t i = 0; i < question->question->choice_count; i++) {
        html_text(html, i == 0 ? "" : ", ");
        page_words(html, &question->question->choices[i].label);
    }
    html_markup(html, ".</p>\n");
}

void results_times_write(const struct html *html, const struct results *results)
{
    const struct results_times *times = &results->times;
    const struct results_question *question = &results->questions[times->question];
    if (times->parts.count == 0) {
        return;
    }
    html_markup(html, "<section class=\"question times\" aria-labelledby=\"tijd\">\n"
                      "<h2 id=\"tijd\">Door de tijd</h2>\n");
    say_parts(html, times);
    html_markup(html, "<div class=\"breakdown\">\n<h3>Aantal antwoorden</h3>\n");
    chart_bars(html, &times->parts, timeline_step_name(times->step));
    if (question->question->kind == BS_KIND_FACES) {
        write_columns(html, question, times);
    } else {
        chart_axis(html, &times->parts, times->step);
    }
    html_markup(html, "</div>\n");
    html_markup(html, "<details>\n<summary>Zelfde cijfers als tabel</summary>\n");
    breakdown_table(html, question, &times->parts, times->question);
    html_markup(html, "</details>\n</section>\n");
}
