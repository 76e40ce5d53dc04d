/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BOX_MEMORY_H
#define BOX_MEMORY_H

/* A box that is written to memory and read from it. */

#include <buurtstem/box.h>

/* Adds to a buf; what does not fit is BS_LATER, as a full stick. */
struct bs_box_sink box_memory_sink(struct bs_buf *buf);

struct box_memory {
    struct bs_bytes bytes;
    size_t at;
    size_t piece; /* so many at once; 0: all that is asked for */
};
struct bs_box_source box_memory_source(struct box_memory *memory);

/* Seals the parts, with an end. Aborts if that goes wrong. */
void box_memory_write(const uint8_t public_key[BS_PUBLIC_KEY_SIZE], const struct bs_bytes *parts,
                      size_t count, struct bs_buf *out);

#endif
