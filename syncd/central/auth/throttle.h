/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef THROTTLE_H
#define THROTTLE_H

/*
 * Slows guessing. Failures are counted per key ("account", name), ("address", ip), ("code", ip) of wrong codes: three are free, each one
 * after that doubles the wait from one second, and from the tenth on the key is shut for five minutes. An hour without a
 * failure forgets them. Bounded memory: when the table is full, the key with the oldest failure makes room. Thread-safe.
 */

#include <stdint.h>

#define THROTTLE_KEYS_MAX   4096
#define THROTTLE_KEY_TEXT   96
#define THROTTLE_FREE       3
#define THROTTLE_SHUT_AFTER 10
#define THROTTLE_SHUT_MS    (5 * 60 * 1000LL)
#define THROTTLE_FORGET_MS  (60 * 60 * 1000LL)

struct throttle;

struct throttle *throttle_create(void);
void throttle_destroy(struct throttle *throttle); /* NULL is fine */

/*
 * Asks for one try at `now_ms` (monotonic). 0: go ahead; the try counts as a failure until throttle_forgive, so that many
 * at once cannot slip through. Else the milliseconds to wait; the try then counts for nothing.
 */
int64_t throttle_try(struct throttle *throttle, const char *kind, const char *key, int64_t now_ms);

/* The try succeeded: this key starts anew. */
void throttle_forgive(struct throttle *throttle, const char *kind, const char *key);

#endif
