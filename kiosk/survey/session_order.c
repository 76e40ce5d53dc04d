/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The order in which choices are shown: where the first place draws more taps, no choice has it always. */

#include "session_p.h"

#include <string.h>

#include "kind.h"

/* SplitMix64 (Steele, Lea and Flood): one number of state, the same order for the same seed on every machine. */
static uint64_t draw(uint64_t *state)
{
    uint64_t value = *state += UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

static size_t below(uint64_t *state, size_t limit)
{
    return (size_t)((draw(state) >> 32) * limit >> 32);
}

static void mix(uint64_t *state, size_t *order, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = below(state, i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

/* Where BS_VALUE_OTHER stands, which keeps the last place; `count` if it is not there. */
static size_t other_of(const struct bs_question *question)
{
    size_t at = 0;
    while (at < question->choice_count &&
           strcmp(question->choices[at].value, BS_VALUE_OTHER) != 0) {
        at++;
    }
    return at;
}

static void order_choices(const struct bs_question *question, uint64_t *state, size_t *order)
{
    size_t other = other_of(question), count = 0;
    for (size_t i = 0; i < question->choice_count; i++) {
        if (i != other) {
            order[count++] = i;
        }
    }
    mix(state, order, count);
    if (other < question->choice_count) {
        order[count] = other;
    }
}

static void order_rounds(uint64_t *state, size_t *order)
{
    for (size_t i = 0; i < BS_PAIR_ROUNDS; i++) {
        order[i] = i;
        order[BS_PAIR_ROUNDS + i] = below(state, 2);
    }
    mix(state, order, BS_PAIR_ROUNDS);
}

void session_shuffle(struct session *session)
{
    session->shuffle = draw(&session->shuffle);
}

void session_draw_order(struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    uint64_t state = session->shuffle;
    memset(session->order, 0, sizeof session->order);
    for (size_t i = 0; programme != NULL && i < programme->question_count; i++) {
        const struct bs_question *question = &programme->questions[i];
        size_t *order = session->order[i];
        if (!bs_kind_is_shuffled(question->kind)) {
            for (size_t k = 0; k < question->choice_count; k++) {
                order[k] = k;
            }
        } else if (question->kind == BS_KIND_PAIR) {
            order_rounds(&state, order);
        } else {
            order_choices(question, &state, order);
        }
    }
}

/* ---- what is shown where ---- */

size_t session_shown(const struct session *session, size_t place)
{
    const struct bs_question *question = session_question(session);
    if (question == NULL || place >= question->choice_count) {
        return SESSION_NONE;
    }
    if (question->kind == BS_KIND_PAIR) {
        size_t first = SESSION_NONE, second = SESSION_NONE;
        session_pair(session, &first, &second);
        return place == 0 ? first : place == 1 ? second : SESSION_NONE;
    }
    return session->order[session->question][place];
}

void session_pair(const struct session *session, size_t *first, size_t *second)
{
    const size_t *order = session->order[session->question];
    size_t round = order[session->round];
    bool is_turned = order[BS_PAIR_ROUNDS + round] != 0;
    kind_pair(round, is_turned ? second : first, is_turned ? first : second);
}
