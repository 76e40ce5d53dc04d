/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSKS_PAGE_H
#define KIOSKS_PAGE_H

/* GET /kiosken: whether everything is in, then what to do, then every kiosk. */

#include "route.h"

#define KIOSKS_PAGE_ROWS 100 /* a page of the list; `?pagina=2` is the next */
#define KIOSKS_PAGE_TODO                                                                           \
    12 /* kiosks whose trouble is told in words at the top; the list has them all */

route_handler kiosks_page_get;

#endif
