/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CENTRAL_H
#define CENTRAL_H

/* What every handler and verb works with: built once by main, then read-only but for the parts with a lock. */

#include <stdint.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>

struct storage;
struct throttle; /* auth/throttle.h */

struct central {
    struct storage *storage;    /* owned by main */
    struct throttle *throttle;  /* owned by main */
    struct bs_clock clock;
    uint8_t public_key[BS_PUBLIC_KEY_SIZE];
    uint8_t secret_key[BS_SECRET_KEY_SIZE];
    char password_nobody[BS_PASSWORD_HASH]; /* checked for unknown accounts, so that they take as long */
};

#endif
