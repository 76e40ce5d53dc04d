/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* GET /v1: which versions of a batch this central reads. For anybody: a kiosk of any age asks it. */

#include <buurtstem/wire.h>

#include "api.h"

void api_get_versions(struct central *central, const struct route_caller *caller,
                      const struct request *request, struct reply *reply)
{
    const struct bs_versions versions = {.min_v = 1, .max_v = BS_WIRE_VERSION};

    (void)central;
    (void)caller;
    (void)request;
    bs_versions_encode(&versions, &reply->body);
    reply->status = 200;
    reply->media_type = "application/json";
    reply_header(reply, "Access-Control-Allow-Origin", "*");
}
