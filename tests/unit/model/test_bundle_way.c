/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles: the way to central and the token that is asked for. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>

#include "model_sample.h"

#define PIN "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define PEM "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n"

static enum bs_err parse(const char *member, struct bs_bundle **out, struct bs_error *err)
{
    size_t size = strlen(member) + 64;
    char *to = bs_xcalloc(size, 1);
    char *text;
    enum bs_err rc;

    (void)snprintf(to, size, "%s,\"programmes\":[", member);
    text = sample_replace(sample_bundle(), "\"programmes\":[", to);
    rc = bs_bundle_parse(bs_bytes_of(text), out, err);
    free(text);
    free(to);
    return rc;
}

static struct bs_bundle *read_good(const char *member)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};

    if (parse(member, &bundle, &err) != BS_OK) {
        fail_msg("%s: %s", member, err.text);
    }
    return bundle;
}

static void is_bad(const char *member, const char *path)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};

    if (parse(member, &bundle, &err) != BS_BAD || strstr(err.text, path) == NULL) {
        fail_msg("%s: %s", member, err.text);
    }
}

static void a_bundle_that_says_nothing_tells_no_way(void **state)
{
    struct bs_bundle *bundle = read_good("\"later\":1");

    (void)state;
    assert_false(bundle->way.is_told);
    assert_int_equal(bundle->credential_generation, 0);
    bs_bundle_destroy(bundle);
}

static void address_authorities_and_pins_are_read(void **state)
{
    struct bs_bundle *bundle = read_good("\"central\":{\"server\":\"https://nieuw.example:8443\","
                                         "\"ca\":\"" PEM "\",\"pins\":[\"" PIN "\",\"" PIN "\"]}");

    (void)state;
    assert_true(bundle->way.is_told);
    assert_string_equal(bundle->way.server, "https://nieuw.example:8443");
    assert_string_equal(bundle->way.ca,
                        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    assert_int_equal(bundle->way.pin_count, 2);
    assert_string_equal(bundle->way.pins[1], PIN);
    bs_bundle_destroy(bundle);
}

static void an_empty_one_is_the_way_of_enrolment(void **state)
{
    struct bs_bundle *bundle = read_good("\"central\":{}");

    (void)state;
    assert_true(bundle->way.is_told);
    assert_string_equal(bundle->way.server, "");
    assert_string_equal(bundle->way.ca, "");
    assert_int_equal(bundle->way.pin_count, 0);
    bs_bundle_destroy(bundle);
}

static void a_member_that_came_later_is_passed_over(void **state)
{
    struct bs_bundle *bundle = read_good("\"central\":{\"later\":1}");

    (void)state;
    bs_bundle_destroy(bundle);
}

static void only_an_address_over_tls_is_one(void **state)
{
    static const char *const bad[] = {"http://a.example",    "https://a.example/x",
                                      "a.example",           "https://",
                                      "https://a.example:0", "https://u@a.example"};
    char member[128];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        (void)snprintf(member, sizeof member, "\"central\":{\"server\":\"%s\"}", bad[i]);
        is_bad(member, "$.central.server");
    }
}

static void authorities_are_in_pem(void **state)
{
    (void)state;
    is_bad("\"central\":{\"ca\":\"MIIB\"}", "$.central.ca");
    is_bad("\"central\":{\"ca\":\"-----BEGIN CERTIFICATE-----\"}", "$.central.ca");
    is_bad("\"central\":{\"ca\":\"" PEM "\\u00e9\"}", "$.central.ca");
    is_bad("\"central\":{\"ca\":\"" PEM "\\t\"}", "$.central.ca");
}

/* A PEM text of that many bytes. */
static char *long_ca(size_t length)
{
    static const char frame[] =
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"; /* each \n is two signs in JSON */
    static const char head[] = "\"central\":{\"ca\":\"-----BEGIN CERTIFICATE-----\\n";
    static const char tail[] = "-----END CERTIFICATE-----\\n\"}";
    size_t fill = length - strlen(frame);
    char *text = bs_xcalloc(length + 100, 1);

    memcpy(text, head, strlen(head));
    memset(text + strlen(head), 'A', fill);
    memcpy(text + strlen(head) + fill, tail, strlen(tail));
    return text;
}

static void authorities_may_have_so_many_bytes_and_no_more(void **state)
{
    char *most = long_ca(BS_WAY_CA_MAX), *over = long_ca(BS_WAY_CA_MAX + 1);
    struct bs_bundle *bundle = read_good(most);

    (void)state;
    bs_bundle_destroy(bundle);
    is_bad(over, "$.central.ca");
    free(most);
    free(over);
}

static void four_pins_are_the_most(void **state)
{
    struct bs_bundle *bundle =
        read_good("\"central\":{\"pins\":[\"" PIN "\",\"" PIN "\",\"" PIN "\",\"" PIN "\"]}");

    (void)state;
    bs_bundle_destroy(bundle);
    is_bad("\"central\":{\"pins\":[\"" PIN "\",\"" PIN "\",\"" PIN "\",\"" PIN "\",\"" PIN "\"]}",
           "$.central.pins");
}

static void a_pin_is_the_base64_of_a_digest(void **state)
{
    (void)state;
    is_bad("\"central\":{\"pins\":[\"sha256//" PIN "\"]}", "$.central.pins[0]");
    is_bad("\"central\":{\"pins\":[\"" PIN "\",\"47DEQpj8\"]}", "$.central.pins[1]");
    is_bad("\"central\":{\"pins\":[\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\"]}", "pins[0]");
    is_bad("\"central\":{\"pins\":[\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUU\"]}", "pins[0]");
    is_bad("\"central\":{\"pins\":[\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\"]}", "pins[0]");
    is_bad("\"central\":{\"pins\":[1]}", "$.central.pins[0]");
}

static void a_generation_is_a_number_from_one_on(void **state)
{
    struct bs_bundle *bundle = read_good("\"credential\":{\"generation\":9007199254740991}");

    (void)state;
    assert_int_equal(bundle->credential_generation, 9007199254740991);
    bs_bundle_destroy(bundle);
    is_bad("\"credential\":{\"generation\":0}", "$.credential.generation");
    is_bad("\"credential\":{\"generation\":9007199254740992}", "$.credential.generation");
    is_bad("\"credential\":{}", "$.credential.generation");
    is_bad("\"credential\":1", "$.credential");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_that_says_nothing_tells_no_way),
        cmocka_unit_test(address_authorities_and_pins_are_read),
        cmocka_unit_test(an_empty_one_is_the_way_of_enrolment),
        cmocka_unit_test(a_member_that_came_later_is_passed_over),
        cmocka_unit_test(only_an_address_over_tls_is_one),
        cmocka_unit_test(authorities_are_in_pem),
        cmocka_unit_test(authorities_may_have_so_many_bytes_and_no_more),
        cmocka_unit_test(four_pins_are_the_most),
        cmocka_unit_test(a_pin_is_the_base64_of_a_digest),
        cmocka_unit_test(a_generation_is_a_number_from_one_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
