/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef NOTES_PAGE_H
#define NOTES_PAGE_H

/* What connectors note: what explains the numbers of a day, treasures of the neighbourhood, and what is urgent. */

#include "pages.h"

#define NOTES_PAGE_ROWS 50

route_handler notes_page_get; /* /notities */

#endif
