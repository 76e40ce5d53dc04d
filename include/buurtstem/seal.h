/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_SEAL_H
#define BUURTSTEM_SEAL_H

/*
 * Sealing a contact wish to the municipality's public key, as JWE (RFC 7516) in compact serialisation with RSA-OAEP and
 * A256GCM, through libcjose. Nothing here can open one: the private key is in no program of this project.
 */

#include <stddef.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

/* Whether a JWK is a public RSA key of 2048 to 4096 bits, and holds no private part. BS_BAD says what is wrong. */
enum bs_err bs_seal_check_key(const char *jwk, struct bs_error *err);

/* Seals `plain` (at most 512 bytes). The zero-terminated JWE goes to `out`. BS_BAD: the key; BS_LIMIT: it does not fit. The
 * caller wipes `plain`; what is copied of it in between is wiped before this returns, as far as the library allows. */
enum bs_err bs_seal(const char *jwk, struct bs_bytes plain, char *out, size_t size,
                    struct bs_error *err);

#endif
