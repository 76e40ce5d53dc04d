/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMENT_PAGE_H
#define COMMENT_PAGE_H

/* One comment: what was decided about it, and two forms, to mask more of it and to hide it. Who may is any staff member of the
 * municipality, as there are no roles. */

#include "pages.h"

route_handler comment_page_get;  /* /programmas/{programme}/reacties/{comment} */
route_handler comment_page_mask; /* …/afdekken */
route_handler comment_page_hide; /* …/verbergen */

#endif
