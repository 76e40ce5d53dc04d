/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk ends at any step of carrying an epoch over: either nothing has changed, or the old epoch has ended and all of
 * what was above it stands in the new one, once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include <buurtstem/outbox.h>

#include "epoch_samples.h"
#include "fake_clock.h"
#include "stop_folder.h"
#include "stop_steps.h"
#include "store_samples.h"

enum { BEFORE = 6, FROM = 4 };

static void prepare_log(void *context)
{
    struct stop_folder *kept = context;

    stop_folder_empty(kept);
    bs_outbox_close(sample_log(kept->dir.path, BEFORE));
}

static enum bs_err carry(struct bs_outbox *outbox)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_random random = bs_random_seeded(7);
    struct bs_outbox_tip tip;
    enum bs_err rc = bs_outbox_epoch(outbox, 0, &tip, NULL);

    return rc == BS_OK
               ? bs_outbox_carry_over(outbox, tip.epoch, FROM, "forked", &clock, &random, NULL)
               : rc;
}

static bool carry_over(void *context)
{
    struct stop_folder *kept = context;
    struct bs_outbox *outbox = NULL;
    bool good = bs_outbox_open(kept->dir.path, &outbox, NULL) == BS_OK && carry(outbox) == BS_OK;

    *kept->done = good;
    bs_outbox_close(outbox);
    return good;
}

static void assert_carried(struct bs_outbox *outbox, const struct bs_outbox_tip *old)
{
    struct bs_carried carried;
    struct bs_outbox_tip tip;

    assert_int_equal(bs_outbox_epoch(outbox, 2, &tip, NULL), BS_NOTFOUND);
    assert_int_equal(bs_outbox_epoch(outbox, 1, &tip, NULL), BS_OK);
    assert_int_equal(tip.seq, BEFORE - FROM + 2);
    assert_int_equal(old->send_to, FROM - 1);
    assert_true(epoch_sample_carried(outbox, tip.epoch, 1, &carried));
    assert_true(carried.from == FROM && carried.tip == BEFORE && carried.kept == BEFORE - FROM + 1);
    for (uint64_t n = FROM; n <= BEFORE; n++) {
        assert_true(epoch_sample_same(outbox, old->epoch, n, tip.epoch, n - FROM + 2));
    }
}

static void check_carried(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_outbox_tip old, tip;
    struct bs_outbox *outbox;

    assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_epoch(outbox, 0, &old, NULL), BS_OK);
    assert_int_equal(old.seq, BEFORE);
    assert_true(step != 0 || old.has_ended);
    assert_true(!*kept->done || old.has_ended);
    if (!old.has_ended) {
        assert_int_equal(bs_outbox_epoch(outbox, 1, &tip, NULL), BS_NOTFOUND);
        assert_true(sample_log_is(outbox, BEFORE));
        assert_int_equal(carry(outbox), BS_OK);
    }
    assert_int_equal(carry(outbox), BS_REFUSED);
    assert_int_equal(bs_outbox_epoch(outbox, 0, &old, NULL), BS_OK);
    assert_carried(outbox, &old);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
}

static void it_is_carried_over_wholly_or_not_at_all_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_log, carry_over, check_carried};

    assert_true(stop_at_every_step(&stop, *state) >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_carried_over_wholly_or_not_at_all_wherever_it_stops,
                                        stop_folder_make, stop_folder_remove)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
