/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* All of a tenant at once: only hers, in order, and the same as what is told of each. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "storage_overview.h"
#include "storage_stage.h"

/* What was seen, in words. */
struct seen {
    char words[512];
};

__attribute__((format(printf, 2, 3))) static void note(struct seen *seen, const char *format, ...)
{
    size_t len = strlen(seen->words);
    va_list args;

    va_start(args, format);
    vsnprintf(seen->words + len, sizeof(seen->words) - len, format, args);
    va_end(args);
}

static bool see_outcome(void *self, const struct storage_outcome *outcome)
{
    note(self, "%s %d;", outcome->programme, outcome->version);
    return true;
}

static bool see_heartbeat(void *self, const char *kiosk, const struct bs_heartbeat *heartbeat,
                          int64_t received_ms)
{
    note(self, "%s %d %d;", kiosk, (int)heartbeat->stored, (int)(received_ms - STAGE_NOW_MS));
    return true;
}

static bool see_epoch(void *self, const char *kiosk, const struct storage_completeness *row)
{
    note(self, "%s %s 1-%d;", kiosk, row->epoch, (int)row->complete_to);
    return true;
}

static bool see_one_epoch(void *self, const char *kiosk, const struct storage_completeness *row)
{
    (void)see_epoch(self, kiosk, row);
    return false;
}

static bool see_quarantine(void *self, const char *kiosk, uint64_t count)
{
    note(self, "%s %d;", kiosk, (int)count);
    return true;
}

static void the_newest_outcome_of_each_programme_is_told_once(void **state)
{
    struct storage_stage *stage = *state;
    const struct bs_date day = {2026, 11, 2};
    struct seen seen = {.words = ""};

    assert_int_equal(stage_publish(stage, STAGE_OTHER, 1, "K7M4P"), BS_OK);
    for (int version = 1; version <= 3; version++) {
        assert_int_equal(storage_put_outcome(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, version,
                                             day, bs_bytes_of("{}"), NULL),
                         BS_OK);
    }
    assert_int_equal(storage_put_outcome(stage->storage, STAGE_OTHER, STAGE_PROGRAMME, 9, day,
                                         bs_bytes_of("{}"), NULL),
                     BS_OK);
    assert_int_equal(storage_outcomes(stage->storage, STAGE_TENANT, see_outcome, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.words, STAGE_PROGRAMME " 3;");
}

static void heartbeats_of_a_tenant_come_in_order_of_the_kiosks(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_heartbeat heartbeat = {.stored = 8, .trouble = "none"};
    struct seen seen = {.words = ""};

    assert_int_equal(storage_heartbeats(stage->storage, STAGE_TENANT, see_heartbeat, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.words, "");
    assert_int_equal(
        storage_put_heartbeat(stage->storage, "kiosk-2", &heartbeat, STAGE_NOW_MS, NULL), BS_OK);
    heartbeat.stored = 7;
    assert_int_equal(
        storage_put_heartbeat(stage->storage, "kiosk-1", &heartbeat, STAGE_NOW_MS + 5, NULL),
        BS_OK);
    assert_int_equal(storage_heartbeats(stage->storage, STAGE_TENANT, see_heartbeat, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.words, "kiosk-1 7 5;");
    assert_int_equal(storage_heartbeats(stage->storage, STAGE_OTHER, see_heartbeat, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.words, "kiosk-1 7 5;kiosk-2 8 0;");
}

static void epochs_of_a_tenant_come_with_the_oldest_of_a_kiosk_first(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *newer = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *older = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    struct seen all = {.words = ""}, one = {.words = ""}, other = {.words = ""};

    stage_log_fill(older, 4);
    stage_log_fill(newer, 3);
    assert_int_equal(stage_send(stage, older, 1, 4).rc, BS_OK);
    assert_int_equal(stage_send(stage, newer, 1, 3).rc, BS_OK);
    assert_int_equal(storage_epochs(stage->storage, STAGE_TENANT, see_epoch, &all, NULL), BS_OK);
    assert_string_equal(all.words, "kiosk-1 " STAGE_EPOCH_2 " 1-4;kiosk-1 " STAGE_EPOCH " 1-3;");
    assert_int_equal(storage_epochs(stage->storage, STAGE_TENANT, see_one_epoch, &one, NULL),
                     BS_OK);
    assert_string_equal(one.words, "kiosk-1 " STAGE_EPOCH_2 " 1-4;");
    assert_int_equal(storage_epochs(stage->storage, STAGE_OTHER, see_epoch, &other, NULL), BS_OK);
    assert_string_equal(other.words, "");
    stage_log_destroy(older);
    stage_log_destroy(newer);
}

static void quarantine_is_told_of_every_kiosk_that_has_lines_in_it(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct seen before = {.words = ""}, in_use = {.words = ""}, revoked = {.words = ""};

    assert_int_equal(
        storage_quarantines(stage->storage, STAGE_TENANT, see_quarantine, &before, NULL), BS_OK);
    assert_string_equal(before.words, "");
    stage_log_fill(log, 3);
    (void)stage_send_as(stage, &stage->kiosk, log, 1, 3, true);
    assert_int_equal(
        storage_quarantines(stage->storage, STAGE_TENANT, see_quarantine, &in_use, NULL), BS_OK);
    assert_string_equal(in_use.words, "kiosk-1 3;");
    assert_int_equal(
        storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL), BS_OK);
    assert_int_equal(
        storage_quarantines(stage->storage, STAGE_TENANT, see_quarantine, &revoked, NULL), BS_OK);
    assert_string_equal(revoked.words, "kiosk-1 3;");
    stage_log_destroy(log);
}

static bool see_sum(void *self, const char *programme, const struct storage_totals *totals)
{
    note(self, "%s %d %d %d;", programme, (int)totals->submissions, (int)totals->partial,
         totals->first.day);
    return true;
}

static void sums_are_those_of_the_totals_with_trials_apart(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct seen real = {.words = ""}, trials = {.words = ""}, other = {.words = ""};
    const struct stage_visit trial = {
        .face = "good", .lang = "nl", .place = STAGE_PLACE, .is_trial = true};

    stage_log_fill(log, 3);
    stage_log_add(log, &trial);
    assert_int_equal(stage_send(stage, log, 1, 4).rc, BS_OK);
    assert_int_equal(storage_sums(stage->storage, STAGE_TENANT, false, see_sum, &real, NULL),
                     BS_OK);
    assert_int_equal(storage_sums(stage->storage, STAGE_TENANT, true, see_sum, &trials, NULL),
                     BS_OK);
    assert_int_equal(storage_sums(stage->storage, STAGE_OTHER, false, see_sum, &other, NULL),
                     BS_OK);
    assert_string_equal(real.words, STAGE_PROGRAMME " 3 0 22;");
    assert_string_equal(trials.words, STAGE_PROGRAMME " 1 0 22;");
    assert_string_equal(other.words, "");
    stage_log_destroy(log);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

static void a_damaged_name_is_nobodys(void **state)
{
    const struct bs_heartbeat heartbeat = {
        .syncd_version = "1.0", .trouble = "none", .stored = 3, .acknowledged = 3};
    struct storage_stage *stage = *state;
    struct seen seen = {.words = ""};

    assert_int_equal(
        storage_put_heartbeat(stage->storage, "kiosk-1", &heartbeat, STAGE_NOW_MS, NULL), BS_OK);
    assert_int_equal(
        storage_put_heartbeat(stage->storage, "kiosk-2", &heartbeat, STAGE_NOW_MS, NULL), BS_OK);
    stage_mutate(stage, "PRAGMA foreign_keys = OFF;"
                        "UPDATE kiosk SET tenant = 'GM1916', id = id || printf('%200d', 0) "
                        "WHERE id = 'kiosk-2';"
                        "UPDATE heartbeat SET kiosk = kiosk || printf('%200d', 0) "
                        "WHERE kiosk = 'kiosk-2'");
    assert_int_equal(storage_heartbeats(stage->storage, STAGE_TENANT, see_heartbeat, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.words, "kiosk-1 3 0; 3 0;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_newest_outcome_of_each_programme_is_told_once),
        CASE(heartbeats_of_a_tenant_come_in_order_of_the_kiosks),
        CASE(epochs_of_a_tenant_come_with_the_oldest_of_a_kiosk_first),
        CASE(quarantine_is_told_of_every_kiosk_that_has_lines_in_it),
        CASE(sums_are_those_of_the_totals_with_trials_apart),
        CASE(a_damaged_name_is_nobodys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
