/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Slices of the log as they are sent, single questions about it, and its proof. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/mem.h>
#include <buurtstem/outbox.h>
#include <buurtstem/wire.h>

#include "store_samples.h"
#include "temp_dir.h"

enum { ROOM = 1024 * 1024 };

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

static struct bs_outbox_tip tip_of(struct bs_outbox *outbox)
{
    struct bs_outbox_tip tip;

    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    return tip;
}

static size_t count_lines(const struct bs_buf *lines)
{
    size_t count = 0;

    for (size_t i = 0; i < lines->len; i++) {
        count += lines->data[i] == '\n';
    }
    return count;
}

static void a_slice_under_a_header_is_a_batch_that_proves_itself(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 9);
    struct bs_outbox_tip tip = tip_of(outbox);
    struct bs_batch_header header = {.version = BS_WIRE_VERSION, .first_seq = 4};
    struct bs_outbox_slice slice;
    struct bs_buf lines, raw;
    struct bs_batch batch;

    (void)state;
    bs_buf_init(&lines, ROOM);
    bs_buf_init(&raw, ROOM);
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 4, 1000, ROOM, &lines, &slice, NULL), BS_OK);
    assert_int_equal(slice.count, 6);
    assert_string_equal(slice.last_hash, tip.hash);
    memcpy(header.kiosk, tip.kiosk, sizeof header.kiosk);
    memcpy(header.epoch, tip.epoch, sizeof header.epoch);
    memcpy(header.prev_hash, slice.prev_hash, sizeof header.prev_hash);
    memcpy(header.last_hash, slice.last_hash, sizeof header.last_hash);
    header.count = slice.count;
    bs_batch_write_header(&header, &raw);
    bs_buf_add(&raw, lines.data, lines.len);
    assert_int_equal(bs_batch_decode(bs_buf_bytes(&raw), &batch, NULL), BS_OK);
    bs_batch_finish(&batch);
    bs_buf_finish(&lines);
    bs_buf_finish(&raw);
    bs_outbox_close(outbox);
}

static void run_sql(const char *sql)
{
    char path[512];
    sqlite3 *handle = NULL;

    (void)snprintf(path, sizeof path, "%s/kiosk.db", dir.path);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static void a_table_in_another_order_is_read_in_that_of_the_log(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 30);
    struct bs_outbox_tip tip = tip_of(outbox);
    struct bs_outbox_slice slice;
    struct bs_buf lines, again;

    (void)state;
    bs_buf_init(&lines, ROOM);
    bs_buf_init(&again, ROOM);
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 5, 20, ROOM, &lines, &slice, NULL), BS_OK);
    bs_outbox_close(outbox);
    run_sql("UPDATE record SET rowid = 1000 - rowid WHERE seq > 9");
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    bs_buf_text(&again, "kept");
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 5, 20, ROOM, &again, &slice, NULL), BS_OK);
    assert_int_equal(slice.count, 20);
    assert_int_equal(again.len, lines.len + 4);
    assert_memory_equal(again.data + 4, lines.data, lines.len);
    bs_outbox_close(outbox);
    bs_buf_finish(&lines);
    bs_buf_finish(&again);
}

static void slices_one_after_the_other_hang_together(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 7);
    struct bs_outbox_tip tip = tip_of(outbox);
    char hash[BS_HASH_TEXT];
    uint64_t next = 1;

    (void)state;
    assert_int_equal(bs_outbox_hash_at(outbox, tip.epoch, 0, hash, NULL), BS_OK);
    while (next <= 7) {
        struct bs_outbox_slice slice;
        struct bs_buf lines;

        bs_buf_init(&lines, ROOM);
        assert_int_equal(bs_outbox_read(outbox, tip.epoch, next, 3, ROOM, &lines, &slice, NULL),
                         BS_OK);
        assert_int_equal(slice.count, next == 7 ? 1 : 3);
        assert_int_equal(count_lines(&lines), slice.count);
        assert_string_equal(slice.prev_hash, hash);
        memcpy(hash, slice.last_hash, sizeof hash);
        next += slice.count;
        bs_buf_finish(&lines);
    }
    assert_string_equal(hash, tip.hash);
    bs_outbox_close(outbox);
}

static void a_slice_holds_what_fits_and_one_record_at_least(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 5);
    struct bs_outbox_tip tip = tip_of(outbox);
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    size_t two;

    (void)state;
    bs_buf_init(&lines, ROOM);
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 1, 2, ROOM, &lines, &slice, NULL), BS_OK);
    two = lines.len;
    bs_buf_reset(&lines);
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 1, 1000, two, &lines, &slice, NULL), BS_OK);
    assert_int_equal(slice.count, 2);
    assert_int_equal(lines.len, two);
    bs_buf_reset(&lines);
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 1, 1000, two - 1, &lines, &slice, NULL),
                     BS_OK);
    assert_int_equal(slice.count, 1);
    bs_buf_reset(&lines);
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 1, 0, 0, &lines, &slice, NULL), BS_OK);
    assert_int_equal(slice.count, 1);
    bs_buf_finish(&lines);
    bs_outbox_close(outbox);
}

static void a_buffer_that_is_too_small_keeps_what_it_had(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 2);
    struct bs_outbox_tip tip = tip_of(outbox);
    struct bs_outbox_slice slice = {.count = 42};
    struct bs_buf lines;

    (void)state;
    bs_buf_init(&lines, 100);
    bs_buf_text(&lines, "before");
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 1, 10, ROOM, &lines, &slice, NULL),
                     BS_LIMIT);
    assert_int_equal(lines.len, 6);
    assert_memory_equal(lines.data, "before", 6);
    assert_int_equal(slice.count, 42);
    bs_buf_finish(&lines);
    bs_outbox_close(outbox);
}

static void behind_the_last_record_there_is_nothing(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 2);
    struct bs_outbox_tip tip = tip_of(outbox);
    static const uint64_t nowhere[] = {0, 3, 4, BS_NUMBER_MAX, UINT64_MAX};
    struct bs_outbox_slice slice;
    char hash[BS_HASH_TEXT];
    struct bs_buf lines;
    int64_t wall;

    (void)state;
    bs_buf_init(&lines, ROOM);
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        assert_int_equal(
            bs_outbox_read(outbox, tip.epoch, nowhere[i], 10, ROOM, &lines, &slice, NULL),
            BS_NOTFOUND);
        assert_int_equal(bs_outbox_wall_at(outbox, tip.epoch, nowhere[i], &wall, NULL),
                         BS_NOTFOUND);
        if (nowhere[i] != 0) {
            assert_int_equal(bs_outbox_hash_at(outbox, tip.epoch, nowhere[i], hash, NULL),
                             BS_NOTFOUND);
        }
    }
    assert_int_equal(lines.len, 0);
    bs_buf_finish(&lines);
    bs_outbox_close(outbox);
}

static void an_epoch_that_is_not_ours_is_not_found(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 2);
    struct bs_outbox_slice slice;
    char hash[BS_HASH_TEXT];
    struct bs_buf lines;

    (void)state;
    bs_buf_init(&lines, ROOM);
    assert_int_equal(bs_outbox_read(outbox, "0000000000000000", 1, 10, ROOM, &lines, &slice, NULL),
                     BS_NOTFOUND);
    assert_int_equal(bs_outbox_hash_at(outbox, "0000000000000000", 0, hash, NULL), BS_NOTFOUND);
    bs_buf_finish(&lines);
    bs_outbox_close(outbox);
}

static void the_chain_can_be_asked_at_every_position(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    struct bs_outbox_tip tip = tip_of(outbox);
    char start[BS_HASH_TEXT], hash[BS_HASH_TEXT];

    (void)state;
    bs_chain_start(tip.kiosk, tip.epoch, start);
    assert_int_equal(bs_outbox_hash_at(outbox, tip.epoch, 0, hash, NULL), BS_OK);
    assert_string_equal(hash, start);
    assert_int_equal(bs_outbox_hash_at(outbox, tip.epoch, 3, hash, NULL), BS_OK);
    assert_string_equal(hash, tip.hash);
    bs_outbox_close(outbox);
}

static void when_a_record_was_made_can_be_asked(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    struct bs_outbox_tip tip = tip_of(outbox);
    int64_t first, third;

    (void)state;
    assert_int_equal(bs_outbox_wall_at(outbox, tip.epoch, 1, &first, NULL), BS_OK);
    assert_int_equal(bs_outbox_wall_at(outbox, tip.epoch, 3, &third, NULL), BS_OK);
    assert_true(third - first == 2000);
    bs_outbox_close(outbox);
}

/* Every byte of a body in the file is found, as the chain and the digest are proven at each reading. */
static void a_changed_byte_in_the_file_is_neither_sent_nor_verified(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 3);
    struct bs_outbox_tip tip = tip_of(outbox);
    struct bs_outbox_slice slice;
    struct bs_error err = {0};
    char path[TEMP_DIR_PATH];
    struct bs_buf file, lines;
    uint8_t *at;
    int fd;

    (void)state;
    bs_outbox_close(outbox);
    bs_buf_init(&file, ROOM);
    bs_buf_init(&lines, ROOM);
    assert_int_equal(bs_file_read(temp_dir_file(&dir, "kiosk.db", path), &file, NULL), BS_OK);
    at = memmem(file.data, file.len, "{\"n\":2}", 7);
    assert_non_null(at);
    fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, "3", 1, at - file.data + 5), 1);
    close(fd);
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    assert_int_equal(bs_outbox_verify(outbox, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, tip.epoch));
    assert_non_null(strstr(err.text, "seq 2"));
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 1, 1, ROOM, &lines, &slice, NULL), BS_OK);
    assert_int_equal(bs_outbox_read(outbox, tip.epoch, 1, 10, ROOM, &lines, &slice, NULL),
                     BS_BROKEN);
    bs_outbox_close(outbox);
    bs_buf_finish(&file);
    bs_buf_finish(&lines);
}

static void large_records_are_read_in_batches_within_both_limits(void **state)
{
    struct bs_outbox *outbox = sample_log(dir.path, 40);
    struct bs_outbox_tip tip;
    uint64_t next = 1;

    (void)state;
    for (uint64_t n = 41; n <= 80; n++) {
        assert_int_equal(sample_append_sized(outbox, n, BS_RECORD_BODY_MAX, NULL), BS_OK);
    }
    tip = tip_of(outbox);
    while (next <= 80) {
        struct bs_outbox_slice slice;
        struct bs_buf lines;

        bs_buf_init(&lines, BS_BATCH_BYTES_MAX);
        assert_int_equal(bs_outbox_read(outbox, tip.epoch, next, BS_BATCH_RECORDS_MAX,
                                        BS_BATCH_BYTES_MAX - 512, &lines, &slice, NULL),
                         BS_OK);
        assert_true(lines.len <= BS_BATCH_BYTES_MAX - 512);
        next += slice.count;
        bs_buf_finish(&lines);
    }
    assert_int_equal(next, 81);
    bs_outbox_close(outbox);
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(a_slice_under_a_header_is_a_batch_that_proves_itself),
        IN_DIR(a_table_in_another_order_is_read_in_that_of_the_log),
        IN_DIR(slices_one_after_the_other_hang_together),
        IN_DIR(a_slice_holds_what_fits_and_one_record_at_least),
        IN_DIR(a_buffer_that_is_too_small_keeps_what_it_had),
        IN_DIR(behind_the_last_record_there_is_nothing),
        IN_DIR(an_epoch_that_is_not_ours_is_not_found),
        IN_DIR(the_chain_can_be_asked_at_every_position),
        IN_DIR(when_a_record_was_made_can_be_asked),
        IN_DIR(a_changed_byte_in_the_file_is_neither_sent_nor_verified),
        IN_DIR(large_records_are_read_in_batches_within_both_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
