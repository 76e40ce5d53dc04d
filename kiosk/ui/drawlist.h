/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DRAWLIST_H
#define DRAWLIST_H

/* What the platform draws, in order: made from a scene by paint.c, without any drawing library. */

#include "scene.h"

/* Every node with a full set of lines and states fits. */
#define UI_COMMANDS_MAX (UI_NODES_MAX * (UI_LINES_MAX + 8) + 1)

enum ui_command_kind {
    UI_DRAW_FILL,  /* rectangle with rounded corners (radius may be 0) */
    UI_DRAW_FRAME, /* border of `thickness` inside the rectangle */
    UI_DRAW_DISC,
    UI_DRAW_FACE, /* `face` 1 … 5 in rect, colour, outline ink in `second` */
    UI_DRAW_ICON, /* icon by name in rect, one colour, mirrored if `turned` */
    UI_DRAW_PICTURE, /* picture by name in its own colours, as large as rect allows, with `radius`, never mirrored */
    UI_DRAW_QR,  /* QR code of `text` with its quiet zone in rect: colour, dark, on `second` */
    UI_DRAW_TEXT /* one line: `text` bytes of the node's label, baseline at y, x the left edge */
};

struct ui_command {
    enum ui_command_kind kind;
    struct ui_rect rect;
    struct ui_colour colour, second;
    int radius, thickness, face;
    bool turned;
    bool hyphen;      /* text: draw a hyphen behind it */
    const char *text; /* borrowed from the scene */
    size_t len;
    const char *paragraph;   /* the whole label that `text` points into; it decides directions */
    const char *lang, *icon; /* borrowed from the scene */
    struct ui_font font;
};

struct ui_drawlist {
    struct ui_colour background;
    int dim_percent; /* how much darker all of it is: 0 as it is, 100 black */
    size_t count;
    struct ui_command commands[UI_COMMANDS_MAX];
};

/* Fills the list from a scene, which must outlive it. Pure. */
void paint_scene(const struct ui_scene *scene, const struct ui_theme *theme,
                 const struct ui_text_ops *text, struct ui_drawlist *out);
/* Lays a translucent black over all of a filled list: attract that nobody has touched for long. Once for each filling. */
void paint_dim(const struct ui_scene *scene, int percent, struct ui_drawlist *list);

#endif
