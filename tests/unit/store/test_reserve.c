/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Room that is kept for state alone: on a full disk what is sent can be noted and what is safe be erased. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "child.h"
#include "fault_ledger.h"
#include "small_disk.h"
#include "store_samples.h"
#include "temp_dir.h"

enum {
    NOT_ALLOWED = 99,
    BODY = 400,
    MIB = 1024 * 1024,
    DISK = 8 * MIB,
    ROOM_FOR_ANSWERS = 32 * 1024
};

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

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                          \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

static off_t size_of(const char *name)
{
    char path[TEMP_DIR_PATH];
    struct stat status;

    return stat(temp_dir_file(&dir, name, path), &status) == 0 ? status.st_size : -1;
}

/* Blocks, as a file with holes takes no room. */
static bool takes_room(const char *name)
{
    char path[TEMP_DIR_PATH];
    struct stat status;

    return stat(temp_dir_file(&dir, name, path), &status) == 0 &&
           (int64_t)status.st_blocks * 512 >= MIB;
}

static int64_t room(void)
{
    struct statvfs disk;

    return statvfs(dir.path, &disk) == 0 ? (int64_t)disk.f_bavail * (int64_t)disk.f_frsize : -1;
}

/* Another program takes all there is. */
static bool fill_disk(void)
{
    char path[TEMP_DIR_PATH];
    char block[4096];
    FILE *file = fopen(temp_dir_file(&dir, "ballast", path), "ae");

    memset(block, 'x', sizeof block);
    while (file != NULL && fwrite(block, 1, sizeof block, file) == sizeof block &&
           fflush(file) == 0) {
    }
    return file != NULL && (fclose(file) == 0 || true) && room() == 0;
}

static struct bs_outbox_safe all_safe(struct bs_outbox *outbox)
{
    struct bs_outbox_safe safe = {.to = 0};
    struct bs_outbox_tip tip;

    if (bs_outbox_tip(outbox, &tip, NULL) == BS_OK) {
        memcpy(safe.epoch, tip.epoch, sizeof safe.epoch);
        safe.to = tip.seq;
    }
    return safe;
}

static void run_on_small_disk(int (*run)(void *context))
{
    int status = child_run(run, NULL);

    if (status == NOT_ALLOWED) {
        print_message("skipped: this system lets nobody mount a small disk\n");
        skip();
    }
    assert_int_equal(status, 0);
}

/* ---- making it ---- */

static int make_both(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_syncstate *state = NULL;

    (void)context;
    if (!small_disk_enter(dir.path, DISK)) {
        return NOT_ALLOWED;
    }
    outbox = sample_log(dir.path, 1);
    EXPECT(bs_outbox_prune(outbox, NULL, 0, 0, 10, NULL, NULL) == BS_OK);
    EXPECT(takes_room("kiosk.reserve"));
    EXPECT(bs_syncstate_open(dir.path, &state, NULL) == BS_OK);
    EXPECT(bs_syncstate_note_sent(state, "0123456789abcdef", 1, NULL) == BS_OK);
    EXPECT(takes_room("sync.reserve"));
    bs_syncstate_close(state);
    bs_outbox_close(outbox);
    return 0;
}

static void each_file_has_its_reserve_and_it_is_written(void **state)
{
    (void)state;
    run_on_small_disk(make_both);
}

static int have_no_room(void *context)
{
    struct bs_outbox *outbox = NULL;

    (void)context;
    if (!small_disk_enter(dir.path, (size_t)MIB * 3 / 2)) {
        return NOT_ALLOWED;
    }
    outbox = sample_log(dir.path, 1);
    EXPECT(bs_outbox_prune(outbox, NULL, 0, 0, 10, NULL, NULL) == BS_OK);
    EXPECT(size_of("kiosk.reserve") == -1);
    bs_outbox_close(outbox);
    return 0;
}

static void a_small_disk_is_left_to_the_answers(void **state)
{
    (void)state;
    run_on_small_disk(have_no_room);
}

static int be_cut_short(void *context)
{
    struct bs_outbox *outbox = sample_log(dir.path, 1);

    (void)context;
    temp_dir_write(&dir, "kiosk.reserve", "half of it");
    EXPECT(bs_outbox_prune(outbox, NULL, 0, 0, 10, NULL, NULL) == BS_OK);
    EXPECT(takes_room("kiosk.reserve"));
    bs_outbox_close(outbox);
    return 0;
}

static void one_that_was_cut_short_is_made_whole(void **state)
{
    (void)state;
    assert_int_equal(child_run(be_cut_short, NULL), 0);
}

/* ---- a full disk ---- */

static int answer_on_a_full_disk(void *context)
{
    struct bs_outbox *outbox = NULL;
    uint64_t n = 1;

    (void)context;
    if (!small_disk_enter(dir.path, DISK)) {
        return NOT_ALLOWED;
    }
    outbox = sample_log(dir.path, 1);
    EXPECT(bs_outbox_prune(outbox, NULL, 0, 0, 10, NULL, NULL) == BS_OK && fill_disk());
    while (sample_append_sized(outbox, n + 1, BODY, NULL) == BS_OK) {
        n++;
    }
    for (int i = 0; i < 20; i++) {
        EXPECT(sample_append_sized(outbox, n + 1, BODY, NULL) == BS_LATER);
    }
    EXPECT(takes_room("kiosk.reserve") && room() < ROOM_FOR_ANSWERS);
    bs_outbox_close(outbox);
    return 0;
}

/* F50 */
static void an_answer_never_has_the_reserve(void **state)
{
    (void)state;
    run_on_small_disk(answer_on_a_full_disk);
    fault_struck("F50", "tmpfs of 8 MiB, full", 20);
}

static int settle_on_a_full_disk(void *context)
{
    struct bs_receipt receipt = {.epoch = "0123456789abcdef", .hash_at_complete_to = ""};
    struct bs_sync_status status = {.last_try_ms = 1};
    struct bs_syncstate *state = NULL;
    struct bs_position position;

    (void)context;
    if (!small_disk_enter(dir.path, DISK)) {
        return NOT_ALLOWED;
    }
    EXPECT(bs_syncstate_open(dir.path, &state, NULL) == BS_OK);
    EXPECT(bs_syncstate_note_sent(state, receipt.epoch, 1, NULL) == BS_OK && fill_disk());
    for (uint64_t to = 1; to <= 2000; to++) {
        receipt.complete_to = to;
        status.last_try_ms = (int64_t)to;
        EXPECT(bs_syncstate_note_sent(state, receipt.epoch, to, NULL) == BS_OK);
        EXPECT(bs_syncstate_settle(state, &receipt, (int64_t)to, NULL) == BS_OK);
        EXPECT(bs_syncstate_set_status(state, &status, NULL) == BS_OK);
        EXPECT(to % 100 != 0 || fill_disk());
    }
    EXPECT(bs_syncstate_position(state, receipt.epoch, &position, NULL) == BS_OK);
    EXPECT(position.complete_to == 2000);
    EXPECT(size_of("sync.reserve") == -1);
    bs_syncstate_close(state);
    EXPECT(bs_syncstate_open(dir.path, &state, NULL) == BS_OK);
    bs_syncstate_close(state);
    return 0;
}

/* F50 */
static void what_was_sent_and_received_is_noted_on_a_full_disk_as_often_as_it_takes(void **state)
{
    (void)state;
    run_on_small_disk(settle_on_a_full_disk);
    fault_struck("F50", "tmpfs of 8 MiB, full", 2000);
}

static int prune_on_a_full_disk(void *context)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_safe safe;
    uint64_t n = 1, kept;
    size_t done = 1;

    (void)context;
    if (!small_disk_enter(dir.path, DISK)) {
        return NOT_ALLOWED;
    }
    outbox = sample_log(dir.path, 1);
    EXPECT(bs_outbox_prune(outbox, NULL, 0, 0, 10, NULL, NULL) == BS_OK);
    while (sample_append_sized(outbox, n + 1, BODY, NULL) == BS_OK) {
        n++;
    }
    EXPECT(n > 1000 && takes_room("kiosk.reserve"));
    bs_outbox_close(outbox); /* and to be opened again on a full disk is part of it */
    EXPECT(fill_disk());
    EXPECT(bs_outbox_open(dir.path, &outbox, NULL) == BS_OK);
    safe = all_safe(outbox);
    EXPECT(safe.to == n);
    while (done > 0) {
        EXPECT(bs_outbox_prune(outbox, &safe, 1, INT64_MAX, 100, &done, NULL) == BS_OK);
    }
    EXPECT(room() > MIB);
    for (kept = n; kept < n + 500; kept++) {
        EXPECT(sample_append_sized(outbox, kept + 1, BODY, NULL) == BS_OK);
    }
    EXPECT(bs_outbox_verify(outbox, NULL) == BS_OK && all_safe(outbox).to == kept);
    bs_outbox_close(outbox);
    return 0;
}

/* F50 */
static void a_full_disk_is_emptied_of_what_is_safe_and_takes_answers_again(void **state)
{
    (void)state;
    run_on_small_disk(prune_on_a_full_disk);
    fault_struck("F50", "tmpfs of 8 MiB, full", 1);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(each_file_has_its_reserve_and_it_is_written),
        IN_DIR(a_small_disk_is_left_to_the_answers),
        IN_DIR(one_that_was_cut_short_is_made_whole),
        IN_DIR(an_answer_never_has_the_reserve),
        IN_DIR(what_was_sent_and_received_is_noted_on_a_full_disk_as_often_as_it_takes),
        IN_DIR(a_full_disk_is_emptied_of_what_is_safe_and_takes_answers_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
