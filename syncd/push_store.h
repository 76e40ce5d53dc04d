/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUSH_STORE_H
#define PUSH_STORE_H

/*
 * What push asks of the kiosk's log and of what syncd knows. push decides and touches no file; push_disk.h binds it to
 * the real ones, a simulation to memory. Each function does, and fails, as the one of that name in
 * <buurtstem/outbox.h> or <buurtstem/syncstate.h>.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

struct push_store {
    void *self;
    /* The log: epochs in the order in which they began, and their records. */
    enum bs_err (*epoch)(void *self, size_t index, struct bs_outbox_tip *out, struct bs_error *err);
    enum bs_err (*read)(void *self, const char *epoch, uint64_t first_seq, size_t records_max,
                        size_t bytes_max, struct bs_buf *lines, struct bs_outbox_slice *out,
                        struct bs_error *err);
    enum bs_err (*hash_at)(void *self, const char *epoch, uint64_t seq, char out[BS_HASH_TEXT],
                           struct bs_error *err);
    /* What is known of what arrived. */
    enum bs_err (*position)(void *self, const char *epoch, struct bs_position *out,
                            struct bs_error *err);
    enum bs_err (*note_sent)(void *self, const char *epoch, uint64_t sent_to, struct bs_error *err);
    enum bs_err (*settle)(void *self, const struct bs_receipt *receipt, int64_t wall_ms,
                          struct bs_error *err);
    enum bs_err (*note_fork)(void *self, const char *epoch, const struct bs_fork *fork,
                             struct bs_error *err);
};

#endif
