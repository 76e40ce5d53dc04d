/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

/* The kiosk's token in a file of its own that only syncd's user can read. Functions block on the disk. */

#include <buurtstem/crypto.h>
#include <buurtstem/err.h>

/* BS_NOTFOUND: no file. BS_BAD: readable by others, or not a token. BS_BROKEN: cannot be read. Wipe `out` after use. */
enum bs_err credential_read(const char *path, char out[BS_TOKEN_TEXT], struct bs_error *err);

/* Written through to the disk with mode 0600 before it returns. BS_LATER: no space; BS_BROKEN. */
enum bs_err credential_write(const char *path, const char token[BS_TOKEN_TEXT],
                             struct bs_error *err);

#endif
