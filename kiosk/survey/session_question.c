/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a tap does to the question on the screen, and which one comes next. */

#include "session_p.h"

#include "kind.h"

static struct answer_slot *slot_of(struct session *session)
{
    return &session->answers.slot[session->question];
}

/* The round of a pair question that is shown, by its name in kind.h; 0 of every other. */
static size_t round_of(const struct session *session)
{
    const struct bs_question *question = session_question(session);
    return question->kind == BS_KIND_PAIR ? session->order[session->question][session->round] : 0;
}

/* From the question behind it the last round is shown, with what was chosen there. */
static void enter_question(struct session *session, size_t question, bool is_back, int64_t now_ms)
{
    session->question = question;
    const struct answer_slot *slot = slot_of(session);
    size_t rounds = kind_rounds(session_question(session)->kind);
    session->round = is_back && slot->is_given && !slot->dont_know ? rounds - 1 : 0;
    session_enter(session, SESSION_QUESTION, now_ms);
}

void session_begin_programme(struct session *session, size_t programme, int64_t now_ms)
{
    if (programme != session->programme) {
        session->programme = programme;
        session_draw_order(session);
    }
    enter_question(session, 0, false, now_ms);
}

static bool has_more_rounds(const struct session *session)
{
    const struct bs_question *question = session_question(session);
    return !session->answers.slot[session->question].dont_know &&
           session->round + 1 < kind_rounds(question->kind);
}

static size_t next_question(const struct session *session)
{
    return branch_next(session_programme(session), &session->answers, session->question);
}

void session_move_on(struct session *session, int64_t now_ms)
{
    if (has_more_rounds(session)) {
        session->round++;
        session_enter(session, SESSION_QUESTION, now_ms);
        return;
    }
    size_t next = next_question(session);
    if (next != BRANCH_NONE) {
        enter_question(session, next, false, now_ms);
    } else if (session->is_correcting && !session->is_saved && !session->is_save_pending) {
        session_give_up_change(session, now_ms); /* nothing is otherwise than before */
    } else if (session->is_saved) {
        session_thank(session, now_ms);
    } else if (session->is_save_pending) {
        session_enter(session, SESSION_SAVING, now_ms);
    } else {
        session_end_visit(session, now_ms); /* only cards: there was nothing to answer */
    }
}

/* An answer is complete: it stays in sight for a moment, while the last one is being written already. */
static void confirm(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    branch_prune(session_programme(session), &session->answers);
    session->hint = false;
    session->confirm_until_ms = now_ms + SESSION_CONFIRM_MS;
    bool is_changed =
        !session->is_correcting || !answers_equal(&session->answers, &session->before);
    if (!has_more_rounds(session) && next_question(session) == BRANCH_NONE && is_changed &&
        answers_any(&session->answers)) {
        session_save(session, false, now_ms, effect);
    }
}

static bool choose(struct session *session, size_t index, int64_t now_ms,
                   struct session_effect *effect)
{
    enum kind_tap tap =
        kind_choose(slot_of(session), session_question(session), round_of(session), index);
    if (tap == KIND_REFUSED) {
        return false;
    }
    session_begin_visit(session, now_ms);
    if (tap == KIND_ANSWERED) {
        confirm(session, now_ms, effect);
        return true;
    }
    if (session->screen == SESSION_ATTRACT) {
        session_enter(session, SESSION_QUESTION,
                      now_ms); /* where more can be chosen, and "Verder" is */
    }
    session->hint = tap == KIND_HINTED;
    return true;
}

static bool goal_less(struct session *session, size_t index)
{
    if (!kind_take_back(slot_of(session), session_question(session), index)) {
        return false;
    }
    session->hint = false;
    return true;
}

static bool dont_know(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    if (!bs_kind_is_asked(session_question(session)->kind)) {
        return false;
    }
    session_begin_visit(session, now_ms);
    answers_set_dont_know(&session->answers, session->question);
    confirm(session, now_ms, effect);
    return true;
}

static bool next(struct session *session, int64_t now_ms, struct session_effect *effect)
{
    const struct bs_question *question = session_question(session);
    bool is_card = question->kind == BS_KIND_CARD;
    if (session->screen != SESSION_QUESTION && !is_card) {
        return false;
    }
    if (!kind_is_ready(slot_of(session), question, round_of(session))) {
        session->hint = true;
        return true;
    }
    session_begin_visit(session, now_ms);
    if (is_card && next_question(session) != BRANCH_NONE) {
        session_move_on(session, now_ms); /* nothing was chosen that should stay in sight */
    } else {
        confirm(session, now_ms, effect);
    }
    return true;
}

static bool back(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_QUESTION) {
        return false;
    }
    if (session->round > 0) {
        session->round--;
        session_enter(session, SESSION_QUESTION, now_ms);
        return true;
    }
    size_t before =
        branch_previous(session_programme(session), &session->answers, session->question);
    if (before != BRANCH_NONE) {
        enter_question(session, before, true, now_ms);
    } else if (session->is_correcting) {
        session_give_up_change(session, now_ms);
    } else {
        return false;
    }
    return true;
}

bool session_answer(struct session *session, const struct session_intent *intent, int64_t now_ms,
                    struct session_effect *effect)
{
    bool asks = session->screen == SESSION_ATTRACT || session->screen == SESSION_QUESTION;
    if (!asks || session_question(session) == NULL || session->confirm_until_ms != 0) {
        return false;
    }
    switch (intent->kind) {
    case SESSION_CHOOSE:
        return choose(session, intent->index, now_ms, effect);
    case SESSION_GOAL_LESS:
        return goal_less(session, intent->index);
    case SESSION_DONT_KNOW:
        return dont_know(session, now_ms, effect);
    case SESSION_NEXT:
        return next(session, now_ms, effect);
    case SESSION_BACK:
        return back(session, now_ms);
    default:
        return false;
    }
}

/* ---- what a screen asks ---- */

static const struct answer_slot *shown_slot(const struct session *session)
{
    return &session->answers.slot[session->question];
}

bool session_is_chosen(const struct session *session, size_t choice)
{
    const struct bs_question *question = session_question(session);
    return question != NULL &&
           kind_is_chosen(shown_slot(session), question, round_of(session), choice);
}

size_t session_rank(const struct session *session, size_t choice)
{
    return kind_rank(shown_slot(session), choice);
}

size_t session_points(const struct session *session, size_t choice)
{
    return kind_points(shown_slot(session), choice);
}

size_t session_left(const struct session *session)
{
    const struct bs_question *question = session_question(session);
    return question != NULL ? kind_left(shown_slot(session), question) : 0;
}

bool session_takes_many(const struct session *session)
{
    const struct bs_question *question = session_question(session);
    return question != NULL && kind_is_many(question->kind);
}

bool session_has_back(const struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    return programme != NULL &&
           (session->round > 0 || session->is_correcting ||
            branch_previous(programme, &session->answers, session->question) != BRANCH_NONE);
}
