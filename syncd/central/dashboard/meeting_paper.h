/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEETING_PAPER_H
#define MEETING_PAPER_H

/* The sheet itself: one side of A4 for an ordinary programme, black on white, without a link. */

#include "html.h"
#include "meeting.h"

/* An article whose headings begin at h2. `tenant` is the municipality's name. */
void meeting_paper_write(const struct html *html, const struct meeting *meeting,
                         const struct results_request *request, const char *tenant);

#endif
