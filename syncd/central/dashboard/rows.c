/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Doubles, so that a thousand rows move ten times. */

#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

enum { FIRST = 32 };

void *rows_room(void *in, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return in;
    }
    size_t larger = *capacity == 0 ? FIRST : *capacity * 2;
    void *moved = bs_xcalloc(larger, size);
    if (in != NULL) {
        memcpy(moved, in, count * size);
    }
    free(in);
    *capacity = larger;
    return moved;
}
