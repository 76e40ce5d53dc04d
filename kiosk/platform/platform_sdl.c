/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Opens and closes the screen, and shows frames. A frame is drawn in memory first and copied to the window. */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <SDL_image.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>

#include "lost_display.h"
#include "platform_p.h"

#define SIDE_MIN       240
#define SIDE_MAX       16384
#define DEFAULT_WIDTH  1920
#define DEFAULT_HEIGHT 1080

static void set_hints(void)
{
    /* One touch would otherwise come as a mouse click too, and answer twice. */
    (void)SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    (void)SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    (void)SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
}

static bool is_real(const char *driver)
{
    static const char *const real[] = {"x11", "wayland", "KMSDRM"};
    for (size_t i = 0; driver != NULL && i < sizeof real / sizeof real[0]; i++) {
        if (strcmp(driver, real[i]) == 0) {
            return true;
        }
    }
    return false;
}

static enum bs_err start_video(struct bs_error *err)
{
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return bs_fail(err, BS_BROKEN, "there is no display to show the kiosk on: %s",
                       SDL_GetError());
    }
    const char *driver = SDL_GetCurrentVideoDriver();
    if (!is_real(driver)) {
        return bs_fail(err, BS_BROKEN,
                       "there is no display to show the kiosk on: only the driver \"%s\", which "
                       "shows nothing; set DISPLAY or WAYLAND_DISPLAY, or use --headless",
                       driver != NULL ? driver : "none");
    }
    if (strcmp(driver, "x11") == 0) {
        /* Without it SDL sends every frame through OpenGL; on Wayland it would fail. */
        (void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    }
    return BS_OK;
}

static enum bs_err open_window(struct platform *platform, const struct platform_options *options,
                               int *width, int *height, struct bs_error *err)
{
    SDL_DisplayMode mode;
    const bool is_full = options->width == 0 || options->height == 0;
    const enum bs_err result = start_video(err);
    if (result != BS_OK) {
        return result;
    }
    if (is_full) {
        if (SDL_GetDesktopDisplayMode(0, &mode) != 0) {
            return bs_fail(err, BS_BROKEN, "the display does not tell its size: %s",
                           SDL_GetError());
        }
        *width = mode.w;
        *height = mode.h;
    }
    const int anywhere = (int)SDL_WINDOWPOS_UNDEFINED;
    platform->window =
        SDL_CreateWindow(options->title != NULL ? options->title : "Buurtstem", anywhere, anywhere,
                         *width, *height, is_full ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0U);
    if (platform->window == NULL) {
        return bs_fail(err, BS_BROKEN, "the window cannot be opened: %s", SDL_GetError());
    }
    lost_display_watch(platform->window, &platform->is_lost);
    (void)SDL_ShowCursor(is_full ? SDL_DISABLE : SDL_ENABLE);
    SDL_StopTextInput();
    return BS_OK;
}

static enum bs_err open_frame(struct platform *platform, int width, int height,
                              struct bs_error *err)
{
    platform->frame =
        SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_ARGB8888);
    if (platform->frame == NULL) {
        return bs_fail(err, BS_BROKEN, "no memory for a frame: %s", SDL_GetError());
    }
    (void)SDL_SetSurfaceBlendMode(platform->frame, SDL_BLENDMODE_NONE);
    return BS_OK;
}

static enum bs_err check_size(const struct platform_options *options, struct bs_error *err)
{
    const bool is_free = options->width == 0 && options->height == 0;
    if (!is_free && (options->width < SIDE_MIN || options->width > SIDE_MAX ||
                     options->height < SIDE_MIN || options->height > SIDE_MAX)) {
        return bs_fail(err, BS_BAD, "a size of %dx%d is not between %d and %d", options->width,
                       options->height, SIDE_MIN, SIDE_MAX);
    }
    return BS_OK;
}

static enum bs_err start(struct platform *platform, const struct platform_options *options,
                         struct bs_error *err)
{
    int width = options->width != 0 ? options->width : DEFAULT_WIDTH;
    int height = options->height != 0 ? options->height : DEFAULT_HEIGHT;
    enum bs_err result = check_size(options, err);
    if (result == BS_OK) {
        result = text_open(options->font_dir, &platform->text, err);
    }
    if (result == BS_OK) {
        result = pictures_open(options->icon_dir, &platform->pictures, err);
    }
    if (result == BS_OK && options->picture_dir != NULL) {
        result = pictures_add_drawings(platform->pictures, options->picture_dir, err);
    }
    if (result != BS_OK) {
        return result;
    }
    platform->text_ops = text_ops(platform->text);
    set_hints();
    if (SDL_InitSubSystem(SDL_INIT_EVENTS) != 0) {
        return bs_fail(err, BS_BROKEN, "events do not start: %s", SDL_GetError());
    }
    platform->wake_event = SDL_RegisterEvents(2);
    platform->input_event = platform->wake_event + 1;
    if (!platform->is_headless) {
        result = open_window(platform, options, &width, &height, err);
    }
    return result == BS_OK ? open_frame(platform, width, height, err) : result;
}

enum bs_err platform_open(const struct platform_options *options, struct platform **out,
                          struct bs_error *err)
{
    struct platform *platform = bs_xcalloc(1, sizeof *platform);
    platform->is_headless = options->is_headless;
    const enum bs_err result = start(platform, options, err);
    if (result != BS_OK) {
        platform_close(platform);
        return result;
    }
    *out = platform;
    return BS_OK;
}

/* Frees the events of ours that nobody took. */
static void empty_queue(struct platform *platform)
{
    SDL_Event event;
    struct platform_event ignored;
    while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, platform->wake_event, platform->input_event) >
           0) {
        (void)input_translate(platform, &event, &ignored);
    }
}

void platform_close(struct platform *platform)
{
    if (platform == NULL) {
        return;
    }
    if (platform->input_event != 0) {
        empty_queue(platform);
    }
    SDL_FreeSurface(platform->frame);
    if (platform->window != NULL && !platform->is_lost) {
        SDL_DestroyWindow(platform->window);
    }
    pictures_close(platform->pictures);
    text_close(platform->text);
    if (!platform->is_lost) {
        SDL_Quit();
    }
    free(platform);
}

void platform_size(const struct platform *platform, int *width, int *height)
{
    *width = platform->frame->w;
    *height = platform->frame->h;
}

const struct ui_text_ops *platform_text(const struct platform *platform)
{
    return &platform->text_ops;
}

/* Whether the pixels of a row are in the window's memory already, whatever stands in its fourth byte. */
static bool is_row_there(const SDL_Surface *frame, const SDL_Surface *window, int y)
{
    const uint8_t *a = (const uint8_t *)frame->pixels + (ptrdiff_t)y * frame->pitch;
    const uint8_t *b = (const uint8_t *)window->pixels + (ptrdiff_t)y * window->pitch;
    const size_t size = (size_t)frame->w * 4;
    uint64_t differs = 0;
    for (size_t at = 0; at + 8 <= size; at += 8) {
        uint64_t one;
        uint64_t other;
        memcpy(&one, a + at, sizeof one);
        memcpy(&other, b + at, sizeof other);
        differs |= one ^ other;
    }
    if (size % 8 != 0) {
        uint32_t one;
        uint32_t other;
        memcpy(&one, a + size - 4, sizeof one);
        memcpy(&other, b + size - 4, sizeof other);
        differs |= one ^ other;
    }
    return (differs & UINT64_C(0x00FFFFFF00FFFFFF)) == 0;
}

/* The rows from the first to the last that changed: a pressed button is a tenth of the screen, and every row costs the
 * copy to the window and the server's own. All of them if the window keeps its pixels otherwise than the frame. */
static SDL_Rect changed_rows(const SDL_Surface *frame, const SDL_Surface *window)
{
    SDL_Rect rows = {0, 0, frame->w, frame->h};
    if (window->w != frame->w || window->h != frame->h || window->format->BytesPerPixel != 4 ||
        window->format->Rmask != 0xFF0000 || window->format->Gmask != 0xFF00 ||
        window->format->Bmask != 0xFF) {
        return rows;
    }
    while (rows.h > 0 && is_row_there(frame, window, rows.y)) {
        rows.y++;
        rows.h--;
    }
    while (rows.h > 0 && is_row_there(frame, window, rows.y + rows.h - 1)) {
        rows.h--;
    }
    return rows;
}

static enum bs_err show(struct platform *platform, bool is_whole, struct bs_error *err)
{
    if (platform->window == NULL || platform->is_lost) {
        return BS_OK;
    }
    SDL_Surface *surface = SDL_GetWindowSurface(platform->window);
    if (surface == NULL) {
        return bs_fail(err, BS_BROKEN, "the display is gone: %s", SDL_GetError());
    }
    const SDL_Rect rows = is_whole ? (SDL_Rect){0, 0, platform->frame->w, platform->frame->h}
                                   : changed_rows(platform->frame, surface);
    SDL_Rect place = rows;
    if (rows.h > 0 && (SDL_BlitSurface(platform->frame, &rows, surface, &place) != 0 ||
                       SDL_UpdateWindowSurfaceRects(platform->window, &rows, 1) != 0)) {
        return bs_fail(err, BS_BROKEN, "the display is gone: %s", SDL_GetError());
    }
    return BS_OK;
}

enum bs_err platform_present(struct platform *platform, const struct ui_drawlist *list,
                             struct bs_error *err)
{
    const bool is_first = !platform->is_shown;
    platform->is_shown = true;
    render_list(platform, list);
    return show(platform, is_first, err);
}

void platform_forget(struct platform *platform)
{
    text_forget(platform->text);
}

void platform_show_again(struct platform *platform)
{
    (void)show(platform, true, NULL);
}

enum bs_err platform_save_png(struct platform *platform, const char *path, struct bs_error *err)
{
    SDL_Surface *rgb = SDL_ConvertSurfaceFormat(platform->frame, SDL_PIXELFORMAT_RGB24, 0);
    const bool is_saved = rgb != NULL && IMG_SavePNG(rgb, path) == 0;
    SDL_FreeSurface(rgb);
    return is_saved ? BS_OK : bs_fail(err, BS_BROKEN, "%s: %s", path, SDL_GetError());
}

void platform_frame_hash(const struct platform *platform, char out[65])
{
    const SDL_Surface *frame = platform->frame;
    struct bs_buf bytes;
    bs_buf_init(&bytes, (size_t)frame->w * (size_t)frame->h * 3 + 32);
    bs_buf_printf(&bytes, "%dx%d\n", frame->w, frame->h);
    uint8_t *row = bs_xcalloc((size_t)frame->w, 3);
    for (int y = 0; y < frame->h; y++) {
        const uint32_t *from =
            (const uint32_t *)(const void *)((const uint8_t *)frame->pixels + y * frame->pitch);
        for (int x = 0; x < frame->w; x++) {
            row[x * 3] = (uint8_t)(from[x] >> 16);
            row[x * 3 + 1] = (uint8_t)(from[x] >> 8);
            row[x * 3 + 2] = (uint8_t)from[x];
        }
        bs_buf_add(&bytes, row, (size_t)frame->w * 3);
    }
    const struct bs_bytes all = bs_buf_bytes(&bytes);
    bs_sha256_hex(&all, 1, out);
    free(row);
    bs_buf_finish(&bytes);
}

bool platform_has_picture(const struct platform *platform, const char *name)
{
    return pictures_has_drawing(platform->pictures, name);
}

bool platform_has_icon(const struct platform *platform, const char *name)
{
    return pictures_has(platform->pictures, name);
}

int platform_missing_glyphs(const struct platform *platform, const char *lang, const char *text)
{
    return text_missing_glyphs(platform->text, lang, text);
}
