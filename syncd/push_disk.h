/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUSH_DISK_H
#define PUSH_DISK_H

/* push on the real files: kiosk.db, read only, and sync.db. */

#include "push_store.h"

struct push_disk {
    struct bs_outbox *outbox;   /* borrowed */
    struct bs_syncstate *state; /* borrowed */
};

/* The store borrows `disk`. */
struct push_store push_disk_store(struct push_disk *disk);

#endif
