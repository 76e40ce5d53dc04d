/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One line of the log, its limits, and the chain. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/record.h>

#include "wire_samples.h"

#define GOOD_ID     "019cadb2-0000-7000-8000-000000000001"
#define GOOD_BOOT   "5f1d2c3b-0000-4000-8000-000000000001"
#define EMPTY_HASH  "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" /* of {} */
#define GOOD_FIELDS "1\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH

static enum bs_err parse(const char *line, struct bs_record *out)
{
    return bs_record_parse(bs_bytes_of(line), out, NULL, NULL);
}

static void a_written_record_reads_back_the_same(void **state)
{
    struct bs_record record = sample_record(7, "{\"a\":1}"), back = {0};
    struct bs_bytes head = {0};
    struct bs_buf line;

    (void)state;
    bs_buf_init(&line, 4096);
    bs_record_write_line(&record, &line);
    assert_int_equal(bs_record_parse(bs_buf_bytes(&line), &back, &head, NULL), BS_OK);
    assert_int_equal(back.seq, 7);
    assert_string_equal(back.id, record.id);
    assert_string_equal(back.kind, "submission");
    assert_true(back.wall_ms == record.wall_ms && back.mono_ms == record.mono_ms);
    assert_string_equal(back.boot_id, record.boot_id);
    assert_true(back.synced);
    assert_string_equal(back.digest, record.digest);
    assert_int_equal(back.body.len, 7);
    assert_memory_equal(back.body.data, "{\"a\":1}", 7);
    assert_int_equal(head.len + 1 + 7, line.len);
    bs_buf_finish(&line);
}

static void an_erased_body_is_an_empty_field(void **state)
{
    struct bs_record back;

    (void)state;
    assert_int_equal(parse(GOOD_FIELDS "\t", &back), BS_OK);
    assert_int_equal(back.body.len, 0);
    assert_string_equal(back.digest, EMPTY_HASH);
}

static void a_digest_that_is_not_the_bodys_is_refused(void **state)
{
    struct bs_record back;

    (void)state;
    assert_int_equal(parse(GOOD_FIELDS "\t{}", &back), BS_OK);
    assert_int_equal(parse(GOOD_FIELDS "\t[]", &back), BS_BAD);
}

static void the_longest_body_is_read_and_one_byte_more_is_not(void **state)
{
    for (size_t over = 0; over <= 1; over++) {
        char *body = sample_text('x', BS_RECORD_BODY_MAX + over);
        struct bs_record record = sample_record(1, body), back;
        struct bs_buf line;

        (void)state;
        bs_buf_init(&line, 64 * 1024);
        bs_record_write_line(&record, &line);
        assert_int_equal(bs_record_parse(bs_buf_bytes(&line), &back, NULL, NULL),
                         over == 0 ? BS_OK : BS_LIMIT);
        bs_buf_finish(&line);
        free(body);
    }
}

static void a_head_that_is_too_long_is_over_the_limit(void **state)
{
    char *kind = sample_text('k', BS_RECORD_HEAD_MAX);
    struct bs_record back;
    char line[1024];

    (void)state;
    (void)snprintf(line, sizeof line,
                   "1\t" GOOD_ID "\t%s\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}", kind);
    assert_int_equal(parse(line, &back), BS_LIMIT);
    free(kind);
}

static void numbers_go_to_two_to_the_53_and_not_beyond(void **state)
{
    struct bs_record back;

    (void)state;
    assert_int_equal(parse("9007199254740991\t" GOOD_ID
                           "\tsubmission\t9007199254740991\t0\t" GOOD_BOOT "\t1\t" EMPTY_HASH
                           "\t{}",
                           &back),
                     BS_OK);
    assert_true(back.seq == BS_NUMBER_MAX && back.wall_ms == BS_NUMBER_MAX && back.mono_ms == 0);
    assert_int_equal(parse("9007199254740992\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT
                           "\t1\t" EMPTY_HASH "\t{}",
                           &back),
                     BS_BAD);
    assert_int_equal(parse("1\t" GOOD_ID "\tsubmission\t9007199254740992\t6\t" GOOD_BOOT
                           "\t1\t" EMPTY_HASH "\t{}",
                           &back),
                     BS_BAD);
}

static void a_kind_has_24_letters_at_most(void **state)
{
    struct bs_record back;

    (void)state;
    assert_int_equal(parse("1\t" GOOD_ID "\tabcdefghijkl-nopqrstuvwx\t5\t6\t" GOOD_BOOT
                           "\t1\t" EMPTY_HASH "\t{}",
                           &back),
                     BS_OK);
    assert_int_equal(parse("1\t" GOOD_ID "\tabcdefghijkl-nopqrstuvwxy\t5\t6\t" GOOD_BOOT
                           "\t1\t" EMPTY_HASH "\t{}",
                           &back),
                     BS_BAD);
}

/* Each differs from a sound line in one thing. */
static const char *const bad_lines[] = {
    "",
    "1",
    GOOD_FIELDS,
    "0\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "01\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "+1\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t019CADB2-0000-7000-8000-000000000001\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH
    "\t{}",
    "1\t019cadb2\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\t\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\t-submission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission2\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tSubmission\t5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t-5\t6\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t5\t\t" GOOD_BOOT "\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t5\t6\t\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "0\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t5\t6\tBOOT\t1\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t2\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t\t" EMPTY_HASH "\t{}",
    "1\t" GOOD_ID "\tsubmission\t5\t6\t" GOOD_BOOT "\t1\t44136fa3\t{}",
    GOOD_FIELDS "\t{}\t",
    GOOD_FIELDS "\t{}\n",
    GOOD_FIELDS "\t{}\r",
    GOOD_FIELDS "\t{\x01}",
    GOOD_FIELDS "\t\xff\xfe",
};

static void a_line_that_is_not_of_the_form_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_lines / sizeof bad_lines[0]; i++) {
        struct bs_record back = {.seq = 42};

        if (parse(bad_lines[i], &back) != BS_BAD || back.seq != 42) {
            fail_msg("line %zu was read or changed the output: %s", i, bad_lines[i]);
        }
    }
}

/* With a digest that fits, so that nothing but the form of the body is wrong. */
static void a_body_with_control_characters_or_broken_utf8_is_refused(void **state)
{
    static const char *const bodies[] = {"a\tb", "a\nb",         "a\rb",    "a\037b",
                                         "\xc3", "\xed\xa0\x80", "\xc0\xaf"};

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct bs_record record = sample_record(1, bodies[i]), back;
        struct bs_buf line;

        bs_buf_init(&line, 4096);
        bs_record_write_line(&record, &line);
        assert_int_equal(bs_record_parse(bs_buf_bytes(&line), &back, NULL, NULL), BS_BAD);
        bs_buf_finish(&line);
    }
}

static void a_body_with_a_zero_byte_is_refused(void **state)
{
    struct bs_record record = sample_record(1, "x"), back;
    struct bs_buf line;

    (void)state;
    record.body = (struct bs_bytes){(const uint8_t *)"a\0b", 3};
    bs_record_digest(&record);
    bs_buf_init(&line, 4096);
    bs_record_write_line(&record, &line);
    assert_int_equal(bs_record_parse(bs_buf_bytes(&line), &back, NULL, NULL), BS_BAD);
    bs_buf_finish(&line);
}

/* The two hashes were computed with sha256sum, see PROTOCOL.md. */
static void the_chain_is_what_sha256sum_makes_of_it(void **state)
{
    char hash[BS_HASH_TEXT];

    (void)state;
    bs_chain_start(SAMPLE_KIOSK, SAMPLE_EPOCH, hash);
    assert_string_equal(hash, "512a9f5de282dbb15df131cd765ccf2f74eb25f2bea80ca33ffc2d2e0a272dfb");
    bs_chain_step(hash, bs_bytes_of(GOOD_FIELDS));
    assert_string_equal(hash, "d863e810197d6c06b02b8b1779c4a85fe0bc74b68e51ffc587b608641301051c");
}

static void erasing_a_body_leaves_the_chain_as_it_was(void **state)
{
    struct bs_record record = sample_record(1, "{}"), back;
    char before[BS_HASH_TEXT], after[BS_HASH_TEXT];
    struct bs_bytes head;
    struct bs_buf line;

    (void)state;
    bs_chain_start(SAMPLE_KIOSK, SAMPLE_EPOCH, before);
    memcpy(after, before, sizeof after);
    bs_buf_init(&line, 4096);
    bs_record_write_line(&record, &line);
    assert_int_equal(bs_record_parse(bs_buf_bytes(&line), &back, &head, NULL), BS_OK);
    bs_chain_step(before, head);
    line.len -= 2;
    assert_int_equal(bs_record_parse(bs_buf_bytes(&line), &back, &head, NULL), BS_OK);
    assert_int_equal(back.body.len, 0);
    bs_chain_step(after, head);
    assert_string_equal(before, after);
    bs_buf_finish(&line);
}

static void a_made_epoch_is_valid_and_another_each_time(void **state)
{
    struct bs_random random = bs_random_seeded(1);
    char one[BS_EPOCH_TEXT], other[BS_EPOCH_TEXT];

    (void)state;
    bs_epoch_make(&random, one);
    bs_epoch_make(&random, other);
    assert_true(bs_epoch_valid(one) && bs_epoch_valid(other));
    assert_string_not_equal(one, other);
}

static void an_epoch_has_sixteen_lower_case_hex_digits(void **state)
{
    (void)state;
    assert_true(bs_epoch_valid("0123456789abcdef"));
    assert_false(bs_epoch_valid("0123456789abcde"));
    assert_false(bs_epoch_valid("0123456789abcdef0"));
    assert_false(bs_epoch_valid("0123456789ABCDEF"));
    assert_false(bs_epoch_valid("0123456789abcdeg"));
    assert_false(bs_epoch_valid(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_written_record_reads_back_the_same),
        cmocka_unit_test(an_erased_body_is_an_empty_field),
        cmocka_unit_test(a_digest_that_is_not_the_bodys_is_refused),
        cmocka_unit_test(the_longest_body_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_head_that_is_too_long_is_over_the_limit),
        cmocka_unit_test(numbers_go_to_two_to_the_53_and_not_beyond),
        cmocka_unit_test(a_kind_has_24_letters_at_most),
        cmocka_unit_test(a_line_that_is_not_of_the_form_is_refused_and_changes_nothing),
        cmocka_unit_test(a_body_with_control_characters_or_broken_utf8_is_refused),
        cmocka_unit_test(a_body_with_a_zero_byte_is_refused),
        cmocka_unit_test(the_chain_is_what_sha256sum_makes_of_it),
        cmocka_unit_test(erasing_a_body_leaves_the_chain_as_it_was),
        cmocka_unit_test(a_made_epoch_is_valid_and_another_each_time),
        cmocka_unit_test(an_epoch_has_sixteen_lower_case_hex_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
