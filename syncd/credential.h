/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

/*
 * The kiosk's token in a file of its own that only syncd's user can read: the token, and on a second line its generation
 * (none: 0, that of enrolment). Both in one file, so that a rename changes both at once. Functions block on the disk.
 */

#include <stdint.h>

#include <buurtstem/crypto.h>
#include <buurtstem/err.h>

/* BS_NOTFOUND: no file. BS_BAD: readable by others, or not a token. BS_BROKEN: cannot be read. Wipe `out` after use. */
enum bs_err credential_read(const char *path, char out[BS_TOKEN_TEXT], struct bs_error *err);
/* The same, and its generation. */
enum bs_err credential_read_generation(const char *path, char out[BS_TOKEN_TEXT],
                                       int64_t *generation, struct bs_error *err);

/* Written through to the disk with mode 0600 before it returns; of generation 0. BS_LATER: no space; BS_BROKEN. */
enum bs_err credential_write(const char *path, const char token[BS_TOKEN_TEXT],
                             struct bs_error *err);
enum bs_err credential_write_generation(const char *path, const char token[BS_TOKEN_TEXT],
                                        int64_t generation, struct bs_error *err);

/* `from` takes the place of `to`, both in `dir`, and the disk knows it when this returns. BS_BROKEN. */
enum bs_err credential_move(const char *from, const char *to, const char *dir,
                            struct bs_error *err);
/* Gone, if it was there. */
void credential_drop(const char *path);

#endif
