/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CODING_H
#define CODING_H

/* Content codings of request bodies: identity, zstd and gzip, with the size of the result bounded before it is made. */

#include <buurtstem/buf.h>

/*
 * Appends the decoded body to `out`, at most `max` bytes. `name` is the Content-Encoding header, NULL for none.
 * BS_NOTFOUND: another coding; BS_LIMIT: larger than `max`; BS_BAD: not of that coding, or something behind its end.
 */
enum bs_err coding_decode(const char *name, struct bs_bytes encoded, size_t max, struct bs_buf *out,
                          struct bs_error *err);

#endif
