/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A damaged log is set aside, what can be read goes on, and what cannot is counted. */

#include "salvage_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/carried.h>
#include <buurtstem/mem.h>

#include "epoch_samples.h"
#include "fault_ledger.h"
#include "store_samples.h"

enum { PAGE = 4096, RECORDS = 40 };

/* ---- one damage after the other ---- */

static void a_sound_log_is_not_damaged(void **state)
{
    bool damaged = true;

    (void)state;
    salvage_make_log(RECORDS);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_false(damaged);
    salvage_make_killed_log(RECORDS, 3);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_false(damaged);
    bs_outbox_close(salvage_open_log());
}

static void where_there_is_no_log_there_is_nothing_to_do(void **state)
{
    struct bs_outbox_salvaged out;
    bool damaged;

    (void)state;
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_NOTFOUND);
    assert_int_equal(bs_outbox_salvage(salvage_stage.dir.path, SAMPLE_KIOSK, NULL, 0,
                                       &salvage_stage.clock, &salvage_stage.random, &out, NULL),
                     BS_NOTFOUND);
    assert_false(temp_dir_has(&salvage_stage.dir, "kiosk.db"));
}

static void a_whole_log_goes_on_whole_and_the_old_file_stays(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox;

    (void)state;
    salvage_make_log(RECORDS);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_true(out.kept == RECORDS && out.safe == 0 && out.lost == 0);
    assert_string_equal(out.aside, "kiosk.db-damaged-20260302T090000Z");
    assert_true(temp_dir_has(&salvage_stage.dir, out.aside));
    assert_int_equal(salvage_assert(RECORDS, 0), 0);
    outbox = salvage_open_log();
    assert_int_equal(sample_append(outbox, RECORDS + 1, NULL, NULL), BS_OK);
    assert_int_equal(sample_append(outbox, 7, NULL, NULL), BS_OK);
    bs_outbox_close(outbox);
}

static void what_is_doubly_safe_stays_behind(void **state)
{
    struct bs_outbox_salvaged out;

    (void)state;
    salvage_make_log(RECORDS);
    assert_int_equal(salvage_from(30, 35, &out), BS_OK);
    assert_true(out.kept == RECORDS - 30 && out.safe == 30 && out.lost == 0);
    assert_int_equal(salvage_assert(RECORDS, 30), 0);
}

static void a_second_salvage_takes_another_name(void **state)
{
    struct bs_outbox_salvaged one, other;

    (void)state;
    salvage_make_log(3);
    assert_int_equal(salvage_from(0, 0, &one), BS_OK);
    assert_int_equal(salvage_from(0, 0, &other), BS_OK);
    assert_string_equal(other.aside, "kiosk.db-damaged-20260302T090000Z-2");
    assert_int_equal(other.kept, 4); /* the record that says so of the first one comes along */
}

/* One bit of "seq >= 1" makes it "seq >= 9". F57 */
static void a_rule_of_the_table_that_changed_is_damage(void **state)
{
    static const char rule[] = "CHECK (seq >= 1)";
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox;
    struct bs_buf file;
    uint8_t *at;
    bool damaged = false;

    (void)state;
    salvage_make_log(5);
    file = salvage_take_file("kiosk.db");
    at = memmem(file.data, file.len, rule, sizeof rule - 1);
    assert_non_null(at);
    at[sizeof rule - 3] ^= 0x08;
    salvage_put_file("kiosk.db", file.data, file.len);
    salvage_put_file("kiosk.db-wal", file.data, 0);
    bs_buf_finish(&file);
    outbox = salvage_open_log();
    assert_int_equal(sample_append(outbox, 6, NULL, NULL), BS_BROKEN);
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_true(out.kept == 5 && out.lost == 0);
    outbox = salvage_open_log();
    assert_int_equal(sample_append(outbox, 6, NULL, NULL), BS_OK);
    bs_outbox_close(outbox);
    fault_struck("F57", "bit flipped in a rule of a table", 1);
}

/* Damages a copy of the same log in one way after the other; *struck counts those that were noticed. */
static void damage_and_salvage(const struct bs_buf *sound, size_t at, size_t len, bool flip,
                               size_t *struck, uint64_t *lost)
{
    uint8_t *bytes = bs_xcalloc(sound->len, 1);
    struct bs_outbox_salvaged out;
    bool damaged = false;
    uint64_t missing;

    salvage_empty_dir();
    memcpy(bytes, sound->data, sound->len);
    if (flip) {
        bytes[at] ^= 0x10;
    } else {
        memset(bytes + at, 0, len);
    }
    salvage_put_file("kiosk.db", bytes, sound->len);
    salvage_put_file("kiosk.db-wal", bytes, 0);
    free(bytes);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    *struck += damaged;
    assert_int_equal(salvage_from(0, RECORDS, &out), BS_OK);
    missing = salvage_assert(RECORDS, 0);
    assert_int_equal(missing, out.lost);
    *lost = missing > *lost ? missing : *lost;
}

/* F57 */
static void a_flipped_bit_anywhere_costs_a_page_of_records_at_most(void **state)
{
    size_t struck = 0, pages, step = getenv("BS_FAULTS_LONG") != NULL ? 61 : 1365;
    uint64_t lost = 0;
    struct bs_buf sound;

    (void)state;
    salvage_make_log(RECORDS);
    sound = salvage_take_file("kiosk.db");
    pages = sound.len / PAGE;
    for (size_t page = 0; page < pages; page++) {
        for (size_t at = page == 0 ? 0 : 3; at < PAGE; at += step) {
            damage_and_salvage(&sound, page * PAGE + at, 1, true, &struck, &lost);
        }
    }
    assert_in_range(lost, 1, 16);
    fault_struck("F57", "bit flipped in each page", (unsigned)struck);
    bs_buf_finish(&sound);
}

/* F57 */
static void a_page_of_zeros_costs_its_records_at_most(void **state)
{
    size_t struck = 0;
    uint64_t lost = 0;
    struct bs_buf sound;

    (void)state;
    salvage_make_log(RECORDS);
    sound = salvage_take_file("kiosk.db");
    for (size_t page = 0; page < sound.len / PAGE; page++) {
        damage_and_salvage(&sound, page * PAGE, PAGE, false, &struck, &lost);
    }
    assert_in_range(lost, 1, 16);
    fault_struck("F57", "page of zeros", (unsigned)struck);
    bs_buf_finish(&sound);
}

/* F57 */
static void a_file_that_was_cut_gives_what_is_left(void **state)
{
    size_t struck = 0;
    struct bs_buf sound;

    (void)state;
    salvage_make_log(RECORDS);
    sound = salvage_take_file("kiosk.db");
    for (size_t len = 0; len < sound.len; len += PAGE / 2 + 1) {
        struct bs_outbox_salvaged out;
        bool damaged = false;

        salvage_empty_dir();
        salvage_put_file("kiosk.db", sound.data, len);
        if (len > 0) {
            assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
            struck += damaged;
        }
        assert_int_equal(salvage_from(0, RECORDS, &out), BS_OK);
        assert_int_equal(salvage_assert(RECORDS, 0), out.lost);
    }
    fault_struck("F57", "file cut short", (unsigned)struck);
    bs_buf_finish(&sound);
}

/* F57 */
static void without_its_header_every_record_is_still_read(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    struct bs_buf sound;
    bool damaged = false;

    (void)state;
    salvage_make_log(RECORDS);
    sound = salvage_take_file("kiosk.db");
    memset(sound.data, 0x5a, 100);
    salvage_put_file("kiosk.db", sound.data, sound.len);
    bs_buf_finish(&sound);
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_BROKEN);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(salvage_assert(RECORDS, 0), 0);
    fault_struck("F57", "header destroyed", damaged);
}

static void an_end_that_cannot_be_read_is_named_when_it_was_sent(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_carried carried;
    struct bs_outbox_tip now;
    struct bs_outbox *outbox;

    (void)state;
    salvage_make_log(5);
    assert_int_equal(salvage_from(2, 9, &out), BS_OK);
    assert_true(out.kept == 3 && out.lost == 4);
    outbox = salvage_open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_true(carried.from == 3 && carried.tip == 9 && carried.kept == 3);
    bs_outbox_close(outbox);
}

/* F57 */
static void an_index_that_lacks_a_record_is_found_out_and_not_believed(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    bool damaged = false;

    (void)state;
    salvage_make_log(RECORDS);
    /* The index says that the last record is not there. */
    salvage_run_sql("PRAGMA writable_schema = ON;"
                    "UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE (epoch_n, seq)', 'UNIQUE "
                    "(epoch_n, hash)')"
                    " WHERE name = 'record'");
    salvage_run_sql(
        "INSERT INTO record SELECT epoch_n, seq + 1, 'x', wall_ms, head, body, 'y' FROM record"
        " ORDER BY seq DESC LIMIT 1");
    salvage_run_sql("PRAGMA writable_schema = ON;"
                    "UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE (epoch_n, hash)', 'UNIQUE "
                    "(epoch_n, seq)')"
                    " WHERE name = 'record'");
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_BROKEN);
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(salvage_assert(RECORDS, 0), 0);
    fault_struck("F57", "index disagrees", damaged);
}

static void a_body_that_does_not_prove_its_digest_is_lost_and_named(void **state)
{
    struct bs_outbox_salvaged out;
    bool damaged = false;

    (void)state;
    salvage_make_log(RECORDS);
    salvage_run_sql("UPDATE record SET body = '{\"n\":999}' WHERE seq = 17");
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(out.lost, 1);
    assert_int_equal(salvage_assert(RECORDS, 0), 1);
}

static void a_head_that_the_chain_refutes_is_not_believed(void **state)
{
    struct bs_outbox_salvaged out;

    (void)state;
    salvage_make_log(RECORDS);
    salvage_run_sql(
        "UPDATE record SET head = replace(head, 'submission', 'subnission') WHERE seq = 17");
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(out.lost, 1);
    assert_int_equal(salvage_assert(RECORDS, 0), 1);
}

static void a_hash_that_was_damaged_costs_no_record(void **state)
{
    struct bs_outbox_salvaged out;

    (void)state;
    salvage_make_log(RECORDS);
    salvage_run_sql("UPDATE record SET hash = replace(hash, 'a', 'b') WHERE seq = 17");
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(salvage_assert(RECORDS, 0), 0);
}

static void large_bodies_are_read_over_their_pages(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = sample_log(salvage_stage.dir.path, 0);
    struct bs_outbox_tip now;

    (void)state;
    assert_int_equal(sample_append_sized(outbox, 1, BS_RECORD_BODY_MAX, NULL), BS_OK);
    assert_int_equal(sample_append_sized(outbox, 2, 4000, NULL), BS_OK);
    assert_int_equal(sample_append_sized(outbox, 3, 9000, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &salvage_stage.tip, NULL), BS_OK);
    bs_outbox_close(outbox);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_true(out.kept == 3 && out.lost == 0);
    outbox = salvage_open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_int_equal(now.seq, 4);
    bs_outbox_close(outbox);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, salvage_setup, salvage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_log_is_not_damaged),
        TEST(where_there_is_no_log_there_is_nothing_to_do),
        TEST(a_whole_log_goes_on_whole_and_the_old_file_stays),
        TEST(what_is_doubly_safe_stays_behind),
        TEST(a_second_salvage_takes_another_name),
        TEST(a_rule_of_the_table_that_changed_is_damage),
        TEST(a_flipped_bit_anywhere_costs_a_page_of_records_at_most),
        TEST(a_page_of_zeros_costs_its_records_at_most),
        TEST(a_file_that_was_cut_gives_what_is_left),
        TEST(without_its_header_every_record_is_still_read),
        TEST(an_end_that_cannot_be_read_is_named_when_it_was_sent),
        TEST(an_index_that_lacks_a_record_is_found_out_and_not_believed),
        TEST(a_body_that_does_not_prove_its_digest_is_lost_and_named),
        TEST(a_head_that_the_chain_refutes_is_not_believed),
        TEST(a_hash_that_was_damaged_costs_no_record),
        TEST(large_bodies_are_read_over_their_pages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
