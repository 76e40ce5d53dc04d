/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Disks that are going: read-only, without room for one more file, held by somebody else, or with memory that is not given.
 * Nothing is kept then, and that is said; what was kept stays; and when it is over it goes on. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/outbox.h>

#include "child.h"
#include "disk_calls.h"
#include "fault_ledger.h"
#include "small_disk.h"
#include "store_samples.h"
#include "temp_dir.h"

enum { NOT_ALLOWED = 99, BEFORE = 3, MIB = 1024 * 1024, HELD = 3000, LIMIT_OF_WAL = 5 * MIB };

static struct temp_dir dir;
static long *hits; /* shared with children */

static int set_up(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    hits = mmap(NULL, sizeof *hits, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return hits == MAP_FAILED ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return munmap(hits, sizeof *hits);
}

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                          \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

static void run_on_small_disk(int (*run)(void *context), void *context)
{
    int status = child_run(run, context);

    if (status == NOT_ALLOWED) {
        print_message("skipped: this system lets nobody mount a small disk\n");
        skip();
    }
    assert_int_equal(status, 0);
}

/* ---- read-only ---- */

static int live_on_a_read_only_disk(void *context)
{
    struct bs_outbox *outbox = NULL;
    enum bs_err rc;

    (void)context;
    if (!small_disk_enter(dir.path, (size_t)4 * MIB)) {
        return NOT_ALLOWED;
    }
    bs_outbox_close(sample_log(dir.path, BEFORE));
    EXPECT(small_disk_read_only(dir.path, true));
    rc = bs_outbox_open(dir.path, &outbox, NULL);
    EXPECT(rc == BS_BROKEN && outbox == NULL);
    ++*hits;
    EXPECT(bs_outbox_open_reader(dir.path, &outbox, NULL) == BS_OK);
    EXPECT(sample_log_is(outbox, BEFORE)); /* what was kept can still be sent */
    bs_outbox_close(outbox);
    EXPECT(small_disk_read_only(dir.path, false));
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK);
    EXPECT(sample_append(outbox, BEFORE + 1, NULL, NULL) == BS_OK);
    EXPECT(sample_log_is(outbox, BEFORE + 1));
    bs_outbox_close(outbox);
    return 0;
}

/* F59 */
static void a_disk_that_is_read_only_keeps_nothing_and_loses_nothing(void **state)
{
    (void)state;
    run_on_small_disk(live_on_a_read_only_disk, NULL);
    fault_struck("F59", "tmpfs remounted read-only", *hits);
}

/* As the system makes a card read-only under a program that has files open: every change fails from call *context on. */
static int become_read_only(void *context)
{
    const struct disk_plan plan = {DISK_FAIL_ON, DISK_CHANGES, *(long *)context, EROFS};
    struct bs_outbox *outbox = sample_log(dir.path, BEFORE);
    uint64_t n = BEFORE;
    struct bs_error err = {0};

    bs_outbox_close(outbox);
    disk_watch(dir.path, &plan, -1);
    if (bs_outbox_open(dir.path, &outbox, &err) == BS_OK) {
        while (n < BEFORE + 10 && sample_append(outbox, n + 1, NULL, &err) == BS_OK) {
            n++;
        }
        if (n < BEFORE + 10) {
            EXPECT(err.code == BS_BROKEN);
            EXPECT(sample_append(outbox, n + 1, NULL, NULL) != BS_OK); /* nor does it come back */
        }
        bs_outbox_close(outbox);
    }
    *hits += n < BEFORE + 10 ? 1 : 0;
    disk_heal();
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK);
    EXPECT(sample_append(outbox, n + 1, NULL, NULL) == BS_OK);
    EXPECT(sample_log_is(outbox, n + 1));
    bs_outbox_close(outbox);
    return 0;
}

/* F59 */
static void a_disk_that_becomes_read_only_is_never_thanked_for(void **state)
{
    (void)state;
    for (long at = 1; at <= 24; at++) {
        temp_dir_remove(&dir);
        temp_dir_make(&dir);
        assert_int_equal(child_run(become_read_only, &at), 0);
    }
    fault_struck("F59", "EROFS from the n-th call on", *hits);
}

/* ---- no room for one more file ---- */

static int live_with_few_files(void *context)
{
    struct bs_outbox *outbox = NULL;
    enum bs_err rc;

    if (!small_disk_enter_with_files(dir.path, (size_t)4 * MIB, *(unsigned *)context)) {
        return NOT_ALLOWED;
    }
    rc = bs_outbox_open(dir.path, &outbox, NULL);
    EXPECT(rc == BS_OK || rc == BS_LATER);
    *hits += rc == BS_LATER ? 1 : 0;
    if (rc == BS_OK) {
        EXPECT(sample_epoch(outbox, 1, NULL) == BS_OK);
        EXPECT(sample_append(outbox, 1, NULL, NULL) == BS_OK);
        EXPECT(bs_outbox_prune(outbox, NULL, 0, 0, 10, NULL, NULL) == BS_OK);
        EXPECT(sample_log_is(outbox, 1));
        bs_outbox_close(outbox);
    }
    return 0;
}

/* F62 */
static void a_disk_that_takes_no_more_files_is_for_later(void **state)
{
    (void)state;
    for (unsigned files = 2; files <= 9; files++) {
        run_on_small_disk(live_with_few_files, &files);
    }
    fault_struck("F62", "tmpfs of 2 to 9 inodes", *hits);
}

/* ---- a file that somebody else holds ---- */

/* A tool of somebody's with the write lock in its hands, until it is ended. */
static int hold_the_log(int tell)
{
    sqlite3 *database = NULL;
    char path[TEMP_DIR_PATH];

    if (sqlite3_open(temp_dir_file(&dir, "kiosk.db", path), &database) != SQLITE_OK ||
        sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
        write(tell, "x", 1) != 1) {
        return 1;
    }
    pause();
    return 0;
}

static int64_t now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* F60 */
static void a_log_that_somebody_holds_is_for_later_and_nothing_is_lost(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, BEFORE);
    int ends[2];
    int64_t begin;
    char done;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        _exit(hold_the_log(ends[1]));
    }
    assert_int_equal(read(ends[0], &done, 1), 1);
    begin = now_ms();
    assert_int_equal(sample_append(outbox, BEFORE + 1, NULL, NULL), BS_LATER);
    assert_true(now_ms() - begin < 5000); /* waits two seconds, and says so */
    assert_true(sample_log_is(outbox, BEFORE));
    (void)kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(sample_append(outbox, BEFORE + 1, NULL, NULL), BS_OK);
    assert_true(sample_log_is(outbox, BEFORE + 1));
    bs_outbox_close(outbox);
    close(ends[0]);
    close(ends[1]);
    fault_struck("F60", "BEGIN IMMEDIATE of another process", 1);
}

/* ---- a reader that does not let go ---- */

static off_t wal_size(void)
{
    char path[TEMP_DIR_PATH];
    struct stat status;

    return stat(temp_dir_file(&dir, "kiosk.db-wal", path), &status) == 0 ? status.st_size : -1;
}

/* Until it is told to go on, then until the end. */
static int hold_a_snapshot(int tell, int wait)
{
    sqlite3 *database = NULL;
    char path[TEMP_DIR_PATH], done;

    if (sqlite3_open_v2(temp_dir_file(&dir, "kiosk.db", path), &database, SQLITE_OPEN_READONLY,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(database, "BEGIN; SELECT count(*) FROM record", NULL, NULL, NULL) !=
            SQLITE_OK ||
        write(tell, "x", 1) != 1) {
        return 1;
    }
    return read(wait, &done, 1) == 1 ? 0 : 1;
}

/* F61 */
static void a_wal_that_a_reader_let_grow_is_small_again_when_it_lets_go(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, BEFORE);
    int told[2], go[2];
    uint64_t n = BEFORE;
    off_t grown;
    char done;
    pid_t child;

    (void)state;
    assert_true(pipe(told) == 0 && pipe(go) == 0);
    child = fork();
    if (child == 0) {
        _exit(hold_a_snapshot(told[1], go[0]));
    }
    assert_int_equal(read(told[0], &done, 1), 1);
    while (n < HELD) {
        assert_int_equal(sample_append(outbox, ++n, NULL, NULL), BS_OK);
    }
    grown = wal_size();
    assert_true(grown > LIMIT_OF_WAL); /* it cannot be used anew while somebody reads the old */
    assert_int_equal(write(go[1], "x", 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    while (n < HELD + 1100) { /* a checkpoint comes every thousand pages */
        assert_int_equal(sample_append(outbox, ++n, NULL, NULL), BS_OK);
    }
    assert_true(wal_size() < LIMIT_OF_WAL);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
    close(told[0]);
    close(told[1]);
    close(go[0]);
    close(go[1]);
    fault_struck("F61", "a read transaction during 3,000 appends", grown > LIMIT_OF_WAL);
}

/* F61 */
static void our_own_readers_let_go_at_once(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, BEFORE), *reader = NULL;
    struct bs_outbox_slice slice;
    struct bs_outbox_tip tip;
    off_t largest = 0;
    uint64_t n = BEFORE;

    (void)state;
    assert_int_equal(bs_outbox_open_reader(dir.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(reader, &tip, NULL), BS_OK);
    while (n < HELD) {
        struct bs_buf lines;

        assert_int_equal(sample_append(outbox, ++n, NULL, NULL), BS_OK);
        bs_buf_init(&lines, MIB);
        assert_int_equal(bs_outbox_read(reader, tip.epoch, n, 10, MIB, &lines, &slice, NULL),
                         BS_OK);
        bs_buf_finish(&lines);
        largest = wal_size() > largest ? wal_size() : largest;
    }
    assert_true(largest < LIMIT_OF_WAL);
    bs_outbox_close(reader);
    bs_outbox_close(outbox);
    fault_struck("F61", "syncd's reads between 3,000 appends", (size_t)(n - BEFORE));
}

/* ---- memory that is not given ---- */

static sqlite3_mem_methods real_memory;
static long allocations, refuse_at; /* 0: never */

static void *allocate(int size)
{
    return ++allocations == refuse_at ? NULL : real_memory.xMalloc(size);
}

static void *reallocate(void *memory, int size)
{
    return ++allocations == refuse_at ? NULL : real_memory.xRealloc(memory, size);
}

/* Opens, saves, closes, with the refusal somewhere in it; then the same without. */
static int live_without_memory(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    uint64_t kept = BEFORE;
    enum bs_err rc;

    allocations = 0;
    refuse_at = *(long *)context;
    rc = bs_outbox_open(dir.path, &outbox, &err);
    if (rc == BS_OK) {
        for (uint64_t n = BEFORE + 1; rc == BS_OK && n <= BEFORE + 3; n++) {
            rc = sample_append(outbox, n, NULL, &err);
            kept = rc == BS_OK ? n : kept;
        }
        bs_outbox_close(outbox);
    }
    EXPECT(rc == BS_OK || rc == BS_LATER || rc == BS_BROKEN);
    *hits = refuse_at != 0 && allocations >= refuse_at ? *hits + 1 : *hits;
    if (refuse_at == 0) {
        *hits = allocations;
    }
    refuse_at = 0;
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK);
    for (uint64_t n = BEFORE + 1; n <= BEFORE + 3; n++) {
        EXPECT(sample_append(outbox, n, NULL, NULL) == BS_OK);
    }
    EXPECT(sample_log_is(outbox, BEFORE + 3) && kept <= BEFORE + 3);
    bs_outbox_close(outbox);
    return 0;
}

/* F63 */
static void memory_that_is_refused_at_any_moment_leaves_the_log_whole(void **state)
{
    const char *text = getenv("BS_FAULTS_LONG");
    const long step = text != NULL && strcmp(text, "1") == 0 ? 1 : 11;
    long count = 0, at = 0;

    (void)state;
    bs_outbox_close(sample_log(dir.path, BEFORE));
    assert_int_equal(child_run(live_without_memory, &at), 0);
    count = *hits;
    *hits = 0;
    assert_true(count > 100);
    for (at = 1; at <= count; at += step) {
        temp_dir_remove(&dir);
        temp_dir_make(&dir);
        bs_outbox_close(sample_log(dir.path, BEFORE));
        if (child_run(live_without_memory, &at) != 0) {
            fail_msg("allocation %ld of %ld", at, count);
        }
    }
    fault_struck("F63", "SQLite's n-th allocation is refused", *hits);
}

static bool stand_before_memory(void)
{
    sqlite3_mem_methods ours;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) != SQLITE_OK) {
        return false;
    }
    ours = real_memory;
    ours.xMalloc = allocate;
    ours.xRealloc = reallocate;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK;
}

#define SHARED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHARED(a_disk_that_is_read_only_keeps_nothing_and_loses_nothing),
        SHARED(a_disk_that_becomes_read_only_is_never_thanked_for),
        SHARED(a_disk_that_takes_no_more_files_is_for_later),
        SHARED(a_log_that_somebody_holds_is_for_later_and_nothing_is_lost),
        SHARED(a_wal_that_a_reader_let_grow_is_small_again_when_it_lets_go),
        SHARED(our_own_readers_let_go_at_once),
        SHARED(memory_that_is_refused_at_any_moment_leaves_the_log_whole),
    };

    if (!stand_before_memory()) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
