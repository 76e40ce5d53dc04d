/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Damage in which numbers do not tell everything: each answer goes on all the same. */

#include "salvage_stage.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/carried.h>

#include "db_p.h"
#include "epoch_samples.h"
#include "fault_ledger.h"
#include "outbox_p.h"
#include "store_samples.h"

enum { PAGE = 4096, INDEX_LEAF = 10 };

/* Each of sample_append's records 1 … count stands in the newest epoch, once. */
static void assert_all_once(uint64_t count)
{
    struct bs_outbox *outbox = salvage_open_log();
    unsigned counts[SALVAGE_COUNTS];

    assert_true(epoch_sample_counts(outbox, counts, SALVAGE_COUNTS));
    for (uint64_t n = 1; n <= count; n++) {
        assert_int_equal(counts[n], 1);
    }
    bs_outbox_close(outbox);
}

static enum bs_err salvage_knowing(const struct bs_outbox_safe *safe, size_t count,
                                   struct bs_outbox_salvaged *out)
{
    return bs_outbox_salvage(salvage_stage.dir.path, SAMPLE_KIOSK, safe, count,
                             &salvage_stage.clock, &salvage_stage.random, out, NULL);
}

/* ---- numbers that were given twice ---- */

static void append_more(uint64_t first, uint64_t last)
{
    struct bs_outbox *outbox = NULL;

    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_OK);
    for (uint64_t n = first; n <= last; n++) {
        assert_int_equal(sample_append(outbox, n, NULL, NULL), BS_OK);
    }
    bs_outbox_close(outbox);
}

/* As a card that lost the last writes of a page: the indexes are those of an earlier file. How many pages went back. */
static unsigned put_indexes_back(const struct bs_buf *earlier)
{
    struct bs_buf now = salvage_take_file("kiosk.db");
    unsigned count = 0;

    for (size_t at = PAGE; at + PAGE <= earlier->len; at += PAGE) {
        if (now.data[at] == INDEX_LEAF && earlier->data[at] == INDEX_LEAF &&
            memcmp(now.data + at, earlier->data + at, PAGE) != 0) {
            memcpy(now.data + at, earlier->data + at, PAGE);
            count++;
        }
    }
    salvage_put_file("kiosk.db", now.data, now.len);
    bs_buf_finish(&now);
    return count;
}

static void of_two_answers_under_one_number_both_go_on(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;
    struct bs_buf earlier;
    bool damaged = false;
    unsigned struck;

    (void)state;
    salvage_make_log(37);
    earlier = salvage_take_file("kiosk.db");
    append_more(38, 40);
    struck = put_indexes_back(&earlier);
    bs_buf_finish(&earlier);
    assert_true(struck > 0);
    append_more(41, 44); /* a resident sees nothing of it, and is thanked */
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(tip.seq, 41);
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_knowing(NULL, 0, &out), BS_OK);
    assert_int_equal(out.kept, 44);
    assert_all_once(44);
}

/* ---- what went on in a later epoch ---- */

static void begin_two_epochs(struct bs_outbox_tip tips[2])
{
    struct bs_outbox *outbox = sample_log(salvage_stage.dir.path, 6);

    assert_int_equal(bs_outbox_tip(outbox, &tips[0], NULL), BS_OK);
    assert_int_equal(bs_outbox_carry_over(outbox, tips[0].epoch, 4, "forked", &salvage_stage.clock,
                                          &salvage_stage.random, NULL),
                     BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tips[1], NULL), BS_OK);
    bs_outbox_close(outbox);
}

static void a_copy_that_is_destroyed_is_taken_from_where_it_came(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox_tip tips[2];

    (void)state;
    begin_two_epochs(tips);
    salvage_run_sql("UPDATE record SET body = '{\"n\":9}' WHERE epoch_n = 2 AND seq = 3");
    assert_int_equal(salvage_knowing(NULL, 0, &out), BS_OK);
    assert_all_once(6);
}

static void a_copy_that_is_safe_does_not_come_back(void **state)
{
    struct bs_outbox_safe safe[2] = {{.to = 3}, {.to = 4}};
    struct bs_outbox_salvaged out;
    struct bs_outbox_tip tips[2];

    (void)state;
    begin_two_epochs(tips);
    memcpy(safe[0].epoch, tips[0].epoch, sizeof safe[0].epoch);
    memcpy(safe[1].epoch, tips[1].epoch, sizeof safe[1].epoch);
    assert_int_equal(salvage_knowing(safe, 2, &out), BS_OK);
    assert_int_equal(out.kept, 0);
}

/* ---- another log than central's ---- */

static struct bs_outbox_safe receipt_for(uint64_t complete_to, uint64_t backup_to, const char *hash)
{
    struct bs_outbox_safe safe = {
        .to = backup_to, .known_to = complete_to, .complete_to = complete_to};

    memcpy(safe.epoch, salvage_stage.tip.epoch, sizeof safe.epoch);
    memcpy(safe.hash, hash, sizeof safe.hash);
    return safe;
}

static void what_the_receipt_was_for_stays_behind(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox_safe safe;

    (void)state;
    salvage_make_log(8);
    safe = receipt_for(8, 6, salvage_stage.tip.hash);
    assert_int_equal(salvage_knowing(&safe, 1, &out), BS_OK);
    assert_true(out.kept == 2 && out.safe == 6);
}

/* A card that fell back to an earlier state, on which residents went on before it was seen to be damaged. */
static void of_a_log_that_fell_back_nothing_is_taken_for_safe(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox_safe safe;
    struct bs_buf earlier;

    (void)state;
    salvage_make_log(3);
    earlier = salvage_take_file("kiosk.db");
    for (uint64_t end = 5; end <= 9; end += 2) { /* it ends before the receipt, there, behind it */
        salvage_empty_dir();
        salvage_put_file("kiosk.db", earlier.data, earlier.len);
        append_more(4, end);
        safe =
            receipt_for(7, 7, "8387a3be668477f933ab5fd4203320fad94be03e2dd7e27de0d9d9ff83533138");
        assert_int_equal(salvage_knowing(&safe, 1, &out), BS_OK);
        assert_int_equal(out.kept, end);
        assert_all_once(end);
    }
    bs_buf_finish(&earlier);
}

/* ---- a header of which SQLite proves nothing ---- */

enum { NUMBER = 4, VERSION_AT = 60, APPLICATION_AT = 68 };

/* With other bytes where one of the two numbers stands, the log is found to be damaged; `is_whole`: and saved whole. */
static void assert_saved_with(const struct bs_buf *sound, size_t at, uint32_t number, bool is_whole)
{
    uint8_t was[NUMBER];
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    bool damaged = false;

    salvage_empty_dir();
    memcpy(was, sound->data + at, NUMBER);
    for (size_t i = 0; i < NUMBER; i++) {
        sound->data[at + i] = (uint8_t)(number >> (8 * (NUMBER - 1 - i)));
    }
    salvage_put_file("kiosk.db", sound->data, sound->len);
    memcpy(sound->data + at, was, NUMBER);
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_BROKEN);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    if (is_whole) {
        assert_int_equal(salvage_from(0, 4, &out), BS_OK);
        assert_all_once(4);
    }
}

static uint32_t number_in(const struct bs_buf *file, size_t at)
{
    uint32_t number = 0;

    for (size_t i = 0; i < NUMBER; i++) {
        number = number << 8 | file->data[at + i];
    }
    return number;
}

/* F57 */
static void one_bit_of_the_name_or_version_locks_nobody_out(void **state)
{
    struct bs_buf sound;

    (void)state;
    salvage_make_log(4);
    sound = salvage_take_file("kiosk.db");
    for (unsigned bit = 0; bit < 32; bit++) {
        uint32_t one = UINT32_C(1) << bit;

        assert_saved_with(&sound, VERSION_AT, number_in(&sound, VERSION_AT) ^ one, bit % 8 == 2);
        assert_saved_with(&sound, APPLICATION_AT, number_in(&sound, APPLICATION_AT) ^ one,
                          bit % 8 == 2);
    }
    bs_buf_finish(&sound);
    fault_struck("F57", "bit flipped in name and version", 64);
}

/* F57 */
static void no_number_makes_our_own_tables_those_of_a_newer_version(void **state)
{
    struct bs_buf sound;

    (void)state;
    salvage_make_log(4);
    sound = salvage_take_file("kiosk.db");
    for (uint32_t version = 0; version <= 101; version++) {
        if (version != number_in(&sound, VERSION_AT)) {
            assert_saved_with(&sound, VERSION_AT, version, version < 2);
        }
    }
    bs_buf_finish(&sound);
    fault_struck("F57", "another version in the header", 101);
}

static void the_next_version_of_the_program_is_no_damage(void **state)
{
    struct bs_outbox *outbox = NULL;
    struct bs_buf before, after;
    bool damaged = true;

    (void)state;
    salvage_make_log(4);
    salvage_run_sql("ALTER TABLE record ADD COLUMN later TEXT; PRAGMA user_version = 4");
    before = salvage_take_file("kiosk.db");
    assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_REFUSED);
    assert_int_equal(bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL), BS_REFUSED);
    after = salvage_take_file("kiosk.db");
    assert_true(before.len == after.len && memcmp(before.data, after.data, before.len) == 0);
    bs_buf_finish(&before);
    bs_buf_finish(&after);
}

/* What tells a newer version from a number that changed on the disk; outbox_p.h has the plan. */
static void each_version_has_tables_of_its_own(void **state)
{
    const char *files[] = {"one.db", "next.db"};

    (void)state;
    for (size_t version = 1; version < outbox_plan.migration_count; version++) {
        struct bs_db_plan plans[] = {outbox_plan, outbox_plan};

        plans[0].migration_count = version;
        plans[1].migration_count = version + 1;
        for (size_t i = 0; i < 2; i++) {
            char path[TEMP_DIR_PATH], sql[64];
            sqlite3 *handle = NULL;
            struct bs_db db;

            salvage_remove_file(files[i]);
            (void)temp_dir_file(&salvage_stage.dir, files[i], path);
            assert_int_equal(bs_db_open(path, BS_DB_WRITER, &plans[i], &db, NULL), BS_OK);
            bs_db_close(&db);
            assert_false(db_is_misnamed(path, &outbox_plan));
            (void)snprintf(sql, sizeof sql, "PRAGMA user_version = %zu", version + 1 - i);
            assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
            assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
            assert_int_equal(sqlite3_close(handle), SQLITE_OK);
            assert_true(db_is_misnamed(path, &outbox_plan));
        }
    }
}

/* ---- setting aside, stopped in between ---- */

static void an_empty_wal_that_a_reader_made_does_not_take_the_place_of_the_full_one(void **state)
{
    const char aside[] = "kiosk.db-damaged-20260302T090000Z";
    char from[TEMP_DIR_PATH], to[TEMP_DIR_PATH];
    struct bs_outbox_salvaged out;

    (void)state;
    salvage_make_killed_log(5, 3);
    temp_dir_write(&salvage_stage.dir, "kiosk.db-salvage",
                   "moving kiosk.db-damaged-20260302T090000Z");
    assert_int_equal(
        rename(temp_dir_file(&salvage_stage.dir, "kiosk.db-wal", from),
               temp_dir_file(&salvage_stage.dir, "kiosk.db-damaged-20260302T090000Z-wal", to)),
        0);
    salvage_put_file("kiosk.db-wal", (const uint8_t *)"", 0);
    assert_int_equal(salvage_from(0, 8, &out), BS_OK);
    assert_string_equal(out.aside, aside);
    assert_int_equal(salvage_assert(8, 0), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, salvage_setup, salvage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(of_two_answers_under_one_number_both_go_on),
        TEST(a_copy_that_is_destroyed_is_taken_from_where_it_came),
        TEST(a_copy_that_is_safe_does_not_come_back),
        TEST(what_the_receipt_was_for_stays_behind),
        TEST(of_a_log_that_fell_back_nothing_is_taken_for_safe),
        TEST(one_bit_of_the_name_or_version_locks_nobody_out),
        TEST(no_number_makes_our_own_tables_those_of_a_newer_version),
        TEST(the_next_version_of_the_program_is_no_damage),
        TEST(each_version_has_tables_of_its_own),
        TEST(an_empty_wal_that_a_reader_made_does_not_take_the_place_of_the_full_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
