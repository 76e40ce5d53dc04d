/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_AUTH_H
#define KIOSK_AUTH_H

/* A kiosk carries a bearer token; central knows its SHA-256 alone. The token opens this kiosk's own paths and no other. */

#include "central.h"
#include "request.h"
#include "route.h"

/*
 * Fills caller->kiosk, tenant and kiosk_is_revoked. BS_NOTFOUND: no token, or one that is not known (401). BS_REFUSED: the
 * token is another kiosk's than `kiosk`, the one in the path (403). BS_LATER, BS_BROKEN from the database.
 */
enum bs_err kiosk_auth(struct central *central, const struct request *request, const char *kiosk,
                       struct route_caller *caller, struct bs_error *err);

#endif
