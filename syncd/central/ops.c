/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Health and counters. */

#include "ops.h"

#include <inttypes.h>

#include "central.h"
#include "metrics.h"
#include "storage.h"

static void get_health(struct central *central, const struct route_caller *caller,
                       const struct request *request, struct reply *reply)
{
    const bool good =
        !atomic_load(&central->is_broken) && storage_ping(central->storage, NULL) == BS_OK;

    (void)caller;
    (void)request;
    bs_buf_text(&reply->body, good ? "ok\n" : "the database does not answer\n");
    reply->status = good ? 200 : 503;
    reply->media_type = "text/plain; charset=utf-8";
}

static void write_counter(struct bs_buf *out, const char *name, const char *help, uint64_t value)
{
    bs_buf_printf(out,
                  "# HELP buurtstem_%s_total %s\n# TYPE buurtstem_%s_total counter\n"
                  "buurtstem_%s_total %" PRIu64 "\n",
                  name, help, name, name, value);
}

static void get_metrics(struct central *central, const struct route_caller *caller,
                        const struct request *request, struct reply *reply)
{
    struct storage_counters counters;

    (void)caller;
    (void)request;
    storage_counters(central->storage, &counters);
    metrics_write(central->metrics, &reply->body);
    write_counter(&reply->body, "records_stored", "Records that are new in the log.",
                  counters.stored);
    write_counter(&reply->body, "records_repeated", "Records that were held already.",
                  counters.repeated);
    write_counter(&reply->body, "records_set_aside",
                  "New records that were stored but not understood.", counters.set_aside);
    reply->status = 200;
    reply->media_type = "text/plain; version=0.0.4; charset=utf-8";
}

const struct route ops_routes[] = {
    {REQUEST_GET, "/healthz", ROUTE_ANYONE, 0, get_health},
    {REQUEST_GET, "/metrics", ROUTE_ANYONE, 0, get_metrics},
};
const size_t ops_route_count = sizeof(ops_routes) / sizeof(ops_routes[0]);
