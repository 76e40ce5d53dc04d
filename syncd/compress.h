/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMPRESS_H
#define COMPRESS_H

/* A body made smaller for the wire. The only file of the daemon that knows the compressor. */

#include <stdbool.h>

#include <buurtstem/buf.h>

#define COMPRESS_NAME "zstd" /* as in Content-Encoding */

/*
 * Appends `raw` to `out` as one frame that names its size. False if that would save less than the header costs that
 * says it (a body of a few hundred bytes, or one that is noise), or if the library has no memory; `out` is untouched then
 * and the body should go as it is. Takes about a millisecond for a full batch; its working memory is freed.
 */
bool compress_body(struct bs_bytes raw, struct bs_buf *out);

#endif
