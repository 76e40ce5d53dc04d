/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "shapes.h"

static void assert_near(double found, double expected, double tolerance)
{
    assert_true(fabs(found - expected) <= tolerance);
}

#define SIDE 100

static const struct ui_colour black = {0, 0, 0, 255};

struct sheet {
    uint32_t pixels[SIDE * SIDE];
    struct canvas canvas;
};

static void clear(struct sheet *sheet)
{
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        sheet->pixels[i] = 0xFFFFFFFFU;
    }
    sheet->canvas = (struct canvas){sheet->pixels, SIDE, SIDE, SIDE};
}

static uint32_t at(const struct sheet *sheet, int x, int y)
{
    return sheet->pixels[y * SIDE + x] & 0xFFU;
}

/* Ink in pixels: how much area is covered. */
static double area(const struct sheet *sheet)
{
    double sum = 0;
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        sum += (255 - (sheet->pixels[i] & 0xFFU)) / 255.0;
    }
    return sum;
}

static void square_fill_covers_exactly_its_rectangle(void **state)
{
    static struct sheet sheet;
    (void)state;
    clear(&sheet);
    shape_fill(&sheet.canvas, (struct ui_rect){10, 20, 30, 40}, 0, black);
    assert_near(area(&sheet), 30 * 40, 0.001);
    assert_int_equal(at(&sheet, 10, 20), 0);
    assert_int_equal(at(&sheet, 39, 59), 0);
    assert_int_equal(at(&sheet, 40, 59), 255);
    assert_int_equal(at(&sheet, 9, 20), 255);
}

static void round_corners_lose_the_area_that_geometry_says(void **state)
{
    static struct sheet sheet;
    (void)state;
    clear(&sheet);
    shape_fill(&sheet.canvas, (struct ui_rect){10, 10, 80, 60}, 20, black);
    assert_near(area(&sheet), 80 * 60 - (4 - 3.14159265) * 20 * 20, 4);
    assert_int_equal(at(&sheet, 10, 10), 255);
}

static void round_edges_are_smooth(void **state)
{
    static struct sheet sheet;
    int partial = 0;
    (void)state;
    clear(&sheet);
    shape_fill(&sheet.canvas, (struct ui_rect){10, 10, 80, 60}, 20, black);
    for (int i = 0; i < SIDE * SIDE; i++) {
        const uint32_t grey = sheet.pixels[i] & 0xFFU;
        partial += grey != 0 && grey != 255;
    }
    assert_true(partial > 60);
}

static void frame_and_fill_inside_it_cover_what_a_fill_does(void **state)
{
    static struct sheet framed;
    static struct sheet filled;
    (void)state;
    clear(&framed);
    clear(&filled);
    shape_fill(&filled.canvas, (struct ui_rect){10, 10, 80, 60}, 20, black);
    shape_frame(&framed.canvas, (struct ui_rect){10, 10, 80, 60}, 20, 6, black);
    shape_fill(&framed.canvas, (struct ui_rect){13, 13, 74, 54}, 17, black);
    assert_near(area(&framed), area(&filled), 1.5);
}

static void frame_is_hollow_and_as_thick_as_asked(void **state)
{
    static struct sheet sheet;
    (void)state;
    clear(&sheet);
    shape_frame(&sheet.canvas, (struct ui_rect){10, 10, 80, 60}, 20, 6, black);
    assert_int_equal(at(&sheet, 50, 15), 0);
    assert_int_equal(at(&sheet, 50, 16), 255);
    assert_int_equal(at(&sheet, 15, 40), 0);
    assert_int_equal(at(&sheet, 16, 40), 255);
    assert_int_equal(at(&sheet, 89, 40), 0);
    assert_int_equal(at(&sheet, 50, 69), 0);
}

static void disc_has_the_area_of_a_disc(void **state)
{
    static struct sheet sheet;
    (void)state;
    clear(&sheet);
    shape_disc(&sheet.canvas, (struct ui_rect){10, 20, 70, 60}, black);
    assert_near(area(&sheet), 3.14159265 * 30 * 30, 5);
    assert_int_equal(at(&sheet, 45, 50), 0);
}

static void colour_with_alpha_lets_shine_through(void **state)
{
    static struct sheet sheet;
    (void)state;
    clear(&sheet);
    shape_fill(&sheet.canvas, (struct ui_rect){0, 0, SIDE, SIDE}, 0,
               (struct ui_colour){0, 0, 0, 51});
    assert_int_equal(at(&sheet, 50, 50), 204);
}

static void shapes_over_the_edge_are_cut_off(void **state)
{
    static struct sheet sheet;
    (void)state;
    clear(&sheet);
    shape_fill(&sheet.canvas, (struct ui_rect){-50, -50, 60, 60}, 10, black);
    shape_fill(&sheet.canvas, (struct ui_rect){90, 90, 500, 500}, 10, black);
    shape_frame(&sheet.canvas, (struct ui_rect){-20, 40, 500, 20}, 5, 3, black);
    shape_disc(&sheet.canvas, (struct ui_rect){80, -20, 40, 40}, black);
    shape_fill(&sheet.canvas, (struct ui_rect){2000, 2000, 10, 10}, 0, black);
    shape_fill(&sheet.canvas, (struct ui_rect){10, 10, -5, -5}, 3, black);
    assert_int_equal(at(&sheet, 0, 0), 0);
    assert_int_equal(at(&sheet, 99, 99), 0);
}

static void turned_mask_is_its_mirror_image(void **state)
{
    static struct sheet plain;
    static struct sheet turned;
    uint8_t cover[9] = {255, 0, 0, 255, 255, 0, 255, 255, 255};
    const struct mask mask = {3, cover};
    (void)state;
    clear(&plain);
    clear(&turned);
    shape_mask(&plain.canvas, &mask, 10, 10, false, black);
    shape_mask(&turned.canvas, &mask, 10, 10, true, black);
    for (int y = 10; y < 13; y++) {
        for (int x = 0; x < 3; x++) {
            assert_int_equal(at(&plain, 10 + x, y), at(&turned, 12 - x, y));
        }
    }
    assert_int_equal(at(&plain, 12, 10), 255);
    assert_int_equal(at(&turned, 12, 10), 0);
}

static void a_picture_keeps_its_colours_and_loses_its_corners(void **state)
{
    static struct sheet sheet;
    static uint32_t red[40 * 20];
    const struct picture picture = {40, 20, red};
    (void)state;
    for (size_t i = 0; i < 40 * 20; i++) {
        red[i] = 0xFFFF0000U;
    }
    clear(&sheet);
    shape_picture(&sheet.canvas, &picture, 10, 10, 8);
    assert_int_equal(sheet.pixels[20 * SIDE + 30], 0xFFFF0000U);
    assert_int_equal(sheet.pixels[10 * SIDE + 30], 0xFFFF0000U);
    assert_int_equal(sheet.pixels[10 * SIDE + 10], 0xFFFFFFFFU);
    assert_int_equal(sheet.pixels[29 * SIDE + 49], 0xFFFFFFFFU);
    assert_int_equal(sheet.pixels[20 * SIDE + 50], 0xFFFFFFFFU);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(square_fill_covers_exactly_its_rectangle),
        cmocka_unit_test(round_corners_lose_the_area_that_geometry_says),
        cmocka_unit_test(round_edges_are_smooth),
        cmocka_unit_test(frame_and_fill_inside_it_cover_what_a_fill_does),
        cmocka_unit_test(frame_is_hollow_and_as_thick_as_asked),
        cmocka_unit_test(disc_has_the_area_of_a_disc),
        cmocka_unit_test(colour_with_alpha_lets_shine_through),
        cmocka_unit_test(shapes_over_the_edge_are_cut_off),
        cmocka_unit_test(turned_mask_is_its_mirror_image),
        cmocka_unit_test(a_picture_keeps_its_colours_and_loses_its_corners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
