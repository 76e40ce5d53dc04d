/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Xlib's way to survive its server (since 1.7): a handler that returns. SDL has loaded the library; its function is asked for by
 * name. */

#include "lost_display.h"

#include <signal.h>

#include <SDL_syswm.h>

#include <buurtstem/log.h>

#if defined(SDL_VIDEO_DRIVER_X11)

typedef void (*exit_handler)(Display *display, void *self);
typedef void (*set_exit_handler)(Display *display, exit_handler handler, void *self);
typedef XIOErrorHandler (*set_error_handler)(XIOErrorHandler handler);

/* Xlib's own would end the process. */
static int go_on(Display *display)
{
    (void)display;
    bs_log(BS_LOG_ERROR, "display.gone", "why=\"its server has ended\"");
    return 0;
}

/* Xlib has marked the display as broken; what is still asked of it fails at once. By a signal, which SDL turns into SDL_QUIT:
 * whoever pushes an event here wakes SDL by another connection to the same server, and ends with that one. */
static void tell(Display *display, void *self)
{
    (void)display;
    *(bool *)self = true;
    (void)raise(SIGTERM);
}

void lost_display_watch(SDL_Window *window, bool *is_lost)
{
    SDL_SysWMinfo info;
    set_exit_handler set_exit = NULL;
    set_error_handler set_error = NULL;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11) {
        return;
    }
    /* Stays loaded: SDL uses the same one for as long as the window is there. */
    void *library = SDL_LoadObject("libX11.so.6");
    void *exits = library != NULL ? SDL_LoadFunction(library, "XSetIOErrorExitHandler") : NULL;
    void *errors = library != NULL ? SDL_LoadFunction(library, "XSetIOErrorHandler") : NULL;
    if (exits != NULL && errors != NULL) {
        SDL_memcpy(&set_exit, &exits, sizeof set_exit);
        SDL_memcpy(&set_error, &errors, sizeof set_error);
        set_exit(info.info.x11.display, tell, is_lost);
        (void)set_error(go_on);
    }
}

#else

void lost_display_watch(SDL_Window *window, bool *is_lost)
{
    (void)window;
    (void)is_lost;
}

#endif
