/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PICTURES_H
#define PICTURES_H

/* Icons, faces and pictures, made once for a size and kept in a bounded cache. */

#include <buurtstem/err.h>

#include "shapes.h"

struct pictures;

/* Reads every *.svg of a folder and tries to draw it. BS_BAD names the folder or file that is wrong. Some 20 ms. */
enum bs_err pictures_open(const char *icon_dir, struct pictures **out, struct bs_error *err);
/* The same for a folder of pictures in their own colours, once. */
enum bs_err pictures_add_drawings(struct pictures *pictures, const char *dir, struct bs_error *err);
void pictures_close(struct pictures *pictures); /* NULL is fine */

bool pictures_has(const struct pictures *pictures, const char *name); /* an icon */
bool pictures_has_drawing(const struct pictures *pictures, const char *name);

/* An icon as a mask; NULL if there is none of that name. Valid until the next call of one of these two. */
const struct mask *pictures_icon(struct pictures *pictures, const char *name, int size);
/* Skin or ink of a face. */
const struct mask *pictures_face(struct pictures *pictures, int face, int size, bool is_ink);

/* A picture as large as fits into a box; NULL if there is none of that name. Valid until the next call of this one. */
const struct picture *pictures_drawing(struct pictures *pictures, const char *name, int width,
                                       int height);

#endif
