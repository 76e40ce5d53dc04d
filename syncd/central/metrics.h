/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef METRICS_H
#define METRICS_H

/* What this process counted since it started, for /metrics. No label names a person, a kiosk or an address. Lock-free. */

#include <stdint.h>

#include <buurtstem/buf.h>

enum metric {
    METRIC_RESPONSES_2XX,
    METRIC_RESPONSES_3XX,
    METRIC_RESPONSES_4XX,
    METRIC_RESPONSES_5XX,
    METRIC_BATCHES,  /* that came in and could be read */
    METRIC_RECEIPTS, /* batches answered with a receipt */
    METRIC_REFUSED_FORK,
    METRIC_REFUSED_GAP,
    METRIC_REFUSED_BAD_CHAIN,
    METRIC_REFUSED_REVOKED,
    METRIC_REFUSED_BAD_REQUEST,
    METRIC_REFUSED_TOO_MANY,
    METRIC_HEARTBEATS,
    METRIC_HEARTBEATS_REFUSED,
    METRIC_ENROLMENTS,
    METRIC_SIGN_IN_FAILURES,
    METRIC_STORAGE_ERRORS,
    METRIC_COUNT
};

struct metrics;

struct metrics *metrics_create(void);
void metrics_destroy(struct metrics *metrics); /* NULL is fine */

void metrics_add(struct metrics *metrics, enum metric metric, uint64_t amount); /* NULL is fine */
uint64_t metrics_value(const struct metrics *metrics, enum metric metric);

/* Appends the Prometheus text format, version 0.0.4. */
void metrics_write(const struct metrics *metrics, struct bs_buf *out);

#endif
