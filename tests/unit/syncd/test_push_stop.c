/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A push stopped at every durable step, and repeated: central holds every record once, and the position ends right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "stop_steps.h"
#include "syncd_stage.h"

/* Only the folder outlives a stop; everything else is opened anew. */
struct shelf {
    struct stage stage;
};

static void let_go(struct stage *stage)
{
    push_finish(&stage->push);
    bs_syncstate_close(stage->state);
    bs_outbox_close(stage->reader);
    bs_outbox_close(stage->kiosk);
    stage->state = NULL;
    stage->reader = NULL;
    stage->kiosk = NULL;
}

static void prepare(void *context)
{
    struct shelf *shelf = context;
    if (shelf->stage.dir.path[0] != '\0') {
        temp_dir_remove(&shelf->stage.dir);
    }
    stage_open(&shelf->stage);
    stage_append(&shelf->stage, 3);
    let_go(&shelf->stage);
}

static bool take_up(struct stage *stage)
{
    if (bs_outbox_open_reader(stage->dir.path, &stage->reader, NULL) != BS_OK ||
        bs_syncstate_open(stage->dir.path, &stage->state, NULL) != BS_OK) {
        return false;
    }
    push_init(&stage->push);
    push_begin(&stage->push);
    return true;
}

/* One round with two batches. */
static bool push_all(struct stage *stage)
{
    stage->push.records_max = 2;
    while (stage_next(stage) == BS_OK) {
        struct bs_receipt receipt = stage_receipt(stage);
        struct transport_reply reply = stage_receipt_reply(&receipt);
        if (stage_answer(stage, &reply, NULL) != PUSH_MOVED) {
            return false;
        }
    }
    return true;
}

static bool run(void *context)
{
    struct shelf *shelf = context;
    bool good = take_up(&shelf->stage) && push_all(&shelf->stage);
    let_go(&shelf->stage);
    return good;
}

static void check(void *context, long step)
{
    struct shelf *shelf = context;
    struct stage *stage = &shelf->stage;
    (void)step;
    assert_true(take_up(stage));
    struct bs_position position = stage_position(stage);
    /* Never acknowledged what was not noted as sent, whatever step it ended at. */
    assert_true(position.complete_to <= position.sent_to);
    assert_true(position.sent_to <= 3);
    assert_true(push_all(stage));
    assert_int_equal(stage_position(stage).complete_to, 3);
    push_begin(&stage->push);
    assert_int_equal(stage_next(stage), BS_NOTFOUND);
    let_go(stage);
}

static void a_push_stopped_at_any_step_is_finished_by_the_next(void **state)
{
    (void)state;
    static struct shelf shelf;
    const struct stop_case stop = {.prepare = prepare, .run = run, .check = check};
    long steps = stop_at_every_step(&stop, &shelf);
    temp_dir_remove(&shelf.stage.dir);
    assert_true(steps >= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_push_stopped_at_any_step_is_finished_by_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
