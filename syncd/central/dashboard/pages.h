/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PAGES_H
#define PAGES_H

/*
 * The web pages for staff: complete HTML made by the server, no script, every look in one style sheet of ours, so that
 * the strictest content policy holds. What they show comes from storage alone; they change nothing but a session.
 */

#include <stddef.h>

#include "central.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/route.h"

extern const struct route dashboard_routes[];
extern const size_t dashboard_route_count;

/*
 * A problem as a page for a browser (a GET or form whose Accept prefers text/html): 400, 403, 404, 405, 413, 429, 500 and
 * 503 have words of their own, others are told by their number. `caller` may be NULL or empty: nobody is signed in, and
 * the page then has no menu. Replaces what was in the reply, headers apart. Never tells what went wrong inside.
 */
void dashboard_problem(struct central *central, const struct route_caller *caller, int status,
                       struct reply *reply);

#endif
