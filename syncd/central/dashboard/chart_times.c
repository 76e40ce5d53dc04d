/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Charts through time. A scale of two lines is enough to read a bar by; the table has the numbers. */

#include "chart.h"

#include <stdio.h>
#include <stdlib.h>

#include "dutch.h"

enum {
    WHOLE = 10000,   /* width and height in hundredths of a percent */
    AIRY_MOST = 100, /* more parts than this stand without room between them */
    EDGE = 700,      /* so near to the right edge a label ends there */
    HIDDEN = 700,    /* height of a part that is hidden */
    TOP_SCALE = 10
};

static void put(const struct html *html, const char *name, int64_t hundredths)
{
    html_put_attrf(html, name, "%d.%02d%%", (int)(hundredths / 100), (int)(hundredths % 100));
}

/* Where part `index` of `count` stands: from `x`, `width` wide. */
static void place(size_t index, size_t count, int64_t *x, int64_t *width)
{
    int64_t from = (int64_t)(index * WHOLE / count);
    int64_t to = (int64_t)((index + 1) * WHOLE / count);
    int64_t room = count > AIRY_MOST ? 0 : (to - from) / 6;
    *x = from + room / 2;
    *width = to - from - room;
}

static void draw_rect(const struct html *html, const char *css, int64_t x, int64_t width, int64_t y,
                      int64_t height)
{
    html_markup(html, "<rect");
    html_attr(html, "class", css);
    put(html, "x", x);
    put(html, "width", width);
    put(html, "y", y);
    put(html, "height", height);
    html_markup(html, "/>");
}

static void draw_line(const struct html *html, int64_t y, const char *label)
{
    html_markup(html, "<line class=\"grid\" x1=\"0\" x2=\"100%\"");
    put(html, "y1", y);
    put(html, "y2", y);
    html_markup(html, "/><text class=\"scale\" x=\"-8\"");
    put(html, "y", y);
    html_markup(html, ">");
    html_text(html, label);
    html_markup(html, "</text>");
}

int64_t chart_top(int64_t most)
{
    int64_t unit = 1;
    while (unit * TOP_SCALE < most) {
        unit *= TOP_SCALE;
    }
    const int64_t steps[] = {2 * unit, 4 * unit, 6 * unit, 8 * unit, TOP_SCALE * unit};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (steps[i] >= most) {
            return steps[i];
        }
    }
    return TOP_SCALE * unit;
}

/* The largest that is shown; NULL if none is. */
static const struct results_group *largest(const struct results_groups *parts)
{
    const struct results_group *most = NULL;
    for (size_t i = 0; i < parts->count; i++) {
        const struct results_group *part = &parts->in[i];
        if (!part->is_hidden && part->answered > 0 &&
            (most == NULL || part->answered > most->answered)) {
            most = part;
        }
    }
    return most;
}

void chart_bars(const struct html *html, const struct results_groups *parts, const char *unit)
{
    const struct results_group *most = largest(parts);
    int64_t top = chart_top(most == NULL ? 1 : most->answered);
    char number[DUTCH_TEXT];
    int64_t x, width;
    html_markup(html, "<svg class=\"times bars\" role=\"img\"><title>");
    html_textf(html, "Antwoorden per %s", unit);
    if (most != NULL) {
        html_textf(html, "; de meeste, %s, in %s", dutch_number(most->answered, number),
                   most->name);
    }
    html_markup(html, "</title>");
    draw_line(html, 0, dutch_number(top, number));
    draw_line(html, WHOLE / 2, dutch_number(top / 2, number));
    draw_line(html, WHOLE, "0");
    for (size_t i = 0; i < parts->count; i++) {
        const struct results_group *part = &parts->in[i];
        place(i, parts->count, &x, &width);
        if (part->is_hidden) {
            draw_rect(html, "few", x, width, WHOLE - HIDDEN, HIDDEN);
        } else if (part->answered > 0) {
            int64_t height = part->answered * WHOLE / top;
            draw_rect(html, "full", x, width, WHOLE - height, height);
        }
    }
    html_markup(html, "</svg>\n");
}

static void draw_column(const struct html *html, const struct bs_question *question,
                        const struct results_group *part, int64_t x, int64_t width)
{
    int64_t said = results_said(part);
    int64_t before = 0;
    for (size_t i = 0; i < question->choice_count && said > 0; i++) {
        int64_t from = before * WHOLE / said;
        before += part->counts[i];
        int64_t to = before * WHOLE / said;
        if (to > from) {
            draw_rect(html, chart_face_class(question->choices[i].value), x, width, WHOLE - to,
                      to - from);
        }
    }
}

void chart_columns(const struct html *html, const struct bs_question *question,
                   const struct results_groups *parts)
{
    int64_t x, width;
    html_markup(html,
                "<svg class=\"times columns\" role=\"img\"><title>Verdeling van de antwoorden "
                "door de tijd; de tabel hieronder heeft de getallen</title>");
    draw_line(html, 0, "100\u00A0%");
    draw_line(html, WHOLE / 2, "50\u00A0%");
    draw_line(html, WHOLE, "0");
    for (size_t i = 0; i < parts->count; i++) {
        place(i, parts->count, &x, &width);
        if (parts->in[i].is_hidden) {
            draw_rect(html, "few", x, width, WHOLE - HIDDEN, HIDDEN);
        } else {
            draw_column(html, question, &parts->in[i], x, width);
        }
    }
    html_markup(html, "</svg>\n");
}

/* Sizes in hundredths of the letters' height: a mark is as wide as its numbers. */
enum { MARK_HIGH = 140, MARK_DIGIT = 62, MARK_ROUND = 80 };

static void put_em(const struct html *html, const char *name, int hundredths)
{
    html_put_attrf(html, name, "%s%d.%02dem", hundredths < 0 ? "-" : "", abs(hundredths) / 100,
                   abs(hundredths) % 100);
}

static void draw_mark(const struct html *html, size_t parts, const struct chart_mark *mark)
{
    char label[32];
    int64_t at = (int64_t)((mark->part * 2 + 1) * WHOLE / (parts * 2));
    int len = snprintf(label, sizeof label, mark->first == mark->last ? "%zu" : "%zu–%zu",
                       mark->first, mark->last);
    int signs = mark->first == mark->last ? len : len - 2; /* the dash is one sign of three bytes */
    int width = signs * MARK_DIGIT + MARK_ROUND;
    html_markup(html, "<svg");
    put(html, "x", at);
    html_markup(html, "><rect");
    put_em(html, "x", -width / 2);
    put_em(html, "width", width);
    put_em(html, "height", MARK_HIGH);
    put_em(html, "rx", MARK_HIGH / 2);
    html_markup(html, "/><text");
    put_em(html, "y", MARK_HIGH / 2);
    html_markup(html, ">");
    html_text(html, label);
    html_markup(html, "</text></svg>");
}

void chart_marks(const struct html *html, size_t parts, const struct chart_mark *marks,
                 size_t mark_count, const size_t *noted, size_t noted_count)
{
    if (mark_count == 0) {
        return;
    }
    html_markup(html, "<svg class=\"times marks\" aria-hidden=\"true\" focusable=\"false\">");
    for (size_t i = 0; i < noted_count; i++) {
        int64_t at = (int64_t)((noted[i] * 2 + 1) * WHOLE / (parts * 2));
        html_markup(html, "<line");
        put(html, "x1", at);
        put(html, "x2", at);
        put_em(html, "y1", MARK_HIGH);
        html_markup(html, " y2=\"100%\"/>");
    }
    for (size_t i = 0; i < mark_count; i++) {
        draw_mark(html, parts, &marks[i]);
    }
    html_markup(html, "</svg>\n");
}

void chart_axis(const struct html *html, const struct results_groups *parts,
                enum timeline_step step)
{
    size_t stride = (parts->count + CHART_TICKS - 1) / CHART_TICKS;
    char text[DUTCH_TEXT];
    html_markup(html, "<svg class=\"times axis\" aria-hidden=\"true\" focusable=\"false\">");
    for (size_t i = 0; i < parts->count; i += stride) {
        struct bs_date start;
        int64_t at = (int64_t)((i * 2 + 1) * WHOLE / (parts->count * 2));
        if (!bs_date_parse(parts->in[i].key, &start)) {
            continue;
        }
        html_markup(html, "<line");
        put(html, "x1", at);
        put(html, "x2", at);
        html_markup(html, " y1=\"0\" y2=\"6\"/><text");
        /* On the left a label may stand under the scale; on the right there is no room beside the chart. */
        html_attr(html, "class", at > WHOLE - EDGE ? "to" : "mid");
        put(html, "x", at > WHOLE - EDGE ? WHOLE : at);
        html_markup(html, " y=\"75%\">");
        html_text(html, timeline_tick(start, step, text));
        html_markup(html, "</text>");
    }
    html_markup(html, "</svg>\n");
}
