/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEETING_QUESTION_H
#define MEETING_QUESTION_H

/* One question on paper: a bar with share and number for each choice, the shares of each channel beside it where there is room. */

#include "html.h"
#include "meeting.h"

/* The question at `index`; with_channels: a column for each channel that is not too small, if there are two. */
void meeting_question_write(const struct html *html, const struct results *results, size_t index,
                            bool with_channels);

#endif
