/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles: the connectors of a kiosk's place, and what becomes of residents' words that none of them read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/utf8.h>

#include "bundle_stage.h"
#include "storage_connectors.h"
#include "storage_notices.h"

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HASH_C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

static void put(struct storage_stage *stage, const char *tenant, const char *id, const char *pin,
                const char *languages, const char *places)
{
    struct storage_connector connector = {.name = "Samira"};
    struct bs_error err = {.code = BS_OK};

    (void)bs_utf8_copy(connector.tenant, sizeof(connector.tenant), tenant);
    (void)bs_utf8_copy(connector.id, sizeof(connector.id), id);
    (void)bs_utf8_copy(connector.pin, sizeof(connector.pin), pin);
    (void)bs_utf8_copy(connector.languages, sizeof(connector.languages), languages);
    (void)bs_utf8_copy(connector.places, sizeof(connector.places), places);
    if (storage_put_connector(stage->storage, &connector, STAGE_NOW_MS, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
}

static void a_kiosk_gets_the_connectors_of_its_place_with_the_salt(void **state)
{
    struct storage_stage *stage = *state;
    uint8_t salt[BS_PIN_SALT_SIZE];
    struct bs_bundle *bundle;

    put(stage, STAGE_TENANT, "here", HASH_A, "nl ar", "bieb prinsenhof");
    put(stage, STAGE_TENANT, "library", HASH_B, "", STAGE_LIBRARY);
    put(stage, STAGE_OTHER, "leiden", HASH_C, "", STAGE_PLACE);
    assert_int_equal(storage_connector_salt(stage->storage, STAGE_TENANT, salt, NULL), BS_OK);
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_int_equal(bundle->connector_count, 1);
    assert_string_equal(bundle->connectors[0].id, "here");
    assert_string_equal(bundle->connectors[0].name, "Samira");
    assert_string_equal(bundle->connectors[0].pin, HASH_A);
    assert_null(bundle->connectors[0].badge);
    assert_int_equal(bundle->connectors[0].language_count, 2);
    assert_string_equal(bundle->connectors[0].languages[1], "ar");
    assert_memory_equal(bundle->connector_salt, salt, sizeof(salt));
    bs_bundle_destroy(bundle);
}

static void a_badge_reaches_the_kiosk_beside_the_pin(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_bundle *bundle;

    put(stage, STAGE_TENANT, "here", HASH_A, "", STAGE_PLACE);
    assert_int_equal(
        storage_put_badge(stage->storage, STAGE_TENANT, "here", HASH_B, STAGE_NOW_MS, NULL), BS_OK);
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_string_equal(bundle->connectors[0].pin, HASH_A);
    assert_string_equal(bundle->connectors[0].badge, HASH_B);
    assert_int_equal(bundle->connectors[0].language_count, 0);
    bs_bundle_destroy(bundle);
}

static void who_is_revoked_is_in_no_bundle_any_more(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_bundle *bundle;
    int64_t serial;

    put(stage, STAGE_TENANT, "here", HASH_A, "", STAGE_PLACE);
    put(stage, STAGE_TENANT, "stays", HASH_B, "", STAGE_PLACE);
    serial = bundle_stage_serial(stage, STAGE_NOW_MS);
    assert_int_equal(
        storage_revoke_connector(stage->storage, STAGE_TENANT, "here", STAGE_NOW_MS, NULL), BS_OK);
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_true(bundle->serial > serial);
    assert_int_equal(bundle->connector_count, 1);
    assert_null(bs_bundle_connector(bundle, "here"));
    assert_non_null(bs_bundle_connector(bundle, "stays"));
    bs_bundle_destroy(bundle);
}

static void a_connector_elsewhere_makes_no_new_bundle(void **state)
{
    struct storage_stage *stage = *state;
    int64_t serial = bundle_stage_serial(stage, STAGE_NOW_MS);

    put(stage, STAGE_TENANT, "library", HASH_B, "", STAGE_LIBRARY);
    assert_int_equal(bundle_stage_serial(stage, STAGE_NOW_MS), serial);
    put(stage, STAGE_TENANT, "library", HASH_B, "", "bieb prinsenhof");
    assert_true(bundle_stage_serial(stage, STAGE_NOW_MS) > serial);
}

static void as_many_as_a_place_may_have_are_read_by_a_kiosk(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_bundle *bundle;
    char id[] = "c-a", pin[] = HASH_A;

    for (int i = 0; i < BS_CONNECTORS_MAX; i++) {
        id[2] = (char)('a' + i);
        pin[0] = "0123456789abcdef"[i];
        put(stage, STAGE_TENANT, id, pin, "nl en ar tr pl uk", STAGE_PLACE);
    }
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_int_equal(bundle->connector_count, BS_CONNECTORS_MAX);
    bs_bundle_destroy(bundle);
}

static void assert_policy(struct storage_stage *stage, const char *json,
                          enum bs_words_policy policy, int days)
{
    struct bs_bundle *bundle;

    if (json != NULL) {
        assert_int_equal(
            storage_put_part(stage->storage, STAGE_TENANT, STORAGE_WORDS, bs_bytes_of(json), NULL),
            BS_OK);
    }
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_int_equal(bundle->words_policy, policy);
    assert_int_equal(bundle->words_days, days);
    bs_bundle_destroy(bundle);
}

static void the_policy_for_words_reaches_the_kiosk(void **state)
{
    struct storage_stage *stage = *state;

    assert_policy(stage, NULL, BS_WORDS_HOLD, 0);
    assert_policy(stage, "{\"policy\":\"after_days\",\"days\":7}", BS_WORDS_AFTER_DAYS, 7);
    assert_policy(stage, "{\"policy\":\"none\"}", BS_WORDS_NONE, 0);
    assert_policy(stage, "{\"policy\":\"hold\"}", BS_WORDS_HOLD, 0);
    assert_policy(stage, "", BS_WORDS_HOLD, 0);
}

int main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        STAGED(a_kiosk_gets_the_connectors_of_its_place_with_the_salt),
        STAGED(a_badge_reaches_the_kiosk_beside_the_pin),
        STAGED(who_is_revoked_is_in_no_bundle_any_more),
        STAGED(a_connector_elsewhere_makes_no_new_bundle),
        STAGED(as_many_as_a_place_may_have_are_read_by_a_kiosk),
        STAGED(the_policy_for_words_reaches_the_kiosk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
