/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMPRESS_H
#define COMPRESS_H

/* A body made smaller for the wire. The only file of the daemon that knows the compressor. */

#include <stdbool.h>

#include <buurtstem/buf.h>

#define COMPRESS_NAME "zstd" /* as in Content-Encoding */

/* The working memory, some 1.5 MiB, kept from batch to batch; zeroed: none. */
struct compress {
    struct ZSTD_CCtx_s *context; /* owned */
    struct bs_buf room;          /* owned: the frame before its size is known */
};
void compress_finish(struct compress *compress);

/*
 * Appends `raw` to `out` as one frame that names its size. False if that would save less than the header costs that
 * says it (a body of a few hundred bytes, or one that is noise), or if the library has no memory; `out` is untouched then
 * and the body should go as it is. Takes about a millisecond for a full batch.
 */
bool compress_body(struct compress *compress, struct bs_bytes raw, struct bs_buf *out);

#endif
