/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers days into parts of a period; the drawing is chart's. */

#include "results_times.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "breakdown.h"
#include "chart.h"
#include "page_frame.h"
#include "results_kinds.h"

enum { PARTS_LEAST = 2 };

static_assert(TIMELINE_PARTS_MOST <= RESULTS_GROUPS_MAX, "a table of groups has a row for each");

/* One period cut in every step that fits, so that one question to storage serves them all. */
struct cutting {
    enum timeline_step step;
    struct results_groups parts; /* none: it does not fit */
};
struct gathering {
    const struct bs_question *question;
    struct bs_date first;
    struct cutting cuttings[TIMELINE_YEAR + 1];
    char day[11]; /* the last that was added to `answered` */
};

static void count_in(const struct gathering *gathering, struct cutting *cutting, struct bs_date day,
                     const struct storage_count *row, bool is_new_day)
{
    size_t index = timeline_parts(gathering->first, day, cutting->step);
    if (index == 0 || index > cutting->parts.count) {
        return; /* it does not fit, or a day that came in after the totals were read */
    }
    struct results_group *part = &cutting->parts.in[index - 1];
    part->answered += is_new_day ? row->answered : 0;
    if (row->dont_know) {
        part->dont_know += row->count;
    } else {
        results_count_choice(gathering->question, row, part);
    }
}

/* Rows come in the order of days; all rows of a day carry how many answered on it. */
static bool take_count(void *self, const struct storage_count *row)
{
    struct gathering *gathering = self;
    struct bs_date day;
    if (strcmp(row->question, gathering->question->id) != 0 || !bs_date_parse(row->day, &day)) {
        return true;
    }
    bool is_new_day = strcmp(gathering->day, row->day) != 0;
    bs_utf8_copy(gathering->day, sizeof gathering->day, row->day);
    for (int step = TIMELINE_DAY; step <= TIMELINE_YEAR; step++) {
        count_in(gathering, &gathering->cuttings[step], day, row, is_new_day);
    }
    return true;
}

static void name_parts(struct cutting *cutting, struct bs_date first)
{
    struct bs_date start = timeline_start(first, cutting->step);
    char name[DUTCH_TEXT];
    for (size_t i = 0; i < cutting->parts.count; i++) {
        struct results_group *part = &cutting->parts.in[i];
        bs_date_format(start, part->key);
        bs_utf8_copy(part->name, sizeof part->name, timeline_name(start, cutting->step, name));
        start = timeline_next(start, cutting->step);
    }
}

static void cut(struct bs_date first, struct bs_date last, struct gathering *gathering)
{
    for (int step = timeline_step(first, last); step <= TIMELINE_YEAR; step++) {
        struct cutting *cutting = &gathering->cuttings[step];
        size_t count = timeline_parts(first, last, (enum timeline_step)step);
        if (count >= PARTS_LEAST && count <= TIMELINE_PARTS_MOST) {
            cutting->step = (enum timeline_step)step;
            cutting->parts.count = count;
            cutting->parts.in = bs_xcalloc(count, sizeof cutting->parts.in[0]);
            name_parts(cutting, first);
        }
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

static size_t choose_question(const struct results *results)
{
    for (size_t i = 0; i < results->question_count; i++) {
        const struct bs_question *question = results->questions[i].question;
        if (results_is_scale(question->kind) && question->follows == NULL) {
            return i;
        }
    }
    return 0;
}

/* The finest cutting; a coarser one while more than half of the parts in which somebody answered would be hidden. What
 * can be told in no cutting at all is not drawn. */
static void choose_cutting(struct gathering *gathering, enum timeline_step finest, bool hides,
                           struct results_times *times)
{
    for (int step = finest; step <= TIMELINE_YEAR; step++) {
        struct cutting *cutting = &gathering->cuttings[step];
        size_t some = hides && cutting->parts.count > 0 ? hide_small(&cutting->parts) : 0;
        bool is_last = step == TIMELINE_YEAR || gathering->cuttings[step + 1].parts.count == 0;
        if (cutting->parts.hidden * 2 <= some || (is_last && cutting->parts.hidden < some)) {
            times->step = (enum timeline_step)step;
            times->is_coarse = step != (int)finest;
            times->parts = cutting->parts;
            cutting->parts = (struct results_groups){.count = 0};
            return;
        }
    }
}

enum bs_err results_times_gather(struct storage *storage, const struct storage_filter *filter,
                                 struct results *results, struct bs_error *err)
{
    struct bs_date first = results->totals.first;
    struct bs_date last = results->totals.last;
    size_t index = choose_question(results);
    struct gathering gathering = {.question = results->questions[index].question, .first = first};
    results->times.question = index;
    if (first.year == 0 || results->questions[index].all.is_hidden) {
        return BS_OK;
    }
    cut(first, last, &gathering);
    enum bs_err rc = storage_counts(storage, filter, STORAGE_BY_DAY, take_count, &gathering, err);
    if (rc == BS_OK) {
        choose_cutting(&gathering, timeline_step(first, last), !filter->trials, &results->times);
    }
    for (int step = TIMELINE_DAY; step <= TIMELINE_YEAR; step++) {
        free(gathering.cuttings[step].parts.in);
    }
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

static void write_marks(const struct html *html, const struct results_times *times,
                        const struct results_notes *notes)
{
    struct chart_mark marks[RESULTS_NOTES_MAX];
    size_t noted[RESULTS_NOTES_MAX];
    for (size_t i = 0; i < notes->count; i++) {
        noted[i] = notes->in[i].part;
    }
    chart_marks(html, times->parts.count, marks,
                results_notes_marks(notes, times->parts.count, marks), noted, notes->count);
}

void results_times_write(const struct html *html, const struct results *results,
                         const struct results_notes *notes, const struct results_request *request)
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
    write_marks(html, times, notes);
    chart_bars(html, &times->parts, timeline_step_name(times->step));
    if (results_is_scale(question->question->kind)) {
        write_columns(html, question, times);
    } else {
        chart_axis(html, &times->parts, times->step);
    }
    results_notes_write(html, notes, request);
    html_markup(html, "</div>\n");
    html_markup(html, "<details>\n<summary>Zelfde cijfers als tabel</summary>\n");
    breakdown_table(html, question, &times->parts, notes, times->question);
    html_markup(html, "</details>\n</section>\n");
}
