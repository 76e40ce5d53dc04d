/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DISPATCH_H
#define DISPATCH_H

/* From a request to its handler: route, who may, body limit, form token, and the form of every refusal. */

#include "central.h"
#include "route.h"
#include "server_mhd.h"

#define DISPATCH_TABLES_MAX 4

struct dispatch {
    struct central *central; /* borrowed */
    size_t table_count;
    struct {
        const struct route *routes; /* static */
        size_t count;
    } tables[DISPATCH_TABLES_MAX]; /* the first match of all of them answers */
    /* A problem for a person at a browser; NULL: everybody gets problem+json. */
    void (*problem_page)(struct central *central, const struct route_caller *caller, int status,
                         struct reply *reply);
};

/* The application for server_start; `dispatch` is borrowed until the server stops. */
struct server_app dispatch_app(struct dispatch *dispatch);

#endif
