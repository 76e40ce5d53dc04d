/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The growable buffer and its sticky limit. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/random.h>

static void new_buffer_is_an_empty_string(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 10);
    assert_string_equal(bs_buf_string(&buf), "");
    assert_int_equal(bs_buf_bytes(&buf).len, 0);
    assert_non_null(bs_buf_bytes(&buf).data);
    assert_int_equal(bs_buf_check(&buf, "nothing", NULL), BS_OK);
    bs_buf_finish(&buf);
}

static void pieces_are_put_one_after_the_other(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 100);
    bs_buf_add(&buf, "ab", 2);
    bs_buf_text(&buf, "cd");
    bs_buf_printf(&buf, "%d%s", 5, "f");
    bs_buf_add(&buf, NULL, 0);
    bs_buf_text(&buf, "");
    bs_buf_printf(&buf, "%s", "");
    assert_string_equal(bs_buf_string(&buf), "abcd5f");
    assert_int_equal(buf.len, 6);
    bs_buf_finish(&buf);
}

static void zero_bytes_are_content(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 3);
    bs_buf_add(&buf, "a\0b", 3);
    assert_int_equal(buf.len, 3);
    assert_memory_equal(buf.data, "a\0b", 4);
    bs_buf_finish(&buf);
}

static void exactly_the_limit_fits(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 4);
    bs_buf_text(&buf, "abcd");
    assert_false(buf.over);
    assert_string_equal(bs_buf_string(&buf), "abcd");
    assert_int_equal(bs_buf_check(&buf, "text", NULL), BS_OK);
    bs_buf_finish(&buf);
}

static void one_past_the_limit_keeps_the_content_and_says_so(void **state)
{
    struct bs_buf buf;
    struct bs_error err = {0};

    (void)state;
    bs_buf_init(&buf, 4);
    bs_buf_text(&buf, "abcd");
    bs_buf_text(&buf, "e");
    assert_true(buf.over);
    assert_string_equal(bs_buf_string(&buf), "abcd");
    assert_int_equal(bs_buf_check(&buf, "reply", &err), BS_LIMIT);
    assert_string_equal(err.text, "reply: larger than 4 bytes");
    bs_buf_finish(&buf);
}

static void printf_past_the_limit_writes_nothing(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 4);
    bs_buf_printf(&buf, "%s", "abcde");
    assert_true(buf.over);
    assert_string_equal(bs_buf_string(&buf), "");
    bs_buf_finish(&buf);
}

static void after_the_limit_even_small_writes_do_nothing(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 4);
    bs_buf_text(&buf, "ab");
    bs_buf_text(&buf, "cde");
    bs_buf_text(&buf, "c");
    bs_buf_add(&buf, "c", 1);
    bs_buf_printf(&buf, "c");
    assert_string_equal(bs_buf_string(&buf), "ab");
    assert_true(buf.over);
    bs_buf_finish(&buf);
}

static void buffer_without_room_takes_nothing(void **state)
{
    struct bs_buf buf = {0};

    (void)state;
    bs_buf_text(&buf, "");
    assert_false(buf.over);
    bs_buf_text(&buf, "a");
    assert_true(buf.over);
    assert_string_equal(bs_buf_string(&buf), "");
    bs_buf_finish(&buf);
}

static void length_that_would_wrap_is_over_the_limit(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, SIZE_MAX);
    bs_buf_text(&buf, "a");
    bs_buf_add(&buf, "b", SIZE_MAX);
    assert_true(buf.over);
    assert_string_equal(bs_buf_string(&buf), "a");
    bs_buf_finish(&buf);
}

static void reset_empties_and_starts_again(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 4);
    bs_buf_reset(&buf);
    bs_buf_text(&buf, "abcde");
    bs_buf_reset(&buf);
    assert_false(buf.over);
    assert_string_equal(bs_buf_string(&buf), "");
    bs_buf_text(&buf, "wxyz");
    assert_string_equal(bs_buf_string(&buf), "wxyz");
    bs_buf_reset(&buf);
    assert_string_equal(bs_buf_string(&buf), "");
    bs_buf_finish(&buf);
}

static void what_is_cut_off_is_wiped(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 6);
    bs_buf_cut(&buf, 0);
    bs_buf_text(&buf, "abcdef");
    bs_buf_cut(&buf, 6);
    bs_buf_cut(&buf, 7);
    assert_string_equal(bs_buf_string(&buf), "abcdef");
    bs_buf_cut(&buf, 2);
    assert_string_equal(bs_buf_string(&buf), "ab");
    assert_memory_equal(buf.data + 2, "\0\0\0\0", 4);
    bs_buf_text(&buf, "wxyz");
    assert_string_equal(bs_buf_string(&buf), "abwxyz");
    bs_buf_finish(&buf);
}

static void finish_twice_is_fine(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 4);
    bs_buf_text(&buf, "ab");
    bs_buf_finish(&buf);
    bs_buf_finish(&buf);
    bs_buf_finish(NULL);
    assert_string_equal(bs_buf_string(&buf), "");
}

static void bytes_of_text_leave_out_the_end(void **state)
{
    struct bs_bytes bytes = bs_bytes_of("abc");

    (void)state;
    assert_int_equal(bytes.len, 3);
    assert_memory_equal(bytes.data, "abc", 3);
    assert_int_equal(bs_bytes_of("").len, 0);
}

/* Against a plain array: the same pieces, the same limit, whatever the sizes. */
static void random_pieces_match_a_plain_array(void **state)
{
    struct bs_random random = bs_random_seeded(7);
    static uint8_t model[5000];

    (void)state;
    for (int round = 0; round < 200; round++) {
        size_t limit = bs_random_below(&random, sizeof model);
        size_t used = 0;
        bool over = false;
        struct bs_buf buf;

        bs_buf_init(&buf, limit);
        for (int piece = 0; piece < 40; piece++) {
            uint8_t bytes[400];
            size_t len = bs_random_below(&random, sizeof bytes);

            random.fill(&random, bytes, len);
            bs_buf_add(&buf, bytes, len);
            over = over || len > limit - used;
            if (!over) {
                memcpy(model + used, bytes, len);
                used += len;
            }
            assert_int_equal(buf.over, over);
            assert_int_equal(buf.len, used);
        }
        assert_memory_equal(bs_buf_string(&buf), model, used);
        assert_int_equal(bs_buf_string(&buf)[used], 0);
        bs_buf_finish(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_buffer_is_an_empty_string),
        cmocka_unit_test(pieces_are_put_one_after_the_other),
        cmocka_unit_test(zero_bytes_are_content),
        cmocka_unit_test(exactly_the_limit_fits),
        cmocka_unit_test(one_past_the_limit_keeps_the_content_and_says_so),
        cmocka_unit_test(printf_past_the_limit_writes_nothing),
        cmocka_unit_test(after_the_limit_even_small_writes_do_nothing),
        cmocka_unit_test(buffer_without_room_takes_nothing),
        cmocka_unit_test(length_that_would_wrap_is_over_the_limit),
        cmocka_unit_test(reset_empties_and_starts_again),
        cmocka_unit_test(what_is_cut_off_is_wiped),
        cmocka_unit_test(finish_twice_is_fine),
        cmocka_unit_test(bytes_of_text_leave_out_the_end),
        cmocka_unit_test(random_pieces_match_a_plain_array),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
