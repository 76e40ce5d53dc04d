/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIND_H
#define KIND_H

/*
 * What a tap does to an answer, by the kind of its question. Every kind is asked in one round, but for a pair question, whose
 * BS_PAIR_ROUNDS rounds are named by what stands against each other: 0 the first choice and the second, 1 the first and the
 * third, 2 the second and the third, in whatever order they are shown. Pure.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/programme.h>

#include "answers.h"

enum kind_tap {
    KIND_REFUSED, /* there is nothing to tap: not a choice of this round, a locked goal, a question without choices */
    KIND_HINTED, /* nothing changed: all that may be chosen is chosen, all points are given; the screen says so */
    KIND_CHANGED, /* more may follow, until "Verder" */
    KIND_ANSWERED /* this round is complete: it goes on by itself */
};

/* A tap on a choice. Single kinds: it is the answer. Why, list, top: on, or off again; who is taken out of a top moves the
 * others up. Points: one more for it. Pair: it wins the round. A choice takes the place of "weet ik niet". */
enum kind_tap kind_choose(struct answer_slot *slot, const struct bs_question *question,
                          size_t round, size_t choice);
/* Points: takes one back from a choice. False if it has none, and for every other kind. */
bool kind_take_back(struct answer_slot *slot, const struct bs_question *question, size_t choice);

/* Whether "Verder" may go on: something is chosen, this round is played, "weet ik niet"; a card always. */
bool kind_is_ready(const struct answer_slot *slot, const struct bs_question *question,
                   size_t round);
/* Whether a choice is to be shown as chosen: of a pair, in this round. */
bool kind_is_chosen(const struct answer_slot *slot, const struct bs_question *question,
                    size_t round, size_t choice);
/* How many may still be chosen, or how many points may still be given; 0 where one is chosen. */
size_t kind_left(const struct answer_slot *slot, const struct bs_question *question);
/* How many points a choice has. */
size_t kind_points(const struct answer_slot *slot, size_t choice);
/* The place of a choice in a top, from 1; 0: it is not in it. */
size_t kind_rank(const struct answer_slot *slot, size_t choice);
/* The two choices of a round of a pair question. */
void kind_pair(size_t round, size_t *first, size_t *second);

/* In how many rounds it is asked. */
size_t kind_rounds(enum bs_kind kind);
/* Whether it takes several taps and then "Verder": why, list, points, top. */
bool kind_is_many(enum bs_kind kind);

#endif
