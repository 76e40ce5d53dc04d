/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles: when a new one is made, and that a kiosk can read it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/bundle.h>

#include "bundle_make.h"
#include "central.h"
#include "fault_ledger.h"
#include "storage_backup.h"
#include "storage_clock.h"
#include "storage_stage.h"

struct made {
    enum bs_err rc;
    struct bundle_made made;
    struct bs_buf bytes;
};

static struct made make_for(struct storage_stage *stage, const char *public_url, const char *kiosk,
                            int64_t now_ms)
{
    struct central central = {.storage = stage->storage, .public_url = public_url};
    struct made out = {.rc = BS_OK};

    bs_buf_init(&out.bytes, BS_BUNDLE_BYTES_MAX);
    out.rc = bundle_make(&central, kiosk, now_ms, &out.made, NULL);
    if (out.rc == BS_OK) {
        assert_int_equal(storage_bundle(stage->storage, kiosk, &out.bytes, NULL), BS_OK);
    }
    return out;
}

static struct made make(struct storage_stage *stage, const char *kiosk, int64_t now_ms)
{
    return make_for(stage, "", kiosk, now_ms);
}

static void a_kiosk_can_read_it(void **state)
{
    struct made made = make(*state, "kiosk-1", STAGE_NOW_MS);
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {.code = BS_OK};

    assert_int_equal(made.rc, BS_OK);
    if (bs_bundle_parse(bs_buf_bytes(&made.bytes), &bundle, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_string_equal(bundle->tenant, STAGE_TENANT);
    assert_string_equal(bundle->tenant_name, "Leidschendam");
    assert_string_equal(bundle->kiosk, "kiosk-1");
    assert_int_equal(bundle->serial, made.made.serial);
    assert_false(bundle->is_in_use);
    assert_string_equal(bundle->place.id, STAGE_PLACE);
    assert_int_equal(bundle->language_count, 2);
    assert_string_equal(bundle->languages[1], "en");
    assert_int_equal(bundle->idle_warn_s, 45);
    assert_int_equal(bundle->idle_wipe_s, 30);
    assert_int_equal(bundle->programme_count, 1);
    assert_string_equal(bundle->programmes[0].programme->id, STAGE_PROGRAMME);
    assert_int_equal(bundle->programmes[0].published.day, 1);
    bs_bundle_destroy(bundle);
    bs_buf_finish(&made.bytes);
}

static void the_same_content_is_the_same_bytes_for_ever(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;

    stage_reopen(stage);
    later = make(stage, "kiosk-1", STAGE_NOW_MS + INT64_C(400) * 24 * 3600 * 1000);
    assert_int_equal(first.bytes.len, later.bytes.len);
    assert_memory_equal(first.bytes.data, later.bytes.data, first.bytes.len);
    assert_string_equal(first.made.etag, later.made.etag);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

static void new_content_is_a_higher_serial_and_another_tag(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;

    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    later = make(stage, "kiosk-1", STAGE_NOW_MS); /* in the same second */
    assert_true(later.made.serial > first.made.serial);
    assert_string_not_equal(first.made.etag, later.made.etag);
    assert_non_null(strstr(bs_buf_string(&later.bytes), "\"in_use\":true"));
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

/* F43 */
static void a_restored_central_makes_bundles_above_all_that_kiosks_saw(void **state)
{
    struct storage_stage *stage = *state;
    struct made kept = make(stage, "kiosk-1", STAGE_NOW_MS), seen, after, again;
    struct storage_backup backup;
    char file[TEMP_DIR_PATH], aside[320];

    (void)temp_dir_file(&stage->dir, "backup.db", file);
    assert_int_equal(storage_backup(stage->storage, file, STAGE_NOW_MS, NULL, NULL, &backup, NULL),
                     BS_OK);
    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    seen = make(stage, "kiosk-1", STAGE_NOW_MS + 3000);
    storage_close(stage->storage);
    assert_int_equal(storage_restore(file, stage->path, false, STAGE_NOW_MS + 5000, aside, NULL,
                                     NULL, &backup, NULL),
                     BS_OK);
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    after = make(stage, "kiosk-1", STAGE_NOW_MS + 6000); /* on the same day, of the same content */
    assert_true(seen.made.serial > kept.made.serial);
    assert_true(after.made.serial > seen.made.serial);
    assert_int_equal(after.made.serial, STAGE_NOW_MS + 6000);
    again = make(stage, "kiosk-1", STAGE_NOW_MS + 9000);
    assert_int_equal(again.made.serial, after.made.serial);
    fault_struck("F43", "a bundle asked of a central that was put back", 1);
    bs_buf_finish(&again.bytes);
    bs_buf_finish(&after.bytes);
    bs_buf_finish(&seen.bytes);
    bs_buf_finish(&kept.bytes);
}

static void a_serial_is_never_below_the_time(void **state)
{
    struct made made = make(*state, "kiosk-1", STAGE_NOW_MS);

    assert_true(made.made.serial >= STAGE_NOW_MS);
    bs_buf_finish(&made.bytes);
}

static void a_clock_that_goes_back_does_not_take_the_serial_with_it(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;

    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    later = make(stage, "kiosk-1", 1000);
    assert_int_equal(later.made.serial, first.made.serial + 1);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

static void another_tenant_has_its_own_programmes(void **state)
{
    struct made made = make(*state, "kiosk-2", STAGE_NOW_MS);

    assert_int_equal(made.rc, BS_OK);
    assert_non_null(strstr(bs_buf_string(&made.bytes), "\"programmes\":[]"));
    bs_buf_finish(&made.bytes);
}

static void an_unknown_kiosk_has_none(void **state)
{
    struct made made = make(*state, "nobody", STAGE_NOW_MS);

    assert_int_equal(made.rc, BS_NOTFOUND);
    bs_buf_finish(&made.bytes);
}

static void asking_again_reads_no_programme(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;

    stage_mutate(stage, "DROP TRIGGER programme_changed; UPDATE programme SET json = x'00'");
    later = make(stage, "kiosk-1", STAGE_NOW_MS + 1000);
    assert_int_equal(later.rc, BS_OK);
    assert_string_equal(first.made.etag, later.made.etag);
    assert_memory_equal(first.bytes.data, later.bytes.data, first.bytes.len);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

static void the_same_content_made_anew_keeps_its_serial(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;

    stage_mutate(stage, "UPDATE kiosk SET bundle_key = '' WHERE id = 'kiosk-1'");
    later = make(stage, "kiosk-1", STAGE_NOW_MS + 1000);
    assert_string_equal(first.made.etag, later.made.etag);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

static void the_address_of_public_pages_is_told(void **state)
{
    struct made with = make_for(*state, "https://stem.example.nl:8443", "kiosk-1", STAGE_NOW_MS);
    struct made without = make(*state, "kiosk-1", STAGE_NOW_MS);

    assert_non_null(
        strstr(bs_buf_string(&with.bytes), "\"public_url\":\"https://stem.example.nl:8443\""));
    assert_null(strstr(bs_buf_string(&without.bytes), "public_url"));
    bs_buf_finish(&with.bytes);
    bs_buf_finish(&without.bytes);
}

static void what_no_kiosk_could_read_does_not_replace_the_last_good_one(void **state)
{
    struct storage_stage *stage = *state;
    struct made first, good, bad;

    first = make_for(stage, "https://[::1]", "kiosk-1", STAGE_NOW_MS);
    assert_int_equal(first.rc, BS_BROKEN);
    good = make(stage, "kiosk-1", STAGE_NOW_MS);
    bad = make_for(stage, "https://[::1]", "kiosk-1", STAGE_NOW_MS + 1000);
    assert_int_equal(bad.rc, BS_OK);
    assert_string_equal(good.made.etag, bad.made.etag);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&good.bytes);
    bs_buf_finish(&bad.bytes);
}

static void tell_serial(struct storage_stage *stage, int64_t serial)
{
    const struct bs_heartbeat heartbeat = {.bundle_serial = serial, .trouble = "server"};

    assert_int_equal(
        storage_put_heartbeat(stage->storage, "kiosk-1", &heartbeat, STAGE_NOW_MS, NULL), BS_OK);
}

/* What a clock that was ahead made, and no backup knows of, locks nobody out: the kiosk says what it holds. */
static void a_kiosk_that_holds_a_higher_serial_gets_one_above_it(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later, again;
    const int64_t ahead = INT64_C(3000000000000);

    tell_serial(stage, first.made.serial);
    again = make(stage, "kiosk-1", STAGE_NOW_MS + 1000);
    assert_int_equal(again.made.serial, first.made.serial);
    bs_buf_finish(&again.bytes);
    tell_serial(stage, ahead);
    later = make(stage, "kiosk-1", STAGE_NOW_MS + 1000);
    assert_int_equal(later.made.serial, ahead + 1);
    assert_string_not_equal(later.made.etag, first.made.etag);
    again = make(stage, "kiosk-1", STAGE_NOW_MS + 2000);
    assert_int_equal(again.made.serial, ahead + 1);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
    bs_buf_finish(&again.bytes);
}

static void a_serial_that_no_clock_could_make_is_not_believed(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;

    tell_serial(stage, BUNDLE_SERIAL_TOLD_MAX + 1);
    later = make(stage, "kiosk-1", STAGE_NOW_MS + 1000);
    assert_int_equal(later.made.serial, first.made.serial);
    bs_buf_finish(&later.bytes);
    tell_serial(stage, BUNDLE_SERIAL_TOLD_MAX);
    later = make(stage, "kiosk-1", STAGE_NOW_MS + 1000);
    assert_int_equal(later.made.serial, BUNDLE_SERIAL_TOLD_MAX + 1);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

static struct made make_other(struct storage_stage *stage, int64_t now_ms)
{
    stage_mutate(stage, "UPDATE kiosk SET bundle_key = '', bundle_hash = ''");
    return make(stage, "kiosk-1", now_ms);
}

static void a_clock_that_jumped_ahead_makes_no_serial(void **state)
{
    const int64_t jumped_ms = STAGE_NOW_MS + STORAGE_CLOCK_AHEAD_MS;
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;
    bool is_good = true;

    later = make_other(stage, jumped_ms + 1);
    assert_int_equal(later.made.serial, first.made.serial + 1);
    assert_int_equal(storage_judge_clock(stage->storage, jumped_ms + 1, &is_good, NULL), BS_OK);
    assert_false(is_good);
    bs_buf_finish(&later.bytes);
    later = make_other(stage, jumped_ms + 1);
    assert_int_equal(later.made.serial, first.made.serial + 2);
    bs_buf_finish(&later.bytes);
    later = make_other(stage, STAGE_NOW_MS + 9000); /* it was set right */
    assert_int_equal(later.made.serial, STAGE_NOW_MS + 9000);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

static void a_central_that_was_off_for_a_year_makes_serials_by_the_clock(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;
    const int64_t now_ms = STAGE_NOW_MS + STORAGE_CLOCK_AHEAD_MS;

    later = make_other(stage, now_ms);
    assert_int_equal(later.made.serial, now_ms);
    bs_buf_finish(&first.bytes);
    bs_buf_finish(&later.bytes);
}

static void a_clock_that_a_person_vouches_for_is_believed(void **state)
{
    struct storage_stage *stage = *state;
    struct made first = make(stage, "kiosk-1", STAGE_NOW_MS), later;
    const int64_t now_ms = STAGE_NOW_MS + 2 * STORAGE_CLOCK_AHEAD_MS;
    bool is_good = false;

    assert_int_equal(storage_accept_clock(stage->storage, now_ms, NULL), BS_OK);
    later = make_other(stage, now_ms);
    assert_int_equal(later.made.serial, now_ms);
    bs_buf_finish(&later.bytes);
    assert_int_equal(storage_judge_clock(stage->storage, STAGE_NOW_MS, &is_good, NULL), BS_OK);
    assert_false(is_good);
    assert_int_equal(storage_accept_clock(stage->storage, STAGE_NOW_MS, NULL), BS_OK);
    assert_int_equal(storage_judge_clock(stage->storage, STAGE_NOW_MS, &is_good, NULL), BS_OK);
    assert_true(is_good);
    bs_buf_finish(&first.bytes);
}

/* As a time server moves it. */
static void a_clock_that_goes_back_by_a_day_is_good_and_by_more_is_not(void **state)
{
    struct storage_stage *stage = *state;
    bool is_good = false;

    assert_int_equal(storage_judge_clock(stage->storage, STAGE_NOW_MS, &is_good, NULL), BS_OK);
    assert_true(is_good);
    assert_int_equal(
        storage_judge_clock(stage->storage, STAGE_NOW_MS - STORAGE_CLOCK_BACK_MS, &is_good, NULL),
        BS_OK);
    assert_true(is_good);
    assert_int_equal(storage_judge_clock(stage->storage, STAGE_NOW_MS - STORAGE_CLOCK_BACK_MS - 1,
                                         &is_good, NULL),
                     BS_OK);
    assert_false(is_good);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_kiosk_can_read_it),
        CASE(the_same_content_is_the_same_bytes_for_ever),
        CASE(new_content_is_a_higher_serial_and_another_tag),
        CASE(a_restored_central_makes_bundles_above_all_that_kiosks_saw),
        CASE(a_serial_is_never_below_the_time),
        CASE(a_clock_that_goes_back_does_not_take_the_serial_with_it),
        CASE(another_tenant_has_its_own_programmes),
        CASE(an_unknown_kiosk_has_none),
        CASE(asking_again_reads_no_programme),
        CASE(the_same_content_made_anew_keeps_its_serial),
        CASE(the_address_of_public_pages_is_told),
        CASE(a_kiosk_that_holds_a_higher_serial_gets_one_above_it),
        CASE(a_serial_that_no_clock_could_make_is_not_believed),
        CASE(a_clock_that_jumped_ahead_makes_no_serial),
        CASE(a_central_that_was_off_for_a_year_makes_serials_by_the_clock),
        CASE(a_clock_that_a_person_vouches_for_is_believed),
        CASE(a_clock_that_goes_back_by_a_day_is_good_and_by_more_is_not),
        CASE(what_no_kiosk_could_read_does_not_replace_the_last_good_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
