/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The monkey on the whole program: its fonts, its frames in memory, its log on disk, and bundles that arrive meanwhile.
 * Usage: monkey_program SEED EVENTS FOLDER BUNDLE… ; FOLDER is empty but for bundles */

#include "monkey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <buurtstem/crypto.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/utf8.h>

#include "app.h"

#define START_WALL_MS 1795341600000 /* 22 November 2026, 10:00 */
#define TICKS_MAX     256
#define WAIT_STEPS    20000
#define SETTLE_STEPS  500
#define BUNDLES_MAX   12

struct world {
    struct monkey monkey;
    struct app app;
    struct bs_syncstate *sync;
    char **bundles;
    size_t bundle_count;
    int64_t serial;
    bool was_active;
    int64_t started_ms;
};

static void need(enum bs_err rc, const char *what, const struct bs_error *err)
{
    if (rc != BS_OK) {
        fprintf(stderr, "monkey_program: %s: %s\n", what, err->text);
        exit(1);
    }
}

/* ---- what syncd would do ---- */

static void put_bundle(struct world *world, size_t index)
{
    struct bs_error err = {0};
    struct bs_buf bytes;
    struct bs_bundle_meta meta = {
        .etag = "\"monkey\"", .received_ms = 1, .serial = ++world->serial};
    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    need(bs_file_read(world->bundles[index], &bytes, &err), "bundle", &err);
    need(bs_catalogue_put(world->sync, &meta, bs_buf_bytes(&bytes), &err), "bundle", &err);
    bs_buf_finish(&bytes);
}

static void open_sync(struct world *world, const char *folder)
{
    struct bs_identity identity = {0};
    struct bs_error err = {0};
    need(bs_syncstate_open(folder, &world->sync, &err), "sync.db", &err);
    bs_utf8_copy(identity.kiosk, sizeof identity.kiosk, "gm1916-prinsenhof-1");
    bs_utf8_copy(identity.tenant, sizeof identity.tenant, "GM1916");
    bs_utf8_copy(identity.server, sizeof identity.server, "https://localhost");
    need(bs_syncstate_set_identity(world->sync, &identity, &err), "sync.db", &err);
}

/* ---- the program ---- */

/* One turn of the loop. A visit that ended in it has left nothing. */
static void turn(struct world *world)
{
    struct bs_error err = {0};
    struct session *session = &world->app.session;
    enum bs_err rc = app_step(&world->app, &err);
    MONKEY_MUST(&world->monkey, rc == BS_OK, "the program ended: %s", err.text);
    if (world->was_active && (!session->is_active || session->started_ms != world->started_ms)) {
        monkey_visit_over(&world->monkey);
    }
    world->was_active = session->is_active;
    world->started_ms = session->started_ms;
}

/* Until the disk has done what it was asked, so that the same seed gives the same visits. */
static void settle(struct world *world)
{
    struct app *app = &world->app;
    turn(world);
    for (int i = 0; i < SETTLE_STEPS && !worker_is_idle(app->worker); i++) {
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
        turn(world);
    }
    turn(world);
}

static void pass_time(struct world *world, int64_t ms)
{
    struct app *app = &world->app;
    int64_t end = app_now(app) + ms;
    int stuck = 0;
    while (app_now(app) < end) {
        int64_t now = app_now(app), deadline = session_deadline(&app->session, now);
        int64_t until = deadline >= 0 && deadline < end ? deadline : end;
        stuck = until > now ? 0 : stuck + 1;
        MONKEY_MUST(&world->monkey, stuck < TICKS_MAX, "a deadline stays in the past");
        virtual_clock_advance(&app->virtual_clock, until > now ? until - now : 0);
        turn(world);
    }
}

static void happen(struct world *world)
{
    struct monkey *monkey = &world->monkey;
    struct bs_bundle *before = world->app.bundle, *next = world->app.next_bundle;
    size_t index = monkey_dice(monkey, world->bundle_count);
    if (monkey_chance(monkey, 80)) {
        int64_t ms = (int64_t)monkey_dice(monkey, 6 * 3600000);
        monkey_tell(monkey, " later by %lld ms", (long long)ms);
        atomic_fetch_add(&world->app.virtual_clock.wall_ms, ms);
        settle(world);
        return;
    }
    monkey_tell(monkey, " bundle %zu", index);
    put_bundle(world, index);
    for (int i = 0; i < WAIT_STEPS; i++) {
        turn(world);
        if (world->app.bundle != before || world->app.next_bundle != next) {
            return;
        }
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
    monkey_fail(monkey, "a bundle did not arrive");
}

static void step(struct world *world)
{
    struct monkey *monkey = &world->monkey;
    struct app *app = &world->app;
    monkey->event++;
    monkey->trace[monkey->event % MONKEY_TRACE][0] = '\0';
    size_t what = monkey_dice(monkey, 1000);
    if (monkey->is_lifting || what < 940) {
        pass_time(world, (int64_t)monkey_dice(monkey, monkey_chance(monkey, 50) ? 700 : 60));
        struct ui_event event = monkey_event(monkey, app_now(app));
        app_input(app, &event);
        settle(world);
    } else if (what < 995) {
        int64_t ms = (int64_t)monkey_dice(monkey, monkey_chance(monkey, 10) ? 100000 : 2000);
        monkey_tell(monkey, " %lld ms", (long long)ms);
        pass_time(world, ms);
    } else {
        happen(world);
    }
    monkey_scene(monkey, &app->shown, false);
    monkey->screens[app->session.screen]++;
}

static void start(struct world *world, const char *folder, uint64_t seed)
{
    struct bs_error err = {0};
    struct app *app = &world->app;
    struct kiosk_arguments arguments = {.is_headless = true,
                                        .width = 960,
                                        .height = 540,
                                        .is_virtual = true,
                                        .virtual_ms = START_WALL_MS,
                                        .has_seed = true,
                                        .seed = seed};
    char config_path[4096 + 16], text[4 * 4096];
    struct kiosk_config config = {0};
    struct bs_complaints complaints = {0};
    snprintf(config_path, sizeof config_path, "%.4000s/kiosk.conf", folder);
    snprintf(
        text, sizeof text,
        "state_dir = %.4000s/kiosk\nsync_dir = %.4000s/sync\nassets_dir = %s\nmessages_dir = %s\n"
        "screen_width_mm = 476\nscreen_height_mm = 268\nscreen_bottom_mm = 920\n"
        "viewing_distance_mm = 600\ntest_faces = yes\n",
        folder, folder, BS_SOURCE_DIR "/assets", BS_BINARY_DIR "/share/messages");
    FILE *file = fopen(config_path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        fprintf(stderr, "monkey_program: %s cannot be written\n", config_path);
        exit(1);
    }
    arguments.config = config_path;
    need(kiosk_config_read(&arguments, &config, &complaints, &err), "configuration", &err);
    need(app_start(app, &arguments, &config, &err), "start", &err);
    monkey_start(&world->monkey, seed, &app->session, &app->shown);
    for (int i = 0; i < WAIT_STEPS && app->session.screen != SESSION_ATTRACT; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        turn(world);
    }
}

int main(int argc, char **argv)
{
    struct bs_error err = {0};
    char sync[4096 + 8], state[4096 + 8];
    if (argc < 5) {
        fprintf(stderr, "usage: monkey_program SEED EVENTS FOLDER BUNDLE…\n");
        return 2;
    }
    struct world *world = bs_xcalloc(1, sizeof *world);
    unsigned long events = strtoul(argv[2], NULL, 10);
    world->bundles = argv + 4;
    world->bundle_count = (size_t)argc - 4;
    snprintf(sync, sizeof sync, "%.4000s/sync", argv[3]);
    snprintf(state, sizeof state, "%.4000s/kiosk", argv[3]);
    (void)mkdir(sync, 0700);
    (void)mkdir(state, 0700);
    bs_log_limit(BS_LOG_ERROR);
    need(bs_crypto_start(&err), "crypto", &err);
    open_sync(world, sync);
    put_bundle(world, 0);
    start(world, argv[3], strtoull(argv[1], NULL, 10));
    while (world->monkey.event < events) {
        step(world);
    }
    printf("%lu events, %lu visits, %lu frames; screens:", world->monkey.event,
           world->monkey.visits, (unsigned long)world->app.frame);
    for (size_t i = 0; i <= SESSION_SETTING_UP; i++) {
        printf(" %lu", world->monkey.screens[i]);
    }
    printf("\n");
    app_finish(&world->app);
    bs_syncstate_close(world->sync);
    free(world);
    return 0;
}
