/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_P_H
#define DESK_P_H

/* What the parts of the desk share. */

#include "desk.h"

struct desk_step {
    struct desk *desk;
    const struct desk_intent *intent;
    int64_t now_ms, wall_ms;
    struct desk_effect *effect;
};

/* Shows another screen; what was in hand on the one before and is not of this one is overwritten. */
void desk_show(struct desk_step *step, enum desk_screen screen);

/* Overwrites everything but the door's memory of wrong tries. */
void desk_close(struct desk_step *step);

/* The same, and the door stands where she was: who stays signs in again. */
void desk_to_door(struct desk_step *step);

/* What the worker found out of a try is noted, on whatever screen. True if it was wrong: then nothing is left to be done. */
bool desk_hear_verdict(struct desk_step *step);

/* An effect whose end the worker tells of: nothing else is asked for until then. */
void desk_ask(struct desk_step *step, enum desk_effect_kind kind);

/* Reads the queue as it is filtered, from `skip` on. */
void desk_list(struct desk_step *step, size_t skip);

/* Each handles the intents of its screens; true if one of them was meant. */
bool desk_at_door(struct desk_step *step);
bool desk_at_queue(struct desk_step *step);
bool desk_at_notes(struct desk_step *step);
bool desk_at_help(struct desk_step *step);
bool desk_at_export(struct desk_step *step);

/* What her keyboard does to what is being written, of at most so many characters: puts one at its end, takes one off, or shows
 * another layer. */
bool desk_type(struct desk_step *step, size_t most);

/* Gives the screen to the visit that she helps. */
void desk_next_visit(struct desk_step *step);

/* After the last visit the desk is shut behind residents; after paper forms the door asks who is there. */
void desk_end_helping(struct desk_step *step);

/* What a record is signed with. */
void desk_sign(const struct desk *desk, char by[BS_SLUG_TEXT]);

#endif
