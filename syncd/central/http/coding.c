/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Decodes in one go into memory of exactly the allowed size, so that a small body cannot become a large one. */

#include "coding.h"

#include <limits.h>
#include <stdlib.h>
#include <strings.h>

#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <buurtstem/mem.h>

enum { GZIP_WINDOW = 15 + 16 }; /* the largest window, with a gzip head and no other */

static enum bs_err from_zstd(struct bs_bytes encoded, uint8_t *out, size_t max, size_t *used,
                             struct bs_error *err)
{
    size_t size = ZSTD_decompress(out, max, encoded.data, encoded.len);

    if (ZSTD_isError(size)) {
        return ZSTD_getErrorCode(size) == ZSTD_error_dstSize_tooSmall
                   ? bs_fail(err, BS_LIMIT, "the decoded body is larger than %zu bytes", max)
                   : bs_fail(err, BS_BAD, "the body is not zstd");
    }
    *used = size;
    return BS_OK;
}

static enum bs_err from_gzip(struct bs_bytes encoded, uint8_t *out, size_t max, size_t *used,
                             struct bs_error *err)
{
    z_stream stream = {.next_in = encoded.data, .next_out = out};
    int rc;

    if (encoded.len > INT_MAX || max > INT_MAX || inflateInit2(&stream, GZIP_WINDOW) != Z_OK) {
        return bs_fail(err, BS_BAD, "the body is not gzip");
    }
    stream.avail_in = (uInt)encoded.len;
    stream.avail_out = (uInt)max;
    rc = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (rc == Z_STREAM_END && stream.avail_in == 0) {
        *used = stream.total_out;
        return BS_OK;
    }
    return rc == Z_BUF_ERROR && stream.avail_out == 0
               ? bs_fail(err, BS_LIMIT, "the decoded body is larger than %zu bytes", max)
               : bs_fail(err, BS_BAD, "the body is not gzip");
}

/* How large it will be, if it is one frame that says so and that is allowed. */
static size_t at_most(struct bs_bytes encoded, size_t max)
{
    unsigned long long says = ZSTD_getFrameContentSize(encoded.data, encoded.len);

    return says == ZSTD_CONTENTSIZE_UNKNOWN || says == ZSTD_CONTENTSIZE_ERROR || says > max ||
                   ZSTD_findFrameCompressedSize(encoded.data, encoded.len) != encoded.len
               ? max
               : (size_t)says;
}

enum bs_err coding_decode(const char *name, struct bs_bytes encoded, size_t max, struct bs_buf *out,
                          struct bs_error *err)
{
    const bool zstd = name != NULL && strcasecmp(name, "zstd") == 0;
    const bool gzip = name != NULL && strcasecmp(name, "gzip") == 0;
    size_t used = 0;
    enum bs_err rc;

    if (name == NULL || strcasecmp(name, "identity") == 0) {
        if (encoded.len > max) {
            return bs_fail(err, BS_LIMIT, "the body is larger than %zu bytes", max);
        }
        bs_buf_add(out, encoded.data, encoded.len);
        return bs_buf_check(out, "body", err);
    }
    if (!zstd && !gzip) {
        return bs_fail(err, BS_NOTFOUND, "the content coding is not known");
    }
    if (zstd) {
        max = at_most(encoded, max);
    }
    bs_buf_reserve(out, max);
    if (out->over || out->capacity <= out->len || out->capacity - out->len - 1 < max) {
        return bs_fail(err, BS_LIMIT, "the decoded body is larger than the room for it");
    }
    rc = zstd ? from_zstd(encoded, out->data + out->len, max, &used, err)
              : from_gzip(encoded, out->data + out->len, max, &used, err);
    if (rc == BS_OK) {
        out->len += used;
    }
    out->data[out->len] = 0;
    return rc;
}
