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
#include "moment.h"
#include "push_disk.h"

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* For the way in use, or for the one that is to be tried. */
static enum bs_err make_transport(struct errand *errand, enum bs_contact_slot slot,
                                  struct bs_error *err)
{
    char kept[DAEMON_PATH_TEXT];
    struct transport_settings settings;
    const struct contact *contact = &errand->contact;
    daemon_config_transport(errand->config, "", kept, &settings);
    if (slot == BS_CONTACT_NEXT ? contact->has_next : contact->has_now) {
        const struct bs_contact *way = slot == BS_CONTACT_NEXT ? &contact->next : &contact->now;
        settings.ca = way->ca;
        settings.pins = way->pins;
    }
    struct transport *transport = NULL;
    enum bs_err rc = transport_create(&settings, &transport, err);
    if (rc == BS_OK) {
        transport_set_floor(transport, later(moment_built_ms(), errand->server_ms));
        transport_destroy(errand->transport);
        errand->transport = transport;
        errand->slot = slot;
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
    errand->pull.contact = &errand->contact;
    errand->pull.rotation = &errand->rotation;
    return make_transport(errand, BS_CONTACT_NOW, err);
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
    rotation_wipe(&errand->rotation);
    memset(&errand->contact, 0, sizeof errand->contact);
}

void errand_finish(struct errand *errand)
{
    errand_close(errand);
    push_finish(&errand->push);
    bs_buf_finish(&errand->beat);
    transport_destroy(errand->transport);
    errand->transport = NULL;
}

static enum bs_err read_contact(struct errand *errand, enum bs_contact_slot slot, bool *is_there,
                                struct bs_contact *out, struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = bs_syncstate_contact(errand->state, slot, out, &why);
    *is_there = rc == BS_OK;
    return rc == BS_OK || rc == BS_NOTFOUND ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

/* The address of a way: that of enrolment, if it names none. */
static void use_server_of(const struct errand *errand, bool has_way, const struct bs_contact *way,
                          struct bs_identity *out)
{
    const bool is_named = has_way && way->server[0] != '\0';
    memcpy(out->server, is_named ? way->server : errand->enrolled_server, sizeof out->server);
}

/* The address that requests go to. */
static void use_server(struct errand *errand)
{
    use_server_of(errand, errand->contact.has_now, &errand->contact.now, &errand->identity);
}

/* Who we are, and by which way central is reached. */
static enum bs_err read_state(struct errand *errand, struct bs_error *err)
{
    struct bs_sync_status status = {0};
    struct contact *contact = &errand->contact;
    enum bs_err rc = bs_syncstate_identity(errand->state, &errand->identity, err);
    if (rc == BS_OK) {
        rc = read_contact(errand, BS_CONTACT_NOW, &contact->has_now, &contact->now, err);
    }
    if (rc == BS_OK) {
        rc = read_contact(errand, BS_CONTACT_NEXT, &contact->has_next, &contact->next, err);
    }
    if (rc == BS_OK) {
        rc = bs_syncstate_status(errand->state, &status, err);
    }
    if (rc == BS_OK) {
        errand->server_ms = status.server_ms;
        memcpy(errand->enrolled_server, errand->identity.server, sizeof errand->enrolled_server);
        use_server(errand);
        rc = make_transport(errand, BS_CONTACT_NOW, err);
    }
    return rc;
}

enum bs_err errand_open(struct errand *errand, struct bs_error *err)
{
    if (errand->state != NULL) {
        return BS_OK;
    }
    /* Asked first, so that a kiosk that was never enrolled gets no empty sync.db. */
    enum bs_err rc = rotation_open(&errand->rotation, errand->config, err);
    if (rc == BS_OK) {
        rc = bs_syncstate_open(errand->config->state_dir, &errand->state, err);
    }
    if (rc == BS_OK) {
        rc = read_state(errand, err);
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
    after.server_ms = later(before.server_ms, errand->server_ms);
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
                       errand->clock.wall_ms(errand->clock.self),
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

/* A new token first, if one is to be offered; else the question for a bundle, by the way that is its turn. */
static enum bs_err begin_pull(struct errand *errand, struct transport_request *request,
                              struct bs_error *err)
{
    int64_t now_ms = errand->clock.mono_ms(errand->clock.self);
    struct bs_identity by = errand->identity;
    errand->is_rotating = rotation_is_due(&errand->rotation, now_ms);
    errand->pull.slot = BS_CONTACT_NOW;
    if (errand->is_rotating) {
        return rotation_request(&errand->rotation, &errand->identity, &errand->beat, request, err);
    }
    errand->pull.slot = contact_choose(&errand->contact, now_ms);
    if (errand->pull.slot == BS_CONTACT_NEXT) {
        use_server_of(errand, true, &errand->contact.next, &by);
    }
    return pull_request(&errand->pull, errand->state, &by, errand->token, request, err);
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
    return begin_pull(errand, request, err);
}

enum bs_err errand_begin(struct errand *errand, enum sched_task task, struct bs_error *err)
{
    struct transport_request request = {0};
    use_server(errand);
    memcpy(errand->token, rotation_token(&errand->rotation), sizeof errand->token);
    enum bs_err rc = make_request(errand, task, &request, err);
    enum bs_contact_slot slot = task == SCHED_PULL ? errand->pull.slot : BS_CONTACT_NOW;
    if (rc == BS_OK && slot != errand->slot) {
        rc = make_transport(errand, slot, err);
    }
    if (rc == BS_OK) {
        errand->task = task;
        rc = transport_start(errand->transport, &request, err);
    }
    transport_request_wipe(&request);
    return rc;
}

void errand_meanwhile(struct errand *errand)
{
    if (errand->task == SCHED_PUSH && errand->outbox != NULL &&
        transport_is_sent(errand->transport)) {
        struct push_disk disk = {errand->outbox, errand->state};
        const struct push_store store = push_disk_store(&disk);
        push_prepare(&errand->push, &store);
    }
}

void errand_drop(struct errand *errand)
{
    transport_cancel(errand->transport);
}

/*
 * Central's clock is what certificates are judged by from now on, should ours be behind. Not if it is beyond the end of the
 * very certificate that it showed: that clock is wrong, and would have us refuse every certificate for years.
 */
static void note_server_time(struct errand *errand, const struct transport_reply *reply,
                             int64_t server_ms)
{
    if (server_ms > errand->server_ms && server_ms < reply->cert_to_ms) {
        errand->server_ms = server_ms;
        transport_set_floor(errand->transport, later(moment_built_ms(), server_ms));
    }
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
        note_server_time(errand, reply, receipt.server_time_ms);
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

/* The new way does not work: says so, stays with the old one, and asks by that at once. */
static void end_stuck(struct errand *errand, const struct trouble *trouble, enum errand_end *end)
{
    trouble_say(&errand->stuck, trouble->kind,
                "De server is straks op een andere manier te bereiken, maar die werkt hier nog "
                "niet; de kiosk gebruikt de oude. %s",
                trouble->sentence);
    if (!contact_is_stuck(&errand->contact)) {
        bs_log(BS_LOG_WARNING, "way-stuck", "reason=\"%s\"", trouble->sentence);
    }
    contact_failed(&errand->contact, BS_CONTACT_NEXT, errand->clock.mono_ms(errand->clock.self));
    *end = ERRAND_AGAIN;
}

static enum bs_err end_pull(struct errand *errand, const struct transport_reply *reply,
                            enum errand_end *end, struct trouble *trouble, struct bs_error *err)
{
    enum pull_outcome outcome;
    const bool is_new_way = errand->pull.slot == BS_CONTACT_NEXT;
    const int64_t now_ms = errand->clock.mono_ms(errand->clock.self);
    enum bs_err rc = pull_answer(&errand->pull, errand->state, &errand->identity, reply,
                                 errand->clock.wall_ms(errand->clock.self), &outcome, trouble, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (is_new_way && outcome == PULL_FAILED) {
        end_stuck(errand, trouble, end);
        return BS_OK;
    }
    if (is_new_way) { /* promoted: the transport is set up for it */
        errand->slot = BS_CONTACT_NOW;
    }
    if (outcome == PULL_NEW) {
        bs_log(BS_LOG_NOTICE, "bundle", "bytes=%zu", reply->body.len);
    }
    if (outcome == PULL_FAILED) {
        contact_failed(&errand->contact, BS_CONTACT_NOW, now_ms);
        *end = ERRAND_BAD;
    } else {
        contact_answered(&errand->contact);
        bool is_more =
            outcome == PULL_NEW && (rotation_is_due(&errand->rotation, now_ms) ||
                                    contact_choose(&errand->contact, now_ms) == BS_CONTACT_NEXT);
        *end = is_more ? ERRAND_AGAIN : ERRAND_GOOD;
    }
    bool is_stuck = outcome != PULL_FAILED && contact_is_stuck(&errand->contact);
    stand(errand, SCHED_PULL, is_stuck ? &errand->stuck : trouble);
    return keep_status(errand, err);
}

static enum bs_err end_rotation(struct errand *errand, const struct transport_reply *reply,
                                enum errand_end *end, struct trouble *trouble, struct bs_error *err)
{
    enum rotation_outcome outcome;
    enum bs_err rc =
        rotation_answer(&errand->rotation, reply, errand->clock.mono_ms(errand->clock.self),
                        &outcome, trouble, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (outcome != ROTATION_FAILED) {
        *end = ERRAND_AGAIN;
        return BS_OK;
    }
    *end = ERRAND_BAD;
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
    return errand->is_rotating ? end_rotation(errand, reply, end, trouble, err)
                               : end_pull(errand, reply, end, trouble, err);
}

/* Our token is not known any more, or not yet again: there is another, so the request is made anew with that. */
static bool tries_other_token(struct errand *errand, const struct transport_reply *reply)
{
    if (reply->fate != TRANSPORT_ANSWERED || reply->status != 401 ||
        !rotation_try_other(&errand->rotation)) {
        return false;
    }
    bs_outbox_close(errand->outbox);
    errand->outbox = NULL;
    return true;
}

enum bs_err errand_end(struct errand *errand, enum errand_end *end, struct trouble *trouble,
                       struct bs_error *err)
{
    struct transport_reply reply;
    transport_take(errand->transport, &reply);
    if (reply.detail[0] != '\0') {
        bs_log(BS_LOG_DEBUG, "transport", "detail=\"%s\"", reply.detail);
    }
    enum bs_err rc = BS_OK;
    if (tries_other_token(errand, &reply)) {
        trouble_clear(trouble);
        *end = ERRAND_AGAIN;
    } else {
        rc = settle(errand, &reply, end, trouble, err);
        if (rc == BS_OK && *end == ERRAND_GOOD && errand->task != SCHED_BEAT) {
            rc = rotation_accepted(&errand->rotation, err);
        }
    }
    transport_reply_finish(&reply);
    return rc;
}
