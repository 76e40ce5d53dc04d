/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Connectors in storage: who they are, where, and what nobody else may have. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "storage_bundles.h"
#include "storage_connectors.h"
#include "storage_notices.h"
#include "storage_stage.h"

#define SAMIRA "c-7xk2mq"
#define LATER  (STAGE_NOW_MS + 60000)

/* A hash that is the same for the same sign. */
static void hash_of(char sign, char out[BS_HASH_TEXT])
{
    memset(out, sign, BS_HASH_TEXT - 1);
    out[BS_HASH_TEXT - 1] = '\0';
}

/* "Samira" at those places of STAGE_TENANT, with that PIN. */
static struct storage_connector made(const char *id, char pin, const char *places)
{
    struct storage_connector connector = {
        .tenant = STAGE_TENANT, .name = "Samira", .languages = "nl ar"};

    (void)bs_utf8_copy(connector.id, sizeof(connector.id), id);
    (void)bs_utf8_copy(connector.places, sizeof(connector.places), places);
    hash_of(pin, connector.pin);
    return connector;
}

static enum bs_err put(struct storage_stage *stage, const struct storage_connector *connector,
                       struct bs_error *err)
{
    return storage_put_connector(stage->storage, connector, STAGE_NOW_MS, err);
}

static void put_good(struct storage_stage *stage, const char *id, char pin, const char *places)
{
    const struct storage_connector connector = made(id, pin, places);
    struct bs_error err = {.code = BS_OK};

    if (put(stage, &connector, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
}

static struct storage_connector found(struct storage_stage *stage, const char *id)
{
    struct storage_connector connector;

    assert_int_equal(storage_connector(stage->storage, STAGE_TENANT, id, &connector, NULL), BS_OK);
    return connector;
}

static bool note_id(void *self, const struct storage_connector *connector)
{
    char *list = self;
    size_t len = strlen(list);

    (void)snprintf(list + len, 512 - len, "%s ", connector->id);
    return true;
}

static void assert_there(struct storage_stage *stage, const char *tenant, const char *place,
                         const char *ids)
{
    char list[512] = "";

    assert_int_equal(storage_connectors(stage->storage, tenant, place, note_id, list, NULL), BS_OK);
    assert_string_equal(list, ids);
}

static void one_comes_back_as_she_was_put(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector connector;
    char hash[BS_HASH_TEXT];

    put_good(stage, SAMIRA, 'a', "prinsenhof bieb");
    stage_reopen(stage);
    connector = found(stage, SAMIRA);
    hash_of('a', hash);
    assert_string_equal(connector.tenant, STAGE_TENANT);
    assert_string_equal(connector.name, "Samira");
    assert_string_equal(connector.pin, hash);
    assert_string_equal(connector.badge, "");
    assert_string_equal(connector.languages, "nl ar");
    assert_string_equal(connector.places, "bieb prinsenhof");
    assert_false(connector.is_revoked);
    assert_int_equal(connector.made_ms, STAGE_NOW_MS);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
}

static void each_place_has_its_own(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector other = made("wim", 'a', STAGE_PLACE);

    put_good(stage, "noor", 'a', STAGE_PLACE);
    put_good(stage, SAMIRA, 'b', "prinsenhof bieb");
    (void)bs_utf8_copy(other.tenant, sizeof(other.tenant), STAGE_OTHER);
    assert_int_equal(put(stage, &other, NULL), BS_OK); /* the same PIN, in another municipality */
    assert_there(stage, STAGE_TENANT, STAGE_PLACE, SAMIRA " noor ");
    assert_there(stage, STAGE_TENANT, STAGE_LIBRARY, SAMIRA " ");
    assert_there(stage, STAGE_OTHER, STAGE_PLACE, "wim ");
    assert_there(stage, STAGE_TENANT, NULL, SAMIRA " noor ");
}

static void putting_her_again_changes_pin_and_places_and_keeps_the_badge(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector connector = made(SAMIRA, 'c', STAGE_LIBRARY);
    char pin[BS_HASH_TEXT], badge[BS_HASH_TEXT];

    put_good(stage, SAMIRA, 'a', STAGE_PLACE);
    hash_of('b', badge);
    hash_of('c', pin);
    assert_int_equal(
        storage_put_badge(stage->storage, STAGE_TENANT, SAMIRA, badge, STAGE_NOW_MS, NULL), BS_OK);
    assert_int_equal(storage_put_connector(stage->storage, &connector, LATER, NULL), BS_OK);
    connector = found(stage, SAMIRA);
    assert_string_equal(connector.pin, pin);
    assert_string_equal(connector.badge, badge);
    assert_string_equal(connector.places, STAGE_LIBRARY);
    assert_int_equal(connector.made_ms, STAGE_NOW_MS);
    assert_int_equal(connector.changed_ms, LATER);
    put_good(stage, "noor", 'a', STAGE_PLACE); /* the PIN that she had is free */
}

static void a_pin_or_badge_is_one_persons(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector second = made("noor", 'a', STAGE_PLACE);
    struct bs_error err = {.code = BS_OK};
    char badge[BS_HASH_TEXT];

    put_good(stage, SAMIRA, 'a', STAGE_PLACE);
    assert_int_equal(put(stage, &second, &err), BS_REFUSED);
    assert_string_equal(err.text, "somebody of GM1916 has that PIN: take another");
    assert_there(stage, STAGE_TENANT, NULL, SAMIRA " ");
    put_good(stage, "noor", 'b', STAGE_PLACE);
    hash_of('c', badge);
    assert_int_equal(
        storage_put_badge(stage->storage, STAGE_TENANT, SAMIRA, badge, STAGE_NOW_MS, NULL), BS_OK);
    bs_error_clear(&err);
    assert_int_equal(
        storage_put_badge(stage->storage, STAGE_TENANT, "noor", badge, STAGE_NOW_MS, &err),
        BS_REFUSED);
    assert_string_equal(err.text, "somebody of GM1916 has that badge: take another");
    hash_of('a', badge); /* nor may a badge be another's PIN */
    assert_int_equal(
        storage_put_badge(stage->storage, STAGE_TENANT, "noor", badge, STAGE_NOW_MS, NULL),
        BS_REFUSED);
    assert_string_equal(found(stage, "noor").badge, "");
}

static void a_pseudonym_is_one_persons_for_ever(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector other = made(SAMIRA, 'b', STAGE_PLACE);
    struct bs_error err = {.code = BS_OK};

    put_good(stage, SAMIRA, 'a', STAGE_PLACE);
    (void)bs_utf8_copy(other.name, sizeof(other.name), "Noor");
    assert_int_equal(put(stage, &other, &err), BS_REFUSED);
    assert_string_equal(err.text, SAMIRA " is somebody else's");
    assert_int_equal(storage_revoke_connector(stage->storage, STAGE_TENANT, SAMIRA, LATER, NULL),
                     BS_OK);
    assert_int_equal(put(stage, &other, NULL), BS_REFUSED);
    other = made(SAMIRA, 'b', STAGE_PLACE);
    bs_error_clear(&err);
    assert_int_equal(put(stage, &other, &err), BS_REFUSED);
    assert_string_equal(err.text, SAMIRA " was revoked");
}

static void who_is_revoked_leaves_her_places_and_nothing_to_sign_in_with(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector connector;
    char badge[BS_HASH_TEXT];

    put_good(stage, SAMIRA, 'a', STAGE_PLACE);
    hash_of('b', badge);
    assert_int_equal(
        storage_put_badge(stage->storage, STAGE_TENANT, SAMIRA, badge, STAGE_NOW_MS, NULL), BS_OK);
    assert_int_equal(storage_revoke_connector(stage->storage, STAGE_TENANT, SAMIRA, LATER, NULL),
                     BS_OK);
    assert_int_equal(
        storage_revoke_connector(stage->storage, STAGE_TENANT, SAMIRA, LATER + 1, NULL), BS_OK);
    connector = found(stage, SAMIRA);
    assert_true(connector.is_revoked);
    assert_string_equal(connector.pin, "");
    assert_string_equal(connector.badge, "");
    assert_string_equal(connector.name, "Samira");
    assert_int_equal(connector.changed_ms, LATER);
    assert_there(stage, STAGE_TENANT, STAGE_PLACE, "");
    assert_there(stage, STAGE_TENANT, NULL, SAMIRA " ");
    assert_int_equal(storage_put_badge(stage->storage, STAGE_TENANT, SAMIRA, badge, LATER, NULL),
                     BS_REFUSED);
    put_good(stage, "noor", 'a', STAGE_PLACE); /* PIN and badge are free */
    assert_int_equal(storage_put_badge(stage->storage, STAGE_TENANT, "noor", badge, LATER, NULL),
                     BS_OK);
}

static void nobody_can_be_changed_who_is_not_there(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector connector;
    struct bs_error err = {.code = BS_OK};
    char badge[BS_HASH_TEXT];

    hash_of('b', badge);
    put_good(stage, SAMIRA, 'a', STAGE_PLACE);
    assert_int_equal(storage_connector(stage->storage, STAGE_OTHER, SAMIRA, &connector, NULL),
                     BS_NOTFOUND);
    assert_int_equal(storage_put_badge(stage->storage, STAGE_OTHER, SAMIRA, badge, LATER, NULL),
                     BS_NOTFOUND);
    assert_int_equal(storage_revoke_connector(stage->storage, STAGE_OTHER, SAMIRA, LATER, &err),
                     BS_NOTFOUND);
    assert_string_equal(err.text, SAMIRA ": no such connector of GM0546");
}

static void she_is_at_places_that_there_are(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector connector = made(SAMIRA, 'a', "prinsenhof nergens");
    struct bs_error err = {.code = BS_OK};

    assert_int_equal(put(stage, &connector, &err), BS_NOTFOUND);
    assert_string_equal(err.text, "nergens: no such place in GM1916");
    assert_there(stage, STAGE_TENANT, NULL, "");
}

static void a_place_has_sixteen_at_most_who_are_not_revoked(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_connector extra = made("extra", 'x', "bieb prinsenhof");
    struct bs_error err = {.code = BS_OK};
    char id[] = "c-a";

    for (int i = 0; i < BS_CONNECTORS_MAX; i++) {
        id[2] = (char)('a' + i);
        put_good(stage, id, id[2], STAGE_PLACE);
    }
    assert_int_equal(put(stage, &extra, &err), BS_LIMIT);
    assert_string_equal(err.text, "prinsenhof: there are 16 connectors already");
    assert_there(stage, STAGE_TENANT, STAGE_LIBRARY, "");
    put_good(stage, id, id[2], STAGE_PLACE); /* who is there may be put again */
    assert_int_equal(storage_revoke_connector(stage->storage, STAGE_TENANT, id, LATER, NULL),
                     BS_OK);
    assert_int_equal(put(stage, &extra, NULL), BS_OK);
}

static void a_municipality_has_one_salt_for_ever(void **state)
{
    struct storage_stage *stage = *state;
    const uint8_t zeros[BS_PIN_SALT_SIZE] = {0};
    uint8_t first[BS_PIN_SALT_SIZE], again[BS_PIN_SALT_SIZE], other[BS_PIN_SALT_SIZE];

    assert_int_equal(storage_connector_salt(stage->storage, STAGE_TENANT, first, NULL), BS_OK);
    assert_int_equal(storage_connector_salt(stage->storage, STAGE_OTHER, other, NULL), BS_OK);
    assert_int_equal(storage_put_tenant(stage->storage, STAGE_TENANT, "Anders", NULL), BS_OK);
    stage_reopen(stage);
    assert_int_equal(storage_connector_salt(stage->storage, STAGE_TENANT, again, NULL), BS_OK);
    assert_memory_equal(first, again, sizeof(first));
    assert_memory_not_equal(first, other, sizeof(first));
    assert_memory_not_equal(first, zeros, sizeof(first));
    assert_int_equal(storage_connector_salt(stage->storage, "GM0000", first, NULL), BS_NOTFOUND);
}

static void every_change_is_one_of_content(void **state)
{
    struct storage_stage *stage = *state;
    char marks[6][STORAGE_MARK_TEXT], badge[BS_HASH_TEXT];

    hash_of('b', badge);
    assert_int_equal(storage_content_mark(stage->storage, marks[0], NULL), BS_OK);
    put_good(stage, SAMIRA, 'a', STAGE_PLACE);
    assert_int_equal(storage_content_mark(stage->storage, marks[1], NULL), BS_OK);
    put_good(stage, SAMIRA, 'a', STAGE_LIBRARY);
    assert_int_equal(storage_content_mark(stage->storage, marks[2], NULL), BS_OK);
    assert_int_equal(storage_put_badge(stage->storage, STAGE_TENANT, SAMIRA, badge, LATER, NULL),
                     BS_OK);
    assert_int_equal(storage_content_mark(stage->storage, marks[3], NULL), BS_OK);
    assert_int_equal(storage_revoke_connector(stage->storage, STAGE_TENANT, SAMIRA, LATER, NULL),
                     BS_OK);
    assert_int_equal(storage_content_mark(stage->storage, marks[4], NULL), BS_OK);
    assert_int_equal(storage_put_part(stage->storage, STAGE_TENANT, STORAGE_WORDS,
                                      bs_bytes_of("{\"policy\":\"none\"}"), NULL),
                     BS_OK);
    assert_int_equal(storage_content_mark(stage->storage, marks[5], NULL), BS_OK);
    for (size_t i = 0; i + 1 < sizeof(marks) / sizeof(marks[0]); i++) {
        assert_string_not_equal(marks[i], marks[i + 1]);
    }
}

static void a_file_of_before_connectors_is_taken_along(void **state)
{
    struct storage_stage *stage = *state;

    stage_close(stage);
    stage_pragma(stage, STAGE_UNDO_7 "PRAGMA user_version = 6");
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_there(stage, STAGE_TENANT, NULL, "");
    put_good(stage, SAMIRA, 'a', STAGE_PLACE);
    assert_there(stage, STAGE_TENANT, NULL, SAMIRA " ");
    assert_int_equal(stage_verify(stage).rc, BS_OK);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(one_comes_back_as_she_was_put),
        CASE(each_place_has_its_own),
        CASE(putting_her_again_changes_pin_and_places_and_keeps_the_badge),
        CASE(a_pin_or_badge_is_one_persons),
        CASE(a_pseudonym_is_one_persons_for_ever),
        CASE(who_is_revoked_leaves_her_places_and_nothing_to_sign_in_with),
        CASE(nobody_can_be_changed_who_is_not_there),
        CASE(she_is_at_places_that_there_are),
        CASE(a_place_has_sixteen_at_most_who_are_not_revoked),
        CASE(a_municipality_has_one_salt_for_ever),
        CASE(every_change_is_one_of_content),
        CASE(a_file_of_before_connectors_is_taken_along),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
