/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PROGRAMMES_PAGE_H
#define PROGRAMMES_PAGE_H

/* GET /programmas (and /): every programme of the tenant with how much came in and what is owed. */

#include "route.h"

#define PROGRAMMES_PAGE_MAX 200 /* more than that is told, not listed */

route_handler programmes_page_get;

#endif
