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

struct chart_part {
    const char *value; /* of a face; anything else is drawn in the colour of no face */
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

/* The face of a value, for legends: round, told apart by mouth and brow. Nothing for a value that is no face. */
void chart_face(const struct html *html, const char *value);

#endif
