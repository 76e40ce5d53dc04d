/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* POST /v1/kiosks/{kiosk}/batches: bytes to a proven batch, to one transaction, to a receipt. Nothing is answered 201 that
 * is not on disk. */

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include <buurtstem/log.h>
#include <buurtstem/utf8.h>

#include "api.h"
#include "central.h"
#include "coding.h"
#include "flow.h"
#include "metrics.h"
#include "storage.h"

static void refuse(struct central *central, int status, const char *title, const char *detail,
                   struct reply *reply)
{
    struct bs_problem problem = {.type = BS_PROBLEM_BAD_REQUEST, .status = status};

    (void)bs_utf8_copy(problem.title, sizeof(problem.title), title);
    (void)bs_utf8_copy(problem.detail, sizeof(problem.detail), detail);
    metrics_add(central->metrics, METRIC_REFUSED_BAD_REQUEST, 1);
    reply_problem(reply, &problem);
}

static void refuse_version(struct central *central, const char *detail, struct reply *reply)
{
    struct bs_problem problem = {.type = BS_PROBLEM_VERSION,
                                 .status = 400,
                                 .title = "A batch of another version",
                                 .min_v = 1,
                                 .max_v = BS_WIRE_VERSION};

    (void)bs_utf8_copy(problem.detail, sizeof(problem.detail), detail);
    metrics_add(central->metrics, METRIC_REFUSED_BAD_REQUEST, 1);
    reply_problem(reply, &problem);
}

static bool is_batch_type(const struct request *request)
{
    static const char type[] = BS_BATCH_MEDIA_TYPE;
    const char *header = request_header(request, "Content-Type");

    return header != NULL && strncasecmp(header, type, sizeof(type) - 1) == 0 &&
           (header[sizeof(type) - 1] == '\0' || header[sizeof(type) - 1] == ';');
}

/* The decoded bytes in `raw`, or false after the refusal. */
static bool read_body(struct central *central, const struct request *request, struct bs_buf *raw,
                      struct reply *reply)
{
    const char *digest = request_header(request, BS_DIGEST_HEADER);
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc;

    if (!is_batch_type(request)) {
        refuse(central, 415, "Unsupported media type", "Send " BS_BATCH_MEDIA_TYPE ".", reply);
        return false;
    }
    if (digest != NULL && !bs_content_digest_matches(digest, request->body)) {
        refuse(central, 400, "The body was changed on its way", "Content-Digest does not fit.",
               reply);
        return false;
    }
    rc = coding_decode(request_header(request, "Content-Encoding"), request->body,
                       BS_BATCH_BYTES_MAX, raw, &err);
    if (rc == BS_NOTFOUND) {
        refuse(central, 415, "Unsupported content coding", "Use zstd, gzip or identity.", reply);
        reply_header(reply, "Accept-Encoding", "%s", "zstd, gzip, identity");
    } else if (rc == BS_LIMIT) {
        refuse(central, 413, "Content too large", err.text, reply);
    } else if (rc != BS_OK) {
        refuse(central, 400, "Bad request", err.text, reply);
    }
    return rc == BS_OK;
}

static enum metric metric_of(enum bs_problem_type type)
{
    switch (type) {
    case BS_PROBLEM_FORK:
        return METRIC_REFUSED_FORK;
    case BS_PROBLEM_GAP:
        return METRIC_REFUSED_GAP;
    case BS_PROBLEM_BAD_CHAIN:
        return METRIC_REFUSED_BAD_CHAIN;
    default:
        return METRIC_REFUSED_BAD_REQUEST;
    }
}

static void answer_accepted(struct central *central, struct bs_receipt *receipt,
                            struct reply *reply)
{
    receipt->server_time_ms = central->clock.wall_ms(central->clock.self);
    bs_receipt_encode(receipt, &reply->body);
    reply->status = 201;
    reply->media_type = BS_RECEIPT_MEDIA_TYPE;
    metrics_add(central->metrics, METRIC_RECEIPTS, 1);
}

static void answer_revoked(struct central *central, bool is_kept, struct reply *reply)
{
    struct bs_problem problem = {
        .type = BS_PROBLEM_REVOKED, .status = 403, .title = "This kiosk was taken out of use"};

    (void)bs_utf8_copy(problem.detail, sizeof(problem.detail),
                       is_kept ? "What it sent is kept for staff to look at."
                               : "It sent so much already that this was not kept.");
    metrics_add(central->metrics, METRIC_REFUSED_REVOKED, 1);
    reply_problem(reply, &problem);
}

static void store(struct central *central, const struct route_caller *caller,
                  const struct bs_batch *batch, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    struct storage_kiosk kiosk = {.state = STORAGE_KIOSK_TRIAL};
    struct bs_problem problem;
    struct bs_receipt receipt;
    enum bs_err rc;

    memcpy(kiosk.id, caller->kiosk, sizeof(kiosk.id));
    memcpy(kiosk.tenant, caller->tenant, sizeof(kiosk.tenant));
    rc = storage_accept_batch(central->storage, &kiosk, batch,
                              central->clock.wall_ms(central->clock.self), caller->kiosk_is_revoked,
                              &receipt, &problem, &err);
    if (rc == BS_REFUSED) {
        metrics_add(central->metrics, metric_of(problem.type), 1);
        bs_log(problem.type == BS_PROBLEM_FORK ? BS_LOG_WARNING : BS_LOG_INFO, "batch-refused",
               "kiosk=%s epoch=%s why=\"%s\"", caller->kiosk, batch->header.epoch, err.text);
        reply_problem(reply, &problem);
    } else if (caller->kiosk_is_revoked && (rc == BS_OK || rc == BS_LIMIT)) {
        answer_revoked(central, rc == BS_OK, reply);
    } else if (rc != BS_OK) {
        api_refuse_storage(central, &err, reply);
    } else {
        answer_accepted(central, &receipt, reply);
    }
}

void api_post_batch(struct central *central, const struct route_caller *caller,
                    const struct request *request, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    struct bs_batch batch = {.records = NULL};
    struct bs_buf raw;
    /* A revoked kiosk tries once an hour, and each batch of it makes us count what is in quarantine. */
    const struct flow_amount one = {.batches = 1, .notes = caller->kiosk_is_revoked ? 1 : 0};
    struct flow_amount content;
    enum bs_err rc;

    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    if (!api_may_flow(central, caller->kiosk, &one, reply) ||
        !read_body(central, request, &raw, reply)) {
        goto out;
    }
    rc = bs_batch_decode(bs_buf_bytes(&raw), &batch, &err);
    if (rc == BS_REFUSED) {
        refuse_version(central, err.text, reply);
        goto out;
    }
    if (rc != BS_OK) {
        refuse(central, rc == BS_LIMIT ? 413 : 400,
               rc == BS_LIMIT ? "Content too large" : "Not a batch", err.text, reply);
        goto out;
    }
    if (strcmp(batch.header.kiosk, caller->kiosk) != 0) {
        refuse(central, 400, "Not a batch of this kiosk", "Header and address differ.", reply);
        goto out;
    }
    metrics_add(central->metrics, METRIC_BATCHES, 1);
    content = (struct flow_amount){.records = batch.header.count, .bytes = raw.len};
    if (!api_may_flow(central, caller->kiosk, &content, reply)) {
        goto out;
    }
    store(central, caller, &batch, reply);
out:
    bs_batch_finish(&batch);
    bs_buf_finish(&raw);
}
