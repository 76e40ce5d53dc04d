/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEETING_PAGE_H
#define MEETING_PAGE_H

/* The sheet for a neighbourhood meeting, with a form beside it that stays off the paper: which place, which days, which words. */

#include "pages.h"

route_handler meeting_page_get; /* /programmas/{programme}/a4 */

#endif
