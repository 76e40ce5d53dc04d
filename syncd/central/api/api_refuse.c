/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One place decides what a failing database says to the outside: nothing about itself. */

#include <buurtstem/log.h>

#include "api.h"
#include "central.h"
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
