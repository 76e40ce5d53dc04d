/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "direction.h"

static void arabic_persian_and_hebrew_run_from_right_to_left(void **state)
{
    (void)state;
    assert_true(direction_is_rtl("ar"));
    assert_true(direction_is_rtl("fa"));
    assert_true(direction_is_rtl("he"));
    assert_true(direction_is_rtl("ckb"));
}

static void other_languages_run_from_left_to_right(void **state)
{
    (void)state;
    assert_false(direction_is_rtl("nl"));
    assert_false(direction_is_rtl("a"));
    assert_false(direction_is_rtl("arn"));
    assert_false(direction_is_rtl(""));
}

static void a_region_changes_nothing(void **state)
{
    (void)state;
    assert_true(direction_is_rtl("ar-MA"));
    assert_false(direction_is_rtl("nl-BE"));
}

static void a_script_decides(void **state)
{
    (void)state;
    assert_true(direction_is_rtl("pa-Arab"));
    assert_true(direction_is_rtl("yi-Hebr"));
    assert_false(direction_is_rtl("ar-Latn"));
    assert_false(direction_is_rtl("zgh-Tfng"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arabic_persian_and_hebrew_run_from_right_to_left),
        cmocka_unit_test(other_languages_run_from_left_to_right),
        cmocka_unit_test(a_region_changes_nothing),
        cmocka_unit_test(a_script_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
