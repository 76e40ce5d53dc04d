/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every route that programs use, on one page. */

#include "api.h"

#include <buurtstem/wire.h>

/* A body that does not get smaller by coding may be a little larger than the batch in it. */
#define CODING_SLACK 1024

const struct route api_routes[] = {
    {REQUEST_POST, "/v1/enrolments", ROUTE_ANYONE, BS_ENROLMENT_BYTES_MAX, api_post_enrolment},
    {REQUEST_POST, "/v1/kiosks/{kiosk}/batches", ROUTE_KIOSK, BS_BATCH_BYTES_MAX + CODING_SLACK,
     api_post_batch},
    {REQUEST_GET, "/v1/kiosks/{kiosk}/bundle", ROUTE_KIOSK, 0, api_get_bundle},
    {REQUEST_PUT, "/v1/kiosks/{kiosk}/heartbeat", ROUTE_KIOSK, BS_HEARTBEAT_BYTES_MAX,
     api_put_heartbeat},
    {REQUEST_PUT, "/v1/kiosks/{kiosk}/credential", ROUTE_KIOSK, BS_CREDENTIAL_BYTES_MAX,
     api_put_credential},
    {REQUEST_GET, "/v1", ROUTE_ANYONE, 0, api_get_versions},
    {REQUEST_GET, "/v1/openapi.json", ROUTE_ANYONE, 0, api_get_openapi},
    {REQUEST_GET, "/.well-known/security.txt", ROUTE_ANYONE, 0, api_get_security_txt},
};
const size_t api_route_count = sizeof(api_routes) / sizeof(api_routes[0]);
