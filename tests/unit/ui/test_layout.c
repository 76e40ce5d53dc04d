/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "build.h"

static void assert_rect(struct ui_rect rect, int x, int y, int w, int h)
{
    assert_int_equal(rect.x, x);
    assert_int_equal(rect.y, y);
    assert_int_equal(rect.w, w);
    assert_int_equal(rect.h, h);
}

static void top_is_cut_off_with_the_gap_left_out(void **state)
{
    struct ui_rect rest = {10, 20, 100, 200};
    (void)state;
    assert_rect(take_top(&rest, 50, 8), 10, 20, 100, 50);
    assert_rect(rest, 10, 78, 100, 142);
}

static void bottom_is_cut_off_with_the_gap_left_out(void **state)
{
    struct ui_rect rest = {10, 20, 100, 200};
    (void)state;
    assert_rect(take_bottom(&rest, 50, 8), 10, 170, 100, 50);
    assert_rect(rest, 10, 20, 100, 142);
}

static void start_is_the_left_until_the_scene_is_mirrored(void **state)
{
    struct ui_rect rest = {10, 20, 100, 200};
    (void)state;
    assert_rect(take_start(&rest, 30, 5), 10, 20, 30, 200);
    assert_rect(rest, 45, 20, 65, 200);
}

static void end_is_the_right_until_the_scene_is_mirrored(void **state)
{
    struct ui_rect rest = {10, 20, 100, 200};
    (void)state;
    assert_rect(take_end(&rest, 30, 5), 80, 20, 30, 200);
    assert_rect(rest, 10, 20, 65, 200);
}

static void more_than_there_is_gives_all_and_leaves_nothing(void **state)
{
    struct ui_rect rest = {10, 20, 100, 200};
    (void)state;
    assert_rect(take_top(&rest, 500, 8), 10, 20, 100, 200);
    assert_int_equal(rest.h, 0);
    assert_rect(take_bottom(&rest, 10, 8), 10, rest.y, 100, 0);
    rest = (struct ui_rect){0, 0, 40, 10};
    assert_rect(take_end(&rest, 38, 8), 2, 0, 38, 10);
    assert_int_equal(rest.w, 0);
}

static void cells_fill_the_area_without_overlap(void **state)
{
    const struct ui_rect area = {7, 3, 1003, 205};
    (void)state;
    for (int columns = 1; columns <= 7; columns++) {
        int x = area.x;
        for (int i = 0; i < columns; i++) {
            const struct ui_rect cell = grid_cell(area, columns, 2, 24, i);
            assert_int_equal(cell.x, x);
            x = cell.x + cell.w + 24;
        }
        assert_int_equal(x - 24, area.x + area.w);
    }
}

static void cells_of_a_second_row_stand_below_the_first(void **state)
{
    const struct ui_rect area = {0, 0, 320, 105};
    (void)state;
    const struct ui_rect above = grid_cell(area, 3, 2, 10, 1);
    const struct ui_rect below = grid_cell(area, 3, 2, 10, 4);
    assert_int_equal(above.x, below.x);
    assert_int_equal(above.h, below.h);
    assert_int_equal(below.y, above.y + above.h + 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(top_is_cut_off_with_the_gap_left_out),
        cmocka_unit_test(bottom_is_cut_off_with_the_gap_left_out),
        cmocka_unit_test(start_is_the_left_until_the_scene_is_mirrored),
        cmocka_unit_test(end_is_the_right_until_the_scene_is_mirrored),
        cmocka_unit_test(more_than_there_is_gives_all_and_leaves_nothing),
        cmocka_unit_test(cells_fill_the_area_without_overlap),
        cmocka_unit_test(cells_of_a_second_row_stand_below_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
