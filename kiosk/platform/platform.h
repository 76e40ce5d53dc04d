/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PLATFORM_H
#define PLATFORM_H

/*
 * The screen, the finger and the wait: the only directory that knows SDL (with kiosk/text). Frames are drawn by software
 * into one surface of ours and copied to the window, so that they are bit-identical headless and under X11.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/err.h>

#include "drawlist.h"
#include "ui.h"

struct platform;

struct platform_options {
    bool is_headless;  /* no window; frames exist in memory only */
    int width, height; /* 0: the display's own size, full screen */
    const char *title;
    const char *font_dir;    /* where the Noto fonts are */
    const char *icon_dir;    /* assets/icons */
    const char *picture_dir; /* assets/pictures; NULL for none */
};

/*
 * Opens display and fonts. BS_BAD: a font or icon folder is missing or a file in it cannot be read (named); BS_BROKEN:
 * no display. Without is_headless a driver other than x11, wayland or KMSDRM is BS_BROKEN: never a black screen.
 */
enum bs_err platform_open(const struct platform_options *options, struct platform **out,
                          struct bs_error *err);
void platform_close(struct platform *platform); /* NULL is fine */

void platform_size(const struct platform *platform, int *width, int *height);
const struct ui_text_ops *
platform_text(const struct platform *platform); /* borrowed; lives as long */

enum platform_event_kind {
    PLATFORM_NOTHING, /* the time is over */
    PLATFORM_INPUT,   /* `input` is filled */
    PLATFORM_WOKEN,   /* platform_wake was called */
    PLATFORM_EXPOSED, /* the window has to be shown again */
    PLATFORM_SOUND,   /* a sound card was added or taken away: audio_look_again */
    PLATFORM_QUIT     /* SIGTERM, SIGINT, the window was closed or the display is gone */
};

struct platform_event {
    enum platform_event_kind kind;
    struct ui_event input;
};

/* Waits for one event, at most timeout_ms (-1: for ever, 0: not at all). Touch-made mouse events never come through. */
struct platform_event platform_wait(struct platform *platform, int timeout_ms);

/* Whether signs that are typed come as UI_TYPED: only while somebody may show a badge. */
void platform_take_signs(struct platform *platform, bool is_on);

/* Ends a wait from any thread. */
void platform_wake(struct platform *platform);

/* Draws the list and shows it. Returns when the frame was handed over. BS_BROKEN: the display is gone. */
enum bs_err platform_present(struct platform *platform, const struct ui_drawlist *list,
                             struct bs_error *err);
/* Forgets the words that were drawn and measured; the frame stays until the next one. */
void platform_forget(struct platform *platform);
/* Shows the last frame again. */
void platform_show_again(struct platform *platform);

/* The last frame as PNG; and SHA-256 over its size and pixels (RGB) as hex. */
enum bs_err platform_save_png(struct platform *platform, const char *path, struct bs_error *err);
void platform_frame_hash(const struct platform *platform, char out[65]);

/* Puts an event into the queue as if the device had sent it (scripts). */
void platform_push(struct platform *platform, const struct ui_event *event);

/* Whether a keypad or a keyboard is plugged in now (keypad.h). Reads some small files of the kernel, so not for every frame. */
bool platform_has_keys(void);

/* Icons that content may name. */
bool platform_has_icon(const struct platform *platform, const char *name);
bool platform_has_picture(const struct platform *platform, const char *name);
/* Characters of a text that none of the fonts of its language has: 0 when all are there. */
int platform_missing_glyphs(const struct platform *platform, const char *lang, const char *text);

#endif
