/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Error codes, texts and the list of complaints. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/err.h>
#include <buurtstem/utf8.h>

static void fail_fills_code_and_text(void **state)
{
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(bs_fail(&err, BS_LATER, "disk %d of %s", 3, "four"), BS_LATER);
    assert_int_equal(err.code, BS_LATER);
    assert_string_equal(err.text, "disk 3 of four");
}

static void fail_keeps_the_first_cause(void **state)
{
    struct bs_error err = {0};

    (void)state;
    bs_fail(&err, BS_BAD, "first");
    assert_int_equal(bs_fail(&err, BS_BROKEN, "second"), BS_BROKEN);
    assert_int_equal(err.code, BS_BAD);
    assert_string_equal(err.text, "first");
}

static void fail_accepts_no_struct(void **state)
{
    (void)state;
    assert_int_equal(bs_fail(NULL, BS_LIMIT, "nobody listens"), BS_LIMIT);
}

static void fail_after_clear_fills_again(void **state)
{
    struct bs_error err = {0};

    (void)state;
    bs_fail(&err, BS_BAD, "first");
    bs_error_clear(&err);
    bs_error_clear(NULL);
    assert_int_equal(err.code, BS_OK);
    assert_string_equal(err.text, "");
    bs_fail(&err, BS_BROKEN, "second");
    assert_string_equal(err.text, "second");
}

static void text_of_exactly_the_limit_is_kept_whole(void **state)
{
    struct bs_error err = {0};
    char text[BS_ERROR_TEXT];

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    bs_fail(&err, BS_BAD, "%s", text);
    assert_string_equal(err.text, text);
}

static void text_past_the_limit_is_cut_between_characters(void **state)
{
    (void)state;
    for (int shift = 0; shift < 3; shift++) {
        struct bs_error err = {0};
        char text[3 * BS_ERROR_TEXT + 8] = "";

        memset(text, 'a', (size_t)shift);
        for (int i = 0; i < BS_ERROR_TEXT; i++) {
            strcat(text, "€");
        }
        bs_fail(&err, BS_BAD, "%s", text);
        assert_true(strlen(err.text) > BS_ERROR_TEXT - 4);
        assert_true(strlen(err.text) < BS_ERROR_TEXT);
        assert_true(bs_utf8_valid(err.text, strlen(err.text)));
    }
}

static void text_stays_one_line_of_utf8(void **state)
{
    struct bs_error err = {0};

    (void)state;
    bs_fail(&err, BS_BAD,
            "a\nb\tc\x1b[31md\xff"
            "e\xe2\x80\xae");
    assert_string_equal(err.text, "a?b?c?[31md\xef\xbf\xbd"
                                  "e?");
}

static void prefix_is_put_before_the_text(void **state)
{
    struct bs_error err = {0};

    (void)state;
    bs_fail(&err, BS_NOTFOUND, "no such file");
    assert_int_equal(bs_fail_prefix(&err, "theme"), BS_NOTFOUND);
    assert_string_equal(err.text, "theme: no such file");
}

static void prefix_of_an_empty_text_changes_nothing(void **state)
{
    struct bs_error err = {.code = BS_NOTFOUND};

    (void)state;
    assert_int_equal(bs_fail_prefix(&err, "theme"), BS_NOTFOUND);
    assert_string_equal(err.text, "");
}

static void prefix_without_a_failure_is_not_success(void **state)
{
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(bs_fail_prefix(NULL, "theme"), BS_BROKEN);
    assert_int_equal(bs_fail_prefix(&err, "theme"), BS_BROKEN);
    assert_string_equal(err.text, "");
}

static void prefix_past_the_limit_is_cut(void **state)
{
    struct bs_error err = {0};
    char prefix[BS_ERROR_TEXT];

    (void)state;
    memset(prefix, 'p', sizeof prefix - 1);
    prefix[sizeof prefix - 1] = '\0';
    bs_fail(&err, BS_BAD, "tail");
    bs_fail_prefix(&err, prefix);
    assert_int_equal(strlen(err.text), BS_ERROR_TEXT - 1);
}

static void every_code_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int a = BS_OK; a <= BS_BROKEN; a++) {
        assert_string_not_equal(bs_err_name((enum bs_err)a), "unknown");
        for (int b = BS_OK; b < a; b++) {
            assert_string_not_equal(bs_err_name((enum bs_err)a), bs_err_name((enum bs_err)b));
        }
    }
    assert_string_equal(bs_err_name((enum bs_err)99), "unknown");
}

static void exit_status_follows_the_next_move(void **state)
{
    (void)state;
    assert_int_equal(bs_err_exit_status(BS_OK), 0);
    assert_int_equal(bs_err_exit_status(BS_AGAIN), 75);
    assert_int_equal(bs_err_exit_status(BS_LATER), 75);
    assert_int_equal(bs_err_exit_status(BS_REFUSED), 1);
    assert_int_equal(bs_err_exit_status(BS_NOTFOUND), 1);
    assert_int_equal(bs_err_exit_status(BS_LIMIT), 2);
    assert_int_equal(bs_err_exit_status(BS_BAD), 2);
    assert_int_equal(bs_err_exit_status(BS_BROKEN), 1);
    assert_int_equal(bs_err_exit_status((enum bs_err)99), 1);
}

static void complaint_names_where(void **state)
{
    struct bs_complaints list = {0};

    (void)state;
    bs_complain(&list, "a.conf:3", "expected %s", "yes or no");
    bs_complain(&list, NULL, "alone");
    bs_complain(&list, "", "alone too");
    bs_complain(NULL, "nowhere", "dropped");
    assert_int_equal(list.count, 3);
    assert_string_equal(list.text[0], "a.conf:3: expected yes or no");
    assert_string_equal(list.text[1], "alone");
    assert_string_equal(list.text[2], "alone too");
}

static void complaints_past_the_limit_are_counted(void **state)
{
    struct bs_complaints list = {0};
    struct bs_error err = {0};
    char expected[64];

    (void)state;
    for (int i = 0; i < BS_COMPLAINTS_MAX; i++) {
        bs_complain(&list, NULL, "number %d", i);
    }
    assert_int_equal(list.count, BS_COMPLAINTS_MAX);
    assert_int_equal(list.dropped, 0);
    bs_complain(&list, NULL, "one more");
    assert_int_equal(list.count, BS_COMPLAINTS_MAX);
    assert_int_equal(list.dropped, 1);
    assert_int_equal(bs_complaints_result(&list, &err), BS_BAD);
    (void)snprintf(expected, sizeof expected, "number 0 (and %d more)", BS_COMPLAINTS_MAX);
    assert_string_equal(err.text, expected);
}

static void long_complaint_is_cut_between_characters(void **state)
{
    struct bs_complaints list = {0};
    char text[2 * BS_COMPLAINT_TEXT + 1] = "";

    (void)state;
    for (int i = 0; i < BS_COMPLAINT_TEXT; i++) {
        strcat(text, "é");
    }
    bs_complain(&list, "x", "%s", text);
    assert_true(strlen(list.text[0]) >= BS_COMPLAINT_TEXT - 2);
    assert_true(bs_utf8_valid(list.text[0], strlen(list.text[0])));
}

static void no_complaints_are_ok(void **state)
{
    struct bs_complaints list = {0};
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(bs_complaints_result(&list, &err), BS_OK);
    assert_int_equal(err.code, BS_OK);
}

static void one_complaint_is_the_error_text(void **state)
{
    struct bs_complaints list = {0};
    struct bs_error err = {0};

    (void)state;
    bs_complain(&list, "$.id", "expected a string");
    assert_int_equal(bs_complaints_result(&list, &err), BS_BAD);
    assert_string_equal(err.text, "$.id: expected a string");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_fills_code_and_text),
        cmocka_unit_test(fail_keeps_the_first_cause),
        cmocka_unit_test(fail_accepts_no_struct),
        cmocka_unit_test(fail_after_clear_fills_again),
        cmocka_unit_test(text_of_exactly_the_limit_is_kept_whole),
        cmocka_unit_test(text_past_the_limit_is_cut_between_characters),
        cmocka_unit_test(text_stays_one_line_of_utf8),
        cmocka_unit_test(prefix_is_put_before_the_text),
        cmocka_unit_test(prefix_of_an_empty_text_changes_nothing),
        cmocka_unit_test(prefix_without_a_failure_is_not_success),
        cmocka_unit_test(prefix_past_the_limit_is_cut),
        cmocka_unit_test(every_code_has_a_name_of_its_own),
        cmocka_unit_test(exit_status_follows_the_next_move),
        cmocka_unit_test(complaint_names_where),
        cmocka_unit_test(complaints_past_the_limit_are_counted),
        cmocka_unit_test(long_complaint_is_cut_between_characters),
        cmocka_unit_test(no_complaints_are_ok),
        cmocka_unit_test(one_complaint_is_the_error_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
