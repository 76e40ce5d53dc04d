/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_CHILD_H
#define BS_TEST_CHILD_H

/* Something that ends its process, or that must not touch this one. */

/*
 * Runs `run` in a child process and waits. Returns the exit status, which is what `run` returned unless it ended the
 * process itself; minus the number of the signal if one ended it. The child leaves by _exit: no handlers, no leak
 * report. `run` must not use cmocka's assertions.
 */
int child_run(int (*run)(void *context), void *context);

#endif
