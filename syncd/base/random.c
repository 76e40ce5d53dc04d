/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The system's randomness through libsodium, and xoshiro256** (Blackman and Vigna) for choices that repeat. */

#include <buurtstem/random.h>

#include <sodium.h>

static void fill_from_system(struct bs_random *self, void *out, size_t size)
{
    (void)self;
    randombytes_buf(out, size);
}

struct bs_random bs_random_system(void)
{
    return (struct bs_random){.fill = fill_from_system};
}

static uint64_t rotate_left(uint64_t value, int bits)
{
    return value << bits | value >> (64 - bits);
}

static uint64_t draw(uint64_t state[4])
{
    uint64_t result = rotate_left(state[1] * 5, 7) * 9;
    uint64_t shifted = state[1] << 17;

    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate_left(state[3], 45);
    return result;
}

/* Byte by byte, lowest first, so that a seed gives the same choices on every machine. */
static void fill_from_seed(struct bs_random *self, void *out, size_t size)
{
    uint8_t *bytes = out;
    uint64_t value = 0;

    for (size_t i = 0; i < size; i++) {
        if (i % 8 == 0) {
            value = draw(self->state);
        }
        bytes[i] = (uint8_t)value;
        value >>= 8;
    }
}

/* SplitMix64, which the authors of xoshiro name for filling its state: never all zero. */
static uint64_t spread(uint64_t *seed)
{
    uint64_t value = *seed += UINT64_C(0x9E3779B97F4A7C15);

    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

struct bs_random bs_random_seeded(uint64_t seed)
{
    struct bs_random random = {.fill = fill_from_seed};

    for (int i = 0; i < 4; i++) {
        random.state[i] = spread(&seed);
    }
    return random;
}

uint32_t bs_random_below(struct bs_random *random, uint32_t limit)
{
    uint8_t bytes[4];
    uint32_t uneven;
    uint32_t value;

    if (limit == 0) {
        return 0;
    }
    /* The lowest 2^32 mod limit values would make small results likelier: draw again. */
    uneven = (UINT32_MAX - limit + 1) % limit;
    do {
        random->fill(random, bytes, sizeof bytes);
        value = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                (uint32_t)bytes[3] << 24;
    } while (value < uneven);
    return value % limit;
}
