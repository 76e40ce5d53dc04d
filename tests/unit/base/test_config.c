/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Configuration: every mistake named by file, line and key, all of them at once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/config.h>

#include "temp_dir.h"

struct settings {
    char guard_before;
    char name[8];
    char guard_after;
    int64_t width;
    bool loud;
    char storage[16];
    char optional[8];
    char long_text[BS_CONFIG_VALUE];
};

static const struct bs_config_field fields[] = {
    {.key = "name",
     .type = BS_CONFIG_TEXT,
     .offset = offsetof(struct settings, name),
     .size = 8,
     .required = true},
    {.key = "width",
     .type = BS_CONFIG_INT,
     .offset = offsetof(struct settings, width),
     .least = -100,
     .most = 5000,
     .fallback = "300",
     .expected = "millimetres, -100 to 5000"},
    {.key = "loud",
     .type = BS_CONFIG_BOOL,
     .offset = offsetof(struct settings, loud),
     .fallback = "yes"},
    {.key = "storage",
     .type = BS_CONFIG_CHOICE,
     .offset = offsetof(struct settings, storage),
     .size = 16,
     .choices = "sqlite|postgresql|none",
     .fallback = "sqlite"},
    {.key = "optional",
     .type = BS_CONFIG_TEXT,
     .offset = offsetof(struct settings, optional),
     .size = 8},
    {.key = "long_text",
     .type = BS_CONFIG_TEXT,
     .offset = offsetof(struct settings, long_text),
     .size = BS_CONFIG_VALUE},
};

enum { FIELDS = sizeof fields / sizeof fields[0] };

static enum bs_err parse(const char *text, struct settings *out, struct bs_complaints *complaints)
{
    *out = (struct settings){.guard_before = '#', .guard_after = '#', .optional = "as was"};
    return bs_config_parse("k.conf", text, strlen(text), fields, FIELDS, out, complaints, NULL);
}

static void assert_complaint(const char *text, const char *expected)
{
    struct settings settings;
    struct bs_complaints complaints = {0};

    assert_int_equal(parse(text, &settings, &complaints), BS_BAD);
    assert_int_equal(complaints.count, 1);
    assert_string_equal(complaints.text[0], expected);
    assert_int_equal(settings.guard_before, '#');
    assert_int_equal(settings.guard_after, '#');
}

static void values_are_read_into_the_struct(void **state)
{
    struct settings s;
    struct bs_complaints complaints = {0};

    (void)state;
    assert_int_equal(
        parse("name = kiosk\nwidth = -42\nloud = no\nstorage = postgresql\noptional = x\n", &s,
              &complaints),
        BS_OK);
    assert_int_equal(complaints.count, 0);
    assert_string_equal(s.name, "kiosk");
    assert_int_equal(s.width, -42);
    assert_false(s.loud);
    assert_string_equal(s.storage, "postgresql");
    assert_string_equal(s.optional, "x");
}

static void missing_keys_take_their_default_or_stay(void **state)
{
    struct settings s;

    (void)state;
    assert_int_equal(parse("name=k", &s, NULL), BS_OK);
    assert_int_equal(s.width, 300);
    assert_true(s.loud);
    assert_string_equal(s.storage, "sqlite");
    assert_string_equal(s.optional, "as was");
}

static void comments_blanks_and_line_ends_do_not_matter(void **state)
{
    struct settings s;

    (void)state;
    assert_int_equal(parse("\xEF\xBB\xBF# a comment = yes\r\n\r\n  \t\n\t name\t=  a b = c  \t\r\n "
                           " # more\nwidth=1",
                           &s, NULL),
                     BS_OK);
    assert_string_equal(s.name, "a b = c");
    assert_int_equal(s.width, 1);
}

static void number_sign_within_a_value_belongs_to_it(void **state)
{
    struct settings s;

    (void)state;
    assert_int_equal(parse("name = a#b", &s, NULL), BS_OK);
    assert_string_equal(s.name, "a#b");
}

static void unknown_key_is_named(void **state)
{
    (void)state;
    assert_complaint("name = k\ncolour = red\n", "k.conf:2: colour: is not a known key");
}

static void second_value_of_a_key_names_the_first_line(void **state)
{
    (void)state;
    assert_complaint("name = k\n\nwidth = 3\nwidth = 3\n",
                     "k.conf:4: width: is given twice, first in line 3");
}

static void missing_required_key_is_named(void **state)
{
    (void)state;
    assert_complaint("width = 3\n", "k.conf: name: is missing; expected text of at most 7 bytes");
}

static void line_without_an_equals_sign_is_named(void **state)
{
    (void)state;
    assert_complaint("name = k\nwidth 3\n", "k.conf:2: expected key = value");
    assert_complaint("name = k\n= 3\n", "k.conf:2: expected key = value");
}

static void empty_value_is_named(void **state)
{
    (void)state;
    assert_complaint("name = k\nloud = \n", "k.conf:2: loud: expected yes or no, found nothing");
    assert_complaint("name =", "k.conf:1: name: expected text of at most 7 bytes, found nothing");
}

static void wrong_word_for_a_bool_is_quoted(void **state)
{
    (void)state;
    assert_complaint("name = k\nloud = true\n",
                     "k.conf:2: loud: expected yes or no, found \"true\"");
    assert_complaint("name = k\nloud = Yes\n", "k.conf:2: loud: expected yes or no, found \"Yes\"");
}

static void word_that_is_no_choice_is_quoted(void **state)
{
    static const char *const bad[] = {"oracle", "sqlit",  "sqlitee",    "sqlite|none",
                                      "|",      "SQLite", "postgresql|"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[100];
        char expected[200];

        (void)snprintf(text, sizeof text, "name = k\nstorage = %s\n", bad[i]);
        (void)snprintf(expected, sizeof expected,
                       "k.conf:2: storage: expected one of sqlite|postgresql|none, found \"%s\"",
                       bad[i]);
        assert_complaint(text, expected);
    }
}

static void numbers_at_the_limits_are_taken(void **state)
{
    struct settings s;

    (void)state;
    assert_int_equal(parse("name=k\nwidth=-100", &s, NULL), BS_OK);
    assert_int_equal(s.width, -100);
    assert_int_equal(parse("name=k\nwidth=5000", &s, NULL), BS_OK);
    assert_int_equal(s.width, 5000);
}

static void numbers_past_the_limits_and_other_words_are_not(void **state)
{
    static const char *const bad[] = {"-101",
                                      "5001",
                                      "1.5",
                                      "1e3",
                                      "0x10",
                                      "+1",
                                      "-",
                                      "--1",
                                      "1 2",
                                      "12a",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999999"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[100];
        char expected[200];

        (void)snprintf(text, sizeof text, "name = k\nwidth = %s\n", bad[i]);
        (void)snprintf(expected, sizeof expected,
                       "k.conf:2: width: expected millimetres, -100 to 5000, found \"%s\"", bad[i]);
        assert_complaint(text, expected);
    }
}

static void whole_range_of_numbers_is_read(void **state)
{
    static const struct bs_config_field field = {
        .key = "n", .type = BS_CONFIG_INT, .least = INT64_MIN, .most = INT64_MAX};
    int64_t out = 0;

    (void)state;
    assert_int_equal(
        bs_config_parse("f", "n=-9223372036854775808", 22, &field, 1, &out, NULL, NULL), BS_OK);
    assert_true(out == INT64_MIN);
    assert_int_equal(bs_config_parse("f", "n=9223372036854775807", 21, &field, 1, &out, NULL, NULL),
                     BS_OK);
    assert_true(out == INT64_MAX);
    assert_int_equal(bs_config_parse("f", "n=9223372036854775808", 21, &field, 1, &out, NULL, NULL),
                     BS_BAD);
    assert_int_equal(
        bs_config_parse("f", "n=-9223372036854775809", 22, &field, 1, &out, NULL, NULL), BS_BAD);
    assert_true(out == INT64_MAX);
}

static void text_of_exactly_its_size_fits(void **state)
{
    struct settings s;

    (void)state;
    assert_int_equal(parse("name = 1234567", &s, NULL), BS_OK);
    assert_string_equal(s.name, "1234567");
}

static void text_one_past_its_size_is_not_quoted(void **state)
{
    (void)state;
    assert_complaint("name = 12345678",
                     "k.conf:1: name: expected text of at most 7 bytes, found 8 bytes where 7 fit");
}

static void value_of_exactly_the_limit_fits_and_one_more_does_not(void **state)
{
    char text[BS_CONFIG_VALUE + 40];
    struct settings s;
    int used = snprintf(text, sizeof text, "name=k\nlong_text=");

    (void)state;
    memset(text + used, 'v', BS_CONFIG_VALUE - 1);
    text[used + BS_CONFIG_VALUE - 1] = '\0';
    assert_int_equal(parse(text, &s, NULL), BS_OK);
    assert_int_equal(strlen(s.long_text), BS_CONFIG_VALUE - 1);
    text[used + BS_CONFIG_VALUE - 1] = 'v';
    text[used + BS_CONFIG_VALUE] = '\0';
    assert_complaint(text, "k.conf:2: long_text: expected at most 511 bytes, found 512");
}

static void key_of_exactly_the_limit_is_quoted_and_one_more_is_not(void **state)
{
    char text[200] = "name=k\n";
    struct settings s;
    struct bs_complaints complaints = {0};

    (void)state;
    memset(text + 7, 'k', 64);
    memcpy(text + 71, "=1", 3);
    assert_int_equal(parse(text, &s, &complaints), BS_BAD);
    assert_non_null(strstr(complaints.text[0], "kkk: is not a known key"));
    memcpy(text + 71, "k=1", 4);
    assert_complaint(text, "k.conf:2: expected a key of at most 64 bytes, found 65");
}

static void bytes_that_are_no_text_are_named(void **state)
{
    struct settings s;
    struct bs_complaints complaints = {0};

    (void)state;
    assert_complaint("name = k\n# \xFF\n",
                     "k.conf:2: expected UTF-8 text without control characters");
    assert_complaint("name = k\n\x1b[2J = 3\n",
                     "k.conf:2: expected UTF-8 text without control characters");
    assert_int_equal(
        bs_config_parse("k.conf", "name=a\0b", 8, fields, FIELDS, &s, &complaints, NULL), BS_BAD);
}

static void all_mistakes_are_reported_at_once(void **state)
{
    struct settings s;
    struct bs_complaints complaints = {0};
    struct bs_error err = {0};
    const char *text = "colour = red\nwidth = wide\nnonsense\nloud = maybe\n";

    (void)state;
    bs_complain(&complaints, "other.conf", "was wrong before");
    assert_int_equal(
        bs_config_parse("k.conf", text, strlen(text), fields, FIELDS, &s, &complaints, &err),
        BS_BAD);
    assert_int_equal(complaints.count, 6);
    assert_string_equal(complaints.text[0], "other.conf: was wrong before");
    assert_string_equal(err.text, "k.conf:1: colour: is not a known key (and 4 more)");
}

static void good_file_is_ok_even_after_another_was_wrong(void **state)
{
    struct settings s;
    struct bs_complaints complaints = {0};

    (void)state;
    bs_complain(&complaints, "other.conf", "was wrong before");
    assert_int_equal(parse("name=k", &s, &complaints), BS_OK);
    assert_int_equal(complaints.count, 1);
}

static void more_mistakes_than_fit_are_counted(void **state)
{
    struct settings s;
    struct bs_complaints complaints = {0};
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, 10000);
    bs_buf_text(&text, "name=k\n");
    for (int i = 0; i < BS_COMPLAINTS_MAX + 5; i++) {
        bs_buf_text(&text, "nonsense\n");
    }
    assert_int_equal(parse(bs_buf_string(&text), &s, &complaints), BS_BAD);
    assert_int_equal(complaints.count, BS_COMPLAINTS_MAX);
    assert_int_equal(complaints.dropped, 5);
    bs_buf_finish(&text);
}

static void file_is_read_and_named_in_complaints(void **state)
{
    struct temp_dir dir;
    struct settings s = {0};
    struct bs_complaints complaints = {0};
    char path[TEMP_DIR_PATH];
    char expected[TEMP_DIR_PATH + 40];

    (void)state;
    temp_dir_make(&dir);
    temp_dir_write(&dir, "k.conf", "name = k\n");
    temp_dir_file(&dir, "k.conf", path);
    assert_int_equal(bs_config_read(path, fields, FIELDS, &s, &complaints, NULL), BS_OK);
    assert_string_equal(s.name, "k");
    temp_dir_write(&dir, "k.conf", "name = k\nx = 1\n");
    assert_int_equal(bs_config_read(path, fields, FIELDS, &s, &complaints, NULL), BS_BAD);
    (void)snprintf(expected, sizeof expected, "%s:2: x: is not a known key", path);
    assert_string_equal(complaints.text[0], expected);
    temp_dir_remove(&dir);
}

static void default_that_its_own_field_refuses_is_a_complaint(void **state)
{
    static const struct bs_config_field field = {
        .key = "n", .type = BS_CONFIG_INT, .least = 1, .most = 5, .fallback = "6"};
    struct bs_complaints complaints = {0};
    int64_t out = 42;

    (void)state;
    assert_int_equal(bs_config_parse("f", "", 0, &field, 1, &out, &complaints, NULL), BS_BAD);
    assert_string_equal(complaints.text[0], "n: its own default is not allowed");
    assert_int_equal(out, 42);
}

static void missing_file_is_not_found_and_a_complaint(void **state)
{
    struct temp_dir dir;
    struct settings s = {0};
    struct bs_complaints complaints = {0};
    struct bs_error err = {0};
    char path[TEMP_DIR_PATH];

    (void)state;
    temp_dir_make(&dir);
    temp_dir_file(&dir, "none.conf", path);
    assert_int_equal(bs_config_read(path, fields, FIELDS, &s, &complaints, &err), BS_NOTFOUND);
    assert_int_equal(complaints.count, 1);
    assert_non_null(strstr(complaints.text[0], path));
    assert_int_equal(err.code, BS_NOTFOUND);
    assert_int_equal(bs_config_read(dir.path, fields, FIELDS, &s, &complaints, NULL), BS_BROKEN);
    temp_dir_remove(&dir);
}

static void file_of_exactly_the_limit_is_read_and_one_more_is_not(void **state)
{
    static char text[BS_CONFIG_FILE_MAX + 2];
    struct temp_dir dir;
    struct settings s = {0};
    struct bs_complaints complaints = {0};
    char path[TEMP_DIR_PATH];

    (void)state;
    memset(text, '\n', BS_CONFIG_FILE_MAX);
    memcpy(text, "name=k", 6);
    temp_dir_make(&dir);
    temp_dir_write(&dir, "k.conf", text);
    temp_dir_file(&dir, "k.conf", path);
    assert_int_equal(bs_config_read(path, fields, FIELDS, &s, &complaints, NULL), BS_OK);
    text[BS_CONFIG_FILE_MAX] = '\n';
    temp_dir_write(&dir, "k.conf", text);
    assert_int_equal(bs_config_read(path, fields, FIELDS, &s, &complaints, NULL), BS_LIMIT);
    assert_int_equal(complaints.count, 1);
    assert_int_equal(parse(text, &s, NULL), BS_BAD);
    temp_dir_remove(&dir);
}

static void assert_where(const char *path, const char *key, const char *end)
{
    char where[TEMP_DIR_PATH + 64], wanted[TEMP_DIR_PATH + 64];

    (void)snprintf(wanted, sizeof wanted, "%s%s", path, end);
    bs_config_where(path, key, where, sizeof where);
    assert_string_equal(where, wanted);
}

static void the_line_of_a_key_is_found(void **state)
{
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];

    (void)state;
    temp_dir_make(&dir);
    temp_dir_file(&dir, "k.conf", path);
    assert_where(path, "name", ": name");
    temp_dir_write(&dir, "k.conf", "# name = x\nname2 = y\n\n\t name\t= z\nlast=");
    assert_where(path, "name", ":4: name");
    assert_where(path, "name2", ":2: name2");
    assert_where(path, "last", ":5: last");
    assert_where(path, "nam", ": nam");
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_into_the_struct),
        cmocka_unit_test(missing_keys_take_their_default_or_stay),
        cmocka_unit_test(comments_blanks_and_line_ends_do_not_matter),
        cmocka_unit_test(number_sign_within_a_value_belongs_to_it),
        cmocka_unit_test(unknown_key_is_named),
        cmocka_unit_test(second_value_of_a_key_names_the_first_line),
        cmocka_unit_test(missing_required_key_is_named),
        cmocka_unit_test(line_without_an_equals_sign_is_named),
        cmocka_unit_test(empty_value_is_named),
        cmocka_unit_test(wrong_word_for_a_bool_is_quoted),
        cmocka_unit_test(word_that_is_no_choice_is_quoted),
        cmocka_unit_test(numbers_at_the_limits_are_taken),
        cmocka_unit_test(numbers_past_the_limits_and_other_words_are_not),
        cmocka_unit_test(whole_range_of_numbers_is_read),
        cmocka_unit_test(text_of_exactly_its_size_fits),
        cmocka_unit_test(text_one_past_its_size_is_not_quoted),
        cmocka_unit_test(value_of_exactly_the_limit_fits_and_one_more_does_not),
        cmocka_unit_test(key_of_exactly_the_limit_is_quoted_and_one_more_is_not),
        cmocka_unit_test(bytes_that_are_no_text_are_named),
        cmocka_unit_test(all_mistakes_are_reported_at_once),
        cmocka_unit_test(good_file_is_ok_even_after_another_was_wrong),
        cmocka_unit_test(more_mistakes_than_fit_are_counted),
        cmocka_unit_test(file_is_read_and_named_in_complaints),
        cmocka_unit_test(default_that_its_own_field_refuses_is_a_complaint),
        cmocka_unit_test(missing_file_is_not_found_and_a_complaint),
        cmocka_unit_test(the_line_of_a_key_is_found),
        cmocka_unit_test(file_of_exactly_the_limit_is_read_and_one_more_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
