/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The way to central that is in use and the one that is to be tried, also when the power goes at any step. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/syncstate.h>

#include "stop_steps.h"
#include "temp_dir.h"

static struct temp_dir dir;
static struct bs_syncstate *sync_state;
static struct bs_contact back;

static int open_state(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return bs_syncstate_open(dir.path, &sync_state, NULL) == BS_OK ? 0 : -1;
}

static int close_state(void **state)
{
    (void)state;
    bs_syncstate_close(sync_state);
    sync_state = NULL;
    temp_dir_remove(&dir);
    return 0;
}

static void open_again(void)
{
    bs_syncstate_close(sync_state);
    sync_state = NULL;
    assert_int_equal(bs_syncstate_open(dir.path, &sync_state, NULL), BS_OK);
}

static const struct bs_contact *contact(int64_t serial, const char *server)
{
    static struct bs_contact made;

    memset(&made, 0, sizeof made);
    made.serial = serial;
    (void)snprintf(made.server, sizeof made.server, "%s", server);
    (void)snprintf(made.ca, sizeof made.ca, "PEM of %s", server);
    (void)snprintf(made.pins, sizeof made.pins, "sha256//%s", server);
    return &made;
}

static void is_contact(enum bs_contact_slot slot, int64_t serial, const char *server)
{
    const struct bs_contact *wanted = contact(serial, server);

    memset(&back, 0, sizeof back);
    assert_int_equal(bs_syncstate_contact(sync_state, slot, &back, NULL), BS_OK);
    assert_int_equal(back.serial, serial);
    assert_string_equal(back.server, wanted->server);
    assert_string_equal(back.ca, wanted->ca);
    assert_string_equal(back.pins, wanted->pins);
}

static void is_none(enum bs_contact_slot slot)
{
    assert_int_equal(bs_syncstate_contact(sync_state, slot, &back, NULL), BS_NOTFOUND);
}

static void before_a_bundle_said_so_there_is_no_contact(void **state)
{
    (void)state;
    is_none(BS_CONTACT_NOW);
    is_none(BS_CONTACT_NEXT);
}

static void a_candidate_changes_nothing_that_is_in_use(void **state)
{
    (void)state;
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(7, "https://a"), NULL), BS_OK);
    open_again();
    is_none(BS_CONTACT_NOW);
    is_contact(BS_CONTACT_NEXT, 7, "https://a");
}

static void a_newer_candidate_takes_the_place_of_the_older(void **state)
{
    (void)state;
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(7, "https://a"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(8, "https://b"), NULL), BS_OK);
    is_contact(BS_CONTACT_NEXT, 8, "https://b");
}

static void a_promoted_candidate_is_in_use_and_no_candidate_any_more(void **state)
{
    (void)state;
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(7, "https://a"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_promote_candidate(sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(8, "https://b"), NULL), BS_OK);
    open_again();
    is_contact(BS_CONTACT_NOW, 7, "https://a");
    is_contact(BS_CONTACT_NEXT, 8, "https://b");
    assert_int_equal(bs_syncstate_promote_candidate(sync_state, NULL), BS_OK);
    is_contact(BS_CONTACT_NOW, 8, "https://b");
    is_none(BS_CONTACT_NEXT);
}

static void without_a_candidate_nothing_is_promoted(void **state)
{
    (void)state;
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(7, "https://a"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_promote_candidate(sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_promote_candidate(sync_state, NULL), BS_NOTFOUND);
    is_contact(BS_CONTACT_NOW, 7, "https://a");
}

static void a_dropped_candidate_leaves_what_is_in_use(void **state)
{
    (void)state;
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(7, "https://a"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_promote_candidate(sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(8, "https://b"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_drop_candidate(sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_drop_candidate(sync_state, NULL), BS_OK);
    is_contact(BS_CONTACT_NOW, 7, "https://a");
    is_none(BS_CONTACT_NEXT);
}

static void the_longest_contact_comes_back_whole(void **state)
{
    static struct bs_contact longest;

    (void)state;
    memset(&longest, 0, sizeof longest);
    longest.serial = INT64_MAX;
    memset(longest.server, 's', sizeof longest.server - 1);
    memset(longest.ca, 'c', sizeof longest.ca - 1);
    memset(longest.pins, 'p', sizeof longest.pins - 1);
    assert_int_equal(bs_syncstate_put_candidate(sync_state, &longest, NULL), BS_OK);
    memset(&back, 0, sizeof back);
    assert_int_equal(bs_syncstate_contact(sync_state, BS_CONTACT_NEXT, &back, NULL), BS_OK);
    assert_memory_equal(&back, &longest, sizeof back);
}

static void an_enrolment_forgets_what_bundles_said(void **state)
{
    const struct bs_identity identity = {.kiosk = "k", .tenant = "GM1916", .server = "https://e"};

    (void)state;
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(7, "https://a"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_promote_candidate(sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(8, "https://b"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_set_identity(sync_state, &identity, NULL), BS_OK);
    is_none(BS_CONTACT_NOW);
    is_none(BS_CONTACT_NEXT);
}

static void the_highest_time_of_central_is_kept_with_the_status(void **state)
{
    struct bs_sync_status status = {.server_ms = 1772443296900}, got;

    (void)state;
    assert_int_equal(bs_syncstate_set_status(sync_state, &status, NULL), BS_OK);
    open_again();
    assert_int_equal(bs_syncstate_status(sync_state, &got, NULL), BS_OK);
    assert_int_equal(got.server_ms, 1772443296900);
}

static void an_enrolment_ends_what_a_clock_that_was_ahead_told(void **state)
{
    struct bs_sync_status status = {.server_ms = 4102444800000, .last_try_ms = 5}, got;
    int64_t by_hand_ms = 0;

    (void)state;
    assert_int_equal(bs_syncstate_set_status(sync_state, &status, NULL), BS_OK);
    assert_int_equal(bs_syncstate_note_by_hand(sync_state, 4102444800001, NULL), BS_OK);
    assert_int_equal(bs_syncstate_not_later(sync_state, 1772443296900, NULL), BS_OK);
    open_again();
    assert_int_equal(bs_syncstate_status(sync_state, &got, NULL), BS_OK);
    assert_int_equal(got.server_ms, 1772443296900);
    assert_int_equal(got.last_try_ms, 5);
    assert_int_equal(bs_syncstate_by_hand(sync_state, &by_hand_ms, NULL), BS_OK);
    assert_int_equal(by_hand_ms, 1772443296900);
}

static void an_enrolment_makes_nothing_later_than_it_was_told(void **state)
{
    struct bs_sync_status status = {.server_ms = 1772443296900}, got;
    int64_t by_hand_ms = 0;

    (void)state;
    assert_int_equal(bs_syncstate_set_status(sync_state, &status, NULL), BS_OK);
    assert_int_equal(bs_syncstate_note_by_hand(sync_state, 1772443296800, NULL), BS_OK);
    assert_int_equal(bs_syncstate_not_later(sync_state, 1772443296901, NULL), BS_OK);
    assert_int_equal(bs_syncstate_status(sync_state, &got, NULL), BS_OK);
    assert_int_equal(got.server_ms, 1772443296900);
    assert_int_equal(bs_syncstate_by_hand(sync_state, &by_hand_ms, NULL), BS_OK);
    assert_int_equal(by_hand_ms, 1772443296800);
}

/* ---- the power goes ---- */

static void in_use_and_to_be_tried(void *context)
{
    (void)context;
    close_state(NULL);
    open_state(NULL);
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(7, "https://a"), NULL), BS_OK);
    assert_int_equal(bs_syncstate_promote_candidate(sync_state, NULL), BS_OK);
    assert_int_equal(bs_syncstate_put_candidate(sync_state, contact(8, "https://b"), NULL), BS_OK);
    bs_syncstate_close(sync_state);
    sync_state = NULL;
}

static bool goes_over(void *context)
{
    struct bs_syncstate *own = NULL;

    (void)context;
    bool good = bs_syncstate_open(dir.path, &own, NULL) == BS_OK &&
                bs_syncstate_promote_candidate(own, NULL) == BS_OK &&
                bs_syncstate_put_candidate(own, contact(9, "https://c"), NULL) == BS_OK &&
                bs_syncstate_drop_candidate(own, NULL) == BS_OK;

    bs_syncstate_close(own);
    return good;
}

/* Whatever is in use is whole, and either the old way or the new one; a candidate is one that a bundle named. */
static void one_way_is_in_use(void *context, long step)
{
    (void)context;
    open_again();
    memset(&back, 0, sizeof back);
    assert_int_equal(bs_syncstate_contact(sync_state, BS_CONTACT_NOW, &back, NULL), BS_OK);
    assert_true(back.serial == 7 || back.serial == 8);
    is_contact(BS_CONTACT_NOW, back.serial, back.serial == 7 ? "https://a" : "https://b");
    if (back.serial == 7) {
        is_contact(BS_CONTACT_NEXT, 8, "https://b");
    } else if (bs_syncstate_contact(sync_state, BS_CONTACT_NEXT, &back, NULL) == BS_OK) {
        is_contact(BS_CONTACT_NEXT, 9, "https://c");
    }
    if (step == 0) {
        is_contact(BS_CONTACT_NOW, 8, "https://b");
        is_none(BS_CONTACT_NEXT);
    }
}

static void stopped_at_any_step_one_whole_way_is_in_use(void **state)
{
    const struct stop_case stop = {
        .prepare = in_use_and_to_be_tried, .run = goes_over, .check = one_way_is_in_use};

    (void)state;
    assert_true(stop_at_every_step(&stop, NULL) >= 10);
}

#define OPENED(test) cmocka_unit_test_setup_teardown(test, open_state, close_state)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPENED(before_a_bundle_said_so_there_is_no_contact),
        OPENED(a_candidate_changes_nothing_that_is_in_use),
        OPENED(a_newer_candidate_takes_the_place_of_the_older),
        OPENED(a_promoted_candidate_is_in_use_and_no_candidate_any_more),
        OPENED(without_a_candidate_nothing_is_promoted),
        OPENED(a_dropped_candidate_leaves_what_is_in_use),
        OPENED(the_longest_contact_comes_back_whole),
        OPENED(an_enrolment_forgets_what_bundles_said),
        OPENED(the_highest_time_of_central_is_kept_with_the_status),
        OPENED(an_enrolment_ends_what_a_clock_that_was_ahead_told),
        OPENED(an_enrolment_makes_nothing_later_than_it_was_told),
        OPENED(stopped_at_any_step_one_whole_way_is_in_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
