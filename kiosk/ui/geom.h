/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef GEOM_H
#define GEOM_H

/* Points, rectangles and colours by value, in window pixels from the top left. */

#include <stdbool.h>
#include <stdint.h>

struct ui_point {
    int x, y;
};

struct ui_rect {
    int x, y, w, h;
};

struct ui_colour {
    uint8_t r, g, b, a;
};

static inline bool ui_rect_holds(struct ui_rect rect, struct ui_point at)
{
    return at.x >= rect.x && at.y >= rect.y && at.x < rect.x + rect.w && at.y < rect.y + rect.h;
}

static inline struct ui_rect ui_rect_inset(struct ui_rect rect, int by)
{
    return (struct ui_rect){rect.x + by, rect.y + by, rect.w - 2 * by, rect.h - 2 * by};
}

#endif
