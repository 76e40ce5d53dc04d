/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEXT_OPS_H
#define TEXT_OPS_H

/* How the pure user interface asks for the size of text: callbacks that kiosk/text provides. */

#include <stdbool.h>
#include <stddef.h>

#define UI_LINES_MAX 12

struct ui_font {
    int px; /* em size */
    bool bold;
};

/* A line of a broken text: bytes of it, and its width in pixels. A soft hyphen at its end is shown as a hyphen. */
struct ui_line {
    size_t from, len;
    int width;
    bool hyphen;
};

struct ui_text_ops {
    /*
     * Breaks text at spaces, after hyphens and at soft hyphens into lines no wider than `width`. *count is at most
     * UI_LINES_MAX. False if a word is wider than `width` or more lines would be needed than `lines_max`: it does not
     * fit. `lang` picks script and direction.
     */
    bool (*wrap)(void *self, struct ui_font font, const char *lang, const char *text, int width,
                 size_t lines_max, struct ui_line *lines, size_t *count);
    /* Ascent and descent of the tallest font that the language uses at this size. */
    void (*extent)(void *self, struct ui_font font, const char *lang, int *ascent, int *descent);
    void *self;
};

#endif
