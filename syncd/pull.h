/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PULL_H
#define PULL_H

/*
 * From central to the kiosk: the signed bundle. It replaces the one in sync.db only if its signature is central's over
 * the exact bytes, it is for this kiosk, it parses, and its serial is not below the stored one. What it says about the way to
 * central and about our token is on the disk before the bundle is: stopped in between, the bundle comes again.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/syncstate.h>

#include "contact.h"
#include "rotation.h"
#include "transport.h"
#include "trouble.h"

struct pull {
    bool has_asked_newer;      /* If-None-Match went out, so 304 is an answer */
    enum bs_contact_slot slot; /* by which way it is asked; what comes by the new way promotes it */
    struct contact *contact;   /* borrowed; NULL: what bundles say about the way is not heeded */
    struct rotation *rotation; /* borrowed; NULL: nor what they say about our token */
};

/* BS_LATER, BS_BROKEN: sync.db cannot be read. */
enum bs_err pull_request(struct pull *pull, struct bs_syncstate *state,
                         const struct bs_identity *identity, const char *token,
                         struct transport_request *request, struct bs_error *err);

enum pull_outcome {
    PULL_SAME,  /* ours is the newest */
    PULL_NEW,   /* a newer one is in place */
    PULL_FAILED /* the old one stays; *trouble says why */
};

/* BS_LATER, BS_BROKEN: the good bundle, or what it asks for, could not be written; *outcome is untouched, the old one stays. */
enum bs_err pull_answer(struct pull *pull, struct bs_syncstate *state,
                        const struct bs_identity *identity, const struct transport_reply *reply,
                        int64_t wall_ms, enum pull_outcome *outcome, struct trouble *trouble,
                        struct bs_error *err);

#endif
