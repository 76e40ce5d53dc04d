/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* clock accept. */

#include <buurtstem/clock.h>

#include "central.h"
#include "storage_clock.h"
#include "verb.h"

int verb_clock_accept(const struct verb_call *call)
{
    const int64_t now_ms = call->central->clock.wall_ms(call->central->clock.self);
    struct bs_error err = {.code = BS_OK};
    char now[25];

    if (call->argument_count != 0) {
        return verb_wrong_usage(call, "clock accept");
    }
    if (storage_accept_clock(call->central->storage, now_ms, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    bs_time_format_utc(now_ms, now);
    verb_say(call, "%s is taken as the time", now);
    return 0;
}
