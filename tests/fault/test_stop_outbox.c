/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk ends at any step of opening, beginning an epoch, appending or closing: a record is wholly there with the
 * right chain or wholly absent, what was acknowledged is there, and doing it again gives exactly one. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/outbox.h>

#include "fault_ledger.h"
#include "stop_folder.h"
#include "stop_steps.h"
#include "store_samples.h"

enum { BEFORE = 3 };

static void prepare_log(void *context)
{
    struct stop_folder *kept = context;

    stop_folder_empty(kept);
    bs_outbox_close(sample_log(kept->dir.path, BEFORE));
}

/* ---- append ---- */

static bool append_one(void *context)
{
    struct stop_folder *kept = context;
    struct bs_outbox *outbox = NULL;
    bool good = bs_outbox_open(kept->dir.path, &outbox, NULL) == BS_OK &&
                sample_append(outbox, BEFORE + 1, NULL, NULL) == BS_OK;

    *kept->done = good;
    bs_outbox_close(outbox);
    return good;
}

/* A reader, which syncd has, sees the same as the kiosk that starts again. */
static uint64_t length_for_a_reader(const struct stop_folder *kept)
{
    struct bs_outbox *reader;
    struct bs_outbox_tip tip;

    assert_int_equal(bs_outbox_open_reader(kept->dir.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(reader, &tip, NULL), BS_OK);
    assert_true(sample_log_is(reader, tip.seq));
    bs_outbox_close(reader);
    return tip.seq;
}

static void check_one(void *context, long step)
{
    struct stop_folder *kept = context;
    uint64_t seen = length_for_a_reader(kept);
    struct bs_outbox *outbox;
    uint64_t seq = 0;

    assert_true(seen == BEFORE || seen == BEFORE + 1);
    assert_true(step != 0 || *kept->done);
    assert_true(!*kept->done || seen == BEFORE + 1);
    assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    assert_true(sample_log_is(outbox, seen));
    for (int again = 0; again < 2; again++) {
        assert_int_equal(sample_append(outbox, BEFORE + 1, &seq, NULL), BS_OK);
        assert_int_equal(seq, BEFORE + 1);
        assert_true(sample_log_is(outbox, BEFORE + 1));
    }
    assert_int_equal(sample_append(outbox, BEFORE + 2, NULL, NULL), BS_OK);
    assert_true(sample_log_is(outbox, BEFORE + 2));
    bs_outbox_close(outbox);
}

/* F64 */
static void append_is_whole_or_absent_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_log, append_one, check_one};

    long steps = stop_at_every_step(&stop, *state);

    assert_true(steps >= 4);
    fault_struck("F64", "stop at every step", steps);
}

/* ---- the first start: file, epoch, record ---- */

static bool begin_from_nothing(void *context)
{
    struct stop_folder *kept = context;
    struct bs_outbox *outbox = NULL;
    bool good = bs_outbox_open(kept->dir.path, &outbox, NULL) == BS_OK &&
                sample_epoch(outbox, 1, NULL) == BS_OK &&
                sample_append(outbox, 1, NULL, NULL) == BS_OK;

    *kept->done = good;
    bs_outbox_close(outbox);
    return good;
}

/* What the kiosk does when it starts: goes on in the epoch that is there, or begins one. */
static void check_start(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_outbox_tip tip = {.seq = 0};
    struct bs_outbox *outbox;
    enum bs_err rc;

    (void)step;
    assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    rc = bs_outbox_tip(outbox, &tip, NULL);
    assert_true(rc == BS_OK || rc == BS_NOTFOUND);
    assert_true(!*kept->done || tip.seq == 1);
    if (rc == BS_NOTFOUND) {
        assert_int_equal(sample_epoch(outbox, 1, NULL), BS_OK);
    }
    assert_int_equal(sample_append(outbox, 1, NULL, NULL), BS_OK);
    assert_int_equal(sample_append(outbox, 1, NULL, NULL), BS_OK);
    assert_true(sample_log_is(outbox, 1));
    assert_int_equal(bs_outbox_epoch(outbox, 1, &tip, NULL), BS_NOTFOUND);
    bs_outbox_close(outbox);
}

/* F64 */
static void the_first_start_can_stop_anywhere_and_start_again(void **state)
{
    const struct stop_case stop = {stop_folder_empty, begin_from_nothing, check_start};

    long steps = stop_at_every_step(&stop, *state);

    assert_true(steps >= 8);
    fault_struck("F64", "stop at every step", steps);
}

/* ---- a new epoch behind an old one ---- */

static bool begin_second_epoch(void *context)
{
    struct stop_folder *kept = context;
    struct bs_outbox *outbox = NULL;
    bool good = bs_outbox_open(kept->dir.path, &outbox, NULL) == BS_OK &&
                sample_epoch(outbox, 2, NULL) == BS_OK;

    *kept->done = good;
    bs_outbox_close(outbox);
    return good;
}

static void check_second_epoch(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_outbox_tip tip;
    struct bs_outbox *outbox;

    (void)step;
    assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_true(tip.seq == 0 || tip.seq == BEFORE);
    assert_true(!*kept->done || tip.seq == 0);
    assert_int_equal(bs_outbox_epoch(outbox, 0, &tip, NULL), BS_OK);
    assert_int_equal(tip.seq, BEFORE);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
}

/* F64 */
static void a_new_epoch_is_begun_or_not_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_log, begin_second_epoch, check_second_epoch};

    long steps = stop_at_every_step(&stop, *state);

    assert_true(steps >= 4);
    fault_struck("F64", "stop at every step", steps);
}

/* ---- the version of the kiosk, also in a log that an older one left ---- */

static void run_sql(const struct stop_folder *kept, const char *sql)
{
    sqlite3 *database = NULL;
    char path[600];

    (void)snprintf(path, sizeof path, "%s/kiosk.db", kept->dir.path);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void prepare_older_log(void *context)
{
    prepare_log(context);
    run_sql(context,
            "ALTER TABLE epoch DROP COLUMN ends_at; ALTER TABLE epoch DROP COLUMN erased_to;"
            "DROP TABLE program; PRAGMA user_version = 1");
}

static bool open_and_note(void *context)
{
    struct stop_folder *kept = context;
    struct bs_outbox *outbox = NULL;
    bool good = bs_outbox_open(kept->dir.path, &outbox, NULL) == BS_OK &&
                bs_outbox_note_version(outbox, "0.2.0", NULL) == BS_OK;

    *kept->done = good;
    bs_outbox_close(outbox);
    return good;
}

static void check_noted(void *context, long step)
{
    struct stop_folder *kept = context;
    char version[BS_VERSION_TEXT] = "";
    struct bs_outbox *outbox;
    enum bs_err rc;

    assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    assert_true(sample_log_is(outbox, BEFORE));
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    rc = bs_outbox_version(outbox, version, NULL);
    assert_true(rc == BS_NOTFOUND || (rc == BS_OK && strcmp(version, "0.2.0") == 0));
    assert_true(step != 0 || rc == BS_OK);
    assert_true(!*kept->done || rc == BS_OK);
    assert_int_equal(bs_outbox_note_version(outbox, "0.2.0", NULL), BS_OK);
    assert_int_equal(sample_append(outbox, BEFORE + 1, NULL, NULL), BS_OK);
    bs_outbox_close(outbox);
}

/* F68 */
static void an_older_log_takes_the_version_wherever_it_stops_and_loses_nothing(void **state)
{
    const struct stop_case stop = {prepare_older_log, open_and_note, check_noted};

    long steps = stop_at_every_step(&stop, *state);

    assert_true(steps >= 4);
    fault_struck("F68", "stop at every step", steps);
}

#define SHARED(test) cmocka_unit_test_setup_teardown(test, stop_folder_make, stop_folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHARED(append_is_whole_or_absent_wherever_it_stops),
        SHARED(the_first_start_can_stop_anywhere_and_start_again),
        SHARED(a_new_epoch_is_begun_or_not_wherever_it_stops),
        SHARED(an_older_log_takes_the_version_wherever_it_stops_and_loses_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
