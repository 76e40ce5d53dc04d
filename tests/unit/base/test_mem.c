/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Allocation and the arena. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "child.h"

static void xcalloc_gives_zeroed_memory(void **state)
{
    static const char zeros[128];
    char *memory = bs_xcalloc(16, 8);

    (void)state;
    assert_memory_equal(memory, zeros, sizeof zeros);
    free(memory);
}

static void xcalloc_of_nothing_gives_memory(void **state)
{
    void *a = bs_xcalloc(0, 8);
    void *b = bs_xcalloc(8, 0);

    (void)state;
    assert_non_null(a);
    assert_non_null(b);
    free(a);
    free(b);
}

static int allocate_too_much(void *context)
{
    size_t *count = context;

    free(bs_xcalloc(*count, 16));
    return 0;
}

static void exhausted_memory_ends_the_process(void **state)
{
    size_t count = SIZE_MAX / 8;

    (void)state;
    assert_int_not_equal(child_run(allocate_too_much, &count), 0);
}

static void xstrdup_copies_with_its_end(void **state)
{
    const char *text = "buurthuis";
    char *copy = bs_xstrdup(text);
    char *empty = bs_xstrdup("");

    (void)state;
    assert_string_equal(copy, text);
    assert_ptr_not_equal(copy, text);
    assert_string_equal(empty, "");
    free(copy);
    free(empty);
}

static void wipe_leaves_zeros(void **state)
{
    char secret[8] = "secret!";
    static const char zeros[8];

    (void)state;
    bs_wipe(secret, sizeof secret);
    assert_memory_equal(secret, zeros, sizeof zeros);
    bs_wipe(NULL, 0);
}

static void arena_pieces_are_zeroed_aligned_and_apart(void **state)
{
    struct bs_arena *arena = bs_arena_create(1 << 20);
    uint8_t *pieces[200];

    (void)state;
    for (size_t i = 0; i < 200; i++) {
        size_t size = i * 7 % 97 + 1;

        pieces[i] = bs_arena_alloc(arena, size);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++) {
            assert_int_equal(pieces[i][k], 0);
        }
        memset(pieces[i], (int)i, size);
    }
    for (size_t i = 0; i < 200; i++) {
        assert_int_equal(pieces[i][0], i);
        assert_int_equal(pieces[i][i * 7 % 97], i);
    }
    bs_arena_destroy(arena);
}

static void arena_gives_exactly_its_limit_and_no_byte_more(void **state)
{
    static const size_t limits[] = {1, 16, 100, 4096, 4097, 100000};

    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct bs_arena *fits = bs_arena_create(limits[i]);
        struct bs_arena *too_small = bs_arena_create(limits[i]);

        assert_non_null(bs_arena_alloc(fits, limits[i]));
        assert_false(bs_arena_is_full(fits));
        assert_null(bs_arena_alloc(too_small, limits[i] + 1));
        assert_true(bs_arena_is_full(too_small));
        bs_arena_destroy(fits);
        bs_arena_destroy(too_small);
    }
}

static void small_pieces_together_stay_within_the_limit(void **state)
{
    struct bs_arena *arena = bs_arena_create(10000);
    size_t given = 0;

    (void)state;
    while (bs_arena_alloc(arena, 33) != NULL) {
        given += 33;
    }
    assert_true(given <= 10000);
    assert_true(given > 10000 * 33 / 48 - 100);
    bs_arena_destroy(arena);
}

static void full_arena_stays_full(void **state)
{
    struct bs_arena *arena = bs_arena_create(64);

    (void)state;
    assert_null(bs_arena_alloc(arena, 65));
    assert_null(bs_arena_alloc(arena, 1));
    assert_null(bs_arena_strndup(arena, "x", 1));
    assert_null(bs_arena_printf(arena, "x"));
    assert_true(bs_arena_is_full(arena));
    bs_arena_destroy(arena);
}

static void enormous_request_is_refused(void **state)
{
    struct bs_arena *arena = bs_arena_create(SIZE_MAX / 2);

    (void)state;
    assert_non_null(bs_arena_alloc(arena, 1));
    assert_null(bs_arena_alloc(arena, SIZE_MAX));
    bs_arena_destroy(arena);
}

static void empty_piece_is_a_piece(void **state)
{
    struct bs_arena *arena = bs_arena_create(64);
    void *a = bs_arena_alloc(arena, 0);
    void *b = bs_arena_alloc(arena, 0);

    (void)state;
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    bs_arena_destroy(arena);
}

static void strndup_ends_its_copy(void **state)
{
    struct bs_arena *arena = bs_arena_create(256);

    (void)state;
    assert_string_equal(bs_arena_strndup(arena, "leiderdorp", 6), "leider");
    assert_string_equal(bs_arena_strndup(arena, "leiden", 60), "leiden");
    assert_string_equal(bs_arena_strndup(arena, "leiden", 0), "");
    bs_arena_destroy(arena);
}

static void printf_fills_exactly_the_rest(void **state)
{
    struct bs_arena *fits = bs_arena_create(6);
    struct bs_arena *too_small = bs_arena_create(5);

    (void)state;
    assert_string_equal(bs_arena_printf(fits, "%d-%s", 12, "ab"), "12-ab");
    assert_null(bs_arena_printf(too_small, "%d-%s", 12, "ab"));
    assert_true(bs_arena_is_full(too_small));
    bs_arena_destroy(fits);
    bs_arena_destroy(too_small);
}

static void destroying_no_arena_is_fine(void **state)
{
    (void)state;
    bs_arena_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xcalloc_gives_zeroed_memory),
        cmocka_unit_test(xcalloc_of_nothing_gives_memory),
        cmocka_unit_test(exhausted_memory_ends_the_process),
        cmocka_unit_test(xstrdup_copies_with_its_end),
        cmocka_unit_test(wipe_leaves_zeros),
        cmocka_unit_test(arena_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(arena_gives_exactly_its_limit_and_no_byte_more),
        cmocka_unit_test(small_pieces_together_stay_within_the_limit),
        cmocka_unit_test(full_arena_stays_full),
        cmocka_unit_test(enormous_request_is_refused),
        cmocka_unit_test(empty_piece_is_a_piece),
        cmocka_unit_test(strndup_ends_its_copy),
        cmocka_unit_test(printf_fills_exactly_the_rest),
        cmocka_unit_test(destroying_no_arena_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
