/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The scripted clock. */

#include "virtual_clock.h"

#include <buurtstem/utf8.h>

static int64_t wall(void *self)
{
    return atomic_load(&((struct virtual_clock *)self)->wall_ms);
}

static int64_t mono(void *self)
{
    return atomic_load(&((struct virtual_clock *)self)->mono_ms);
}

static bool synced(void *self)
{
    (void)self;
    return true;
}

struct bs_clock virtual_clock_start(struct virtual_clock *clock, int64_t wall_ms)
{
    atomic_store(&clock->wall_ms, wall_ms);
    atomic_store(&clock->mono_ms, 1000000);
    struct bs_clock out = {.wall_ms = wall, .mono_ms = mono, .is_synced = synced, .self = clock};
    bs_utf8_copy(out.boot_id, sizeof out.boot_id, "00000000-0000-4000-8000-000000000000");
    return out;
}

void virtual_clock_advance(struct virtual_clock *clock, int64_t ms)
{
    atomic_fetch_add(&clock->wall_ms, ms);
    atomic_fetch_add(&clock->mono_ms, ms);
}
