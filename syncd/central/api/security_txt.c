/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* GET /.well-known/security.txt (RFC 9116). It is made at each request, so it cannot expire unnoticed. */

#include "api.h"
#include "central.h"

static const int64_t valid_ms = INT64_C(180) * 24 * 60 * 60 * 1000;

void api_get_security_txt(struct central *central, const struct route_caller *caller,
                          const struct request *request, struct reply *reply)
{
    char expires[25];

    (void)caller;
    (void)request;
    if (central->security_contact == NULL || central->security_contact[0] == '\0') {
        reply_simple_problem(reply, 404, "Not found", "No contact is configured.");
        return;
    }
    bs_time_format_utc(central->clock.wall_ms(central->clock.self) + valid_ms, expires);
    bs_buf_printf(&reply->body, "Contact: %s\nExpires: %s\nPreferred-Languages: nl, en\n",
                  central->security_contact, expires);
    if (central->public_url != NULL && central->public_url[0] != '\0') {
        bs_buf_printf(&reply->body, "Canonical: %s/.well-known/security.txt\n",
                      central->public_url);
    }
    reply->status = 200;
    reply->media_type = "text/plain; charset=utf-8";
}
