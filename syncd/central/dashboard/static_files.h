/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STATIC_FILES_H
#define STATIC_FILES_H

/* The style sheets and the favicon, carried in the program. Pages name a style sheet with a hash of its content, so a
 * browser may keep it for a year and still sees a new one at once. */

#include "route.h"

route_handler static_style_get;
route_handler static_paper_get;
route_handler static_favicon_get;

#endif
