/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A stolen token cannot send without end, and a kiosk with a million records is not held up. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "fault_ledger.h"
#include "flow.h"

enum { MINUTE_MS = 60000 };

static int64_t take(struct flow *flow, const char *kiosk, size_t batches, size_t records,
                    int64_t now_ms)
{
    return flow_take(
        flow, kiosk,
        &(struct flow_amount){.batches = batches, .records = records, .bytes = records * 600},
        now_ms);
}

static void a_million_records_come_in_at_once(void **state)
{
    struct flow *flow = flow_create();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(take(flow, "kiosk-1", 1, 1000, 0), 0);
    }
    flow_destroy(flow);
}

static void a_million_records_come_in_at_once_fifty_at_a_time(void **state)
{
    struct flow *flow = flow_create();

    (void)state;
    for (int i = 0; i < 20000; i++) {
        assert_int_equal(take(flow, "kiosk-1", 1, 50, 0), 0);
    }
    flow_destroy(flow);
}

/* F74 */
static void a_flood_of_batches_waits_and_others_do_not(void **state)
{
    struct flow *flow = flow_create();
    size_t refused = 0;
    int64_t wait_ms;

    (void)state;
    for (int i = 0; i < FLOW_BATCHES; i++) {
        assert_int_equal(take(flow, "kiosk-1", 1, 1, 0), 0);
    }
    wait_ms = take(flow, "kiosk-1", 1, 1, 0);
    assert_in_range(wait_ms, 1, MINUTE_MS / FLOW_BATCHES_MINUTE + 1);
    refused += wait_ms > 0 ? 1 : 0;
    assert_int_equal(take(flow, "kiosk-2", 1, 1, 0), 0);
    assert_int_equal(take(flow, "kiosk-1", 1, 1, wait_ms), 0);
    assert_true(take(flow, "kiosk-1", 1, 1, wait_ms) > 0);
    fault_struck("F74", "more batches than a kiosk may send", refused);
    flow_destroy(flow);
}

/* F74 */
static void a_flood_of_records_waits_until_there_is_room_for_the_batch(void **state)
{
    struct flow *flow = flow_create();
    int64_t wait_ms;

    (void)state;
    for (int i = 0; i < FLOW_RECORDS / 1000; i++) {
        assert_int_equal(take(flow, "kiosk-1", 0, 1000, 0), 0);
    }
    wait_ms = take(flow, "kiosk-1", 0, 1000, 0);
    assert_in_range(wait_ms, MINUTE_MS / 3, MINUTE_MS);
    assert_true(take(flow, "kiosk-1", 0, 1000, wait_ms - 2) > 0);
    assert_int_equal(take(flow, "kiosk-1", 0, 1000, wait_ms), 0);
    fault_struck("F74", "more records than a kiosk may send", 1);
    flow_destroy(flow);
}

static void what_was_refused_takes_nothing(void **state)
{
    struct flow *flow = flow_create();
    int64_t wait_ms;

    (void)state;
    assert_int_equal(take(flow, "kiosk-1", FLOW_BATCHES, 0, 0), 0);
    wait_ms = take(flow, "kiosk-1", 1, 1000, 0);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(take(flow, "kiosk-1", 1, 1000, 0), wait_ms);
    }
    flow_destroy(flow);
}

static void more_kiosks_than_there_is_room_for_push_out_the_quietest(void **state)
{
    struct flow *flow = flow_create();
    char kiosk[32];

    (void)state;
    assert_int_equal(take(flow, "loud", FLOW_BATCHES, 0, 0), 0);
    for (int i = 0; i < FLOW_KIOSKS_MAX - 1; i++) {
        (void)snprintf(kiosk, sizeof(kiosk), "kiosk-%d", i);
        assert_int_equal(take(flow, kiosk, 1, 0, 1), 0);
    }
    assert_true(take(flow, "loud", FLOW_BATCHES, 0, 2) > 0);
    assert_int_equal(take(flow, "one-more", 1, 0, 3), 0);
    assert_true(take(flow, "loud", FLOW_BATCHES, 0, 4) > 0);
    flow_destroy(flow);
}

static void a_clock_that_stands_still_or_goes_back_gives_nothing(void **state)
{
    struct flow *flow = flow_create();

    (void)state;
    assert_int_equal(take(flow, "kiosk-1", FLOW_BATCHES, 0, 1000), 0);
    assert_true(take(flow, "kiosk-1", 1, 0, 1000) > 0);
    assert_true(take(flow, "kiosk-1", 1, 0, 0) > 0);
    flow_destroy(flow);
}

static void two_million_records_of_two_kilobytes_come_in_at_once(void **state)
{
    const struct flow_amount amount = {.records = FLOW_RECORDS,
                                       .bytes = (size_t)FLOW_RECORDS * 2048};
    struct flow *flow = flow_create();

    (void)state;
    assert_int_equal(flow_take(flow, "kiosk-1", &amount, 0), 0);
    flow_destroy(flow);
}

/* F74: the largest records there are would be 32 GiB. */
static void a_flood_of_large_records_waits(void **state)
{
    const struct flow_amount batch = {.batches = 1, .records = 31, .bytes = 512 * 1024};
    struct flow *flow = flow_create();
    int64_t wait_ms = 0;
    uint64_t bytes = 0;

    (void)state;
    for (int i = 0; i < FLOW_BATCHES && wait_ms == 0; i++) {
        wait_ms = flow_take(flow, "kiosk-1", &batch, 0);
        bytes += wait_ms == 0 ? batch.bytes : 0;
    }
    assert_int_equal(bytes, FLOW_BYTES);
    assert_in_range(wait_ms, MINUTE_MS / 8, MINUTE_MS / 8 + 1);
    assert_int_equal(flow_take(flow, "kiosk-1", &batch, wait_ms), 0);
    fault_struck("F74", "more bytes than a kiosk may send", 1);
    flow_destroy(flow);
}

static void what_is_said_a_few_times_an_hour_has_measures_of_its_own(void **state)
{
    static const struct flow_amount one[] = {{.notes = 1}, {.tokens = 1}, {.looks = 1}};
    static const size_t most[] = {FLOW_NOTES, FLOW_TOKENS, FLOW_LOOKS};
    struct flow *flow = flow_create();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        for (size_t taken = 0; taken < most[i]; taken++) {
            assert_int_equal(flow_take(flow, "kiosk-1", &one[i], 0), 0);
        }
        assert_true(flow_take(flow, "kiosk-1", &one[i], 0) > 0);
    }
    assert_int_equal(take(flow, "kiosk-1", 1, 1000, 0), 0);
    flow_destroy(flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_records_come_in_at_once),
        cmocka_unit_test(a_million_records_come_in_at_once_fifty_at_a_time),
        cmocka_unit_test(a_flood_of_batches_waits_and_others_do_not),
        cmocka_unit_test(a_flood_of_records_waits_until_there_is_room_for_the_batch),
        cmocka_unit_test(two_million_records_of_two_kilobytes_come_in_at_once),
        cmocka_unit_test(a_flood_of_large_records_waits),
        cmocka_unit_test(what_is_said_a_few_times_an_hour_has_measures_of_its_own),
        cmocka_unit_test(what_was_refused_takes_nothing),
        cmocka_unit_test(more_kiosks_than_there_is_room_for_push_out_the_quietest),
        cmocka_unit_test(a_clock_that_stands_still_or_goes_back_gives_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
