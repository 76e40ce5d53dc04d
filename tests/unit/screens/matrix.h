/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MATRIX_H
#define MATRIX_H

/*
 * Every look of every screen, in every language, way of seeing and size of display, with the shipped programmes, the real
 * fonts and the real catalogues: what the rules of kiosk-ux are held against, and what contact sheets are drawn from.
 */

#include "screens_stage.h"

struct matrix_display {
    const char *name;
    struct ui_display display;
};
extern const struct matrix_display matrix_displays[];
extern const size_t matrix_display_count;

struct matrix_mode {
    const char *name;
    unsigned modes;
};
extern const struct matrix_mode matrix_modes[];
extern const size_t matrix_mode_count;

/* "+40" makes every sentence of the interface 40 % longer. */
extern const char *const matrix_languages[];
extern const size_t matrix_language_count;

extern const struct stage_look matrix_looks[];
extern const size_t matrix_look_count;

struct matrix_case {
    const struct stage_look *look;
    const struct matrix_display *display;
    const struct matrix_mode *mode;
    const char *lang;
    char name[120]; /* "thanks, 15.6 inch, large, pl" */
};

/*
 * Builds every case and shows it; `wants` (may be NULL) says before that whether a case is looked at. `text` is NULL for the
 * fonts of this machine. Fails the test where a screen cannot be reached.
 */
void matrix_each(const struct ui_text_ops *text, bool (*wants)(const struct matrix_case *of),
                 void (*show)(const struct stage *stage, const struct matrix_case *of));

#endif
