/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a connector does with words: deciding and taking back, passing on, settling, and what goes to the log. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/held.h>
#include <buurtstem/mem.h>
#include <buurtstem/record.h>

#include "held_samples.h"
#include "store_samples.h"
#include "temp_dir.h"

enum { NOBODY = 999 }; /* the number of words that nobody left */

static struct temp_dir dir;
static struct bs_held *held;

static int open_it(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return bs_held_open(dir.path, &held, NULL) == BS_OK ? 0 : -1;
}

static int close_it(void **state)
{
    (void)state;
    bs_held_close(held);
    held = NULL;
    temp_dir_remove(&dir);
    return 0;
}

/* Runs SQL on the closed file, and opens it again. */
static void meanwhile(const char *sql)
{
    bs_held_close(held);
    held = NULL;
    assert_true(sql == NULL || held_sample_sql(dir.path, sql));
    assert_int_equal(bs_held_open(dir.path, &held, NULL), BS_OK);
}

static void keep(uint64_t n, const char *text)
{
    struct bs_held_comment comment = held_sample(n, text);

    assert_int_equal(bs_held_keep_comment(held, &comment, NULL), BS_OK);
}

static void keep_many(uint64_t count)
{
    for (uint64_t n = 1; n <= count; n++) {
        keep(n, "De speeltuin is kapot");
    }
}

static bool is_number(const struct bs_uuid *id, uint64_t n)
{
    struct bs_uuid wanted = sample_id(n);

    return memcmp(id, &wanted, sizeof wanted) == 0;
}

/* ---- each function, by numbers: the records are 1000 + n (decision), 2000 + n (release), 3000 + n (the next decision) ---- */

static enum bs_err decide(uint64_t n, bool is_released)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(1000 + n, "decision", "{\"ruling\":1}");
    struct bs_held_record released = held_sample_record(2000 + n, "comment", "{\"text\":1}");

    return bs_held_decide(held, &id, &decision, is_released ? &released : NULL, NULL);
}

static enum bs_err take_back(uint64_t n)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(3000 + n, "decision", "{\"ruling\":0}");

    return bs_held_take_back(held, &id, &decision, NULL);
}

static enum bs_err pass_on(uint64_t n, enum bs_held_state to, uint64_t record)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(record, "decision", "{\"ruling\":2}");

    return bs_held_pass_on(held, &id, to, &decision, NULL);
}

static enum bs_err settle(uint64_t n)
{
    struct bs_uuid id = sample_id(n);

    return bs_held_settle(held, &id, NULL);
}

static enum bs_err state_of(uint64_t n, enum bs_held_state *state)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_comment comment;

    return bs_held_read_comment(held, &id, &comment, state, NULL);
}

static void assert_state(uint64_t n, enum bs_held_state wanted)
{
    enum bs_held_state state = (enum bs_held_state)99;

    assert_int_equal(state_of(n, &state), BS_OK);
    assert_int_equal(state, wanted);
}

static void assert_left(int64_t wanted)
{
    int64_t count = -1;

    assert_int_equal(bs_held_count_comments(held, &count, NULL), BS_OK);
    assert_int_equal(count, wanted);
}

/* ---- the log ---- */

#define SEEN_MAX 64

struct seen {
    size_t count, most;
    enum bs_err then; /* what append says after `most` */
    struct bs_uuid id[SEEN_MAX];
    char kind[SEEN_MAX][BS_RECORD_KIND_MAX + 1];
    char body[SEEN_MAX][32];
};

static enum bs_err note(void *self, const struct bs_uuid *id, const char *kind,
                        struct bs_bytes body, struct bs_error *err)
{
    struct seen *seen = self;
    const size_t at = seen->count;

    if (at == seen->most) {
        return bs_fail(err, seen->then, "no more");
    }
    seen->count++;
    seen->id[at] = *id;
    (void)snprintf(seen->kind[at], sizeof seen->kind[at], "%s", kind);
    (void)snprintf(seen->body[at], sizeof seen->body[at], "%.*s", (int)body.len,
                   (const char *)body.data);
    return BS_OK;
}

/* Everything that is due, as those numbers in that order. */
static void assert_handed_over(size_t count, const uint64_t *numbers)
{
    struct seen seen = {.most = SEEN_MAX};

    assert_int_equal(bs_held_hand_over(held, note, &seen, NULL), BS_OK);
    assert_int_equal(seen.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(is_number(&seen.id[i], numbers[i]));
    }
}

#define ASSERT_HANDED_OVER(...)                                                                    \
    assert_handed_over(sizeof((uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t),                       \
                       (uint64_t[]){__VA_ARGS__})

/* ---- deciding ---- */

static void what_is_released_goes_to_the_log_when_it_is_settled_and_not_before(void **state)
{
    (void)state;
    keep_many(2);
    assert_int_equal(decide(1, true), BS_OK);
    assert_state(1, BS_HELD_DECIDED);
    ASSERT_HANDED_OVER(1001);
    assert_int_equal(decide(2, false), BS_OK);
    assert_int_equal(settle(1), BS_OK);
    ASSERT_HANDED_OVER(2001, 1002);
    assert_left(1);
}

static void what_is_hidden_is_told_without_a_word(void **state)
{
    (void)state;
    keep_many(1);
    assert_int_equal(decide(1, false), BS_OK);
    assert_int_equal(settle(1), BS_OK);
    ASSERT_HANDED_OVER(1001);
    assert_left(0);
}

static void what_is_taken_back_waits_again_and_is_not_released(void **state)
{
    (void)state;
    keep_many(1);
    assert_int_equal(decide(1, true), BS_OK);
    assert_int_equal(take_back(1), BS_OK);
    assert_state(1, BS_HELD_WAITING);
    assert_int_equal(settle(1), BS_REFUSED);
    ASSERT_HANDED_OVER(1001, 3001);
    assert_int_equal(decide(1, true), BS_OK);
    assert_int_equal(settle(1), BS_OK);
    ASSERT_HANDED_OVER(1001, 2001);
}

static void taking_one_back_leaves_the_others_released(void **state)
{
    (void)state;
    keep_many(3);
    for (uint64_t n = 1; n <= 3; n++) {
        assert_int_equal(decide(n, true), BS_OK);
    }
    assert_int_equal(settle(3), BS_OK);
    assert_int_equal(take_back(2), BS_OK);
    assert_int_equal(settle(1), BS_OK);
    ASSERT_HANDED_OVER(1001, 2001, 1002, 1003, 2003, 3002);
}

static void what_was_settled_cannot_be_taken_back(void **state)
{
    (void)state;
    keep_many(1);
    assert_int_equal(decide(1, true), BS_OK);
    assert_int_equal(settle(1), BS_OK);
    assert_int_equal(take_back(1), BS_NOTFOUND);
    assert_int_equal(settle(1), BS_NOTFOUND);
    ASSERT_HANDED_OVER(1001, 2001);
}

static void words_that_nobody_left_are_not_found(void **state)
{
    enum bs_held_state stands;

    (void)state;
    keep_many(1);
    assert_int_equal(decide(NOBODY, true), BS_NOTFOUND);
    assert_int_equal(take_back(NOBODY), BS_NOTFOUND);
    assert_int_equal(pass_on(NOBODY, BS_HELD_WITH_CONTACT, 50), BS_NOTFOUND);
    assert_int_equal(settle(NOBODY), BS_NOTFOUND);
    assert_int_equal(state_of(NOBODY, &stands), BS_NOTFOUND);
    assert_handed_over(0, NULL);
}

static void words_in_another_state_are_refused_and_stay_as_they_are(void **state)
{
    (void)state;
    keep_many(1);
    assert_int_equal(take_back(1), BS_REFUSED);
    assert_int_equal(settle(1), BS_REFUSED);
    assert_state(1, BS_HELD_WAITING);
    assert_int_equal(decide(1, true), BS_OK);
    assert_int_equal(decide(1, false), BS_REFUSED);
    assert_int_equal(pass_on(1, BS_HELD_WITH_CONTACT, 50), BS_REFUSED);
    assert_int_equal(pass_on(1, BS_HELD_WAITING, 50), BS_REFUSED);
    assert_state(1, BS_HELD_DECIDED);
    ASSERT_HANDED_OVER(1001);
}

static void words_are_passed_on_and_back_and_decided_from_there(void **state)
{
    (void)state;
    keep_many(1);
    assert_int_equal(pass_on(1, BS_HELD_WAITING, 50), BS_REFUSED);
    assert_int_equal(pass_on(1, BS_HELD_WITH_CONTACT, 51), BS_OK);
    assert_int_equal(pass_on(1, BS_HELD_WITH_CONTACT, 52), BS_REFUSED);
    assert_int_equal(pass_on(1, BS_HELD_WITH_READER, 53), BS_OK);
    assert_state(1, BS_HELD_WITH_READER);
    assert_int_equal(take_back(1), BS_REFUSED);
    assert_int_equal(settle(1), BS_REFUSED);
    assert_int_equal(pass_on(1, BS_HELD_WAITING, 54), BS_OK);
    assert_state(1, BS_HELD_WAITING);
    assert_int_equal(pass_on(1, BS_HELD_WITH_READER, 55), BS_OK);
    assert_int_equal(decide(1, false), BS_OK);
    assert_int_equal(take_back(1), BS_OK);
    assert_state(1, BS_HELD_WAITING);
    ASSERT_HANDED_OVER(51, 53, 54, 55, 1001, 3001);
}

static void words_are_not_passed_on_to_nobody(void **state)
{
    (void)state;
    keep_many(1);
    assert_int_equal(pass_on(1, BS_HELD_DECIDED, 50), BS_BAD);
    assert_int_equal(pass_on(1, (enum bs_held_state)64, 50), BS_BAD);
    assert_state(1, BS_HELD_WAITING);
}

/* ---- limits ---- */

static enum bs_err decide_with(const char *kind, const char *decision, const char *released)
{
    struct bs_uuid id = sample_id(1);
    struct bs_held_record first = held_sample_record(1001, kind, decision);
    struct bs_held_record second = held_sample_record(2001, kind, released);

    return bs_held_decide(held, &id, &first, &second, NULL);
}

static void a_record_as_long_as_the_log_takes_goes_out_and_a_longer_one_does_not(void **state)
{
    char *body = bs_xcalloc(BS_RECORD_BODY_MAX + 2, 1);

    (void)state;
    keep_many(1);
    memset(body, 'x', BS_RECORD_BODY_MAX + 1);
    assert_int_equal(decide_with("decision", "{}", body), BS_LIMIT);
    assert_int_equal(decide_with("decision", body, "{}"), BS_LIMIT);
    assert_int_equal(decide_with("a-kind-of-25-characters--", "{}", "{}"), BS_LIMIT);
    assert_int_equal(decide_with("decision", "", "{}"), BS_BAD);
    assert_int_equal(decide_with("decision", "{}", "\xff"), BS_BAD);
    assert_state(1, BS_HELD_WAITING);
    assert_handed_over(0, NULL);
    body[BS_RECORD_BODY_MAX] = '\0';
    assert_int_equal(decide_with("a-kind-of-24-characters-", body, body), BS_OK);
    assert_int_equal(settle(1), BS_OK);
    ASSERT_HANDED_OVER(1001, 2001);
    free(body);
}

static void a_record_that_waits_already_is_refused_and_nothing_changes(void **state)
{
    struct bs_held_record twice = held_sample_record(77, "decision", "{}");
    struct bs_uuid id = sample_id(1);

    (void)state;
    keep_many(2);
    assert_int_equal(bs_held_decide(held, &id, &twice, &twice, NULL), BS_REFUSED);
    assert_state(1, BS_HELD_WAITING);
    assert_int_equal(pass_on(2, BS_HELD_WITH_CONTACT, 77), BS_OK);
    assert_int_equal(pass_on(1, BS_HELD_WITH_CONTACT, 77), BS_REFUSED);
    assert_state(1, BS_HELD_WAITING);
    ASSERT_HANDED_OVER(77);
}

static void only_so_many_go_out(void **state)
{
    char sql[256];

    (void)state;
    keep_many(3);
    (void)snprintf(sql, sizeof sql,
                   "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many"
                   " WHERE n < %d) INSERT INTO outgoing (n, id, kind, is_due, body)"
                   " SELECT n, 'x' || n, 'decision', 0, '{}' FROM many",
                   BS_HELD_OUTGOING_MAX - 3);
    meanwhile(sql);
    assert_int_equal(decide(1, true), BS_OK); /* two: one less than may be */
    assert_int_equal(decide(2, true), BS_LIMIT);
    assert_state(2, BS_HELD_WAITING);
    assert_int_equal(decide(2, false), BS_OK);
    assert_int_equal(decide(3, false), BS_LIMIT);
    assert_int_equal(pass_on(3, BS_HELD_WITH_CONTACT, 50), BS_LIMIT);
    assert_int_equal(take_back(2), BS_LIMIT); /* nothing was released that would make room */
    assert_state(2, BS_HELD_DECIDED);
    assert_int_equal(take_back(1), BS_OK);
    assert_int_equal(settle(2), BS_OK);
    ASSERT_HANDED_OVER(1001, 1002, 3001);
}

/* ---- after a start ---- */

struct later {
    size_t count;
    struct bs_uuid id[8];
    bool settles;
};

static void settle_later(void *self, const struct bs_uuid *comment)
{
    struct later *later = self;

    assert_true(later->count < 8);
    later->id[later->count++] = *comment;
    if (later->settles) {
        assert_int_equal(bs_held_settle(held, comment, NULL), BS_OK);
    }
}

static void after_a_start_the_decided_ones_are_told_and_can_be_settled_at_once(void **state)
{
    struct later later = {.settles = false}, again = {.settles = true}, none = {.settles = true};

    (void)state;
    keep_many(5);
    assert_int_equal(decide(4, true), BS_OK);
    assert_int_equal(decide(2, false), BS_OK);
    assert_int_equal(pass_on(3, BS_HELD_WITH_CONTACT, 50), BS_OK);
    meanwhile(NULL);
    assert_int_equal(bs_held_decided(held, settle_later, &later, NULL), BS_OK);
    assert_int_equal(later.count, 2);
    assert_true(is_number(&later.id[0], 2) && is_number(&later.id[1], 4));
    assert_int_equal(bs_held_decided(held, settle_later, &again, NULL), BS_OK);
    assert_int_equal(again.count, 2);
    assert_int_equal(bs_held_decided(held, settle_later, &none, NULL), BS_OK);
    assert_int_equal(none.count, 0);
    ASSERT_HANDED_OVER(1004, 2004, 1002, 50);
}

/* ---- handing over ---- */

static void what_the_log_does_not_take_waits_and_goes_on_later_without_a_double(void **state)
{
    static const enum bs_err SAYS[] = {BS_LATER, BS_BROKEN, BS_NOTFOUND};
    struct seen seen = {.most = 0};

    (void)state;
    keep_many(6);
    for (uint64_t n = 1; n <= 6; n++) {
        assert_int_equal(decide(n, false), BS_OK);
    }
    for (size_t i = 0; i < sizeof SAYS / sizeof SAYS[0]; i++) {
        seen.most = 1 + i;
        seen.then = SAYS[i];
        assert_int_equal(bs_held_hand_over(held, note, &seen, NULL), SAYS[i]);
        assert_int_equal(seen.count, seen.most);
        meanwhile(NULL);
    }
    seen.most = SEEN_MAX;
    assert_int_equal(bs_held_hand_over(held, note, &seen, NULL), BS_OK);
    assert_int_equal(seen.count, 6);
    for (uint64_t n = 1; n <= 6; n++) {
        assert_true(is_number(&seen.id[n - 1], 1000 + n));
    }
    assert_handed_over(0, NULL);
}

static void what_is_handed_over_is_what_was_given(void **state)
{
    struct seen seen = {.most = SEEN_MAX};

    (void)state;
    keep_many(1);
    assert_int_equal(decide(1, true), BS_OK);
    assert_int_equal(settle(1), BS_OK);
    meanwhile(NULL);
    assert_int_equal(bs_held_hand_over(held, note, &seen, NULL), BS_OK);
    assert_string_equal(seen.kind[0], "decision");
    assert_string_equal(seen.body[0], "{\"ruling\":1}");
    assert_string_equal(seen.kind[1], "comment");
    assert_string_equal(seen.body[1], "{\"text\":1}");
}

/* ---- damage ---- */

static void what_we_cannot_have_written_is_damage(void **state)
{
    static const char *const COLUMNS[] = {"state = 4",           "state = -1",  "version = -1",
                                          "programme = char(0)", "channel = 3", "channel = -1"};
    struct bs_held_entry entries[BS_HELD_QUEUE_MAX];
    enum bs_held_state stands;
    size_t count = 7, total = 7, waiting = 7;
    int tries = 7;
    struct seen seen = {.most = SEEN_MAX};

    (void)state;
    keep_many(1);
    for (size_t i = 0; i < sizeof COLUMNS / sizeof COLUMNS[0]; i++) {
        char sql[128];

        (void)snprintf(sql, sizeof sql,
                       "UPDATE comment SET state = 0, version = 1, programme = 'p', channel = 0;"
                       "UPDATE comment SET %s",
                       COLUMNS[i]);
        meanwhile(sql);
        assert_int_equal(state_of(1, &stands), BS_BROKEN);
    }
    meanwhile("UPDATE comment SET state = 4");
    assert_int_equal(bs_held_queue(held, NULL, 0, entries, &count, &total, &waiting, NULL),
                     BS_BROKEN);
    assert_int_equal(count + total + waiting, 21);
    meanwhile("UPDATE comment SET state = 9; INSERT INTO door VALUES (1, -1);"
              "INSERT INTO outgoing (n, id, kind, is_due, body) VALUES (1, 'x', 'k', 1, '{}')");
    assert_int_equal(decide(1, true), BS_BROKEN);
    assert_int_equal(settle(1), BS_BROKEN);
    assert_int_equal(bs_held_wrong_tries(held, &tries, NULL), BS_BROKEN);
    assert_int_equal(tries, 7);
    assert_int_equal(bs_held_hand_over(held, note, &seen, NULL), BS_BROKEN);
    assert_int_equal(seen.count, 0);
}

int main(void)
{
#define HELD(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)
    const struct CMUnitTest tests[] = {
        HELD(what_is_released_goes_to_the_log_when_it_is_settled_and_not_before),
        HELD(what_is_hidden_is_told_without_a_word),
        HELD(what_is_taken_back_waits_again_and_is_not_released),
        HELD(taking_one_back_leaves_the_others_released),
        HELD(what_was_settled_cannot_be_taken_back),
        HELD(words_that_nobody_left_are_not_found),
        HELD(words_in_another_state_are_refused_and_stay_as_they_are),
        HELD(words_are_passed_on_and_back_and_decided_from_there),
        HELD(words_are_not_passed_on_to_nobody),
        HELD(a_record_as_long_as_the_log_takes_goes_out_and_a_longer_one_does_not),
        HELD(a_record_that_waits_already_is_refused_and_nothing_changes),
        HELD(only_so_many_go_out),
        HELD(after_a_start_the_decided_ones_are_told_and_can_be_settled_at_once),
        HELD(what_the_log_does_not_take_waits_and_goes_on_later_without_a_double),
        HELD(what_is_handed_over_is_what_was_given),
        HELD(what_we_cannot_have_written_is_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
