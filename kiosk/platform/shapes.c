/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Rectangles, borders, discs and masks. Corners are computed each time: a few thousand pixels a frame. */

#include <assert.h>
#include <math.h>
#include <wchar.h>

#include "shapes.h"

static uint32_t to_cover(double cover)
{
    if (cover <= 0) {
        return 0;
    }
    return cover >= 1 ? 255U : (uint32_t)(cover * 255 + 0.5);
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static void put(const struct canvas *canvas, int x, int y, uint32_t colour, uint32_t cover)
{
    if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height || cover == 0) {
        return;
    }
    uint32_t *pixel = &canvas->pixels[(size_t)y * (size_t)canvas->stride + (size_t)x];
    *pixel = cover == 255 ? colour : canvas_blend(*pixel, colour, cover);
}

/* Pixels from x to end of a row, all with the same cover. */
static void span(const struct canvas *canvas, int x, int end, int y, uint32_t colour,
                 uint32_t cover)
{
    x = larger(x, 0);
    end = smaller(end, canvas->width);
    if (y < 0 || y >= canvas->height || x >= end) {
        return;
    }
    uint32_t *row = &canvas->pixels[(size_t)y * (size_t)canvas->stride];
    if (cover == 255) {
        static_assert(sizeof(wchar_t) == sizeof *row, "a pixel is as wide as a wide character");
        /* The library fills with the processor's widest stores; most of every frame is laid here. */
        (void)wmemset((wchar_t *)(row + x), (wchar_t)colour, (size_t)(end - x));
        return;
    }
    for (int at = x; at < end; at++) {
        row[at] = canvas_blend(row[at], colour, cover);
    }
}

/* How much of the pixel at (x, y), counted from a corner, is inside a corner of this radius. */
static double corner_cover(int x, int y, int radius)
{
    if (x < 0 || y < 0) {
        return 0;
    }
    if (x >= radius || y >= radius) {
        return 1;
    }
    const double dx = radius - x - 0.5;
    const double dy = radius - y - 0.5;
    const double cover = radius - sqrt(dx * dx + dy * dy) + 0.5;
    return cover < 0 ? 0 : (cover > 1 ? 1 : cover);
}

static int clip_radius(struct ui_rect rect, int radius)
{
    const int most = smaller(rect.w, rect.h) / 2;
    return radius < most ? radius : most;
}

void shape_fill(const struct canvas *canvas, struct ui_rect rect, int radius,
                struct ui_colour colour)
{
    const uint32_t pixel = canvas_pixel(colour);
    radius = clip_radius(rect, radius);
    for (int row = 0; row < rect.h; row++) {
        const int from_edge = smaller(row, rect.h - 1 - row);
        const int y = rect.y + row;
        const int corner = from_edge < radius ? radius : 0;
        for (int x = 0; x < corner; x++) {
            const uint32_t cover = to_cover(corner_cover(x, from_edge, radius) * colour.a / 255);
            put(canvas, rect.x + x, y, pixel, cover);
            put(canvas, rect.x + rect.w - 1 - x, y, pixel, cover);
        }
        span(canvas, rect.x + corner, rect.x + rect.w - corner, y, pixel, colour.a);
    }
}

/* One pixel of all four corners at once. */
static void put_corners(const struct canvas *canvas, struct ui_rect rect, int x, int y,
                        uint32_t colour, uint32_t cover)
{
    const int right = rect.x + rect.w - 1 - x;
    const int bottom = rect.y + rect.h - 1 - y;
    put(canvas, rect.x + x, rect.y + y, colour, cover);
    put(canvas, right, rect.y + y, colour, cover);
    put(canvas, rect.x + x, bottom, colour, cover);
    put(canvas, right, bottom, colour, cover);
}

void shape_frame(const struct canvas *canvas, struct ui_rect rect, int radius, int thickness,
                 struct ui_colour colour)
{
    const uint32_t pixel = canvas_pixel(colour);
    radius = clip_radius(rect, radius);
    thickness = clip_radius(rect, thickness);
    const int inner = larger(radius - thickness, 0);
    const int corner = larger(radius, thickness);
    for (int y = 0; y < corner; y++) {
        for (int x = 0; x < corner; x++) {
            const double outside = corner_cover(x, y, radius);
            const double inside = corner_cover(x - thickness, y - thickness, inner);
            put_corners(canvas, rect, x, y, pixel,
                        to_cover(outside * (1 - inside) * colour.a / 255));
        }
    }
    for (int y = 0; y < thickness; y++) {
        span(canvas, rect.x + corner, rect.x + rect.w - corner, rect.y + y, pixel, colour.a);
        span(canvas, rect.x + corner, rect.x + rect.w - corner, rect.y + rect.h - 1 - y, pixel,
             colour.a);
    }
    for (int y = corner; y < rect.h - corner; y++) {
        span(canvas, rect.x, rect.x + thickness, rect.y + y, pixel, colour.a);
        span(canvas, rect.x + rect.w - thickness, rect.x + rect.w, rect.y + y, pixel, colour.a);
    }
}

void shape_disc(const struct canvas *canvas, struct ui_rect rect, struct ui_colour colour)
{
    const int size = smaller(rect.w, rect.h);
    const uint32_t pixel = canvas_pixel(colour);
    const double radius = size / 2.0;
    rect.x += (rect.w - size) / 2;
    rect.y += (rect.h - size) / 2;
    for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
            const double dx = x + 0.5 - radius;
            const double dy = y + 0.5 - radius;
            const double cover = radius - sqrt(dx * dx + dy * dy) + 0.5;
            put(canvas, rect.x + x, rect.y + y, pixel, to_cover(cover) * colour.a / 255);
        }
    }
}

void shape_mask(const struct canvas *canvas, const struct mask *mask, int x, int y, bool turned,
                struct ui_colour colour)
{
    const uint32_t pixel = canvas_pixel(colour);
    for (int row = 0; row < mask->size; row++) {
        const uint8_t *cover = mask->cover + (size_t)row * (size_t)mask->size;
        for (int column = 0; column < mask->size; column++) {
            const int at = turned ? mask->size - 1 - column : column;
            put(canvas, x + column, y + row, pixel, cover[at]);
        }
    }
}

void shape_picture(const struct canvas *canvas, const struct picture *picture, int x, int y,
                   int radius)
{
    radius = clip_radius((struct ui_rect){x, y, picture->width, picture->height}, radius);
    for (int row = 0; row < picture->height; row++) {
        const uint32_t *pixels = picture->pixels + (size_t)row * (size_t)picture->width;
        const int from_edge = smaller(row, picture->height - 1 - row);
        for (int column = 0; column < picture->width; column++) {
            const int from_side = smaller(column, picture->width - 1 - column);
            const bool is_corner = from_edge < radius && from_side < radius;
            const double cover = is_corner ? corner_cover(from_side, from_edge, radius) : 1;
            put(canvas, x + column, y + row, pixels[column] | 0xFF000000U,
                to_cover(cover * (pixels[column] >> 24) / 255));
        }
    }
}
