/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A batch proves itself: its limits, its form, and that no byte of it can change unseen. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/wire.h>

#include "wire_samples.h"

enum { ROOM = 2 * BS_BATCH_BYTES_MAX };

static enum bs_err decode(const struct bs_buf *raw)
{
    struct bs_batch batch = {0};
    enum bs_err rc = bs_batch_decode(bs_buf_bytes(raw), &batch, NULL);

    bs_batch_finish(&batch);
    return rc;
}

static void a_batch_reads_back_line_for_line(void **state)
{
    struct bs_batch batch;
    char hash[BS_HASH_TEXT];
    struct bs_bytes bytes;
    struct bs_buf raw;

    (void)state;
    bs_buf_init(&raw, ROOM);
    sample_batch(3, 2, "{\"a\":1}", &raw);
    bytes = bs_buf_bytes(&raw);
    bs_sha256_hex(&bytes, 1, hash);
    assert_int_equal(bs_batch_decode(bytes, &batch, NULL), BS_OK);
    assert_int_equal(batch.header.version, BS_WIRE_VERSION);
    assert_string_equal(batch.header.kiosk, SAMPLE_KIOSK);
    assert_string_equal(batch.header.epoch, SAMPLE_EPOCH);
    assert_int_equal(batch.header.first_seq, 3);
    assert_int_equal(batch.header.count, 2);
    assert_int_equal(batch.records[0].seq, 3);
    assert_int_equal(batch.records[1].seq, 4);
    assert_memory_equal(batch.records[1].body.data, "{\"a\":1}", 7);
    assert_memory_equal(batch.lines[1].data + batch.lines[1].len - 7, "{\"a\":1}", 7);
    assert_string_equal(batch.hashes[1], batch.header.last_hash);
    assert_string_not_equal(batch.hashes[0], batch.hashes[1]);
    assert_string_equal(batch.hash, hash);
    bs_batch_finish(&batch);
    bs_buf_finish(&raw);
}

static void a_thousand_records_are_read_and_one_more_are_not(void **state)
{
    (void)state;
    for (size_t over = 0; over <= 1; over++) {
        struct bs_buf raw;

        bs_buf_init(&raw, ROOM);
        sample_batch(1, BS_BATCH_RECORDS_MAX + over, "{}", &raw);
        assert_true(raw.len < BS_BATCH_BYTES_MAX);
        assert_int_equal(decode(&raw), over == 0 ? BS_OK : BS_BAD);
        bs_buf_finish(&raw);
    }
}

static void the_last_number_of_all_is_read_and_one_more_is_not(void **state)
{
    (void)state;
    for (uint64_t over = 0; over <= 1; over++) {
        struct bs_record record = sample_record(1, "{}");
        char hash[BS_HASH_TEXT];
        struct bs_batch_header header;
        struct bs_buf raw, head;

        bs_buf_init(&raw, ROOM);
        bs_buf_init(&head, BS_RECORD_HEAD_MAX);
        record.seq = BS_NUMBER_MAX + over;
        bs_record_write_head(&record, &head);
        bs_chain_start(SAMPLE_KIOSK, SAMPLE_EPOCH, hash);
        header = sample_header(BS_NUMBER_MAX, 1, hash, hash);
        bs_chain_step(header.last_hash, bs_buf_bytes(&head));
        bs_batch_write_header(&header, &raw);
        bs_record_write_line(&record, &raw);
        bs_buf_text(&raw, "\n");
        assert_int_equal(decode(&raw), over == 0 ? BS_OK : BS_BAD);
        bs_buf_finish(&raw);
        bs_buf_finish(&head);
    }
}

/* Records of the largest body, and a last one whose body fills the batch up to `size`. */
static void batch_of_size(size_t size, struct bs_buf *raw)
{
    enum { FULL = 31 };
    char *body = sample_text('x', BS_RECORD_BODY_MAX);
    char prev[BS_HASH_TEXT], last[BS_HASH_TEXT];
    struct bs_batch_header header;
    struct bs_buf lines;

    bs_buf_init(&lines, ROOM);
    bs_chain_start(SAMPLE_KIOSK, SAMPLE_EPOCH, prev);
    memcpy(last, prev, sizeof last);
    for (uint64_t seq = 1; seq <= FULL + 1; seq++) {
        struct bs_record record = sample_record(seq, body);
        struct bs_buf head;

        bs_buf_init(&head, BS_RECORD_HEAD_MAX);
        bs_record_write_head(&record, &head);
        if (seq == FULL + 1) { /* its length does not change with what is in it */
            header = sample_header(1, FULL + 1, prev, prev);
            bs_batch_write_header(&header, raw);
            record.body.len = size - raw->len - lines.len - head.len - 2;
            bs_record_digest(&record);
            bs_buf_reset(&head);
            bs_record_write_head(&record, &head);
        }
        bs_chain_step(last, bs_buf_bytes(&head));
        bs_record_write_line(&record, &lines);
        bs_buf_text(&lines, "\n");
        bs_buf_finish(&head);
    }
    header = sample_header(1, FULL + 1, prev, last);
    bs_buf_reset(raw);
    bs_batch_write_header(&header, raw);
    bs_buf_add(raw, lines.data, lines.len);
    bs_buf_finish(&lines);
    free(body);
}

static void half_a_mebibyte_is_read_and_one_byte_more_is_not(void **state)
{
    (void)state;
    for (size_t over = 0; over <= 1; over++) {
        struct bs_buf raw;

        bs_buf_init(&raw, ROOM);
        batch_of_size(BS_BATCH_BYTES_MAX + over, &raw);
        assert_int_equal(raw.len, BS_BATCH_BYTES_MAX + over);
        assert_int_equal(decode(&raw), over == 0 ? BS_OK : BS_LIMIT);
        bs_buf_finish(&raw);
    }
}

static void a_header_line_has_512_bytes_at_most(void **state)
{
    (void)state;
    for (size_t over = 0; over <= 1; over++) {
        struct bs_buf raw, padded;
        const char *rest;
        size_t header;

        bs_buf_init(&raw, ROOM);
        bs_buf_init(&padded, ROOM);
        sample_batch(1, 1, "{}", &raw);
        header = (size_t)(strchr(bs_buf_string(&raw), '\n') - bs_buf_string(&raw));
        rest = bs_buf_string(&raw) + 1;
        bs_buf_text(&padded, "{");
        while (padded.len < 512 + over - header + 1) {
            bs_buf_text(&padded, " ");
        }
        bs_buf_text(&padded, rest);
        assert_int_equal(decode(&padded), over == 0 ? BS_OK : BS_LIMIT);
        bs_buf_finish(&raw);
        bs_buf_finish(&padded);
    }
}

/* Spoils a sound batch of one record by replacing one text in it. */
static enum bs_err decode_with(const char *from, const char *to, struct bs_error *err)
{
    struct bs_batch batch = {.hash = "untouched"};
    struct bs_buf raw, spoilt;
    const char *text, *at;
    enum bs_err rc;

    bs_buf_init(&raw, ROOM);
    bs_buf_init(&spoilt, ROOM);
    sample_batch(1, 1, "{}", &raw);
    text = bs_buf_string(&raw);
    at = strstr(text, from);
    assert_non_null(at);
    bs_buf_add(&spoilt, text, (size_t)(at - text));
    bs_buf_text(&spoilt, to);
    bs_buf_text(&spoilt, at + strlen(from));
    rc = bs_batch_decode(bs_buf_bytes(&spoilt), &batch, err);
    assert_true(rc == BS_OK || strcmp(batch.hash, "untouched") == 0);
    if (rc == BS_OK) {
        bs_batch_finish(&batch);
    }
    bs_buf_finish(&raw);
    bs_buf_finish(&spoilt);
    return rc;
}

static void a_header_member_that_is_wrong_is_named(void **state)
{
    static const struct {
        const char *from, *to, *named;
    } cases[] = {
        {"\"v\":1", "\"v\":\"1\"", "$.v"},
        {"\"v\":1", "\"v\":1.0", "$.v"},
        {"\"v\":1,", "", "$.v"},
        {"prinsenhof-1", "Prinsenhof-1", "$.kiosk"},
        {"prinsenhof-1", "prinsenhof-", "$.kiosk"},
        {"prinsenhof-1", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd", "$.kiosk"},
        {"0123456789abcdef", "0123456789abcdeg", "$.epoch"},
        {"\"first_seq\":1", "\"first_seq\":0", "$.first_seq"},
        {"\"first_seq\":1", "\"first_seq\":\"1\"", "$.first_seq"},
        {"\"first_seq\":1", "\"first_seq\":9007199254740992", "$.first_seq"},
        {"\"count\":1", "\"count\":0", "$.count"},
        {"\"count\":1", "\"count\":-1", "$.count"},
        {"\"count\":1", "\"count\":1001", "$.count"},
        {"\"v\":1", "\"v\":1,\"more\":1", "$.more"},
        {"\"prev_hash\":\"512a", "\"prev_hash\":\"512A", "$.prev_hash"},
        {"\"prev_hash\":\"512a", "\"prev_hash\":\"612a", "$.prev_hash"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bs_error err = {0};

        assert_int_equal(decode_with(cases[i].from, cases[i].to, &err), BS_BAD);
        assert_non_null(strstr(err.text, "line 1"));
        if (strstr(err.text, cases[i].named) == NULL) {
            fail_msg("case %zu: %s", i, err.text);
        }
    }
}

static void a_kiosk_id_of_40_characters_is_long_enough(void **state)
{
    struct bs_error err = {0};

    (void)state;
    /* The form is fine; the chain does not start there. */
    assert_int_equal(decode_with("prinsenhof-1", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd", &err),
                     BS_BAD);
    assert_non_null(strstr(err.text, "$.prev_hash"));
}

static void a_record_that_is_wrong_is_named_by_its_line(void **state)
{
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(decode_with("\t{}", "\t[]", &err), BS_BAD);
    assert_non_null(strstr(err.text, "line 2"));
}

static void a_count_that_is_not_the_number_of_lines_is_refused(void **state)
{
    (void)state;
    assert_int_equal(decode_with("\"count\":1", "\"count\":2", NULL), BS_BAD);
    assert_int_equal(decode_with("\t{}\n", "\t{}\n\n", NULL), BS_BAD);
    assert_int_equal(decode_with("\t{}\n", "\t{}\nx", NULL), BS_BAD);
}

static void a_batch_that_is_cut_anywhere_is_refused(void **state)
{
    struct bs_buf raw;

    (void)state;
    bs_buf_init(&raw, ROOM);
    sample_batch(1, 3, "{\"a\":1}", &raw);
    assert_int_equal(decode(&raw), BS_OK);
    while (raw.len > 0) {
        raw.len--;
        assert_int_equal(decode(&raw), BS_BAD);
    }
    bs_buf_finish(&raw);
}

static void two_lines_in_each_others_place_are_refused(void **state)
{
    struct bs_buf raw, swapped;
    const char *lines[5];

    (void)state;
    bs_buf_init(&raw, ROOM);
    bs_buf_init(&swapped, ROOM);
    sample_batch(1, 3, "{}", &raw);
    lines[0] = bs_buf_string(&raw);
    for (int i = 1; i < 5; i++) {
        lines[i] = strchr(lines[i - 1], '\n') + 1;
    }
    bs_buf_add(&swapped, lines[0], (size_t)(lines[1] - lines[0]));
    bs_buf_add(&swapped, lines[2], (size_t)(lines[3] - lines[2]));
    bs_buf_add(&swapped, lines[1], (size_t)(lines[2] - lines[1]));
    bs_buf_add(&swapped, lines[3], (size_t)(lines[4] - lines[3]));
    assert_int_equal(swapped.len, raw.len);
    assert_int_equal(decode(&swapped), BS_BAD);
    bs_buf_finish(&raw);
    bs_buf_finish(&swapped);
}

/* What a byte may be changed into: each of its bits, and the signs that mean something in a batch. */
static uint8_t changed(uint8_t was, unsigned change)
{
    static const char signs[] = "\n\t\r\",:{}0 ";

    if (change < 8) {
        return (uint8_t)(was ^ 1U << change);
    }
    return (uint8_t)signs[change - 8];
}

static void every_changed_byte_of_a_first_batch_is_found(void **state)
{
    enum { CHANGES = 8 + 10 };
    struct bs_buf raw;

    (void)state;
    bs_buf_init(&raw, ROOM);
    sample_batch(1, 3, "{\"a\":1}", &raw);
    assert_int_equal(decode(&raw), BS_OK);
    for (size_t i = 0; i < raw.len; i++) {
        uint8_t was = raw.data[i];

        for (unsigned change = 0; change < CHANGES; change++) {
            raw.data[i] = changed(was, change);
            if (raw.data[i] != was && decode(&raw) == BS_OK) {
                fail_msg("byte %zu changed from %u to %u unseen", i, was, raw.data[i]);
            }
        }
        raw.data[i] = was;
    }
    assert_int_equal(decode(&raw), BS_OK);
    bs_buf_finish(&raw);
}

/* Whether byte `at` belongs to this text, which stands in the header. */
static bool is_in(const char *text, const char *raw, size_t at)
{
    size_t start = (size_t)(strstr(raw, text) - raw);

    return at >= start && at < start + strlen(text);
}

/* Who sends a later batch only the receiver can tell, who knows the token and the hash before it. */
static void every_changed_bit_of_a_later_batch_is_found_but_in_the_senders_name(void **state)
{
    struct bs_buf raw;
    char *sound;

    (void)state;
    bs_buf_init(&raw, ROOM);
    sample_batch(9, 2, "{\"a\":\"b\"}", &raw);
    sound = strdup(bs_buf_string(&raw));
    assert_int_equal(decode(&raw), BS_OK);
    for (size_t i = 0; i < raw.len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            raw.data[i] = (uint8_t)(raw.data[i] ^ 1U << bit);
            if (decode(&raw) == BS_OK && !is_in(SAMPLE_KIOSK, sound, i) &&
                !is_in(SAMPLE_EPOCH, sound, i)) {
                fail_msg("byte %zu, bit %u changed unseen", i, bit);
            }
            raw.data[i] = (uint8_t)(raw.data[i] ^ 1U << bit);
        }
    }
    free(sound);
    bs_buf_finish(&raw);
}

static void an_empty_batch_is_refused(void **state)
{
    struct bs_buf raw;

    (void)state;
    bs_buf_init(&raw, ROOM);
    assert_int_equal(decode(&raw), BS_BAD);
    bs_buf_text(&raw, "\n");
    assert_int_equal(decode(&raw), BS_BAD);
    bs_buf_finish(&raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_reads_back_line_for_line),
        cmocka_unit_test(a_thousand_records_are_read_and_one_more_are_not),
        cmocka_unit_test(the_last_number_of_all_is_read_and_one_more_is_not),
        cmocka_unit_test(half_a_mebibyte_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_header_line_has_512_bytes_at_most),
        cmocka_unit_test(a_header_member_that_is_wrong_is_named),
        cmocka_unit_test(a_kiosk_id_of_40_characters_is_long_enough),
        cmocka_unit_test(a_record_that_is_wrong_is_named_by_its_line),
        cmocka_unit_test(a_count_that_is_not_the_number_of_lines_is_refused),
        cmocka_unit_test(a_batch_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(two_lines_in_each_others_place_are_refused),
        cmocka_unit_test(every_changed_byte_of_a_first_batch_is_found),
        cmocka_unit_test(every_changed_bit_of_a_later_batch_is_found_but_in_the_senders_name),
        cmocka_unit_test(an_empty_batch_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
