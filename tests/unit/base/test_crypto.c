/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The calls into libsodium, against published vectors. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>

static int start_crypto(void **state)
{
    (void)state;
    return bs_crypto_start(NULL) == BS_OK ? 0 : -1;
}

static void starting_twice_is_fine(void **state)
{
    (void)state;
    assert_int_equal(bs_crypto_start(NULL), BS_OK);
}

/* FIPS 180 examples. */
static void sha256_matches_the_standard(void **state)
{
    struct bs_bytes abc = bs_bytes_of("abc");
    char text[BS_HASH_TEXT];
    uint8_t raw[32];
    char from_raw[BS_HASH_TEXT];

    (void)state;
    bs_sha256_hex(&abc, 1, text);
    assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    bs_sha256_raw(abc, raw);
    bs_hex_format(raw, sizeof raw, from_raw);
    assert_string_equal(from_raw, text);
    bs_sha256_hex(NULL, 0, text);
    assert_string_equal(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void sha256_of_parts_is_that_of_the_whole(void **state)
{
    struct bs_bytes whole = bs_bytes_of("buurtstem1 KIOSK EPOCH");
    struct bs_bytes parts[] = {
        bs_bytes_of("buurtstem1 "), bs_bytes_of(""), {NULL, 0}, bs_bytes_of("KIOSK EPOCH")};
    char a[BS_HASH_TEXT];
    char b[BS_HASH_TEXT];

    (void)state;
    bs_sha256_hex(&whole, 1, a);
    bs_sha256_hex(parts, 4, b);
    assert_string_equal(a, b);
}

static void hash_text_is_64_lower_case_digits(void **state)
{
    char text[BS_HASH_TEXT + 1] = "";

    (void)state;
    memset(text, 'a', BS_HASH_TEXT - 1);
    assert_true(bs_hash_text_valid(text));
    text[BS_HASH_TEXT - 1] = 'a';
    assert_false(bs_hash_text_valid(text));
    text[BS_HASH_TEXT - 2] = '\0';
    assert_false(bs_hash_text_valid(text));
    text[BS_HASH_TEXT - 2] = 'A';
    text[BS_HASH_TEXT - 1] = '\0';
    assert_false(bs_hash_text_valid(text));
    assert_false(bs_hash_text_valid(""));
}

/* RFC 8032 §7.1, TEST 2. */
static void signature_matches_the_standard(void **state)
{
    uint8_t secret[BS_SECRET_KEY_SIZE];
    uint8_t expected[BS_SIGNATURE_SIZE];
    uint8_t signature[BS_SIGNATURE_SIZE];
    struct bs_bytes message = bs_bytes_of("\x72");

    (void)state;
    assert_true(bs_hex_parse("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
                             "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                             secret, sizeof secret));
    assert_true(bs_hex_parse("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                             "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
                             expected, sizeof expected));
    bs_sign(secret, message, signature);
    assert_memory_equal(signature, expected, sizeof expected);
    assert_true(bs_sign_verify(secret + 32, message, signature));
}

static void changed_message_signature_or_key_does_not_verify(void **state)
{
    uint8_t public_key[BS_PUBLIC_KEY_SIZE];
    uint8_t other_key[BS_PUBLIC_KEY_SIZE];
    uint8_t secret_key[BS_SECRET_KEY_SIZE];
    uint8_t other_secret[BS_SECRET_KEY_SIZE];
    uint8_t signature[BS_SIGNATURE_SIZE];
    struct bs_bytes message = bs_bytes_of("{\"serial\":7}");

    (void)state;
    bs_sign_keypair(public_key, secret_key);
    bs_sign_keypair(other_key, other_secret);
    bs_sign(secret_key, message, signature);
    assert_true(bs_sign_verify(public_key, message, signature));
    assert_false(bs_sign_verify(other_key, message, signature));
    assert_false(bs_sign_verify(public_key, bs_bytes_of("{\"serial\":8}"), signature));
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        assert_false(bs_sign_verify(public_key, message, signature));
        signature[i] ^= 1;
    }
}

static void password_verifies_against_its_own_hash_only(void **state)
{
    char hash[BS_PASSWORD_HASH];
    char again[BS_PASSWORD_HASH];

    (void)state;
    assert_int_equal(bs_password_hash("correct horse", hash, NULL), BS_OK);
    assert_int_equal(bs_password_hash("correct horse", again, NULL), BS_OK);
    assert_string_not_equal(hash, again);
    assert_true(bs_password_verify(hash, "correct horse"));
    assert_false(bs_password_verify(hash, "correct horsf"));
    assert_false(bs_password_verify(hash, "correct hors"));
    assert_false(bs_password_verify(hash, ""));
}

static void password_hash_costs_what_it_should(void **state)
{
    char hash[BS_PASSWORD_HASH];

    (void)state;
    assert_int_equal(bs_password_hash("x", hash, NULL), BS_OK);
    assert_memory_equal(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
}

static void damaged_hash_verifies_nothing(void **state)
{
    char hash[BS_PASSWORD_HASH];
    char too_long[BS_PASSWORD_HASH + 1];

    (void)state;
    assert_int_equal(bs_password_hash("x", hash, NULL), BS_OK);
    assert_false(bs_password_verify("", "x"));
    assert_false(bs_password_verify("x", "x"));
    assert_false(bs_password_verify("$argon2id$v=19$m=", "x"));
    memset(too_long, '$', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    assert_false(bs_password_verify(too_long, "x"));
    hash[strlen(hash) - 1] = '\0';
    assert_false(bs_password_verify(hash, "x"));
}

static void tokens_are_long_url_safe_and_new(void **state)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char last[BS_TOKEN_TEXT] = "";

    (void)state;
    for (int i = 0; i < 100; i++) {
        char token[BS_TOKEN_TEXT];

        bs_token_make(token);
        assert_int_equal(strspn(token, letters), BS_TOKEN_TEXT - 1);
        assert_int_equal(token[BS_TOKEN_TEXT - 1], 0);
        assert_string_not_equal(token, last);
        memcpy(last, token, sizeof last);
    }
}

static void secrets_are_equal_only_as_a_whole(void **state)
{
    (void)state;
    assert_true(bs_equal_secret("abc", "abc"));
    assert_true(bs_equal_secret("", ""));
    assert_false(bs_equal_secret("abc", "abd"));
    assert_false(bs_equal_secret("abc", "ab"));
    assert_false(bs_equal_secret("", "a"));
}

static void hex_survives_writing_and_reading(void **state)
{
    uint8_t all[256];
    uint8_t again[256];
    char text[513];

    (void)state;
    for (int i = 0; i < 256; i++) {
        all[i] = (uint8_t)i;
    }
    bs_hex_format(all, sizeof all, text);
    assert_memory_equal(text, "000102030405060708090a0b", 24);
    assert_true(bs_hex_parse(text, again, sizeof again));
    assert_memory_equal(all, again, sizeof all);
    bs_hex_format(all, 0, text);
    assert_string_equal(text, "");
}

static void hex_of_another_size_or_alphabet_is_refused(void **state)
{
    uint8_t out[2] = {42, 42};

    (void)state;
    assert_false(bs_hex_parse("abc", out, 2));
    assert_false(bs_hex_parse("abcde", out, 2));
    assert_false(bs_hex_parse("abcdef", out, 2));
    assert_false(bs_hex_parse("ABCD", out, 2));
    assert_false(bs_hex_parse("abcg", out, 2));
    assert_false(bs_hex_parse("", out, 2));
    assert_int_equal(out[0], 42);
    assert_true(bs_hex_parse("abcd", out, 2));
    assert_int_equal(out[1], 0xCD);
}

/* RFC 4648 §10. */
static void base64_matches_the_standard(void **state)
{
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        size_t size = strlen(pairs[i][0]);
        char text[9];
        uint8_t back[6];

        bs_base64_format((const uint8_t *)pairs[i][0], size, text, (size + 2) / 3 * 4 + 1);
        assert_string_equal(text, pairs[i][1]);
        assert_true(bs_base64_parse(text, back, size));
        assert_memory_equal(back, pairs[i][0], size);
    }
}

static void base64_of_fewer_bytes_than_asked_is_refused(void **state)
{
    uint8_t out[6] = {42};

    (void)state;
    assert_false(bs_base64_parse("Zm9vYg==", out, 6));
    assert_false(bs_base64_parse("Zm9vYmE=", out, 6));
    assert_int_equal(out[0], 42);
}

static void no_sign_beyond_ascii_is_read_as_one_of_base64(void **state)
{
    uint8_t out[4];

    (void)state;
    assert_true(bs_base64_parse("Z/9vYg==", out, 4));
    for (int sign = 0x80; sign <= 0xff; sign++) {
        char text[] = "Z/9vYg==";

        text[1] = (char)sign;
        if (bs_base64_parse(text, out, 4)) {
            fail_msg("0x%02x is read", (unsigned)sign);
        }
    }
}

static void other_base64_is_refused(void **state)
{
    static const char *const bad[] = {
        "Zm9",    "Zm9vYg",   "Zm9vYg=", "Zm9vYg===", "Zm9vYh==", "Zm-vYg==", "Zm v",
        "Zm9v\n", "Zm9vYmFy", "",        "====",      "Zm9vYm==", "Z===Zm9v"};
    uint8_t out[4] = {42};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (bs_base64_parse(bad[i], out, 4)) {
            fail_msg("%s", bad[i]);
        }
    }
    assert_int_equal(out[0], 42);
}

/* As the reference implementation says (libargon2: argon2id, version 1.3, 3 passes, 24 MiB, one lane). */
static void a_pin_has_the_hash_that_argon2id_gives_it(void **state)
{
    uint8_t salt[BS_PIN_SALT_SIZE];
    char hash[BS_HASH_TEXT], other[BS_HASH_TEXT];

    (void)state;
    for (uint8_t i = 0; i < sizeof salt; i++) {
        salt[i] = i;
    }
    assert_int_equal(bs_pin_hash("482915", salt, hash, NULL), BS_OK);
    assert_string_equal(hash, "a1d91f8d16673f8322372d908da19481706867ae845cee528f0d6749abf0e96d");
    assert_int_equal(bs_pin_hash("482916", salt, other, NULL), BS_OK);
    assert_string_not_equal(hash, other);
    salt[15] = 0;
    assert_int_equal(bs_pin_hash("482915", salt, other, NULL), BS_OK);
    assert_string_not_equal(hash, other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starting_twice_is_fine),
        cmocka_unit_test(sha256_matches_the_standard),
        cmocka_unit_test(sha256_of_parts_is_that_of_the_whole),
        cmocka_unit_test(hash_text_is_64_lower_case_digits),
        cmocka_unit_test(signature_matches_the_standard),
        cmocka_unit_test(changed_message_signature_or_key_does_not_verify),
        cmocka_unit_test(password_verifies_against_its_own_hash_only),
        cmocka_unit_test(password_hash_costs_what_it_should),
        cmocka_unit_test(damaged_hash_verifies_nothing),
        cmocka_unit_test(tokens_are_long_url_safe_and_new),
        cmocka_unit_test(secrets_are_equal_only_as_a_whole),
        cmocka_unit_test(hex_survives_writing_and_reading),
        cmocka_unit_test(hex_of_another_size_or_alphabet_is_refused),
        cmocka_unit_test(base64_matches_the_standard),
        cmocka_unit_test(no_sign_beyond_ascii_is_read_as_one_of_base64),
        cmocka_unit_test(base64_of_fewer_bytes_than_asked_is_refused),
        cmocka_unit_test(other_base64_is_refused),
        cmocka_unit_test(a_pin_has_the_hash_that_argon2id_gives_it),
    };

    return cmocka_run_group_tests(tests, start_crypto, NULL);
}
