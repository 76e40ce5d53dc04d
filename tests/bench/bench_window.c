/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The least that a program with a window can do, to compare the kiosk with: opens it, fills it with one colour, waits, and
 * fills it with another at each press and release of a button.
 *   bench_window WIDTH HEIGHT READY-FILE
 * READY-FILE is made after the first frame. Ends on SIGTERM. */
#include <stdio.h>
#include <stdlib.h>

#include <SDL.h>

static void show(SDL_Window *window, Uint32 colour)
{
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    if (surface == NULL || SDL_FillRect(surface, NULL, colour) != 0 ||
        SDL_UpdateWindowSurface(window) != 0) {
        fprintf(stderr, "bench_window: %s\n", SDL_GetError());
        exit(1);
    }
}

int main(int argc, char **argv)
{
    SDL_Event event;
    Uint32 frame = 0;
    if (argc != 4 || SDL_Init(SDL_INIT_VIDEO) != 0) {
        fprintf(stderr, "usage: bench_window WIDTH HEIGHT READY-FILE, with a display\n");
        return 2;
    }
    (void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_Window *window = SDL_CreateWindow("bench", 0, 0, (int)strtol(argv[1], NULL, 10),
                                          (int)strtol(argv[2], NULL, 10), 0);
    show(window, 0xffffff);
    FILE *ready = fopen(argv[3], "w");
    if (ready == NULL || fclose(ready) != 0) {
        return 1;
    }
    do {
        while (SDL_WaitEvent(&event) == 1 && event.type != SDL_QUIT) {
            if (event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP) {
                show(window, (++frame * 0x123456U) & 0xffffffU);
            } else if (event.type == SDL_WINDOWEVENT &&
                       event.window.event == SDL_WINDOWEVENT_EXPOSED) {
                show(window, (frame * 0x123456U) & 0xffffffU);
            }
        }
    } while (event.type != SDL_QUIT);
    SDL_Quit();
    return 0;
}
