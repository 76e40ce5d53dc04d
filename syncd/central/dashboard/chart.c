/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bars and faces. Places and widths are hundredths of a percent in whole numbers: no locale, no rounding drift. */

#include "chart.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "dutch.h"

enum { WHOLE = 10000 }; /* a bar's width in hundredths of a percent */

/* Mouth and brows on a grid of 24; every path is drawn with round ends. */
static const struct {
    const char *value;
    const char *css;
    const char *drawing;
} faces[] = {
    {"very_bad", "f1", "M7.8 17.6q4.2-4.6 8.4 0M6.2 7l3.6 1.7M17.8 7l-3.6 1.7"},
    {"bad", "f2", "M8.5 16.5q3.5-2.5 7 0"},
    {"neutral", "f3", "M8.5 15.5h7"},
    {"good", "f4", "M8.5 14.5q3.5 3 7 0"},
    {"very_good", "f5", "M7.5 13.5q4.5 6.5 9 0z"},
};

static int face_index(const char *value)
{
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
        if (strcmp(faces[i].value, value) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Steps in words have the colours of the faces from bad to good; the one in the middle has the same name. */
const char *chart_face_class(const char *value)
{
    static const char *const steps[][2] = {
        {"strongly_disagree", "f1"}, {"disagree", "f2"}, {"agree", "f4"}, {"strongly_agree", "f5"}};
    int face = face_index(value);
    for (size_t i = 0; face < 0 && i < sizeof steps / sizeof steps[0]; i++) {
        if (strcmp(steps[i][0], value) == 0) {
            return steps[i][1];
        }
    }
    return face < 0 ? "f0" : faces[face].css;
}

static void put_percent(const struct html *html, const char *name, int hundredths)
{
    html_put_attrf(html, name, "%d.%02d%%", hundredths / 100, hundredths % 100);
}

static int place_of(int64_t before, int64_t total)
{
    return (int)(before * WHOLE / total);
}

static void describe(const struct html *html, const struct chart_part *parts, size_t count,
                     int64_t total)
{
    char number[DUTCH_TEXT];
    html_markup(html, "<title>");
    if (total == 0) {
        html_text(html, "Geen antwoorden");
    }
    for (size_t i = 0; i < count && total > 0; i++) {
        html_textf(html, "%s%s %s", i == 0 ? "" : ", ", parts[i].label,
                   dutch_percent(parts[i].count, total, number));
    }
    html_markup(html, "</title>");
}

static void draw_part(const struct html *html, const struct chart_part *part, int from, int to)
{
    html_markup(html, "<rect");
    html_attr(html, "class", chart_face_class(part->value));
    put_percent(html, "x", from);
    put_percent(html, "width", to - from);
    html_markup(html, " y=\"0\" height=\"100%\"/>");
}

static void draw_label(const struct html *html, const struct chart_part *part, int64_t total,
                       int from, int to)
{
    char number[DUTCH_TEXT];
    html_markup(html, "<text y=\"50%\"");
    put_percent(html, "x", (from + to) / 2);
    html_markup(html, ">");
    html_text(html, dutch_percent(part->count, total, number));
    html_markup(html, "</text>");
}

static void draw_border(const struct html *html, int at)
{
    html_markup(html, "<line y1=\"0\" y2=\"100%\"");
    put_percent(html, "x1", at);
    put_percent(html, "x2", at);
    html_markup(html, "/>");
}

void chart_stacked(const struct html *html, const struct chart_part *parts, size_t count,
                   int label_from)
{
    assert(count <= BS_CHOICES_MAX + 1);
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += parts[i].count;
    }
    html_markup(html, "<svg class=\"stack\" role=\"img\">");
    describe(html, parts, count, total);
    int64_t before = 0;
    for (size_t i = 0; i < count && total > 0; i++) {
        int from = place_of(before, total);
        before += parts[i].count;
        int to = place_of(before, total);
        if (to == from) {
            continue;
        }
        draw_part(html, &parts[i], from, to);
        if (from > 0) {
            draw_border(html, from);
        }
        if (to - from >= label_from * 100) {
            draw_label(html, &parts[i], total, from, to);
        }
    }
    html_markup(html, "</svg>");
}

void chart_share(const struct html *html, int64_t part, int64_t whole)
{
    int width = whole > 0 ? place_of(part < whole ? part : whole, whole) : 0;
    html_markup(
        html, "<svg class=\"share\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"full\"");
    put_percent(html, "width", width);
    html_markup(html, " height=\"100%\"/></svg>");
}

void chart_share_cells(const struct html *html, int64_t part, int64_t whole)
{
    char number[DUTCH_TEXT];
    html_markup(html, "<td class=\"chart\">");
    chart_share(html, part, whole);
    html_markup(html, "</td><td class=\"strong\">");
    html_text(html, dutch_percent(part, whole, number));
    html_markup(html, "</td><td>");
    html_text(html, dutch_number(part, number));
    html_markup(html, "</td>");
}

void chart_face(const struct html *html, const char *value)
{
    int face = face_index(value);
    if (face < 0) {
        return;
    }
    html_markup(html, "<svg class=\"face\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" "
                      "focusable=\"false\"><circle");
    html_attr(html, "class", faces[face].css);
    html_markup(html, " cx=\"12\" cy=\"12\" r=\"10.8\"/><path");
    html_attr(html, "d", faces[face].drawing);
    html_markup(html, "/><path class=\"eyes\" d=\"M8.6 10.4v.4M15.4 10.4v.4\"/></svg>");
}
