/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WIRE_VERSIONS_H
#define WIRE_VERSIONS_H

/* For the decoder of batches: which version a header is of that it cannot read. */

#include <stdbool.h>

#include <buurtstem/buf.h>

/* Whether the line is one JSON object, at most 4 KiB, whose `v` is a version that this program does not know; *version then. */
bool versions_is_other(struct bs_bytes line, int *version);

#endif
