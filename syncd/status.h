/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STATUS_H
#define STATUS_H

/* What `--status` prints: read from the two databases, so it works beside a running daemon and without one. */

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#include "daemon_config.h"

#define STATUS_BYTES_MAX (1024 * 1024)

/*
 * Appends one JSON object, indented, to a buf with that limit; syncd.8 lists the members. BS_OK also when nothing is
 * enrolled or written yet. BS_LATER, BS_REFUSED, BS_BROKEN: a database cannot be read; the object is still complete and
 * last_error says which. Blocks on the disk.
 */
enum bs_err status_write(const struct daemon_config *config, struct bs_buf *out,
                         struct bs_error *err);

#endif
