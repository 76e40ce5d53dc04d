/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_PAGE_H
#define RESULTS_PAGE_H

/* GET /programmas/{programme}: the figures of one programme. 400 with a sentence for a filter that cannot be, 404 for a
 * programme that this tenant has not. */

#include "route.h"

route_handler results_page_get;

#endif
