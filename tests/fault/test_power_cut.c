/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The power goes at every moment of a kiosk's life, and what was not synced is lost, kept or torn: every record that was
 * acknowledged is there, once, with its chain, and the kiosk goes on. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <buurtstem/outbox.h>

#include "child.h"
#include "disk_calls.h"
#include "fault_ledger.h"
#include "power_cut.h"
#include "store_samples.h"
#include "temp_dir.h"

static struct temp_dir lived, left; /* where the kiosk lived; what the power cut left */
static int trace_file = -1;

static int set_up(void **state)
{
    (void)state;
    temp_dir_make(&lived);
    temp_dir_make(&left);
    trace_file = memfd_create("trace", MFD_CLOEXEC);
    return trace_file < 0 || fcntl(trace_file, F_SETFL, O_APPEND) != 0 ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    close(trace_file);
    temp_dir_remove(&lived);
    temp_dir_remove(&left);
    return 0;
}

static void read_trace(struct bs_buf *trace)
{
    uint8_t block[4096];
    off_t at = 0;
    ssize_t got;

    bs_buf_init(trace, (size_t)64 * 1024 * 1024);
    while ((got = pread(trace_file, block, sizeof block, at)) > 0) {
        bs_buf_add(trace, block, (size_t)got);
        at += got;
    }
    assert_false(trace->over);
    assert_true(trace->len > 0);
}

/* ---- lives ---- */

static bool append_up_to(struct bs_outbox *outbox, uint64_t from, uint64_t to)
{
    bool good = true;

    for (uint64_t n = from; good && n <= to; n++) {
        good = sample_append(outbox, n, NULL, NULL) == BS_OK;
        if (good) {
            disk_acknowledge(n);
        }
    }
    return good;
}

/* Begins, saves, closes, opens, saves, and is still open when the trace ends. */
static int live(void *context)
{
    const struct disk_plan plan = {DISK_SOUND, DISK_CHANGES, 0, 0};
    struct bs_outbox *outbox = NULL;

    (void)context;
    disk_watch(lived.path, &plan, trace_file);
    if (bs_outbox_open(lived.path, &outbox, NULL) != BS_OK ||
        sample_epoch(outbox, 1, NULL) != BS_OK || !append_up_to(outbox, 1, 3)) {
        return 1;
    }
    bs_outbox_close(outbox);
    if (bs_outbox_open(lived.path, &outbox, NULL) != BS_OK || !append_up_to(outbox, 4, 6)) {
        return 1;
    }
    return 0;
}

/* Saves one record and is killed before call number *context, counted from the start of saving. */
static int live_and_be_killed(void *context)
{
    const struct disk_plan sound = {DISK_SOUND, DISK_CHANGES, 0, 0};
    struct bs_outbox *outbox = NULL;

    disk_watch(lived.path, &sound, trace_file);
    if (bs_outbox_open(lived.path, &outbox, NULL) != BS_OK ||
        sample_epoch(outbox, 1, NULL) != BS_OK || !append_up_to(outbox, 1, 2)) {
        return 1;
    }
    disk_stop_before(*(long *)context);
    return append_up_to(outbox, 3, 3) ? 0 : 1;
}

/* The next process saves the same record again. */
static int live_again(void *context)
{
    const struct disk_plan plan = {DISK_SOUND, DISK_CHANGES, 0, 0};
    struct bs_outbox *outbox = NULL;

    (void)context;
    disk_watch(lived.path, &plan, trace_file);
    return bs_outbox_open(lived.path, &outbox, NULL) == BS_OK && append_up_to(outbox, 3, 3) ? 0 : 1;
}

/* ---- and what is left of them ---- */

static void check_what_is_left(uint64_t acknowledged, size_t entry, const char *how)
{
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip = {.seq = 0};
    struct bs_error err = {0};
    enum bs_err rc;

    if (bs_outbox_open(left.path, &outbox, &err) != BS_OK) {
        fail_msg("cut after entry %zu, %s: %s", entry, how, err.text);
    }
    rc = bs_outbox_tip(outbox, &tip, NULL);
    assert_true(rc == BS_OK || (rc == BS_NOTFOUND && acknowledged == 0));
    if (tip.seq < acknowledged) {
        fail_msg("cut after entry %zu, %s: %ju records of %ju are left", entry, how,
                 (uintmax_t)tip.seq, (uintmax_t)acknowledged);
    }
    if (rc == BS_NOTFOUND) {
        assert_int_equal(sample_epoch(outbox, 1, NULL), BS_OK);
    }
    assert_int_equal(sample_append(outbox, tip.seq + 1, NULL, NULL), BS_OK);
    if (!sample_log_is(outbox, tip.seq + 1)) {
        fail_msg("cut after entry %zu, %s: the log is not whole", entry, how);
    }
    bs_outbox_close(outbox);
}

static void cut_and_check(struct bs_bytes trace, size_t entry, enum power_cut how, uint64_t seed)
{
    static const char *const words[] = {"all is lost", "nothing is lost", "some is lost"};
    struct bs_random random = bs_random_seeded(seed);
    uint64_t acknowledged;

    temp_dir_remove(&left);
    temp_dir_make(&left);
    acknowledged = power_cut_play(trace, entry, how, &random, left.path);
    check_what_is_left(acknowledged, entry, words[how]);
}

/* F55 */
static void every_acknowledged_record_survives_a_power_cut_at_any_moment(void **state)
{
    enum { SEEDS = 4 };
    struct bs_buf trace;
    size_t entries;

    (void)state;
    assert_int_equal(child_run(live, NULL), 0);
    read_trace(&trace);
    entries = power_cut_entries(bs_buf_bytes(&trace));
    assert_true(entries > 30);
    for (size_t entry = 0; entry <= entries; entry++) {
        cut_and_check(bs_buf_bytes(&trace), entry, POWER_CUT_LOSES_ALL, 0);
        cut_and_check(bs_buf_bytes(&trace), entry, POWER_CUT_LOSES_NOTHING, 0);
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            cut_and_check(bs_buf_bytes(&trace), entry, POWER_CUT_LOSES_SOME, seed * 1000 + entry);
        }
    }
    fault_struck("F55", "trace of the disk cut at each moment", entries * (SEEDS + 2));
    bs_buf_finish(&trace);
}

/*
 * What a killed process wrote but did not sync is there for the next one, as the system remembers it; acknowledging it
 * then must not rest on that memory.
 */
/* F55 F64 */
static void a_record_found_after_a_kill_is_made_durable_before_it_is_acknowledged(void **state)
{
    (void)state;
    for (long call = 1;; call++) {
        struct bs_buf trace;
        int status;

        temp_dir_remove(&lived);
        temp_dir_make(&lived);
        assert_int_equal(ftruncate(trace_file, 0), 0);
        status = child_run(live_and_be_killed, &call);
        if (status == 0) {
            fault_struck("F55", "killed, then without power", call - 1);
            fault_struck("F64", "killed, then without power", call - 1);
            return;
        }
        assert_int_equal(status, DISK_STOPPED);
        assert_int_equal(child_run(live_again, NULL), 0);
        read_trace(&trace);
        cut_and_check(bs_buf_bytes(&trace), power_cut_entries(bs_buf_bytes(&trace)),
                      POWER_CUT_LOSES_ALL, 0);
        bs_buf_finish(&trace);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            every_acknowledged_record_survives_a_power_cut_at_any_moment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_record_found_after_a_kill_is_made_durable_before_it_is_acknowledged, set_up,
            tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
