/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Ends the process at a chosen step. Compiled into test builds only; its state belongs to the process as a whole. */

#include <buurtstem/stop.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FROM_ENVIRONMENT = -1 };

static atomic_long steps_passed;
static atomic_long stop_at = FROM_ENVIRONMENT;

static long chosen_step(void)
{
    long chosen = atomic_load(&stop_at);

    if (chosen == FROM_ENVIRONMENT) {
        const char *text = getenv("BS_STOP_AT");

        chosen = text == NULL ? 0 : strtol(text, NULL, 10);
        atomic_store(&stop_at, chosen < 0 ? 0 : chosen);
    }
    return chosen;
}

static void write_count(long count)
{
    const char *path = getenv("BS_STOP_COUNT_FILE");
    FILE *file = path == NULL ? NULL : fopen(path, "we");

    if (file != NULL) {
        (void)fprintf(file, "%ld\n", count);
        (void)fclose(file);
    }
}

void bs_stop_here(const char *name)
{
    long step = atomic_fetch_add(&steps_passed, 1) + 1;

    write_count(step);
    if (step == chosen_step()) {
        (void)dprintf(STDERR_FILENO, "stopped at step %ld (%s)\n", step, name);
        _exit(BS_STOP_STATUS);
    }
}

void bs_stop_set(long n)
{
    atomic_store(&steps_passed, 0);
    atomic_store(&stop_at, n < 0 ? 0 : n);
}

long bs_stop_count(void)
{
    return atomic_load(&steps_passed);
}
