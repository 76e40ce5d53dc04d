/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef API_H
#define API_H

/* The routes that programs use; syncd/wire/PROTOCOL.md says what goes in and out, openapi.json says it to machines. */

#include <stdbool.h>
#include <stddef.h>

#include "route.h"

#define API_ENROLMENT_HOURS 24 /* how long an enrolment code may be used */

extern const struct route api_routes[];
extern const size_t api_route_count;

route_handler api_post_enrolment;
route_handler api_post_batch;
route_handler api_get_bundle;
route_handler api_put_heartbeat;
route_handler api_put_credential;
route_handler api_get_versions;
route_handler api_get_openapi;
route_handler api_get_security_txt;

struct flow_amount;

/* Whether the kiosk may send that much now; else the answer is 429. */
bool api_may_flow(struct central *central, const char *kiosk, const struct flow_amount *amount,
                  struct reply *reply);

/* What a failure of storage means to the one who asks: 503 with Retry-After, or 500 and no more answers. */
void api_refuse_storage(struct central *central, const struct bs_error *why, struct reply *reply);

#endif
