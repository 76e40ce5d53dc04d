/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A body for the wire: what is packed comes out whole, and what would not shrink goes as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <zstd.h>

#include <buurtstem/random.h>
#include <buurtstem/wire.h>

#include "compress.h"

static void assert_comes_back(struct bs_bytes raw)
{
    static uint8_t room[BS_BATCH_BYTES_MAX];
    struct compress compress = {0};
    struct bs_buf packed;
    bs_buf_init(&packed, BS_BATCH_BYTES_MAX);
    assert_true(compress_body(&compress, raw, &packed));
    assert_true(packed.len < raw.len);
    assert_int_equal(ZSTD_decompress(room, sizeof room, packed.data, packed.len), raw.len);
    assert_memory_equal(room, raw.data, raw.len);
    bs_buf_finish(&packed);
    compress_finish(&compress);
}

static void a_full_batch_comes_out_whole(void **state)
{
    (void)state;
    char *text = malloc(BS_BATCH_BYTES_MAX);
    for (size_t i = 0; i < BS_BATCH_BYTES_MAX; i++) {
        text[i] = (char)('a' + i * i % 23);
    }
    assert_comes_back((struct bs_bytes){(uint8_t *)text, BS_BATCH_BYTES_MAX});
    free(text);
}

static void a_frame_says_how_large_it_will_be(void **state)
{
    (void)state;
    struct compress compress = {0};
    struct bs_buf packed;
    char text[500];
    memset(text, 'x', sizeof text);
    bs_buf_init(&packed, 500);
    assert_true(compress_body(&compress, (struct bs_bytes){(uint8_t *)text, sizeof text}, &packed));
    assert_int_equal(ZSTD_getFrameContentSize(packed.data, packed.len), sizeof text);
    bs_buf_finish(&packed);
    compress_finish(&compress);
}

static void assert_goes_as_it_is(struct bs_bytes raw)
{
    struct compress compress = {0};
    struct bs_buf packed;
    bs_buf_init(&packed, BS_BATCH_BYTES_MAX);
    assert_false(compress_body(&compress, raw, &packed));
    assert_int_equal(packed.len, 0);
    bs_buf_finish(&packed);
    compress_finish(&compress);
}

static void noise_goes_as_it_is(void **state)
{
    (void)state;
    uint8_t noise[4096];
    struct bs_random random = bs_random_system();
    random.fill(&random, noise, sizeof noise);
    assert_goes_as_it_is((struct bs_bytes){noise, sizeof noise});
}

static void nothing_goes_as_it_is(void **state)
{
    (void)state;
    assert_goes_as_it_is((struct bs_bytes){(const uint8_t *)"", 0});
}

static void a_saving_below_the_cost_of_its_header_is_left(void **state)
{
    (void)state;
    char text[48];
    memset(text, 'x', sizeof text);
    assert_comes_back((struct bs_bytes){(uint8_t *)text, sizeof text});
    assert_goes_as_it_is((struct bs_bytes){(uint8_t *)text, 30});
}

/* The library writes behind the end of its frame too. */
static void nothing_of_a_body_stays_in_the_room_that_is_used_again(void **state)
{
    (void)state;
    struct compress compress = {0};
    struct bs_buf packed;
    uint8_t text[636];
    uint32_t number = 2;
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof text / 2; i++) {
        number = number * 1664525 + 1013904223;
        text[i] = (uint8_t)(number >> 24);
    }
    bs_buf_init(&packed, BS_BATCH_BYTES_MAX);
    assert_true(compress_body(&compress, (struct bs_bytes){text, sizeof text}, &packed));
    for (size_t i = 0; i < compress.room.capacity; i++) {
        assert_int_equal(compress.room.data[i], 0);
    }
    bs_buf_finish(&packed);
    compress_finish(&compress);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_batch_comes_out_whole),
        cmocka_unit_test(a_frame_says_how_large_it_will_be),
        cmocka_unit_test(noise_goes_as_it_is),
        cmocka_unit_test(nothing_goes_as_it_is),
        cmocka_unit_test(a_saving_below_the_cost_of_its_header_is_left),
        cmocka_unit_test(nothing_of_a_body_stays_in_the_room_that_is_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
