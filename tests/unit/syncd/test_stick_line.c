/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The line in which one process tells another what came of a stick. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "stick_line.h"

static void what_is_written_is_read_again(void **state)
{
    char line[STICK_LINE_TEXT];
    (void)state;
    for (int i = 0; i < BS_STICK_COUNT; i++) {
        const struct bs_stick_outcome told = {.outcome = (enum bs_stick)i,
                                              .written = 9999999999999999999U,
                                              .confirmed = 0,
                                              .spoilt = 16,
                                              .has_more = i % 2 == 0};
        struct bs_stick_outcome read = {.id = "as it was", .at_ms = 7};
        stick_line_write(&told, line);
        assert_true(strlen(line) < STICK_LINE_TEXT - 1);
        assert_true(stick_line_read(line, &read));
        assert_int_equal(read.outcome, told.outcome);
        assert_true(read.written == told.written && read.confirmed == 0 && read.spoilt == 16);
        assert_true(read.has_more == told.has_more);
        assert_string_equal(read.id, "as it was");
        assert_true(read.at_ms == 7);
    }
}

static void a_person_can_read_it(void **state)
{
    const struct bs_stick_outcome told = {.outcome = BS_STICK_DONE, .written = 42, .spoilt = 1};
    char line[STICK_LINE_TEXT];
    (void)state;
    stick_line_write(&told, line);
    assert_string_equal(line, "done written=42 confirmed=0 spoilt=1 more=no\n");
}

static void any_other_form_is_refused(void **state)
{
    static const char *const lines[] = {
        "",
        "\n",
        "done",
        "done written=4 confirmed=0 spoilt=0 more=no",
        "done written=4 confirmed=0 spoilt=0 more=n\n",
        "done written=4 confirmed=0 spoilt=0 more=maybe\n",
        "done written=04 confirmed=0 spoilt=0 more=no\n",
        "done written=-4 confirmed=0 spoilt=0 more=no\n",
        "done  written=4 confirmed=0 spoilt=0 more=no\n",
        " done written=4 confirmed=0 spoilt=0 more=no\n",
        "lost written=4 confirmed=0 spoilt=0 more=no\n",
        "done written=4 confirmed=0 spoilt=0 more=no\n\n",
        "done written=4 confirmed=0 spoilt=0 more=no\ndone",
        "donedonedonedonedone written=4 confirmed=0 spoilt=0 more=no\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct bs_stick_outcome read = {.outcome = BS_STICK_FAILED, .written = 3};
        if (stick_line_read(lines[i], &read)) {
            fail_msg("taken: \"%s\"", lines[i]);
        }
        assert_true(read.outcome == BS_STICK_FAILED && read.written == 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(a_person_can_read_it),
        cmocka_unit_test(any_other_form_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
