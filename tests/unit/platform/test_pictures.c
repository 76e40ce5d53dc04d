/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "pictures.h"
#include "temp_dir.h"

#define ICONS BS_SOURCE_DIR "/assets/icons"

static const char drawing[] =
    "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' viewBox='0 0 24 24'>"
    "<rect x='6' y='6' width='12' height='12'/></svg>";

static struct pictures *open_shipped(void)
{
    struct pictures *pictures = NULL;
    struct bs_error err = {0};
    if (pictures_open(ICONS, &pictures, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    return pictures;
}

static void shipped_icons_can_all_be_drawn(void **state)
{
    struct pictures *pictures = open_shipped();
    (void)state;
    assert_true(pictures_has(pictures, "arrow"));
    assert_true(pictures_has(pictures, "check"));
    assert_false(pictures_has(pictures, "arro"));
    assert_false(pictures_has(pictures, ""));
    pictures_close(pictures);
}

static void icon_is_drawn_at_the_size_asked_for(void **state)
{
    struct pictures *pictures = open_shipped();
    (void)state;
    const struct mask *mask = pictures_icon(pictures, "check", 57);
    size_t inked = 0;
    assert_non_null(mask);
    assert_int_equal(mask->size, 57);
    for (size_t i = 0; i < 57 * 57; i++) {
        inked += mask->cover[i] == 255;
    }
    assert_true(inked > 100);
    pictures_close(pictures);
}

static void unknown_icon_and_senseless_sizes_give_none(void **state)
{
    struct pictures *pictures = open_shipped();
    (void)state;
    assert_null(pictures_icon(pictures, "no-such-icon", 50));
    assert_null(pictures_icon(pictures, "check", 0));
    assert_null(pictures_icon(pictures, "check", 1025));
    assert_non_null(pictures_icon(pictures, "check", 1024));
    assert_null(pictures_face(pictures, 0, 50, true));
    assert_null(pictures_face(pictures, 6, 50, true));
    pictures_close(pictures);
}

static void second_time_comes_from_the_cache(void **state)
{
    struct pictures *pictures = open_shipped();
    (void)state;
    const struct mask *first = pictures_icon(pictures, "check", 57);
    (void)pictures_face(pictures, 1, 80, false);
    assert_ptr_equal(pictures_icon(pictures, "check", 57), first);
    pictures_close(pictures);
}

static void cache_forgets_rather_than_grows(void **state)
{
    struct pictures *pictures = open_shipped();
    (void)state;
    for (int size = 60; size < 150; size += 2) {
        assert_non_null(pictures_face(pictures, 1 + size % 5, size, false));
        assert_non_null(pictures_icon(pictures, "check", size));
    }
    const struct mask *large = pictures_icon(pictures, "check", 1024);
    assert_non_null(large);
    assert_int_equal(large->size, 1024);
    pictures_close(pictures);
}

/* Opens a folder that holds one good drawing and `name` with `content`; returns the code, the sentence in `err`. */
static enum bs_err open_with(const char *name, const char *content, struct bs_error *err)
{
    struct temp_dir dir;
    struct pictures *pictures = NULL;
    temp_dir_make(&dir);
    temp_dir_write(&dir, "good.svg", drawing);
    temp_dir_write(&dir, name, content);
    const enum bs_err result = pictures_open(dir.path, &pictures, err);
    pictures_close(pictures);
    temp_dir_remove(&dir);
    return result;
}

static void file_that_is_no_drawing_is_named(void **state)
{
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(open_with("bad.svg", "this is no drawing", &err), BS_BAD);
    assert_non_null(strstr(err.text, "bad.svg"));
}

static void drawing_with_nothing_in_it_is_named(void **state)
{
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(open_with("empty.svg",
                               "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24'/>",
                               &err),
                     BS_BAD);
    assert_non_null(strstr(err.text, "empty.svg"));
}

static void other_files_in_the_folder_are_left_alone(void **state)
{
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(open_with("README.md", "not an icon", &err), BS_OK);
}

static void missing_and_empty_folders_are_named(void **state)
{
    struct pictures *pictures = NULL;
    struct bs_error err = {0};
    struct temp_dir dir;
    (void)state;
    assert_int_equal(pictures_open("/nonexistent/icons", &pictures, &err), BS_BAD);
    assert_non_null(strstr(err.text, "/nonexistent/icons"));
    bs_error_clear(&err);
    temp_dir_make(&dir);
    assert_int_equal(pictures_open(dir.path, &pictures, &err), BS_BAD);
    assert_non_null(strstr(err.text, dir.path));
    temp_dir_remove(&dir);
}

static void file_at_the_limit_is_read_and_one_byte_more_is_refused(void **state)
{
    struct bs_error err = {0};
    char *content = malloc(65538);
    (void)state;
    memset(content, ' ', 65538);
    memcpy(content, drawing, sizeof drawing - 1);
    content[65536] = '\0';
    assert_int_equal(open_with("large.svg", content, &err), BS_OK);
    content[65536] = ' ';
    content[65537] = '\0';
    assert_int_equal(open_with("large.svg", content, &err), BS_BAD);
    assert_non_null(strstr(err.text, "large.svg"));
    free(content);
}

/* ---- pictures in their own colours ---- */

#define RED  "<rect width='30' height='20' fill='#ff0000'/>"
#define WIDE "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20' viewBox='0 0 30 20'>"

static struct pictures *open_coloured(struct temp_dir *dir)
{
    struct pictures *pictures = open_shipped();
    struct bs_error err = {0};
    temp_dir_make(dir);
    temp_dir_write(dir, "red.svg", WIDE RED "</svg>");
    temp_dir_write(dir, "blue.svg", WIDE "<rect width='30' height='20' fill='#0000ff'/></svg>");
    assert_int_equal(pictures_add_drawings(pictures, dir->path, &err), BS_OK);
    return pictures;
}

static void a_picture_keeps_its_colours_and_its_shape(void **state)
{
    struct temp_dir dir;
    struct pictures *pictures = open_coloured(&dir);
    (void)state;
    const struct picture *red = pictures_drawing(pictures, "red", 300, 300);
    assert_non_null(red);
    assert_int_equal(red->width, 300);
    assert_int_equal(red->height, 200);
    assert_int_equal(red->pixels[100 * 300 + 150], 0xFFFF0000);
    assert_int_equal(pictures_drawing(pictures, "blue", 90, 60)->pixels[30 * 90 + 45], 0xFF0000FF);
    pictures_close(pictures);
    temp_dir_remove(&dir);
}

static void a_picture_is_no_icon(void **state)
{
    struct temp_dir dir;
    struct pictures *pictures = open_coloured(&dir);
    (void)state;
    assert_true(pictures_has_drawing(pictures, "red"));
    assert_false(pictures_has(pictures, "red"));
    assert_false(pictures_has_drawing(pictures, "check"));
    assert_null(pictures_drawing(pictures, "check", 30, 20));
    assert_null(pictures_drawing(pictures, "red", 0, 20));
    assert_null(pictures_drawing(pictures, "red", 30, 1025));
    pictures_close(pictures);
    temp_dir_remove(&dir);
}

static void a_picture_comes_from_the_cache_the_second_time(void **state)
{
    struct temp_dir dir;
    struct pictures *pictures = open_coloured(&dir);
    (void)state;
    const struct picture *first = pictures_drawing(pictures, "red", 300, 200);
    (void)pictures_drawing(pictures, "blue", 300, 200);
    assert_ptr_equal(pictures_drawing(pictures, "red", 300, 200), first);
    pictures_close(pictures);
    temp_dir_remove(&dir);
}

static void the_cache_of_pictures_forgets_rather_than_grows(void **state)
{
    struct temp_dir dir;
    struct pictures *pictures = open_coloured(&dir);
    (void)state;
    for (int width = 900; width < 940; width++) {
        const struct picture *red = pictures_drawing(pictures, "red", width, 1000);
        assert_non_null(red);
        assert_int_equal(red->width, width);
    }
    pictures_close(pictures);
    temp_dir_remove(&dir);
}

static void shipped_pictures_can_all_be_drawn(void **state)
{
    struct pictures *pictures = open_shipped();
    struct bs_error err = {0};
    (void)state;
    if (pictures_add_drawings(pictures, BS_SOURCE_DIR "/assets/pictures", &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_true(pictures_has_drawing(pictures, "street-trees"));
    pictures_close(pictures);
}

static void a_folder_of_pictures_that_is_not_there_is_named(void **state)
{
    struct pictures *pictures = open_shipped();
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(pictures_add_drawings(pictures, "/no/such/folder", &err), BS_BAD);
    assert_non_null(strstr(err.text, "/no/such/folder"));
    pictures_close(pictures);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_icons_can_all_be_drawn),
        cmocka_unit_test(icon_is_drawn_at_the_size_asked_for),
        cmocka_unit_test(unknown_icon_and_senseless_sizes_give_none),
        cmocka_unit_test(second_time_comes_from_the_cache),
        cmocka_unit_test(cache_forgets_rather_than_grows),
        cmocka_unit_test(file_that_is_no_drawing_is_named),
        cmocka_unit_test(drawing_with_nothing_in_it_is_named),
        cmocka_unit_test(other_files_in_the_folder_are_left_alone),
        cmocka_unit_test(missing_and_empty_folders_are_named),
        cmocka_unit_test(file_at_the_limit_is_read_and_one_byte_more_is_refused),
        cmocka_unit_test(a_picture_keeps_its_colours_and_its_shape),
        cmocka_unit_test(a_picture_is_no_icon),
        cmocka_unit_test(a_picture_comes_from_the_cache_the_second_time),
        cmocka_unit_test(the_cache_of_pictures_forgets_rather_than_grows),
        cmocka_unit_test(shipped_pictures_can_all_be_drawn),
        cmocka_unit_test(a_folder_of_pictures_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
