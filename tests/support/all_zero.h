/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_ALL_ZERO_H
#define BS_TEST_ALL_ZERO_H

/* Whether `size` bytes of memory are all 0: what is wiped leaves nothing else behind. */

#include <stdbool.h>
#include <stddef.h>

bool is_all_zero(const void *memory, size_t size);

#endif
