/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Decides by which way central is asked, and what a bundle's word about it means. */
#include "contact.h"

#include <stdio.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

enum bs_contact_slot contact_choose(const struct contact *contact, int64_t now_ms)
{
    bool is_left_alone = contact->failed_serial == contact->next.serial &&
                         now_ms < contact->again_ms && !contact->now_fails;
    return contact->has_next && !is_left_alone ? BS_CONTACT_NEXT : BS_CONTACT_NOW;
}

void contact_answered(struct contact *contact)
{
    contact->now_fails = false;
}

void contact_failed(struct contact *contact, enum bs_contact_slot slot, int64_t now_ms)
{
    if (slot == BS_CONTACT_NOW) {
        contact->now_fails = true;
        return;
    }
    contact->failed_serial = contact->next.serial;
    contact->again_ms = now_ms + DAY_MS;
    contact->now_fails = false; /* its turn */
}

void contact_promoted(struct contact *contact)
{
    contact->now = contact->next;
    contact->has_now = true;
    contact->has_next = false;
    contact->failed_serial = 0;
    contact->now_fails = false;
}

bool contact_is_stuck(const struct contact *contact)
{
    return contact->has_next && contact->failed_serial == contact->next.serial;
}

static void make_candidate(const struct bs_way *way, int64_t serial, struct bs_contact *out)
{
    size_t at = 0;
    memset(out, 0, sizeof *out);
    out->serial = serial;
    snprintf(out->server, sizeof out->server, "%s", way->server);
    snprintf(out->ca, sizeof out->ca, "%s", way->ca);
    for (size_t i = 0; i < way->pin_count; i++) {
        at += (size_t)snprintf(out->pins + at, sizeof out->pins - at, "%ssha256//%s",
                               i == 0 ? "" : ";", way->pins[i]);
    }
}

static bool is_same(const struct bs_contact *a, const struct bs_contact *b)
{
    return strcmp(a->server, b->server) == 0 && strcmp(a->ca, b->ca) == 0 &&
           strcmp(a->pins, b->pins) == 0;
}

/* Whether nothing differs from the way of enrolment. */
static bool is_plain(const struct bs_contact *contact)
{
    return contact->server[0] == '\0' && contact->ca[0] == '\0' && contact->pins[0] == '\0';
}

enum contact_heard contact_hear(const struct contact *contact, const struct bs_way *way,
                                int64_t serial, struct bs_contact *candidate)
{
    if (!way->is_told) {
        return contact->has_next ? CONTACT_FORGET : CONTACT_KEEP;
    }
    make_candidate(way, serial, candidate);
    if (contact->has_now ? is_same(candidate, &contact->now) : is_plain(candidate)) {
        return contact->has_next ? CONTACT_FORGET : CONTACT_KEEP;
    }
    return CONTACT_TRY;
}
