/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* File of receipts → signature → each receipt against our own chain → position. */
#include "hand_import.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <buurtstem/box.h>
#include <buurtstem/hand.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#define LOOK_EVERY_MS 50

/* ---- one receipt ---- */

struct judge {
    struct bs_outbox *outbox; /* borrowed; NULL: there is no log */
    const char *epoch;
};

static enum bs_err hash_at(void *self, uint64_t seq, char out[BS_HASH_TEXT], struct bs_error *err)
{
    const struct judge *judge = self;
    return bs_outbox_hash_at(judge->outbox, judge->epoch, seq, out, err);
}

static enum bs_err find_epoch(struct bs_outbox *outbox, const char *epoch,
                              struct bs_outbox_tip *out, struct bs_error *err)
{
    enum bs_err rc = outbox == NULL ? BS_NOTFOUND : BS_OK;
    for (size_t i = 0; rc == BS_OK; i++) {
        struct bs_error why = {0};
        rc = bs_outbox_epoch(outbox, i, out, &why);
        if (rc == BS_OK && strcmp(out->epoch, epoch) == 0) {
            return BS_OK;
        }
        if (rc != BS_OK && rc != BS_NOTFOUND) {
            return bs_fail(err, rc, "%s", why.text);
        }
    }
    return bs_fail(err, BS_BAD, "receipt: this kiosk has no epoch %s", epoch);
}

/* As a receipt of the network, but for the bytes that it answers, and with all of the log in place of what was sent.
 * BS_BAD: it is not ours in every part. */
static enum bs_err accept_receipt(struct bs_outbox *outbox, const struct bs_identity *identity,
                                  const struct bs_receipt *receipt, struct bs_outbox_tip *tip,
                                  struct bs_error *err)
{
    struct judge judge = {outbox, receipt->epoch};
    enum bs_err rc = find_epoch(outbox, receipt->epoch, tip, err);
    if (rc == BS_OK) {
        const struct bs_receipt_expectation ours = {.kiosk = identity->kiosk,
                                                    .epoch = tip->epoch,
                                                    .batch_hash = receipt->batch_hash,
                                                    .sent_to = tip->seq,
                                                    .hash_at = hash_at,
                                                    .self = &judge};
        rc = bs_receipt_accept(receipt, &ours, err);
    }
    return rc;
}

/* ---- a file of them ---- */

static enum bs_err look_at_file(struct bs_syncstate *state, struct bs_bytes file,
                                struct bs_identity *identity, struct bs_hand_receipts *receipts,
                                struct bs_error *err)
{
    struct bs_sync_status status;
    int64_t by_hand_ms = 0;
    enum bs_err rc = bs_syncstate_identity(state, identity, err);
    if (rc == BS_NOTFOUND) {
        return BS_REFUSED;
    }
    if (rc == BS_OK) {
        rc = bs_hand_receipts_decode(file, identity->bundle_key, receipts, err);
    }
    if (rc == BS_OK && strcmp(receipts->kiosk, identity->kiosk) != 0) {
        return bs_fail(err, BS_REFUSED, "these receipts are for the kiosk %s, and this one is %s",
                       receipts->kiosk, identity->kiosk);
    }
    if (rc == BS_OK) {
        rc = bs_syncstate_status(state, &status, err);
    }
    if (rc == BS_OK) {
        rc = bs_syncstate_by_hand(state, &by_hand_ms, err);
    }
    if (rc == BS_OK && (receipts->made_ms < status.server_ms || receipts->made_ms < by_hand_ms)) {
        return bs_fail(err, BS_REFUSED,
                       "these receipts are older than what central told already; nothing is to be "
                       "done with them");
    }
    return rc;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Counts what the receipt is the first to confirm; what an epoch that ended left to a later one counts there. */
static enum bs_err count_records(struct bs_syncstate *state, const struct bs_outbox_tip *tip,
                                 const struct bs_receipt *receipt, struct hand_settled *out,
                                 struct bs_error *err)
{
    struct bs_position before;
    enum bs_err rc = bs_syncstate_position(state, tip->epoch, &before, err);
    if (rc == BS_OK) {
        uint64_t held = least(before.complete_to, tip->send_to);
        uint64_t holds = least(receipt->complete_to, tip->send_to);
        out->records += holds > held ? holds - held : 0;
    }
    return rc;
}

static enum bs_err settle_one(struct bs_outbox *outbox, struct bs_syncstate *state,
                              const struct bs_identity *identity, const struct bs_receipt *receipt,
                              bool settle, int64_t wall_ms, struct hand_settled *out,
                              struct bs_error *err)
{
    struct bs_error why = {0};
    struct bs_outbox_tip tip = {0};
    enum bs_err rc = accept_receipt(outbox, identity, receipt, &tip, &why);
    if (rc == BS_BAD) {
        if (out->refused++ == 0) {
            memcpy(out->why, why.text, sizeof out->why);
        }
        return BS_OK;
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    out->counted++;
    rc = count_records(state, &tip, receipt, out, err);
    BS_STOP_HERE("hand_import.before_settle");
    return rc == BS_OK && settle ? bs_syncstate_settle(state, receipt, wall_ms, err) : rc;
}

enum bs_err hand_settle(struct bs_outbox *outbox, struct bs_syncstate *state, struct bs_bytes file,
                        bool settle, int64_t wall_ms, struct hand_settled *out,
                        struct bs_error *err)
{
    struct bs_hand_receipts *receipts = bs_xcalloc(1, sizeof *receipts);
    struct hand_settled settled = {0};
    struct bs_identity identity;
    enum bs_err rc = look_at_file(state, file, &identity, receipts, err);
    for (size_t i = 0; rc == BS_OK && i < receipts->count; i++) {
        rc = settle_one(outbox, state, &identity, &receipts->receipts[i], settle, wall_ms, &settled,
                        err);
    }
    if (rc == BS_OK && settle && settled.counted > 0) {
        /* Kept apart from the time that certificates are held against: a stick's is nobody's clock. */
        rc = bs_syncstate_note_by_hand(state, receipts->made_ms, err);
    }
    free(receipts);
    if (rc == BS_OK) {
        *out = settled;
    }
    return rc;
}

/* ---- where it comes from ---- */

static enum bs_err open_log(const struct daemon_config *config, struct bs_outbox **out,
                            struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = bs_outbox_open_reader(config->kiosk_dir, out, &why);
    return rc == BS_OK || rc == BS_NOTFOUND ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

/* By its first line; such a file may be larger than receipts are read. */
static bool is_export(const char *path)
{
    char start[sizeof BS_BOX_FIRST_LINE - 1] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool is = fd >= 0 && read(fd, start, sizeof start) == (ssize_t)sizeof start &&
              memcmp(start, BS_BOX_FIRST_LINE, sizeof start) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return is;
}

static enum bs_err fail_export(const char *path, struct bs_error *err)
{
    const char *slash = strrchr(path, '/');
    return bs_fail(err, BS_BAD, "%s: this is the export itself; the receipts are in %s%s", path,
                   slash == NULL ? path : slash + 1, BS_HAND_SUFFIX);
}

static enum bs_err settle_file(const struct daemon_config *config, struct bs_syncstate *state,
                               const char *path, bool settle, int64_t wall_ms, struct bs_buf *file,
                               struct hand_settled *out, struct bs_error *err)
{
    struct bs_outbox *outbox = NULL;
    enum bs_err rc = is_export(path) ? fail_export(path, err) : bs_file_read(path, file, err);
    if (rc == BS_OK) {
        rc = open_log(config, &outbox, err);
    }
    if (rc == BS_OK) {
        rc = hand_settle(outbox, state, bs_buf_bytes(file), settle, wall_ms, out, err);
        if (rc == BS_BAD || rc == BS_LIMIT || rc == BS_REFUSED) { /* else it is about our own */
            (void)bs_fail_prefix(err, path);
        }
    }
    bs_outbox_close(outbox);
    return rc;
}

enum bs_err hand_take_waiting(const struct daemon_config *config, struct bs_syncstate *state,
                              int64_t wall_ms, struct hand_settled *out, struct bs_error *err)
{
    char path[DAEMON_PATH_TEXT];
    struct bs_buf file;
    if (!daemon_config_path(config, HAND_WAITING, path) || access(path, F_OK) != 0) {
        return BS_NOTFOUND;
    }
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    enum bs_err rc = settle_file(config, state, path, true, wall_ms, &file, out, err);
    bs_buf_finish(&file);
    BS_STOP_HERE("hand_import.settled");
    if (rc != BS_LATER && rc != BS_BROKEN) {
        unlink(path);
    }
    return rc;
}

/* Until the daemon has taken the file. */
static enum bs_err wait_gone(const char *path, int64_t wait_ms, struct bs_error *err)
{
    const struct timespec pause = {.tv_nsec = LOOK_EVERY_MS * 1000000L};
    for (int64_t waited = 0; waited < wait_ms; waited += LOOK_EVERY_MS) {
        if (access(path, F_OK) != 0) {
            return BS_OK;
        }
        nanosleep(&pause, NULL);
    }
    return bs_fail(
        err, BS_LATER,
        "the running buurtstem-syncd has the receipts and will look at them; see --status "
        "in a while");
}

/* Looked at first, so that a person hears what is wrong with it; the daemon looks again. */
static enum bs_err hand_over(const struct daemon_config *config, const char *path, int64_t wall_ms,
                             int64_t wait_ms, struct hand_settled *out, struct bs_error *err)
{
    char waiting[DAEMON_PATH_TEXT];
    struct bs_syncstate *state = NULL;
    struct bs_buf file;
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    enum bs_err rc = bs_syncstate_open_reader(config->state_dir, &state, err);
    if (rc == BS_OK) {
        rc = settle_file(config, state, path, false, wall_ms, &file, out, err);
    }
    if (rc == BS_OK && !daemon_config_path(config, HAND_WAITING, waiting)) {
        rc = bs_fail(err, BS_BAD, "state_dir is too long");
    }
    if (rc == BS_OK && out->counted > 0) {
        rc = bs_file_replace(waiting, bs_buf_bytes(&file), 0600, err);
        if (rc == BS_OK) {
            rc = wait_gone(waiting, wait_ms, err);
        }
    }
    bs_syncstate_close(state);
    bs_buf_finish(&file);
    return rc;
}

/* Asked first, so that a kiosk that was never enrolled gets no empty sync.db. */
static bool is_enrolled(const struct daemon_config *config)
{
    char path[DAEMON_PATH_TEXT];
    return daemon_config_path(config, "sync.db", path) && access(path, F_OK) == 0;
}

enum bs_err hand_import(const struct daemon_config *config, const char *path,
                        const struct bs_clock *clock, int64_t wait_ms, struct hand_settled *out,
                        struct bs_error *err)
{
    struct bs_syncstate *state = NULL;
    struct bs_error why = {0};
    int64_t wall_ms = clock->wall_ms(clock->self);
    if (!is_enrolled(config)) {
        return bs_fail(err, BS_REFUSED,
                       "this kiosk is not enrolled yet, so no receipts can be for it");
    }
    enum bs_err rc = bs_syncstate_open(config->state_dir, &state, &why);
    if (rc ==
        BS_REFUSED) { /* the daemon has it, or it is of a newer version, which reading it says */
        return hand_over(config, path, wall_ms, wait_ms, out, err);
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    struct bs_buf file;
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    rc = settle_file(config, state, path, true, wall_ms, &file, out, err);
    bs_buf_finish(&file);
    bs_syncstate_close(state);
    return rc;
}
