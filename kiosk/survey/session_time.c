/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What happens when nobody does anything: the warning, the end, the dimmed and the black screen. */

#include "session_p.h"

#define SPEAKING_MS 1000 /* how often time is moved along while something is spoken */

/* ---- one person ---- */

static int factor(const struct session *session)
{
    if (session->channel != BS_CHANNEL_KIOSK) {
        return SESSION_HELP_FACTOR;
    }
    return (session->modes & (SESSION_SPEECH | SESSION_LARGE)) != 0 ? SESSION_SLOW_FACTOR : 1;
}

int session_warn_seconds(const struct session *session)
{
    return (session->bundle ? session->bundle->idle_warn_s : 45) * factor(session);
}

int session_wipe_seconds(const struct session *session)
{
    return (session->bundle ? session->bundle->idle_wipe_s : 30) * factor(session);
}

static int64_t warn_ms(const struct session *session)
{
    return (int64_t)session_warn_seconds(session) * 1000;
}

static int64_t wipe_ms(const struct session *session)
{
    return warn_ms(session) + (int64_t)session_wipe_seconds(session) * 1000;
}

/* What was spoken since time was moved along last. */
static int64_t unheard_ms(const struct session *session, int64_t now_ms)
{
    return session->is_speaking && session->spoken_ms != 0 ? now_ms - session->spoken_ms : 0;
}

int64_t session_idle_ms(const struct session *session, int64_t now_ms)
{
    return now_ms - session->last_tap_ms - unheard_ms(session, now_ms);
}

/* Of the screens that end, only a disk that is waited for does not wait for a voice. */
void session_pass_speech(struct session *session, int64_t now_ms)
{
    int64_t spoken = unheard_ms(session, now_ms);
    session->last_tap_ms += session->is_active ? spoken : 0;
    session->screen_ms += session->screen != SESSION_SAVING ? spoken : 0;
    session->spoken_ms = session->is_speaking ? now_ms : 0;
}

void session_set_speaking(struct session *session, bool is_speaking, int64_t now_ms)
{
    session_pass_speech(session, now_ms);
    session->is_speaking = is_speaking;
    session->spoken_ms = is_speaking ? now_ms : 0;
}

bool session_visit_times_out(const struct session *session)
{
    return session->is_active && session->screen != SESSION_THANKS &&
           session->screen != SESSION_NOT_SAVED && session->screen != SESSION_SAVING;
}

static int64_t stays_ms(const struct session *session)
{
    switch (session->screen) {
    case SESSION_THANKS:
        return session->bundle->public_url != NULL ? SESSION_SCAN_MS : SESSION_THANKS_MS;
    case SESSION_NOT_SAVED:
        return SESSION_NOT_SAVED_MS;
    case SESSION_LEFT:
        return session->extras[session->extra] == SESSION_EXTRA_DONE ? SESSION_LEFT_MS : -1;
    default:
        return -1;
    }
}

int64_t session_screen_end_ms(const struct session *session)
{
    int64_t stays = stays_ms(session), tap = session->last_tap_ms;
    if (session->screen == SESSION_SAVING) {
        return session->screen_ms + SESSION_SAVING_MS;
    }
    if (stays < 0) {
        return -1;
    }
    return (tap > session->screen_ms ? tap : session->screen_ms) + stays * factor(session);
}

int session_seconds_left(const struct session *session, int64_t now_ms)
{
    int64_t left = wipe_ms(session) - session_idle_ms(session, now_ms);
    return !session->is_warning || left <= 0 ? 0 : (int)((left + 999) / 1000);
}

/* ---- opening hours and light ---- */

static bool opens_on(const struct bs_place *place, int weekday)
{
    return place->hours[weekday].opens < place->hours[weekday].closes;
}

bool session_is_open(const struct bs_place *place, int weekday, int minute)
{
    const struct bs_hours *hours = &place->hours[weekday];
    return opens_on(place, weekday) && minute >= hours->opens && minute < hours->closes;
}

bool session_opens(const struct bs_place *place, int weekday, int minute, int *days, int *at_minute)
{
    for (int day = 0; day <= 7; day++) {
        int on = (weekday + day) % 7;
        if (opens_on(place, on) && (day > 0 || place->hours[on].opens > minute)) {
            *days = day;
            *at_minute = place->hours[on].opens;
            return true;
        }
    }
    return false;
}

static bool is_closed(const struct session *session)
{
    int days, minute;
    return session->bundle != NULL && session->minute >= 0 &&
           !session_is_open(&session->bundle->place, session->weekday, session->minute) &&
           session_opens(&session->bundle->place, session->weekday, session->minute, &days,
                         &minute);
}

bool session_is_dark(const struct session *session, int64_t now_ms)
{
    return !session->is_active && is_closed(session) &&
           now_ms - session->touched_ms >= SESSION_AWAKE_MS;
}

bool session_is_dimmed(const struct session *session, int64_t now_ms)
{
    return session->screen == SESSION_ATTRACT && !session->is_active &&
           now_ms - session->touched_ms >= SESSION_DIM_MS;
}

/* The day of a visit is the day on which it began. */
bool session_set_time(struct session *session, const struct session_intent *intent, int64_t now_ms)
{
    bool is_time = intent->weekday >= 0 && intent->weekday < 7 && intent->minute >= 0 &&
                   intent->minute < 24 * 60;
    if (!is_time) {
        return false;
    }
    session->weekday = intent->weekday;
    session->minute = intent->minute;
    if (session->is_active) {
        return true;
    }
    bool is_new_day =
        intent->today.year != 0 && bs_date_compare(intent->today, session->today) != 0;
    if (is_new_day && session->bundle != NULL) {
        session->today = intent->today;
        session_end_visit(session, now_ms);
    } else if (session->screen != session_rest_screen(session, now_ms)) {
        session_enter(session, session_rest_screen(session, now_ms), now_ms);
    }
    return true;
}

/* ---- when to look again ---- */

static int64_t sooner(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int64_t idle_deadline(const struct session *session, int64_t now_ms)
{
    int seconds = session_seconds_left(session, now_ms);
    int64_t idle = session_idle_ms(session, now_ms);
    int64_t next =
        seconds > 0 ? wipe_ms(session) - (int64_t)(seconds - 1) * 1000 : warn_ms(session);
    return now_ms - idle + next;
}

static int64_t light_deadline(const struct session *session, int64_t now_ms)
{
    int64_t deadline = -1;
    if (session->is_active || session->screen == SESSION_CLOSED) {
        return -1;
    }
    if (session->screen == SESSION_ATTRACT && !session_is_dimmed(session, now_ms)) {
        deadline = session->touched_ms + SESSION_DIM_MS;
    }
    return is_closed(session) ? sooner(deadline, session->touched_ms + SESSION_AWAKE_MS) : deadline;
}

int64_t session_deadline(const struct session *session, int64_t now_ms)
{
    int64_t deadline = light_deadline(session, now_ms);
    if (session->confirm_until_ms != 0) {
        deadline = sooner(deadline, session->confirm_until_ms);
    }
    if (session->is_speaking) {
        deadline = sooner(deadline, now_ms + SPEAKING_MS);
        return session->screen == SESSION_SAVING ? sooner(deadline, session_screen_end_ms(session))
                                                 : deadline;
    }
    deadline = sooner(deadline, sooner(session_screen_end_ms(session), session_card_due(session)));
    return session_visit_times_out(session) ? sooner(deadline, idle_deadline(session, now_ms))
                                            : deadline;
}
