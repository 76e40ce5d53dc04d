/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Central ends at each step of a backup and of a restore: there is the old or the new, never half of one. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include <buurtstem/mem.h>

#include "fault_ledger.h"
#include "stop_steps.h"
#include "storage_backup.h"
#include "storage_stage.h"

enum { BEFORE = 5, BETWEEN = 4, AFTER = 3 };

struct scene {
    void *stage;
    struct stage_log *log;
    char file[TEMP_DIR_PATH];
    bool is_restore;
};

static void open_stage(struct storage_stage *stage)
{
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
}

/* A backup of five records, and nine records in the database. */
static void prepare(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage = stage_renew(&scene->stage);
    struct storage_backup made;

    (void)temp_dir_file(&stage->dir, "backup.db", scene->file);
    assert_int_equal(stage_send(stage, scene->log, 1, BEFORE).rc, BS_OK);
    assert_int_equal(
        storage_backup(stage->storage, scene->file, STAGE_NOW_MS, NULL, NULL, &made, NULL), BS_OK);
    assert_int_equal(stage_send(stage, scene->log, BEFORE + 1, BETWEEN).rc, BS_OK);
    stage_close(stage);
}

static bool run(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;
    struct storage_backup made;
    char aside[320];
    bool good;

    if (scene->is_restore) {
        good = storage_restore(scene->file, stage->path, false, STAGE_NOW_MS, aside, NULL, NULL,
                               &made, NULL) == BS_OK;
    } else {
        good = storage_open_sqlite(stage->path, &stage->storage, NULL) == BS_OK &&
               storage_backup(stage->storage, scene->file, STAGE_NOW_MS, NULL, NULL, &made, NULL) ==
                   BS_OK;
        stage_close(stage);
    }
    return good && made.records == (scene->is_restore ? BEFORE : BEFORE + BETWEEN);
}

/* What is said to be in a backup is in the one that is there. */
static void check_backup(struct scene *scene, long step)
{
    struct storage_stage *stage = scene->stage;
    struct storage_backup there, again;
    struct stage_answer answer;
    char aside[320];

    assert_int_equal(storage_restore(scene->file, stage->path, true, STAGE_NOW_MS, aside, NULL,
                                     NULL, &there, NULL),
                     BS_OK);
    assert_true(there.records == BEFORE || there.records == BEFORE + BETWEEN);
    assert_true(step != 0 || there.records == BEFORE + BETWEEN);
    open_stage(stage);
    answer = stage_send(stage, scene->log, BEFORE + BETWEEN + 1, AFTER);
    assert_int_equal(answer.rc, BS_OK);
    assert_true(answer.receipt.backup_complete_to <= there.records);
    assert_true(answer.receipt.backup_complete_to >= BEFORE);
    assert_int_equal(
        storage_backup(stage->storage, scene->file, STAGE_NOW_MS, NULL, NULL, &again, NULL), BS_OK);
    assert_int_equal(again.records, BEFORE + BETWEEN + AFTER);
}

static void check_restore(struct scene *scene, long step)
{
    struct storage_stage *stage = scene->stage;
    int64_t held;

    open_stage(stage);
    held = stage_submissions(stage, STAGE_TENANT);
    assert_true(held == BEFORE || held == BEFORE + BETWEEN);
    assert_true(step != 0 || held == BEFORE);
    assert_false(temp_dir_has(&stage->dir, "central.db-restored"));
    assert_int_equal(
        stage_send(stage, scene->log, (uint64_t)held + 1, (size_t)(scene->log->count - held)).rc,
        BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), scene->log->count);
}

static void check(void *context, long step)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;

    if (scene->is_restore) {
        check_restore(scene, step);
    } else {
        check_backup(scene, step);
    }
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_close(stage);
}

static long sweep(bool is_restore)
{
    const struct stop_case stop = {.prepare = prepare, .run = run, .check = check};
    struct scene scene = {.log = stage_log_create("kiosk-1", STAGE_EPOCH),
                          .is_restore = is_restore};
    long steps;

    stage_log_fill(scene.log, BEFORE + BETWEEN + AFTER);
    steps = stop_at_every_step(&stop, &scene);
    (void)stage_teardown(&scene.stage);
    stage_log_destroy(scene.log);
    return steps;
}

/* F64 */
static void a_backup_is_the_old_or_the_new_wherever_central_ends(void **state)
{
    long steps = sweep(false);

    (void)state;
    assert_true(steps >= 8);
    fault_struck("F64", "stop at every step of a backup", steps);
}

/* F64 */
static void a_restore_gives_the_old_or_the_new_wherever_it_ends(void **state)
{
    long steps = sweep(true);

    (void)state;
    assert_true(steps >= 8);
    fault_struck("F64", "stop at every step of a restore", steps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backup_is_the_old_or_the_new_wherever_central_ends),
        cmocka_unit_test(a_restore_gives_the_old_or_the_new_wherever_it_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
