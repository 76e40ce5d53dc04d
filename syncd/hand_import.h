/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HAND_IMPORT_H
#define HAND_IMPORT_H

/*
 * Receipts that came back by hand (PROTOCOL.md §11): judged like those of the network, but for what only the network has. The
 * daemon is the one writer of sync.db; while it runs it is handed the file through STATE_DIR/by-hand.receipts, else the
 * receipts are settled here.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "daemon_config.h"

#define HAND_WAITING "by-hand.receipts" /* in STATE_DIR: for the daemon to settle */

struct hand_settled {
    size_t counted;          /* receipts that counted */
    size_t refused;          /* that are not ours in every part */
    uint64_t records;        /* that are confirmed by them and were not before */
    char why[BS_ERROR_TEXT]; /* of the first that was refused */
};

/*
 * Looks at a file of receipts, and settles those that are ours in every part if `settle`. BS_BAD, BS_LIMIT: the file is not what
 * it should be. BS_REFUSED: it is another kiosk's, or older than what central told already. Nothing is changed then. BS_LATER,
 * BS_BROKEN: our own files; may be done again. outbox NULL: nothing was ever kept here.
 */
enum bs_err hand_settle(struct bs_outbox *outbox, struct bs_syncstate *state, struct bs_bytes file,
                        bool settle, int64_t wall_ms, struct hand_settled *out,
                        struct bs_error *err);

/* Settles what waits in STATE_DIR, and removes it; for the daemon. BS_NOTFOUND: nothing waits. BS_LATER: it waits on. Else
 * it is gone, and the sentence says why nothing came of it. */
enum bs_err hand_take_waiting(const struct daemon_config *config, struct bs_syncstate *state,
                              int64_t wall_ms, struct hand_settled *out, struct bs_error *err);

/*
 * The verb: reads FILE and settles it, or has the daemon do so and waits for that up to wait_ms. Errors as of hand_settle;
 * BS_NOTFOUND: no such file; BS_REFUSED: not enrolled, too; BS_LATER: the daemon did not come to it yet.
 */
enum bs_err hand_import(const struct daemon_config *config, const char *path,
                        const struct bs_clock *clock, int64_t wait_ms, struct hand_settled *out,
                        struct bs_error *err);

#endif
