/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A sound log on a disk that fails: it is never called damaged, as it would be set aside for it, whichever call fails. */

#include "salvage_stage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "child.h"
#include "disk_calls.h"
#include "fault_ledger.h"
#include "store_samples.h"

enum { IN_FILE = 40, IN_WAL = 5, ALL = IN_FILE + IN_WAL, FILES = 3, CALLS_MAX = 2000 };

static const char *const names[FILES] = {"kiosk.db", "kiosk.db-wal", "kiosk.db-open"};
static struct bs_buf files[FILES]; /* of a kiosk that was killed */

/* What a child met; shared with it. */
static struct report {
    struct disk_plan plan;
    long count;
    bool is_struck, is_proven, is_refused;
} * report;

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "call %ld, line %d: %s\n", report->plan.at, __LINE__,            \
                          #condition);                                                             \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

static int set_up(void **state)
{
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (report == MAP_FAILED || salvage_setup(state) != 0) {
        return -1;
    }
    salvage_make_killed_log(IN_FILE, IN_WAL);
    for (size_t i = 0; i < FILES; i++) {
        files[i] = salvage_take_file(names[i]);
    }
    return 0;
}

static int tear_down(void **state)
{
    for (size_t i = 0; i < FILES; i++) {
        bs_buf_finish(&files[i]);
    }
    return salvage_teardown(state) + munmap(report, sizeof *report);
}

/* Without a sync: there are hundreds of them. */
static void lay_out(void)
{
    salvage_empty_dir();
    for (size_t i = 0; i < FILES; i++) {
        char path[TEMP_DIR_PATH];
        FILE *file = fopen(temp_dir_file(&salvage_stage.dir, names[i], path), "we");

        assert_non_null(file);
        if (files[i].len > 0) {
            assert_int_equal(fwrite(files[i].data, 1, files[i].len, file), files[i].len);
        }
        assert_int_equal(fclose(file), 0);
    }
}

/* ---- what the kiosk asks, and its answer ---- */

static int open_again(void)
{
    struct bs_outbox *outbox = NULL;

    EXPECT(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL) == BS_OK);
    EXPECT(sample_log_is(outbox, ALL));
    bs_outbox_close(outbox);
    return 0;
}

static int ask(void *context)
{
    bool damaged = false;

    (void)context;
    disk_watch(salvage_stage.dir.path, &report->plan, -1);
    report->is_proven =
        bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL) == BS_OK && damaged;
    report->count = disk_count();
    disk_heal();
    if (report->plan.fault == DISK_DEAD) {
        return 0;
    }
    EXPECT(!report->is_proven);
    return open_again();
}

/* As the kiosk does: it asks once opening failed. */
static int open_and_ask(void *context)
{
    struct bs_outbox *outbox = NULL;
    bool damaged = false;

    (void)context;
    disk_watch(salvage_stage.dir.path, &report->plan, -1);
    report->is_refused = bs_outbox_open(salvage_stage.dir.path, &outbox, NULL) == BS_BROKEN;
    if (report->is_refused) {
        report->is_proven =
            bs_outbox_is_damaged(salvage_stage.dir.path, &damaged, NULL) == BS_OK && damaged;
    } else {
        bs_outbox_close(outbox);
    }
    report->count = disk_count();
    disk_heal();
    EXPECT(!report->is_proven);
    return open_again();
}

/* ---- a salvage that was done but for its mark ---- */

static char aside[64];
static struct bs_outbox_tip filled;

static int resume_once(void)
{
    struct bs_outbox_salvaged out;

    return (int)bs_outbox_salvage(salvage_stage.dir.path, SAMPLE_KIOSK, NULL, 0,
                                  &salvage_stage.clock, &salvage_stage.random, &out, NULL);
}

/* With a fault and again without: the new file, of which syncd may have sent some, is the one that was filled. */
static int resume(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;

    (void)context;
    disk_watch(salvage_stage.dir.path, &report->plan, -1);
    report->is_refused = resume_once() != BS_OK;
    report->count = disk_count();
    disk_heal();
    /* Nobody goes on with what opens. */
    EXPECT(!temp_dir_has(&salvage_stage.dir, "kiosk.db-salvage") || resume_once() == BS_OK);
    EXPECT(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL) == BS_OK);
    EXPECT(bs_outbox_tip(outbox, &tip, NULL) == BS_OK && bs_outbox_verify(outbox, NULL) == BS_OK);
    EXPECT(strcmp(tip.epoch, filled.epoch) == 0 && tip.seq == filled.seq);
    bs_outbox_close(outbox);
    return 0;
}

/* From now on lay_out() puts that down. */
static void make_filled(void)
{
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox;

    lay_out();
    assert_int_equal(salvage_from(0, 0, &out), BS_OK);
    memcpy(aside, out.aside, sizeof aside);
    outbox = salvage_open_log();
    assert_int_equal(bs_outbox_tip(outbox, &filled, NULL), BS_OK);
    for (size_t i = 0; i < FILES; i++) {
        bs_buf_finish(&files[i]);
        files[i] = salvage_take_file(names[i]);
    }
    bs_outbox_close(outbox);
}

static void lay_out_mark(void)
{
    char text[80];

    if (aside[0] != '\0') {
        (void)snprintf(text, sizeof text, "moved %s", aside);
        temp_dir_write(&salvage_stage.dir, "kiosk.db-salvage", text);
        temp_dir_write(&salvage_stage.dir, aside, "gone");
    }
}

/* ---- the tests ---- */

/* With every call hit in turn, or with every third; how often one was, and was noticed if `counts_refused`. */
static unsigned sweep(int (*run)(void *context), enum disk_fault fault, unsigned kinds,
                      bool counts_refused)
{
    const char *is_long = getenv("BS_FAULTS_LONG");
    const long step = is_long != NULL && strcmp(is_long, "1") == 0 ? 1 : 3;
    unsigned hits = 0;

    for (long at = step == 1 ? 1 : 2; at <= CALLS_MAX; at += step) {
        lay_out();
        lay_out_mark();
        *report = (struct report){.plan = {fault, kinds, at, EIO}};
        if (child_run(run, NULL) != 0) {
            fail_msg("call %ld of %ld", at, report->count);
        }
        if (report->count < at) {
            return hits;
        }
        hits += !counts_refused || report->is_refused;
    }
    fail_msg("more than %d calls", CALLS_MAX);
    return 0;
}

/* F52 */
static void one_read_that_fails_proves_no_damage(void **state)
{
    (void)state;
    fault_struck("F52", "EIO at each read and look of the proof",
                 sweep(ask, DISK_FAIL_ONCE, DISK_READS | DISK_LOOKS, false));
}

/* F52 */
static void one_change_that_fails_proves_no_damage(void **state)
{
    (void)state;
    fault_struck("F52", "EIO at each change of the proof",
                 sweep(ask, DISK_FAIL_ONCE, DISK_CHANGES, false));
}

/* F52 */
static void a_disk_that_fails_from_some_call_on_proves_no_damage(void **state)
{
    (void)state;
    fault_struck("F52", "EIO from each call of the proof on",
                 sweep(ask, DISK_FAIL_ON, DISK_READS | DISK_LOOKS | DISK_CHANGES, false));
}

/* F52 */
static void what_failed_once_when_it_was_opened_is_not_set_aside(void **state)
{
    (void)state;
    fault_struck("F52", "EIO at each call of opening",
                 sweep(open_and_ask, DISK_FAIL_ONCE, DISK_READS | DISK_LOOKS | DISK_CHANGES, true));
}

/* F52 */
static void a_salvage_that_is_done_but_for_its_mark_is_not_done_again(void **state)
{
    (void)state;
    make_filled();
    fault_struck("F52", "EIO at each call of going on with a salvage",
                 sweep(resume, DISK_FAIL_ONCE, DISK_READS | DISK_LOOKS | DISK_CHANGES, true));
    aside[0] = '\0';
}

/* F52 */
static void a_page_that_can_never_be_read_is_damage(void **state)
{
    unsigned proven = 0;

    (void)state;
    for (long page = 2; page <= (long)(files[0].len / 4096); page++) {
        lay_out();
        *report = (struct report){.plan = {DISK_DEAD, DISK_READS, page, EIO}};
        assert_int_equal(child_run(ask, NULL), 0);
        proven += report->is_proven;
    }
    assert_in_range(proven, 3, files[0].len / 4096);
    fault_struck("F52", "a page that is EIO for good", proven);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_read_that_fails_proves_no_damage),
        TEST(one_change_that_fails_proves_no_damage),
        TEST(a_disk_that_fails_from_some_call_on_proves_no_damage),
        TEST(what_failed_once_when_it_was_opened_is_not_set_aside),
        TEST(a_salvage_that_is_done_but_for_its_mark_is_not_done_again),
        TEST(a_page_that_can_never_be_read_is_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
