/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The loop: events of the platform and of the worker become intents, intents become effects and a scene. */

#include "app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "messages.h"
#include "resources.h"
#include "resources_keyboards.h"
#include "scene_file.h"

#define LOOK_MS     60000 /* the hour and the day change on an idle screen too */
#define DIM_PERCENT 65    /* what is on the screen can still be made out */
#define FOCUS_MS    45000 /* a focus without a visit is of somebody who has left */

int64_t app_now(const struct app *app)
{
    return app->clock.mono_ms(app->clock.self);
}

static const char *get_words(void *self, const char *lang, const char *dutch)
{
    (void)self;
    return messages_get(lang, dutch);
}

static const char *get_plural(void *self, const char *lang, const char *one, const char *many,
                              long n)
{
    (void)self;
    return messages_plural(lang, one, many, n);
}

static const char *get_speech(void *self, const char *lang, const char *dutch)
{
    (void)self;
    return messages_speech(lang, dutch);
}

static const char *get_speech_plural(void *self, const char *lang, const char *one,
                                     const char *many, long n)
{
    (void)self;
    return messages_speech_plural(lang, one, many, n);
}

static void wake_platform(void *self)
{
    platform_wake(self);
}

/* What `--seed` says, so that a script meets the same order of tiles each time; else nobody can know it. */
static uint64_t app_seed(const struct app *app)
{
    uint64_t seed = app->arguments.seed;
    if (!app->arguments.has_seed) {
        struct bs_random random = bs_random_system();
        random.fill(&random, &seed, sizeof seed);
    }
    return seed;
}

static enum bs_err open_display(struct app *app, struct bs_error *err)
{
    char icons[2 * BS_CONFIG_VALUE], pictures[2 * BS_CONFIG_VALUE];
    snprintf(icons, sizeof icons, "%s/icons", app->config.assets_dir);
    snprintf(pictures, sizeof pictures, "%s/pictures", app->config.assets_dir);
    struct platform_options options = {.is_headless =
                                           app->arguments.is_headless || app->arguments.check,
                                       .width = app->arguments.width,
                                       .height = app->arguments.height,
                                       .title = "Buurtstem",
                                       .font_dir = app->config.font_dir,
                                       .icon_dir = icons,
                                       .picture_dir = pictures};
    enum bs_err rc = platform_open(&options, &app->platform, err);
    if (rc != BS_OK) {
        return rc;
    }
    app->display = (struct ui_display){.width_mm = (int)app->config.screen_width_mm,
                                       .height_mm = (int)app->config.screen_height_mm,
                                       .bottom_mm = (int)app->config.screen_bottom_mm,
                                       .viewing_distance_mm = (int)app->config.viewing_distance_mm};
    platform_size(app->platform, &app->display.width_px, &app->display.height_px);
    rc = resources_languages(&app->config, &app->languages, err);
    if (rc == BS_OK) {
        rc = resources_keyboards(&app->config, &app->languages, &app->keyboards, err);
    }
    if (rc == BS_OK) {
        rc = resources_theme(&app->config, &app->display, &app->file, err);
    }
    if (rc == BS_OK) {
        rc = resources_contrast_theme(&app->config, &app->display, &app->contrast, err);
    }
    app->base = app->file;
    return rc;
}

enum bs_err app_start(struct app *app, const struct kiosk_arguments *arguments,
                      const struct kiosk_config *config, struct bs_error *err)
{
    app->arguments = *arguments;
    app->config = *config;
    app->clock = arguments->is_virtual
                     ? virtual_clock_start(&app->virtual_clock, arguments->virtual_ms)
                     : bs_clock_system();
    app->words = (struct screen_words){.get = get_words, .plural = get_plural};
    app->spoken_words = (struct screen_words){.get = get_speech, .plural = get_speech_plural};
    session_start(&app->session, app_seed(app));
    ui_start(&app->ui);
    enum bs_err rc = messages_start(app->config.messages_dir, err);
    if (rc == BS_OK) {
        rc = open_display(app, err);
    }
    if (rc == BS_OK && !arguments->check) {
        app_make_theme(app);
        rc = app_speech_start(app, err);
    }
    if (rc == BS_OK && !arguments->check) {
        struct worker_options options = {.state_dir = app->config.state_dir,
                                         .sync_dir = app->config.sync_dir,
                                         .retention_days = app->config.retention_days,
                                         .clock = app->clock,
                                         .wake = wake_platform,
                                         .self = app->platform};
        rc = worker_start(&options, &app->worker, err);
    }
    app->effects =
        (struct effects){.worker = app->worker, .clock = app->clock, .random = bs_random_system()};
    return rc;
}

/* Whoever is tapping when the program is told to end has not left: what was answered is kept. */
static void keep_what_was_answered(struct app *app)
{
    struct session_effect effect = {.kind = SESSION_NO_EFFECT};
    struct session_intent intent = {.kind = SESSION_QUIT};
    session_apply(&app->session, &intent, app_now(app), &effect);
    (void)effects_run(&app->effects, &effect);
    bs_wipe(&effect, sizeof effect);
}

void app_finish(struct app *app)
{
    if (app->quit && app->worker != NULL) {
        keep_what_was_answered(app);
    }
    app_speech_finish(app);
    worker_stop(app->worker);
    platform_close(app->platform);
    bs_bundle_destroy(app->bundle);
    bs_bundle_destroy(app->next_bundle);
    *app = (struct app){0};
}

struct screen_view app_view(const struct app *app)
{
    int64_t wall = app->clock.wall_ms(app->clock.self);
    struct bs_date today = bs_date_in_amsterdam(wall);
    int days = bs_date_days_between((struct bs_date){2001, 1, 1}, today); /* a Monday */
    const struct app_desk *desk = &app->desk;
    return (struct screen_view){.session = &app->session,
                                .desk = &desk->desk,
                                .desk_status = desk->has_status ? &desk->status : NULL,
                                .desk_answers = desk->answers[0] != '\0' ? desk->answers : NULL,
                                .theme = &app->theme,
                                .display = &app->display,
                                .text = platform_text(app->platform),
                                .words = &app->words,
                                .languages = &app->languages,
                                .keyboards = &app->keyboards,
                                .wall_ms = wall,
                                .today = today,
                                .minute = bs_minute_in_amsterdam(wall),
                                .weekday = ((days % 7) + 7) % 7,
                                .now_ms = app_now(app),
                                .modes = app->theme_modes,
                                .has_sound = app_speech_can_be_heard(app),
                                .is_silence_told = app->speech.silence_until_ms > app_now(app)};
}

struct screen_view app_spoken_view(const struct app *app)
{
    struct screen_view view = app_view(app);
    view.words = &app->spoken_words;
    return view;
}

void app_apply(struct app *app, const struct session_intent *intent)
{
    struct session_effect effect;
    bool was_active = app->session.is_active;
    int64_t started_ms = app->session.started_ms;
    session_apply(&app->session, intent, app_now(app), &effect);
    if (!effects_run(&app->effects, &effect)) {
        const struct session_intent refusal = {.kind = effects_refusal(effect.kind)};
        session_apply(&app->session, &refusal, app_now(app), &effect);
    }
    bs_wipe(&effect, sizeof effect);
    if (was_active && (!app->session.is_active || app->session.started_ms != started_ms)) {
        effects_forget(&app->effects);
        app_speech_forget(app);
        app->is_left = true;
        if (!app->session.is_active) {
            app_desk_visit_over(app);
        }
    }
}

/* Opening hours, the light and the day follow the clock on the wall. */
static void tell_time(struct app *app)
{
    const struct screen_view view = app_view(app);
    struct session_intent *told = &app->told_time;
    if (told->kind == SESSION_TIME && told->minute == view.minute &&
        told->weekday == view.weekday && bs_date_compare(told->today, view.today) == 0) {
        return;
    }
    *told = (struct session_intent){
        .kind = SESSION_TIME, .minute = view.minute, .weekday = view.weekday, .today = view.today};
    app_apply(app, told);
}

/* What waits for closing time goes to the log then, also what an earlier day left. */
static void release_at_closing(struct app *app)
{
    const struct screen_view view = app_view(app);
    struct bs_date day;
    if (app->worker != NULL && app->bundle != NULL &&
        closing_is_due(&app->closing, &app->bundle->place, view.today, view.weekday, view.minute,
                       &day)) {
        worker_release(app->worker, day);
    }
}

/* A new bundle, or a new day, is taken between visits only. */
static void refresh_session(struct app *app)
{
    struct bs_bundle *bundle = app->next_bundle != NULL ? app->next_bundle : app->bundle;
    struct bs_date today = app_view(app).today;
    bool is_new_day = bs_date_compare(today, app->session.today) != 0;
    if (bundle == NULL || (app->next_bundle == NULL && !is_new_day) ||
        !session_set_bundle(&app->session, bundle, today, app_now(app))) {
        return;
    }
    if (app->next_bundle != NULL) {
        struct bs_bundle *before = app->bundle;
        app->bundle = app->next_bundle;
        app->effects.bundle = app->bundle;
        app->next_bundle = NULL;
        app_wear_house_style(app);
        app_desk_take_bundle(app);
        bs_bundle_destroy(before);
    }
}

/* What was kept for somebody who has left is no reason to thank who came next. */
static enum session_intent_kind take_saved(struct app *app, const struct bs_uuid *id)
{
    if (!effects_is_mine(&app->effects, id)) {
        return SESSION_STORE_READY;
    }
    effects_settle(&app->effects);
    return SESSION_SAVED;
}

static void take_worker_events(struct app *app)
{
    struct worker_event event;
    while (worker_take(app->worker, &event)) {
        struct session_intent intent = {.kind = SESSION_TICK};
        switch (event.kind) {
        case WORKER_SAVED:
            intent.kind = take_saved(app, &event.id);
            break;
        case WORKER_NOT_SAVED:
            intent.kind = effects_is_mine(&app->effects, &event.id) ? SESSION_SAVE_FAILED
                                                                    : SESSION_STORE_BROKEN;
            break;
        case WORKER_EXTRA_KEPT:
            intent.kind =
                effects_settle_extra(&app->effects, &event.id) ? SESSION_EXTRA_KEPT : SESSION_TICK;
            break;
        case WORKER_EXTRA_NOT_KEPT:
            intent.kind = effects_settle_extra(&app->effects, &event.id) ? SESSION_EXTRA_FAILED
                                                                         : SESSION_TICK;
            break;
        case WORKER_READY:
            intent.kind = SESSION_STORE_READY;
            break;
        case WORKER_BROKEN:
            intent.kind = SESSION_STORE_BROKEN;
            break;
        case WORKER_DESK:
            app_desk_take(app, event.desk);
            desk_answer_destroy(event.desk);
            break;
        case WORKER_DOOR:
            app_desk_take_door(app, event.tries, event.programme, event.until_ms);
            break;
        case WORKER_STATUS:
            app_desk_take_status(app, event.status);
            free(event.status);
            break;
        case WORKER_BUNDLE:
            bs_bundle_destroy(app->next_bundle);
            app->next_bundle = event.bundle;
            app_look_at_bundle(app, event.bundle);
            app_desk_take_next_bundle(app);
            break;
        }
        app_apply(app, &intent);
    }
}

/* Starts the dead time on another screen. A warning gives the focus back that was behind it, if somebody stays. */
static void note_screen(struct app *app, const char *screen, int64_t now_ms)
{
    bool is_warning = app_is_warning(app);
    if (strcmp(screen, app->screen) == 0) {
        return;
    }
    if (is_warning && !app->is_warned) {
        bs_utf8_copy(app->focus_behind, sizeof app->focus_behind, app->ui.focus);
    }
    ui_screen_changed(&app->ui, screen, now_ms);
    if (app->is_warned && !is_warning && (app->session.is_active || app_desk_is_open(app))) {
        bs_utf8_copy(app->ui.focus, sizeof app->ui.focus, app->focus_behind);
    }
    if (!is_warning) {
        bs_wipe(app->focus_behind, sizeof app->focus_behind);
    }
    bs_utf8_copy(app->screen, sizeof app->screen, screen);
    app->is_warned = is_warning;
}

/* Where a language is said otherwise than it is written, the same screen is built again with those words. */
static void take_speech(struct app *app)
{
    if (!messages_has_speech(app_lang(app))) {
        return;
    }
    const struct screen_view view = app_spoken_view(app);
    screen_build(&view, &app->spoken_scene);
    for (size_t i = 0; i < app->scene.count && i < app->spoken_scene.count; i++) {
        struct ui_node *node = &app->scene.nodes[i];
        const struct ui_node *said = &app->spoken_scene.nodes[i];
        if (node->role == said->role && strcmp(node->id, said->id) == 0) {
            bs_utf8_copy(node->speech, sizeof node->speech, said->speech);
        }
    }
    bs_wipe(&app->spoken_scene, sizeof app->spoken_scene);
}

static void build(struct app *app)
{
    if (app->theme_modes != app->session.modes) {
        app_make_theme(app);
    }
    struct screen_view view = app_view(app);
    screen_build(&view, &app->scene);
    take_speech(app);
    char screen[sizeof app->screen];
    screen_name(&view, screen);
    const bool is_new = strcmp(screen, app->screen) != 0;
    note_screen(app, screen, view.now_ms);
    if (!app->session.is_active && !app_desk_is_open(app) &&
        view.now_ms - app->ui.last_key_ms >= FOCUS_MS) {
        bs_wipe(app->ui.focus, sizeof app->ui.focus);
    }
    ui_mark(&app->ui, &app->scene);
    app_speech_scene(app, is_new);
}

static enum bs_err present(struct app *app, struct bs_error *err)
{
    const bool is_dimmed = !app_desk_is_open(app) && session_is_dimmed(&app->session, app_now(app));
    if (app->is_shown && is_dimmed == app->is_dimmed && scene_equal(&app->scene, &app->shown)) {
        return BS_OK;
    }
    app->shown = app->scene;
    app->is_shown = true;
    app->is_dimmed = is_dimmed;
    bs_wipe(&app->drawlist,
            sizeof app->drawlist); /* a longer one of before tells what was chosen */
    paint_scene(&app->shown, &app->theme, platform_text(app->platform), &app->drawlist);
    paint_dim(&app->shown, is_dimmed ? DIM_PERCENT : 0, &app->drawlist);
    enum bs_err rc = platform_present(app->platform, &app->drawlist, err);
    app->frame++;
    if (rc == BS_OK && app->arguments.scene_file != NULL) {
        rc = scene_file_write(app->arguments.scene_file, &app->shown, &app->theme, app->frame, err);
    }
    return rc;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* While the desk is open, its time counts. */
static int64_t visit_deadline(const struct app *app)
{
    return app_desk_is_open(app) ? -1 : session_deadline(&app->session, app_now(app));
}

int64_t app_deadline(const struct app *app)
{
    return sooner(app_desk_deadline(app), sooner(visit_deadline(app), app_speech_deadline(app)));
}

bool app_is_idle(struct app *app)
{
    return worker_is_idle(app->worker) && app_speech_is_settled(app);
}

/* What somebody wrote stood in labels, on the stack and among the texts that were measured. */
static void forget_visit(struct app *app)
{
    app->is_left = false;
    app->is_shown = false;
    bs_wipe(&app->scene, sizeof app->scene);
    bs_wipe(&app->spoken_scene, sizeof app->spoken_scene);
    bs_wipe(&app->shown, sizeof app->shown);
    bs_wipe(&app->drawlist, sizeof app->drawlist);
    platform_forget(app->platform);
    bs_wipe_stack();
}

enum bs_err app_step(struct app *app, struct bs_error *err)
{
    take_worker_events(app);
    app_speech_step(app);
    tell_time(app);
    int64_t deadline = visit_deadline(app);
    if (deadline >= 0 && app_now(app) >= deadline) {
        app_apply(app, &(struct session_intent){.kind = SESSION_TICK});
    }
    app_desk_step(app);
    refresh_session(app);
    release_at_closing(app);
    if (app->is_left) {
        forget_visit(app);
    }
    build(app);
    return present(app, err);
}

/* Somebody is there, though nothing was activated: a finger was lifted or the focus moved. In the warning keys only move. */
static bool says_here(const struct app *app, const struct ui_event *event, bool is_moved)
{
    if (app_is_warning(app)) {
        return event->kind == UI_FINGER_UP && app_now(app) >= app->ui.deaf_until_ms;
    }
    return event->kind == UI_FINGER_UP || (event->kind == UI_KEY_DOWN && is_moved);
}

/* A control was activated: true if it means anything here. */
static bool activate(struct app *app, const char *id)
{
    struct session_intent intent;
    struct screen_view view = app_view(app);
    if (app_speech_activates(app, id) || app_desk_activates(app, id)) {
        return true;
    }
    if (!screen_intent(&view, id, &intent)) {
        return false;
    }
    app_apply(app, &intent);
    if (intent.kind == SESSION_WRITE) {
        app_speech_written(app, &intent);
    }
    bs_wipe(&intent, sizeof intent);
    return true;
}

void app_input(struct app *app, const struct ui_event *event)
{
    char activated[UI_ID_TEXT] = "", focus[UI_ID_TEXT];
    bool redraw = false;
    if (app_desk_hears(app, event) || app_speech_hears(app, event)) {
        return;
    }
    bs_utf8_copy(focus, sizeof focus, app->ui.focus);
    if (ui_handle(&app->ui, &app->shown, event, activated, &redraw) && activate(app, activated)) {
        return;
    }
    app_speech_focus(app, focus);
    if (says_here(app, event, redraw)) {
        app_desk_stay(app);
    }
}

static int wait_ms(const struct app *app, int most_ms)
{
    int64_t now = app_now(app);
    int64_t deadline = app_deadline(app);
    int64_t wait = deadline < 0 ? LOOK_MS : deadline - now;
    if (wait > LOOK_MS) {
        wait = LOOK_MS;
    }
    if (most_ms >= 0 && wait > most_ms) {
        wait = most_ms;
    }
    return wait < 0 ? 0 : (int)wait;
}

void app_wait(struct app *app, int most_ms)
{
    struct platform_event event = platform_wait(app->platform, wait_ms(app, most_ms));
    switch (event.kind) {
    case PLATFORM_INPUT:
        event.input.time_ms = app_now(app);
        app_input(app, &event.input);
        break;
    case PLATFORM_EXPOSED:
        platform_show_again(app->platform);
        break;
    case PLATFORM_SOUND:
        app_speech_cards(app);
        break;
    case PLATFORM_QUIT:
        app->quit = true;
        break;
    case PLATFORM_NOTHING:
    case PLATFORM_WOKEN:
        break;
    }
}

enum bs_err app_run(struct app *app, struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    while (rc == BS_OK && !app->quit) {
        rc = app_step(app, err);
        if (rc == BS_OK) {
            app_wait(app, -1);
        }
    }
    app->quit = true; /* also without a display: who was answering has not left */
    return rc;
}

int64_t app_unsettled_ms(const struct app *app)
{
    int64_t now = app_now(app);
    int64_t until = app->session.confirm_until_ms;
    if (app->ui.deaf_until_ms > until) {
        until = app->ui.deaf_until_ms;
    }
    return until > now ? until - now : 0;
}
