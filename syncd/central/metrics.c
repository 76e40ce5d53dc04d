/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Counters and their text. */

#include "metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

struct metrics {
    _Atomic uint64_t values[METRIC_COUNT];
};

/* Metrics of one family stand together. */
static const struct {
    const char *name, *label, *help;
} families[METRIC_COUNT] = {
    [METRIC_RESPONSES_2XX] = {"http_responses", "class=\"2xx\"", "Answers by class of status."},
    [METRIC_RESPONSES_3XX] = {"http_responses", "class=\"3xx\"", NULL},
    [METRIC_RESPONSES_4XX] = {"http_responses", "class=\"4xx\"", NULL},
    [METRIC_RESPONSES_5XX] = {"http_responses", "class=\"5xx\"", NULL},
    [METRIC_BATCHES] = {"batches", NULL, "Batches that came in and could be read."},
    [METRIC_RECEIPTS] = {"receipts", NULL, "Batches answered with a receipt."},
    [METRIC_REFUSED_FORK] = {"batches_refused", "reason=\"fork\"",
                             "Batches answered with a refusal."},
    [METRIC_REFUSED_GAP] = {"batches_refused", "reason=\"gap\"", NULL},
    [METRIC_REFUSED_BAD_CHAIN] = {"batches_refused", "reason=\"bad_chain\"", NULL},
    [METRIC_REFUSED_REVOKED] = {"batches_refused", "reason=\"revoked\"", NULL},
    [METRIC_REFUSED_BAD_REQUEST] = {"batches_refused", "reason=\"bad_request\"", NULL},
    [METRIC_REFUSED_TOO_MANY] = {"batches_refused", "reason=\"too_many\"", NULL},
    [METRIC_HEARTBEATS] = {"heartbeats", NULL, "Heartbeats that were kept."},
    [METRIC_HEARTBEATS_REFUSED] = {"heartbeats_refused", NULL,
                                   "Heartbeats that could not be read."},
    [METRIC_ENROLMENTS] = {"enrolments", NULL, "Kiosks that were enrolled."},
    [METRIC_SIGN_IN_FAILURES] = {"sign_in_failures", NULL, "Sign-ins that were refused."},
    [METRIC_STORAGE_ERRORS] = {"storage_errors", NULL,
                               "Requests that the database could not serve."},
};

struct metrics *metrics_create(void)
{
    return bs_xcalloc(1, sizeof(struct metrics));
}

void metrics_destroy(struct metrics *metrics)
{
    free(metrics);
}

void metrics_add(struct metrics *metrics, enum metric metric, uint64_t amount)
{
    if (metrics != NULL) {
        atomic_fetch_add_explicit(&metrics->values[metric], amount, memory_order_relaxed);
    }
}

uint64_t metrics_value(const struct metrics *metrics, enum metric metric)
{
    return atomic_load_explicit(&metrics->values[metric], memory_order_relaxed);
}

void metrics_write(const struct metrics *metrics, struct bs_buf *out)
{
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        const char *label = families[i].label;

        if (families[i].help != NULL) {
            bs_buf_printf(out, "# HELP buurtstem_%s_total %s\n# TYPE buurtstem_%s_total counter\n",
                          families[i].name, families[i].help, families[i].name);
        }
        bs_buf_printf(out, "buurtstem_%s_total%s%s%s %" PRIu64 "\n", families[i].name,
                      label == NULL ? "" : "{", label == NULL ? "" : label,
                      label == NULL ? "" : "}", metrics_value(metrics, (enum metric)i));
    }
}
