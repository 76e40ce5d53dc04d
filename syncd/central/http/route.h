/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ROUTE_H
#define ROUTE_H

/* Which handler answers which method and path, who may ask, and how large a body may be: one table on one page. */

#include <stddef.h>

#include "reply.h"
#include "request.h"

enum route_who {
    ROUTE_ANYONE,
    ROUTE_KIOSK, /* bearer token of the kiosk named by the first {…} */
    ROUTE_STAFF  /* signed-in staff; GET without a session goes to the sign-in page */
};

struct
    central; /* central.h: storage, keys, limits, clock; built once, then read-only but for its own locks */

struct route_caller {
    char kiosk[BS_KIOSK_ID_TEXT]; /* ROUTE_KIOSK */
    bool kiosk_is_revoked; /* its batches are kept in quarantine and answered with a typed 403 */
    char
        tenant[8]; /* of the kiosk or of the staff member: everything asked of storage carries it */
    char staff[65];      /* ROUTE_STAFF: the account's name */
    char form_token[65]; /* ROUTE_STAFF: what each form of this session has to carry (CSRF) */
};

typedef void route_handler(struct central *central, const struct route_caller *caller,
                           const struct request *request, struct reply *reply);

struct route {
    enum request_method method; /* a GET route also answers HEAD */
    const char *path;           /* "/v1/kiosks/{kiosk}/batches" */
    enum route_who who;
    size_t body_max;
    route_handler *handler;
};

/* The route for a request, with request->params filled; NULL if there is none. *path_known (may be NULL) tells a 405
 * from a 404. A trailing slash is another path (NLGov API Design Rules). */
const struct route *route_find(const struct route *routes, size_t count, struct request *request,
                               bool *path_known);

#endif
