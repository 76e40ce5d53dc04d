/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_RANDOM_H
#define BUURTSTEM_RANDOM_H

/* Randomness is passed in. Identities, salts, tokens and epochs always come from the system's; a seeded one serves
 * choices that a test must be able to repeat (order of tiles, jitter). */

#include <stddef.h>
#include <stdint.h>

struct bs_random {
    void (*fill)(struct bs_random *self, void *out, size_t size);
    uint64_t state[4]; /* of the seeded generator */
};

struct bs_random bs_random_system(void);          /* libsodium; never fails after bs_crypto_start */
struct bs_random bs_random_seeded(uint64_t seed); /* xoshiro256**; not for secrets */
uint32_t bs_random_below(struct bs_random *random,
                         uint32_t limit); /* 0 … limit-1 without bias; 0 for limit 0 */

#endif
