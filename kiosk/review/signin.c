/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How long the next try waits. */

#include "signin.h"

static int64_t wait_after(int wrong)
{
    if (wrong <= SIGNIN_FREE) {
        return 0;
    }
    if (wrong % SIGNIN_TRIES == 0) {
        return SIGNIN_LOCK_MS;
    }
    return (int64_t)SIGNIN_WAIT_MS << ((wrong - SIGNIN_FREE - 1) % SIGNIN_TRIES);
}

void signin_start(struct signin *signin, int wrong, int64_t now_ms)
{
    signin->wrong = wrong < 0 ? 0 : wrong;
    signin->is_asked = false;
    signin->open_at_ms = now_ms + wait_after(signin->wrong);
}

int64_t signin_wait_ms(const struct signin *signin, int64_t now_ms)
{
    const int64_t left = signin->open_at_ms - now_ms;

    return left <= 0 ? 0 : left < SIGNIN_LOCK_MS ? left : SIGNIN_LOCK_MS;
}

enum signin_news signin_wrong(struct signin *signin, int64_t now_ms)
{
    if (signin->wrong < INT32_MAX) {
        signin->wrong++;
    }
    signin->open_at_ms = now_ms + wait_after(signin->wrong);
    return signin->wrong % SIGNIN_TRIES == 0 ? SIGNIN_LOCKED : SIGNIN_WRONG;
}

void signin_right(struct signin *signin)
{
    signin->wrong = 0;
    signin->open_at_ms = 0;
}
