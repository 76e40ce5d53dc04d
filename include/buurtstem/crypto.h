/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_CRYPTO_H
#define BUURTSTEM_CRYPTO_H

/* The few calls into libsodium that the three programs make. No cryptography of our own. Nothing here blocks but
 * bs_password_hash and bs_password_verify (about 50 ms) and bs_pin_hash (about 0.1 s). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#define BS_HASH_TEXT       65 /* hex SHA-256 and the zero */
#define BS_SIGNATURE_SIZE  64
#define BS_PUBLIC_KEY_SIZE 32
#define BS_SECRET_KEY_SIZE 64
#define BS_TOKEN_TEXT      44 /* base64url of 32 bytes without padding, and the zero */
#define BS_PASSWORD_HASH   128
#define BS_PIN_SALT_SIZE   16

/* Once per process, before anything else here and before threads. BS_BROKEN if the system has no randomness. */
enum bs_err bs_crypto_start(struct bs_error *err);

/* SHA-256 of the parts, one after the other, as 64 lower-case hex digits. */
void bs_sha256_hex(const struct bs_bytes *parts, size_t count, char out[BS_HASH_TEXT]);
void bs_sha256_raw(struct bs_bytes data, uint8_t out[32]);

bool bs_hash_text_valid(const char *text); /* exactly 64 lower-case hex digits */

/* Ed25519 over the exact bytes, RFC 8032. */
void bs_sign_keypair(uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                     uint8_t secret_key[BS_SECRET_KEY_SIZE]);
void bs_sign(const uint8_t secret_key[BS_SECRET_KEY_SIZE], struct bs_bytes data,
             uint8_t out[BS_SIGNATURE_SIZE]);
bool bs_sign_verify(const uint8_t public_key[BS_PUBLIC_KEY_SIZE], struct bs_bytes data,
                    const uint8_t signature[BS_SIGNATURE_SIZE]);

/* Argon2id string, 19 MiB and 2 passes or more (OWASP password storage). BS_LATER if memory is short. */
enum bs_err bs_password_hash(const char *password, char out[BS_PASSWORD_HASH],
                             struct bs_error *err);
bool bs_password_verify(const char *hash, const char *password);

/*
 * What a connector's PIN, or the line that her badge types, is known by: Argon2id with 3 passes over 24 MiB and 32 bytes of
 * result, as hex. A municipality has one salt, so that one hash is enough to look among all its connectors. Its price: whoever
 * reads a bundle sees when two have the same PIN, hence it is unique within the municipality and refused otherwise; and one row
 * of tries is good against all of them. A PIN of six digits is no protection against who keeps a stolen disk for long: 10^6 tries
 * of 0.1 s are little more than a day. BS_LATER: no memory; `out` is untouched.
 */
enum bs_err bs_pin_hash(const char *pin, const uint8_t salt[BS_PIN_SALT_SIZE],
                        char out[BS_HASH_TEXT], struct bs_error *err);

/* A new 256-bit secret as base64url. */
void bs_token_make(char out[BS_TOKEN_TEXT]);

/* Compares in time that depends on the lengths alone. */
bool bs_equal_secret(const char *a, const char *b);

/* Hex, lower case; `out` holds 2 × size + 1. Parsing wants exactly size bytes, in lower case. */
void bs_hex_format(const uint8_t *data, size_t size, char *out);
bool bs_hex_parse(const char *text, uint8_t *out, size_t size);
/* Base64 with padding (RFC 4648 §4), for header fields; `out_size` at least 4·⌈size/3⌉+1. */
void bs_base64_format(const uint8_t *data, size_t size, char *out, size_t out_size);
/* False if malformed or if it does not decode to exactly `size` bytes. */
bool bs_base64_parse(const char *text, uint8_t *out, size_t size);

#endif
