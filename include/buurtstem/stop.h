/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_STOP_H
#define BUURTSTEM_STOP_H

/*
 * Stop-at-every-step: before, between and after the steps that make something durable stands BS_STOP_HERE("module.step").
 * Builds with BS_STOP (tests only) count these steps and can end the process at the n-th, as a power cut would: no
 * handlers, no flushing, exit status 77. In every other build the macro is nothing and the functions do not exist.
 *
 * From outside, by environment:
 *   BS_STOP_AT=n             end at the n-th step since the start of the process (1 is the first; unset or 0: never)
 *   BS_STOP_COUNT_FILE=path  after every step the file holds the number of steps passed so far, in decimal
 * From inside, in a child after fork(): bs_stop_set. tests/support/stop_steps.h has the loop that tests need.
 */

#ifdef BS_STOP

#define BS_STOP_STATUS     77
#define BS_STOP_HERE(name) bs_stop_here(name)

/* Counts one step; does not return from the one that was asked for, and names it on standard error. Thread-safe. */
void bs_stop_here(const char *name);

/* Counts from 0 again and ends the process at step n from now; 0 never. Overrides BS_STOP_AT. */
void bs_stop_set(long n);

/* Steps passed since the start, or since bs_stop_set. */
long bs_stop_count(void);

#else

#define BS_STOP_HERE(name) ((void)0)

#endif

#endif
