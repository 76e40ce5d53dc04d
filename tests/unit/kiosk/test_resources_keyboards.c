/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the keyboards at the start: what is missing or wrong is named. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "resources.h"
#include "resources_keyboards.h"
#include "temp_dir.h"
#include "text_entry.h"

static struct temp_dir dir;
static struct kiosk_config config;
static struct keyboards keyboards;
static struct bs_error err;
static const struct languages DUTCH = {.count = 1, .of = {{.code = "nl", .keyboard = "latin"}}};

static int make(void **state)
{
    char path[TEMP_DIR_PATH];
    (void)state;
    temp_dir_make(&dir);
    config = (struct kiosk_config){0};
    keyboards = (struct keyboards){0};
    err = (struct bs_error){0};
    snprintf(config.assets_dir, sizeof config.assets_dir, "%s", dir.path);
    return mkdir(temp_dir_file(&dir, "keyboards", path), 0755);
}

static int drop(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static void write_it(const char *name, const char *text)
{
    char path[TEMP_DIR_PATH];
    snprintf(path, sizeof path, "keyboards/%s", name);
    temp_dir_write(&dir, path, text);
}

static void assert_named(const char *what)
{
    assert_int_equal(resources_keyboards(&config, &DUTCH, &keyboards, &err), BS_BAD);
    if (strstr(err.text, what) == NULL) {
        fail_msg("%s", err.text);
    }
}

static void every_language_finds_its_keyboard(void **state)
{
    struct languages languages = {0};
    (void)state;
    snprintf(config.assets_dir, sizeof config.assets_dir, "%s/assets", BS_SOURCE_DIR);
    assert_int_equal(resources_languages(&config, &languages, &err), BS_OK);
    assert_int_equal(resources_keyboards(&config, &languages, &keyboards, &err), BS_OK);
    for (size_t i = 0; i < languages.count; i++) {
        assert_non_null(keyboards_find(&keyboards, languages.of[i].keyboard));
    }
}

static void every_key_of_the_shipped_keyboards_can_be_written(void **state)
{
    struct languages languages = {0};
    (void)state;
    snprintf(config.assets_dir, sizeof config.assets_dir, "%s/assets", BS_SOURCE_DIR);
    assert_int_equal(resources_keyboards(&config, &languages, &keyboards, &err), BS_OK);
    for (size_t k = 0; k < keyboards.count; k++) {
        for (size_t l = 0; l < keyboards.of[k].layer_count; l++) {
            const struct keyboard_layer *layer = &keyboards.of[k].layers[l];
            for (size_t i = 0; i < layer->key_count; i++) {
                struct text_entry entry = {0};
                if (!text_entry_put(&entry, layer->keys[i], BS_WORDS_MAX)) {
                    fail_msg("%s: %s is not taken", keyboards.of[k].name, layer->keys[i]);
                }
            }
        }
    }
}

static void a_folder_without_keyboards_is_named(void **state)
{
    (void)state;
    assert_named("keyboards");
}

static void a_keyboard_that_a_language_needs_is_named(void **state)
{
    (void)state;
    write_it("phone.keyboard", "layer signs 123\nrow 1\n");
    assert_named("latin.keyboard is missing, which language nl needs");
}

static void the_keyboard_for_telephone_numbers_is_needed(void **state)
{
    (void)state;
    write_it("latin.keyboard", "layer small ab\nrow a\n");
    assert_named("phone.keyboard is missing");
}

static void a_mistake_is_named_with_file_and_line(void **state)
{
    (void)state;
    write_it("latin.keyboard", "layer small ab\nkeys a\n");
    assert_named("latin.keyboard:2: expected layer");
}

static void other_files_are_left_alone(void **state)
{
    (void)state;
    write_it("phone.keyboard", "layer signs 123\nrow 1\n");
    write_it("latin.keyboard", "layer small ab\nrow a\n");
    write_it("README.md", "no keyboard");
    write_it(".keyboard", "no keyboard");
    assert_int_equal(resources_keyboards(&config, &DUTCH, &keyboards, &err), BS_OK);
    assert_int_equal(keyboards.count, 2);
}

int main(void)
{
#define KEYBOARDS(test) cmocka_unit_test_setup_teardown(test, make, drop)
    const struct CMUnitTest tests[] = {
        KEYBOARDS(every_language_finds_its_keyboard),
        KEYBOARDS(every_key_of_the_shipped_keyboards_can_be_written),
        KEYBOARDS(a_folder_without_keyboards_is_named),
        KEYBOARDS(a_keyboard_that_a_language_needs_is_named),
        KEYBOARDS(the_keyboard_for_telephone_numbers_is_needed),
        KEYBOARDS(a_mistake_is_named_with_file_and_line),
        KEYBOARDS(other_files_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
