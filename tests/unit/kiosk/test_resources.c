/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the theme file. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resources.h"
#include "temp_dir.h"

static const struct ui_display DISPLAY = {1920, 1080, 476, 268, 920, 600};

static struct temp_dir dir;
static struct kiosk_config config;
static struct ui_theme theme;
static struct bs_error err;

static int make(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    config = (struct kiosk_config){0};
    theme = (struct ui_theme){0};
    err = (struct bs_error){0};
    return 0;
}

static int drop(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static void name_theme(const char *name)
{
    char path[TEMP_DIR_PATH];
    snprintf(config.theme, sizeof config.theme, "%s", temp_dir_file(&dir, name, path));
}

static void the_shipped_theme_is_taken(void **state)
{
    (void)state;
    snprintf(config.assets_dir, sizeof config.assets_dir, "%s/assets", BS_SOURCE_DIR);
    assert_int_equal(resources_theme(&config, &DISPLAY, &theme, &err), BS_OK);
    assert_true(theme.target_min >= 81);
}

static void a_theme_that_is_not_there_is_a_mistake_of_the_configuration(void **state)
{
    (void)state;
    name_theme("none.theme");
    assert_int_equal(resources_theme(&config, &DISPLAY, &theme, &err), BS_BAD);
    assert_non_null(strstr(err.text, "none.theme"));
}

static void a_mistake_is_named_with_file_and_line(void **state)
{
    (void)state;
    temp_dir_write(&dir, "bad.theme", "# mine\n\ncolour = blue\n");
    name_theme("bad.theme");
    assert_int_equal(resources_theme(&config, &DISPLAY, &theme, &err), BS_BAD);
    assert_non_null(strstr(err.text, "bad.theme:3:"));
}

static void a_theme_that_is_no_text_file_of_that_size_is_refused(void **state)
{
    static char text[64 * 1024 + 2];
    (void)state;
    memset(text, '\n', sizeof text - 1);
    temp_dir_write(&dir, "huge.theme", text);
    name_theme("huge.theme");
    assert_int_equal(resources_theme(&config, &DISPLAY, &theme, &err), BS_BAD);
    assert_non_null(strstr(err.text, "huge.theme"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_shipped_theme_is_taken, make, drop),
        cmocka_unit_test_setup_teardown(a_theme_that_is_not_there_is_a_mistake_of_the_configuration,
                                        make, drop),
        cmocka_unit_test_setup_teardown(a_mistake_is_named_with_file_and_line, make, drop),
        cmocka_unit_test_setup_teardown(a_theme_that_is_no_text_file_of_that_size_is_refused, make,
                                        drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
