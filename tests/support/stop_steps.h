/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_STOP_STEPS_H
#define BS_TEST_STOP_STEPS_H

/*
 * Stop at every step: learns from an undisturbed run how many BS_STOP_HERE steps it passes, then for each of them
 * prepares again, runs in a child process that ends there as in a power cut, and lets the test look at what is left.
 */

#include <stdbool.h>

struct stop_case {
    /* In this process: the state before, e.g. a fresh folder with a store in it, closed again. */
    void (*prepare)(void *context);
    /* In a child process: opens, does the durable thing, closes. False if it failed; that fails the test. Must not use
     * cmocka's assertions, nor anything of SQLite that was opened before. */
    bool (*run)(void *context);
    /* In this process: opens again, asserts with cmocka. `step` is where the child ended, 0 for the undisturbed run. */
    void (*check)(void *context, long step);
};

/*
 * Returns the number of steps, at least 1; fails the cmocka test otherwise, or when a child ends in another way than
 * expected. Skips the test in builds without BS_STOP.
 */
long stop_at_every_step(const struct stop_case *stop, void *context);

/*
 * For one step by hand: runs in a child process that ends at `step` (0: never). Returns its exit status (77 when
 * stopped, 0 when it ran to its end, 1 when `run` returned false), minus the signal when one ended it. *passed: the
 * steps of a run that came to its end, else untouched; may be NULL.
 */
int stop_run_until(const struct stop_case *stop, void *context, long step, long *passed);

#endif
