/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ARRANGE_H
#define ARRANGE_H

/* Where picture and lines of one node stand in its rectangle: asked by build.c to see what fits and by paint.c to draw, so
 * that both always agree. Pure. */

#include "scene.h"
#include "text_ops.h"
#include "theme.h"

struct ui_arranged {
    struct ui_rect picture; /* w 0: none */
    size_t line_count;
    struct ui_line lines[UI_LINES_MAX];
    int x[UI_LINES_MAX], baseline[UI_LINES_MAX];
    bool fits;       /* every line and the picture are inside the rectangle */
    bool has_hyphen; /* a word is broken */
};

/* What a node is arranged with. */
struct ui_measures {
    const struct ui_theme *theme;
    const struct ui_text_ops *text;
    bool is_rtl;
};

void arrange_node(const struct ui_measures *measures, const struct ui_node *node,
                  struct ui_arranged *out);

/* From one line of a style to the next, in pixels: the theme's line height, or more if the script is taller. */
int arrange_line_px(const struct ui_measures *measures, enum ui_style style, const char *lang);

/* Room between a node's rectangle and its content, by its surface. */
struct ui_room {
    int x, y;
};
struct ui_room arrange_padding(const struct ui_theme *theme, enum ui_surface surface,
                               enum ui_arrangement arrangement);

/* Between a picture and the words beside it. */
int arrange_picture_gap(const struct ui_theme *theme, enum ui_surface surface);

#endif
