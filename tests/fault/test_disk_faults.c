/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every call to the disk fails in turn, once and for ever, writes half, or is the last: nothing that was acknowledged is
 * lost, nothing is there twice, and the next start works. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <buurtstem/outbox.h>

#include "child.h"
#include "disk_calls.h"
#include "fault_ledger.h"
#include "store_samples.h"
#include "temp_dir.h"

enum { BEFORE = 2, WANTED = 3 };

static struct temp_dir dir;

/* What the child reports, in memory shared with it. */
static struct report {
    struct disk_plan plan;
    uint64_t acknowledged;
    long count;
} * report;

static int set_up(void **state)
{
    (void)state;
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return report == MAP_FAILED ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return munmap(report, sizeof *report);
}

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                          \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

/* What a kiosk does: later means go on with the same handle, broken means close and open again. */
static int append_one(struct bs_outbox **outbox, uint64_t n)
{
    struct bs_error err = {0};
    enum bs_err rc = sample_append(*outbox, n, NULL, &err);

    if (rc == BS_OK) {
        report->acknowledged = n;
        return 0;
    }
    if (rc == BS_BROKEN) {
        bs_outbox_close(*outbox);
        *outbox = NULL;
        disk_heal();
        EXPECT(bs_outbox_open(dir.path, outbox, &err) == BS_OK);
    } else {
        EXPECT(rc == BS_LATER && report->plan.kinds != DISK_SYNCS && report->plan.error != EIO);
        disk_heal();
    }
    EXPECT(sample_append(*outbox, n, NULL, NULL) == BS_OK);
    report->acknowledged = n;
    return 0;
}

/* Opens, begins if need be, appends three records and closes, while the disk does as planned. */
static int live_through(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    enum bs_err rc;

    (void)context;
    disk_watch(dir.path, &report->plan, -1);
    rc = bs_outbox_open(dir.path, &outbox, &err);
    if (rc != BS_OK) {
        EXPECT(outbox == NULL);
        EXPECT(rc == BS_LATER || rc == BS_BROKEN);
        EXPECT(report->plan.error != ENOSPC || rc == BS_LATER || report->plan.kinds == DISK_SYNCS);
        EXPECT(report->plan.error != EIO || rc == BS_BROKEN);
        EXPECT(strstr(err.text, dir.path) != NULL);
        disk_heal();
        EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK);
    }
    for (uint64_t n = BEFORE + 1; n <= BEFORE + WANTED; n++) {
        int failed = append_one(&outbox, n);

        EXPECT(failed == 0);
    }
    bs_outbox_close(outbox);
    report->count = disk_count();
    return 0;
}

static void prepare(void)
{
    temp_dir_remove(&dir);
    temp_dir_make(&dir);
    bs_outbox_close(sample_log(dir.path, BEFORE));
    report->acknowledged = BEFORE;
}

static void check_afterwards(long at)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;
    struct bs_error err = {0};

    if (bs_outbox_open(dir.path, &outbox, &err) != BS_OK) {
        fail_msg("call %ld: the next start says: %s", at, err.text);
    }
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    if (tip.seq < report->acknowledged) {
        fail_msg("call %ld: record %ju is lost", at, (uintmax_t)report->acknowledged);
    }
    for (uint64_t n = BEFORE + 1; n <= BEFORE + WANTED; n++) {
        assert_int_equal(sample_append(outbox, n, NULL, NULL), BS_OK);
    }
    if (!sample_log_is(outbox, BEFORE + WANTED)) {
        fail_msg("call %ld: the log is not each record once", at);
    }
    bs_outbox_close(outbox);
}

/* One undisturbed run tells the number of calls; then each is hit. How many that were. */
static long sweep(enum disk_fault fault, unsigned kinds, int error)
{
    long count;

    report->plan = (struct disk_plan){DISK_SOUND, kinds, 0, 0};
    prepare();
    assert_int_equal(child_run(live_through, NULL), 0);
    count = report->count;
    assert_true(count >= WANTED);
    for (long at = 1; at <= count; at++) {
        int status;

        report->plan = (struct disk_plan){fault, kinds, at, error};
        prepare();
        status = child_run(live_through, NULL);
        if (status != (fault == DISK_STOP ? DISK_STOPPED : 0)) {
            fail_msg("call %ld of %ld: the process ended with %d", at, count, status);
        }
        check_afterwards(at);
    }
    return count;
}

/* F64 */
static void the_process_may_be_killed_before_any_call(void **state)
{
    (void)state;
    fault_struck("F64", "killed at each call", sweep(DISK_STOP, DISK_CHANGES | DISK_READS, 0));
}

/* F50 */
static void any_write_may_find_the_disk_full_once(void **state)
{
    (void)state;
    fault_struck("F50", "ENOSPC at each write",
                 sweep(DISK_FAIL_ONCE, DISK_WRITES | DISK_MAKES, ENOSPC));
}

/* F50 */
static void any_write_may_find_the_disk_full_from_then_on(void **state)
{
    (void)state;
    fault_struck("F50", "ENOSPC from each write on",
                 sweep(DISK_FAIL_ON, DISK_WRITES | DISK_MAKES, ENOSPC));
}

/* F52 */
static void any_change_may_fail_once(void **state)
{
    (void)state;
    fault_struck("F52", "EIO at each change", sweep(DISK_FAIL_ONCE, DISK_CHANGES, EIO));
}

/* F52 */
static void any_change_may_fail_from_then_on(void **state)
{
    (void)state;
    fault_struck("F52", "EIO from each change on", sweep(DISK_FAIL_ON, DISK_CHANGES, EIO));
}

/* F52 */
static void any_read_may_fail_once(void **state)
{
    (void)state;
    fault_struck("F52", "EIO at each read", sweep(DISK_FAIL_ONCE, DISK_READS, EIO));
}

/* F53 */
static void any_write_may_write_half(void **state)
{
    (void)state;
    fault_struck("F53", "half of each write", sweep(DISK_SHORT, DISK_WRITES, 0));
}

/* After a sync that failed the system forgets what it could not write, whatever the reason: never on the same handle. */
/* F52 */
static void a_sync_that_fails_for_want_of_room_is_broken(void **state)
{
    (void)state;
    fault_struck("F52", "ENOSPC at each sync", sweep(DISK_FAIL_ONCE, DISK_SYNCS, ENOSPC));
}

/* Appends and closes as the disk does by plan; reports how many syncs came before the close. */
static int append_and_close(void *context)
{
    struct bs_outbox *outbox = NULL;

    (void)context;
    disk_watch(dir.path, &report->plan, -1);
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK);
    EXPECT(sample_append(outbox, BEFORE + 1, NULL, NULL) == BS_OK);
    report->count = disk_count();
    bs_outbox_close(outbox);
    EXPECT(disk_count() > report->count);
    return 0;
}

static void a_close_that_fails_to_sync_has_the_file_checked_at_the_next_start(void **state)
{
    (void)state;
    report->plan = (struct disk_plan){DISK_SOUND, DISK_SYNCS, 0, 0};
    prepare();
    assert_int_equal(child_run(append_and_close, NULL), 0);
    assert_false(temp_dir_has(&dir, "kiosk.db-open"));
    report->plan = (struct disk_plan){DISK_FAIL_ON, DISK_SYNCS, report->count + 1, EIO};
    prepare();
    assert_int_equal(child_run(append_and_close, NULL), 0);
    assert_true(temp_dir_has(&dir, "kiosk.db-open"));
    report->acknowledged = BEFORE + 1;
    check_afterwards(report->plan.at);
}

#define SHARED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHARED(the_process_may_be_killed_before_any_call),
        SHARED(any_write_may_find_the_disk_full_once),
        SHARED(any_write_may_find_the_disk_full_from_then_on),
        SHARED(any_change_may_fail_once),
        SHARED(any_change_may_fail_from_then_on),
        SHARED(any_read_may_fail_once),
        SHARED(any_write_may_write_half),
        SHARED(a_sync_that_fails_for_want_of_room_is_broken),
        SHARED(a_close_that_fails_to_sync_has_the_file_checked_at_the_next_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
