/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* QR codes are whole modules, dark on light, with their quiet zone. tests/ui/answers.py reads one from a screenshot. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "shapes.h"

#define SIDE    200
#define MODULES 33 /* 25 of the code and 4 around it on each side */

static const struct ui_colour dark = {0, 0, 0, 255}, light = {255, 255, 255, 255};

static uint32_t pixels[SIDE * SIDE];
static const struct canvas sheet = {pixels, SIDE, SIDE, SIDE};

static int clear(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        pixels[i] = 0xFF808080U;
    }
    return 0;
}

static uint32_t at(int x, int y)
{
    return pixels[y * SIDE + x] & 0xFFU;
}

static size_t count_of(uint32_t grey)
{
    size_t count = 0;
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        count += (pixels[i] & 0xFFU) == grey ? 1 : 0;
    }
    return count;
}

static void a_code_stands_in_the_middle_in_whole_modules(void **state)
{
    const int module = SIDE / MODULES, start = (SIDE - module * MODULES) / 2;
    (void)state;
    shape_qr(&sheet, (struct ui_rect){0, 0, SIDE, SIDE}, "https://x.nl/c/K7M", dark, light);
    assert_int_equal(at(start - 1, SIDE / 2), 0x80);
    assert_int_equal(at(start, SIDE / 2), 0xFF);
    assert_int_equal(count_of(0) % (size_t)(module * module), 0);
    assert_int_equal(count_of(0) + count_of(0xFF), module * MODULES * module * MODULES);
}

static void around_a_code_four_modules_are_light(void **state)
{
    const int module = SIDE / MODULES, start = (SIDE - module * MODULES) / 2;
    (void)state;
    shape_qr(&sheet, (struct ui_rect){0, 0, SIDE, SIDE}, "https://x.nl/c/K7M", dark, light);
    for (int i = 0; i < 4 * module; i++) {
        for (int k = start; k < SIDE - start; k++) {
            assert_int_equal(at(start + i, k), 0xFF);
            assert_int_equal(at(k, start + i), 0xFF);
        }
    }
    assert_int_equal(at(start + 4 * module, start + 4 * module), 0); /* the corner's square */
}

static void another_text_is_another_code(void **state)
{
    static uint32_t first[SIDE * SIDE];
    (void)state;
    shape_qr(&sheet, (struct ui_rect){0, 0, SIDE, SIDE}, "https://x.nl/c/K7M", dark, light);
    memcpy(first, pixels, sizeof first);
    shape_qr(&sheet, (struct ui_rect){0, 0, SIDE, SIDE}, "https://x.nl/c/K7N", dark, light);
    assert_memory_not_equal(first, pixels, sizeof first);
}

static void what_has_no_pixel_a_module_is_not_drawn(void **state)
{
    (void)state;
    shape_qr(&sheet, (struct ui_rect){0, 0, MODULES - 1, MODULES - 1}, "https://x.nl/c/K7M", dark,
             light);
    assert_int_equal(count_of(0x80), SIDE * SIDE);
}

static void a_text_that_no_code_holds_is_not_drawn(void **state)
{
    static char text[4000];
    (void)state;
    memset(text, 'x', sizeof text - 1);
    shape_qr(&sheet, (struct ui_rect){0, 0, SIDE, SIDE}, text, dark, light);
    assert_int_equal(count_of(0x80), SIDE * SIDE);
}

#define TEST(name) cmocka_unit_test_setup(name, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_code_stands_in_the_middle_in_whole_modules),
        TEST(around_a_code_four_modules_are_light),
        TEST(another_text_is_another_code),
        TEST(what_has_no_pixel_a_module_is_not_drawn),
        TEST(a_text_that_no_code_holds_is_not_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
