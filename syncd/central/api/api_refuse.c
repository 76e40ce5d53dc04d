/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One place decides what a failing database says to the outside: nothing about itself; and what is said to a kiosk that sends too
 * much. */

#include <inttypes.h>

#include <buurtstem/log.h>

#include "api.h"
#include "central.h"
#include "flow.h"
#include "metrics.h"
#include "storage.h"

void api_refuse_storage(struct central *central, const struct bs_error *why, struct reply *reply)
{
    metrics_add(central->metrics, METRIC_STORAGE_ERRORS, 1);
    if (why->code == BS_LATER || why->code == BS_AGAIN) {
        bs_log(BS_LOG_WARNING, "storage-busy", "why=\"%s\"", why->text);
        reply_simple_problem(reply, 503, "Try again later", "The database is busy or full.");
        reply_header(reply, "Retry-After", "%d", 10);
        return;
    }
    bs_log(BS_LOG_ERROR, "storage-failed", "why=\"%s\"", why->text);
    /* One damaged row is for verify to find; a database that does not answer at all is for a new start. */
    if (why->code == BS_BROKEN && storage_ping(central->storage, NULL) == BS_BROKEN) {
        atomic_store(&central->is_broken, true);
    }
    reply_simple_problem(reply, 500, "Internal error", "The request was not carried out.");
}

bool api_may_flow(struct central *central, const char *kiosk, const struct flow_amount *amount,
                  struct reply *reply)
{
    const int64_t wait_ms =
        central->flow == NULL
            ? 0
            : flow_take(central->flow, kiosk, amount, central->clock.mono_ms(central->clock.self));

    if (wait_ms > 0) {
        metrics_add(central->metrics, METRIC_REFUSED_TOO_MANY, 1);
        reply_simple_problem(reply, 429, "Too many requests",
                             "Wait as long as Retry-After says; nothing is lost.");
        reply_header(reply, "Retry-After", "%" PRId64, (wait_ms + 999) / 1000);
    }
    return wait_ms == 0;
}
