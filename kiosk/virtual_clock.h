/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VIRTUAL_CLOCK_H
#define VIRTUAL_CLOCK_H

/* A clock that moves only when it is told to, for scripts; read from the worker thread too. */

#include <stdatomic.h>
#include <stdint.h>

#include <buurtstem/clock.h>

struct virtual_clock {
    _Atomic int64_t wall_ms;
    _Atomic int64_t mono_ms;
};

/* Borrows `virtual`, which must outlive the clock. */
struct bs_clock virtual_clock_start(struct virtual_clock *clock, int64_t wall_ms);
void virtual_clock_advance(struct virtual_clock *clock, int64_t ms);

#endif
