/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Matching paths against a table. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "route.h"

static void nothing(struct central *central, const struct route_caller *caller,
                    const struct request *request, struct reply *reply)
{
    (void)central;
    (void)caller;
    (void)request;
    (void)reply;
}

static const struct route table[] = {
    {REQUEST_GET, "/", ROUTE_ANYONE, 0, nothing},
    {REQUEST_GET, "/things", ROUTE_ANYONE, 0, nothing},
    {REQUEST_POST, "/things", ROUTE_STAFF, 10, nothing},
    {REQUEST_GET, "/things/all", ROUTE_ANYONE, 0, nothing},
    {REQUEST_GET, "/things/{thing}", ROUTE_ANYONE, 0, nothing},
    {REQUEST_PUT, "/things/{thing}/parts/{part}", ROUTE_ANYONE, 0, nothing},
};

static const struct route *find(enum request_method method, const char *path,
                                struct request *request, bool *known)
{
    *request = (struct request){.method = method};
    (void)snprintf(request->path, sizeof(request->path), "%s", path);
    return route_find(table, sizeof(table) / sizeof(table[0]), request, known);
}

static void finds(enum request_method method, const char *path, size_t index)
{
    struct request request;
    bool known = false;

    assert_ptr_equal(find(method, path, &request, &known), &table[index]);
    assert_true(known);
}

static void misses(enum request_method method, const char *path, bool expected)
{
    struct request request;
    bool known = !expected;

    assert_null(find(method, path, &request, &known));
    assert_int_equal(known, expected);
}

static void literal_paths_are_found_by_method(void **state)
{
    (void)state;
    finds(REQUEST_GET, "/", 0);
    finds(REQUEST_GET, "/things", 1);
    finds(REQUEST_POST, "/things", 2);
}

static void head_goes_where_get_goes(void **state)
{
    (void)state;
    finds(REQUEST_HEAD, "/things", 1);
    misses(REQUEST_HEAD, "/things/a/parts/b", true);
}

static void the_first_that_matches_answers(void **state)
{
    (void)state;
    finds(REQUEST_GET, "/things/all", 3);
    finds(REQUEST_GET, "/things/none", 4);
}

static void parts_are_taken_in_order(void **state)
{
    struct request request;

    (void)state;
    assert_non_null(find(REQUEST_PUT, "/things/one-1/parts/Two_2", &request, NULL));
    assert_string_equal(request.params[0], "one-1");
    assert_string_equal(request.params[1], "Two_2");
}

static void a_trailing_slash_is_another_path(void **state)
{
    (void)state;
    misses(REQUEST_GET, "/things/", false);
    misses(REQUEST_GET, "/things/a/", false);
}

static void an_empty_part_is_no_part(void **state)
{
    (void)state;
    misses(REQUEST_PUT, "/things//parts/b", false);
}

static void signs_that_no_name_has_do_not_match(void **state)
{
    (void)state;
    misses(REQUEST_GET, "/things/..", false);
    misses(REQUEST_GET, "/things/a%2fb", false);
    misses(REQUEST_GET, "/things/a b", false);
    misses(REQUEST_GET, "/things/\xc3\xa9", false);
}

static void a_part_may_be_63_characters_and_no_more(void **state)
{
    char path[128] = "/things/";

    (void)state;
    memset(path + 8, 'a', 63);
    finds(REQUEST_GET, path, 4);
    path[8 + 63] = 'a';
    misses(REQUEST_GET, path, false);
}

static void a_known_path_with_another_method_is_told_from_an_unknown_one(void **state)
{
    (void)state;
    misses(REQUEST_PUT, "/things", true);
    misses(REQUEST_OTHER, "/things", true);
    misses(REQUEST_GET, "/nothing", false);
    misses(REQUEST_GET, "", false);
    misses(REQUEST_GET, "/thing", false);
    misses(REQUEST_GET, "/thingss", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literal_paths_are_found_by_method),
        cmocka_unit_test(head_goes_where_get_goes),
        cmocka_unit_test(the_first_that_matches_answers),
        cmocka_unit_test(parts_are_taken_in_order),
        cmocka_unit_test(a_trailing_slash_is_another_path),
        cmocka_unit_test(an_empty_part_is_no_part),
        cmocka_unit_test(signs_that_no_name_has_do_not_match),
        cmocka_unit_test(a_part_may_be_63_characters_and_no_more),
        cmocka_unit_test(a_known_path_with_another_method_is_told_from_an_unknown_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
