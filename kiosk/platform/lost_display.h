/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef LOST_DISPLAY_H
#define LOST_DISPLAY_H

#include <stdbool.h>

#include <SDL.h>

/*
 * From now on a display that goes away (its server ended) is told as SDL_QUIT, so that what somebody was answering is kept
 * before the program ends. Without this Xlib ends the process on the spot; for Wayland SDL does the same itself. Does
 * nothing where the window is not of X11. *is_lost, which lives as long as the window, is then true: the window must not be
 * destroyed any more, since SDL would wait for the server for ever.
 */
void lost_display_watch(SDL_Window *window, bool *is_lost);

#endif
