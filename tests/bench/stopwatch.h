/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STOPWATCH_H
#define STOPWATCH_H

#include <time.h>

/* Microseconds of a clock that nobody sets. */
static inline double stopwatch_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* A function that a profiler counts by its name must stand by itself. */
#define MEASURED __attribute__((noinline))

#endif
