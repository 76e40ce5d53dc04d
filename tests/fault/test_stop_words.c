/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk ends at any step of what a connector does with words: what was acknowledged is there, the log has each record once,
 * and of words that are settled, nothing is left. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/held.h>
#include <buurtstem/outbox.h>

#include "fake_clock.h"
#include "held_samples.h"
#include "stop_folder.h"
#include "stop_steps.h"
#include "store_samples.h"

#define TYPED  "Bel Fatma op 0612345678"
#define MASKED "Bel Fatma op XXXXXXXXXX"

enum {
    BEFORE = 2,
    WORDS = 9,
    FIRST_VERSION = 20
}; /* records in the log; the number of the words */

/* ---- steps, which child processes take too ---- */

static bool is_done(enum bs_err rc)
{
    return rc == BS_OK;
}

static bool keep(struct bs_held *held)
{
    struct bs_held_comment comment = held_sample(WORDS, TYPED);

    return is_done(bs_held_keep_comment(held, &comment, NULL));
}

static bool release(struct bs_held *held)
{
    struct bs_uuid id = sample_id(WORDS);
    struct bs_held_record decision = held_sample_record(101, "decision", "{\"ruling\":1}");
    struct bs_held_record released = held_sample_record(102, "comment", MASKED);

    return is_done(bs_held_decide(held, &id, &decision, &released, NULL));
}

static bool take_back(struct bs_held *held)
{
    struct bs_uuid id = sample_id(WORDS);
    struct bs_held_record decision = held_sample_record(103, "decision", "{\"ruling\":0}");

    return is_done(bs_held_take_back(held, &id, &decision, NULL));
}

static bool hide(struct bs_held *held)
{
    struct bs_uuid id = sample_id(WORDS);
    struct bs_held_record decision = held_sample_record(104, "decision", "{\"ruling\":3}");

    return is_done(bs_held_decide(held, &id, &decision, NULL, NULL));
}

static bool pass_on(struct bs_held *held)
{
    struct bs_uuid id = sample_id(WORDS);
    struct bs_held_record decision = held_sample_record(105, "decision", "{\"ruling\":2}");

    return is_done(bs_held_pass_on(held, &id, BS_HELD_WITH_CONTACT, &decision, NULL));
}

static bool settle(struct bs_held *held)
{
    struct bs_uuid id = sample_id(WORDS);

    return is_done(bs_held_settle(held, &id, NULL));
}

static bool release_and_settle(struct bs_held *held)
{
    return release(held) && settle(held);
}

static enum bs_err append(void *self, const struct bs_uuid *id, const char *kind,
                          struct bs_bytes body, struct bs_error *err)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);

    return bs_outbox_append(self, id, kind, body, &clock, NULL, err);
}

/* Opens, takes the step if there is one, and hands over if it is to. */
static bool take(const struct stop_folder *kept, bool (*step)(struct bs_held *), bool hands_over)
{
    struct bs_outbox *outbox = NULL;
    struct bs_held *held = NULL;
    bool good = bs_held_open(kept->dir.path, &held, NULL) == BS_OK && (!step || step(held));

    if (good && hands_over) {
        good = bs_outbox_open(kept->dir.path, &outbox, NULL) == BS_OK &&
               bs_held_hand_over(held, append, outbox, NULL) == BS_OK;
    }
    bs_outbox_close(outbox);
    bs_held_close(held);
    return good;
}

static bool acknowledged(void *context, bool good)
{
    struct stop_folder *kept = context;

    *kept->done = good;
    return good;
}

/* ---- what is there afterwards ---- */

static void prepare_kept(void *context)
{
    struct stop_folder *kept = context;

    stop_folder_empty(kept);
    bs_outbox_close(sample_log(kept->dir.path, BEFORE));
    assert_true(take(kept, keep, false));
}

static void prepare_released(void *context)
{
    prepare_kept(context);
    assert_true(take(context, release, false));
}

static void prepare_settled(void *context)
{
    prepare_kept(context);
    assert_true(take(context, release_and_settle, false));
}

static bool is_left(const struct stop_folder *kept, const char *text)
{
    return held_sample_is_in(kept->dir.path, text);
}

/* Opens, so that what was under way is undone; -1 when the words are gone. */
static int state_of(const struct stop_folder *kept)
{
    struct bs_uuid id = sample_id(WORDS);
    struct bs_held_comment comment;
    enum bs_held_state state = BS_HELD_WAITING;
    struct bs_held *held = NULL;
    enum bs_err rc;

    assert_int_equal(bs_held_open(kept->dir.path, &held, NULL), BS_OK);
    rc = bs_held_read_comment(held, &id, &comment, &state, NULL);
    bs_held_close(held);
    assert_true(rc == BS_OK || rc == BS_NOTFOUND);
    assert_true(rc != BS_OK || strcmp(comment.text, TYPED) == 0);
    return rc == BS_OK ? (int)state : -1;
}

/* So many records came behind those from before: as many as have an id, so each of them once. */
static void assert_log(const struct stop_folder *kept, uint64_t more)
{
    struct bs_outbox_tip tip;
    struct bs_outbox *outbox = NULL;

    assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
    assert_int_equal(tip.seq, BEFORE + more);
}

/* ---- deciding ---- */

static bool run_release(void *context)
{
    return acknowledged(context, take(context, release, false));
}

static void check_released(void *context, long step)
{
    struct stop_folder *kept = context;
    int state = state_of(kept);

    assert_true(step != 0 || *kept->done);
    assert_true(state == BS_HELD_DECIDED || (state == BS_HELD_WAITING && !*kept->done));
    assert_true(take(kept, NULL, true));
    assert_log(kept, state == BS_HELD_DECIDED ? 1 : 0);
    assert_true(state == BS_HELD_DECIDED || take(kept, release, true));
    assert_log(kept, 1);
    assert_true(take(kept, settle, true));
    assert_log(kept, 2);
    assert_false(is_left(kept, TYPED));
}

static void words_are_decided_with_both_records_or_wait_on_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_kept, run_release, check_released};

    assert_true(stop_at_every_step(&stop, *state) >= 6);
}

static bool run_take_back(void *context)
{
    return acknowledged(context, take(context, take_back, false));
}

static void check_taken_back(void *context, long step)
{
    struct stop_folder *kept = context;
    int state = state_of(kept);

    assert_true(step != 0 || *kept->done);
    assert_true(state == BS_HELD_WAITING || (state == BS_HELD_DECIDED && !*kept->done));
    assert_int_equal(is_left(kept, MASKED), state == BS_HELD_DECIDED);
    assert_true(take(kept, NULL, true));
    assert_log(kept, state == BS_HELD_WAITING ? 2 : 1);
    assert_true(state == BS_HELD_WAITING || take(kept, take_back, false));
    assert_true(take(kept, hide, false));
    assert_true(take(kept, settle, true));
    assert_log(kept, 3);
    assert_false(is_left(kept, TYPED));
    assert_false(is_left(kept, MASKED));
}

static void a_release_is_taken_back_whole_or_not_at_all_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_released, run_take_back, check_taken_back};

    assert_true(stop_at_every_step(&stop, *state) >= 6);
}

static bool run_pass_on(void *context)
{
    return acknowledged(context, take(context, pass_on, false));
}

static void check_passed_on(void *context, long step)
{
    struct stop_folder *kept = context;
    int state = state_of(kept);

    assert_true(step != 0 || *kept->done);
    assert_true(state == BS_HELD_WITH_CONTACT || (state == BS_HELD_WAITING && !*kept->done));
    assert_true(take(kept, NULL, true));
    assert_log(kept, state == BS_HELD_WITH_CONTACT ? 1 : 0);
    assert_true(state == BS_HELD_WITH_CONTACT || take(kept, pass_on, true));
    assert_log(kept, 1);
    assert_int_equal(state_of(kept), BS_HELD_WITH_CONTACT);
}

static void words_are_passed_on_and_that_is_told_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_kept, run_pass_on, check_passed_on};

    assert_true(stop_at_every_step(&stop, *state) >= 5);
}

/* ---- settling, and handing over ---- */

static bool run_settle(void *context)
{
    return acknowledged(context, take(context, settle, false));
}

static void check_settled(void *context, long step)
{
    struct stop_folder *kept = context;
    int state = state_of(kept);

    assert_true(step != 0 || *kept->done);
    assert_true(state == -1 || (state == BS_HELD_DECIDED && !*kept->done));
    assert_int_equal(is_left(kept, TYPED), state == BS_HELD_DECIDED);
    assert_true(is_left(kept, MASKED));
    assert_true(state == -1 || take(kept, settle, false));
    assert_false(is_left(kept, TYPED));
    assert_true(take(kept, NULL, true));
    assert_log(kept, 2);
}

static void settled_words_are_gone_and_what_was_released_is_not_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_released, run_settle, check_settled};

    assert_true(stop_at_every_step(&stop, *state) >= 5);
}

static bool run_hand_over(void *context)
{
    return acknowledged(context, take(context, NULL, true));
}

static void check_handed_over(void *context, long step)
{
    struct stop_folder *kept = context;

    assert_true(step != 0 || *kept->done);
    assert_true(take(kept, NULL, true));
    assert_log(kept, 2);
    assert_true(take(kept, NULL, true));
    assert_log(kept, 2);
    assert_false(is_left(kept, TYPED));
}

static void what_is_due_reaches_the_log_once_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_settled, run_hand_over, check_handed_over};

    assert_true(stop_at_every_step(&stop, *state) >= 15);
}

/* ---- from the first version ---- */

static void prepare_first(void *context)
{
    struct stop_folder *kept = context;

    stop_folder_empty(kept);
    held_sample_first(kept->dir.path, FIRST_VERSION);
}

static bool run_nothing(void *context)
{
    return acknowledged(context, take(context, NULL, false));
}

static void check_first(void *context, long step)
{
    const struct stop_folder *kept = context;
    struct bs_held *held = NULL;
    int64_t count = 0;

    (void)step;
    assert_int_equal(bs_held_open(kept->dir.path, &held, NULL), BS_OK);
    assert_int_equal(bs_held_count_comments(held, &count, NULL), BS_OK);
    assert_int_equal(count, FIRST_VERSION);
    assert_int_equal(held_sample_marks(kept->dir.path, "FIRST-", NULL, NULL), FIRST_VERSION);
    for (uint64_t n = 1; n <= FIRST_VERSION; n++) {
        struct bs_uuid id = sample_id(n);
        struct bs_held_record decision = held_sample_record(1000 + n, "decision", "{}");

        assert_int_equal(bs_held_decide(held, &id, &decision, NULL, NULL), BS_OK);
        assert_int_equal(bs_held_settle(held, &id, NULL), BS_OK);
    }
    bs_held_close(held);
    assert_false(is_left(kept, "FIRST-"));
}

static void words_of_the_first_version_are_carried_over_once_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_first, run_nothing, check_first};

    assert_true(stop_at_every_step(&stop, *state) >= 2);
}

int main(void)
{
#define STOPPED(test) cmocka_unit_test_setup_teardown(test, stop_folder_make, stop_folder_remove)
    const struct CMUnitTest tests[] = {
        STOPPED(words_are_decided_with_both_records_or_wait_on_wherever_it_stops),
        STOPPED(a_release_is_taken_back_whole_or_not_at_all_wherever_it_stops),
        STOPPED(words_are_passed_on_and_that_is_told_wherever_it_stops),
        STOPPED(settled_words_are_gone_and_what_was_released_is_not_wherever_it_stops),
        STOPPED(what_is_due_reaches_the_log_once_wherever_it_stops),
        STOPPED(words_of_the_first_version_are_carried_over_once_wherever_it_stops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
