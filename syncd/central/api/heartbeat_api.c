/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* PUT /v1/kiosks/{kiosk}/heartbeat: how a kiosk is. The last one is kept; nothing in it is an answer. */

#include <strings.h>

#include <buurtstem/utf8.h>

#include "api.h"
#include "central.h"
#include "flow.h"
#include "metrics.h"
#include "storage.h"

static void refuse(struct central *central, int status, const char *title, const char *detail,
                   struct reply *reply)
{
    struct bs_problem problem = {.type = BS_PROBLEM_BAD_REQUEST, .status = status};

    (void)bs_utf8_copy(problem.title, sizeof(problem.title), title);
    (void)bs_utf8_copy(problem.detail, sizeof(problem.detail), detail);
    metrics_add(central->metrics, METRIC_HEARTBEATS_REFUSED, 1);
    reply_problem(reply, &problem);
}

static bool is_json(const struct request *request)
{
    static const char type[] = "application/json";
    const char *header = request_header(request, "Content-Type");

    return header != NULL && strncasecmp(header, type, sizeof(type) - 1) == 0 &&
           (header[sizeof(type) - 1] == '\0' || header[sizeof(type) - 1] == ';');
}

static bool is_plain(const struct request *request)
{
    const char *header = request_header(request, "Content-Encoding");

    return header == NULL || strcasecmp(header, "identity") == 0;
}

void api_put_heartbeat(struct central *central, const struct route_caller *caller,
                       const struct request *request, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    struct bs_heartbeat heartbeat;
    enum bs_err rc;

    if (caller->kiosk_is_revoked) {
        reply_problem(reply, &(struct bs_problem){.type = BS_PROBLEM_REVOKED,
                                                  .status = 403,
                                                  .title = "This kiosk was taken out of use"});
        return;
    }
    if (!api_may_flow(central, caller->kiosk, &(struct flow_amount){.notes = 1}, reply)) {
        return;
    }
    if (!is_json(request)) {
        refuse(central, 415, "Unsupported media type", "Send application/json.", reply);
        return;
    }
    if (!is_plain(request)) {
        refuse(central, 415, "Unsupported content coding", "Use identity.", reply);
        reply_header(reply, "Accept-Encoding", "%s", "identity");
        return;
    }
    rc = bs_heartbeat_decode(request->body, &heartbeat, &err);
    if (rc != BS_OK) {
        refuse(central, rc == BS_LIMIT ? 413 : 400,
               rc == BS_LIMIT ? "Content too large" : "Not a heartbeat", err.text, reply);
        return;
    }
    rc = storage_put_heartbeat(central->storage, caller->kiosk, &heartbeat,
                               central->clock.wall_ms(central->clock.self), &err);
    if (rc != BS_OK) {
        api_refuse_storage(central, &err, reply);
        return;
    }
    metrics_add(central->metrics, METRIC_HEARTBEATS, 1);
    reply->status = 204;
}
