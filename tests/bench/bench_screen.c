/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Whole frames of real screens: the kiosk's own loop brings a screen up, then it is drawn again and again.
 *   bench_screen N ARGUMENTS-OF-THE-KIOSK
 * Prints N lines "SCREEN PAINT PRESENT FILL" in microseconds for the attract screen and the first question behind it.
 * PAINT: the scene becomes drawing commands; PRESENT: those become pixels (and, with a window, are shown); FILL: a frame
 * of that size is filled with one colour, below which no drawing of it can be. Line 0 of a screen has the caches as its
 * first frame left them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>

#include "app.h"
#include "stopwatch.h"

enum { PATIENCE_MS = 20000, QUIET_MS = 700 };

static void must(enum bs_err rc, const struct bs_error *err)
{
    if (rc != BS_OK) {
        fprintf(stderr, "bench_screen: %s\n", err->text);
        exit(1);
    }
}

static void run_for(struct app *app, int ms)
{
    struct bs_error err = {0};
    int64_t end = app_now(app) + ms;
    while (app_now(app) < end) {
        must(app_step(app, &err), &err);
        app_wait(app, 10);
    }
}

static const struct ui_node *find(const struct app *app, const char *beginning)
{
    for (size_t i = 0; i < app->shown.count; i++) {
        if (strncmp(app->shown.nodes[i].id, beginning, strlen(beginning)) == 0) {
            return &app->shown.nodes[i];
        }
    }
    return NULL;
}

/* Waits until a control is there whose id begins so; ends the process if none comes. */
static const struct ui_node *wait_for(struct app *app, const char *beginning)
{
    int64_t end = app_now(app) + PATIENCE_MS;
    while (find(app, beginning) == NULL && app_now(app) < end) {
        run_for(app, 20);
    }
    if (find(app, beginning) == NULL) {
        fprintf(stderr, "bench_screen: no %s on the screen %s\n", beginning, app->screen);
        exit(1);
    }
    run_for(app, QUIET_MS);
    return find(app, beginning);
}

static void tap(struct app *app, const struct ui_node *node)
{
    struct ui_event event = {
        .kind = UI_FINGER_DOWN,
        .finger = 1,
        .at = {node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2},
        .time_ms = app_now(app)};
    app_input(app, &event);
    run_for(app, 50);
    event.kind = UI_FINGER_UP;
    event.time_ms = app_now(app);
    app_input(app, &event);
    run_for(app, QUIET_MS);
}

MEASURED static void measured_paint(struct app *app)
{
    bs_wipe(&app->drawlist, sizeof app->drawlist);
    paint_scene(&app->shown, &app->theme, platform_text(app->platform), &app->drawlist);
}

MEASURED static void measured_draw(struct app *app)
{
    struct bs_error err = {0};
    must(platform_present(app->platform, &app->drawlist, &err), &err);
}

MEASURED static void measured_fill(uint32_t *pixels, size_t count, uint32_t colour)
{
    for (size_t i = 0; i < count; i++) {
        pixels[i] = colour;
    }
}

static void measure(struct app *app, long count)
{
    size_t pixel_count = (size_t)app->display.width_px * (size_t)app->display.height_px;
    uint32_t *pixels = bs_xcalloc(pixel_count, sizeof *pixels);
    for (long i = 0; i < count; i++) {
        double begin = stopwatch_us();
        measured_paint(app);
        double painted = stopwatch_us();
        measured_draw(app);
        double drawn = stopwatch_us();
        measured_fill(pixels, pixel_count, 0xff000000U + (uint32_t)i);
        printf("%s %.1f %.1f %.1f\n", app->shown.screen, painted - begin, drawn - painted,
               stopwatch_us() - drawn);
    }
    free(pixels);
}

static void start(struct app *app, int argc, char **argv)
{
    struct kiosk_arguments arguments;
    struct kiosk_config config = {0};
    struct bs_complaints complaints = {.count = 0};
    struct bs_error err = {0};
    must(bs_crypto_start(&err), &err);
    must(kiosk_arguments_read(argc, argv, &arguments, &err), &err);
    must(kiosk_config_read(&arguments, &config, &complaints, &err), &err);
    must(app_start(app, &arguments, &config, &err), &err);
}

int main(int argc, char **argv)
{
    struct app *app = bs_xcalloc(1, sizeof *app);
    if (argc < 3) {
        fprintf(stderr, "usage: bench_screen N ARGUMENTS-OF-THE-KIOSK\n");
        return 2;
    }
    long count = strtol(argv[1], NULL, 10);
    start(app, argc - 1, argv + 1);
    const struct ui_node *answer = wait_for(app, "answer.");
    measure(app, count);
    tap(app, answer);
    (void)wait_for(app, "choice.");
    measure(app, count);
    app_finish(app);
    free(app);
    return 0;
}
