/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* An epoch ends and what was above goes on in a new one. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/carried.h>
#include <buurtstem/outbox.h>

#include "epoch_samples.h"
#include "fake_clock.h"
#include "outbox_p.h"
#include "store_samples.h"
#include "temp_dir.h"

#define DAY_MS (24LL * 60 * 60 * 1000)

static struct temp_dir dir;
static struct fake_clock fake;
static struct bs_clock clock_;
static struct bs_random random_;
static struct bs_outbox *outbox;
static char first[BS_EPOCH_TEXT];

static int make_log(void **state)
{
    struct bs_outbox_tip tip;

    (void)state;
    temp_dir_make(&dir);
    clock_ = fake_clock_make(&fake);
    random_ = bs_random_seeded(99);
    outbox = sample_log(dir.path, 6);
    if (bs_outbox_tip(outbox, &tip, NULL) != BS_OK) {
        return -1;
    }
    memcpy(first, tip.epoch, sizeof first);
    return 0;
}

static int remove_log(void **state)
{
    (void)state;
    bs_outbox_close(outbox);
    temp_dir_remove(&dir);
    return 0;
}

static enum bs_err carry(const char *epoch, uint64_t from_seq, const char *why)
{
    return bs_outbox_carry_over(outbox, epoch, from_seq, why, &clock_, &random_, NULL);
}

static struct bs_outbox_tip tip_of(size_t index)
{
    struct bs_outbox_tip tip;

    assert_int_equal(bs_outbox_epoch(outbox, index, &tip, NULL), BS_OK);
    return tip;
}

static void assert_carried(size_t index, uint64_t from, uint64_t tip, uint64_t kept)
{
    struct bs_carried carried;

    assert_true(epoch_sample_carried(outbox, tip_of(index).epoch, 1, &carried));
    assert_string_equal(carried.epoch, first);
    assert_true(carried.from == from && carried.tip == tip && carried.kept == kept);
}

static void what_is_above_goes_on_behind_a_record_that_says_so(void **state)
{
    struct bs_carried carried;

    (void)state;
    assert_int_equal(carry(first, 4, "forked"), BS_OK);
    assert_true(tip_of(0).has_ended && tip_of(0).seq == 6 && tip_of(0).send_to == 3);
    assert_true(!tip_of(1).has_ended && tip_of(1).seq == 4);
    assert_true(epoch_sample_carried(outbox, tip_of(1).epoch, 1, &carried));
    assert_string_equal(carried.epoch, first);
    assert_string_equal(carried.why, "forked");
    assert_true(carried.from == 4 && carried.tip == 6 && carried.kept == 3);
    assert_true(carried.range_count == 1 && carried.ranges[0].first == 4 &&
                carried.ranges[0].last == 6);
    for (uint64_t n = 4; n <= 6; n++) {
        assert_true(epoch_sample_same(outbox, first, n, tip_of(1).epoch, n - 2));
    }
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
}

static void the_new_epoch_goes_on_with_new_records(void **state)
{
    uint64_t seq;

    (void)state;
    assert_int_equal(carry(first, 4, "forked"), BS_OK);
    assert_int_equal(sample_append(outbox, 7, &seq, NULL), BS_OK);
    assert_int_equal(seq, 5);
    assert_int_equal(sample_append(outbox, 6, &seq, NULL), BS_OK);
    assert_int_equal(seq, 4);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
}

static void a_log_that_was_put_back_goes_on_behind_its_end(void **state)
{
    struct bs_carried carried;

    (void)state;
    assert_int_equal(carry(first, 7, "restored"), BS_OK);
    assert_true(tip_of(0).has_ended && tip_of(0).send_to == 6 && tip_of(1).seq == 1);
    assert_true(epoch_sample_carried(outbox, tip_of(1).epoch, 1, &carried));
    assert_true(carried.from == 7 && carried.tip == 6 && carried.kept == 0);
    assert_int_equal(carried.range_count, 0);
}

static void all_of_an_epoch_can_go_on(void **state)
{
    (void)state;
    assert_int_equal(carry(first, 1, "forked"), BS_OK);
    assert_true(tip_of(0).send_to == 0 && tip_of(1).seq == 7);
    assert_carried(1, 1, 6, 6);
}

static void what_was_erased_stays_behind(void **state)
{
    struct bs_outbox_safe safe = {.to = 4};
    struct bs_carried carried;

    (void)state;
    memcpy(safe.epoch, first, sizeof first);
    assert_int_equal(bs_outbox_prune(outbox, &safe, 1, INT64_MAX, 1000, NULL, NULL), BS_OK);
    assert_int_equal(carry(first, 2, "forked"), BS_OK);
    assert_true(epoch_sample_carried(outbox, tip_of(1).epoch, 1, &carried));
    assert_true(carried.from == 2 && carried.tip == 6 && carried.kept == 2);
    assert_true(carried.ranges[0].first == 5 && carried.ranges[0].last == 6);
    assert_int_equal(tip_of(1).seq, 3);
}

static void it_is_done_at_most_once_a_day(void **state)
{
    struct bs_outbox_tip before;

    (void)state;
    assert_int_equal(carry(first, 4, "forked"), BS_OK);
    before = tip_of(1);
    fake_clock_advance(&fake, DAY_MS - 1);
    assert_int_equal(carry(before.epoch, 2, "forked"), BS_REFUSED);
    assert_false(tip_of(1).has_ended);
    fake_clock_advance(&fake, 1);
    assert_int_equal(carry(before.epoch, 2, "forked"), BS_OK);
    assert_true(tip_of(1).has_ended && tip_of(2).seq == 4);
}

static void a_clock_that_went_back_far_does_not_forbid_it(void **state)
{
    (void)state;
    assert_int_equal(carry(first, 4, "forked"), BS_OK);
    fake.wall_ms = 1000;
    assert_int_equal(carry(tip_of(1).epoch, 2, "forked"), BS_OK);
}

static void an_epoch_that_was_begun_for_another_reason_does_not_count(void **state)
{
    (void)state;
    assert_int_equal(
        bs_outbox_begin_epoch(outbox, SAMPLE_KIOSK, "renamed", fake.wall_ms, &random_, NULL),
        BS_OK);
    assert_int_equal(carry(first, 4, "forked"), BS_OK);
}

static void an_epoch_ends_only_once_at_a_place(void **state)
{
    (void)state;
    assert_int_equal(carry(first, 4, "forked"), BS_OK);
    fake_clock_advance(&fake, 2 * DAY_MS);
    assert_int_equal(carry(first, 4, "forked"), BS_REFUSED);
    assert_int_equal(carry(first, 5, "forked"), BS_REFUSED);
    assert_int_equal(bs_outbox_epoch(outbox, 2, &(struct bs_outbox_tip){.seq = 0}, NULL),
                     BS_NOTFOUND);
}

static void when_it_ends_lower_only_what_lies_between_goes_on(void **state)
{
    struct bs_carried carried;

    (void)state;
    assert_int_equal(carry(first, 5, "forked"), BS_OK);
    fake_clock_advance(&fake, 2 * DAY_MS);
    assert_int_equal(carry(first, 3, "forked"), BS_OK);
    assert_int_equal(tip_of(0).send_to, 2);
    assert_true(epoch_sample_carried(outbox, tip_of(2).epoch, 1, &carried));
    assert_true(carried.from == 3 && carried.tip == 4 && carried.kept == 2);
    assert_int_equal(tip_of(2).seq, 3);
    assert_true(epoch_sample_same(outbox, first, 4, tip_of(2).epoch, 3));
}

static void what_is_wrong_changes_nothing(void **state)
{
    (void)state;
    assert_int_equal(carry("ffffffffffffffff", 1, "forked"), BS_NOTFOUND);
    assert_int_equal(carry(first, 0, "forked"), BS_BAD);
    assert_int_equal(carry(first, 8, "forked"), BS_BAD);
    assert_int_equal(carry(first, 4, "damaged"), BS_BAD);
    assert_true(!tip_of(0).has_ended && tip_of(0).send_to == 6);
    assert_true(sample_log_is(outbox, 6));
}

static void many_holes_are_cut_after_sixty_four_ranges(void **state)
{
    struct bs_carried carried = {.from = 1, .tip = 1000};

    (void)state;
    for (uint64_t seq = 1; seq <= 127; seq += 2) {
        outbox_carried_keep(&carried, seq);
    }
    assert_true(carried.range_count == 64 && !carried.is_cut && carried.kept == 64);
    outbox_carried_keep(&carried, 128);
    assert_true(carried.range_count == 64 && !carried.is_cut && carried.ranges[63].last == 128);
    outbox_carried_keep(&carried, 130);
    outbox_carried_keep(&carried, 131);
    assert_true(carried.range_count == 64 && carried.is_cut && carried.kept == 67);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_log, remove_log)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_above_goes_on_behind_a_record_that_says_so),
        TEST(the_new_epoch_goes_on_with_new_records),
        TEST(a_log_that_was_put_back_goes_on_behind_its_end),
        TEST(all_of_an_epoch_can_go_on),
        TEST(what_was_erased_stays_behind),
        TEST(it_is_done_at_most_once_a_day),
        TEST(a_clock_that_went_back_far_does_not_forbid_it),
        TEST(an_epoch_that_was_begun_for_another_reason_does_not_count),
        TEST(an_epoch_ends_only_once_at_a_place),
        TEST(when_it_ends_lower_only_what_lies_between_goes_on),
        TEST(what_is_wrong_changes_nothing),
        cmocka_unit_test(many_holes_are_cut_after_sixty_four_ranges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
