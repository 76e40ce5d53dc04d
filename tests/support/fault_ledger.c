/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Notes that a fault struck: fails when it did not, and keeps a line for the table. */
#include "fault_ledger.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static bool is_row(const char *row)
{
    char *end = NULL;
    long number = row[0] == 'F' && strlen(row) == 3 ? strtol(row + 1, &end, 10) : 0;
    return end != NULL && *end == '\0' && number >= 1 && number <= 75;
}

/* The path below tests/, as the table names a test. */
static const char *below_tests(const char *file)
{
    const char *found = NULL;
    for (const char *at = file; (at = strstr(at, "tests/")) != NULL; at++) {
        found = at + strlen("tests/");
    }
    return found != NULL ? found : file;
}

void fault_ledger_note(const char *file, const char *function, const char *row,
                       const char *mechanism, size_t hits)
{
    if (!is_row(row)) {
        fail_msg("%s is no row of the fault catalogue", row);
    }
    if (hits == 0) {
        fail_msg("%s: the fault never struck (%s), so this proves nothing", row, mechanism);
    }
    const char *path = getenv("BS_FAULT_LEDGER");
    if (path == NULL || path[0] == '\0') {
        return;
    }
    char line[512];
    int length = snprintf(line, sizeof line, "%s\t%s:%s\t%s\t%zu\n", row, below_tests(file),
                          function, mechanism, hits);
    int ledger = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    bool is_kept = ledger >= 0 && length > 0 && (size_t)length < sizeof line &&
                   write(ledger, line, (size_t)length) == length;
    if (ledger >= 0) {
        close(ledger);
    }
    if (!is_kept) {
        fail_msg("%s: the ledger %s cannot be written", row, path);
    }
}
