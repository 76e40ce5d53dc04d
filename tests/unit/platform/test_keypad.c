/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which devices have keys, by what the kernel says of them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keypad.h"
#include "platform.h"
#include "temp_dir.h"

/* As 64-bit kernels say it of real devices. */
#define KEYBOARD     "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe\n"
#define KEYPAD       "5000fffa0 80000000004000\n" /* the pad alone */
#define POWER_BUTTON "10000000000000 0\n"
#define TOUCH_SCREEN "400 0 0 0 0 0\n"
#define NO_KEYS      "0\n"
/* Of one key, in words of 64 and of 32 bits. */
#define ENTER_64   "10000000"
#define ENTER_32   "10000000"
#define KPENTER_64 "100000000 0"
#define KPENTER_32 "1 0 0 0"

static bool has(const char *line)
{
    return keypad_has_enter(line, strlen(line), 64);
}

static bool has_32(const char *line)
{
    return keypad_has_enter(line, strlen(line), 32);
}

/* ---- a line ---- */

static void a_keyboard_and_a_keypad_have_an_enter(void **state)
{
    (void)state;
    assert_true(has(KEYBOARD));
    assert_true(has(KEYPAD));
}

static void what_only_wakes_or_is_touched_has_none(void **state)
{
    (void)state;
    assert_false(has(POWER_BUTTON));
    assert_false(has(TOUCH_SCREEN));
    assert_false(has(NO_KEYS));
}

static void either_enter_alone_is_enough(void **state)
{
    (void)state;
    assert_true(has(ENTER_64));
    assert_true(has(KPENTER_64));
    assert_true(has_32(ENTER_32));
    assert_true(has_32(KPENTER_32));
}

/* One bit beside them, in the same words. */
static void the_keys_beside_them_are_not_them(void **state)
{
    (void)state;
    assert_false(has("8000000"));
    assert_false(has("20000000"));
    assert_false(has("80000000 0"));
    assert_false(has("200000000 0"));
    assert_false(has_32("80000000 0 0"));
    assert_false(has_32("2 0 0 0"));
}

static void the_last_word_is_the_lowest(void **state)
{
    (void)state;
    assert_true(has("0 0 10000000"));
    assert_false(has("10000000 0 0"));
    assert_true(has("7 0 100000000 0"));
    assert_false(has("100000000 0 0"));
    assert_false(has_32("100000000 0")); /* a word of the other kernel */
}

static void a_line_end_may_be_there_or_not(void **state)
{
    (void)state;
    assert_true(has(ENTER_64 "\n"));
    assert_false(has(ENTER_64 "\n\n"));
    assert_false(has("\n"));
}

static void what_is_no_line_of_keys_has_none(void **state)
{
    static const char *const LINES[] = {
        "",           " ",         "g",           "0x10000000",  "10000000 g",
        "g 10000000", " 10000000", "10000000 ",   "0  10000000", "0\t10000000",
        "FFFFFFFF",   "-10000000", "10000000\r\n"};

    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        if (has(LINES[i])) {
            fail_msg("\"%s\" has an Enter", LINES[i]);
        }
    }
    assert_false(keypad_has_enter("10000000\0", 9, 64));
}

static void a_word_is_as_long_as_the_kernel_s(void **state)
{
    (void)state;
    assert_true(has("ffffffffffffffff"));
    assert_false(has("fffffffffffffffff"));
    assert_true(has_32("ffffffff"));
    assert_false(has_32("fffffffff"));
}

/* So many words of zero, and the one with Enter. */
static bool has_behind(size_t zeros)
{
    char line[KEYPAD_LINE_MAX] = "";

    assert_true(zeros * 2 + sizeof ENTER_32 <= sizeof line);
    for (size_t i = 0; i < zeros; i++) {
        memcpy(line + i * 2, "0 ", 2);
    }
    memcpy(line + zeros * 2, ENTER_32, sizeof ENTER_32);
    return has_32(line);
}

/* Kernels know 768 keys: 24 words of 32 bits. */
static void more_words_than_there_can_be_keys_are_not_believed(void **state)
{
    (void)state;
    assert_true(has_behind(47));
    assert_false(has_behind(48));
    assert_false(has_behind(200));
}

static void what_is_too_long_is_not_looked_at(void **state)
{
    char line[KEYPAD_LINE_MAX + 1];

    (void)state;
    for (size_t i = 0; i < sizeof line; i++) {
        line[i] = i % 17 == 16 ? ' ' : 'f';
    }
    assert_true(keypad_has_enter(line, KEYPAD_LINE_MAX, 64));
    assert_false(keypad_has_enter(line, KEYPAD_LINE_MAX + 1, 64));
}

/* ---- a folder ---- */

static struct temp_dir dir;

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static void make(const char *name, char out[TEMP_DIR_PATH])
{
    assert_int_equal(mkdir(temp_dir_file(&dir, name, out), 0700), 0);
}

/* NAME/device/capabilities/key with that line; NULL: no such file. */
static void add_device(const char *name, const char *line)
{
    char path[TEMP_DIR_PATH], inner[64];

    make(name, path);
    (void)snprintf(inner, sizeof inner, "%s/device", name);
    make(inner, path);
    (void)snprintf(inner, sizeof inner, "%s/device/capabilities", name);
    make(inner, path);
    if (line != NULL) {
        (void)snprintf(inner, sizeof inner, "%s/device/capabilities/key", name);
        temp_dir_write(&dir, inner, line);
    }
}

static void a_keypad_is_found_among_the_devices(void **state)
{
    (void)state;
    add_device("event0", POWER_BUTTON);
    add_device("event1", NULL);
    add_device("event2", "no line of keys");
    assert_false(keypad_look(dir.path));
    add_device("event17", KPENTER_64 "\n");
    assert_true(keypad_look(dir.path));
}

/* A keyboard stands there once more as inputN and its lamps. */
static void only_event_devices_count(void **state)
{
    (void)state;
    add_device("input3", KEYBOARD);
    add_device("mouse0", KEYBOARD);
    assert_false(keypad_look(dir.path));
}

static void a_folder_that_is_not_there_has_no_keypad(void **state)
{
    char path[TEMP_DIR_PATH];

    (void)state;
    assert_false(keypad_look(temp_dir_file(&dir, "nothing", path)));
    assert_false(keypad_look(dir.path));
}

static void a_file_that_does_not_end_is_left(void **state)
{
    char text[4096];

    (void)state;
    memset(text, 'f', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    add_device("event0", text);
    assert_false(keypad_look(dir.path));
}

/* Nobody writes into it: a look that waited would never end. */
static void a_pipe_is_not_waited_for(void **state)
{
    char path[TEMP_DIR_PATH];

    (void)state;
    add_device("event0", NULL);
    assert_int_equal(mkfifo(temp_dir_file(&dir, "event0/device/capabilities/key", path), 0600), 0);
    (void)alarm(20);
    assert_false(keypad_look(dir.path));
    (void)alarm(0);
}

static void this_machine_can_be_asked(void **state)
{
    (void)state;
    assert_int_equal(platform_has_keys(), keypad_look("/sys/class/input"));
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_keyboard_and_a_keypad_have_an_enter),
        cmocka_unit_test(what_only_wakes_or_is_touched_has_none),
        cmocka_unit_test(either_enter_alone_is_enough),
        cmocka_unit_test(the_keys_beside_them_are_not_them),
        cmocka_unit_test(the_last_word_is_the_lowest),
        cmocka_unit_test(a_line_end_may_be_there_or_not),
        cmocka_unit_test(what_is_no_line_of_keys_has_none),
        cmocka_unit_test(a_word_is_as_long_as_the_kernel_s),
        cmocka_unit_test(more_words_than_there_can_be_keys_are_not_believed),
        cmocka_unit_test(what_is_too_long_is_not_looked_at),
        IN_DIR(a_keypad_is_found_among_the_devices),
        IN_DIR(only_event_devices_count),
        IN_DIR(a_folder_that_is_not_there_has_no_keypad),
        IN_DIR(a_file_that_does_not_end_is_left),
        IN_DIR(a_pipe_is_not_waited_for),
        cmocka_unit_test(this_machine_can_be_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
