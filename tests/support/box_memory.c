/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Boxes in memory. */
#include "box_memory.h"

#include <stdlib.h>
#include <string.h>

static enum bs_err write_memory(void *self, struct bs_bytes bytes, struct bs_error *err)
{
    struct bs_buf *buf = self;

    bs_buf_add(buf, bytes.data, bytes.len);
    return buf->over ? bs_fail(err, BS_LATER, "the stick is full") : BS_OK;
}

struct bs_box_sink box_memory_sink(struct bs_buf *buf)
{
    return (struct bs_box_sink){write_memory, buf};
}

static enum bs_err read_memory(void *self, void *out, size_t size, size_t *got,
                               struct bs_error *err)
{
    struct box_memory *memory = self;
    size_t left = memory->bytes.len - memory->at;

    (void)err;
    size = left < size ? left : size;
    size = memory->piece != 0 && memory->piece < size ? memory->piece : size;
    if (size > 0) {
        memcpy(out, memory->bytes.data + memory->at, size);
    }
    memory->at += size;
    *got = size;
    return BS_OK;
}

struct bs_box_source box_memory_source(struct box_memory *memory)
{
    return (struct bs_box_source){read_memory, memory};
}

void box_memory_write(const uint8_t public_key[BS_PUBLIC_KEY_SIZE], const struct bs_bytes *parts,
                      size_t count, struct bs_buf *out)
{
    const struct bs_box_sink sink = box_memory_sink(out);
    struct bs_box_writer *writer = NULL;
    enum bs_err rc = bs_box_write_start(public_key, BS_BOX_BYTES_MAX, &sink, &writer, NULL);

    for (size_t i = 0; rc == BS_OK && i < count; i++) {
        rc = bs_box_write_part(writer, parts[i], NULL);
    }
    if (rc != BS_OK || bs_box_write_end(writer, NULL) != BS_OK) {
        abort();
    }
    bs_box_writer_destroy(writer);
}
