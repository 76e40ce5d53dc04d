/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* When what is safe goes from the kiosk, and what counts as safe. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include <buurtstem/syncstate.h>

#include "child.h"
#include "fake_clock.h"
#include "fault_ledger.h"
#include "pruning.h"
#include "small_disk.h"
#include "store_samples.h"
#include "temp_dir.h"

#define DAY_MS INT64_C(86400000)

enum { NOT_ALLOWED = 99, MIB = 1024 * 1024, BODY = 400 };

static struct pruning_sight sight_of(uint64_t free_percent)
{
    return (struct pruning_sight){.now_ms = 100 * DAY_MS,
                                  .is_synced = true,
                                  .disk_total = 1000000,
                                  .disk_free = free_percent * 10000,
                                  .retention_days = 30};
}

/* ---- the decision ---- */

static void on_a_roomy_disk_what_is_older_than_the_retention_may_go(void **state)
{
    struct pruning_sight sight = sight_of(50);

    (void)state;
    assert_int_equal(pruning_older_than(&sight), 70 * DAY_MS);
    sight.retention_days = 0;
    assert_int_equal(pruning_older_than(&sight), 100 * DAY_MS);
    sight.retention_days = 3650;
    assert_int_equal(pruning_older_than(&sight), -3550 * DAY_MS);
}

/* F46 */
static void nothing_goes_while_the_clock_is_not_set(void **state)
{
    struct pruning_sight sight = sight_of(50);

    (void)state;
    sight.is_synced = false;
    assert_int_equal(pruning_older_than(&sight), INT64_MIN);
    fault_struck("F46", "a clock that is not set", 1);
}

static void from_ninety_percent_on_it_goes_whatever_its_age_and_the_clock(void **state)
{
    struct pruning_sight sight = sight_of(10);

    (void)state;
    assert_int_equal(pruning_older_than(&sight), INT64_MAX);
    sight.is_synced = false;
    assert_int_equal(pruning_older_than(&sight), INT64_MAX);
    sight = sight_of(11);
    assert_int_equal(pruning_older_than(&sight), 70 * DAY_MS);
    sight = sight_of(0);
    assert_int_equal(pruning_older_than(&sight), INT64_MAX);
}

static void a_disk_that_cannot_be_asked_is_not_taken_for_full(void **state)
{
    struct pruning_sight sight = sight_of(0);

    (void)state;
    sight.disk_total = 0;
    assert_int_equal(pruning_older_than(&sight), 70 * DAY_MS);
}

/* ---- what is safe ---- */

struct stage {
    struct temp_dir dir;
    struct bs_outbox *outbox;
    struct bs_syncstate *state;
    struct fake_clock fake;
    struct pruning pruning;
    char epoch[BS_EPOCH_TEXT];
};

static struct stage stage;

static int raise_stage(void **state)
{
    struct bs_outbox_tip tip;

    (void)state;
    memset(&stage, 0, sizeof stage);
    temp_dir_make(&stage.dir);
    stage.outbox = sample_log(stage.dir.path, 10);
    pruning_init(&stage.pruning, stage.dir.path, stage.dir.path, 30);
    stage.pruning.clock = fake_clock_make(&stage.fake);
    fake_clock_advance(&stage.fake, 40 * DAY_MS);
    return bs_syncstate_open(stage.dir.path, &stage.state, NULL) == BS_OK &&
                   bs_outbox_tip(stage.outbox, &tip, NULL) == BS_OK &&
                   memcpy(stage.epoch, tip.epoch, sizeof tip.epoch) != NULL
               ? 0
               : -1;
}

/* The child makes the rest on a disk of its own. */
static int make_folder(void **state)
{
    (void)state;
    memset(&stage, 0, sizeof stage);
    temp_dir_make(&stage.dir);
    pruning_init(&stage.pruning, stage.dir.path, stage.dir.path, 30);
    return 0;
}

static int strike_stage(void **state)
{
    (void)state;
    bs_syncstate_close(stage.state);
    bs_outbox_close(stage.outbox);
    temp_dir_remove(&stage.dir);
    return 0;
}

static struct bs_receipt receipt_of(uint64_t complete_to, uint64_t backup_complete_to)
{
    struct bs_receipt receipt = {.complete_to = complete_to,
                                 .backup_complete_to = backup_complete_to};

    memcpy(receipt.epoch, stage.epoch, sizeof receipt.epoch);
    (void)bs_outbox_hash_at(stage.outbox, stage.epoch, complete_to, receipt.hash_at_complete_to,
                            NULL);
    return receipt;
}

static void settle(const struct bs_receipt *receipt)
{
    assert_int_equal(bs_syncstate_settle(stage.state, receipt, 1, NULL), BS_OK);
}

/* Steps until there is nothing more; how many bodies are gone. */
static size_t erased(void)
{
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    bool more = true;
    size_t count = 0;

    while (more) {
        assert_int_equal(pruning_step(&stage.pruning, stage.outbox, &more), BS_OK);
    }
    assert_int_equal(bs_outbox_verify(stage.outbox, NULL), BS_OK);
    bs_buf_init(&lines, MIB);
    assert_int_equal(bs_outbox_read(stage.outbox, stage.epoch, 1, 1000, MIB, &lines, &slice, NULL),
                     BS_OK);
    for (size_t i = 1; i < lines.len; i++) {
        count += lines.data[i] == '\n' && lines.data[i - 1] == '\t';
    }
    bs_buf_finish(&lines);
    return count;
}

static void without_a_word_from_syncd_nothing_is_safe(void **state)
{
    (void)state;
    assert_int_equal(erased(), 0);
    bs_syncstate_close(stage.state);
    stage.state = NULL;
    pruning_init(&stage.pruning, stage.dir.path, "/nonexistent", 0);
    assert_int_equal(erased(), 0);
}

static void what_is_acknowledged_but_in_no_backup_stays(void **state)
{
    struct bs_receipt receipt = receipt_of(10, 0);

    (void)state;
    settle(&receipt);
    assert_int_equal(erased(), 0);
}

static void what_is_acknowledged_and_in_a_backup_goes_when_it_is_old(void **state)
{
    struct bs_receipt receipt = receipt_of(8, 6);

    (void)state;
    settle(&receipt);
    stage.fake.wall_ms -= 20 * DAY_MS;
    assert_int_equal(erased(), 0);
    stage.fake.wall_ms += 20 * DAY_MS;
    assert_int_equal(erased(), 6);
}

/* A server that was restored says less than its backups held: the lower of both counts. */
static void a_backup_beyond_what_is_acknowledged_makes_no_more_safe(void **state)
{
    struct bs_receipt receipt = receipt_of(4, 9);

    (void)state;
    settle(&receipt);
    assert_int_equal(erased(), 4);
}

/* F67 */
static void a_position_with_another_hash_than_ours_makes_nothing_safe(void **state)
{
    struct bs_receipt receipt = receipt_of(8, 8);

    (void)state;
    receipt.hash_at_complete_to[0] = receipt.hash_at_complete_to[0] == 'a' ? 'b' : 'a';
    settle(&receipt);
    assert_int_equal(erased(), 0);
    fault_struck("F67", "a position of another log", 1);
}

static void what_is_disputed_is_not_safe(void **state)
{
    struct bs_receipt receipt = receipt_of(8, 8);
    struct bs_fork fork = {.from_seq = 4, .why = "forked", .found_ms = 1};

    (void)state;
    settle(&receipt);
    assert_int_equal(bs_syncstate_note_fork(stage.state, stage.epoch, &fork, NULL), BS_OK);
    assert_int_equal(erased(), 3);
}

/* ---- a whole kiosk on a full disk ---- */

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                          \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

static int64_t room(void)
{
    struct statvfs disk;

    return statvfs(stage.dir.path, &disk) == 0 ? (int64_t)disk.f_bavail * (int64_t)disk.f_frsize
                                               : -1;
}

/* As central would: all that there is to send, in batches, each one noted before and settled after. */
static bool drain(struct bs_outbox *reader, uint64_t to)
{
    bool good = true;

    for (uint64_t at = 0; good && at < to;) {
        uint64_t next = at + 500 < to ? at + 500 : to;
        struct bs_receipt receipt = {.complete_to = next, .backup_complete_to = next};

        memcpy(receipt.epoch, stage.epoch, sizeof receipt.epoch);
        good = bs_syncstate_note_sent(stage.state, stage.epoch, next, NULL) == BS_OK &&
               bs_outbox_hash_at(reader, stage.epoch, next, receipt.hash_at_complete_to, NULL) ==
                   BS_OK &&
               bs_syncstate_settle(stage.state, &receipt, 1, NULL) == BS_OK;
        at = next;
    }
    return good;
}

static int fill_drain_and_prune(void *context)
{
    struct bs_outbox_tip tip;
    struct bs_outbox *reader = NULL;
    uint64_t n = 10, full_at;
    bool more = true;

    (void)context;
    if (!small_disk_enter(stage.dir.path, (size_t)12 * MIB)) {
        return NOT_ALLOWED;
    }
    stage.outbox = sample_log(stage.dir.path, 10);
    EXPECT(bs_outbox_tip(stage.outbox, &tip, NULL) == BS_OK);
    memcpy(stage.epoch, tip.epoch, sizeof tip.epoch);
    EXPECT(bs_syncstate_open(stage.dir.path, &stage.state, NULL) == BS_OK);
    EXPECT(bs_syncstate_note_sent(stage.state, stage.epoch, 1, NULL) == BS_OK);
    EXPECT(pruning_step(&stage.pruning, stage.outbox, &more) == BS_OK);
    while (sample_append_sized(stage.outbox, n + 1, BODY, NULL) == BS_OK) {
        n++;
    }
    full_at = n;
    EXPECT(n > 1000 && room() < 64 * 1024);
    EXPECT(pruning_step(&stage.pruning, stage.outbox, &more) == BS_OK && !more);
    EXPECT(stage.pruning.is_alarmed); /* nothing is safe yet, so nothing goes */
    EXPECT(sample_append_sized(stage.outbox, n + 1, BODY, NULL) == BS_LATER);
    EXPECT(bs_outbox_open_reader(stage.dir.path, &reader, NULL) == BS_OK);
    EXPECT(drain(reader, n));
    bs_outbox_close(reader);
    for (more = true; more;) {
        EXPECT(pruning_step(&stage.pruning, stage.outbox, &more) == BS_OK);
    }
    EXPECT(room() > MIB);
    for (; n < full_at + 1000; n++) {
        EXPECT(sample_append_sized(stage.outbox, n + 1, BODY, NULL) == BS_OK);
    }
    EXPECT(bs_outbox_tip(stage.outbox, &tip, NULL) == BS_OK && tip.seq == n);
    EXPECT(bs_outbox_verify(stage.outbox, NULL) == BS_OK);
    bs_syncstate_close(stage.state);
    bs_outbox_close(stage.outbox);
    return 0;
}

/* F50 */
static void a_kiosk_with_a_full_disk_drains_prunes_and_takes_answers_again(void **state)
{
    int status = child_run(fill_drain_and_prune, NULL);

    (void)state;
    if (status == NOT_ALLOWED) {
        print_message("skipped: this system lets nobody mount a small disk\n");
        skip();
    }
    assert_int_equal(status, 0);
    fault_struck("F50", "tmpfs of 12 MiB, full", 1);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, raise_stage, strike_stage)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_a_roomy_disk_what_is_older_than_the_retention_may_go),
        cmocka_unit_test(nothing_goes_while_the_clock_is_not_set),
        cmocka_unit_test(from_ninety_percent_on_it_goes_whatever_its_age_and_the_clock),
        cmocka_unit_test(a_disk_that_cannot_be_asked_is_not_taken_for_full),
        STAGED(without_a_word_from_syncd_nothing_is_safe),
        STAGED(what_is_acknowledged_but_in_no_backup_stays),
        STAGED(what_is_acknowledged_and_in_a_backup_goes_when_it_is_old),
        STAGED(a_backup_beyond_what_is_acknowledged_makes_no_more_safe),
        STAGED(a_position_with_another_hash_than_ours_makes_nothing_safe),
        STAGED(what_is_disputed_is_not_safe),
        cmocka_unit_test_setup_teardown(
            a_kiosk_with_a_full_disk_drains_prunes_and_takes_answers_again, make_folder,
            strike_stage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
