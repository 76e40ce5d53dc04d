/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Adds up what the log holds and what of it has a receipt. */
#include <string.h>

#include <buurtstem/backlog.h>

/* What is acknowledged of the records that are sent under this epoch; nothing from where our log is not what a
 * receipt was for. */
static enum bs_err count_acknowledged(struct bs_syncstate *state, const struct bs_outbox_tip *tip,
                                      const struct bs_position *position, uint64_t *acknowledged,
                                      struct bs_error *err)
{
    struct bs_fork fork;
    struct bs_error why = {0};
    *acknowledged = position->complete_to < tip->send_to ? position->complete_to : tip->send_to;
    if (state == NULL) {
        return BS_OK;
    }
    enum bs_err rc = bs_syncstate_fork(state, tip->epoch, &fork, &why);
    if (rc == BS_OK && strcmp(fork.why, "restored") == 0 && *acknowledged >= fork.from_seq) {
        *acknowledged = fork.from_seq - 1;
    }
    return rc == BS_OK || rc == BS_NOTFOUND ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

static enum bs_err add_epoch(struct bs_outbox *outbox, struct bs_syncstate *state,
                             const struct bs_outbox_tip *tip, struct bs_position *position,
                             uint64_t *acknowledged, struct bs_backlog *out, struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    if (state != NULL) {
        rc = bs_syncstate_position(state, tip->epoch, position, err);
    }
    if (rc == BS_OK) {
        rc = count_acknowledged(state, tip, position, acknowledged, err);
    }
    out->is_state_unread = rc != BS_OK;
    if (rc == BS_OK && *acknowledged < tip->send_to && out->oldest_unsent_ms == 0) {
        rc = bs_outbox_wall_at(outbox, tip->epoch, *acknowledged + 1, &out->oldest_unsent_ms, err);
    }
    memcpy(out->epoch, tip->epoch, sizeof out->epoch);
    out->stored += tip->send_to;
    out->acknowledged += *acknowledged;
    out->server_complete_to = position->complete_to;
    if (position->receipt_at_ms > out->last_receipt_ms) {
        out->last_receipt_ms = position->receipt_at_ms;
    }
    return rc;
}

enum bs_err bs_backlog_read(struct bs_outbox *outbox, struct bs_syncstate *state,
                            bs_backlog_visitor *visitor, void *self, struct bs_backlog *out,
                            struct bs_error *err)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0;; i++) {
        struct bs_error why = {0};
        struct bs_outbox_tip tip;
        struct bs_position position = {0};
        uint64_t acknowledged = 0;
        enum bs_err rc = bs_outbox_epoch(outbox, i, &tip, &why);
        if (rc == BS_NOTFOUND) {
            return BS_OK;
        }
        if (rc != BS_OK) {
            return bs_fail(err, rc, "%s", why.text);
        }
        rc = add_epoch(outbox, state, &tip, &position, &acknowledged, out, err);
        if (visitor != NULL) {
            visitor(self, &tip, &position, acknowledged);
        }
        if (rc != BS_OK) {
            return rc;
        }
    }
}
