/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CHART_H
#define CHART_H

/*
 * Charts as inline SVG drawn by the server: geometry in attributes (in percent, so that they stretch without script),
 * colours through classes of style.css, since the content policy allows no inline style. A chart stands beside a table
 * with the same numbers; its own description says them once for who cannot see it. Pure.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/programme.h>

#include "html.h"
#include "results.h"

struct chart_part {
    const char *value; /* of a face or a step in words; anything else has the colour of no face */
    const char *label; /* borrowed; for the description */
    int64_t count;
};

/*
 * One bar, divided by count in the order given, with ink between the parts and the share written in every part of at
 * least `label_from` percent. Parts of zero take no room. All zero: an empty bar. `count` at most BS_CHOICES_MAX + 1.
 */
void chart_stacked(const struct html *html, const struct chart_part *parts, size_t count,
                   int label_from);

/* One horizontal bar on a track that stands for `whole`; hidden from screen readers: the number stands in its row. */
void chart_share(const struct html *html, int64_t part, int64_t whole);
/* The three cells of a row that such a bar stands in: the bar, the share, the number. */
void chart_share_cells(const struct html *html, int64_t part, int64_t whole);

/* The face of a value, for legends: round, told apart by mouth and brow. Nothing for a value that is no face. */
void chart_face(const struct html *html, const char *value);

/* The class of the colour of a face or of a step in words; of no face for any other value. */
const char *chart_face_class(const char *value);

/*
 * Through time: the parts stand beside each other in the order given, as wide as there is room. A part in which nobody
 * answered is a gap; one that is hidden is a hatched mark that tells no number. `unit` names one part: "week".
 */
void chart_bars(const struct html *html, const struct results_groups *parts, const char *unit);
/* Each part as a column of shares, the first choice at the foot. */
void chart_columns(const struct html *html, const struct bs_question *question,
                   const struct results_groups *parts);
/* Numbered marks above them, each at the part of its first number, and a short line at each part of `noted`. Hidden from
 * screen readers: list and table have the numbers. */
struct chart_mark {
    size_t part, first, last; /* the numbers that it stands for */
};
void chart_marks(const struct html *html, size_t parts, const struct chart_mark *marks,
                 size_t mark_count, const size_t *noted, size_t noted_count);
/* The days below them: the axis of both, at most CHART_TICKS of them. */
#define CHART_TICKS 6
void chart_axis(const struct html *html, const struct results_groups *parts,
                enum timeline_step step);

/* The top of an axis: 2, 4, 6, 8 or 10 times a power of ten, the least that is not below `most`; its half is whole. */
int64_t chart_top(int64_t most);

#endif
