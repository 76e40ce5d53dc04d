/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEXT_P_H
#define TEXT_P_H

/* What the files of kiosk/text share. */

#include <SDL_ttf.h>
#include <fribidi.h>

#include <buurtstem/buf.h>

#include "text.h"

#define TEXT_HANDLES_MAX 48

enum text_face { TEXT_FACE_LATIN, TEXT_FACE_ARABIC, TEXT_FACES };

/* A font opened for one size and direction: SDL_ttf keeps direction and script in the handle. */
struct text_handle {
    TTF_Font *font; /* owned; NULL: free place */
    enum text_face face;
    struct ui_font wanted;
    bool is_rtl;
    uint64_t last_used;
};

/* Widths of runs that were measured: a screen asks for the same ones many times. */
#define TEXT_WIDTHS_MAX  1024
#define TEXT_WIDTH_BYTES 112 /* longer runs are measured each time */

struct text_width {
    uint8_t len; /* 0: free place */
    uint8_t face;
    bool is_rtl, is_bold;
    int px, width;
    char bytes[TEXT_WIDTH_BYTES];
};

struct text {
    struct text_width widths[TEXT_WIDTHS_MAX];
    struct bs_buf files[TEXT_FACES][2]; /* regular, bold */
    TTF_Font *probes[TEXT_FACES];       /* owned; asked which characters there are */
    struct text_handle handles[TEXT_HANDLES_MAX];
    uint64_t uses;
    bool is_started;
};

/* The handle for a size and direction, from the cache or opened. NULL if memory is short. Valid until the next call. */
TTF_Font *text_handle_get(struct text *text, enum text_face face, struct ui_font font, bool is_rtl);
bool text_face_has(const struct text *text, enum text_face face, uint32_t character);

struct text_char {
    uint32_t character;
    uint16_t from, len; /* bytes */
    FriBidiLevel level;
    uint8_t face;
    bool is_hidden; /* obeyed, not drawn */
};

struct text_paragraph {
    size_t count;
    bool is_cut; /* longer than TEXT_BYTES_MAX */
    int missing;
    struct text_char chars[TEXT_BYTES_MAX];
};

void text_analyse(const struct text *text, const char *lang, const char *label,
                  struct text_paragraph *out);

/* Characters [from, to) of a paragraph as runs from left to right, measured. `width` may be NULL. */
size_t text_line_runs(struct text *text, const struct text_paragraph *paragraph,
                      const struct text_line *line, size_t from, size_t to,
                      struct text_run runs[TEXT_RUNS_MAX], int *width);

/* The bytes of a run to shape: without hidden characters, with a hyphen if it ends the line. Always terminated. */
void text_run_bytes(const struct text_paragraph *paragraph, const struct text_line *line,
                    const struct text_run *run, bool hyphen, char out[TEXT_BYTES_MAX * 3 + 2]);
/* True if the run holds the last character of the line, behind which a hyphen stands. */
bool text_run_is_last(const struct text_line *line, const struct text_run *run,
                      const struct text_paragraph *paragraph);

bool text_wrap(void *self, struct ui_font font, const char *lang, const char *label, int width,
               size_t lines_max, struct ui_line *lines, size_t *count);
void text_extent(void *self, struct ui_font font, const char *lang, int *ascent, int *descent);

#endif
