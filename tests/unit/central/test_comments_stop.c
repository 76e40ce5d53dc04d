/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Central ends at each step of what staff decide about words, and is opened again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "review_stage.h"
#include "stop_steps.h"

#define M      BS_MASK_SIGN
#define SECRET "Zonnebloemsteeg"

struct scene {
    void *stage;
    struct stage_log *log;
};

static void prepare(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage = stage_renew(&scene->stage);

    assert_int_equal(stage_send(stage, scene->log, 1, scene->log->count).rc, BS_OK);
    stage_close(stage);
}

static enum bs_err mask(struct storage_stage *stage)
{
    struct storage_masked masked = {.mask_count = 1, .masks = {BS_MASK_OTHER}};

    (void)bs_utf8_copy(masked.text, sizeof masked.text, M " 12");
    return storage_mask_comment(stage->storage, STAGE_TENANT, STAGE_COMMENT, "samira", SECRET " 12",
                                &masked, STAGE_NOW_MS, NULL);
}

static bool run(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;
    bool good =
        storage_open_sqlite(stage->path, &stage->storage, NULL) == BS_OK && mask(stage) == BS_OK;

    stage_close(stage);
    return good;
}

/* Masked or not; if it was, no byte of it is left once the file was open again. */
static void check(void *context, long step)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;
    char text[2048], wal[TEMP_DIR_PATH];

    (void)step;
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    if (strcmp(stage_shown(stage, NULL, NULL, text), M " 12|") != 0) {
        assert_string_equal(text, SECRET " 12|");
        assert_int_equal(mask(stage), BS_OK);
    }
    stage_close(stage);
    assert_false(stage_file_holds(stage->path, SECRET));
    assert_false(stage_file_holds(temp_dir_file(&stage->dir, "central.db-wal", wal), SECRET));
}

static void words_are_masked_and_gone_or_neither_wherever_central_ends(void **state)
{
    const struct stop_case stop = {.prepare = prepare, .run = run, .check = check};
    struct scene scene = {.log = stage_log_create("kiosk-1", STAGE_EPOCH)};

    (void)state;
    stage_add_released(scene.log, &(struct stage_words){.text = SECRET " 12"});
    assert_true(stop_at_every_step(&stop, &scene) >= 3);
    (void)stage_teardown(&scene.stage);
    stage_log_destroy(scene.log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_masked_and_gone_or_neither_wherever_central_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
