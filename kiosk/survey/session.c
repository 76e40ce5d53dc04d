/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The visit: every rule about what follows what, and when. */

#include "session_p.h"

#include <assert.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

const struct bs_programme *session_programme(const struct session *session)
{
    if (session->bundle == NULL || session->programme >= session->bundle->programme_count) {
        return NULL;
    }
    return session->bundle->programmes[session->programme].programme;
}

const struct bs_question *session_question(const struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    if (programme == NULL || session->question >= programme->question_count) {
        return NULL;
    }
    return &programme->questions[session->question];
}

void session_enter(struct session *session, enum session_screen screen, int64_t now_ms)
{
    session->screen = screen;
    session->screen_ms = now_ms;
    session->confirm_until_ms = 0;
    session->hint = false;
}

enum session_screen session_rest_screen(const struct session *session, int64_t now_ms)
{
    if (session_is_dark(session, now_ms)) {
        return SESSION_CLOSED;
    }
    if (session->programme == SESSION_NONE) {
        return SESSION_SETTING_UP;
    }
    return session->is_store_ready ? SESSION_ATTRACT : SESSION_OUT_OF_ORDER;
}

/* What is not named here is gone. */
void session_end_visit(struct session *session, int64_t now_ms)
{
    if (session->is_active) {
        session_shuffle(session);
    }
    const struct bs_bundle *bundle = session->bundle;
    bool is_store_ready = session->is_store_ready;
    struct bs_date today = session->today;
    int weekday = session->weekday, minute = session->minute;
    uint64_t shuffle = session->shuffle;
    int64_t touched_ms = session->touched_ms;
    struct burst burst = session->burst;
    char now[BS_SLUG_TEXT];
    bs_utf8_copy(now, sizeof now, session->next_now);
    bool was_left = session->was_left; /* false where a visit was going on */
    bs_wipe(session, sizeof *session);
    session->bundle = bundle;
    session->is_store_ready = is_store_ready;
    session->today = today;
    session->weekday = weekday;
    session->minute = minute;
    session->shuffle = shuffle;
    session->touched_ms = touched_ms;
    session->burst = burst;
    session->was_left = was_left;
    bs_utf8_copy(session->now, sizeof session->now, now);
    bs_utf8_copy(session->next_now, sizeof session->next_now, now);
    session->volume = SESSION_VOLUME_START;
    session->answer = SESSION_NONE;
    session->registered = SESSION_NONE;
    session->area = SESSION_NONE;
    session->programme = session_open_at(session, 0);
    session_draw_order(session);
    bs_utf8_copy(session->lang, sizeof session->lang, bundle ? bundle->languages[0] : "nl");
    session_enter(session, session_rest_screen(session, now_ms), now_ms);
}

void session_start(struct session *session, uint64_t seed)
{
    memset(session, 0, sizeof *session);
    session->shuffle = seed;
    session->minute = -1;
    session_end_visit(session, 0);
}

bool session_set_bundle(struct session *session, const struct bs_bundle *bundle,
                        struct bs_date today, int64_t now_ms)
{
    if (session->is_active || session->is_save_pending) {
        return false;
    }
    session->touched_ms = session->bundle == NULL ? now_ms : session->touched_ms;
    session->bundle = bundle;
    session->today = today;
    session_end_visit(session, now_ms);
    return true;
}

void session_begin_visit(struct session *session, int64_t now_ms)
{
    if (!session->is_active) {
        session->is_active = true;
        session->was_left = false;
        session->started_ms = now_ms;
        session->last_tap_ms = now_ms;
    }
}

/* ---- saving ---- */

static void fill_submission(const struct session *session, bool is_partial, int64_t seconds,
                            struct bs_submission *out)
{
    /* There is one: an answer is only given to a programme that is shown. */
    const struct bs_programme *programme =
        session->bundle->programmes[session->programme].programme;
    *out = (struct bs_submission){.version = programme->version,
                                  .channel = session->channel,
                                  .is_trial = !session->bundle->is_in_use,
                                  .is_partial = is_partial,
                                  .is_burst = session->is_burst,
                                  .seconds = seconds > 86400 ? 86400 : (int)seconds};
    bs_utf8_copy(out->programme, sizeof out->programme, programme->id);
    bs_utf8_copy(out->place, sizeof out->place, session->bundle->place.id);
    bs_utf8_copy(out->lang, sizeof out->lang, session->lang);
    bs_utf8_copy(out->batch, sizeof out->batch, session->batch);
    answers_export(&session->answers, programme, out);
}

void session_save(struct session *session, bool is_partial, int64_t now_ms,
                  struct session_effect *effect)
{
    int64_t ended_ms = is_partial ? session->last_tap_ms : now_ms;
    if (!session->is_correcting && session->channel == BS_CHANNEL_KIOSK) {
        session->is_burst = burst_note(&session->burst, session->started_ms, ended_ms);
    }
    effect->kind = session->is_correcting ? SESSION_SAVE_CORRECTION : SESSION_SAVE;
    fill_submission(session, is_partial, (ended_ms - session->started_ms) / 1000,
                    &effect->submission);
    session->is_save_pending = true;
    session->is_saved = false;
}

/* Without what followed from an answer that was taken off again, there may be nothing left to keep. */
static void prune(struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    if (programme != NULL) {
        branch_prune(programme, &session->answers);
    }
}

/* At a card behind the last question everything is answered. */
static bool is_partial(const struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    return programme->questions[session->question].kind != BS_KIND_CARD ||
           !branch_is_complete(programme, &session->answers);
}

/* Time is up. What was answered is kept, as partial if the programme keeps such; a visit that was saved already, or that the
 * disk refused, is not kept twice, and answers that are being changed stay as they were. */
static void leave(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    prune(session);
    bool is_settled = session->is_correcting || session->is_save_pending || session->is_saved ||
                      session->screen == SESSION_NOT_SAVED;
    const struct bs_programme *programme = session_programme(session);
    if (!is_settled && programme != NULL && answers_any(&session->answers) &&
        (programme->keeps_partial || !is_partial(session))) {
        session_save(session, is_partial(session), now_ms, effect);
    }
    session_leave_verdict(session, effect);
    session_end_visit(session, now_ms);
}

void session_thank(struct session *session, int64_t now_ms)
{
    if (session->is_correcting) {
        session->kept = SESSION_KEPT_CHANGED;
        session->is_correcting = false;
    }
    answers_wipe(&session->before);
    session->page = 0;
    session_enter(session, SESSION_THANKS, now_ms);
}

void session_give_up_change(struct session *session, int64_t now_ms)
{
    session->answers = session->before;
    answers_wipe(&session->before);
    session->is_correcting = false;
    session->is_warning = false;
    session->is_saved = true;
    session->kept = SESSION_KEPT_AS_BEFORE;
    session_enter(session, SESSION_THANKS, now_ms);
}

/* The first question again, with the answers as they are. */
static bool change(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_THANKS || session->is_save_pending) {
        return false;
    }
    session->before = session->answers;
    session->is_correcting = true;
    session->is_saved = false;
    session_begin_programme(session, session->programme, now_ms);
    return true;
}

static bool retry(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (session->screen != SESSION_NOT_SAVED) {
        return false;
    }
    if (!session
             ->is_save_pending) { /* else the disk has not answered yet: it is waited for again */
        effect->kind = SESSION_SAVE_AGAIN;
        session->is_save_pending = true;
    }
    session_enter(session, SESSION_SAVING, now_ms);
    return true;
}

static bool set_store(struct session *session, bool is_ready, int64_t now_ms)
{
    bool changed = session->is_store_ready != is_ready;
    session->is_store_ready = is_ready;
    if (changed && !session->is_active) {
        session_end_visit(session, now_ms);
    }
    return changed;
}

/* A save that came back good shows that the store can keep answers. */
static bool saved(struct session *session, int64_t now_ms)
{
    bool was_pending = session->is_save_pending;
    session->is_save_pending = false;
    if (!session->is_active) {
        return set_store(session, true, now_ms); /* a partial one, of somebody who has left */
    }
    session->is_store_ready = true;
    if (!was_pending) {
        return false;
    }
    session->is_saved = true;
    if (session->screen == SESSION_SAVING || session->screen == SESSION_NOT_SAVED) {
        session_thank(session, now_ms);
        return true;
    }
    return false;
}

static bool save_failed(struct session *session, int64_t now_ms)
{
    bool was_pending = session->is_save_pending;
    session->is_save_pending = false;
    session->is_store_ready = false;
    if (!session->is_active) {
        session_end_visit(session, now_ms);
    } else if (was_pending) {
        session_enter(session, SESSION_NOT_SAVED, now_ms);
    }
    return was_pending || !session->is_active;
}

/* ---- time ---- */

static void end_screen(struct session *session, int64_t now_ms)
{
    if (session->screen == SESSION_LEFT) {
        session_move_on_extra(session, now_ms);
    } else if (session->screen != SESSION_SAVING) {
        bool was_thanked = session->screen == SESSION_THANKS;
        session_end_visit(session, now_ms);
        session->was_left = !was_thanked;
    } else if (session->is_save_pending) {
        session->is_store_ready = false;
        session_enter(session, SESSION_NOT_SAVED, now_ms);
    } else {
        session_show_left(session, now_ms);
    }
}

static bool end_confirmation(struct session *session, int64_t now_ms)
{
    if (session->screen == SESSION_ATTRACT || session->screen == SESSION_QUESTION) {
        session_move_on(session, now_ms);
    } else {
        session_move_on_extra(session, now_ms);
    }
    return true;
}

/* What happens where nobody is there. */
static bool tick_at_rest(struct session *session, int64_t now_ms)
{
    int64_t card = session_card_due(session);
    if (session->screen != SESSION_CLOSED && session_is_dark(session, now_ms)) {
        session_enter(session, SESSION_CLOSED, now_ms);
        return true;
    }
    if (card >= 0 && now_ms >= card) {
        session_turn_card(session, now_ms);
        return true;
    }
    return session_is_dimmed(session, now_ms);
}

static bool tick(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    int64_t screen_end = session_screen_end_ms(session);
    if (session->confirm_until_ms != 0 && now_ms >= session->confirm_until_ms) {
        return end_confirmation(session, now_ms);
    }
    if (screen_end >= 0 && now_ms >= screen_end) {
        end_screen(session, now_ms);
        return true;
    }
    if (!session->is_active) {
        return tick_at_rest(session, now_ms);
    }
    if (!session_visit_times_out(session)) {
        return false;
    }
    int64_t idle = session_idle_ms(session, now_ms);
    int64_t warn = (int64_t)session_warn_seconds(session) * 1000;
    if (idle >= warn + (int64_t)session_wipe_seconds(session) * 1000) {
        leave(session, now_ms, effect);
        session->was_left = true;
        return true;
    }
    bool was_warning = session->is_warning;
    session->is_warning = idle >= warn;
    return session->is_warning || was_warning; /* its seconds count down */
}

/* ---- intents ---- */

/* Who presses Stop takes the answers back: nothing is kept, also while an answer is still in sight; but what is being kept
 * already cannot be taken back. Answers that were saved before stay as they were, and that is said. */
static bool stop(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    bool is_kept = session->is_save_pending || session->is_saved || session->is_extra_pending;
    bool is_saving = session->screen == SESSION_SAVING && session->is_save_pending;
    if (!session->is_active || is_saving || (session->confirm_until_ms != 0 && is_kept)) {
        return false;
    }
    session_leave_verdict(session, effect);
    if (session->is_correcting && !session->is_save_pending) {
        session_give_up_change(session, now_ms);
    } else {
        session_end_visit(session, now_ms);
    }
    return true;
}

static bool stay(struct session *session, int64_t now_ms)
{
    if (session->screen == SESSION_ATTRACT) {
        session->screen_ms = now_ms; /* the card does not turn under somebody's eyes */
    }
    return session->is_active;
}

static bool act(struct session *session, const struct session_intent *intent, int64_t now_ms,
                struct session_effect *effect)
{
    switch (intent->kind) {
    case SESSION_STAY:
        return stay(session, now_ms);
    case SESSION_STOP:
        return stop(session, now_ms, effect);
    case SESSION_ANOTHER:
        return session_another(session, now_ms);
    case SESSION_RETRY:
        return retry(session, now_ms, effect);
    case SESSION_CHANGE:
        return change(session, now_ms);
    default:
        return session_set_mode(session, intent, now_ms) ||
               (session->confirm_until_ms == 0 &&
                (session_answer(session, intent, now_ms, effect) ||
                 session_leave_behind(session, intent, now_ms, effect) ||
                 session_look_around(session, intent, now_ms, effect)));
    }
}

/* Somebody touched the screen or pressed a key. On the black screen that only lights it. */
static bool touch(struct session *session, const struct session_intent *intent, int64_t now_ms,
                  struct session_effect *effect)
{
    bool was_dimmed = session_is_dimmed(session, now_ms);
    session->touched_ms = now_ms;
    if (session->screen == SESSION_CLOSED) {
        session_enter(session, session_rest_screen(session, now_ms), now_ms);
        return true;
    }
    if (session->is_active) {
        session->last_tap_ms = now_ms;
        session->is_warning = false;
    }
    return act(session, intent, now_ms, effect) || was_dimmed;
}

bool session_apply(struct session *session, const struct session_intent *intent, int64_t now_ms,
                   struct session_effect *effect)
{
    memset(effect, 0, sizeof *effect);
    session_pass_speech(session, now_ms);
    switch (intent->kind) {
    case SESSION_TICK:
        return tick(session, now_ms, effect);
    case SESSION_TIME:
        return session_set_time(session, intent, now_ms);
    case SESSION_SAVED:
        return saved(session, now_ms);
    case SESSION_SAVE_FAILED:
        return save_failed(session, now_ms);
    case SESSION_EXTRA_KEPT:
    case SESSION_EXTRA_FAILED:
        return session_settle_extra(session, intent->kind == SESSION_EXTRA_KEPT, now_ms);
    case SESSION_STORE_READY:
    case SESSION_STORE_BROKEN:
        return set_store(session, intent->kind == SESSION_STORE_READY, now_ms);
    case SESSION_QUIT:
        leave(session, now_ms, effect);
        return true;
    default:
        return touch(session, intent, now_ms, effect);
    }
}
