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

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int wait_for(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int stop_run_until(const struct stop_case *stop, void *context, long step, long *passed)
{
    int ends[2];
    long count = 0;
    pid_t child;

    if (pipe(ends) != 0) {
        fail_msg("no pipe");
    }
    (void)fflush(NULL);
    child = fork();
    if (child == 0) {
        bool good;

        bs_stop_set(step);
        good = stop->run(context);
        count = bs_stop_count();
        good = write(ends[1], &count, sizeof count) == (ssize_t)sizeof count && good;
        _exit(good ? 0 : 1);
    }
    close(ends[1]);
    if (read(ends[0], &count, sizeof count) != (ssize_t)sizeof count) {
        count = 0;
    }
    close(ends[0]);
    if (passed != NULL) {
        *passed = count;
    }
    return child < 0 ? -1 : wait_for(child);
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
