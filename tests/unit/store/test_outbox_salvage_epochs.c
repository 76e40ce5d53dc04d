/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A log whose WAL is gone or another's, and one of several epochs. */

#include "salvage_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/carried.h>
#include <buurtstem/mem.h>

#include "epoch_samples.h"
#include "fault_ledger.h"
#include "store_samples.h"

/* F58 */
static void a_log_whose_wal_was_removed_is_never_silently_shorter(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    bool damaged = false;

    (void)state;
    salvage_make_killed_log(5, 3);
    salvage_remove_file("kiosk.db-wal");
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "WAL is gone"));
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 8, &out), BS_OK);
    assert_true(out.kept == 5 && out.lost == 3);
    assert_int_equal(salvage_assert(8, 0), 3);
    fault_struck("F58", "WAL removed", damaged);
}

/* F58 */
static void a_wal_without_its_file_gives_what_it_holds(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;

    (void)state;
    salvage_make_killed_log(0, 6);
    salvage_remove_file("kiosk.db");
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_BROKEN);
    assert_int_equal(salvage_from(0, 6, &out), BS_OK);
    assert_int_equal(salvage_assert(6, 0), 0);
    fault_struck("F58", "file removed, WAL left", 1);
}

/* F58 */
static void the_wal_of_another_kiosk_is_not_believed(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    struct bs_buf foreign;
    uint64_t seq;

    (void)state;
    /* A log of another kiosk, as old as ours, of which the WAL is taken. */
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_begin_epoch(outbox, "other-kiosk", "first", 1772442000000,
                                           &salvage_stage.random, NULL),
                     BS_OK);
    for (uint64_t n = 101; n <= 108; n++) {
        assert_int_equal(sample_append(outbox, n, &seq, NULL), BS_OK);
    }
    foreign = salvage_take_file("kiosk.db-wal");
    bs_outbox_close(outbox);
    salvage_empty_dir();
    salvage_make_killed_log(8, 0);
    salvage_put_file("kiosk.db-wal", foreign.data, foreign.len);
    bs_buf_finish(&foreign);
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "another file's"));
    assert_int_equal(salvage_from(0, 8, &out), BS_OK);
    assert_int_equal(salvage_assert(8, 0), 0);
    fault_struck("F58", "WAL of another kiosk", 1);
}

/* F58 */
static void without_the_shared_memory_file_the_log_opens_as_ever(void **state)
{
    struct bs_outbox *outbox;

    (void)state;
    salvage_make_killed_log(5, 3); /* has none */
    assert_false(temp_dir_has(&salvage_stage.dir, "kiosk.db-shm"));
    outbox = salvage_open_log();
    assert_true(sample_log_is(outbox, 8));
    bs_outbox_close(outbox);
    fault_struck("F58", "shm removed", 1);
}

static void what_stands_in_the_wal_alone_is_read(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_buf file;

    (void)state;
    salvage_make_killed_log(5, 3);
    file = salvage_take_file("kiosk.db");
    memset(file.data, 0, 100);
    salvage_put_file("kiosk.db", file.data, file.len);
    bs_buf_finish(&file);
    assert_int_equal(salvage_from(0, 8, &out), BS_OK);
    assert_int_equal(salvage_assert(8, 0), 0);
}

/* ---- several epochs ---- */

static void all_epochs_go_on_in_the_one_new_epoch(void **state)
{
    struct bs_outbox *outbox = sample_log(salvage_stage.dir.path, 4);
    struct bs_outbox_tip tips[2], now;
    struct bs_outbox_safe safe[2] = {{.to = 1}, {.to = 0, .known_to = 6}};
    struct bs_outbox_salvaged out;
    struct bs_carried carried;

    (void)state;
    assert_int_equal(sample_epoch(outbox, 2, NULL), BS_OK);
    for (uint64_t n = 11; n <= 13; n++) {
        assert_int_equal(sample_append(outbox, n, NULL, NULL), BS_OK);
    }
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(bs_outbox_epoch(outbox, i, &tips[i], NULL), BS_OK);
        memcpy(safe[i].epoch, tips[i].epoch, sizeof safe[i].epoch);
    }
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_salvage(salvage_stage.dir.path, SAMPLE_KIOSK, safe, 2,
                                       &salvage_stage.clock, &salvage_stage.random, &out, NULL),
                     BS_OK);
    assert_true(out.kept == 6 && out.safe == 1 && out.lost == 3);
    outbox = salvage_open_log();
    assert_int_equal(bs_outbox_epoch(outbox, 1, &now, NULL), BS_NOTFOUND);
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_int_equal(now.seq, 8);
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_string_equal(carried.epoch, tips[0].epoch);
    assert_true(carried.from == 2 && carried.tip == 4 && carried.kept == 3);
    assert_true(epoch_sample_carried(outbox, now.epoch, 5, &carried));
    assert_string_equal(carried.epoch, tips[1].epoch);
    assert_true(carried.from == 1 && carried.tip == 6 && carried.kept == 3);
    bs_outbox_close(outbox);
}

static void what_was_carried_over_before_is_not_carried_over_twice(void **state)
{
    struct bs_outbox *outbox = sample_log(salvage_stage.dir.path, 6);
    struct bs_outbox_tip old, now;
    struct bs_outbox_salvaged out;
    struct bs_carried carried;
    unsigned counts[SALVAGE_COUNTS];

    (void)state;
    assert_int_equal(bs_outbox_tip(outbox, &old, NULL), BS_OK);
    assert_int_equal(bs_outbox_carry_over(outbox, old.epoch, 4, "forked", &salvage_stage.clock,
                                          &salvage_stage.random, NULL),
                     BS_OK);
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_salvage(salvage_stage.dir.path, SAMPLE_KIOSK, NULL, 0,
                                       &salvage_stage.clock, &salvage_stage.random, &out, NULL),
                     BS_OK);
    assert_true(out.kept == 7 && out.lost == 0);
    outbox = salvage_open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_true(epoch_sample_counts(outbox, counts, SALVAGE_COUNTS));
    for (uint64_t n = 1; n <= 6; n++) {
        assert_int_equal(counts[n], 1);
    }
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_string_equal(carried.epoch, old.epoch);
    assert_true(carried.from == 1 && carried.tip == 3 && carried.kept == 3);
    bs_outbox_close(outbox);
}

static void an_end_that_nothing_confirms_is_not_believed(void **state)
{
    struct bs_outbox_salvaged out;

    (void)state;
    salvage_make_log(6);
    salvage_run_sql("UPDATE epoch SET ends_at = 2");
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(salvage_assert(6, 0), 0);
}

static void an_epoch_of_which_nothing_is_left_is_named_all_the_same(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_carried carried;
    struct bs_outbox_tip now;
    struct bs_outbox *outbox;

    (void)state;
    salvage_make_log(6);
    salvage_put_file("kiosk.db", (const uint8_t *)"rubbish", 7);
    assert_int_equal(salvage_from(2, 6, &out), BS_OK);
    assert_true(out.kept == 0 && out.lost == 4);
    outbox = salvage_open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_true(carried.from == 3 && carried.tip == 6 && carried.kept == 0);
    bs_outbox_close(outbox);
}

/* ---- others ---- */

static void while_a_kiosk_has_the_log_nobody_sets_it_aside(void **state)
{
    struct bs_outbox *outbox = sample_log(salvage_stage.dir.path, 3);
    struct bs_outbox_salvaged out;
    bool damaged;

    (void)state;
    assert_int_equal(bs_outbox_tip(outbox, &salvage_stage.tip, NULL), BS_OK);
    assert_int_equal(salvage_from(0, 0, &out), BS_REFUSED);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_REFUSED);
    assert_true(sample_log_is(outbox, 3));
    bs_outbox_close(outbox);
}

/* As a kill in the middle of the write: the epoch's row is there, and what makes it count is not. */
static void an_epoch_that_never_began_takes_nobodys_place(void **state)
{
    static const char *const names[] = {"kiosk.db", "kiosk.db-wal", "kiosk.db-open"};
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_salvaged out;
    struct bs_buf files[3];

    (void)state;
    salvage_make_killed_log(5, 3);
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(sample_epoch(outbox, 2, NULL), BS_OK);
    for (size_t i = 0; i < 3; i++) {
        files[i] = salvage_take_file(names[i]);
    }
    bs_outbox_close(outbox);
    salvage_empty_dir();
    files[1].data[32 + 16] ^= 1; /* the checksum of its first frame */
    for (size_t i = 0; i < 3; i++) {
        salvage_put_file(names[i], files[i].data, files[i].len);
        bs_buf_finish(&files[i]);
    }
    assert_int_equal(salvage_from(8, 8, &out), BS_OK);
    assert_int_equal(out.lost, 0);
    assert_int_equal(salvage_assert(8, 8), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, salvage_setup, salvage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_log_whose_wal_was_removed_is_never_silently_shorter),
        TEST(a_wal_without_its_file_gives_what_it_holds),
        TEST(the_wal_of_another_kiosk_is_not_believed),
        TEST(without_the_shared_memory_file_the_log_opens_as_ever),
        TEST(what_stands_in_the_wal_alone_is_read),
        TEST(all_epochs_go_on_in_the_one_new_epoch),
        TEST(what_was_carried_over_before_is_not_carried_over_twice),
        TEST(an_end_that_nothing_confirms_is_not_believed),
        TEST(an_epoch_of_which_nothing_is_left_is_named_all_the_same),
        TEST(while_a_kiosk_has_the_log_nobody_sets_it_aside),
        TEST(an_epoch_that_never_began_takes_nobodys_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
