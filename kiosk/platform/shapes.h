/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHAPES_H
#define SHAPES_H

/* Smooth shapes on a canvas by distance to their edge. What is outside the canvas is left out. */

#include "canvas.h"

/* A rectangle with rounded corners; a colour with alpha lets what is below shine through. */
void shape_fill(const struct canvas *canvas, struct ui_rect rect, int radius,
                struct ui_colour colour);
/* A border of `thickness` inside a rectangle. */
void shape_frame(const struct canvas *canvas, struct ui_rect rect, int radius, int thickness,
                 struct ui_colour colour);
/* The largest disc in a rectangle. */
void shape_disc(const struct canvas *canvas, struct ui_rect rect, struct ui_colour colour);

/* Cover 0 … 255 of a square, row by row. */
struct mask {
    int size;
    uint8_t *cover; /* size × size; owned by whoever made the mask, freed with free() */
};

/* Puts a colour through a mask with its top left corner at (x, y); `turned` mirrors it left to right. */
void shape_mask(const struct canvas *canvas, const struct mask *mask, int x, int y, bool turned,
                struct ui_colour colour);

/* 0xAARRGGBB, row by row. */
struct picture {
    int width, height;
    uint32_t *pixels; /* width × height; owned by whoever made the picture, freed with free() */
};

/* Lays a picture with its top left corner at (x, y), with rounded corners. */
void shape_picture(const struct canvas *canvas, const struct picture *picture, int x, int y,
                   int radius);

/* The QR code of a text with its quiet zone, in the middle of a rectangle. */
void shape_qr(const struct canvas *canvas, struct ui_rect rect, const char *text,
              struct ui_colour dark, struct ui_colour light);

/* The two masks of a face of 1 (worst) … 5 (best): the round skin, and outline, eyes, brows and mouth over it. */
void face_masks(int face, int size, struct mask *skin, struct mask *ink);

#endif
