/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What came of an export on a stick, as syncd notes it and the kiosk reads it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/db.h>
#include <buurtstem/syncstate.h>

#include "syncstate_p.h"
#include "temp_dir.h"

#define ID    "0123abcd-0123-4abc-8abc-0123456789ab"
#define OTHER "fedcba98-0123-4abc-8abc-0123456789ab"

static struct temp_dir dir;
static struct bs_syncstate *sync_state;

static int open_state(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return bs_syncstate_open(dir.path, &sync_state, NULL) == BS_OK ? 0 : -1;
}

static int close_state(void **state)
{
    (void)state;
    bs_syncstate_close(sync_state);
    temp_dir_remove(&dir);
    return 0;
}

static const struct bs_stick_outcome done = {.id = ID,
                                             .outcome = BS_STICK_DONE,
                                             .written = 1234567890123,
                                             .confirmed = 40,
                                             .spoilt = 2,
                                             .has_more = true,
                                             .at_ms = 1772442000000};

static void assert_same(const struct bs_stick_outcome *a, const struct bs_stick_outcome *b)
{
    assert_string_equal(a->id, b->id);
    assert_int_equal(a->outcome, b->outcome);
    assert_true(a->written == b->written && a->confirmed == b->confirmed && a->spoilt == b->spoilt);
    assert_true(a->has_more == b->has_more && a->at_ms == b->at_ms);
}

static void before_the_first_question_there_is_no_outcome(void **state)
{
    struct bs_stick_outcome read = done;
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(bs_syncstate_stick(sync_state, &read, &err), BS_NOTFOUND);
    assert_true(err.text[0] != '\0');
    assert_same(&read, &done);
}

static void the_kiosk_reads_what_syncd_noted(void **state)
{
    struct bs_syncstate *reader;
    struct bs_stick_outcome read;

    (void)state;
    assert_int_equal(bs_syncstate_set_stick(sync_state, &done, NULL), BS_OK);
    assert_int_equal(bs_syncstate_open_reader(dir.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_syncstate_stick(reader, &read, NULL), BS_OK);
    assert_same(&read, &done);
    bs_syncstate_close(reader);
}

static void a_later_outcome_takes_the_place_of_the_one_before(void **state)
{
    struct bs_stick_outcome next = {.id = OTHER, .outcome = BS_STICK_STALE, .at_ms = 5}, read;

    (void)state;
    assert_int_equal(bs_syncstate_set_stick(sync_state, &done, NULL), BS_OK);
    assert_int_equal(bs_syncstate_set_stick(sync_state, &next, NULL), BS_OK);
    assert_int_equal(bs_syncstate_stick(sync_state, &read, NULL), BS_OK);
    assert_same(&read, &next);
}

static void an_outcome_survives_a_restart(void **state)
{
    struct bs_stick_outcome read;

    (void)state;
    assert_int_equal(bs_syncstate_set_stick(sync_state, &done, NULL), BS_OK);
    bs_syncstate_close(sync_state);
    assert_int_equal(bs_syncstate_open(dir.path, &sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_stick(sync_state, &read, NULL), BS_OK);
    assert_same(&read, &done);
}

static void assert_damaged(struct bs_stick_outcome wrong)
{
    struct bs_stick_outcome read = done;
    struct bs_error err = {0};

    assert_int_equal(bs_syncstate_set_stick(sync_state, &wrong, NULL), BS_OK);
    assert_int_equal(bs_syncstate_stick(sync_state, &read, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "stick"));
    assert_same(&read, &done);
}

static void what_cannot_be_ours_is_damage(void **state)
{
    struct bs_stick_outcome wrong = done;

    (void)state;
    wrong.outcome = (enum bs_stick)BS_STICK_COUNT;
    assert_damaged(wrong);
    wrong = done;
    strcpy(wrong.id, "no id");
    assert_damaged(wrong);
}

static void a_file_of_the_version_before_gets_room_for_outcomes(void **state)
{
    struct bs_db_plan before = sync_plan;
    struct bs_stick_outcome read;
    struct bs_db old;
    char path[TEMP_DIR_PATH];

    (void)state;
    bs_syncstate_close(sync_state);
    temp_dir_remove(&dir);
    temp_dir_make(&dir);
    before.migration_count = 2;
    assert_int_equal(
        bs_db_open(temp_dir_file(&dir, "sync.db", path), BS_DB_WRITER, &before, &old, NULL), BS_OK);
    bs_db_close(&old);
    assert_int_equal(bs_syncstate_open(dir.path, &sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_set_stick(sync_state, &done, NULL), BS_OK);
    assert_int_equal(bs_syncstate_stick(sync_state, &read, NULL), BS_OK);
    assert_same(&read, &done);
}

#define WITH_STATE(test) cmocka_unit_test_setup_teardown(test, open_state, close_state)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STATE(before_the_first_question_there_is_no_outcome),
        WITH_STATE(the_kiosk_reads_what_syncd_noted),
        WITH_STATE(a_later_outcome_takes_the_place_of_the_one_before),
        WITH_STATE(an_outcome_survives_a_restart),
        WITH_STATE(what_cannot_be_ours_is_damage),
        WITH_STATE(a_file_of_the_version_before_gets_room_for_outcomes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
