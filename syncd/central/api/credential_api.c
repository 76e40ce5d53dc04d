/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* PUT /v1/kiosks/{kiosk}/credential: the hash of a token that takes the place of the one in use when it is first used. */

#include <strings.h>

#include <buurtstem/log.h>
#include <buurtstem/utf8.h>

#include "api.h"
#include "central.h"
#include "flow.h"
#include "storage_token.h"
#include "throttle.h"

static void refuse(enum bs_problem_type type, int status, const char *title, const char *detail,
                   struct reply *reply)
{
    struct bs_problem problem = {.type = type, .status = status};

    (void)bs_utf8_copy(problem.title, sizeof(problem.title), title);
    (void)bs_utf8_copy(problem.detail, sizeof(problem.detail), detail);
    reply_problem(reply, &problem);
}

static bool is_plain_json(const struct request *request)
{
    static const char type[] = "application/json";
    const char *header = request_header(request, "Content-Type");
    const char *coding = request_header(request, "Content-Encoding");

    return header != NULL && strncasecmp(header, type, sizeof(type) - 1) == 0 &&
           (header[sizeof(type) - 1] == '\0' || header[sizeof(type) - 1] == ';') &&
           (coding == NULL || strcasecmp(coding, "identity") == 0);
}

/* False after an answer: too many of this kiosk were refused. */
static bool may_try(struct central *central, const char *kiosk, struct reply *reply)
{
    const int64_t wait_ms = throttle_try(central->throttle, "credential", kiosk,
                                         central->clock.mono_ms(central->clock.self));

    if (wait_ms == 0) {
        return true;
    }
    refuse(BS_PROBLEM_OTHER, 429, "Too many tries", "Wait before the next one.", reply);
    reply_header(reply, "Retry-After", "%lld", (long long)((wait_ms + 999) / 1000));
    return false;
}

static void settle(struct central *central, const char *kiosk,
                   const struct bs_credential *credential, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc;

    if (!api_may_flow(central, kiosk, &(struct flow_amount){.tokens = 1}, reply) ||
        !may_try(central, kiosk, reply)) {
        return;
    }
    rc = storage_put_next_token(central->storage, kiosk, credential->token_hash,
                                credential->generation, &err);
    if (rc == BS_REFUSED) {
        refuse(BS_PROBLEM_BAD_CODE, 403, "Not asked for", err.text, reply);
        return;
    }
    throttle_forgive(central->throttle, "credential", kiosk);
    if (rc != BS_OK) {
        api_refuse_storage(central, &err, reply);
        return;
    }
    bs_log(BS_LOG_NOTICE, "new-token", "kiosk=%s generation=%lld", kiosk,
           (long long)credential->generation);
    reply->status = 204;
}

void api_put_credential(struct central *central, const struct route_caller *caller,
                        const struct request *request, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    struct bs_credential credential;
    enum bs_err rc;

    if (caller->kiosk_is_revoked) {
        reply_problem(reply, &(struct bs_problem){.type = BS_PROBLEM_REVOKED,
                                                  .status = 403,
                                                  .title = "This kiosk was taken out of use"});
        return;
    }
    if (!is_plain_json(request)) {
        refuse(BS_PROBLEM_BAD_REQUEST, 415, "Unsupported media type",
               "Send application/json, not coded.", reply);
        reply_header(reply, "Accept-Encoding", "%s", "identity");
        return;
    }
    rc = bs_credential_decode(request->body, &credential, &err);
    if (rc != BS_OK) {
        refuse(BS_PROBLEM_BAD_REQUEST, rc == BS_LIMIT ? 413 : 400,
               rc == BS_LIMIT ? "Content too large" : "Not a credential", err.text, reply);
        return;
    }
    settle(central, caller->kiosk, &credential, reply);
}
