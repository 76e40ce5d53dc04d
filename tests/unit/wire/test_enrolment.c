/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The code that a person types, and the two messages around it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/wire.h>

#include "wire_samples.h"

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void a_made_code_parses_as_itself(void **state)
{
    struct bs_random random = bs_random_seeded(3);

    (void)state;
    for (int i = 0; i < 200; i++) {
        char code[BS_ENROLMENT_CODE_TEXT], shown[16], back[BS_ENROLMENT_CODE_TEXT];

        bs_enrolment_code_make(&random, code);
        bs_enrolment_code_show(code, shown);
        assert_int_equal(strlen(shown), 14);
        assert_true(shown[4] == '-' && shown[9] == '-');
        assert_true(bs_enrolment_code_parse(shown, back));
        assert_string_equal(back, code);
    }
}

static void every_sign_turns_up_in_codes(void **state)
{
    struct bs_random random = bs_random_seeded(4);
    bool seen[256] = {false};
    int count = 0;

    (void)state;
    for (int i = 0; i < 500; i++) {
        char code[BS_ENROLMENT_CODE_TEXT];

        bs_enrolment_code_make(&random, code);
        for (size_t j = 0; j + 1 < sizeof code; j++) {
            seen[(unsigned char)code[j]] = true;
        }
    }
    for (int i = 0; i < 256; i++) {
        count += seen[i];
    }
    assert_int_equal(count, 32);
}

static void a_code_is_read_however_it_is_typed(void **state)
{
    static const char *const typed[] = {"ABCD-EFGH-0K1N", "abcdefghok1n", " abcd efgh ikin\n",
                                        "ABCDEFGHOKLN", "a-b-c-d-e-f-g-h-0-k-1-n"};
    char code[BS_ENROLMENT_CODE_TEXT];

    (void)state;
    assert_true(bs_enrolment_code_parse(typed[0], code));
    assert_string_equal(code, "ABCDEFGH0K1N");
    assert_true(bs_enrolment_code_parse(typed[1], code));
    assert_string_equal(code, "ABCDEFGH0K1N");
    assert_true(bs_enrolment_code_parse(typed[2], code));
    assert_string_equal(code, "ABCDEFGH1K1N");
    assert_true(bs_enrolment_code_parse(typed[3], code));
    assert_string_equal(code, "ABCDEFGH0K1N");
    assert_true(bs_enrolment_code_parse(typed[4], code));
}

static void what_is_not_a_code_is_not_read(void **state)
{
    static const char *const typed[] = {"",
                                        "ABCDEFGHJKM",
                                        "ABCDEFGHJKMNP",
                                        "ABCDEFGHJKMU",
                                        "ABCDEFGHJKM!",
                                        "ABCD_EFGH_JKMN",
                                        "ABCDEFGHJKM\xc3\xa9"};
    char code[BS_ENROLMENT_CODE_TEXT] = "untouched";

    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        assert_false(bs_enrolment_code_parse(typed[i], code));
    }
    assert_string_equal(code, "untouched");
}

static void sixty_four_typed_characters_are_read_and_one_more_is_not(void **state)
{
    char typed[66], code[BS_ENROLMENT_CODE_TEXT];

    (void)state;
    memset(typed, ' ', sizeof typed);
    memcpy(typed, "ABCDEFGHJKMN", 12);
    typed[64] = '\0';
    assert_true(bs_enrolment_code_parse(typed, code));
    typed[64] = ' ';
    typed[65] = '\0';
    assert_false(bs_enrolment_code_parse(typed, code));
}

static void a_request_reads_back_the_same(void **state)
{
    struct bs_enrolment_request request = {"ABCDEFGHJKMN", HASH_A}, back = {0};
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_ENROLMENT_BYTES_MAX);
    bs_enrolment_request_encode(&request, &text);
    assert_int_equal(bs_enrolment_request_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_memory_equal(&request, &back, sizeof back);
    bs_buf_finish(&text);
}

static void a_request_is_read_strictly(void **state)
{
    static const char *const wrong[] = {
        "{\"code\":\"ABCDEFGHJKMN\"}",
        "{\"code\":\"ABCD-EFGH-JKMN\",\"token_hash\":\"" HASH_A "\"}",
        "{\"code\":\"abcdefghjkmn\",\"token_hash\":\"" HASH_A "\"}",
        "{\"code\":\"ABCDEFGHJKM\",\"token_hash\":\"" HASH_A "\"}",
        "{\"code\":\"ABCDEFGHJKMN\",\"token_hash\":\"abc\"}",
        "{\"code\":\"ABCDEFGHJKMN\",\"token_hash\":\"" HASH_A "\",\"kiosk\":\"x\"}",
        "{\"code\":\"ABCDEFGHJKMN\",\"token_hash\":\"" HASH_A "\"}x",
        "[]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct bs_enrolment_request back;

        assert_int_equal(bs_enrolment_request_decode(bs_bytes_of(wrong[i]), &back, NULL), BS_BAD);
    }
}

static struct bs_enrolment_answer sample_answer(void)
{
    return (struct bs_enrolment_answer){
        .kiosk = SAMPLE_KIOSK,
        .tenant = "GM1916",
        .bundle_key = HASH_A,
        .server_time_ms = 1772442071000,
    };
}

static void an_answer_reads_back_the_same(void **state)
{
    struct bs_enrolment_answer answer = sample_answer(), back = {0};
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_ENROLMENT_BYTES_MAX);
    bs_enrolment_answer_encode(&answer, &text);
    assert_int_equal(bs_enrolment_answer_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_string_equal(back.kiosk, answer.kiosk);
    assert_string_equal(back.tenant, answer.tenant);
    assert_string_equal(back.bundle_key, answer.bundle_key);
    assert_true(back.server_time_ms == answer.server_time_ms);
    bs_buf_finish(&text);
}

static void an_answer_is_read_strictly(void **state)
{
    static const char *const wrong[] = {
        "{\"kiosk\":\"a\",\"tenant\":\"GM1916\",\"bundle_key\":\"" HASH_A "\"}",
        "{\"kiosk\":\"A\",\"tenant\":\"GM1916\",\"bundle_key\":\"" HASH_A "\",\"server_time\":1}",
        "{\"kiosk\":\"a\",\"tenant\":\"GM16\",\"bundle_key\":\"" HASH_A "\",\"server_time\":1}",
        "{\"kiosk\":\"a\",\"tenant\":\"GM1916\",\"bundle_key\":\"00\",\"server_time\":1}",
        "{\"kiosk\":\"a\",\"tenant\":\"GM1916\",\"bundle_key\":\"" HASH_A "\",\"server_time\":-1}",
        "{\"kiosk\":\"a\",\"tenant\":\"GM1916\",\"bundle_key\":\"" HASH_A
        "\",\"server_time\":1,\"more\":1}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct bs_enrolment_answer back;

        assert_int_equal(bs_enrolment_answer_decode(bs_bytes_of(wrong[i]), &back, NULL), BS_BAD);
    }
}

static void messages_of_2_kib_are_read_and_one_byte_more_is_not(void **state)
{
    struct bs_enrolment_request request = {"ABCDEFGHJKMN", HASH_A};
    struct bs_enrolment_answer answer = sample_answer();
    struct bs_buf texts[2];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        bs_buf_init(&texts[i], BS_ENROLMENT_BYTES_MAX + 1);
    }
    bs_enrolment_request_encode(&request, &texts[0]);
    bs_enrolment_answer_encode(&answer, &texts[1]);
    for (size_t over = 0; over <= 1; over++) {
        for (size_t i = 0; i < 2; i++) {
            while (texts[i].len < BS_ENROLMENT_BYTES_MAX + over) {
                bs_buf_text(&texts[i], " ");
            }
        }
        assert_int_equal(bs_enrolment_request_decode(bs_buf_bytes(&texts[0]), &request, NULL),
                         over == 0 ? BS_OK : BS_LIMIT);
        assert_int_equal(bs_enrolment_answer_decode(bs_buf_bytes(&texts[1]), &answer, NULL),
                         over == 0 ? BS_OK : BS_LIMIT);
    }
    bs_buf_finish(&texts[0]);
    bs_buf_finish(&texts[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_made_code_parses_as_itself),
        cmocka_unit_test(every_sign_turns_up_in_codes),
        cmocka_unit_test(a_code_is_read_however_it_is_typed),
        cmocka_unit_test(what_is_not_a_code_is_not_read),
        cmocka_unit_test(sixty_four_typed_characters_are_read_and_one_more_is_not),
        cmocka_unit_test(a_request_reads_back_the_same),
        cmocka_unit_test(a_request_is_read_strictly),
        cmocka_unit_test(an_answer_reads_back_the_same),
        cmocka_unit_test(an_answer_is_read_strictly),
        cmocka_unit_test(messages_of_2_kib_are_read_and_one_byte_more_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
