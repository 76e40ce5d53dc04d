/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Ten thousand power cuts (a million with BS_FAULTS_LONG, or so many times ten thousand as BS_FAULTS_TIMES says) over all
 * that is written to kiosk.db and sync.db: what was acknowledged is there, once, whole and with its chain; what was under way
 * is there or not, never half. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/bundle.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "crash_vfs.h"
#include "fake_clock.h"
#include "fault_ledger.h"
#include "store_samples.h"
#include "temp_dir.h"

#define EPOCH  "0123456789abcdef"
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

enum {
    SEEDS = 1500,
    LIES = 1000,
    LONGER = 100,
    BEFORE = 5,
    WANTED = 5,
    OLD = 40,
    SAFE = 30,
    FROM = 3
};

static struct temp_dir dir;
static uint64_t seed_now; /* named when something is wrong */

/* What the run was told before the power went. */
static uint64_t told;

struct scene {
    void (*prepare)(void); /* closes what it opened */
    void (*run)(void);     /* until it ends or something fails */
    void (*check)(void);   /* with the power on again */
};

static int set_up(void **state)
{
    (void)state;
    crash_vfs_clear();
    temp_dir_make(&dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fail_msg("seed %ju, line %d: %s", (uintmax_t)seed_now, __LINE__, #condition);          \
        }                                                                                          \
    } while (0)

static uint64_t how_many(uint64_t seeds)
{
    const char *is_long = getenv("BS_FAULTS_LONG"), *times = getenv("BS_FAULTS_TIMES");

    if (is_long == NULL || strcmp(is_long, "1") != 0) {
        return seeds;
    }
    return seeds * (times == NULL ? LONGER : strtoull(times, NULL, 10));
}

/* Cuts at every kind of moment; the number of cuts that lost something. */
static size_t cut_often(const struct scene *scene, uint64_t seeds, bool lies)
{
    size_t hits = 0;
    long changes;

    scene->prepare();
    crash_vfs_save();
    crash_vfs_cut_at(0);
    told = 0;
    scene->run();
    changes = crash_vfs_changes();
    assert_true(changes > 3);
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct bs_random random = bs_random_seeded(seed);

        seed_now = seed;
        crash_vfs_load();
        crash_vfs_lie(lies);
        crash_vfs_cut_at(1 + (long)bs_random_below(&random, (uint32_t)changes + 1));
        told = 0;
        scene->run();
        hits += crash_vfs_crash(seed) > 0 ? 1 : 0;
        crash_vfs_lie(false);
        scene->check();
    }
    return hits;
}

static struct bs_outbox *open_log(void)
{
    struct bs_outbox *outbox = NULL;

    return bs_outbox_open(dir.path, &outbox, NULL) == BS_OK ? outbox : NULL;
}

static void prepare_log(void)
{
    bs_outbox_close(sample_log(dir.path, BEFORE));
}

/* ---- answers ---- */

static void append_some(void)
{
    struct bs_outbox *outbox = open_log();

    for (uint64_t n = BEFORE + 1; outbox != NULL && n <= BEFORE + WANTED; n++) {
        if (sample_append(outbox, n, NULL, NULL) != BS_OK) {
            break;
        }
        told = n;
    }
    bs_outbox_close(outbox);
}

static void check_appended(void)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_tip tip;

    MUST(outbox != NULL);
    MUST(bs_outbox_tip(outbox, &tip, NULL) == BS_OK);
    MUST(tip.seq >= BEFORE && tip.seq >= told);
    MUST(sample_append(outbox, tip.seq + 1, NULL, NULL) == BS_OK);
    MUST(sample_log_is(outbox, tip.seq + 1));
    bs_outbox_close(outbox);
}

/* F55 */
static void answers_that_were_thanked_for_survive_any_power_cut(void **state)
{
    const struct scene scene = {prepare_log, append_some, check_appended};

    (void)state;
    fault_struck("F55", "power-loss VFS", cut_often(&scene, how_many(SEEDS), false));
}

/* ---- erasing ---- */

static void prepare_old_log(void)
{
    bs_outbox_close(sample_log(dir.path, OLD));
}

static struct bs_outbox_safe safe_part(struct bs_outbox *outbox)
{
    struct bs_outbox_safe safe = {.to = SAFE};
    struct bs_outbox_tip tip;

    MUST(bs_outbox_tip(outbox, &tip, NULL) == BS_OK && tip.seq >= OLD);
    memcpy(safe.epoch, tip.epoch, sizeof safe.epoch);
    return safe;
}

static void erase_some(void)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_safe safe;
    size_t done = 1;

    if (outbox == NULL) {
        return;
    }
    safe = safe_part(outbox);
    while (done > 0) {
        if (bs_outbox_prune(outbox, &safe, 1, INT64_MAX, 5, &done, NULL) != BS_OK) {
            break;
        }
        told += told < SAFE ? done : 0;
    }
    bs_outbox_close(outbox);
}

static void check_erased(void)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    uint64_t seq = 1, erased = 0;

    MUST(outbox != NULL);
    MUST(bs_outbox_verify(outbox, NULL) == BS_OK);
    bs_buf_init(&lines, 1024 * 1024);
    MUST(bs_outbox_read(outbox, safe_part(outbox).epoch, 1, 1000, 1024 * 1024, &lines, &slice,
                        NULL) == BS_OK);
    MUST(slice.count == OLD);
    for (size_t i = 1; i < lines.len; i++) {
        if (lines.data[i] == '\n') {
            MUST(lines.data[i - 1] != '\t' || (seq == erased + 1 && seq <= SAFE));
            erased += lines.data[i - 1] == '\t' ? 1 : 0;
            seq++;
        }
    }
    bs_buf_finish(&lines);
    MUST(erased >= told);
    bs_outbox_close(outbox);
}

/* F55 */
static void erasing_takes_safe_bodies_alone_wherever_the_power_goes(void **state)
{
    const struct scene scene = {prepare_old_log, erase_some, check_erased};

    (void)state;
    fault_struck("F55", "power-loss VFS", cut_often(&scene, how_many(SEEDS), false));
}

/* ---- carrying over ---- */

static enum bs_err carry(struct bs_outbox *outbox)
{
    struct bs_random random = bs_random_seeded(7);
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_outbox_tip tip;

    fake_clock_advance(&fake, INT64_C(864000000));
    return bs_outbox_epoch(outbox, 0, &tip, NULL) != BS_OK
               ? BS_BROKEN
               : bs_outbox_carry_over(outbox, tip.epoch, FROM, "forked", &clock, &random, NULL);
}

static void carry_over(void)
{
    struct bs_outbox *outbox = open_log();

    if (outbox != NULL && carry(outbox) == BS_OK) {
        told = 1;
    }
    bs_outbox_close(outbox);
}

static void check_carried(void)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_tip old, new;
    bool is_new;

    MUST(outbox != NULL);
    MUST(bs_outbox_verify(outbox, NULL) == BS_OK);
    MUST(bs_outbox_epoch(outbox, 0, &old, NULL) == BS_OK && old.seq == BEFORE);
    is_new = bs_outbox_epoch(outbox, 1, &new, NULL) == BS_OK;
    MUST(is_new || told == 0);
    if (!is_new) {
        MUST(old.send_to == BEFORE && carry(outbox) == BS_OK);
        MUST(bs_outbox_epoch(outbox, 0, &old, NULL) == BS_OK);
        MUST(bs_outbox_epoch(outbox, 1, &new, NULL) == BS_OK);
    }
    MUST(old.send_to == FROM - 1 && new.seq == 1 + BEFORE - FROM + 1);
    MUST(bs_outbox_epoch(outbox, 2, &new, NULL) == BS_NOTFOUND);
    MUST(bs_outbox_verify(outbox, NULL) == BS_OK);
    bs_outbox_close(outbox);
}

/* F55 F67 */
static void an_epoch_is_carried_over_whole_or_not_wherever_the_power_goes(void **state)
{
    const struct scene scene = {prepare_log, carry_over, check_carried};
    size_t hits;

    (void)state;
    hits = cut_often(&scene, how_many(SEEDS), false);
    fault_struck("F55", "power-loss VFS", hits);
    fault_struck("F67", "power-loss VFS", hits);
}

/* ---- what syncd knows ---- */

static struct bs_syncstate *open_state(void)
{
    struct bs_syncstate *state = NULL;

    return bs_syncstate_open(dir.path, &state, NULL) == BS_OK ? state : NULL;
}

static void prepare_state(void)
{
    struct bs_syncstate *state = open_state();

    MUST(state != NULL && bs_syncstate_note_sent(state, EPOCH, 1, NULL) == BS_OK);
    bs_syncstate_close(state);
}

/* Two steps for each record: what is sent, then what came back. */
static void settle_some(void)
{
    struct bs_syncstate *state = open_state();
    struct bs_receipt receipt = {.epoch = EPOCH, .hash_at_complete_to = HASH_A};

    for (uint64_t n = 1; state != NULL && n <= WANTED; n++) {
        receipt.complete_to = n;
        receipt.set_aside_count = 1;
        receipt.set_aside[0] = n;
        if (bs_syncstate_note_sent(state, EPOCH, n, NULL) != BS_OK) {
            break;
        }
        told++;
        if (bs_syncstate_settle(state, &receipt, (int64_t)n, NULL) != BS_OK) {
            break;
        }
        told++;
    }
    bs_syncstate_close(state);
}

static void check_settled(void)
{
    struct bs_syncstate *state = open_state();
    struct bs_position position;

    MUST(state != NULL);
    MUST(bs_syncstate_position(state, EPOCH, &position, NULL) == BS_OK);
    MUST(position.sent_to + position.complete_to >= told && position.sent_to <= WANTED);
    MUST(position.complete_to <= position.sent_to && position.sent_to <= position.complete_to + 1);
    MUST(position.receipt_at_ms == (int64_t)position.complete_to);
    MUST(bs_syncstate_note_sent(state, EPOCH, position.sent_to, NULL) == BS_OK);
    bs_syncstate_close(state);
}

/* F55 */
static void a_position_is_settled_or_not_wherever_the_power_goes(void **state)
{
    const struct scene scene = {prepare_state, settle_some, check_settled};

    (void)state;
    fault_struck("F55", "power-loss VFS", cut_often(&scene, how_many(SEEDS), false));
}

/* ---- the bundle ---- */

/* Of several pages, so that half of one could be seen. */
static void write_bundle(int64_t serial, struct bs_buf *out)
{
    char block[1000];

    memset(block, 'a' + (int)serial, sizeof block);
    bs_buf_printf(out, "{\"serial\":%lld,\"text\":\"", (long long)serial);
    for (int i = 0; i < 10; i++) {
        bs_buf_add(out, block, sizeof block);
    }
    bs_buf_text(out, "\"}");
}

static enum bs_err put_bundle(struct bs_syncstate *state, int64_t serial)
{
    const struct bs_bundle_meta meta = {.serial = serial, .etag = "\"e\"", .received_ms = serial};
    struct bs_buf bundle;
    enum bs_err rc;

    bs_buf_init(&bundle, BS_BUNDLE_BYTES_MAX);
    write_bundle(serial, &bundle);
    rc = bs_catalogue_put(state, &meta, bs_buf_bytes(&bundle), NULL);
    bs_buf_finish(&bundle);
    return rc;
}

static void prepare_bundle(void)
{
    struct bs_syncstate *state = open_state();

    MUST(state != NULL && put_bundle(state, 1) == BS_OK);
    bs_syncstate_close(state);
}

static void switch_bundles(void)
{
    struct bs_syncstate *state = open_state();

    for (int64_t serial = 2; state != NULL && serial <= 4; serial++) {
        if (put_bundle(state, serial) != BS_OK) {
            break;
        }
        told = (uint64_t)serial;
    }
    bs_syncstate_close(state);
}

static void check_bundle(void)
{
    struct bs_syncstate *state = open_state();
    struct bs_bundle_meta meta;
    struct bs_buf bundle, expected;

    MUST(state != NULL);
    bs_buf_init(&bundle, BS_BUNDLE_BYTES_MAX);
    bs_buf_init(&expected, BS_BUNDLE_BYTES_MAX);
    MUST(bs_catalogue_get(state, &meta, &bundle, NULL) == BS_OK);
    write_bundle(meta.serial, &expected);
    MUST(meta.serial >= 1 && (uint64_t)meta.serial >= told && meta.received_ms == meta.serial);
    MUST(strcmp(bs_buf_string(&bundle), bs_buf_string(&expected)) == 0);
    bs_buf_finish(&bundle);
    bs_buf_finish(&expected);
    bs_syncstate_close(state);
}

/* F55 */
static void a_bundle_is_switched_or_not_wherever_the_power_goes(void **state)
{
    const struct scene scene = {prepare_bundle, switch_bundles, check_bundle};

    (void)state;
    fault_struck("F55", "power-loss VFS", cut_often(&scene, how_many(SEEDS), false));
}

/* ---- an older version's file ---- */

static void prepare_older_log(void)
{
    sqlite3 *database = NULL;
    char path[TEMP_DIR_PATH];

    prepare_log();
    MUST(sqlite3_open(temp_dir_file(&dir, "kiosk.db", path), &database) == SQLITE_OK);
    MUST(sqlite3_exec(database,
                      "ALTER TABLE epoch DROP COLUMN ends_at;"
                      "ALTER TABLE epoch DROP COLUMN erased_to;"
                      "DROP TABLE program; PRAGMA user_version = 1;"
                      "PRAGMA wal_checkpoint(TRUNCATE)",
                      NULL, NULL, NULL) == SQLITE_OK);
    MUST(sqlite3_close(database) == SQLITE_OK);
}

/* F55 F68 */
static void an_older_log_is_migrated_and_nothing_is_lost_wherever_the_power_goes(void **state)
{
    const struct scene scene = {prepare_older_log, append_some, check_appended};
    size_t hits;

    (void)state;
    hits = cut_often(&scene, how_many(SEEDS), false);
    fault_struck("F55", "power-loss VFS", hits);
    fault_struck("F68", "power-loss VFS", hits);
}

/* ---- a card that lies ---- */

static char hashes[BEFORE + WANTED + 1][BS_HASH_TEXT]; /* as central got them */
static size_t lost_and_seen, damaged_and_seen;

static void append_and_send(void)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_tip tip;

    for (uint64_t n = BEFORE + 1; outbox != NULL && n <= BEFORE + WANTED; n++) {
        if (sample_append(outbox, n, NULL, NULL) != BS_OK ||
            bs_outbox_tip(outbox, &tip, NULL) != BS_OK) {
            break;
        }
        memcpy(hashes[n], tip.hash, sizeof tip.hash);
        told = n;
    }
    bs_outbox_close(outbox);
}

/* Nothing helps against it; but what is missing is seen, and what is there is true. */
static void check_that_it_is_seen(void)
{
    struct bs_outbox *outbox = open_log();
    struct bs_outbox_tip tip = {.seq = 0};
    char hash[BS_HASH_TEXT];
    bool is_damaged = false;
    enum bs_err rc;

    if (outbox == NULL || bs_outbox_verify(outbox, NULL) != BS_OK ||
        bs_outbox_tip(outbox, &tip, NULL) != BS_OK) {
        damaged_and_seen++; /* set aside and salvaged */
        bs_outbox_close(outbox);
        return;
    }
    MUST(sample_log_is(outbox, tip.seq));
    if (tip.seq < told) {
        MUST(bs_outbox_hash_at(outbox, tip.epoch, told, hash, NULL) == BS_NOTFOUND);
        rc = sample_append(outbox, 1000, NULL, NULL);
        if (rc ==
            BS_BROKEN) { /* a page that is only written: nobody is thanked, and the kiosk looks */
            bs_outbox_close(outbox);
            MUST(bs_outbox_is_damaged(dir.path, &is_damaged, NULL) == BS_OK && is_damaged);
            damaged_and_seen++;
            return;
        }
        MUST(rc == BS_OK);
        MUST(bs_outbox_hash_at(outbox, tip.epoch, tip.seq + 1, hash, NULL) == BS_OK);
        MUST(tip.seq < BEFORE || strcmp(hash, hashes[tip.seq + 1]) != 0); /* a fork at central */
        lost_and_seen++;
    }
    bs_outbox_close(outbox);
}

/* F56 */
static void what_a_lying_card_lost_is_seen_by_the_chain(void **state)
{
    const struct scene scene = {prepare_log, append_and_send, check_that_it_is_seen};

    (void)state;
    (void)cut_often(&scene, how_many(LIES), true);
    print_message("lost and seen %zu, damaged and seen %zu\n", lost_and_seen, damaged_and_seen);
    fault_struck("F56", "power-loss VFS whose sync lies", lost_and_seen + damaged_and_seen);
}

#define SHARED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHARED(answers_that_were_thanked_for_survive_any_power_cut),
        SHARED(erasing_takes_safe_bodies_alone_wherever_the_power_goes),
        SHARED(an_epoch_is_carried_over_whole_or_not_wherever_the_power_goes),
        SHARED(a_position_is_settled_or_not_wherever_the_power_goes),
        SHARED(a_bundle_is_switched_or_not_wherever_the_power_goes),
        SHARED(an_older_log_is_migrated_and_nothing_is_lost_wherever_the_power_goes),
        SHARED(what_a_lying_card_lost_is_seen_by_the_chain),
    };

    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 1); /* locks and marks; nothing of them is measured */
    }
    crash_vfs_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
