/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The visit: every rule about what follows what, and when. */

#include "session_p.h"

#include <assert.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

static int64_t warn_after_ms(const struct session *session)
{
    return (int64_t)(session->bundle ? session->bundle->idle_warn_s : 45) * 1000;
}

static int64_t wipe_after_ms(const struct session *session)
{
    return (int64_t)(session->bundle ? session->bundle->idle_wipe_s : 30) * 1000;
}

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

void session_end_visit(struct session *session, int64_t now_ms)
{
    answers_wipe(&session->answers);
    answers_wipe(&session->before);
    bs_wipe(session->typed, sizeof session->typed);
    session->is_active = false;
    session->is_warning = false;
    session->is_saved = false;
    session->is_save_pending = false;
    session->started_ms = 0;
    session->last_tap_ms = 0;
    session->question = 0;
    session->programme = session_open_at(session, 0);
    session->behind_help = SESSION_ATTRACT;
    session->behind_answer = SESSION_ATTRACT;
    session->behind_languages = SESSION_ATTRACT;
    session->is_correcting = false;
    session->kept = SESSION_KEPT_NEW;
    session->card = 0;
    session->page = 0;
    session->about_page = 0;
    session->answer = SESSION_NONE;
    session->registered = SESSION_NONE;
    session->code = SESSION_CODE_TYPING;
    bs_utf8_copy(session->lang, sizeof session->lang,
                 session->bundle ? session->bundle->languages[0] : "nl");
    if (session->programme == SESSION_NONE) {
        session_enter(session, SESSION_SETTING_UP, now_ms);
    } else if (!session->is_store_ready) {
        session_enter(session, SESSION_OUT_OF_ORDER, now_ms);
    } else {
        session_enter(session, SESSION_ATTRACT, now_ms);
    }
}

void session_start(struct session *session, uint64_t seed)
{
    *session = (struct session){.shuffle = seed, .minute = -1};
    session_end_visit(session, 0);
}

bool session_set_bundle(struct session *session, const struct bs_bundle *bundle,
                        struct bs_date today, int64_t now_ms)
{
    if (session->is_active || session->is_save_pending) {
        return false;
    }
    session->bundle = bundle;
    session->today = today;
    session_end_visit(session, now_ms);
    return true;
}

void session_begin_visit(struct session *session, int64_t now_ms)
{
    if (!session->is_active) {
        session->is_active = true;
        session->started_ms = now_ms;
        session->last_tap_ms = now_ms;
    }
}

static void fill_submission(const struct session *session, bool is_partial, int64_t now_ms,
                            struct bs_submission *out)
{
    /* There is one: an answer is only given to a programme that is shown. */
    const struct bs_programme *programme =
        session->bundle->programmes[session->programme].programme;
    int64_t seconds = (now_ms - session->started_ms) / 1000;
    *out = (struct bs_submission){.version = programme->version,
                                  .channel = BS_CHANNEL_KIOSK,
                                  .is_trial = !session->bundle->is_in_use,
                                  .is_partial = is_partial,
                                  .seconds = seconds > 86400 ? 86400 : (int)seconds};
    bs_utf8_copy(out->programme, sizeof out->programme, programme->id);
    bs_utf8_copy(out->place, sizeof out->place, session->bundle->place.id);
    bs_utf8_copy(out->lang, sizeof out->lang, session->lang);
    answers_export(&session->answers, programme, out);
}

static void save(struct session *session, bool is_partial, int64_t now_ms,
                 struct session_effect *effect)
{
    effect->kind = session->is_correcting ? SESSION_SAVE_CORRECTION : SESSION_SAVE;
    fill_submission(session, is_partial, now_ms, &effect->submission);
    session->is_save_pending = true;
    session->is_saved = false;
}

/* Time is up. What was answered is kept as partial; a visit that was saved already, or that the disk refused, is not kept
 * twice, and answers that are being changed stay as they were. */
static void leave(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    bool is_settled = session->is_correcting || session->is_save_pending || session->is_saved ||
                      session->screen == SESSION_NOT_SAVED;
    if (!is_settled && answers_any(&session->answers)) {
        save(session, true, now_ms, effect);
    }
    session_end_visit(session, now_ms);
}

static void thank(struct session *session, int64_t now_ms)
{
    if (session->is_correcting) {
        session->kept = SESSION_KEPT_CHANGED;
        session->is_correcting = false;
    }
    answers_wipe(&session->before);
    session_enter(session, SESSION_THANKS, now_ms);
}

/* Back to the thanks with the answers that were saved before. */
static void give_up_change(struct session *session, int64_t now_ms)
{
    session->answers = session->before;
    answers_wipe(&session->before);
    session->is_correcting = false;
    session->is_warning = false;
    session->is_saved = true;
    session->kept = SESSION_KEPT_AS_BEFORE;
    session_enter(session, SESSION_THANKS, now_ms);
}

static void move_on(struct session *session, int64_t now_ms)
{
    const struct bs_programme *programme = session_programme(session);
    size_t next = branch_next(programme, &session->answers, session->question);
    if (next != BRANCH_NONE) {
        session->question = next;
        session_enter(session, SESSION_QUESTION, now_ms);
    } else if (session->is_correcting && !session->is_saved && !session->is_save_pending) {
        give_up_change(session, now_ms); /* nothing is otherwise than before */
    } else if (session->is_saved) {
        thank(session, now_ms);
    } else {
        session_enter(session, SESSION_SAVING, now_ms);
    }
}

/* An answer is complete: it stays in sight for a moment, while the last one is being written already. */
static void confirm(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    const struct bs_programme *programme = session_programme(session);
    branch_prune(programme, &session->answers);
    session->hint = false;
    session->confirm_until_ms = now_ms + SESSION_CONFIRM_MS;
    bool is_changed =
        !session->is_correcting || !answers_equal(&session->answers, &session->before);
    if (branch_next(programme, &session->answers, session->question) == BRANCH_NONE && is_changed) {
        save(session, false, now_ms, effect);
    }
}

static bool choose(struct session *session, size_t index, int64_t now_ms,
                   struct session_effect *effect)
{
    const struct bs_question *question = session_question(session);
    if (question == NULL || index >= question->choice_count || session->confirm_until_ms != 0) {
        return false;
    }
    session_begin_visit(session, now_ms);
    if (question->kind == BS_KIND_FACES || question->kind == BS_KIND_TILES) {
        answers_set(&session->answers, session->question, index);
        confirm(session, now_ms, effect);
    } else {
        bool is_taken = answers_toggle(&session->answers, session->question, index, question->most);
        if (session->screen == SESSION_ATTRACT) {
            session_enter(session, SESSION_QUESTION,
                          now_ms); /* where more can be chosen, and "Verder" is */
        }
        session->hint = !is_taken;
    }
    return true;
}

static bool dont_know(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (session_question(session) == NULL || session->confirm_until_ms != 0) {
        return false;
    }
    session_begin_visit(session, now_ms);
    answers_set_dont_know(&session->answers, session->question);
    confirm(session, now_ms, effect);
    return true;
}

static bool next(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (session->screen != SESSION_QUESTION || session->confirm_until_ms != 0) {
        return false;
    }
    if (!session->answers.slot[session->question].is_given) {
        session->hint = true;
        return true;
    }
    confirm(session, now_ms, effect);
    return true;
}

static bool back(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_QUESTION || session->confirm_until_ms != 0) {
        return false;
    }
    size_t before =
        branch_previous(session_programme(session), &session->answers, session->question);
    if (before == BRANCH_NONE && !session->is_correcting) {
        return false;
    }
    if (before == BRANCH_NONE) {
        give_up_change(session, now_ms);
        return true;
    }
    session->question = before;
    session_enter(session, SESSION_QUESTION, now_ms);
    return true;
}

static bool another(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_THANKS) {
        return false;
    }
    char lang[BS_LANG_TEXT];
    bs_utf8_copy(lang, sizeof lang, session->lang);
    session_end_visit(session, now_ms);
    struct session_intent same = {.kind = SESSION_SET_LANGUAGE};
    bs_utf8_copy(same.lang, sizeof same.lang, lang);
    (void)session_look_around(session, &same, now_ms); /* where nothing is asked, nobody is there */
    return true;
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
    session->question = branch_next(session_programme(session), &session->answers, BRANCH_NONE);
    session_enter(session, SESSION_QUESTION, now_ms);
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
    session->is_save_pending = false;
    if (!session->is_active) {
        return set_store(session, true, now_ms); /* a partial one, of somebody who has left */
    }
    session->is_store_ready = true;
    session->is_saved = true;
    if (session->screen == SESSION_SAVING || session->screen == SESSION_NOT_SAVED) {
        thank(session, now_ms);
        return true;
    }
    return false;
}

static bool save_failed(struct session *session, int64_t now_ms)
{
    session->is_save_pending = false;
    session->is_store_ready = false;
    if (session->is_active) {
        session_enter(session, SESSION_NOT_SAVED, now_ms);
    } else {
        session_end_visit(session, now_ms);
    }
    return true;
}

static bool visit_times_out(const struct session *session)
{
    return session->is_active && session->screen != SESSION_THANKS &&
           session->screen != SESSION_NOT_SAVED && session->screen != SESSION_SAVING;
}

/* When the screen ends by itself; -1: it does not. */
static int64_t screen_end_ms(const struct session *session)
{
    int64_t tap = session->last_tap_ms;
    switch (session->screen) {
    case SESSION_THANKS:
        return (tap > session->screen_ms ? tap : session->screen_ms) +
               (session->bundle->public_url != NULL ? SESSION_SCAN_MS : SESSION_THANKS_MS);
    case SESSION_SAVING:
        return session->screen_ms + SESSION_SAVING_MS;
    case SESSION_NOT_SAVED:
        return session->screen_ms + SESSION_NOT_SAVED_MS;
    default:
        return -1;
    }
}

static void end_screen(struct session *session, int64_t now_ms)
{
    if (session->screen == SESSION_SAVING) {
        session->is_store_ready = false;
        session_enter(session, SESSION_NOT_SAVED, now_ms);
    } else {
        session_end_visit(session, now_ms);
    }
}

static bool tick(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (session->confirm_until_ms != 0 && now_ms >= session->confirm_until_ms) {
        move_on(session, now_ms);
        return true;
    }
    int64_t screen_end = screen_end_ms(session), card = session_card_due(session);
    if (screen_end >= 0 && now_ms >= screen_end) {
        end_screen(session, now_ms);
        return true;
    }
    if (card >= 0 && now_ms >= card) {
        session_turn_card(session, now_ms);
        return true;
    }
    if (!visit_times_out(session)) {
        return false;
    }
    int64_t warn_at = session->last_tap_ms + warn_after_ms(session);
    if (now_ms >= warn_at + wipe_after_ms(session)) {
        leave(session, now_ms, effect);
        return true;
    }
    bool was_warning = session->is_warning;
    session->is_warning = now_ms >= warn_at;
    return session->is_warning || was_warning; /* its seconds count down */
}

/* Who presses Stop takes the answers back: nothing is kept. Answers that were saved before stay as they were, and that is
 * said. */
static bool stop(struct session *session, int64_t now_ms)
{
    if (!session->is_active || session->screen == SESSION_SAVING ||
        session->confirm_until_ms != 0) {
        return false;
    }
    if (session->is_correcting && !session->is_save_pending) {
        give_up_change(session, now_ms);
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
    if (!session->is_active) {
        return false;
    }
    session->last_tap_ms = now_ms;
    session->is_warning = false;
    return true;
}

static bool act(struct session *session, const struct session_intent *intent, int64_t now_ms,
                struct session_effect *effect)
{
    bool asks = session->screen == SESSION_ATTRACT || session->screen == SESSION_QUESTION;
    switch (intent->kind) {
    case SESSION_CHOOSE:
        return asks && choose(session, intent->index, now_ms, effect);
    case SESSION_DONT_KNOW:
        return asks && dont_know(session, now_ms, effect);
    case SESSION_NEXT:
        return next(session, now_ms, effect);
    case SESSION_BACK:
        return back(session, now_ms) || session_look_around(session, intent, now_ms);
    case SESSION_STOP:
        return stop(session, now_ms);
    case SESSION_ANOTHER:
        return another(session, now_ms);
    case SESSION_RETRY:
        return retry(session, now_ms, effect);
    case SESSION_CHANGE:
        return change(session, now_ms);
    default:
        return session->confirm_until_ms == 0 && session_look_around(session, intent, now_ms);
    }
}

bool session_apply(struct session *session, const struct session_intent *intent, int64_t now_ms,
                   struct session_effect *effect)
{
    *effect = (struct session_effect){.kind = SESSION_NO_EFFECT};
    switch (intent->kind) {
    case SESSION_TICK:
        return tick(session, now_ms, effect);
    case SESSION_SAVED:
        return saved(session, now_ms);
    case SESSION_SAVE_FAILED:
        return save_failed(session, now_ms);
    case SESSION_STORE_READY:
    case SESSION_STORE_BROKEN:
        return set_store(session, intent->kind == SESSION_STORE_READY, now_ms);
    case SESSION_STAY:
        return stay(session, now_ms);
    case SESSION_QUIT:
        leave(session, now_ms, effect);
        return true;
    default:
        session->last_tap_ms = now_ms;
        session->is_warning = false;
        return act(session, intent, now_ms, effect);
    }
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

int64_t session_deadline(const struct session *session, int64_t now_ms)
{
    int64_t deadline = sooner(screen_end_ms(session), session_card_due(session));
    if (session->confirm_until_ms != 0) {
        deadline = sooner(deadline, session->confirm_until_ms);
    }
    if (visit_times_out(session)) {
        int64_t warn_at = session->last_tap_ms + warn_after_ms(session);
        int64_t end = warn_at + wipe_after_ms(session);
        int seconds = session_seconds_left(session, now_ms);
        deadline = sooner(deadline, seconds > 0 ? end - (int64_t)(seconds - 1) * 1000 : warn_at);
    }
    return deadline;
}

int session_seconds_left(const struct session *session, int64_t now_ms)
{
    if (!session->is_warning) {
        return 0;
    }
    int64_t end = session->last_tap_ms + warn_after_ms(session) + wipe_after_ms(session);
    return end <= now_ms ? 0 : (int)((end - now_ms + 999) / 1000);
}
