/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Thin calls into libsodium; sizes are compared at compile time. SHA-256 is nettle's, since it uses the processor's own
 * instructions for it: every record is hashed several times on its way, and libsodium takes eight times as long. */

#include <buurtstem/crypto.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/sha2.h>
#include <sodium.h>

#include <buurtstem/mem.h>

static_assert(BS_SIGNATURE_SIZE == crypto_sign_BYTES, "Ed25519 signature");
static_assert(BS_PUBLIC_KEY_SIZE == crypto_sign_PUBLICKEYBYTES, "Ed25519 public key");
static_assert(BS_SECRET_KEY_SIZE == crypto_sign_SECRETKEYBYTES, "Ed25519 secret key");
static_assert(BS_PASSWORD_HASH == crypto_pwhash_STRBYTES, "argon2id string");
static_assert(BS_HASH_TEXT == 2 * SHA256_DIGEST_SIZE + 1, "SHA-256 in hex");

static_assert(BS_PIN_SALT_SIZE == crypto_pwhash_SALTBYTES, "argon2id salt");

enum {
    TOKEN_BYTES = 32,
    PASSWORD_PASSES = 2,
    PASSWORD_MEMORY = 19 * 1024 * 1024,
    PIN_PASSES = 3,
    PIN_MEMORY = 24 * 1024 * 1024
};

static_assert(BS_TOKEN_TEXT ==
                  sodium_base64_ENCODED_LEN(TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
              "token in base64url");

enum bs_err bs_crypto_start(struct bs_error *err)
{
    if (sodium_init() < 0) {
        return bs_fail(err, BS_BROKEN, "the system gives no randomness");
    }
    return BS_OK;
}

void bs_sha256_hex(const struct bs_bytes *parts, size_t count, char out[BS_HASH_TEXT])
{
    struct sha256_ctx state;
    uint8_t hash[SHA256_DIGEST_SIZE];

    sha256_init(&state);
    for (size_t i = 0; i < count; i++) {
        sha256_update(&state, parts[i].len, parts[i].data);
    }
    sha256_digest(&state, sizeof hash, hash);
    bs_hex_format(hash, sizeof hash, out);
}

void bs_sha256_raw(struct bs_bytes data, uint8_t out[32])
{
    struct sha256_ctx state;

    sha256_init(&state);
    sha256_update(&state, data.len, data.data);
    sha256_digest(&state, SHA256_DIGEST_SIZE, out);
}

/* More than 15 for what is no lower-case hex digit. */
static unsigned value_of(char digit)
{
    /* By character: one more than its value, 0 for the rest. */
    static const uint8_t values[256] = {
        ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
        ['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
        ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    };
    return (values[(uint8_t)digit] - 1U) & 31U;
}

/* Exactly `count` lower-case hex digits and the end. */
static bool is_hex(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (value_of(text[i]) > 15) {
            return false;
        }
    }
    return text[count] == '\0';
}

bool bs_hash_text_valid(const char *text)
{
    return is_hex(text, BS_HASH_TEXT - 1);
}

void bs_sign_keypair(uint8_t public_key[BS_PUBLIC_KEY_SIZE], uint8_t secret_key[BS_SECRET_KEY_SIZE])
{
    (void)crypto_sign_keypair(public_key, secret_key);
}

void bs_sign(const uint8_t secret_key[BS_SECRET_KEY_SIZE], struct bs_bytes data,
             uint8_t out[BS_SIGNATURE_SIZE])
{
    (void)crypto_sign_detached(out, NULL, data.data, data.len, secret_key);
}

bool bs_sign_verify(const uint8_t public_key[BS_PUBLIC_KEY_SIZE], struct bs_bytes data,
                    const uint8_t signature[BS_SIGNATURE_SIZE])
{
    return crypto_sign_verify_detached(signature, data.data, data.len, public_key) == 0;
}

enum bs_err bs_password_hash(const char *password, char out[BS_PASSWORD_HASH], struct bs_error *err)
{
    char hash[BS_PASSWORD_HASH];

    if (crypto_pwhash_str_alg(hash, password, strlen(password), PASSWORD_PASSES, PASSWORD_MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return bs_fail(err, BS_LATER, "not enough memory to hash a password");
    }
    memcpy(out, hash, sizeof hash);
    return BS_OK;
}

bool bs_password_verify(const char *hash, const char *password)
{
    char padded[BS_PASSWORD_HASH] = {0};
    size_t len = strnlen(hash, sizeof padded);

    if (len == sizeof padded) {
        return false;
    }
    memcpy(padded, hash, len);
    return crypto_pwhash_str_verify(padded, password, strlen(password)) == 0;
}

enum bs_err bs_pin_hash(const char *pin, const uint8_t salt[BS_PIN_SALT_SIZE],
                        char out[BS_HASH_TEXT], struct bs_error *err)
{
    uint8_t hash[(BS_HASH_TEXT - 1) / 2];

    if (crypto_pwhash(hash, sizeof hash, pin, strlen(pin), salt, PIN_PASSES, PIN_MEMORY,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return bs_fail(err, BS_LATER, "not enough memory to hash a PIN");
    }
    bs_hex_format(hash, sizeof hash, out);
    bs_wipe(hash, sizeof hash);
    return BS_OK;
}

void bs_token_make(char out[BS_TOKEN_TEXT])
{
    uint8_t secret[TOKEN_BYTES];

    randombytes_buf(secret, sizeof secret);
    (void)sodium_bin2base64(out, BS_TOKEN_TEXT, secret, sizeof secret,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    bs_wipe(secret, sizeof secret);
}

bool bs_equal_secret(const char *a, const char *b)
{
    size_t len = strlen(a);

    return len == strlen(b) && sodium_memcmp(a, b, len) == 0;
}

void bs_hex_format(const uint8_t *data, size_t size, char *out)
{
    /* One cache line, so that time tells nothing of the bytes either. */
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[data[i] >> 4];
        out[2 * i + 1] = digits[data[i] & 15U];
    }
    out[2 * size] = '\0';
}

bool bs_hex_parse(const char *text, uint8_t *out, size_t size)
{
    uint8_t bytes[BS_HASH_TEXT / 2];

    /* A caller's bytes stay what they were when it is no hex: what is short is read aside, in one pass. */
    if (size <= sizeof bytes) {
        for (size_t i = 0; i < size; i++) {
            unsigned high = value_of(text[2 * i]), low;

            if (high > 15 || (low = value_of(text[2 * i + 1])) > 15) {
                return false;
            }
            bytes[i] = (uint8_t)(high * 16 + low);
        }
        if (text[2 * size] != '\0') {
            return false;
        }
        memcpy(out, bytes, size);
        bs_wipe(bytes, size);
        return true;
    }
    if (!is_hex(text, 2 * size)) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        out[i] = (uint8_t)(value_of(text[2 * i]) * 16 + value_of(text[2 * i + 1]));
    }
    return true;
}

void bs_base64_format(const uint8_t *data, size_t size, char *out, size_t out_size)
{
    assert(out_size >= sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL));
    (void)sodium_bin2base64(out, out_size, data, size, sodium_base64_VARIANT_ORIGINAL);
}

bool bs_base64_parse(const char *text, uint8_t *out, size_t size)
{
    size_t len = strlen(text);
    size_t decoded = 0;
    uint8_t *bytes;
    bool good;

    if (len != (size + 2) / 3 * 4) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] >= 0x80) {
            return false; /* libsodium takes 0xaf for '/' where char has a sign */
        }
    }
    bytes = bs_xcalloc(size, 1);
    good = sodium_base642bin(bytes, size, text, len, NULL, &decoded, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           decoded == size;
    if (good && size > 0) {
        memcpy(out, bytes, size);
    }
    bs_wipe(bytes, size);
    free(bytes);
    return good;
}
