/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the desk, the visit beside it, and the worker. */

#include "app_desk.h"

#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "answers_words.h"
#include "app.h"
#include "messages.h"

bool app_desk_is_open(const struct app *app)
{
    return app->desk.desk.screen != DESK_SHUT;
}

bool app_is_warning(const struct app *app)
{
    return app_desk_is_open(app) ? app->desk.desk.is_warning : app->session.is_warning;
}

const char *app_lang(const struct app *app)
{
    return app_desk_is_open(app) ? "nl" : app->session.lang;
}

const struct text_entry *app_desk_written(const struct app *app)
{
    return app->desk.desk.screen == DESK_WRITE ? &app->desk.desk.words : NULL;
}

static bool shows_words(const struct app *app)
{
    const enum desk_screen screen = app->desk.desk.screen;
    return screen == DESK_WORDS || screen == DESK_HIDE || screen == DESK_PASS;
}

/* ---- effects ---- */

static void intend(struct app *app, const struct desk_intent *intent);

static void intend_kind(struct app *app, enum desk_intent_kind kind, size_t index)
{
    intend(app, &(struct desk_intent){.kind = kind, .index = index});
}

/* As a bundle that waits for a visit to end says it, too: who is not in it any more is not let in by the one before it. */
static const struct bs_bundle *newest(const struct app *app)
{
    return app->next_bundle != NULL ? app->next_bundle : app->bundle;
}

static bool is_waited_for(enum desk_effect_kind kind)
{
    return kind != DESK_NOTE_TRIES && kind != DESK_PIN_SUBJECT;
}

/* An order that the queue has no room for failed: who waits has to hear it. */
static void order(struct app *app, const struct desk_effect *effect)
{
    app->desk.asked += is_waited_for(effect->kind) ? 1 : 0;
    struct desk_order order = {.effect = *effect, .number = app->desk.asked};
    if (effect->kind == DESK_ASK_WHO) {
        desk_order_know(&order, newest(app));
    }
    const bool is_queued = app->worker != NULL && worker_desk(app->worker, &order);
    bs_wipe(&order, sizeof order);
    if (!is_queued) {
        bs_log(BS_LOG_ERROR, "desk.not-queued", "effect=%d", (int)effect->kind);
    }
    if (!is_queued && is_waited_for(effect->kind)) {
        intend_kind(app, effect->kind == DESK_ASK_WHO ? DESK_UNASKED : DESK_NOT_KEPT,
                    DESK_TROUBLE_DISK);
    }
}

/* Nothing that she saw stays in memory, on the glass or on the stack. */
static void forget(struct app *app)
{
    struct app_desk *desk = &app->desk;
    bs_wipe(desk->answers, sizeof desk->answers);
    bs_wipe(desk->badge, sizeof desk->badge);
    desk->badge_len = 0;
    bs_wipe(app->ui.focus, sizeof app->ui.focus);
    app_speech_forget(app);
    app->is_left = true;
}

static void end_session(struct app *app)
{
    if (app->session.is_active) {
        app_apply(app, &(struct session_intent){.kind = SESSION_STOP});
    }
}

static void help_visit(struct app *app, const struct desk_effect *effect)
{
    const enum bs_channel channel = desk_channel(&app->desk.desk);
    forget(app);
    session_help(&app->session, channel, effect->batch, effect->programme, app_now(app));
    if (!app->session
             .is_active) { /* nothing can be asked now: a group would wait for it all night */
        intend_kind(app, DESK_VISIT_OVER, 1);
    }
}

static void set_now(struct app *app, const char *programme, int64_t until_ms)
{
    (void)bs_utf8_copy(app->desk.now, sizeof app->desk.now, programme);
    app->desk.now_until_ms = until_ms;
    session_set_now(&app->session, app->desk.now, app_now(app));
}

static void carry_out(struct app *app, const struct desk_effect *effect)
{
    switch (effect->kind) {
    case DESK_NO_EFFECT:
        break;
    case DESK_CLOSE:
        end_session(app);
        forget(app);
        break;
    case DESK_HELP_VISIT:
        help_visit(app, effect);
        break;
    case DESK_PIN_SUBJECT:
        set_now(app, effect->programme, effect->until_ms);
        order(app, effect);
        break;
    default:
        order(app, effect);
        break;
    }
}

static void ask_status(struct app *app)
{
    const enum desk_screen screen = app->desk.desk.screen;
    const bool is_shown = screen == DESK_HOME || screen == DESK_STATUS;
    if (is_shown && app->worker != NULL &&
        (app->desk.status_ms == 0 || app_now(app) - app->desk.status_ms >= APP_DESK_STATUS_MS) &&
        worker_ask_status(app->worker)) {
        app->desk.status_ms = app_now(app);
    }
}

/* Its end as any other's: what was written in it goes from memory and glass. */
static void set_visit_aside(struct app *app)
{
    session_set_aside(&app->session, app_now(app));
    effects_forget(&app->effects);
    app_speech_forget(app);
    app->is_left = true;
}

static void intend(struct app *app, const struct desk_intent *intent)
{
    struct desk_effect effect;
    const bool was_open = app_desk_is_open(app), was_in = app->desk.desk.who[0] != '\0';
    (void)desk_apply(&app->desk.desk, intent, app_now(app), app->clock.wall_ms(app->clock.self),
                     &effect);
    if (!was_open && app_desk_is_open(app) && app->session.is_active) {
        set_visit_aside(app);
    }
    if (was_in && app->desk.desk.who[0] == '\0' && effect.kind != DESK_CLOSE) {
        forget(app); /* somebody else stands there */
    }
    carry_out(app, &effect);
    bs_wipe(&effect, sizeof effect);
    ask_status(app);
}

/* ---- what is pressed ---- */

void app_desk_stay(struct app *app)
{
    if (app_desk_is_open(app)) {
        intend_kind(app, DESK_STAY, 0);
    }
    app_apply(app, &(struct session_intent){.kind = SESSION_STAY}); /* the light stays on, too */
}

/* How it is seen and heard is the visit's, here too. */
static bool is_mode(enum session_intent_kind kind)
{
    return kind == SESSION_TOGGLE || kind == SESSION_LOUDER || kind == SESSION_SOFTER ||
           kind == SESSION_SLOWER;
}

static void say_written(struct app *app, const struct desk_intent *intent)
{
    struct session_intent written = {.kind = SESSION_WRITE};
    (void)bs_utf8_copy(written.text, sizeof written.text, intent->text);
    app_speech_written(app, &written);
    bs_wipe(&written, sizeof written);
}

bool app_desk_activates(struct app *app, const char *id)
{
    const struct screen_view view = app_view(app);
    struct desk_intent intent;
    struct session_intent other;
    if (!app->desk.is_started) {
        return false;
    }
    if (screen_desk_intent(&view, id, &intent)) {
        intend(app, &intent);
        if (intent.kind == DESK_KEY) {
            say_written(app, &intent);
        }
        bs_wipe(&intent, sizeof intent);
        app_apply(app, &(struct session_intent){.kind = SESSION_STAY});
        return true;
    }
    if (!app_desk_is_open(app)) {
        return false;
    }
    if (screen_intent(&view, id, &other) && is_mode(other.kind)) {
        app_apply(app, &other);
    }
    app_desk_stay(app);
    return true;
}

/* ---- a badge ---- */

static void forget_badge(struct app_desk *desk)
{
    bs_wipe(desk->badge, sizeof desk->badge);
    desk->badge_len = 0;
}

/* A sign that no badge has (pin_rules.h at central): a line that is too long is no one's, whatever its beginning. */
#define NO_SIGN '\x7f'

static void take_sign(struct app_desk *desk, const struct ui_event *event)
{
    if (event->time_ms - desk->badge_ms > APP_DESK_BADGE_MS) {
        forget_badge(desk);
    }
    desk->badge_ms = event->time_ms;
    if (desk->badge_len == 0 && event->sign == ' ') {
        return; /* no badge begins with a blank: it was a key to choose with */
    }
    if (desk->badge_len < DESK_BADGE_MOST) {
        desk->badge[desk->badge_len++] = event->sign;
    } else {
        desk->badge[DESK_BADGE_MOST - 1] = NO_SIGN;
    }
}

static void end_line(struct app *app)
{
    struct desk_intent intent = {.kind = DESK_BADGE};
    memcpy(intent.text, app->desk.badge, sizeof app->desk.badge);
    forget_badge(&app->desk);
    intend(app, &intent);
    bs_wipe(&intent, sizeof intent);
}

/* Once somebody is in, keys that type may be a keypad's: of who hears the screen, or moves a focus by them. */
static bool reads_badges(const struct app *app)
{
    const bool uses_keys = (app->session.modes & SESSION_SPEECH) != 0 || app->ui.focus[0] != '\0';
    return app_desk_is_open(app) && (app->desk.desk.screen == DESK_DOOR || !uses_keys);
}

bool app_desk_hears(struct app *app, const struct ui_event *event)
{
    struct app_desk *desk = &app->desk;
    const bool is_key = event->kind == UI_KEY_DOWN;
    const bool chooses = is_key && event->key == UI_KEY_CHOOSE;
    const bool reads = reads_badges(app);
    if (event->kind == UI_TYPED && reads) {
        take_sign(desk, event);
    }
    if (!is_key || !reads) {
        return event->kind == UI_TYPED;
    }
    if (chooses && !event->is_typing && desk->badge_len > 0) {
        end_line(app);
        return true;
    }
    return event->is_typing && !(chooses && desk->badge_len == 0);
}

/* ---- what the worker says ---- */

/* Beside the words stands what was answered with them. */
static void take_answers(struct app *app, const struct desk_answer *answer)
{
    const struct screen_view view = app_view(app);
    bs_wipe(app->desk.answers, sizeof app->desk.answers);
    if (answer->has_submission) {
        answers_words(&view, &answer->submission, app->desk.answers, sizeof app->desk.answers);
    }
}

/* Of a note, of words, of a page that she went away from, while another answer is waited for. What the door hears always counts. */
static bool is_late(const struct app *app, const struct desk_answer *answer)
{
    if (answer->is_stick) {
        return app->desk.desk.screen != DESK_EXPORT;
    }
    return answer->kind != DESK_LET_IN && answer->kind != DESK_TURNED_AWAY &&
           answer->kind != DESK_UNASKED && answer->number != app->desk.asked;
}

void app_desk_take(struct app *app, const struct desk_answer *answer)
{
    struct desk_intent intent = {.kind = answer->kind,
                                 .index = answer->index,
                                 .queue = &answer->queue,
                                 .comment = &answer->comment};
    if (is_late(app, answer)) {
        return;
    }
    (void)bs_utf8_copy(intent.text, sizeof intent.text, answer->who);
    if (answer->kind == DESK_READ) {
        take_answers(app, answer);
    }
    intend(app, &intent);
    app_desk_take_next_bundle(app); /* it may have come while it was looked at who she is */
}

void app_desk_take_door(struct app *app, int tries, const char *programme, int64_t until_ms)
{
    struct desk_effect none;
    desk_start(&app->desk.desk, tries, app_now(app));
    app->desk.is_started = true;
    if (app->bundle != NULL) {
        desk_set_bundle(&app->desk.desk, app->bundle, &none);
    }
    set_now(app, programme, until_ms);
}

void app_desk_take_status(struct app *app, const struct desk_status *status)
{
    struct desk_status *out = &app->desk.status;
    *out = *status;
    out->has_sound = app_speech_can_be_heard(app);
    out->has_keypad = platform_has_keys();
    out->language_count = app->desk.incomplete_count;
    memcpy(out->languages, app->desk.incomplete, sizeof out->languages);
    app->desk.has_status = true;
}

void app_desk_note_language(struct app *app, const char *lang, bool is_first)
{
    struct app_desk *desk = &app->desk;
    desk->incomplete_count = is_first ? 0 : desk->incomplete_count;
    if (lang != NULL && desk->incomplete_count < BS_LANGUAGES_MAX) {
        (void)bs_utf8_copy(desk->incomplete[desk->incomplete_count++], BS_LANG_TEXT, lang);
    }
}

void app_desk_take_bundle(struct app *app)
{
    struct desk_effect effect;
    desk_set_bundle(&app->desk.desk, app->bundle, &effect);
    carry_out(app, &effect);
}

void app_desk_take_next_bundle(struct app *app)
{
    const char *who = app->desk.desk.who;
    if (who[0] != '\0' && app->next_bundle != NULL &&
        bs_bundle_connector(app->next_bundle, who) == NULL) {
        bs_log(BS_LOG_INFO, "desk.signed-out", "by=%s why=not-in-bundle", who);
        intend_kind(app, DESK_SIGNED_OUT, 0);
    }
}

/* ---- time ---- */

void app_desk_visit_over(struct app *app)
{
    intend_kind(app, DESK_VISIT_OVER, session_was_left(&app->session) ? 1 : 0);
}

static void end_now(struct app *app)
{
    struct app_desk *desk = &app->desk;
    const struct desk_effect none = {.kind = DESK_PIN_SUBJECT};
    if (desk->now[0] != '\0' && app->clock.wall_ms(app->clock.self) >= desk->now_until_ms) {
        set_now(app, "", 0);
        order(app, &none);
    }
}

static void do_chores(struct app *app)
{
    struct app_desk *desk = &app->desk;
    const int64_t now = app_now(app);
    if (desk->is_started && app->worker != NULL &&
        (desk->chores_ms == 0 || now - desk->chores_ms >= APP_DESK_CHORES_MS) &&
        worker_chores(app->worker)) {
        desk->chores_ms = now;
    }
}

/* With a mode that was set here the visit beside the desk is there: its time-out is the desk's. */
static void hold_visit(struct app *app)
{
    if (app_desk_is_open(app) && app->session.is_active) {
        app_apply(app, &(struct session_intent){.kind = SESSION_STAY});
    }
}

void app_desk_step(struct app *app)
{
    struct app_desk *desk = &app->desk;
    const int64_t now = app_now(app);
    hold_visit(app);
    end_now(app);
    do_chores(app);
    if (app->speech.talk.is_active) {
        desk_hold(&desk->desk, now);
    }
    if (app_desk_is_open(app)) {
        intend_kind(app, DESK_TICK, 0);
    }
    if (!shows_words(app)) {
        bs_wipe(desk->answers, sizeof desk->answers);
    }
    ask_status(app);
    platform_take_signs(app->platform, app_desk_is_open(app));
}

int64_t app_desk_deadline(const struct app *app)
{
    const struct app_desk *desk = &app->desk;
    const int64_t deadline = desk_deadline(&desk->desk, app_now(app));
    const bool is_looked_at = desk->desk.screen == DESK_HOME || desk->desk.screen == DESK_STATUS;
    const int64_t due = desk->status_ms + APP_DESK_STATUS_MS,
                  soon = app_now(app) + APP_DESK_AGAIN_MS;
    const int64_t status = due > soon ? due : soon; /* the queue may have had no room for it */
    return is_looked_at && (deadline < 0 || status < deadline) ? status : deadline;
}
