/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef THROTTLE_H
#define THROTTLE_H

/*
 * Slows guessing. Failures are counted per key, such as ("code", ip) of wrong codes: three are free, each one after that doubles
 * the wait from one second, and from the tenth on the key is shut for five minutes. An hour without a failure forgets them.
 * Bounded memory: when the table is full, the key with the oldest failure makes room, of addresses where an owner signed in
 * last. Thread-safe.
 *
 * A sign-in counts for its address and for the account at that address, which are shut so; and for the account wherever it is
 * tried, which alone makes wait THROTTLE_SLOW_MS at most. So nobody shuts an owner out from one address; who has very many of them
 * may be there before her each time, but not at an address where she signed in before: there the third count does not hold.
 * All addresses together guess THROTTLE_GUESSES_A_DAY passwords of an account a day, and one more for each time that its owner
 * signs in; one where she did, 297 of its own. Accounts share THROTTLE_ACCOUNTS of those counters, by a keyed hash of their names:
 * none has to make room for others, and nobody can choose a name that shares another's.
 */

#include <stdint.h>

#define THROTTLE_KEYS_MAX   4096
#define THROTTLE_KEY_TEXT   128
#define THROTTLE_FREE       3
#define THROTTLE_SHUT_AFTER 10
#define THROTTLE_SHUT_MS    (5 * 60 * 1000LL)
#define THROTTLE_FORGET_MS  (60 * 60 * 1000LL)
#define THROTTLE_ACCOUNTS   1024
#define THROTTLE_SLOW_MS    (8 * 1000LL)
/* The first seven within 15 seconds, then one each THROTTLE_SLOW_MS. */
#define THROTTLE_GUESSES_A_DAY 10805

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

/* As throttle_try, for a try to sign in to this account from this address. */
int64_t throttle_sign_in(struct throttle *throttle, const char *account, const char *address,
                         int64_t now_ms);

/* It succeeded: the address, and the account there, start anew. What others tried at the account stays counted. */
void throttle_signed_in(struct throttle *throttle, const char *account, const char *address);

#endif
