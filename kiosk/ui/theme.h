/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef THEME_H
#define THEME_H

/*
 * Colours and sizes. A theme file gives colours as #RRGGBB and sizes in millimetres (tokens of assets/themes); a theme
 * for a display holds pixels. Pure: the file is read by resources.c.
 *
 * A theme file has one `key = value` a line; empty lines and lines that begin with # are skipped. Every key once:
 *   colours, #RRGGBB: ink soft paper card bar canal on_canal story on_story tint edge hair brick sun leaf
 *                     face_1 (worst) face_2 face_3 face_4 face_5
 *   text, em size in mm: question title answer body strong small small_strong code
 *   line height, times the em size: line_heading (question title answer code) line_text (the others)
 *   layout in mm: margin gap bar_height (tool bar) top (height of the top line) radius border border_chosen
 *                 target (the least side of a button, at least 20)
 * Sizes are those of a 476 x 268 mm display (21.5"); on another they shrink or grow with it, letters of one that stands by less,
 * but text never below 0.7 degrees at the viewing distance, buttons never below `target`, and gaps never below 5 mm.
 */

#include <stdbool.h>
#include <stddef.h>

#include "geom.h"
#include "text_ops.h"

/* Names of the tokens. */
enum ui_ink {
    UI_INK,
    UI_SOFT,
    UI_PAPER,
    UI_CARD,
    UI_BAR,
    UI_CANAL,
    UI_ON_CANAL,
    UI_STORY, /* panels that tell: canal, or dark with an edge of canal */
    UI_ON_STORY,
    UI_TINT,
    UI_EDGE,
    UI_HAIR,
    UI_BRICK,
    UI_SUN,
    UI_LEAF,
    UI_FACE_1, /* worst */
    UI_FACE_2,
    UI_FACE_3,
    UI_FACE_4,
    UI_FACE_5, /* best */
    UI_INKS
};

enum ui_style {
    UI_STYLE_QUESTION, /* 68 px at 4.03 px/mm, bold */
    UI_STYLE_TITLE,    /* a step smaller, bold: dialogs, panels */
    UI_STYLE_ANSWER,   /* answers and buttons, bold */
    UI_STYLE_BODY,     /* explanation */
    UI_STYLE_STRONG,   /* explanation, bold */
    UI_STYLE_SMALL, /* step, place: never below 0.7 degrees at the viewing distance (kiosk-ux K20) */
    UI_STYLE_SMALL_STRONG,
    UI_STYLE_CODE,         /* receipt code, bold */
    UI_STYLE_ANSWER_SMALL, /* answers and buttons that would not fit: as small_strong, lines closer */
    UI_STYLE_ANSWER_MIDDLE, /* as answers; in large text between them and the small ones */
    UI_STYLES
};

struct ui_display {
    int width_px, height_px;
    int width_mm, height_mm;
    int bottom_mm; /* lower edge above the floor */
    int viewing_distance_mm;
};

struct ui_theme {
    struct ui_colour colour[UI_INKS];
    struct ui_font font[UI_STYLES];
    double line_height[UI_STYLES]; /* times the em size; at least what the script needs */
    double px_per_mm;
    int margin, gap, bar_height, top_height, radius, border, border_chosen;
    int target_min; /* 20 mm */
};

/* A complaint of a theme file; see theme_parse. */
struct ui_theme_error {
    int line;
    char text[160];
};

/*
 * Reads a theme file's text for a display. Unknown keys, missing keys, values out of range and text contrasts below 7:1
 * (text) or 3:1 (edges, icons) are errors; the first is told. False leaves *out untouched.
 */
bool theme_parse(const char *text, size_t len, const struct ui_display *display,
                 struct ui_theme *out, struct ui_theme_error *error);

/*
 * A theme for how somebody wants to see it. `contrast` is the theme of assets/themes/contrast.theme for the same display and
 * takes the place of `base` with UI_MODE_CONTRAST; UI_MODE_LARGE makes text and icons half as large again, but not what would
 * then need more than the display's height for one question; UI_MODE_REACH changes no size: build_begin keeps everything in
 * the lowest 300 mm.
 */
enum ui_mode { UI_MODE_LARGE = 1, UI_MODE_CONTRAST = 2, UI_MODE_REACH = 4, UI_MODE_SPEECH = 8 };
void theme_vary(const struct ui_theme *base, const struct ui_theme *contrast, unsigned modes,
                struct ui_theme *out);
/* A municipality's colour for a token ("canal"); false if there is no such token. The contrasts are not looked at: see
 * theme_is_readable. */
bool theme_recolour(struct ui_theme *theme, const char *token, struct ui_colour colour);

/* Two colours that the painter puts on each other, and the contrast that they need: 7 for text, 3 for anything else. */
struct ui_pair {
    enum ui_ink front, back;
    double least;
};
extern const struct ui_pair theme_pairs[];
extern const size_t theme_pair_count;

/* Whether every pair has the contrast that it needs. */
bool theme_is_readable(const struct ui_theme *theme);

/* WCAG 2.2 contrast of two opaque colours, 1 to 21. */
double theme_contrast(struct ui_colour a, struct ui_colour b);

/* Millimetres to whole pixels, rounded up for targets. */
int theme_px(const struct ui_theme *theme, double mm);

#endif
