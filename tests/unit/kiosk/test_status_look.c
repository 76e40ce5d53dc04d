/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How the kiosk is doing, in every state of its files; and that syncd's --status counts the same. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include <sqlite3.h>

#include <buurtstem/backlog.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/utf8.h>

#include "fake_clock.h"
#include "status_look.h"
#include "store_samples.h"
#include "temp_dir.h"

#define HOUR_MS INT64_C(3600000)

static struct temp_dir dir;
static struct fake_clock fake;
static struct bs_clock clock_;
static struct bs_random random_;
static struct bs_outbox *outbox;
static struct bs_syncstate *state_;
static struct desk_status status;

static int raise_kiosk(void **state)
{
    const struct bs_identity identity = {
        .kiosk = SAMPLE_KIOSK, .tenant = "GM1916", .server = "https://central.example"};

    (void)state;
    temp_dir_make(&dir);
    clock_ = fake_clock_make(&fake);
    random_ = bs_random_seeded(5);
    outbox = sample_log(dir.path, 0);
    return bs_syncstate_open(dir.path, &state_, NULL) == BS_OK &&
                   bs_syncstate_set_identity(state_, &identity, NULL) == BS_OK
               ? 0
               : -1;
}

static int strike_kiosk(void **state)
{
    (void)state;
    bs_syncstate_close(state_);
    state_ = NULL;
    bs_outbox_close(outbox);
    outbox = NULL;
    temp_dir_remove(&dir);
    return 0;
}

/* ---- a kiosk ---- */

static struct bs_outbox_tip tip_of(size_t index)
{
    struct bs_outbox_tip tip;

    assert_int_equal(bs_outbox_epoch(outbox, index, &tip, NULL), BS_OK);
    return tip;
}

/* The n-th record is n seconds younger than the clock's start. */
static void append(uint64_t from, uint64_t to)
{
    for (uint64_t n = from; n <= to; n++) {
        assert_int_equal(sample_append(outbox, n, NULL, NULL), BS_OK);
    }
}

static void acknowledge_at(size_t index, uint64_t complete_to, int64_t wall_ms)
{
    struct bs_receipt receipt = {.complete_to = complete_to, .backup_complete_to = complete_to};

    memcpy(receipt.epoch, tip_of(index).epoch, sizeof receipt.epoch);
    memset(receipt.hash_at_complete_to, 'a', sizeof receipt.hash_at_complete_to - 1);
    assert_int_equal(bs_syncstate_settle(state_, &receipt, wall_ms, NULL), BS_OK);
}

static void acknowledge(size_t index, uint64_t complete_to)
{
    acknowledge_at(index, complete_to, fake.wall_ms);
}

static void begin_epoch(const char *kiosk)
{
    assert_int_equal(bs_outbox_begin_epoch(outbox, kiosk, "first", 1, &random_, NULL), BS_OK);
}

static void dispute(uint64_t from_seq, const char *why)
{
    struct bs_fork fork = {.from_seq = from_seq};

    (void)snprintf(fork.why, sizeof fork.why, "%s", why);
    assert_int_equal(bs_syncstate_note_fork(state_, tip_of(0).epoch, &fork, NULL), BS_OK);
}

static void tell(enum bs_trouble trouble, const char *sentence, int64_t last_receipt_ms)
{
    struct bs_sync_status told = {.trouble = trouble, .last_receipt_ms = last_receipt_ms};

    (void)snprintf(told.sentence, sizeof told.sentence, "%s", sentence);
    assert_int_equal(bs_syncstate_set_status(state_, &told, NULL), BS_OK);
}

static void look_with(struct bs_outbox *log, const char *sync_dir, const char *state_dir)
{
    const struct status_look_at at = {
        .outbox = log, .sync_dir = sync_dir, .state_dir = state_dir, .clock = &clock_};

    memset(&status, 0x5a, sizeof status);
    status_look(&at, &status);
}

static int64_t age_of(int64_t wall_ms)
{
    return wall_ms == 0 ? DESK_UNKNOWN : wall_ms < fake.wall_ms ? fake.wall_ms - wall_ms : 0;
}

/* What --status prints comes of a backlog, and has to be the same in every state. */
static void look(void)
{
    struct bs_backlog backlog;

    look_with(outbox, dir.path, dir.path);
    assert_int_equal(bs_backlog_read(outbox, state_, NULL, NULL, &backlog, NULL), BS_OK);
    assert_int_equal(status.stored, backlog.stored);
    assert_int_equal(status.acknowledged, backlog.acknowledged);
    assert_int_equal(status.complete_to, backlog.server_complete_to);
    assert_int_equal(status.oldest_waiting_ms, age_of(backlog.oldest_unsent_ms));
    assert_true(backlog.last_receipt_ms == 0 ||
                status.last_receipt_ms <= age_of(backlog.last_receipt_ms));
}

static void assert_counts(int64_t stored, int64_t acknowledged, int64_t complete_to)
{
    assert_int_equal(status.stored, stored);
    assert_int_equal(status.acknowledged, acknowledged);
    assert_int_equal(status.complete_to, complete_to);
}

static void run_sql(const char *name, const char *sql)
{
    char path[TEMP_DIR_PATH];
    sqlite3 *handle = NULL;

    assert_int_equal(sqlite3_open(temp_dir_file(&dir, name, path), &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

/* ---- records ---- */

static void a_kiosk_with_nothing_to_send_waits_for_nothing(void **state)
{
    (void)state;
    look();
    assert_counts(0, 0, 0);
    assert_int_equal(status.oldest_waiting_ms, DESK_UNKNOWN);
    assert_int_equal(status.last_receipt_ms, DESK_UNKNOWN);
    assert_string_equal(status.trouble, "");
}

static void what_waits_is_counted_and_its_oldest_dated(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 3);
    fake_clock_advance(&fake, 3 * HOUR_MS);
    look();
    assert_counts(5, 3, 3);
    assert_int_equal(status.oldest_waiting_ms, 3 * HOUR_MS - 4000);
    assert_int_equal(status.last_receipt_ms, 3 * HOUR_MS);
}

static void when_all_has_arrived_nothing_waits(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 5);
    look();
    assert_counts(5, 5, 5);
    assert_int_equal(status.oldest_waiting_ms, DESK_UNKNOWN);
}

static void central_never_has_more_than_there_is(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 9);
    look();
    assert_counts(5, 5, 9);
    assert_int_equal(status.oldest_waiting_ms, DESK_UNKNOWN);
}

static void all_epochs_are_added_up_and_the_newest_is_complete_to(void **state)
{
    (void)state;
    append(1, 4);
    acknowledge(0, 4);
    begin_epoch(SAMPLE_KIOSK);
    append(5, 7);
    acknowledge(1, 1);
    fake_clock_advance(&fake, HOUR_MS);
    look();
    assert_counts(7, 5, 1);
    assert_int_equal(status.oldest_waiting_ms, HOUR_MS - 6000);
}

static void the_oldest_is_looked_for_in_the_first_epoch_that_waits(void **state)
{
    (void)state;
    append(1, 4);
    acknowledge(0, 2);
    begin_epoch(SAMPLE_KIOSK);
    append(5, 7);
    fake_clock_advance(&fake, HOUR_MS);
    look();
    assert_counts(7, 2, 0);
    assert_int_equal(status.oldest_waiting_ms, HOUR_MS - 3000);
}

static void epochs_of_another_kiosk_s_id_are_sent_too(void **state)
{
    (void)state;
    append(1, 2);
    begin_epoch("another-2");
    append(3, 5);
    look();
    assert_counts(5, 0, 0);
}

/* Ends the first epoch before that number, as the kiosk does. */
static void carry_over(uint64_t from_seq)
{
    assert_int_equal(
        bs_outbox_carry_over(outbox, tip_of(0).epoch, from_seq, "forked", &clock_, &random_, NULL),
        BS_OK);
}

static void what_an_ended_epoch_left_to_the_next_is_counted_once(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 3);
    carry_over(4);
    look();
    assert_counts(3 + 1 + 2, 3, 0); /* one tells what follows */
    acknowledge(1, 3);
    look();
    assert_counts(6, 6, 3);
    assert_int_equal(status.oldest_waiting_ms, DESK_UNKNOWN);
}

static void an_epoch_that_ended_has_no_more_than_it_sends(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 5);
    carry_over(4);
    look();
    assert_counts(6, 3, 0);
}

static void what_central_holds_otherwise_does_not_pass_for_arrived(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 5);
    dispute(3, "restored");
    fake_clock_advance(&fake, HOUR_MS);
    look();
    assert_counts(5, 2, 5);
    assert_int_equal(status.oldest_waiting_ms, HOUR_MS - 3000);
}

static void what_has_a_receipt_has_arrived_whatever_forked_since(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 3);
    dispute(2, "forked");
    look();
    assert_counts(5, 3, 3);
}

static void what_was_erased_is_counted_still(void **state)
{
    struct bs_outbox_safe safe = {.to = 5};
    size_t done = 1;

    (void)state;
    append(1, 5);
    acknowledge(0, 5);
    memcpy(safe.epoch, tip_of(0).epoch, sizeof safe.epoch);
    while (done > 0) {
        assert_int_equal(bs_outbox_prune(outbox, &safe, 1, INT64_MAX, 100, &done, NULL), BS_OK);
    }
    look();
    assert_counts(5, 5, 5);
    assert_int_equal(status.oldest_waiting_ms, DESK_UNKNOWN);
}

/* ---- time ---- */

static void a_clock_that_stepped_back_makes_no_time_negative(void **state)
{
    (void)state;
    append(1, 5);
    acknowledge(0, 3);
    fake.wall_ms = 1000;
    look();
    assert_int_equal(status.oldest_waiting_ms, 0);
    assert_int_equal(status.last_receipt_ms, 0);
}

static void the_last_receipt_is_the_newest_of_all_that_are_known(void **state)
{
    const int64_t start = fake.wall_ms;

    (void)state;
    append(1, 2);
    acknowledge_at(0, 1, start - 9 * HOUR_MS);
    begin_epoch(SAMPLE_KIOSK);
    append(3, 4);
    acknowledge_at(1, 1, start - 11 * HOUR_MS);
    look();
    assert_int_equal(status.last_receipt_ms, 9 * HOUR_MS);
    tell(BS_TROUBLE_NONE, "", start - 10 * HOUR_MS);
    look();
    assert_int_equal(status.last_receipt_ms, 9 * HOUR_MS);
    tell(BS_TROUBLE_NONE, "", start - 8 * HOUR_MS);
    look();
    assert_int_equal(status.last_receipt_ms, 8 * HOUR_MS);
}

static void the_clock_says_whether_it_is_right(void **state)
{
    (void)state;
    look();
    assert_true(status.is_clock_synced);
    fake.synced = false;
    look();
    assert_false(status.is_clock_synced);
}

/* ---- the disk, and what is not looked at ---- */

static void the_disk_of_the_log_is_asked(void **state)
{
    struct statvfs disk;

    (void)state;
    look();
    assert_int_equal(statvfs(dir.path, &disk), 0);
    /* Others write to it meanwhile. */
    const int64_t all = (int64_t)(disk.f_blocks * disk.f_frsize);
    const int64_t expected = (int64_t)(disk.f_bavail * disk.f_frsize);
    assert_true(status.disk_free > expected - all / 50 && status.disk_free < expected + all / 50);
    const int share = (int)(disk.f_bavail * 100 / disk.f_blocks);
    assert_in_range(status.disk_share + 2, share, share + 4);
}

static void a_disk_that_cannot_be_asked_has_nothing_free(void **state)
{
    (void)state;
    look_with(outbox, dir.path, "/nonexistent");
    assert_int_equal(status.disk_free, 0);
    assert_int_equal(status.disk_share, 0);
}

static void what_the_app_fills_in_is_empty(void **state)
{
    (void)state;
    look();
    assert_int_equal(status.language_count, 0);
    assert_false(status.has_sound);
    assert_false(status.has_keypad);
}

/* ---- trouble ---- */

static void trouble_is_told_in_syncd_s_words(void **state)
{
    (void)state;
    tell(BS_TROUBLE_NETWORK, "Er is geen netwerk.", 0);
    look();
    assert_string_equal(status.trouble, "Er is geen netwerk.");
}

/* The sentence is `count` bytes of "é", which has two, behind one of "a" if that is odd. */
static void tell_long(size_t count)
{
    char sentence[BS_ERROR_TEXT] = "a";

    assert_true(count < sizeof sentence);
    for (size_t at = count % 2; at < count; at += 2) {
        memcpy(sentence + at, "é", sizeof "é");
    }
    tell(BS_TROUBLE_NETWORK, sentence, 0);
}

static void a_long_sentence_is_cut_at_a_character(void **state)
{
    (void)state;
    tell_long(DESK_TROUBLE_TEXT - 1);
    look();
    assert_int_equal(strlen(status.trouble), DESK_TROUBLE_TEXT - 1);
    tell_long(DESK_TROUBLE_TEXT);
    look();
    assert_int_equal(strlen(status.trouble), DESK_TROUBLE_TEXT - 2);
    assert_true(bs_utf8_valid(status.trouble, strlen(status.trouble)));
}

static void without_a_file_of_syncd_the_kiosk_is_not_enrolled(void **state)
{
    struct temp_dir empty;

    (void)state;
    append(1, 3);
    temp_dir_make(&empty);
    look_with(outbox, empty.path, dir.path);
    assert_counts(3, 0, 0);
    assert_int_equal(status.last_receipt_ms, DESK_UNKNOWN);
    assert_non_null(strstr(status.trouble, "nog niet aangemeld"));
    assert_int_equal(temp_dir_count(&empty), 0);
    temp_dir_remove(&empty);
}

static void a_file_without_an_identity_is_not_enrolled_either(void **state)
{
    struct temp_dir other;
    struct bs_syncstate *bare = NULL;

    (void)state;
    temp_dir_make(&other);
    assert_int_equal(bs_syncstate_open(other.path, &bare, NULL), BS_OK);
    look_with(outbox, other.path, dir.path);
    assert_non_null(strstr(status.trouble, "nog niet aangemeld"));
    bs_syncstate_close(bare);
    temp_dir_remove(&other);
}

static void a_file_of_syncd_that_cannot_be_read_is_told_and_the_log_counted(void **state)
{
    struct temp_dir other;

    (void)state;
    append(1, 3);
    temp_dir_make(&other);
    temp_dir_write(&other, "sync.db",
                   "this is not a database, but it is long enough to look like a file of one");
    look_with(outbox, other.path, dir.path);
    assert_counts(3, 0, 0);
    assert_non_null(strstr(status.trouble, "niet te zien"));
    temp_dir_remove(&other);
}

static void a_position_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    append(1, 3);
    acknowledge(0, 2);
    run_sql("sync.db", "UPDATE position SET hash_at_complete_to = hex(zeroblob(99))");
    look_with(outbox, dir.path, dir.path);
    assert_counts(3, 0, 0);
    assert_non_null(strstr(status.trouble, "niet te zien"));
}

static void without_a_log_that_is_told_and_no_more(void **state)
{
    (void)state;
    append(1, 3);
    acknowledge(0, 2);
    tell(BS_TROUBLE_NETWORK, "Er is geen netwerk.", fake.wall_ms - HOUR_MS);
    look_with(NULL, dir.path, dir.path);
    assert_counts(0, 0, 0);
    assert_int_equal(status.oldest_waiting_ms, DESK_UNKNOWN);
    assert_int_equal(status.last_receipt_ms, HOUR_MS);
    assert_non_null(strstr(status.trouble, "antwoorden zijn nu niet te lezen"));
}

static void a_log_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    append(1, 3);
    run_sql("kiosk.db", "UPDATE epoch SET start_hash = start_hash || 'a'");
    look_with(outbox, dir.path, dir.path);
    assert_non_null(strstr(status.trouble, "antwoorden zijn nu niet te lezen"));
}

#define HERE(test) cmocka_unit_test_setup_teardown(test, raise_kiosk, strike_kiosk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HERE(a_kiosk_with_nothing_to_send_waits_for_nothing),
        HERE(what_waits_is_counted_and_its_oldest_dated),
        HERE(when_all_has_arrived_nothing_waits),
        HERE(central_never_has_more_than_there_is),
        HERE(all_epochs_are_added_up_and_the_newest_is_complete_to),
        HERE(the_oldest_is_looked_for_in_the_first_epoch_that_waits),
        HERE(epochs_of_another_kiosk_s_id_are_sent_too),
        HERE(what_an_ended_epoch_left_to_the_next_is_counted_once),
        HERE(an_epoch_that_ended_has_no_more_than_it_sends),
        HERE(what_central_holds_otherwise_does_not_pass_for_arrived),
        HERE(what_has_a_receipt_has_arrived_whatever_forked_since),
        HERE(what_was_erased_is_counted_still),
        HERE(a_clock_that_stepped_back_makes_no_time_negative),
        HERE(the_last_receipt_is_the_newest_of_all_that_are_known),
        HERE(the_clock_says_whether_it_is_right),
        HERE(the_disk_of_the_log_is_asked),
        HERE(a_disk_that_cannot_be_asked_has_nothing_free),
        HERE(what_the_app_fills_in_is_empty),
        HERE(trouble_is_told_in_syncd_s_words),
        HERE(a_long_sentence_is_cut_at_a_character),
        HERE(without_a_file_of_syncd_the_kiosk_is_not_enrolled),
        HERE(a_file_without_an_identity_is_not_enrolled_either),
        HERE(a_file_of_syncd_that_cannot_be_read_is_told_and_the_log_counted),
        HERE(a_position_that_cannot_be_read_is_told),
        HERE(without_a_log_that_is_told_and_no_more),
        HERE(a_log_that_cannot_be_read_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
