/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HAND_EXPORT_H
#define HAND_EXPORT_H

/*
 * What waits on this kiosk, in a file that only central can read, for somebody to carry (PROTOCOL.md §11). Only reads the
 * kiosk's files and syncd's own, so it works beside the daemon.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/box.h>
#include <buurtstem/err.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "daemon_config.h"
#include "hand_file.h"

struct hand_exported {
    char kiosk[BS_KIOSK_ID_TEXT];
    uint64_t stored;  /* records on the kiosk, that are sent at all */
    uint64_t records; /* in the file; 0: nothing waits, and no file was made */
    bool is_cut;      /* the file is full, and the rest goes with the next */
    /* A kiosk of another name, of which records wait here that are not in the file; "" for none. */
    char left_out[BS_KIOSK_ID_TEXT];
};

/*
 * Writes FILE, as hand_file.h says. is_all: from the first record, not from the last receipt. bytes_max: BS_BOX_BYTES_MAX but in
 * tests. BS_REFUSED: not enrolled, or the file cannot be there; BS_LATER: no room, or a file of ours is busy; BS_BAD: the
 * credential's file; BS_LIMIT: bytes_max holds not one batch; BS_BROKEN. No file is left then. wall_ms: now.
 */
enum bs_err hand_export(const struct daemon_config *config, const char *path, bool is_all,
                        uint64_t bytes_max, int64_t wall_ms, struct hand_exported *out,
                        struct bs_error *err);
/* The same, in a file that is the caller's to look at afterwards: whether it was its disk that took no more. It is over. */
enum bs_err hand_export_as(const struct daemon_config *config, struct hand_file *file,
                           const char *path, bool is_all, uint64_t bytes_max, int64_t wall_ms,
                           struct hand_exported *out, struct bs_error *err);

#endif
