/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Content-Digest, as we write it and as others may. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/wire.h>

/* printf '{}' | openssl dgst -sha256 -binary | base64 */
#define OF_EMPTY_OBJECT "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:"
#define OF_NOTHING      "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"

static bool matches(const char *header)
{
    return bs_content_digest_matches(header, bs_bytes_of("{}"));
}

static void the_digest_is_what_openssl_makes_of_it(void **state)
{
    char header[64];

    (void)state;
    bs_content_digest(bs_bytes_of("{}"), header);
    assert_string_equal(header, OF_EMPTY_OBJECT);
    bs_content_digest(bs_bytes_of(""), header);
    assert_string_equal(header, OF_NOTHING);
}

static void a_digest_matches_its_own_body_only(void **state)
{
    (void)state;
    assert_true(matches(OF_EMPTY_OBJECT));
    assert_false(matches(OF_NOTHING));
}

static void another_algorithm_beside_it_does_not_matter(void **state)
{
    (void)state;
    assert_true(matches("sha-512=:AAAA:, " OF_EMPTY_OBJECT));
    assert_true(matches(OF_EMPTY_OBJECT " ,\tsha-512=:AAAA:"));
    assert_false(matches("sha-512=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:"));
}

static void the_last_of_two_counts(void **state)
{
    (void)state;
    assert_true(matches(OF_NOTHING ", " OF_EMPTY_OBJECT));
    assert_false(matches(OF_EMPTY_OBJECT ", " OF_NOTHING));
}

static void what_is_not_of_the_form_matches_nothing(void **state)
{
    static const char *const headers[] = {
        "",
        ",",
        "sha-256",
        "sha-256=",
        "sha-256=::",
        "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
        "sha-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
        "SHA-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:",
        "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o==:",
        "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq!4o=:",
    };

    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        assert_false(matches(headers[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_what_openssl_makes_of_it),
        cmocka_unit_test(a_digest_matches_its_own_body_only),
        cmocka_unit_test(another_algorithm_beside_it_does_not_matter),
        cmocka_unit_test(the_last_of_two_counts),
        cmocka_unit_test(what_is_not_of_the_form_matches_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
