/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BURST_H
#define BURST_H

/* Quick visits in a row: children who tap through, or somebody who votes again and again. Nothing is blocked; what they save is
 * marked, and a rule may leave it out of a count (kiosk-ux K77). Pure. */

#include <stdbool.h>
#include <stdint.h>

#define BURST_QUICK_MS 5000  /* from the first tap to the last: shorter is quick */
#define BURST_PAUSE_MS 60000 /* between two visits of a row, at most */
#define BURST_LEAST    3     /* so many are a burst, from the last of them on */

/* Zeroed: nobody was there yet. Outlives the visits; holds nothing of them but their number. */
struct burst {
    unsigned quick; /* visits of this row */
    int64_t ended_ms;
};

/* Counts a visit that gave answers, by its first tap and its last. Whether it is one of a burst. */
bool burst_note(struct burst *burst, int64_t started_ms, int64_t ended_ms);

#endif
