/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CONNECTORS_PAGE_H
#define CONNECTORS_PAGE_H

/* Connectors (buurtverbinders): who reads residents' words where. Who may add or revoke one is any staff member of the municipality,
 * as there are no roles. A PIN or a badge is hashed as it comes and never written into a page. */

#include "pages.h"

#define CONNECTORS_PATH "/buurtverbinders"

route_handler connectors_page_get;    /* /buurtverbinders */
route_handler connectors_page_add;    /* POST to it */
route_handler connectors_page_badge;  /* POST /buurtverbinders/{connector}/pas */
route_handler connectors_page_revoke; /* POST /buurtverbinders/{connector}/intrekken */

#endif
