/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk_work_stage.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

struct desk_work_stage stage;

void desk_work_stage_begin(void)
{
    memset(&stage.work, 0, sizeof stage.work);
    desk_work_init(&stage.work, stage.dir.path, &stage.clock, &stage.random);
}

int desk_work_stage_make(void **state)
{
    struct bs_error err = {0};
    (void)state;
    memset(&stage, 0, sizeof stage);
    temp_dir_make(&stage.dir);
    stage.clock = fake_clock_make(&stage.fake);
    stage.random = bs_random_system();
    assert_int_equal(bs_outbox_open(stage.dir.path, &stage.outbox, &err), BS_OK);
    assert_int_equal(bs_outbox_begin_epoch(stage.outbox, "k-1", "first", stage.fake.wall_ms,
                                           &stage.random, &err),
                     BS_OK);
    desk_work_stage_begin();
    return 0;
}

int desk_work_stage_drop(void **state)
{
    (void)state;
    bs_outbox_close(stage.outbox);
    temp_dir_remove(&stage.dir);
    return 0;
}

void desk_work_stage_keep(const char *text)
{
    struct bs_held *held = NULL;
    struct bs_error err = {0};
    struct bs_held_comment comment = {.version = 1,
                                      .channel = BS_CHANNEL_ASSISTED,
                                      .programme = "afval",
                                      .place = "prinsenhof",
                                      .lang = "nl",
                                      .submission = "01890000-0000-7000-8000-000000000001",
                                      .wall_ms = stage.fake.wall_ms};
    comment.id = stage.id = bs_uuid_v7(stage.fake.wall_ms, &stage.random);
    (void)bs_utf8_copy(comment.text, sizeof comment.text, text);
    assert_int_equal(bs_held_open(stage.dir.path, &held, &err), BS_OK);
    assert_int_equal(bs_held_keep_comment(held, &comment, &err), BS_OK);
    bs_held_close(held);
}

struct desk_answer *desk_work_stage_run(struct bs_outbox *outbox)
{
    bool is_broken = true;
    struct desk_answer *answer = desk_work_do(&stage.work, &stage.order, outbox, &is_broken);
    assert_false(is_broken);
    return answer;
}

enum bs_err desk_work_stage_chores_on(struct bs_outbox *outbox)
{
    struct bs_error err = {0};
    return desk_work_chores(&stage.work, outbox, &err);
}

void desk_work_stage_chores(void)
{
    assert_int_equal(desk_work_stage_chores_on(stage.outbox), BS_OK);
}

/* The kinds in the log, as one text; and the last body of a kind. */
const char *desk_work_stage_kinds(void)
{
    static char out[256];
    struct bs_outbox_tip tip;
    struct bs_error err = {0};
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    out[0] = '\0';
    assert_int_equal(bs_outbox_tip(stage.outbox, &tip, &err), BS_OK);
    for (uint64_t seq = 1; seq <= tip.seq; seq++) {
        bs_buf_init(&lines, (2 * BS_RECORD_BODY_MAX));
        assert_int_equal(bs_outbox_read(stage.outbox, tip.epoch, seq, 1, (2 * BS_RECORD_BODY_MAX),
                                        &lines, &slice, &err),
                         BS_OK);
        bs_buf_text(&lines, "");
        char *rest = (char *)lines.data;
        (void)strsep(&rest, "\t");
        (void)strsep(&rest, "\t");
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", seq > 1 ? " " : "",
                 strsep(&rest, "\t"));
        bs_buf_finish(&lines);
    }
    return out;
}

bool desk_work_stage_log_holds(const char *text)
{
    struct bs_outbox_tip tip;
    struct bs_error err = {0};
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    bs_buf_init(&lines, 1 << 20);
    assert_int_equal(bs_outbox_tip(stage.outbox, &tip, &err), BS_OK);
    assert_int_equal(bs_outbox_read(stage.outbox, tip.epoch, 1, 100, 1 << 20, &lines, &slice, &err),
                     BS_OK);
    bs_buf_text(&lines, "");
    const bool holds = strstr((const char *)lines.data, text) != NULL;
    bs_buf_finish(&lines);
    return holds;
}

struct desk_queue desk_work_stage_listed(void)
{
    memset(&stage.order, 0, sizeof stage.order);
    stage.order.effect.kind = DESK_LIST;
    struct desk_answer *answer = desk_work_stage_run(stage.outbox);
    const struct desk_queue queue = answer->queue;
    desk_answer_destroy(answer);
    return queue;
}

/* How many nobody decided about. */
size_t desk_work_stage_waiting(void)
{
    return desk_work_stage_listed().waiting;
}
