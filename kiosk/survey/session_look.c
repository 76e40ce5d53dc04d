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

static size_t count_of(const struct session *session)
{
    return session->bundle != NULL ? session->bundle->programme_count : 0;
}

size_t session_open_at(const struct session *session, size_t number)
{
    for (size_t i = 0; i < count_of(session); i++) {
        if (bs_programme_is_open(item(session, i)->programme, session->today) && number-- == 0) {
            return i;
        }
    }
    return SESSION_NONE;
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
    return item(session, index)->outcome != NULL ||
           bs_bundle_is_late(item(session, index), session->today, NULL);
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
    size_t left = session->card;
    for (size_t i = 0; i < count_of(session) && left > 0; i++) {
        if (has_card(session, i) && --left == 0) {
            *programme = i;
            return item(session, i)->outcome != NULL ? SESSION_CARD_ANSWER : SESSION_CARD_LATE;
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

static bool offers_languages(enum session_screen screen)
{
    return screen == SESSION_ATTRACT || screen == SESSION_QUESTION || screen == SESSION_THANKS ||
           screen == SESSION_HELP || screen == SESSION_ABOUT || screen == SESSION_PROGRAMMES ||
           screen == SESSION_CODE || screen == SESSION_ANSWER || screen == SESSION_LANGUAGES;
}

static bool set_language(struct session *session, const char *lang, int64_t now_ms)
{
    if (!offers_languages(session->screen) || !has_language(session, lang)) {
        return false;
    }
    session_begin_visit(session, now_ms);
    bs_utf8_copy(session->lang, sizeof session->lang, lang);
    if (session->screen != SESSION_PROGRAMMES) {
        session->page = 0; /* in other words an answer has other pages */
    }
    session->about_page = 0;
    if (session->screen == SESSION_LANGUAGES) {
        session_enter(session, session->behind_languages, now_ms);
    }
    return true;
}

static bool open_languages(struct session *session, int64_t now_ms)
{
    if (!offers_languages(session->screen) || session->screen == SESSION_LANGUAGES) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->behind_languages = session->screen;
    session_enter(session, SESSION_LANGUAGES, now_ms);
    return true;
}

static bool set_programme(struct session *session, size_t index, int64_t now_ms)
{
    bool offers = session->screen == SESSION_ATTRACT || session->screen == SESSION_PROGRAMMES ||
                  session->screen == SESSION_ANSWER;
    if (!offers || index >= count_of(session) ||
        !bs_programme_is_open(item(session, index)->programme, session->today)) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->programme = index;
    session->question = 0;
    session->page = 0;
    session_enter(session, SESSION_QUESTION, now_ms);
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

/* ---- answers and codes ---- */

static void show_answer(struct session *session, size_t index, size_t registered, int64_t now_ms)
{
    session_begin_visit(session, now_ms);
    bs_wipe(session->typed, sizeof session->typed);
    session->answer = index;
    session->registered = registered;
    session->page = 0;
    session->behind_answer = session->screen;
    session_enter(session, SESSION_ANSWER, now_ms);
}

static bool open_answer(struct session *session, size_t index, int64_t now_ms)
{
    if (session->screen != SESSION_ATTRACT || index >= count_of(session)) {
        return false;
    }
    show_answer(session, index, SESSION_NONE, now_ms);
    return true;
}

static bool open_code(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_ATTRACT) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->code = SESSION_CODE_TYPING;
    session_enter(session, SESSION_CODE, now_ms);
    return true;
}

static void look_up(struct session *session, int64_t now_ms)
{
    char code[6];
    if (!bs_receipt_code_parse(session->typed, code)) {
        session->code = SESSION_CODE_WRONG;
        return;
    }
    for (size_t i = 0; i < count_of(session); i++) {
        if (strcmp(item(session, i)->programme->code, code) == 0) {
            show_answer(session, i, SESSION_NONE, now_ms);
            return;
        }
    }
    const struct bs_registered *found = bs_bundle_registered(session->bundle, code);
    if (found != NULL) {
        show_answer(session, SESSION_NONE, (size_t)(found - session->bundle->registered), now_ms);
        return;
    }
    session->code = SESSION_CODE_UNKNOWN;
}

/* A sign behind a code that was refused begins another one. */
static bool type(struct session *session, size_t index, int64_t now_ms)
{
    if (session->screen != SESSION_CODE || index >= sizeof SESSION_SIGNS - 1) {
        return false;
    }
    if (session->code != SESSION_CODE_TYPING) {
        bs_wipe(session->typed, sizeof session->typed);
        session->code = SESSION_CODE_TYPING;
    }
    size_t len = strlen(session->typed);
    session->typed[len] = SESSION_SIGNS[index];
    if (len + 1 == SESSION_CODE_SIGNS) {
        look_up(session, now_ms);
    }
    return true;
}

static bool erase(struct session *session)
{
    size_t len = strlen(session->typed);
    if (session->screen != SESSION_CODE || len == 0) {
        return false;
    }
    session->typed[len - 1] = '\0';
    session->code = SESSION_CODE_TYPING;
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

static bool back(struct session *session, int64_t now_ms)
{
    if (session->screen == SESSION_LANGUAGES) {
        session_enter(session, session->behind_languages, now_ms);
        return true;
    }
    if (has_pages(session->screen) && session->page > 0) {
        session->page--;
        session_enter(session, session->screen, now_ms);
        return true;
    }
    if (session->screen != SESSION_PROGRAMMES && session->screen != SESSION_ANSWER &&
        session->screen != SESSION_CODE) {
        return false;
    }
    bs_wipe(session->typed, sizeof session->typed);
    session->code = SESSION_CODE_TYPING;
    session_enter(session,
                  session->screen == SESSION_ANSWER ? session->behind_answer : SESSION_ATTRACT,
                  now_ms);
    return true;
}

/* ---- help ---- */

static bool open_help(struct session *session, int64_t now_ms)
{
    if (!offers_languages(session->screen) || session->screen == SESSION_HELP ||
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
                         int64_t now_ms)
{
    switch (intent->kind) {
    case SESSION_SET_LANGUAGE:
        return set_language(session, intent->lang, now_ms);
    case SESSION_OPEN_LANGUAGES:
        return open_languages(session, now_ms);
    case SESSION_SET_PROGRAMME:
        return set_programme(session, intent->index, now_ms);
    case SESSION_OPEN_PROGRAMMES:
        return open_programmes(session, now_ms);
    case SESSION_OPEN_ANSWER:
        return open_answer(session, intent->index, now_ms);
    case SESSION_OPEN_CODE:
        return open_code(session, now_ms);
    case SESSION_TYPE:
        return type(session, intent->index, now_ms);
    case SESSION_ERASE:
        return erase(session);
    case SESSION_MORE:
        return more(session, now_ms);
    case SESSION_BACK:
        return back(session, now_ms);
    case SESSION_OPEN_HELP:
        return open_help(session, now_ms);
    case SESSION_CLOSE_HELP:
        return close_help(session, now_ms);
    case SESSION_OPEN_ABOUT:
        return open_about(session, now_ms);
    default:
        return false;
    }
}
