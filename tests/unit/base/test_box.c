/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A box gives back what was put in, to whom it was sealed; anything that happened to it on the way is found. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/box.h>
#include <buurtstem/mem.h>

#include "box_memory.h"

/* First line, sealed key, stream header; and the end. */
enum { START = 19 + 80 + 24, END = 4 + 17, PART_MORE = 4 + 17, ROOM = 2 * 1024 * 1024 };

static uint8_t public_key[BS_PUBLIC_KEY_SIZE], secret_key[BS_SECRET_KEY_SIZE];

static int make_key(void **state)
{
    (void)state;
    if (bs_crypto_start(NULL) != BS_OK) {
        return -1;
    }
    bs_sign_keypair(public_key, secret_key);
    return 0;
}

/* Three parts, of which one is empty. */
static void write_sample(struct bs_buf *out)
{
    const struct bs_bytes parts[] = {bs_bytes_of("opening"), bs_bytes_of(""),
                                     bs_bytes_of("a batch of records")};

    bs_buf_init(out, ROOM);
    box_memory_write(public_key, parts, 3, out);
}

/* Reads all; how many parts were right before what the result says. */
static enum bs_err read_all(struct bs_bytes bytes, uint64_t bytes_max, size_t piece, size_t *parts)
{
    struct box_memory memory = {.bytes = bytes, .piece = piece};
    const struct bs_box_source source = box_memory_source(&memory);
    struct bs_box_reader *reader = NULL;
    struct bs_error err = {0};
    struct bs_bytes part;
    enum bs_err rc = bs_box_read_start(public_key, secret_key, bytes_max, &source, &reader, &err);

    *parts = 0;
    while (rc == BS_OK) {
        rc = bs_box_read_part(reader, &part, &err);
        *parts += rc == BS_OK ? 1 : 0;
    }
    if (rc != BS_NOTFOUND) {
        assert_int_equal(err.code, rc);
        assert_true(err.text[0] != '\0');
    }
    bs_box_reader_destroy(reader);
    return rc;
}

static void what_was_sealed_is_read_again(void **state)
{
    struct box_memory memory = {.at = 0};
    const struct bs_box_source source = box_memory_source(&memory);
    struct bs_box_reader *reader = NULL;
    struct bs_bytes part;
    struct bs_buf box;

    (void)state;
    write_sample(&box);
    memory.bytes = bs_buf_bytes(&box);
    assert_int_equal(
        bs_box_read_start(public_key, secret_key, BS_BOX_BYTES_MAX, &source, &reader, NULL), BS_OK);
    assert_int_equal(bs_box_read_part(reader, &part, NULL), BS_OK);
    assert_int_equal(part.len, 7);
    assert_memory_equal(part.data, "opening", 7);
    assert_int_equal(bs_box_read_part(reader, &part, NULL), BS_OK);
    assert_int_equal(part.len, 0);
    assert_int_equal(bs_box_read_part(reader, &part, NULL), BS_OK);
    assert_memory_equal(part.data, "a batch of records", part.len);
    assert_int_equal(bs_box_read_part(reader, &part, NULL), BS_NOTFOUND);
    bs_box_reader_destroy(reader);
    bs_buf_finish(&box);
}

static void a_source_that_gives_a_byte_at_a_time_is_read_as_well(void **state)
{
    struct bs_buf box;
    size_t parts;

    (void)state;
    write_sample(&box);
    assert_int_equal(read_all(bs_buf_bytes(&box), BS_BOX_BYTES_MAX, 1, &parts), BS_NOTFOUND);
    assert_int_equal(parts, 3);
    bs_buf_finish(&box);
}

static void nothing_that_was_put_in_can_be_seen_outside(void **state)
{
    struct bs_buf box;

    (void)state;
    write_sample(&box);
    assert_null(memmem(box.data, box.len, "opening", 7));
    assert_null(memmem(box.data, box.len, "records", 7));
    bs_buf_finish(&box);
}

static void every_byte_that_is_changed_is_found(void **state)
{
    struct bs_buf box;
    size_t parts;

    (void)state;
    write_sample(&box);
    for (size_t i = 0; i < box.len; i++) {
        const uint8_t bit = (uint8_t)(1U << (i % 8));

        box.data[i] ^= bit;
        if (read_all(bs_buf_bytes(&box), BS_BOX_BYTES_MAX, 0, &parts) != BS_BAD) {
            fail_msg("byte %zu", i);
        }
        box.data[i] ^= bit;
    }
    bs_buf_finish(&box);
}

static void a_file_that_was_cut_anywhere_is_found(void **state)
{
    struct bs_buf box;
    size_t parts;

    (void)state;
    write_sample(&box);
    for (size_t i = 0; i < box.len; i++) {
        const struct bs_bytes cut = {box.data, i};

        if (read_all(cut, BS_BOX_BYTES_MAX, 0, &parts) != BS_BAD) {
            fail_msg("%zu bytes", i);
        }
    }
    bs_buf_finish(&box);
}

static void a_byte_behind_the_end_is_found(void **state)
{
    struct bs_buf box;
    size_t parts;

    (void)state;
    write_sample(&box);
    bs_buf_add(&box, "\n", 1);
    assert_int_equal(read_all(bs_buf_bytes(&box), BS_BOX_BYTES_MAX, 0, &parts), BS_BAD);
    assert_int_equal(parts, 3);
    bs_buf_finish(&box);
}

/* The parts of the sample stand one after the other, so leaving one out is cutting it out. */
static void a_part_that_is_missing_or_there_twice_is_found(void **state)
{
    const size_t first = START, second = START + PART_MORE + 7;
    struct bs_buf box, changed;
    size_t parts;

    (void)state;
    write_sample(&box);
    bs_buf_init(&changed, ROOM);
    bs_buf_add(&changed, box.data, first);
    bs_buf_add(&changed, box.data + second, box.len - second);
    assert_int_equal(read_all(bs_buf_bytes(&changed), BS_BOX_BYTES_MAX, 0, &parts), BS_BAD);
    bs_buf_reset(&changed);
    bs_buf_add(&changed, box.data, second);
    bs_buf_add(&changed, box.data + first, box.len - first);
    assert_int_equal(read_all(bs_buf_bytes(&changed), BS_BOX_BYTES_MAX, 0, &parts), BS_BAD);
    assert_int_equal(parts, 1);
    bs_buf_finish(&changed);
    bs_buf_finish(&box);
}

static void another_central_cannot_read_it(void **state)
{
    uint8_t other_public[BS_PUBLIC_KEY_SIZE], other_secret[BS_SECRET_KEY_SIZE];
    struct box_memory memory = {.at = 0};
    const struct bs_box_source source = box_memory_source(&memory);
    struct bs_box_reader *reader = NULL;
    struct bs_error err = {0};
    struct bs_buf box;

    (void)state;
    write_sample(&box);
    memory.bytes = bs_buf_bytes(&box);
    bs_sign_keypair(other_public, other_secret);
    assert_int_equal(
        bs_box_read_start(other_public, other_secret, BS_BOX_BYTES_MAX, &source, &reader, &err),
        BS_BAD);
    assert_non_null(strstr(err.text, "another central"));
    assert_null(reader);
    bs_buf_finish(&box);
}

static void what_is_no_key_seals_nothing(void **state)
{
    static const uint8_t zeroes[BS_PUBLIC_KEY_SIZE];
    struct bs_box_writer *writer = NULL;
    struct bs_buf box;

    (void)state;
    bs_buf_init(&box, ROOM);
    const struct bs_box_sink sink = box_memory_sink(&box);
    assert_int_equal(bs_box_write_start(zeroes, BS_BOX_BYTES_MAX, &sink, &writer, NULL), BS_BAD);
    assert_int_equal(box.len, 0);
    assert_null(writer);
}

static void a_part_may_have_512_kib_and_no_byte_more(void **state)
{
    uint8_t *bytes = bs_xcalloc(1, BS_BOX_PART_MAX + 1);
    const struct bs_bytes most = {bytes, BS_BOX_PART_MAX}, more = {bytes, BS_BOX_PART_MAX + 1};
    struct bs_box_writer *writer = NULL;
    struct bs_buf box;
    size_t parts;

    (void)state;
    bs_buf_init(&box, ROOM);
    const struct bs_box_sink sink = box_memory_sink(&box);
    assert_int_equal(bs_box_write_start(public_key, BS_BOX_BYTES_MAX, &sink, &writer, NULL), BS_OK);
    assert_int_equal(bs_box_write_part(writer, more, NULL), BS_LIMIT);
    assert_int_equal(bs_box_write_part(writer, most, NULL), BS_OK);
    assert_int_equal(bs_box_write_end(writer, NULL), BS_OK);
    bs_box_writer_destroy(writer);
    assert_int_equal(box.len, START + PART_MORE + BS_BOX_PART_MAX + END);
    assert_int_equal(read_all(bs_buf_bytes(&box), BS_BOX_BYTES_MAX, 0, &parts), BS_NOTFOUND);
    assert_int_equal(parts, 1);
    bs_buf_finish(&box);
    free(bytes);
}

static void a_length_of_more_than_a_part_is_refused_before_it_is_read(void **state)
{
    static const uint8_t lengths[][4] = {{0x12, 0, 8, 0}, {0xff, 0xff, 0xff, 0xff}, {16, 0, 0, 0}};
    struct bs_buf box;

    (void)state;
    write_sample(&box);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t parts;

        memcpy(box.data + START, lengths[i], 4);
        assert_int_equal(read_all(bs_buf_bytes(&box), BS_BOX_BYTES_MAX, 0, &parts), BS_BAD);
        assert_int_equal(parts, 0);
    }
    bs_buf_finish(&box);
}

static void a_writer_keeps_room_for_the_end(void **state)
{
    const uint64_t bytes_max = START + PART_MORE + 5 + END;
    struct bs_box_writer *writer = NULL;
    struct bs_buf box;
    size_t parts;

    (void)state;
    bs_buf_init(&box, ROOM);
    const struct bs_box_sink sink = box_memory_sink(&box);
    assert_int_equal(bs_box_write_start(public_key, bytes_max, &sink, &writer, NULL), BS_OK);
    assert_int_equal(bs_box_write_part(writer, bs_bytes_of("sixsix"), NULL), BS_LIMIT);
    assert_int_equal(bs_box_write_part(writer, bs_bytes_of("five5"), NULL), BS_OK);
    assert_int_equal(bs_box_write_part(writer, bs_bytes_of(""), NULL), BS_LIMIT);
    assert_int_equal(bs_box_write_end(writer, NULL), BS_OK);
    bs_box_writer_destroy(writer);
    assert_int_equal(box.len, bytes_max);
    assert_int_equal(read_all(bs_buf_bytes(&box), bytes_max, 0, &parts), BS_NOTFOUND);
    assert_int_equal(parts, 1);
    bs_buf_finish(&box);
}

static void a_file_of_a_byte_more_than_allowed_is_refused(void **state)
{
    struct bs_buf box;
    size_t parts;

    (void)state;
    write_sample(&box);
    assert_int_equal(read_all(bs_buf_bytes(&box), box.len, 0, &parts), BS_NOTFOUND);
    assert_int_equal(read_all(bs_buf_bytes(&box), box.len - 1, 0, &parts), BS_LIMIT);
    bs_buf_finish(&box);
}

static void what_the_sink_says_is_handed_on(void **state)
{
    struct bs_box_writer *writer = NULL;
    struct bs_error err = {0};
    struct bs_buf box;

    (void)state;
    bs_buf_init(&box, START);
    const struct bs_box_sink sink = box_memory_sink(&box);
    assert_int_equal(bs_box_write_start(public_key, BS_BOX_BYTES_MAX, &sink, &writer, NULL), BS_OK);
    assert_int_equal(bs_box_write_part(writer, bs_bytes_of("one"), &err), BS_LATER);
    assert_string_equal(err.text, "the stick is full");
    bs_box_writer_destroy(writer);
    bs_buf_finish(&box);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_is_read_again),
        cmocka_unit_test(a_source_that_gives_a_byte_at_a_time_is_read_as_well),
        cmocka_unit_test(nothing_that_was_put_in_can_be_seen_outside),
        cmocka_unit_test(every_byte_that_is_changed_is_found),
        cmocka_unit_test(a_file_that_was_cut_anywhere_is_found),
        cmocka_unit_test(a_byte_behind_the_end_is_found),
        cmocka_unit_test(a_part_that_is_missing_or_there_twice_is_found),
        cmocka_unit_test(another_central_cannot_read_it),
        cmocka_unit_test(what_is_no_key_seals_nothing),
        cmocka_unit_test(a_part_may_have_512_kib_and_no_byte_more),
        cmocka_unit_test(a_length_of_more_than_a_part_is_refused_before_it_is_read),
        cmocka_unit_test(a_writer_keeps_room_for_the_end),
        cmocka_unit_test(a_file_of_a_byte_more_than_allowed_is_refused),
        cmocka_unit_test(what_the_sink_says_is_handed_on),
    };

    return cmocka_run_group_tests(tests, make_key, NULL);
}
