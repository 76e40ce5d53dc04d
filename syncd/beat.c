/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Says how the kiosk is, from what the two databases and the file system know. */
#include "beat.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include <buurtstem/backlog.h>
#include <buurtstem/mem.h>
#include <buurtstem/outbox.h>
#include <buurtstem/utf8.h>

#define WANTED     "een bevestiging"
#define ANSWER_MAX BS_PROBLEM_BYTES_MAX

static int64_t within(int64_t value, int64_t least)
{
    return value < least ? least : value > BS_NUMBER_MAX ? BS_NUMBER_MAX : value;
}

static uint64_t bytes_of(uint64_t blocks, uint64_t size)
{
    return size > 0 && blocks > BS_NUMBER_MAX / size ? BS_NUMBER_MAX : blocks * size;
}

/* A disk that cannot be asked has no room that anybody should count on. */
static void gather_disk(const char *dir, struct bs_heartbeat *out)
{
    struct statvfs disk;
    if (statvfs(dir, &disk) != 0) {
        return;
    }
    out->disk_total = bytes_of(disk.f_blocks, disk.f_frsize);
    out->disk_free = bytes_of(disk.f_bavail, disk.f_frsize);
    if (out->disk_free > out->disk_total) {
        out->disk_free = out->disk_total;
    }
}

static enum bs_err read_log(struct bs_outbox *outbox, struct bs_syncstate *state,
                            struct bs_heartbeat *out, struct bs_error *err)
{
    struct bs_backlog backlog;
    enum bs_err rc = bs_backlog_read(outbox, state, NULL, NULL, &backlog, err);
    if (rc != BS_OK) {
        return rc;
    }
    memcpy(out->epoch, backlog.epoch, sizeof out->epoch);
    out->stored = backlog.stored;
    out->acknowledged = backlog.acknowledged;
    out->oldest_unsent_ms = within(backlog.oldest_unsent_ms, 0);
    out->last_receipt_ms = within(backlog.last_receipt_ms, 0);
    /* Without one it stays empty: the rest is worth telling all the same. */
    (void)bs_outbox_version(outbox, out->kiosk_version, NULL);
    return BS_OK;
}

static enum bs_err gather_log(const char *dir, struct bs_syncstate *state, struct bs_heartbeat *out,
                              struct bs_error *err)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error why = {0};
    enum bs_err rc = bs_outbox_open_reader(dir, &outbox, &why);
    if (rc == BS_NOTFOUND) {
        return BS_OK;
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    rc = read_log(outbox, state, out, err);
    bs_outbox_close(outbox);
    return rc;
}

static enum bs_err gather_state(struct bs_syncstate *state, struct bs_heartbeat *out,
                                struct bs_error *err)
{
    struct bs_sync_status status = {0};
    struct bs_bundle_meta bundle = {0};
    struct bs_error why = {0};
    enum bs_err rc = bs_syncstate_status(state, &status, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (status.last_receipt_ms > out->last_receipt_ms) {
        out->last_receipt_ms = within(status.last_receipt_ms, 0);
    }
    out->clock_offset_ms = within(status.clock_offset_ms, -BS_NUMBER_MAX);
    (void)bs_utf8_copy(out->trouble, sizeof out->trouble, bs_trouble_name(status.trouble));
    rc = bs_catalogue_meta(state, &bundle, &why);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        return bs_fail(err, rc, "%s", why.text);
    }
    out->bundle_serial = within(bundle.serial, 0);
    return BS_OK;
}

enum bs_err beat_gather(const char *kiosk_dir, struct bs_syncstate *state,
                        const struct bs_clock *clock, struct bs_heartbeat *out,
                        struct bs_error *err)
{
    struct bs_heartbeat heartbeat = {.syncd_version = BS_VERSION};
    enum bs_err rc = gather_log(kiosk_dir, state, &heartbeat, err);
    if (rc == BS_OK) {
        rc = gather_state(state, &heartbeat, err);
    }
    if (rc == BS_OK) {
        gather_disk(kiosk_dir, &heartbeat);
        heartbeat.sent_ms = within(clock->wall_ms(clock->self), 0);
        *out = heartbeat;
    }
    return rc;
}

enum bs_err beat_request(const struct bs_heartbeat *heartbeat, const struct bs_identity *identity,
                         const char *token, struct bs_buf *body, struct transport_request *request,
                         struct bs_error *err)
{
    char bearer[BS_TOKEN_TEXT + 8];
    bs_buf_reset(body);
    bs_heartbeat_encode(heartbeat, body);
    memset(request, 0, sizeof *request);
    request->method = TRANSPORT_PUT;
    request->answer_max = ANSWER_MAX;
    request->body = bs_buf_bytes(body);
    snprintf(request->url, sizeof request->url, "%s/v1/kiosks/%s/heartbeat", identity->server,
             identity->kiosk);
    snprintf(bearer, sizeof bearer, "Bearer %s", token);
    bool fits = bs_buf_check(body, "a heartbeat", err) == BS_OK &&
                transport_header(request, "Authorization", bearer) &&
                transport_header(request, "Content-Type", "application/json") &&
                transport_header(request, "Accept", BS_PROBLEM_MEDIA_TYPE);
    bs_wipe(bearer, sizeof bearer);
    return fits ? BS_OK : bs_fail(err, BS_BROKEN, "a header of the heartbeat does not fit");
}

enum beat_outcome beat_answer(const struct transport_reply *reply, struct trouble *trouble)
{
    trouble_clear(trouble);
    if (reply->fate == TRANSPORT_ANSWERED && reply->status == 204) {
        return BEAT_HEARD;
    }
    if (reply->fate == TRANSPORT_ANSWERED && (reply->status == 404 || reply->status == 405)) {
        return BEAT_UNKNOWN;
    }
    trouble_of_reply(reply, WANTED, trouble);
    return BEAT_FAILED;
}
