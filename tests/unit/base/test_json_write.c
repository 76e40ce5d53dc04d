/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Writing JSON: one line that a record may hold, in the order in which it was set. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <signal.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/random.h>
#include <buurtstem/utf8.h>

#include "child.h"

static void assert_written(struct bs_json *json, bool pretty, const char *expected)
{
    struct bs_buf text;

    bs_buf_init(&text, 10000);
    bs_json_write(json, pretty, &text);
    assert_string_equal(bs_buf_string(&text), expected);
    bs_buf_finish(&text);
    bs_json_destroy(json);
}

static void members_keep_the_order_in_which_they_were_set(void **state)
{
    struct bs_json *object = bs_json_new_object();

    (void)state;
    bs_json_set_string(object, "zebra", "streep");
    bs_json_set_int(object, "aap", -1);
    bs_json_set_bool(object, "m", true);
    bs_json_set_null(object, "0");
    bs_json_set_real(object, "half", 0.5);
    assert_written(object, false,
                   "{\"zebra\":\"streep\",\"aap\":-1,\"m\":true,\"0\":null,\"half\":0.5}");
}

static void setting_again_replaces_in_place(void **state)
{
    struct bs_json *object = bs_json_new_object();

    (void)state;
    bs_json_set_int(object, "a", 1);
    bs_json_set_int(object, "b", 2);
    bs_json_set_string(object, "a", "x");
    assert_written(object, false, "{\"a\":\"x\",\"b\":2}");
}

static void arrays_and_objects_nest(void **state)
{
    struct bs_json *object = bs_json_new_object();
    struct bs_json *array = bs_json_new_array();

    (void)state;
    bs_json_add_string(array, "a");
    bs_json_add_int(array, INT64_MAX);
    bs_json_add_take(array, bs_json_new_object());
    bs_json_set_take(object, "list", array);
    assert_written(object, false, "{\"list\":[\"a\",9223372036854775807,{}]}");
}

static void pretty_text_is_indented_by_two(void **state)
{
    struct bs_json *object = bs_json_new_object();
    struct bs_json *array = bs_json_new_array();

    (void)state;
    bs_json_add_int(array, 1);
    bs_json_set_take(object, "a", array);
    assert_written(object, true, "{\n  \"a\": [\n    1\n  ]\n}");
}

static void compact_text_holds_no_raw_control_character(void **state)
{
    char all[0x81];
    struct bs_json *array = bs_json_new_array();
    struct bs_buf text;

    (void)state;
    for (int i = 1; i < 0x80; i++) {
        all[i - 1] = (char)i;
    }
    all[0x7F] = '\0';
    bs_json_add_string(array, all);
    bs_buf_init(&text, 10000);
    bs_json_write(array, false, &text);
    for (size_t i = 0; i < text.len; i++) {
        assert_true(text.data[i] >= 0x20);
    }
    bs_buf_finish(&text);
    bs_json_destroy(array);
}

static void other_scripts_and_slashes_are_written_as_they_are(void **state)
{
    struct bs_json *array = bs_json_new_array();

    (void)state;
    bs_json_add_string(array, "één/€/🙂/مرحبا");
    assert_written(array, false, "[\"één/€/🙂/مرحبا\"]");
}

static void short_decimals_come_back_as_written(void **state)
{
    struct bs_json *object = bs_json_new_object();

    (void)state;
    bs_json_set_real(object, "a", 0.1);
    bs_json_set_real(object, "b", 12.345);
    bs_json_set_real(object, "c", 3.0);
    assert_written(object, false, "{\"a\":0.1,\"b\":12.345,\"c\":3.0}");
}

static void copy_is_deep_and_absent_copies_nothing(void **state)
{
    struct bs_json *source = NULL;
    struct bs_json *object = bs_json_new_object();
    struct bs_json_at root;
    struct bs_json_at a;
    struct bs_json_at none;

    (void)state;
    assert_int_equal(bs_json_parse(bs_bytes_of("{\"a\":{\"b\":[1,2]}}"), &source, NULL), BS_OK);
    root = bs_json_root(source, NULL);
    a = bs_json_member(&root, "a");
    none = bs_json_member(&root, "none");
    bs_json_set_copy(object, "copy", &a);
    bs_json_set_copy(object, "none", &none);
    bs_json_destroy(source);
    assert_written(object, false, "{\"copy\":{\"b\":[1,2]}}");
}

static void text_past_the_limit_of_the_buffer_is_over(void **state)
{
    struct bs_json *array = bs_json_new_array();
    struct bs_buf fits;
    struct bs_buf too_small;

    (void)state;
    bs_json_add_int(array, 123);
    bs_buf_init(&fits, 5);
    bs_json_write(array, false, &fits);
    assert_int_equal(bs_buf_check(&fits, "json", NULL), BS_OK);
    bs_buf_init(&too_small, 4);
    bs_json_write(array, false, &too_small);
    assert_int_equal(bs_buf_check(&too_small, "json", NULL), BS_LIMIT);
    bs_buf_finish(&fits);
    bs_buf_finish(&too_small);
    bs_json_destroy(array);
}

static int write_broken_text(void *context)
{
    struct bs_json *object = bs_json_new_object();

    bs_json_set_string(object, "a", context);
    return 0;
}

static void text_that_is_not_utf8_is_never_lost_silently(void **state)
{
    char broken[] = "\xFF";

    (void)state;
    assert_int_equal(child_run(write_broken_text, broken), -SIGABRT);
}

static int write_no_number(void *context)
{
    struct bs_json *object = bs_json_new_object();

    (void)context;
    bs_json_set_real(object, "a", NAN);
    return 0;
}

static void real_that_is_no_number_is_never_lost_silently(void **state)
{
    (void)state;
    assert_int_equal(child_run(write_no_number, NULL), -SIGABRT);
}

/* Any text, written and read again, is the same text and one line. */
static void random_texts_survive_writing_and_reading(void **state)
{
    struct bs_random random = bs_random_seeded(9);

    (void)state;
    for (int round = 0; round < 2000; round++) {
        char text[200];
        size_t used = 0;
        struct bs_json *array = bs_json_new_array();
        struct bs_json *again = NULL;
        struct bs_buf written;
        struct bs_json_at root;
        struct bs_json_at item;
        const char *out = NULL;

        for (uint32_t i = 0; i < 1 + bs_random_below(&random, 40); i++) {
            uint32_t ranges[] = {0x20, 0x80, 0x800, 0x110000};

            used += bs_utf8_put(
                1 + bs_random_below(&random, ranges[bs_random_below(&random, 4)] - 1), text + used);
        }
        text[used] = '\0';
        bs_json_add_string(array, text);
        bs_buf_init(&written, 10000);
        bs_json_write(array, false, &written);
        assert_null(memchr(written.data, '\n', written.len));
        assert_null(memchr(written.data, '\t', written.len));
        assert_int_equal(bs_json_parse(bs_buf_bytes(&written), &again, NULL), BS_OK);
        root = bs_json_root(again, NULL);
        item = bs_json_item(&root, 0);
        assert_true(bs_json_string_here(&item, sizeof text, &out));
        assert_string_equal(out, text);
        bs_json_destroy(again);
        bs_json_destroy(array);
        bs_buf_finish(&written);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_keep_the_order_in_which_they_were_set),
        cmocka_unit_test(setting_again_replaces_in_place),
        cmocka_unit_test(arrays_and_objects_nest),
        cmocka_unit_test(pretty_text_is_indented_by_two),
        cmocka_unit_test(compact_text_holds_no_raw_control_character),
        cmocka_unit_test(other_scripts_and_slashes_are_written_as_they_are),
        cmocka_unit_test(short_decimals_come_back_as_written),
        cmocka_unit_test(copy_is_deep_and_absent_copies_nothing),
        cmocka_unit_test(text_past_the_limit_of_the_buffer_is_over),
        cmocka_unit_test(text_that_is_not_utf8_is_never_lost_silently),
        cmocka_unit_test(real_that_is_no_number_is_never_lost_silently),
        cmocka_unit_test(random_texts_survive_writing_and_reading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
