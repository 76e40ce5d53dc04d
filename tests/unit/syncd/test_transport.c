/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Headers that may be sent, and a request that ends without a server. What answers lead to is in tests/integration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "transport.h"

static void a_header_is_name_colon_value(void **state)
{
    (void)state;
    struct transport_request request = {0};
    assert_true(transport_header(&request, "Accept", "text/plain"));
    assert_int_equal(request.header_count, 1);
    assert_string_equal(request.headers[0], "Accept: text/plain");
}

static void a_value_that_would_begin_another_header_is_refused(void **state)
{
    (void)state;
    static const char *const VALUES[] = {"a\r\nX: y", "a\ny", "a\ty", "\x7f"};
    struct transport_request request = {0};
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        assert_false(transport_header(&request, "If-None-Match", VALUES[i]));
    }
    assert_int_equal(request.header_count, 0);
}

static void a_header_may_fill_its_place_and_not_more(void **state)
{
    (void)state;
    struct transport_request request = {0};
    char value[TRANSPORT_HEADER_TEXT];
    memset(value, 'x', sizeof value);
    value[TRANSPORT_HEADER_TEXT - 1 - 3] = '\0';
    assert_true(transport_header(&request, "N", value));
    value[TRANSPORT_HEADER_TEXT - 1 - 3] = 'x';
    value[TRANSPORT_HEADER_TEXT - 3] = '\0';
    assert_false(transport_header(&request, "N", value));
}

static void there_is_room_for_so_many_headers_and_no_more(void **state)
{
    (void)state;
    struct transport_request request = {0};
    for (size_t i = 0; i < TRANSPORT_HEADERS_MAX; i++) {
        assert_true(transport_header(&request, "N", "v"));
    }
    assert_false(transport_header(&request, "N", "v"));
}

static void wiping_leaves_nothing_of_the_headers(void **state)
{
    (void)state;
    static const char ZEROS[TRANSPORT_HEADER_TEXT];
    struct transport_request request = {0};
    transport_header(&request, "Authorization", "Bearer secret");
    transport_request_wipe(&request);
    assert_memory_equal(request.headers[0], ZEROS, sizeof ZEROS);
    assert_int_equal(request.header_count, 0);
}

static enum transport_fate fate_of(const char *url)
{
    const struct transport_settings settings = {.ca_file = "",
                                                .proxy = "",
                                                .connect_timeout_s = 5,
                                                .stall_s = 5,
                                                .stall_bytes = 1,
                                                .total_timeout_s = 10};
    struct transport *transport = NULL;
    struct transport_request request = {.method = TRANSPORT_GET, .answer_max = 100};
    struct transport_reply reply;
    snprintf(request.url, sizeof request.url, "%s", url);
    assert_int_equal(transport_create(&settings, &transport, NULL), BS_OK);
    assert_int_equal(transport_start(transport, &request, NULL), BS_OK);
    assert_true(transport_is_busy(transport));
    while (!transport_wait(transport, NULL, 0, -1)) {
    }
    transport_take(transport, &reply);
    assert_false(transport_is_busy(transport));
    enum transport_fate fate = reply.fate;
    assert_int_equal(reply.status, 0);
    transport_reply_finish(&reply);
    transport_destroy(transport);
    return fate;
}

static void where_nobody_listens_is_unreachable(void **state)
{
    (void)state;
    assert_int_equal(fate_of("https://127.0.0.1:9/"), TRANSPORT_UNREACHABLE);
}

static void a_name_that_cannot_exist_is_not_found(void **state)
{
    (void)state;
    assert_int_equal(fate_of("https://no-such-host.invalid/"), TRANSPORT_NO_NAME);
}

static void only_https_is_spoken(void **state)
{
    (void)state;
    static const char *const URLS[] = {"http://127.0.0.1:9/", "file:///etc/hostname",
                                       "ftp://127.0.0.1:9/", "gopher://127.0.0.1:9/"};
    for (size_t i = 0; i < sizeof URLS / sizeof URLS[0]; i++) {
        assert_int_equal(fate_of(URLS[i]), TRANSPORT_GARBLED);
    }
}

static void a_cancelled_request_lets_another_begin(void **state)
{
    (void)state;
    const struct transport_settings settings = {.ca_file = "",
                                                .proxy = "",
                                                .connect_timeout_s = 5,
                                                .stall_s = 5,
                                                .stall_bytes = 1,
                                                .total_timeout_s = 10};
    struct transport *transport = NULL;
    struct transport_request request = {
        .method = TRANSPORT_GET, .url = "https://127.0.0.1:9/", .answer_max = 100};
    assert_int_equal(transport_create(&settings, &transport, NULL), BS_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(transport_start(transport, &request, NULL), BS_OK);
        transport_cancel(transport);
        assert_false(transport_is_busy(transport));
    }
    transport_destroy(transport);
}

static int set_up_group(void **state)
{
    (void)state;
    return transport_global_start(NULL) == BS_OK ? 0 : -1;
}

static int tear_down_group(void **state)
{
    (void)state;
    transport_global_stop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_is_name_colon_value),
        cmocka_unit_test(a_value_that_would_begin_another_header_is_refused),
        cmocka_unit_test(a_header_may_fill_its_place_and_not_more),
        cmocka_unit_test(there_is_room_for_so_many_headers_and_no_more),
        cmocka_unit_test(wiping_leaves_nothing_of_the_headers),
        cmocka_unit_test(where_nobody_listens_is_unreachable),
        cmocka_unit_test(a_name_that_cannot_exist_is_not_found),
        cmocka_unit_test(only_https_is_spoken),
        cmocka_unit_test(a_cancelled_request_lets_another_begin),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
