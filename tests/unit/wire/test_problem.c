/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Refusals, from central and from whatever stands in between. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "wire_samples.h"

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static enum bs_err decode(const char *text, struct bs_problem *out)
{
    return bs_problem_decode(bs_bytes_of(text), out, NULL);
}

static void every_type_reads_back_as_itself(void **state)
{
    (void)state;
    for (int type = BS_PROBLEM_OTHER; type <= BS_PROBLEM_VERSION; type++) {
        struct bs_problem problem = {.type = (enum bs_problem_type)type,
                                     .status = 409,
                                     .title = "That did not work"},
                          back;
        struct bs_buf text;

        bs_buf_init(&text, BS_PROBLEM_BYTES_MAX);
        bs_problem_encode(&problem, &text);
        assert_int_equal(bs_problem_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
        assert_int_equal(back.type, type);
        assert_int_equal(back.status, 409);
        assert_string_equal(back.title, problem.title);
        assert_string_equal(back.detail, "");
        bs_buf_finish(&text);
    }
}

static void a_fork_names_seq_and_both_digests(void **state)
{
    struct bs_problem problem = {.type = BS_PROBLEM_FORK,
                                 .status = 409,
                                 .title = "Fork",
                                 .detail = "seq 7 is held with other bytes",
                                 .seq = 7,
                                 .ours = HASH_A,
                                 .theirs = HASH_B},
                      back = {0};
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_PROBLEM_BYTES_MAX);
    bs_problem_encode(&problem, &text);
    assert_int_equal(bs_problem_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_int_equal(back.seq, 7);
    assert_string_equal(back.ours, HASH_A);
    assert_string_equal(back.theirs, HASH_B);
    assert_string_equal(back.detail, problem.detail);
    bs_buf_finish(&text);
}

static void a_gap_and_a_bad_chain_say_where_to_go_on(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct bs_problem problem = {.type = i == 0 ? BS_PROBLEM_GAP : BS_PROBLEM_BAD_CHAIN,
                                     .status = 409,
                                     .title = "Gap",
                                     .complete_to = 12},
                          back = {0};
        struct bs_buf text;

        bs_buf_init(&text, BS_PROBLEM_BYTES_MAX);
        bs_problem_encode(&problem, &text);
        assert_int_equal(bs_problem_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
        assert_int_equal(back.complete_to, 12);
        bs_buf_finish(&text);
    }
}

static void another_servers_problem_is_read_for_what_it_has(void **state)
{
    struct bs_problem back = {0};

    (void)state;
    assert_int_equal(decode("{\"status\":503,\"title\":7,\"type\":\"https://proxy.example/full\","
                            "\"ours\":\"no hash\",\"seq\":-4,\"retry\":[1,2]}",
                            &back),
                     BS_OK);
    assert_int_equal(back.type, BS_PROBLEM_OTHER);
    assert_int_equal(back.status, 503);
    assert_string_equal(back.title, "");
    assert_string_equal(back.ours, "");
    assert_int_equal(back.seq, 0);
}

static void without_a_status_it_is_not_a_problem(void **state)
{
    static const char *const texts[] = {"",
                                        "<html>",
                                        "[]",
                                        "null",
                                        "{}",
                                        "{\"status\":\"503\"}",
                                        "{\"status\":99}",
                                        "{\"status\":600}",
                                        "{\"status\":503}}"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct bs_problem back = {.status = 1};

        assert_int_equal(decode(texts[i], &back), BS_BAD);
        assert_int_equal(back.status, 1);
    }
}

static void long_texts_are_cut_at_a_character(void **state)
{
    char *letters = sample_text('x', 94);
    struct bs_problem back;
    char text[512];

    (void)state;
    (void)snprintf(text, sizeof text, "{\"status\":500,\"title\":\"%s\xc3\xa9\xc3\xa9\"}", letters);
    assert_int_equal(decode(text, &back), BS_OK);
    assert_string_equal(back.title, letters);
    assert_true(bs_utf8_valid(back.title, strlen(back.title)));
    free(letters);
}

static void texts_with_control_characters_are_left_out(void **state)
{
    struct bs_problem back;

    (void)state;
    assert_int_equal(
        decode("{\"status\":500,\"title\":\"a\\u001b[31mb\",\"detail\":\"fine\"}", &back), BS_OK);
    assert_string_equal(back.title, "");
    assert_string_equal(back.detail, "fine");
}

static void a_problem_of_4_kib_is_read_and_one_byte_more_is_not(void **state)
{
    struct bs_problem back;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_PROBLEM_BYTES_MAX + 1);
    bs_buf_text(&text, "{\"status\":500}");
    while (text.len < BS_PROBLEM_BYTES_MAX) {
        bs_buf_text(&text, " ");
    }
    assert_int_equal(bs_problem_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    bs_buf_text(&text, " ");
    assert_int_equal(bs_problem_decode(bs_buf_bytes(&text), &back, NULL), BS_LIMIT);
    bs_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_reads_back_as_itself),
        cmocka_unit_test(a_fork_names_seq_and_both_digests),
        cmocka_unit_test(a_gap_and_a_bad_chain_say_where_to_go_on),
        cmocka_unit_test(another_servers_problem_is_read_for_what_it_has),
        cmocka_unit_test(without_a_status_it_is_not_a_problem),
        cmocka_unit_test(long_texts_are_cut_at_a_character),
        cmocka_unit_test(texts_with_control_characters_are_left_out),
        cmocka_unit_test(a_problem_of_4_kib_is_read_and_one_byte_more_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
