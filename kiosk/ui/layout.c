/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Cutting rectangles into pieces. Knows nothing of direction: start is left here, and build_end mirrors. */

#include <assert.h>

#include "build.h"

/* Takes no more than there is. */
static int clip(int wanted, int there)
{
    if (wanted < 0) {
        return 0;
    }
    return wanted < there ? wanted : there;
}

static int without(int there, int taken)
{
    return there > taken ? there - taken : 0;
}

struct ui_rect take_top(struct ui_rect *rest, int h, int gap)
{
    h = clip(h, rest->h);
    struct ui_rect piece = {rest->x, rest->y, rest->w, h};
    int taken = clip(h + gap, rest->h);
    rest->y += taken;
    rest->h = without(rest->h, taken);
    return piece;
}

struct ui_rect take_bottom(struct ui_rect *rest, int h, int gap)
{
    h = clip(h, rest->h);
    struct ui_rect piece = {rest->x, rest->y + rest->h - h, rest->w, h};
    rest->h = without(rest->h, h + gap);
    return piece;
}

struct ui_rect take_start(struct ui_rect *rest, int w, int gap)
{
    w = clip(w, rest->w);
    struct ui_rect piece = {rest->x, rest->y, w, rest->h};
    int taken = clip(w + gap, rest->w);
    rest->x += taken;
    rest->w = without(rest->w, taken);
    return piece;
}

struct ui_rect take_end(struct ui_rect *rest, int w, int gap)
{
    w = clip(w, rest->w);
    struct ui_rect piece = {rest->x + rest->w - w, rest->y, w, rest->h};
    rest->w = without(rest->w, w + gap);
    return piece;
}

/* The last column ends where the area ends, so widths may differ by a pixel; heights never do, so that rows look alike. */
struct ui_rect grid_cell(struct ui_rect area, int columns, int rows, int gap, int index)
{
    assert(columns > 0 && rows > 0 && index >= 0);
    const int column = index % columns;
    const int from = column * (area.w + gap) / columns;
    const int to = (column + 1) * (area.w + gap) / columns - gap;
    const int h = without(area.h, gap * (rows - 1)) / rows;
    return (struct ui_rect){area.x + from, area.y + (index / columns) * (h + gap),
                            to > from ? to - from : 0, h};
}
