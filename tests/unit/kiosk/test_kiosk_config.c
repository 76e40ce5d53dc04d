/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The command line and kiosk.conf. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/clock.h>

#include "kiosk_config.h"
#include "temp_dir.h"

#define WORDS_MAX 16

static struct kiosk_arguments arguments;
static struct kiosk_config config;
static struct bs_complaints complaints;
static struct bs_error err;
static struct temp_dir dir;

/* ---- arguments ---- */

/* Reads a command line whose words are separated by blanks. */
static enum bs_err read_line(const char *line)
{
    static char copy[512], name[] = "buurtstem-kiosk";
    char *argv[WORDS_MAX] = {name};
    int argc = 1;
    char *rest = NULL;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        assert_true(argc < WORDS_MAX);
        argv[argc++] = word;
    }
    err = (struct bs_error){0};
    return kiosk_arguments_read(argc, argv, &arguments, &err);
}

static void assert_refused(const char *line, const char *named)
{
    if (read_line(line) != BS_BAD) {
        fail_msg("taken: %s", line);
    }
    if (strstr(err.text, named) == NULL) {
        fail_msg("\"%s\" does not name %s", err.text, named);
    }
}

static void without_arguments_nothing_is_set(void **state)
{
    (void)state;
    assert_int_equal(read_line(""), BS_OK);
    assert_null(arguments.config);
    assert_false(arguments.is_headless || arguments.is_virtual || arguments.has_seed ||
                 arguments.check || arguments.version);
    assert_int_equal(arguments.width, 0);
}

static void every_argument_is_taken(void **state)
{
    (void)state;
    assert_int_equal(
        read_line("--config k.conf --headless --size 1280x800 --clock virtual --seed 7 "
                  "--script s --scene-file f --check --version"),
        BS_OK);
    assert_string_equal(arguments.config, "k.conf");
    assert_string_equal(arguments.script, "s");
    assert_string_equal(arguments.scene_file, "f");
    assert_int_equal(arguments.width, 1280);
    assert_int_equal(arguments.height, 800);
    assert_int_equal(arguments.seed, 7);
    assert_true(arguments.is_headless && arguments.is_virtual && arguments.has_seed &&
                arguments.check && arguments.version);
}

static void help_is_taken(void **state)
{
    (void)state;
    assert_int_equal(read_line("--help"), BS_OK);
    assert_true(arguments.help);
}

static void sizes_are_taken_up_to_their_limits(void **state)
{
    (void)state;
    assert_int_equal(read_line("--size 320x240"), BS_OK);
    assert_int_equal(read_line("--size 7680x4320"), BS_OK);
    assert_refused("--size 319x240", "--size");
    assert_refused("--size 320x239", "--size");
    assert_refused("--size 7681x4320", "--size");
    assert_refused("--size 7680x4321", "--size");
}

static void a_size_is_two_numbers_and_no_more(void **state)
{
    static const char *const LINES[] = {"--size 1280",           "--size x800",      "--size 1280x",
                                        "--size 1280x800x1",     "--size 1280x800p", "--size wide",
                                        "--size 99999999999x800"};
    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        assert_refused(LINES[i], "WIDTHxHEIGHT");
    }
}

static void a_virtual_clock_begins_where_it_is_told(void **state)
{
    int64_t expected;
    (void)state;
    assert_true(bs_time_parse_utc("2027-01-02T03:04:05Z", &expected));
    assert_int_equal(read_line("--clock virtual=2027-01-02T03:04:05Z"), BS_OK);
    assert_int_equal(arguments.virtual_ms, expected);
}

static void a_virtual_clock_has_a_time_of_its_own(void **state)
{
    int64_t expected;
    (void)state;
    assert_true(bs_time_parse_utc("2026-11-22T10:00:00Z", &expected));
    assert_int_equal(read_line("--clock virtual"), BS_OK);
    assert_int_equal(arguments.virtual_ms, expected);
}

static void another_clock_is_refused(void **state)
{
    (void)state;
    assert_refused("--clock real", "virtual");
    assert_refused("--clock virtually", "virtual");
    assert_refused("--clock virtual=", "virtual");
    assert_refused("--clock virtual=2027-13-01T00:00:00Z", "virtual");
}

static void a_seed_is_a_whole_number_of_64_bits(void **state)
{
    (void)state;
    assert_int_equal(read_line("--seed 18446744073709551615"), BS_OK);
    assert_true(arguments.seed == UINT64_MAX);
    assert_refused("--seed 18446744073709551616", "--seed");
    assert_refused("--seed -1", "--seed");
    assert_refused("--seed 1.5", "--seed");
    assert_refused("--seed one", "--seed");
}

static void an_argument_without_its_value_is_refused(void **state)
{
    static const char *const NAMES[] = {"--config", "--size",   "--clock",
                                        "--seed",   "--script", "--scene-file"};
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        assert_refused(NAMES[i], NAMES[i]);
    }
}

static void an_unknown_argument_is_named_with_those_there_are(void **state)
{
    (void)state;
    assert_refused("--colour blue", "--colour");
    assert_non_null(strstr(err.text, "--scene-file"));
    assert_refused("kiosk.conf", "kiosk.conf");
}

/* ---- configuration ---- */

static int make(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

#define NEEDED "state_dir = /a\nsync_dir = /b\n"

static enum bs_err read_config(const char *text, const char *more_arguments)
{
    static char path[TEMP_DIR_PATH];
    temp_dir_write(&dir, "kiosk.conf", text);
    assert_int_equal(read_line(more_arguments), BS_OK);
    arguments.config = temp_dir_file(&dir, "kiosk.conf", path);
    config = (struct kiosk_config){0};
    complaints = (struct bs_complaints){0};
    return kiosk_config_read(&arguments, &config, &complaints, &err);
}

static void assert_complains(const char *words)
{
    for (size_t i = 0; i < complaints.count; i++) {
        if (strstr(complaints.text[i], words) != NULL) {
            return;
        }
    }
    fail_msg("no complaint about %s among %zu", words, complaints.count);
}

static void two_folders_are_all_that_is_needed(void **state)
{
    (void)state;
    assert_int_equal(read_config(NEEDED, ""), BS_OK);
    assert_string_equal(config.state_dir, "/a");
    assert_string_equal(config.sync_dir, "/b");
}

static void what_is_not_given_is_the_reference_cabinet(void **state)
{
    (void)state;
    assert_int_equal(read_config(NEEDED, ""), BS_OK);
    assert_int_equal(config.screen_width_mm, 476);
    assert_int_equal(config.screen_height_mm, 268);
    assert_int_equal(config.screen_bottom_mm, 920);
    assert_int_equal(config.viewing_distance_mm, 600);
    assert_int_equal(config.retention_days, 30);
    assert_string_equal(config.log_level, "info");
    assert_false(config.test_faces);
}

static void both_folders_are_missed_at_once(void **state)
{
    (void)state;
    assert_int_equal(read_config("", ""), BS_BAD);
    assert_complains("state_dir");
    assert_complains("sync_dir");
}

static void measures_are_taken_up_to_their_limits(void **state)
{
    (void)state;
    assert_int_equal(read_config(NEEDED "screen_width_mm = 100\nscreen_height_mm = 60\n"
                                        "screen_bottom_mm = 0\nviewing_distance_mm = 300\n",
                                 ""),
                     BS_OK);
    assert_int_equal(read_config(NEEDED "screen_width_mm = 3000\nscreen_height_mm = 3000\n"
                                        "screen_bottom_mm = 2000\nviewing_distance_mm = 2000\n",
                                 ""),
                     BS_OK);
}

static void what_is_safe_stays_from_no_day_to_ten_years(void **state)
{
    (void)state;
    assert_int_equal(read_config(NEEDED "retention_days = 0\n", ""), BS_OK);
    assert_int_equal(config.retention_days, 0);
    assert_int_equal(read_config(NEEDED "retention_days = 3650\n", ""), BS_OK);
    assert_int_equal(config.retention_days, 3650);
    assert_int_equal(read_config(NEEDED "retention_days = 3651\n", ""), BS_BAD);
    assert_complains("kiosk.conf:3: retention_days");
    assert_int_equal(read_config(NEEDED "retention_days = -1\n", ""), BS_BAD);
}

/* K07 */
static void measures_past_their_limits_are_named_with_their_lines(void **state)
{
    (void)state;
    assert_int_equal(read_config(NEEDED "screen_width_mm = 99\nscreen_height_mm = 3001\n"
                                        "screen_bottom_mm = -1\nviewing_distance_mm = 2001\n",
                                 ""),
                     BS_BAD);
    assert_int_equal(complaints.count, 4);
    assert_complains("kiosk.conf:3: screen_width_mm");
    assert_complains("kiosk.conf:4: screen_height_mm");
    assert_complains("kiosk.conf:5: screen_bottom_mm");
    assert_complains("kiosk.conf:6: viewing_distance_mm");
}

static void faces_for_tests_need_to_be_allowed(void **state)
{
    static const char *const FACES[] = {"--script s", "--scene-file f", "--clock virtual"};
    (void)state;
    for (size_t i = 0; i < sizeof FACES / sizeof FACES[0]; i++) {
        assert_int_equal(read_config(NEEDED, FACES[i]), BS_BAD);
        assert_complains("test_faces = yes");
        assert_int_equal(read_config(NEEDED "test_faces = yes\n", FACES[i]), BS_OK);
    }
}

static void the_service_does_not_run_with_faces_for_tests(void **state)
{
    (void)state;
    setenv("BUURTSTEM_NO_TEST_FACES", "1", 1);
    assert_int_equal(read_config(NEEDED "test_faces = no\n", ""), BS_OK);
    assert_int_equal(read_config("\xEF\xBB\xBFtest_faces = yes\n" NEEDED, ""), BS_BAD);
    assert_complains("test_faces");
    unsetenv("BUURTSTEM_NO_TEST_FACES");
}

static void a_window_without_a_screen_needs_no_permission(void **state)
{
    (void)state;
    assert_int_equal(read_config(NEEDED, "--headless --size 800x600 --seed 1"), BS_OK);
}

static void a_configuration_has_to_be_named(void **state)
{
    (void)state;
    assert_int_equal(read_line("--headless"), BS_OK);
    complaints = (struct bs_complaints){0};
    assert_int_equal(kiosk_config_read(&arguments, &config, &complaints, &err), BS_BAD);
    assert_complains("--config");
}

static void the_theme_is_the_shipped_one_unless_another_is_named(void **state)
{
    char path[2 * BS_CONFIG_VALUE];
    (void)state;
    assert_int_equal(read_config(NEEDED "assets_dir = /c\n", ""), BS_OK);
    kiosk_config_theme(&config, path, sizeof path);
    assert_string_equal(path, "/c/themes/default.theme");
    assert_int_equal(read_config(NEEDED "theme = /d/mine.theme\n", ""), BS_OK);
    kiosk_config_theme(&config, path, sizeof path);
    assert_string_equal(path, "/d/mine.theme");
}

/* ---- check ---- */

static void folders_that_cannot_be_used_are_all_named(void **state)
{
    (void)state;
    char path[TEMP_DIR_PATH];
    arguments = (struct kiosk_arguments){.config = "kiosk.conf", .check = true};
    config = (struct kiosk_config){0};
    complaints = (struct bs_complaints){0};
    temp_dir_write(&dir, "file", "");
    temp_dir_file(&dir, "nowhere", config.state_dir);
    temp_dir_file(&dir, "file", config.sync_dir);
    snprintf(config.speech_cache_dir, sizeof config.speech_cache_dir, "%s", dir.path);
    assert_int_equal(kiosk_config_check(&arguments, &config, &complaints, &err), BS_BAD);
    assert_int_equal(complaints.count, 2);
    assert_non_null(strstr(complaints.text[0], temp_dir_file(&dir, "nowhere", path)));
    assert_non_null(strstr(complaints.text[1], "is not a folder"));
}

static void folders_that_are_there_are_fine(void **state)
{
    (void)state;
    arguments = (struct kiosk_arguments){.config = "kiosk.conf", .check = true};
    config = (struct kiosk_config){0};
    complaints = (struct bs_complaints){0};
    snprintf(config.state_dir, sizeof config.state_dir, "%s", dir.path);
    snprintf(config.sync_dir, sizeof config.sync_dir, "%s", dir.path);
    assert_int_equal(kiosk_config_check(&arguments, &config, &complaints, &err), BS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_arguments_nothing_is_set),
        cmocka_unit_test(every_argument_is_taken),
        cmocka_unit_test(help_is_taken),
        cmocka_unit_test(sizes_are_taken_up_to_their_limits),
        cmocka_unit_test(a_size_is_two_numbers_and_no_more),
        cmocka_unit_test(a_virtual_clock_begins_where_it_is_told),
        cmocka_unit_test(a_virtual_clock_has_a_time_of_its_own),
        cmocka_unit_test(another_clock_is_refused),
        cmocka_unit_test(a_seed_is_a_whole_number_of_64_bits),
        cmocka_unit_test(an_argument_without_its_value_is_refused),
        cmocka_unit_test(an_unknown_argument_is_named_with_those_there_are),
        cmocka_unit_test_setup_teardown(two_folders_are_all_that_is_needed, make, drop),
        cmocka_unit_test_setup_teardown(what_is_not_given_is_the_reference_cabinet, make, drop),
        cmocka_unit_test_setup_teardown(both_folders_are_missed_at_once, make, drop),
        cmocka_unit_test_setup_teardown(measures_are_taken_up_to_their_limits, make, drop),
        cmocka_unit_test_setup_teardown(what_is_safe_stays_from_no_day_to_ten_years, make, drop),
        cmocka_unit_test_setup_teardown(measures_past_their_limits_are_named_with_their_lines, make,
                                        drop),
        cmocka_unit_test_setup_teardown(faces_for_tests_need_to_be_allowed, make, drop),
        cmocka_unit_test_setup_teardown(the_service_does_not_run_with_faces_for_tests, make, drop),
        cmocka_unit_test_setup_teardown(a_window_without_a_screen_needs_no_permission, make, drop),
        cmocka_unit_test(a_configuration_has_to_be_named),
        cmocka_unit_test_setup_teardown(folders_that_cannot_be_used_are_all_named, make, drop),
        cmocka_unit_test_setup_teardown(folders_that_are_there_are_fine, make, drop),
        cmocka_unit_test_setup_teardown(the_theme_is_the_shipped_one_unless_another_is_named, make,
                                        drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
