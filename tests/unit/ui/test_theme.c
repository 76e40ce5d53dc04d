/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "theme.h"

static const struct ui_colour black = {0, 0, 0, 255};
static const struct ui_colour white = {255, 255, 255, 255};

static void contrast_of_black_on_white_is_21(void **state)
{
    (void)state;
    assert_float_equal(theme_contrast(black, white), 21.0, 0.001);
}

static void contrast_does_not_depend_on_order(void **state)
{
    (void)state;
    const struct ui_colour canal = {0x0A, 0x4F, 0x5A, 255};
    assert_float_equal(theme_contrast(white, canal), theme_contrast(canal, white), 0.0001);
    assert_float_equal(theme_contrast(white, canal), 9.2, 0.1);
}

static void contrast_of_yellow_on_white_is_the_known_trap(void **state)
{
    (void)state;
    const struct ui_colour yellow = {0xFF, 0xDD, 0x00, 255};
    assert_float_equal(theme_contrast(yellow, white), 1.35, 0.02);
}

static void millimetres_are_rounded_up(void **state)
{
    struct ui_theme theme = {.px_per_mm = 4.03};
    (void)state;
    assert_int_equal(theme_px(&theme, 20), 81);
}

static void whole_pixels_stay_whole(void **state)
{
    struct ui_theme theme = {.px_per_mm = 4.0};
    (void)state;
    assert_int_equal(theme_px(&theme, 5), 20);
    theme.px_per_mm = 0.1 * 3 * 10; /* 3.0000000000000004 */
    assert_int_equal(theme_px(&theme, 20), 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_of_black_on_white_is_21),
        cmocka_unit_test(contrast_does_not_depend_on_order),
        cmocka_unit_test(contrast_of_yellow_on_white_is_the_known_trap),
        cmocka_unit_test(millimetres_are_rounded_up),
        cmocka_unit_test(whole_pixels_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
