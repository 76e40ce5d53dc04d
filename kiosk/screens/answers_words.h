/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ANSWERS_WORDS_H
#define ANSWERS_WORDS_H

/* What a visit answered, in Dutch words, for a connector who reads the comment that came with it. Pure. */

#include <stddef.h>

#include <buurtstem/submission.h>

#include "screen.h"

/*
 * "vraag: antwoord · vraag: antwoord" of each question that was answered; behind a question mark there is no colon. Several
 * values are joined by commas; of points and pairs each stands once, with how often it was given: "zorg 2×". What the bundle's
 * version of the programme does not have, and all of another version, is told by its own name (slug). `size` is at least 1; what
 * does not fit is cut at a character and ends in "…" where that has room.
 */
void answers_words(const struct screen_view *view, const struct bs_submission *submission,
                   char *out, size_t size);

#endif
