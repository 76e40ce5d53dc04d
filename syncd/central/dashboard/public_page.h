/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUBLIC_PAGE_H
#define PUBLIC_PAGE_H

/*
 * What anybody may read who has a receipt code: what was asked, who decides, and the answer or how late it is. No
 * sign-in, no cookie, no script, no figure of our own; the same for everybody in a language, so it may be cached.
 */

#include "route.h"

/*
 * GET /c/{code}: 200 in the language of `taal` or Accept-Language; 301 to the canonical form of the code (six signs,
 * upper case); 404 with how a code looks for a wrong check sign or a code that nothing has; 503 when storage is busy.
 */
route_handler public_page_get;

/* GET /c?code=…: 303 to that code's page as it was typed; without a code, a field to type it in. */
route_handler public_find_get;

#endif
