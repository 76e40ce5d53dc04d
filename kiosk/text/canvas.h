/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CANVAS_H
#define CANVAS_H

/* Pixels to draw on, and the one way in which a colour is laid over another: whole numbers only, so that every machine
 * makes the same frame. */

#include <stddef.h>
#include <stdint.h>

#include "geom.h"

struct canvas {
    uint32_t *pixels; /* borrowed; 0xFFRRGGBB, always opaque */
    int width, height;
    int stride; /* pixels from one row to the next */
};

static inline uint32_t canvas_pixel(struct ui_colour colour)
{
    return 0xFF000000U | (uint32_t)colour.r << 16 | (uint32_t)colour.g << 8 | colour.b;
}

/* Lays `above` over `below` with cover 0 … 255, each channel rounded to the nearest. Red and blue go together, 16 bits
 * each. */
static inline uint32_t canvas_blend(uint32_t below, uint32_t above, uint32_t cover)
{
    uint32_t rb = (below & 0xFF00FFU) * (255U - cover) + (above & 0xFF00FFU) * cover + 0x800080U;
    uint32_t g = (below >> 8 & 0xFFU) * (255U - cover) + (above >> 8 & 0xFFU) * cover + 0x80U;
    rb = (rb + (rb >> 8 & 0xFF00FFU)) >> 8 & 0xFF00FFU;
    g = (g + (g >> 8)) & 0xFF00U;
    return 0xFF000000U | rb | g;
}

#endif
