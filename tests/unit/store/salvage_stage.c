/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A log to be damaged, and the oracle of what comes out. */

#include "salvage_stage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "epoch_samples.h"
#include "store_samples.h"

enum { COUNTS = SALVAGE_COUNTS };

struct salvage_stage salvage_stage;

int salvage_setup(void **state)
{
    (void)state;
    temp_dir_make(&salvage_stage.dir);
    salvage_stage.clock = fake_clock_make(&salvage_stage.fake);
    salvage_stage.random = bs_random_seeded(99);
    return 0;
}

int salvage_teardown(void **state)
{
    (void)state;
    temp_dir_remove(&salvage_stage.dir);
    return 0;
}

void salvage_make_log(uint64_t count)
{
    struct bs_outbox *outbox = sample_log(salvage_stage.dir.path, count);

    assert_int_equal(bs_outbox_tip(outbox, &salvage_stage.tip, NULL), BS_OK);
    bs_outbox_close(outbox);
}

enum bs_err salvage_from(uint64_t to, uint64_t known_to, struct bs_outbox_salvaged *out)
{
    struct bs_outbox_safe safe = {.to = to, .known_to = known_to};
    struct bs_error err = {0};
    enum bs_err rc;

    memcpy(safe.epoch, salvage_stage.tip.epoch, sizeof safe.epoch);
    rc = bs_outbox_salvage(salvage_stage.dir.path, SAMPLE_KIOSK, &safe, 1, &salvage_stage.clock,
                           &salvage_stage.random, out, &err);
    if (rc != BS_OK) {
        print_message("%s\n", err.text);
    }
    return rc;
}

struct bs_outbox *salvage_open_log(void)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};

    if (bs_outbox_open(salvage_stage.dir.path, &outbox, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
    return outbox;
}

static bool is_kept(const struct bs_carried *carried, uint64_t seq)
{
    for (size_t i = 0; i < carried->range_count; i++) {
        if (seq >= carried->ranges[i].first && seq <= carried->ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* The whole oracle: each of the records 1 … count stands there once, or is named as lost; none is another one. */
uint64_t salvage_assert(uint64_t count, uint64_t safe_to)
{
    struct bs_outbox *outbox = salvage_open_log();
    struct bs_carried carried;
    struct bs_outbox_tip now;
    unsigned counts[COUNTS];
    uint64_t lost = 0;

    assert_int_equal(bs_outbox_tip(outbox, &now, NULL), BS_OK);
    assert_string_not_equal(now.epoch, salvage_stage.tip.epoch);
    assert_true(epoch_sample_carried(outbox, now.epoch, 1, &carried));
    assert_string_equal(carried.epoch, salvage_stage.tip.epoch);
    assert_string_equal(carried.why, "damaged");
    assert_true(carried.from == safe_to + 1 && carried.tip <= count);
    assert_int_equal(now.seq, 1 + carried.kept);
    assert_true(epoch_sample_counts(outbox, counts, COUNTS));
    assert_int_equal(counts[0], 0);
    for (uint64_t n = 1; n <= count; n++) {
        assert_int_equal(counts[n], n <= carried.tip && is_kept(&carried, n) ? 1 : 0);
        lost += n > safe_to && counts[n] == 0;
    }
    bs_outbox_close(outbox);
    return lost;
}

/* ---- bytes of the file ---- */

struct bs_buf salvage_take_file(const char *name)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf bytes;

    bs_buf_init(&bytes, (size_t)16 << 20);
    assert_int_equal(bs_file_read(temp_dir_file(&salvage_stage.dir, name, path), &bytes, NULL),
                     BS_OK);
    return bytes;
}

void salvage_put_file(const char *name, const uint8_t *data, size_t len)
{
    char path[TEMP_DIR_PATH];

    assert_int_equal(bs_file_replace(temp_dir_file(&salvage_stage.dir, name, path),
                                     (struct bs_bytes){data, len}, 0640, NULL),
                     BS_OK);
}

void salvage_remove_file(const char *name)
{
    char path[TEMP_DIR_PATH];

    (void)unlink(temp_dir_file(&salvage_stage.dir, name, path));
}

void salvage_empty_dir(void)
{
    temp_dir_remove(&salvage_stage.dir);
    temp_dir_make(&salvage_stage.dir);
}

/* As after a kill: the log with its WAL and its mark, copied while it is open. */
void salvage_make_killed_log(uint64_t in_file, uint64_t in_wal)
{
    static const char *const names[] = {"kiosk.db", "kiosk.db-wal", "kiosk.db-open"};
    struct bs_outbox *outbox;
    struct bs_buf files[3];

    salvage_empty_dir();
    outbox = sample_log(salvage_stage.dir.path, in_file);
    if (in_file > 0) {
        bs_outbox_close(outbox);
        assert_int_equal(bs_outbox_open(salvage_stage.dir.path, &outbox, NULL), BS_OK);
    }
    for (uint64_t n = in_file + 1; n <= in_file + in_wal; n++) {
        assert_int_equal(sample_append(outbox, n, NULL, NULL), BS_OK);
    }
    assert_int_equal(bs_outbox_tip(outbox, &salvage_stage.tip, NULL), BS_OK);
    for (size_t i = 0; i < 3; i++) {
        files[i] = salvage_take_file(names[i]);
    }
    bs_outbox_close(outbox);
    salvage_empty_dir();
    for (size_t i = 0; i < 3; i++) {
        salvage_put_file(names[i], files[i].data, files[i].len);
        bs_buf_finish(&files[i]);
    }
}
void salvage_run_sql(const char *sql)
{
    sqlite3 *database = NULL;
    char path[TEMP_DIR_PATH], *why = NULL;

    assert_int_equal(sqlite3_open(temp_dir_file(&salvage_stage.dir, "kiosk.db", path), &database),
                     SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", sql, why);
    }
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}
