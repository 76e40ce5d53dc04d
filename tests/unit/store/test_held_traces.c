/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is destroyed in held.db is in no file any more: not in its journal, nor in the free room of its pages. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/held.h>

#include "held_samples.h"
#include "store_samples.h"
#include "temp_dir.h"

#define TYPED  "Bel Fatma op 0612345678"
#define MASKED "Bel Fatma op XXXXXXXXXX"

static struct temp_dir dir;
static struct bs_held *held;

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    bs_held_close(held);
    held = NULL;
    temp_dir_remove(&dir);
    return 0;
}

static void open_it(void)
{
    assert_int_equal(bs_held_open(dir.path, &held, NULL), BS_OK);
}

static bool is_left(const char *text)
{
    return held_sample_is_in(dir.path, text);
}

static void keep(uint64_t n, const char *text)
{
    struct bs_held_comment comment = held_sample(n, text);

    assert_int_equal(bs_held_keep_comment(held, &comment, NULL), BS_OK);
}

static void decide(uint64_t n, const char *released)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(100000 + n, "decision", "{}");
    struct bs_held_record words =
        held_sample_record(200000 + n, "comment", released != NULL ? released : "");

    assert_int_equal(bs_held_decide(held, &id, &decision, released != NULL ? &words : NULL, NULL),
                     BS_OK);
}

static void take_back(uint64_t n)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(300000 + n, "decision", "{}");

    assert_int_equal(bs_held_take_back(held, &id, &decision, NULL), BS_OK);
}

static void settle(uint64_t n)
{
    struct bs_uuid id = sample_id(n);

    assert_int_equal(bs_held_settle(held, &id, NULL), BS_OK);
}

static enum bs_err accept(void *self, const struct bs_uuid *id, const char *kind,
                          struct bs_bytes body, struct bs_error *err)
{
    (void)self, (void)id, (void)kind, (void)body, (void)err;
    return BS_OK;
}

static void hand_over(void)
{
    assert_int_equal(bs_held_hand_over(held, accept, NULL, NULL), BS_OK);
}

/* ---- one after the other ---- */

static void words_that_were_released_and_settled_leave_no_trace(void **state)
{
    (void)state;
    open_it();
    keep(1, TYPED);
    assert_true(is_left(TYPED));
    decide(1, MASKED);
    assert_true(is_left(TYPED) && is_left(MASKED));
    settle(1);
    assert_false(is_left(TYPED));
    assert_true(is_left(MASKED));
    hand_over();
    assert_false(is_left(MASKED));
}

static void words_that_were_hidden_leave_no_trace(void **state)
{
    (void)state;
    open_it();
    keep(1, TYPED);
    decide(1, NULL);
    assert_true(is_left(TYPED));
    settle(1);
    assert_false(is_left(TYPED));
    hand_over();
    assert_false(is_left(TYPED));
}

static void what_was_released_and_taken_back_leaves_no_trace(void **state)
{
    (void)state;
    open_it();
    keep(1, TYPED);
    decide(1, MASKED);
    take_back(1);
    assert_true(is_left(TYPED));
    assert_false(is_left(MASKED));
}

/* ---- among many others ---- */

enum { NUMBERS = 400, LIVE_MAX = 60, ROUNDS = 360 };

struct crowd {
    char is_live[NUMBERS]; /* by number: what may be there; 'd': decided */
    size_t live, strays;
    uint64_t next;
    struct bs_random random;
};

static void see(void *self, unsigned n)
{
    struct crowd *crowd = self;

    crowd->strays += n >= NUMBERS || crowd->is_live[n] == '\0';
}

static void see_released(void *self, unsigned n)
{
    struct crowd *crowd = self;

    crowd->strays += n >= NUMBERS || crowd->is_live[n] != 'd';
}

static void come(struct crowd *crowd)
{
    static const size_t LENGTHS[] = {12, 30, 90, 180, 280};
    char text[BS_WORDS_MAX + 1] = "";
    size_t len = LENGTHS[bs_random_below(&crowd->random, 5)];

    memset(text, 'y', len);
    (void)snprintf(text, sizeof text, "TYPED-%04u ", (unsigned)crowd->next);
    text[strlen(text)] = len > strlen(text) ? 'y' : '\0';
    keep(crowd->next, text);
    crowd->is_live[crowd->next++] = 'w';
    crowd->live++;
}

static void go(struct crowd *crowd)
{
    uint64_t n = 1 + bs_random_below(&crowd->random, (uint32_t)crowd->next - 1);
    char released[64];

    while (crowd->is_live[n] == '\0') {
        n = 1 + n % (crowd->next - 1);
    }
    if (crowd->is_live[n] == 'w') {
        (void)snprintf(released, sizeof released, "RELEASED-%04u", (unsigned)n);
        decide(n, released);
        crowd->is_live[n] = 'd';
    } else if (bs_random_below(&crowd->random, 4) == 0) {
        take_back(n);
        crowd->is_live[n] = 'w';
        hand_over();
    } else {
        settle(n);
        crowd->is_live[n] = '\0';
        crowd->live--;
        hand_over();
    }
}

static void among_many_that_come_and_go_none_leaves_a_trace(void **state)
{
    struct crowd crowd = {.next = 1, .random = bs_random_seeded(12)};
    size_t seen = 0;

    (void)state;
    open_it();
    for (int round = 0; round < ROUNDS; round++) {
        bool comes = crowd.next < NUMBERS && crowd.live < LIVE_MAX &&
                     (crowd.live == 0 || bs_random_below(&crowd.random, 5) < 2);

        if (comes) {
            come(&crowd);
        } else if (crowd.live > 0) {
            go(&crowd);
        }
        seen += held_sample_marks(dir.path, "TYPED-", see, &crowd);
        seen += held_sample_marks(dir.path, "RELEASED-", see_released, &crowd);
        assert_int_equal(crowd.strays, 0);
    }
    assert_true(seen > ROUNDS && crowd.next > 100);
}

/* ---- records that wait for closing time ---- */

enum { RECORDS = 400, STAYS = 8 }; /* one of so many stays */

static void see_record(void *self, unsigned n)
{
    size_t *strays = self;

    *strays += n % STAYS != 0;
}

/* More than are written anew whenever one comes; long and short ones, in no order. */
static void put_records(void)
{
    struct bs_buf sql;

    bs_buf_init(&sql, 1 << 20);
    bs_buf_text(&sql, "BEGIN;");
    for (unsigned i = 0; i < RECORDS; i++) {
        unsigned n = i * 7919 % RECORDS;
        struct bs_uuid uuid = sample_id(1 + n * 4093 % RECORDS);
        char id[BS_UUID_TEXT];

        bs_uuid_format(&uuid, id);
        bs_buf_printf(&sql,
                      "INSERT INTO record (id, kind, day, body) VALUES ('%s', 'contact-wish',"
                      " %u, 'TRACE-%04u ' || hex(zeroblob(%u)));",
                      id, n % STAYS == 0 ? 20261123 : 20261122, n, 50 + n * 131 % 400);
    }
    bs_buf_text(&sql, "COMMIT;");
    assert_true(held_sample_sql(dir.path, bs_buf_string(&sql)));
    bs_buf_finish(&sql);
}

static void records_of_the_day_leave_no_trace_beside_those_that_stay(void **state)
{
    static const struct bs_date TODAY = {2026, 11, 22}, TOMORROW = {2026, 11, 23};
    struct bs_random random = bs_random_seeded(3);
    size_t strays = 0;

    (void)state;
    open_it();
    bs_held_close(held);
    held = NULL;
    put_records();
    open_it();
    assert_int_equal(bs_held_release_records(held, TODAY, &random, accept, NULL, NULL), BS_OK);
    assert_true(held_sample_marks(dir.path, "TRACE-", see_record, &strays) >= RECORDS / STAYS);
    assert_int_equal(strays, 0);
    assert_int_equal(bs_held_release_records(held, TOMORROW, &random, accept, NULL, NULL), BS_OK);
    assert_false(is_left("TRACE-"));
}

/* ---- the first version ---- */

enum { FIRST = 200 };

static void see_first(void *self, unsigned n)
{
    char *seen = self;

    assert_in_range(n, 1, FIRST);
    seen[n]++;
}

static void words_of_the_first_version_are_there_once_and_leave_no_trace(void **state)
{
    char seen[FIRST + 1] = "";
    struct bs_held_comment comment;
    enum bs_held_state stands = BS_HELD_DECIDED;

    (void)state;
    held_sample_first(dir.path, FIRST);
    open_it();
    assert_int_equal(held_sample_marks(dir.path, "FIRST-", see_first, seen), FIRST);
    for (unsigned n = 1; n <= FIRST; n++) {
        struct bs_held_comment first = held_sample(n, "");

        assert_int_equal(seen[n], 1);
        assert_int_equal(bs_held_read_comment(held, &first.id, &comment, &stands, NULL), BS_OK);
        assert_int_equal(stands, BS_HELD_WAITING);
        assert_int_equal(comment.channel, BS_CHANNEL_KIOSK);
        assert_true(comment.wall_ms == first.wall_ms && comment.text[0] == 'F');
    }
    for (unsigned n = 1; n <= FIRST; n += 2) {
        decide(n, MASKED);
        settle(n);
        assert_int_equal(held_sample_marks(dir.path, "FIRST-", NULL, NULL), FIRST - (n + 1) / 2);
    }
}

static void a_file_of_the_first_version_is_opened_again_and_again(void **state)
{
    int64_t count = 0;

    (void)state;
    held_sample_first(dir.path, 3);
    for (int again = 0; again < 3; again++) {
        open_it();
        assert_int_equal(bs_held_count_comments(held, &count, NULL), BS_OK);
        assert_int_equal(count, 3);
        bs_held_close(held);
        held = NULL;
    }
}

int main(void)
{
#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)
    const struct CMUnitTest tests[] = {
        IN_DIR(words_that_were_released_and_settled_leave_no_trace),
        IN_DIR(words_that_were_hidden_leave_no_trace),
        IN_DIR(what_was_released_and_taken_back_leaves_no_trace),
        IN_DIR(among_many_that_come_and_go_none_leaves_a_trace),
        IN_DIR(records_of_the_day_leave_no_trace_beside_those_that_stay),
        IN_DIR(words_of_the_first_version_are_there_once_and_leave_no_trace),
        IN_DIR(a_file_of_the_first_version_is_opened_again_and_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
