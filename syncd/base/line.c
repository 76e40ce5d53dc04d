/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What goes into a log or a message may hold bytes from outside; a line must stay a line. */

#include "line.h"

#include <string.h>

#include <buurtstem/utf8.h>

static bool is_harmless(uint32_t character)
{
    char bytes[4];
    size_t len = bs_utf8_put(character, bytes);

    return character != '\t' && character != '\n' && bs_utf8_is_text(bytes, len);
}

bool bs_line_clean(char *out, size_t size, const char *text)
{
    const char *at = text;
    const char *end = text + strlen(text);
    size_t used = 0;

    while (at < end) {
        char bytes[4];
        uint32_t character = bs_utf8_next(&at, end);
        size_t len = bs_utf8_put(is_harmless(character) ? character : '?', bytes);

        if (len > size - 1 - used) {
            out[used] = '\0';
            return false;
        }
        memcpy(out + used, bytes, len);
        used += len;
    }
    out[used] = '\0';
    return true;
}
