/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* The four Noto fonts in memory, and a bounded cache of them opened for a size and a direction. */

#include <stdio.h>
#include <stdlib.h>

#include <buurtstem/mem.h>

#include "text_p.h"

#define FONT_FILE_MAX (4U * 1024 * 1024)
#define PROBE_PX      16

static const char *const file_names[TEXT_FACES][2] = {
    [TEXT_FACE_LATIN] = {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"},
    [TEXT_FACE_ARABIC] = {"NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"},
};

static TTF_Font *open_handle(const struct text *text, enum text_face face, struct ui_font font)
{
    const struct bs_buf *file = &text->files[face][font.bold ? 1 : 0];
    SDL_RWops *memory = SDL_RWFromConstMem(file->data, (int)file->len);
    return memory != NULL ? TTF_OpenFontRW(memory, 1, font.px) : NULL;
}

static enum bs_err read_font(struct text *text, const char *font_dir, enum text_face face,
                             int weight, struct bs_error *err)
{
    char path[1024];
    const char *name = file_names[face][weight];
    if (snprintf(path, sizeof path, "%s/%s", font_dir, name) >= (int)sizeof path) {
        return bs_fail(err, BS_BAD, "%s: the path of the font folder is too long", name);
    }
    struct bs_error why = {0};
    bs_buf_init(&text->files[face][weight], FONT_FILE_MAX);
    if (bs_file_read(path, &text->files[face][weight], &why) != BS_OK) {
        return bs_fail(err, BS_BAD, "font cannot be read (package fonts-noto-core): %s", why.text);
    }
    TTF_Font *font = open_handle(text, face, (struct ui_font){PROBE_PX, weight == 1});
    if (font == NULL) {
        return bs_fail(err, BS_BAD, "%s is not a font: %s", path, TTF_GetError());
    }
    if (weight == 0) {
        text->probes[face] = font;
    } else {
        TTF_CloseFont(font);
    }
    return BS_OK;
}

static enum bs_err start(struct text *text, const char *font_dir, struct bs_error *err)
{
    if (TTF_Init() != 0) {
        return bs_fail(err, BS_BROKEN, "the font library does not start: %s", TTF_GetError());
    }
    text->is_started = true;
    for (int face = 0; face < TEXT_FACES; face++) {
        for (int weight = 0; weight < 2; weight++) {
            const enum bs_err result = read_font(text, font_dir, (enum text_face)face, weight, err);
            if (result != BS_OK) {
                return result;
            }
        }
    }
    return BS_OK;
}

enum bs_err text_open(const char *font_dir, struct text **out, struct bs_error *err)
{
    struct text *text = bs_xcalloc(1, sizeof *text);
    const enum bs_err result = start(text, font_dir, err);
    if (result != BS_OK) {
        text_close(text);
        return result;
    }
    *out = text;
    return BS_OK;
}

void text_forget(struct text *text)
{
    bs_wipe(text->widths, sizeof text->widths);
}

void text_close(struct text *text)
{
    if (text == NULL) {
        return;
    }
    for (size_t i = 0; i < TEXT_HANDLES_MAX; i++) {
        if (text->handles[i].font != NULL) {
            TTF_CloseFont(text->handles[i].font);
        }
    }
    for (int face = 0; face < TEXT_FACES; face++) {
        if (text->probes[face] != NULL) {
            TTF_CloseFont(text->probes[face]);
        }
        bs_buf_finish(&text->files[face][0]);
        bs_buf_finish(&text->files[face][1]);
    }
    if (text->is_started) {
        TTF_Quit();
    }
    free(text);
}

static bool is_same(const struct text_handle *handle, enum text_face face, struct ui_font font,
                    bool is_rtl)
{
    return handle->font != NULL && handle->face == face && handle->wanted.px == font.px &&
           handle->wanted.bold == font.bold && handle->is_rtl == is_rtl;
}

/* The place to use: a free one, or the one not used for longest. */
static struct text_handle *free_place(struct text *text)
{
    struct text_handle *oldest = &text->handles[0];
    for (size_t i = 0; i < TEXT_HANDLES_MAX; i++) {
        if (text->handles[i].font == NULL) {
            return &text->handles[i];
        }
        if (text->handles[i].last_used < oldest->last_used) {
            oldest = &text->handles[i];
        }
    }
    TTF_CloseFont(oldest->font);
    oldest->font = NULL;
    return oldest;
}

TTF_Font *text_handle_get(struct text *text, enum text_face face, struct ui_font font, bool is_rtl)
{
    text->uses++;
    for (size_t i = 0; i < TEXT_HANDLES_MAX; i++) {
        if (is_same(&text->handles[i], face, font, is_rtl)) {
            text->handles[i].last_used = text->uses;
            return text->handles[i].font;
        }
    }
    struct text_handle *place = free_place(text);
    TTF_Font *opened = open_handle(text, face, font);
    if (opened == NULL) {
        return NULL;
    }
    /* Outlines as drawn: at these sizes hinting only makes spacing uneven. */
    TTF_SetFontHinting(opened, TTF_HINTING_NONE);
    (void)TTF_SetFontDirection(opened, is_rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    /* The tag is case-sensitive and nobody checks it: "arab" would leave letters unjoined. */
    (void)TTF_SetFontScriptName(opened, face == TEXT_FACE_ARABIC ? "Arab" : "Latn");
    *place = (struct text_handle){opened, face, font, is_rtl, text->uses};
    return opened;
}

bool text_face_has(const struct text *text, enum text_face face, uint32_t character)
{
    return TTF_GlyphIsProvided32(text->probes[face], character) != 0;
}
