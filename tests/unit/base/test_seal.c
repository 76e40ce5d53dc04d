/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is sealed can be opened with the private key, and with nothing of ours; a key that would not hide is refused. The
 * keys are made here. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <cjose/cjose.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/seal.h>

#define TEXT      "{\"name\":\"Ay\\u015fe\",\"phone\":\"0612345678\"}"
#define JWE_SIZE  2049
#define BITS_MOST 4104

static uint8_t e_65537[] = {1, 0, 1}, e_3[] = {3}; /* cjose wants them writable */

static char *json_of(const cjose_jwk_t *key, bool with_private)
{
    char *json = cjose_jwk_to_json(key, with_private, NULL);

    assert_non_null(json);
    return json;
}

/* Of a key that nobody can read with: any odd number of so many bits will do, and takes no seconds to find. */
static char *public_only(size_t bits, uint8_t *e, size_t len)
{
    uint8_t modulus[BITS_MOST / 8];
    const cjose_jwk_rsa_keyspec spec = {.n = modulus, .nlen = bits / 8, .e = e, .elen = len};
    cjose_jwk_t *key;
    char *json;

    memset(modulus, 0xA5, sizeof modulus);
    key = cjose_jwk_create_RSA_spec(&spec, NULL);
    assert_non_null(key);
    json = json_of(key, false);
    cjose_jwk_release(key);
    return json;
}

static char *public_of_bits(size_t bits)
{
    return public_only(bits, e_65537, sizeof e_65537);
}

/* The same key with another member, or another value of one. */
static char *with_member(const char *jwk, const char *name, const char *value)
{
    struct bs_json *json = NULL;
    struct bs_buf text;
    char *copy;

    assert_int_equal(bs_json_parse(bs_bytes_of(jwk), &json, NULL), BS_OK);
    bs_json_set_string(json, name, value);
    bs_buf_init(&text, 4096);
    bs_json_write(json, false, &text);
    copy = bs_xstrdup(bs_buf_string(&text));
    bs_buf_finish(&text);
    bs_json_destroy(json);
    return copy;
}

static struct {
    cjose_jwk_t *key;
    char *public_json;
} pair;

static int make_pair(void **state)
{
    (void)state;
    pair.key = cjose_jwk_create_RSA_random(2048, e_65537, sizeof e_65537, NULL);
    assert_non_null(pair.key);
    pair.public_json = json_of(pair.key, false);
    return 0;
}

static int drop_pair(void **state)
{
    (void)state;
    free(pair.public_json);
    cjose_jwk_release(pair.key);
    return 0;
}

static void what_is_sealed_is_opened_with_the_private_key(void **state)
{
    char jwe[JWE_SIZE];
    size_t len = 0;
    cjose_jwe_t *sealed;
    uint8_t *opened;

    (void)state;
    assert_int_equal(bs_seal(pair.public_json, bs_bytes_of(TEXT), jwe, sizeof jwe, NULL), BS_OK);
    sealed = cjose_jwe_import(jwe, strlen(jwe), NULL);
    assert_non_null(sealed);
    opened = cjose_jwe_decrypt(sealed, pair.key, &len, NULL);
    assert_non_null(opened);
    assert_int_equal(len, strlen(TEXT));
    assert_memory_equal(opened, TEXT, len);
    free(opened);
    cjose_jwe_release(sealed);
}

static void the_header_names_the_method_and_the_key(void **state)
{
    char *named = with_member(pair.public_json, "kid", "leiden-2026");
    char jwe[JWE_SIZE];
    cjose_jwe_t *sealed;
    cjose_header_t *header;

    (void)state;
    assert_int_equal(bs_seal(named, bs_bytes_of(TEXT), jwe, sizeof jwe, NULL), BS_OK);
    sealed = cjose_jwe_import(jwe, strlen(jwe), NULL);
    header = cjose_jwe_get_protected(sealed);
    assert_string_equal(cjose_header_get(header, "alg", NULL), "RSA-OAEP");
    assert_string_equal(cjose_header_get(header, "enc", NULL), "A256GCM");
    assert_string_equal(cjose_header_get(header, "kid", NULL), "leiden-2026");
    cjose_jwe_release(sealed);
    free(named);
}

static void the_same_text_is_never_sealed_alike(void **state)
{
    char first[JWE_SIZE], second[JWE_SIZE];

    (void)state;
    assert_int_equal(bs_seal(pair.public_json, bs_bytes_of(TEXT), first, sizeof first, NULL),
                     BS_OK);
    assert_int_equal(bs_seal(pair.public_json, bs_bytes_of(TEXT), second, sizeof second, NULL),
                     BS_OK);
    assert_string_not_equal(first, second);
}

static void the_largest_text_fits_with_the_largest_key_and_one_byte_more_is_refused(void **state)
{
    char *large = public_of_bits(4096), jwe[JWE_SIZE], plain[514];

    (void)state;
    memset(plain, 'x', sizeof plain);
    assert_int_equal(
        bs_seal(large, (struct bs_bytes){(uint8_t *)plain, 512}, jwe, sizeof jwe, NULL), BS_OK);
    jwe[0] = '\0';
    assert_int_equal(
        bs_seal(large, (struct bs_bytes){(uint8_t *)plain, 513}, jwe, sizeof jwe, NULL), BS_LIMIT);
    assert_int_equal(bs_seal(large, (struct bs_bytes){(uint8_t *)plain, 0}, jwe, sizeof jwe, NULL),
                     BS_LIMIT);
    assert_string_equal(jwe, "");
    free(large);
}

static void what_does_not_fit_leaves_the_output_alone(void **state)
{
    char jwe[64] = "as it was";

    (void)state;
    assert_int_equal(bs_seal(pair.public_json, bs_bytes_of(TEXT), jwe, sizeof jwe, NULL), BS_LIMIT);
    assert_string_equal(jwe, "as it was");
}

static void keys_of_2048_to_4096_bits_are_good_and_others_are_not(void **state)
{
    static const struct {
        size_t bits;
        enum bs_err rc;
    } CASES[] = {{2040, BS_BAD}, {2048, BS_OK}, {3072, BS_OK}, {4096, BS_OK}, {4104, BS_BAD}};

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char *key = public_of_bits(CASES[i].bits);

        assert_int_equal(bs_seal_check_key(key, NULL), CASES[i].rc);
        free(key);
    }
}

static void a_private_key_is_refused(void **state)
{
    struct bs_error err = {0};
    char *half = with_member(pair.public_json, "d", "AQ");
    char *whole = json_of(pair.key, true), jwe[JWE_SIZE];

    (void)state;
    assert_int_equal(bs_seal_check_key(half, &err), BS_BAD);
    assert_non_null(strstr(err.text, "private"));
    assert_int_equal(bs_seal_check_key(whole, NULL), BS_BAD);
    assert_int_equal(bs_seal(whole, bs_bytes_of(TEXT), jwe, sizeof jwe, NULL), BS_BAD);
    free(half);
    free(whole);
}

static void a_key_with_another_exponent_is_refused(void **state)
{
    char *three = public_only(2048, e_3, sizeof e_3);
    char *one = with_member(pair.public_json, "e", "AQ");

    (void)state;
    assert_int_equal(bs_seal_check_key(three, NULL), BS_BAD);
    assert_int_equal(bs_seal_check_key(one, NULL), BS_BAD);
    free(three);
    free(one);
}

static void what_is_no_rsa_key_is_refused(void **state)
{
    static const char *const BAD[] = {
        "",
        "{",
        "[]",
        "\"RSA\"",
        "{}",
        "{\"kty\":\"RSA\"}",
        "{\"kty\":\"RSA\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"not base64!\"}",
        "{\"kty\":\"oct\",\"k\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct bs_error err = {0};

        assert_int_equal(bs_seal_check_key(BAD[i], &err), BS_BAD);
        assert_true(err.text[0] != '\0');
    }
}

static void a_key_for_something_else_is_refused(void **state)
{
    static const struct {
        const char *name, *value;
        enum bs_err rc;
    } CASES[] = {{"use", "enc", BS_OK},           {"use", "sig", BS_BAD},
                 {"alg", "RSA-OAEP", BS_OK},      {"alg", "RSA1_5", BS_BAD},
                 {"alg", "RSA-OAEP-256", BS_BAD}, {"kty", "rsa", BS_BAD}};

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char *key = with_member(pair.public_json, CASES[i].name, CASES[i].value);

        assert_int_equal(bs_seal_check_key(key, NULL), CASES[i].rc);
        free(key);
    }
}

static void an_even_modulus_is_refused(void **state)
{
    char *even = bs_xstrdup(pair.public_json), *n = strstr(even, "\"n\":\"");

    (void)state;
    assert_non_null(n);
    n = strchr(n + 5, '"');
    n[-1] = 'A'; /* the last six bits, of which the lowest four stand for nothing */
    n[-2] = 'A';
    assert_int_equal(bs_seal_check_key(even, NULL), BS_BAD);
    free(even);
}

static void a_key_longer_than_its_limit_is_refused(void **state)
{
    char *key = with_member(pair.public_json, "note", "");
    char filler[1100];
    size_t room = 1024 - strlen(key);

    (void)state;
    memset(filler, 'x', sizeof filler);
    free(key);
    filler[room] = '\0';
    key = with_member(pair.public_json, "note", filler);
    assert_int_equal(strlen(key), 1024);
    assert_int_equal(bs_seal_check_key(key, NULL), BS_OK);
    free(key);
    filler[room] = 'x';
    filler[room + 1] = '\0';
    key = with_member(pair.public_json, "note", filler);
    assert_int_equal(bs_seal_check_key(key, NULL), BS_BAD);
    free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_is_opened_with_the_private_key),
        cmocka_unit_test(the_header_names_the_method_and_the_key),
        cmocka_unit_test(the_same_text_is_never_sealed_alike),
        cmocka_unit_test(the_largest_text_fits_with_the_largest_key_and_one_byte_more_is_refused),
        cmocka_unit_test(what_does_not_fit_leaves_the_output_alone),
        cmocka_unit_test(keys_of_2048_to_4096_bits_are_good_and_others_are_not),
        cmocka_unit_test(a_private_key_is_refused),
        cmocka_unit_test(a_key_with_another_exponent_is_refused),
        cmocka_unit_test(what_is_no_rsa_key_is_refused),
        cmocka_unit_test(a_key_for_something_else_is_refused),
        cmocka_unit_test(an_even_modulus_is_refused),
        cmocka_unit_test(a_key_longer_than_its_limit_is_refused),
    };

    return cmocka_run_group_tests(tests, make_pair, drop_pair);
}
