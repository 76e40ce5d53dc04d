/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs one request between files and transport, and keeps the status that the kiosk and --status show. */
#include "errand.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "beat.h"
#include "credential.h"
#include "push_disk.h"

static enum bs_err make_transport(struct errand *errand, struct bs_error *err)
{
    char kept[DAEMON_PATH_TEXT];
    struct transport_settings settings;
    daemon_config_transport(errand->config, "", kept, &settings);
    struct transport *transport = NULL;
    enum bs_err rc = transport_create(&settings, &transport, err);
    if (rc == BS_OK) {
        transport_destroy(errand->transport);
        errand->transport = transport;
    }
    return rc;
}

enum bs_err errand_init(struct errand *errand, const struct daemon_config *config,
                        struct bs_error *err)
{
    memset(errand, 0, sizeof *errand);
    errand->config = config;
    errand->clock = bs_clock_system();
    push_init(&errand->push);
    bs_buf_init(&errand->beat, BS_HEARTBEAT_BYTES_MAX);
    return make_transport(errand, err);
}

void errand_close(struct errand *errand)
{
    if (errand->transport != NULL) {
        transport_cancel(errand->transport);
    }
    bs_outbox_close(errand->outbox);
    errand->outbox = NULL;
    bs_syncstate_close(errand->state);
    errand->state = NULL;
    bs_wipe(errand->token, sizeof errand->token);
}

void errand_finish(struct errand *errand)
{
    errand_close(errand);
    push_finish(&errand->push);
    bs_buf_finish(&errand->beat);
    transport_destroy(errand->transport);
    errand->transport = NULL;
}

enum bs_err errand_open(struct errand *errand, struct bs_error *err)
{
    char path[DAEMON_PATH_TEXT];
    if (errand->state != NULL) {
        return BS_OK;
    }
    if (!daemon_config_path(errand->config, "credential", path)) {
        return bs_fail(err, BS_BAD, "state_dir is too long");
    }
    /* Asked first, so that a kiosk that was never enrolled gets no empty sync.db. */
    enum bs_err rc = credential_read(path, errand->token, err);
    if (rc == BS_OK) {
        rc = bs_syncstate_open(errand->config->state_dir, &errand->state, err);
    }
    if (rc == BS_OK) {
        rc = bs_syncstate_identity(errand->state, &errand->identity, err);
    }
    if (rc == BS_OK) {
        rc = make_transport(errand, err);
    }
    if (rc != BS_OK) {
        errand_close(errand);
    }
    return rc;
}

/* Push's trouble is shown before pull's: it is about residents' words. A heartbeat makes none. */
static const struct trouble *worst(const struct errand *errand, bool *is_known)
{
    *is_known = true;
    for (size_t i = 0; i < SCHED_BEAT; i++) {
        if (errand->standing[i].is_known && errand->standing[i].trouble.kind != BS_TROUBLE_NONE) {
            return &errand->standing[i].trouble;
        }
        *is_known = *is_known && errand->standing[i].is_known;
    }
    return &errand->standing[0].trouble;
}

static void log_change(const struct bs_sync_status *before, const struct bs_sync_status *after)
{
    if (strcmp(before->sentence, after->sentence) == 0) {
        return;
    }
    if (after->trouble == BS_TROUBLE_NONE) {
        bs_log(BS_LOG_NOTICE, "trouble-over", "was=%s", bs_trouble_name(before->trouble));
    } else {
        bs_log(BS_LOG_WARNING, "trouble", "class=%s sentence=\"%s\"",
               bs_trouble_name(after->trouble), after->sentence);
    }
}

/* Writes how things stand. A task that was not tried yet leaves the trouble that an earlier process saw. */
static enum bs_err keep_status(struct errand *errand, struct bs_error *err)
{
    struct bs_sync_status before = {0};
    bool is_known;
    const struct trouble *trouble = worst(errand, &is_known);
    int64_t now_ms = errand->clock.wall_ms(errand->clock.self);
    enum bs_err rc = bs_syncstate_status(errand->state, &before, err);
    if (rc != BS_OK) {
        return rc;
    }
    struct bs_sync_status after = before;
    if (trouble->kind != BS_TROUBLE_NONE || is_known) {
        after.trouble = trouble->kind;
        memcpy(after.sentence, trouble->sentence, sizeof after.sentence);
    }
    if (after.trouble == BS_TROUBLE_NONE) {
        after.trouble_since_ms = 0;
    } else if (after.trouble != before.trouble) {
        after.trouble_since_ms = now_ms;
    }
    after.last_try_ms = now_ms;
    if (errand->last_receipt_ms != 0) {
        after.last_receipt_ms = errand->last_receipt_ms;
        after.clock_offset_ms = errand->clock_offset_ms;
    }
    log_change(&before, &after);
    return bs_syncstate_set_status(errand->state, &after, err);
}

static void stand(struct errand *errand, enum sched_task task, const struct trouble *trouble)
{
    errand->standing[task].is_known = true;
    errand->standing[task].trouble = *trouble;
}

static bool is_new_standing(const struct errand *errand, enum sched_task task,
                            const struct trouble *trouble)
{
    const struct errand_standing *standing = &errand->standing[task];
    return !standing->is_known || strcmp(standing->trouble.sentence, trouble->sentence) != 0;
}

/* All that can be sent was sent. Says so if that is news, and keeps what the round's receipts told. */
static enum bs_err end_round(struct errand *errand, struct bs_error *err)
{
    struct trouble trouble;
    const char *refusal = push_refusal(&errand->push);
    trouble_clear(&trouble);
    if (refusal != NULL) {
        trouble_say(&trouble, BS_TROUBLE_SERVER, "%s", refusal);
    }
    bs_outbox_close(errand->outbox);
    errand->outbox = NULL;
    bool is_news = errand->last_receipt_ms != 0 || is_new_standing(errand, SCHED_PUSH, &trouble);
    stand(errand, SCHED_PUSH, &trouble);
    enum bs_err rc = is_news ? keep_status(errand, err) : BS_OK;
    errand->last_receipt_ms = 0;
    return rc;
}

/* The next batch. The log is opened for each round, so that a file that was set aside is let go. */
static enum bs_err begin_push(struct errand *errand, struct transport_request *request,
                              struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = BS_OK;
    if (errand->outbox == NULL) {
        push_begin(&errand->push);
        rc = bs_outbox_open_reader(errand->config->kiosk_dir, &errand->outbox, &why);
    }
    if (rc == BS_OK) {
        struct push_disk disk = {errand->outbox, errand->state};
        const struct push_store store = push_disk_store(&disk);
        rc = push_next(&errand->push, &store, &errand->identity, errand->token,
                       errand->clock.mono_ms(errand->clock.self), request, &why);
    }
    if (rc == BS_NOTFOUND) {
        struct bs_error later = {0};
        enum bs_err ended = end_round(errand, &later);
        return ended == BS_OK ? BS_NOTFOUND : bs_fail(err, ended, "%s", later.text);
    }
    if (rc != BS_OK) {
        bs_outbox_close(errand->outbox);
        errand->outbox = NULL;
        return bs_fail(err, rc, "%s", why.text);
    }
    return BS_OK;
}

static enum bs_err begin_beat(struct errand *errand, struct transport_request *request,
                              struct bs_error *err)
{
    struct bs_heartbeat heartbeat;
    struct bs_error why = {0};
    enum bs_err rc =
        beat_gather(errand->config->kiosk_dir, errand->state, &errand->clock, &heartbeat, &why);
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    return beat_request(&heartbeat, &errand->identity, errand->token, &errand->beat, request, err);
}

static enum bs_err make_request(struct errand *errand, enum sched_task task,
                                struct transport_request *request, struct bs_error *err)
{
    switch (task) {
    case SCHED_PUSH:
        return begin_push(errand, request, err);
    case SCHED_BEAT:
        return begin_beat(errand, request, err);
    case SCHED_PULL:
    case SCHED_TASKS:
        break;
    }
    return pull_request(&errand->pull, errand->state, &errand->identity, errand->token, request,
                        err);
}

enum bs_err errand_begin(struct errand *errand, enum sched_task task, struct bs_error *err)
{
    struct transport_request request = {0};
    enum bs_err rc = make_request(errand, task, &request, err);
    if (rc == BS_OK) {
        errand->task = task;
        rc = transport_start(errand->transport, &request, err);
    }
    transport_request_wipe(&request);
    return rc;
}

void errand_drop(struct errand *errand)
{
    transport_cancel(errand->transport);
}

static enum bs_err end_push(struct errand *errand, const struct transport_reply *reply,
                            enum errand_end *end, struct trouble *trouble, struct bs_error *err)
{
    enum push_outcome outcome;
    struct bs_receipt receipt = {0};
    int64_t wall_ms = errand->clock.wall_ms(errand->clock.self);
    struct push_disk disk = {errand->outbox, errand->state};
    const struct push_store store = push_disk_store(&disk);
    enum bs_err rc =
        push_answer(&errand->push, &store, reply, wall_ms,
                    errand->clock.mono_ms(errand->clock.self), &outcome, &receipt, trouble, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (receipt.kiosk[0] != '\0') {
        errand->last_receipt_ms = wall_ms;
        errand->clock_offset_ms = receipt.server_time_ms - wall_ms;
    }
    switch (outcome) {
    case PUSH_MOVED:
        bs_log(BS_LOG_DEBUG, "receipt", "epoch=%s complete_to=%" PRIu64, receipt.epoch,
               receipt.complete_to);
        *end = ERRAND_GOOD;
        return BS_OK;
    case PUSH_RESEND:
        bs_log(BS_LOG_NOTICE, "rewind", "epoch=%s", errand->push.epoch.epoch);
        *end = ERRAND_AGAIN;
        return BS_OK;
    case PUSH_REFUSED:
        *end = ERRAND_AGAIN;
        return BS_OK;
    case PUSH_FAILED:
        break;
    }
    bs_outbox_close(errand->outbox);
    errand->outbox = NULL;
    *end = ERRAND_BAD;
    stand(errand, SCHED_PUSH, trouble);
    rc = keep_status(errand, err);
    errand->last_receipt_ms = 0;
    return rc;
}

static enum bs_err end_pull(struct errand *errand, const struct transport_reply *reply,
                            enum errand_end *end, struct trouble *trouble, struct bs_error *err)
{
    enum pull_outcome outcome;
    enum bs_err rc = pull_answer(&errand->pull, errand->state, &errand->identity, reply,
                                 errand->clock.wall_ms(errand->clock.self), &outcome, trouble, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (outcome == PULL_NEW) {
        bs_log(BS_LOG_NOTICE, "bundle", "bytes=%zu", reply->body.len);
    }
    *end = outcome == PULL_FAILED ? ERRAND_BAD : ERRAND_GOOD;
    stand(errand, SCHED_PULL, trouble);
    return keep_status(errand, err);
}

/* Said once, and again when it changes: for whoever looks into the log, not for residents. */
static void end_beat(struct errand *errand, const struct transport_reply *reply,
                     enum errand_end *end, struct trouble *trouble)
{
    enum beat_outcome outcome = beat_answer(reply, trouble);
    if (outcome == BEAT_FAILED && is_new_standing(errand, SCHED_BEAT, trouble)) {
        bs_log(BS_LOG_INFO, "heartbeat", "reason=\"%s\"", trouble->sentence);
    }
    stand(errand, SCHED_BEAT, trouble);
    *end = outcome == BEAT_HEARD     ? ERRAND_GOOD
           : outcome == BEAT_UNKNOWN ? ERRAND_UNKNOWN
                                     : ERRAND_BAD;
}

static enum bs_err settle(struct errand *errand, const struct transport_reply *reply,
                          enum errand_end *end, struct trouble *trouble, struct bs_error *err)
{
    switch (errand->task) {
    case SCHED_PUSH:
        return end_push(errand, reply, end, trouble, err);
    case SCHED_BEAT:
        end_beat(errand, reply, end, trouble);
        return BS_OK;
    case SCHED_PULL:
    case SCHED_TASKS:
        break;
    }
    return end_pull(errand, reply, end, trouble, err);
}

enum bs_err errand_end(struct errand *errand, enum errand_end *end, struct trouble *trouble,
                       struct bs_error *err)
{
    struct transport_reply reply;
    transport_take(errand->transport, &reply);
    if (reply.detail[0] != '\0') {
        bs_log(BS_LOG_DEBUG, "transport", "detail=\"%s\"", reply.detail);
    }
    enum bs_err rc = settle(errand, &reply, end, trouble, err);
    transport_reply_finish(&reply);
    return rc;
}
