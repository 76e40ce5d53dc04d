/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A damaged log is set aside, what can be read goes on, and what cannot is counted. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/mem.h>
#include <buurtstem/outbox.h>

#include "epoch_samples.h"
#include "fake_clock.h"
#include "fault_ledger.h"
#include "outbox_p.h"
#include "store_samples.h"
#include "temp_dir.h"

enum { PAGE = 4096, RECORDS = 40, COUNTS = 50 };

static struct temp_dir dir;
static struct fake_clock fake;
static struct bs_clock clock_;
static struct bs_random random_;
static struct bs_outbox_tip tip; /* of the log before it was damaged */

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    clock_ = fake_clock_make(&fake);
    random_ = bs_random_seeded(99);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static void make_log(uint64_t count)
{
    struct bs_outbox *outbox = sample_log(dir.path, count);

    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    bs_outbox_close(outbox);
}

static enum bs_err salvage_from(uint64_t to, uint64_t known_to, struct bs_outbox_salvaged *out)
{
    struct bs_outbox_safe safe = {.to = to, .known_to = known_to};
    struct bs_error err = {0};
    enum bs_err rc;

    memcpy(safe.epoch, tip.epoch, sizeof safe.epoch);
    rc = bs_outbox_salvage(dir.path, SAMPLE_KIOSK, &safe, 1, &clock_, &random_, out, &err);
    if (rc != BS_OK) {
        print_message("%s\n", err.text);
    }
    return rc;
}

static struct bs_outbox *open_log(void)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};

    if (bs_outbox_open(dir.path, &outbox, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    return outbox;
}

static bool is_kept(const struct bs_carried *carried, uint64_t seq)
{
    for (size_t i = 0; i < carried->range_count; i++) {
        if (seq >= carried->ranges[i].first && seq <= carried->ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* The whole oracle: each of the records 1 … count stands there once, or is named as lost; none is another one. */
static uint64_t assert_nothing_invented(uint64_t count, uint64_t safe_to)
{
    struct bs_outbox *outbox = open_log();
    struct bs_carried carried;
    struct bs_outbox_tip now;
    unsigned counts[COUNTS];
    uint64_t lost = 0;

    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_string_not_equal(now.epoch, tip.epoch);
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_string_equal(carried.epoch, tip.epoch);
    assert_string_equal(carried.why, "damaged");
    assert_true(carried.from == safe_to + 1 && carried.tip <= count);
    assert_int_equal(now.seq, 1 + carried.kept);
    assert_true(epoch_sample_counts(outbox, counts, COUNTS));
    assert_int_equal(counts[0], 0);
    for (uint64_t n = 1; n <= count; n++) {
        assert_int_equal(counts[n], n <= carried.tip && is_kept(&carried, n) ? 1 : 0);
        lost += n > safe_to && counts[n] == 0;
    }
    bs_outbox_close(outbox);
    return lost;
}

/* ---- bytes of the file ---- */

static struct bs_buf take_file(const char *name)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf bytes;

    bs_buf_init(&bytes, (size_t)16 << 20);
    assert_int_equal(bs_file_read(temp_dir_file(&dir, name, path), &bytes, NULL), BS_OK);
    return bytes;
}

static void put_file(const char *name, const uint8_t *data, size_t len)
{
    char path[TEMP_DIR_PATH];

    assert_int_equal(
        bs_file_replace(temp_dir_file(&dir, name, path), (struct bs_bytes){data, len}, 0640, NULL),
        BS_OK);
}

static void remove_file(const char *name)
{
    char path[TEMP_DIR_PATH];

    (void)unlink(temp_dir_file(&dir, name, path));
}

static void empty_dir(void)
{
    temp_dir_remove(&dir);
    temp_dir_make(&dir);
}

/* As after a kill: the log with its WAL and its mark, copied while it is open. */
static void make_killed_log(uint64_t in_file, uint64_t in_wal)
{
    static const char *const names[] = {"kiosk.db", "kiosk.db-wal", "kiosk.db-open"};
    struct bs_outbox *outbox;
    struct bs_buf files[3];

    empty_dir();
    outbox = sample_log(dir.path, in_file);
    if (in_file > 0) {
        bs_outbox_close(outbox);
        assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    }
    for (uint64_t n = in_file + 1; n <= in_file + in_wal; n++) {
        assert_int_equal(sample_append(outbox, n, NULL, NULL), BS_OK);
    }
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    for (size_t i = 0; i < 3; i++) {
        files[i] = take_file(names[i]);
    }
    bs_outbox_close(outbox);
    empty_dir();
    for (size_t i = 0; i < 3; i++) {
        put_file(names[i], files[i].data, files[i].len);
        bs_buf_finish(&files[i]);
    }
}

/* ---- one damage after the other ---- */

static void a_sound_log_is_not_damaged(void **state)
{
    bool damaged = true;

    (void)state;
    make_log(RECORDS);
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
    assert_false(damaged);
    make_killed_log(RECORDS, 3);
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
    assert_false(damaged);
    bs_outbox_close(open_log());
}

static void where_there_is_no_log_there_is_nothing_to_do(void **state)
{
    struct bs_outbox_salvaged out;
    bool damaged;

    (void)state;
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_NOTFOUND);
    assert_int_equal(
        bs_outbox_salvage(dir.path, SAMPLE_KIOSK, NULL, 0, &clock_, &random_, &out, NULL),
        BS_NOTFOUND);
    assert_false(temp_dir_has(&dir, "kiosk.db"));
}

static void a_whole_log_goes_on_whole_and_the_old_file_stays(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox;

    (void)state;
    make_log(RECORDS);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_true(out.kept == RECORDS && out.safe == 0 && out.lost == 0);
    assert_string_equal(out.aside, "kiosk.db-damaged-20260302T090000Z");
    assert_true(temp_dir_has(&dir, out.aside));
    assert_int_equal(assert_nothing_invented(RECORDS, 0), 0);
    outbox = open_log();
    assert_int_equal(sample_append(outbox, RECORDS + 1, NULL, NULL), BS_OK);
    assert_int_equal(sample_append(outbox, 7, NULL, NULL), BS_OK);
    bs_outbox_close(outbox);
}

static void what_is_doubly_safe_stays_behind(void **state)
{
    struct bs_outbox_salvaged out;

    (void)state;
    make_log(RECORDS);
    assert_int_equal(salvage_from(30, 35, &out), BS_OK);
    assert_true(out.kept == RECORDS - 30 && out.safe == 30 && out.lost == 0);
    assert_int_equal(assert_nothing_invented(RECORDS, 30), 0);
}

static void a_second_salvage_takes_another_name(void **state)
{
    struct bs_outbox_salvaged one, other;

    (void)state;
    make_log(3);
    assert_int_equal(salvage_from(0, 0, &one), BS_OK);
    assert_int_equal(salvage_from(0, 0, &other), BS_OK);
    assert_string_equal(other.aside, "kiosk.db-damaged-20260302T090000Z-2");
    assert_int_equal(other.kept, 4); /* the record that says so of the first one comes along */
}

/* Damages a copy of the same log in one way after the other; *struck counts those that were noticed. */
static void damage_and_salvage(const struct bs_buf *sound, size_t at, size_t len, bool flip,
                               size_t *struck, uint64_t *lost)
{
    uint8_t *bytes = bs_xcalloc(sound->len, 1);
    struct bs_outbox_salvaged out;
    bool damaged = false;
    uint64_t missing;

    empty_dir();
    memcpy(bytes, sound->data, sound->len);
    if (flip) {
        bytes[at] ^= 0x10;
    } else {
        memset(bytes + at, 0, len);
    }
    put_file("kiosk.db", bytes, sound->len);
    put_file("kiosk.db-wal", bytes, 0);
    free(bytes);
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
    *struck += damaged;
    assert_int_equal(salvage_from(0, RECORDS, &out), BS_OK);
    missing = assert_nothing_invented(RECORDS, 0);
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
    make_log(RECORDS);
    sound = take_file("kiosk.db");
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
    make_log(RECORDS);
    sound = take_file("kiosk.db");
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
    make_log(RECORDS);
    sound = take_file("kiosk.db");
    for (size_t len = 0; len < sound.len; len += PAGE / 2 + 1) {
        struct bs_outbox_salvaged out;
        bool damaged = false;

        empty_dir();
        put_file("kiosk.db", sound.data, len);
        if (len > 0) {
            assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
            struck += damaged;
        }
        assert_int_equal(salvage_from(0, RECORDS, &out), BS_OK);
        assert_int_equal(assert_nothing_invented(RECORDS, 0), out.lost);
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
    make_log(RECORDS);
    sound = take_file("kiosk.db");
    memset(sound.data, 0x5a, 100);
    put_file("kiosk.db", sound.data, sound.len);
    bs_buf_finish(&sound);
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_BROKEN);
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(assert_nothing_invented(RECORDS, 0), 0);
    fault_struck("F57", "header destroyed", damaged);
}

static void an_end_that_cannot_be_read_is_named_when_it_was_sent(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_carried carried;
    struct bs_outbox_tip now;
    struct bs_outbox *outbox;

    (void)state;
    make_log(5);
    assert_int_equal(salvage_from(2, 9, &out), BS_OK);
    assert_true(out.kept == 3 && out.lost == 4);
    outbox = open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_true(carried.from == 3 && carried.tip == 9 && carried.kept == 3);
    bs_outbox_close(outbox);
}

/* F58 */
static void a_log_whose_wal_was_removed_is_never_silently_shorter(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    bool damaged = false;

    (void)state;
    make_killed_log(5, 3);
    remove_file("kiosk.db-wal");
    assert_int_equal(bs_outbox_open(dir.path, &outbox, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "WAL is gone"));
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 8, &out), BS_OK);
    assert_true(out.kept == 5 && out.lost == 3);
    assert_int_equal(assert_nothing_invented(8, 0), 3);
    fault_struck("F58", "WAL removed", damaged);
}

/* F58 */
static void a_wal_without_its_file_gives_what_it_holds(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;

    (void)state;
    make_killed_log(0, 6);
    remove_file("kiosk.db");
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_BROKEN);
    assert_int_equal(salvage_from(0, 6, &out), BS_OK);
    assert_int_equal(assert_nothing_invented(6, 0), 0);
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
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(
        bs_outbox_begin_epoch(outbox, "other-kiosk", "first", 1772442000000, &random_, NULL),
        BS_OK);
    for (uint64_t n = 101; n <= 108; n++) {
        assert_int_equal(sample_append(outbox, n, &seq, NULL), BS_OK);
    }
    foreign = take_file("kiosk.db-wal");
    bs_outbox_close(outbox);
    empty_dir();
    make_killed_log(8, 0);
    put_file("kiosk.db-wal", foreign.data, foreign.len);
    bs_buf_finish(&foreign);
    assert_int_equal(bs_outbox_open(dir.path, &outbox, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "another file's"));
    assert_int_equal(salvage_from(0, 8, &out), BS_OK);
    assert_int_equal(assert_nothing_invented(8, 0), 0);
    fault_struck("F58", "WAL of another kiosk", 1);
}

/* F58 */
static void without_the_shared_memory_file_the_log_opens_as_ever(void **state)
{
    struct bs_outbox *outbox;

    (void)state;
    make_killed_log(5, 3); /* has none */
    assert_false(temp_dir_has(&dir, "kiosk.db-shm"));
    outbox = open_log();
    assert_true(sample_log_is(outbox, 8));
    bs_outbox_close(outbox);
    fault_struck("F58", "shm removed", 1);
}

static void what_stands_in_the_wal_alone_is_read(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_buf file;

    (void)state;
    make_killed_log(5, 3);
    file = take_file("kiosk.db");
    memset(file.data, 0, 100);
    put_file("kiosk.db", file.data, file.len);
    bs_buf_finish(&file);
    assert_int_equal(salvage_from(0, 8, &out), BS_OK);
    assert_int_equal(assert_nothing_invented(8, 0), 0);
}

static void run_sql(const char *sql)
{
    sqlite3 *database = NULL;
    char path[TEMP_DIR_PATH], *why = NULL;

    assert_int_equal(sqlite3_open(temp_dir_file(&dir, "kiosk.db", path), &database), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", sql, why);
    }
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

/* F57 */
static void an_index_that_lacks_a_record_is_found_out_and_not_believed(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    bool damaged = false;

    (void)state;
    make_log(RECORDS);
    /* The index says that the last record is not there. */
    run_sql("PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE (epoch_n, seq)', 'UNIQUE "
            "(epoch_n, hash)')"
            " WHERE name = 'record'");
    run_sql("INSERT INTO record SELECT epoch_n, seq + 1, 'x', wall_ms, head, body, 'y' FROM record"
            " ORDER BY seq DESC LIMIT 1");
    run_sql("PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE (epoch_n, hash)', 'UNIQUE "
            "(epoch_n, seq)')"
            " WHERE name = 'record'");
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_BROKEN);
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(assert_nothing_invented(RECORDS, 0), 0);
    fault_struck("F57", "index disagrees", damaged);
}

static void a_body_that_does_not_prove_its_digest_is_lost_and_named(void **state)
{
    struct bs_outbox_salvaged out;
    bool damaged = false;

    (void)state;
    make_log(RECORDS);
    run_sql("UPDATE record SET body = '{\"n\":999}' WHERE seq = 17");
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_OK);
    assert_true(damaged);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(out.lost, 1);
    assert_int_equal(assert_nothing_invented(RECORDS, 0), 1);
}

static void a_head_that_the_chain_refutes_is_not_believed(void **state)
{
    struct bs_outbox_salvaged out;

    (void)state;
    make_log(RECORDS);
    run_sql("UPDATE record SET head = replace(head, 'submission', 'subnission') WHERE seq = 17");
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(out.lost, 1);
    assert_int_equal(assert_nothing_invented(RECORDS, 0), 1);
}

static void a_hash_that_was_damaged_costs_no_record(void **state)
{
    struct bs_outbox_salvaged out;

    (void)state;
    make_log(RECORDS);
    run_sql("UPDATE record SET hash = replace(hash, 'a', 'b') WHERE seq = 17");
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(assert_nothing_invented(RECORDS, 0), 0);
}

static void large_bodies_are_read_over_their_pages(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = sample_log(dir.path, 0);
    struct bs_outbox_tip now;

    (void)state;
    assert_int_equal(sample_append_sized(outbox, 1, BS_RECORD_BODY_MAX, NULL), BS_OK);
    assert_int_equal(sample_append_sized(outbox, 2, 4000, NULL), BS_OK);
    assert_int_equal(sample_append_sized(outbox, 3, 9000, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    bs_outbox_close(outbox);
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_true(out.kept == 3 && out.lost == 0);
    outbox = open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_int_equal(now.seq, 4);
    bs_outbox_close(outbox);
}

/* ---- several epochs ---- */

static void all_epochs_go_on_in_the_one_new_epoch(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 4);
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
    assert_int_equal(
        bs_outbox_salvage(dir.path, SAMPLE_KIOSK, safe, 2, &clock_, &random_, &out, NULL), BS_OK);
    assert_true(out.kept == 6 && out.safe == 1 && out.lost == 3);
    outbox = open_log();
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
    struct bs_outbox *outbox = sample_log(dir.path, 6);
    struct bs_outbox_tip old, now;
    struct bs_outbox_salvaged out;
    struct bs_carried carried;
    unsigned counts[COUNTS];

    (void)state;
    assert_int_equal(bs_outbox_tip(outbox, &old, NULL), BS_OK);
    assert_int_equal(bs_outbox_carry_over(outbox, old.epoch, 4, "forked", &clock_, &random_, NULL),
                     BS_OK);
    bs_outbox_close(outbox);
    assert_int_equal(
        bs_outbox_salvage(dir.path, SAMPLE_KIOSK, NULL, 0, &clock_, &random_, &out, NULL), BS_OK);
    assert_true(out.kept == 7 && out.lost == 0);
    outbox = open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_true(epoch_sample_counts(outbox, counts, COUNTS));
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
    make_log(6);
    run_sql("UPDATE epoch SET ends_at = 2");
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    assert_int_equal(assert_nothing_invented(6, 0), 0);
}

static void an_epoch_of_which_nothing_is_left_is_named_all_the_same(void **state)
{
    struct bs_outbox_salvaged out;
    struct bs_carried carried;
    struct bs_outbox_tip now;
    struct bs_outbox *outbox;

    (void)state;
    make_log(6);
    put_file("kiosk.db", (const uint8_t *)"rubbish", 7);
    assert_int_equal(salvage_from(2, 6, &out), BS_OK);
    assert_true(out.kept == 0 && out.lost == 4);
    outbox = open_log();
    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_true(carried.from == 3 && carried.tip == 6 && carried.kept == 0);
    bs_outbox_close(outbox);
}

/* ---- others ---- */

static void while_a_kiosk_has_the_log_nobody_sets_it_aside(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    struct bs_outbox_salvaged out;
    bool damaged;

    (void)state;
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(salvage_from(0, 0, &out), BS_REFUSED);
    assert_int_equal(bs_outbox_is_damaged(dir.path, &damaged, NULL), BS_REFUSED);
    assert_true(sample_log_is(outbox, 3));
    bs_outbox_close(outbox);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_log_is_not_damaged),
        TEST(where_there_is_no_log_there_is_nothing_to_do),
        TEST(a_whole_log_goes_on_whole_and_the_old_file_stays),
        TEST(what_is_doubly_safe_stays_behind),
        TEST(a_second_salvage_takes_another_name),
        TEST(a_flipped_bit_anywhere_costs_a_page_of_records_at_most),
        TEST(a_page_of_zeros_costs_its_records_at_most),
        TEST(a_file_that_was_cut_gives_what_is_left),
        TEST(without_its_header_every_record_is_still_read),
        TEST(an_end_that_cannot_be_read_is_named_when_it_was_sent),
        TEST(a_log_whose_wal_was_removed_is_never_silently_shorter),
        TEST(a_wal_without_its_file_gives_what_it_holds),
        TEST(the_wal_of_another_kiosk_is_not_believed),
        TEST(without_the_shared_memory_file_the_log_opens_as_ever),
        TEST(what_stands_in_the_wal_alone_is_read),
        TEST(an_index_that_lacks_a_record_is_found_out_and_not_believed),
        TEST(a_body_that_does_not_prove_its_digest_is_lost_and_named),
        TEST(a_head_that_the_chain_refutes_is_not_believed),
        TEST(a_hash_that_was_damaged_costs_no_record),
        TEST(large_bodies_are_read_over_their_pages),
        TEST(all_epochs_go_on_in_the_one_new_epoch),
        TEST(what_was_carried_over_before_is_not_carried_over_twice),
        TEST(an_end_that_nothing_confirms_is_not_believed),
        TEST(an_epoch_of_which_nothing_is_left_is_named_all_the_same),
        TEST(while_a_kiosk_has_the_log_nobody_sets_it_aside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
