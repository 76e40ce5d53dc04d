/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef OPS_H
#define OPS_H

/* What the machine room asks, on a listener of its own that is local by default: /healthz and /metrics. */

#include "route.h"

extern const struct route ops_routes[];
extern const size_t ops_route_count;

#endif
