/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BEAT_H
#define BEAT_H

/*
 * The heartbeat: how this kiosk is, never what anybody answered. It is for staff; whether it arrives changes nothing
 * here, so a heartbeat that fails is logged and never becomes the kiosk's trouble.
 */

#include <buurtstem/clock.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/wire.h>

#include "transport.h"
#include "trouble.h"

/*
 * Gathers everything from the log in `kiosk_dir`, from sync.db and from the file system. A log that is not there yet is
 * an empty one. BS_LATER, BS_REFUSED, BS_BROKEN: one of our own files. Blocks on the disk.
 */
enum bs_err beat_gather(const char *kiosk_dir, struct bs_syncstate *state,
                        const struct bs_clock *clock, struct bs_heartbeat *out,
                        struct bs_error *err);

/* The request; `body` is the caller's, initialised, and has to outlive it. BS_BROKEN: a header does not fit. */
enum bs_err beat_request(const struct bs_heartbeat *heartbeat, const struct bs_identity *identity,
                         const char *token, struct bs_buf *body, struct transport_request *request,
                         struct bs_error *err);

enum beat_outcome {
    BEAT_HEARD,
    BEAT_UNKNOWN, /* an older central that has no such page: nobody's trouble */
    BEAT_FAILED   /* *trouble says why */
};
enum beat_outcome beat_answer(const struct transport_reply *reply, struct trouble *trouble);

#endif
