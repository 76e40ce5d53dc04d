/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is tried first by whoever guesses is no PIN. */

#include "pin_rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Whether each digit is so much more than the one before it; after 9 comes 0. */
static bool goes_by(const char *pin, int step)
{
    for (size_t i = 1; pin[i] != '\0'; i++) {
        if ((pin[i] - pin[i - 1] - step) % 10 != 0) {
            return false;
        }
    }
    return true;
}

const char *pin_fault(const char *pin)
{
    size_t len = strlen(pin);

    if (len < PIN_LEAST || len > PIN_MOST || strspn(pin, "0123456789") != len) {
        return "expected a PIN of 6 to 12 digits on standard input";
    }
    if (goes_by(pin, 0) || goes_by(pin, 1) || goes_by(pin, -1)) {
        return "that PIN is guessed first: the same digit, or digits in a row";
    }
    return NULL;
}

const char *badge_fault(const char *line)
{
    size_t len = strlen(line);
    bool good = len >= BADGE_LEAST && len <= BADGE_MOST;

    for (size_t i = 0; good && i < len; i++) {
        good = line[i] >= ' ' && line[i] <= '~';
    }
    return good && line[0] != ' ' && line[len - 1] != ' '
               ? NULL
               : "expected a badge's line of 4 to 64 signs on standard input";
}
