/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef EFFECTS_H
#define EFFECTS_H

/* The one place where a decision of the session becomes I/O. */

#include <stdbool.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/clock.h>
#include <buurtstem/uuid.h>

#include "session.h"
#include "worker.h"

#define EFFECTS_PLAIN_MAX 512 /* bytes of a wish before it is sealed */

/* The record that is being saved, with the id and bytes under which it may be tried again. Zeroed: none. */
struct effects {
    struct worker *worker;          /* borrowed */
    const struct bs_bundle *bundle; /* borrowed; whose key seals a wish; NULL: none yet */
    struct bs_clock clock;
    struct bs_random random;
    struct bs_uuid id;
    const char *kind; /* of the record */
    size_t len;
    uint8_t body[BS_SUBMISSION_MAX];
    /* What this visit saved first, until the wipe: what its corrections name. "": nothing yet. */
    char first[BS_UUID_TEXT];
    struct bs_uuid
        extra; /* what is being kept of what was left after the thanks; zeroed: nothing */
    char plain[EFFECTS_PLAIN_MAX]; /* a wish on its way into its seal, then zeros */
};

/* Does what an effect says. False if it cannot even be queued: the session has to hear effects_refusal(). */
bool effects_run(struct effects *effects, const struct session_effect *effect);

/* What the session has to hear of an effect that could not be queued; SESSION_TICK: nothing, nobody waits for it. */
enum session_intent_kind effects_refusal(enum session_effect_kind kind);

/* Whether a record is the one of this visit that is being saved, and not one of somebody who has left. */
bool effects_is_mine(const struct effects *effects, const struct bs_uuid *id);

/* Whether an id is that of the extra of this visit that is being kept; once: then it is forgotten. */
bool effects_settle_extra(struct effects *effects, const struct bs_uuid *id);

/* The record is saved: forgets its bytes, and keeps a submission's id for corrections. */
void effects_settle(struct effects *effects);

/* Forgets everything: the visit is over. */
void effects_forget(struct effects *effects);

#endif
