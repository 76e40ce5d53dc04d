/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The stop points themselves: counted, chosen, and as abrupt as a power cut. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/stop.h>

#include "child.h"
#include "stop_steps.h"
#include "temp_dir.h"

#ifdef BS_STOP

static bool three_steps(void *context)
{
    (void)context;
    BS_STOP_HERE("test.first");
    BS_STOP_HERE("test.second");
    BS_STOP_HERE("test.third");
    return true;
}

static int three_steps_alone(void *context)
{
    return three_steps(context) ? 0 : 1;
}

static void undisturbed_run_counts_its_steps(void **state)
{
    const struct stop_case stop = {.run = three_steps};
    long passed = 0;

    (void)state;
    assert_int_equal(stop_run_until(&stop, NULL, 0, &passed), 0);
    assert_int_equal(passed, 3);
}

static void run_ends_at_the_chosen_step(void **state)
{
    const struct stop_case stop = {.run = three_steps};

    (void)state;
    assert_int_equal(stop_run_until(&stop, NULL, 1, NULL), BS_STOP_STATUS);
    assert_int_equal(stop_run_until(&stop, NULL, 3, NULL), BS_STOP_STATUS);
    assert_int_equal(stop_run_until(&stop, NULL, 4, NULL), 0);
}

static void environment_chooses_the_step(void **state)
{
    (void)state;
    setenv("BS_STOP_AT", "2", 1);
    assert_int_equal(child_run(three_steps_alone, NULL), BS_STOP_STATUS);
    setenv("BS_STOP_AT", "4", 1);
    assert_int_equal(child_run(three_steps_alone, NULL), 0);
    setenv("BS_STOP_AT", "0", 1);
    assert_int_equal(child_run(three_steps_alone, NULL), 0);
    unsetenv("BS_STOP_AT");
}

static void count_file_holds_the_steps_passed(void **state)
{
    static const struct {
        const char *stop_at;
        const char *count;
    } runs[] = {{"0", "3\n"}, {"2", "2\n"}};
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];

    (void)state;
    temp_dir_make(&dir);
    setenv("BS_STOP_COUNT_FILE", temp_dir_file(&dir, "count", path), 1);
    for (size_t i = 0; i < 2; i++) {
        struct bs_buf buf;

        setenv("BS_STOP_AT", runs[i].stop_at, 1);
        child_run(three_steps_alone, NULL);
        bs_buf_init(&buf, 100);
        assert_int_equal(bs_file_read(path, &buf, NULL), BS_OK);
        assert_string_equal(bs_buf_string(&buf), runs[i].count);
        bs_buf_finish(&buf);
    }
    unsetenv("BS_STOP_AT");
    unsetenv("BS_STOP_COUNT_FILE");
    temp_dir_remove(&dir);
}

static void leave_a_trace(void)
{
    _exit(5);
}

static int step_with_a_handler(void *context)
{
    (void)context;
    if (atexit(leave_a_trace) != 0) {
        return 1;
    }
    bs_stop_set(1);
    BS_STOP_HERE("test.only");
    return 1;
}

static void stopping_runs_no_exit_handlers(void **state)
{
    (void)state;
    assert_int_equal(child_run(step_with_a_handler, NULL), BS_STOP_STATUS);
}

struct seen {
    long prepared;
    long checked;
    long last_step;
};

static void note_prepared(void *context)
{
    ((struct seen *)context)->prepared++;
}

static void note_checked(void *context, long step)
{
    struct seen *seen = context;

    assert_int_equal(step, seen->checked);
    seen->checked++;
    seen->last_step = step;
}

static void loop_visits_every_step_after_a_fresh_start(void **state)
{
    const struct stop_case stop = {note_prepared, three_steps, note_checked};
    struct seen seen = {0};

    (void)state;
    assert_int_equal(stop_at_every_step(&stop, &seen), 3);
    assert_int_equal(seen.prepared, 4);
    assert_int_equal(seen.checked, 4);
    assert_int_equal(seen.last_step, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undisturbed_run_counts_its_steps),
        cmocka_unit_test(run_ends_at_the_chosen_step),
        cmocka_unit_test(environment_chooses_the_step),
        cmocka_unit_test(count_file_holds_the_steps_passed),
        cmocka_unit_test(stopping_runs_no_exit_handlers),
        cmocka_unit_test(loop_visits_every_step_after_a_fresh_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void stop_point_is_nothing_in_this_build(void **state)
{
    (void)state;
    BS_STOP_HERE("test.nothing");
    print_message("skipped: this build has no BS_STOP\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stop_point_is_nothing_in_this_build)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
