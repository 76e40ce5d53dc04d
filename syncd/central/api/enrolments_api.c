/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* POST /v1/enrolments: a one-time code and the hash of the kiosk's own secret become a kiosk that may send. */

#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "api.h"
#include "central.h"
#include "metrics.h"
#include "storage.h"
#include "throttle.h"

static const char by_code[] = "code";

static void answer_enrolled(struct central *central, const struct storage_kiosk *kiosk,
                            struct reply *reply)
{
    struct bs_enrolment_answer answer = {.server_time_ms =
                                             central->clock.wall_ms(central->clock.self)};

    memcpy(answer.kiosk, kiosk->id, sizeof(answer.kiosk));
    memcpy(answer.tenant, kiosk->tenant, sizeof(answer.tenant));
    bs_hex_format(central->public_key, sizeof(central->public_key), answer.bundle_key);
    bs_enrolment_answer_encode(&answer, &reply->body);
    reply->status = 201;
    reply->media_type = "application/json";
    reply_header(reply, "Location", "/v1/kiosks/%s/bundle", kiosk->id);
}

/*
 * Who tries wrong codes from an address waits before the next wrong one. One that is right is taken all the same: its 60 bits are out
 * of reach of guessing, and a stranger on the network of the building, who has the kiosk's address, would keep it from enrolment.
 */
static void refuse_code(struct central *central, const char *peer, struct reply *reply)
{
    const int64_t wait_ms =
        throttle_try(central->throttle, by_code, peer, central->clock.mono_ms(central->clock.self));

    if (wait_ms > 0) {
        reply_simple_problem(reply, 429, "Too many tries", "Wait and try the code again.");
        reply_header(reply, "Retry-After", "%d", (int)((wait_ms + 999) / 1000));
        return;
    }
    bs_log(BS_LOG_NOTICE, "enrolment-refused", "why=code");
    reply_problem(reply, &(struct bs_problem){
                             .type = BS_PROBLEM_BAD_CODE,
                             .status = 403,
                             .title = "The code is wrong, used, replaced by a newer one or too old",
                             .detail = "Ask for a new one."});
}

void api_post_enrolment(struct central *central, const struct route_caller *caller,
                        const struct request *request, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    struct bs_enrolment_request wanted;
    struct storage_kiosk kiosk;
    struct bs_bytes code;
    char code_hash[BS_HASH_TEXT];
    enum bs_err rc;

    (void)caller;
    if (bs_enrolment_request_decode(request->body, &wanted, &err) != BS_OK) {
        reply_problem(reply, &(struct bs_problem){.type = BS_PROBLEM_BAD_REQUEST,
                                                  .status = 400,
                                                  .title = "Not an enrolment request"});
        return;
    }
    code = bs_bytes_of(wanted.code);
    bs_sha256_hex(&code, 1, code_hash);
    rc = storage_enrol(central->storage, code_hash, wanted.token_hash,
                       central->clock.wall_ms(central->clock.self), &kiosk, &err);
    if (rc == BS_NOTFOUND) {
        refuse_code(central, request->peer, reply);
    } else if (rc != BS_OK) {
        api_refuse_storage(central, &err, reply);
    } else {
        metrics_add(central->metrics, METRIC_ENROLMENTS, 1);
        bs_log(BS_LOG_NOTICE, "kiosk-enrolled", "kiosk=%s tenant=%s", kiosk.id, kiosk.tenant);
        answer_enrolled(central, &kiosk, reply);
    }
    bs_wipe(&wanted, sizeof(wanted));
}
