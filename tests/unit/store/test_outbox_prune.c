/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies are erased that are safe and old, and no other; the chain goes on proving that they were there. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <buurtstem/mem.h>
#include <buurtstem/outbox.h>

#include "fake_clock.h"
#include "store_samples.h"
#include "temp_dir.h"

#define DAY_MS INT64_C(86400000)

enum { MANY = 1000, RECORDS_MAX = 40, EPOCHS_MAX = 3 };

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

static struct bs_outbox *open_log(void)
{
    struct bs_outbox *outbox = NULL;

    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
    return outbox;
}

/* Record n as it was made at that time. */
static void append_at(struct bs_outbox *outbox, uint64_t n, int64_t wall_ms, bool synced)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_uuid id = sample_id(n);
    char body[64];

    fake.wall_ms = wall_ms;
    fake.synced = synced;
    (void)snprintf(body, sizeof body, "{\"words\":\"geheim %" PRIu64 "\"}", n);
    assert_int_equal(
        bs_outbox_append(outbox, &id, "submission", bs_bytes_of(body), &clock, NULL, NULL), BS_OK);
}

/* A log with `count` records, one a day. */
static struct bs_outbox *daily_log(uint64_t count)
{
    struct bs_outbox *outbox = open_log();

    assert_int_equal(sample_epoch(outbox, 1, NULL), BS_OK);
    for (uint64_t n = 1; n <= count; n++) {
        append_at(outbox, n, (int64_t)n * DAY_MS, true);
    }
    return outbox;
}

static struct bs_outbox_safe safe_to(struct bs_outbox *outbox, uint64_t to)
{
    struct bs_outbox_safe safe = {.to = to};
    struct bs_outbox_tip tip;

    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    memcpy(safe.epoch, tip.epoch, sizeof safe.epoch);
    return safe;
}

/* Everything that may be erased; how much that was. */
static size_t prune_all(struct bs_outbox *outbox, const struct bs_outbox_safe *safe, size_t count,
                        int64_t older_than_ms, size_t rows_max)
{
    size_t all = 0, done = 0;

    do {
        assert_int_equal(bs_outbox_prune(outbox, safe, count, older_than_ms, rows_max, &done, NULL),
                         BS_OK);
        all += done;
    } while (done > 0);
    return all;
}

static bool is_erased(struct bs_outbox *outbox, const char *epoch, uint64_t seq)
{
    struct bs_outbox_slice slice;
    struct bs_buf line;
    bool erased;

    bs_buf_init(&line, 32768);
    assert_int_equal(bs_outbox_read(outbox, epoch, seq, 1, 32768, &line, &slice, NULL), BS_OK);
    assert_true(line.len > 2);
    erased = line.data[line.len - 2] == '\t';
    bs_buf_finish(&line);
    return erased;
}

/* The first `count` records of the newest epoch are erased and no other, and all of it proves itself. */
static void assert_erased_to(struct bs_outbox *outbox, uint64_t count)
{
    struct bs_outbox_tip tip;

    assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
    for (uint64_t seq = 1; seq <= tip.seq; seq++) {
        assert_int_equal(is_erased(outbox, tip.epoch, seq), seq <= count);
    }
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
}

/* ---- what may go ---- */

static void an_old_safe_record_loses_its_body_and_keeps_its_place_in_the_chain(void **state)
{
    struct bs_outbox *outbox = daily_log(6);
    struct bs_outbox_safe safe = safe_to(outbox, 4);
    char before[7][BS_HASH_TEXT], after[BS_HASH_TEXT];
    int64_t wall_ms = 0;

    (void)state;
    for (uint64_t seq = 0; seq <= 6; seq++) {
        assert_int_equal(bs_outbox_hash_at(outbox, safe.epoch, seq, before[seq], NULL), BS_OK);
    }
    assert_int_equal(prune_all(outbox, &safe, 1, 3 * DAY_MS, 100), 2);
    assert_erased_to(outbox, 2);
    for (uint64_t seq = 0; seq <= 6; seq++) {
        assert_int_equal(bs_outbox_hash_at(outbox, safe.epoch, seq, after, NULL), BS_OK);
        assert_string_equal(before[seq], after);
    }
    assert_int_equal(bs_outbox_wall_at(outbox, safe.epoch, 1, &wall_ms, NULL), BS_OK);
    assert_int_equal(wall_ms, DAY_MS);
    bs_outbox_close(outbox);
    outbox = open_log();
    assert_erased_to(outbox, 2);
    append_at(outbox, 7, 7 * DAY_MS, true);
    assert_erased_to(outbox, 2);
    bs_outbox_close(outbox);
}

static void what_is_not_safe_stays_however_old_it_is_and_however_full_the_disk(void **state)
{
    struct bs_outbox *outbox = daily_log(6);
    struct bs_outbox_safe safe = safe_to(outbox, 3);

    (void)state;
    assert_int_equal(prune_all(outbox, NULL, 0, INT64_MAX, 100), 0);
    assert_erased_to(outbox, 0);
    (void)prune_all(outbox, &safe, 1, INT64_MAX, 100);
    assert_erased_to(outbox, 3);
    bs_outbox_close(outbox);
}

static void a_position_beyond_the_end_of_the_epoch_erases_nothing(void **state)
{
    struct bs_outbox *outbox = daily_log(3);
    struct bs_outbox_safe safe = safe_to(outbox, 4);

    (void)state;
    assert_int_equal(prune_all(outbox, &safe, 1, INT64_MAX, 100), 0);
    assert_erased_to(outbox, 0);
    safe.to = 3;
    assert_int_equal(prune_all(outbox, &safe, 1, 100 * DAY_MS, 100), 3);
    bs_outbox_close(outbox);
}

static void an_epoch_that_nobody_named_keeps_everything(void **state)
{
    struct bs_outbox *outbox = daily_log(3);
    struct bs_outbox_safe other = {.epoch = "ffffffffffffffff", .to = 3};

    (void)state;
    assert_int_equal(prune_all(outbox, &other, 1, INT64_MAX, 100), 0);
    assert_erased_to(outbox, 0);
    bs_outbox_close(outbox);
}

static void a_record_of_this_very_age_stays(void **state)
{
    struct bs_outbox *outbox = daily_log(3);
    struct bs_outbox_safe safe = safe_to(outbox, 3);

    (void)state;
    assert_int_equal(prune_all(outbox, &safe, 1, DAY_MS, 100), 0);
    assert_int_equal(prune_all(outbox, &safe, 1, DAY_MS + 1, 100), 1);
    assert_erased_to(outbox, 1);
    bs_outbox_close(outbox);
}

/* ---- a clock that was wrong ---- */

static void a_record_made_in_1970_is_as_old_as_the_next_one_that_knew_the_time(void **state)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_safe safe;

    (void)state;
    assert_int_equal(sample_epoch(outbox, 1, NULL), BS_OK);
    append_at(outbox, 1, 1000, false);
    append_at(outbox, 2, 2000, false);
    append_at(outbox, 3, 50 * DAY_MS, true);
    append_at(outbox, 4, 3000, false);
    safe = safe_to(outbox, 4);
    assert_int_equal(prune_all(outbox, &safe, 1, 50 * DAY_MS, 100), 0);
    assert_int_equal(prune_all(outbox, &safe, 1, 51 * DAY_MS, 1), 3);
    assert_erased_to(outbox, 3); /* nobody knows when the fourth was made */
    assert_int_equal(prune_all(outbox, &safe, 1, INT64_MAX, 100), 1);
    assert_erased_to(outbox, 4);
    bs_outbox_close(outbox);
}

static void records_without_the_time_wait_for_one_that_comes_later(void **state)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_safe safe;

    (void)state;
    assert_int_equal(sample_epoch(outbox, 1, NULL), BS_OK);
    for (uint64_t n = 1; n <= 6; n++) {
        append_at(outbox, n, 1000, false);
    }
    safe = safe_to(outbox, 6);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(prune_all(outbox, &safe, 1, 9 * DAY_MS, 2), 0);
    }
    append_at(outbox, 7, 2000, false);
    assert_int_equal(prune_all(outbox, &safe, 1, 9 * DAY_MS, 2), 0);
    append_at(outbox, 8, 5 * DAY_MS, true);
    assert_int_equal(prune_all(outbox, &safe, 1, 5 * DAY_MS, 2), 0);
    assert_int_equal(prune_all(outbox, &safe, 1, 9 * DAY_MS, 2), 6);
    assert_erased_to(outbox, 6);
    bs_outbox_close(outbox);
}

static void the_next_that_knew_the_time_need_not_be_safe_itself(void **state)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_safe safe;

    (void)state;
    assert_int_equal(sample_epoch(outbox, 1, NULL), BS_OK);
    append_at(outbox, 1, 90 * DAY_MS, false);
    append_at(outbox, 2, 2 * DAY_MS, true);
    safe = safe_to(outbox, 1);
    assert_int_equal(prune_all(outbox, &safe, 1, 3 * DAY_MS, 100), 1);
    assert_erased_to(outbox, 1);
    bs_outbox_close(outbox);
}

/* ---- an epoch that ended ---- */

static void a_record_that_moved_to_a_later_epoch_is_erased_once_it_is_erased_there(void **state)
{
    struct bs_outbox *outbox = daily_log(6);
    struct bs_outbox_safe safe[2] = {safe_to(outbox, 3)};
    struct bs_random random = bs_random_seeded(9);
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);

    (void)state;
    assert_int_equal(
        bs_outbox_carry_over(outbox, safe[0].epoch, 4, "forked", &clock, &random, NULL), BS_OK);
    assert_int_equal(prune_all(outbox, safe, 1, 1000 * DAY_MS, 100), 3);
    for (uint64_t seq = 1; seq <= 6; seq++) {
        assert_int_equal(is_erased(outbox, safe[0].epoch, seq), seq <= 3);
    }
    safe[1] = safe_to(outbox, 3); /* the record that tells what came along, and two of the three */
    assert_int_equal(prune_all(outbox, safe, 2, INT64_MAX, 100), 3 + 2);
    for (uint64_t seq = 1; seq <= 6; seq++) {
        assert_int_equal(is_erased(outbox, safe[0].epoch, seq), seq <= 5);
    }
    assert_erased_to(outbox, 3);
    bs_outbox_close(outbox);
}

/* ---- steps ---- */

static void one_step_erases_no_more_than_it_may(void **state)
{
    struct bs_outbox *outbox = daily_log(5);
    struct bs_outbox_safe safe = safe_to(outbox, 5);
    size_t done = 99;

    (void)state;
    assert_int_equal(bs_outbox_prune(outbox, &safe, 1, 100 * DAY_MS, 2, &done, NULL), BS_OK);
    assert_int_equal(done, 2);
    assert_erased_to(outbox, 2);
    assert_int_equal(bs_outbox_prune(outbox, &safe, 1, 100 * DAY_MS, 2, NULL, NULL), BS_OK);
    assert_int_equal(bs_outbox_prune(outbox, &safe, 1, 100 * DAY_MS, 2, &done, NULL), BS_OK);
    assert_int_equal(done, 1);
    assert_int_equal(bs_outbox_prune(outbox, &safe, 1, 100 * DAY_MS, 2, &done, NULL), BS_OK);
    assert_int_equal(done, 0);
    bs_outbox_close(outbox);
}

static void an_erased_record_that_is_saved_again_changes_nothing(void **state)
{
    struct bs_outbox *outbox = daily_log(3);
    struct bs_outbox_safe safe = safe_to(outbox, 3);

    (void)state;
    assert_int_equal(prune_all(outbox, &safe, 1, 100 * DAY_MS, 100), 3);
    append_at(outbox, 2, 9 * DAY_MS, true);
    assert_erased_to(outbox, 3);
    assert_int_equal(safe_to(outbox, 0).to, 0);
    bs_outbox_close(outbox);
}

/* ---- the bytes ---- */

static bool file_holds(const char *name, const char *words)
{
    char path[TEMP_DIR_PATH];
    FILE *file = fopen(temp_dir_file(&dir, name, path), "re");
    const size_t len = strlen(words);
    size_t got = 0, size = 64 << 20;
    char *bytes = bs_xcalloc(size, 1);
    bool holds = false;

    if (file != NULL) {
        got = fread(bytes, 1, size, file);
        assert_true(got < size);
        (void)fclose(file);
    }
    for (size_t i = 0; !holds && i + len <= got; i++) {
        holds = memcmp(bytes + i, words, len) == 0;
    }
    free(bytes);
    return holds;
}

static bool folder_holds(const char *words)
{
    return file_holds("kiosk.db", words) || file_holds("kiosk.db-wal", words);
}

static void what_is_erased_is_in_no_file_any_more(void **state)
{
    struct bs_outbox *outbox = daily_log(300);
    struct bs_outbox_safe safe = safe_to(outbox, 200);

    (void)state;
    assert_true(folder_holds("geheim 7\""));
    assert_int_equal(prune_all(outbox, &safe, 1, 1000 * DAY_MS, 50), 200);
    for (uint64_t n = 1; n <= 300; n++) {
        char words[32];

        (void)snprintf(words, sizeof words, "geheim %" PRIu64 "\"", n);
        assert_int_equal(folder_holds(words), n > 200);
    }
    bs_outbox_close(outbox);
}

/* As many as fit into a page before and after, so that no page is free unless rows are put together. */
static void a_file_gets_smaller_when_there_is_no_room(void **state)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_safe safe;
    char path[TEMP_DIR_PATH];
    struct stat before, after;

    (void)state;
    assert_int_equal(sample_epoch(outbox, 1, NULL), BS_OK);
    for (uint64_t n = 1; n <= MANY; n++) {
        assert_int_equal(sample_append_sized(outbox, n, 400, NULL), BS_OK);
    }
    bs_outbox_close(outbox);
    assert_int_equal(stat(temp_dir_file(&dir, "kiosk.db", path), &before), 0);
    outbox = open_log();
    safe = safe_to(outbox, MANY);
    (void)prune_all(outbox, &safe, 1, INT64_MAX, 100);
    assert_int_equal(stat(path, &after), 0);
    assert_true(after.st_size < before.st_size * 2 / 3);
    assert_erased_to(outbox, MANY);
    bs_outbox_close(outbox);
}

/* ---- against a model ---- */

struct model_record {
    int64_t wall_ms;
    bool synced, erased;
};

struct model {
    size_t epochs;
    struct {
        char name[BS_EPOCH_TEXT];
        size_t count;
        struct model_record records[RECORDS_MAX];
    } epoch[EPOCHS_MAX];
};

static void make_random(struct bs_outbox *outbox, struct bs_random *random, struct model *model)
{
    uint64_t n = 0;

    memset(model, 0, sizeof *model);
    model->epochs = 1 + bs_random_below(random, EPOCHS_MAX);
    for (size_t e = 0; e < model->epochs; e++) {
        struct bs_outbox_tip tip;

        assert_int_equal(sample_epoch(outbox, e + 1, NULL), BS_OK);
        assert_int_equal(bs_outbox_tip(outbox, &tip, NULL), BS_OK);
        memcpy(model->epoch[e].name, tip.epoch, sizeof tip.epoch);
        model->epoch[e].count = bs_random_below(random, RECORDS_MAX + 1);
        for (size_t i = 0; i < model->epoch[e].count; i++) {
            struct model_record *record = &model->epoch[e].records[i];

            record->wall_ms = (int64_t)bs_random_below(random, 100) * DAY_MS;
            record->synced = bs_random_below(random, 3) > 0;
            append_at(outbox, ++n, record->wall_ms, record->synced);
        }
    }
}

/* One after another from the first on: safe, and itself or the next that knew the time is older. */
static void erase_in_model(struct model *model, const struct bs_outbox_safe *safe, size_t count,
                           int64_t older_than_ms)
{
    for (size_t e = 0; e < model->epochs; e++) {
        uint64_t to = 0;

        for (size_t s = 0; s < count; s++) {
            to = strcmp(safe[s].epoch, model->epoch[e].name) == 0 ? safe[s].to : to;
        }
        for (size_t i = 0; i < model->epoch[e].count && to <= model->epoch[e].count && i < to;
             i++) {
            size_t next = i;

            while (next < model->epoch[e].count && !model->epoch[e].records[next].synced) {
                next++;
            }
            if (!model->epoch[e].records[i].erased && older_than_ms != INT64_MAX &&
                (next == model->epoch[e].count ||
                 model->epoch[e].records[next].wall_ms >= older_than_ms)) {
                break;
            }
            model->epoch[e].records[i].erased = true;
        }
    }
}

static void assert_as_model(struct bs_outbox *outbox, const struct model *model, uint64_t seed)
{
    for (size_t e = 0; e < model->epochs; e++) {
        for (size_t i = 0; i < model->epoch[e].count; i++) {
            if (is_erased(outbox, model->epoch[e].name, i + 1) !=
                model->epoch[e].records[i].erased) {
                fail_msg("seed %ju: epoch %zu, record %zu", (uintmax_t)seed, e, i + 1);
            }
        }
    }
    assert_int_equal(bs_outbox_verify(outbox, NULL), BS_OK);
}

static void random_logs_lose_exactly_what_the_model_says(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct bs_random random = bs_random_seeded(seed);
        struct bs_outbox *outbox;
        static struct model model;

        temp_dir_remove(&dir);
        temp_dir_make(&dir);
        outbox = open_log();
        make_random(outbox, &random, &model);
        for (int round = 0; round < 4; round++) {
            struct bs_outbox_safe safe[EPOCHS_MAX];
            size_t count = bs_random_below(&random, (uint32_t)model.epochs + 1);
            int64_t older_than_ms = bs_random_below(&random, 8) == 0
                                        ? INT64_MAX
                                        : (int64_t)bs_random_below(&random, 120) * DAY_MS;

            for (size_t s = 0; s < count; s++) {
                memcpy(safe[s].epoch, model.epoch[s].name, BS_EPOCH_TEXT);
                safe[s].to = bs_random_below(&random, RECORDS_MAX + 4);
            }
            erase_in_model(&model, safe, count, older_than_ms);
            (void)prune_all(outbox, safe, count, older_than_ms, 1 + bs_random_below(&random, 9));
            assert_as_model(outbox, &model, seed);
        }
        bs_outbox_close(outbox);
    }
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(an_old_safe_record_loses_its_body_and_keeps_its_place_in_the_chain),
        IN_DIR(what_is_not_safe_stays_however_old_it_is_and_however_full_the_disk),
        IN_DIR(a_position_beyond_the_end_of_the_epoch_erases_nothing),
        IN_DIR(an_epoch_that_nobody_named_keeps_everything),
        IN_DIR(a_record_of_this_very_age_stays),
        IN_DIR(a_record_made_in_1970_is_as_old_as_the_next_one_that_knew_the_time),
        IN_DIR(records_without_the_time_wait_for_one_that_comes_later),
        IN_DIR(the_next_that_knew_the_time_need_not_be_safe_itself),
        IN_DIR(a_record_that_moved_to_a_later_epoch_is_erased_once_it_is_erased_there),
        IN_DIR(one_step_erases_no_more_than_it_may),
        IN_DIR(an_erased_record_that_is_saved_again_changes_nothing),
        IN_DIR(what_is_erased_is_in_no_file_any_more),
        IN_DIR(a_file_gets_smaller_when_there_is_no_room),
        IN_DIR(random_logs_lose_exactly_what_the_model_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
