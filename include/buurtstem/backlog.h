/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_BACKLOG_H
#define BUURTSTEM_BACKLOG_H

/* How far the log has been acknowledged, over all its epochs: for --status, the heartbeat and the connector's screen. */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

struct bs_backlog {
    char epoch[BS_EPOCH_TEXT]; /* the newest; "" if there is none */
    uint64_t stored,
        acknowledged; /* records in all epochs; what an epoch that ended left to a later one counts there alone */
    uint64_t server_complete_to; /* in the newest, as the last receipt says */
    int64_t oldest_unsent_ms;    /* wall clock; 0: nothing waits */
    int64_t last_receipt_ms;     /* 0: never */
    bool is_state_unread;        /* it is `state` that failed; false with an error: the log */
};

/* Sees each epoch in the order in which they began; `acknowledged` is of that epoch. */
typedef void bs_backlog_visitor(void *self, const struct bs_outbox_tip *tip,
                                const struct bs_position *position, uint64_t acknowledged);

/*
 * `state` may be NULL: nothing was acknowledged. `visitor` may be NULL. What was read before a failure stands in *out.
 * BS_LATER, BS_BROKEN: one of the files; whoever only needs what is stored asks again without a state that failed. Blocks on
 * the disk. Only reads.
 */
enum bs_err bs_backlog_read(struct bs_outbox *outbox, struct bs_syncstate *state,
                            bs_backlog_visitor *visitor, void *self, struct bs_backlog *out,
                            struct bs_error *err);

#endif
