/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PIN_RULES_H
#define PIN_RULES_H

/* Which PINs and badges a connector may have. What is wrong with one, as a sentence that does not repeat it; NULL: nothing. */

#define PIN_LEAST   6
#define PIN_MOST    12
#define BADGE_LEAST 4
#define BADGE_MOST  64

/* PIN_LEAST to PIN_MOST digits, not all the same and not a row like 123456, 890123 or 654321. */
const char *pin_fault(const char *pin);
/* The line that a badge types: BADGE_LEAST to BADGE_MOST signs of ASCII that can be printed, no blank at either end. */
const char *badge_fault(const char *line);

#endif
