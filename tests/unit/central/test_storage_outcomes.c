/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands beside programmes and kiosks: outcomes, codes that lead to a programme, heartbeats. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "storage_bundles.h"
#include "storage_overview.h"
#include "storage_stage.h"

static const struct bs_date day = {2026, 11, 2};

static enum bs_err put(struct storage_stage *stage, const char *tenant, const char *programme,
                       int version, const char *json)
{
    return storage_put_outcome(stage->storage, tenant, programme, version, day, bs_bytes_of(json),
                               NULL);
}

struct seen {
    size_t count;
    int version;
    char tenant[8], name[BS_SLUG_TEXT], json[64];
    struct bs_date published;
};

static bool see_outcome(void *self, const struct storage_outcome *outcome)
{
    struct seen *seen = self;

    seen->count++;
    seen->version = outcome->version;
    seen->published = outcome->published;
    memcpy(seen->tenant, outcome->tenant, sizeof(seen->tenant));
    memcpy(seen->name, outcome->programme, sizeof(seen->name));
    memcpy(seen->json, outcome->json.data, outcome->json.len);
    return true;
}

static bool see_programme(void *self, const struct storage_programme *programme)
{
    struct seen *seen = self;

    seen->count++;
    seen->version = programme->version;
    seen->published = programme->published;
    memcpy(seen->tenant, programme->tenant, sizeof(seen->tenant));
    memcpy(seen->name, programme->id, sizeof(seen->name));
    return true;
}

/* --- outcomes --- */

static void an_outcome_comes_back_as_it_was_published(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(
        storage_outcome(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, see_outcome, &seen, NULL),
        BS_NOTFOUND);
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 1, "{\"a\": 1}"), BS_OK);
    stage_reopen(stage);
    assert_int_equal(
        storage_outcome(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, see_outcome, &seen, NULL),
        BS_OK);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.version, 1);
    assert_string_equal(seen.tenant, STAGE_TENANT);
    assert_string_equal(seen.name, STAGE_PROGRAMME);
    assert_string_equal(seen.json, "{\"a\": 1}");
    assert_int_equal(bs_date_compare(seen.published, day), 0);
}

static void the_newest_version_counts_whichever_came_last(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 3, "{}"), BS_OK);
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 2, "{}"), BS_OK);
    assert_int_equal(
        storage_outcome(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, see_outcome, &seen, NULL),
        BS_OK);
    assert_int_equal(seen.version, 3);
}

static void a_later_version_keeps_the_day_on_which_the_answer_was_given(void **state)
{
    struct storage_stage *stage = *state;
    struct seen one = {.count = 0}, all = {.count = 0};

    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 2, "{}"), BS_OK);
    for (int version = 1; version <= 3; version += 2) {
        assert_int_equal(storage_put_outcome(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, version,
                                             bs_date_add_days(day, 90), bs_bytes_of("{}"), NULL),
                         BS_OK);
    }
    assert_int_equal(
        storage_outcome(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, see_outcome, &one, NULL),
        BS_OK);
    assert_int_equal(storage_outcomes(stage->storage, STAGE_TENANT, see_outcome, &all, NULL),
                     BS_OK);
    assert_int_equal(one.version, 3);
    assert_int_equal(bs_date_compare(one.published, day), 0);
    assert_int_equal(all.count, 1);
    assert_int_equal(bs_date_compare(all.published, day), 0);
}

static void a_version_of_an_outcome_never_changes(void **state)
{
    assert_int_equal(put(*state, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(put(*state, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(put(*state, STAGE_TENANT, STAGE_PROGRAMME, 1, "{ }"), BS_REFUSED);
}

static void an_outcome_needs_its_programme_in_its_municipality(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(put(stage, STAGE_OTHER, STAGE_PROGRAMME, 1, "{}"), BS_NOTFOUND);
    assert_int_equal(put(stage, STAGE_TENANT, "straat", 1, "{}"), BS_NOTFOUND);
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(
        storage_outcome(stage->storage, STAGE_OTHER, STAGE_PROGRAMME, see_outcome, &seen, NULL),
        BS_NOTFOUND);
    assert_int_equal(seen.count, 0);
}

static void verify_finds_a_changed_outcome(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_findings findings;

    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_mutate(stage, "UPDATE outcome SET json = CAST('{ }' AS BLOB)");
    findings = stage_verify(stage);
    assert_int_equal(findings.rc, BS_BROKEN);
    assert_string_equal(findings.first, "outcome of plein version 1: its text was changed");
}

/* --- codes --- */

static void a_later_version_keeps_the_day_of_the_first_publication(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen[3] = {{.count = 0}};

    for (int version = 1; version <= 2; version++) {
        assert_int_equal(storage_put_programme(stage->storage, STAGE_TENANT, "straat", version,
                                               "CCCCC", bs_date_add_days(day, 30 * version),
                                               bs_bytes_of("{}"), NULL),
                         BS_OK);
    }
    assert_int_equal(
        storage_programme_of_code(stage->storage, "CCCCC", see_programme, &seen[0], NULL), BS_OK);
    assert_int_equal(
        storage_programme(stage->storage, STAGE_TENANT, "straat", 2, see_programme, &seen[1], NULL),
        BS_OK);
    assert_int_equal(
        storage_programmes(stage->storage, STAGE_TENANT, see_programme, &seen[2], NULL), BS_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(seen[i].version, 2);
        assert_int_equal(bs_date_compare(seen[i].published, bs_date_add_days(day, 30)), 0);
    }
}

static void a_code_leads_to_the_newest_version(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(storage_programme_of_code(stage->storage, "AAAAA", see_programme, &seen, NULL),
                     BS_OK);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.version, 2);
    assert_string_equal(seen.tenant, STAGE_TENANT);
    assert_string_equal(seen.name, STAGE_PROGRAMME);
}

static void a_programme_keeps_its_code_as_people_took_it_home(void **state)
{
    assert_int_equal(stage_publish(*state, STAGE_TENANT, 2, "CCCCC"), BS_REFUSED);
    assert_int_equal(stage_publish(*state, STAGE_TENANT, 2, "AAAAA"), BS_OK);
}

static void a_code_of_one_programme_is_refused_to_every_other(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(stage_publish(stage, STAGE_OTHER, 1, "AAAAA"), BS_REFUSED);
    assert_int_equal(storage_put_programme(stage->storage, STAGE_TENANT, "straat", 1, "AAAAA", day,
                                           bs_bytes_of("{}"), NULL),
                     BS_REFUSED);
    assert_int_equal(storage_put_programme(stage->storage, STAGE_TENANT, "straat", 1, "BBBBB", day,
                                           bs_bytes_of("{}"), NULL),
                     BS_OK);
}

static void codes_of_every_municipality_are_found(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(stage_publish(stage, STAGE_OTHER, 1, "BBBBB"), BS_OK);
    assert_int_equal(storage_programme_of_code(stage->storage, "BBBBB", see_programme, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.tenant, STAGE_OTHER);
    assert_int_equal(storage_programme_of_code(stage->storage, "DDDDD", see_programme, &seen, NULL),
                     BS_NOTFOUND);
    assert_int_equal(storage_programme_of_code(stage->storage, "", see_programme, &seen, NULL),
                     BS_NOTFOUND);
}

/* --- what bundles are made of --- */

static void the_mark_changes_with_the_content_and_with_nothing_else(void **state)
{
    struct storage_stage *stage = *state;
    char marks[6][STORAGE_MARK_TEXT];
    struct storage_place place;

    assert_int_equal(storage_content_mark(stage->storage, marks[0], NULL), BS_OK);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(storage_content_mark(stage->storage, marks[1], NULL), BS_OK);
    assert_int_equal(storage_put_tenant(stage->storage, STAGE_OTHER, "Leiden!", NULL), BS_OK);
    assert_int_equal(storage_content_mark(stage->storage, marks[2], NULL), BS_OK);
    assert_int_equal(storage_place(stage->storage, STAGE_OTHER, STAGE_PLACE, &place, NULL), BS_OK);
    assert_int_equal(storage_put_place(stage->storage, &place, NULL), BS_OK);
    assert_int_equal(storage_content_mark(stage->storage, marks[3], NULL), BS_OK);
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(storage_content_mark(stage->storage, marks[4], NULL), BS_OK);
    for (int i = 1; i < 5; i++) {
        assert_string_not_equal(marks[i], marks[i - 1]);
    }
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(storage_kiosk_seen(stage->storage, "kiosk-1", STAGE_NOW_MS, NULL), BS_OK);
    stage_reopen(stage);
    assert_int_equal(storage_content_mark(stage->storage, marks[5], NULL), BS_OK);
    assert_string_equal(marks[5], marks[4]);
}

struct entries {
    char text[256];
};

static bool see_entry(void *self, const struct storage_registered *entry)
{
    struct entries *seen = self;
    size_t len = strlen(seen->text);

    (void)snprintf(seen->text + len, sizeof(seen->text) - len, "%s %s %d %s %d/%zu;",
                   entry->tenant_name, entry->programme.id, entry->programme.version,
                   entry->programme.tenant, entry->is_answered ? entry->answered.day : 0,
                   entry->outcome.len);
    return true;
}

static void the_register_holds_the_newest_of_all_municipalities(void **state)
{
    struct storage_stage *stage = *state;
    struct entries seen = {.text = ""};

    assert_int_equal(stage_publish(stage, STAGE_OTHER, 1, "BBBBB"), BS_OK);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 2, "{\"a\":1}"), BS_OK);
    assert_int_equal(storage_register(stage->storage, see_entry, &seen, NULL), BS_OK);
    assert_string_equal(seen.text, "Leiden plein 1 GM0546 0/0;Leidschendam plein 2 GM1916 2/7;");
}

/* --- heartbeats --- */

static const struct bs_heartbeat healthy = {
    .kiosk_version = "1.2.3",
    .syncd_version = "1.2.4",
    .sent_ms = 5,
    .epoch = STAGE_EPOCH,
    .stored = 6,
    .acknowledged = 7,
    .oldest_unsent_ms = 8,
    .last_receipt_ms = 9,
    .disk_free = 10,
    .disk_total = 11,
    .clock_offset_ms = -12,
    .bundle_serial = 13,
    .trouble = "network",
};

static void a_heartbeat_comes_back_as_it_came(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_heartbeat found;
    int64_t received_ms = 0;

    assert_int_equal(storage_heartbeat(stage->storage, "kiosk-1", &found, &received_ms, NULL),
                     BS_NOTFOUND);
    assert_int_equal(storage_put_heartbeat(stage->storage, "kiosk-1", &healthy, STAGE_NOW_MS, NULL),
                     BS_OK);
    stage_reopen(stage);
    assert_int_equal(storage_heartbeat(stage->storage, "kiosk-1", &found, &received_ms, NULL),
                     BS_OK);
    assert_int_equal(received_ms, STAGE_NOW_MS);
    assert_string_equal(found.kiosk_version, "1.2.3");
    assert_string_equal(found.syncd_version, "1.2.4");
    assert_int_equal(found.sent_ms, 5);
    assert_string_equal(found.epoch, STAGE_EPOCH);
    assert_int_equal(found.stored, 6);
    assert_int_equal(found.acknowledged, 7);
    assert_int_equal(found.oldest_unsent_ms, 8);
    assert_int_equal(found.last_receipt_ms, 9);
    assert_int_equal(found.disk_free, 10);
    assert_int_equal(found.disk_total, 11);
    assert_int_equal(found.clock_offset_ms, -12);
    assert_int_equal(found.bundle_serial, 13);
    assert_string_equal(found.trouble, "network");
}

static void the_last_heartbeat_is_kept_for_each_kiosk(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_heartbeat found, changed = healthy;
    int64_t received_ms = 0;

    changed.stored = 60;
    assert_int_equal(storage_put_heartbeat(stage->storage, "kiosk-1", &healthy, STAGE_NOW_MS, NULL),
                     BS_OK);
    assert_int_equal(storage_put_heartbeat(stage->storage, "kiosk-2", &healthy, STAGE_NOW_MS, NULL),
                     BS_OK);
    assert_int_equal(
        storage_put_heartbeat(stage->storage, "kiosk-1", &changed, STAGE_NOW_MS + 1, NULL), BS_OK);
    assert_int_equal(storage_heartbeat(stage->storage, "kiosk-1", &found, &received_ms, NULL),
                     BS_OK);
    assert_int_equal(found.stored, 60);
    assert_int_equal(received_ms, STAGE_NOW_MS + 1);
    assert_int_equal(storage_heartbeat(stage->storage, "kiosk-2", &found, &received_ms, NULL),
                     BS_OK);
    assert_int_equal(found.stored, 6);
}

static void a_heartbeat_says_that_the_kiosk_was_here(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk;

    assert_int_equal(storage_put_heartbeat(stage->storage, "kiosk-1", &healthy, STAGE_NOW_MS, NULL),
                     BS_OK);
    assert_int_equal(storage_kiosk(stage->storage, "kiosk-1", &kiosk, NULL), BS_OK);
    assert_int_equal(kiosk.last_seen_ms, STAGE_NOW_MS);
    assert_int_equal(storage_put_heartbeat(stage->storage, "nobody", &healthy, STAGE_NOW_MS, NULL),
                     BS_NOTFOUND);
}

static void the_fleet_tells_of_kiosks_in_use_alone(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_fleet fleet;

    assert_int_equal(storage_put_heartbeat(stage->storage, "kiosk-1", &healthy, 1000, NULL), BS_OK);
    assert_int_equal(storage_fleet(stage->storage, &fleet, NULL), BS_OK);
    assert_int_equal(fleet.kiosks, 0);
    assert_int_equal(fleet.heard, 0);
    assert_int_equal(fleet.newest_ms, 0);
    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-2", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    assert_int_equal(storage_fleet(stage->storage, &fleet, NULL), BS_OK);
    assert_int_equal(fleet.kiosks, 2);
    assert_int_equal(fleet.heard, 1);
    assert_int_equal(storage_put_heartbeat(stage->storage, "kiosk-2", &healthy, 5000, NULL), BS_OK);
    assert_int_equal(storage_fleet(stage->storage, &fleet, NULL), BS_OK);
    assert_int_equal(fleet.heard, 2);
    assert_int_equal(fleet.newest_ms, 5000);
    assert_int_equal(fleet.oldest_ms, 1000);
}

/* --- a file of before all this --- */

static void a_file_of_the_first_version_is_taken_along(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_fill(log, 3);
    assert_int_equal(stage_send(stage, log, 1, 3).rc, BS_OK);
    stage_close(stage);
    stage_pragma(
        stage,
        "DROP TABLE shown; DROP TABLE notice; DROP TABLE part; DROP TABLE outcome; DROP TABLE "
        "heartbeat; DROP INDEX record_corrects; "
        "DROP INDEX record_corrected; "
        "DROP INDEX record_waiting;"
        "ALTER TABLE record DROP COLUMN corrects;"
        "ALTER TABLE kiosk DROP COLUMN bundle_key;" STAGE_UNDO_6
        "DROP TRIGGER tenant_new; DROP TRIGGER tenant_changed;"
        "DROP TRIGGER place_new; DROP TRIGGER place_changed;"
        "DROP TRIGGER programme_new; DROP TRIGGER programme_changed;"
        "DELETE FROM setting WHERE name = 'content'; PRAGMA user_version = 1");
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 3);
    assert_int_equal(put(stage, STAGE_TENANT, STAGE_PROGRAMME, 1, "{}"), BS_OK);
    assert_int_equal(storage_put_heartbeat(stage->storage, "kiosk-1", &healthy, STAGE_NOW_MS, NULL),
                     BS_OK);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_log_destroy(log);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_outcome_comes_back_as_it_was_published),
        CASE(the_newest_version_counts_whichever_came_last),
        CASE(a_later_version_keeps_the_day_on_which_the_answer_was_given),
        CASE(a_version_of_an_outcome_never_changes),
        CASE(an_outcome_needs_its_programme_in_its_municipality),
        CASE(verify_finds_a_changed_outcome),
        CASE(a_later_version_keeps_the_day_of_the_first_publication),
        CASE(a_code_leads_to_the_newest_version),
        CASE(a_programme_keeps_its_code_as_people_took_it_home),
        CASE(a_code_of_one_programme_is_refused_to_every_other),
        CASE(codes_of_every_municipality_are_found),
        CASE(the_mark_changes_with_the_content_and_with_nothing_else),
        CASE(the_register_holds_the_newest_of_all_municipalities),
        CASE(a_heartbeat_comes_back_as_it_came),
        CASE(the_last_heartbeat_is_kept_for_each_kiosk),
        CASE(a_heartbeat_says_that_the_kiosk_was_here),
        CASE(the_fleet_tells_of_kiosks_in_use_alone),
        CASE(a_file_of_the_first_version_is_taken_along),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
