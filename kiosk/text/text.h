/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEXT_H
#define TEXT_H

/*
 * Text in any direction: fonts, direction runs, line breaking, drawing. Measuring and drawing go the same way, so what
 * was measured is what is drawn. Texts may hold isolates (U+2066 to 2069), direction marks and soft hyphens: obeyed, never
 * drawn. Malformed UTF-8 is shown as replacement characters. One thread only. Nothing here reads files after text_open.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/err.h>

#include "canvas.h"
#include "geom.h"
#include "text_ops.h"

#define TEXT_BYTES_MAX                                                                             \
    1024 /* of a paragraph; what is beyond is not laid out, and wrapping says that it does not fit */
#define TEXT_RUNS_MAX 64 /* of a line; what is beyond joins the last run */

struct text;

/*
 * Reads the four fonts of `font_dir` into memory. BS_BAD names the file that is missing or is no font; BS_BROKEN: the font
 * library does not start. About 10 ms.
 */
enum bs_err text_open(const char *font_dir, struct text **out, struct bs_error *err);
void text_close(struct text *text); /* NULL is fine */
/* Forgets what it was asked about: words of somebody who has left. */
void text_forget(struct text *text);

/* The callbacks of this text. Borrows it. */
struct ui_text_ops text_ops(struct text *text);

/* One line: `len` bytes of `paragraph` from `from`. */
struct text_line {
    struct ui_font font;
    const char *lang;
    const char *paragraph;
    size_t from, len;
    bool hyphen; /* show one behind it */
};

/* Draws a line with its left edge at x, on a baseline. What is outside the canvas is left out. */
void text_draw(struct text *text, const struct canvas *canvas, const struct text_line *line, int x,
               int baseline, struct ui_colour colour);

/* A part of a line with one direction and one font, as it stands on the screen, from left to right. */
struct text_run {
    size_t from, len; /* bytes of the paragraph */
    bool is_rtl;
    bool is_arabic; /* drawn with the Arabic font */
    int x, width;   /* from the left edge of the line */
};

/* The runs of a line in the order in which they stand from left to right. Returns how many. */
size_t text_runs(struct text *text, const struct text_line *line,
                 struct text_run runs[TEXT_RUNS_MAX]);

/* Characters that no font has, and malformed bytes. */
int text_missing_glyphs(struct text *text, const char *lang, const char *label);

#endif
