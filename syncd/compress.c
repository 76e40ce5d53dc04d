/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Level 3: a level more takes a kiosk's processor longer and saves little on records of this size. */
#include "compress.h"

#include <stdlib.h>

#include <zstd.h>

#include <buurtstem/mem.h>

enum { LEVEL = 3, HEADER_COST = sizeof "Content-Encoding: zstd\r\n" - 1 };

bool compress_body(struct bs_bytes raw, struct bs_buf *out)
{
    const size_t room = ZSTD_compressBound(raw.len);
    uint8_t *frame = bs_xcalloc(1, room);
    const size_t size = ZSTD_compress(frame, room, raw.data, raw.len, LEVEL);
    const bool is_worth_it = !ZSTD_isError(size) && size + HEADER_COST < raw.len;

    if (is_worth_it) {
        bs_buf_add(out, frame, size);
    }
    free(frame);
    return is_worth_it;
}
