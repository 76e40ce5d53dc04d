/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Asks the log, what syncd knows of it, and the disk. Only reads. */

#include "status_look.h"

#include <string.h>
#include <sys/statvfs.h>

#include <buurtstem/backlog.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/utf8.h>

#define NO_LOG "De bewaarde antwoorden zijn nu niet te lezen. Vraag de beheerder."
#define NO_STATE                                                                                   \
    "Of de antwoorden zijn aangekomen, is nu niet te zien: de gegevens daarover zijn niet te "     \
    "lezen. Vraag de beheerder."
#define NOT_ENROLLED                                                                               \
    "Deze kiosk is nog niet aangemeld bij de gemeente. Vraag de beheerder om hem aan te melden."

struct look {
    const struct status_look_at *at;
    struct desk_status *out;
    struct bs_syncstate *state; /* owned; NULL: not there */
    struct bs_sync_status sync; /* what syncd tells */
    bool is_enrolled;
    bool is_log_bad, is_state_bad; /* they cannot be read */
    int64_t oldest_ms, receipt_ms; /* wall clock; 0: nothing waits, never */
};

static int64_t age(const struct look *look, int64_t wall_ms)
{
    const struct bs_clock *clock = look->at->clock;
    const int64_t passed = clock->wall_ms(clock->self) - wall_ms;

    return passed > 0 ? passed : 0;
}

/* ---- what syncd knows ---- */

/* "Not there" is no fault. */
static bool note(struct look *look, enum bs_err rc)
{
    look->is_state_bad = look->is_state_bad || (rc != BS_OK && rc != BS_NOTFOUND);
    return rc == BS_OK;
}

static void open_state(struct look *look)
{
    struct bs_identity identity;

    if (note(look, bs_syncstate_open_reader(look->at->sync_dir, &look->state, NULL))) {
        look->is_enrolled = note(look, bs_syncstate_identity(look->state, &identity, NULL));
        (void)note(look, bs_syncstate_status(look->state, &look->sync, NULL));
        look->receipt_ms = look->sync.last_receipt_ms;
    }
}

/* ---- what the log holds ---- */

static void add_log(struct look *look)
{
    struct bs_outbox *log = look->at->outbox;
    struct bs_backlog backlog = {0};
    enum bs_err rc = BS_LATER;

    if (log != NULL) {
        rc = bs_backlog_read(log, look->state, NULL, NULL, &backlog, NULL);
    }
    if (rc != BS_OK && backlog.is_state_unread) { /* what is stored can be told all the same */
        look->is_state_bad = true;
        rc = bs_backlog_read(log, NULL, NULL, NULL, &backlog, NULL);
    }
    look->is_log_bad = rc != BS_OK;
    look->out->stored = (int64_t)backlog.stored;
    look->out->acknowledged = (int64_t)backlog.acknowledged;
    look->out->complete_to = (int64_t)backlog.server_complete_to;
    look->oldest_ms = backlog.oldest_unsent_ms;
    if (backlog.last_receipt_ms > look->receipt_ms) {
        look->receipt_ms = backlog.last_receipt_ms;
    }
}

/* ---- the machine ---- */

static void add_disk(struct look *look)
{
    struct statvfs disk;

    if (statvfs(look->at->state_dir, &disk) == 0 && disk.f_blocks > 0) {
        look->out->disk_free = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
        look->out->disk_share = (int)((double)disk.f_bavail * 100 / (double)disk.f_blocks);
    }
}

static const char *trouble(const struct look *look)
{
    if (look->is_log_bad) {
        return NO_LOG;
    }
    if (look->is_state_bad) {
        return NO_STATE;
    }
    return look->is_enrolled ? look->sync.sentence : NOT_ENROLLED;
}

void status_look(const struct status_look_at *at, struct desk_status *out)
{
    struct look look = {.at = at, .out = out};

    *out = (struct desk_status){.oldest_waiting_ms = DESK_UNKNOWN,
                                .last_receipt_ms = DESK_UNKNOWN,
                                .is_clock_synced = at->clock->is_synced(at->clock->self)};
    open_state(&look);
    add_log(&look);
    add_disk(&look);
    if (look.oldest_ms > 0) {
        out->oldest_waiting_ms = age(&look, look.oldest_ms);
    }
    if (look.receipt_ms > 0) {
        out->last_receipt_ms = age(&look, look.receipt_ms);
    }
    (void)bs_utf8_copy(out->trouble, sizeof out->trouble, trouble(&look));
    bs_syncstate_close(look.state);
}
