/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Central ends at each step of the intake, is opened again, and is sent the same. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "stop_steps.h"
#include "storage_stage.h"

enum { RECORDS = 12 };

struct scene {
    void *stage;
    struct stage_log *log;
};

static void prepare(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage = stage_renew(&scene->stage);

    assert_int_equal(stage_send(stage, scene->log, 1, 4).rc, BS_OK);
    stage_close(stage);
}

static bool run(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;
    struct bs_batch batch = {.records = NULL};
    struct bs_receipt receipt;
    struct bs_problem problem;
    struct bs_buf raw;
    bool good;

    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    stage_batch(scene->log, 5, RECORDS - 4, &raw);
    good = storage_open_sqlite(stage->path, &stage->storage, NULL) == BS_OK &&
           bs_batch_decode(bs_buf_bytes(&raw), &batch, NULL) == BS_OK &&
           storage_accept_batch(stage->storage, &stage->kiosk, &batch, STAGE_NOW_MS, false,
                                &receipt, &problem, NULL) == BS_OK &&
           receipt.complete_to == RECORDS;
    bs_batch_finish(&batch);
    bs_buf_finish(&raw);
    stage_close(stage);
    return good;
}

/* All or nothing; and whatever it was, the same batch brings it to the same end. */
static void check(void *context, long step)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;
    int64_t held;

    (void)step;
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    held = stage_submissions(stage, STAGE_TENANT);
    assert_true(held == 4 || held == RECORDS);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(stage_send(stage, scene->log, 5, RECORDS - 4).receipt.complete_to,
                         RECORDS);
        assert_int_equal(stage_submissions(stage, STAGE_TENANT), RECORDS);
        assert_int_equal(stage_verify(stage).rc, BS_OK);
    }
    stage_close(stage);
}

static void a_batch_is_stored_wholly_or_not_at_all_wherever_central_ends(void **state)
{
    const struct stop_case stop = {.prepare = prepare, .run = run, .check = check};
    struct scene scene = {.log = stage_log_create("kiosk-1", STAGE_EPOCH)};

    (void)state;
    stage_log_fill(scene.log, RECORDS);
    assert_true(stop_at_every_step(&stop, &scene) >= 4);
    (void)stage_teardown(&scene.stage);
    stage_log_destroy(scene.log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_is_stored_wholly_or_not_at_all_wherever_central_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
