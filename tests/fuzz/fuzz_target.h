/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

/* What each fuzz_….c defines, and libFuzzer or replay.c calls. */

#include <stddef.h>
#include <stdint.h>

/* Reads `size` bytes as if they came from outside; aborts when something that must hold does not. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Unlike assert also in a release build. */
#define FUZZ_MUST(condition)                                                                       \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            __builtin_trap();                                                                      \
        }                                                                                          \
    } while (0)

#endif
