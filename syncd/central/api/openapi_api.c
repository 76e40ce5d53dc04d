/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* GET /v1/openapi.json: for anybody, from anywhere. */

#include "api.h"
#include "openapi_json.h"

void api_get_openapi(struct central *central, const struct route_caller *caller,
                     const struct request *request, struct reply *reply)
{
    (void)central;
    (void)caller;
    (void)request;
    bs_buf_add(&reply->body, openapi_json, sizeof(openapi_json) - 1);
    reply->status = 200;
    reply->media_type = "application/json";
    reply_header(reply, "Access-Control-Allow-Origin", "*");
    reply_header(reply, "Cache-Control", "public, max-age=3600");
}
