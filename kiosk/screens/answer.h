/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ANSWER_H
#define ANSWER_H

/* The pages of an answer: what people said beside what is done, and then who does what. */

#include "frame.h"

/* Draws the page that the session is on, or the last; true if there is another one behind it. */
bool answer_pages(struct frame *frame, const struct bs_bundle_programme *of);

#endif
