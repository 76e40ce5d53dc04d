/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk ends at any step of keeping words, of handing records to the log at closing time, or of setting the programme of
 * now: what was acknowledged is there, nothing is lost on its way to the log, and the log has it once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/held.h>
#include <buurtstem/outbox.h>

#include "fake_clock.h"
#include "stop_folder.h"
#include "stop_steps.h"
#include "store_samples.h"

enum { BEFORE = 2, WAITING = 3 };

static const struct bs_date TODAY = {2026, 11, 22};

/* ---- keeping words ---- */

static bool keep_words(struct bs_held *held)
{
    struct bs_held_comment comment = {.id = sample_id(9),
                                      .submission = "019cadda-541c-7f07-b2c8-6a5b4c3d2e1f",
                                      .programme = "afval-kiezen",
                                      .version = 1,
                                      .place = "prinsenhof",
                                      .lang = "nl",
                                      .text = "De speeltuin is kapot"};

    return bs_held_keep_comment(held, &comment, NULL) == BS_OK;
}

static bool open_and_keep(void *context)
{
    struct stop_folder *kept = context;
    struct bs_held *held = NULL;
    bool good = bs_held_open(kept->dir.path, &held, NULL) == BS_OK && keep_words(held);

    *kept->done = good;
    bs_held_close(held);
    return good;
}

static void check_words(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_held *held = NULL;
    int64_t count = -1;

    assert_true(step != 0 || *kept->done);
    assert_int_equal(bs_held_open(kept->dir.path, &held, NULL), BS_OK);
    assert_int_equal(bs_held_count_comments(held, &count, NULL), BS_OK);
    assert_true(count == 0 || count == 1);
    assert_true(count == 1 || !*kept->done);
    assert_true(keep_words(held));
    assert_int_equal(bs_held_count_comments(held, &count, NULL), BS_OK);
    assert_int_equal(count, 1);
    bs_held_close(held);
}

static void words_are_kept_whole_or_not_at_all_wherever_it_stops(void **state)
{
    const struct stop_case stop = {stop_folder_empty, open_and_keep, check_words};

    assert_true(stop_at_every_step(&stop, *state) >= 5);
}

/* ---- closing time ---- */

static void prepare_waiting(void *context)
{
    struct stop_folder *kept = context;
    struct bs_held *held = NULL;

    stop_folder_empty(kept);
    bs_outbox_close(sample_log(kept->dir.path, BEFORE));
    assert_int_equal(bs_held_open(kept->dir.path, &held, NULL), BS_OK);
    for (uint64_t n = 1; n <= WAITING; n++) {
        struct bs_uuid id = sample_id(100 + n);

        assert_int_equal(
            bs_held_keep_record(held, &id, "contact-wish", bs_bytes_of("{\"n\":1}"), TODAY, NULL),
            BS_OK);
    }
    bs_held_close(held);
}

static enum bs_err append(void *self, const struct bs_uuid *id, const char *kind,
                          struct bs_bytes body, struct bs_error *err)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);

    return bs_outbox_append(self, id, kind, body, &clock, NULL, err);
}

static bool release_all(const struct stop_folder *kept)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_outbox *outbox = NULL;
    struct bs_held *held = NULL;
    bool good = bs_outbox_open(kept->dir.path, &outbox, NULL) == BS_OK &&
                bs_held_open(kept->dir.path, &held, NULL) == BS_OK &&
                bs_held_release_records(held, TODAY, &random, append, outbox, NULL) == BS_OK;

    bs_held_close(held);
    bs_outbox_close(outbox);
    return good;
}

static bool close_the_day(void *context)
{
    struct stop_folder *kept = context;

    *kept->done = release_all(kept);
    return *kept->done;
}

static uint64_t length_of_log(const struct stop_folder *kept)
{
    struct bs_outbox_tip tip;
    struct bs_outbox *outbox = NULL;

    assert_int_equal(bs_outbox_open(kept->dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
    return tip.seq;
}

static int64_t still_waiting(const struct stop_folder *kept)
{
    struct bs_held *held = NULL;
    int64_t count = -1;

    assert_int_equal(bs_held_open(kept->dir.path, &held, NULL), BS_OK);
    assert_int_equal(bs_held_count_records(held, &count, NULL), BS_OK);
    bs_held_close(held);
    return count;
}

static void check_day(void *context, long step)
{
    struct stop_folder *kept = context;
    uint64_t in_log = length_of_log(kept) - BEFORE;
    int64_t waiting = still_waiting(kept);

    assert_true(step != 0 || *kept->done);
    /* none is nowhere; at most one is in both */
    assert_in_range((int64_t)in_log + waiting, WAITING, WAITING + 1);
    assert_true(release_all(kept));
    assert_int_equal(length_of_log(kept), BEFORE + WAITING);
    assert_int_equal(still_waiting(kept), 0);
}

static void every_record_reaches_the_log_once_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_waiting, close_the_day, check_day};

    assert_true(stop_at_every_step(&stop, *state) >= 15);
}

/* ---- the programme of now ---- */

static bool set_now(struct stop_folder *kept, const char *programme, int64_t until_ms)
{
    struct bs_held *held = NULL;
    bool good = bs_held_open(kept->dir.path, &held, NULL) == BS_OK &&
                bs_held_set_now(held, programme, until_ms, NULL) == BS_OK;

    bs_held_close(held);
    return good;
}

static void prepare_now(void *context)
{
    stop_folder_empty(context);
    assert_true(set_now(context, "afval-kiezen", 1));
}

static bool set_another(void *context)
{
    struct stop_folder *kept = context;

    *kept->done = set_now(kept, "speeltuin", 2);
    return *kept->done;
}

static void check_now(void *context, long step)
{
    struct stop_folder *kept = context;
    struct bs_held *held = NULL;
    char programme[BS_SLUG_TEXT] = "";
    int64_t until_ms = 0;

    assert_true(step != 0 || *kept->done);
    assert_int_equal(bs_held_open(kept->dir.path, &held, NULL), BS_OK);
    assert_int_equal(bs_held_now(held, programme, &until_ms, NULL), BS_OK);
    bs_held_close(held);
    assert_true(until_ms == 2 || !*kept->done);
    assert_string_equal(programme, until_ms == 2 ? "speeltuin" : "afval-kiezen");
}

static void the_programme_of_now_is_one_or_the_other_wherever_it_stops(void **state)
{
    const struct stop_case stop = {prepare_now, set_another, check_now};

    assert_true(stop_at_every_step(&stop, *state) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_kept_whole_or_not_at_all_wherever_it_stops,
                                        stop_folder_make, stop_folder_remove),
        cmocka_unit_test_setup_teardown(every_record_reaches_the_log_once_wherever_it_stops,
                                        stop_folder_make, stop_folder_remove),
        cmocka_unit_test_setup_teardown(the_programme_of_now_is_one_or_the_other_wherever_it_stops,
                                        stop_folder_make, stop_folder_remove),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
