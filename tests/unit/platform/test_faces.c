/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "shapes.h"

static void assert_near(double found, double expected, double tolerance)
{
    assert_true(fabs(found - expected) <= tolerance);
}

#define SIZE  200
#define COUNT ((size_t)SIZE * SIZE)

/* A face as grey values, drawn with its two masks on white. */
static void draw_grey(int face, struct ui_colour skin, struct ui_colour ink, uint8_t out[COUNT])
{
    static uint32_t pixels[COUNT];
    const struct canvas canvas = {pixels, SIZE, SIZE, SIZE};
    struct mask skin_mask;
    struct mask ink_mask;
    memset(pixels, 0xFF, sizeof pixels);
    face_masks(face, SIZE, &skin_mask, &ink_mask);
    shape_mask(&canvas, &skin_mask, 0, 0, false, skin);
    shape_mask(&canvas, &ink_mask, 0, 0, false, ink);
    for (size_t i = 0; i < COUNT; i++) {
        const uint32_t pixel = pixels[i];
        out[i] = (uint8_t)(((pixel >> 16 & 0xFFU) * 299 + (pixel >> 8 & 0xFFU) * 587 +
                            (pixel & 0xFFU) * 114) /
                           1000);
    }
    free(skin_mask.cover);
    free(ink_mask.cover);
}

/* Share of pixels, in per cent, that are clearly different. */
static double difference(const uint8_t *a, const uint8_t *b)
{
    size_t different = 0;
    for (size_t i = 0; i < COUNT; i++) {
        different += abs(a[i] - b[i]) > 64;
    }
    return 100.0 * (double)different / (double)COUNT;
}

static void five_faces_differ_in_more_than_two_per_cent_without_any_colour(void **state)
{
    static uint8_t grey[5][COUNT];
    const struct ui_colour white = {255, 255, 255, 255};
    const struct ui_colour ink = {0x16, 0x26, 0x2E, 255};
    (void)state;
    for (int face = 1; face <= 5; face++) {
        draw_grey(face, white, ink, grey[face - 1]);
    }
    for (int a = 0; a < 5; a++) {
        for (int b = a + 1; b < 5; b++) {
            assert_true(difference(grey[a], grey[b]) > 2.0);
        }
    }
}

static void face_is_the_same_seen_from_left_and_right(void **state)
{
    (void)state;
    for (int face = 1; face <= 5; face++) {
        struct mask skin;
        struct mask ink;
        face_masks(face, SIZE, &skin, &ink);
        for (size_t y = 0; y < SIZE; y++) {
            for (size_t x = 0; x < SIZE / 2; x++) {
                const int left = ink.cover[y * SIZE + x];
                const int right = ink.cover[y * SIZE + SIZE - 1 - x];
                assert_in_range(left - right + 1, 0, 2);
            }
        }
        free(skin.cover);
        free(ink.cover);
    }
}

static void outline_is_five_parts_of_120_and_touches_the_edge(void **state)
{
    struct mask skin;
    struct mask ink;
    double thickness = 0;
    (void)state;
    face_masks(3, 240, &skin, &ink);
    for (size_t x = 0; x < 40; x++) {
        thickness += ink.cover[120 * 240 + x] / 255.0;
    }
    assert_near(thickness, 10, 0.6);
    assert_true(ink.cover[120 * 240] > 200);
    assert_int_equal(ink.cover[0], 0);
    free(skin.cover);
    free(ink.cover);
}

static void face_can_be_as_small_as_a_pixel(void **state)
{
    (void)state;
    for (int face = 1; face <= 5; face++) {
        struct mask skin;
        struct mask ink;
        face_masks(face, 1, &skin, &ink);
        free(skin.cover);
        free(ink.cover);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_faces_differ_in_more_than_two_per_cent_without_any_colour),
        cmocka_unit_test(face_is_the_same_seen_from_left_and_right),
        cmocka_unit_test(outline_is_five_parts_of_120_and_touches_the_edge),
        cmocka_unit_test(face_can_be_as_small_as_a_pixel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
