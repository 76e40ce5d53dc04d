/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Five faces, drawn by distance to their lines on a grid of 120 by 120 around the middle. Told apart by mouth and brows. */

#include <assert.h>
#include <math.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "shapes.h"

#define GRID        120.0
#define OUTLINE     5.0
#define EYE_X       20.2
#define EYE_Y       (-10.5)
#define EYE_RADIUS  7.0
#define CURVE_STEPS 32
#define STROKES_MAX 3

/* A curve from (x0, y0) to (x1, y1), pulled towards (cx, cy), with round ends. */
struct stroke {
    double x0, y0, cx, cy, x1, y1, width;
};

static const struct {
    size_t count;
    struct stroke strokes[STROKES_MAX];
} faces[5] = {
    {3,
     {{-25.5, 31.6, 0, 2.2, 25.5, 31.6, 6.2},
      {-31, -27.5, -21.5, -24.5, -12, -21.5, 5.4},
      {31, -27.5, 21.5, -24.5, 12, -21.5, 5.4}}},
    {1, {{-23.2, 27.4, 0, 8.2, 23.2, 27.4, 6}}},
    {1, {{-23, 20.8, 0, 20.8, 23, 20.8, 6}}},
    {1, {{-24.6, 15.2, 0, 37.6, 24.6, 15.2, 6}}},
    {3,
     {{-29.8, 10.3, 0, 51.3, 29.8, 10.3, 6.2},
      {-28, -22.2, -20.2, -29.6, -12.4, -22.2, 4.6},
      {28, -22.2, 20.2, -29.6, 12.4, -22.2, 4.6}}},
};

struct point {
    double x, y;
};

static double length(double x, double y)
{
    return sqrt(x * x + y * y);
}

static double to_segment(struct point at, struct point a, struct point b)
{
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    double part = square > 0 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / square : 0;
    part = part < 0 ? 0 : (part > 1 ? 1 : part);
    return length(at.x - a.x - part * dx, at.y - a.y - part * dy);
}

static struct point curve_at(const struct stroke *stroke, double t)
{
    const double u = 1 - t;
    return (struct point){
        u * u * stroke->x0 + 2 * u * t * stroke->cx + t * t * stroke->x1,
        u * u * stroke->y0 + 2 * u * t * stroke->cy + t * t * stroke->y1,
    };
}

static double to_curve(const struct stroke *stroke, struct point at)
{
    struct point from = curve_at(stroke, 0);
    double least = GRID;
    for (int i = 1; i <= CURVE_STEPS; i++) {
        const struct point to = curve_at(stroke, (double)i / CURVE_STEPS);
        const double distance = to_segment(at, from, to);
        least = distance < least ? distance : least;
        from = to;
    }
    return least;
}

static double smallest(double a, double b)
{
    return a < b ? a : b;
}

static double largest(double a, double b)
{
    return a > b ? a : b;
}

/* True if a point is so far from a stroke that it cannot touch it. */
static bool is_far(const struct stroke *stroke, struct point at)
{
    const double reach = stroke->width / 2 + 2;
    return at.x < smallest(stroke->x0, stroke->x1) - reach ||
           at.x > largest(stroke->x0, stroke->x1) + reach ||
           at.y < smallest(smallest(stroke->y0, stroke->y1), stroke->cy) - reach ||
           at.y > largest(largest(stroke->y0, stroke->y1), stroke->cy) + reach;
}

/* Distance, in grid units, of a point to the nearest inked edge: below 0 inside. */
static double to_ink(int face, struct point at)
{
    const double from_middle = length(at.x, at.y);
    double least = fabs(from_middle - (GRID - OUTLINE) / 2) - OUTLINE / 2;
    least = smallest(least, length(fabs(at.x) - EYE_X, at.y - EYE_Y) - EYE_RADIUS);
    for (size_t i = 0; i < faces[face - 1].count; i++) {
        const struct stroke *stroke = &faces[face - 1].strokes[i];
        if (!is_far(stroke, at)) {
            least = smallest(least, to_curve(stroke, at) - stroke->width / 2);
        }
    }
    return least;
}

static uint8_t cover_of(double distance_px)
{
    const double cover = 0.5 - distance_px;
    return (uint8_t)(cover <= 0 ? 0 : (cover >= 1 ? 255 : cover * 255 + 0.5));
}

void face_masks(int face, int size, struct mask *skin, struct mask *ink)
{
    const double scale = size / GRID;
    assert(face >= 1 && face <= 5 && size > 0);
    skin->size = ink->size = size;
    skin->cover = bs_xcalloc((size_t)size * (size_t)size, 1);
    ink->cover = bs_xcalloc((size_t)size * (size_t)size, 1);
    for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
            const struct point at = {(x + 0.5) / scale - GRID / 2, (y + 0.5) / scale - GRID / 2};
            const size_t index = (size_t)y * (size_t)size + (size_t)x;
            /* Skin ends in the middle of the outline, so that none of it shows around. */
            const double edge = length(at.x, at.y) - (GRID - OUTLINE) / 2;
            skin->cover[index] = cover_of(edge * scale);
            ink->cover[index] = cover_of(to_ink(face, at) * scale);
        }
    }
}
