/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words that wait: their queue, how many days they waited, and the door of those who read them. */

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

static void open_again(void)
{
    bs_held_close(held);
    held = NULL;
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

static enum bs_err pass_on(uint64_t n, enum bs_held_state to, uint64_t record)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(record, "decision", "{}");

    return bs_held_pass_on(held, &id, to, &decision, NULL);
}

static enum bs_err hide(uint64_t n)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(1000 + n, "decision", "{}");

    return bs_held_decide(held, &id, &decision, NULL, NULL);
}

static enum bs_err take_back(uint64_t n)
{
    struct bs_uuid id = sample_id(n);
    struct bs_held_record decision = held_sample_record(3000 + n, "decision", "{}");

    return bs_held_take_back(held, &id, &decision, NULL);
}

/* ---- the queue ---- */

static void assert_queue(const char *programme, size_t skip, size_t count, size_t total,
                         uint64_t first)
{
    struct bs_held_entry entries[BS_HELD_QUEUE_MAX];
    size_t listed = 99, all = 99, waiting = 99;

    assert_int_equal(bs_held_queue(held, programme, skip, entries, &listed, &all, &waiting, NULL),
                     BS_OK);
    assert_int_equal(listed, count);
    assert_int_equal(all, total);
    assert_int_equal(waiting, total);
    for (size_t i = 0; i < count; i++) {
        assert_true(is_number(&entries[i].id, first + i));
    }
}

static void the_queue_has_the_oldest_first_from_where_one_asks(void **state)
{
    (void)state;
    assert_queue(NULL, 0, 0, 0, 0);
    for (uint64_t n = 32; n >= 1; n--) {
        keep(n, "tekst");
    }
    assert_queue(NULL, 0, 32, 32, 1);
    assert_queue(NULL, 31, 1, 32, 32);
    assert_queue(NULL, 32, 0, 32, 0);
    keep(33, "tekst");
    assert_queue(NULL, 0, 32, 33, 1);
    assert_queue(NULL, 1, 32, 33, 2);
    assert_queue(NULL, 32, 1, 33, 33);
    assert_queue(NULL, SIZE_MAX, 0, 33, 0);
}

static void the_queue_of_a_programme_has_no_other(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 40; n++) {
        struct bs_held_comment comment = held_sample(n, "tekst");

        (void)snprintf(comment.programme, sizeof comment.programme, "%s",
                       n <= 5 ? "afval-kiezen" : "speeltuin");
        assert_int_equal(bs_held_keep_comment(held, &comment, NULL), BS_OK);
    }
    assert_queue("afval-kiezen", 0, 5, 5, 1);
    assert_queue("speeltuin", 0, 32, 35, 6);
    assert_queue("speeltuin", 33, 2, 35, 39);
    assert_queue("anders", 0, 0, 0, 0);
    assert_queue(NULL, 0, 32, 40, 1);
}

static void an_entry_tells_what_is_known_and_where_it_stands(void **state)
{
    struct bs_held_entry entries[BS_HELD_QUEUE_MAX];
    size_t count = 0, total = 0, waiting = 0;

    (void)state;
    keep_many(4);
    assert_int_equal(pass_on(2, BS_HELD_WITH_CONTACT, 50), BS_OK);
    assert_int_equal(pass_on(3, BS_HELD_WITH_READER, 51), BS_OK);
    assert_int_equal(hide(4), BS_OK);
    assert_int_equal(bs_held_queue(held, NULL, 0, entries, &count, &total, &waiting, NULL), BS_OK);
    assert_int_equal(count, 4);
    assert_int_equal(total, 4);
    assert_int_equal(waiting, 3); /* what was passed on still waits */
    assert_int_equal(entries[0].state, BS_HELD_WAITING);
    assert_int_equal(entries[1].state, BS_HELD_WITH_CONTACT);
    assert_int_equal(entries[2].state, BS_HELD_WITH_READER);
    assert_int_equal(entries[3].state, BS_HELD_DECIDED);
    assert_string_equal(entries[0].programme, "afval-kiezen");
    assert_string_equal(entries[0].lang, "nl");
    assert_true(entries[0].wall_ms == held_sample(1, "").wall_ms);
}

static void words_are_read_as_they_were_kept(void **state)
{
    struct bs_held_comment kept = held_sample(1, "Ça va ؟ De lamp\nis stuk"), read;
    enum bs_held_state stands = BS_HELD_DECIDED;
    struct bs_uuid nobody = sample_id(NOBODY);

    (void)state;
    kept.version = 7;
    kept.is_trial = true;
    kept.channel = BS_CHANNEL_PAPER;
    assert_int_equal(bs_held_keep_comment(held, &kept, NULL), BS_OK);
    assert_int_equal(bs_held_read_comment(held, &kept.id, &read, &stands, NULL), BS_OK);
    assert_int_equal(stands, BS_HELD_WAITING);
    assert_memory_equal(&read.id, &kept.id, sizeof kept.id);
    assert_string_equal(read.submission, kept.submission);
    assert_string_equal(read.programme, kept.programme);
    assert_string_equal(read.place, kept.place);
    assert_string_equal(read.lang, kept.lang);
    assert_string_equal(read.text, kept.text);
    assert_int_equal(read.version, 7);
    assert_true(read.is_trial && read.wall_ms == kept.wall_ms);
    assert_int_equal(read.channel, BS_CHANNEL_PAPER);
    assert_int_equal(bs_held_read_comment(held, &nobody, &read, &stands, NULL), BS_NOTFOUND);
    assert_string_equal(read.text, kept.text);
}

/* ---- days ---- */

static void count_day(int month, int day)
{
    const struct bs_date date = {2026, month, day};

    assert_int_equal(bs_held_count_day(held, date, NULL), BS_OK);
}

/* 0: none. */
static void assert_oldest(int days, uint64_t wanted)
{
    struct bs_uuid id = sample_id(NOBODY);

    assert_int_equal(bs_held_oldest_after(held, days, &id, NULL),
                     wanted == 0 ? BS_NOTFOUND : BS_OK);
    assert_true(is_number(&id, wanted == 0 ? NOBODY : wanted));
}

static void a_day_counts_once_and_never_backwards(void **state)
{
    (void)state;
    keep_many(1);
    assert_oldest(1, 0);
    assert_oldest(0, 1);
    for (int again = 0; again < 3; again++) {
        count_day(11, 30);
        open_again();
    }
    assert_oldest(1, 1);
    assert_oldest(2, 0);
    count_day(11, 29);
    assert_oldest(2, 0);
    count_day(11, 30);
    assert_oldest(2, 0);
    count_day(12, 1);
    assert_oldest(2, 1);
    assert_oldest(3, 0);
}

static void a_day_that_was_counted_too_far_ahead_is_forgotten_without_counting(void **state)
{
    (void)state;
    keep_many(1);
    count_day(12, 2);
    count_day(12, 1); /* a day: that can be */
    count_day(12, 2);
    assert_oldest(2, 0);
    count_day(11, 30);
    assert_oldest(2, 0);
    open_again();
    count_day(11, 30);
    assert_oldest(2, 0);
    count_day(12, 1);
    assert_oldest(2, 1);
    assert_oldest(3, 0);
}

static void of_those_that_waited_so_long_the_oldest_is_told(void **state)
{
    (void)state;
    keep(3, "tekst");
    count_day(11, 1);
    keep(1, "tekst"); /* its clock was behind */
    keep(2, "tekst");
    count_day(11, 2);
    assert_oldest(2, 3);
    assert_oldest(1, 1);
    assert_int_equal(hide(1), BS_OK);
    assert_oldest(1, 2);
    assert_int_equal(pass_on(2, BS_HELD_WITH_READER, 50), BS_OK);
    assert_oldest(1, 2);
    count_day(11, 3);
    assert_oldest(2, 2);
    assert_int_equal(take_back(1), BS_OK);
    assert_oldest(1, 1); /* the day on which it was decided did not count */
    assert_oldest(2, 2);
}

int main(void)
{
#define HELD(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)
    const struct CMUnitTest tests[] = {
        HELD(the_queue_has_the_oldest_first_from_where_one_asks),
        HELD(the_queue_of_a_programme_has_no_other),
        HELD(an_entry_tells_what_is_known_and_where_it_stands),
        HELD(words_are_read_as_they_were_kept),
        HELD(a_day_counts_once_and_never_backwards),
        HELD(a_day_that_was_counted_too_far_ahead_is_forgotten_without_counting),
        HELD(of_those_that_waited_so_long_the_oldest_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
