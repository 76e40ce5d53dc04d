/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the kiosk reads of its epochs: positions, and which of them have to end. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/syncstate.h>

#include "temp_dir.h"

#define EPOCH  "0123456789abcdef"
#define OTHER  "fedcba9876543210"
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct temp_dir dir;
static struct bs_syncstate *sync_state;

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
    temp_dir_remove(&dir);
    return 0;
}

/* ---- positions ---- */

struct seen {
    size_t count, stop_at;
    uint64_t complete_to, sent_to; /* of EPOCH, of OTHER */
    uint64_t backup_complete_to;
};

static bool see(void *self, const char *epoch, const struct bs_position *position)
{
    struct seen *seen = self;

    seen->count++;
    if (strcmp(epoch, EPOCH) == 0) {
        seen->complete_to = position->complete_to;
        seen->backup_complete_to = position->backup_complete_to;
        assert_string_equal(position->hash_at_complete_to, HASH_A);
        assert_true(position->receipt_at_ms == 1000);
    } else {
        assert_string_equal(epoch, OTHER);
        seen->sent_to = position->sent_to;
    }
    return seen->count != seen->stop_at;
}

static void without_a_position_nothing_is_visited(void **state)
{
    struct seen seen = {.count = 0};

    (void)state;
    assert_int_equal(bs_syncstate_positions(sync_state, see, &seen, NULL), BS_OK);
    assert_int_equal(seen.count, 0);
}

static void two_positions(void)
{
    struct bs_receipt receipt = {
        .epoch = EPOCH, .complete_to = 5, .backup_complete_to = 3, .hash_at_complete_to = HASH_A};

    assert_int_equal(bs_syncstate_settle(sync_state, &receipt, 1000, NULL), BS_OK);
    assert_int_equal(bs_syncstate_note_sent(sync_state, OTHER, 7, NULL), BS_OK);
}

static void every_position_is_visited_once(void **state)
{
    struct seen seen = {.count = 0};

    (void)state;
    two_positions();
    assert_int_equal(bs_syncstate_positions(sync_state, see, &seen, NULL), BS_OK);
    assert_int_equal(seen.count, 2);
    assert_true(seen.complete_to == 5 && seen.backup_complete_to == 3 && seen.sent_to == 7);
}

static void a_visitor_can_stop(void **state)
{
    struct seen seen = {.stop_at = 1};

    (void)state;
    two_positions();
    assert_int_equal(bs_syncstate_positions(sync_state, see, &seen, NULL), BS_OK);
    assert_int_equal(seen.count, 1);
    assert_int_equal(bs_syncstate_note_sent(sync_state, OTHER, 8, NULL), BS_OK);
}

/* ---- forks ---- */

static void note(uint64_t from_seq, const char *why, int64_t found_ms)
{
    struct bs_fork fork = {.from_seq = from_seq, .found_ms = found_ms};

    memcpy(fork.why, why, strlen(why) + 1);
    assert_int_equal(bs_syncstate_note_fork(sync_state, EPOCH, &fork, NULL), BS_OK);
}

static void assert_fork(uint64_t from_seq, const char *why, int64_t found_ms)
{
    struct bs_syncstate *reader;
    struct bs_fork fork;

    assert_int_equal(bs_syncstate_open_reader(dir.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_syncstate_fork(reader, EPOCH, &fork, NULL), BS_OK);
    assert_true(fork.from_seq == from_seq && fork.found_ms == found_ms);
    assert_string_equal(fork.why, why);
    bs_syncstate_close(reader);
}

static void nothing_is_against_an_epoch_at_first(void **state)
{
    struct bs_fork fork = {.from_seq = 42};

    (void)state;
    assert_int_equal(bs_syncstate_fork(sync_state, EPOCH, &fork, NULL), BS_NOTFOUND);
    note(3, "forked", 1000);
    assert_int_equal(bs_syncstate_fork(sync_state, OTHER, &fork, NULL), BS_NOTFOUND);
    assert_int_equal(fork.from_seq, 42);
}

static void a_fork_that_is_noted_is_read_by_the_kiosk(void **state)
{
    (void)state;
    note(3, "forked", 1000);
    assert_fork(3, "forked", 1000);
}

static void the_lower_number_stays(void **state)
{
    (void)state;
    note(5, "forked", 1000);
    note(7, "restored", 2000);
    assert_fork(5, "forked", 1000);
    note(5, "restored", 3000);
    assert_fork(5, "forked", 1000);
    note(2, "restored", 4000);
    assert_fork(2, "restored", 4000);
}

static void a_row_that_cannot_be_ours_is_damage(void **state)
{
    struct bs_error err = {0};
    struct bs_fork fork;

    (void)state;
    note(5, "unheard-of", 1000);
    assert_int_equal(bs_syncstate_fork(sync_state, EPOCH, &fork, &err), BS_BROKEN);
    assert_string_equal(err.text, "sync.db is damaged at its forks");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_state, close_state)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_position_nothing_is_visited),
        TEST(every_position_is_visited_once),
        TEST(a_visitor_can_stop),
        TEST(nothing_is_against_an_epoch_at_first),
        TEST(a_fork_that_is_noted_is_read_by_the_kiosk),
        TEST(the_lower_number_stays),
        TEST(a_row_that_cannot_be_ours_is_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
