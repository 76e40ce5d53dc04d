/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_LINE_H
#define BS_LINE_H

/* Text for one line of a log or a message. Private to base. */

#include <stdbool.h>
#include <stddef.h>

/*
 * Copies text as one line of valid UTF-8: control characters and bidirectional overrides become '?', malformed bytes
 * U+FFFD. At most size-1 bytes, never half a character, always terminated; size is at least 1. True if all fitted.
 * `text` must not overlap `out`.
 */
bool bs_line_clean(char *out, size_t size, const char *text);

#endif
