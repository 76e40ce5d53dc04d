/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* UUID version 7: bits, order, text. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/uuid.h>

#include "fault_ledger.h"

static void version_and_variant_are_set_whatever_the_rest(void **state)
{
    struct bs_random random = bs_random_seeded(1);

    (void)state;
    for (int i = 0; i < 5000; i++) {
        struct bs_uuid uuid = bs_uuid_v7((int64_t)i * 1234567, &random);

        assert_int_equal(uuid.bytes[6] >> 4, 7);
        assert_int_equal(uuid.bytes[8] >> 6, 2);
    }
}

static void first_48_bits_are_the_milliseconds(void **state)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_uuid uuid = bs_uuid_v7(INT64_C(0x017F22E279B0), &random);
    static const uint8_t expected[] = {0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0};

    (void)state;
    assert_memory_equal(uuid.bytes, expected, sizeof expected);
}

static void clock_before_1970_counts_as_1970(void **state)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_uuid uuid = bs_uuid_v7(-1, &random);
    static const uint8_t zeros[6];

    (void)state;
    assert_memory_equal(uuid.bytes, zeros, sizeof zeros);
}

static void later_ids_sort_after_earlier_ones(void **state)
{
    struct bs_random random = bs_random_seeded(2);
    char last[BS_UUID_TEXT] = "";

    (void)state;
    for (int64_t ms = INT64_C(1700000000000); ms < INT64_C(1700000002000); ms++) {
        struct bs_uuid uuid = bs_uuid_v7(ms, &random);
        char text[BS_UUID_TEXT];

        bs_uuid_format(&uuid, text);
        assert_true(strcmp(last, text) < 0);
        memcpy(last, text, sizeof last);
    }
}

static void ids_of_one_millisecond_differ(void **state)
{
    struct bs_random random = bs_random_seeded(3);
    struct bs_uuid last = {{0}};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct bs_uuid uuid = bs_uuid_v7(1, &random);

        assert_memory_not_equal(&uuid, &last, sizeof uuid);
        last = uuid;
    }
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct bs_uuid));
}

/* F49 */
static void ids_differ_although_the_clock_goes_back_again_and_again(void **state)
{
    static struct bs_uuid ids[20000];
    struct bs_random random = bs_random_seeded(49);
    size_t steps = 0;

    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        ids[i] = bs_uuid_v7(INT64_C(1772442000000) + (int64_t)(i % 7), &random);
        steps += i % 7 == 0 && i > 0;
    }
    qsort(ids, sizeof ids / sizeof ids[0], sizeof ids[0], by_bytes);
    for (size_t i = 1; i < sizeof ids / sizeof ids[0]; i++) {
        assert_memory_not_equal(&ids[i], &ids[i - 1], sizeof ids[0]);
    }
    fault_struck("F49", "a clock that goes back each seven ids", steps);
}

static void all_random_bits_vary(void **state)
{
    struct bs_random random = bs_random_seeded(4);
    uint8_t ones[16] = {0};
    uint8_t zeros[16] = {0};

    (void)state;
    for (int i = 0; i < 200; i++) {
        struct bs_uuid uuid = bs_uuid_v7(0, &random);

        for (int k = 0; k < 16; k++) {
            ones[k] |= uuid.bytes[k];
            zeros[k] |= (uint8_t)~uuid.bytes[k];
        }
    }
    assert_int_equal(ones[6] & zeros[6], 0x0F);
    assert_int_equal(ones[8] & zeros[8], 0x3F);
    for (int k = 7; k < 16; k++) {
        assert_int_equal(ones[k] & zeros[k], k == 8 ? 0x3F : 0xFF);
    }
}

static void text_is_lower_case_with_hyphens(void **state)
{
    struct bs_uuid uuid = {{0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7C, 0xC3, 0x98, 0xC4, 0xDC, 0x0C,
                            0x0C, 0x07, 0x39, 0x8F}};
    char text[BS_UUID_TEXT];

    (void)state;
    bs_uuid_format(&uuid, text);
    assert_string_equal(text, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

static void ids_survive_writing_and_reading(void **state)
{
    struct bs_random random = bs_random_seeded(5);

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct bs_uuid uuid = bs_uuid_v7(i, &random);
        struct bs_uuid again;
        char text[BS_UUID_TEXT];

        bs_uuid_format(&uuid, text);
        assert_true(bs_uuid_parse(text, &again));
        assert_memory_equal(&again, &uuid, sizeof uuid);
    }
}

static void other_versions_parse(void **state)
{
    struct bs_uuid uuid;

    (void)state;
    assert_true(bs_uuid_parse("5f1d2c3b-0000-4000-8000-000000000001", &uuid));
    assert_int_equal(uuid.bytes[0], 0x5F);
    assert_int_equal(uuid.bytes[15], 1);
}

static void other_texts_are_no_ids(void **state)
{
    static const char *const bad[] = {
        "",
        "017f22e2",
        "017f22e279b07cc398c4dc0c0c07398f",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
        " 017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2_79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
        "------------------------------------",
    };
    struct bs_uuid uuid = {{42}};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (bs_uuid_parse(bad[i], &uuid)) {
            fail_msg("%s", bad[i]);
        }
    }
    assert_int_equal(uuid.bytes[0], 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_and_variant_are_set_whatever_the_rest),
        cmocka_unit_test(first_48_bits_are_the_milliseconds),
        cmocka_unit_test(clock_before_1970_counts_as_1970),
        cmocka_unit_test(later_ids_sort_after_earlier_ones),
        cmocka_unit_test(ids_of_one_millisecond_differ),
        cmocka_unit_test(ids_differ_although_the_clock_goes_back_again_and_again),
        cmocka_unit_test(all_random_bits_vary),
        cmocka_unit_test(text_is_lower_case_with_hyphens),
        cmocka_unit_test(ids_survive_writing_and_reading),
        cmocka_unit_test(other_versions_parse),
        cmocka_unit_test(other_texts_are_no_ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
