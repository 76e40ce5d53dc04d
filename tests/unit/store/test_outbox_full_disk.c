/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A disk that is full: nothing is kept of what was not saved, nothing saved is lost, and it goes on when there is room. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "child.h"
#include "fault_ledger.h"
#include "small_disk.h"
#include "store_samples.h"
#include "temp_dir.h"

enum { NOT_ALLOWED = 99, BODY = 4000 };

static struct temp_dir dir;

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

/* Children answer with the number of the line that found something wrong. */
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                          \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

static void run_on_small_disk(int (*run)(void *context), size_t size)
{
    int status = child_run(run, &size);

    if (status == NOT_ALLOWED) {
        print_message("skipped: this system lets nobody mount a small disk\n");
        skip();
    }
    assert_int_equal(status, 0);
}

static enum bs_err append_until_it_fails(struct bs_outbox *outbox, uint64_t *n,
                                         struct bs_error *err)
{
    enum bs_err rc;

    do {
        ++*n;
        rc = sample_append_sized(outbox, *n, BODY, err);
    } while (rc == BS_OK);
    return rc;
}

static bool tip_is(struct bs_outbox *outbox, uint64_t seq)
{
    struct bs_outbox_tip tip;

    return bs_outbox_tip(outbox, &tip, NULL) == BS_OK && tip.seq == seq &&
           bs_outbox_verify(outbox, NULL) == BS_OK;
}

/* A file that takes up the room that there is left. */
static bool take_room(size_t size)
{
    char path[TEMP_DIR_PATH];
    FILE *file = fopen(temp_dir_file(&dir, "ballast", path), "we");
    char block[4096];
    size_t written = 0;

    memset(block, 'x', sizeof block);
    while (file != NULL && written < size && fwrite(block, 1, sizeof block, file) == sizeof block &&
           fflush(file) == 0) {
        written += sizeof block;
    }
    return file != NULL && fclose(file) == 0 && written > 0;
}

static void give_room(void)
{
    char path[TEMP_DIR_PATH];

    (void)unlink(temp_dir_file(&dir, "ballast", path));
}

static int fill_and_go_on(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    uint64_t n = 0;

    if (!small_disk_enter(dir.path, *(size_t *)context)) {
        return NOT_ALLOWED;
    }
    EXPECT(take_room((size_t)128 * 1024));
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK &&
           sample_epoch(outbox, 1, NULL) == BS_OK);
    EXPECT(append_until_it_fails(outbox, &n, &err) == BS_LATER);
    EXPECT(strstr(err.text, dir.path) != NULL);
    EXPECT(n > 10 && tip_is(outbox, n - 1));
    EXPECT(sample_append_sized(outbox, n, BODY, NULL) == BS_LATER);
    EXPECT(tip_is(outbox, n - 1));
    give_room();
    EXPECT(sample_append_sized(outbox, n, BODY, NULL) == BS_OK);
    EXPECT(sample_append_sized(outbox, n, BODY, NULL) == BS_OK);
    EXPECT(tip_is(outbox, n));
    bs_outbox_close(outbox);
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK && tip_is(outbox, n));
    bs_outbox_close(outbox);
    return 0;
}

/* F50 */
static void a_full_disk_refuses_for_later_and_the_log_goes_on_with_room(void **state)
{
    (void)state;
    run_on_small_disk(fill_and_go_on, (size_t)512 * 1024);
    fault_struck("F50", "tmpfs of 512 KiB", 2);
}

/* The process ends while the disk is full; the next one opens what is there. */
static int fill_and_open_again(void *context)
{
    struct bs_outbox *outbox = NULL;
    uint64_t n = 0;

    if (!small_disk_enter(dir.path, *(size_t *)context)) {
        return NOT_ALLOWED;
    }
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK &&
           sample_epoch(outbox, 1, NULL) == BS_OK);
    EXPECT(append_until_it_fails(outbox, &n, NULL) == BS_LATER);
    bs_outbox_close(outbox);
    EXPECT(bs_outbox_open_reader(dir.path, &outbox, NULL) == BS_OK && tip_is(outbox, n - 1));
    bs_outbox_close(outbox);
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK && tip_is(outbox, n - 1));
    bs_outbox_close(outbox);
    return 0;
}

/* F50 */
static void what_was_saved_is_still_there_after_closing_on_a_full_disk(void **state)
{
    (void)state;
    run_on_small_disk(fill_and_open_again, (size_t)512 * 1024);
    fault_struck("F50", "tmpfs of 512 KiB", 1);
}

/* At every size of disk from too small for anything on: either it opens and keeps, or it says later. */
static int open_on_every_size(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_syncstate *sync = NULL;
    enum bs_err rc;

    if (!small_disk_enter(dir.path, *(size_t *)context)) {
        return NOT_ALLOWED;
    }
    rc = bs_outbox_open(dir.path, &outbox, NULL);
    EXPECT(rc == BS_OK || rc == BS_LATER);
    if (rc == BS_OK) {
        rc = sample_epoch(outbox, 1, NULL);
        EXPECT(rc == BS_OK || rc == BS_LATER);
        if (rc == BS_OK) {
            rc = sample_append(outbox, 1, NULL, NULL);
            EXPECT(rc == BS_OK || rc == BS_LATER);
            EXPECT(sample_log_is(outbox, rc == BS_OK ? 1 : 0));
        }
        bs_outbox_close(outbox);
    }
    rc = bs_syncstate_open(dir.path, &sync, NULL);
    EXPECT(rc == BS_OK || rc == BS_LATER);
    bs_syncstate_close(rc == BS_OK ? sync : NULL);
    return 0;
}

/* F50 */
static void a_disk_too_small_for_the_file_itself_is_for_later(void **state)
{
    (void)state;
    for (size_t pages = 1; pages <= 40; pages++) {
        run_on_small_disk(open_on_every_size, pages * 4096);
    }
    fault_struck("F50", "tmpfs of 4 to 160 KiB", 40);
}

enum { SAVED = 200, STEP = 96 * 1024 };

/* Salvages with a little more room each time: either all of it, or nothing was begun. */
static int salvage_with_more_room(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_salvaged out;
    struct bs_clock clock = bs_clock_system();
    struct bs_random random = bs_random_seeded(4);
    struct bs_error err = {0};
    char path[TEMP_DIR_PATH];
    struct stat ballast;
    size_t before, refused = 0;
    enum bs_err rc;
    FILE *file;

    if (!small_disk_enter(dir.path, *(size_t *)context)) {
        return NOT_ALLOWED;
    }
    outbox = sample_log(dir.path, 0);
    for (uint64_t n = 1; n <= SAVED; n++) {
        EXPECT(sample_append_sized(outbox, n, BODY, NULL) == BS_OK);
    }
    bs_outbox_close(outbox);
    file = fopen(temp_dir_file(&dir, "kiosk.db", path), "r+e");
    EXPECT(file != NULL && fputs("rubbish", file) >= 0 && fclose(file) == 0);
    (void)take_room(*(size_t *)context); /* all that is left */
    before = temp_dir_count(&dir);
    EXPECT(stat(temp_dir_file(&dir, "ballast", path), &ballast) == 0);
    for (rc = BS_LATER; rc == BS_LATER && ballast.st_size > STEP; refused += rc == BS_LATER) {
        ballast.st_size -= STEP;
        EXPECT(truncate(path, ballast.st_size) == 0);
        bs_error_clear(&err);
        rc = bs_outbox_salvage(dir.path, SAMPLE_KIOSK, NULL, 0, &clock, &random, &out, &err);
        EXPECT(rc == BS_OK || rc == BS_LATER);
        if (rc == BS_LATER) {
            EXPECT(temp_dir_has(&dir, "kiosk.db") && !temp_dir_has(&dir, "kiosk.db-salvage"));
            EXPECT(temp_dir_count(&dir) <= before + 1); /* the lock's file */
            EXPECT(strstr(err.text, "room") != NULL);
        }
    }
    EXPECT(rc == BS_OK && refused > 5 && out.kept == SAVED && out.lost == 0);
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK && tip_is(outbox, SAVED + 1));
    bs_outbox_close(outbox);
    return 0;
}

/* F50 */
static void a_salvage_that_has_no_room_is_not_begun(void **state)
{
    (void)state;
    run_on_small_disk(salvage_with_more_room, (size_t)8 * 1024 * 1024);
    fault_struck("F50", "a salvage on a tmpfs of 8 MiB", 5);
}

/* A limit on the size of files is EFBIG, not ENOSPC. */
static int reach_the_file_size_limit(void *context)
{
    struct rlimit limit = {(rlim_t)400 * 1024, RLIM_INFINITY};
    struct bs_outbox *outbox = NULL;
    uint64_t n = 0;

    (void)context;
    (void)signal(SIGXFSZ, SIG_IGN);
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK &&
           sample_epoch(outbox, 1, NULL) == BS_OK);
    EXPECT(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    EXPECT(append_until_it_fails(outbox, &n, NULL) == BS_LATER);
    EXPECT(n > 10 && tip_is(outbox, n - 1));
    limit.rlim_cur = RLIM_INFINITY;
    EXPECT(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    EXPECT(sample_append_sized(outbox, n, BODY, NULL) == BS_OK);
    EXPECT(tip_is(outbox, n));
    bs_outbox_close(outbox);
    return 0;
}

/* F62 */
static void a_limit_on_the_size_of_files_is_a_full_disk(void **state)
{
    (void)state;
    assert_int_equal(child_run(reach_the_file_size_limit, NULL), 0);
    fault_struck("F62", "RLIMIT_FSIZE of 400 KiB", 1);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(a_full_disk_refuses_for_later_and_the_log_goes_on_with_room),
        IN_DIR(what_was_saved_is_still_there_after_closing_on_a_full_disk),
        IN_DIR(a_disk_too_small_for_the_file_itself_is_for_later),
        IN_DIR(a_salvage_that_has_no_room_is_not_begun),
        IN_DIR(a_limit_on_the_size_of_files_is_a_full_disk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
