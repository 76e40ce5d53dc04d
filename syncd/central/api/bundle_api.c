/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* GET /v1/kiosks/{kiosk}/bundle: the signed bundle, or 304 when the kiosk has it. */

#include <string.h>

#include <buurtstem/bundle.h>

#include "api.h"
#include "bundle_make.h"
#include "central.h"
#include "flow.h"

enum { SIGNATURE_TEXT = 4 * ((BS_SIGNATURE_SIZE + 2) / 3) + 1 };

/* How far last_seen may lag: a look at the bundle is not worth a write each time. */
static const int64_t seen_after_ms = INT64_C(60) * 1000;

static void note_seen(struct central *central, const char *id, int64_t now_ms)
{
    struct storage_kiosk kiosk;

    if (storage_kiosk(central->storage, id, &kiosk, NULL) == BS_OK &&
        now_ms - kiosk.last_seen_ms >= seen_after_ms) {
        (void)storage_kiosk_seen(central->storage, id, now_ms, NULL);
    }
}

void api_get_bundle(struct central *central, const struct route_caller *caller,
                    const struct request *request, struct reply *reply)
{
    const char *known = request_header(request, "If-None-Match");
    const int64_t now_ms = central->clock.wall_ms(central->clock.self);
    struct bs_error err = {.code = BS_OK};
    struct bundle_made made;
    struct bs_buf bytes;
    uint8_t signature[BS_SIGNATURE_SIZE];
    char text[SIGNATURE_TEXT];

    if (caller->kiosk_is_revoked) {
        reply_problem(reply, &(struct bs_problem){.type = BS_PROBLEM_REVOKED,
                                                  .status = 403,
                                                  .title = "This kiosk was taken out of use"});
        return;
    }
    /* Signed anew each time, up to 2 MiB. */
    if (!api_may_flow(central, caller->kiosk, &(struct flow_amount){.looks = 1}, reply)) {
        return;
    }
    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    if (bundle_make(central, caller->kiosk, now_ms, &made, &err) != BS_OK) {
        api_refuse_storage(central, &err, reply);
        goto out;
    }
    note_seen(central, caller->kiosk, now_ms);
    reply_header(reply, "ETag", "%s", made.etag);
    reply_header(reply, "Cache-Control", "private, no-cache");
    if (known != NULL && strcmp(known, made.etag) == 0) {
        reply->status = 304;
        goto out;
    }
    if (storage_bundle(central->storage, caller->kiosk, &bytes, &err) != BS_OK) {
        api_refuse_storage(central, &err, reply);
        goto out;
    }
    bs_sign(central->secret_key, bs_buf_bytes(&bytes), signature);
    bs_base64_format(signature, sizeof(signature), text, sizeof(text));
    reply_header(reply, BS_SIGNATURE_HEADER, "%s", text);
    bs_buf_add(&reply->body, bytes.data, bytes.len);
    reply->status = 200;
    reply->media_type = BS_BUNDLE_MEDIA_TYPE;
out:
    bs_buf_finish(&bytes);
}
