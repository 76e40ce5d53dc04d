/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A fault test whose fault never struck proves nothing, so it says how often it did. The label on the line above a test says
 * which rows of the catalogue it holds (tests/README.md, "Faults and what holds them"); this counts them while it runs. */
#ifndef FAULT_LEDGER_H
#define FAULT_LEDGER_H

#include <stddef.h>

/* Call it in the test itself, once for each row of its label, after the fault is over.
 *   row        "F01" to "F75"
 *   mechanism  how the fault was made, in a few words: "stop at every step", "tmpfs of 300 KiB"
 *   hits       how often it struck; 0 fails the test (cmocka's fail)
 * When the environment variable BS_FAULT_LEDGER names a file, the line "ROW<TAB>FILE:FUNCTION<TAB>MECHANISM<TAB>HITS" is appended
 * to it in one write, FILE from below tests/. A ledger that cannot be written fails the test too. */
#define fault_struck(row, mechanism, hits)                                                         \
    fault_ledger_note(__FILE__, __func__, row, mechanism, (size_t)(hits))

void fault_ledger_note(const char *file, const char *function, const char *row,
                       const char *mechanism, size_t hits);

#endif
