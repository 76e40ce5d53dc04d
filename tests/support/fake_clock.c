/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Time that a test owns. */

#include "fake_clock.h"

#include <stdlib.h>

static int64_t fake_wall_ms(void *self)
{
    return ((struct fake_clock *)self)->wall_ms;
}

static int64_t fake_mono_ms(void *self)
{
    return ((struct fake_clock *)self)->mono_ms;
}

static bool fake_is_synced(void *self)
{
    return ((struct fake_clock *)self)->synced;
}

struct bs_clock fake_clock_make(struct fake_clock *fake)
{
    *fake = (struct fake_clock){.mono_ms = INT64_C(3600000), .synced = true};
    if (!bs_time_parse_utc(FAKE_CLOCK_START, &fake->wall_ms)) {
        abort();
    }
    return (struct bs_clock){.wall_ms = fake_wall_ms,
                             .mono_ms = fake_mono_ms,
                             .is_synced = fake_is_synced,
                             .self = fake,
                             .boot_id = FAKE_CLOCK_BOOT};
}

void fake_clock_advance(struct fake_clock *fake, int64_t ms)
{
    fake->wall_ms += ms;
    fake->mono_ms += ms;
}
