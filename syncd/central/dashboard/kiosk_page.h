/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_PAGE_H
#define KIOSK_PAGE_H

/* GET /kiosken/{kiosk}: one kiosk in full, with each of its epochs. 404 for a kiosk that this tenant has not. */

#include "route.h"

route_handler kiosk_page_get;

#endif
