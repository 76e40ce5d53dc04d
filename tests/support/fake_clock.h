/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_FAKE_CLOCK_H
#define BS_TEST_FAKE_CLOCK_H

/* A clock that stands still until the test moves it. */

#include <buurtstem/clock.h>

#define FAKE_CLOCK_START "2026-03-02T09:00:00Z" /* a Monday, 10:00 in Amsterdam */
#define FAKE_CLOCK_BOOT  "5f1d2c3b-0000-4000-8000-000000000001"

struct fake_clock {
    int64_t wall_ms; /* set it to let the wall clock jump */
    int64_t mono_ms;
    bool synced;
};

/* Starts at FAKE_CLOCK_START, one hour after boot, in step with its source. `fake` must outlive the clock. */
struct bs_clock fake_clock_make(struct fake_clock *fake);

/* Moves both clocks. */
void fake_clock_advance(struct fake_clock *fake, int64_t ms);

#endif
