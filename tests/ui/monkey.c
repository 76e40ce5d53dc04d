/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The monkey on visit, screens and fingers alone: no fonts, no disk, a clock of its own, a store that answers as it likes.
 * Usage: monkey SEED EVENTS THEME CONTRAST KEYBOARDS BUNDLE… */

#include "monkey.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "screen.h"
#include "shipped.h"
#include "stub_text.h"

#define BUNDLES_MAX   12
#define ANSWERS_MAX   8 /* of the store, on their way */
#define TICKS_MAX     64
#define MODES         16
#define DAY_MS        86400000
#define START_WALL_MS 1795341600000 /* 22 November 2026, 10:00 */

/* What the store will say, and when. */
struct reply {
    bool is_due;
    int64_t at_ms;
    enum session_intent_kind kind;
    unsigned long visit; /* whose it was */
};

struct world {
    struct monkey monkey;
    struct session session;
    struct session fresh; /* as it is when nobody has been there */
    struct ui ui;
    struct ui_scene scene, other;
    struct ui_theme themes[MODES];
    struct ui_display display;
    struct screen_words words;
    struct keyboards keyboards;
    struct screen_view view;
    struct bs_bundle *bundles[BUNDLES_MAX];
    size_t bundle_count, bundle, next_bundle;
    int64_t now_ms, wall_ms, read_minute;
    unsigned long visit;
    bool has_record; /* effects.c has bytes that can be saved again */
    struct reply replies[ANSWERS_MAX];
    char screen[24];
    bool is_changed; /* since the scene was built */
    bool is_marked;  /* pressed and focused changed alone */
};

static struct bs_bundle *read_bundle(const char *path)
{
    struct bs_buf text;
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};
    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    if (bs_file_read(path, &text, &err) != BS_OK ||
        bs_bundle_parse(bs_buf_bytes(&text), &bundle, &err) != BS_OK) {
        fprintf(stderr, "monkey: %s: %s\n", path, err.text);
        exit(2);
    }
    bs_buf_finish(&text);
    return bundle;
}

/* ---- what is seen ---- */

/* What the wall clock means is worked out once a minute. */
static void read_clock(struct world *world)
{
    int64_t minute = world->wall_ms / 60000;
    if (world->read_minute == minute) {
        return;
    }
    struct screen_view *view = &world->view;
    view->today = bs_date_in_amsterdam(world->wall_ms);
    view->minute = bs_minute_in_amsterdam(world->wall_ms);
    int days = bs_date_days_between((struct bs_date){2001, 1, 1}, view->today);
    view->weekday = ((days % 7) + 7) % 7;
    world->read_minute = minute;
}

static struct bs_date today(struct world *world)
{
    read_clock(world);
    return world->view.today;
}

static struct screen_view *view_of(struct world *world, const struct session *session)
{
    struct screen_view *view = &world->view;
    read_clock(world);
    view->session = session;
    view->modes = session->modes;
    view->theme = &world->themes[session->modes % MODES];
    view->now_ms = world->now_ms;
    view->wall_ms = world->wall_ms;
    return view;
}

static void mark(struct world *world)
{
    for (size_t i = 0; i < world->scene.count; i++) {
        world->scene.nodes[i].states &= ~(unsigned)(UI_STATE_PRESSED | UI_STATE_FOCUSED);
    }
    ui_mark(&world->ui, &world->scene);
    world->is_marked = false;
}

/* As the program does: a new screen forgets the finger and is deaf for a moment. */
static void build(struct world *world)
{
    struct screen_view *view = view_of(world, &world->session);
    char name[24];
    screen_build(view, &world->scene);
    screen_name(view, name);
    if (strcmp(name, world->screen) != 0) {
        ui_screen_changed(&world->ui, name, world->now_ms);
        bs_utf8_copy(world->screen, sizeof world->screen, name);
    }
    mark(world);
    monkey_scene(&world->monkey, &world->scene, false);
    world->monkey.screens[world->session.screen]++;
    world->is_changed = false;
}

/* ---- the visit ---- */

/* Nobody can see that somebody was here: the scene is the one of a kiosk that nobody has touched. */
static void looks_untouched(struct world *world)
{
    struct session *fresh = &world->fresh;
    struct session_effect effect;
    const struct session *session = &world->session;
    session_start(fresh, 1);
    struct session_intent intent = {.kind = session->is_store_ready ? SESSION_STORE_READY
                                                                    : SESSION_STORE_BROKEN};
    session_apply(fresh, &intent, world->now_ms, &effect);
    if (session->bundle != NULL) {
        session_set_bundle(fresh, session->bundle, session->today, world->now_ms);
    }
    intent = (struct session_intent){.kind = SESSION_TIME,
                                     .today = session->today,
                                     .weekday = session->weekday,
                                     .minute = session->minute};
    session_apply(fresh, &intent, world->now_ms, &effect);
    fresh->touched_ms = session->touched_ms;
    fresh->screen_ms = session->screen_ms;
    fresh->shuffle = session->shuffle;
    fresh->burst = session->burst; /* how many quick visits there were, and when: not whose */
    memcpy(fresh->order, session->order, sizeof fresh->order);
    session_apply(fresh, &(struct session_intent){.kind = SESSION_TICK}, world->now_ms, &effect);
    screen_build(view_of(world, fresh), &world->other);
    screen_build(view_of(world, session), &world->scene);
    MONKEY_MUST(&world->monkey, scene_equal(&world->other, &world->scene),
                "what is shown after the visit is not what is shown before one: %s",
                world->other.screen);
}

static void reply_later(struct world *world, enum session_intent_kind good,
                        enum session_intent_kind bad)
{
    struct monkey *monkey = &world->monkey;
    size_t how = monkey_dice(monkey, 100);
    for (size_t i = 0; how < 95 && i < ANSWERS_MAX; i++) {
        if (!world->replies[i].is_due) {
            size_t most = how < 75 ? 300 : how < 85 ? 3000 : 60000;
            int64_t at_ms = world->now_ms + (int64_t)monkey_dice(monkey, most);
            bool is_good = monkey_chance(monkey, 88);
            world->replies[i] = (struct reply){true, at_ms, is_good ? good : bad, world->visit};
            return;
        }
    }
}

static void run_effect(struct world *world, const struct session_effect *effect)
{
    switch (effect->kind) {
    case SESSION_NO_EFFECT:
        break;
    case SESSION_SAVE_AGAIN:
        MONKEY_MUST(&world->monkey, world->has_record, "nothing is there to be saved again");
        reply_later(world, SESSION_SAVED, SESSION_SAVE_FAILED);
        break;
    case SESSION_SAVE:
    case SESSION_SAVE_CORRECTION:
        world->has_record = true;
        reply_later(world, SESSION_SAVED, SESSION_SAVE_FAILED);
        break;
    case SESSION_KEEP_WORDS:
    case SESSION_KEEP_ABOUT_YOU:
    case SESSION_KEEP_WISH:
        reply_later(world, SESSION_EXTRA_KEPT, SESSION_EXTRA_FAILED);
        break;
    case SESSION_SAVE_VERDICT:
        break;
    }
}

static void apply(struct world *world, const struct session_intent *intent, bool is_tapped)
{
    struct session_effect effect;
    struct session *session = &world->session;
    bool was_active = session->is_active;
    int64_t started_ms = session->started_ms;
    world->is_changed = session_apply(session, intent, world->now_ms, &effect) || world->is_changed;
    monkey_effect(&world->monkey, intent, is_tapped, &effect);
    run_effect(world, &effect);
    bs_wipe(&effect, sizeof effect);
    if (was_active && (!session->is_active || session->started_ms != started_ms)) {
        monkey_visit_over(&world->monkey);
        world->visit++;
        world->has_record = false;
        world->is_changed = true;
        if (!session->is_active) {
            looks_untouched(world);
        }
    }
}

static void apply_kind(struct world *world, enum session_intent_kind kind)
{
    apply(world, &(struct session_intent){.kind = kind}, false);
}

/* ---- the world ---- */

/* What the store says to somebody who has left is news of the store alone. */
static void take_replies(struct world *world)
{
    for (size_t i = 0; i < ANSWERS_MAX; i++) {
        struct reply *reply = &world->replies[i];
        if (!reply->is_due || reply->at_ms > world->now_ms) {
            continue;
        }
        reply->is_due = false;
        bool is_mine = reply->visit == world->visit;
        monkey_tell(&world->monkey, " store %d", (int)reply->kind);
        if (is_mine) {
            apply_kind(world, reply->kind);
        } else if (reply->kind == SESSION_SAVED || reply->kind == SESSION_SAVE_FAILED) {
            apply_kind(world,
                       reply->kind == SESSION_SAVED ? SESSION_STORE_READY : SESSION_STORE_BROKEN);
        }
    }
}

static void tell_time(struct world *world)
{
    struct screen_view *view = view_of(world, &world->session);
    const struct session *session = &world->session;
    if (session->minute != view->minute || session->weekday != view->weekday) {
        struct session_intent intent = {.kind = SESSION_TIME,
                                        .today = view->today,
                                        .weekday = view->weekday,
                                        .minute = view->minute};
        apply(world, &intent, false);
    }
}

static void refresh_bundle(struct world *world)
{
    bool is_new = world->next_bundle != world->bundle ||
                  bs_date_compare(today(world), world->session.today) != 0;
    if (is_new && session_set_bundle(&world->session, world->bundles[world->next_bundle],
                                     today(world), world->now_ms)) {
        world->bundle = world->next_bundle;
        world->is_changed = true;
    }
}

/* Each wait of the loop ends at the next deadline, and there is an end to what is overdue. */
static void settle(struct world *world)
{
    for (int i = 0; i < TICKS_MAX; i++) {
        int64_t deadline = session_deadline(&world->session, world->now_ms);
        if (deadline < 0 || deadline > world->now_ms) {
            return;
        }
        apply_kind(world, SESSION_TICK);
    }
    monkey_fail(&world->monkey, "a deadline stays in the past");
}

static void pass_time(struct world *world, int64_t ms)
{
    world->now_ms += ms;
    world->wall_ms += ms;
    take_replies(world);
    settle(world);
    tell_time(world);
    refresh_bundle(world);
    settle(world);
}

/* What happens to a kiosk and is done by nobody. */
static void happen(struct world *world)
{
    struct monkey *monkey = &world->monkey;
    switch (monkey_dice(monkey, 7)) {
    case 0:
        monkey_tell(monkey, " store broken");
        apply_kind(world, SESSION_STORE_BROKEN);
        break;
    case 1:
    case 2:
        monkey_tell(monkey, " store ready");
        apply_kind(world, SESSION_STORE_READY);
        break;
    case 3:
        world->next_bundle = monkey_dice(monkey, world->bundle_count);
        monkey_tell(monkey, " bundle %zu", world->next_bundle);
        break;
    case 4:
        monkey_tell(monkey, " another hour");
        world->wall_ms += (int64_t)monkey_dice(monkey, DAY_MS / 4);
        break;
    case 5:
        session_set_speaking(&world->session, !world->session.is_speaking, world->now_ms);
        monkey_tell(monkey, " speaking %d", world->session.is_speaking);
        break;
    default:
        monkey_tell(monkey, " headset");
        apply(world, &(struct session_intent){.kind = SESSION_TOGGLE, .index = SESSION_SPEECH},
              true);
        break;
    }
    pass_time(world, 0);
}

/* ---- one event ---- */

static bool says_here(const struct world *world, const struct ui_event *event, bool is_moved)
{
    if (world->session.is_warning) {
        return event->kind == UI_FINGER_UP && world->now_ms >= world->ui.deaf_until_ms;
    }
    return event->kind == UI_FINGER_UP || (event->kind == UI_KEY_DOWN && is_moved);
}

static void touch(struct world *world)
{
    struct monkey *monkey = &world->monkey;
    struct ui_event event = monkey_event(monkey, world->now_ms);
    struct session_intent intent;
    char id[UI_ID_TEXT] = "";
    bool is_redrawn = false;
    bool is_active = ui_handle(&world->ui, &world->scene, &event, id, &is_redrawn);
    world->is_marked = world->is_marked || is_redrawn;
    if (is_active) {
        monkey_activated(monkey, id);
    }
    if (is_active && screen_intent(view_of(world, &world->session), id, &intent)) {
        monkey_meant(monkey, id, &intent);
        apply(world, &intent, true);
    } else if (says_here(world, &event, is_redrawn)) {
        apply_kind(world, SESSION_STAY);
    }
    pass_time(world, 0);
}

static void step(struct world *world)
{
    struct monkey *monkey = &world->monkey;
    monkey->event++;
    monkey->trace[monkey->event % MONKEY_TRACE][0] = '\0';
    size_t what = monkey_dice(monkey, 1000);
    if (monkey->is_lifting || what < 900) {
        int64_t pause = (int64_t)monkey_dice(monkey, monkey_chance(monkey, 50) ? 700 : 60);
        pass_time(world, pause);
        if (world->is_changed) {
            build(world);
        }
        touch(world);
    } else if (what < 990) {
        int64_t pause = (int64_t)monkey_dice(monkey, monkey_chance(monkey, 12) ? 100000 : 2000);
        monkey_tell(monkey, " %" PRId64 " ms", pause);
        pass_time(world, pause);
        world->is_changed = true;
    } else {
        happen(world);
    }
    if (world->is_changed) {
        build(world);
    } else if (world->is_marked) {
        mark(world);
    }
}

/* ---- the program ---- */

static void make(struct world *world, char **argv, int count)
{
    struct ui_theme base, contrast;
    world->display = (struct ui_display){1920, 1080, 476, 268, 920, 600};
    shipped_theme(argv[3], &world->display, &base);
    shipped_theme(argv[4], &world->display, &contrast);
    for (unsigned modes = 0; modes < MODES; modes++) {
        theme_vary(&base, &contrast, modes, &world->themes[modes]);
    }
    shipped_keyboards(argv[5], &world->keyboards);
    for (int i = 6; i < count && world->bundle_count < BUNDLES_MAX; i++) {
        world->bundles[world->bundle_count++] = read_bundle(argv[i]);
    }
    world->words = shipped_words();
    world->view = (struct screen_view){.display = &world->display,
                                       .text = &stub_text,
                                       .words = &world->words,
                                       .languages = &shipped_languages,
                                       .keyboards = &world->keyboards,
                                       .has_sound = true};
    world->now_ms = 1000000;
    world->wall_ms = START_WALL_MS;
    session_start(&world->session, strtoull(argv[1], NULL, 10));
    ui_start(&world->ui);
    monkey_start(&world->monkey, strtoull(argv[1], NULL, 10), &world->session, &world->scene);
    apply_kind(world, SESSION_STORE_READY);
    session_set_bundle(&world->session, world->bundles[0], today(world), world->now_ms);
    pass_time(world, 0);
    build(world);
}

int main(int argc, char **argv)
{
    if (argc < 7) {
        fprintf(stderr, "usage: monkey SEED EVENTS THEME CONTRAST KEYBOARDS BUNDLE…\n");
        return 2;
    }
    struct world *world = bs_xcalloc(1, sizeof *world);
    unsigned long events = strtoul(argv[2], NULL, 10);
    make(world, argv, argc);
    while (world->monkey.event < events) {
        step(world);
    }
    const struct monkey *monkey = &world->monkey;
    printf("%lu events, %lu activations, %lu visits, %lu saved, %lu left behind; screens:",
           monkey->event, monkey->activations, monkey->visits, monkey->saves, monkey->extras);
    for (size_t i = 0; i <= SESSION_SETTING_UP; i++) {
        printf(" %lu", monkey->screens[i]);
    }
    printf("\n");
    for (size_t i = 0; i < world->bundle_count; i++) {
        bs_bundle_destroy(world->bundles[i]);
    }
    free(world);
    return 0;
}
