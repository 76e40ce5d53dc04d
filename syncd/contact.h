/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CONTACT_H
#define CONTACT_H

/*
 * By which way central is asked: what is in use, and what a signed bundle says is to be used from now on. The new way is tried
 * with a question for a bundle and takes over when one came by it. One that fails is left alone for a day, or until a new
 * bundle names one, or until the way in use gets no answer either: then the two take turns, so that a kiosk finds back by
 * whichever works. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/bundle.h>
#include <buurtstem/syncstate.h>

struct contact {
    bool has_now, has_next;      /* without `now`, the way of enrolment is in use */
    struct bs_contact now, next; /* as in sync.db */
    int64_t failed_serial;       /* of a `next` that failed; 0: none */
    int64_t again_ms;            /* boot clock: when that one is tried again */
    bool now_fails;              /* the way in use got no answer when it was last asked */
};

/* BS_CONTACT_NOW: also for the way of enrolment. */
enum bs_contact_slot contact_choose(const struct contact *contact, int64_t now_ms);

/* What came of a question for a bundle by that way. answered: not for `next` that brought a bundle, see contact_promoted. */
void contact_answered(struct contact *contact);
void contact_failed(struct contact *contact, enum bs_contact_slot slot, int64_t now_ms);
void contact_promoted(struct contact *contact);

/* Whether `next` is there and failed: a person is to know. */
bool contact_is_stuck(const struct contact *contact);

enum contact_heard {
    CONTACT_KEEP,  /* nothing new */
    CONTACT_TRY,   /* *candidate is to be tried next */
    CONTACT_FORGET /* nothing is to be tried any more */
};
/* What a bundle that is ours says about it. A bundle that does not speak of it changes nothing that is in use. */
enum contact_heard contact_hear(const struct contact *contact, const struct bs_way *way,
                                int64_t serial, struct bs_contact *candidate);

#endif
