/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking around: what is asked here, what happened with it, by card, by programme or by code; help and languages. */

#include "session_p.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

/* ---- what there is ---- */

static const struct bs_bundle_programme *item(const struct session *session, size_t index)
{
    return &session->bundle->programmes[index];
}

static bool is_answered(const struct session *session, size_t index)
{
    return session->bundle != NULL && item(session, index)->outcome != NULL;
}

static size_t count_of(const struct session *session)
{
    return session->bundle != NULL ? session->bundle->programme_count : 0;
}

static bool is_open(const struct session *session, size_t index)
{
    return bs_programme_is_open(item(session, index)->programme, session->today);
}

/* The programme of now, while it is open here. */
static size_t pinned(const struct session *session)
{
    for (size_t i = 0; i < count_of(session); i++) {
        if (strcmp(item(session, i)->programme->id, session->now) == 0 && is_open(session, i)) {
            return i;
        }
    }
    return SESSION_NONE;
}

size_t session_open_at(const struct session *session, size_t number)
{
    size_t first = pinned(session);
    if (first != SESSION_NONE && number-- == 0) {
        return first;
    }
    for (size_t i = 0; i < count_of(session); i++) {
        if (i != first && is_open(session, i) && number-- == 0) {
            return i;
        }
    }
    return SESSION_NONE;
}

void session_set_now(struct session *session, const char *programme, int64_t now_ms)
{
    if (!bs_utf8_copy(session->next_now, sizeof session->next_now, programme)) {
        session->next_now[0] = '\0'; /* too long for any programme's */
    }
    if (session->is_active) {
        return; /* it is at the end of the visit */
    }
    bs_utf8_copy(session->now, sizeof session->now, session->next_now);
    if (session->programme != session_open_at(session, 0)) {
        session_end_visit(session, now_ms);
    }
}

size_t session_open_count(const struct session *session)
{
    size_t count = 0;
    while (session_open_at(session, count) != SESSION_NONE) {
        count++;
    }
    return count;
}

size_t session_programme_pages(const struct session *session)
{
    return (session_open_count(session) + SESSION_TILES - 1) / SESSION_TILES;
}

size_t session_programme_page(const struct session *session, size_t page, size_t *first)
{
    size_t count = session_open_count(session), pages = session_programme_pages(session);
    size_t rest = pages > 0 ? count % pages : 0; /* so many pages have one more */
    size_t least = pages > 0 ? count / pages : 0;
    *first = page * least + (page < rest ? page : rest);
    return page < pages ? least + (page < rest ? 1 : 0) : 0;
}

/* ---- the card on the attract screen ---- */

/* Whether there is something to tell of a programme: its answer, or that it is late. */
static bool has_card(const struct session *session, size_t index)
{
    return is_answered(session, index) ||
           bs_bundle_is_late(item(session, index), session->today, NULL);
}

static struct bs_date owed_on(const struct session *session, size_t index)
{
    return bs_programme_answer_date(item(session, index)->programme,
                                    item(session, index)->published);
}

/* Answers before what is late; of each the oldest promise first. */
static bool is_told_before(const struct session *session, size_t a, size_t b)
{
    bool has_a = is_answered(session, a), has_b = is_answered(session, b);
    int days = bs_date_compare(owed_on(session, a), owed_on(session, b));
    return has_a != has_b ? has_a : days < 0 || (days == 0 && a < b);
}

/* The card of a programme, from 1 on. */
static size_t card_of(const struct session *session, size_t index)
{
    size_t card = 1;
    for (size_t i = 0; i < count_of(session); i++) {
        card += has_card(session, i) && is_told_before(session, i, index) ? 1 : 0;
    }
    return card;
}

static size_t card_count(const struct session *session)
{
    size_t count = 1;
    for (size_t i = 0; i < count_of(session); i++) {
        count += has_card(session, i) ? 1 : 0;
    }
    return count;
}

enum session_card session_card(const struct session *session, size_t *programme)
{
    for (size_t i = 0; i < count_of(session) && session->card > 0; i++) {
        if (has_card(session, i) && card_of(session, i) == session->card) {
            *programme = i;
            return is_answered(session, i) ? SESSION_CARD_ANSWER : SESSION_CARD_LATE;
        }
    }
    *programme = session->programme;
    return SESSION_CARD_PROMISE;
}

size_t session_latest(const struct session *session, int *days)
{
    size_t found = SESSION_NONE;
    for (size_t i = 0; i < count_of(session); i++) {
        int late = 0;
        if (bs_bundle_is_late(item(session, i), session->today, &late) &&
            (found == SESSION_NONE || late > *days)) {
            found = i;
            *days = late;
        }
    }
    return found;
}

int64_t session_card_due(const struct session *session)
{
    bool turns = session->screen == SESSION_ATTRACT && !session->is_active &&
                 session->confirm_until_ms == 0 && card_count(session) > 1;
    return turns ? session->screen_ms + SESSION_CARD_MS : -1;
}

void session_turn_card(struct session *session, int64_t now_ms)
{
    session->card = (session->card + 1) % card_count(session);
    session->screen_ms = now_ms;
}

/* ---- languages and programmes ---- */

static bool has_language(const struct session *session, const char *lang)
{
    for (size_t i = 0; session->bundle != NULL && i < session->bundle->language_count; i++) {
        if (strcmp(session->bundle->languages[i], lang) == 0) {
            return true;
        }
    }
    return false;
}

/* Languages and help. */
static bool offers_tools(enum session_screen screen)
{
    return screen != SESSION_SAVING && screen != SESSION_NOT_SAVED && screen != SESSION_CLOSED &&
           screen != SESSION_OUT_OF_ORDER && screen != SESSION_SETTING_UP;
}

/* The screen whose page `page` is, under help and languages that may be opened over it. */
static enum session_screen paged_screen(const struct session *session)
{
    enum session_screen screen =
        session->screen == SESSION_LANGUAGES ? session->behind_languages : session->screen;
    return screen == SESSION_HELP || screen == SESSION_ABOUT ? session->behind_help : screen;
}

void session_forget_pages(struct session *session)
{
    if (paged_screen(session) != SESSION_PROGRAMMES) { /* which are always as many a page */
        session->page = 0;
    }
    session->about_page = 0;
}

static bool set_language(struct session *session, const char *lang, int64_t now_ms)
{
    if (!offers_tools(session->screen) || !has_language(session, lang)) {
        return false;
    }
    session_begin_visit(session, now_ms);
    bs_utf8_copy(session->lang, sizeof session->lang, lang);
    session_forget_pages(session);
    session->layer = 0; /* another keyboard */
    if (session->screen == SESSION_LANGUAGES) {
        session_enter(session, session->behind_languages, now_ms);
    }
    return true;
}

static bool open_languages(struct session *session, int64_t now_ms)
{
    if (!offers_tools(session->screen) || session->screen == SESSION_LANGUAGES) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->behind_languages = session->screen;
    session_enter(session, SESSION_LANGUAGES, now_ms);
    return true;
}

static bool set_programme(struct session *session, size_t index, int64_t now_ms,
                          struct session_effect *effect)
{
    bool offers = session->screen == SESSION_ATTRACT || session->screen == SESSION_PROGRAMMES ||
                  session->screen == SESSION_ANSWER;
    if (!offers || index >= count_of(session) || !is_open(session, index)) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session_leave_verdict(session, effect);
    session->page = 0;
    session_begin_programme(session, index, now_ms);
    return true;
}

static bool open_programmes(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_ATTRACT) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->page = 0;
    session_enter(session, SESSION_PROGRAMMES, now_ms);
    return true;
}

/* ---- answers ---- */

void session_show_answer(struct session *session, size_t index, size_t registered, int64_t now_ms)
{
    session_begin_visit(session, now_ms);
    bs_wipe(session->typed, sizeof session->typed);
    session->answer = index;
    session->registered = registered;
    session->page = 0;
    session->behind_answer = session->screen;
    session_open_verdict(session);
    session_enter(session, SESSION_ANSWER, now_ms);
}

static bool open_answer(struct session *session, size_t index, int64_t now_ms)
{
    if (session->screen != SESSION_ATTRACT || index >= count_of(session)) {
        return false;
    }
    session_show_answer(session, index, SESSION_NONE, now_ms);
    return true;
}

/* Texts that may take more than one page. */
static bool has_pages(enum session_screen screen)
{
    return screen == SESSION_PROGRAMMES || screen == SESSION_ANSWER || screen == SESSION_THANKS ||
           screen == SESSION_SO_FAR || screen == SESSION_HERE;
}

static bool more(struct session *session, int64_t now_ms)
{
    bool is_help = session->screen == SESSION_ABOUT || session->screen == SESSION_HELP;
    size_t *page = is_help ? &session->about_page : &session->page;
    size_t pages = session->screen == SESSION_PROGRAMMES   ? session_programme_pages(session)
                   : has_pages(session->screen) || is_help ? SESSION_PAGES
                                                           : 0;
    if (*page + 1 >= pages) {
        return false;
    }
    (*page)++;
    session_enter(session, session->screen, now_ms);
    return true;
}

static bool leads_back(enum session_screen screen)
{
    return screen == SESSION_PROGRAMMES || screen == SESSION_CODE || screen == SESSION_ANSWER ||
           screen == SESSION_LANGUAGES || screen == SESSION_HERE || screen == SESSION_SO_FAR;
}

static enum session_screen before(const struct session *session)
{
    switch (session->screen) {
    case SESSION_ANSWER:
        return session->behind_answer;
    case SESSION_LANGUAGES:
        return session->behind_languages;
    case SESSION_HERE:
        return session->behind_here;
    case SESSION_SO_FAR:
        return SESSION_THANKS;
    default:
        return SESSION_ATTRACT;
    }
}

static bool back(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (has_pages(session->screen) && session->page > 0) {
        session->page--;
        session_enter(session, session->screen, now_ms);
        return true;
    }
    if (!leads_back(session->screen)) {
        return false;
    }
    if (session->screen == SESSION_ANSWER) {
        session_leave_verdict(session, effect);
    }
    if (session->screen == SESSION_CODE || session->screen == SESSION_ANSWER) {
        bs_wipe(session->typed, sizeof session->typed);
        session->code = SESSION_CODE_TYPING;
    }
    session_enter(session, before(session), now_ms);
    return true;
}

/* ---- results so far, and what is on here ---- */

bool session_has_so_far(const struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    return programme != NULL && programme->shows_results && session->is_saved &&
           item(session, session->programme)->so_far.total >= BS_SO_FAR_LEAST;
}

static bool open_so_far(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_THANKS || !session_has_so_far(session)) {
        return false;
    }
    session->page = 0;
    session_enter(session, SESSION_SO_FAR, now_ms);
    return true;
}

static bool open_here(struct session *session, int64_t now_ms)
{
    bool is_from = session->screen == SESSION_ATTRACT || session->screen == SESSION_THANKS;
    if (!is_from || session->bundle->place.here_count == 0) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->behind_here = session->screen;
    session->page = 0;
    session_enter(session, SESSION_HERE, now_ms);
    return true;
}

const struct bs_notice *session_notice(const struct session *session, int64_t wall_ms)
{
    const struct bs_notice *notice = session->bundle != NULL ? &session->bundle->notice : NULL;
    bool is_on = session->screen == SESSION_ATTRACT && notice != NULL && notice->id != NULL &&
                 (notice->until_ms == 0 || wall_ms < notice->until_ms);
    return is_on ? notice : NULL;
}

/* ---- help ---- */

static bool open_help(struct session *session, int64_t now_ms)
{
    if (!offers_tools(session->screen) || session->screen == SESSION_HELP ||
        session->screen == SESSION_ABOUT || session->screen == SESSION_LANGUAGES) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->behind_help = session->screen;
    session->about_page = 0;
    session_enter(session, SESSION_HELP, now_ms);
    return true;
}

static bool close_help(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_HELP && session->screen != SESSION_ABOUT) {
        return false;
    }
    if (session->about_page > 0) {
        session->about_page--;
        session_enter(session, session->screen, now_ms);
    } else if (session->screen == SESSION_HELP) {
        session_enter(session, session->behind_help, now_ms);
    } else {
        session_enter(session, SESSION_HELP, now_ms);
    }
    return true;
}

static bool open_about(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_HELP) {
        return false;
    }
    session->about_page = 0;
    session_enter(session, SESSION_ABOUT, now_ms);
    return true;
}

bool session_look_around(struct session *session, const struct session_intent *intent,
                         int64_t now_ms, struct session_effect *effect)
{
    switch (intent->kind) {
    case SESSION_SET_LANGUAGE:
        return set_language(session, intent->lang, now_ms);
    case SESSION_OPEN_LANGUAGES:
        return open_languages(session, now_ms);
    case SESSION_SET_PROGRAMME:
        return set_programme(session, intent->index, now_ms, effect);
    case SESSION_OPEN_PROGRAMMES:
        return open_programmes(session, now_ms);
    case SESSION_OPEN_ANSWER:
        return open_answer(session, intent->index, now_ms);
    case SESSION_VERDICT:
        return session_judge(session, intent->index, effect);
    case SESSION_OPEN_SO_FAR:
        return open_so_far(session, now_ms);
    case SESSION_OPEN_HERE:
        return open_here(session, now_ms);
    case SESSION_MORE:
        return more(session, now_ms);
    case SESSION_BACK:
        return back(session, now_ms, effect);
    case SESSION_OPEN_HELP:
        return open_help(session, now_ms);
    case SESSION_CLOSE_HELP:
        return close_help(session, now_ms);
    case SESSION_OPEN_ABOUT:
        return open_about(session, now_ms);
    default:
        return session_enter_code(session, intent, now_ms);
    }
}
