/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether, and what; the store does it. */

#include "pruning.h"

#include <string.h>
#include <sys/statvfs.h>

#include <buurtstem/log.h>
#include <buurtstem/syncstate.h>

#define DAY_MS INT64_C(86400000)

/* ---- the decision ---- */

static uint64_t percent_used(const struct pruning_sight *sight)
{
    uint64_t percent = sight->disk_total / 100;
    if (percent == 0 || sight->disk_free >= sight->disk_total) {
        return 0;
    }
    return (sight->disk_total - sight->disk_free) / percent;
}

bool pruning_is_full(const struct pruning_sight *sight)
{
    return percent_used(sight) >= PRUNING_FULL;
}

int64_t pruning_older_than(const struct pruning_sight *sight)
{
    if (pruning_is_full(sight)) {
        return INT64_MAX;
    }
    return sight->is_synced ? sight->now_ms - sight->retention_days * DAY_MS : INT64_MIN;
}

/* ---- what is safe ---- */

struct gathering {
    struct bs_outbox *outbox;
    struct bs_syncstate *state;
    struct bs_outbox_safe safe[PRUNING_EPOCHS_MAX];
    size_t count;
};

/* A position is worth nothing unless its hash is that of our own log. What is disputed is not safe either. */
static bool add_safe(void *self, const char *epoch, const struct bs_position *position)
{
    struct gathering *gathering = self;
    struct bs_outbox_safe *safe = &gathering->safe[gathering->count];
    struct bs_fork fork = {.from_seq = UINT64_MAX};
    char hash[BS_HASH_TEXT];
    uint64_t to = position->backup_complete_to < position->complete_to
                      ? position->backup_complete_to
                      : position->complete_to;
    enum bs_err rc = bs_syncstate_fork(gathering->state, epoch, &fork, NULL);
    if (to == 0 || (rc != BS_OK && rc != BS_NOTFOUND) ||
        bs_outbox_hash_at(gathering->outbox, epoch, position->complete_to, hash, NULL) != BS_OK ||
        strcmp(hash, position->hash_at_complete_to) != 0) {
        return true;
    }
    memcpy(safe->epoch, epoch, BS_EPOCH_TEXT);
    safe->to = to < fork.from_seq ? to : fork.from_seq - 1;
    gathering->count++;
    return gathering->count < PRUNING_EPOCHS_MAX;
}

static enum bs_err gather(const char *sync_dir, struct gathering *out)
{
    enum bs_err rc = bs_syncstate_open_reader(sync_dir, &out->state, NULL);
    if (rc == BS_NOTFOUND) {
        return BS_OK;
    }
    if (rc == BS_OK) {
        rc = bs_syncstate_positions(out->state, add_safe, out, NULL);
        bs_syncstate_close(out->state);
    }
    return rc;
}

/* ---- the call ---- */

static struct pruning_sight look(const struct pruning *pruning)
{
    const struct bs_clock *clock = &pruning->clock;
    struct pruning_sight sight = {.now_ms = clock->wall_ms(clock->self),
                                  .is_synced = clock->is_synced(clock->self),
                                  .retention_days = pruning->retention_days};
    struct statvfs disk;
    if (statvfs(pruning->state_dir, &disk) == 0) {
        sight.disk_total = (uint64_t)disk.f_blocks * disk.f_frsize;
        sight.disk_free = (uint64_t)disk.f_bavail * disk.f_frsize;
    }
    return sight;
}

/* Once for each time that it comes to this; staff see the figures in every heartbeat. */
static void alarm_if_stuck(struct pruning *pruning, const struct pruning_sight *sight,
                           bool is_stuck)
{
    if (is_stuck && !pruning->is_alarmed) {
        bs_log(BS_LOG_ERROR, "disk.almost-full", "percent=%d free=%lld", (int)percent_used(sight),
               (long long)sight->disk_free);
    }
    pruning->is_alarmed = is_stuck;
}

void pruning_init(struct pruning *pruning, const char *state_dir, const char *sync_dir,
                  int64_t retention_days)
{
    *pruning = (struct pruning){.state_dir = state_dir,
                                .sync_dir = sync_dir,
                                .retention_days = retention_days,
                                .clock = bs_clock_system()};
}

enum bs_err pruning_step(struct pruning *pruning, struct bs_outbox *outbox, bool *more)
{
    struct pruning_sight sight = look(pruning);
    struct gathering gathering = {.outbox = outbox};
    int64_t older_than_ms = pruning_older_than(&sight);
    struct bs_error err = {0};
    size_t done = 0;
    *more = false;
    if (older_than_ms == INT64_MIN) {
        return BS_OK;
    }
    if (gather(pruning->sync_dir, &gathering) != BS_OK) {
        return BS_OK; /* who looks there for news says why */
    }
    enum bs_err rc = bs_outbox_prune(outbox, gathering.safe, gathering.count, older_than_ms,
                                     PRUNING_ROWS, &done, &err);
    if (rc != BS_OK) {
        bs_log(BS_LOG_WARNING, "prune.failed", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
    }
    alarm_if_stuck(pruning, &sight, pruning_is_full(&sight) && done == 0);
    *more = rc == BS_OK && done > 0;
    return rc;
}
