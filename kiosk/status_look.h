/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STATUS_LOOK_H
#define STATUS_LOOK_H

/* How the kiosk is doing, for the connector's status screen: the same numbers that `buurtstem-syncd --status` prints. */

#include <buurtstem/clock.h>
#include <buurtstem/outbox.h>

#include "desk_status.h"

struct status_look_at {
    struct bs_outbox *outbox;         /* NULL: the log cannot be read now */
    const char *sync_dir, *state_dir; /* borrowed, as the clock */
    const struct bs_clock *clock;
};

/*
 * Fills all of *out but languages, sound and keypad, which are left empty for the caller. What cannot be read counts for nothing
 * (0, DESK_UNKNOWN), and `trouble` says so: of the log before sync.db, and of both before what syncd has to tell. A clock that
 * stepped back makes no time negative. For the worker's thread: blocks on the disk for some short reads.
 */
void status_look(const struct status_look_at *at, struct desk_status *out);

#endif
