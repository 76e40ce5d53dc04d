/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Log lines, read back from standard error. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/log.h>
#include <buurtstem/utf8.h>

#define LINE_LIMIT 1000

struct capture {
    int saved;
    int ends[2];
    char text[8192];
};

static void start(struct capture *capture)
{
    assert_int_equal(pipe(capture->ends), 0);
    capture->saved = dup(STDERR_FILENO);
    dup2(capture->ends[1], STDERR_FILENO);
}

static const char *stop(struct capture *capture)
{
    size_t used = 0;
    ssize_t got;

    dup2(capture->saved, STDERR_FILENO);
    close(capture->saved);
    close(capture->ends[1]);
    while ((got = read(capture->ends[0], capture->text + used, sizeof capture->text - 1 - used)) >
           0) {
        used += (size_t)got;
    }
    close(capture->ends[0]);
    capture->text[used] = '\0';
    return capture->text;
}

static int as_at_start(void **state)
{
    (void)state;
    unsetenv("JOURNAL_STREAM");
    bs_log_limit(BS_LOG_INFO);
    return 0;
}

static void line_is_level_event_and_fields(void **state)
{
    struct capture capture;

    (void)state;
    start(&capture);
    bs_log(BS_LOG_NOTICE, "batch_sent", "count=%d kiosk=%s", 12, "k1");
    assert_string_equal(stop(&capture), "notice batch_sent count=12 kiosk=k1\n");
}

static void event_without_fields_has_no_blank_at_its_end(void **state)
{
    static const char *const nothing[] = {"", NULL};
    struct capture capture;

    (void)state;
    for (int i = 0; i < 2; i++) {
        const char *fields = nothing[i];

        start(&capture);
/* No format at all is what is tested. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
        bs_log(BS_LOG_INFO, "started", fields);
#pragma GCC diagnostic pop
        assert_string_equal(stop(&capture), "info started\n");
    }
}

static void journal_gets_a_numeric_prefix(void **state)
{
    struct capture capture;

    (void)state;
    setenv("JOURNAL_STREAM", "8:1234", 1);
    start(&capture);
    bs_log(BS_LOG_ERROR, "store_broken", "step=%s", "open");
    assert_string_equal(stop(&capture), "<3>store_broken step=open\n");
}

static void every_level_has_its_word(void **state)
{
    struct capture capture;

    (void)state;
    bs_log_limit(BS_LOG_DEBUG);
    start(&capture);
    for (int level = BS_LOG_ERROR; level <= BS_LOG_DEBUG; level++) {
        bs_log((enum bs_log_level)level, "e", "n=%d", level);
    }
    assert_string_equal(stop(&capture),
                        "error e n=3\nwarning e n=4\nnotice e n=5\ninfo e n=6\ndebug e n=7\n");
}

static void lines_above_the_limit_are_not_written(void **state)
{
    struct capture capture;

    (void)state;
    start(&capture);
    bs_log(BS_LOG_DEBUG, "detail", "n=%d", 1);
    bs_log_limit(BS_LOG_ERROR);
    bs_log(BS_LOG_WARNING, "warning", "n=%d", 2);
    bs_log(BS_LOG_ERROR, "error", "n=%d", 3);
    assert_string_equal(stop(&capture), "error error n=3\n");
}

static void value_cannot_forge_a_second_line(void **state)
{
    struct capture capture;

    (void)state;
    start(&capture);
    bs_log(BS_LOG_INFO, "login", "name=%s", "a\nerror forged\r\x1b[2J\x7f");
    assert_string_equal(stop(&capture), "info login name=a?error forged??[2J?\n");
}

static void value_cannot_leave_its_quotes(void **state)
{
    struct capture capture;

    (void)state;
    start(&capture);
    bs_log(BS_LOG_INFO, "receipts", "count=%d file=\"%s\" %% by=\"%c%s\" why=\"none: \" x=%s", 7,
           "e\" outcome=done \"", 'k', "\"\\\"", "\"y\"");
    assert_string_equal(stop(&capture), "info receipts count=7 file=\"e' outcome=done '\" % "
                                        "by=\"k'/'\" why=\"none: \" x='y'\n");
}

static void value_that_is_cut_has_none_of_its_quotes_either(void **state)
{
    char value[4000] = "";
    struct capture capture;

    (void)state;
    memset(value, '"', sizeof value - 1);
    start(&capture);
    bs_log(BS_LOG_INFO, "e", "a=\"%s\" b=\"%s\"", value, value);
    assert_int_equal(strlen(stop(&capture)), LINE_LIMIT + 1);
    assert_int_equal(strspn(capture.text + strlen("info e a=\""), "'"),
                     LINE_LIMIT - strlen("info e a=\""));
}

static void malformed_bytes_become_valid_text(void **state)
{
    struct capture capture;

    (void)state;
    start(&capture);
    bs_log(BS_LOG_INFO, "file", "name=%s", "a\xc3(b");
    assert_string_equal(stop(&capture), "info file name=a\xef\xbf\xbd(b\n");
}

static void line_of_exactly_the_limit_is_whole(void **state)
{
    char value[LINE_LIMIT + 1] = "";
    struct capture capture;

    (void)state;
    memset(value, 'v', LINE_LIMIT - strlen("info e v="));
    start(&capture);
    bs_log(BS_LOG_INFO, "e", "v=%s", value);
    stop(&capture);
    assert_int_equal(strlen(capture.text), LINE_LIMIT + 1);
    assert_int_equal(strspn(capture.text + strlen("info e v="), "v"), strlen(value));
}

static void line_past_the_limit_is_cut_between_characters(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 3; shift++) {
        char value[4000] = "";
        struct capture capture;
        size_t len;

        memset(value, 'v', shift);
        while (strlen(value) < 3000) {
            strcat(value, "€");
        }
        start(&capture);
        bs_log(BS_LOG_INFO, "e", "v=%s", value);
        len = strlen(stop(&capture));
        assert_in_range(len, LINE_LIMIT - 2, LINE_LIMIT + 1);
        assert_int_equal(capture.text[len - 1], '\n');
        assert_true(bs_utf8_valid(capture.text, len));
    }
}

static void closed_standard_error_does_no_harm(void **state)
{
    int saved = dup(STDERR_FILENO);

    (void)state;
    close(STDERR_FILENO);
    bs_log(BS_LOG_ERROR, "nobody", "listens=%s", "yes");
    assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
    close(saved);
}

#define LOG_TEST(name) cmocka_unit_test_setup(name, as_at_start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOG_TEST(line_is_level_event_and_fields),
        LOG_TEST(event_without_fields_has_no_blank_at_its_end),
        LOG_TEST(journal_gets_a_numeric_prefix),
        LOG_TEST(every_level_has_its_word),
        LOG_TEST(lines_above_the_limit_are_not_written),
        LOG_TEST(value_cannot_forge_a_second_line),
        LOG_TEST(value_cannot_leave_its_quotes),
        LOG_TEST(value_that_is_cut_has_none_of_its_quotes_either),
        LOG_TEST(malformed_bytes_become_valid_text),
        LOG_TEST(line_of_exactly_the_limit_is_whole),
        LOG_TEST(line_past_the_limit_is_cut_between_characters),
        LOG_TEST(closed_standard_error_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
