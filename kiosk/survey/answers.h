/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ANSWERS_H
#define ANSWERS_H

/* The answers of one visit so far. Kept by value, never by position on the screen, in one piece of memory that is
 * overwritten when the visit ends. Pure. */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/programme.h>
#include <buurtstem/submission.h>

struct answer_slot {
    bool is_given; /* it can be kept as it is: a pair only when all rounds are played */
    bool dont_know;
    unsigned played; /* of a pair: a bit for each round, as kind.h names them */
    size_t count;
    /* Indexes into the question's choices, in the order chosen; a point each, sorted; what won each round of a pair. Behind
     * `count` there are zeros, but for a pair that is not complete. */
    size_t choice[BS_CHOICES_MAX];
};

struct answers {
    struct answer_slot slot[BS_QUESTIONS_MAX]; /* by index of the question in its programme */
};

void answers_wipe(struct answers *answers);
bool answers_any(const struct answers *answers);
/* Whether the same was chosen, in the same order. */
bool answers_equal(const struct answers *a, const struct answers *b);

void answers_set_dont_know(struct answers *answers, size_t question);
void answers_clear(struct answers *answers, size_t question);

/* One answer. The one choice where one is chosen: it takes the place of what was there. */
void answers_slot_set(struct answer_slot *slot, size_t choice);
bool answers_slot_has(const struct answer_slot *slot, size_t choice);
/* Adds a choice to a list or takes it off again. False, and nothing changes, if `most` are chosen already. */
bool answers_slot_toggle(struct answer_slot *slot, size_t choice, size_t most);
/* Takes off what stands at a place; the others move up. */
void answers_slot_take_off(struct answer_slot *slot, size_t at);

/* Copies the given answers, in the programme's order and as submission.h wants them, into a submission's answers: of
 * questions that ask something, at most BS_ASKED_MAX. Who calls it has pruned what is not on the path (branch.h). */
void answers_export(const struct answers *answers, const struct bs_programme *programme,
                    struct bs_submission *submission);

#endif
