/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which PINs and badges a connector may have. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pin_rules.h"

static void a_pin_has_six_to_twelve_digits(void **state)
{
    (void)state;
    assert_null(pin_fault("482915"));
    assert_null(pin_fault("482915482915"));
    assert_non_null(pin_fault("48291"));
    assert_non_null(pin_fault("4829154829154"));
    assert_non_null(pin_fault(""));
    assert_non_null(pin_fault("48291a"));
    assert_non_null(pin_fault("48 915"));
    assert_non_null(pin_fault("٤٨٢٩١٥"));
}

static void what_is_guessed_first_is_no_pin(void **state)
{
    static const char *const bad[] = {"000000", "777777777777", "123456", "012345",    "890123",
                                      "654321", "987654",       "210987", "1234567890"};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_non_null(pin_fault(bad[i]));
    }
    assert_null(pin_fault("123457"));
    assert_null(pin_fault("123455"));
    assert_null(pin_fault("777778"));
}

static void a_badge_has_four_to_sixty_four_signs(void **state)
{
    char line[BADGE_MOST + 2];

    (void)state;
    memset(line, '7', sizeof(line) - 1);
    line[BADGE_MOST + 1] = '\0';
    assert_non_null(badge_fault(line));
    line[BADGE_MOST] = '\0';
    assert_null(badge_fault(line));
    assert_null(badge_fault("0012"));
    assert_non_null(badge_fault("001"));
    assert_non_null(badge_fault(""));
    assert_null(badge_fault(";12 AB~?"));
    assert_non_null(badge_fault(" 0012"));
    assert_non_null(badge_fault("0012 "));
    assert_non_null(badge_fault("00\t12"));
    assert_non_null(badge_fault("00\x7f"
                                "12"));
    assert_non_null(badge_fault("caf\u00e9s"));
}

static void what_is_wrong_does_not_repeat_it(void **state)
{
    (void)state;
    assert_null(strstr(pin_fault("777777"), "7777"));
    assert_null(strstr(badge_fault("abc"), "abc"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_has_six_to_twelve_digits),
        cmocka_unit_test(what_is_guessed_first_is_no_pin),
        cmocka_unit_test(a_badge_has_four_to_sixty_four_signs),
        cmocka_unit_test(what_is_wrong_does_not_repeat_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
