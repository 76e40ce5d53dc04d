/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk's side of the log: open, begin an epoch, append. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/outbox.h>

#include "fake_clock.h"
#include "store_samples.h"
#include "temp_dir.h"

static struct temp_dir dir;

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static enum bs_err append_text(struct bs_outbox *outbox, uint64_t id, const char *kind,
                               struct bs_bytes body, uint64_t *seq, struct bs_error *err)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_uuid uuid = sample_id(id);

    return bs_outbox_append(outbox, &uuid, kind, body, &clock, seq, err);
}

static void append_gives_sequence_numbers_without_a_gap(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 0);
    struct bs_outbox_tip tip;

    (void)state;
    for (uint64_t n = 1; n <= 5; n++) {
        uint64_t seq = 0;

        assert_int_equal(sample_append(outbox, n, &seq, NULL), BS_OK);
        assert_int_equal(seq, n);
    }
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(tip.seq, 5);
    assert_string_equal(tip.kiosk, SAMPLE_KIOSK);
    assert_true(sample_log_is(outbox, 5));
    bs_outbox_close(outbox);
}

static void append_twice_with_same_id_keeps_one_row(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    uint64_t seq = 0;

    (void)state;
    assert_int_equal(sample_append(outbox, 2, &seq, NULL), BS_OK);
    assert_int_equal(seq, 2);
    assert_true(sample_log_is(outbox, 3));
    bs_outbox_close(outbox);
}

static void append_with_same_id_and_other_bytes_is_refused(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    struct bs_error err = {0};
    uint64_t seq = 42;

    (void)state;
    assert_int_equal(append_text(outbox, 2, "submission", bs_bytes_of("{\"n\":9}"), &seq, &err),
                     BS_REFUSED);
    assert_null(strstr(err.text, "\"n\""));
    assert_int_equal(append_text(outbox, 2, "comment", bs_bytes_of("{\"n\":2}"), &seq, NULL),
                     BS_REFUSED);
    assert_int_equal(seq, 42);
    assert_true(sample_log_is(outbox, 3));
    bs_outbox_close(outbox);
}

static void append_without_an_epoch_finds_none(void **state)
{
    struct bs_outbox *outbox;
    struct bs_outbox_tip tip = {.seq = 42};

    (void)state;
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(sample_append(outbox, 1, NULL, NULL), BS_NOTFOUND);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_NOTFOUND);
    assert_int_equal(tip.seq, 42);
    bs_outbox_close(outbox);
}

static void what_was_appended_is_there_after_opening_again(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);

    (void)state;
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_true(sample_log_is(outbox, 3));
    assert_int_equal(sample_append(outbox, 4, NULL, NULL), BS_OK);
    assert_int_equal(sample_append(outbox, 1, NULL, NULL), BS_OK);
    assert_true(sample_log_is(outbox, 4));
    bs_outbox_close(outbox);
}

static void the_largest_body_is_kept_and_one_byte_more_is_not(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 0);
    struct bs_outbox_tip tip;

    (void)state;
    assert_int_equal(sample_append_sized(outbox, 1, BS_RECORD_BODY_MAX + 1, NULL), BS_LIMIT);
    assert_int_equal(sample_append_sized(outbox, 1, BS_RECORD_BODY_MAX, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(tip.seq, 1);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
}

static void what_central_would_not_read_is_not_kept(void **state)
{
    static const struct {
        const char *kind, *body;
        size_t len;
    } cases[] = {
        {"submission", "", 0},
        {"submission", "a\tb", 3},
        {"submission", "a\nb", 3},
        {"submission", "a\0b", 3},
        {"submission", "\xff", 1},
        {"Submission", "{}", 2},
        {"", "{}", 2},
        {"sub mission", "{}", 2},
        {"abcdefghijklmnopqrstuvwxy", "{}", 2},
    };
    struct bs_outbox *outbox = sample_log(dir.path, 2);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bs_bytes body = {(const uint8_t *)cases[i].body, cases[i].len};
        struct bs_error err = {0};

        assert_int_equal(append_text(outbox, 50 + i, cases[i].kind, body, NULL, &err), BS_BAD);
        assert_true(err.text[0] != '\0');
    }
    assert_true(sample_log_is(outbox, 2));
    bs_outbox_close(outbox);
}

static void a_clock_before_1970_is_written_as_1970(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 0);
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_uuid id = sample_id(1);
    struct bs_outbox_tip tip;
    int64_t wall = -1;

    (void)state;
    fake.wall_ms = -5;
    assert_int_equal(
        bs_outbox_append(outbox, &id, "submission", bs_bytes_of("{}"), &clock, NULL, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(bs_outbox_wall_at(outbox, tip.epoch, 1, &wall, NULL), BS_OK);
    assert_true(wall == 0);
    bs_outbox_close(outbox);
}

static void a_new_epoch_starts_at_one_and_keeps_the_old(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    struct bs_outbox_tip tips[3] = {0};
    uint64_t seq = 0;

    (void)state;
    assert_int_equal(sample_epoch(outbox, 2, NULL), BS_OK);
    assert_int_equal(bs_outbox_tip(outbox, &tips[2], NULL), BS_OK);
    assert_int_equal(tips[2].seq, 0);
    assert_int_equal(sample_append(outbox, 4, &seq, NULL), BS_OK);
    assert_int_equal(seq, 1);
    assert_int_equal(bs_outbox_epoch(outbox, 0, &tips[0], NULL), BS_OK);
    assert_int_equal(bs_outbox_epoch(outbox, 1, &tips[1], NULL), BS_OK);
    assert_int_equal(bs_outbox_epoch(outbox, 2, &tips[2], NULL), BS_NOTFOUND);
    assert_true(tips[0].seq == 3 && tips[1].seq == 1);
    assert_string_not_equal(tips[0].epoch, tips[1].epoch);
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    bs_outbox_close(outbox);
}

static void an_id_of_an_older_epoch_is_not_appended_again(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    struct bs_outbox_tip tip;
    uint64_t seq = 0;

    (void)state;
    assert_int_equal(sample_epoch(outbox, 2, NULL), BS_OK);
    assert_int_equal(sample_append(outbox, 3, &seq, NULL), BS_OK);
    assert_int_equal(seq, 3);
    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    assert_int_equal(tip.seq, 0);
    bs_outbox_close(outbox);
}

static void an_epoch_needs_a_kiosk_id_and_a_word_for_why(void **state)
{
    static const struct {
        const char *kiosk, *why;
    } cases[] = {{"", "first"},
                 {"Prinsenhof", "first"},
                 {"a-", "first"},
                 {"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd", "first"},
                 {"prinsenhof", ""},
                 {"prinsenhof", "two words"},
                 {"prinsenhof", "abcdefghijklmnopqrstuvwxy"}};
    struct bs_random random = bs_random_seeded(1);
    struct bs_outbox *outbox;

    (void)state;
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(
            bs_outbox_begin_epoch(outbox, cases[i].kiosk, cases[i].why, 1, &random, NULL), BS_BAD);
    }
    assert_int_equal(bs_outbox_begin_epoch(outbox, "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd",
                                           "abcdefghijklmnopqrstuvwx", 1, &random, NULL),
                     BS_OK);
    bs_outbox_close(outbox);
}

static void a_second_kiosk_on_the_same_folder_is_refused_with_the_pid(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 1), *other = NULL;
    struct bs_error err = {0};
    char pid[32];

    (void)state;
    (void)snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    assert_int_equal(bs_outbox_open(dir.path, &other, &err), BS_REFUSED);
    assert_non_null(strstr(err.text, pid));
    assert_non_null(strstr(err.text, "kiosk.lock"));
    assert_null(other);
    assert_int_equal(sample_append(outbox, 2, NULL, NULL), BS_OK);
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_open(dir.path, &other, NULL), BS_OK);
    bs_outbox_close(other);
}

static void whoever_saves_the_log_is_not_looked_over_the_shoulder(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 1), *other = NULL;

    (void)state;
    temp_dir_write(&dir, "kiosk.db-salvage", "one is at it\n");
    assert_int_equal(bs_outbox_open(dir.path, &other, NULL), BS_REFUSED);
    bs_outbox_close(outbox);
    assert_int_equal(bs_outbox_open(dir.path, &other, NULL), BS_BROKEN);
}

static void a_folder_that_is_not_there_is_broken_and_named(void **state)
{
    struct bs_outbox *outbox = NULL;
    char lost[TEMP_DIR_PATH];
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(bs_outbox_open(temp_dir_file(&dir, "lost", lost), &outbox, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, lost));
    assert_null(outbox);
    bs_outbox_close(NULL);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(append_gives_sequence_numbers_without_a_gap),
        IN_DIR(append_twice_with_same_id_keeps_one_row),
        IN_DIR(append_with_same_id_and_other_bytes_is_refused),
        IN_DIR(append_without_an_epoch_finds_none),
        IN_DIR(what_was_appended_is_there_after_opening_again),
        IN_DIR(the_largest_body_is_kept_and_one_byte_more_is_not),
        IN_DIR(what_central_would_not_read_is_not_kept),
        IN_DIR(a_clock_before_1970_is_written_as_1970),
        IN_DIR(a_new_epoch_starts_at_one_and_keeps_the_old),
        IN_DIR(an_id_of_an_older_epoch_is_not_appended_again),
        IN_DIR(an_epoch_needs_a_kiosk_id_and_a_word_for_why),
        IN_DIR(a_second_kiosk_on_the_same_folder_is_refused_with_the_pid),
        IN_DIR(whoever_saves_the_log_is_not_looked_over_the_shoulder),
        IN_DIR(a_folder_that_is_not_there_is_broken_and_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
