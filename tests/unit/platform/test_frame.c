/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage.h"
#include "temp_dir.h"

static void same_scene_gives_the_same_frame_every_time(void **state)
{
    char hashes[3][BS_HASH_TEXT];
    struct platform *platform = stage_open(true);
    (void)state;
    stage_present(platform, "nl", false, 4);
    platform_frame_hash(platform, hashes[0]);
    stage_present(platform, "ar", true, 2);
    stage_present(platform, "nl", false, 4);
    platform_frame_hash(platform, hashes[1]);
    platform_close(platform);
    platform = stage_open(true);
    stage_present(platform, "nl", false, 4);
    platform_frame_hash(platform, hashes[2]);
    platform_close(platform);
    assert_string_equal(hashes[0], hashes[1]);
    assert_string_equal(hashes[0], hashes[2]);
}

static void any_change_gives_another_frame(void **state)
{
    char hashes[3][BS_HASH_TEXT];
    struct platform *platform = stage_open(true);
    (void)state;
    stage_present(platform, "nl", false, 4);
    platform_frame_hash(platform, hashes[0]);
    stage_present(platform, "nl", false, 3);
    platform_frame_hash(platform, hashes[1]);
    stage_present(platform, "ar", true, 3);
    platform_frame_hash(platform, hashes[2]);
    platform_close(platform);
    assert_string_not_equal(hashes[0], hashes[1]);
    assert_string_not_equal(hashes[1], hashes[2]);
}

/* Shapes alone, so that no version of a font has a say: a number that must be the same on every machine. */
static void shapes_make_the_same_pixels_on_every_machine(void **state)
{
    static struct ui_drawlist list;
    char hash[BS_HASH_TEXT];
    struct platform *platform = stage_open(true);
    (void)state;
    list.background = (struct ui_colour){251, 247, 240, 255};
    list.count = 8;
    list.commands[0] = (struct ui_command){.kind = UI_DRAW_FILL,
                                           .rect = {40, 40, 300, 400},
                                           .radius = 28,
                                           .colour = {255, 255, 255, 255}};
    list.commands[1] = (struct ui_command){.kind = UI_DRAW_FRAME,
                                           .rect = {40, 40, 300, 400},
                                           .radius = 28,
                                           .thickness = 10,
                                           .colour = {10, 79, 90, 255}};
    for (int i = 0; i < 5; i++) {
        list.commands[2 + i] = (struct ui_command){.kind = UI_DRAW_FACE,
                                                   .rect = {60 + 230 * i, 90, 201, 201},
                                                   .face = i + 1,
                                                   .colour = {242, 169, 140, 255},
                                                   .second = {22, 38, 46, 255}};
    }
    list.commands[7] = (struct ui_command){.kind = UI_DRAW_FILL,
                                           .rect = {0, 300, 1280, 500},
                                           .radius = 0,
                                           .colour = {22, 38, 46, 158}};
    assert_int_equal(platform_present(platform, &list, NULL), BS_OK);
    platform_frame_hash(platform, hash);
    platform_close(platform);
    assert_string_equal(hash, "dba2a1960d1cb84cf4ffc1745f3166e7e4f80b82b8691389fd4ba34977941d7b");
}

static void size_is_as_asked(void **state)
{
    struct platform *platform = stage_open(true);
    int width = 0;
    int height = 0;
    (void)state;
    platform_size(platform, &width, &height);
    assert_int_equal(width, STAGE_WIDTH);
    assert_int_equal(height, STAGE_HEIGHT);
    platform_close(platform);
}

static enum bs_err open_sized(int width, int height)
{
    struct platform_options options = stage_options;
    struct platform *platform = NULL;
    options.width = width;
    options.height = height;
    const enum bs_err result = platform_open(&options, &platform, NULL);
    platform_close(platform);
    return result;
}

static void sizes_beyond_the_limits_are_refused(void **state)
{
    (void)state;
    assert_int_equal(open_sized(240, 240), BS_OK);
    assert_int_equal(open_sized(239, 240), BS_BAD);
    assert_int_equal(open_sized(16385, 240), BS_BAD);
    assert_int_equal(open_sized(1280, 0), BS_BAD);
}

static void frame_is_saved_as_a_png(void **state)
{
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
    struct bs_buf file;
    struct platform *platform = stage_open(true);
    (void)state;
    temp_dir_make(&dir);
    stage_present(platform, "nl", false, 4);
    assert_int_equal(platform_save_png(platform, temp_dir_file(&dir, "a.png", path), NULL), BS_OK);
    bs_buf_init(&file, 8U * 1024 * 1024);
    assert_int_equal(bs_file_read(path, &file, NULL), BS_OK);
    assert_memory_equal(file.data, "\x89PNG\r\n\x1a\n", 8);
    assert_int_equal(file.data[18] * 256 + file.data[19], STAGE_WIDTH);
    assert_int_equal(file.data[22] * 256 + file.data[23], STAGE_HEIGHT);
    bs_buf_finish(&file);
    temp_dir_remove(&dir);
    platform_close(platform);
}

static void png_that_cannot_be_written_is_named(void **state)
{
    struct bs_error err = {0};
    struct platform *platform = stage_open(true);
    (void)state;
    assert_int_equal(platform_save_png(platform, "/nonexistent/a.png", &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "/nonexistent/a.png"));
    platform_close(platform);
}

static void missing_fonts_and_icons_are_the_configurations_fault(void **state)
{
    struct platform_options options = stage_options;
    struct platform *platform = NULL;
    struct bs_error err = {0};
    (void)state;
    options.font_dir = "/nonexistent/fonts";
    assert_int_equal(platform_open(&options, &platform, &err), BS_BAD);
    assert_non_null(strstr(err.text, "/nonexistent/fonts"));
    bs_error_clear(&err);
    options.font_dir = stage_options.font_dir;
    options.icon_dir = "/nonexistent/icons";
    assert_int_equal(platform_open(&options, &platform, &err), BS_BAD);
    assert_non_null(strstr(err.text, "/nonexistent/icons"));
    assert_null(platform);
}

static void fonts_and_icons_can_be_asked_about(void **state)
{
    struct platform *platform = stage_open(true);
    (void)state;
    assert_true(platform_has_icon(platform, "bin"));
    assert_false(platform_has_icon(platform, "../bin"));
    assert_int_equal(platform_missing_glyphs(platform, "nl", "Goed"), 0);
    assert_int_equal(platform_missing_glyphs(platform, "nl", "好"), 1);
    platform_close(platform);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_scene_gives_the_same_frame_every_time),
        cmocka_unit_test(any_change_gives_another_frame),
        cmocka_unit_test(shapes_make_the_same_pixels_on_every_machine),
        cmocka_unit_test(size_is_as_asked),
        cmocka_unit_test(sizes_beyond_the_limits_are_refused),
        cmocka_unit_test(frame_is_saved_as_a_png),
        cmocka_unit_test(png_that_cannot_be_written_is_named),
        cmocka_unit_test(missing_fonts_and_icons_are_the_configurations_fault),
        cmocka_unit_test(fonts_and_icons_can_be_asked_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
