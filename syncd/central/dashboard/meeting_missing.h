/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEETING_MISSING_H
#define MEETING_MISSING_H

/* What the figures do not tell: who did not answer, which questions few did, what is not in yet. Only what central knows: no
 * number here comes from outside it, and what it cannot know is said to be so. Pure. */

#include <stdbool.h>
#include <stddef.h>

#include "kiosk_health.h"
#include "place_names.h"
#include "results.h"

#define MEETING_MISSING_MAX  10
#define MEETING_MISSING_TEXT 1024

struct meeting_missing {
    size_t count; /* never 0 */
    char in[MEETING_MISSING_MAX][MEETING_MISSING_TEXT];
};

/* Sentences. `is_one_place`: the figures are of one place, so others are not missed. */
void meeting_missing_gather(const struct results *results, const struct kiosk_fleet *fleet,
                            const struct place_names *names, bool is_one_place,
                            struct meeting_missing *out);

#endif
