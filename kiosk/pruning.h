/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PRUNING_H
#define PRUNING_H

/*
 * When what central holds for good goes from the kiosk: after the time that the configuration says, while the clock knows the
 * time; and from 90 % disk on whatever its age. In small steps, so that a resident's answer never waits for more than one.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/clock.h>
#include <buurtstem/outbox.h>

#define PRUNING_ROWS 100 /* erased in a step */
#define PRUNING_FULL 90  /* percent of the disk */
#define PRUNING_EPOCHS_MAX                                                                         \
    64 /* of those that syncd knows; of more, some wait for a later version */

/* What the decision rests on. */
struct pruning_sight {
    int64_t now_ms;
    bool is_synced;
    uint64_t disk_total, disk_free; /* bytes; total 0: the disk could not be asked */
    int64_t retention_days;         /* 0 … 3650 */
};

bool pruning_is_full(const struct pruning_sight *sight);

/* Records that were made before may go; INT64_MIN: none may now; INT64_MAX: whatever their age. Pure. */
int64_t pruning_older_than(const struct pruning_sight *sight);

struct pruning {
    const char *state_dir, *sync_dir; /* borrowed */
    int64_t retention_days;
    struct bs_clock clock; /* that of the system unless it is set */
    bool is_alarmed;       /* the log was told that the disk is almost full and nothing can go */
};

void pruning_init(struct pruning *pruning, const char *state_dir, const char *sync_dir,
                  int64_t retention_days);

/*
 * One step: a transaction of PRUNING_ROWS records at most, or nothing. *more: another one may follow at once. Safe is what
 * sync.db says is acknowledged and in a backup, where its hash is ours. BS_LATER, BS_BROKEN as bs_outbox_prune, and told in
 * the log; without a sync.db nothing is safe, and one that cannot be read is for later. Blocks on the disk.
 */
enum bs_err pruning_step(struct pruning *pruning, struct bs_outbox *outbox, bool *more);

#endif
