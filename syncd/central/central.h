/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CENTRAL_H
#define CENTRAL_H

/* What every handler and verb works with: built once by main, then read-only but for the parts with a lock. */

#include <stdatomic.h>
#include <stdint.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>

struct storage;
struct throttle;      /* auth/throttle.h */
struct flow;          /* auth/flow.h */
struct metrics;       /* metrics.h */
struct register_book; /* api/register_book.h */

struct central {
    struct storage *storage;             /* owned by main */
    struct throttle *throttle;           /* owned by main */
    struct flow *flow;                   /* owned by main; NULL: nobody is held up */
    struct metrics *metrics;             /* owned by main; NULL: nothing is counted */
    struct register_book *register_book; /* owned by main; NULL: nothing is kept of what was read */
    struct bs_clock clock;
    uint8_t public_key[BS_PUBLIC_KEY_SIZE];
    uint8_t secret_key[BS_SECRET_KEY_SIZE];
    char password_nobody
        [BS_PASSWORD_HASH];       /* checked for unknown accounts, so that they take as long */
    const char *certificate;      /* the file that is served; "" if that is not known */
    const char *public_url;       /* "https://stem.example.nl"; "" if it is not configured */
    const char *security_contact; /* "mailto:…" or "https://…"; "" if it is not configured */
    atomic_bool
        is_broken; /* storage failed: nothing is accepted any more, the process ends and is started anew */
};

#endif
