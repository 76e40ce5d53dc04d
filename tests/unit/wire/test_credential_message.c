/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The hash of a new token: read back the same, strict, and bounded. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/wire.h>

#define HASH "b81d5b3984b662b47a6a9b58b8d4fa6bc62c58b31ddf0f22fd14d20fc1a0386f"
#define BODY "{\"token_hash\":\"" HASH "\",\"generation\":3}"

static void it_is_written_in_this_exact_form(void **state)
{
    const struct bs_credential credential = {.token_hash = HASH, .generation = 3};
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_CREDENTIAL_BYTES_MAX);
    bs_credential_encode(&credential, &text);
    assert_string_equal(bs_buf_string(&text), BODY);
    bs_buf_finish(&text);
}

static void it_reads_back_the_same(void **state)
{
    struct bs_credential back = {.generation = 0};

    (void)state;
    assert_int_equal(bs_credential_decode(bs_bytes_of(BODY), &back, NULL), BS_OK);
    assert_string_equal(back.token_hash, HASH);
    assert_int_equal(back.generation, 3);
}

static void whatever_is_not_exactly_that_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{\"token_hash\":\"" HASH "\"}",
        "{\"generation\":3}",
        "{\"token_hash\":\"" HASH "\",\"generation\":3,\"token\":\"x\"}",
        "{\"token_hash\":\"" HASH "\",\"generation\":3,\"generation\":3}",
        "{\"token_hash\":\"B81d5b3984b662b47a6a9b58b8d4fa6bc62c58b31ddf0f22fd14d20fc1a0386f\","
        "\"generation\":3}",
        "{\"token_hash\":\"b8\",\"generation\":3}",
        "{\"token_hash\":\"" HASH "0\",\"generation\":3}",
        "{\"token_hash\":\"" HASH "\",\"generation\":0}",
        "{\"token_hash\":\"" HASH "\",\"generation\":3.0}",
        "{\"token_hash\":\"" HASH "\",\"generation\":9007199254740992}",
        BODY "{}",
    };
    struct bs_credential out = {.generation = 77};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (bs_credential_decode(bs_bytes_of(bad[i]), &out, NULL) != BS_BAD) {
            fail_msg("taken: %s", bad[i]);
        }
    }
    assert_int_equal(out.generation, 77);
}

static void the_highest_generation_is_read(void **state)
{
    struct bs_credential out = {.generation = 0};

    (void)state;
    assert_int_equal(bs_credential_decode(bs_bytes_of("{\"token_hash\":\"" HASH
                                                      "\",\"generation\":9007199254740991}"),
                                          &out, NULL),
                     BS_OK);
    assert_int_equal(out.generation, 9007199254740991);
}

static void the_limit_of_its_bytes_is_kept(void **state)
{
    char text[BS_CREDENTIAL_BYTES_MAX + 2];
    struct bs_credential out = {.generation = 0};

    (void)state;
    memset(text, ' ', sizeof text);
    memcpy(text, BODY, strlen(BODY));
    text[BS_CREDENTIAL_BYTES_MAX] = '\0';
    assert_int_equal(bs_credential_decode(bs_bytes_of(text), &out, NULL), BS_OK);
    text[BS_CREDENTIAL_BYTES_MAX] = ' ';
    text[BS_CREDENTIAL_BYTES_MAX + 1] = '\0';
    assert_int_equal(bs_credential_decode(bs_bytes_of(text), &out, NULL), BS_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_written_in_this_exact_form),
        cmocka_unit_test(it_reads_back_the_same),
        cmocka_unit_test(whatever_is_not_exactly_that_is_refused),
        cmocka_unit_test(the_highest_generation_is_read),
        cmocka_unit_test(the_limit_of_its_bytes_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
