/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PLATFORM_P_H
#define PLATFORM_P_H

/* What the files of kiosk/platform share. */

#include <SDL.h>

#include "pictures.h"
#include "platform.h"
#include "text.h"

struct platform {
    bool is_headless;
    bool is_shown;             /* a frame was */
    bool is_lost;              /* the display is gone: the window is not touched any more */
    SDL_Window *window;        /* owned; NULL when headless */
    SDL_Surface *frame;        /* owned: ARGB8888, what is shown */
    struct text *text;         /* owned */
    struct pictures *pictures; /* owned */
    struct ui_text_ops text_ops;
    Uint32 wake_event,
        input_event; /* SDL event types of ours; data1 of the second is an owned struct ui_event */
    SDL_atomic_t is_waking; /* a wake is in the queue already */
    bool has_held;          /* a finger or the mouse button is down */
    int64_t held;
};

/* The mouse as a finger: no touch screen gives this number. */
#define PLATFORM_MOUSE INT64_MIN

/* Turns one event of SDL into ours. False if it means nothing to us. */
bool input_translate(struct platform *platform, const SDL_Event *from, struct platform_event *out);

/* Draws a list on the frame. */
void render_list(struct platform *platform, const struct ui_drawlist *list);

#endif
