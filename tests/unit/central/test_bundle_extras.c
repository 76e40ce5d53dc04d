/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles: notices, the offer to be called, colours and results so far, and when they make a new bundle. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_make.h"
#include "bundle_stage.h"
#include "storage_notices.h"
#include "storage_token.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

#define NOTICE(id, more)                                                                           \
    "{\"tenant\":\"GM1916\",\"id\":\"" id "\"," more "\"title\":{\"nl\":\"Kook het water\"},"      \
    "\"text\":{\"nl\":\"Kook kraanwater.\"}}"

static void put_notice(struct storage_stage *stage, const char *id, int64_t until_ms,
                       const char *json)
{
    assert_int_equal(
        storage_put_notice(stage->storage, STAGE_TENANT, id, until_ms, bs_bytes_of(json), NULL),
        BS_OK);
}

static void assert_notice(struct storage_stage *stage, int64_t now_ms, const char *id)
{
    struct bs_bundle *bundle = bundle_stage_fetch(stage, now_ms);

    if (id == NULL) {
        assert_null(bundle->notice.id);
    } else {
        assert_non_null(bundle->notice.id);
        assert_string_equal(bundle->notice.id, id);
    }
    bs_bundle_destroy(bundle);
}

static void a_notice_reaches_the_kiosk_until_it_is_taken_back(void **state)
{
    struct storage_stage *stage = *state;

    assert_notice(stage, STAGE_NOW_MS, NULL);
    put_notice(stage, "water", 0, NOTICE("water", ""));
    assert_notice(stage, STAGE_NOW_MS, "water");
    assert_int_equal(storage_end_notice(stage->storage, STAGE_TENANT, "water", NULL), BS_OK);
    assert_notice(stage, STAGE_NOW_MS, NULL);
    stage_reopen(stage);
    assert_notice(stage, STAGE_NOW_MS, NULL);
}

static void a_notice_that_nobody_published_cannot_be_taken_back(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_error err = {.code = BS_OK};

    assert_int_equal(storage_end_notice(stage->storage, STAGE_TENANT, "water", &err), BS_NOTFOUND);
    assert_string_equal(err.text, "water: no such notice of GM1916");
}

static void a_notice_leaves_at_its_minute_and_the_one_before_it_comes_back(void **state)
{
    struct storage_stage *stage = *state;

    put_notice(stage, "oud", 0, NOTICE("oud", ""));
    put_notice(stage, "nieuw", STAGE_NOW_MS + MINUTE_MS, NOTICE("nieuw", ""));
    assert_notice(stage, STAGE_NOW_MS, "nieuw");
    assert_notice(stage, STAGE_NOW_MS + MINUTE_MS - 1, "nieuw");
    assert_notice(stage, STAGE_NOW_MS + MINUTE_MS, "oud");
}

static void a_notice_for_other_places_or_another_municipality_does_not_come(void **state)
{
    struct storage_stage *stage = *state;

    put_notice(stage, "elders", 0, NOTICE("elders", "\"places\":[\"de-heuvel\"],"));
    assert_int_equal(storage_put_notice(stage->storage, STAGE_OTHER, "leiden", 0,
                                        bs_bytes_of(NOTICE("leiden", "")), NULL),
                     BS_OK);
    assert_notice(stage, STAGE_NOW_MS, NULL);
    put_notice(stage, "hier", 0, NOTICE("hier", "\"places\":[\"de-heuvel\",\"prinsenhof\"],"));
    put_notice(stage, "elders", 0, NOTICE("elders", "\"places\":[\"de-heuvel\"],"));
    assert_notice(stage, STAGE_NOW_MS, "hier");
}

static void what_only_central_needs_of_a_notice_stays_there(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_buf bytes;

    put_notice(stage, "water", 0, NOTICE("water", "\"places\":[\"prinsenhof\"],"));
    assert_notice(stage, STAGE_NOW_MS, "water");
    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    assert_int_equal(storage_bundle(stage->storage, "kiosk-1", &bytes, NULL), BS_OK);
    assert_non_null(strstr(bs_buf_string(&bytes), "\"notices\":[{\"id\":\"water\",\"title\""));
    bs_buf_finish(&bytes);
}

/* ---- parts ---- */

static void put_part(struct storage_stage *stage, enum storage_part part, const char *json)
{
    assert_int_equal(storage_put_part(stage->storage, STAGE_TENANT, part, bs_bytes_of(json), NULL),
                     BS_OK);
}

static void the_way_to_central_reaches_the_kiosk_until_nothing_more_is_said(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_bundle *bundle;

    put_part(stage, STORAGE_WAY,
             "{\"server\":\"https://nieuw.example\",\"pins\":["
             "\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"]}");
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_true(bundle->way.is_told);
    assert_string_equal(bundle->way.server, "https://nieuw.example");
    assert_int_equal(bundle->way.pin_count, 1);
    bs_bundle_destroy(bundle);
    put_part(stage, STORAGE_WAY, "");
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_false(bundle->way.is_told);
    bs_bundle_destroy(bundle);
}

static void a_new_token_is_asked_for_with_the_next_bundle(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk = stage->kiosk;
    struct bs_bundle *bundle;
    int64_t generation = 0, serial;

    assert_int_equal(storage_invite_kiosk(stage->storage, &kiosk, "c", STAGE_NOW_MS + 1, NULL),
                     BS_OK);
    assert_int_equal(storage_enrol(stage->storage, "c", "t", STAGE_NOW_MS, &kiosk, NULL), BS_OK);
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    serial = bundle->serial;
    assert_int_equal(bundle->credential_generation, 0);
    bs_bundle_destroy(bundle);
    assert_int_equal(storage_ask_new_token(stage->storage, kiosk.id, &generation, NULL), BS_OK);
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_int_equal(bundle->credential_generation, 1);
    assert_true(bundle->serial > serial);
    bs_bundle_destroy(bundle);
}

static void colours_reach_the_kiosk_until_they_are_taken_back(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_bundle *bundle;

    put_part(stage, STORAGE_HOUSE, "{\"canal\":\"#AA0044\"}");
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_int_equal(bundle->house_count, 1);
    assert_string_equal(bundle->house[0].token, "canal");
    assert_int_equal(bundle->house[0].rgb, 0xAA0044);
    bs_bundle_destroy(bundle);
    put_part(stage, STORAGE_HOUSE, "");
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_int_equal(bundle->house_count, 0);
    bs_bundle_destroy(bundle);
}

static void the_wish_offer_reaches_the_kiosk(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_bundle *bundle;
    char json[1024], modulus[343];

    memset(modulus, 'x', 342);
    modulus[342] = '\0';
    (void)snprintf(json, sizeof(json),
                   "{\"who\":{\"nl\":\"De gemeente\"},\"why\":{\"nl\":\"Om u te bellen.\"},"
                   "\"keep_days\":30,\"key\":\"{\\\"kty\\\":\\\"RSA\\\",\\\"n\\\":\\\"%s\\\","
                   "\\\"e\\\":\\\"AQAB\\\"}\"}",
                   modulus);
    put_part(stage, STORAGE_WISH, json);
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_int_equal(bundle->wish.keep_days, 30);
    assert_memory_equal(bundle->wish.key, "{\"kty\":\"RSA\"", 12);
    bs_bundle_destroy(bundle);
}

/* ---- results so far ---- */

/* That many more visits to the kiosk, in use. */
static void visit(struct storage_stage *stage, struct stage_log *log, size_t count)
{
    size_t first = log->count + 1;

    stage_log_fill(log, count);
    assert_int_equal(stage_send(stage, log, first, count).rc, BS_OK);
}

static int64_t total_at(struct storage_stage *stage, int64_t now_ms)
{
    struct bs_bundle *bundle = bundle_stage_fetch(stage, now_ms);
    int64_t total = bundle->programmes[0].so_far.total;

    assert_int_equal(bundle->programme_count, 1);
    bs_bundle_destroy(bundle);
    return total;
}

static void results_come_from_ten_answers_on(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    visit(stage, log, 9);
    assert_int_equal(total_at(stage, STAGE_NOW_MS), 0);
    visit(stage, log, 1);
    assert_int_equal(total_at(stage, STAGE_NOW_MS + HOUR_MS), 10);
    stage_log_destroy(log);
}

static void answers_make_a_new_bundle_once_an_hour_at_most(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    int64_t serial;

    visit(stage, log, 10);
    serial = bundle_stage_serial(stage, STAGE_NOW_MS);
    for (int64_t i = 1; i < 60; i += 7) {
        visit(stage, log, 2);
        assert_int_equal(bundle_stage_serial(stage, STAGE_NOW_MS + i * MINUTE_MS), serial);
    }
    assert_true(bundle_stage_serial(stage, STAGE_NOW_MS + HOUR_MS) > serial);
    assert_int_equal(total_at(stage, STAGE_NOW_MS + HOUR_MS), 28);
    stage_log_destroy(log);
}

static void an_hour_without_answers_makes_no_new_bundle(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    int64_t serial;

    visit(stage, log, 10);
    serial = bundle_stage_serial(stage, STAGE_NOW_MS);
    assert_int_equal(bundle_stage_serial(stage, STAGE_NOW_MS + HOUR_MS), serial);
    assert_int_equal(bundle_stage_serial(stage, STAGE_NOW_MS + 5 * HOUR_MS), serial);
    stage_log_destroy(log);
}

static void the_day_of_the_count_is_told(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct bs_bundle *bundle;

    visit(stage, log, 10);
    bs_bundle_destroy(bundle_stage_fetch(stage, STAGE_NOW_MS));
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS + DAY_MS);
    assert_int_equal(bundle->programmes[0].so_far.counted.day, 22);
    bs_bundle_destroy(bundle);
    visit(stage, log, 10);
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS + DAY_MS + HOUR_MS);
    assert_int_equal(bundle->programmes[0].so_far.counted.day, 23);
    assert_string_equal(bundle->programmes[0].so_far.question, "oordeel");
    bs_bundle_destroy(bundle);
    stage_log_destroy(log);
}

int main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        STAGED(a_notice_reaches_the_kiosk_until_it_is_taken_back),
        STAGED(a_notice_that_nobody_published_cannot_be_taken_back),
        STAGED(a_notice_leaves_at_its_minute_and_the_one_before_it_comes_back),
        STAGED(a_notice_for_other_places_or_another_municipality_does_not_come),
        STAGED(what_only_central_needs_of_a_notice_stays_there),
        STAGED(the_way_to_central_reaches_the_kiosk_until_nothing_more_is_said),
        STAGED(a_new_token_is_asked_for_with_the_next_bundle),
        STAGED(colours_reach_the_kiosk_until_they_are_taken_back),
        STAGED(the_wish_offer_reaches_the_kiosk),
        STAGED(results_come_from_ten_answers_on),
        STAGED(answers_make_a_new_bundle_once_an_hour_at_most),
        STAGED(an_hour_without_answers_makes_no_new_bundle),
        STAGED(the_day_of_the_count_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
