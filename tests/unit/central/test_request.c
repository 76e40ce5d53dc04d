/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Cookies, forms and headers out of a request. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "request.h"

static struct request with_header(const char *name, const char *value)
{
    struct request request = {.header_count = 1};

    request.headers[0].name = name;
    request.headers[0].value = value;
    return request;
}

static void headers_are_found_in_any_case(void **state)
{
    struct request request = with_header("Content-Type", "text/plain");

    (void)state;
    assert_string_equal(request_header(&request, "content-TYPE"), "text/plain");
    assert_null(request_header(&request, "Content-Typ"));
}

static void cookie_is(const char *header, const char *expected)
{
    struct request request = with_header("Cookie", header);
    char value[8] = "before";

    if (expected == NULL) {
        assert_false(request_cookie(&request, "id", value, sizeof(value)));
        assert_string_equal(value, "before");
    } else {
        assert_true(request_cookie(&request, "id", value, sizeof(value)));
        assert_string_equal(value, expected);
    }
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
    (void)state;
    cookie_is("id=abc", "abc");
    cookie_is("a=1; id=abc; b=2", "abc");
    cookie_is("a=1;id=abc", "abc");
    cookie_is("id=a=b", "a=b");
    cookie_is("xid=abc", NULL);
    cookie_is("idx=abc", NULL);
    cookie_is("id", NULL);
    cookie_is("id=", NULL);
    cookie_is("", NULL);
    cookie_is(";;; =", NULL);
}

static void a_cookie_has_to_fit(void **state)
{
    (void)state;
    cookie_is("id=1234567", "1234567");
    cookie_is("id=12345678", NULL);
}

static void form_is(const char *type, const char *body, const char *expected)
{
    struct request request = with_header("Content-Type", type);
    char value[8] = "";

    request.body = bs_bytes_of(body);
    assert_int_equal(request_form(&request, "a", value, sizeof(value)), expected != NULL);
    if (expected != NULL) {
        assert_string_equal(value, expected);
    }
}

static const char form[] = "application/x-www-form-urlencoded";

static void a_field_is_decoded(void **state)
{
    (void)state;
    form_is(form, "a=1", "1");
    form_is(form, "b=2&a=1&c=3", "1");
    form_is(form, "a=", "");
    form_is(form, "a=x+y%2B%26", "x y+&");
    form_is(form, "a=%C3%a9", "\xc3\xa9");
    form_is("application/x-www-form-urlencoded; charset=utf-8", "a=1", "1");
}

static void a_field_that_is_missing_or_malformed_is_none(void **state)
{
    (void)state;
    form_is(form, "", NULL);
    form_is(form, "b=1", NULL);
    form_is(form, "a", NULL);
    form_is(form, "aa=1", NULL);
    form_is(form, "a=%4", NULL);
    form_is(form, "a=%", NULL);
    form_is(form, "a=%zz", NULL);
    form_is(form, "a=%00", NULL);
    form_is(form, "a=%ff", NULL);
    form_is("multipart/form-data", "a=1", NULL);
}

static void a_field_has_to_fit(void **state)
{
    (void)state;
    form_is(form, "a=1234567", "1234567");
    form_is(form, "a=12345678", NULL);
}

static void a_query_value_is_found(void **state)
{
    struct request request = {.query_count = 1};

    (void)state;
    request.query[0].name = "taal";
    request.query[0].value = "nl";
    assert_string_equal(request_query(&request, "taal"), "nl");
    assert_null(request_query(&request, "Taal"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_found_in_any_case),
        cmocka_unit_test(a_cookie_is_found_by_its_whole_name),
        cmocka_unit_test(a_cookie_has_to_fit),
        cmocka_unit_test(a_field_is_decoded),
        cmocka_unit_test(a_field_that_is_missing_or_malformed_is_none),
        cmocka_unit_test(a_field_has_to_fit),
        cmocka_unit_test(a_query_value_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
