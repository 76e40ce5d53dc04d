/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk ends at any step of saving a damaged log: until the new file is whole nobody opens it, and once it is, every
 * record that could be read stands there once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <buurtstem/outbox.h>

#include "epoch_samples.h"
#include "fake_clock.h"
#include "stop_folder.h"
#include "stop_steps.h"
#include "store_samples.h"

enum { RECORDS = 6, COUNTS = 10 };

/* A log whose header is gone; its records are not. */
static void prepare_damaged(void *context)
{
    static const char rubbish[100] = "rubbish";
    struct stop_folder *kept = context;
    char path[TEMP_DIR_PATH];
    int fd;

    stop_folder_empty(kept);
    bs_outbox_close(sample_log(kept->dir.path, RECORDS));
    fd = open(temp_dir_file(&kept->dir, "kiosk.db", path), O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, rubbish, sizeof rubbish, 0), sizeof rubbish);
    close(fd);
}

static enum bs_err salvage(const struct stop_folder *kept, struct bs_outbox_salvaged *out)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_random random = bs_random_seeded(7);

    return bs_outbox_salvage(kept->dir.path, SAMPLE_KIOSK, NULL, 0, &clock, &random, out, NULL);
}

static bool save(void *context)
{
    struct stop_folder *kept = context;
    struct bs_outbox_salvaged out;
    bool good = salvage(kept, &out) == BS_OK && out.kept == RECORDS;

    *kept->done = good;
    return good;
}

static void check_saved(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_outbox_salvaged out = {.kept = 0};
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;
    struct bs_carried carried;
    unsigned counts[COUNTS];
    enum bs_err rc = bs_outbox_open(kept->dir.path, &outbox, NULL);

    assert_true(rc == BS_OK || rc == BS_BROKEN);
    assert_true(step != 0 || rc == BS_OK);
    if (rc == BS_BROKEN) {
        bool damaged = false;

        assert_false(*kept->done);
        assert_int_equal(bs_outbox_is_damaged(kept->dir.path, &damaged, NULL), BS_OK);
        assert_true(damaged);
        assert_int_equal(salvage(kept, &out), BS_OK);
        assert_true(temp_dir_has(&kept->dir, out.aside));
        assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    }
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_epoch(outbox, 1, &tip, NULL), BS_NOTFOUND);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(tip.seq, RECORDS + 1);
    assert_true(epoch_sample_carried(outbox, tip.epoch, 1, &carried));
    assert_int_equal(carried.kept, RECORDS);
    assert_true(epoch_sample_counts(outbox, counts, COUNTS));
    for (uint64_t n = 1; n <= RECORDS; n++) {
        assert_int_equal(counts[n], 1);
    }
    assert_int_equal(sample_append(outbox, RECORDS + 1, NULL, NULL), BS_OK);
    bs_outbox_close(outbox);
    assert_false(temp_dir_has(&kept->dir, "kiosk.db-salvage"));
}

static void every_record_goes_on_once_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_damaged, save, check_saved};

    assert_true(stop_at_every_step(&stop, *state) >= 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        every_record_goes_on_once_wherever_it_stops, stop_folder_make, stop_folder_remove)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
