/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a handler may put into an answer. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "reply.h"

static void a_problem_replaces_what_was_written(void **state)
{
    struct reply reply;

    (void)state;
    reply_init(&reply);
    bs_buf_text(&reply.body, "half a page");
    reply_simple_problem(&reply, 404, "Not found", "There is nothing here.");
    assert_int_equal(reply.status, 404);
    assert_string_equal(reply.media_type, "application/problem+json");
    assert_null(strstr(bs_buf_string(&reply.body), "half"));
    assert_non_null(strstr(bs_buf_string(&reply.body), "\"status\":404"));
    reply_finish(&reply);
}

static void a_header_with_a_line_end_is_left_out(void **state)
{
    struct reply reply;

    (void)state;
    reply_init(&reply);
    reply_header(&reply, "X", "%s", "a\r\nSet-Cookie: b");
    reply_header(&reply, "X", "%s", "a\nb");
    assert_int_equal(reply.header_count, 0);
    reply_header(&reply, "X", "%s", "a b");
    assert_int_equal(reply.header_count, 1);
    reply_finish(&reply);
}

static void a_header_has_to_fit(void **state)
{
    struct reply reply;
    char value[257];

    (void)state;
    memset(value, 'a', sizeof(value));
    value[255] = '\0';
    reply_init(&reply);
    reply_header(&reply, "X", "%s", value);
    assert_int_equal(reply.header_count, 1);
    value[255] = 'a';
    value[256] = '\0';
    reply_header(&reply, "X", "%s", value);
    assert_int_equal(reply.header_count, 1);
    reply_finish(&reply);
}

static void see_other_has_a_place_and_no_body(void **state)
{
    struct reply reply;

    (void)state;
    reply_init(&reply);
    bs_buf_text(&reply.body, "x");
    reply_see_other(&reply, "/there");
    assert_int_equal(reply.status, 303);
    assert_int_equal(reply.body.len, 0);
    assert_string_equal(reply.headers[0].name, "Location");
    assert_string_equal(reply.headers[0].value, "/there");
    reply_finish(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_replaces_what_was_written),
        cmocka_unit_test(a_header_with_a_line_end_is_left_out),
        cmocka_unit_test(a_header_has_to_fit),
        cmocka_unit_test(see_other_has_a_place_and_no_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
