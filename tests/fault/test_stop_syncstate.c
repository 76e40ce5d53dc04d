/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* syncd ends at any step of settling a receipt, noting what it sends or switching the bundle: the old or the new is
 * there, never half of each, and doing it again changes nothing more. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/syncstate.h>

#include "fault_ledger.h"
#include "stop_folder.h"
#include "stop_steps.h"

#define EPOCH  "0123456789abcdef"
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct bs_receipt old_receipt(void)
{
    return (struct bs_receipt){
        .epoch = EPOCH,
        .complete_to = 7,
        .hash_at_complete_to = HASH_A,
        .backup_complete_to = 2,
        .set_aside_count = 2,
        .set_aside = {3, 6},
    };
}

/* Goes back, as after central was restored. */
static struct bs_receipt new_receipt(void)
{
    return (struct bs_receipt){
        .epoch = EPOCH,
        .complete_to = 5,
        .hash_at_complete_to = HASH_B,
        .backup_complete_to = 5,
        .set_aside_count = 1,
        .set_aside = {4},
    };
}

static enum bs_err put(struct bs_syncstate *state, int64_t serial, const char *bundle)
{
    const struct bs_bundle_meta meta = {.serial = serial, .etag = "\"e\"", .received_ms = serial};

    return bs_catalogue_put(state, &meta, bs_bytes_of(bundle), NULL);
}

static void prepare(void *context)
{
    struct stop_folder *kept = context;
    struct bs_receipt receipt = old_receipt();
    struct bs_syncstate *state;

    stop_folder_empty(kept);
    assert_int_equal(bs_syncstate_open(kept->dir.path, &state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_note_sent(state, EPOCH, 9, NULL), BS_OK);
    assert_int_equal(bs_syncstate_settle(state, &receipt, 100, NULL), BS_OK);
    assert_int_equal(put(state, 1, "{\"serial\":1}"), BS_OK);
    bs_syncstate_close(state);
}

static struct bs_syncstate *open_again(const struct stop_folder *kept)
{
    struct bs_syncstate *state;

    assert_int_equal(bs_syncstate_open(kept->dir.path, &state, NULL), BS_OK);
    return state;
}

/* ---- settle ---- */

static bool settle(void *context)
{
    struct stop_folder *kept = context;
    struct bs_receipt receipt = new_receipt();
    struct bs_syncstate *state = NULL;

    if (bs_syncstate_open(kept->dir.path, &state, NULL) != BS_OK ||
        bs_syncstate_settle(state, &receipt, 200, NULL) != BS_OK) {
        return false;
    }
    *kept->done = true;
    bs_syncstate_close(state);
    return true;
}

static bool is_settled_as(struct bs_syncstate *state, const struct bs_receipt *receipt, int64_t at)
{
    struct bs_position position;

    assert_int_equal(bs_syncstate_position(state, EPOCH, &position, NULL), BS_OK);
    assert_int_equal(position.sent_to, 9);
    return position.complete_to == receipt->complete_to &&
           position.backup_complete_to == receipt->backup_complete_to &&
           strcmp(position.hash_at_complete_to, receipt->hash_at_complete_to) == 0 &&
           position.receipt_at_ms == at;
}

static void check_settled(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_receipt before = old_receipt(), after = new_receipt();
    struct bs_syncstate *state = open_again(kept);
    bool is_new = is_settled_as(state, &after, 200);

    assert_true(step != 0 || *kept->done);
    assert_true(is_new || is_settled_as(state, &before, 100));
    assert_true(is_new || !*kept->done);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(bs_syncstate_settle(state, &after, 200, NULL), BS_OK);
        assert_true(is_settled_as(state, &after, 200));
    }
    bs_syncstate_close(state);
}

/* F64 */
static void a_receipt_is_settled_or_not_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare, settle, check_settled};

    long steps = stop_at_every_step(&stop, *state);

    assert_true(steps >= 5);
    fault_struck("F64", "stop at every step", steps);
}

/* ---- the catalogue ---- */

static bool switch_bundle(void *context)
{
    struct stop_folder *kept = context;
    struct bs_syncstate *state = NULL;

    if (bs_syncstate_open(kept->dir.path, &state, NULL) != BS_OK ||
        put(state, 2, "{\"serial\":2}") != BS_OK) {
        return false;
    }
    *kept->done = true;
    bs_syncstate_close(state);
    return true;
}

/* Its serial, after looking that content and meta belong together. */
static int64_t serial_held(struct bs_syncstate *state)
{
    struct bs_bundle_meta meta;
    struct bs_buf bundle;

    bs_buf_init(&bundle, BS_BUNDLE_BYTES_MAX);
    assert_int_equal(bs_catalogue_get(state, &meta, &bundle, NULL), BS_OK);
    assert_true(meta.received_ms == meta.serial);
    assert_string_equal(bs_buf_string(&bundle),
                        meta.serial == 1 ? "{\"serial\":1}" : "{\"serial\":2}");
    bs_buf_finish(&bundle);
    return meta.serial;
}

static void check_bundle(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_syncstate *state = open_again(kept);
    int64_t serial = serial_held(state);

    (void)step;
    assert_true(serial == 1 || serial == 2);
    assert_true(serial == 2 || !*kept->done);
    assert_int_equal(put(state, 2, "{\"serial\":2}"), BS_OK);
    assert_true(serial_held(state) == 2);
    assert_int_equal(put(state, 1, "{\"serial\":1}"), BS_REFUSED);
    bs_syncstate_close(state);
}

/* F64 */
static void a_bundle_is_switched_or_not_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare, switch_bundle, check_bundle};

    long steps = stop_at_every_step(&stop, *state);

    assert_true(steps >= 5);
    fault_struck("F64", "stop at every step", steps);
}

/* ---- what is sent ---- */

static bool note_sent(void *context)
{
    struct stop_folder *kept = context;
    struct bs_syncstate *state = NULL;

    if (bs_syncstate_open(kept->dir.path, &state, NULL) != BS_OK ||
        bs_syncstate_note_sent(state, EPOCH, 12, NULL) != BS_OK) {
        return false;
    }
    *kept->done = true;
    bs_syncstate_close(state);
    return true;
}

static void check_sent(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_syncstate *state = open_again(kept);
    struct bs_position position;

    (void)step;
    assert_int_equal(bs_syncstate_position(state, EPOCH, &position, NULL), BS_OK);
    assert_true(position.sent_to == 9 || position.sent_to == 12);
    assert_true(position.sent_to == 12 || !*kept->done);
    assert_int_equal(position.complete_to, 7);
    bs_syncstate_close(state);
}

/* F64 */
static void what_is_sent_is_noted_or_not_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare, note_sent, check_sent};

    long steps = stop_at_every_step(&stop, *state);

    assert_true(steps >= 2);
    fault_struck("F64", "stop at every step", steps);
}

#define SHARED(test) cmocka_unit_test_setup_teardown(test, stop_folder_make, stop_folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHARED(a_receipt_is_settled_or_not_wherever_it_stops),
        SHARED(a_bundle_is_switched_or_not_wherever_it_stops),
        SHARED(what_is_sent_is_noted_or_not_wherever_it_stops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
