/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Draws lines on a canvas, run by run, and answers questions about a text. */

#include "text_p.h"

struct ui_text_ops text_ops(struct text *text)
{
    return (struct ui_text_ops){text_wrap, text_extent, text};
}

/* Characters [from, to) that the bytes of a line are. */
static void find_chars(const struct text_paragraph *paragraph, const struct text_line *line,
                       size_t *from, size_t *to)
{
    *from = 0;
    while (*from < paragraph->count && paragraph->chars[*from].from < line->from) {
        (*from)++;
    }
    *to = *from;
    while (*to < paragraph->count && paragraph->chars[*to].from < line->from + line->len) {
        (*to)++;
    }
}

/* Only the surface's alpha counts: the colour is put on by us, the same way on every machine. */
static void stamp(const struct canvas *canvas, const SDL_Surface *glyphs, int x, int y,
                  struct ui_colour colour)
{
    const uint32_t above = canvas_pixel(colour);
    for (int row = 0; row < glyphs->h; row++) {
        if (y + row < 0 || y + row >= canvas->height) {
            continue;
        }
        const uint32_t *from =
            (const uint32_t *)(const void *)((const uint8_t *)glyphs->pixels + row * glyphs->pitch);
        uint32_t *to = canvas->pixels + (size_t)(y + row) * (size_t)canvas->stride;
        for (int column = 0; column < glyphs->w; column++) {
            const uint32_t cover = from[column] >> 24;
            const int at = x + column;
            if (cover != 0 && at >= 0 && at < canvas->width) {
                to[at] = canvas_blend(to[at], above, cover);
            }
        }
    }
}

static void draw_run(struct text *text, const struct canvas *canvas,
                     const struct text_paragraph *paragraph, const struct text_line *line,
                     const struct text_run *run, int x, int baseline, struct ui_colour colour)
{
    char bytes[TEXT_BYTES_MAX * 3 + 2];
    text_run_bytes(paragraph, line, run, line->hyphen, bytes);
    TTF_Font *font = text_handle_get(text, run->is_arabic ? TEXT_FACE_ARABIC : TEXT_FACE_LATIN,
                                     line->font, run->is_rtl);
    if (font == NULL || bytes[0] == '\0') {
        return;
    }
    SDL_Surface *glyphs = TTF_RenderUTF8_Blended(font, bytes, (SDL_Color){255, 255, 255, 255});
    if (glyphs != NULL) { /* NULL: nothing of it has a width */
        stamp(canvas, glyphs, x, baseline - TTF_FontAscent(font), colour);
        SDL_FreeSurface(glyphs);
    }
}

void text_draw(struct text *text, const struct canvas *canvas, const struct text_line *line, int x,
               int baseline, struct ui_colour colour)
{
    struct text_paragraph paragraph;
    struct text_run runs[TEXT_RUNS_MAX];
    size_t from = 0;
    size_t to = 0;
    text_analyse(text, line->lang, line->paragraph, &paragraph);
    find_chars(&paragraph, line, &from, &to);
    const size_t count = text_line_runs(text, &paragraph, line, from, to, runs, NULL);
    for (size_t i = 0; i < count; i++) {
        draw_run(text, canvas, &paragraph, line, &runs[i], x + runs[i].x, baseline, colour);
    }
}

size_t text_runs(struct text *text, const struct text_line *line,
                 struct text_run runs[TEXT_RUNS_MAX])
{
    struct text_paragraph paragraph;
    size_t from = 0;
    size_t to = 0;
    text_analyse(text, line->lang, line->paragraph, &paragraph);
    find_chars(&paragraph, line, &from, &to);
    return text_line_runs(text, &paragraph, line, from, to, runs, NULL);
}

int text_missing_glyphs(struct text *text, const char *lang, const char *label)
{
    struct text_paragraph paragraph;
    text_analyse(text, lang, label, &paragraph);
    return paragraph.missing;
}
