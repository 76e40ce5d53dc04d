/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The only file that includes libcjose. The key is looked at by ourselves first: the library takes private ones, short ones
 * and exponents that hide nothing. */

#include <buurtstem/seal.h>

#include <stdlib.h>
#include <string.h>

#include <cjose/cjose.h>
#include <sodium.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>

enum {
    KEY_MAX = 1024, /* bytes of the JWK; 4096 bits take 683 */
    PLAIN_MAX = 512,
    ID_MAX = 100,
    BITS_LEAST = 2048,
    BITS_MOST = 4096
};

/* 65537, the one that everybody uses: with an exponent of 1 the sealed text would be the text itself. */
static const char exponent[] = "AQAB";

/* Members of which a public key has none. */
static const char *const private_parts[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

static unsigned bits_of(const uint8_t *number, size_t len)
{
    unsigned bits = 0;

    while (len > 0 && *number == 0) {
        number++;
        len--;
    }
    for (unsigned first = len > 0 ? *number : 0; first != 0; first >>= 1) {
        bits++;
    }
    return len > 0 ? bits + (unsigned)(len - 1) * 8 : 0;
}

static enum bs_err check_modulus(const char *text, struct bs_error *err)
{
    uint8_t number[KEY_MAX];
    size_t len = 0;
    unsigned bits;

    if (sodium_base642bin(number, sizeof number, text, strlen(text), NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len == 0 || number[len - 1] % 2 == 0) {
        return bs_fail(err, BS_BAD, "the key: n is not an RSA modulus in base64url");
    }
    bits = bits_of(number, len);
    if (bits < BITS_LEAST || bits > BITS_MOST) {
        return bs_fail(err, BS_BAD, "the key has %u bits; %d to %d are allowed", bits, BITS_LEAST,
                       BITS_MOST);
    }
    return BS_OK;
}

/* A member that a key may leave out, but not say otherwise. */
static bool says(const struct bs_json_at *key, const char *name, const char *wanted)
{
    const char *said = wanted;

    return bs_json_string_or(key, name, ID_MAX, wanted, &said) && strcmp(said, wanted) == 0;
}

static enum bs_err check_members(const struct bs_json_at *key, struct bs_error *err)
{
    const char *type = "", *e = "", *n = "", *id = "";

    for (size_t i = 0; i < sizeof private_parts / sizeof private_parts[0]; i++) {
        struct bs_json_at part = bs_json_member(key, private_parts[i]);

        if (bs_json_exists(&part)) {
            return bs_fail(err, BS_BAD, "the key: a private key (member %s) must not be given away",
                           private_parts[i]);
        }
    }
    if (!bs_json_string(key, "kty", 8, &type) || strcmp(type, "RSA") != 0) {
        return bs_fail(err, BS_BAD, "the key: expected an RSA key as a JWK");
    }
    if (!bs_json_string(key, "e", ID_MAX, &e) || strcmp(e, exponent) != 0) {
        return bs_fail(err, BS_BAD, "the key: expected the exponent %s", exponent);
    }
    if (!says(key, "use", "enc") || !says(key, "alg", "RSA-OAEP")) {
        return bs_fail(err, BS_BAD, "the key: is made for something else than RSA-OAEP");
    }
    if (!bs_json_string_or(key, "kid", ID_MAX, "", &id)) {
        return bs_fail(err, BS_BAD, "the key: kid is not a text of at most %d bytes", ID_MAX);
    }
    if (!bs_json_string(key, "n", KEY_MAX, &n)) {
        return bs_fail(err, BS_BAD, "the key: has no n");
    }
    return check_modulus(n, err);
}

static enum bs_err parse_key(const char *jwk, struct bs_json **out, struct bs_error *err)
{
    struct bs_json *json = NULL;
    struct bs_json_at root;
    enum bs_err rc;

    if (strnlen(jwk, KEY_MAX + 1) > KEY_MAX) {
        return bs_fail(err, BS_BAD, "the key takes more than %d bytes", KEY_MAX);
    }
    if (bs_json_parse(bs_bytes_of(jwk), &json, NULL) != BS_OK) {
        return bs_fail(err, BS_BAD, "the key is not JSON");
    }
    root = bs_json_root(json, NULL);
    rc = bs_json_is_object(&root) ? check_members(&root, err)
                                  : bs_fail(err, BS_BAD, "the key is not a JSON object");
    if (rc != BS_OK) {
        bs_json_destroy(json);
        return rc;
    }
    *out = json;
    return BS_OK;
}

enum bs_err bs_seal_check_key(const char *jwk, struct bs_error *err)
{
    struct bs_json *json = NULL;
    enum bs_err rc = parse_key(jwk, &json, err);

    bs_json_destroy(json);
    return rc;
}

/* alg, enc, and which key it is, if the key has a name: for whoever has more than one. */
static cjose_header_t *make_header(const struct bs_json *key, cjose_err *why)
{
    struct bs_json_at root = bs_json_root(key, NULL);
    const char *id = "";
    cjose_header_t *header = cjose_header_new(why);

    (void)bs_json_string_or(&root, "kid", ID_MAX, "", &id);
    if (header != NULL && (!cjose_header_set(header, CJOSE_HDR_ALG, CJOSE_HDR_ALG_RSA_OAEP, why) ||
                           !cjose_header_set(header, CJOSE_HDR_ENC, CJOSE_HDR_ENC_A256GCM, why) ||
                           (id[0] != '\0' && !cjose_header_set(header, CJOSE_HDR_KID, id, why)))) {
        cjose_header_release(header);
        return NULL;
    }
    return header;
}

static enum bs_err export_to(cjose_jwe_t *jwe, char *out, size_t size, cjose_err *why,
                             struct bs_error *err)
{
    char *text = cjose_jwe_export(jwe, why);
    size_t len = text != NULL ? strlen(text) : 0;
    enum bs_err rc = BS_OK;

    if (text == NULL) {
        rc = bs_fail(err, BS_BROKEN, "cannot write what is sealed: %s", why->message);
    } else if (len >= size) {
        rc = bs_fail(err, BS_LIMIT, "what is sealed takes %zu bytes; there is room for %zu", len,
                     size - 1);
    } else {
        memcpy(out, text, len + 1);
    }
    cjose_get_dealloc()(text);
    return rc;
}

enum bs_err bs_seal(const char *jwk, struct bs_bytes plain, char *out, size_t size,
                    struct bs_error *err)
{
    struct bs_json *key = NULL;
    cjose_jwk_t *public_key = NULL;
    cjose_header_t *header = NULL;
    cjose_jwe_t *jwe = NULL;
    cjose_err why = {.code = CJOSE_ERR_NONE, .message = "no memory"};
    enum bs_err rc;

    if (plain.len == 0 || plain.len > PLAIN_MAX) {
        return bs_fail(err, BS_LIMIT, "1 to %d bytes can be sealed", PLAIN_MAX);
    }
    rc = parse_key(jwk, &key, err);
    if (rc != BS_OK) {
        return rc;
    }
    public_key = cjose_jwk_import(jwk, strlen(jwk), &why);
    header = make_header(key, &why);
    if (public_key != NULL && header != NULL) {
        jwe = cjose_jwe_encrypt(public_key, header, plain.data, plain.len, &why);
    }
    rc = jwe != NULL ? export_to(jwe, out, size, &why, err)
                     : bs_fail(err, BS_BROKEN, "cannot seal: %s", why.message);
    cjose_jwe_release(jwe);
    cjose_header_release(header);
    (void)cjose_jwk_release(public_key);
    bs_json_destroy(key);
    bs_wipe_stack();
    return rc;
}
