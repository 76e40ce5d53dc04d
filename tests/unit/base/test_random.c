/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Randomness: what must repeat repeats, what must not does not. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/random.h>

static int start_crypto(void **state)
{
    (void)state;
    return bs_crypto_start(NULL) == BS_OK ? 0 : -1;
}

static uint64_t next(struct bs_random *random)
{
    uint8_t bytes[8];
    uint64_t value = 0;

    random->fill(random, bytes, sizeof bytes);
    for (int i = 7; i >= 0; i--) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* The published first outputs of xoshiro256** from the state 1, 2, 3, 4. */
static void seeded_generator_matches_the_published_outputs(void **state)
{
    static const uint64_t expected[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240),
                                        UINT64_C(1216172134540287360)};
    struct bs_random random = bs_random_seeded(0);

    (void)state;
    for (uint64_t i = 0; i < 4; i++) {
        random.state[i] = i + 1;
    }
    for (size_t i = 0; i < 5; i++) {
        assert_true(next(&random) == expected[i]);
    }
}

/* The published first output of SplitMix64 from 0. */
static void seed_is_spread_over_the_state(void **state)
{
    struct bs_random random = bs_random_seeded(0);

    (void)state;
    assert_true(random.state[0] == UINT64_C(0xE220A8397B1DCDAF));
    assert_true(random.state[1] != 0 && random.state[1] != random.state[0]);
}

static void same_seed_gives_the_same_bytes(void **state)
{
    struct bs_random a = bs_random_seeded(2026);
    struct bs_random b = bs_random_seeded(2026);
    struct bs_random c = bs_random_seeded(2027);
    uint8_t from_a[100];
    uint8_t from_b[100];
    uint8_t from_c[100];

    (void)state;
    a.fill(&a, from_a, sizeof from_a);
    b.fill(&b, from_b, sizeof from_b);
    c.fill(&c, from_c, sizeof from_c);
    assert_memory_equal(from_a, from_b, sizeof from_a);
    assert_memory_not_equal(from_a, from_c, sizeof from_a);
}

static void system_randomness_does_not_repeat(void **state)
{
    struct bs_random random = bs_random_system();
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};

    (void)state;
    random.fill(&random, a, sizeof a);
    random.fill(&random, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

static void below_stays_below(void **state)
{
    static const uint32_t limits[] = {1,   2,     3,           6,           7,
                                      100, 65537, 0x80000000u, 0x80000001u, UINT32_MAX};
    struct bs_random random = bs_random_seeded(1);

    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        for (int n = 0; n < 2000; n++) {
            assert_true(bs_random_below(&random, limits[i]) < limits[i]);
        }
    }
    assert_int_equal(bs_random_below(&random, 0), 0);
}

static void below_gives_every_result_about_as_often(void **state)
{
    struct bs_random random = bs_random_seeded(3);
    int seen[6] = {0};

    (void)state;
    for (int i = 0; i < 60000; i++) {
        seen[bs_random_below(&random, 6)]++;
    }
    for (int i = 0; i < 6; i++) {
        assert_in_range(seen[i], 9600, 10400);
    }
}

/* With 3·2^30 results, taking the remainder alone would give the lowest third twice as often. */
static void below_a_large_limit_has_no_bias(void **state)
{
    struct bs_random random = bs_random_seeded(4);
    int low = 0;

    (void)state;
    for (int i = 0; i < 30000; i++) {
        low += bs_random_below(&random, 0xC0000000u) < 0x40000000u;
    }
    assert_in_range(low, 9600, 10400);
}

static void fill_from_zeros(struct bs_random *self, void *out, size_t size)
{
    memset(out, self->state[0]++ < 3 ? 0 : 0xFF, size);
}

static void below_draws_again_when_the_draw_is_uneven(void **state)
{
    struct bs_random random = {.fill = fill_from_zeros};

    (void)state;
    assert_int_equal(bs_random_below(&random, 3), UINT32_MAX % 3);
    assert_int_equal(random.state[0], 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeded_generator_matches_the_published_outputs),
        cmocka_unit_test(seed_is_spread_over_the_state),
        cmocka_unit_test(same_seed_gives_the_same_bytes),
        cmocka_unit_test(system_randomness_does_not_repeat),
        cmocka_unit_test(below_stays_below),
        cmocka_unit_test(below_gives_every_result_about_as_often),
        cmocka_unit_test(below_a_large_limit_has_no_bias),
        cmocka_unit_test(below_draws_again_when_the_draw_is_uneven),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
