/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The loop of the stop-at-every-step tests. */

#include "stop_steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/stop.h>

#ifdef BS_STOP

#include <unistd.h>

#include "child.h"

struct attempt {
    const struct stop_case *stop;
    void *context;
    long step;
    int report; /* write end of a pipe */
};

static int attempt_run(void *context)
{
    struct attempt *attempt = context;
    long passed;
    bool good;

    bs_stop_set(attempt->step);
    good = attempt->stop->run(attempt->context);
    passed = bs_stop_count();
    return write(attempt->report, &passed, sizeof passed) == (ssize_t)sizeof passed && good ? 0 : 1;
}

int stop_run_until(const struct stop_case *stop, void *context, long step, long *passed)
{
    int ends[2];
    int status;
    long count = 0;
    struct attempt attempt = {.stop = stop, .context = context, .step = step};

    if (pipe(ends) != 0) {
        fail_msg("no pipe");
    }
    attempt.report = ends[1];
    status = child_run(attempt_run, &attempt);
    close(ends[1]);
    if (read(ends[0], &count, sizeof count) == (ssize_t)sizeof count && passed != NULL) {
        *passed = count;
    }
    close(ends[0]);
    return status;
}

long stop_at_every_step(const struct stop_case *stop, void *context)
{
    long steps = 0;

    stop->prepare(context);
    if (stop_run_until(stop, context, 0, &steps) != 0) {
        fail_msg("the undisturbed run failed");
    }
    stop->check(context, 0);
    if (steps < 1) {
        fail_msg("the run passes no step");
    }
    for (long step = 1; step <= steps; step++) {
        int status;

        stop->prepare(context);
        status = stop_run_until(stop, context, step, NULL);
        if (status != BS_STOP_STATUS) {
            fail_msg("step %ld of %ld: ended with %d instead of being stopped", step, steps,
                     status);
        }
        stop->check(context, step);
    }
    return steps;
}

#else

int stop_run_until(const struct stop_case *stop, void *context, long step, long *passed)
{
    (void)stop;
    (void)context;
    (void)step;
    (void)passed;
    print_message("skipped: this build has no BS_STOP\n");
    skip();
    return -1;
}

long stop_at_every_step(const struct stop_case *stop, void *context)
{
    (void)stop;
    (void)context;
    print_message("skipped: this build has no BS_STOP\n");
    skip();
    return 0;
}

#endif
