/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ROWS_H
#define ROWS_H

/* An array that grows while storage shows its rows one by one. Pure but for memory. */

#include <stddef.h>

/* Room for one more item of `size` bytes behind `count`: `in` as it is, or a larger copy in its place. Owned by the caller;
 * `in` NULL and a capacity of 0 begin one. */
void *rows_room(void *in, size_t count, size_t *capacity, size_t size);

#endif
