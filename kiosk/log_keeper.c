/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What happens to the log as a whole; what is in it is the business of others. */

#include "log_keeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <buurtstem/log.h>
#include <buurtstem/syncstate.h>

#define ROOM_MIN (4LL << 20) /* bytes that must be free before residents are asked */

static const char aside_start[] = "kiosk.db-damaged-";
static const char salvage_mark[] = "kiosk.db-salvage";

void log_keeper_init(struct log_keeper *keeper, const char *state_dir, const char *sync_dir,
                     const struct bs_clock *clock, struct bs_random *random)
{
    *keeper = (struct log_keeper){.state_dir = state_dir,
                                  .sync_dir = sync_dir,
                                  .clock = *clock,
                                  .timer = bs_clock_system(),
                                  .random = random};
}

void log_keeper_close(struct log_keeper *keeper)
{
    bs_outbox_close(keeper->outbox);
    keeper->outbox = NULL;
}

/* ---- a damaged file ---- */

/* Whether something was set aside within the last hour: also by the program that ran before this one. */
static bool was_just_salvaged(const struct log_keeper *keeper)
{
    int64_t now_ms = keeper->timer.wall_ms(keeper->timer.self);
    DIR *dir = opendir(keeper->state_dir);
    bool found = false;
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        struct stat status;
        if (strncmp(entry->d_name, aside_start, sizeof aside_start - 1) == 0 &&
            fstatat(dirfd(dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
            int64_t since = now_ms - (int64_t)status.st_ctime * 1000;
            found = found || (since > -LOG_KEEPER_MINUTE_MS && since < LOG_KEEPER_HOUR_MS);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return found;
}

/* One that was begun and not finished is gone on with; nobody can answer until it is. */
static bool is_under_way(const struct log_keeper *keeper)
{
    char path[4096];
    struct stat status;
    (void)snprintf(path, sizeof path, "%s/%s", keeper->state_dir, salvage_mark);
    return stat(path, &status) == 0;
}

static bool may_try(struct log_keeper *keeper)
{
    int64_t now_ms = keeper->timer.mono_ms(keeper->timer.self);
    if (keeper->kiosk[0] == '\0' || now_ms < keeper->not_before_ms) {
        return false;
    }
    keeper->not_before_ms = now_ms + LOG_KEEPER_MINUTE_MS;
    return is_under_way(keeper) || !was_just_salvaged(keeper);
}

struct safe_list {
    struct bs_syncstate *state;
    size_t count;
    struct bs_outbox_safe safe[LOG_KEEPER_SAFE_MAX];
};

/* What is disputed is not safe. */
static bool add_safe(void *self, const char *epoch, const struct bs_position *position)
{
    struct safe_list *list = self;
    struct bs_outbox_safe *safe = &list->safe[list->count];
    struct bs_fork fork;
    memcpy(safe->epoch, epoch, sizeof safe->epoch);
    safe->to = position->backup_complete_to < position->complete_to ? position->backup_complete_to
                                                                    : position->complete_to;
    safe->known_to = position->sent_to;
    if (bs_syncstate_fork(list->state, epoch, &fork, NULL) != BS_NOTFOUND) {
        safe->to = 0;
        safe->known_to = 0; /* it may be another log's that was sent */
    }
    safe->complete_to = position->complete_to;
    memcpy(safe->hash, position->hash_at_complete_to, sizeof safe->hash);
    list->count++;
    return list->count < LOG_KEEPER_SAFE_MAX;
}

/* Without news from syncd nothing is known to be safe, and all goes on. */
static enum bs_err list_safe(const struct log_keeper *keeper, struct safe_list *out)
{
    enum bs_err rc = bs_syncstate_open_reader(keeper->sync_dir, &out->state, NULL);
    if (rc == BS_OK) {
        rc = bs_syncstate_positions(out->state, add_safe, out, NULL);
        bs_syncstate_close(out->state);
    }
    if (rc == BS_BROKEN || rc == BS_REFUSED) {
        out->count = 0;
    }
    return rc == BS_LATER || rc == BS_AGAIN ? BS_LATER : BS_OK;
}

/* A disk that fails is not asked again and again; a full one, or a busy file, may be another in a minute. */
static void tell_failure(struct log_keeper *keeper, enum bs_err rc, const struct bs_error *err)
{
    if (rc != BS_LATER) {
        keeper->not_before_ms = keeper->timer.mono_ms(keeper->timer.self) + LOG_KEEPER_HOUR_MS;
    }
    bs_log(BS_LOG_ERROR, "log.not-saved", "code=%s why=\"%s\"", bs_err_name(rc), err->text);
}

/* True if the log can be opened again. */
static bool salvage(struct log_keeper *keeper)
{
    struct safe_list list = {.count = 0};
    struct bs_outbox_salvaged done;
    struct bs_error err = {0};
    bool damaged = false;
    enum bs_err rc = list_safe(keeper, &list);
    if (rc == BS_OK) {
        rc = bs_outbox_is_damaged(keeper->state_dir, &damaged, &err);
    }
    if (rc == BS_OK && !damaged) {
        keeper->is_suspect = false;
        keeper->not_before_ms = keeper->timer.mono_ms(keeper->timer.self) + LOG_KEEPER_HOUR_MS;
        bs_log(BS_LOG_WARNING, "log.not-damaged", "dir=%s", keeper->state_dir);
        return true; /* whatever kept it from being opened was not the file */
    }
    if (rc == BS_OK) {
        bs_log(BS_LOG_ERROR, "log.damaged", "dir=%s", keeper->state_dir);
        rc = bs_outbox_salvage(keeper->state_dir, keeper->kiosk, list.safe, list.count,
                               &keeper->clock, keeper->random, &done, &err);
    }
    if (rc != BS_OK) {
        tell_failure(keeper, rc, &err);
        return false;
    }
    keeper->is_suspect = false;
    bs_log(BS_LOG_ERROR, "log.set-aside",
           "file=%s went-on=%" PRIu64 " safe-at-central=%" PRIu64 " lost=%" PRIu64, done.aside,
           done.kept, done.safe, done.lost);
    return true;
}

/* ---- opening ---- */

enum bs_err log_keeper_open(struct log_keeper *keeper, struct bs_error *err)
{
    if (keeper->outbox != NULL) {
        return BS_OK;
    }
    struct bs_error why = {0};
    if (keeper->is_suspect && may_try(keeper)) {
        (void)salvage(
            keeper); /* what could not be saved yet is opened as it is: answers can be kept in it */
    }
    enum bs_err rc = bs_outbox_open(keeper->state_dir, &keeper->outbox, &why);
    if (rc == BS_BROKEN && may_try(keeper) && salvage(keeper)) {
        bs_error_clear(&why);
        rc = bs_outbox_open(keeper->state_dir, &keeper->outbox, &why);
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    /* For staff alone: what keeps it from being written keeps an answer too, and is told then. */
    (void)bs_outbox_note_version(keeper->outbox, BS_VERSION, NULL);
    keeper->is_proving = !keeper->is_suspect;
    keeper->proof = (struct bs_outbox_proof){.epoch = 0};
    return BS_OK;
}

enum bs_err log_keeper_begin(struct log_keeper *keeper, struct bs_error *err)
{
    struct bs_outbox_tip tip;
    enum bs_err rc = bs_outbox_tip(keeper->outbox, &tip, err);
    if (rc == BS_OK && strcmp(tip.kiosk, keeper->kiosk) == 0) {
        return BS_OK;
    }
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        return rc;
    }
    bs_error_clear(err);
    const struct bs_clock *clock = &keeper->clock;
    return bs_outbox_begin_epoch(keeper->outbox, keeper->kiosk, rc == BS_OK ? "renamed" : "first",
                                 clock->wall_ms(clock->self), keeper->random, err);
}

static enum bs_err check_room(const struct log_keeper *keeper, struct bs_error *err)
{
    struct statvfs disk;
    if (statvfs(keeper->state_dir, &disk) != 0) {
        return bs_fail(err, BS_BROKEN, "%s: %s", keeper->state_dir, strerror(errno));
    }
    long long room = (long long)disk.f_bavail * (long long)disk.f_frsize;
    return room >= ROOM_MIN ? BS_OK
                            : bs_fail(err, BS_LATER, "%s: the disk is full", keeper->state_dir);
}

/* ---- epochs that central disputes ---- */

static void tell_refusal(struct log_keeper *keeper, const char *epoch, const char *why)
{
    if (!keeper->is_refusal_told) {
        bs_log(BS_LOG_WARNING, "log.goes-on-later", "epoch=%s why=\"%s\"", epoch, why);
    }
    keeper->is_refusal_told = true;
}

/* Ends the epoch before the fork, unless it ended there or before already. */
static enum bs_err end_at(struct log_keeper *keeper, const struct bs_outbox_tip *tip,
                          const struct bs_fork *fork, struct bs_error *err)
{
    uint64_t from = fork->from_seq <= tip->seq ? fork->from_seq : tip->seq + 1;
    struct bs_outbox_tip now;
    struct bs_error why = {0};
    if (strcmp(tip->kiosk, keeper->kiosk) != 0 || (tip->has_ended && tip->send_to < from)) {
        return BS_OK;
    }
    enum bs_err rc = bs_outbox_carry_over(keeper->outbox, tip->epoch, from, fork->why,
                                          &keeper->clock, keeper->random, &why);
    if (rc == BS_REFUSED) {
        tell_refusal(keeper, tip->epoch, why.text);
        return BS_OK;
    }
    if (rc == BS_OK) {
        rc = bs_outbox_tip(keeper->outbox, &now, &why);
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    keeper->is_refusal_told = false;
    bs_log(BS_LOG_WARNING, "log.goes-on",
           "why=%s ended=%s from=%" PRIu64 " began=%s went-on=%" PRIu64, fork->why, tip->epoch,
           from, now.epoch, now.seq - 1);
    return BS_OK;
}

/* A new epoch comes behind all others, and nothing is against it yet. */
static enum bs_err end_disputed(struct log_keeper *keeper, struct bs_error *err)
{
    struct bs_syncstate *state = NULL;
    enum bs_err rc = BS_OK;
    if (bs_syncstate_open_reader(keeper->sync_dir, &state, NULL) != BS_OK) {
        return BS_OK; /* who looks there for news says why */
    }
    for (size_t i = 0; rc == BS_OK; i++) {
        struct bs_error why = {0};
        struct bs_outbox_tip tip;
        struct bs_fork fork;
        rc = bs_outbox_epoch(keeper->outbox, i, &tip, &why);
        if (rc == BS_OK && bs_syncstate_fork(state, tip.epoch, &fork, NULL) == BS_OK) {
            rc = end_at(keeper, &tip, &fork, &why);
        }
        if (rc != BS_OK && rc != BS_NOTFOUND) {
            bs_fail(err, rc, "%s", why.text);
        }
    }
    bs_syncstate_close(state);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err log_keeper_ready(struct log_keeper *keeper, struct bs_error *err)
{
    enum bs_err rc = log_keeper_open(keeper, err);
    if (rc == BS_OK && keeper->kiosk[0] == '\0') {
        return BS_OK;
    }
    if (rc == BS_OK) {
        rc = check_room(keeper, err);
    }
    if (rc == BS_OK) {
        rc = log_keeper_begin(keeper, err);
    }
    if (rc == BS_OK) {
        rc = end_disputed(keeper, err);
    }
    if (rc ==
        BS_BROKEN) { /* it opens, and cannot be read: nobody else asks whether it is damaged */
        keeper->is_suspect = keeper->outbox != NULL || keeper->is_suspect;
        log_keeper_close(keeper);
    }
    return rc;
}

/* ---- proving ---- */

enum bs_err log_keeper_prove(struct log_keeper *keeper, bool *more, struct bs_error *err)
{
    int64_t now_ms = keeper->timer.mono_ms(keeper->timer.self);
    *more = false;
    if (!keeper->is_proving && now_ms - keeper->proven_ms >= LOG_KEEPER_PROVING_MS) {
        keeper->is_proving = true;
    }
    if (!keeper->is_proving || keeper->outbox == NULL) {
        return BS_OK;
    }
    struct bs_error why = {0};
    enum bs_err rc = bs_outbox_prove(keeper->outbox, &keeper->proof, LOG_KEEPER_PIECE, &why);
    if (rc == BS_NOTFOUND) {
        keeper->is_proving = false;
        keeper->proven_ms = now_ms;
        return BS_OK;
    }
    *more = rc == BS_OK;
    if (rc == BS_BROKEN) {
        bs_log(BS_LOG_ERROR, "log.not-proven", "why=\"%s\"", why.text);
        keeper->is_suspect = true; /* SQLite may find nothing wrong with it */
        keeper->is_proving = false;
        keeper->proven_ms = now_ms;
        log_keeper_close(keeper);
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", why.text);
}
