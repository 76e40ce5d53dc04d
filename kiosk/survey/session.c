/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The visit: every rule about what follows what, and when. */

#include "session.h"

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

static size_t first_open_programme(const struct session *session)
{
    for (size_t i = 0; session->bundle != NULL && i < session->bundle->programme_count; i++) {
        if (bs_programme_is_open(session->bundle->programmes[i].programme, session->today)) {
            return i;
        }
    }
    return BRANCH_NONE;
}

static void enter(struct session *session, enum session_screen screen, int64_t now_ms)
{
    session->screen = screen;
    session->screen_ms = now_ms;
    session->confirm_until_ms = 0;
    session->hint = false;
}

/* The wipe: after it nothing tells that anybody was here. */
static void end_visit(struct session *session, int64_t now_ms)
{
    answers_wipe(&session->answers);
    session->is_active = false;
    session->is_warning = false;
    session->is_saved = false;
    session->is_save_pending = false;
    session->started_ms = 0;
    session->last_tap_ms = 0;
    session->question = 0;
    session->programme = first_open_programme(session);
    session->behind_help = SESSION_ATTRACT;
    bs_utf8_copy(session->lang, sizeof session->lang,
                 session->bundle ? session->bundle->languages[0] : "nl");
    if (session->programme == BRANCH_NONE) {
        enter(session, SESSION_SETTING_UP, now_ms);
    } else if (!session->is_store_ready) {
        enter(session, SESSION_OUT_OF_ORDER, now_ms);
    } else {
        enter(session, SESSION_ATTRACT, now_ms);
    }
}

void session_start(struct session *session)
{
    *session = (struct session){0};
    end_visit(session, 0);
}

bool session_set_bundle(struct session *session, const struct bs_bundle *bundle,
                        struct bs_date today)
{
    if (session->is_active || session->is_save_pending) {
        return false;
    }
    session->bundle = bundle;
    session->today = today;
    end_visit(session, session->screen_ms);
    return true;
}

static void begin_visit(struct session *session, int64_t now_ms)
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
    const struct bs_programme *programme = session_programme(session);
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
    effect->kind = SESSION_SAVE;
    fill_submission(session, is_partial, now_ms, &effect->submission);
    session->is_save_pending = true;
    session->is_saved = false;
}

/* Time is up. What was answered is kept as partial; a visit that was saved already is not kept twice. */
static void leave(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    bool unsaved = session->screen == SESSION_QUESTION ||
                   ((session->screen == SESSION_HELP || session->screen == SESSION_ABOUT) &&
                    session->behind_help == SESSION_QUESTION);
    if (unsaved && !session->is_save_pending && !session->is_saved &&
        answers_any(&session->answers)) {
        save(session, true, now_ms, effect);
    }
    end_visit(session, now_ms);
}

static void move_on(struct session *session, int64_t now_ms)
{
    const struct bs_programme *programme = session_programme(session);
    size_t next = branch_next(programme, &session->answers, session->question);
    if (next != BRANCH_NONE) {
        session->question = next;
        enter(session, SESSION_QUESTION, now_ms);
    } else if (session->is_saved) {
        enter(session, SESSION_THANKS, now_ms);
    } else {
        enter(session, SESSION_SAVING, now_ms);
    }
}

/* An answer is complete: it stays in sight for a moment, while the last one is being written already. */
static void confirm(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    const struct bs_programme *programme = session_programme(session);
    branch_prune(programme, &session->answers);
    session->hint = false;
    session->confirm_until_ms = now_ms + SESSION_CONFIRM_MS;
    if (branch_next(programme, &session->answers, session->question) == BRANCH_NONE) {
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
    begin_visit(session, now_ms);
    if (question->kind == BS_KIND_FACES || question->kind == BS_KIND_TILES) {
        answers_set(&session->answers, session->question, index);
        confirm(session, now_ms, effect);
    } else {
        bool is_taken = answers_toggle(&session->answers, session->question, index, question->most);
        if (session->screen == SESSION_ATTRACT) {
            enter(session, SESSION_QUESTION,
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
    begin_visit(session, now_ms);
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
    if (before == BRANCH_NONE) {
        return false;
    }
    session->question = before;
    enter(session, SESSION_QUESTION, now_ms);
    return true;
}

static bool has_language(const struct session *session, const char *lang)
{
    for (size_t i = 0; session->bundle != NULL && i < session->bundle->language_count; i++) {
        if (strcmp(session->bundle->languages[i], lang) == 0) {
            return true;
        }
    }
    return false;
}

static bool offers_languages(enum session_screen screen)
{
    return screen == SESSION_ATTRACT || screen == SESSION_QUESTION || screen == SESSION_THANKS ||
           screen == SESSION_HELP || screen == SESSION_ABOUT;
}

static bool set_language(struct session *session, const char *lang, int64_t now_ms)
{
    if (!offers_languages(session->screen) || !has_language(session, lang)) {
        return false;
    }
    begin_visit(session, now_ms);
    bs_utf8_copy(session->lang, sizeof session->lang, lang);
    return true;
}

static bool set_programme(struct session *session, size_t index, int64_t now_ms)
{
    if (session->screen != SESSION_ATTRACT || session->confirm_until_ms != 0 ||
        session->bundle == NULL || index >= session->bundle->programme_count ||
        !bs_programme_is_open(session->bundle->programmes[index].programme, session->today)) {
        return false;
    }
    begin_visit(session, now_ms);
    session->programme = index;
    session->question = 0;
    enter(session, SESSION_QUESTION, now_ms);
    return true;
}

static bool another(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_THANKS) {
        return false;
    }
    char lang[BS_LANG_TEXT];
    bs_utf8_copy(lang, sizeof lang, session->lang);
    end_visit(session, now_ms);
    (void)set_language(session, lang, now_ms); /* where there is nothing to ask, nobody is there */
    return true;
}

static bool open_help(struct session *session, int64_t now_ms)
{
    if ((session->screen != SESSION_ATTRACT && session->screen != SESSION_QUESTION &&
         session->screen != SESSION_THANKS) ||
        session->confirm_until_ms != 0) {
        return false;
    }
    begin_visit(session, now_ms);
    session->behind_help = session->screen;
    enter(session, SESSION_HELP, now_ms);
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
    enter(session, SESSION_SAVING, now_ms);
    return true;
}

static bool set_store(struct session *session, bool is_ready, int64_t now_ms)
{
    bool changed = session->is_store_ready != is_ready;
    session->is_store_ready = is_ready;
    if (changed && !session->is_active) {
        end_visit(session, now_ms);
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
        enter(session, SESSION_THANKS, now_ms);
        return true;
    }
    return false;
}

static bool save_failed(struct session *session, int64_t now_ms)
{
    session->is_save_pending = false;
    session->is_store_ready = false;
    if (session->is_active) {
        enter(session, SESSION_NOT_SAVED, now_ms);
    } else {
        end_visit(session, now_ms);
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
        return (tap > session->screen_ms ? tap : session->screen_ms) + SESSION_THANKS_MS;
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
        enter(session, SESSION_NOT_SAVED, now_ms);
    } else {
        end_visit(session, now_ms);
    }
}

static bool tick(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (session->confirm_until_ms != 0 && now_ms >= session->confirm_until_ms) {
        move_on(session, now_ms);
        return true;
    }
    int64_t screen_end = screen_end_ms(session);
    if (screen_end >= 0 && now_ms >= screen_end) {
        end_screen(session, now_ms);
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

static bool close_help(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_HELP && session->screen != SESSION_ABOUT) {
        return false;
    }
    enter(session, session->screen == SESSION_ABOUT ? SESSION_HELP : session->behind_help, now_ms);
    return true;
}

static bool open_about(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_HELP) {
        return false;
    }
    enter(session, SESSION_ABOUT, now_ms);
    return true;
}

/* Who presses Stop takes the answers back: nothing is kept. */
static bool stop(struct session *session, int64_t now_ms)
{
    if (!session->is_active || session->screen == SESSION_SAVING ||
        session->confirm_until_ms != 0) {
        return false;
    }
    end_visit(session, now_ms);
    return true;
}

static bool stay(struct session *session, int64_t now_ms)
{
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
        return back(session, now_ms);
    case SESSION_STOP:
        return stop(session, now_ms);
    case SESSION_OPEN_HELP:
        return open_help(session, now_ms);
    case SESSION_CLOSE_HELP:
        return close_help(session, now_ms);
    case SESSION_OPEN_ABOUT:
        return open_about(session, now_ms);
    case SESSION_SET_LANGUAGE:
        return session->confirm_until_ms == 0 && set_language(session, intent->lang, now_ms);
    case SESSION_SET_PROGRAMME:
        return set_programme(session, intent->index, now_ms);
    case SESSION_ANOTHER:
        return another(session, now_ms);
    case SESSION_RETRY:
        return retry(session, now_ms, effect);
    default:
        return false;
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
    int64_t deadline = screen_end_ms(session);
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
