/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* After the thanks: words, age and neighbourhood, a wish to be called. Each in pages of its own, each kept by itself. */

#include "session_p.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "personal_data.h"

#define PHONE_DIGITS_LEAST 9
#define PHONE_DIGITS_MOST  15

/* ---- what is offered ---- */

const struct bs_question *session_words_question(const struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    size_t count = programme != NULL ? programme->question_count : 0;
    if (count == 0 || programme->questions[count - 1].kind != BS_KIND_TEXT ||
        !branch_leads_to(programme, &session->answers, count - 1)) {
        return NULL;
    }
    return &programme->questions[count - 1];
}

static bool is_there(const struct session *session, enum session_extra extra)
{
    const struct bs_bundle *bundle = session->bundle;
    switch (extra) {
    case SESSION_EXTRA_WORDS:
        return session_words_question(session) != NULL && bundle->words_policy != BS_WORDS_NONE;
    case SESSION_EXTRA_ABOUT_YOU:
        return bundle != NULL && bundle->place.area_count > 0;
    default:
        return bundle != NULL && bundle->wish.who.count > 0 && bundle->wish.key != NULL;
    }
}

bool session_offers(const struct session *session, enum session_extra extra)
{
    return session->extras[extra] != SESSION_EXTRA_DONE && is_there(session, extra);
}

static bool offers_any(const struct session *session)
{
    return session_offers(session, SESSION_EXTRA_WORDS) ||
           session_offers(session, SESSION_EXTRA_ABOUT_YOU) ||
           session_offers(session, SESSION_EXTRA_WISH);
}

/* ---- ways ---- */

static bool open_afterwards(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_THANKS || !offers_any(session)) {
        return false;
    }
    session_enter(session, SESSION_AFTERWARDS, now_ms);
    return true;
}

/* Also straight from the thanks, where there is room for it. */
static bool open_extra(struct session *session, enum session_extra extra,
                       enum session_screen screen, int64_t now_ms)
{
    bool is_from = session->screen == SESSION_AFTERWARDS || session->screen == SESSION_THANKS;
    if (!is_from || !session_offers(session, extra)) {
        return false;
    }
    session->extra = extra;
    session->layer = 0;
    session_enter(session, screen, now_ms);
    return true;
}

static void leave_extra(struct session *session, int64_t now_ms)
{
    session->page = 0;
    session_enter(session, offers_any(session) ? SESSION_AFTERWARDS : SESSION_THANKS, now_ms);
}

static void enter_page(struct session *session, enum session_screen screen, int64_t now_ms)
{
    session->layer = 0;
    session_enter(session, screen, now_ms);
}

static bool back(struct session *session, int64_t now_ms)
{
    switch (session->screen) {
    case SESSION_AFTERWARDS:
        session_enter(session, SESSION_THANKS, now_ms);
        return true;
    case SESSION_WORDS:
    case SESSION_AGE:
    case SESSION_WISH:
    case SESSION_LEFT:
        leave_extra(session, now_ms);
        return true;
    case SESSION_PERSONAL:
        enter_page(session, SESSION_WORDS, now_ms);
        return true;
    case SESSION_AREA:
        enter_page(session, SESSION_AGE, now_ms);
        return true;
    case SESSION_WISH_NAME:
        enter_page(session, SESSION_WISH, now_ms);
        return true;
    case SESSION_WISH_PHONE:
        enter_page(session, SESSION_WISH_NAME, now_ms);
        return true;
    default:
        return false;
    }
}

/* ---- writing ---- */

static struct text_entry *entry_of(struct session *session, size_t *most)
{
    switch (session->screen) {
    case SESSION_WORDS:
        *most = BS_WORDS_MAX;
        return &session->words;
    case SESSION_WISH_NAME:
        *most = BS_WISH_NAME_MAX;
        return &session->name;
    case SESSION_WISH_PHONE:
        *most = BS_WISH_PHONE_MAX;
        return &session->phone;
    default:
        return NULL;
    }
}

/* A number is written in digits of any keyboard, and kept in those that a telephone has. */
static bool write_phone(struct text_entry *entry, const char *text, size_t most)
{
    char plain[2] = "";
    const char *at = text, *end = text + strnlen(text, TEXT_ENTRY_CHARACTER);
    int digit = personal_data_digit(bs_utf8_next(&at, end));
    if (at != end) {
        return false;
    }
    plain[0] = digit >= 0 ? (char)('0' + digit) : text[0];
    return (digit >= 0 || strchr("+ -().", text[0]) != NULL) && text_entry_put(entry, plain, most);
}

static bool write(struct session *session, const char *text, size_t next_layer)
{
    size_t most = 0;
    struct text_entry *entry = entry_of(session, &most);
    if (entry == NULL || text[0] == '\0') {
        return false;
    }
    session->hint = false;
    session->layer = next_layer;
    return session->screen == SESSION_WISH_PHONE ? write_phone(entry, text, most)
                                                 : text_entry_put(entry, text, most);
}

static bool rub_out(struct session *session)
{
    size_t most = 0;
    struct text_entry *entry = entry_of(session, &most);
    if (entry == NULL) {
        return false;
    }
    session->hint = false;
    return text_entry_rub_out(entry);
}

static bool set_layer(struct session *session, size_t layer)
{
    size_t most = 0;
    bool changes = entry_of(session, &most) != NULL && session->layer != layer;
    session->layer = changes ? layer : session->layer;
    return changes;
}

static size_t count_digits(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += *text >= '0' && *text <= '9' ? 1 : 0;
    }
    return count;
}

/* ---- keeping ---- */

void session_fill_left_at(const struct session *session, size_t programme, struct bs_left_at *out)
{
    const struct bs_bundle *bundle = session->bundle;
    const struct bs_programme *about = bundle->programmes[programme].programme;
    memset(out, 0, sizeof *out);
    out->version = about->version;
    out->channel = session->channel;
    out->is_trial = !bundle->is_in_use;
    bs_utf8_copy(out->programme, sizeof out->programme, about->id);
    bs_utf8_copy(out->place, sizeof out->place, bundle->place.id);
    bs_utf8_copy(out->lang, sizeof out->lang, session->lang);
}

void session_show_left(struct session *session, int64_t now_ms)
{
    if (session->is_extra_pending) { /* the disk is silent: it may answer yet */
        session->extras[session->extra] = SESSION_EXTRA_NOT_KEPT;
    }
    session_enter(session, SESSION_LEFT, now_ms);
}

/* The page stays in sight for a moment, while it is being kept already. One at a time: while another one is being kept this
 * one cannot be. */
static void keep(struct session *session, enum session_effect_kind kind, int64_t now_ms,
                 struct session_effect *effect)
{
    if (session->is_extra_pending) {
        session->extras[session->extra] = SESSION_EXTRA_NOT_KEPT;
        session_enter(session, SESSION_LEFT, now_ms);
        return;
    }
    effect->kind = kind;
    session_fill_left_at(session, session->programme, &effect->at);
    session->is_extra_pending = true;
    session->pending = session->extra;
    session->hint = false;
    session->confirm_until_ms = now_ms + SESSION_CONFIRM_MS;
}

static void keep_words(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    keep(session, SESSION_KEEP_WORDS, now_ms, effect);
    if (effect->kind == SESSION_KEEP_WORDS) {
        bs_utf8_copy(effect->words, sizeof effect->words, session->words.text);
    }
}

static void send_words(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    struct personal_data found[PERSONAL_DATA_MAX];
    if (!session->is_personal_told && personal_data_find(session->words.text, found) > 0) {
        session->is_personal_told = true;
        session_enter(session, SESSION_PERSONAL, now_ms);
    } else {
        keep_words(session, now_ms, effect);
    }
}

static void send_wish(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    keep(session, SESSION_KEEP_WISH, now_ms, effect);
    if (effect->kind == SESSION_KEEP_WISH) {
        bs_utf8_copy(effect->words, sizeof effect->words, session->name.text);
        bs_utf8_copy(effect->phone, sizeof effect->phone, session->phone.text);
    }
}

static bool send(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    size_t digits = count_digits(session->phone.text);
    switch (session->screen) {
    case SESSION_WORDS:
        session->hint = !text_entry_any(&session->words);
        if (!session->hint) {
            send_words(session, now_ms, effect);
        }
        return true;
    case SESSION_WISH:
        enter_page(session, SESSION_WISH_NAME, now_ms);
        return true;
    case SESSION_WISH_NAME:
        session->hint = !text_entry_any(&session->name);
        if (!session->hint) {
            enter_page(session, SESSION_WISH_PHONE, now_ms);
        }
        return true;
    case SESSION_WISH_PHONE:
        session->hint = digits < PHONE_DIGITS_LEAST || digits > PHONE_DIGITS_MOST;
        if (!session->hint) {
            send_wish(session, now_ms, effect);
        }
        return true;
    default:
        return false;
    }
}

static bool send_anyway(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (session->screen != SESSION_PERSONAL) {
        return false;
    }
    keep_words(session, now_ms, effect);
    return true;
}

/* ---- age and neighbourhood ---- */

static const char *area_code(const struct session *session)
{
    const struct bs_place *place = &session->bundle->place;
    if (session->area < place->area_count) {
        return place->areas[session->area].code;
    }
    return session->area == place->area_count ? BS_AREA_ELSEWHERE : BS_AREA_UNSAID;
}

static bool pick_age(struct session *session, size_t index, int64_t now_ms)
{
    if (index >= BS_AGES) {
        return false;
    }
    session->has_age = true;
    session->age = (enum bs_age)index;
    session->confirm_until_ms = now_ms + SESSION_CONFIRM_MS;
    return true;
}

/* Who says neither leaves nothing. */
static bool pick_area(struct session *session, size_t index, int64_t now_ms,
                      struct session_effect *effect)
{
    size_t unsaid = session->bundle->place.area_count + 1;
    if (index > unsaid) {
        return false;
    }
    session->area = index;
    if (index == unsaid && session->age == BS_AGE_UNSAID) {
        session->extras[SESSION_EXTRA_ABOUT_YOU] = SESSION_EXTRA_DONE;
        leave_extra(session, now_ms);
        return true;
    }
    keep(session, SESSION_KEEP_ABOUT_YOU, now_ms, effect);
    if (effect->kind == SESSION_KEEP_ABOUT_YOU) {
        effect->about_you.at = effect->at;
        bs_utf8_copy(effect->about_you.at.lang, sizeof effect->about_you.at.lang,
                     session->bundle->languages[0]); /* her own would tell whose it is */
        effect->about_you.age = session->age;
        bs_utf8_copy(effect->about_you.area, sizeof effect->about_you.area, area_code(session));
    }
    return true;
}

static bool pick(struct session *session, size_t index, int64_t now_ms,
                 struct session_effect *effect)
{
    switch (session->screen) {
    case SESSION_AGE:
        return pick_age(session, index, now_ms);
    case SESSION_AREA:
        return pick_area(session, index, now_ms, effect);
    default:
        return false;
    }
}

/* ---- what became of it ---- */

static void wipe_extra(struct session *session, enum session_extra extra)
{
    if (extra == SESSION_EXTRA_WORDS) {
        text_entry_wipe(&session->words);
    } else if (extra == SESSION_EXTRA_WISH) {
        text_entry_wipe(&session->name);
        text_entry_wipe(&session->phone);
    } else {
        session->has_age = false;
        session->age = BS_AGE_UNDER_18;
        session->area = SESSION_NONE;
    }
}

static bool is_page(enum session_screen screen)
{
    return screen == SESSION_WORDS || screen == SESSION_PERSONAL || screen == SESSION_AGE ||
           screen == SESSION_AREA || screen == SESSION_WISH || screen == SESSION_WISH_NAME ||
           screen == SESSION_WISH_PHONE;
}

bool session_settle_extra(struct session *session, bool is_kept, int64_t now_ms)
{
    if (!session->is_extra_pending) {
        return false; /* of somebody who has left */
    }
    session->is_extra_pending = false;
    session->extras[session->pending] = is_kept ? SESSION_EXTRA_DONE : SESSION_EXTRA_NOT_KEPT;
    if (session->confirm_until_ms != 0) {
        return false; /* it stays in sight for its moment */
    }
    if (is_kept) {
        wipe_extra(session, session->pending);
    }
    bool was_opened_again =
        is_kept && session->extra == session->pending && is_page(session->screen);
    if ((session->screen == SESSION_SAVING && !session->is_save_pending) || was_opened_again) {
        session_show_left(session, now_ms);
        return true;
    }
    return session->screen == SESSION_LEFT || session->screen == SESSION_AFTERWARDS;
}

void session_move_on_extra(struct session *session, int64_t now_ms)
{
    if (session->screen == SESSION_LEFT) {
        leave_extra(session, now_ms);
    } else if (session->screen == SESSION_AGE) {
        enter_page(session, SESSION_AREA, now_ms);
    } else if (session->is_extra_pending) {
        session_enter(session, SESSION_SAVING, now_ms);
    } else {
        if (session->extras[session->extra] == SESSION_EXTRA_DONE) {
            wipe_extra(session, session->extra);
        }
        session_show_left(session, now_ms);
    }
}

bool session_leave_behind(struct session *session, const struct session_intent *intent,
                          int64_t now_ms, struct session_effect *effect)
{
    switch (intent->kind) {
    case SESSION_OPEN_AFTERWARDS:
        return open_afterwards(session, now_ms);
    case SESSION_OPEN_WORDS:
        return open_extra(session, SESSION_EXTRA_WORDS, SESSION_WORDS, now_ms);
    case SESSION_OPEN_ABOUT_YOU:
        return open_extra(session, SESSION_EXTRA_ABOUT_YOU, SESSION_AGE, now_ms);
    case SESSION_OPEN_WISH:
        return open_extra(session, SESSION_EXTRA_WISH, SESSION_WISH, now_ms);
    case SESSION_BACK:
        return back(session, now_ms);
    case SESSION_NEXT:
        return session->screen == SESSION_LEFT && back(session, now_ms);
    case SESSION_WRITE:
        return write(session, intent->text, intent->index);
    case SESSION_RUB_OUT:
        return rub_out(session);
    case SESSION_LAYER:
        return set_layer(session, intent->index);
    case SESSION_SEND:
        return send(session, now_ms, effect);
    case SESSION_SEND_ANYWAY:
        return send_anyway(session, now_ms, effect);
    case SESSION_PICK:
        return pick(session, intent->index, now_ms, effect);
    default:
        return false;
    }
}
