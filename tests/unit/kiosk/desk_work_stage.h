/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_WORK_STAGE_H
#define DESK_WORK_STAGE_H

/* What the worker does for the desk, on a folder of the test's own and a log that is open. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/outbox.h>

#include "desk_work.h"
#include "fake_clock.h"
#include "temp_dir.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    (24 * 60 * MINUTE_MS)
#define WORDS     "bel mevrouw Jansen op 06 12345678"
#define MASKED    "bel mevrouw " BS_MASK_SIGN " op " BS_MASK_SIGN

struct desk_work_stage {
    struct temp_dir dir;
    struct fake_clock fake;
    struct bs_clock clock;
    struct bs_random random;
    struct bs_outbox *outbox;
    struct desk_work work;
    struct desk_order order; /* the next one; a test fills it */
    struct bs_uuid id;       /* of the words that were kept last */
};
extern struct desk_work_stage stage;

/* Around each test. */
int desk_work_stage_make(void **state);
int desk_work_stage_drop(void **state);

/* As a kiosk that was just started. */
void desk_work_stage_begin(void);

/* Words that wait for somebody. */
void desk_work_stage_keep(const char *text);

/* Carries out stage.order. The answer is the caller's. */
struct desk_answer *desk_work_stage_run(struct bs_outbox *outbox);

/* What comes once a minute; the second fails the test if that fails. */
enum bs_err desk_work_stage_chores_on(struct bs_outbox *outbox);
void desk_work_stage_chores(void);

/* The kinds of the records in the log, in order, as one text: good until the next call. */
const char *desk_work_stage_kinds(void);
bool desk_work_stage_log_holds(const char *text);

/* The queue as the desk lists it, and how many of it nobody decided about. */
struct desk_queue desk_work_stage_listed(void);
size_t desk_work_stage_waiting(void);

#endif
