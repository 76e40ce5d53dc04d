/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk saves a damaged log, ends what central disputes, and leaves a disk that fails alone. */

#include "worker_stage.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/carried.h>
#include <buurtstem/syncstate.h>

#include "fault_ledger.h"
#include "log_keeper.h"

static struct worker_stage stage;
static struct bs_random random_;
static struct log_keeper keeper;
static int64_t now_ms;

static int64_t timer_now(void *self)
{
    (void)self;
    return now_ms;
}

static int make(void **state)
{
    (void)state;
    worker_stage_make(&stage);
    random_ = bs_random_seeded(3);
    now_ms = 1000;
    log_keeper_init(&keeper, stage.state.path, stage.sync.path, &stage.clock, &random_);
    keeper.timer.mono_ms = timer_now;
    memcpy(keeper.kiosk, STAGE_KIOSK, sizeof STAGE_KIOSK);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    log_keeper_close(&keeper);
    worker_stage_drop(&stage);
    return 0;
}

static void append(int number)
{
    struct bs_uuid id = worker_stage_id(number);
    assert_int_equal(bs_outbox_append(keeper.outbox, &id, "submission", bs_bytes_of("{\"n\":1}"),
                                      &stage.clock, NULL, NULL),
                     BS_OK);
}

static void begin_with(int records)
{
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    for (int i = 1; i <= records; i++) {
        append(i);
    }
}

static struct bs_outbox_tip tip(void)
{
    struct bs_outbox_tip out;
    assert_int_equal(bs_outbox_tip(keeper.outbox, &out, NULL), BS_OK);
    return out;
}

/* What was set aside, of each only the file itself. */
static size_t count_aside(void)
{
    char pattern[TEMP_DIR_PATH];
    glob_t found = {.gl_pathc = 0};
    size_t count;
    (void)glob(temp_dir_file(&stage.state, "kiosk.db-damaged-*Z", pattern), 0, NULL, &found);
    count = found.gl_pathc;
    globfree(&found);
    return count + temp_dir_has(&stage.state, "kiosk.db-damaged-20260302T090000Z-2");
}

static void write_at(const char *name, off_t at, const char *text)
{
    char path[TEMP_DIR_PATH];
    int fd = open(temp_dir_file(&stage.state, name, path), O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, text, strlen(text), at), strlen(text));
    close(fd);
}

static void destroy_header(void)
{
    log_keeper_close(&keeper);
    write_at("kiosk.db", 0, "rubbish");
}

static void note(const char *epoch, uint64_t from_seq, const char *why)
{
    struct bs_syncstate *state;
    struct bs_fork fork = {.from_seq = from_seq, .found_ms = 1};
    memcpy(fork.why, why, strlen(why) + 1);
    assert_int_equal(bs_syncstate_open(stage.sync.path, &state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_note_fork(state, epoch, &fork, NULL), BS_OK);
    bs_syncstate_close(state);
}

static void settle(const struct bs_outbox_tip *at, uint64_t complete_to, uint64_t backup_to)
{
    struct bs_receipt receipt = {.complete_to = complete_to, .backup_complete_to = backup_to};
    struct bs_syncstate *state;
    memcpy(receipt.epoch, at->epoch, sizeof receipt.epoch);
    assert_int_equal(
        bs_outbox_hash_at(keeper.outbox, at->epoch, complete_to, receipt.hash_at_complete_to, NULL),
        BS_OK);
    assert_int_equal(bs_syncstate_open(stage.sync.path, &state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_settle(state, &receipt, 1, NULL), BS_OK);
    bs_syncstate_close(state);
}

/* F57 */
static void a_damaged_log_is_saved_and_goes_on(void **state)
{
    struct bs_outbox_tip before;
    (void)state;
    begin_with(5);
    before = tip();
    settle(&before, 4, 3);
    destroy_header();
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_string_not_equal(tip().epoch, before.epoch);
    assert_int_equal(tip().seq, 1 + 2); /* what is acknowledged and in no backup comes along */
    append(6);
    fault_struck("F57", "header destroyed under a kiosk", 1);
}

/* F43 */
static void what_a_central_that_was_put_back_lost_comes_along(void **state)
{
    struct bs_outbox_tip before;
    (void)state;
    begin_with(5);
    before = tip();
    settle(&before, 5, 5);
    settle(&before, 2, 2); /* its backup was of then */
    destroy_header();
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_int_equal(tip().seq, 1 + 3);
    fault_struck("F43", "position went back before the log was damaged", 1);
}

static void before_it_is_known_who_we_are_nothing_is_set_aside(void **state)
{
    (void)state;
    begin_with(5);
    destroy_header();
    keeper.kiosk[0] = '\0';
    assert_int_equal(log_keeper_open(&keeper, NULL), BS_BROKEN);
    assert_int_equal(count_aside(), 0);
}

static void a_log_is_set_aside_once_an_hour_at_most(void **state)
{
    (void)state;
    begin_with(5);
    destroy_header();
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_int_equal(count_aside(), 1);
    destroy_header();
    for (int minute = 0; minute < 59; minute++) {
        assert_int_equal(log_keeper_open(&keeper, NULL), BS_BROKEN);
        now_ms += LOG_KEEPER_MINUTE_MS;
    }
    assert_int_equal(count_aside(), 1);
}

/* A folder in the log's place cannot be read, whatever is done: that is no damage. */
static void what_is_no_damage_is_left_alone(void **state)
{
    char log[TEMP_DIR_PATH], away[TEMP_DIR_PATH];
    (void)state;
    begin_with(5);
    log_keeper_close(&keeper);
    assert_int_equal(rename(temp_dir_file(&stage.state, "kiosk.db", log),
                            temp_dir_file(&stage.state, "away.db", away)),
                     0);
    assert_int_equal(mkdir(log, 0700), 0);
    assert_int_not_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    now_ms += 2 * LOG_KEEPER_HOUR_MS;
    assert_int_not_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_int_equal(count_aside(), 0);
    assert_int_equal(rmdir(log), 0);
    assert_int_equal(rename(away, log), 0);
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_int_equal(tip().seq, 5);
}

/* F67 */
static void an_epoch_that_central_disputes_ends_and_goes_on(void **state)
{
    struct bs_outbox_tip before, old;
    (void)state;
    begin_with(5);
    before = tip();
    note(before.epoch, 4, "forked");
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_int_equal(bs_outbox_epoch(keeper.outbox, 0, &old, NULL), BS_OK);
    assert_true(old.has_ended && old.send_to == 3);
    assert_int_equal(tip().seq, 3);
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_int_equal(tip().seq, 3);
    fault_struck("F67", "fork noted by syncd", 1);
}

/* F67 */
static void a_log_that_was_put_back_goes_on_behind_its_end(void **state)
{
    struct bs_outbox_tip before;
    (void)state;
    begin_with(5);
    before = tip();
    note(before.epoch, 9, "restored");
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_string_not_equal(tip().epoch, before.epoch);
    assert_int_equal(tip().seq, 1);
    fault_struck("F67", "copy put back, noted by syncd", 1);
}

static void what_is_refused_today_is_done_tomorrow(void **state)
{
    struct bs_outbox_tip first, second;
    (void)state;
    begin_with(5);
    first = tip();
    note(first.epoch, 4, "forked");
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    second = tip();
    note(second.epoch, 2, "forked");
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_string_equal(tip().epoch, second.epoch);
    append(6); /* nobody has to wait for it */
    stage.fake.wall_ms += 25LL * 3600 * 1000;
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_string_not_equal(tip().epoch, second.epoch);
    assert_int_equal(tip().seq, 1 + 3);
}

static enum bs_err prove_all(void)
{
    enum bs_err rc;
    bool more;
    do {
        rc = log_keeper_prove(&keeper, &more, NULL);
    } while (rc == BS_OK && more);
    return rc;
}

/* F57 */
static void a_letter_that_changed_on_the_disk_is_found_by_proving(void **state)
{
    struct bs_outbox_tip before;
    char path[TEMP_DIR_PATH];
    struct bs_buf bytes;
    const char *at;
    (void)state;
    begin_with(300);
    before = tip();
    assert_int_equal(prove_all(), BS_OK);
    log_keeper_close(&keeper);
    bs_buf_init(&bytes, (size_t)16 << 20);
    assert_int_equal(bs_file_read(temp_dir_file(&stage.state, "kiosk.db", path), &bytes, NULL),
                     BS_OK);
    at = memmem(bytes.data, bytes.len, "{\"n\":1}", 7);
    assert_non_null(at);
    write_at("kiosk.db", (off_t)((const uint8_t *)at - bytes.data), "{\"n\":7}");
    bs_buf_finish(&bytes);
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK); /* SQLite sees nothing */
    assert_string_equal(tip().epoch, before.epoch);
    assert_int_equal(prove_all(), BS_BROKEN);
    assert_int_equal(log_keeper_ready(&keeper, NULL), BS_OK);
    assert_string_not_equal(tip().epoch, before.epoch);
    assert_int_equal(tip().seq, 1 + 299);
    assert_int_equal(prove_all(), BS_OK);
    fault_struck("F57", "letter changed", 1);
}

/* As the worker lives for some hours: true once an answer is kept in a log that proves itself. */
static bool comes_back(void)
{
    for (int tries = 0; tries < 4; tries++) {
        struct bs_uuid id = worker_stage_id(900 + tries);
        if (log_keeper_ready(&keeper, NULL) == BS_OK && prove_all() == BS_OK) {
            if (bs_outbox_append(keeper.outbox, &id, "submission", bs_bytes_of("{\"n\":1}"),
                                 &stage.clock, NULL, NULL) == BS_OK) {
                return true;
            }
            log_keeper_close(&keeper);
        }
        now_ms += 2 * LOG_KEEPER_HOUR_MS;
    }
    return false;
}

enum { PAGE = 4096, HEADER = 100 };

/* F57 */
static void a_bit_that_changed_in_the_first_page_locks_no_kiosk_out(void **state)
{
    const char *is_long = getenv("BS_FAULTS_LONG");
    const size_t every = is_long != NULL && strcmp(is_long, "1") == 0 ? 1 : 7;
    struct bs_buf bytes;
    char path[TEMP_DIR_PATH];
    unsigned count = 0;
    begin_with(5);
    log_keeper_close(&keeper);
    bs_buf_init(&bytes, (size_t)16 << 20);
    assert_int_equal(bs_file_read(temp_dir_file(&stage.state, "kiosk.db", path), &bytes, NULL),
                     BS_OK);
    for (size_t at = 0; at < PAGE; at += at < HEADER ? every : every * every * 2) {
        drop(state);
        make(state);
        bytes.data[at] ^= (uint8_t)(1U << (at % 8));
        assert_int_equal(bs_file_replace(temp_dir_file(&stage.state, "kiosk.db", path),
                                         bs_buf_bytes(&bytes), 0640, NULL),
                         BS_OK);
        bytes.data[at] ^= (uint8_t)(1U << (at % 8));
        if (!comes_back()) {
            fail_msg("byte %zu of the first page", at);
        }
        count++;
    }
    bs_buf_finish(&bytes);
    fault_struck("F57", "bit flipped in the first page under a kiosk", count);
}

static void all_is_proven_again_after_a_day(void **state)
{
    bool more;
    (void)state;
    begin_with(3);
    assert_int_equal(prove_all(), BS_OK);
    assert_int_equal(log_keeper_prove(&keeper, &more, NULL), BS_OK);
    assert_false(more);
    now_ms += LOG_KEEPER_PROVING_MS;
    assert_int_equal(log_keeper_prove(&keeper, &more, NULL), BS_OK);
    assert_true(more);
}

/* ---- the whole worker ---- */

/* F57 */
static void a_resident_is_thanked_once_the_log_is_saved(void **state)
{
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    worker_stage_stop(&stage);
    write_at("kiosk.db", 0, "rubbish");
    assert_int_equal(worker_stage_start(&stage, NULL), BS_OK);
    worker_stage_expect(&stage, WORKER_BUNDLE);
    worker_stage_expect(&stage, WORKER_READY);
    assert_true(worker_stage_save(&stage, 2));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(worker_stage_records(&stage), 3); /* both, and what tells of it */
    fault_struck("F57", "header destroyed between two starts", 1);
}

/* F67 */
static void news_of_a_fork_is_acted_upon_at_once(void **state)
{
    struct bs_outbox *reader;
    struct bs_outbox_tip first, now = {.seq = 0};
    (void)state;
    worker_stage_run(&stage);
    assert_true(worker_stage_save(&stage, 1));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(bs_outbox_open_reader(stage.state.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(reader, &first, NULL), BS_OK);
    note(first.epoch, 1, "forked");
    for (int i = 0; i < 200 && bs_outbox_tip(reader, &now, NULL) == BS_OK &&
                    strcmp(now.epoch, first.epoch) == 0;
         i++) {
        usleep(50000);
    }
    bs_outbox_close(reader);
    assert_string_not_equal(now.epoch, first.epoch);
    assert_int_equal(now.seq, 2);
    fault_struck("F67", "fork noted while a kiosk runs", 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_damaged_log_is_saved_and_goes_on),
        TEST(what_a_central_that_was_put_back_lost_comes_along),
        TEST(before_it_is_known_who_we_are_nothing_is_set_aside),
        TEST(a_log_is_set_aside_once_an_hour_at_most),
        TEST(what_is_no_damage_is_left_alone),
        TEST(an_epoch_that_central_disputes_ends_and_goes_on),
        TEST(a_log_that_was_put_back_goes_on_behind_its_end),
        TEST(what_is_refused_today_is_done_tomorrow),
        TEST(a_letter_that_changed_on_the_disk_is_found_by_proving),
        TEST(a_bit_that_changed_in_the_first_page_locks_no_kiosk_out),
        TEST(all_is_proven_again_after_a_day),
        TEST(a_resident_is_thanked_once_the_log_is_saved),
        TEST(news_of_a_fork_is_acted_upon_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
