/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Receipt codes: what the check sign finds, tried exhaustively. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/programme.h>
#include <buurtstem/random.h>

#define SIGNS  "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#define COUNT  31
#define PLACES 6
#define BASES  40

/* A receipt code without its blank. */
static void make_compact(const char programme_code[6], char out[PLACES + 1])
{
    char shown[BS_RECEIPT_CODE_TEXT];

    assert_true(bs_receipt_code_make(programme_code, shown));
    (void)snprintf(out, PLACES + 1, "%.3s%.3s", shown, shown + 4);
}

static void random_code(struct bs_random *random, char out[6])
{
    for (int i = 0; i < 5; i++) {
        out[i] = SIGNS[bs_random_below(random, COUNT)];
    }
    out[5] = '\0';
}

static bool is_code(const char *typed)
{
    char programme_code[6];

    return bs_receipt_code_parse(typed, programme_code);
}

static void any_single_wrong_sign_is_found(void **state)
{
    struct bs_random random = bs_random_seeded(1);

    (void)state;
    for (int base = 0; base < BASES; base++) {
        char programme_code[6];
        char code[PLACES + 1];

        random_code(&random, programme_code);
        /* Every sign at every place of the programme's code, and every other sign instead of it. */
        for (int place = 0; place < PLACES; place++) {
            for (int sign = 0; sign < COUNT; sign++) {
                if (place < 5) {
                    programme_code[place] = SIGNS[sign];
                }
                make_compact(programme_code, code);
                for (int wrong = 0; wrong < COUNT; wrong++) {
                    char typed[PLACES + 1];

                    memcpy(typed, code, sizeof typed);
                    typed[place] = SIGNS[wrong];
                    assert_int_equal(is_code(typed), typed[place] == code[place]);
                }
            }
        }
    }
}

static void any_swap_of_two_signs_is_found(void **state)
{
    struct bs_random random = bs_random_seeded(2);

    (void)state;
    for (int base = 0; base < 5000; base++) {
        char programme_code[6];
        char code[PLACES + 1];

        random_code(&random, programme_code);
        make_compact(programme_code, code);
        for (int a = 0; a < PLACES; a++) {
            for (int b = a + 1; b < PLACES; b++) {
                char typed[PLACES + 1];

                memcpy(typed, code, sizeof typed);
                typed[a] = code[b];
                typed[b] = code[a];
                assert_int_equal(is_code(typed), code[a] == code[b]);
            }
        }
    }
}

/* Every pair of signs at every pair of neighbours, the check sign included. */
static void any_swap_of_neighbours_is_found(void **state)
{
    (void)state;
    for (int place = 0; place < 4; place++) {
        for (int pair = 0; pair < COUNT * COUNT; pair++) {
            char programme_code[6] = "K7M4P";
            char code[PLACES + 1];
            char typed[PLACES + 1];

            programme_code[place] = SIGNS[pair / COUNT];
            programme_code[place + 1] = SIGNS[pair % COUNT];
            make_compact(programme_code, code);
            for (int at = 0; at < PLACES - 1; at++) {
                memcpy(typed, code, sizeof typed);
                typed[at] = code[at + 1];
                typed[at + 1] = code[at];
                assert_int_equal(is_code(typed), code[at] == code[at + 1]);
            }
        }
    }
}

static void a_code_is_shown_in_two_groups_of_three(void **state)
{
    char shown[BS_RECEIPT_CODE_TEXT];

    (void)state;
    assert_true(bs_receipt_code_make("K7M4P", shown));
    assert_string_equal(shown, "K7M 4PX");
}

static void lower_case_blanks_and_hyphens_are_accepted(void **state)
{
    char programme_code[6];

    (void)state;
    assert_true(bs_receipt_code_parse(" k7m-4px ", programme_code));
    assert_string_equal(programme_code, "K7M4P");
    assert_true(bs_receipt_code_parse("K 7 M 4 P X", programme_code));
    assert_string_equal(programme_code, "K7M4P");
}

static void signs_outside_the_alphabet_and_other_lengths_are_refused(void **state)
{
    char programme_code[6] = "22222";

    (void)state;
    assert_false(bs_receipt_code_parse("", programme_code));
    assert_false(bs_receipt_code_parse("K7M4P", programme_code));
    assert_false(bs_receipt_code_parse("K7M4PXX", programme_code));
    assert_false(bs_receipt_code_parse("K7M.4PX", programme_code));
    assert_false(bs_receipt_code_parse("K7M4P\xc3\x89", programme_code));
    for (const char *sign = "01ILOilo"; *sign != '\0'; sign++) {
        char typed[] = "K7M4PX";

        typed[2] = *sign;
        assert_false(bs_receipt_code_parse(typed, programme_code));
    }
    assert_string_equal(programme_code, "22222");
}

static void a_programme_code_is_exactly_five_signs(void **state)
{
    char shown[BS_RECEIPT_CODE_TEXT] = "as was";

    (void)state;
    assert_true(bs_programme_code_valid("K7M4P"));
    assert_false(bs_programme_code_valid(""));
    assert_false(bs_programme_code_valid("K7M4"));
    assert_false(bs_programme_code_valid("K7M4PX"));
    assert_false(bs_programme_code_valid("k7m4p"));
    assert_false(bs_programme_code_valid("K7MO4"));
    assert_false(bs_receipt_code_make("K7MO4", shown));
    assert_string_equal(shown, "as was");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_single_wrong_sign_is_found),
        cmocka_unit_test(any_swap_of_two_signs_is_found),
        cmocka_unit_test(any_swap_of_neighbours_is_found),
        cmocka_unit_test(a_code_is_shown_in_two_groups_of_three),
        cmocka_unit_test(lower_case_blanks_and_hyphens_are_accepted),
        cmocka_unit_test(signs_outside_the_alphabet_and_other_lengths_are_refused),
        cmocka_unit_test(a_programme_code_is_exactly_five_signs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
