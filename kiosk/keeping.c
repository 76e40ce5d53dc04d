/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens held.db, does one thing, and closes it. */

#include "keeping.h"

enum bs_err keeping_words(const char *state_dir, const struct bs_held_comment *comment,
                          struct bs_error *err)
{
    struct bs_held *held = NULL;
    enum bs_err rc = bs_held_open(state_dir, &held, err);
    if (rc == BS_OK) {
        rc = bs_held_keep_comment(held, comment, err);
    }
    bs_held_close(held);
    return rc;
}

enum bs_err keeping_record(const char *state_dir, const struct bs_uuid *id, const char *kind,
                           struct bs_bytes body, struct bs_date day, struct bs_error *err)
{
    struct bs_held *held = NULL;
    enum bs_err rc = bs_held_open(state_dir, &held, err);
    if (rc == BS_OK) {
        rc = bs_held_keep_record(held, id, kind, body, day, err);
    }
    bs_held_close(held);
    return rc;
}

/* Where released records go. */
struct log_end {
    struct bs_outbox *outbox;
    const struct bs_clock *clock;
};

static enum bs_err append(void *self, const struct bs_uuid *id, const char *kind,
                          struct bs_bytes body, struct bs_error *err)
{
    const struct log_end *end = self;
    return bs_outbox_append(end->outbox, id, kind, body, end->clock, NULL, err);
}

enum bs_err keeping_release(const char *state_dir, struct bs_date day, struct bs_outbox *outbox,
                            const struct bs_clock *clock, struct bs_random *random,
                            struct bs_error *err)
{
    struct log_end end = {.outbox = outbox, .clock = clock};
    struct bs_held *held = NULL;
    enum bs_err rc = bs_held_open(state_dir, &held, err);
    if (rc == BS_OK) {
        rc = bs_held_release_records(held, day, random, append, &end, err);
    }
    bs_held_close(held);
    return rc;
}

enum bs_err keeping_hand_over(struct bs_held *held, struct bs_outbox *outbox,
                              const struct bs_clock *clock, struct bs_error *err)
{
    struct log_end end = {.outbox = outbox, .clock = clock};
    return bs_held_hand_over(held, append, &end, err);
}
