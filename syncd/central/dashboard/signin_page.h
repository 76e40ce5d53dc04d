/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SIGNIN_PAGE_H
#define SIGNIN_PAGE_H

/* Handlers of the pages where staff sign in and out. Someone who is signed in already goes on to the programmes. */

#include "route.h"

route_handler signin_get;
route_handler
    signin_post; /* blocks about 50 ms; 303, 403 with one sentence for every wrong pair, or 429 */
route_handler signout_post;

#endif
