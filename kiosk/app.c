/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The loop: events of the platform and of the worker become intents, intents become effects and a scene. */

#include "app.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "messages.h"
#include "resources.h"
#include "resources_keyboards.h"
#include "scene_file.h"

#define LOOK_MS  60000 /* the hour and the day change on an idle screen too */
#define FOCUS_MS 45000 /* a focus without a visit is of somebody who has left */

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
    char icons[2 * BS_CONFIG_VALUE];
    snprintf(icons, sizeof icons, "%s/icons", app->config.assets_dir);
    struct platform_options options = {.is_headless =
                                           app->arguments.is_headless || app->arguments.check,
                                       .width = app->arguments.width,
                                       .height = app->arguments.height,
                                       .title = "Buurtstem",
                                       .font_dir = app->config.font_dir,
                                       .icon_dir = icons};
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
    return rc != BS_OK ? rc : resources_theme(&app->config, &app->display, &app->theme, err);
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
    session_start(&app->session, app_seed(app));
    ui_start(&app->ui);
    enum bs_err rc = messages_start(app->config.messages_dir, err);
    if (rc == BS_OK) {
        rc = open_display(app, err);
    }
    if (rc == BS_OK && !arguments->check) {
        struct worker_options options = {.state_dir = app->config.state_dir,
                                         .sync_dir = app->config.sync_dir,
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
    worker_stop(app->worker);
    platform_close(app->platform);
    bs_bundle_destroy(app->bundle);
    bs_bundle_destroy(app->next_bundle);
    *app = (struct app){0};
}

static struct screen_view view_of(const struct app *app)
{
    int64_t wall = app->clock.wall_ms(app->clock.self);
    struct bs_date today = bs_date_in_amsterdam(wall);
    int days = bs_date_days_between((struct bs_date){2001, 1, 1}, today); /* a Monday */
    return (struct screen_view){.session = &app->session,
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
                                .now_ms = app_now(app)};
}

static void apply(struct app *app, const struct session_intent *intent)
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
    }
}

static void warm_languages(const struct bs_bundle *bundle)
{
    for (size_t i = 0; i < bundle->language_count; i++) {
        struct bs_error err = {0};
        if (messages_warm(bundle->languages[i], &err) != BS_OK) {
            bs_log(BS_LOG_WARNING, "language.incomplete", "lang=%s why=\"%s\"",
                   bundle->languages[i], err.text);
        }
    }
}

static void need_icon(struct app *app, const char *programme, const char *icon)
{
    if (icon[0] != '\0' && !platform_has_icon(app->platform, icon)) {
        bs_log(BS_LOG_WARNING, "icon.missing", "programme=%s icon=%s", programme, icon);
    }
}

/* Central cannot know what icons this kiosk has; a missing one leaves its place empty. */
static void report_icons(struct app *app, const struct bs_bundle *bundle)
{
    for (size_t i = 0; i < bundle->programme_count; i++) {
        const struct bs_programme *programme = bundle->programmes[i].programme;
        need_icon(app, programme->id, programme->icon);
        for (size_t q = 0; q < programme->question_count; q++) {
            const struct bs_question *question = &programme->questions[q];
            for (size_t c = 0; c < question->choice_count; c++) {
                need_icon(app, programme->id, question->choices[c].icon);
            }
        }
    }
}

/* What waits for closing time goes to the log then, also what an earlier day left. */
static void release_at_closing(struct app *app)
{
    const struct screen_view view = view_of(app);
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
    struct bs_date today = view_of(app).today;
    bool is_new_day = bs_date_compare(today, app->session.today) != 0;
    if (bundle == NULL || (app->next_bundle == NULL && !is_new_day) ||
        !session_set_bundle(&app->session, bundle, today, app_now(app))) {
        return;
    }
    if (app->next_bundle != NULL) {
        bs_bundle_destroy(app->bundle);
        app->bundle = app->next_bundle;
        app->effects.bundle = app->bundle;
        app->next_bundle = NULL;
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
            intent.kind = effects_settle_extra(&app->effects, &event.id) ? SESSION_EXTRA_KEPT
                                                                         : SESSION_TICK;
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
        case WORKER_BUNDLE:
            bs_bundle_destroy(app->next_bundle);
            app->next_bundle = event.bundle;
            warm_languages(event.bundle);
            report_icons(app, event.bundle);
            break;
        }
        apply(app, &intent);
    }
}

/* Starts the dead time on another screen. A warning gives the focus back that was behind it, if somebody stays. */
static void note_screen(struct app *app, const char *screen, int64_t now_ms)
{
    bool is_warning = app->session.is_warning;
    if (strcmp(screen, app->screen) == 0) {
        return;
    }
    if (is_warning && !app->is_warned) {
        bs_utf8_copy(app->focus_behind, sizeof app->focus_behind, app->ui.focus);
    }
    ui_screen_changed(&app->ui, screen, now_ms);
    if (app->is_warned && !is_warning && app->session.is_active) {
        bs_utf8_copy(app->ui.focus, sizeof app->ui.focus, app->focus_behind);
    }
    if (!is_warning) {
        bs_wipe(app->focus_behind, sizeof app->focus_behind);
    }
    bs_utf8_copy(app->screen, sizeof app->screen, screen);
    app->is_warned = is_warning;
}

static void build(struct app *app)
{
    struct screen_view view = view_of(app);
    screen_build(&view, &app->scene);
    char screen[24];
    screen_name(&view, screen);
    note_screen(app, screen, view.now_ms);
    if (!app->session.is_active && view.now_ms - app->ui.last_key_ms >= FOCUS_MS) {
        bs_wipe(app->ui.focus, sizeof app->ui.focus);
    }
    ui_mark(&app->ui, &app->scene);
}

static enum bs_err present(struct app *app, struct bs_error *err)
{
    if (app->is_shown && scene_equal(&app->scene, &app->shown)) {
        return BS_OK;
    }
    app->shown = app->scene;
    app->is_shown = true;
    bs_wipe(&app->drawlist,
            sizeof app->drawlist); /* a longer one of before tells what was chosen */
    paint_scene(&app->shown, &app->theme, platform_text(app->platform), &app->drawlist);
    enum bs_err rc = platform_present(app->platform, &app->drawlist, err);
    app->frame++;
    if (rc == BS_OK && app->arguments.scene_file != NULL) {
        rc = scene_file_write(app->arguments.scene_file, &app->shown, &app->theme, app->frame, err);
    }
    return rc;
}

enum bs_err app_step(struct app *app, struct bs_error *err)
{
    take_worker_events(app);
    int64_t deadline = session_deadline(&app->session, app_now(app));
    if (deadline >= 0 && app_now(app) >= deadline) {
        apply(app, &(struct session_intent){.kind = SESSION_TICK});
    }
    refresh_session(app);
    release_at_closing(app);
    build(app);
    return present(app, err);
}

/* Whether somebody is there, though nothing was activated: a finger was lifted, or a key moved the focus. In the warning
 * keys only move, so that Stop can be reached by them. */
static bool says_here(const struct app *app, const struct ui_event *event, bool is_moved)
{
    if (app->session.is_warning) {
        return event->kind == UI_FINGER_UP && app_now(app) >= app->ui.deaf_until_ms;
    }
    return event->kind == UI_FINGER_UP || (event->kind == UI_KEY_DOWN && is_moved);
}

void app_input(struct app *app, const struct ui_event *event)
{
    char activated[UI_ID_TEXT] = "";
    bool redraw = false;
    struct session_intent intent;
    struct screen_view view = view_of(app);
    if (ui_handle(&app->ui, &app->shown, event, activated, &redraw) &&
        screen_intent(&view, activated, &intent)) {
        apply(app, &intent);
    } else if (says_here(app, event, redraw)) {
        apply(app, &(struct session_intent){.kind = SESSION_STAY});
    }
}

static int wait_ms(const struct app *app, int most_ms)
{
    int64_t now = app_now(app);
    int64_t deadline = session_deadline(&app->session, now);
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
